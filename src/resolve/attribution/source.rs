//! The source of an attribution: subjects through control, coordination, participles, inversion; agents; owners.

use super::Reader;
use super::cue::Cue;
use crate::lexicon::{Kind, Part};
use crate::parse::{Dep, NameLabel, Pos, Tag};
use std::ops::Range;

/// Verbs that bring a noun of saying out: "made the claim that", "issued a statement saying".
const SUPPORT: [&str; 41] = [
    "make",
    "issue",
    "give",
    "have",
    "express",
    "voice",
    "offer",
    "raise",
    "repeat",
    "renew",
    "deliver",
    "release",
    "send",
    "reiterate",
    "publish",
    "post",
    "file",
    "write",
    "put",
    "announce",
    "launch",
    "share",
    "hold",
    "take",
    "air",
    "level",
    "lodge",
    "register",
    "sign",
    "submit",
    "back",
    "produce",
    "extend",
    "show",
    "signal",
    "declare",
    "escalate",
    "continue",
    "throw",
    "betray",
    "pledge",
];

/// Verbs whose object is the subject of the infinitive after it.
const OBJECT_CONTROL: [&str; 55] = [
    "tell",
    "ask",
    "urge",
    "order",
    "allow",
    "force",
    "want",
    "expect",
    "persuade",
    "encourage",
    "get",
    "help",
    "let",
    "make",
    "invite",
    "instruct",
    "advise",
    "require",
    "enable",
    "cause",
    "lead",
    "push",
    "pressure",
    "call",
    "beg",
    "convince",
    "permit",
    "prompt",
    "press",
    "compel",
    "leave",
    "need",
    "like",
    "teach",
    "train",
    "see",
    "spur",
    "drive",
    "move",
    "motivate",
    "inspire",
    "empower",
    "entice",
    "lure",
    "tempt",
    "coax",
    "nudge",
    "goad",
    "provoke",
    "oblige",
    "direct",
    "instigate",
    "incite",
    "embolden",
    "induce",
];

/// Whether the ending says that a noun is for a person: "spokeswoman", "adviser", "resident".
fn is_speaker(word: &str) -> bool {
    const ENDINGS: [&str; 9] = ["man", "woman", "person", "er", "or", "ist", "ian", "ant", "ent"];
    const THINGS: [&str; 12] = [
        "statement",
        "government",
        "parliament",
        "document",
        "agreement",
        "department",
        "paper",
        "letter",
        "newspaper",
        "number",
        "order",
        "power",
    ];
    ENDINGS.iter().any(|end| word.ends_with(end)) && !word.ends_with("ment") && !THINGS.contains(&word) || word == "aide"
}

