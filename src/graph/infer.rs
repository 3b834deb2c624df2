//! What follows from a graph: superclasses and shortcuts, by the CONSTRUCT rules in `queries/infer/`.
//!
//! The rules run over all quads together with the class tree of the ontology, again and again until nothing new comes.

use crate::embedded;
use oxrdf::{Dataset, GraphName, NamedNode, NamedNodeRef, Quad, Term, Triple};
use oxttl::TurtleParser;
use spareval::{QueryEvaluator, QueryResults};
use spargebra::term::NamedNodePattern;
use spargebra::{Query, SparqlParser};
use std::collections::BTreeSet;

/// Why nothing could be inferred.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InferError {
    /// A rule is no SPARQL.
    #[error("rule `{rule}`: {source}")]
    Syntax {
        /// Path of the rule.
        rule: String,
        /// What is wrong, with line and column.
        source: Box<spargebra::SparqlSyntaxError>,
    },
    /// A rule is a query of another form.
    #[error("rule `{0}` is no CONSTRUCT query")]
    NoConstruct(String),
    /// A rule failed.
    #[error("rule `{rule}`: {source}")]
    Evaluation {
        /// Path of the rule.
        rule: String,
        /// What went wrong.
        source: Box<spareval::QueryEvaluationError>,
    },
    /// The ontology is no Turtle.
    #[error("`ontology/dateline.ttl`: {0}")]
    Ontology(Box<oxttl::TurtleSyntaxError>),
}

impl InferError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "infer.syntax",
            Self::NoConstruct(_) => "infer.no-construct",
            Self::Evaluation { .. } => "infer.evaluation",
            Self::Ontology(_) => "infer.ontology",
        }
    }
}

/// The graph of the class tree while rules run.
const TREE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/dateline/ns");
const SUBCLASS: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
const SUBPROPERTY: &str = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf";

/// Which rules are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    All,
    /// Those that need one document at a time: without a line `# compares documents`.
    Document,
}

/// The quads that follow by the rules in the binary and are not there yet, sorted, all in `graph`.
///
/// # Errors
/// [`InferError`] for a rule that cannot be read or run.
pub fn infer(quads: &[Quad], graph: &NamedNode) -> Result<Vec<Quad>, InferError> {
    infer_within(quads, graph, Scope::All)
}

/// The same by some of the rules.
///
/// # Errors
/// As [`infer`].
pub fn infer_within(quads: &[Quad], graph: &NamedNode, scope: Scope) -> Result<Vec<Quad>, InferError> {
    let compares = |text: &str| text.lines().any(|line| line == "# compares documents");
    let wanted = embedded::INFER.iter().filter(|(_, text)| scope == Scope::All || !compares(text));
    let rules = wanted.map(|(path, text)| parse(path, text)).collect::<Result<Vec<_>, _>>()?;
    let tree = class_tree()?;
    let mut dataset: Dataset = quads.iter().cloned().collect();
    dataset.extend(tree.iter().map(|t| t.as_ref().in_graph(TREE)));
    let known: std::collections::HashSet<(_, _, _)> = quads.iter().map(|q| (&q.subject, &q.predicate, &q.object)).collect();
    let evaluator = QueryEvaluator::new();
    let mut found: Vec<Quad> = Vec::new();
    loop {
        let mut new: Vec<Triple> = Vec::new();
        for (path, query) in &rules {
            let failed = |source| InferError::Evaluation { rule: (*path).to_owned(), source: Box::new(source) };
            let mut prepared = evaluator.prepare(query);
            prepared.dataset_mut().set_default_graph_as_union();
            let QueryResults::Graph(triples) = prepared.execute(&dataset).map_err(failed)? else {
                return Err(InferError::NoConstruct((*path).to_owned()));
            };
            for triple in triples {
                let triple = triple.map_err(failed)?;
                let there = known.contains(&(&triple.subject, &triple.predicate, &triple.object))
                    || dataset.contains(triple.as_ref().in_graph(graph));
                if !there {
                    new.push(triple);
                }
            }
        }
        if new.is_empty() {
            break;
        }
        for triple in new {
            if dataset.insert(triple.as_ref().in_graph(graph)) {
                found.push(triple.in_graph(GraphName::NamedNode(graph.clone())));
            }
        }
    }
    found.sort_by_cached_key(ToString::to_string);
    Ok(found)
}

/// The predicates that an inferred triple may have.
///
/// # Errors
/// As [`infer`].
pub fn predicates() -> Result<BTreeSet<String>, InferError> {
    let above = class_tree()?.into_iter().filter(|link| link.predicate.as_str() == SUBPROPERTY);
    let mut all: BTreeSet<String> = above
        .filter_map(|link| match link.object {
            Term::NamedNode(node) => Some(node.into_string()),
            _ => None,
        })
        .collect();
    for (path, text) in embedded::INFER {
        if let (_, Query::Construct { template, .. }) = parse(path, text)? {
            all.extend(template.into_iter().filter_map(|triple| match triple.predicate {
                NamedNodePattern::NamedNode(node) => Some(node.into_string()),
                NamedNodePattern::Variable(_) => None,
            }));
        }
    }
    Ok(all)
}

fn parse<'a>(path: &'a str, text: &str) -> Result<(&'a str, Query), InferError> {
    let query = SparqlParser::new()
        .parse_query(text)
        .map_err(|source| InferError::Syntax { rule: path.to_owned(), source: Box::new(source) })?;
    Ok((path, query))
}

/// Subclasses and subproperties of the ontology.
fn class_tree() -> Result<Vec<Triple>, InferError> {
    let text = embedded::file("ontology/dateline.ttl").unwrap_or_default();
    let mut tree = Vec::new();
    for triple in TurtleParser::new().for_slice(text) {
        let triple = triple.map_err(|e| InferError::Ontology(Box::new(e)))?;
        let link = matches!(triple.predicate.as_str(), SUBCLASS | SUBPROPERTY);
        if link && matches!(triple.object, Term::NamedNode(_)) {
            tree.push(triple);
        }
    }
    Ok(tree)
}

#[cfg(test)]
mod tests;
