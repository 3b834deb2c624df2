//! Quotes without a cue of their own: they go on with the saying before them.

use super::Reader;
use crate::resolve::Attribution;
use crate::vocabulary::DL;
use std::ops::Range;

impl Reader<'_> {
    /// Adds quotes that no cue claims to the last saying before them.
    ///
    /// A quote goes with the sentence right before it ("He praised the plan. "It works.""); a paragraph of nothing but
    /// quotes goes with the last saying of the paragraph before it.
    pub(super) fn float(&self, found: &mut [Attribution]) {
        for (q, quote) in self.quotes.iter().enumerate().filter(|(_, q)| !q.nested) {
            let outer = quote.outer();
            let claimed = found.iter().any(|a| a.content.iter().any(|r| r.start < outer.end && outer.start < r.end));
            if claimed || !self.is_utterance(q) || self.is_closed_by_cue(q) || self.has_cue_around(q, found) {
                continue;
            }
            if let Some(owner) = self.owner(&outer, found) {
                let last = &mut found[owner];
                last.content.push(outer);
                last.content = self.tidy(std::mem::take(&mut last.content));
                last.quote_kind = self.quote_kind(&last.content);
            }
        }
    }

    /// Whether the sentence around the quote has words of its own.
    fn has_cue_around(&self, q: usize, found: &[Attribution]) -> bool {
        let outer = self.quotes[q].outer();
        let block = self.block(outer.start);
        let boundary = |i: usize| self.ends_sentence(i) || self.quote_of[i].is_some();
        let before = (block.start..outer.start).rev().find(|&i| !self.is_punct(i) || self.ends_sentence(i));
        let opens = before.is_none_or(boundary);
        let after = (outer.end..block.end).find(|&i| !self.is_punct(i));
        let runs_on = after.is_some_and(|i| self.document.text(i).starts_with(char::is_lowercase));
        !opens || runs_on || found.iter().any(|a| outer.contains(&a.cue_head) && self.quote_of[a.cue_head].is_none())
    }

    /// The attribution that a quote goes on with.
    fn owner(&self, quote: &Range<usize>, found: &[Attribution]) -> Option<usize> {
        let block = self.block(quote.start);
        let alone = block.clone().all(|i| self.quote_of[i].is_some() || self.is_punct(i));
        let last = (block.start..quote.start).rev().find(|&i| !self.is_punct(i));
        let from = match last {
            Some(last) => self.outer_sentence(last).start,
            None if alone && self.block_of[quote.start] > 0 => {
                let previous = self.blocks[self.block_of[quote.start] - 1].clone();
                if self.document.post_of(previous.start) != self.document.post_of(block.start) {
                    return None;
                }
                previous.start
            }
            None => return None,
        };
        let says = |a: &Attribution| {
            (from..quote.start).contains(&a.cue_head)
                && self.quote_of[a.cue_head].is_none()
                && a.speaker.is_some()
                && !a.classes.iter().any(|c| matches!(c.strip_prefix(DL), Some("Belief" | "Intention")))
        };
        let inner = |a: &Attribution| found.iter().any(|o| o.content.iter().any(|r| r.contains(&a.cue_head)));
        found.iter().rposition(|a| says(a) && !inner(a))
    }
}
