//! Inference again and again over graphs that change: only what changed is looked at.
//!
//! What rules ask stands near: an event's reports, their posts and documents, and the classes of all that they name. So the
//! quads are laid out in cells, a post and what is first told there in one, and what follows from a cell is remembered as long
//! as its quads stay the same. A thing that several documents tell of has a cell of its own.

use super::{InferError, Scope, asked, follow};
use crate::vocabulary::DL;
use oxrdf::vocab::rdf;
use oxrdf::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};

/// Cells for what no report speaks of and no report names.
const REST: u64 = 64;

/// What follows from each cell, with the hash of its quads.
#[derive(Default)]
pub struct Cells {
    known: HashMap<String, (u64, Vec<String>)>,
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
    pub fn infer<'q>(&mut self, quads: impl Iterator<Item = &'q Quad>, graph: &NamedNode) -> Result<Vec<String>, InferError> {
        if self.asked.is_empty() {
            self.asked = asked()?;
        }
        let things = Things::new(quads);
        let cells = things.cells(&self.asked);
        let mut known = std::mem::take(&mut self.known);
        let is_old = |name: &str, hash: u64| known.get(name).is_some_and(|(before, _)| *before == hash);
        let hashed: Vec<Cell<'_>> = cells.into_iter().map(|(name, quads)| (name, hash(&quads), quads)).collect();
        let changed: Vec<&Cell<'_>> = hashed.iter().filter(|(name, hash, _)| !is_old(name, *hash)).collect();
        let share = changed.len().div_ceil(rayon::current_num_threads()).max(1);
        let new = changed.par_chunks(share).map(|cells| follow_apart(cells, graph)).collect::<Result<Vec<_>, _>>()?;
        let new = changed.iter().zip(new.into_iter().flatten()).map(|((name, hash, _), lines)| (name.clone(), (*hash, lines)));
        known.extend(new);
        self.known = hashed.into_iter().filter_map(|(name, ..)| known.remove_entry(&name)).collect();
        // Which cell a line comes from leaves no trace: they are sorted.
        let found = self.known.values().flat_map(|(_, found)| found);
        let mut lines: Vec<&String> = found.filter(|line| !things.say(line)).collect();
        lines.sort_unstable();
        lines.dedup();
        Ok(lines.into_iter().cloned().collect())
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

/// Quads by their subjects.
struct Things<'q> {
    /// The number of each subject, in order of appearance.
    numbers: HashMap<&'q str, usize>,
    names: Vec<&'q str>,
    told: Vec<Vec<&'q Quad>>,
}

impl<'q> Things<'q> {
    fn new(quads: impl Iterator<Item = &'q Quad>) -> Self {
        let mut all = Self { numbers: HashMap::new(), names: Vec::new(), told: Vec::new() };
        let mut last = None;
        for quad in quads {
            let subject = match &quad.subject {
                NamedOrBlankNode::NamedNode(node) => node.as_str(),
                NamedOrBlankNode::BlankNode(node) => node.as_str(),
            };
            // Graphs are sorted, so that most quads follow one of the same subject.
            let number = match last.filter(|&last: &usize| all.names[last] == subject) {
                Some(last) => last,
                None => *all.numbers.entry(subject).or_insert_with(|| {
                    all.names.push(subject);
                    all.told.push(Vec::new());
                    all.names.len() - 1
                }),
            };
            all.told[number].push(quad);
            last = Some(number);
        }
        all
    }

    /// Whether a line of N-Triples without the full stop is told.
    fn say(&self, line: &str) -> bool {
        let parts = || {
            let (subject, rest) = line.strip_prefix('<')?.split_once("> <")?;
            let (predicate, object) = rest.split_once("> ")?;
            Some((self.told.get(*self.numbers.get(subject)?)?, predicate, object))
        };
        let is = |term: &Term, written: &str| match term {
            Term::NamedNode(node) => written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) == Some(node.as_str()),
            other => other.to_string() == written,
        };
        parts().is_some_and(|(told, predicate, object)| {
            told.iter()
                .any(|quad| quad.predicate.as_str() == predicate && quad.subject.is_named_node() && is(&quad.object, object))
        })
    }

    /// The cells by name, each with those of its quads that rules ask for.
    fn cells(&self, asked: &BTreeSet<String>) -> BTreeMap<String, Vec<&'q Quad>> {
        // By thing that is reported, in order of appearance: its name, its number and its reports.
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut reported: Vec<(&str, Vec<usize>)> = Vec::new();
        let mut apart: Vec<bool> = vec![false; self.names.len()];
        for (report, told) in self.told.iter().enumerate() {
            for thing in told.iter().filter(|quad| is_dl(quad, "reports")).filter_map(|quad| object(quad)) {
                let place = *places.entry(thing.as_str()).or_insert_with(|| {
                    reported.push((thing.as_str(), Vec::new()));
                    reported.len() - 1
                });
                reported[place].1.push(report);
                apart[report] = true;
                if let Some(&thing) = self.numbers.get(thing.as_str()) {
                    apart[thing] = true;
                }
            }
        }
        let mut cells: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut placed: Vec<bool> = vec![false; self.names.len()];
        for (thing, reports) in &reported {
            let told = |one: usize| self.told[one].iter();
            let post = |&report: &usize| told(report).filter(|quad| is_dl(quad, "inPost")).filter_map(|quad| object(quad)).min();
            let mut graphs = reports.iter().flat_map(|&report| told(report)).map(|quad| &quad.graph_name);
            let first: Option<&GraphName> = graphs.next();
            let home = reports.iter().filter_map(post).min().filter(|_| graphs.all(|graph| Some(graph) == first));
            let cell = cells.entry(home.map_or(*thing, NamedNode::as_str)).or_default();
            let before = cell.len();
            for &one in reports.iter().chain(self.numbers.get(thing)) {
                cell.push(one);
                let near = told(one).filter_map(|quad| object(quad)).filter_map(|node| self.numbers.get(node.as_str()));
                for &near in near.filter(|&&near| !apart[near]) {
                    cell.push(near);
                    let documents = told(near).filter(|quad| is_dl(quad, "inDocument")).filter_map(|quad| object(quad));
                    cell.extend(documents.filter_map(|document| self.numbers.get(document.as_str())));
                }
            }
            for &one in &cell[before..] {
                placed[one] = true;
            }
        }
        let mut cells: BTreeMap<String, Vec<usize>> = cells.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect();
        for (at, name) in self.names.iter().enumerate().filter(|(at, _)| !placed[*at]) {
            let mut hasher = DefaultHasher::new();
            name.hash(&mut hasher);
            cells.entry(format!("rest {}", hasher.finish() % REST)).or_default().push(at);
        }
        // A new name or place in the text makes no cell anew.
        let asked = |quad: &&Quad| asked.contains(quad.predicate.as_str());
        let quads = |mut cell: Vec<usize>| {
            cell.sort_unstable();
            cell.dedup();
            cell.into_iter().flat_map(|one| &self.told[one]).copied().filter(asked).collect()
        };
        cells.into_iter().map(|(name, cell)| (name, quads(cell))).collect()
    }
}
