//! Inference again and again over graphs that change: only what changed is looked at.
//!
//! What rules ask stands near: an event's reports, their posts and documents, and the classes of all that they name. So the
//! quads are laid out in cells, a post and what is first told there in one, and what follows from a cell is remembered as long
//! as its quads stay the same. A thing that several documents tell of has a cell of its own.

use super::{InferError, Scope, asked, follow, predicates};
use crate::vocabulary::DL;
use oxrdf::vocab::rdf;
use oxrdf::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// Cells for what no report speaks of and no report names.
const REST: u64 = 64;

/// What follows from each cell, with the hash of its quads.
#[derive(Default)]
pub struct Cells {
    known: HashMap<String, (u64, Vec<String>)>,
    /// Predicates that may follow.
    predicates: BTreeSet<String>,
    /// Predicates that rules ask for.
    asked: BTreeSet<String>,
}

impl Cells {
    /// What [`super::infer`] finds, as lines of N-Triples without the full stop, sorted.
    ///
    /// All graphs must be documents of ours: rules may ask of strangers' graphs what lies farther.
    ///
    /// # Errors
    /// As [`super::infer`].
    pub fn infer<'q>(
        &mut self,
        quads: impl Iterator<Item = &'q Quad> + Clone,
        graph: &NamedNode,
    ) -> Result<Vec<String>, InferError> {
        if self.predicates.is_empty() {
            (self.predicates, self.asked) = (predicates()?, asked()?);
        }
        let cells = lay_out(quads.clone(), &self.asked);
        let mut known = std::mem::take(&mut self.known);
        let old = |name: &str, hash: u64| known.get(name).is_some_and(|(before, _)| *before == hash);
        let hashed: Vec<Cell<'_>> = cells.into_iter().map(|(name, quads)| (name, hash(&quads), quads)).collect();
        let changed: Vec<&Cell<'_>> = hashed.iter().filter(|(name, hash, _)| !old(name, *hash)).collect();
        let share = changed.len().div_ceil(rayon::current_num_threads()).max(1);
        let new = changed.par_chunks(share).map(|cells| follow_apart(cells, graph)).collect::<Result<Vec<_>, _>>()?;
        let new = changed.iter().zip(new.into_iter().flatten()).map(|((name, hash, _), lines)| (name.clone(), (*hash, lines)));
        known.extend(new);
        self.known = hashed.into_iter().filter_map(|(name, ..)| known.remove_entry(&name)).collect();
        let told = quads.filter(|quad| self.predicates.contains(quad.predicate.as_str()));
        let told: HashSet<String> = told.map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object)).collect();
        // Which cell a line comes from leaves no trace: they are sorted.
        let found = self.known.values().flat_map(|(_, found)| found);
        let mut lines: Vec<String> = found.filter(|line| !told.contains(*line)).cloned().collect();
        lines.sort_unstable();
        lines.dedup();
        Ok(lines)
    }
}

/// A cell's name, hash and quads.
type Cell<'q> = (String, u64, Vec<&'q Quad>);

/// What follows from each of several cells by itself, evaluated together: things get the number of their cell into their names.
fn follow_apart(cells: &[&Cell<'_>], graph: &NamedNode) -> Result<Vec<Vec<String>>, InferError> {
    let quads: Vec<Quad> =
        cells.iter().enumerate().flat_map(|(at, cell)| cell.2.iter().map(move |quad| marked(quad, at))).collect();
    let mut lines = vec![Vec::new(); cells.len()];
    for triple in follow(&quads.iter().collect::<Vec<_>>(), graph, Scope::All)? {
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { continue };
        let Some((at, iri)) = subject.as_str().split_once('|') else { continue };
        let object = match &triple.object {
            Term::NamedNode(node) => format!("<{}>", node.as_str().split_once('|').map_or(node.as_str(), |(_, iri)| iri)),
            other => other.to_string(),
        };
        if let Some(lines) = at.parse::<usize>().ok().and_then(|at| lines.get_mut(at)) {
            lines.push(format!("<{iri}> {} {object}", triple.predicate));
        }
    }
    Ok(lines)
}

/// A quad with the number of its cell in the names of things; classes and fixed values keep theirs.
fn marked(quad: &Quad, cell: usize) -> Quad {
    let mark = |node: &NamedNode| NamedNode::new_unchecked(format!("{cell}|{}", node.as_str()));
    let mut quad = quad.clone();
    if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
        quad.subject = mark(node).into();
    }
    match &quad.object {
        Term::NamedNode(node) if quad.predicate != rdf::TYPE && !node.as_str().starts_with(DL) => quad.object = mark(node).into(),
        _ => {}
    }
    quad
}

