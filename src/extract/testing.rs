//! Framed documents built by hand, for tests of the engine and the rules.

use crate::document::{Block, BlockKind, Document, Post, Span};
use crate::frame::{Argument, Filler, Frame, FrameId, FrameKind, FramedDocument, Status};
use crate::parse::{Dep, ParsedDocument, Pos, Sentence, Tag, Token, plain};
use crate::resolve::{Entity, EntityType, Mention, MentionId, MentionKind, ResolvedDocument};
use crate::vocabulary::DL;
use std::ops::Range;

/// Builds a document of one post from words separated by spaces; a full stop ends a sentence.
pub struct Maker {
    document: FramedDocument,
}

impl Maker {
    pub fn new(text: &str) -> Self {
        let (mut tokens, mut sentences, mut at) = (Vec::new(), Vec::<Sentence>::new(), 0);
        let mut fresh = true;
        for word in text.split(' ') {
            if fresh {
                sentences.push(Sentence { tokens: tokens.len()..tokens.len(), post: 0, block: 0 });
            }
            let span = Span::new(at, at + word.len());
            tokens.push(Token {
                span,
                lower: plain(word).into(),
                lemma: plain(word).into(),
                tag: Tag::None,
                pos: Pos::None,
                dep: Dep::None,
                head: tokens.len(),
                sentence: sentences.len() - 1,
                space_after: true,
            });
            sentences.last_mut().unwrap().tokens.end = tokens.len();
            at += word.len() + 1;
            fresh = word == ".";
        }
        let block = Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph };
        let post = Post { blocks: vec![block], ..Post::default() };
        let document = Document { id: "test".into(), text: text.into(), posts: vec![post], ..Document::default() };
        let resolved = ResolvedDocument {
            parsed: ParsedDocument::new(document, tokens, sentences, Vec::new()),
            entities: Vec::new(),
            mentions: Vec::new(),
            titles: Vec::new(),
            attributions: Vec::new(),
            times: Vec::new(),
            locations: Vec::new(),
        };
        Self { document: FramedDocument { resolved, frames: Vec::new() } }
    }

    fn tokens(&self, words: &str) -> Range<usize> {
        let parsed = &self.document.resolved.parsed;
        let start = parsed.document.text.find(words).unwrap_or_else(|| panic!("no `{words}`"));
        let first = parsed.tokens.iter().position(|t| t.span.start == start).unwrap();
        let last = parsed.tokens.iter().position(|t| t.span.end == start + words.len()).unwrap();
        first..last + 1
    }

    /// A mention by name, in text order; a label seen before means the same entity.
    pub fn mention(&mut self, words: &str, kind: EntityType) -> MentionId {
        self.mention_of(words, words, kind)
    }

    /// A mention of the entity with a label.
    pub fn mention_of(&mut self, words: &str, label: &str, kind: EntityType) -> MentionId {
        let tokens = self.tokens(words);
        let resolved = &mut self.document.resolved;
        let entity = resolved.entities.iter().position(|e| e.label == label).unwrap_or_else(|| {
            resolved.entities.push(Entity {
                key: label.to_lowercase().replace(' ', "-"),
                kind,
                label: label.into(),
                alt_labels: Vec::new(),
                same_as: Vec::new(),
                known: false,
                named: label.chars().next().is_some_and(char::is_uppercase),
                sort: None,
                count: label.split(' ').next().and_then(|w| w.parse().ok()),
                of: Vec::new(),
                located_in: Vec::new(),
                within: Vec::new(),
            });
            resolved.entities.len() - 1
        });
        let head = tokens.end - 1;
        let kind = if words == label { MentionKind::Name } else { MentionKind::Pronoun };
        resolved.mentions.push(Mention { tokens, head, kind, entities: vec![entity], confidence: 1.0, reason: "test" });
        resolved.mentions.len() - 1
    }

    /// A frame on the words; classes are `dl:` names, links are slot and `dl:` role.
    pub fn frame(&mut self, kind: FrameKind, words: &str, classes: &[&str], links: &[(&str, &str)]) -> FrameId {
        let trigger = self.tokens(words);
        let sentence = self.document.resolved.parsed.tokens[trigger.start].sentence;
        self.document.frames.push(Frame {
            kind,
            sentence,
            trigger,
            lemma: words.replace(' ', "_"),
            classes: classes.iter().map(|c| format!("{DL}{c}")).collect(),
            links: links.iter().map(|(s, r)| ((*s).to_owned(), format!("{DL}{r}"))).collect(),
            status: Status::Occurred,
            arguments: Vec::new(),
            origin: None,
        });
        self.document.frames.len() - 1
    }

    /// Fills a slot.
    pub fn fill(&mut self, frame: FrameId, slot: &str, filler: Filler) {
        self.document.frames[frame].arguments.push(Argument { slot: slot.into(), filler });
    }

    /// The document.
    pub fn finish(self) -> FramedDocument {
        self.document
    }
}
