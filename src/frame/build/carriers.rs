//! Support verbs and the event nouns that they carry: "held talks", "came under fire".

use super::super::clause::Slot;
use super::super::status::Effect;
use super::super::{FrameKind, Status};
use super::Builder;
use crate::lexicon::Part;
use crate::parse::{Dep, Pos};
use crate::vocabulary::DL;

impl Builder<'_> {
    /// Support verbs give event nouns their status, participants, place and time.
    pub(super) fn carriers(&mut self) {
        for n in 0..self.drafts.len() {
            if self.drafts[n].kind != FrameKind::Noun {
                continue;
            }
            let s = self.syntax;
            let mut t = self.drafts[n].head;
            if s.dep(t) == Dep::Compound && self.at.get(&s.head(t)) == Some(&n) {
                t = s.head(t);
            }
            while s.dep(t) == Dep::Conj && !s.is_verb_form(s.head(t)) {
                t = s.head(t);
            }
            // "hopes of a ceasefire faded": what is hoped for has not come, whatever becomes of the hope
            let above = s.head(s.head(t));
            if s.dep(t) == Dep::Pobj && s.lower(s.head(t)) == "of" && s.pos(above) == Pos::Noun {
                // "the aim of the attack was to …" wants no attack
                let purpose = matches!(&*s.lemma(above), "aim" | "goal" | "purpose" | "point");
                let open = self.statuses.effect(above, Part::Noun).filter(|e| e.is_open() && !purpose);
                if let Some(effect) = open.filter(|_| s.dep(above) == Dep::Nsubj) {
                    if self.drafts[n].status == Status::Unknown {
                        self.drafts[n].status = effect.apply(Status::Occurred);
                    }
                    continue;
                }
            }
            // "after ten days of talks"
            let of = s.head(t);
            if s.dep(t) == Dep::Pobj
                && s.lower(of) == "of"
                && matches!(s.lemma(s.head(of)).as_str(), "hour" | "day" | "week" | "month" | "year" | "round" | "series")
            {
                t = s.head(of);
            }
            let head = s.head(t);
            let (verb, via) = match s.dep(t) {
                Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass | Dep::Attr | Dep::Oprd | Dep::Dative => (head, s.dep(t)),
                Dep::Pobj if s.is_verb_form(s.head(head)) => (s.head(head), Dep::Pobj),
                // "pulled out of the talks"
                Dep::Pobj
                    if matches!(s.dep(head), Dep::Prep | Dep::Pcomp)
                        && matches!(s.dep(s.head(head)), Dep::Prep | Dep::Prt | Dep::Advmod)
                        && s.is_verb_form(s.head(s.head(head))) =>
                {
                    (s.head(s.head(head)), Dep::Pobj)
                }
                // "hold a round of talks", "a series of attacks"
                // "the purpose of the call was to thank him" plans no call
                Dep::Pobj
                    if s.lower(head) == "of" && s.dep(s.head(head)) == Dep::Nsubj && s.lemma(s.head(s.head(head))) == "be" =>
                {
                    continue;
                }
                Dep::Pobj if s.lower(head) == "of" && matches!(s.dep(s.head(head)), Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass) => {
                    (s.head(s.head(head)), s.dep(s.head(head)))
                }
                _ => continue,
            };
            let Some(&v) = self.at.get(&verb) else { continue };
            if v == n {
                continue;
            }
            self.carry(n, v, via, head);
        }
        self.looser_carriers();
    }

    /// "The two sides are close to a deal", "With the vote under way, …".
    fn looser_carriers(&mut self) {
        let s = self.syntax;
        for n in 0..self.drafts.len() {
            let t = self.drafts[n].head;
            let preposition = s.head(t);
            if self.drafts[n].kind != FrameKind::Noun || self.drafts[n].status != Status::Unknown || s.dep(t) != Dep::Pobj {
                continue;
            }
            let adjective = s.head(preposition);
            if s.lower(preposition) == "to" && s.pos(adjective) == Pos::Adj && matches!(s.dep(adjective), Dep::Acomp | Dep::Conj)
            {
                if let Some(effect) = self.statuses.effect(adjective, Part::Adjective).filter(|e| e.is_open()) {
                    self.drafts[n].status = effect.apply(self.statuses.adjective(adjective, 3));
                }
            } else if s.lower(preposition) == "with" {
                let after = s.parsed.subtree(t).end;
                let begins = |i: usize, word: &str| s.parsed.tokens.get(i).is_some_and(|x| &*x.lower == word);
                let on = begins(after, "underway") || begins(after, "under") && begins(after + 1, "way");
                let own = s.parsed.subtree(t).any(|i| begins(i, "underway") || begins(i, "under") && begins(i + 1, "way"));
                if on || own {
                    self.drafts[n].status = Status::Ongoing;
                }
            }
        }
    }

    fn carry(&mut self, n: usize, v: usize, via: Dep, head: usize) {
        let s = self.syntax;
        let classes = self.drafts[v].evoked.classes.clone();
        let verb_status = self.drafts[v].status;
        let event_verb = self.drafts[v].is_event();
        // "told a news conference": who is told is not wanted
        let told = matches!(via, Dep::Dobj | Dep::Dative) && matches!(s.lemma(self.drafts[v].head).as_str(), "tell" | "ask");
        // "called the explosion an attack": who names something plans nothing
        let names = matches!(&*s.lemma(self.drafts[v].head), "call" | "name" | "label" | "describe" | "dub" | "brand")
            && (s.lower(s.parsed.subtree(self.drafts[v].head).start) == "what"
                || s.parsed.children(self.drafts[v].head).any(|c| s.dep(c) == Dep::Oprd));
        let governs = !told && !names && !matches!(via, Dep::Pobj | Dep::Oprd)
            || self.drafts[v].evokes("Gathering")
            || self.drafts[v].evoked.governing.contains(&head);
        // "the attacks will stop" says nothing of their having happened; "the talks were cancelled" does
        let about_subject = via == Dep::Nsubj && matches!(Effect::among(&classes), Some(Effect::Denies | Effect::Wants));
        let through = if governs && !about_subject { self.statuses.through(self.drafts[v].head, &classes) } else { None };
        // "declined the invitation", "rejected the demand": refused, and so made
        let refused =
            matches!(Effect::among(&classes), Some(Effect::Denies)) && self.drafts[n].evoked.classes.iter().any(|c| is_said(c));
        let through = if refused && through.is_some() { Some(Status::Occurred) } else { through };
        // "announced a deal", "announced the arrest of": told when it is done
        let announced = matches!(&*s.lemma(self.drafts[v].head), "announce" | "declare" | "agree")
            && self.drafts[n].evoked.classes.iter().any(|c| is_done_when_told(c));
        let through = if announced && through.is_some() { Some(verb_status) } else { through };
        let status = match (through, via) {
            (Some(status), _) => status,
            (None, Dep::Attr) if self.drafts[v].kind == FrameKind::Copula => match verb_status {
                Status::Occurred | Status::Planned | Status::Possible | Status::Conditional | Status::Ongoing => verb_status,
                _ => Status::Unknown,
            },
            // "called the explosion an attack"
            (None, Dep::Dobj)
                if names
                    && verb_status == Status::Occurred
                    && self.drafts[n].evoked.classes.iter().any(|c| is_done_when_told(c)) =>
            {
                Status::Occurred
            }
            // "a ceasefire is possible"
            (None, Dep::Nsubj) if self.drafts[v].kind == FrameKind::Copula => {
                self.statuses.of_predicative(self.drafts[v].head).unwrap_or_default()
            }
            // "is under house arrest", "was on a visit"
            (None, Dep::Pobj) if self.drafts[v].kind == FrameKind::Copula && matches!(s.lower(head), "under" | "in" | "on") => {
                verb_status
            }
            // "under the deal with Hanoi they will train welders"
            (None, Dep::Pobj)
                if s.lower(head) == "under"
                    && matches!(verb_status, Status::Planned | Status::Occurred | Status::Ongoing)
                    && self.drafts[n].evoked.classes.iter().any(|c| c.strip_prefix(DL) == Some("Agreement")) =>
            {
                Status::Occurred
            }
            // "called the explosion an attack"
            (None, Dep::Oprd) if verb_status == Status::Occurred => Status::Occurred,
            (None, _) if told => verb_status,
            // what does something has happened: "the attack killed five"
            (None, Dep::Nsubj) if verb_status == Status::Occurred && self.drafts[v].kind == FrameKind::Verb => Status::Occurred,
            (None, Dep::Pobj)
                if matches!(
                    s.lower(head),
                    "in" | "during" | "after" | "following" | "since" | "at" | "by" | "from" | "amid" | "because"
                ) && verb_status == Status::Occurred =>
            {
                Status::Occurred
            }
            _ => Status::Unknown,
        };
        // "after her death he took office": who takes office has no part in the death
        let beside = via == Dep::Pobj
            && matches!(
                s.lower(head),
                "after"
                    | "before"
                    | "since"
                    | "until"
                    | "despite"
                    | "during"
                    | "amid"
                    | "following"
                    | "without"
                    | "by"
                    | "from"
                    | "against"
                    | "over"
                    | "because"
                    | "for"
            )
            && !self.drafts[v].evoked.governing.contains(&head);
        let within =
            self.drafts[v].kind == FrameKind::Copula && via == Dep::Pobj && matches!(s.lower(head), "under" | "in" | "on");
        // "the talks are due to be held in Oslo"
        let raised = self.drafts[v].kind == FrameKind::Copula
            && via == Dep::Nsubj
            && self.chain(v).skip(1).any(|d| self.drafts[d].evokes("Light") || self.drafts[d].evokes("Happening"));
        let carrier = through.is_some() || within || raised || self.drafts[v].kind == FrameKind::Copula && via == Dep::Attr;
        let shares = carrier || event_verb && matches!(via, Dep::Nsubj | Dep::Pobj);
        // "the summit due on Friday was postponed"
        let undone = self.drafts[n].status == Status::Planned && status == Status::Cancelled;
        if self.drafts[n].status == Status::Unknown || undone {
            self.drafts[n].status = status;
        }
        if shares && s.parsed.tokens[self.drafts[v].head].sentence == s.parsed.tokens[self.drafts[n].head].sentence {
            self.drafts[n].carrier = Some(v);
        }
        if within
            || self.drafts[v].evokes("Light") && matches!(via, Dep::Dobj | Dep::Nsubjpass | Dep::Pobj | Dep::Attr) && !beside
        {
            let borrowed: Vec<Slot> = self.drafts[v]
                .clause
                .slots
                .iter()
                .filter(|x| x.token != self.drafts[n].head && !matches!(x.name.as_str(), "object" | "attr"))
                .filter(|x| !self.at.contains_key(&x.token))
                .cloned()
                .collect();
            for slot in borrowed {
                self.drafts[n].clause.add(&slot.name, slot.token);
            }
        } else if through.is_some() {
            let borrowed: Vec<Slot> = self.drafts[v]
                .clause
                .slots
                .iter()
                .filter(|x| {
                    matches!(x.name.as_str(), "between" | "with" | "to" | "from" | "for" | "into")
                        && !self.at.contains_key(&x.token)
                })
                .cloned()
                .collect();
            for slot in borrowed {
                self.drafts[n].clause.add(&slot.name, slot.token);
            }
        }
    }
}

/// What is announced once it is done; a visit or a vote is announced before.
fn is_done_when_told(class: &str) -> bool {
    const DONE: [&str; 9] =
        ["Agreement", "Ceasefire", "Death", "Injury", "Detention", "Attack", "Disaster", "Resignation", "Appointment"];
    class.strip_prefix(DL).is_some_and(|name| DONE.contains(&name))
}

/// What is said to somebody who may say no.
fn is_said(class: &str) -> bool {
    matches!(class.strip_prefix(DL), Some("Invitation" | "Demand" | "Promise" | "Threat" | "Criticism" | "Praise" | "Question"))
}
