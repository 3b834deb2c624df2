//! Nouns and adjectives as cues: "his claim that", "calls for", "is confident that".

use super::Reader;
use super::cue::{Around, Cue};
use crate::lexicon::{Kind, Part};
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::Attribution;
use std::ops::Range;

impl Reader<'_> {
    /// The attribution of a noun.
    pub(super) fn noun(&self, noun: usize) -> Option<Attribution> {
        if !matches!(self.token(noun).tag, Tag::Nn | Tag::Nns) || self.token(noun).dep == Dep::Compound {
            return None;
        }
        let clause = self.noun_clause(noun);
        for cue in self.cues(noun, Part::Noun) {
            let around = Around { reader: self, head: noun, form: clause.as_ref().map(|c| c.1) };
            if !cue.entry.admits(&around) {
                continue;
            }
            let pieces = clause.clone().map_or_else(|| self.about(&cue), |c| vec![c.0]);
            let content = self.tidy(pieces);
            if !content.is_empty() {
                return self.build_noun(&cue, content);
            }
        }
        None
    }

    fn noun_clause(&self, noun: usize) -> Option<(Range<usize>, &'static str)> {
        let clause = self.document.children(noun).filter(|&c| c > noun).find(|&c| match self.token(c).dep {
            Dep::Ccomp => true,
            Dep::Acl | Dep::Relcl | Dep::Advcl => {
                let marked = self.document.children(c).any(|m| self.token(m).dep == Dep::Mark && self.lower(m) == "that");
                let infinitive = self.document.children(c).any(|a| self.token(a).tag == Tag::To && self.token(a).dep == Dep::Aux);
                let first = self.document.subtree(c).start;
                let conjunction = self.lower(first) == "that" && self.token(first).pos == Pos::Sconj;
                marked || conjunction || infinitive && self.token(c).dep == Dep::Acl
            }
            _ => false,
        });
        let clause = clause.or_else(|| self.clause_of_verb_above(noun)).or_else(|| self.predicate(noun))?;
        let range = self.document.subtree(clause);
        let form = self.form(clause, &range);
        Some((self.fit(noun, range), form))
    }

    /// "her answer was that …", "the goal is to …".
    fn predicate(&self, noun: usize) -> Option<usize> {
        let copula = self.token(noun).head;
        if self.token(noun).dep != Dep::Nsubj || *self.token(copula).lemma != *"be" {
            return None;
        }
        self.document.children(copula).filter(|&c| c > copula).find(|&c| {
            let opens = self.document.children(c).any(|m| self.lower(m) == "that" || self.token(m).tag == Tag::To);
            matches!(self.token(c).dep, Dep::Ccomp | Dep::Xcomp) && opens
        })
    }

    /// "issued a warning that …": the clause right after the noun is often hung on the verb.
    fn clause_of_verb_above(&self, noun: usize) -> Option<usize> {
        let verb = self.token(noun).head;
        let after = |&c: &usize| self.token(c).dep == Dep::Ccomp && self.document.subtree(c).start == noun + 1;
        let supported = self.token(noun).dep == Dep::Dobj
            && self.is_support(verb)
            && self.tokens.get(noun + 1).is_some_and(|t| &*t.lower == "that");
        if supported { self.document.children(verb).find(after) } else { None }
    }

    fn build_noun(&self, cue: &Cue<'_>, content: Vec<Range<usize>>) -> Option<Attribution> {
        let mut found = self.build(cue, content)?;
        if found.speaker.is_none() {
            let above = self.token(cue.head).head;
            found.speaker = self.who_is(cue);
            let supported = self.token(cue.head).dep == Dep::Dobj && self.is_support(above);
            let supporter = found.speaker.or_else(|| if supported { self.subject(above) } else { None });
            found.speaker = supporter.or_else(|| self.maker(cue.head).and_then(|verb| self.subject(verb)));
        }
        // "continued his assault", "threw their support": who does it is whose it is
        let own = found.speaker.filter(|&s| self.token(s).dep == Dep::Poss && self.token(s).pos == Pos::Pron);
        let verb = self.token(cue.head).head;
        let lends = matches!(&*self.token(verb).lemma, "throw" | "lend" | "pledge" | "continue" | "escalate" | "betray");
        if own.is_some() && self.token(cue.head).dep == Dep::Dobj && lends {
            found.speaker = self.subject(verb).or(own);
        }
        found.speaker?; // "complaints that …", "a plan to …" of nobody
        found.confidence = 0.7;
        Some(found)
    }

    /// "Ann Bell is a critic of the plan", "Ann Bell, a critic of the plan": who holds the view that the noun stands for.
    fn who_is(&self, cue: &Cue<'_>) -> Option<usize> {
        let above = self.token(cue.head).head;
        let holds = cue.slots("about").eq(["of"]) && cue.entry.classes.iter().any(|c| c.ends_with("#Belief"));
        match self.token(cue.head).dep {
            _ if !holds => None,
            Dep::Attr if self.child(above, &[Dep::Neg]).is_none() => self.subject(above),
            Dep::Appos => Some(above).filter(|&a| a < cue.head && self.kinds_of(a) != [Kind::Thing]),
            _ => None,
        }
    }

    /// "the comments made by Bell", "a remark that Bell made": the verb that brings the noun out.
    pub(super) fn maker(&self, noun: usize) -> Option<usize> {
        let below = |&c: &usize| matches!(self.token(c).dep, Dep::Acl | Dep::Relcl) && c > noun && self.is_support(c);
        self.document.children(noun).find(below)
    }

    /// The attribution of an adjective after a copula.
    pub(super) fn adjective(&self, adjective: usize) -> Option<Attribution> {
        let token = self.token(adjective);
        if !matches!(token.pos, Pos::Adj | Pos::Verb) || !matches!(token.dep, Dep::Acomp | Dep::Conj | Dep::Advcl | Dep::Oprd) {
            return None;
        }
        let clause = self.right_clause(adjective).map(|(r, form)| (self.fit(adjective, r), form));
        for cue in self.cues(adjective, Part::Adjective) {
            let around = Around { reader: self, head: adjective, form: clause.as_ref().map(|c| c.1) };
            if !cue.entry.admits(&around) {
                continue;
            }
            let pieces = clause.clone().map_or_else(|| self.about(&cue), |c| vec![c.0]);
            let content = self.tidy(pieces);
            if !content.is_empty() {
                return self.build(&cue, content).filter(|a| a.speaker.is_some());
            }
        }
        None
    }
}