fn hash(quads: &[&Quad]) -> u64 {
    let mut hasher = DefaultHasher::new();
    quads.hash(&mut hasher);
    hasher.finish()
}

fn is_dl(quad: &Quad, property: &str) -> bool {
    quad.predicate.as_str().strip_prefix(DL) == Some(property)
}

fn object(quad: &Quad) -> Option<&NamedNode> {
    match &quad.object {
        Term::NamedNode(node) => Some(node),
        _ => None,
    }
}

/// The cells by name, each with those of its quads that rules ask for.
fn lay_out<'q>(quads: impl Iterator<Item = &'q Quad>, asked: &BTreeSet<String>) -> BTreeMap<String, Vec<&'q Quad>> {
    let mut of: HashMap<&str, Vec<&Quad>> = HashMap::new();
    let mut subjects: Vec<&str> = Vec::new();
    let mut reports: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for quad in quads {
        let subject = match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => node.as_str(),
            NamedOrBlankNode::BlankNode(node) => node.as_str(),
        };
        let all = of.entry(subject).or_default();
        if all.is_empty() {
            subjects.push(subject);
        }
        all.push(quad);
        if is_dl(quad, "reports")
            && let Some(thing) = object(quad)
        {
            reports.entry(thing.as_str()).or_default().push(subject);
        }
    }
    let told = |subject: &str| of.get(subject).map_or(&[][..], Vec::as_slice);
    let mut cells: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let apart: HashSet<&str> = reports.iter().flat_map(|(thing, reports)| reports.iter().chain([thing])).copied().collect();
    let mut placed: HashSet<&str> = HashSet::new();
    for (thing, reports) in &reports {
        let post = |report: &&str| told(report).iter().filter(|quad| is_dl(quad, "inPost")).filter_map(|quad| object(quad)).min();
        let mut graphs = reports.iter().flat_map(|report| told(report)).map(|quad| &quad.graph_name);
        let first: Option<&GraphName> = graphs.next();
        let home = reports.iter().filter_map(post).min().filter(|_| graphs.all(|graph| Some(graph) == first));
        let cell = cells.entry(home.map_or(*thing, NamedNode::as_str).to_owned()).or_default();
        for one in reports.iter().chain([thing]) {
            cell.insert(one);
            for near in
                told(one).iter().filter_map(|quad| object(quad)).map(NamedNode::as_str).filter(|near| !apart.contains(near))
            {
                cell.insert(near);
                let documents = told(near).iter().filter(|quad| is_dl(quad, "inDocument")).filter_map(|quad| object(quad));
                cell.extend(documents.map(NamedNode::as_str));
            }
        }
        placed.extend(cell.iter());
    }
    for subject in subjects.into_iter().filter(|subject| !placed.contains(subject)) {
        let mut hasher = DefaultHasher::new();
        subject.hash(&mut hasher);
        cells.entry(format!("rest {}", hasher.finish() % REST)).or_default().insert(subject);
    }
    // A new name or place in the text makes no cell anew.
    let asked = |quad: &&Quad| asked.contains(quad.predicate.as_str());
    let quads = |subjects: BTreeSet<&str>| subjects.into_iter().flat_map(told).copied().filter(asked).collect();
    cells.into_iter().map(|(name, subjects)| (name, quads(subjects))).collect()
}
