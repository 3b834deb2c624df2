//! Phrases that are nobody's voice: an outcome, a delay, a boat want and promise nothing, however the sentence puts it.

use super::Reader;
use crate::lexicon::{Kind, Part};
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::knowledge::NounKind;

/// Endings of nouns for ideas and doings, where no list knows the noun.
const ABSTRACT: &[&str] = &["tion", "sion", "ness", "ity", "ance", "ence", "ism", "ing"];

/// Verbs for what an event makes plain: "shots were fired, highlighting the danger".
const DISPLAY: &[&str] = &[
    "highlight",
    "underscore",
    "underline",
    "emphasize",
    "emphasise",
    "reflect",
    "signal",
    "suggest",
    "indicate",
    "show",
    "reveal",
    "demonstrate",
    "illustrate",
    "prove",
    "confirm",
    "imply",
    "reinforce",
    "reaffirm",
    "affirm",
    "establish",
];

impl Reader<'_> {
    /// Whether a phrase names something that neither speaks nor holds words.
    pub(super) fn is_mute(&self, head: usize) -> bool {
        let token = self.token(head);
        let lemma = token.lemma.to_lowercase();
        let speaks = self.is_source(head) || self.is_medium(head) || self.is_helper(head, "Carrier");
        let of_many = self.child(head, &[Dep::Prep]).is_some_and(|p| {
            self.lower(p) == "of"
                && matches!(
                    &*lemma,
                    "array"
                        | "bunch"
                        | "chorus"
                        | "constellation"
                        | "flood"
                        | "group"
                        | "host"
                        | "number"
                        | "range"
                        | "series"
                        | "slew"
                        | "string"
                        | "variety"
                        | "wave"
                )
        });
        let named = self.document.text(head).starts_with(char::is_uppercase);
        if token.pos != Pos::Noun || named || of_many || speaks || self.kinds_of(head) != [Kind::Thing] {
            return false;
        }
        match self.knowledge.noun(&lemma).or_else(|| self.knowledge.noun(self.lower(head))) {
            Some(kind) => {
                matches!(kind, NounKind::Thing | NounKind::Time | NounKind::Event | NounKind::Weapon | NounKind::Vehicle)
            }
            None => token.tag == Tag::Nn && ABSTRACT.iter().any(|end| lemma.ends_with(end)),
        }
    }

    /// ", highlighting the danger" after a clause that reports nothing: the event is what highlights, not who acts in it.
    pub(super) fn is_told_by_event(&self, verb: usize) -> bool {
        let above = self.token(verb).head;
        let adjunct = self.token(verb).tag == Tag::Vbg && self.token(verb).dep == Dep::Advcl && verb > 0;
        adjunct
            && above < verb
            && self.lower(verb - 1) == ","
            && DISPLAY.contains(&&*self.token(verb).lemma)
            && !self.reports_before(verb)
    }

    /// Whether a cue of saying stands not far before a verb in its paragraph, outside its quotes.
    fn reports_before(&self, verb: usize) -> bool {
        let start = self.block(verb).start.max(verb.saturating_sub(60));
        let cue = |i: usize| self.lower(i) == "according" || self.is_verb(i) && !self.cues(i, Part::Verb).is_empty();
        (start..verb).any(|i| self.quote_of[i] == self.quote_of[verb] && cue(i))
    }
}