impl Reader<'_> {
    /// Whether the verb brings out the noun that is its object.
    pub(super) fn is_support(&self, verb: usize) -> bool {
        SUPPORT.contains(&&*self.token(verb).lemma)
    }

    /// Head of the logical subject of a verb, adjective or noun.
    pub(super) fn subject(&self, head: usize) -> Option<usize> {
        self.subject_within(head, 6)
    }

    fn subject_within(&self, head: usize, depth: usize) -> Option<usize> {
        let depth = depth.checked_sub(1)?;
        if self.is_passive(head) {
            let agent = self.document.children(head).filter(|&c| self.token(c).dep == Dep::Agent || self.is_by(c));
            let mut agents = agent.filter_map(|by| self.child(by, &[Dep::Pobj]));
            return agents.next();
        }
        if let Some(aside) = self.aside(head) {
            return Some(aside.1);
        }
        let subjects = || self.document.children_with(head, Dep::Nsubj);
        // "…, said Tom Reyes": what stands before the comma is no subject, whatever the tree says
        let inverted = subjects().find(|&c| c > head).filter(|_| self.closes_clause(head));
        // "Prado, in condemning one of them, the dam, declared": twice a subject to the tree
        let apart = |&c: &usize| c < head && self.lower(c + 1) == "," && !self.is_mute(c);
        let first = subjects().find(apart).filter(|_| subjects().rfind(|&c| c < head).is_some_and(|c| self.is_mute(c)));
        let inverted = inverted.or(first);
        if let Some(subject) = inverted.or_else(|| subjects().rfind(|&c| c < head)).or_else(|| subjects().next()) {
            let real = !matches!(self.lower(subject), "it" | "there") || !self.is_dummy(head);
            return real.then_some(subject);
        }
        if self.child(head, &[Dep::Csubj, Dep::Expl]).is_some() {
            return None;
        }
        if let Some(raised) = self.raised_subject(head).or_else(|| self.set_in(head)) {
            return Some(raised);
        }
        if let Some(shared) = self.shared_subject(head, depth) {
            return Some(shared);
        }
        let above = self.token(head).head;
        if above == head {
            return None;
        }
        let own_verb = self.is_finite(head);
        let bare = self.child(head, &[Dep::Aux]).is_none();
        let found = match self.token(head).dep {
            Dep::Xcomp => self.controller(head, above, depth),
            Dep::Acl => self.above_noun(above, depth),
            Dep::Pcomp => self.above_preposition(above, depth),
            Dep::Conj => self.conjunct_subject(head, above, depth),
            Dep::Acomp | Dep::Attr | Dep::Oprd => self.surface_subject(above, depth),
            Dep::Advcl | Dep::Dep | Dep::Parataxis if !own_verb => self.surface_subject(self.outer_cue(head), depth),
            Dep::Ccomp if !own_verb && bare => self.surface_subject(above, depth),
            _ => None,
        };
        found.filter(|&s| self.quote_of[s] == self.quote_of[head])
    }

    /// "He's also convinced": the subject that hangs on the auxiliary.
    pub(super) fn raised_subject(&self, head: usize) -> Option<usize> {
        let mut helpers =
            self.document.children(head).filter(|&c| c < head && matches!(self.token(c).dep, Dep::Aux | Dep::Auxpass));
        helpers.find_map(|c| self.child(c, &[Dep::Nsubj, Dep::Nsubjpass]))
    }

    /// "The dam held, a spokeswoman, Ann Bell, said on Monday, and …", where the tree joins "said" to the verb before it.
    fn set_in(&self, head: usize) -> Option<usize> {
        let above = self.token(head).head;
        let joined = (above + 1..head).any(|i| self.token(i).tag == Tag::Cc && self.token(i).head == above);
        let set_in =
            self.token(head).dep == Dep::Conj && self.is_finite(head) && above < head && !joined && self.lower(head - 1) == ",";
        let says = set_in && &*self.token(head).lemma == "say";
        self.phrase_before(head).filter(|&s| says && (self.is_person_noun(s) || self.kinds_of(s).contains(&Kind::Person)))
    }

    /// Whether a verb follows a comma or a quote, as in "…," said X.
    fn closes_clause(&self, verb: usize) -> bool {
        verb > self.sentence(verb).start && (self.lower(verb - 1) == "," || self.is_double_mark(verb - 1))
    }

    /// "The mayor, an aide said, is ill.": the words of the aside and its source, where the tree reads an apposition.
    pub(super) fn aside(&self, verb: usize) -> Option<(Range<usize>, usize)> {
        if !self.is_finite(verb) || self.tokens.get(verb + 1).is_none_or(|t| &*t.lower != ",") {
            return None;
        }
        let sentence = self.sentence(verb);
        let comma = (sentence.start..verb).rev().find(|&i| self.lower(i) == "," || self.is_verb(i) || self.is_double_mark(i))?;
        let source = (comma + 1..verb).rev().find(|&i| matches!(self.token(i).pos, Pos::Noun | Pos::Propn | Pos::Pron))?;
        let opener = matches!(self.token(sentence.start).pos, Pos::Det | Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num);
        let left_is_phrase = opener && (sentence.start..comma).all(|i| !self.is_verb(i) && self.token(i).pos != Pos::Aux);
        let next = (verb + 2..sentence.end).find(|&i| !self.is_punct(i) && self.token(i).pos != Pos::Adv)?;
        let goes_on = self.is_finite(next) || self.token(next).pos == Pos::Aux;
        let fits = self.lower(comma) == "," && left_is_phrase && goes_on && source + 3 > verb;
        fits.then_some((comma..verb + 2, source))
    }

    /// The phrase right before an active verb whose subject the tree lost: "…, disclosures filed on Sunday revealed".
    pub(super) fn phrase_before(&self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) || !matches!(self.token(verb).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn | Tag::Nns) {
            return None;
        }
        let start = self.block(verb).start;
        let skip = |i: usize| matches!(self.token(i).pos, Pos::Adv | Pos::Aux | Pos::Space) || self.lower(i) == ",";
        let last = (start..verb).rev().find(|&i| !skip(i))?;
        let nominal = |i: usize| matches!(self.token(i).pos, Pos::Noun | Pos::Propn | Pos::Pron);
        if !nominal(last) || self.quote_of[last] != self.quote_of[verb] {
            return None;
        }
        let person = |i: usize| self.document.names.iter().any(|n| n.label == NameLabel::Person && n.tokens.contains(&i));
        let (mut at, mut best) = (last, Some(last).filter(|&i| !self.is_time(i)));
        loop {
            let above = self.token(at).head;
            let climbs = matches!(
                self.token(at).dep,
                Dep::Pobj | Dep::Prep | Dep::Acl | Dep::Relcl | Dep::Appos | Dep::Compound | Dep::Nmod | Dep::Npadvmod
            ) || self.is_verb(above) && matches!(self.token(above).dep, Dep::Acl | Dep::Relcl)
                || self.is_verb(above) && !self.is_finite(above) && self.token(at).dep == Dep::Dobj
                || self.is_verb(at) && matches!(self.token(at).dep, Dep::Xcomp | Dep::Pcomp);
            // "At a rally in Leeds, Ann Bell said": a phrase that opens the sentence names no source
            let apart = above < at && (above..at).any(|i| self.lower(i) == ",");
            let adjunct = apart
                && (self.token(at).dep == Dep::Appos
                    && self.token(above).dep == Dep::Pobj
                    && self.token(self.token(above).head).dep == Dep::Prep
                    && self.is_verb(self.token(self.token(above).head).head)
                    || self.token(at).dep == Dep::Pobj && person(at));
            // "landed in Algiers, a minister, Ann Bell, said": no place is a minister, no tool a spokeswoman
            let other = self.token(at).dep == Dep::Appos
                && apart
                && self.is_person_noun(at)
                && (self.kinds_of(above).contains(&Kind::Place)
                    || !self.is_person_noun(above) && self.kinds_of(above) == [Kind::Thing]);
            let climbs = climbs && !adjunct && !other && self.quote_of[above] == self.quote_of[verb];
            if above == at || above >= verb || !climbs || self.token(at).dep == Dep::Appos && person(at) && person(above) {
                return best.map(|b| {
                    self.name_opening(verb)
                        .filter(|_| self.kinds_of(b) == [Kind::Thing] || self.token(b).dep == Dep::Pobj)
                        .unwrap_or(b)
                });
            }
            at = above;
            if nominal(at) && !self.is_time(at) {
                best = Some(at);
            }
        }
    }

    /// A noun for somebody who may speak.
    fn is_person_noun(&self, i: usize) -> bool {
        self.token(i).pos == Pos::Noun
            && (self.is_source(i)
                || self.lexicon.entries(&self.token(i).lemma, Part::Noun).is_empty() && is_speaker(self.lower(i)))
    }

    /// "Ann Bell, asked about her trust in him, said": the person who opens the sentence, when a comma closes what stands between.
    fn name_opening(&self, verb: usize) -> Option<usize> {
        let sentence = self.outer_sentence(verb);
        let start = (sentence.start..verb).rev().find(|&i| self.is_double_mark(i)).map_or(sentence.start, |mark| mark + 1);
        let person = |n: &&crate::parse::NameSpan| {
            n.label == NameLabel::Person && n.tokens.start < start + 4 && n.tokens.start >= start && n.tokens.end + 1 < verb
        };
        let name = self.document.names.iter().find(person)?;
        let titled =
            (start..name.tokens.start).all(|i| matches!(self.token(i).pos, Pos::Propn | Pos::Noun | Pos::Adj | Pos::Det));
        let aside = self.lower(name.tokens.end) == "," && self.lower(verb - 1) == ",";
        (titled && aside && self.quote_of[start] == self.quote_of[verb]).then_some(name.tokens.end - 1)
    }

    /// The source of the nearest cue before a participle or conjunct that has none of its own: "…," he said, adding …
    fn source_before(&self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) || !(self.token(verb).tag == Tag::Vbg || self.token(verb).dep == Dep::Conj) {
            return None;
        }
        let start = if self.token(verb).tag == Tag::Vbg { self.block(verb).start } else { self.outer_sentence(verb).start };
        let outside = |&i: &usize| self.quote_of[i] == self.quote_of[verb];
        let before = |&i: &usize| self.is_verb(i) && self.is_finite(i) && !self.cues(i, Part::Verb).is_empty();
        let subject = |i: usize| self.surface_subject(i, 4).or_else(|| self.phrase_before(i));
        (start..verb).rev().filter(outside).filter(before).find_map(subject)
    }

    /// "X said S, and, in a letter, added …", where the tree takes "X said S" for the content of "added".
    fn shared_subject(&self, head: usize, depth: usize) -> Option<usize> {
        if !self.is_finite(head) {
            return None;
        }
        let first = self.document.children_with(head, Dep::Ccomp).find(|&c| c < head && self.is_verb(c))?;
        let joined = (first + 1..head).any(|i| self.token(i).tag == Tag::Cc) && !self.cues(first, Part::Verb).is_empty();
        if joined { self.subject_within(first, depth) } else { None }
    }

    /// The subject as it stands, active or passive.
    pub(super) fn surface_subject(&self, verb: usize, depth: usize) -> Option<usize> {
        self.child(verb, &[Dep::Nsubjpass]).or_else(|| self.subject_within(verb, depth))
    }

    /// "told X to say": the object says; "promised to say", "used X to say": the subject.
    fn controller(&self, head: usize, above: usize, depth: usize) -> Option<usize> {
        let object = self.child(above, &[Dep::Dobj]).filter(|&o| o < head);
        object.filter(|_| OBJECT_CONTROL.contains(&&*self.token(above).lemma)).or_else(|| self.surface_subject(above, depth))
    }

    /// The verb whose subject a participle shares: in "X said he would run, insisting …" that is "said".
    ///
    /// After a comma it goes with the outermost saying around it, however deep the tree hangs it; a relative clause keeps
    /// its own.
    fn outer_cue(&self, participle: usize) -> usize {
        let above = self.token(participle).head;
        if self.token(participle).tag != Tag::Vbg || participle == 0 || self.lower(participle - 1) != "," {
            return above;
        }
        let (mut at, mut best) = (above, above);
        while self.token(at).dep != Dep::Relcl && self.token(at).head != at && self.token(at).head < participle {
            at = self.token(at).head;
            let says =
                self.is_verb(at) && self.quote_of[at] == self.quote_of[participle] && !self.cues(at, Part::Verb).is_empty();
            if says && self.token(at).tag != Tag::Vb {
                best = at;
            }
        }
        best
    }

    /// "says the goal is peace, but conceded that …": hung on the inner verb, whose subject says nothing.
    fn conjunct_subject(&self, head: usize, above: usize, depth: usize) -> Option<usize> {
        let inner = self.surface_subject(above, depth);
        let outer = self.token(above).head;
        let thing = inner.is_some_and(|s| self.token(s).pos == Pos::Noun && self.kinds_of(s) == [Kind::Thing]);
        let within = self.token(above).dep == Dep::Ccomp && outer < above && !self.cues(outer, Part::Verb).is_empty();
        if thing && within && self.is_finite(head) && !self.cues(head, Part::Verb).is_empty() {
            return self.surface_subject(outer, depth).or(inner);
        }
        inner
    }

    /// "a statement saying", "the man accused of": the noun, or who brings it out.
    fn above_noun(&self, noun: usize, depth: usize) -> Option<usize> {
        let above = self.token(noun).head;
        if let Some(owner) = self.child(noun, &[Dep::Poss]) {
            return Some(owner);
        }
        match self.token(noun).dep {
            Dep::Dobj if self.is_support(above) => self.surface_subject(above, depth).or(Some(noun)),
            Dep::Pobj if matches!(self.lower(above), "in" | "with") && self.is_verb(self.token(above).head) => {
                self.surface_subject(self.token(above).head, depth).or(Some(noun))
            }
            _ => Some(noun),
        }
    }

    /// "responded by saying", "a history of saying".
    fn above_preposition(&self, preposition: usize, depth: usize) -> Option<usize> {
        let above = self.token(preposition).head;
        if above == preposition {
            return None;
        }
        if self.is_verb(above) || self.token(above).pos == Pos::Aux {
            // "defended not letting them in by citing …": what the clause's own subject does
            let mut verb = above;
            while self.lower(preposition) == "by" && !self.is_finite(verb) && self.token(verb).head < verb {
                verb = self.token(verb).head;
            }
            let verb = if self.is_verb(verb) { verb } else { above };
            return self.surface_subject(verb, depth);
        }
        let owner = self.child(above, &[Dep::Poss]);
        owner.or_else(|| {
            let verb = self.token(above).head;
            let verb = if self.is_verb(verb) { verb } else { self.token(verb).head };
            self.is_verb(verb).then(|| self.surface_subject(verb, depth))?
        })
    }

    /// "The purpose was to thank him": a thing before a copula does not do what follows.
    fn is_no_controller(&self, head: usize, subject: usize) -> bool {
        let above = self.token(head).head;
        self.token(head).dep == Dep::Xcomp
            && *self.token(above).lemma == *"be"
            && self.token(subject).pos == Pos::Noun
            && self.kinds_of(subject) == [Kind::Thing]
    }

    fn is_by(&self, i: usize) -> bool {
        self.token(i).dep == Dep::Prep && self.lower(i) == "by"
    }

    /// "It is believed that", "it says here": "it" points forward at a clause.
    fn is_dummy(&self, head: usize) -> bool {
        self.document.children(head).any(|c| matches!(self.token(c).dep, Dep::Acomp | Dep::Attr)) || self.is_passive(head)
    }

    /// Heads of the phrase linked to a role, by the order of the entry's links.
    pub(super) fn linked(&self, cue: &Cue<'_>, role: &str) -> Option<usize> {
        let found = cue.slots(role).flat_map(|slot| self.filler(cue.head, slot)).find(|f| !cue.further.contains(f));
        // "the minister, asked about the leak, …"
        let reduced = self.is_passive(cue.head) && cue.links("object", role);
        found.or_else(|| self.gap(cue.head).filter(|_| reduced && role == "addressee"))
    }

    /// The source of a verb.
    pub(super) fn speaker(&self, cue: &Cue<'_>) -> Option<usize> {
        let verb = cue.entry.part == Part::Verb;
        let slots = cue.slots("speaker").filter(|&slot| !verb || matches!(slot, "subject" | "by" | "object" | "from"));
        let found = slots.flat_map(|slot| self.filler(cue.head, slot)).next();
        if found.is_some_and(|s| self.is_no_controller(cue.head, s)) {
            return None;
        }
        found.or_else(|| verb.then(|| self.source_before(cue.head))?)
    }
}
