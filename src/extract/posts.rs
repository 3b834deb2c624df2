//! A document's frames by post, each post with a key that is equal whenever rules see the same there.

use super::dataset::{Dataset, Node, rows};
use crate::frame::FramedDocument;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// Posts of which no frame leads to another's.
pub(super) struct Cell {
    /// Hash of all that rules can see from its frames.
    pub key: [u64; 2],
    /// What it holds and speaks of, as indices into the document: frames, mentions, entities, times.
    pub members: [Vec<usize>; 4],
}

/// The cells of a document.
pub(super) struct Posts {
    pub cells: Vec<Cell>,
    /// For each frame, mention, entity and time its cell; entities have none.
    cell_of: [Vec<usize>; 4],
}

/// Sorts of members, as [`Dataset::starts`] has them.
const FRAME: usize = 0;
const ENTITY: usize = 2;

impl Posts {
    pub(super) fn new(document: &FramedDocument, dataset: &Dataset<'_>) -> Self {
        let resolved = &document.resolved;
        let sentences = &resolved.parsed.sentences;
        let at = |token: usize| sentences[resolved.parsed.tokens[token].sentence].post;
        let posts = [
            document.frames.iter().map(|f| sentences[f.sentence].post).collect::<Vec<_>>(),
            resolved.mentions.iter().map(|m| at(m.head)).collect(),
            Vec::new(),
            resolved.times.iter().map(|t| at(t.tokens.start)).collect(),
        ];
        // Posts that a frame joins are one cell.
        let mut group: Vec<usize> = (0..resolved.parsed.document.posts.len()).collect();
        for row in dataset.triples_by_subject() {
            let post = |id| dataset.member(id).and_then(|(sort, index)| posts[sort].get(index).copied());
            if let (Some(a), Some(b)) = (post(row[0]), post(row[2]))
                && group[a] != group[b]
            {
                let (from, to) = (group[b], group[a]);
                group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
            }
        }
        let mut cell_of_group = HashMap::new();
        let mut cells: Vec<Cell> = Vec::new();
        let mut cell_of: [Vec<usize>; 4] = Default::default();
        for (sort, posts) in posts.iter().enumerate() {
            for (index, &post) in posts.iter().enumerate() {
                let cell = *cell_of_group.entry(group[post]).or_insert_with(|| {
                    cells.push(Cell { key: [0; 2], members: Default::default() });
                    cells.len() - 1
                });
                cells[cell].members[sort].push(index);
                cell_of[sort].push(cell);
            }
        }
        let mut all = Self { cells, cell_of };
        let links = links(dataset);
        for cell in 0..all.cells.len() {
            let (key, entities) = Key::of(document, dataset, &all, &links, cell);
            (all.cells[cell].key, all.cells[cell].members[ENTITY]) = (key, entities);
        }
        all
    }

    /// The cell of a frame.
    pub(super) fn of_frame(&self, frame: usize) -> usize {
        self.cell_of[FRAME][frame]
    }

    /// The cell of what an id stands for; `None` for entities and all that posts share.
    pub(super) fn of_id(&self, dataset: &Dataset<'_>, id: u32) -> Option<usize> {
        let (sort, index) = dataset.member(id)?;
        self.cell_of[sort].get(index).copied()
    }
}

impl Cell {
    /// The place of a member among those of its sort.
    pub(super) fn place(&self, sort: usize, index: usize) -> Option<usize> {
        match sort {
            ENTITY => self.members[sort].iter().position(|&i| i == index),
            _ => self.members[sort].binary_search(&index).ok(),
        }
    }
}

/// The links of a document, each with its slot and role.
fn links(dataset: &Dataset<'_>) -> HashMap<u32, Vec<String>> {
    let of_one = dataset.triples_by_subject().chunk_by(|one, next| one[0] == next[0]);
    let links = of_one.filter(|rows| matches!(dataset.node(rows[0][0]), Some(Node::Link(_))));
    let spelled = |rows: &[[u32; 3]]| {
        let mut words: Vec<String> = rows.iter().map(|row| dataset.spelled(row[2])).collect();
        words.sort_unstable();
        (rows[0][0], words)
    };
    links.map(spelled).collect()
}

