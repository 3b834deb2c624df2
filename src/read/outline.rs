//! A document as people read it: what `parse --show text` prints and the reading tests compare.

use crate::document::{BlockKind, Document, Post};
use std::fmt::Write;

/// The posts of a document with their facts, a line a block; `#` is a headline, `-` a list item, `>` a quotation.
pub fn outline(document: &Document) -> String {
    let mut out = String::new();
    for post in &document.posts {
        let _ = writeln!(out, "== {} post {}{}", document.id, post.position, facts(post));
        for block in &post.blocks {
            let mark = match block.kind {
                BlockKind::Headline => "# ",
                BlockKind::Paragraph => "",
                BlockKind::ListItem => "- ",
                BlockKind::Quote => "> ",
            };
            let _ = writeln!(out, "{mark}{}", document.block_text(block));
        }
        out.push('\n');
    }
    out
}

fn facts(post: &Post) -> String {
    let mut facts = String::new();
    for (name, value) in [("published", &post.published), ("clock", &post.clock), ("updated", &post.updated)] {
        if let Some(value) = value {
            let _ = write!(facts, ", {name} {value}");
        }
    }
    if !post.byline.is_empty() {
        let _ = write!(facts, ", by {}", post.byline.join(", "));
    }
    facts
}
