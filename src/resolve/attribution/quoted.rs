//! Content given in quote marks: which quote a cue stands next to, and how far the quote runs.

use super::{Quote, Reader};
use crate::lexicon::Part;
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::quote::is_mark;
use std::ops::Range;

impl Reader<'_> {
    /// Pieces of the quote or quotes that the cue introduces, closes or interrupts.
    pub(super) fn quotes_beside(&self, verb: usize) -> Option<Vec<Range<usize>>> {
        if self.quote_of[verb].is_some() {
            return None;
        }
        let right = self.right_quote(verb);
        let left = self.left_quote(verb).filter(|&q| right.is_none() || self.ends_with_comma(q));
        let mut pieces = Vec::new();
        if let Some(q) = left {
            self.add_paragraphs_before(q, &mut pieces);
            pieces.push(self.with_lead_in(q));
        }
        if let Some(q) = right {
            let start = if q > 0 && self.lower(self.quotes[q].open.saturating_sub(1)) == "that" {
                self.quotes[q].open - 1
            } else {
                self.quotes[q].open
            };
            pieces.push(start..self.quotes[q].outer().end);
            self.add_listed(q, &mut pieces);
        } else if left.is_some()
            && let Some(q) = self.next_sentence_quote(verb)
        {
            pieces.push(self.quotes[q].outer());
        }
        let last = right.or(left)?;
        self.add_next_paragraphs(pieces.last().map_or(last, |p| self.quote_of[p.end - 1].unwrap_or(last)), &mut pieces);
        Some(pieces)
    }

    /// Further quotes of a list: asked "…?" and "…?"
    fn add_listed(&self, from: usize, pieces: &mut Vec<Range<usize>>) {
        let mut q = from;
        while let Some(close) = self.quotes[q].close {
            let between = |i: &usize| self.lower(*i) == "," || self.token(*i).tag == Tag::Cc;
            let Some(open) = (close + 1..self.block(close).end).find(|i| !between(i)) else { return };
            let next = self.quote_of[open].filter(|&n| self.quotes[n].open == open && open > close + 1);
            let Some(next) = next.filter(|&n| self.is_utterance(n) && !self.is_closed_by_cue(n)) else { return };
            pieces.push(self.quotes[next].outer());
            q = next;
        }
    }

    /// The quote before "…," X said.
    fn left_quote(&self, verb: usize) -> Option<usize> {
        let block = self.block(verb);
        let mark = (block.start..verb).rev().find(|&i| self.is_double_mark(i) || self.stops(i))?;
        let q = self.quote_of[mark].filter(|&q| self.quotes[q].close == Some(mark))?;
        let first = (mark + 1..=verb).find(|&i| !self.is_punct(i))?;
        let inner_end = self.last_inside(q)?;
        let ends = |i: usize| matches!(self.lower(i), "," | "?" | "!" | "..." | "\u{2026}" | "-" | "--");
        let closes = ends(inner_end) || (mark + 1 < verb && ends(mark + 1));
        // "…" the editor responded.
        let bare = self.is_utterance(q) && self.tokens.get(verb + 1).is_none_or(|_| self.ends_sentence(verb + 1));
        let closes = closes || bare;
        let opens_clause = matches!(self.token(first).pos, Pos::Cconj | Pos::Sconj) && self.lower(first) != "as";
        let other = (mark + 1..verb).any(|i| self.is_other_clause(verb, i));
        (closes && !opens_clause && !other).then_some(q)
    }

    /// The quote after X said, "…" or X said that "…".
    fn right_quote(&self, verb: usize) -> Option<usize> {
        let block = self.block(verb);
        let mark = (verb + 1..block.end).find(|&i| self.is_double_mark(i) || self.stops(i))?;
        let q = self.quote_of[mark].filter(|&q| self.quotes[q].open == mark)?;
        let between = verb + 1..mark;
        if between.clone().any(|i| self.is_other_clause(verb, i) || self.is_clause_start(verb, i)) {
            return None;
        }
        let Some(last) = between.clone().last() else {
            return Some(q)
                .filter(|&q| self.quotes[q].inside.clone().any(|i| self.is_finite(i) || self.token(i).pos == Pos::Aux));
        };
        let introduces = matches!(self.lower(last), "," | ":" | "that" | "-" | "--");
        let own = between.clone().all(|i| self.is_punct(i) || self.document.dominates(verb, i));
        (introduces || own && self.is_utterance(q) && self.token(last).pos != Pos::Adp).then_some(q)
    }

    /// The last token of a quote, the closing mark of a quote in it aside.
    fn last_inside(&self, q: usize) -> Option<usize> {
        self.quotes[q].inside.clone().rev().find(|&i| !is_mark(self.lower(i)))
    }

    fn ends_with_comma(&self, q: usize) -> bool {
        let quote = &self.quotes[q];
        let after = quote.outer().end;
        self.last_inside(q).is_some_and(|i| self.lower(i) == ",") || after < self.tokens.len() && self.lower(after) == ","
    }

    /// A quote that reads as a sentence of its own.
    pub(super) fn is_utterance(&self, q: usize) -> bool {
        let inside = self.quotes[q].inside.clone();
        let Some(first) = inside.clone().find(|&i| !self.is_punct(i)) else { return false };
        let capital = self.document.text(first).starts_with(char::is_uppercase);
        capital
            && inside.len() >= 3
            && inside.clone().any(|i| self.is_finite(i) || self.token(i).pos == Pos::Aux || self.is_verb(i))
    }

    /// Whether the walk from a cue to a quote ends here.
    fn stops(&self, i: usize) -> bool {
        self.ends_sentence(i)
    }

    /// A verb between cue and quote that has nothing to do with the cue's own words, or says something itself.
    fn is_other_clause(&self, verb: usize, i: usize) -> bool {
        if !self.is_verb(i) || self.token(i).pos != Pos::Verb {
            return false;
        }
        if matches!(self.token(i).dep, Dep::Relcl | Dep::Acl) {
            return false;
        }
        if !self.document.dominates(verb, i) {
            return self.token(verb).head != i || !matches!(self.token(verb).dep, Dep::Xcomp | Dep::Pcomp);
        }
        let mut at = i;
        while at != verb {
            if matches!(self.token(at).dep, Dep::Relcl | Dep::Acl | Dep::Nsubj | Dep::Appos) {
                return false;
            }
            at = self.token(at).head;
        }
        !self.cues(i, Part::Verb).is_empty()
    }

    fn is_clause_start(&self, verb: usize, i: usize) -> bool {
        self.token(i).head == verb && i > verb && matches!(self.token(i).dep, Dep::Ccomp | Dep::Xcomp)
    }

    /// A quote with the words before it in its sentence: He is "unfit," X said.
    fn with_lead_in(&self, q: usize) -> Range<usize> {
        let quote = &self.quotes[q];
        let block = self.block(quote.open);
        let mut start = quote.open;
        if !self.is_utterance(q) || start > block.start && !self.is_boundary(start - 1) {
            while start > block.start && !self.is_boundary(start - 1) {
                start -= 1;
            }
        }
        start..quote.outer().end
    }

    /// Whether a sentence ends with the token, as seen from outside a quote.
    fn is_boundary(&self, i: usize) -> bool {
        let closes = self
            .quotes
            .iter()
            .any(|q| q.close == Some(i) && q.inside.end > q.inside.start && self.ends_sentence(q.inside.end - 1));
        closes || self.ends_sentence(i) && self.quote_of[i].is_none() || self.lower(i) == ":"
    }

    /// The quote that opens right after the cue's sentence: "…," he said. "…"
    fn next_sentence_quote(&self, verb: usize) -> Option<usize> {
        let block = self.block(verb);
        let closes = |i: usize, q: usize| self.quotes[q].close == Some(i + 1);
        let end = (verb + 1..block.end).find(|&i| self.ends_sentence(i) && self.quote_of[i].is_none_or(|q| closes(i, q)))?;
        let end = if self.quote_of[end].is_some() { end + 1 } else { end };
        let open = (end + 1..block.end).find(|&i| self.token(i).pos != Pos::Space)?;
        let participle = |i: usize| self.token(i).tag == Tag::Vbg || self.quote_of[i].is_some();
        if (verb + 1..end).any(|i| self.is_other_clause(verb, i) && !participle(i)) {
            return None;
        }
        let q = self.quote_of[open].filter(|&q| self.quotes[q].open == open)?;
        (!self.is_closed_by_cue(q)).then_some(q)
    }

    /// The inner quote after a cue that is quoted itself: "My father said, 'Never sell.'"
    pub(super) fn nested_quote(&self, verb: usize) -> Option<Range<usize>> {
        let outer = self.quote_of[verb]?;
        let inner = |q: &&Quote| q.nested && q.open > verb && self.quotes[outer].inside.contains(&q.open);
        let quote = self.quotes.iter().find(inner)?;
        let near = |i: usize| self.is_punct(i) || self.token(i).head == verb && !self.is_verb(i);
        (verb + 1..quote.open).all(near).then(|| quote.outer())
    }

    /// The paragraph after "X wrote:", with those that go on with its quote.
    pub(super) fn next_block(&self, verb: usize) -> Option<Vec<Range<usize>>> {
        let block = self.block(verb);
        let colon = block.clone().rev().find(|&i| self.token(i).pos != Pos::Space)?;
        let next = self.blocks.get(self.block_of[verb] + 1)?.clone();
        let own = (verb + 1..colon).all(|i| self.document.dominates(verb, i) && !self.is_other_clause(verb, i));
        let same_post = self.document.post_of(verb) == self.document.post_of(next.start);
        if self.lower(colon) != ":" || colon < verb || !own || !same_post || self.quote_of[verb].is_some() {
            return None;
        }
        let Some(q) = self.quote_of[next.start] else { return Some(vec![next]) };
        let mut pieces = vec![self.quotes[q].outer()];
        self.add_next_paragraphs(q, &mut pieces);
        Some(pieces)
    }

    /// Whether a cue of its own follows: "…," she added.
    pub(super) fn is_closed_by_cue(&self, q: usize) -> bool {
        let quote = &self.quotes[q];
        let Some(close) = quote.close else { return false };
        let block = self.block(close);
        let rest = close + 1..block.end;
        if rest.clone().all(|i| self.is_punct(i)) {
            return false;
        }
        let last = self.last_inside(q);
        let asks = last.is_some_and(|i| matches!(self.lower(i), "?" | "!"));
        let sentence = rest.clone().take_while(|&i| !self.ends_sentence(i) && self.quote_of[i].is_none());
        let says = asks && sentence.take(8).any(|i| self.is_verb(i) && !self.cues(i, Part::Verb).is_empty());
        says || last.is_some_and(|i| self.lower(i) == ",")
    }

    /// Paragraphs that the quote goes on from: "A. / "B," she said.
    fn add_paragraphs_before(&self, q: usize, pieces: &mut Vec<Range<usize>>) {
        let mut first = q;
        let before = |q: usize| (0..q).rev().find(|&p| !self.quotes[p].nested);
        while let Some(p) = before(first).filter(|&p| self.quotes[p].continued) {
            first = p;
        }
        pieces.extend((first..q).filter(|&p| !self.quotes[p].nested).map(|p| self.quotes[p].outer()));
    }

    /// Paragraphs that go on with the same quote, by a missing closing mark.
    fn add_next_paragraphs(&self, from: usize, pieces: &mut Vec<Range<usize>>) {
        let mut q = from;
        while self.quotes[q].continued {
            let Some(next) = (q + 1..self.quotes.len()).find(|&n| self.quotes[n].open >= self.quotes[q].inside.end) else {
                break;
            };
            pieces.push(self.quotes[next].outer());
            q = next;
        }
    }
}
