//! Drafts in text order, with mentions and frames in their slots.

use super::super::clause::Slot;
use super::super::{Argument, Filler, Frame, FrameId, FrameKind};
use super::{Builder, Draft};
use crate::parse::{Dep, Tag};
use crate::resolve::{EntityType, MentionKind, NounKind};

impl Builder<'_> {
    /// Orders the drafts by trigger and turns tokens into mentions and frames.
    pub(super) fn finish(self) -> Vec<Frame> {
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|&d| (self.drafts[d].evoked.trigger.start, self.drafts[d].kind as u8, d));
        let mut place: Vec<FrameId> = vec![0; self.drafts.len()];
        for (id, &d) in order.iter().enumerate() {
            place[d] = id;
        }
        order.iter().map(|&d| self.frame(d, &place)).collect()
    }

    fn frame(&self, d: usize, place: &[FrameId]) -> Frame {
        let s = self.syntax;
        let draft = &self.drafts[d];
        let mut arguments: Vec<Argument> = Vec::new();
        let mut add = |slot: &str, filler: Filler| {
            let argument = Argument { slot: slot.to_owned(), filler };
            if !arguments.contains(&argument) {
                arguments.push(argument);
            }
        };
        for slot in &draft.clause.slots {
            if draft.evoked.used.contains(&slot.token) {
                continue;
            }
            let event = self
                .at
                .get(&slot.token)
                .copied()
                .filter(|&e| e != d && (self.drafts[e].is_event() || s.is_predicate(slot.token)));
            if let Some(e) = event {
                add(&slot.name, Filler::Frame(place[e]));
            } else if let Some(m) = s.named_mention(slot.token) {
                add(&slot.name, Filler::Mention(m));
                if self.is_party(draft, slot, m) {
                    add("party", Filler::Mention(m));
                }
            } else if slot.name == "attr" {
                add("attr", Filler::Text(s.lemma(slot.token)));
            }
        }
        for &t in &draft.places {
            if let Some(m) = s.mention(t) {
                add("place", Filler::Mention(m));
            }
        }
        for &i in &draft.times {
            add("time", Filler::Time(i));
        }
        if let Some(v) = draft.carrier {
            add("supportedBy", Filler::Frame(place[v]));
        }
        for (slot, frame) in self.clauses_below(draft.head) {
            add(&slot, Filler::Frame(place[frame]));
        }
        if draft.kind == FrameKind::Noun
            && matches!(s.tag(draft.head), Tag::Nns | Tag::Nnps)
            && let Some(m) = s.mention(draft.head)
        {
            for &e in &s.resolved.mentions[m].entities {
                if let Some(count) = s.resolved.entities[e].count {
                    add("count", Filler::Number(count));
                }
            }
        }
        for argument in &draft.extra {
            let filler = match &argument.filler {
                Filler::Frame(f) => Filler::Frame(place[*f]),
                other => other.clone(),
            };
            add(&argument.slot, filler);
        }
        Frame {
            kind: draft.kind,
            sentence: s.parsed.tokens[draft.head].sentence,
            trigger: draft.evoked.trigger.clone(),
            lemma: draft.evoked.lemma.clone(),
            classes: draft.evoked.classes.clone(),
            links: draft.evoked.links.clone(),
            status: draft.status,
            arguments,
            origin: draft.origin,
        }
    }

    /// Whether a slot's filler takes part in a reciprocal event: agents on either side of "met", "talks between", "A-B summit".
    fn is_party(&self, draft: &Draft, slot: &Slot, mention: usize) -> bool {
        let verbal = draft.kind != FrameKind::Noun;
        let side = match slot.name.as_str() {
            "subject" | "with" | "between" | "among" | "alongside" | "together_with" | "along_with" => true,
            "object" => verbal,
            "possessor" | "modifier" | "of" | "by" => !verbal,
            _ => false,
        };
        let name = self.syntax.resolved.mentions[mention].kind != MentionKind::Adjective;
        // "the Alaska summit": a city or region before the noun is where, not who
        let place = slot.name == "modifier"
            && self
                .syntax
                .types(mention)
                .any(|k| matches!(k, EntityType::City | EntityType::Region | EntityType::Place | EntityType::Facility));
        let entities = &self.syntax.resolved.mentions[mention].entities;
        let agent = entities.iter().map(|&e| &self.syntax.resolved.entities[e]).any(|e| {
            e.kind.is_agent() || e.kind == EntityType::Unnamed && matches!(e.sort, Some(NounKind::Person | NounKind::Group))
        });
        side && (name || slot.name == "modifier") && !place && agent
    }

    /// Frames of the clauses that hang on a predicate, by what they are to it.
    fn clauses_below(&self, head: usize) -> Vec<(String, usize)> {
        let s = self.syntax;
        let mut found = Vec::new();
        for c in s.parsed.children(head) {
            let slot =
                match s.dep(c) {
                    Dep::Xcomp => "aim".to_owned(),
                    Dep::Ccomp => "contentFrame".to_owned(),
                    Dep::Advcl => match s.parsed.children(c).find(|&m| {
                        matches!(s.dep(m), Dep::Mark) || s.dep(m) == Dep::Advmod && matches!(s.lower(m), "when" | "where")
                    }) {
                        Some(m) => s.lower(m).to_owned(),
                        None if s.tag(c) == Tag::Vbg => "result".to_owned(),
                        None => "aim".to_owned(),
                    },
                    _ => continue,
                };
            for c in s.conjuncts(c) {
                if let Some(&d) = self.at.get(&c) {
                    found.push((slot.clone(), d));
                }
            }
        }
        found
    }
}
