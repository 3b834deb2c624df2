//! Temporary bridge: analyses made by Python spaCy, keyed by block text. Goes when the runtime works.

use super::{Dep, NameLabel, NameSpan, ParsedDocument, Pos, Sentence, Tag, Token};
use crate::document::{Document, Span};
use std::collections::HashMap;
use std::sync::OnceLock;

type Row = (String, Vec<(usize, usize, String, String, String, usize, String, u8)>, Vec<(usize, usize, String)>);

fn rows() -> &'static HashMap<String, Row> {
    static ROWS: OnceLock<HashMap<String, Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let path = std::env::var("DATELINE_DUMP").unwrap_or_else(|_| "/tmp/wt/dump.jsonl".into());
        let text = std::fs::read_to_string(path).unwrap_or_default();
        text.lines().filter_map(|l| serde_json::from_str::<Row>(l).ok()).map(|r| (r.0.clone(), r)).collect()
    })
}

/// Parses from the dump; blocks that it lacks are left out.
pub fn parse(document: Document) -> ParsedDocument {
    let (mut tokens, mut sentences, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for (post, p) in document.posts.iter().enumerate() {
        for (block, b) in p.blocks.iter().enumerate() {
            let Some(row) = rows().get(document.slice(b.span).trim_end()) else { continue };
            let text = document.slice(b.span);
            let byte = |c: usize| text.char_indices().nth(c).map_or(text.len(), |(i, _)| i) + b.span.start;
            let base = tokens.len();
            for (i, t) in row.1.iter().enumerate() {
                if t.7 == 1 || i == 0 {
                    sentences.push(Sentence { tokens: base + i..base + i, post, block });
                }
                let span = Span::new(byte(t.0), byte(t.0 + t.1));
                let lower = super::plain(document.slice(span));
                tokens.push(Token {
                    span,
                    lower: lower.into(),
                    lemma: t.6.as_str().into(),
                    tag: Tag::from_label(&t.2).unwrap_or(Tag::None),
                    pos: Pos::from_label(&t.3).unwrap_or(Pos::None),
                    dep: Dep::from_label(&t.4).unwrap_or(Dep::None),
                    head: base + t.5,
                    sentence: sentences.len() - 1,
                    space_after: document.text[span.end..].starts_with(' '),
                });
                if let Some(s) = sentences.last_mut() {
                    s.tokens.end = base + i + 1;
                }
            }
            for e in &row.2 {
                if let Some(label) = NameLabel::from_label(&e.2) {
                    names.push(NameSpan { tokens: base + e.0..base + e.1, label });
                }
            }
        }
    }
    ParsedDocument::new(document, tokens, sentences, names)
}
