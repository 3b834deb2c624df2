//! How many rows a pattern gives for one row of values from outside, on average.

use super::bound::{Names, certain, name, node_name};
use crate::store::{Graphs, Index};
use spargebra::algebra::{GraphPattern, PropertyPathExpression};
use spargebra::term::{NamedNode, NamedNodePattern, Term, TermPattern, TriplePattern};
use std::cell::Cell;

/// Estimates from what an index counts; without one, from habit.
pub struct Estimate<'a> {
    index: Option<&'a Index>,
    /// Looks at patterns that may yet be taken: parts are looked at again and again, in deep nests very often.
    left: Cell<u32>,
}

/// Looks at patterns for one query.
const LOOKS: u32 = 100_000;

/// What is known of one place of a triple.
#[derive(Clone, Copy)]
enum Place<'a> {
    Free,
    Bound,
    Is(&'a TermPattern),
}

impl Place<'_> {
    fn of<'a>(term: &'a TermPattern, bound: &Names) -> Place<'a> {
        match name(term) {
            Some(name) if bound.contains(&name) => Place::Bound,
            Some(_) => Place::Free,
            None => Place::Is(term),
        }
    }

    fn is_free(self) -> bool {
        matches!(self, Place::Free)
    }
}

impl<'a> Estimate<'a> {
    /// Estimates for the data of an index.
    pub fn new(index: Option<&'a Index>) -> Self {
        Self { index, left: Cell::new(LOOKS) }
    }

    /// Rows of a pattern.
    pub fn rows(&self, pattern: &GraphPattern, bound: &Names) -> f64 {
        self.walk(pattern, bound).0
    }

    /// Rows that are looked at on the way.
    pub fn work(&self, pattern: &GraphPattern, bound: &Names) -> f64 {
        self.walk(pattern, bound).1
    }

    /// Rows, and rows looked at.
    fn walk(&self, pattern: &GraphPattern, bound: &Names) -> (f64, f64) {
        let Some(left) = self.left.get().checked_sub(1) else { return (1e6, 1e6) };
        self.left.set(left);
        match pattern {
            GraphPattern::Bgp { .. } | GraphPattern::Join { .. } | GraphPattern::Lateral { .. } => {
                let mut parts = Vec::new();
                flatten(pattern, &mut parts);
                self.sequence(parts, bound)
            }
            GraphPattern::Path { subject, path, object } => {
                let rows = self.path(Place::of(subject, bound), path, Place::of(object, bound));
                (rows, rows)
            }
            GraphPattern::Values { bindings, .. } => (bindings.len() as f64, bindings.len() as f64),
            GraphPattern::LeftJoin { left, right, .. } => {
                let (rows, work) = self.walk(left, bound);
                let mut known = bound.clone();
                known.extend(certain(left));
                let (more, more_work) = self.walk(right, &known);
                (rows * more.max(1.0), work + rows * more_work)
            }
            GraphPattern::Union { left, right } => {
                let ((a, work_a), (b, work_b)) = (self.walk(left, bound), self.walk(right, bound));
                (a + b, work_a + work_b)
            }
            GraphPattern::Group { inner, .. } => (1.0, self.walk(inner, bound).1),
            GraphPattern::Project { inner, variables } => {
                self.walk(inner, &bound.iter().filter(|name| variables.contains(name)).cloned().collect())
            }
            GraphPattern::Filter { inner, .. }
            | GraphPattern::Extend { inner, .. }
            | GraphPattern::Graph { inner, .. }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.walk(inner, bound),
            GraphPattern::Minus { .. } | GraphPattern::Service { .. } => (f64::MAX, f64::MAX),
        }
    }

    /// Parts of a join, always the one with fewest rows next, as the planners do.
    fn sequence(&self, mut parts: Vec<Part<'_>>, bound: &Names) -> (f64, f64) {
        let (mut rows, mut work, mut bound) = (1.0_f64, 0.0_f64, bound.clone());
        while !parts.is_empty() {
            let sizes = parts.iter().map(|part| self.part(part, &bound)).enumerate();
            let Some((next, (size, cost))) = sizes.min_by(|a, b| a.1.0.total_cmp(&b.1.0)) else { break };
            work += rows * cost;
            rows *= size;
            match parts.swap_remove(next) {
                Part::Triple(triple) => {
                    bound.extend(
                        [name(&triple.subject), node_name(&triple.predicate), name(&triple.object)].into_iter().flatten(),
                    );
                }
                Part::Other(pattern) => bound.extend(certain(pattern)),
            }
        }
        (rows, work)
    }

