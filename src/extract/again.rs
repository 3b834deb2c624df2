//! The next version of a document: rules run over the posts that changed, and what they said of the others is said again.

use super::collect::{Collector, node};
use super::dataset::{Dataset, Node};
use super::posts::{Cell, Posts};
use super::{RuleSet, solutions};
use crate::claim::Claim;
use crate::frame::FramedDocument;
use oxrdf::{Literal, Term};
use std::collections::HashMap;

/// What rules said of posts, by the posts' keys.
#[derive(Clone, Debug, Default)]
pub struct Cache(HashMap<[u64; 2], Vec<Said>>);

impl Cache {
    /// How many of the posts another cache knows too.
    #[cfg(test)]
    pub(crate) fn shared(&self, other: &Self) -> (usize, usize) {
        (self.0.keys().filter(|key| other.0.contains_key(*key)).count(), self.0.len())
    }
}

/// One triple of a template. Nodes are indices into a document or, when it is kept, places in a cell.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub rule: usize,
    pub frame: usize,
    pub property: String,
    pub object: Object,
    /// Mentions that the pattern bound to the object.
    pub mentions: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum Object {
    Node(usize, usize),
    Term(Term),
}

impl Object {
    fn of(term: &Term) -> Self {
        match node(term) {
            Some(Node::Frame(i)) => Self::Node(0, i),
            Some(Node::Mention(i)) => Self::Node(1, i),
            Some(Node::Entity(i)) => Self::Node(2, i),
            Some(Node::Time(i)) => Self::Node(3, i),
            _ => Self::Term(term.clone()),
        }
    }

    fn node(&self) -> Option<Node<'static>> {
        match *self {
            Self::Node(0, i) => Some(Node::Frame(i)),
            Self::Node(1, i) => Some(Node::Mention(i)),
            Self::Node(2, i) => Some(Node::Entity(i)),
            Self::Node(_, i) => Some(Node::Time(i)),
            Self::Term(_) => None,
        }
    }
}

impl Said {
    pub(super) fn new(rule: usize, frame: usize, property: &str, object: &Term, mentions: Vec<usize>) -> Self {
        Self { rule, frame, property: property.to_owned(), object: Object::of(object), mentions }
    }

    /// The same with every index passed through `place`; `None` when one has no place.
    fn turned(&self, place: impl Fn(usize, usize) -> Option<usize>) -> Option<Self> {
        let object = match &self.object {
            Object::Node(sort, index) => Object::Node(*sort, place(*sort, *index)?),
            Object::Term(term) => Object::Term(term.clone()),
        };
        let mentions = self.mentions.iter().map(|&m| place(1, m)).collect::<Option<Vec<_>>>()?;
        Some(Self { frame: place(0, self.frame)?, object, mentions, ..self.clone() })
    }

    pub(super) fn tell(&self, rules: &RuleSet, collector: &mut Collector<'_>) {
        let found = self.object.node();
        let none = Term::from(Literal::from(""));
        let term = match &self.object {
            Object::Term(term) => term,
            Object::Node(..) => &none,
        };
        collector.add(&rules.rules[self.rule].name, self.frame, &self.property, found, term, &self.mentions);
    }
}

/// Runs the rules as [`super::extract`] does, but those that need one post at a time only over posts that the cache lacks.
/// The cache then knows this version's posts and no others.
pub fn extract_again(document: &FramedDocument, rules: &RuleSet, cache: &mut Cache) -> Vec<Claim> {
    let dataset = Dataset::new(document, &rules.constants, &rules.ontology);
    let posts = Posts::new(document, &dataset);
    let is_new: Vec<bool> = posts.cells.iter().map(|cell| !cache.0.contains_key(&cell.key)).collect();
    let rest = is_new.contains(&false).then(|| dataset.only(|id| posts.of_id(&dataset, id).is_none_or(|cell| is_new[cell])));
    let rest = rest.as_ref().unwrap_or(&dataset);
    let (mut told, mut whole) = (Vec::new(), Vec::new());
    for rule in 0..rules.rules.len() {
        let is_local = rules.local[rule];
        let found = solutions(rules, rule, if is_local { rest } else { &dataset });
        if is_local { told.extend(found) } else { whole.extend(found) }
    }
    let mut fresh: Vec<Vec<&Said>> = vec![Vec::new(); posts.cells.len()];
    for said in &told {
        fresh[posts.of_frame(said.frame)].push(said);
    }
    let mut known = std::mem::take(&mut cache.0);
    let mut all: Vec<Said> = whole;
    for (at, cell) in posts.cells.iter().enumerate() {
        if is_new[at] {
            all.extend(fresh[at].iter().map(|said| (*said).clone()));
            let kept: Option<Vec<Said>> = fresh[at].iter().map(|said| said.turned(|sort, i| cell.place(sort, i))).collect();
            cache.0.extend(kept.map(|kept| (cell.key, kept)));
        } else if let Some(kept) = known.remove(&cell.key).or_else(|| cache.0.get(&cell.key).cloned()) {
            all.extend(kept.iter().filter_map(|said| said.turned(|sort, i| index(cell, sort, i))));
            cache.0.insert(cell.key, kept);
        }
    }
    // As if each rule had run over the whole document.
    all.sort_by_key(|said| said.rule);
    let mut collector = Collector::new(document, &rules.ontology);
    for said in &all {
        said.tell(rules, &mut collector);
    }
    collector.finish()
}

fn index(cell: &Cell, sort: usize, place: usize) -> Option<usize> {
    cell.members[sort].get(place).copied()
}
