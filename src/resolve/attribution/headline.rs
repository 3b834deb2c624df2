//! Headlines and transcripts: "X: …", "…: report".

use super::Reader;
use crate::document::BlockKind;
use crate::parse::{NameLabel, Pos};
use crate::resolve::Attribution;
use crate::vocabulary::DL;
use std::ops::Range;

impl Reader<'_> {
    /// Adds the attributions of headlines and transcript lines.
    pub(super) fn headlines(&self, found: &mut Vec<Attribution>) {
        for block in &self.blocks {
            if let Some(attribution) = self.colon(block) {
                found.push(attribution);
            }
        }
    }

    fn is_headline(&self, block: &Range<usize>) -> bool {
        let sentence = self.document.sentence_of(block.start);
        let post = &self.document.document.posts[sentence.post];
        post.blocks[sentence.block].kind == BlockKind::Headline || sentence.block == 0
    }

    fn colon(&self, block: &Range<usize>) -> Option<Attribution> {
        let colon = block.clone().take(10).find(|&i| self.lower(i) == ":" && self.quote_of[i].is_none())?;
        let left = self.trim(block.start..colon);
        let right = self.trim(colon + 1..block.end);
        if left.is_empty() || right.len() < 2 || left.clone().any(|i| self.is_finite(i)) {
            return None;
        }
        let name = self.document.names.iter().find(|n| n.tokens.start >= left.start && n.tokens.end == left.end)?;
        let person = matches!(name.label, NameLabel::Person);
        let agent = person || matches!(name.label, NameLabel::Org | NameLabel::Gpe | NameLabel::Norp);
        let headline = self.is_headline(block);
        let says = right.clone().any(|i| self.is_finite(i) || self.is_double_mark(i) || self.token(i).pos == Pos::Verb);
        if !says || !(headline && agent || person && name.tokens == left) {
            return None;
        }
        let content = self.tidy(vec![right]);
        Some(Attribution {
            cue: colon..colon + 1,
            cue_head: colon,
            speaker: Some(left.end - 1),
            addressee: None,
            medium: None,
            quote_kind: self.quote_kind(&content),
            content,
            classes: vec![format!("{DL}Statement")],
            confidence: 0.7,
        })
    }
}
