//! All rules, and the terms that they share.

use super::dataset::Constants;
use super::local::is_local;
use super::rule::{Rule, RuleError};
use crate::ontology::Ontology;
use oxrdf::NamedNode;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// The rules that run over each document.
#[derive(Clone, Debug)]
pub struct RuleSet {
    pub(super) rules: Vec<Rule>,
    /// For each rule the ids of the constants that it cannot do without.
    pub(super) required: Vec<Vec<u32>>,
    /// For each rule whether it needs one post at a time.
    pub(super) local: Vec<bool>,
    pub(super) constants: Constants,
    pub(super) ontology: Ontology,
}

impl RuleSet {
    /// The rules in the binary.
    pub fn embedded() -> Result<Self, RuleError> {
        Self::with_folders(&[])
    }

    /// The rules in the binary and the `*.rq` files of the user's folders.
    ///
    /// # Errors
    /// [`RuleError`] for the first rule that cannot be read, is no rule or names an unknown term.
    pub fn with_folders(folders: &[PathBuf]) -> Result<Self, RuleError> {
        let mut files: Vec<(String, String)> =
            crate::embedded::EXTRACT.iter().map(|(f, t)| ((*f).to_owned(), (*t).to_owned())).collect();
        for folder in folders {
            files.extend(rule_files(folder)?);
        }
        Self::parse(files.iter().map(|(f, t)| (f.as_str(), t.as_str())), Ontology::embedded()?)
    }

    /// Rules from texts, each with its path, checked against the vocabularies.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>, ontology: Ontology) -> Result<Self, RuleError> {
        let mut rules: Vec<Rule> = Vec::new();
        for (file, text) in files {
            let rule = Rule::parse(file, text)?;
            rule.check(&ontology)?;
            if let Some(other) = rules.iter().find(|r| r.name == rule.name) {
                return Err(RuleError::Twice { file: file.to_owned(), other: other.file.clone(), rule: rule.name });
            }
            rules.push(rule);
        }
        rules.sort_by(|a, b| a.name.cmp(&b.name));
        let mut constants = Constants::default();
        for iri in ontology.terms() {
            constants.add(NamedNode::new_unchecked(iri).into());
        }
        for rule in &rules {
            for iri in &rule.compiled.iris {
                constants.add(iri.clone().into());
            }
        }
        let ids = |rule: &Rule| rule.compiled.required.iter().map(|n| constants.add(n.clone().into())).collect();
        let required = rules.iter().map(ids).collect();
        let local = rules.iter().map(|rule| is_local(&rule.compiled)).collect();
        Ok(Self { rules, required, local, constants, ontology })
    }

    /// The rules, by name.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The vocabularies.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// SHA-256 over names and texts, in hex: which rules made a graph.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for rule in &self.rules {
            hash.update(rule.name.as_bytes());
            hash.update([0]);
            hash.update(rule.query.as_bytes());
            hash.update([0]);
        }
        format!("{:x}", hash.finalize())
    }
}

/// The rule files of a folder, path and text, by name.
///
/// # Errors
/// [`RuleError::Read`].
pub fn rule_files(folder: &Path) -> Result<Vec<(String, String)>, RuleError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| RuleError::Read { path, source }
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path.extension().is_some_and(|e| e == "rq") {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).map_err(failed(&path))?;
        Ok((path.display().to_string(), text))
    };
    paths.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_rules_are_valid_and_have_words() {
        let set = RuleSet::embedded().map_err(|e| e.to_string());
        assert!(set.is_ok(), "{:?}", set.err());
        let silent: Vec<String> = set.unwrap().rules.into_iter().filter(|r| r.words.is_empty()).map(|r| r.name).collect();
        assert!(silent.is_empty(), "{silent:?}");
    }

    #[test]
    fn a_second_rule_of_one_name_is_refused() {
        let text = "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }";
        let error = RuleSet::parse([("a/x.rq", text), ("b/x.rq", text)], Ontology::default()).unwrap_err();
        assert_eq!(error.to_string(), "rule `x` of `b/x.rq` is already in `a/x.rq`; rename the file");
    }
}
