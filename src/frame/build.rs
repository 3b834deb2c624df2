//! Puts frames together: triggers, slots, support verbs, places, times, sources.

use super::clause::{Clause, Slot};
use super::evoke::Evoked;
use super::status::{Effect, Statuses};
use super::syntax::Syntax;
use super::{Argument, Filler, Frame, FrameId, FrameKind, FramedDocument, Status, held, presupposed};
use crate::lexicon::{Lexicon, Part};
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::{EntityType, MentionId, MentionKind, NounKind, ResolvedDocument, TimeKind, TimeValue};
use crate::vocabulary::{DL, F};
use std::collections::{BTreeMap, BTreeSet, HashSet};

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

/// How many sentences back a place still holds.
const CONTEXT: usize = 2;

/// A trigger on its way to a frame.
struct Draft {
    kind: FrameKind,
    head: usize,
    clause: Clause,
    evoked: Evoked,
    status: Status,
    times: Vec<usize>,
    places: Vec<usize>,
    /// The verb that carries an event noun ("held talks"): index of its draft.
    carrier: Option<usize>,
    origin: Option<usize>,
    extra: Vec<Argument>,
}

impl Draft {
    fn is_event(&self) -> bool {
        self.evoked.classes.iter().any(|c| c.starts_with(DL))
    }
    /// The words of the trigger and what belongs to it, of an event.
    fn event_words(&self) -> impl Iterator<Item = usize> + '_ {
        self.evoked.used.iter().copied().filter(|_| self.is_event())
    }
    fn evokes(&self, class: &str) -> bool {
        self.evoked.classes.iter().any(|c| c.strip_prefix(F) == Some(class))
    }
}

/// Reads the frames of a document.
pub fn frame(resolved: ResolvedDocument, lexicon: &Lexicon) -> FramedDocument {
    let vocabulary = resolved.parsed.tokens.iter().map(|t| &*t.lower).collect();
    let frames = Builder::new(&resolved, &vocabulary, lexicon).build();
    FramedDocument { resolved, frames }
}

struct Builder<'a> {
    syntax: Syntax<'a>,
    lexicon: &'a Lexicon,
    statuses: Statuses<'a>,
    drafts: Vec<Draft>,
    /// Trigger head token to draft, for verbs, nouns and adjectives.
    at: BTreeMap<usize, usize>,
}

impl<'a> Builder<'a> {
    fn new(resolved: &'a ResolvedDocument, vocabulary: &'a HashSet<&'a str>, lexicon: &'a Lexicon) -> Self {
        let syntax = Syntax::new(resolved, vocabulary);
        Self { syntax, lexicon, statuses: Statuses { syntax, lexicon }, drafts: Vec::new(), at: BTreeMap::new() }
    }

    fn build(mut self) -> Vec<Frame> {
        self.predicates();
        self.nouns();
        self.carriers();
        self.times();
        self.leading();
        self.presuppose();
        self.places();
        self.context_places();
        self.disasters_told_twice();
        self.attributions();
        self.titles_and_locations();
        self.finish()
    }

    fn push(&mut self, kind: FrameKind, head: usize, clause: Clause, evoked: Evoked, status: Status) -> usize {
        self.drafts.push(Draft {
            kind,
            head,
            clause,
            evoked,
            status,
            times: Vec::new(),
            places: Vec::new(),
            carrier: None,
            origin: None,
            extra: Vec::new(),
        });
        self.drafts.len() - 1
    }

