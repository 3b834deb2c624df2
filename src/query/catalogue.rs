//! The questions in `queries/ask/`: each file is a SPARQL query with a head of comments.
//!
//! ```text
//! # title: Who met whom
//! # words: Pairs of persons who met in person, with place and sentence.
//! # param person (text): one of the two, by name or IRI; empty for everybody
//! # status: Occurred, Ongoing
//! # example: person=salo
//! #   person      other      place
//! #   Aino Salo   Rui Prado  Graz
//! SELECT … WHERE { VALUES ?person { "" } … }
//! ```
//!
//! The default of a parameter is what its `VALUES` holds, so that the file runs anywhere as it stands.

use super::parameter::{self, Kind, Parameter};
use super::{PREFIXES, QueryError};
use crate::ontology::nearest;
use std::fmt::Write as _;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Name: the file name without its ending.
    pub name: String,
    /// A few words.
    pub title: String,
    /// What it answers, in a sentence or two.
    pub words: String,
    /// What can be set.
    pub parameters: Vec<Parameter>,
    /// Statuses that it takes, by local name; empty where events play no part.
    pub statuses: Vec<String>,
    /// The answer over the sample graph (`tests/ask/sample.trig`), as a table.
    pub example: String,
    /// The parameters that the example was asked with.
    pub example_values: Vec<(String, String)>,
    /// The SPARQL, head included.
    pub text: String,
}

impl Question {
    /// Reads a question file; `file` is used in messages and gives the name.
    ///
    /// # Errors
    /// [`QueryError::Head`] for a head that lacks a title or words, or declares a parameter that the query lacks.
    pub fn read(file: &str, text: &str) -> Result<Self, QueryError> {
        let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".rq").to_owned();
        let mut question = Self {
            name,
            title: String::new(),
            words: String::new(),
            parameters: Vec::new(),
            statuses: Vec::new(),
            example: String::new(),
            example_values: Vec::new(),
            text: text.to_owned(),
        };
        let mut example: Option<Vec<&str>> = None;
        for (number, line) in text.lines().enumerate() {
            let Some(comment) = line.strip_prefix('#') else { break };
            let fault = |message: String| QueryError::Head { file: file.to_owned(), line: number + 1, message };
            if let Some(lines) = &mut example {
                lines.push(comment.strip_prefix("   ").unwrap_or(comment.trim_start()));
                continue;
            }
            let Some((key, value)) = comment.split_once(':') else {
                return Err(fault("expected `key: words`".into()));
            };
            let value = value.trim();
            match key.trim() {
                "title" => value.clone_into(&mut question.title),
                "words" if question.words.is_empty() => value.clone_into(&mut question.words),
                "words" => question.words = format!("{} {value}", question.words),
                "status" => question.statuses = value.split(',').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect(),
                "example" => {
                    let pairs = value.split(';').filter_map(|p| p.split_once('='));
                    question.example_values = pairs.map(|(n, v)| (n.trim().to_owned(), v.trim().to_owned())).collect();
                    example = Some(Vec::new());
                }
                key => match key.strip_prefix("param ") {
                    Some(declaration) => question.parameters.push(declared(declaration, value, text).map_err(fault)?),
                    None => return Err(fault(format!("unknown key `{key}`"))),
                },
            }
        }
        question.example = example.unwrap_or_default().join("\n");
        if question.title.is_empty() || question.words.is_empty() {
            let message = "a question needs `# title:` and `# words:`".to_owned();
            return Err(QueryError::Head { file: file.to_owned(), line: 1, message });
        }
        Ok(question)
    }

    /// The query with parameters set.
    pub fn with(&self, values: &[(String, String)]) -> Result<String, QueryError> {
        parameter::bind(&self.text, &self.parameters, values)
    }
}

/// `person (text)` with its words; the default stands in the query.
fn declared(declaration: &str, words: &str, text: &str) -> Result<Parameter, String> {
    let (name, kind) = declaration
        .trim()
        .strip_suffix(')')
        .and_then(|d| d.split_once('('))
        .map(|(name, kind)| (name.trim(), kind.trim()))
        .ok_or_else(|| format!("expected `param name (kind): words`, found `{declaration}`"))?;
    let kind = Kind::parse(kind).ok_or_else(|| format!("unknown kind `{kind}`; known are {}", Kind::NAMES.join(", ")))?;
    let default = parameter::default_of(text, name).ok_or_else(|| format!("no `VALUES ?{name} {{ … }}` in the query"))?;
    Ok(Parameter { name: name.to_owned(), kind, words: words.to_owned(), default })
}

/// Questions by name.
#[derive(Clone, Debug)]
pub struct Catalogue {
    questions: Vec<Question>,
}

impl Catalogue {
    /// The questions in the binary.
    pub fn embedded() -> Result<Self, QueryError> {
        let questions = crate::embedded::ASK.iter().map(|(file, text)| Question::read(file, text)).collect::<Result<_, _>>()?;
        Ok(Self { questions })
    }

    /// All of them, sorted by name.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// One by its name.
    ///
    /// # Errors
    /// [`QueryError::UnknownQuestion`] with a near name.
    pub fn get(&self, name: &str) -> Result<&Question, QueryError> {
        self.questions.iter().find(|q| q.name == name).ok_or_else(|| QueryError::UnknownQuestion {
            name: name.to_owned(),
            hint: nearest(name, self.questions.iter().map(|q| q.name.as_str())).map(ToOwned::to_owned),
        })
    }
}

/// The query text with the usual prefixes in front, those that it declares itself left out; used to show a query that
/// runs elsewhere.
#[must_use]
pub fn standalone(text: &str) -> String {
    let mut head = String::new();
    for (prefix, namespace) in PREFIXES {
        let used = text.contains(&format!("{prefix}:"));
        if used && !text.contains(&format!("PREFIX {prefix}:")) {
            let _ = writeln!(head, "PREFIX {prefix}: <{namespace}>");
        }
    }
    head + text
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# title: Who\n# words: One thing.\n# words: And another.\n# param name (text): a name\n# status: Occurred, Ongoing\n# example:\n#   a  b\nSELECT * WHERE { VALUES ?name { \"\" } }";

    #[test]
    fn reads_the_head() {
        let q = Question::read("queries/ask/who.rq", TEXT).unwrap();
        assert_eq!((q.name.as_str(), q.title.as_str(), q.words.as_str()), ("who", "Who", "One thing. And another."));
        assert_eq!(q.parameters[0].default, "\"\"");
        assert_eq!(q.statuses, ["Occurred", "Ongoing"]);
        assert_eq!(q.example, "a  b");
    }

    #[test]
    fn refuses_a_parameter_that_the_query_lacks() {
        let broken = TEXT.replace("VALUES ?name", "VALUES ?other");
        let error = Question::read("who.rq", &broken).unwrap_err().to_string();
        assert!(error.contains("line 4") && error.contains("?name"), "{error}");
    }
}
