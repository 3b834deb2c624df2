//! Triples as numbers, terms once each.

use super::layout::Layout;
use super::spelling::{IRI, NONE, Prefixes, key};
use oxrdf::vocab::rdf;
use oxrdf::{NamedOrBlankNodeRef, TermRef, TripleRef};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::io::{self, Write};
use std::sync::Arc;

/// Bytes that a term costs beside its key: map entry, list entry, prefix, allocation.
const TERM_COST: usize = 80;
/// Bytes that a triple costs, with its sorted copy.
const TRIPLE_COST: usize = 24;

/// Unsorted triples.
#[derive(Default)]
pub struct Table {
    ids: FxHashMap<Arc<[u8]>, u32>,
    terms: Vec<(Arc<[u8]>, u8)>,
    triples: Vec<[u32; 3]>,
    bytes: usize,
    scratch: Vec<u8>,
}

impl Table {
    /// About how many bytes it takes.
    pub fn size(&self) -> usize {
        self.bytes + self.terms.len() * TERM_COST + self.triples.len() * TRIPLE_COST
    }

    /// Takes a triple.
    pub fn push(&mut self, triple: TripleRef<'_>, prefixes: &mut Prefixes) {
        let subject = match triple.subject {
            NamedOrBlankNodeRef::NamedNode(node) => node.into(),
            NamedOrBlankNodeRef::BlankNode(node) => node.into(),
        };
        // Neighbours mostly share their subject.
        let subject = match self.triples.last() {
            Some(&[last, ..]) if self.is(last, subject) => last,
            _ => self.id(subject, prefixes),
        };
        let predicate = self.id(triple.predicate.into(), prefixes);
        let object = self.id(triple.object, prefixes);
        self.triples.push([subject, predicate, object]);
    }

    fn is(&self, id: u32, term: TermRef<'_>) -> bool {
        let key = &self.terms[id as usize].0;
        matches!(term, TermRef::NamedNode(node) if key[0] == IRI && key[1..] == *node.as_str().as_bytes())
    }

    fn id(&mut self, term: TermRef<'_>, prefixes: &mut Prefixes) -> u32 {
        key(term, prefixes, &mut self.scratch);
        if let Some(&id) = self.ids.get(self.scratch.as_slice()) {
            return id;
        }
        let prefix = match term {
            TermRef::NamedNode(node) => prefixes.of(node.as_str()),
            _ => NONE,
        };
        prefixes.note(prefix);
        let key: Arc<[u8]> = self.scratch.as_slice().into();
        let id = self.terms.len() as u32;
        self.bytes += key.len();
        self.terms.push((Arc::clone(&key), prefix));
        self.ids.insert(key, id);
        id
    }

    /// Sorts terms, then triples by them.
    pub fn sort(self) -> Sorted {
        let Self { ids, terms, triples, .. } = self;
        let type_key: Vec<u8> = [&[IRI], rdf::TYPE.as_str().as_bytes()].concat();
        let type_id = ids.get(type_key.as_slice()).copied();
        drop(ids);
        let mut order: Vec<u32> = (0..terms.len() as u32).collect();
        order.par_sort_unstable_by(|&a, &b| terms[a as usize].0.cmp(&terms[b as usize].0));
        let mut rank = vec![0; terms.len()];
        for (at, &id) in order.iter().enumerate() {
            rank[id as usize] = at as u32;
        }
        // As a predicate `a` goes before all others: ranks of predicates are one higher.
        let predicate = |id: u32| if Some(id) == type_id { 0 } else { rank[id as usize] + 1 };
        let mut rows: Vec<[u32; 3]> = triples;
        rows.par_iter_mut().for_each(|[s, p, o]| {
            (*s, *p, *o) = (rank[*s as usize], predicate(*p), rank[*o as usize]);
        });
        rows.par_sort_unstable();
        rows.dedup();
        let terms = order.iter().map(|&id| terms[id as usize].clone()).collect();
        Sorted { terms, rows, type_rank: type_id.map(|id| rank[id as usize]) }
    }
}

/// Sorted triples, each once.
pub struct Sorted {
    terms: Vec<(Arc<[u8]>, u8)>,
    rows: Vec<[u32; 3]>,
    type_rank: Option<u32>,
}

impl Sorted {
    /// Key and prefix of a predicate's rank.
    fn predicate(&self, rank: u32) -> (&[u8], u8) {
        let at = if rank == 0 { self.type_rank.unwrap_or_default() } else { rank - 1 };
        self.term(at)
    }

    fn term(&self, rank: u32) -> (&[u8], u8) {
        let (key, prefix) = &self.terms[rank as usize];
        (key, *prefix)
    }

    /// Keys of the triples, in order.
    pub fn keys(&self) -> impl Iterator<Item = [&[u8]; 3]> {
        self.rows.iter().map(|&[s, p, o]| [self.term(s).0, self.predicate(p).0, self.term(o).0])
    }

    /// Writes them all.
    pub fn lay_out<W: Write>(&self, layout: &mut Layout<W>) -> io::Result<()> {
        let mut before: Option<(u32, u32)> = None;
        for &[s, p, o] in &self.rows {
            let new_subject = before.is_none_or(|(subject, _)| subject != s);
            let new_predicate = new_subject || before.is_none_or(|(_, predicate)| predicate != p);
            layout.triple(new_subject.then(|| self.term(s)), new_predicate.then(|| self.predicate(p)), self.term(o))?;
            before = Some((s, p));
        }
        Ok(())
    }
}
