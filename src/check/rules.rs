//! Rules, queries and lexicon files: do they read, and do they speak only of terms that there are?
//!
//! A misspelt term is no error to SPARQL. It matches nothing, and nobody is told.

use crate::embedded;
use crate::extract::{Rule, RuleError, RuleSet, rule_files};
use crate::lexicon::Lexicon;
use crate::ontology::{Ontology, OntologyError, nearest};
use crate::query::{PREFIXES, Question};
use crate::vocabulary::DL;
use spargebra::SparqlParser;
use std::path::PathBuf;

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable code, listed in `docs/errors.md`.
    pub code: &'static str,
    /// What is wrong, with file and line.
    pub message: String,
}

/// How many files were looked at, and what is wrong with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Files.
    pub files: usize,
    /// Faults, in order of the files.
    pub faults: Vec<Fault>,
}

/// Checks all rules, queries and lexicon files in the binary, the rules of the user's folders and the user's lexicon files.
///
/// # Errors
/// [`OntologyError`] when the vocabularies themselves cannot be read.
pub fn check_rules(folders: &[PathBuf], lexicons: &[PathBuf]) -> Result<Faults, OntologyError> {
    let ontology = Ontology::embedded()?;
    let mut found = Faults::default();
    let built_in = embedded::EXTRACT.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
    let mut rules: Vec<(String, String)> = built_in.collect();
    for folder in folders {
        match rule_files(folder) {
            Ok(files) => rules.extend(files),
            Err(error) => found.rule(&error),
        }
    }
    found.files += rules.len();
    for (file, text) in &rules {
        if let Err(error) = Rule::parse(file, text).and_then(|rule| rule.check(&ontology)) {
            found.rule(&error);
        }
    }
    if found.faults.is_empty()
        && let Err(error) = RuleSet::parse(rules.iter().map(|(f, t)| (f.as_str(), t.as_str())), ontology.clone())
    {
        found.rule(&error);
    }
    for (file, text) in [embedded::INFER, embedded::ASK, embedded::HYGIENE].into_iter().flatten() {
        found.files += 1;
        found.query(file, text, &ontology);
    }
    for (file, text) in embedded::ASK {
        if let Err(error) = Question::read(file, text) {
            found.faults.push(Fault { code: error.code(), message: error.to_string() });
        }
    }
    found.files += embedded::LEXICON.len() + lexicons.len();
    if let Err(error) = Lexicon::with_files(lexicons) {
        found.faults.push(Fault { code: error.code(), message: error.to_string() });
    }
    Ok(found)
}

impl Faults {
    fn rule(&mut self, error: &RuleError) {
        self.faults.push(Fault { code: error.code(), message: error.to_string() });
    }

    /// A query over a graph: its SPARQL, and each term that it names.
    fn query(&mut self, file: &str, text: &str, ontology: &Ontology) {
        let mut parser = SparqlParser::new();
        for (prefix, namespace) in PREFIXES {
            parser = match parser.with_prefix(prefix, namespace) {
                Ok(parser) => parser,
                Err(error) => return self.faults.push(Fault { code: "query.syntax", message: error.to_string() }),
            };
        }
        if let Err(error) = parser.parse_query(text) {
            self.faults.push(Fault { code: "query.syntax", message: format!("`{file}`: {error}") });
        }
        for (line, local) in terms(text) {
            if !ontology.is_term(&format!("{DL}{local}")) {
                let hint = nearest(local, ontology.terms().filter_map(|t| t.strip_prefix(DL)));
                let hint = hint.map_or_else(String::new, |h| format!("; did you mean `dl:{h}`?"));
                let message = format!("`{file}`, line {line}: unknown term `dl:{local}`{hint}");
                self.faults.push(Fault { code: "query.unknown-term", message });
            }
        }
    }
}

/// Line and local name of each `dl:` name outside comments.
fn terms(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with('#')).flat_map(|(number, line)| {
        line.match_indices("dl:").filter_map(move |(at, _)| {
            let before = line[..at].chars().next_back();
            let name = line[at + 3..].split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next()?;
            let whole = !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '"' | ':'));
            (whole && !name.is_empty()).then_some((number + 1, name))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_ours_are_sound() {
        let found = check_rules(&[], &[]).unwrap();
        assert_eq!(found.faults, []);
        assert!(found.files > 50);
    }

    #[test]
    fn names_the_line_and_a_near_term() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("mine.rq"),
            "# Mine.\nPREFIX dl: <https://w3id.org/dateline/ns#> PREFIX f: <https://w3id.org/dateline/frame#>\nCONSTRUCT { ?e a dl:Meting } WHERE { ?e f:evokes dl:Meting }",
        )
        .unwrap();
        let found = check_rules(&[folder.path().to_owned()], &[]).unwrap();
        assert_eq!(found.faults.len(), 1);
        assert!(found.faults[0].message.contains("line 3") && found.faults[0].message.contains("`dl:Meeting`"), "{found:?}");
    }

    #[test]
    fn looks_into_queries_over_graphs() {
        let mut found = Faults::default();
        found.query("q.rq", "# dl:Nothing\nSELECT * { ?s a dl:Persn ; dl:agent ?o }", &Ontology::embedded().unwrap());
        assert_eq!(found.faults.len(), 1);
        assert!(found.faults[0].message.contains("line 2") && found.faults[0].message.contains("`dl:Person`"));
    }
}
