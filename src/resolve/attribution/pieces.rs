//! Token sets to pieces: contiguous ranges without quote marks and outer punctuation.

use super::Reader;
use std::ops::Range;

impl Reader<'_> {
    /// Trims punctuation and quote marks at the edges; question and exclamation marks stay, and so do brackets.
    pub(super) fn trim(&self, range: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (range.start, range.end);
        while start < end && self.is_outer(start) && !matches!(self.lower(start), "(" | "[" | "...") {
            start += 1;
        }
        while start < end && self.is_outer(end - 1) && !matches!(self.lower(end - 1), "?" | "!" | ")" | "]") {
            end -= 1;
        }
        self.with_own_marks(start..end, &range)
    }

    /// Takes a quote mark back whose partner stands within: He is [a "good man"].
    fn with_own_marks(&self, trimmed: Range<usize>, range: &Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (trimmed.start, trimmed.end);
        if trimmed.is_empty() {
            return trimmed;
        }
        for q in self.quotes.iter().filter(|q| !q.nested) {
            let Some(close) = q.close else { continue };
            if q.open + 1 == start && q.open >= range.start && close + 1 < end {
                start = q.open;
            }
            if q.open >= start && (end..range.end.min(end + 2)).contains(&close) && (end..close).all(|i| self.is_punct(i)) {
                end = close + 1;
            }
        }
        start..end
    }

    fn is_outer(&self, i: usize) -> bool {
        self.is_punct(i) && !matches!(self.lower(i), "#" | "@")
    }

    /// Sorts, trims and joins pieces between which only punctuation stands.
    pub(super) fn tidy(&self, mut pieces: Vec<Range<usize>>) -> Vec<Range<usize>> {
        pieces.retain(|r| !r.is_empty());
        pieces.sort_by_key(|r| (r.start, r.end));
        let mut tidy: Vec<Range<usize>> = Vec::new();
        for piece in pieces {
            let piece = self.trim(piece);
            if piece.is_empty() {
                continue;
            }
            match tidy.last_mut() {
                Some(last)
                    if piece.start <= last.end
                        || self.block_of[last.start] == self.block_of[piece.start]
                            && (last.end..piece.start).all(|i| self.is_punct(i)) =>
                {
                    last.end = last.end.max(piece.end);
                }
                _ => tidy.push(piece),
            }
        }
        tidy
    }

    /// Grows a range over quotes that begin inside it, and keeps it inside the quote that the cue itself stands in.
    pub(super) fn fit(&self, cue: usize, range: Range<usize>) -> Range<usize> {
        if let Some(q) = self.quote_of[cue] {
            let inside = &self.quotes[q].inside;
            return range.start.max(inside.start)..range.end.min(inside.end);
        }
        let mut end = range.end;
        for q in self.quotes.iter().filter(|q| !q.nested && range.contains(&q.open)) {
            if !q.outer().contains(&cue) && cue < q.open {
                end = end.max(q.outer().end);
            }
        }
        range.start..end
    }
}

/// What is left of a range when another is taken out.
pub(super) fn without(range: Range<usize>, hole: &Range<usize>) -> Vec<Range<usize>> {
    if hole.end <= range.start || range.end <= hole.start {
        return vec![range];
    }
    vec![range.start..hole.start.max(range.start), hole.end.min(range.end)..range.end]
}
