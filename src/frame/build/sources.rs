//! According to whom, and what stands beside events: attributions, titles, places within places.

use super::super::clause::Clause;
use super::super::evoke::Evoked;
use super::super::{Argument, Filler, FrameKind, Status, held};
use super::Builder;
use crate::parse::{Dep, Tag};
use crate::vocabulary::DL;
use std::collections::{BTreeMap, BTreeSet};

impl Builder<'_> {
    /// Attributions become frames of their own; what stands in their content gets their speaker as source.
    pub(super) fn attributions(&mut self) {
        let s = self.syntax;
        let before = self.drafts.len();
        for (i, attribution) in s.resolved.attributions.iter().enumerate() {
            let head = attribution.cue_head;
            let verbal = s.is_verb_form(head);
            let clause = if verbal { s.clause(head) } else { s.noun_clause(head) };
            let mind = attribution.classes.iter().any(|c| matches!(c.strip_prefix(DL), Some("Belief" | "Intention")));
            // "is expected to come": nobody is said to expect it
            if mind && attribution.speaker.is_none() {
                continue;
            }
            // "you asked for it", "our demand": a quote speaks to somebody who is not told
            let addressed = |t: usize| matches!(s.lower(t), "you" | "your" | "our") && !self.is_named(t);
            let speaker = attribution.speaker.filter(|&t| !addressed(t));
            if speaker.is_none() && attribution.speaker.is_some() && !attribution.classes.iter().any(|c| is_deed(c)) {
                continue;
            }
            let status = match self.statuses.of_noun(head) {
                _ if verbal => self.statuses.of_verb(head),
                // "has no plans to"
                Status::Denied => Status::Denied,
                _ => Status::Occurred,
            };
            // to say is to do: "says" tells what somebody said
            let status = match status {
                Status::Ongoing => Status::Occurred,
                // "according to", "reported by"
                Status::Unknown if !s.is_predicate(head) || matches!(s.tag(head), Tag::Vbd | Tag::Vbn) => Status::Occurred,
                other => other,
            };
            let evoked = Evoked {
                classes: attribution.classes.clone(),
                trigger: attribution.cue.clone(),
                lemma: s.lemma(head),
                // "paid tribute to": the words of the cue are no arguments
                used: attribution.cue.clone().filter(|&t| t != head).collect(),
                ..Evoked::default()
            };
            let existing = self.at.get(&head).copied();
            let d = self.push(FrameKind::Attribution, head, clause, evoked, status);
            if let Some(v) = existing {
                self.drafts[d].times = self.drafts[v].times.clone();
                self.drafts[d].places = self.drafts[v].places.clone();
                // the cue's own verb frame adds nothing unless it evokes another class ("agreed to")
                let mut classes = std::mem::take(&mut self.drafts[v].evoked.classes);
                classes.retain(|c| !attribution.classes.contains(c) && !self.lexicon.is_attribution(c));
                self.drafts[v].evoked.classes = classes;
            }
            // "repeated her demand": the noun within the cue is told with it
            for v in attribution.cue.clone().filter(|&t| t != head).filter_map(|t| self.at.get(&t).copied()).collect::<Vec<_>>() {
                self.drafts[v].evoked.classes.retain(|c| !self.lexicon.is_attribution(c));
            }
            self.drafts[d].origin = Some(i);
            let mut mention = |slot: &str, token: Option<usize>| {
                // the words of the passage itself, a relative pronoun included
                for t in token.into_iter().flat_map(|t| s.conjuncts(t)) {
                    if let Some(m) = s.mention(t) {
                        self.drafts[d].extra.push(Argument { slot: slot.to_owned(), filler: Filler::Mention(m) });
                    }
                }
            };
            mention("speaker", speaker);
            mention("addressee", attribution.addressee);
            mention("medium", attribution.medium);
        }
        // nobody is said to say, believe or want anything where no content was found: "a contested convention"
        for d in 0..before {
            let modifier = self.syntax.dep(self.drafts[d].head) == Dep::Amod;
            let mut classes = std::mem::take(&mut self.drafts[d].evoked.classes);
            classes.retain(|c| !self.lexicon.is_attribution(c) || !modifier && is_deed(c));
            self.drafts[d].evoked.classes = classes;
        }
        // nearest source first: the smallest content that holds the trigger
        let mut order: Vec<usize> = (before..self.drafts.len()).collect();
        order.sort_by_key(|&d| self.content(d).map(|r| r.len()).sum::<usize>());
        let mut around: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &d in &order {
            let words: BTreeSet<usize> = self.content(d).flatten().collect();
            for t in words {
                around.entry(t).or_default().push(d);
            }
        }
        for f in 0..self.drafts.len() {
            let head = self.drafts[f].head;
            for &d in around.get(&head).into_iter().flatten() {
                if d == f || self.drafts[d].head == head {
                    continue;
                }
                self.drafts[f].extra.push(Argument { slot: "inAttribution".into(), filler: Filler::Frame(d) });
                let speakers: Vec<Argument> = self.drafts[d]
                    .extra
                    .iter()
                    .filter(|a| a.slot == "speaker")
                    .map(|a| Argument { slot: "source".into(), filler: a.filler.clone() })
                    .collect();
                self.drafts[f].extra.extend(speakers);
                self.drafts[d].extra.push(Argument { slot: "contentFrame".into(), filler: Filler::Frame(f) });
            }
        }
    }

    /// Whether a token is a mention of somebody known by name.
    fn is_named(&self, t: usize) -> bool {
        let entities = self.syntax.mention(t).map(|m| &self.syntax.resolved.mentions[m].entities);
        entities.is_some_and(|entities| entities.iter().any(|&e| self.syntax.resolved.entities[e].named))
    }

    fn content(&self, d: usize) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let origin = self.drafts[d].origin.filter(|_| self.drafts[d].kind == FrameKind::Attribution);
        origin.into_iter().flat_map(|i| self.syntax.resolved.attributions[i].content.iter().cloned())
    }

    pub(super) fn titles_and_locations(&mut self) {
        let s = self.syntax;
        for (i, title) in s.resolved.titles.iter().enumerate() {
            let head = title.tokens.end - 1;
            let evoked = Evoked {
                trigger: title.tokens.clone(),
                lemma: title.title.to_lowercase().replace(' ', "_"),
                ..Evoked::default()
            };
            let d = self.push(FrameKind::Title, head, Clause::default(), evoked, Status::Unknown);
            self.drafts[d].origin = Some(i);
            let extra = &mut self.drafts[d].extra;
            extra.push(Argument { slot: "holder".into(), filler: Filler::Mention(title.holder) });
            if !title.title.is_empty() {
                extra.push(Argument { slot: "title".into(), filler: Filler::Text(title.title.clone()) });
            }
            extra.extend(title.of.iter().map(|&m| Argument { slot: "of".into(), filler: Filler::Mention(m) }));
            let beside = held::beside(s, title);
            // "Ann Lee, minister since 2019, resigned": the year is not when she resigned
            for draft in self.drafts.iter_mut().filter(|draft| draft.is_event()) {
                draft.times.retain(|t| !beside.contains(t));
            }
            let verb = held::verb(s, title).and_then(|v| self.at.get(&v)).map(|&v| &self.drafts[v].times[..]);
            let times = if beside.is_empty() { held::of_verb(s, verb.unwrap_or_default()) } else { beside };
            self.drafts[d].extra.extend(times.into_iter().map(|t| Argument { slot: "held".into(), filler: Filler::Time(t) }));
        }
        for (i, &(inner, outer)) in s.resolved.locations.iter().enumerate() {
            let head = s.resolved.mentions[inner].head;
            let range = s.resolved.mentions[inner].tokens.clone();
            let evoked = Evoked { trigger: range, lemma: "in".into(), ..Evoked::default() };
            let d = self.push(FrameKind::In, head, Clause::default(), evoked, Status::Unknown);
            self.drafts[d].origin = Some(i);
            self.drafts[d].extra.push(Argument { slot: "inner".into(), filler: Filler::Mention(inner) });
            self.drafts[d].extra.push(Argument { slot: "outer".into(), filler: Filler::Mention(outer) });
        }
    }
}

/// Sayings that are told of as deeds, whatever their words: "the ultimatum", "an oath", "asked for asylum".
fn is_deed(class: &str) -> bool {
    matches!(class.strip_prefix(DL), Some("Demand" | "Promise" | "Threat"))
}
