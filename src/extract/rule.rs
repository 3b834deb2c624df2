//! A rule file: its words, its examples, its query.
//!
//! ```text
//! # Words that say what the rule asserts; the file's name is the rule's name.
//! # fire: Ana Gomez met Li Wei in Oslo. => Meeting: participant Ana Gomez; participant Li Wei
//! # refuse: The firm met its deadline.
//! # refuse: Ana Gomez wants to see Oslo. => Visit: destination Oslo
//! PREFIX dl: <https://w3id.org/dateline/ns#>
//! CONSTRUCT { … } WHERE { … }
//! ```

use super::compile::{Compiled, Refusal, compile};
use crate::ontology::{Ontology, nearest};
use crate::vocabulary::{DL, F};
use spargebra::SparqlParser;
use std::path::PathBuf;

/// Why a rule could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The file or folder could not be opened.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// Path of the file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The SPARQL is broken.
    #[error("`{file}`: {source}")]
    Syntax {
        /// Path of the file.
        file: String,
        /// What is wrong and where.
        source: Box<spargebra::SparqlSyntaxError>,
    },
    /// The query cannot be a rule.
    #[error("rule `{rule}` in `{file}` {why}")]
    Shape {
        /// Path of the file.
        file: String,
        /// Name of the rule.
        rule: String,
        /// What is wrong and what to do.
        why: String,
    },
    /// A term that no vocabulary has: it would match nothing, silently.
    #[error("`{file}`, line {line}: unknown term `{term}` in rule `{rule}`{}", hint.as_ref().map(|h| format!("; did you mean `{h}`?")).unwrap_or_default())]
    UnknownTerm {
        /// Path of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Name of the rule.
        rule: String,
        /// The term with its prefix.
        term: String,
        /// A near term.
        hint: Option<String>,
    },
    /// An example that cannot be read.
    #[error("`{file}`, line {line}: an example is `sentence => Class: role value; role value`")]
    Example {
        /// Path of the file.
        file: String,
        /// Line, from 1.
        line: usize,
    },
    /// Two rules of one name.
    #[error("rule `{rule}` of `{file}` is already in `{other}`; rename the file")]
    Twice {
        /// Path of the file.
        file: String,
        /// Path of the first file.
        other: String,
        /// Name of the rule.
        rule: String,
    },
    /// The ontology could not be read.
    #[error(transparent)]
    Ontology(#[from] crate::ontology::OntologyError),
}

impl RuleError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "rule.read",
            Self::Syntax { .. } => "rule.syntax",
            Self::Shape { .. } => "rule.shape",
            Self::UnknownTerm { .. } => "rule.unknown-term",
            Self::Example { .. } => "rule.example",
            Self::Twice { .. } => "rule.twice",
            Self::Ontology(e) => e.code(),
        }
    }
}

/// What an example says of one claim: `Meeting: participant Ana Gomez; status Planned`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// Local name of a class; the claim's class may lie below it.
    pub class: String,
    /// Role or property and the name, words or number that it should have.
    pub values: Vec<(String, String)>,
}

impl std::fmt::Display for Expectation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let values: Vec<String> = self.values.iter().map(|(role, value)| format!("{role} {value}")).collect();
        write!(f, "{}: {}", self.class, values.join("; "))
    }
}

/// A sentence on which the rule must fire, or must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The sentence.
    pub sentence: String,
    /// Whether the rule must fire.
    pub fires: bool,
    /// What the claims must say; for a refusal, what none may say. Without one, a refusal bars the rule altogether.
    pub expected: Vec<Expectation>,
}

/// A rule: name, words, examples, query.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Name: the file name without its ending.
    pub name: String,
    /// Path of the file.
    pub file: String,
    /// What it asserts, in words.
    pub words: String,
    /// Sentences that prove it.
    pub examples: Vec<Example>,
    /// The query as written.
    pub query: String,
    pub(super) compiled: Compiled,
}

