//! "A retired judge was jailed on Friday. ⏎ Ann Lee, 61, …": who is described in the opening paragraph has a name in the next.

use super::{Link, State};
use crate::document::BlockKind;
use crate::parse::{Dep, Tag};
use crate::resolve::MentionKind;
use crate::resolve::knowledge::NounKind;

impl State<'_> {
    /// The person with whom the paragraph after the opening one begins, for the description with which the opening one does.
    ///
    /// The name must be new there but for headlines, stand as subject, and bring an age, a description or a clause with it.
    pub(super) fn introduced(&self, d: usize) -> Option<Link> {
        let w = self.w;
        let draft = &self.drafts[d];
        let head = draft.head;
        let person = w.noun_kind(head) == Some(NounKind::Person) || w.is_trade(head) || draft.phrase.is_some();
        let subject = matches!(w.dep(head), Dep::Nsubj | Dep::Nsubjpass) && w.dep(w.head(head)) == Dep::Root;
        if draft.kind != MentionKind::Nominal || draft.plural || !person || !subject {
            return None;
        }
        let article = w.parsed.children_with(head, Dep::Det).any(|c| c < head && matches!(w.lower(c), "a" | "an" | "the"));
        let here = w.parsed.sentence_of(head);
        let blocks = &w.parsed.document.posts.get(here.post)?.blocks;
        let prose = |b: usize| blocks.get(b).is_some_and(|b| b.kind == BlockKind::Paragraph);
        let opening = (0..here.block).all(|b| !prose(b) || blocks[b].span.len() < 60);
        let first = w.parsed.sentences.iter().position(|s| s.post == here.post && s.block == here.block)?;
        if !article || !opening || !prose(here.block) || first != w.parsed.tokens[head].sentence {
            return None;
        }
        let next = w.parsed.sentences.iter().find(|s| s.post == here.post && s.block == here.block + 1)?;
        let name = (0..self.drafts.len()).find(|&n| {
            let other = &self.drafts[n];
            other.kind == MentionKind::Name && other.tokens.start == next.tokens.start && self.is_named_person(n)
        })?;
        let name_head = self.drafts[name].head;
        let leads = matches!(w.dep(name_head), Dep::Nsubj | Dep::Nsubjpass) && w.dep(w.head(name_head)) == Dep::Root;
        let brings = w.parsed.children(name_head).any(|c| {
            c > name_head && (matches!(w.dep(c), Dep::Appos | Dep::Relcl | Dep::Acl | Dep::Nummod) || w.tag(c) == Tag::Cd)
        }) || w.lower_at(name_head + 1) == ",";
        let thing = *self.links[name].as_ref()?.things.first()?;
        let new = (0..self.drafts.len()).all(|m| {
            let at = self.drafts[m].head;
            let earlier = at < next.tokens.start && w.parsed.post_of(at) == here.post;
            let headline = || !prose(w.parsed.sentence_of(at).block);
            !earlier || self.links[m].as_ref().is_none_or(|l| !l.things.contains(&thing)) || headline()
        });
        let gender = super::title_gender(w.lower(head));
        let agrees = gender.is_none() || self.things[thing].gender.is_none() || gender == self.things[thing].gender;
        (leads && brings && new && agrees).then(|| Link::new(thing, 0.7, "description"))
    }
}
