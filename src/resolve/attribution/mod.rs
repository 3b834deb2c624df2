//! Who says or thinks what: cue, source, addressee, medium and content of each attribution.
//!
//! Which words are cues is lexicon data (`ontology/lexicon/attribution*.ttl`). A slot linked to `dl:speaker` holds the
//! source, one linked to `dl:addressee` the hearer, one linked to `dl:about` content that is a phrase ("criticised
//! the plan"). A content clause or quote needs no link. Quotes are read by their marks, since a parser often loses
//! the thread inside long ones; everything else follows the tree.

mod adjunct;
mod clause;
mod cue;
mod floating;
mod headline;
mod merge;
mod mute;
mod noun;
mod pieces;
mod quoted;
mod source;
#[cfg(test)]
mod tests;
mod verb;

use super::knowledge::Knowledge;
use super::quote::{self, Quote};
use super::{Attribution, QuoteKind};
use crate::lexicon::Lexicon;
use crate::parse::{Dep, NameLabel, ParsedDocument, Pos, Tag, Token};
use std::ops::Range;

/// Finds all attributions of a document, in the order of their cues.
///
/// Content never holds the cue, its speaker or its adverbials; quote marks stand outside the pieces. An attribution
/// inside another's content is found as well.
pub fn find(document: &ParsedDocument, lexicon: &Lexicon, knowledge: &Knowledge) -> Vec<Attribution> {
    let reader = Reader::new(document, lexicon, knowledge);
    let mut found: Vec<Attribution> = (0..document.tokens.len()).filter_map(|token| reader.at(token)).collect();
    reader.colons(&mut found);
    reader.merge(&mut found);
    reader.float(&mut found);
    found
}

/// What the steps share: the document, the cues, the quotes and paragraphs.
struct Reader<'a> {
    document: &'a ParsedDocument,
    tokens: &'a [Token],
    lexicon: &'a Lexicon,
    knowledge: &'a Knowledge,
    quotes: Vec<Quote>,
    /// Outermost quote of each token, marks included.
    quote_of: Vec<Option<usize>>,
    blocks: Vec<Range<usize>>,
    block_of: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn new(document: &'a ParsedDocument, lexicon: &'a Lexicon, knowledge: &'a Knowledge) -> Self {
        let quotes = quote::find(document);
        let blocks = quote::blocks(document);
        let mut quote_of = vec![None; document.tokens.len()];
        for (i, q) in quotes.iter().enumerate().filter(|(_, q)| !q.nested) {
            quote_of[q.outer()].fill(Some(i));
        }
        let mut block_of = vec![0; document.tokens.len()];
        for (i, block) in blocks.iter().enumerate() {
            block_of[block.clone()].fill(i);
        }
        Self { document, tokens: &document.tokens, lexicon, knowledge, quotes, quote_of, blocks, block_of }
    }

    /// The attribution whose cue is headed by the token.
    fn at(&self, token: usize) -> Option<Attribution> {
        if self.token(token).dep == Dep::Acomp {
            return self.adjective(token).or_else(|| self.verb(token));
        }
        self.adjunct(token).or_else(|| self.verb(token)).or_else(|| self.noun(token)).or_else(|| self.adjective(token))
    }

    fn token(&self, i: usize) -> &Token {
        &self.tokens[i]
    }

    fn block(&self, i: usize) -> Range<usize> {
        self.blocks[self.block_of[i]].clone()
    }

    fn sentence(&self, i: usize) -> Range<usize> {
        self.document.sentence_of(i).tokens.clone()
    }

    fn child(&self, token: usize, deps: &[Dep]) -> Option<usize> {
        self.document.children(token).find(|&c| deps.contains(&self.token(c).dep))
    }

    fn lower(&self, i: usize) -> &str {
        &self.token(i).lower
    }

    fn is_verb(&self, i: usize) -> bool {
        matches!(self.token(i).tag, Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz)
    }

    fn is_finite(&self, i: usize) -> bool {
        matches!(self.token(i).tag, Tag::Vbd | Tag::Vbp | Tag::Vbz | Tag::Md)
    }

    fn is_punct(&self, i: usize) -> bool {
        matches!(self.token(i).pos, Pos::Punct | Pos::Space) || quote::is_mark(self.lower(i))
    }

    /// A day, a date or a clock time by name.
    fn is_time(&self, i: usize) -> bool {
        let names = self.document.names.iter();
        names.filter(|n| matches!(n.label, NameLabel::Date | NameLabel::Time)).any(|n| n.tokens.contains(&i))
    }

    fn is_double_mark(&self, i: usize) -> bool {
        quote::is_double_mark(self.lower(i))
    }

    /// Full stop, question or exclamation mark.
    fn ends_sentence(&self, i: usize) -> bool {
        matches!(self.lower(i), "." | "?" | "!" | "..." | "\u{2026}" | ";" | "?!" | "....")
    }

    /// How the pieces are given: compared with the quote marks around and in them.
    fn quote_kind(&self, content: &[Range<usize>]) -> QuoteKind {
        let words = |r: &Range<usize>| r.clone().filter(|&i| !self.is_punct(i)).collect::<Vec<_>>();
        let all: Vec<usize> = content.iter().flat_map(words).collect();
        let quoted = all.iter().filter(|&&i| self.quotes.iter().any(|q| q.inside.contains(&i))).count();
        match quoted {
            0 => QuoteKind::Indirect,
            n if n == all.len() => QuoteKind::Direct,
            _ => QuoteKind::Mixed,
        }
    }
}
