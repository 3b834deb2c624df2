//! When: each time expression to its event, and what times tell of an event's status.

use super::super::{Argument, Filler, FrameKind, Status, held, presupposed};
use super::Builder;
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::{TimeKind, TimeValue};
use crate::vocabulary::DL;

/// Longest way from a time to what it dates.
const DEPTH: usize = 8;

impl Builder<'_> {
    /// Each time expression goes to the nearest predicate or event noun above it, and from there to what happens with it.
    pub(super) fn times(&mut self) {
        for i in 0..self.syntax.resolved.times.len() {
            if let Some(d) = self.dated(i) {
                self.drafts[d].times.push(i);
            }
        }
        self.times_of_carriers();
        self.times_of_plans();
        self.times_between_verbs();
        self.times_of_settings();
        self.times_of_moments();
    }

    /// The draft whose time an expression tells.
    fn dated(&self, time: usize) -> Option<usize> {
        let s = self.syntax;
        let time = &s.resolved.times[time];
        // "a 23-year-old" says nothing of when
        if time.value.kind == TimeKind::Age {
            return None;
        }
        let range = &time.tokens;
        let top = range.clone().find(|&t| !range.contains(&s.head(t)) || s.head(t) == t)?;
        // "on Monday to protest", "last month after a jet flew": the clause that begins behind the time is not what it dates
        let begins_behind = |verb: usize| {
            s.parsed.children(verb).any(|c| {
                let opens = matches!(s.dep(c), Dep::Mark) || s.dep(c) == Dep::Aux && s.lower(c) == "to";
                opens && c >= range.end && c < verb
            })
        };
        let mut at = top;
        let mut fallback = None;
        for _ in 0..DEPTH {
            if let Some(&d) = self.at.get(&at)
                && at != top
                && !(s.is_verb_form(at) && s.head(at) != at && begins_behind(at))
            {
                // "fired on men mending a pipe on Tuesday": dates the deed, not what tells the men apart
                if s.dep(at) == Dep::Acl && s.tag(at) == Tag::Vbg && !self.drafts[d].is_event() && fallback.is_none() {
                    fallback = Some(d);
                } else if fallback.is_none() || self.drafts[d].is_event() && self.drafts[d].kind == FrameKind::Verb {
                    return Some(d);
                } else {
                    return fallback;
                }
            }
            if s.head(at) == at || self.belongs_below(at, range, &time.value) {
                break;
            }
            at = s.head(at);
        }
        fallback
    }

    /// "held a 40-minute call on Tuesday": the verb's time is the noun's; how long says not when.
    fn times_of_carriers(&mut self) {
        for n in 0..self.drafts.len() {
            if let Some(v) = self.drafts[n].carrier
                && !self.tells_when(n)
            {
                let of_verb: Vec<usize> = self.chain(v).flat_map(|d| self.drafts[d].times.clone()).collect();
                if self.drafts[n].times.is_empty() || self.any_tells_when(&of_verb) {
                    self.drafts[n].times.extend(of_verb);
                    self.drafts[n].times.sort_unstable();
                    self.drafts[n].times.dedup();
                }
            }
        }
    }

    /// Event nouns that a verb without an event of its own says something of: "talks broke down on Sunday", "is behind a fire
    /// in 2024", "a meeting held on Friday", "a visit by the minister, planned for today".
    fn times_of_plans(&mut self) {
        let s = self.syntax;
        for n in 0..self.drafts.len() {
            if let Some(d) = self.planned_behind(n)
                && self.drafts[n].times.is_empty()
            {
                self.drafts[n].times = self.drafts[d].times.clone();
            }
        }
        for v in 0..self.drafts.len() {
            let draft = &self.drafts[v];
            if draft.is_event() || !matches!(draft.kind, FrameKind::Verb | FrameKind::Copula) || !self.tells_when(v) {
                continue;
            }
            let mut nouns: Vec<usize> = draft
                .clause
                .slots
                .iter()
                .filter(|slot| matches!(&*slot.name, "subject" | "object" | "attr" | "in" | "during" | "at" | "for" | "behind"))
                .map(|slot| slot.token)
                .collect();
            if matches!(s.dep(draft.head), Dep::Acl | Dep::Relcl) {
                let climbs = |&t: &usize| matches!(s.dep(t), Dep::Pobj | Dep::Appos) || s.pos(t) == Pos::Adp;
                nouns.extend(std::iter::successors(Some(s.head(draft.head)), |t| Some(*t).filter(climbs).map(|t| s.head(t))));
            }
            let noun = nouns.iter().find_map(|t| {
                let n = *self.at.get(t)?;
                (n != v && self.drafts[n].kind == FrameKind::Noun && self.drafts[n].is_event() && self.drafts[n].times.is_empty())
                    .then_some(n)
            });
            if let Some(n) = noun {
                self.drafts[n].times = self.drafts[v].times.clone();
            }
        }
    }

    /// Verbs that share a time with the verb beside them: what opens the sentence holds for all ("Today he will address
    /// parliament and sign a pact"), and so does a day of what has happened ("killed eight and injured three on Tuesday").
    fn times_between_verbs(&mut self) {
        let s = self.syntax;
        for v in 0..self.drafts.len() {
            let (verb, first) = (self.drafts[v].head, s.head(self.drafts[v].head));
            if s.dep(verb) != Dep::Conj || s.child(verb, Dep::Nsubj).is_some() || s.child(verb, Dep::Nsubjpass).is_some() {
                continue;
            }
            let Some(&d) = self.at.get(&first).filter(|_| s.is_verb_form(first)) else { continue };
            // "arrived last night and has asked for aid": two times
            let perfect =
                |verb: usize| s.parsed.children(verb).any(|c| s.dep(c) == Dep::Aux && matches!(s.lower(c), "has" | "have"));
            let done = [v, d].iter().all(|&d| self.drafts[d].status == Status::Occurred) && perfect(verb) == perfect(first);
            // "called at 5am and then spoke": the same day, but not the same minute
            let later = |c| s.dep(c) == Dep::Advmod && matches!(s.lower(c), "then" | "later" | "afterwards" | "soon");
            let follows = s.parsed.children(verb).any(later);
            let day = |&t: &usize| match s.resolved.times[t].value.precision {
                Some("Day") => true,
                Some("Hour" | "Minute") => !follows,
                _ => false,
            };
            if !self.tells_when(v) {
                let subject = s.child(first, Dep::Nsubj).unwrap_or(first);
                let shared = |t: &usize| s.resolved.times[*t].tokens.end <= subject || done && day(t);
                let shared: Vec<usize> = self.drafts[d].times.iter().copied().filter(shared).collect();
                self.drafts[v].times.extend(shared);
            } else if self.drafts[d].times.is_empty() && done {
                let behind = |t: &usize| day(t) && s.resolved.times[*t].tokens.start > verb;
                self.drafts[d].times = self.drafts[v].times.iter().copied().filter(behind).collect();
            }
        }
    }

    /// What is done in or at an event, or by it, is done at its time.
    fn times_of_settings(&mut self) {
        for v in 0..self.drafts.len() {
            if self.drafts[v].kind != FrameKind::Verb || !self.drafts[v].times.is_empty() {
                continue;
            }
            let by_event = || {
                let harms = ["Death", "Injury", "Displacement", "Disaster"]
                    .iter()
                    .any(|class| self.drafts[v].evoked.classes.iter().any(|c| c.strip_prefix(DL) == Some(class)));
                let subject = self.drafts[v].clause.fill("subject").find_map(|t| self.at.get(&t).copied());
                subject.filter(|&n| harms && n != v && self.drafts[n].is_event())
            };
            if let Some(n) = self.setting(v).or_else(by_event).or_else(|| self.way_to(v)) {
                self.drafts[v].times = self.drafts[n].times.clone();
            }
        }
    }

    /// The verb that leads to an infinitive and shares its day: "tomorrow she is to visit the port", "flew out on Tuesday to meet".
    fn way_to(&self, v: usize) -> Option<usize> {
        let s = self.syntax;
        let verb = self.drafts[v].head;
        if !s.is_infinitive(verb) || !matches!(s.dep(verb), Dep::Xcomp | Dep::Advcl) {
            return None;
        }
        let d = *self.at.get(&s.head(verb))?;
        let travels = |class: &String| self.lexicon.is_a(class, "Movement");
        let leads = self.drafts[d].evokes("Planning") || self.drafts[d].evoked.classes.iter().any(travels);
        (leads && self.tells_when(d)).then_some(d)
    }

    /// "On 9 August, when gunmen ambushed the convoy": the clause says what happened at that time.
    fn times_of_moments(&mut self) {
        let s = self.syntax;
        for v in 0..self.drafts.len() {
            let draft = &self.drafts[v];
            if draft.kind != FrameKind::Verb || !draft.times.is_empty() {
                continue;
            }
            // "when he defected and captured the town": the first verb has the word
            let first = if s.dep(draft.head) == Dep::Conj && s.child(draft.head, Dep::Nsubj).is_none() {
                s.head(draft.head)
            } else {
                draft.head
            };
            let Some(when) = s.parsed.children(first).find(|&c| s.lower(c) == "when" && c < first) else { continue };
            let end = if when > 0 && s.lower(when - 1) == "," { when - 1 } else { when };
            if let Some(i) = s.resolved.times.iter().position(|time| time.tokens.end == end) {
                self.drafts[v].times.push(i);
            }
        }
    }

    /// Whether a draft has a time that says when, and not only how long.
    fn tells_when(&self, d: usize) -> bool {
        self.any_tells_when(&self.drafts[d].times)
    }

    fn any_tells_when(&self, times: &[usize]) -> bool {
        times.iter().any(|&t| {
            let value = &self.syntax.resolved.times[t].value;
            value.time.is_some() || value.on_date.is_some() || value.begin.is_some() || value.end.is_some()
        })
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
