//! Sources before a colon: headlines ("Report: …"), transcripts ("SMITH: …"), quotes ("Smith: "…"").

use super::Reader;
use crate::document::BlockKind;
use crate::lexicon::Part;
use crate::parse::{NameLabel, Pos};
use crate::resolve::Attribution;
use crate::vocabulary::{DL, F};
use std::ops::Range;

/// Longest phrase that is taken for a source.
const LONGEST: usize = 8;

impl Reader<'_> {
    /// Adds the attributions whose cue is a colon.
    pub(super) fn colons(&self, found: &mut Vec<Attribution>) {
        for block in &self.blocks {
            let taken = |i: usize| self.lower(i) == ":" && self.quote_of[i].is_none();
            for colon in block.clone().filter(|&i| taken(i)) {
                if let Some((source, content)) = self.before_colon(block, colon) {
                    let cue = self.inverted_cue(source).unwrap_or(colon);
                    found.push(self.colon(cue, source, content));
                    break;
                }
            }
        }
    }

    fn colon(&self, colon: usize, source: usize, content: Range<usize>) -> Attribution {
        let content = self.tidy(vec![content]);
        Attribution {
            cue: colon..colon + 1,
            cue_head: colon,
            speaker: Some(source),
            addressee: None,
            medium: None,
            quote_kind: self.quote_kind(&content),
            content,
            classes: vec![format!("{DL}Statement")],
            confidence: 0.7,
        }
    }

    /// The source's head and the content, when the words before the colon are a source.
    fn before_colon(&self, block: &Range<usize>, colon: usize) -> Option<(usize, Range<usize>)> {
        let left = self.phrase_before_colon(block, colon)?;
        let right = self.trim(colon + 1..block.end);
        let source = left.clone().rev().find(|&i| matches!(self.token(i).pos, Pos::Noun | Pos::Propn))?;
        let quote = self.tokens.get(colon + 1).and_then(|_| self.quote_of[colon + 1]);
        let quote = quote.filter(|&q| self.quotes[q].open == colon + 1);
        if self.document.text(source).chars().count() < 3 {
            return None; // "Q:" and "A:" name nobody
        }
        let label = self.document.names.iter().find(|n| n.tokens.contains(&source)).map(|n| n.label);
        let place = matches!(label, Some(NameLabel::Gpe | NameLabel::Loc | NameLabel::Fac | NameLabel::Date | NameLabel::Event));
        if let Some(q) = quote.filter(|&q| self.is_utterance(q) && self.token(source).pos == Pos::Propn) {
            let rest = self.quotes[q].outer();
            return (!place).then_some((source, rest));
        }
        let says = right.clone().any(|i| self.is_finite(i) || self.is_double_mark(i));
        if left.start != block.start || right.len() < 3 || !says {
            return None;
        }
        let person = label == Some(NameLabel::Person);
        let capitals = left.clone().all(|i| self.document.text(i).chars().all(|c| !c.is_lowercase()));
        let fits = if self.is_headline(block) {
            person
                || label == Some(NameLabel::Org)
                || self.is_source(source)
                || self.token(source).pos == Pos::Propn && label.is_none()
        } else {
            person && left.len() <= 4 || capitals && left.len() <= 3
        };
        (fits && !place).then_some((source, right))
    }

    /// "Continued Smith: "…"": a verb at the start of the sentence that the tagger took for a name.
    fn inverted_cue(&self, source: usize) -> Option<usize> {
        let first = self.sentence(source).start;
        let lower = self.lower(first);
        let stem = lower.strip_suffix('d').unwrap_or(lower);
        let lemmas = [stem, stem.strip_suffix('e').unwrap_or(stem), if lower == "said" { "say" } else { stem }];
        let says = |lemma: &&str| {
            let entries = self.lexicon.entries(lemma, Part::Verb);
            entries.iter().any(|e| e.classes.iter().any(|c| c.strip_prefix(DL) == Some("Statement")))
        };
        (first + 3 > source && first < source && lower.ends_with('d') && lemmas.iter().any(says)).then_some(first)
    }

    /// The words between the colon and the break before it, if they can be one phrase.
    fn phrase_before_colon(&self, block: &Range<usize>, colon: usize) -> Option<Range<usize>> {
        let breaks =
            |i: usize| matches!(self.lower(i), "-" | "--" | "]" | ")") && self.token(i).space_after || self.ends_sentence(i);
        let start = (block.start..colon).rev().find(|&i| breaks(i) && i + 1 < colon).map_or(block.start, |i| i + 1);
        let left = self.trim(start..colon);
        let plain = left.clone().all(|i| !self.is_finite(i) && self.quote_of[i].is_none() && self.token(i).pos != Pos::Adp);
        (!left.is_empty() && left.len() <= LONGEST && plain && left.end == colon).then_some(left)
    }

    fn is_headline(&self, block: &Range<usize>) -> bool {
        let sentence = self.document.sentence_of(block.start);
        let post = &self.document.document.posts[sentence.post];
        post.blocks[sentence.block].kind == BlockKind::Headline
    }

    /// "Report", "police", "experts": a noun of the lexicon's sources.
    fn is_source(&self, noun: usize) -> bool {
        let lemma = self.token(noun).lemma.to_lowercase();
        let entries = self.lexicon.entries(&lemma, Part::Noun);
        entries.iter().any(|e| e.classes.iter().any(|c| c.strip_prefix(F) == Some("Source")))
    }
}
