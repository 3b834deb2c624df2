//! Text to tokens, tags, heads, sentences and name spans: a runtime for spaCy v3 CNN pipelines.
//!
//! [`Pipeline::load`] reads a model; [`Pipeline::parse`] analyses a document, each block by itself.

mod archive;
mod arcs;
mod attributes;
mod chars;
pub mod conllu;
mod entities;
mod error;
mod hash;
mod kernel;
pub mod labels;
mod lemmas;
mod message;
mod model;
mod moves;
mod network;
mod pipeline;
mod plain;
mod regex;
mod tokenizer;
mod vectors;
mod words;

use crate::document::{Document, Span};
pub use error::ModelError;
pub use kernel::{Instructions, peak_flops};
pub use labels::{Dep, NameLabel, Pos, Tag};
pub use model::{ModelInfo, PINNED_SHA256, locate};
pub use pipeline::{Analysed, Analysis, Cache, Pipeline};
use std::ops::Range;
use std::sync::Arc;

/// A token. Its index is its position in [`ParsedDocument::tokens`].
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Lower-cased text with curly quotes and dashes made plain; what rules compare with.
    pub lower: Arc<str>,
    /// Lemma, as spaCy gives it.
    pub lemma: Arc<str>,
    /// Penn Treebank tag.
    pub tag: Tag,
    /// Universal part of speech.
    pub pos: Pos,
    /// Label of the arc to `head`.
    pub dep: Dep,
    /// Index of the head; its own index for a root.
    pub head: usize,
    /// Index of its sentence.
    pub sentence: usize,
    /// Whether a space follows.
    pub space_after: bool,
}

/// A sentence: a run of tokens inside one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Token indices.
    pub tokens: Range<usize>,
    /// Index of the post.
    pub post: usize,
    /// Index of the block within the post.
    pub block: usize,
}

/// A name span found by the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameSpan {
    /// Token indices.
    pub tokens: Range<usize>,
    /// `OntoNotes` label.
    pub label: NameLabel,
}

/// A document with its analysis. Tokens of all posts stand in one list, in text order; children are sorted.
#[derive(Clone, Debug)]
pub struct ParsedDocument {
    /// The document.
    pub document: Document,
    /// All tokens.
    pub tokens: Vec<Token>,
    /// All sentences, in text order.
    pub sentences: Vec<Sentence>,
    /// All name spans, in text order, never overlapping.
    pub names: Vec<NameSpan>,
    children: Vec<Vec<u32>>,
}

impl ParsedDocument {
    /// Joins the parts and indexes the children of each token.
    pub fn new(document: Document, tokens: Vec<Token>, sentences: Vec<Sentence>, names: Vec<NameSpan>) -> Self {
        let mut children = vec![Vec::new(); tokens.len()];
        for (i, token) in tokens.iter().enumerate() {
            if token.head != i {
                children[token.head].push(i as u32);
            }
        }
        Self { document, tokens, sentences, names, children }
    }

    /// The words of a token as they stand in the text.
    pub fn text(&self, token: usize) -> &str {
        self.document.slice(self.tokens[token].span)
    }

    /// The span from the first to the last token of a range.
    ///
    /// An empty range gives the empty span at its start.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        if tokens.is_empty() {
            let at = self.tokens.get(tokens.start).map_or(self.document.text.len(), |t| t.span.start);
            return Span::new(at, at);
        }
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }

    /// Children of a token, in text order.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children[token].iter().map(|&c| c as usize)
    }

    /// Children with a given label, in text order.
    pub fn children_with(&self, token: usize, dep: Dep) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children(token).filter(move |&c| self.tokens[c].dep == dep)
    }

    /// The leftmost and one past the rightmost token of the subtree.
    pub fn subtree(&self, token: usize) -> Range<usize> {
        let (mut first, mut last) = (token, token);
        for c in self.children(token) {
            let r = self.subtree(c);
            first = first.min(r.start);
            last = last.max(r.end - 1);
        }
        first..last + 1
    }

    /// Whether `ancestor` is `token` or above it.
    pub fn dominates(&self, ancestor: usize, token: usize) -> bool {
        let mut at = token;
        loop {
            if at == ancestor {
                return true;
            }
            let head = self.tokens[at].head;
            if head == at {
                return false;
            }
            at = head;
        }
    }

    /// The sentence that a token belongs to.
    pub fn sentence_of(&self, token: usize) -> &Sentence {
        &self.sentences[self.tokens[token].sentence]
    }

    /// The post that a token belongs to.
    pub fn post_of(&self, token: usize) -> usize {
        self.sentence_of(token).post
    }
}

/// Lower case, with curly quotes and dashes made plain: what [`Token::lower`] holds.
pub fn plain(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{2013}' | '\u{2014}' => '-',
            _ => c,
        })
        .collect()
}
