//! Whether a predicate's event happened, is planned, was denied …: from auxiliaries, cue words above it, and scope.

use super::Status;
use super::clause::Clause;
use super::evoke::Evoked;
use super::syntax::Syntax;
use crate::document::BlockKind;
use crate::lexicon::{Lexicon, Part};
use crate::parse::{Dep, Pos, Tag};
use crate::vocabulary::{DL, F};

/// What a governing word does to the status of what it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Takes over its own status ("managed to", "held", "took place").
    Passes,
    /// Goes on ("continue to").
    Continues,
    /// Has happened, whatever becomes of the governing word ("condemned the attack").
    Presupposes,
    /// Goes on until the governing word makes an end of it ("end the war").
    Ends,
    Plans,
    Wants,
    Doubts,
    Denies,
    Cancels,
}

const EFFECTS: &[(&str, Effect)] = &[
    ("Presupposing", Effect::Presupposes),
    ("Ending", Effect::Ends),
    ("Passing", Effect::Passes),
    ("Continuing", Effect::Continues),
    ("Planning", Effect::Plans),
    ("Wanting", Effect::Wants),
    ("Doubting", Effect::Doubts),
    ("Denying", Effect::Denies),
    ("Cancelling", Effect::Cancels),
];

impl Effect {
    /// The effect among evoked `f:` classes.
    pub fn among(classes: &[String]) -> Option<Effect> {
        EFFECTS.iter().find(|(name, _)| classes.iter().any(|c| c.strip_prefix(F) == Some(name))).map(|&(_, e)| e)
    }

    /// Whether what it governs need not have happened.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Plans | Self::Wants | Self::Doubts | Self::Denies | Self::Cancels)
    }

    /// Status of what is governed, from the status of the governing word.
    pub fn apply(self, governor: Status) -> Status {
        use Status::{Cancelled, Conditional, Denied, Desired, Occurred, Ongoing, Planned, Possible, Unknown};
        match (self, governor) {
            (Effect::Passes, s) => s,
            (Effect::Presupposes, _) | (Effect::Ends, Occurred) => Occurred,
            (Effect::Ends, _) => Ongoing,
            (Effect::Continues, Occurred | Ongoing) => Ongoing,
            (Effect::Continues, s) => s,
            // "has no plans to", "does not want to", "was not expected to"
            (Effect::Plans | Effect::Wants | Effect::Doubts, Denied) => Denied,
            (Effect::Plans, Cancelled) => Cancelled,
            (Effect::Plans, Possible | Conditional | Desired) => Possible,
            (Effect::Plans, _) => Planned,
            (Effect::Wants, Conditional) => Conditional,
            (Effect::Wants, _) => Desired,
            (Effect::Doubts, Conditional) => Conditional,
            (Effect::Doubts, _) => Possible,
            // "did not deny", "did not rule out"
            (Effect::Denies | Effect::Cancels, Denied) => Possible,
            (Effect::Denies | Effect::Cancels, Possible | Conditional | Desired) => Possible,
            (Effect::Denies, Unknown | Occurred | Ongoing | Planned | Cancelled) => Denied,
            (Effect::Cancels, Unknown | Occurred | Ongoing | Planned | Cancelled) => Cancelled,
        }
    }
}

/// Longest chain of governing words.
const DEPTH: usize = 6;

/// Decides statuses over one document.
pub(super) struct Statuses<'a> {
    pub syntax: Syntax<'a>,
    pub lexicon: &'a Lexicon,
}

