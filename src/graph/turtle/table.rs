//! Triples as numbers, terms once each.

use super::layout::Layout;
use super::spelling::{IRI, NONE, Prefixes, is_type, key};
use hashbrown::HashTable;
use oxrdf::{NamedOrBlankNodeRef, TermRef, TripleRef};
use rayon::prelude::*;
use rustc_hash::FxHasher;
use std::hash::Hasher;
use std::io::{self, Write};

/// Bytes that a term costs beside its key: place, hash, entry of the table, its share of the sorting.
const TERM_COST: usize = 64;
/// Bytes that a triple costs, with its sorted form.
const TRIPLE_COST: usize = 28;

/// Unsorted triples.
pub struct Table {
    /// Keys of the terms, one after the other.
    keys: Vec<u8>,
    /// Where each key ends.
    ends: Vec<usize>,
    hashes: Vec<u64>,
    ids: HashTable<u32>,
    triples: Vec<[u32; 3]>,
    scratch: Vec<u8>,
    /// Prefix of the last subject, predicate and object.
    hints: [u8; 3],
}

impl Default for Table {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            ends: Vec::new(),
            hashes: Vec::new(),
            ids: HashTable::new(),
            triples: Vec::new(),
            scratch: Vec::new(),
            hints: [NONE; 3],
        }
    }
}

/// The key of a term.
fn key_of<'a>(keys: &'a [u8], ends: &[usize], id: u32) -> &'a [u8] {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] };
    &keys[start..ends[id]]
}

impl Table {
    /// About how many bytes it takes.
    pub fn size(&self) -> usize {
        self.keys.len() + self.ends.len() * TERM_COST + self.triples.len() * TRIPLE_COST
    }

    /// Takes a triple.
    pub fn push(&mut self, triple: TripleRef<'_>, prefixes: &mut Prefixes) {
        let subject = match triple.subject {
            NamedOrBlankNodeRef::NamedNode(node) => node.into(),
            NamedOrBlankNodeRef::BlankNode(node) => node.into(),
        };
        // Neighbours mostly share their subject.
        let subject = match self.triples.last() {
            Some(&[last, ..]) if self.is(last, subject, prefixes) => last,
            _ => self.id(subject, prefixes, 0),
        };
        let predicate = self.id(triple.predicate.into(), prefixes, 1);
        let object = self.id(triple.object, prefixes, 2);
        self.triples.push([subject, predicate, object]);
    }

    fn is(&self, id: u32, term: TermRef<'_>, prefixes: &Prefixes) -> bool {
        match (key_of(&self.keys, &self.ends, id), term) {
            ([IRI, prefix, name @ ..], TermRef::NamedNode(node)) => prefixes.is(node.as_str(), *prefix, name),
            _ => false,
        }
    }

    fn id(&mut self, term: TermRef<'_>, prefixes: &mut Prefixes, place: usize) -> u32 {
        key(term, prefixes, &mut self.hints[place], &mut self.scratch);
        let mut hasher = FxHasher::default();
        hasher.write(&self.scratch);
        let hash = hasher.finish();
        let Self { keys, ends, hashes, ids, scratch, .. } = self;
        let same = |id: &u32| hashes[*id as usize] == hash && key_of(keys, ends, *id) == scratch.as_slice();
        if let Some(&id) = ids.find(hash, same) {
            return id;
        }
        let id = ends.len() as u32;
        keys.extend_from_slice(scratch);
        ends.push(keys.len());
        hashes.push(hash);
        ids.insert_unique(hash, id, |id| hashes[*id as usize]);
        id
    }

    /// Sorts terms, then triples by them.
    pub fn sort(self) -> Sorted {
        let Self { keys, ends, triples, .. } = self;
        let key = |id: u32| key_of(&keys, &ends, id);
        // The first sixteen bytes decide nearly always.
        let mut order: Vec<(u128, u32)> = (0..ends.len() as u32).map(|id| (head(key(id)), id)).collect();
        order.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| key(a.1).cmp(key(b.1))));
        let mut rank = vec![0_u32; ends.len()];
        let mut type_rank = None;
        for (at, &(_, id)) in order.iter().enumerate() {
            rank[id as usize] = at as u32;
            if is_type(key(id)) {
                type_rank = Some(at as u32);
            }
        }
        // As a predicate `a` goes before all others: ranks of predicates are one higher.
        let predicate = |rank: u32| if Some(rank) == type_rank { 0 } else { rank + 1 };
        let pack = |&[s, p, o]: &[u32; 3]| {
            let [s, p, o] = [s, p, o].map(|id| rank[id as usize]);
            u128::from(s) << 64 | u128::from(predicate(p)) << 32 | u128::from(o)
        };
        let mut rows: Vec<u128> = triples.iter().map(pack).collect();
        drop(triples);
        rows.par_sort_unstable();
        rows.dedup();
        let order = order.into_iter().map(|(_, id)| id).collect();
        Sorted { keys, ends, order, rows, type_rank }
    }
}

/// The first sixteen bytes of a key, as a number that sorts alike.
fn head(key: &[u8]) -> u128 {
    let mut bytes = [0; 16];
    let length = key.len().min(16);
    bytes[..length].copy_from_slice(&key[..length]);
    u128::from_be_bytes(bytes)
}

/// Sorted triples, each once.
pub struct Sorted {
    keys: Vec<u8>,
    ends: Vec<usize>,
    /// Terms by rank.
    order: Vec<u32>,
    rows: Vec<u128>,
    type_rank: Option<u32>,
}

impl Sorted {
    /// Key of a predicate's rank.
    fn predicate(&self, rank: u32) -> &[u8] {
        self.term(if rank == 0 { self.type_rank.unwrap_or_default() } else { rank - 1 })
    }

    fn term(&self, rank: u32) -> &[u8] {
        key_of(&self.keys, &self.ends, self.order[rank as usize])
    }

    fn ranks(&self) -> impl Iterator<Item = [u32; 3]> + '_ {
        self.rows.iter().map(|row| [(row >> 64) as u32, (row >> 32) as u32, *row as u32])
    }

    /// Keys of the triples, in order.
    pub fn keys(&self) -> impl Iterator<Item = [&[u8]; 3]> {
        self.ranks().map(|[s, p, o]| [self.term(s), self.predicate(p), self.term(o)])
    }

    /// Writes them all.
    pub fn lay_out<W: Write>(&self, layout: &mut Layout<W>) -> io::Result<()> {
        let mut before: Option<(u32, u32)> = None;
        for [s, p, o] in self.ranks() {
            let new_subject = before.is_none_or(|(subject, _)| subject != s);
            let new_predicate = new_subject || before.is_none_or(|(_, predicate)| predicate != p);
            layout.triple(new_subject.then(|| self.term(s)), new_predicate.then(|| self.predicate(p)), self.term(o))?;
            before = Some((s, p));
        }
        Ok(())
    }
}