    fn part(&self, part: &Part<'_>, bound: &Names) -> (f64, f64) {
        self.left.set(self.left.get().saturating_sub(1));
        match part {
            Part::Triple(triple) => {
                let predicate = match &triple.predicate {
                    NamedNodePattern::NamedNode(node) => Some(node),
                    NamedNodePattern::Variable(_) => None,
                };
                let rows = self.triple(Place::of(&triple.subject, bound), predicate, Place::of(&triple.object, bound));
                (rows, rows)
            }
            Part::Other(pattern) => self.walk(pattern, bound),
        }
    }

    fn path(&self, subject: Place<'_>, path: &PropertyPathExpression, object: Place<'_>) -> f64 {
        match path {
            PropertyPathExpression::NamedNode(node) => self.triple(subject, Some(node), object),
            PropertyPathExpression::Reverse(inner) => self.path(object, inner, subject),
            PropertyPathExpression::Alternative(a, b) => self.path(subject, a, object) + self.path(subject, b, object),
            PropertyPathExpression::Sequence(a, b) => {
                let forward = self.path(subject, a, Place::Free) * self.path(Place::Bound, b, object);
                let backward = self.path(Place::Free, b, object) * self.path(subject, a, Place::Bound);
                if subject.is_free() { backward } else { forward.min(backward.max(1.0)) }
            }
            // every term lies at no steps from itself
            PropertyPathExpression::ZeroOrOne(_) | PropertyPathExpression::ZeroOrMore(_)
                if subject.is_free() && object.is_free() =>
            {
                self.index.map_or(1e9, |index| index.terms().len() as f64)
            }
            PropertyPathExpression::ZeroOrOne(inner) => 1.0 + self.path(subject, inner, object),
            // how deep it goes nobody knows
            PropertyPathExpression::ZeroOrMore(inner) | PropertyPathExpression::OneOrMore(inner) => {
                1.0 + 4.0 * self.path(subject, inner, object)
            }
            PropertyPathExpression::NegatedPropertySet(_) => self.triple(subject, None, object),
        }
    }

    fn triple(&self, subject: Place<'_>, predicate: Option<&NamedNode>, object: Place<'_>) -> f64 {
        let Some(index) = self.index else { return habit(!subject.is_free(), predicate.is_some(), !object.is_free()) };
        let Some(predicate) = predicate else {
            let share = index.len() as f64 / index.terms().len().max(1) as f64;
            return if subject.is_free() && object.is_free() { index.len() as f64 } else { share };
        };
        let Some(number) = index.terms().number(&predicate.clone().into()) else { return 0.0 };
        let spread = index.spread(number);
        let all = f64::from(spread.triples);
        let (subjects, objects) = (f64::from(spread.subjects.max(1)), f64::from(spread.objects.max(1)));
        let known = |term: &TermPattern| ground(term).and_then(|t| index.terms().number(&t));
        match (subject, object) {
            (Place::Free, Place::Free) => all,
            (Place::Free, Place::Bound) => all / objects,
            (Place::Free, Place::Is(term)) => {
                known(term).map_or(0.0, |o| index.matching(None, Some(number), Some(o), Graphs::Union).at_most() as f64)
            }
            (_, Place::Free) => all / subjects,
            (_, Place::Bound | Place::Is(_)) => (all / subjects / objects).min(1.0),
        }
    }
}

/// Rows where nothing is known of the data.
fn habit(subject: bool, predicate: bool, object: bool) -> f64 {
    match (subject, predicate, object) {
        (true, true, true) => 1.0,
        (true, false, true) => 2.0,
        (true, true, false) => 10.0,
        (true, false, false) => 100.0,
        (false, true, true) => 1e3,
        (false, false, true) => 1e4,
        (false, true, false) => 1e6,
        (false, false, false) => 1e9,
    }
}

fn ground(term: &TermPattern) -> Option<Term> {
    match term {
        TermPattern::NamedNode(node) => Some(node.clone().into()),
        TermPattern::Literal(literal) => Some(literal.clone().into()),
        _ => None,
    }
}

enum Part<'a> {
    Triple(&'a TriplePattern),
    Other(&'a GraphPattern),
}

fn flatten<'a>(pattern: &'a GraphPattern, into: &mut Vec<Part<'a>>) {
    match pattern {
        GraphPattern::Bgp { patterns } => into.extend(patterns.iter().map(Part::Triple)),
        GraphPattern::Join { left, right } | GraphPattern::Lateral { left, right } => {
            flatten(left, into);
            flatten(right, into);
        }
        other => into.push(Part::Other(other)),
    }
}
