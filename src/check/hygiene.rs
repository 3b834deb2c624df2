//! Hygiene rules: a query that gives one row per offender and none when all is well.
//!
//! Each file begins with its rule in words (`# rule: …`). It sees the graph and, in a graph of its own, the ontology;
//! its first column is the offender, further columns are shown with it.

use super::{CheckError, Finding};
use crate::query::{Answer, run, shorten};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term};
use oxigraph::store::Store;

/// One hygiene rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The file name without its ending.
    pub name: String,
    /// What must hold, in words.
    pub words: String,
    /// The query.
    pub text: String,
    file: String,
}

impl Rule {
    /// The rules in the binary.
    pub fn embedded() -> Result<Vec<Self>, CheckError> {
        crate::embedded::HYGIENE.iter().map(|(file, text)| Self::read(file, text)).collect()
    }

    /// Reads a rule file; `file` is used in messages and gives the name.
    ///
    /// # Errors
    /// [`CheckError::Rule`] when the words are missing.
    pub fn read(file: &str, text: &str) -> Result<Self, CheckError> {
        let words = text.lines().next().and_then(|l| l.strip_prefix("# rule:")).map(str::trim).filter(|w| !w.is_empty());
        let Some(words) = words else {
            return Err(CheckError::Rule {
                file: file.to_owned(),
                message: "the first line must be `# rule:` and the rule in words".into(),
            });
        };
        let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".rq").to_owned();
        Ok(Self { name, words: words.to_owned(), text: text.to_owned(), file: file.to_owned() })
    }

    /// Runs the rule over a store that holds data and ontology.
    pub fn offenders(&self, store: &Store) -> Result<Vec<Finding>, CheckError> {
        let answer = run(store, &self.text).map_err(|source| CheckError::Query { file: self.file.clone(), source })?;
        let Answer::Rows { rows, .. } = answer else {
            return Err(CheckError::Rule { file: self.file.clone(), message: "a hygiene rule is a SELECT query".into() });
        };
        let source =
            NamedOrBlankNode::NamedNode(NamedNode::new_unchecked(format!("https://w3id.org/dateline/hygiene#{}", self.name)));
        let findings = rows.into_iter().filter_map(|mut row| {
            let focus: Term = row.first_mut()?.take()?;
            let details: Vec<String> = row.iter().skip(1).flatten().map(shorten).collect();
            let message =
                if details.is_empty() { self.words.clone() } else { format!("{} ({})", self.words, details.join(", ")) };
            Some(Finding {
                focus,
                path: None,
                value: None,
                component: "SPARQLConstraintComponent".into(),
                source: source.clone(),
                severity: "Violation".into(),
                message,
            })
        });
        Ok(findings.collect())
    }
}
