//! Extracted pieces to one text with spans.

use super::body::Piece;
use super::is_heading;
use crate::document::{Aside, Block, BlockKind, Document, Metadata, Post, Span};
use crate::read::dateline::divide;

/// Builds the text of a document: a line a block, a blank line between posts.
#[derive(Debug, Default)]
pub struct Composer {
    text: String,
    posts: Vec<Post>,
    asides: Vec<Aside>,
}

impl Composer {
    /// Adds a post. A first piece that only repeats the headline is left out.
    pub fn post(&mut self, headline: Option<&str>, pieces: &[Piece]) -> &mut Post {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let mut post = Post { position: self.posts.len(), ..Post::default() };
        let headline = headline.map(one_line).filter(|headline| !headline.is_empty());
        if let Some(headline) = &headline {
            let span = self.line(headline);
            post.headline = Some(span);
            post.blocks.push(Block { span, kind: BlockKind::Headline });
        }
        let mut is_first = true;
        for piece in pieces {
            if piece.is_aside {
                self.asides.push(Aside { before: self.text.len(), text: piece.text.clone() });
                continue;
            }
            let repeats = is_first && headline.as_ref().is_some_and(|headline| same_words(headline, &piece.text));
            let opens = std::mem::take(&mut is_first);
            if repeats {
                continue;
            }
            let span = self.line(&piece.text);
            if opens && post.headline.is_none() && is_heading(piece.kind) {
                post.headline = Some(span);
            }
            post.blocks.push(Block { span, kind: piece.kind });
        }
        self.posts.push(post);
        let last = self.posts.len() - 1;
        &mut self.posts[last]
    }

    fn line(&mut self, line: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(line);
        self.text.push('\n');
        Span::new(start, start + line.len())
    }

    /// The document of what was added, its posts in the order given.
    pub fn finish(mut self, id: &str, metadata: Metadata) -> Document {
        divide(&self.text, &mut self.posts);
        let Self { text, posts, asides } = self;
        let oldest_first = (0..posts.len()).collect();
        Document { id: id.to_owned(), text, metadata, posts, oldest_first, asides }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn same_words(a: &str, b: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    letters(a) == letters(b)
}
