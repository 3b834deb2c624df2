//! What follows from a graph: superclasses and shortcuts, by the CONSTRUCT rules in `queries/infer/`.
//!
//! The rules run over all quads together with the class tree of the ontology, again and again until nothing new comes.

use crate::embedded;
use oxrdf::vocab::rdf;
use oxrdf::{Dataset, GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use oxttl::TurtleParser;
use spareval::{QueryEvaluator, QueryResults};
use spargebra::term::NamedNodePattern;
use spargebra::{Query, SparqlParser};
use std::collections::BTreeSet;
use std::sync::OnceLock;

mod cells;

pub use cells::Cells;

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
    let all: Vec<&Quad> = quads.iter().collect();
    let mut found: Vec<Quad> =
        follow(&all, graph, scope)?.into_iter().map(|triple| triple.in_graph(GraphName::NamedNode(graph.clone()))).collect();
    found.sort_by_cached_key(ToString::to_string);
    Ok(found)
}

/// The triples that follow and are not there yet, in no order that means anything.
fn follow(quads: &[&Quad], graph: &NamedNode, scope: Scope) -> Result<Vec<Triple>, InferError> {
    let Rules { rules, tree } = rules()?;
    let mut dataset: Dataset = quads.iter().copied().cloned().collect();
    dataset.extend(tree.iter().map(|t| t.as_ref().in_graph(TREE)));
    let known: std::collections::HashSet<(_, _, _)> = quads.iter().map(|q| (&q.subject, &q.predicate, &q.object)).collect();
    let evaluator = QueryEvaluator::new();
    let mut found: Vec<Triple> = Vec::new();
    loop {
        let mut new: Vec<Triple> = Vec::new();
        for Rule { path, query, .. } in rules.iter().filter(|rule| scope == Scope::All || !rule.compares) {
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
            return Ok(found);
        }
        for triple in new {
            if dataset.insert(triple.as_ref().in_graph(graph)) {
                found.push(triple);
            }
        }
    }
}

/// The predicates that an inferred triple may have.
///
/// # Errors
/// As [`infer`].
pub fn predicates() -> Result<BTreeSet<String>, InferError> {
    let Rules { rules, tree } = rules()?;
    let above = tree.iter().filter(|link| link.predicate.as_str() == SUBPROPERTY);
    let mut all: BTreeSet<String> = above
        .filter_map(|link| match &link.object {
            Term::NamedNode(node) => Some(node.as_str().to_owned()),
            _ => None,
        })
        .collect();
    for rule in rules {
        if let Query::Construct { template, .. } = &rule.query {
            all.extend(template.iter().filter_map(|triple| match &triple.predicate {
                NamedNodePattern::NamedNode(node) => Some(node.as_str().to_owned()),
                NamedNodePattern::Variable(_) => None,
            }));
        }
    }
    Ok(all)
}

/// The predicates that rules ask for, by name or because a property lies above them.
fn asked() -> Result<BTreeSet<String>, InferError> {
    let Rules { rules, tree } = rules()?;
    let mut all = BTreeSet::new();
    for rule in rules {
        // Every name that a rule has: classes among them do no harm.
        let text = rule.query.to_string();
        all.extend(text.split('<').skip(1).filter_map(|rest| Some(rest.split_once('>')?.0.to_owned())));
    }
    let below = tree.iter().filter(|link| link.predicate.as_str() == SUBPROPERTY);
    all.extend(below.map(|link| match &link.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => node.as_str().to_owned(),
    }));
    all.insert(rdf::TYPE.as_str().to_owned());
    Ok(all)
}

/// A rule of `queries/infer/`.
struct Rule {
    path: &'static str,
    query: Query,
    /// Whether it has to see more than one document.
    compares: bool,
}

/// The rules and the class tree, read once.
struct Rules {
    rules: Vec<Rule>,
    tree: Vec<Triple>,
}

fn rules() -> Result<&'static Rules, InferError> {
    static RULES: OnceLock<Rules> = OnceLock::new();
    if let Some(rules) = RULES.get() {
        return Ok(rules);
    }
    let rule = |&(path, text): &(&'static str, &'static str)| {
        let syntax = |source| InferError::Syntax { rule: path.to_owned(), source: Box::new(source) };
        let query = SparqlParser::new().parse_query(text).map_err(syntax)?;
        Ok(Rule { path, query, compares: text.lines().any(|line| line == "# compares documents") })
    };
    let rules = embedded::INFER.iter().map(rule).collect::<Result<Vec<_>, InferError>>()?;
    let tree = class_tree()?;
    Ok(RULES.get_or_init(|| Rules { rules, tree }))
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
