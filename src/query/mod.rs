//! Questions: the catalogue in `queries/ask/`, parameters, running SPARQL, and tables of answers.

mod catalogue;
mod names;
mod parameter;
mod results;
mod run;

pub use catalogue::{Catalogue, Question, standalone};
pub use names::{PREFIXES, shorten};
pub use parameter::{Kind, Parameter, bind};
pub use results::{Format, Rows, write_table};
pub use run::{Answer, explain, place_of, run, syntax};

/// Why a question could not be asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// No question of that name.
    #[error("no question `{name}`{}; `dateline query` lists them", hint.as_ref().map_or_else(String::new, |h| format!("; did you mean `{h}`?")))]
    UnknownQuestion {
        /// What was asked for.
        name: String,
        /// A name near to it.
        hint: Option<String>,
    },
    /// The question has no such parameter.
    #[error("no parameter `{name}`; {}", known_parameters(known))]
    UnknownParameter {
        /// What was given.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// A value is not of its parameter's kind.
    #[error("`{value}` is no {kind} for parameter `{name}`; {expected}")]
    Value {
        /// The parameter.
        name: String,
        /// Its kind.
        kind: &'static str,
        /// What was given.
        value: String,
        /// What to write instead.
        expected: String,
    },
    /// The head of a question file is faulty.
    #[error("`{file}`, line {line}: {message}")]
    Head {
        /// The file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The SPARQL is broken.
    #[error("the query is no SPARQL: {message}{}", shown(line.as_ref()))]
    Syntax {
        /// What is wrong, with line and column.
        message: String,
        /// The faulty line, with a mark under the place.
        line: Option<String>,
    },
    /// Evaluation failed.
    #[error("the query failed: {0}")]
    Evaluation(#[from] oxigraph::sparql::QueryEvaluationError),
    /// The answer cannot be written in this format.
    #[error("{answer} cannot be written as {format}; use {instead}")]
    Format {
        /// What the query gives: rows, triples, yes or no.
        answer: &'static str,
        /// The format asked for.
        format: &'static str,
        /// Formats that work.
        instead: &'static str,
    },
    /// The answer could not be written.
    #[error("cannot write the answer: {0}")]
    Write(#[from] std::io::Error),
}

impl QueryError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownQuestion { .. } => "query.unknown-question",
            Self::UnknownParameter { .. } => "query.unknown-parameter",
            Self::Value { .. } => "query.value",
            Self::Head { .. } => "query.head",
            Self::Syntax { .. } => "query.syntax",
            Self::Evaluation(_) => "query.evaluation",
            Self::Format { .. } => "query.format",
            Self::Write(_) => "query.write",
        }
    }
}

fn known_parameters(known: &[String]) -> String {
    if known.is_empty() { "this query has none".into() } else { format!("known are {}", known.join(", ")) }
}

fn shown(line: Option<&String>) -> String {
    line.map_or_else(String::new, |l| format!("\n{l}"))
}
