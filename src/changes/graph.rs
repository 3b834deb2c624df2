//! The facts of a graph: all that reports speak of.

use super::Fact;
use crate::graph::order::Delta;
use crate::vocabulary::{DL, EVENT_KINDS};
use oxrdf::{NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Where a report or post stands, which changes for all when text comes in above, and is said of no fact.
const PLACES: [&str; 3] = ["startOffset", "endOffset", "position"];

/// The things of two sorted graphs that may be told otherwise: those of which quads came or went, and whose names did.
pub(super) fn touched(before: &[Quad], after: &[Quad], delta: &Delta<'_>) -> HashSet<String> {
    let (mut touched, mut renamed) = (HashSet::new(), HashSet::new());
    for quad in delta.gone.iter().chain(&delta.come) {
        if property(quad).is_some_and(|property| PLACES.contains(&property)) {
            continue;
        }
        touched.insert(subject(quad).to_owned());
        if is_label(quad) {
            renamed.insert(subject(quad).to_owned());
        }
        if property(quad) == Some("reports") {
            touched.extend(iri(&quad.object).map(str::to_owned));
        }
    }
    if !renamed.is_empty() {
        let bears = before.iter().chain(after).filter(|quad| iri(&quad.object).is_some_and(|node| renamed.contains(node)));
        touched.extend(bears.map(|quad| subject(quad).to_owned()));
    }
    touched
}

/// Those of the things that reports speak of, by IRI.
pub(super) fn facts(quads: &[Quad], things: &HashSet<String>) -> BTreeMap<String, Fact> {
    let told = quads.iter().filter(|quad| property(quad) == Some("reports")).filter_map(|quad| iri(&quad.object));
    let mut facts: BTreeMap<&str, Fact> =
        told.filter(|thing| things.contains(*thing)).map(|thing| (thing, Fact::default())).collect();
    let of = quads.chunk_by(|one, next| one.subject == next.subject);
    let of: Vec<&Quad> = of.filter(|quads| facts.contains_key(subject(&quads[0]))).flatten().collect();
    let named: HashSet<&str> = of.iter().filter_map(|quad| iri(&quad.object)).chain(facts.keys().copied()).collect();
    let labels: HashMap<&str, &str> = quads
        .iter()
        .filter(|quad| is_label(quad) && named.contains(subject(quad)))
        .map(|quad| (subject(quad), literal(&quad.object)))
        .collect();
    let mut values: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for quad in of {
        let name = subject(quad);
        let Some(fact) = facts.get_mut(name) else { continue };
        if quad.predicate.as_str().ends_with("rdf-syntax-ns#type") {
            let class = iri(&quad.object).map(local).unwrap_or_default();
            // Of several classes the one of the fixed table that lies deepest, which comes last there.
            let rank = |class: &str| EVENT_KINDS.iter().position(|kind| *kind == class).map_or(0, |at| at + 1);
            if fact.kind.is_empty() || rank(class) > rank(&fact.kind) {
                fact.kind = class.to_owned();
            }
        } else if let Some(property) = property(quad) {
            let value = match iri(&quad.object) {
                Some(node) => labels.get(node).copied().unwrap_or_else(|| local(node)),
                None => literal(&quad.object),
            };
            values.entry((name, property)).or_default().insert(value);
        }
    }
    for ((name, property), all) in values {
        if let Some(fact) = facts.get_mut(name) {
            fact.values.insert(property.to_owned(), all.into_iter().collect::<Vec<_>>().join(" and "));
        }
    }
    for (name, fact) in &mut facts {
        fact.label = labels.get(name).copied().unwrap_or_else(|| local(name)).to_owned();
        fact.key = local(name).to_owned();
    }
    facts.into_iter().map(|(name, fact)| (name.to_owned(), fact)).collect()
}

fn is_label(quad: &Quad) -> bool {
    quad.predicate.as_str().ends_with("rdf-schema#label")
}

/// Local name of a property of the ontology.
fn property(quad: &Quad) -> Option<&str> {
    quad.predicate.as_str().strip_prefix(DL)
}

fn subject(quad: &Quad) -> &str {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

fn iri(term: &Term) -> Option<&str> {
    match term {
        Term::NamedNode(node) => Some(node.as_str()),
        _ => None,
    }
}

fn local(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

fn literal(term: &Term) -> &str {
    match term {
        Term::Literal(literal) => literal.value(),
        Term::BlankNode(node) => node.as_str(),
        Term::NamedNode(node) => node.as_str(),
    }
}
