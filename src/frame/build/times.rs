//! When: each time expression to its event, and what times tell of an event's status.

use super::super::{Argument, Filler, FrameKind, Status, held, presupposed};
use super::Builder;
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::{TimeKind, TimeValue};

impl Builder<'_> {
    /// Each time expression goes to the nearest predicate or event noun above it.
    pub(super) fn times(&mut self) {
        let s = self.syntax;
        for (i, time) in s.resolved.times.iter().enumerate() {
            // "a 23-year-old" says nothing of when
            if time.value.kind == TimeKind::Age {
                continue;
            }
            let range = time.tokens.clone();
            let Some(top) = range.clone().find(|&t| !range.contains(&s.head(t)) || s.head(t) == t) else { continue };
            let mut at = top;
            for _ in 0..8 {
                if let Some(&d) = self.at.get(&at)
                    && at != top
                {
                    self.drafts[d].times.push(i);
                    break;
                }
                if s.head(at) == at || self.belongs_below(at, &range, &time.value) {
                    break;
                }
                at = s.head(at);
            }
        }
        // "held a 40-minute call on Tuesday": how long says not when
        let tells_when = |times: &[usize]| {
            times.iter().any(|&t| {
                let value = &s.resolved.times[t].value;
                value.time.is_some() || value.on_date.is_some() || value.begin.is_some() || value.end.is_some()
            })
        };
        for n in 0..self.drafts.len() {
            if let Some(v) = self.drafts[n].carrier
                && !tells_when(&self.drafts[n].times)
            {
                let of_verb: Vec<usize> = self.chain(v).flat_map(|d| self.drafts[d].times.clone()).collect();
                if self.drafts[n].times.is_empty() || tells_when(&of_verb) {
                    self.drafts[n].times.extend(of_verb);
                    self.drafts[n].times.sort_unstable();
                    self.drafts[n].times.dedup();
                }
            }
        }
        // "Today he will address parliament and sign a pact": what opens the sentence holds for both
        for v in 0..self.drafts.len() {
            let (verb, first) = (self.drafts[v].head, s.head(self.drafts[v].head));
            if self.drafts[v].times.is_empty()
                && s.dep(verb) == Dep::Conj
                && s.child(verb, Dep::Nsubj).is_none()
                && let Some(&d) = self.at.get(&first).filter(|_| s.is_verb_form(first))
            {
                let subject = s.child(first, Dep::Nsubj).unwrap_or(first);
                let opening = |&t: &usize| s.resolved.times[t].tokens.end <= subject;
                self.drafts[v].times = self.drafts[d].times.iter().copied().filter(opening).collect();
            }
        }
        // what is done during an event is done at its time
        for v in 0..self.drafts.len() {
            if self.drafts[v].times.is_empty()
                && let Some(n) = self.setting(v)
            {
                self.drafts[v].times = self.drafts[n].times.clone();
            }
        }
    }

    /// Verbs of leading with the times that say how long: "has led the bank since March" tells of one who leads it still.
    pub(super) fn leading(&mut self) {
        let s = self.syntax;
        for draft in self.drafts.iter_mut().filter(|d| d.evokes("Leading")) {
            let times = held::of_verb(s, &draft.times);
            if !times.is_empty() && draft.status == Status::Occurred && held::goes_on(s, draft.head) {
                draft.status = Status::Ongoing;
            }
            draft.extra.extend(times.into_iter().map(|t| Argument { slot: "held".into(), filler: Filler::Time(t) }));
        }
    }

    /// Event nouns without a status of their own, by what the sentence takes for granted, and presents that look ahead.
    pub(super) fn presuppose(&mut self) {
        let s = self.syntax;
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            let post = s.parsed.document.posts.get(s.parsed.sentence_of(draft.head).post);
            let day = post.and_then(|p| p.published.as_deref()).or(s.parsed.document.metadata.published.as_deref());
            let times: Vec<&TimeValue> = draft.times.iter().map(|&t| &s.resolved.times[t].value).collect();
            let status = match draft.kind {
                FrameKind::Noun if draft.status == Status::Unknown && draft.is_event() => {
                    let of_verb = |t: usize| self.at.get(&t).map(|&d| self.drafts[d].status);
                    presupposed::status_of(&self.statuses, draft.head, &draft.evoked.classes, &times, day, of_verb)
                }
                FrameKind::Verb
                    if draft.status == Status::Ongoing
                        && matches!(s.tag(draft.head), Tag::Vbz | Tag::Vbp)
                        && day.is_some_and(|day| presupposed::is_ahead(&times, day)) =>
                {
                    Status::Planned
                }
                _ => continue,
            };
            self.drafts[d].status = status;
        }
    }

    /// Whether a time says when something below `at` was, and not when what stands above it: it only tells a thing apart
    /// ("the 2016 race"), or another event that the sentence's own comes after ("after the collapse of the bank in 2011").
    fn belongs_below(&self, at: usize, time: &std::ops::Range<usize>, value: &TimeValue) -> bool {
        let s = self.syntax;
        let noun = !time.contains(&at) && matches!(s.pos(at), Pos::Noun | Pos::Propn);
        let within = s.dep(at) == Dep::Pobj && matches!(s.lower(s.head(at)), "in" | "during" | "at");
        let year_before = noun && !within && time.end <= at && matches!(value.precision, Some("Year" | "Decade" | "Month"));
        let sets_apart = matches!(s.lower(s.head(at)), "after" | "before" | "since" | "following" | "until" | "despite");
        year_before || noun && s.dep(at) == Dep::Pobj && sets_apart
    }
}
