//! Quotations by their marks: where each opens and closes, and which go on in the next paragraph.

use crate::parse::{ParsedDocument, Tag};
use std::ops::Range;

/// Words between quote marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The opening mark.
    pub open: usize,
    /// The closing mark; `None` when the paragraph ends before one (a quote over several paragraphs).
    pub close: Option<usize>,
    /// The tokens between the marks.
    pub inside: Range<usize>,
    /// Whether it stands inside another quote.
    pub nested: bool,
    /// Whether the next paragraph opens with a mark and goes on with the same quote.
    pub continued: bool,
}

impl Quote {
    /// From the opening mark to one past the closing mark.
    pub fn outer(&self) -> Range<usize> {
        self.open..self.close.map_or(self.inside.end, |c| c + 1)
    }
}

/// What a token can be to a quote.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    Either,
}

/// Token ranges of the paragraphs: runs of sentences of one block.
pub fn blocks(document: &ParsedDocument) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for sentence in &document.sentences {
        let key = Some((sentence.post, sentence.block));
        match blocks.last_mut() {
            Some(block) if key == last => block.end = sentence.tokens.end,
            _ => blocks.push(sentence.tokens.clone()),
        }
        last = key;
    }
    blocks
}

/// Whether the token is a double quote mark of any shape.
pub fn is_double_mark(lower: &str) -> bool {
    matches!(lower, "\"" | "''" | "``" | "\u{ab}" | "\u{bb}" | "\u{201e}")
}

/// Whether the token is a quote mark of any shape.
pub fn is_mark(lower: &str) -> bool {
    is_double_mark(lower) || matches!(lower, "'" | "`")
}

/// Finds all quotes, in order of their opening marks.
///
/// Double marks pair within a paragraph; a mark left open runs to its end. Single marks count only when they close.
pub fn find(document: &ParsedDocument) -> Vec<Quote> {
    let blocks = blocks(document);
    let mut quotes = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        let from = quotes.len();
        doubles(document, block, &mut quotes);
        singles(document, block, &mut quotes);
        quotes[from..].sort_by_key(|q: &Quote| q.open);
        mark_nested(&mut quotes[from..]);
        let same_post = blocks.get(i + 1).filter(|next| document.post_of(next.start) == document.post_of(block.start));
        if let (Some(next), Some(last)) = (same_post, quotes[from..].iter_mut().rev().find(|q| q.close.is_none())) {
            last.continued = is_double_mark(&document.tokens[next.start].lower);
        }
    }
    quotes
}

fn doubles(document: &ParsedDocument, block: &Range<usize>, quotes: &mut Vec<Quote>) {
    let mut open: Option<usize> = None;
    for i in block.clone().filter(|&i| is_double_mark(&document.tokens[i].lower)) {
        match (direction(document, block, i), open) {
            (Mark::Open, Some(o)) => {
                quotes.push(quote(o, None, i));
                open = Some(i);
            }
            (Mark::Open | Mark::Either, None) => open = Some(i),
            (Mark::Close | Mark::Either, Some(o)) => {
                quotes.push(quote(o, Some(i), i));
                open = None;
            }
            (Mark::Close, None) => {}
        }
    }
    if let Some(o) = open {
        quotes.push(quote(o, None, block.end));
    }
}

fn singles(document: &ParsedDocument, block: &Range<usize>, quotes: &mut Vec<Quote>) {
    let mut open: Option<usize> = None;
    for i in block.clone().filter(|&i| matches!(&*document.tokens[i].lower, "'" | "`")) {
        match (direction(document, block, i), open) {
            (Mark::Open, _) => open = Some(i),
            (Mark::Close, Some(o)) if document.tokens[i].tag != Tag::Pos && i > o + 1 => {
                quotes.push(quote(o, Some(i), i));
                open = None;
            }
            _ => {}
        }
    }
}

fn quote(open: usize, close: Option<usize>, end: usize) -> Quote {
    Quote { open, close, inside: open + 1..end, nested: false, continued: false }
}

/// Curly marks say it themselves; straight ones by the spaces around them.
fn direction(document: &ParsedDocument, block: &Range<usize>, i: usize) -> Mark {
    let ends_word = i > block.start && !document.tokens[i - 1].space_after && document.tokens[i].space_after;
    match document.text(i) {
        "\u{201c}" if ends_word => return Mark::Close, // typed the wrong way round
        "\u{201c}" | "\u{2018}" | "``" | "`" | "\u{ab}" | "\u{201e}" => return Mark::Open,
        "\u{201d}" | "\u{2019}" | "\u{bb}" => return Mark::Close,
        _ => {}
    }
    let opens_after = i == block.start
        || document.tokens[i - 1].space_after
        || is_mark(&document.tokens[i - 1].lower)
        || matches!(&*document.tokens[i - 1].lower, "(" | "[" | "-" | "--");
    let glued_on = i + 1 < block.end && !document.tokens[i].space_after;
    match (opens_after, glued_on) {
        (true, true) => Mark::Open,
        (false, _) => Mark::Close,
        _ => Mark::Either,
    }
}

fn mark_nested(quotes: &mut [Quote]) {
    for i in 1..quotes.len() {
        let open = quotes[i].open;
        quotes[i].nested = quotes[..i].iter().any(|q| q.inside.contains(&open));
    }
}