impl Rule {
    /// Reads a rule from its text.
    pub fn parse(file: &str, text: &str) -> Result<Self, RuleError> {
        let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".rq").to_owned();
        let (mut words, mut examples) = (Vec::new(), Vec::new());
        for (i, line) in text.lines().enumerate() {
            let Some(comment) = line.strip_prefix('#').map(str::trim) else { continue };
            let example = comment.strip_prefix("fire:").map(|rest| (rest, true));
            match example.or_else(|| comment.strip_prefix("refuse:").map(|rest| (rest, false))) {
                Some((rest, fires)) => {
                    let example = example_of(rest, fires);
                    examples.push(example.ok_or(RuleError::Example { file: file.to_owned(), line: i + 1 })?);
                }
                None => words.push(comment),
            }
        }
        let query = SparqlParser::new()
            .parse_query(text)
            .map_err(|e| RuleError::Syntax { file: file.to_owned(), source: Box::new(e) })?;
        let compiled = compile(query).map_err(|refusal| RuleError::Shape {
            file: file.to_owned(),
            rule: name.clone(),
            why: match refusal {
                Refusal::NotConstruct => "is no CONSTRUCT query".to_owned(),
                Refusal::Foreign(what) => format!("uses {what}; rules see one document, the default graph"),
                Refusal::BlankInTemplate => "mints a node; assert on a frame of the WHERE clause".to_owned(),
                Refusal::Unbound(v) => format!("asserts `?{v}`, which its WHERE clause never binds"),
            },
        })?;
        Ok(Self { name, file: file.to_owned(), words: words.join(" "), examples, query: text.to_owned(), compiled })
    }

    /// The first term of ours that the vocabularies lack.
    ///
    /// Prepositions are slots of their own accord (`f:ahead_of`), so any listed one is known.
    pub fn check(&self, ontology: &Ontology) -> Result<(), RuleError> {
        for iri in &self.compiled.iris {
            let iri = iri.as_str();
            let (prefix, local) = match (iri.strip_prefix(DL), iri.strip_prefix(F)) {
                (Some(local), _) => ("dl", local),
                (_, Some(local)) if crate::lexicon::is_slot(local) => continue,
                (_, Some(local)) => ("f", local),
                _ => continue,
            };
            let namespace = &iri[..iri.len() - local.len()];
            if ontology.is_term(iri) || ontology.terms().all(|t| !t.starts_with(namespace)) {
                continue;
            }
            let mut near: Vec<&str> = ontology.terms().filter_map(|t| t.strip_prefix(namespace)).collect();
            if prefix == "f" {
                for slot in crate::lexicon::slots() {
                    near.push(slot);
                }
            }
            let term = format!("{prefix}:{local}");
            return Err(RuleError::UnknownTerm {
                file: self.file.clone(),
                line: self.query.lines().position(|l| !l.starts_with('#') && l.contains(&term)).map_or(1, |i| i + 1),
                rule: self.name.clone(),
                hint: nearest(local, near).map(|h| format!("{prefix}:{h}")),
                term,
            });
        }
        Ok(())
    }
}

fn example_of(text: &str, fires: bool) -> Option<Example> {
    let (sentence, expected) = match text.split_once(" => ") {
        Some((sentence, rest)) => (sentence, rest.split(" | ").map(expectation_of).collect::<Option<Vec<_>>>()?),
        None if fires => return None,
        None => (text, Vec::new()),
    };
    Some(Example { sentence: sentence.trim().to_owned(), fires, expected })
}

fn expectation_of(text: &str) -> Option<Expectation> {
    let (class, rest) = text.split_once(':').unwrap_or((text, ""));
    let pair = |part: &str| part.trim().split_once(' ').map(|(role, value)| (role.to_owned(), value.trim().to_owned()));
    let values = rest.split(';').filter(|p| !p.trim().is_empty()).map(pair).collect::<Option<Vec<_>>>()?;
    Some(Expectation { class: class.trim().to_owned(), values })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "# A party is a participant.
# fire: Ana met Li. => Meeting: participant Ana; participant Li
# refuse: The firm met its deadline.
PREFIX dl: <https://w3id.org/dateline/ns#>
PREFIX f: <https://w3id.org/dateline/frame#>
CONSTRUCT { ?e dl:participant ?p } WHERE { ?e f:party/f:is ?p }
";

    #[test]
    fn reads_words_and_examples() {
        let rule = Rule::parse("queries/extract/party.rq", RULE).unwrap();
        assert_eq!((rule.name.as_str(), rule.words.as_str()), ("party", "A party is a participant."));
        assert_eq!(rule.examples[0].expected[0].values[1], ("participant".to_owned(), "Li".to_owned()));
        assert!(!rule.examples[1].fires && rule.examples[1].expected.is_empty());
    }

    #[test]
    fn rejects_unknown_terms_with_a_hint_and_a_line() {
        let ontology = "@prefix dl: <https://w3id.org/dateline/ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . dl:participant a owl:ObjectProperty .";
        let ontology = Ontology::read([("o", ontology)]).unwrap();
        let rule = Rule::parse("party.rq", &RULE.replace("?e dl:participant", "?e dl:particpant")).unwrap();
        let message = rule.check(&ontology).unwrap_err().to_string();
        assert_eq!(message, "`party.rq`, line 6: unknown term `dl:particpant` in rule `party`; did you mean `dl:participant`?");
        assert!(Rule::parse("party.rq", RULE).unwrap().check(&ontology).is_ok());
    }

    #[test]
    fn says_what_is_wrong_with_the_shape() {
        let message = Rule::parse("r.rq", "SELECT * WHERE { ?s ?p ?o }").unwrap_err().to_string();
        assert_eq!(message, "rule `r` in `r.rq` is no CONSTRUCT query");
        assert!(matches!(Rule::parse("r.rq", "CONSTRUCT {"), Err(RuleError::Syntax { .. })));
        assert!(matches!(Rule::parse("r.rq", "# fire: no expectation\nSELECT"), Err(RuleError::Example { line: 1, .. })));
    }
}