/// What was seen, as bytes: hashing them at once is faster than one by one.
#[derive(Default)]
struct Seen(Vec<u8>);

impl Hasher for Seen {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        self.hash(0)
    }
}

impl Seen {
    fn hash(&self, seed: u8) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(seed);
        hasher.write(&self.0);
        hasher.finish()
    }
}

/// A key being made. Names of nodes are their places in the cell, so that posts before it leave no trace.
struct Key<'a, 'd> {
    dataset: &'a Dataset<'d>,
    links: &'a HashMap<u32, Vec<String>>,
    posts: &'a Posts,
    cell: usize,
    seen: Seen,
    entities: Vec<usize>,
    places: HashMap<usize, usize>,
    /// First sentence and post.
    first: [u64; 2],
}

impl<'a, 'd> Key<'a, 'd> {
    fn of(
        document: &FramedDocument,
        dataset: &'a Dataset<'d>,
        posts: &'a Posts,
        links: &'a HashMap<u32, Vec<String>>,
        cell: usize,
    ) -> ([u64; 2], Vec<usize>) {
        let members = &posts.cells[cell].members;
        let sentences = members[FRAME].iter().map(|&f| document.frames[f].sentence);
        let first = sentences.min().map_or([0; 2], |s| [s as u64, document.resolved.parsed.sentences[s].post as u64]);
        let (seen, entities, places) = (Seen::default(), Vec::new(), HashMap::new());
        let mut key = Self { dataset, links, posts, cell, seen, entities, places, first };
        for (sort, indices) in members.iter().enumerate() {
            for &index in indices {
                key.add(("node", sort));
                key.rows(dataset.starts[sort] + index as u32);
            }
        }
        let mut at = 0;
        while let Some(&entity) = key.entities.get(at) {
            key.add(("entity", at));
            key.rows(dataset.starts[ENTITY] + entity as u32);
            at += 1;
        }
        ([0, 1].map(|seed| key.seen.hash(seed)), key.entities)
    }

    fn add(&mut self, part: impl Hash) {
        part.hash(&mut self.seen);
    }

    fn rows(&mut self, subject: u32) {
        let mut all: Vec<[u32; 3]> = rows(self.dataset.triples_by_subject(), &[subject]).copied().collect();
        // Links are numbered as they come in the document, so what they say puts them in order.
        all.sort_by_key(|row| (row[1], self.link(row[2])));
        for [_, predicate, object] in all {
            self.term(predicate, None);
            self.term(object, self.dataset.numbers.iter().position(|&n| n == predicate));
        }
    }

    /// Slot and role of a link, spelled out; empty for all else.
    fn link(&self, id: u32) -> &'a [String] {
        self.links.get(&id).map_or(&[], Vec::as_slice)
    }

    /// A term; `number` tells whether it counts sentences or posts.
    fn term(&mut self, id: u32, number: Option<usize>) {
        let Some(node) = self.dataset.node(id) else {
            // A number may be among the constants, and then has to be counted from the cell's first as well.
            match number {
                Some(at) => {
                    let value = self.dataset.spelled_number(id).unwrap_or_default();
                    self.add(("i", value.wrapping_sub(self.first[at])));
                }
                None => self.add(("constant", id)),
            }
            return;
        };
        match node {
            Node::Entity(entity) => {
                let next = self.places.len();
                let place = *self.places.entry(*entity).or_insert(next);
                if place == next {
                    self.entities.push(*entity);
                }
                self.add(("e", place));
            }
            Node::Frame(_) | Node::Mention(_) | Node::Time(_) => {
                let place = self
                    .dataset
                    .member(id)
                    .and_then(|(sort, index)| Some((sort, self.posts.cells[self.cell].place(sort, index)?)));
                self.add(("n", place));
            }
            Node::Link(_) => {
                let link = self.link(id);
                self.add(("l", link));
            }
            Node::Text(text) => self.add(("t", text)),
            Node::Number(value) => self.add(("i", number.map_or(*value, |at| value.wrapping_sub(self.first[at])))),
            Node::Boolean(value) => self.add(("b", value)),
            Node::Iri(iri) => self.add(("u", iri)),
        }
    }
}