    /// Verbs, copulas, predicative adjectives.
    fn predicates(&mut self) {
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
    fn nouns(&mut self) {
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

    /// Support verbs give event nouns their status, participants, place and time.
    fn carriers(&mut self) {
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
            && s.parsed.children(self.drafts[v].head).any(|c| s.dep(c) == Dep::Oprd);
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
        let announced =
            s.lemma(self.drafts[v].head) == "announce" && self.drafts[n].evoked.classes.iter().any(|c| is_done_when_told(c));
        let through = if announced && through.is_some() { Some(verb_status) } else { through };
        let status = match (through, via) {
            (Some(status), _) => status,
            (None, Dep::Attr) if self.drafts[v].kind == FrameKind::Copula => match verb_status {
                Status::Occurred | Status::Planned | Status::Possible | Status::Conditional | Status::Ongoing => verb_status,
                _ => Status::Unknown,
            },
            // "a ceasefire is possible"
            (None, Dep::Nsubj) if self.drafts[v].kind == FrameKind::Copula => {
                self.statuses.of_predicative(self.drafts[v].head).unwrap_or_default()
            }
            // "is under house arrest", "was on a visit"
            (None, Dep::Pobj) if self.drafts[v].kind == FrameKind::Copula && matches!(s.lower(head), "under" | "in" | "on") => {
                verb_status
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
        let carrier = through.is_some() || within || self.drafts[v].kind == FrameKind::Copula && via == Dep::Attr;
        let shares = carrier || event_verb && matches!(via, Dep::Nsubj | Dep::Pobj);
        if self.drafts[n].status == Status::Unknown {
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

    /// Each time expression goes to the nearest predicate or event noun above it.
    fn times(&mut self) {
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
    fn leading(&mut self) {
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
    fn presuppose(&mut self) {
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

    /// A verb and the infinitives that it governs: "is set" and "to kick off".
    fn chain(&self, v: usize) -> impl Iterator<Item = usize> + '_ {
        let below = self.syntax.child(self.drafts[v].head, Dep::Xcomp).and_then(|c| self.at.get(&c).copied());
        std::iter::once(v).chain(below)
    }

    /// The event in which another happens: "killed in an attack".
    fn setting(&self, v: usize) -> Option<usize> {
        self.drafts[v]
            .clause
            .slots
            .iter()
            .filter(|x| matches!(x.name.as_str(), "in" | "during" | "on"))
            .find_map(|x| self.at.get(&x.token).copied())
            .filter(|&n| n != v && self.drafts[n].is_event())
    }

    /// The event of the when-clause of another event, where both have happened.
    fn moment(&self, v: usize) -> Option<usize> {
        let s = self.syntax;
        let when = |c: &usize| {
            s.parsed.children(*c).any(|m| matches!(s.dep(m), Dep::Advmod | Dep::Mark) && matches!(s.lower(m), "when" | "after"))
        };
        let clause = s.parsed.children_with(self.drafts[v].head, Dep::Advcl).find(when)?;
        let c = self.at.get(&clause).copied()?;
        let past = |d: usize| self.drafts[d].status == Status::Occurred && self.drafts[d].is_event();
        (self.happens_somewhere(&self.drafts[v]) && past(v) && past(c)).then_some(c)
    }

    fn places(&mut self) {
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
                let below = self.places_of_arguments(d).into_iter().flat_map(|t| direct(&s.noun_clause(t)));
                places.extend(below.filter(|t| named(t) && (force || !aimed(t))));
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
        let fits = |slot: &&Slot| {
            slots.contains(&slot.name.as_str()) && !self.at.contains_key(&slot.token) && !acts(slot) && !inverted(slot)
        };
        draft.clause.slots.iter().filter(fits).map(|slot| slot.token).collect()
    }

    /// The place of violence and disasters that their own sentence does not name: that of such an event shortly before in the
    /// post, when "the attack" or "the blast" takes that event up. What is told anew may have happened anywhere.
    fn context_places(&mut self) {
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
    fn disasters_told_twice(&mut self) {
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
    fn happens_somewhere(&self, draft: &Draft) -> bool {
        let local = |class: &str| class.strip_prefix(DL).is_some_and(|c| LOCAL.contains(&c));
        draft.evoked.classes.iter().any(|c| local(c) || self.lexicon.superclasses(c).iter().any(|c| local(c)))
    }

    /// Whether a token is a mention of somebody known by name.
    fn is_named(&self, t: usize) -> bool {
        let entities = self.syntax.mention(t).map(|m| &self.syntax.resolved.mentions[m].entities);
        entities.is_some_and(|entities| entities.iter().any(|&e| self.syntax.resolved.entities[e].named))
    }

    /// Attributions become frames of their own; what stands in their content gets their speaker as source.
    fn attributions(&mut self) {
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

    fn content(&self, d: usize) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let origin = self.drafts[d].origin.filter(|_| self.drafts[d].kind == FrameKind::Attribution);
        origin.into_iter().flat_map(|i| self.syntax.resolved.attributions[i].content.iter().cloned())
    }

    fn titles_and_locations(&mut self) {
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

    /// Orders the drafts by trigger and turns tokens into mentions and frames.
    fn finish(self) -> Vec<Frame> {
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

/// Whether a word tells of an event that is still to come.
fn foresees(evoked: &Evoked) -> bool {
    evoked.classes.iter().any(|c| c.strip_prefix(F) == Some("Foreseeing"))
}

/// What is announced once it is done; a visit or a vote is announced before.
fn is_done_when_told(class: &str) -> bool {
    const DONE: [&str; 8] = ["Agreement", "Death", "Injury", "Detention", "Attack", "Disaster", "Resignation", "Appointment"];
    class.strip_prefix(DL).is_some_and(|name| DONE.contains(&name))
}

/// What is said to somebody who may say no.
fn is_said(class: &str) -> bool {
    matches!(class.strip_prefix(DL), Some("Invitation" | "Demand" | "Promise" | "Threat" | "Criticism" | "Praise" | "Question"))
}

/// Sayings that are told of as deeds, whatever their words: "the ultimatum", "an oath", "asked for asylum".
fn is_deed(class: &str) -> bool {
    matches!(class.strip_prefix(DL), Some("Demand" | "Promise" | "Threat"))
}