impl Statuses<'_> {
    /// Status of the event of a verb.
    pub fn of_verb(&self, v: usize) -> Status {
        self.verb(v, DEPTH)
    }

    fn verb(&self, v: usize, depth: usize) -> Status {
        if depth == 0 {
            return Status::Unknown;
        }
        let own = self.own(v, depth);
        self.scoped(v, own, depth)
    }

    /// The effect of a word, by its lexicon entries.
    pub fn effect(&self, t: usize, part: Part) -> Option<Effect> {
        let clause = match part {
            Part::Verb => self.syntax.clause(t),
            Part::Noun => self.syntax.noun_clause(t),
            Part::Adjective => Clause::default(),
        };
        Effect::among(&self.evoked(t, part, &clause).classes)
    }

    fn evoked(&self, t: usize, part: Part, clause: &Clause) -> Evoked {
        self.syntax.evoke(self.lexicon, t, part, clause)
    }

    /// Auxiliaries of a verb; a conjunct without its own shares those of the first verb.
    fn auxiliaries(&self, v: usize) -> Vec<usize> {
        let s = &self.syntax;
        let own: Vec<usize> = s.parsed.children(v).filter(|&c| matches!(s.dep(c), Dep::Aux | Dep::Auxpass | Dep::Neg)).collect();
        let bare = matches!(s.tag(v), Tag::Vb | Tag::Vbn | Tag::Vbg) && !own.iter().any(|&c| s.dep(c) == Dep::Aux);
        if bare && s.dep(v) == Dep::Conj && s.is_verb_form(s.head(v)) && s.tag(s.head(v)) == s.tag(v) {
            let mut all = self.auxiliaries(s.head(v));
            all.extend(own);
            return all;
        }
        own
    }

    /// From the verb group alone, else from the governing word.
    fn own(&self, v: usize, depth: usize) -> Status {
        let s = &self.syntax;
        let auxiliaries = self.auxiliaries(v);
        let has = |word: &str| auxiliaries.iter().any(|&a| s.lower(a) == word || s.lemma(a) == word);
        let negative = self.negated(v, &auxiliaries);
        if self.no_longer(v) {
            return Status::Cancelled;
        }
        let modal = auxiliaries.iter().copied().find(|&a| s.tag(a) == Tag::Md);
        let status = if let Some(m) = modal {
            match s.lower(m) {
                "will" | "'ll" | "wo" | "shall" | "ll" => Status::Planned,
                "should" | "must" | "ought" => Status::Desired,
                "would" | "'d" => {
                    if self.has_condition(v) {
                        Status::Conditional
                    } else if self.reported_past(v) {
                        Status::Planned
                    } else {
                        Status::Possible
                    }
                }
                _ => Status::Possible,
            }
        } else if self.is_infinitive(v)
            || (s.tag(v) == Tag::Vbg && !has("be"))
            || (s.tag(v) == Tag::Vbn
                && has("being")
                && matches!(s.dep(v), Dep::Pcomp | Dep::Pobj | Dep::Advcl)
                && !has("is")
                && !has("was"))
            || (s.tag(v) == Tag::Vb && !has("do"))
        {
            self.governed(v, depth)
        } else if s.tag(v) == Tag::Vbg && has("be") {
            if self.past(&auxiliaries) { Status::Occurred } else { Status::Ongoing }
        } else {
            match s.tag(v) {
                Tag::Vbd => Status::Occurred,
                Tag::Vbn if has("have") => Status::Occurred,
                Tag::Vbn if auxiliaries.iter().any(|&a| matches!(s.lower(a), "was" | "were" | "been" | "got")) => {
                    Status::Occurred
                }
                Tag::Vbn if auxiliaries.iter().any(|&a| matches!(s.lower(a), "is" | "are" | "'s" | "'re" | "being")) => {
                    if has("being") { Status::Ongoing } else { self.present(v) }
                }
                Tag::Vbn if s.dep(v) == Dep::Conj && s.is_verb_form(s.head(v)) => self.verb(s.head(v), depth - 1),
                // "left three dead and 12 injured"
                Tag::Vbn if s.dep(v) == Dep::Conj && s.dep(s.head(v)) == Dep::Oprd && s.is_verb_form(s.head(s.head(v))) => {
                    self.verb(s.head(s.head(v)), depth - 1)
                }
                // "a council chaired by Ann Lee" is so still
                Tag::Vbn if s.dep(v) == Dep::Acl && matches!(s.lemma(v).as_str(), "head" | "chair" | "lead" | "run") => {
                    Status::Ongoing
                }
                Tag::Vbn if matches!(s.dep(v), Dep::Acl | Dep::Amod | Dep::Advcl | Dep::Root) => Status::Occurred,
                Tag::Vbn if matches!(s.dep(v), Dep::Xcomp | Dep::Ccomp | Dep::Oprd) => self.governed(v, depth),
                Tag::Vbp if self.past_in_disguise(v) => Status::Occurred,
                Tag::Vbz | Tag::Vbp => self.present(v),
                Tag::Vb if has("do") => {
                    if auxiliaries.iter().any(|&a| s.lower(a) == "did") {
                        Status::Occurred
                    } else {
                        Status::Ongoing
                    }
                }
                _ => Status::Unknown,
            }
        };
        // "is going to meet", "is meeting tomorrow" read by the lexicon and the times; "is due to" by the governor
        if negative {
            return match status {
                Status::Unknown => Status::Denied,
                Status::Possible if modal.is_some_and(|m| matches!(s.lower(m), "may" | "might")) => Status::Possible,
                Status::Conditional => Status::Conditional,
                _ => Status::Denied,
            };
        }
        status
    }

    /// "as he quit": a verb whose past looks like its stem, with a subject that a present form would not have.
    fn past_in_disguise(&self, v: usize) -> bool {
        const SAME: &[&str] = &[
            "quit", "put", "set", "hit", "cut", "shut", "let", "cost", "beat", "spread", "burst", "split", "hurt", "bid", "cast",
            "shed",
        ];
        let s = &self.syntax;
        let one = |c: usize| {
            matches!(s.lower(c), "he" | "she" | "it") || matches!(s.tag(c), Tag::Nn | Tag::Nnp) && s.child(c, Dep::Conj).is_none()
        };
        SAME.contains(&s.lower(v)) && s.child(v, Dep::Nsubj).is_some_and(one) && !self.in_headline(v)
    }

    /// A present form: a headline tells what happened, running text what goes on.
    fn present(&self, v: usize) -> Status {
        if self.in_headline(v) { Status::Occurred } else { Status::Ongoing }
    }

    pub fn in_headline(&self, t: usize) -> bool {
        let sentence = self.syntax.parsed.sentence_of(t);
        let block = self.syntax.parsed.document.posts.get(sentence.post).and_then(|p| p.blocks.get(sentence.block));
        block.is_some_and(|b| b.kind == BlockKind::Headline)
    }

    fn past(&self, auxiliaries: &[usize]) -> bool {
        auxiliaries.iter().any(|&a| matches!(self.syntax.lower(a), "was" | "were" | "had"))
    }

    fn is_infinitive(&self, v: usize) -> bool {
        let s = &self.syntax;
        matches!(s.tag(v), Tag::Vb | Tag::Vbn) && s.parsed.children_with(v, Dep::Aux).any(|a| s.lower(a) == "to")
    }

    /// "not", "never", or a subject or object that nobody is ("no one", "neither side").
    fn negated(&self, v: usize, auxiliaries: &[usize]) -> bool {
        let s = &self.syntax;
        auxiliaries.iter().any(|&a| s.dep(a) == Dep::Neg && !self.only_follows(a))
            || s.parsed.children(v).any(|c| match s.dep(c) {
                Dep::Neg => !self.only_follows(c),
                Dep::Advmod => matches!(s.lower(c), "never" | "hardly" | "barely"),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr => {
                    matches!(s.lower(c), "nobody" | "none" | "nothing" | "neither")
                        || s.parsed
                            .children(c)
                            .any(|d| matches!(s.dep(d), Dep::Det | Dep::Neg) && matches!(s.lower(d), "no" | "neither"))
                }
                Dep::Preconj => s.lower(c) == "neither",
                _ => false,
            })
    }

    /// "not only", "not just": no denial.
    fn only_follows(&self, neg: usize) -> bool {
        let next = self.syntax.parsed.tokens.get(neg + 1);
        let or_not = neg > 0 && self.syntax.lower(neg) == "not" && self.syntax.lower(neg - 1) == "or";
        or_not || next.is_some_and(|t| matches!(&*t.lower, "only" | "just" | "merely" | "least"))
    }

    fn no_longer(&self, v: usize) -> bool {
        let s = &self.syntax;
        s.parsed.children_with(v, Dep::Advmod).any(|c| s.lower(c) == "longer")
            || s.parsed.children(v).any(|c| s.lower(c) == "anymore")
    }

    /// Whether an if-clause hangs on the verb.
    fn has_condition(&self, v: usize) -> bool {
        let s = &self.syntax;
        s.parsed.children(v).any(|c| match s.dep(c) {
            Dep::Advcl => self.conditional_mark(c),
            Dep::Ccomp => c < v && s.lower(s.parsed.subtree(c).start) != "if" && self.conditional_mark(c),
            _ => false,
        })
    }

    fn conditional_mark(&self, clause: usize) -> bool {
        let s = &self.syntax;
        // "Should the truce hold", "Were the coalition to collapse", "Had they agreed"
        let first = s.parsed.subtree(clause).start;
        let inverted = matches!(s.dep(clause), Dep::Advcl | Dep::Ccomp)
            && (first == clause || s.head(first) == clause && matches!(s.dep(first), Dep::Aux | Dep::Auxpass))
            && matches!(s.lower(first), "should" | "were" | "had")
            && s.parsed.children(clause).any(|c| c > first && matches!(s.dep(c), Dep::Nsubj | Dep::Nsubjpass | Dep::Attr));
        inverted || s.parsed.children(clause).any(|m| s.dep(m) == Dep::Mark && matches!(s.lower(m), "if" | "unless" | "provided"))
    }

    /// "said he would": the future seen from the past.
    fn reported_past(&self, v: usize) -> bool {
        let s = &self.syntax;
        let mut at = v;
        for _ in 0..DEPTH {
            let head = s.head(at);
            if head == at {
                return false;
            }
            if s.dep(at) == Dep::Ccomp && s.is_verb_form(head) {
                return s.tag(head) == Tag::Vbd || s.parsed.children_with(head, Dep::Aux).any(|a| s.lower(a) == "had");
            }
            at = head;
        }
        false
    }

    /// Status of a non-finite verb, from the word that governs it.
    fn governed(&self, v: usize, depth: usize) -> Status {
        let s = &self.syntax;
        let head = s.head(v);
        match s.dep(v) {
            Dep::Conj if s.is_verb_form(head) => self.verb(head, depth - 1),
            // "went on to endorse her" has done so
            Dep::Advcl | Dep::Xcomp
                if self.is_infinitive(v) && s.lemma(head) == "go" && s.lower(head + 1) == "on" && s.lower(head + 2) == "to" =>
            {
                self.verb(head, depth - 1)
            }
            // "has yet to", "has to"
            Dep::Xcomp if s.lemma(head) == "have" && self.is_infinitive(v) => {
                let governor = self.verb(head, depth - 1);
                if s.parsed.children(head).any(|c| s.lower(c) == "yet") || governor == Status::Possible {
                    Status::Possible
                // "crews had to cut the driver free": and so they did
                } else if s.tag(head) == Tag::Vbd && governor == Status::Occurred {
                    Status::Occurred
                } else {
                    Status::Desired
                }
            }
            // "it took crews until midnight to bring him out"
            Dep::Advcl | Dep::Xcomp | Dep::Ccomp
                if self.is_infinitive(v)
                    && s.lemma(head) == "take"
                    && s.parsed.children_with(head, Dep::Nsubj).any(|c| s.lower(c) == "it") =>
            {
                self.verb(head, depth - 1)
            }
            // "the aim is to end the strike"
            Dep::Xcomp | Dep::Ccomp | Dep::Attr | Dep::Acomp
                if s.lemma(head) == "be" && self.is_infinitive(v) && self.effect_of_subject(head).is_some() =>
            {
                let governor = self.verb(head, depth - 1);
                let governor = if governor == Status::Ongoing { Status::Occurred } else { governor };
                self.effect_of_subject(head).map_or(Status::Possible, |e| e.apply(governor))
            }
            Dep::Xcomp | Dep::Ccomp | Dep::Oprd if s.is_verb_form(head) => {
                let governor = self.verb(head, depth - 1);
                // "she gets to meet the queen"
                if s.lemma(head) == "get" && self.is_infinitive(v) && governor == Status::Ongoing {
                    return Status::Planned;
                }
                self.effect(head, Part::Verb)
                    .unwrap_or(if self.is_infinitive(v) { Effect::Doubts } else { Effect::Passes })
                    .apply(governor)
            }
            Dep::Xcomp | Dep::Ccomp if s.pos(head) == Pos::Adj => {
                let governor = self.adjective(head, depth - 1);
                self.effect(head, Part::Adjective).unwrap_or(Effect::Doubts).apply(governor)
            }
            Dep::Acl | Dep::Relcl | Dep::Xcomp | Dep::Ccomp if matches!(s.pos(head), Pos::Noun | Pos::Propn) => {
                if s.tag(v) == Tag::Vbg {
                    return self.beside(head, depth);
                }
                // a headline without a finite verb: "Two ministers to meet rebels"
                if self.is_infinitive(v) && s.dep(head) == Dep::Root {
                    return Status::Planned;
                }
                let negative = s.parsed.children(head).any(|c| s.lower(c) == "no");
                match self.effect(head, Part::Noun) {
                    Some(effect) => effect.apply(if negative { Status::Denied } else { Status::Occurred }),
                    None => Status::Possible,
                }
            }
            // "are ready for Norway to sign"
            Dep::Advcl if self.is_infinitive(v) && s.lemma(head) == "be" && s.child(head, Dep::Acomp).is_some() => {
                let governor = self.verb(head, depth - 1);
                let effect = s.child(head, Dep::Acomp).and_then(|a| self.effect(a, Part::Adjective));
                effect.unwrap_or(Effect::Doubts).apply(governor)
            }
            // "called on them to leave"
            Dep::Advcl
                if self.is_infinitive(v)
                    && matches!(&*s.lemma(head), "call" | "appeal" | "plead" | "prevail" | "push" | "press" | "ask")
                    && s.called_upon(head, v).is_some() =>
            {
                Effect::Wants.apply(self.verb(head, depth - 1))
            }
            Dep::Advcl if self.is_infinitive(v) => match self.verb(head, depth - 1) {
                // "flew to Geneva to meet"
                Status::Occurred | Status::Ongoing | Status::Planned => Status::Planned,
                other => other,
            },
            Dep::Advcl if s.is_verb_form(head) => {
                if s.parsed.children_with(v, Dep::Mark).any(|m| matches!(s.lower(m), "before" | "without")) {
                    return Status::Unknown;
                }
                self.verb(head, depth - 1)
            }
            Dep::Pcomp | Dep::Pobj => self.after_preposition(head, depth),
            Dep::Root if s.tag(v) == Tag::Vb => {
                // an imperative, or a headline "X to meet Y"
                let told = s.parsed.children_with(v, Dep::Nsubj).any(|c| c < v) && self.in_headline(v);
                match (self.is_infinitive(v), told) {
                    (true, _) => Status::Planned,
                    (false, true) => Status::Occurred,
                    (false, false) => Status::Desired,
                }
            }
            Dep::Root if self.is_infinitive(v) => Status::Planned,
            // "shelling killed six"
            Dep::Nsubj | Dep::Csubj if s.is_verb_form(head) && self.own(head, depth - 1) == Status::Occurred => Status::Occurred,
            Dep::Root | Dep::Nsubj | Dep::Dobj | Dep::Csubj => Status::Unknown,
            _ => Status::Unknown,
        }
    }

    /// The effect of a noun that a copula equates with a deed: "the plan was to leave".
    fn effect_of_subject(&self, copula: usize) -> Option<Effect> {
        let s = &self.syntax;
        let subject = s.child(copula, Dep::Nsubj).filter(|&n| s.pos(n) == Pos::Noun)?;
        self.effect(subject, Part::Noun).filter(|e| e.is_open())
    }

    /// "Police shot a man fleeing the town": what a participle tells of a thing goes with the clause in which the thing stands.
    fn beside(&self, noun: usize, depth: usize) -> Status {
        let s = &self.syntax;
        let mut at = noun;
        while s.head(at) != at && !s.is_verb_form(at) {
            at = s.head(at);
        }
        let told = s.is_verb_form(at) && depth > 1 && !self.is_nonfinite(at) && self.own(at, depth - 1) == Status::Occurred;
        if told { Status::Occurred } else { Status::Ongoing }
    }

    /// "accused of killing", "before leaving", "plans for visiting".
    fn after_preposition(&self, preposition: usize, depth: usize) -> Status {
        let s = &self.syntax;
        let above = if s.pos(s.head(preposition)) == Pos::Adv { s.head(s.head(preposition)) } else { s.head(preposition) };
        match s.lower(preposition) {
            "without" | "instead" | "from" => return Status::Denied,
            "before" => return Status::Unknown,
            "after" | "since" | "by" | "upon" => return Status::Occurred,
            _ => {}
        }
        if s.is_verb_form(above) {
            let effect = self.effect(above, Part::Verb);
            return match effect {
                Some(e) => e.apply(self.verb(above, depth - 1)),
                None => Status::Unknown,
            };
        }
        if s.pos(above) == Pos::Noun {
            // "has no intention of leaving"
            let none = s.parsed.children(above).any(|c| s.lower(c) == "no");
            let governor = if none { Status::Denied } else { Status::Occurred };
            return self.effect(above, Part::Noun).map_or(Status::Unknown, |e| e.apply(governor));
        }
        Status::Unknown
    }

    /// Status of what its own word only looks forward to: "is expected in Oslo" may come, "is due in Oslo" is to come.
    pub fn foreseen(own: Status, adjective: bool) -> Status {
        match own {
            Status::Denied | Status::Cancelled => own,
            _ if adjective => Status::Planned,
            _ => Status::Possible,
        }
    }

    /// Status of a predicative adjective, from its copula.
    pub fn adjective(&self, a: usize, depth: usize) -> Status {
        let s = &self.syntax;
        let copula = s.head(a);
        if depth > 0 && matches!(s.dep(a), Dep::Acomp | Dep::Attr | Dep::Oprd) && s.is_verb_form(copula) {
            self.verb(copula, depth - 1)
        } else {
            Status::Occurred
        }
    }

    /// What conditions, questions, and words of thinking above do to a finite clause.
    fn scoped(&self, v: usize, own: Status, depth: usize) -> Status {
        let s = &self.syntax;
        let head = s.head(v);
        if self.conditional_mark(v) || (self.has_condition(v) && own == Status::Planned) {
            return Status::Conditional;
        }
        if s.parsed.children(v).any(|c| {
            s.dep(c) == Dep::Advmod
                && matches!(
                    s.lower(c),
                    "allegedly" | "reportedly" | "possibly" | "perhaps" | "maybe" | "potentially" | "probably" | "likely"
                )
        }) && !matches!(own, Status::Denied)
            && !s.parsed.children(v).any(|c| s.lower(c) == "reportedly")
        {
            return Status::Possible;
        }
        if s.in_question(v) && self.inverted(v) {
            return Status::Possible;
        }
        match s.dep(v) {
            // "denied reports that a dam had burst"
            Dep::Acl | Dep::Relcl | Dep::Ccomp | Dep::Advcl
                if own != Status::Denied && !self.is_nonfinite(v) && self.is_denied_report(v, depth) =>
            {
                Status::Denied
            }
            Dep::Ccomp if s.parsed.children_with(v, Dep::Mark).any(|m| matches!(s.lower(m), "whether" | "if")) => {
                Status::Possible
            }
            Dep::Ccomp if s.is_verb_form(head) && self.is_taken_back(head) => Effect::Denies.apply(Status::Occurred),
            Dep::Conj if s.dep(head) == Dep::Ccomp && self.is_taken_back(s.head(head)) => Effect::Denies.apply(Status::Occurred),
            Dep::Ccomp if s.is_verb_form(head) && !self.is_nonfinite(v) => match self.effect(head, Part::Verb) {
                Some(Effect::Denies) if own != Status::Denied => Effect::Denies.apply(self.verb(head, depth - 1)),
                // "hopes that he will come"; "told reporters that he will come" wants nothing
                Some(Effect::Wants) if self.is_intention(head) => Effect::Wants.apply(self.verb(head, depth - 1)),
                Some(Effect::Doubts) if !matches!(own, Status::Denied) => Status::Possible,
                _ => own,
            },
            Dep::Ccomp if s.pos(head) == Pos::Adj && !self.is_nonfinite(v) => match self.effect(head, Part::Adjective) {
                Some(Effect::Doubts) => Status::Possible,
                Some(Effect::Wants) => Status::Desired,
                _ => own,
            },
            Dep::Acl if s.pos(head) == Pos::Noun && !self.is_nonfinite(v) => match self.effect(head, Part::Noun) {
                Some(Effect::Doubts | Effect::Plans) => Status::Possible,
                Some(Effect::Wants) => Status::Desired,
                Some(Effect::Denies) => Status::Denied,
                _ => own,
            },
            Dep::Conj if s.is_verb_form(head) && self.conditional_mark(head) => Status::Conditional,
            // "could not agree to a deal which cedes land"
            Dep::Relcl if matches!(own, Status::Ongoing | Status::Planned) && self.is_of_the_unreal(head, depth) => {
                Status::Possible
            }
            Dep::Relcl | Dep::Advcl | Dep::Conj => own,
            _ => own,
        }
    }

    /// "An earlier version of this article said that …", "Correction: we reported that …", "We wrongly said that …":
    /// what the publisher told before and no longer tells.
    fn is_taken_back(&self, verb: usize) -> bool {
        let s = &self.syntax;
        let tells = matches!(&*s.lemma(verb), "say" | "report" | "state" | "suggest" | "write" | "claim" | "indicate" | "imply");
        // "Correction: an earlier version said" has two phrases that pass for subjects: the nearer one is it
        let Some(subject) = s.parsed.children_with(verb, Dep::Nsubj).next_back().filter(|_| tells) else { return false };
        let of_ours = |t: usize| {
            const TEXTS: &[&str] =
                &["version", "post", "article", "story", "edition", "update", "headline", "caption", "blog", "timeline", "page"];
            s.lower(t) == "we" || TEXTS.contains(&&*s.lemma(t))
        };
        let earlier =
            s.parsed.children_with(subject, Dep::Amod).any(|a| matches!(s.lower(a), "earlier" | "previous" | "original"));
        let wrongly =
            s.parsed.children(verb).any(|a| matches!(s.lower(a), "wrongly" | "incorrectly" | "mistakenly" | "erroneously"));
        let start = s.parsed.sentence_of(verb).tokens.start;
        let headed = matches!(s.lower(start), "correction" | "clarification" | "corrected" | "amendment");
        of_ours(subject) && (earlier || wrongly || headed)
    }

    /// Whether a clause is the content of a report, claim or idea that the sentence denies.
    fn is_denied_report(&self, v: usize, depth: usize) -> bool {
        let s = &self.syntax;
        // "reports, spread overnight, that a dam had burst": the words between may take the clause
        let mut noun = s.head(v);
        while s.dep(noun) == Dep::Conj && s.is_verb_form(noun) || s.dep(noun) == Dep::Acl {
            noun = s.head(noun);
        }
        if s.is_verb_form(noun) && s.head(v) != noun {
            noun = s.child(noun, Dep::Dobj).unwrap_or(noun);
        }
        const REPORTS: &[&str] =
            &["report", "claim", "suggestion", "rumour", "rumor", "allegation", "accusation", "speculation", "idea", "notion"];
        let that =
            s.parsed.children(v).any(|c| s.lower(c) == "that" && !matches!(s.dep(c), Dep::Nsubj | Dep::Dobj | Dep::Nsubjpass));
        let verb = s.head(noun);
        // "reports that a dam had burst are false"
        const UNTRUE: &[&str] =
            &["false", "untrue", "wrong", "unfounded", "baseless", "fake", "incorrect", "inaccurate", "groundless", "nonsense"];
        let untrue = |c: usize| matches!(s.dep(c), Dep::Acomp | Dep::Attr) && UNTRUE.contains(&&*s.lemma(c));
        if that && REPORTS.contains(&&*s.lemma(noun)) && s.dep(noun) == Dep::Nsubj && s.lemma(verb) == "be" {
            return s.parsed.children(verb).any(untrue) && !s.parsed.children(verb).any(|c| s.dep(c) == Dep::Neg);
        }
        that && depth > 0
            && REPORTS.contains(&&*s.lemma(noun))
            && matches!(s.dep(noun), Dep::Dobj | Dep::Nsubjpass)
            && s.is_verb_form(verb)
            && matches!(self.effect(verb, Part::Verb), Some(Effect::Denies))
            && matches!(self.verb(verb, depth - 1), Status::Occurred | Status::Ongoing | Status::Unknown)
    }

    /// Whether a noun without an article that points is only wanted, refused or possible: "wants a law that bans it".
    fn is_of_the_unreal(&self, noun: usize, depth: usize) -> bool {
        let s = &self.syntax;
        let open =
            s.tag(noun) == Tag::Nn && s.parsed.children_with(noun, Dep::Det).any(|d| matches!(s.lower(d), "a" | "an" | "any"));
        let above = s.head(noun);
        let verb = if s.dep(noun) == Dep::Pobj { s.head(above) } else { above };
        open && depth > 1
            && matches!(s.dep(noun), Dep::Dobj | Dep::Pobj)
            && s.is_verb_form(verb)
            && matches!(self.verb(verb, depth - 1), Status::Denied | Status::Desired | Status::Possible | Status::Conditional)
    }

    /// Whether a verb evokes wanting as a state of mind.
    fn is_intention(&self, v: usize) -> bool {
        let clause = self.syntax.clause(v);
        self.evoked(v, Part::Verb, &clause).classes.iter().any(|c| c.strip_prefix(DL) == Some("Intention"))
    }

    /// Whether the subject stands after the auxiliary, as in a question.
    fn inverted(&self, v: usize) -> bool {
        let s = &self.syntax;
        let auxiliary =
            s.parsed.children(v).find(|&c| matches!(s.dep(c), Dep::Aux | Dep::Auxpass)).or((s.pos(v) == Pos::Aux).then_some(v));
        let subject = s.parsed.children(v).find(|&c| matches!(s.dep(c), Dep::Nsubj | Dep::Nsubjpass));
        match (auxiliary, subject) {
            (Some(a), Some(b)) => a < b,
            _ => s.parsed.children(v).any(|c| matches!(s.tag(c), Tag::Wp | Tag::Wrb | Tag::Wdt)),
        }
    }

    fn is_nonfinite(&self, v: usize) -> bool {
        self.is_infinitive(v) || self.syntax.tag(v) == Tag::Vbg
    }

    /// Status of an event noun by the words right at it: "planned talks", "no deal", "a possible visit".
    pub fn of_noun(&self, n: usize) -> Status {
        let s = &self.syntax;
        for c in s.parsed.children(n) {
            match s.dep(c) {
                Dep::Det | Dep::Neg if s.lower(c) == "no" => return Status::Denied,
                // a failed attack was one
                Dep::Amod if s.lemma(c) == "fail" => {}
                // a suspended sentence was passed
                Dep::Amod if s.lemma(c) == "suspend" && matches!(&*s.lemma(n), "sentence" | "term") => {}
                Dep::Amod | Dep::Compound | Dep::Advmod | Dep::Nmod => {
                    let part = if s.is_verb_form(c) { Part::Verb } else { Part::Adjective };
                    let evoked = self.evoked(c, part, &Clause::default());
                    let effect = Effect::among(&evoked.classes).filter(|&e| e != Effect::Passes);
                    if let Some(effect) = effect {
                        return effect.apply(Status::Occurred);
                    }
                }
                // "Talks to begin in Doha"
                Dep::Acl | Dep::Relcl if self.is_infinitive(c) && self.takes_place(c) => return Status::Planned,
                _ => {}
            }
        }
        Status::Unknown
    }

    /// Whether a verb says of its subject that it takes place.
    fn takes_place(&self, v: usize) -> bool {
        self.evoked(v, Part::Verb, &self.syntax.clause(v)).classes.iter().any(|c| c.strip_prefix(F) == Some("Happening"))
    }

    /// Status that a predicative adjective gives to the event noun that is its subject: "a ceasefire is likely".
    pub fn of_predicative(&self, copula: usize) -> Option<Status> {
        let s = &self.syntax;
        if let Some(told) = self.of_phrase(copula) {
            return Some(told);
        }
        let adjective = s.parsed.children(copula).find(|&c| matches!(s.dep(c), Dep::Acomp | Dep::Oprd | Dep::Advmod))?;
        let governor = if self.of_verb(copula) == Status::Denied { Status::Denied } else { Status::Occurred };
        self.effect(adjective, Part::Adjective).map(|e| e.apply(governor))
    }

    /// "Sanctions are on the table", "the summit is under way": what a phrase after "be", or after a noun with "with", tells.
    pub fn of_phrase(&self, above: usize) -> Option<Status> {
        let s = &self.syntax;
        let negative = s.parsed.children_with(above, Dep::Neg).next().is_some();
        let told = s.parsed.children_with(above, Dep::Prep).find_map(|p| {
            let noun = s.child(p, Dep::Pobj)?;
            match (s.lower(p), s.lower(noun)) {
                ("on", "table" | "cards") | ("in", "doubt" | "balance") => Some(Status::Possible),
                ("under", "discussion" | "consideration" | "negotiation" | "review" | "threat") => Some(Status::Possible),
                ("in", "offing" | "works" | "pipeline" | "preparation" | "diary" | "calendar") => Some(Status::Planned),
                ("under" | "in", "way" | "progress" | "swing" | "session" | "force" | "place" | "effect") => {
                    Some(Status::Ongoing)
                }
                ("off", "table" | "agenda" | "cards") => Some(Status::Denied),
                _ => None,
            }
        })?;
        Some(if negative { Status::Denied } else { told })
    }

    /// Status that a verb gives to the event noun that is its subject or object, when the verb is one that does.
    pub fn through(&self, v: usize, classes: &[String]) -> Option<Status> {
        Effect::among(classes).map(|e| e.apply(self.of_verb(v)))
    }
}
