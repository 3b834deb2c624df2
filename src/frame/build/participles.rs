//! Event nouns told through a participle: "an ambush laid by rebels", "the raid carried out in Goma".

use super::super::{FrameKind, Status};
use super::Builder;
use crate::parse::{Dep, Tag};

impl Builder<'_> {
    /// Lends an event noun who did it, where, and its status from the participle that says that it was done.
    pub(super) fn participles(&mut self) {
        let s = self.syntax;
        for n in 0..self.drafts.len() {
            if self.drafts[n].kind != FrameKind::Noun {
                continue;
            }
            let head = self.drafts[n].head;
            let done = s.parsed.children_with(head, Dep::Acl).find(|&p| s.tag(p) == Tag::Vbn && p > head);
            let Some(v) = done.and_then(|p| self.at.get(&p).copied()) else { continue };
            let claimed = matches!(s.lemma(self.drafts[v].head).as_str(), "claim" | "blame");
            if self.drafts[v].is_event() || !claimed && !self.drafts[v].evokes("Light") {
                continue;
            }
            if self.drafts[n].status == Status::Unknown {
                self.drafts[n].status = self.drafts[v].status;
            }
            let lent = self.drafts[v].clause.slots.clone();
            for slot in lent.iter().filter(|x| x.token != head && !self.at.contains_key(&x.token)) {
                let name = if slot.name == "subject" { "by" } else { slot.name.as_str() };
                if !matches!(name, "object" | "attr") {
                    self.drafts[n].clause.add(name, slot.token);
                }
            }
        }
    }
}
