//! Names that the model found: cut to size, taken apart, put together.

use super::kinds::{is_name_label, kind_of_label};
use super::{Finder, NO_NAME, Name, NameKind, PARTICLES, SHIP_PREFIXES};
use crate::parse::Dep;
use crate::parse::NameLabel;
use crate::parse::Pos;
use crate::parse::Tag;
use crate::resolve::EntityType;
use std::ops::Range;

impl Finder<'_> {
    pub(super) fn from_model(&mut self) {
        let w = self.w;
        for (id, n) in w.parsed.names.iter().enumerate() {
            if !is_name_label(n.label) {
                continue;
            }
            let tokens = self.trimmed[id].clone();
            if tokens.is_empty() || !tokens.clone().any(|i| w.is_capitalised(i) || w.text(i).chars().any(|c| c.is_ascii_digit()))
            {
                continue;
            }
            // "Monday", "OK", a lone lower-case word: no name.
            if tokens.len() == 1 && (NO_NAME.contains(&w.lower(tokens.start)) || !w.is_capitalised(tokens.start)) {
                continue;
            }
            if tokens.len() == 1
                && matches!(w.pos(tokens.start), Pos::Verb | Pos::Adv | Pos::Pron | Pos::Det | Pos::Adp | Pos::Sconj | Pos::Aux)
            {
                continue;
            }
            for part in self.split(tokens, n.label) {
                self.add_model_part(part, n.label);
            }
        }
    }

    pub(super) fn add_model_part(&mut self, tokens: Range<usize>, label: NameLabel) {
        let w = self.w;
        // What the tables took already stays; the free rest counts when it is capitalised.
        let mut start = tokens.start;
        for i in tokens.start..=tokens.end {
            let stop = i == tokens.end || self.taken[i].is_some();
            if stop {
                let free = self.trim(start..i, label);
                let whole = free == tokens;
                if !free.is_empty() && (whole || free.clone().all(|t| w.is_capitalised(t) && w.is_noun(t))) {
                    if !whole && w.title_at(free.start).is_some_and(|(len, _, _)| len == free.len()) {
                        start = i + 1;
                        continue;
                    }
                    let free = self.with_particles(free, label);
                    self.add(free, kind_of_label(label), Vec::new(), 2);
                }
                start = i + 1;
            }
        }
    }

    /// Parts of a span that holds several names: "Trump and Putin", "Trump-Putin", "Russia-Ukraine".
    pub(super) fn split(&self, tokens: Range<usize>, label: NameLabel) -> Vec<Range<usize>> {
        let w = self.w;
        let mut parts = Vec::new();
        let mut start = tokens.start;
        for i in tokens.clone() {
            let conjunction = w.text(i).starts_with('@')
                || label == NameLabel::Person && matches!(w.lower(i), "and" | "&" | "," | "/" | "vs")
                || w.lower(i) == "and" && tokens.len() == 3 && self.joins_surnames(tokens.start, i + 1);
            let broken = !w.is_word(i) && !matches!(w.lower(i), "&" | "'" | "." | "-" | "/" | "+" | ",") && w.tag(i) != Tag::Pos
                || matches!(w.lower(i), "-" | "\u{2013}" | "\u{2014}") && !w.touches(i.max(1) - 1, i);
            let pair = w.is_hyphen(i) && i > tokens.start && i + 1 < tokens.end && self.is_pair(i);
            if conjunction || pair || broken {
                parts.push(start..i);
                start = i + 1;
            }
        }
        parts.push(start..tokens.end);
        parts.into_iter().map(|p| self.trim(p, label)).filter(|p| !p.is_empty()).collect()
    }

    /// "Beck and Pym" in a text that names Alison Beck and Gareth Pym: no firm.
    fn joins_surnames(&self, left: usize, right: usize) -> bool {
        let w = self.w;
        let full = |part: usize, labels: &[NameLabel]| {
            w.parsed.names.iter().zip(&self.trimmed).any(|(name, tokens)| {
                tokens.len() > 1
                    && !tokens.contains(&part)
                    && labels.contains(&name.label)
                    && w.text(tokens.end - 1) == w.text(part)
            })
        };
        let person = |part| full(part, &[NameLabel::Person]);
        let named = |part| full(part, &[NameLabel::Person, NameLabel::Org, NameLabel::Gpe]);
        named(left) && named(right) && (person(left) || person(right))
    }

    /// Whether the words on both sides of a hyphen are names of their own.
    pub(super) fn is_pair(&self, hyphen: usize) -> bool {
        let w = self.w;
        if hyphen == 0 || !w.same_sentence(hyphen - 1, hyphen + 1) {
            return false;
        }
        let stands_alone = |i: usize| {
            let text = w.text(i);
            let known = w.knowledge.named(text).iter().any(|&r| {
                matches!(w.knowledge.row(r).kind, Some(EntityType::Country | EntityType::Person | EntityType::Organization))
            });
            known
                || w.parsed.names.iter().zip(&self.trimmed).any(|(n, last)| {
                    !last.is_empty()
                        && w.text(last.end - 1) == text
                        && (last.start == last.end - 1 || !w.is_hyphen(last.end - 2))
                        && (last.end >= w.len() || !w.is_hyphen(last.end) || !w.touches(last.end - 1, last.end))
                        && n.label == NameLabel::Person
                })
        };
        w.is_capitalised(hyphen - 1) && w.is_capitalised(hyphen + 1) && stands_alone(hyphen - 1) && stands_alone(hyphen + 1)
    }

    /// Widens a person's name over particles: "Ursula" + "von der Leyen".
    pub(super) fn with_particles(&self, mut tokens: Range<usize>, label: NameLabel) -> Range<usize> {
        let w = self.w;
        if label != NameLabel::Person {
            return tokens;
        }
        let end = w.parsed.sentence_of(tokens.start).tokens.end;
        let mut at = tokens.end;
        while at < end && PARTICLES.contains(&w.lower(at)) && self.taken[at].is_none() && !w.is_all_capitals(at) {
            at += 1;
        }
        let follows = at > tokens.end && at < end && w.is_capitalised(at) && w.pos(at) == Pos::Propn && self.taken[at].is_none();
        // A lone "e" or "y" joins two names only in Iberian style; "el", "al" need no more.
        if follows && !matches!(w.lower(at - 1), "e" | "do") {
            tokens.end = at + 1;
        }
        tokens
    }

    /// Joins a given name and a surname over particles that the model left out: "Jan" + "de" + "Vries".
    pub(super) fn join_particles(&mut self) {
        let w = self.w;
        for id in 0..self.names.len() {
            let tokens = self.names[id].tokens.clone();
            if tokens.is_empty() || self.names[id].certainty == 3 {
                continue;
            }
            let sentence = w.parsed.sentence_of(tokens.start).tokens.start;
            let mut first = tokens.start;
            while first > sentence
                && PARTICLES.contains(&w.lower(first - 1))
                && !w.is_capitalised(first - 1)
                && self.taken[first - 1].is_none()
            {
                first -= 1;
            }
            let Some(given) = first.checked_sub(1).filter(|&g| g >= sentence && first < tokens.start) else { continue };
            let Some(other) = self.taken[given].filter(|&o| o != id && self.names[o].len() == 1) else { continue };
            if w.knowledge.given_name(w.text(given)).is_some() {
                self.remove(other);
                self.remove(id);
                self.add(given..tokens.end, NameKind::Thing(EntityType::Person), Vec::new(), 2);
            }
        }
    }

    /// Joins neighbours that are one name: "Joint" + "Base Elmendorf-Richardson", "USS" + "Cole".
    pub(super) fn join_parts(&mut self) {
        let w = self.w;
        for id in 0..self.names.len() {
            let tokens = self.names[id].tokens.clone();
            if tokens.is_empty() || tokens.start == 0 {
                continue;
            }
            let before = tokens.start - 1;
            if !w.same_sentence(before, tokens.start) {
                continue;
            }
            // A hyphenated rest: "Elmendorf" "-" "Richardson" split by the model.
            let hyphenated = w.is_hyphen(before)
                && before > 0
                && w.touches(before - 1, before)
                && w.touches(before, tokens.start)
                && !self.is_pair(before);
            let other = if hyphenated { self.taken[before - 1] } else { self.taken[before] };
            let Some(other) = other.filter(|&o| o != id && !self.names[o].tokens.is_empty()) else {
                continue;
            };
            let (left, right) = (self.names[other].clone(), self.names[id].clone());
            let guessed = left.certainty == 1 || right.certainty == 1;
            let linked = w.dep(left.tokens.end - 1) == Dep::Compound && right.tokens.contains(&w.head(left.tokens.end - 1));
            let ship =
                left.len() == 1 && SHIP_PREFIXES.contains(&w.lower(left.tokens.start)) && w.is_all_capitals(left.tokens.start);
            let person_after_thing = right.is_person() && right.len() > 1 && right.certainty >= 2;
            let table = left.certainty == 3 || right.certainty == 3;
            if hyphenated && !table || ship || !hyphenated && guessed && linked && !person_after_thing && !table {
                let kind = if right.certainty >= left.certainty { right.kind } else { left.kind };
                let certainty = left.certainty.max(right.certainty);
                self.remove(other);
                self.remove(id);
                let joined = left.tokens.start..right.tokens.end;
                if self.is_free(&joined) {
                    for i in joined.clone() {
                        self.taken[i] = Some(id);
                    }
                    self.names[id] = Name { tokens: joined, kind, rows: Vec::new(), certainty, ..right };
                }
            }
        }
    }
}
