//! Live blogs with claims made by hand, for tests of merging, quads and inference.

use super::DocumentGraph;
use super::quads::Iris;
use crate::claim::{Claim, ClaimArgument, ClaimValue, Value};
use crate::document::{Block, BlockKind, Document, Post, Span};
use crate::frame::{Frame, FrameKind, FramedDocument, Status};
use crate::ontology::Ontology;
use crate::parse::{Dep, ParsedDocument, Pos, Sentence, Tag, Token, plain};
use crate::resolve::{
    Entity, EntityId, EntityType, Mention, MentionId, MentionKind, ResolvedDocument, TimeExpression, TimeValue,
};
use crate::vocabulary::{BASE, DL};
use std::ops::Range;

/// A live blog, newest post first, each post one line of words with spaces around full stops.
pub struct News {
    framed: FramedDocument,
    claims: Vec<Claim>,
}

impl News {
    pub fn new(posts: &[&str]) -> Self {
        Self::named("news", None, posts)
    }

    pub fn named(id: &str, published: Option<&str>, posts: &[&str]) -> Self {
        let (mut tokens, mut sentences, mut list) = (Vec::<Token>::new(), Vec::<Sentence>::new(), Vec::new());
        let mut at = 0;
        for (position, text) in posts.iter().enumerate() {
            let span = Span::new(at, at + text.len());
            list.push(Post { position, blocks: vec![Block { span, kind: BlockKind::Paragraph }], ..Post::default() });
            let mut fresh = true;
            for word in text.split(' ') {
                if fresh {
                    sentences.push(Sentence { tokens: tokens.len()..tokens.len(), post: position, block: 0 });
                }
                let lower = plain(word);
                // A determiner hangs on the word after it.
                let head = tokens.len() + usize::from(["the", "their", "his", "her"].contains(&lower.as_str()));
                tokens.push(Token {
                    span: Span::new(at, at + word.len()),
                    lemma: lower.as_str().into(),
                    lower: lower.into(),
                    tag: Tag::None,
                    pos: Pos::None,
                    dep: Dep::None,
                    head,
                    sentence: sentences.len() - 1,
                    space_after: true,
                });
                sentences.last_mut().unwrap().tokens.end = tokens.len();
                at += word.len() + 1;
                fresh = word == ".";
            }
        }
        let mut document = Document {
            id: id.into(),
            text: posts.join("\n"),
            oldest_first: (0..list.len()).rev().collect(),
            ..Document::default()
        };
        document.posts = list;
        document.metadata.published = published.map(str::to_owned);
        let resolved = ResolvedDocument {
            parsed: ParsedDocument::new(document, tokens, sentences, Vec::new()),
            entities: Vec::new(),
            mentions: Vec::new(),
            titles: Vec::new(),
            attributions: Vec::new(),
            times: Vec::new(),
            locations: Vec::new(),
        };
        Self { framed: FramedDocument { resolved, frames: Vec::new() }, claims: Vec::new() }
    }

    fn tokens(&self, post: usize, words: &str) -> Range<usize> {
        let parsed = &self.framed.resolved.parsed;
        let room = parsed.document.posts[post].blocks[0].span;
        let start = room.start + parsed.document.slice(room).find(words).unwrap_or_else(|| panic!("no `{words}` in post {post}"));
        let first = parsed.tokens.iter().position(|t| t.span.start == start).unwrap();
        let last = parsed.tokens.iter().position(|t| t.span.end == start + words.len()).unwrap();
        first..last + 1
    }

    /// The entity with a label; kind and name are told by the first mention of it.
    pub fn entity(&mut self, label: &str, kind: EntityType) -> EntityId {
        let entities = &mut self.framed.resolved.entities;
        entities.iter().position(|e| e.label == label).unwrap_or_else(|| {
            entities.push(Entity {
                key: format!("{}-{}", kind.class().to_lowercase(), super::iri::slug(label)),
                kind,
                label: label.into(),
                alt_labels: Vec::new(),
                same_as: Vec::new(),
                known: false,
                named: label.chars().next().is_some_and(char::is_uppercase),
                sort: None,
                count: None,
                of: Vec::new(),
                located_in: Vec::new(),
                within: Vec::new(),
            });
            entities.len() - 1
        })
    }

    /// Says that one place lies in another.
    pub fn lies_in(&mut self, inner: EntityId, outer: EntityId) {
        self.framed.resolved.entities[inner].located_in.push(outer);
    }

    /// A report on a verb of a post. Further calls fill it.
    pub fn report(&mut self, post: usize, trigger: &str, class: &str, status: Status) -> &mut Self {
        self.on(FrameKind::Verb, post, trigger, class, status)
    }

    /// Makes the whole of a post its headline.
    pub fn headline(&mut self, post: usize) -> &mut Self {
        self.framed.resolved.parsed.document.posts[post].blocks[0].kind = BlockKind::Headline;
        self
    }

    /// A report on a noun of a post.
    pub fn noun(&mut self, post: usize, trigger: &str, class: &str, status: Status) -> &mut Self {
        self.on(FrameKind::Noun, post, trigger, class, status)
    }

