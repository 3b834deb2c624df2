//! Plain text to posts and blocks.

use super::lines::lines;
use crate::document::{Block, BlockKind, Document, Metadata, Order, Post, Span};

/// Reads a plain text: a live blog becomes its posts, anything else one post. The text itself stays as it is.
pub fn read_text(id: &str, text: &str, metadata: Metadata) -> Document {
    let mut posts = vec![Post::default()];
    let lines = lines(text);
    let words = |span: Span| &text[span.start..span.end];
    let blog = lines.iter().filter(|line| words(line.span) == "Updated").count() > 1;
    for (at, line) in lines.iter().enumerate() {
        let line_text = words(line.span);
        let post = posts.last_mut().expect("there is always a post");
        if blog && line_text == "Updated" {
            post.updated = Some("true".into());
            posts.push(Post::default());
            continue;
        }
        let next = lines.get(at + 1).map(|line| words(line.span));
        let headline = is_headline(line_text) && next.is_some_and(|next| next.len() > line_text.len());
        let kind = if headline && (blog || at == 0) { BlockKind::Headline } else { BlockKind::Paragraph };
        if kind == BlockKind::Headline && !post.blocks.is_empty() {
            posts.push(Post::default());
        }
        let post = posts.last_mut().expect("there is always a post");
        if kind == BlockKind::Headline {
            post.headline = Some(line.span);
        }
        post.blocks.push(Block { span: line.span, kind });
    }
    posts.retain(|post| !post.blocks.is_empty());
    for (position, post) in posts.iter_mut().enumerate() {
        post.position = position;
    }
    let mut oldest_first: Vec<usize> = (0..posts.len()).collect();
    if metadata.order != Order::OldestFirst {
        oldest_first.reverse();
    }
    Document { id: id.to_owned(), text: text.to_owned(), metadata, posts, oldest_first }
}

fn is_headline(line: &str) -> bool {
    line.len() < 140 && !line.ends_with(['.', '!', ':', ';', ',', '”', '"', '’'])
}
