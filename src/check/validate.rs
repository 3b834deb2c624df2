//! Validation of a graph against shapes, as SHACL Core defines it.

use super::literal::{compare, is_well_formed, language};
use super::path::{Path, subject};
use super::shapes::{Constraint, NodeKind, Shape, Shapes, Target};
use super::{Finding, local};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{Graph, Literal, NamedNode, NamedNodeRef, Term};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// How deep shapes may refer to each other; deeper is taken to hold, as a recursive shape has no meaning in SHACL.
const DEEPEST: usize = 32;

/// All failures of a graph, in no particular order.
pub fn validate(graph: &Graph, shapes: &Shapes) -> Vec<Finding> {
    let validator = Validator { graph, shapes, subclasses: RefCell::default() };
    let mut findings = Vec::new();
    for shape in &shapes.shapes {
        for focus in validator.focus_nodes(shape) {
            validator.shape(shape, &focus, 0, &mut findings);
        }
    }
    findings
}

struct Validator<'a> {
    graph: &'a Graph,
    shapes: &'a Shapes,
    subclasses: RefCell<HashMap<NamedNode, Rc<HashSet<Term>>>>,
}

impl Validator<'_> {
    fn focus_nodes(&self, shape: &Shape) -> Vec<Term> {
        let mut nodes: Vec<Term> = Vec::new();
        for target in &shape.targets {
            match target {
                Target::Class(class) => {
                    let classes = self.below(class);
                    let mut classes: Vec<&Term> = classes.iter().collect();
                    classes.sort_by_cached_key(ToString::to_string);
                    for class in classes {
                        nodes.extend(
                            self.graph.subjects_for_predicate_object(rdf::TYPE, class).map(|s| Term::from(s.into_owned())),
                        );
                    }
                }
                Target::Node(node) => nodes.push(node.clone()),
                Target::SubjectsOf(p) => {
                    nodes.extend(self.graph.triples_for_predicate(p).map(|t| Term::from(t.subject.into_owned())));
                }
                Target::ObjectsOf(p) => nodes.extend(self.graph.triples_for_predicate(p).map(|t| t.object.into_owned())),
            }
        }
        let mut seen = HashSet::new();
        nodes.retain(|n| seen.insert(n.clone()));
        nodes
    }

    /// A class and everything below it.
    fn below(&self, class: &NamedNode) -> Rc<HashSet<Term>> {
        if let Some(known) = self.subclasses.borrow().get(class) {
            return Rc::clone(known);
        }
        let mut all: HashSet<Term> = HashSet::new();
        let mut queue = vec![Term::from(class.clone())];
        while let Some(at) = queue.pop() {
            if all.insert(at.clone()) {
                queue.extend(
                    self.graph.subjects_for_predicate_object(rdfs::SUB_CLASS_OF, &at).map(|s| Term::from(s.into_owned())),
                );
            }
        }
        let all = Rc::new(all);
        self.subclasses.borrow_mut().insert(class.clone(), Rc::clone(&all));
        all
    }

    fn is_instance(&self, value: &Term, class: &NamedNode) -> bool {
        let Some(node) = subject(value) else { return false };
        let classes = self.below(class);
        self.graph.objects_for_subject_predicate(&node, rdf::TYPE).any(|t| classes.contains(&t.into_owned()))
    }

    fn conforms(&self, shape: usize, node: &Term, depth: usize) -> bool {
        let mut findings = Vec::new();
        if depth < DEEPEST {
            self.shape(&self.shapes.shapes[shape], node, depth + 1, &mut findings);
        }
        findings.is_empty()
    }

    fn shape(&self, shape: &Shape, focus: &Term, depth: usize, findings: &mut Vec<Finding>) {
        if shape.deactivated {
            return;
        }
        let values = match &shape.path {
            Some(path) => path.values(self.graph, focus),
            None => vec![focus.clone()],
        };
        for constraint in &shape.constraints {
            let mut fail = |value: Option<&Term>| findings.push(finding(shape, constraint, focus, value));
            match constraint {
                Constraint::Property(other) => {
                    for value in values.iter().filter(|_| depth < DEEPEST) {
                        self.shape(&self.shapes.shapes[*other], value, depth + 1, findings);
                    }
                }
                Constraint::MinCount(least) if values.len() < *least => fail(None),
                Constraint::MaxCount(most) if values.len() > *most => fail(None),
                Constraint::HasValue(wanted) if !values.contains(wanted) => fail(None),
                Constraint::MinCount(_) | Constraint::MaxCount(_) | Constraint::HasValue(_) => {}
                Constraint::UniqueLang => {
                    let mut tags: Vec<String> = values
                        .iter()
                        .filter_map(|v| if let Term::Literal(l) = v { language(l).map(str::to_lowercase) } else { None })
                        .collect();
                    tags.sort();
                    tags.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).for_each(|_| fail(None));
                }
                Constraint::Equals(other) => {
                    let others = self.objects(focus, other);
                    values.iter().filter(|v| !others.contains(v)).for_each(|v| fail(Some(v)));
                    others.iter().filter(|o| !values.contains(o)).for_each(|o| fail(Some(o)));
                }
                Constraint::Disjoint(other) => {
                    let others = self.objects(focus, other);
                    values.iter().filter(|v| others.contains(v)).for_each(|v| fail(Some(v)));
                }
                Constraint::LessThan(other) => {
                    for value in self.not_before(&values, focus, other, |o| o == Ordering::Less) {
                        fail(Some(value));
                    }
                }
                Constraint::LessThanOrEquals(other) => {
                    for value in self.not_before(&values, focus, other, |o| o != Ordering::Greater) {
                        fail(Some(value));
                    }
                }
                _ => values.iter().filter(|v| !self.holds(constraint, v, depth)).for_each(|v| fail(Some(v))),
            }
        }
    }

    fn objects(&self, focus: &Term, predicate: &NamedNode) -> Vec<Term> {
        Path::Predicate(predicate.clone()).values(self.graph, focus)
    }

    /// The value once for each value of the other property that it is not before.
    fn not_before<'v>(
        &self,
        values: &'v [Term],
        focus: &Term,
        other: &NamedNode,
        good: impl Fn(Ordering) -> bool,
    ) -> Vec<&'v Term> {
        let others = self.objects(focus, other);
        let is_before = |a: &Term, b: &Term| match (a, b) {
            (Term::Literal(a), Term::Literal(b)) => compare(a, b).is_some_and(&good),
            _ => false,
        };
        values.iter().flat_map(|v| others.iter().filter(|o| !is_before(v, o)).map(move |_| v).collect::<Vec<_>>()).collect()
    }

    /// Constraints that look at one value.
    fn holds(&self, constraint: &Constraint, value: &Term, depth: usize) -> bool {
        match constraint {
            Constraint::Class(class) => self.is_instance(value, class),
            Constraint::Datatype(datatype) => is_of(value, datatype.as_ref()),
            Constraint::NodeKind(kind) => is_kind(value, *kind),
            Constraint::MinLength(least) => text(value).is_some_and(|t| t.chars().count() >= *least),
            Constraint::MaxLength(most) => text(value).is_some_and(|t| t.chars().count() <= *most),
            Constraint::Pattern(pattern) => text(value).is_some_and(|t| pattern.is_match(t)),
            Constraint::MinInclusive(bound) => compares(value, bound, |o| o != Ordering::Less),
            Constraint::MaxInclusive(bound) => compares(value, bound, |o| o != Ordering::Greater),
            Constraint::MinExclusive(bound) => compares(value, bound, |o| o == Ordering::Greater),
            Constraint::MaxExclusive(bound) => compares(value, bound, |o| o == Ordering::Less),
            Constraint::In(list) => list.contains(value),
            Constraint::LanguageIn(tags) => match value {
                Term::Literal(l) => language(l).is_some_and(|tag| {
                    let tag = tag.to_lowercase();
                    tags.iter().any(|t| tag == *t || tag.strip_prefix(t.as_str()).is_some_and(|rest| rest.starts_with('-')))
                }),
                _ => false,
            },
            Constraint::Not(other) => !self.conforms(*other, value, depth),
            Constraint::And(others) => others.iter().all(|s| self.conforms(*s, value, depth)),
            Constraint::Or(others) => others.iter().any(|s| self.conforms(*s, value, depth)),
            Constraint::Xone(others) => others.iter().filter(|s| self.conforms(**s, value, depth)).count() == 1,
            Constraint::Node(other) => self.conforms(*other, value, depth),
            _ => true,
        }
    }
}

