//! Verbs, copulas, adjectives and nouns that evoke something become drafts.

use super::super::clause::Clause;
use super::super::evoke::Evoked;
use super::super::status::Statuses;
use super::super::{FrameKind, Status};
use super::{Builder, Draft};
use crate::lexicon::Part;
use crate::parse::{Dep, Pos};
use crate::resolve::{EntityType, MentionKind};
use crate::vocabulary::{DL, F};
use std::collections::BTreeSet;

impl Builder<'_> {
    /// Verbs, copulas, predicative adjectives.
    pub(super) fn predicates(&mut self) {
        let s = self.syntax;
        let mut used = BTreeSet::new();
        for t in 0..s.parsed.tokens.len() {
            let adjective = s.pos(t) == Pos::Adj && matches!(s.dep(t), Dep::Acomp | Dep::Oprd | Dep::Amod);
            if s.is_predicate(t) {
                // "stopped fighting" is one trigger
                if self.drafts.iter().rev().take(4).any(|d| d.is_event() && d.evoked.used.contains(&t)) {
                    continue;
                }
                let mut clause = s.clause(t);
                let mut evoked = s.evoke(self.lexicon, t, Part::Verb, &clause);
                if let Some(shared) = self.share_object(t, &clause, &evoked) {
                    (clause, evoked) = shared;
                }
                s.complete(&mut clause, &evoked, &["object"]);
                let modifier = s.dep(t) == Dep::Amod;
                // "the assisted-travel bill" assists nobody
                if modifier && s.parsed.tokens.get(t + 1).is_some_and(|n| &*n.lower == "-") {
                    continue;
                }
                if modifier && !evoked.classes.iter().any(|c| c.starts_with(DL)) {
                    continue;
                }
                let copula = s.lemma(t) == "be" && evoked.classes.is_empty();
                let mut status = self.statuses.of_verb(t);
                if foresees(&evoked) {
                    status = Statuses::foreseen(status, false);
                }
                let draft = self.push(if copula { FrameKind::Copula } else { FrameKind::Verb }, t, clause, evoked, status);
                used.extend(self.drafts[draft].event_words());
                self.at.insert(t, draft);
            } else if adjective && !used.contains(&t) {
                let mut clause = Clause::default();
                if s.dep(t) == Dep::Amod {
                    clause.add("subject", s.head(t));
                } else {
                    let outer = s.clause(s.head(t));
                    // "was shot dead by police", "left 12 dead": the one who acts is not dead
                    let object: Vec<usize> = outer.fill("object").collect();
                    let first = if object.is_empty() { outer.fill("subject").collect() } else { object };
                    for subject in first {
                        clause.add("subject", subject);
                    }
                    clause.slots.extend(
                        outer.slots.iter().filter(|x| !matches!(x.name.as_str(), "subject" | "object" | "attr")).cloned(),
                    );
                }
                clause.slots.extend(s.noun_clause(t).slots);
                let evoked = s.evoke(self.lexicon, t, Part::Adjective, &clause);
                if evoked.classes.iter().any(|c| c.starts_with(DL)) {
                    let status = self.statuses.adjective(t, 4);
                    let status = match status {
                        _ if foresees(&evoked) => Statuses::foreseen(status, true),
                        Status::Ongoing => Status::Occurred,
                        other => other,
                    };
                    let draft = self.push(FrameKind::Verb, t, clause, evoked, status);
                    used.extend(self.drafts[draft].event_words());
                    self.at.insert(t, draft);
                }
            }
        }
    }

    /// "Shot and killed a man": the object of the second verb is that of the first, where the first wants somebody or something
    /// to be done to. The clause with that object and what the verb then evokes, if it still evokes the same.
    fn share_object(&self, v: usize, clause: &Clause, evoked: &Evoked) -> Option<(Clause, Evoked)> {
        let s = self.syntax;
        let wanted = |(slot, role): &(String, String)| {
            slot == "object" && matches!(role.strip_prefix(DL), Some("target" | "victim" | "instrument"))
        };
        let known = evoked.classes.iter().any(|c| c.starts_with(DL));
        if clause.passive || clause.fill("object").next().is_some() || known && !evoked.links.iter().any(wanted) {
            return None;
        }
        let second = s.parsed.children_with(v, Dep::Conj).next().filter(|&c| s.tag(c) == s.tag(v) && c > v)?;
        let plain = (v + 1..second).all(|i| matches!(s.dep(i), Dep::Cc | Dep::Advmod | Dep::Aux));
        let object = s.child(second, Dep::Dobj).filter(|_| plain && s.child(second, Dep::Nsubj).is_none())?;
        let mut shared = clause.clone();
        for t in s.fillers(object) {
            shared.add("object", t);
        }
        let again = s.evoke(self.lexicon, v, Part::Verb, &shared);
        let fits = if known { again.classes == evoked.classes } else { again.links.iter().any(wanted) };
        fits.then_some((shared, again))
    }

    /// Event nouns. A word that is already part of a verb's trigger is left out.
    pub(super) fn nouns(&mut self) {
        let s = self.syntax;
        let used: BTreeSet<usize> = self.drafts.iter().flat_map(Draft::event_words).collect();
        let in_time: BTreeSet<usize> = s.resolved.times.iter().flat_map(|time| time.tokens.clone()).collect();
        for t in 0..s.parsed.tokens.len() {
            if !matches!(s.pos(t), Pos::Noun | Pos::Propn) || self.at.contains_key(&t) || used.contains(&t) || self.inside_name(t)
            {
                continue;
            }
            // "in March"
            if s.pos(t) == Pos::Propn && in_time.contains(&t) {
                continue;
            }
            // "the attack helicopter", "arrest warrant": a modifier is no event of its own
            if matches!(s.dep(t), Dep::Compound | Dep::Nmod | Dep::Amod) && s.pos(s.head(t)) != Pos::Propn && !self.paired(t) {
                continue;
            }
            let mut clause = s.noun_clause(t);
            let evoked = s.evoke(self.lexicon, t, Part::Noun, &clause);
            s.complete(&mut clause, &evoked, &["of", "by"]);
            if !evoked.classes.iter().any(|c| c.starts_with(DL)) {
                continue;
            }
            s.share_partners(&mut clause, t);
            let status = self.statuses.of_noun(t);
            let draft = self.push(FrameKind::Noun, t, clause, evoked, status);
            self.at.insert(t, draft);
            // "Cyclone Imara kills": the name stands for the event
            if s.dep(t) == Dep::Compound && s.pos(s.head(t)) == Pos::Propn {
                self.at.entry(s.head(t)).or_insert(draft);
            }
        }
    }

    /// Whether the token belongs to the name of a person, body or place.
    fn inside_name(&self, t: usize) -> bool {
        // "Hurricane Ida" is an event with a name
        if matches!(self.syntax.lower(t), "cyclone" | "hurricane" | "typhoon") {
            return false;
        }
        self.syntax.mention(t).is_some_and(|m| {
            let mention = &self.syntax.resolved.mentions[m];
            mention.kind == MentionKind::Name && self.syntax.types(m).any(|k| k != EntityType::Unnamed)
        })
    }

    /// "talks summit": both words of an apposition-like compound stay events only when the head is none.
    fn paired(&self, t: usize) -> bool {
        let s = self.syntax;
        let head = s.head(t);
        let clause = Clause::default();
        // "ceasefire deal", "peace talks" are entries of two words; "hostage release plan" keeps "release"
        s.evoke(self.lexicon, head, Part::Noun, &clause)
            .classes
            .iter()
            .any(|c| c == &format!("{F}Planning") || c == &format!("{F}Wanting") || c == &format!("{F}Doubting"))
    }
}

/// Whether a word tells of an event that is still to come.
fn foresees(evoked: &Evoked) -> bool {
    evoked.classes.iter().any(|c| c.strip_prefix(F) == Some("Foreseeing"))
}
