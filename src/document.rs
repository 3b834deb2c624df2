//! A document as it was read: its text, its posts and what is known about it.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A half-open byte range into the document text, on char boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }
    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }
    /// Whether nothing is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
    /// Whether `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// In which direction a live blog runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Newest post at the top.
    NewestFirst,
    /// Oldest post at the top.
    OldestFirst,
    /// Decided from the text: times of the posts, `Updated` lines.
    #[default]
    Auto,
}

/// What is known of a document beside its text: from options, a sidecar file or the page itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Metadata {
    /// Where it was published.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// When, as RFC 3339 (`2025-08-15T12:00:00-08:00`) or a bare date.
    pub published: Option<String>,
    /// IANA zone in which the text's clock times are meant.
    pub timezone: Option<String>,
    /// Direction of the posts.
    pub order: Order,
}

impl Metadata {
    /// What this says, and what `other` says where this is silent.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let either = |own: &Option<String>, other: &Option<String>| own.as_ref().or(other.as_ref()).cloned();
        Self {
            url: either(&self.url, &other.url),
            title: either(&self.title, &other.title),
            publisher: either(&self.publisher, &other.publisher),
            licence: either(&self.licence, &other.licence),
            published: either(&self.published, &other.published),
            timezone: either(&self.timezone, &other.timezone),
            order: if self.order == Order::Auto { other.order } else { self.order },
        }
    }
}

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// A headline of a post or article.
    Headline,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A block quotation.
    Quote,
}

/// A run of text that is parsed by itself. It never crosses a blank line; in text that was wrapped at a fixed width it
/// spans the line ends inside its paragraph, which [`Document::block_text`] turns into spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// One post of a live blog; an article has exactly one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Position from 0 at the top of the page.
    pub position: usize,
    /// The URL fragment, else empty.
    pub fragment: String,
    /// The headline's text span.
    pub headline: Option<Span>,
    /// Headline and paragraphs in text order.
    pub blocks: Vec<Block>,
    /// When it was published, RFC 3339; `None` when the text does not say.
    pub published: Option<String>,
    /// The clock time of its stamp as `xsd:time`, when nothing says of which day.
    pub clock: Option<String>,
    /// When it was updated: an RFC 3339 moment, or `"true"` for a bare `Updated` line.
    pub updated: Option<String>,
    /// Names of its authors.
    pub byline: Vec<String>,
}

/// A document: text, posts, metadata. Spans point into `text`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Id: by default the file name without its ending.
    pub id: String,
    /// The text, as read (UTF-8, a byte order mark removed, line ends kept).
    pub text: String,
    /// What is known beside the text.
    pub metadata: Metadata,
    /// The posts, in page order.
    pub posts: Vec<Post>,
    /// Post indices from oldest to newest.
    pub oldest_first: Vec<usize>,
    /// What stands beside the text on a page, in page order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asides: Vec<Aside>,
}

/// Words in the main part of a page that are not of the report: a caption, a link to another article, a line of a form.
/// They are shown and never read for facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Where they stand: the byte of the text, at the start of a line, that they come before.
    pub before: usize,
    /// The words, on one line.
    pub text: String,
}

impl Document {
    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// The text of a block as it is parsed: line ends are spaces, so byte offsets stay what they are.
    pub fn block_text(&self, block: &Block) -> Cow<'_, str> {
        let text = self.slice(block.span);
        if text.contains(['\n', '\r']) { Cow::Owned(text.replace(['\n', '\r'], " ")) } else { Cow::Borrowed(text) }
    }
}

/// Turns byte offsets into offsets of Unicode code points, for output.
///
/// Each answer costs the distance from the one before.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl<'a> CodePoints<'a> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text, byte: 0, point: 0 }
    }

    /// How many code points stand before byte `offset`, which must be a char boundary.
    pub fn at(&mut self, offset: usize) -> usize {
        if offset < self.byte {
            self.point -= self.text[offset..self.byte].chars().count();
        } else {
            self.point += self.text[self.byte..offset].chars().count();
        }
        self.byte = offset;
        self.point
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points_in_any_order() {
        let mut points = CodePoints::new("a“é”z");
        assert_eq!([points.at(1), points.at(9), points.at(4), points.at(0)], [1, 4, 2, 0]);
    }

    #[test]
    fn block_text_keeps_byte_offsets() {
        let document = Document { text: "one\r\ntwo".into(), ..Document::default() };
        let block = Block { span: Span::new(0, 8), kind: BlockKind::Paragraph };
        assert_eq!(document.block_text(&block), "one  two");
    }
}