fn finding(shape: &Shape, constraint: &Constraint, focus: &Term, value: Option<&Term>) -> Finding {
    Finding {
        focus: focus.clone(),
        path: shape.path.clone(),
        value: value.cloned(),
        component: constraint.component().to_owned(),
        source: shape.node.clone(),
        severity: local(shape.severity.as_str()).to_owned(),
        message: shape.message.clone().unwrap_or_else(|| words(constraint)),
    }
}

/// What a constraint asks for, where its shape says nothing.
fn words(constraint: &Constraint) -> String {
    match constraint {
        Constraint::Class(class) => format!("is a {}", local(class.as_str())),
        Constraint::Datatype(datatype) => format!("is an {}", local(datatype.as_str())),
        Constraint::MinCount(n) => format!("has at least {n}"),
        Constraint::MaxCount(n) => format!("has at most {n}"),
        other => format!("meets {}", other.component().trim_end_matches("ConstraintComponent")),
    }
}

fn is_of(value: &Term, datatype: NamedNodeRef<'_>) -> bool {
    matches!(value, Term::Literal(l) if l.datatype() == datatype && is_well_formed(l))
}

fn is_kind(value: &Term, kind: NodeKind) -> bool {
    match value {
        Term::NamedNode(_) => kind.iri,
        Term::BlankNode(_) => kind.blank,
        Term::Literal(_) => kind.literal,
    }
}

/// The text that lengths and patterns look at; a blank node has none.
fn text(value: &Term) -> Option<&str> {
    match value {
        Term::NamedNode(n) => Some(n.as_str()),
        Term::BlankNode(_) => None,
        Term::Literal(l) => Some(l.value()),
    }
}

fn compares(value: &Term, bound: &Literal, good: impl Fn(Ordering) -> bool) -> bool {
    matches!(value, Term::Literal(l) if compare(l, bound).is_some_and(good))
}
