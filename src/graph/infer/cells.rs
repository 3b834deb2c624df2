//! Inference again and again over graphs that change: only what changed is looked at.
//!
//! What rules ask stands near: an event's reports, their posts and documents, and the classes of all that they name. So the
//! quads are laid out in cells, a post and what is first told there in one, and what follows from a cell is remembered as long
//! as its quads stay the same. A thing that several documents tell of has a cell of its own.

use super::{InferError, Scope, asked, follow, predicates};
use crate::vocabulary::DL;
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
        let hashed: Vec<(String, u64, Vec<&Quad>)> = cells.into_iter().map(|(name, quads)| (name, hash(&quads), quads)).collect();
        let changed: Vec<&(String, u64, Vec<&Quad>)> = hashed.iter().filter(|(name, hash, _)| !old(name, *hash)).collect();
        let one = |(name, hash, quads): &&(String, u64, Vec<&Quad>)| {
            let lines = follow(quads, graph, Scope::All)?.into_iter().map(|triple| triple.to_string()).collect();
            Ok::<_, InferError>((name.clone(), (*hash, lines)))
        };
        let new: Vec<(String, (u64, Vec<String>))> = changed.par_iter().map(one).collect::<Result<_, _>>()?;
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
