//! One attribution for one saying: cues that share content and source become one.

use super::Reader;
use crate::parse::Dep;
use crate::resolve::Attribution;
use crate::vocabulary::DL;

impl Reader<'_> {
    /// Sorts by cue, and makes one of several that belong together.
    ///
    /// "went on to say", "responded by saying": the verb that has the content stays and takes over the longer cue.
    /// "refused to say": the refusal stays, for nothing was said.
    pub(super) fn merge(&self, found: &mut Vec<Attribution>) {
        found.sort_by_key(|a| (a.cue.start, a.cue.end));
        found.dedup_by(|b, a| a.content == b.content && a.speaker == b.speaker);
        let outer: Vec<Attribution> = found.clone();
        for a in &mut *found {
            if let Some(longer) = outer.iter().find(|o| o.cue_head != a.cue_head && o.cue.contains(&a.cue_head)) {
                a.cue = longer.cue.start.min(a.cue.start)..longer.cue.end.max(a.cue.end);
            }
        }
        self.join_object(found);
        let outer: Vec<Attribution> = found.clone();
        let heads: Vec<usize> = outer.iter().map(|a| a.cue_head).collect();
        found.retain(|a| {
            let holds_inner = heads.iter().any(|&h| h != a.cue_head && a.cue.contains(&h) && h > a.cue_head);
            let above = self.token(a.cue_head).head;
            let refused = matches!(&*self.token(above).lemma, "refuse" | "decline") && heads.contains(&above);
            !(holds_inner || refused && self.token(a.cue_head).dep == Dep::Xcomp)
        });
    }

    /// "expressed hope that …": the verb of saying takes over the content of the noun that is its object.
    fn join_object(&self, found: &mut Vec<Attribution>) {
        let nouns: Vec<Attribution> = found.iter().filter(|a| self.token(a.cue_head).dep == Dep::Dobj).cloned().collect();
        for noun in nouns {
            let verb = self.token(noun.cue_head).head;
            if let Some(a) = found.iter_mut().find(|a| a.cue_head == verb && self.is_support(verb)) {
                // "repeated her demand that …" demands; "expressed hope that …" is said
                let tells = |c: &String| !matches!(c.strip_prefix(DL), Some("Belief" | "Intention" | "Statement"));
                if noun.classes.iter().all(tells) && a.classes.iter().all(|c| c.strip_prefix(DL) == Some("Statement")) {
                    a.classes = noun.classes;
                }
                a.content = noun.content;
                a.quote_kind = noun.quote_kind;
                a.cue.end = a.cue.end.max(noun.cue.end).min(a.cue.end + 4);
                found.retain(|a| a.cue_head != noun.cue_head);
            }
        }
    }
}
