//! Sources in an adjunct: "according to X", "per X", "in the words of X", "in X's view".

use super::Reader;
use super::pieces::without;
use crate::lexicon::Kind;
use crate::parse::{Dep, Pos};
use crate::resolve::Attribution;
use crate::vocabulary::DL;
use std::ops::Range;

impl Reader<'_> {
    /// The attribution of an adjunct whose first word is the token.
    pub(super) fn adjunct(&self, i: usize) -> Option<Attribution> {
        if let Some(hearsay) = self.hearsay(i) {
            return Some(hearsay);
        }
        let (cue, speaker, phrase, class) = self.according(i).or_else(|| self.per(i)).or_else(|| self.view(i))?;
        let content = self.tidy(self.covered(i, &phrase));
        if content.is_empty() {
            return None;
        }
        let medium =
            phrase.clone().find(|&t| self.lower(t) == "interview" && t != speaker).filter(|_| !phrase.contains(&speaker));
        Some(Attribution {
            cue_head: cue.start,
            cue,
            speaker: Some(speaker),
            addressee: None,
            medium,
            quote_kind: self.quote_kind(&content),
            content,
            classes: vec![format!("{DL}{class}")],
            confidence: 0.9,
        })
    }

    /// "reportedly", "allegedly": somebody says so, the text does not tell who.
    fn hearsay(&self, i: usize) -> Option<Attribution> {
        let token = self.token(i);
        let word = matches!(&*token.lower, "reportedly" | "allegedly" | "purportedly" | "supposedly");
        if !word || token.dep != Dep::Advmod || !matches!(self.token(token.head).pos, Pos::Verb | Pos::Aux) {
            return None;
        }
        let content = self.tidy(self.covered(i, &(i..i + 1)));
        Some(Attribution {
            cue: i..i + 1,
            cue_head: i,
            speaker: None,
            addressee: None,
            medium: None,
            quote_kind: self.quote_kind(&content),
            content,
            classes: vec![format!("{DL}Statement")],
            confidence: 0.8,
        })
    }

    /// "according to X".
    fn according(&self, i: usize) -> Option<(Range<usize>, usize, Range<usize>, &'static str)> {
        if self.lower(i) != "according" {
            return None;
        }
        let to = (i + 1..self.sentence(i).end).next().filter(|&t| self.lower(t) == "to")?;
        let said = self.child(to, &[Dep::Pobj, Dep::Pcomp])?;
        let mut phrase = self.document.subtree(said);
        phrase.start = i;
        Some((i..to + 1, self.interviewed(i, said).unwrap_or(said), phrase, "Statement"))
    }

    /// "according to an interview with the paper, the mayor plans …": who was interviewed says it, or the person named in "an
    /// interview with Ann Lee".
    fn interviewed(&self, according: usize, said: usize) -> Option<usize> {
        if &*self.token(said).lemma != "interview" {
            return None;
        }
        let with = self.document.children(said).find(|&c| matches!(self.lower(c), "with" | "by"));
        let partner = with.and_then(|p| self.child(p, &[Dep::Pobj]));
        if let Some(person) = partner.filter(|&p| self.kinds_of(p).contains(&Kind::Person)) {
            return Some(person);
        }
        let subject = self.child(self.token(according).head, &[Dep::Nsubj])?;
        (self.token(subject).pos == Pos::Propn || matches!(self.lower(subject), "he" | "she")).then_some(subject)
    }

    /// "per X", where X is a name: "per Reuters", never "per day".
    fn per(&self, i: usize) -> Option<(Range<usize>, usize, Range<usize>, &'static str)> {
        if !matches!(self.lower(i), "per" | "via") || i == 0 {
            return None;
        }
        let speaker = self.child(i, &[Dep::Pobj])?;
        let named = self.token(speaker).pos == Pos::Propn
            || self.child(speaker, &[Dep::Poss]).is_some()
            || self.is_source(speaker)
            || &*self.token(speaker).lemma == "people";
        let edge = i == self.sentence(i).start || self.lower(i - 1) == ",";
        (named && edge && self.lower(i) == "per").then(|| (i..i + 1, speaker, i..self.document.subtree(speaker).end, "Statement"))
    }

    /// "in the view of X", "in X's opinion", "in the words of X", "by X's account".
    fn view(&self, i: usize) -> Option<(Range<usize>, usize, Range<usize>, &'static str)> {
        if !matches!(self.lower(i), "in" | "by" | "on") || self.token(i).dep != Dep::Prep {
            return None;
        }
        let noun = self.child(i, &[Dep::Pobj])?;
        let class = match &*self.token(noun).lemma {
            "view" | "opinion" | "mind" | "eye" | "judgment" | "judgement" => "Belief",
            "word" => "Statement",
            "account" | "telling" | "reckoning" | "estimate" => "Statement",
            _ => return None,
        };
        let told = matches!(&*self.token(noun).lemma, "account" | "telling" | "reckoning" | "estimate");
        let of = self.document.children(noun).find(|&c| self.lower(c) == "of" && self.token(c).dep == Dep::Prep);
        let speaker = self.child(noun, &[Dep::Poss]).or_else(|| self.child(of?, &[Dep::Pobj]))?;
        let phrase = self.document.subtree(i);
        let edge = phrase.start == self.sentence(i).start || self.lower(phrase.start - 1) == ",";
        (edge && (self.lower(i) == "in") != told).then_some((i..noun + 1, speaker, phrase, class))
    }

    /// What the adjunct covers: its clause when that is a side clause, else its sentence with the quotes in it.
    fn covered(&self, i: usize, phrase: &Range<usize>) -> Vec<Range<usize>> {
        let sentence = self.outer_sentence(i);
        let mut top = self.token(i).head;
        while self.token(top).head != top
            && !matches!(self.token(top).dep, Dep::Relcl | Dep::Advcl | Dep::Ccomp | Dep::Parataxis | Dep::Acl)
        {
            top = self.token(top).head;
        }
        let side = matches!(self.token(top).dep, Dep::Relcl | Dep::Acl) && top != i;
        let whole = if side { self.document.subtree(top) } else { sentence };
        let whole = self.after_opener(self.fit(i, whole));
        let mut root = top;
        while self.token(root).head != root && whole.contains(&self.token(root).head) {
            root = self.token(root).head;
        }
        if root < phrase.start && phrase.start > whole.start && phrase.len() > 1 {
            let before = whole.start..phrase.start;
            return vec![before];
        }
        without(whole, phrase)
    }
}