    fn on(&mut self, kind: FrameKind, post: usize, trigger: &str, class: &str, status: Status) -> &mut Self {
        let tokens = self.tokens(post, trigger);
        let parsed = &self.framed.resolved.parsed;
        let sentence = parsed.tokens[tokens.start].sentence;
        let evidence = parsed.span(parsed.sentences[sentence].tokens.clone());
        self.framed.frames.push(Frame {
            kind,
            sentence,
            trigger: tokens,
            lemma: trigger.to_lowercase(),
            classes: Vec::new(),
            links: Vec::new(),
            status,
            arguments: Vec::new(),
            origin: None,
        });
        self.claims.push(Claim {
            frame: self.framed.frames.len() - 1,
            classes: class.split(' ').map(str::to_owned).collect(),
            status,
            arguments: Vec::new(),
            values: Vec::new(),
            according_to: Vec::new(),
            in_statement: None,
            evidence,
            rules: vec!["by-hand".into()],
            confidence: 0.9,
        });
        self
    }

    /// Fills a role of the last report; the entity's label stands in the post.
    pub fn with(&mut self, role: &str, label: &str, kind: EntityType) -> &mut Self {
        let frame = self.claims.last().unwrap().frame;
        let sentence = self.framed.frames[frame].sentence;
        let post = self.framed.resolved.parsed.sentences[sentence].post;
        let (entity, mention) = self.mention(post, label, kind);
        let argument = ClaimArgument { role: role.into(), entity, mention: Some(mention), rule: "by-hand".into() };
        self.claims.last_mut().unwrap().arguments.push(argument);
        self
    }

    /// The entity with a label, and a mention of it in a post.
    pub fn mention(&mut self, post: usize, label: &str, kind: EntityType) -> (EntityId, MentionId) {
        let tokens = self.tokens(post, label);
        let entity = self.entity(label, kind);
        let resolved = &mut self.framed.resolved;
        let head = tokens.end - 1;
        resolved.mentions.push(Mention {
            tokens,
            head,
            kind: MentionKind::Name,
            entities: vec![entity],
            confidence: 1.0,
            reason: "test",
        });
        (entity, resolved.mentions.len() - 1)
    }

    /// Hangs an adjective on a noun of a post.
    pub fn modify(&mut self, post: usize, adjective: &str, noun: &str) {
        let (adjective, noun) = (self.tokens(post, adjective).start, self.tokens(post, noun).start);
        let parsed = &mut self.framed.resolved.parsed;
        (parsed.tokens[adjective].head, parsed.tokens[adjective].dep) = (noun, Dep::Amod);
        let (tokens, names) = (parsed.tokens.clone(), parsed.names.clone());
        *parsed = ParsedDocument::new(parsed.document.clone(), tokens, parsed.sentences.clone(), names);
    }

    /// Lets the frame of the last report evoke a class.
    pub fn evokes(&mut self, class: &str) -> &mut Self {
        let frame = self.claims.last().unwrap().frame;
        self.framed.frames[frame].classes.push(format!("{DL}{class}"));
        self
    }

    /// Lets another rule have made the last report.
    pub fn rule(&mut self, name: &str) -> &mut Self {
        self.claims.last_mut().unwrap().rules = vec![name.into()];
        self
    }

    /// Gives the last report a value.
    pub fn value(&mut self, property: &str, value: Value) -> &mut Self {
        let value = ClaimValue { property: property.into(), value, rule: "by-hand".into() };
        self.claims.last_mut().unwrap().values.push(value);
        self
    }

    /// Gives the last report a time.
    pub fn time(&mut self, value: TimeValue) -> &mut Self {
        let tokens = self.framed.frames[self.claims.last().unwrap().frame].trigger.clone();
        self.framed.resolved.times.push(TimeExpression { tokens, value });
        let time = Value::Time(self.framed.resolved.times.len() - 1);
        self.value("timeText", time)
    }

    /// The document's graph.
    pub fn graph(&self) -> DocumentGraph {
        DocumentGraph::new(self.framed.clone(), self.claims.clone(), &Ontology::embedded().unwrap())
    }

    /// The document's quads, each as `subject property object` by local names.
    pub fn quads(&self) -> Vec<oxrdf::Quad> {
        self.graph().quads(&Iris::new(BASE).unwrap(), "test")
    }
}

/// Quads as `subject property object`, by local names, sorted.
pub fn spelled(quads: &[oxrdf::Quad]) -> Vec<String> {
    let local = |text: String| {
        let text = text.trim_matches(['<', '>']).to_owned();
        if text.starts_with('"') { text } else { text.rsplit(['/', '#']).next().unwrap_or_default().to_owned() }
    };
    let mut all: Vec<String> = quads
        .iter()
        .map(|q| format!("{} {} {}", local(q.subject.to_string()), local(q.predicate.to_string()), local(q.object.to_string())))
        .collect();
    all.sort();
    all
}

/// The things that the reports belong to, by number, in text order.
pub fn partition(graph: &DocumentGraph) -> Vec<usize> {
    graph.reports.iter().map(|r| r.thing).collect()
}
