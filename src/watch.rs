//! Keeps a graph up with documents that change: of each new version only what is new is read, and one change of the data
//! is made, whole or not at all.

mod withdrawn;

use crate::build::lines_text;
use crate::changes::{Difference, differences_by};
use crate::document::Document;
use crate::graph::iri;
use crate::graph::order::Delta;
use crate::graph::quads::Iris;
use crate::pipeline::{Cache, Pipeline};
use crate::store::{Change, Live, Location, StoreError};
use crate::vocabulary::DL;
use jiff::Timestamp;
use oxrdf::{GraphName, Quad};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use withdrawn::{Versions, Withdrawals};

/// Documents that are watched, with what is remembered of each.
pub struct Watch<'a> {
    pipeline: &'a Pipeline,
    live: Live,
    iris: Iris,
    extracted_by: String,
    known: BTreeMap<String, Known>,
}

/// What is remembered of a document.
#[derive(Default)]
struct Known {
    digest: Vec<u8>,
    /// Hashes of the posts' text, by post key.
    posts: BTreeMap<String, String>,
    cache: Cache,
}

/// What a version of a document brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// Id of the document.
    pub document: String,
    /// Posts that the version before did not have.
    pub new_posts: usize,
    /// Posts with other words than before.
    pub changed_posts: usize,
    /// Posts that are gone.
    pub gone_posts: usize,
    /// What this changes in the facts.
    pub differences: Vec<Difference>,
    /// Facts of which a sentence was taken out or rewritten, by the ends of their IRIs.
    pub taken_back: BTreeSet<String>,
    /// Whether its publisher took the document back.
    pub withdrawn: bool,
}

impl Update {
    /// Counts posts, each given by its name and what it says.
    fn count(&mut self, before: &BTreeMap<String, String>, now: &BTreeMap<String, String>) {
        self.new_posts = now.keys().filter(|post| !before.contains_key(*post)).count();
        self.gone_posts = before.keys().filter(|post| !now.contains_key(*post)).count();
        let changed = |(post, says): &(&String, &String)| before.get(*post).is_some_and(|old| old != *says);
        self.changed_posts = now.iter().filter(changed).count();
    }
}

impl<'a> Watch<'a> {
    /// Nothing is known yet; what the data say of a document is looked up when it comes.
    pub fn new(pipeline: &'a Pipeline, location: Location, iris: Iris) -> Self {
        let live = Live::new(location, iris.inferred());
        Self { extracted_by: pipeline.extracted_by(), pipeline, live, iris, known: BTreeMap::new() }
    }

    /// Takes a version of a document, seen at a moment; `None` when it says what the one before said.
    ///
    /// # Errors
    /// [`StoreError`] when the data cannot be read or written; they are then as they were.
    pub fn see(&mut self, document: Document, seen: Timestamp) -> Result<Option<Update>, StoreError> {
        let id = document.id.clone();
        let digest = digest(&document);
        let mut known = self.known.remove(&id).unwrap_or_default();
        if known.digest == digest {
            self.known.insert(id, known);
            return Ok(None);
        }
        let posts = posts(&document);
        let mut update = Update { document: id.clone(), ..Update::default() };
        let extraction = self.pipeline.run_again(document, &mut known.cache);
        let quads = extraction.graph.quads(&self.iris, &self.extracted_by);
        let graph = self.graph(&id);
        if known.posts.is_empty() {
            // What the data say of posts is all that is known of them after a restart.
            update.count(&told_posts(self.live.graph(&graph)?), &told_posts(&quads));
        } else {
            update.count(&known.posts, &posts);
        }
        let is_same = self.live.says(&graph, &quads)?;
        if !is_same {
            let text = &extraction.graph.framed.resolved.parsed.document.text;
            let (differences, replace, history) = self.compare(&id, &quads, text, seen)?;
            (update.differences, update.taken_back) = (differences, history.new);
            let mut add = quads;
            add.extend(history.quads);
            let change = Change {
                replace,
                add,
                facts: BTreeMap::from([(id.clone(), lines_text(&extraction.lines))]),
                ..Change::default()
            };
            self.live.apply(change)?;
        }
        (known.digest, known.posts) = (digest, posts);
        self.known.insert(id, known);
        Ok((!is_same).then_some(update))
    }

    /// Takes a document out that its publisher took back; `None` when the data do not have it.
    ///
    /// # Errors
    /// As [`Watch::see`].
    pub fn withdraw(&mut self, id: &str, seen: Timestamp) -> Result<Option<Update>, StoreError> {
        let known = self.known.remove(id).unwrap_or_default();
        if self.live.graph(&self.graph(id))?.is_empty() {
            return Ok(None);
        }
        let (differences, replace, history) = self.compare(id, &[], "", seen)?;
        self.live.apply(Change { replace, add: history.quads, ..Change::default() })?;
        let (document, gone_posts, taken_back) = (id.to_owned(), known.posts.len(), history.new);
        Ok(Some(Update { document, gone_posts, differences, taken_back, withdrawn: true, ..Update::default() }))
    }

    /// What a new graph and text of a document change, the graphs to be replaced, and what is withdrawn.
    fn compare(
        &mut self,
        id: &str,
        after: &[Quad],
        text: &str,
        seen: Timestamp,
    ) -> Result<(Vec<Difference>, Vec<GraphName>, Withdrawals), StoreError> {
        let (name, graph) = (iri::document(id), self.graph(id));
        let history = GraphName::from(self.iris.thing(&iri::history(&name)));
        let earlier = self.live.graph(&history)?.to_vec();
        let before = self.live.graph(&graph)?;
        let delta = Delta::of(before, after);
        let withdrawals = Withdrawals::of(&name, &self.iris, &earlier, &Versions { before, delta: &delta, text, seen });
        Ok((differences_by(before, after, &delta), vec![graph, history], withdrawals))
    }

    fn graph(&self, id: &str) -> GraphName {
        self.iris.thing(&iri::document(id)).into()
    }
}

fn digest(document: &Document) -> Vec<u8> {
    // A document is plain data: writing it as JSON cannot fail.
    Sha256::digest(serde_json::to_vec(document).unwrap_or_default()).to_vec()
}

/// The posts of a document's graph with the sentences that they have facts in.
fn told_posts(quads: &[Quad]) -> BTreeMap<String, String> {
    let is = |quad: &Quad, property: &str| quad.predicate.as_str().strip_prefix(DL) == Some(property);
    let of = |property: &'static str| quads.iter().filter(move |quad| is(quad, property));
    let mut posts: BTreeMap<String, String> = of("inDocument").map(|quad| (quad.subject.to_string(), String::new())).collect();
    let quotes: HashMap<_, _> = of("quote").map(|quad| (&quad.subject, quad.object.to_string())).collect();
    let mut said: BTreeMap<String, BTreeSet<&String>> = BTreeMap::new();
    for quad in of("inPost") {
        said.entry(quad.object.to_string()).or_default().extend(quotes.get(&quad.subject));
    }
    for (post, said) in said {
        posts.insert(post, said.into_iter().map(String::as_str).collect());
    }
    posts
}

/// The posts of a document, by key, with a hash of their text.
fn posts(document: &Document) -> BTreeMap<String, String> {
    let text = |post: usize| {
        let blocks = document.posts[post].blocks.iter().map(|block| document.slice(block.span));
        iri::hash(blocks, 8)
    };
    iri::post_keys(document).into_iter().enumerate().map(|(at, key)| (key, text(at))).collect()
}
