//! Does a graph look as it should, and do the rules name only what there is? Shapes of `ontology/shapes.ttl` and the hygiene queries of `queries/hygiene/`.
//!
//! Shapes are evaluated here rather than turned into SPARQL, because a validator must see literals as they are written:
//! Oxigraph's store reads `"5"^^xsd:nonNegativeInteger` as an `xsd:integer`, and `sh:datatype` could no longer tell them
//! apart. The graph is looked at together with the ontology, so that subclasses count; `pyshacl -e dateline.ttl` does
//! the same and gives the same results.

mod hygiene;
mod literal;
mod path;
mod report;
mod rules;
mod shapes;
mod validate;

pub use hygiene::Rule;
pub use path::Path;
pub use report::{Finding, Report};
pub use rules::{Fault, Faults, check_rules};
pub use shapes::{Constraint, NodeKind, Shape, Shapes, Target};
pub use validate::validate;

use crate::ontology::OntologyError;
use crate::query::QueryError;
use crate::store::{StoreError, in_memory, union_graph};
use oxigraph::model::{Graph, GraphName, NamedNode, Quad, Term};
use oxttl::TurtleParser;

/// Name of the graph that the ontology is put in for the hygiene queries.
pub const ONTOLOGY_GRAPH: &str = "https://w3id.org/dateline/ns";

/// Why a graph could not be checked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// The Turtle of the shapes or the ontology is broken.
    #[error("`{file}`: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// What is wrong, with line and column.
        message: String,
    },
    /// A shape uses a part of SHACL that is not supported.
    #[error("shape {shape} uses `{what}`, which this validator does not know")]
    Unsupported {
        /// The shape.
        shape: String,
        /// The property or value.
        what: String,
    },
    /// A shape is malformed.
    #[error("shape {shape}: {message}")]
    Shape {
        /// The shape.
        shape: String,
        /// What is wrong.
        message: String,
    },
    /// A hygiene query has no rule in words, or gives no offender.
    #[error("`{file}`: {message}")]
    Rule {
        /// The file.
        file: String,
        /// What is wrong.
        message: String,
    },
    /// A hygiene query failed.
    #[error("`{file}`: {source}")]
    Query {
        /// The file.
        file: String,
        /// What is wrong.
        source: QueryError,
    },
    /// The ontology could not be read.
    #[error(transparent)]
    Ontology(#[from] OntologyError),
    /// The data could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The report could not be written.
    #[error("cannot write the report: {0}")]
    Write(#[from] std::io::Error),
}

impl CheckError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "check.syntax",
            Self::Unsupported { .. } => "check.unsupported",
            Self::Shape { .. } => "check.shape",
            Self::Rule { .. } => "check.rule",
            Self::Query { .. } => "check.query",
            Self::Ontology(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Write(_) => "check.write",
        }
    }
}

/// Checks quads against shapes and hygiene rules; findings come sorted.
///
/// # Errors
/// Only for shapes, rules or data that cannot be read: a graph that fails is a [`Report`] with findings.
pub fn check(quads: &[Quad], shapes: &Shapes, rules: &[Rule]) -> Result<Report, CheckError> {
    let ontology = embedded_turtle("ontology/dateline.ttl")?;
    let mut graph = union_graph(quads);
    graph.extend(ontology.iter());
    let mut report = Report { findings: validate(&graph, shapes) };
    if !rules.is_empty() {
        let name = GraphName::NamedNode(NamedNode::new_unchecked(ONTOLOGY_GRAPH));
        let ontology = ontology.iter().map(|t| t.into_owned().in_graph(name.clone()));
        let store = in_memory(quads.iter().cloned().chain(ontology).collect())?;
        for rule in rules {
            report.findings.extend(rule.offenders(&store)?);
        }
    }
    report.sort();
    Ok(report)
}

/// Turtle in the binary.
fn embedded_turtle(file: &str) -> Result<Graph, CheckError> {
    turtle(file, crate::embedded::file(file).unwrap_or_default())
}

/// Turtle text as a graph; `file` is used in messages.
fn turtle(file: &str, text: &str) -> Result<Graph, CheckError> {
    TurtleParser::new()
        .for_slice(text)
        .collect::<Result<_, _>>()
        .map_err(|error| CheckError::Syntax { file: file.to_owned(), message: error.to_string() })
}

/// The last part of an IRI, for people.
fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

/// A term in Turtle.
fn term_text(term: &Term) -> String {
    term.to_string()
}
