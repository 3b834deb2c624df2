//! Where: a predicate's own places, those of its arguments and setting, and of the sentences before.

use super::super::clause::{Clause, Slot};
use super::super::{Argument, Filler, FrameKind, Status};
use super::{Builder, Draft};
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::{EntityType, MentionId};
use crate::vocabulary::DL;

/// Slots that may hold where something happens.
const PLACE_SLOTS: &[&str] = &[
    "in",
    "at",
    "on",
    "aboard",
    "near",
    "outside",
    "inside",
    "across",
    "throughout",
    "around",
    "over",
    "along",
    "off",
    "outside_of",
    "inside_of",
    "on_outskirts_of",
    "within",
];

/// Classes of events that are read as happening where the sentences before them played.
const LOCAL: &[&str] =
    &["Attack", "Death", "Injury", "Disaster", "Crime", "Protest", "Rescue", "Detention", "Displacement", "MilitaryMove"];

/// How many phrases deep the place of an argument may stand: "the gates of a depot in Lviv".
const NESTING: usize = 3;

/// How many sentences back a place still holds.
const CONTEXT: usize = 2;

impl Builder<'_> {
    pub(super) fn places(&mut self) {
        let s = self.syntax;
        let direct = |clause: &Clause| -> Vec<usize> {
            clause
                .slots
                .iter()
                .filter(|x| PLACE_SLOTS.contains(&x.name.as_str()))
                .filter(|x| s.mention(x.token).is_some_and(|m| s.locates(m, &x.name)))
                .map(|x| x.token)
                .collect()
        };
        let named = |t: &usize| {
            s.mention(*t).is_some_and(|m| s.resolved.mentions[m].entities.iter().any(|&e| s.resolved.entities[e].named))
        };
        for d in 0..self.drafts.len() {
            // "a strike on two hospitals": what is struck is no place of its own until the town is missing as well
            let links = &self.drafts[d].evoked.links;
            let force = self.drafts[d].evoked.classes.iter().any(|c| matches!(c.strip_prefix(DL), Some("Attack" | "Disaster")));
            let aimed = |t: &usize| {
                let filled = self.drafts[d].clause.slots.iter().filter(|x| x.token == *t);
                filled.flat_map(|x| links.iter().filter(|l| l.0 == x.name)).any(|l| l.1.strip_prefix(DL) == Some("target"))
            };
            let mut places = direct(&self.drafts[d].clause);
            places.retain(|t| force && named(t) || !aimed(t));
            if !places.iter().any(named) {
                let mut level = self.places_of_arguments(d);
                let mut seen = level.clone();
                for _ in 0..NESTING {
                    let clauses: Vec<Clause> = level.iter().map(|&t| s.noun_clause(t)).collect();
                    let found: Vec<usize> =
                        clauses.iter().flat_map(direct).filter(|t| named(t) && (force || !aimed(t))).collect();
                    if !found.is_empty() {
                        places.extend(found);
                        break;
                    }
                    // "stole jewels from a museum in Paris": things and bodies without a name stand somewhere in turn
                    level = clauses
                        .iter()
                        .flat_map(|c| &c.slots)
                        .filter(|x| {
                            matches!(&*x.name, "in" | "at" | "on" | "of" | "from" | "near" | "outside" | "inside" | "beside")
                        })
                        .map(|x| x.token)
                        .filter(|t| s.pos(*t) == Pos::Noun && !self.at.contains_key(t) && !named(t))
                        .filter(|t| !seen.contains(t))
                        .collect();
                    seen.extend(level.iter().copied());
                }
            }
            self.drafts[d].places = places;
        }
        for n in 0..self.drafts.len() {
            if let Some(v) = self.drafts[n].carrier
                && self.drafts[n].places.is_empty()
            {
                self.drafts[n].places = self.chain(v).flat_map(|d| self.drafts[d].places.clone()).collect();
            }
        }
        for n in 0..self.drafts.len() {
            if let Some(d) = self.planned_behind(n)
                && self.drafts[n].places.is_empty()
            {
                self.drafts[n].places = self.drafts[d].places.clone();
            }
        }
        for v in 0..self.drafts.len() {
            if self.drafts[v].places.is_empty()
                && let Some(n) = self.setting(v)
            {
                self.drafts[v].places = self.drafts[n].places.clone();
                // "during his visit to Chad he met": the place visited
                if self.drafts[v].places.is_empty()
                    && self.drafts[n].evoked.classes.iter().any(|c| c.strip_prefix(DL) == Some("Visit"))
                {
                    self.drafts[v].places = self.drafts[n].clause.fill("to").filter(|&t| s.is_place(t)).collect();
                }
            }
        }
        // "died when a bus crashed in Lyon": what happens at one moment happens in one place
        for v in 0..self.drafts.len() {
            let Some(c) = self.moment(v) else { continue };
            if self.drafts[v].places.is_empty() {
                self.drafts[v].places = self.drafts[c].places.clone();
            }
            if self.drafts[v].times.is_empty() {
                self.drafts[v].times = self.drafts[c].times.clone();
            }
        }
        // "wounding 24": a result shares the place and time of what caused it
        for r in 0..self.drafts.len() {
            let head = self.drafts[r].head;
            if s.dep(head) == Dep::Advcl
                && s.tag(head) == Tag::Vbg
                && let Some(&v) = self.at.get(&s.head(head))
            {
                if self.drafts[r].places.is_empty() {
                    self.drafts[r].places = self.drafts[v].places.clone();
                }
                if self.drafts[r].times.is_empty() {
                    self.drafts[r].times = self.drafts[v].times.clone();
                }
            }
        }
    }

    /// The arguments on which an event's place may hang: "hit a bus station in Lviv", "air strikes on hospitals in Aleppo".
    fn places_of_arguments(&self, d: usize) -> Vec<usize> {
        let draft = &self.drafts[d];
        let slots: &[&str] = match draft.kind {
            FrameKind::Verb => &["object", "subject", "in", "at", "on", "for", "with", "to"],
            FrameKind::Noun => &["of", "on", "against", "at", "in", "by"],
            _ => &[],
        };
        // whose home a subject's phrase tells is not where it acts: "Smith of Leeds met"
        let acts = |slot: &Slot| slot.name == "subject" && !draft.clause.passive && self.syntax.pos(slot.token) == Pos::Propn;
        let inverted = |slot: &Slot| slot.name == "subject" && slot.token > draft.head;
        // where somebody who moves comes from says nothing of where he goes
        let moves = draft.evoked.classes.iter().any(|c| {
            matches!(
                c.strip_prefix(DL),
                Some("Movement" | "Arrival" | "Departure" | "Visit" | "MilitaryMove" | "Transaction" | "Aid")
            )
        });
        let around: &[&str] = if moves || draft.kind != FrameKind::Verb {
            &[]
        } else {
            &["from", "near", "outside", "inside", "beside", "off", "along", "around", "through", "into", "under", "over"]
        };
        let fits = |slot: &&Slot| {
            (slots.contains(&slot.name.as_str()) || around.contains(&slot.name.as_str()))
                && !self.at.contains_key(&slot.token)
                && !acts(slot)
                && !inverted(slot)
        };
        draft.clause.slots.iter().filter(fits).map(|slot| slot.token).collect()
    }

    /// The place of violence and disasters that their own sentence does not name: that of such an event shortly before in the
    /// post, when "the attack" or "the blast" takes that event up. What is told anew may have happened anywhere.
    pub(super) fn context_places(&mut self) {
        let s = self.syntax;
        let known = |m: MentionId| s.resolved.mentions[m].entities.iter().all(|&e| s.resolved.entities[e].named);
        let mut named: Vec<(usize, MentionId)> = self
            .drafts
            .iter()
            .filter(|d| self.happens_somewhere(d))
            .flat_map(|d| d.places.iter().copied())
            .filter_map(|t| Some((t, s.mention(t)?)))
            .filter(|&(_, m)| known(m) && s.types(m).any(EntityType::is_place))
            .collect();
        named.sort_unstable();
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            if draft.kind != FrameKind::Noun || !draft.places.is_empty() || !self.happens_somewhere(draft) {
                continue;
            }
            let taken_up = |c| s.dep(c) == Dep::Det && matches!(s.lower(c), "the" | "this" | "that");
            if !s.parsed.children(draft.head).any(taken_up) {
                continue;
            }
            let post = s.parsed.post_of(draft.head);
            let sentence = s.parsed.tokens[draft.head].sentence;
            let before = named.partition_point(|&(t, _)| t < draft.head);
            let near = named[..before]
                .iter()
                .rev()
                .take_while(|&&(t, _)| sentence - s.parsed.tokens[t].sentence <= CONTEXT)
                .find(|&&(t, _)| s.parsed.post_of(t) == post);
            if let Some(&(_, mention)) = near {
                self.drafts[d].extra.push(Argument { slot: "contextPlace".into(), filler: Filler::Mention(mention) });
            }
        }
    }

    /// "Floods tear through the valley": noun and verb tell of one disaster, the noun names it.
    pub(super) fn disasters_told_twice(&mut self) {
        let disaster = |d: &Draft| d.evoked.classes.iter().any(|c| c.strip_prefix(DL) == Some("Disaster"));
        for v in 0..self.drafts.len() {
            let draft = &self.drafts[v];
            // what is destroyed is news of its own
            let wrecks =
                draft.evoked.links.iter().any(|(slot, role)| slot == "object" && role.strip_prefix(DL) == Some("target"));
            if draft.kind != FrameKind::Verb || !disaster(draft) || wrecks {
                continue;
            }
            let named =
                draft.clause.fill("subject").filter_map(|t| self.at.get(&t).copied()).find(|&n| disaster(&self.drafts[n]));
            let Some(n) = named else { continue };
            let struck: Vec<usize> = ["object", "through", "across", "into", "over"]
                .iter()
                .flat_map(|slot| draft.clause.fill(slot).collect::<Vec<_>>())
                .filter(|&t| self.syntax.is_place(t))
                .collect();
            self.drafts[v].evoked.classes.retain(|c| !c.starts_with(DL));
            self.drafts[n].places.extend(struck);
        }
    }

    /// Whether readers take an event to have happened where the sentences before it played.
    pub(super) fn happens_somewhere(&self, draft: &Draft) -> bool {
        draft.evoked.classes.iter().any(|class| LOCAL.iter().any(|name| self.lexicon.is_a(class, name)))
    }

    /// A verb and the infinitive that it or its adjective governs: "is set" and "to kick off", "is due" and "to be held".
    pub(super) fn chain(&self, v: usize) -> impl Iterator<Item = usize> + '_ {
        let s = self.syntax;
        let head = self.drafts[v].head;
        let below = s.child(head, Dep::Xcomp).or_else(|| s.child(head, Dep::Acomp).and_then(|a| s.child(a, Dep::Xcomp)));
        std::iter::once(v).chain(below.and_then(|c| self.at.get(&c).copied()))
    }

    /// The participle or adjective behind an event noun that tells where and when it is: "a summit planned for Friday in Oslo",
    /// "talks due to be held in Doha".
    pub(super) fn planned_behind(&self, n: usize) -> Option<usize> {
        let s = self.syntax;
        if self.drafts[n].kind != FrameKind::Noun || !self.drafts[n].is_event() {
            return None;
        }
        let head = self.drafts[n].head;
        let behind = |c: &usize| *c > head;
        let participle = s.parsed.children_with(head, Dep::Acl).filter(behind).filter(|&c| s.tag(c) == Tag::Vbn);
        let due = s.parsed.children_with(head, Dep::Amod).filter(behind).filter_map(|a| s.child(a, Dep::Xcomp));
        participle.chain(due).filter_map(|c| self.at.get(&c).copied()).find(|&d| {
            !self.drafts[d].is_event() && ["Light", "Happening", "Planning"].iter().any(|class| self.drafts[d].evokes(class))
        })
    }

    /// The event in which another happens: "killed in an attack".
    pub(super) fn setting(&self, v: usize) -> Option<usize> {
        self.drafts[v]
            .clause
            .slots
            .iter()
            .filter(|x| matches!(x.name.as_str(), "in" | "during" | "on" | "at"))
            .find_map(|x| self.at.get(&x.token).copied())
            .filter(|&n| n != v && self.drafts[n].is_event())
    }

    /// The event of the when-clause of another event, where both have happened.
    pub(super) fn moment(&self, v: usize) -> Option<usize> {
        let s = self.syntax;
        let when = |c: &usize| {
            s.parsed.children(*c).any(|m| matches!(s.dep(m), Dep::Advmod | Dep::Mark) && matches!(s.lower(m), "when" | "after"))
        };
        let clause = s.parsed.children_with(self.drafts[v].head, Dep::Advcl).find(when)?;
        let c = self.at.get(&clause).copied()?;
        let past = |d: usize| self.drafts[d].status == Status::Occurred && self.drafts[d].is_event();
        (self.happens_somewhere(&self.drafts[v]) && past(v) && past(c)).then_some(c)
    }
}
