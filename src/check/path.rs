//! Property paths of SHACL: predicates, inverse, sequence, alternative, and repetition.

use super::CheckError;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, NamedNode, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};
use std::collections::HashSet;

const SH: &str = "http://www.w3.org/ns/shacl#";

/// A path from a focus node to its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    /// One predicate.
    Predicate(NamedNode),
    /// The other way round.
    Inverse(Box<Path>),
    /// One after the other.
    Sequence(Vec<Path>),
    /// Any of them.
    Alternative(Vec<Path>),
    /// Repeated: at least so often, at most so often (no limit when `None`).
    Repeat(Box<Path>, bool, Option<usize>),
}

impl Path {
    /// Reads the path at a node of the shapes graph.
    pub(super) fn read(shapes: &Graph, node: TermRef<'_>, shape: &str) -> Result<Self, CheckError> {
        let fault = |message: &str| CheckError::Shape { shape: shape.to_owned(), message: message.to_owned() };
        let blank = match node {
            TermRef::NamedNode(n) => return Ok(Self::Predicate(n.into_owned())),
            TermRef::BlankNode(b) => NamedOrBlankNodeRef::from(b),
            TermRef::Literal(_) => return Err(fault("a path is no literal")),
        };
        if shapes.object_for_subject_predicate(blank, rdf::FIRST).is_some() {
            return Ok(Self::Sequence(members(shapes, node, shape)?));
        }
        let mut triples = shapes.triples_for_subject(blank);
        let (Some(triple), None) = (triples.next(), triples.next()) else {
            return Err(fault("a path has one property"));
        };
        let inner = || Self::read(shapes, triple.object, shape).map(Box::new);
        match triple.predicate.as_str().strip_prefix(SH) {
            Some("inversePath") => Ok(Self::Inverse(inner()?)),
            Some("alternativePath") => Ok(Self::Alternative(members(shapes, triple.object, shape)?)),
            Some("zeroOrMorePath") => Ok(Self::Repeat(inner()?, true, None)),
            Some("oneOrMorePath") => Ok(Self::Repeat(inner()?, false, None)),
            Some("zeroOrOnePath") => Ok(Self::Repeat(inner()?, true, Some(1))),
            _ => Err(CheckError::Unsupported { shape: shape.to_owned(), what: triple.predicate.to_string() }),
        }
    }

    /// The values that the path leads to from a node, each once.
    pub fn values(&self, graph: &Graph, from: &Term) -> Vec<Term> {
        let mut seen = HashSet::new();
        let mut found = self.steps(graph, from, false);
        found.retain(|t| seen.insert(t.clone()));
        found
    }

    fn steps(&self, graph: &Graph, from: &Term, back: bool) -> Vec<Term> {
        match self {
            Self::Predicate(predicate) if back => {
                graph.subjects_for_predicate_object(predicate, from).map(|s| s.into_owned().into()).collect()
            }
            Self::Predicate(predicate) => match subject(from) {
                Some(node) => graph.objects_for_subject_predicate(&node, predicate).map(TermRef::into_owned).collect(),
                None => Vec::new(),
            },
            Self::Inverse(path) => path.steps(graph, from, !back),
            Self::Sequence(paths) => {
                let mut at = vec![from.clone()];
                let order: Vec<&Path> = if back { paths.iter().rev().collect() } else { paths.iter().collect() };
                for path in order {
                    at = at.iter().flat_map(|node| path.steps(graph, node, back)).collect();
                }
                at
            }
            Self::Alternative(paths) => paths.iter().flat_map(|p| p.steps(graph, from, back)).collect(),
            Self::Repeat(path, zero, most) => {
                let mut found = if *zero { vec![from.clone()] } else { Vec::new() };
                let mut seen: HashSet<Term> = found.iter().cloned().collect();
                let mut at = vec![from.clone()];
                let mut rounds = 0;
                while !at.is_empty() && most.is_none_or(|m| rounds < m) {
                    at = at.iter().flat_map(|node| path.steps(graph, node, back)).filter(|t| seen.insert(t.clone())).collect();
                    found.extend(at.iter().cloned());
                    rounds += 1;
                }
                found
            }
        }
    }

    /// The path in Turtle.
    pub fn text(&self) -> String {
        let list = |paths: &[Path]| paths.iter().map(Path::text).collect::<Vec<_>>().join(" ");
        match self {
            Self::Predicate(predicate) => predicate.to_string(),
            Self::Inverse(path) => format!("[ <{SH}inversePath> {} ]", path.text()),
            Self::Sequence(paths) => format!("( {} )", list(paths)),
            Self::Alternative(paths) => format!("[ <{SH}alternativePath> ( {} ) ]", list(paths)),
            Self::Repeat(path, zero, most) => {
                let name = match (zero, most) {
                    (true, None) => "zeroOrMorePath",
                    (true, Some(_)) => "zeroOrOnePath",
                    _ => "oneOrMorePath",
                };
                format!("[ <{SH}{name}> {} ]", path.text())
            }
        }
    }
}

fn members(shapes: &Graph, head: TermRef<'_>, shape: &str) -> Result<Vec<Path>, CheckError> {
    list(shapes, head, shape)?.iter().map(|t| Path::read(shapes, t.as_ref(), shape)).collect()
}

/// The members of an RDF list.
pub(super) fn list(graph: &Graph, head: TermRef<'_>, shape: &str) -> Result<Vec<Term>, CheckError> {
    let fault = || CheckError::Shape { shape: shape.to_owned(), message: "a list is broken".into() };
    let mut items = Vec::new();
    let mut at = head.into_owned();
    while at.as_ref() != TermRef::NamedNode(rdf::NIL) {
        let node = subject(&at).ok_or_else(fault)?;
        items.push(graph.object_for_subject_predicate(&node, rdf::FIRST).ok_or_else(fault)?.into_owned());
        at = graph.object_for_subject_predicate(&node, rdf::REST).ok_or_else(fault)?.into_owned();
        if items.len() > graph.len() {
            return Err(fault());
        }
    }
    Ok(items)
}

/// The term as a subject; `None` for a literal.
pub(super) fn subject(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(n) => Some(n.clone().into()),
        Term::BlankNode(b) => Some(b.clone().into()),
        Term::Literal(_) => None,
    }
}
