//! "Merkel is here. The former chancellor …": a new description of the one person whom the sentence before was about.
//!
//! News writers vary the word rather than repeat a name. The link is made only for a definite subject, when the sentence
//! before has one named person, as its subject, and nothing known of the person speaks against it.

use super::salience::Scene;
use super::{Link, State, Thing, title_gender};
use crate::document::BlockKind;
use crate::parse::{Dep, Sentence, Tag};
use crate::resolve::knowledge::NounKind;
use crate::resolve::{EntityType, MentionKind, Tenure};

/// Words for people who enter a story beside its main person, rather than being one more word for that person.
const OTHERS: &[&str] = &[
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "official",
    "source",
    "aide",
    "reporter",
    "journalist",
    "interviewer",
    "presenter",
    "judge",
    "magistrate",
    "lawyer",
    "attorney",
    "prosecutor",
    "witness",
    "man",
    "woman",
    "boy",
    "girl",
    "person",
    "gunman",
    "attacker",
    "assailant",
    "victim",
    "officer",
    "policeman",
    "policewoman",
    "soldier",
    "doctor",
    "neighbour",
    "neighbor",
    "caller",
    "moderator",
    "interpreter",
    "translator",
    "editor",
    "colleague",
    "wife",
    "husband",
    "father",
    "mother",
    "son",
    "daughter",
    "brother",
    "sister",
    "friend",
    "rival",
    "opponent",
    "other",
    "one",
    "latter",
    "referee",
    "crowd",
    "public",
    "reader",
    "counterpart",
    "predecessor",
    "successor",
    "deputy",
    "government",
    "suspect",
];

impl State<'_> {
    /// The person whom a definite description of a new kind takes up.
    pub(super) fn described(&self, d: usize, scene: &Scene) -> Option<Link> {
        let w = self.w;
        let draft = &self.drafts[d];
        let head = draft.head;
        let subject = matches!(w.dep(head), Dep::Nsubj | Dep::Nsubjpass);
        let definite = w.parsed.children_with(head, Dep::Det).any(|c| c < head && w.lower(c) == "the");
        if draft.kind != MentionKind::Nominal || draft.plural || !subject || !definite || self.is_restricted(head) {
            return None;
        }
        let aged = draft.tokens.clone().any(|t| matches!(w.lower(t), "old" | "year-old"));
        let person = w.noun_kind(head) == Some(NounKind::Person) || w.is_trade(head) || draft.phrase.is_some();
        if OTHERS.contains(&w.lower(head)) || !person && !(aged && draft.row.is_some()) {
            return None;
        }
        let now = w.parsed.tokens[head].sentence;
        let before: Vec<_> = scene.seen.iter().filter(|s| s.sentence + 1 == now).collect();
        let mut persons =
            before.iter().flat_map(|s| &s.things).filter(|&&t| self.things[t].kind == EntityType::Person && self.things[t].named);
        let topic = *persons.next()?;
        // "She leads Rossi by two points. The 47-year-old doctor …": an age is told of whom the story is about
        let leading = |t: usize| before.iter().any(|s| s.role >= 24 && s.things == [t] && s.quote.is_none());
        let others: Vec<_> = persons.copied().filter(|&t| t != topic).collect();
        let (topic, alone) = match before.iter().find(|s| s.role >= 24 && s.things.len() == 1 && s.quote.is_none()) {
            Some(first) if aged && others.iter().chain([&topic]).filter(|&&t| leading(t)).count() == 1 => (first.things[0], true),
            _ => (topic, others.is_empty()),
        };
        let heading = w.parsed.sentences.get(now.wrapping_sub(1)).is_some_and(|s| {
            w.parsed.document.posts[s.post].blocks[s.block].kind == BlockKind::Headline
                && s.post == w.parsed.sentence_of(head).post
        });
        let leads = leading(topic) || heading && alone;
        // The description must not meet the person again in its own sentence; "in his speech, the mayor said" looks ahead.
        let owns = |at: usize| w.tag(at) == Tag::PrpPossessive && at < head;
        let apart = !scene.seen.iter().any(|s| s.sentence == now && s.things.contains(&topic) && !owns(s.head));
        let fits = alone && leads && apart && self.can_be(&self.things[topic], d);
        fits.then(|| Link::new(topic, 0.7, "description"))
    }

    /// "The former treasurer of the club told a court …", with "Ann Lee, 58, pleaded …" at the start of the next paragraph: articles
    /// open with who somebody is and name him then.
    pub(super) fn named_below(&self, d: usize) -> Option<Link> {
        let w = self.w;
        let draft = &self.drafts[d];
        let head = draft.head;
        let subject = matches!(w.dep(head), Dep::Nsubj | Dep::Nsubjpass);
        let article = w.parsed.children_with(head, Dep::Det).map(|c| w.lower(c)).find(|&a| matches!(a, "the" | "a" | "an"))?;
        let office = draft.phrase.is_some_and(|p| self.phrases[p].office);
        let person = office || w.noun_kind(head) == Some(NounKind::Person) || w.is_trade(head);
        if draft.kind != MentionKind::Nominal || draft.plural || !subject || !person {
            return None;
        }
        let sentences = &w.parsed.sentences;
        let now = w.parsed.tokens[head].sentence;
        let here = &sentences[now];
        let blocks = &w.parsed.document.posts[here.post].blocks;
        let body = |s: &Sentence| blocks[s.block].kind == BlockKind::Paragraph && s.tokens.len() >= 8;
        let opens = sentences[..now].iter().rev().take_while(|s| s.post == here.post).all(|s| !body(s));
        let next = sentences[now + 1..].iter().find(|s| s.block != here.block || s.post != here.post)?;
        if !opens || next.post != here.post || !body(here) {
            return None;
        }
        let persons = |range: &std::ops::Range<usize>| self.names.iter().any(|n| n.is_person() && range.contains(&n.head));
        let name = self.names.iter().position(|n| n.is_person() && n.tokens.start == next.tokens.start && n.tokens.len() > 1)?;
        let n = &self.names[name];
        let aged = w.lower_at(n.tokens.end) == "," && w.tag(n.tokens.end + 1) == Tag::Cd && w.lower_at(n.tokens.end + 2) == ",";
        let leads = matches!(w.dep(n.head), Dep::Nsubj | Dep::Nsubjpass) && (article == "the" && office || aged);
        let link = self.links[self.draft_of_name(name)?].as_ref()?;
        let &[thing] = &link.things[..] else { return None };
        // whoever was named before is somebody else
        let first = here.tokens.start;
        let seen = |d: usize| self.drafts[d].head >= first && self.drafts[d].head < n.tokens.start;
        let known = (0..self.drafts.len()).any(|d| seen(d) && self.links[d].as_ref().is_some_and(|l| l.things.contains(&thing)));
        (leads && !known && !persons(&here.tokens) && self.can_be(&self.things[thing], d))
            .then(|| Link::new(thing, 0.75, "description"))
    }

    /// "the man who fell", "the leader of the union": words that single out somebody else.
    fn is_restricted(&self, head: usize) -> bool {
        let w = self.w;
        w.parsed.children(head).any(|c| {
            c > head
                && match w.dep(c) {
                    Dep::Relcl => w.lower_at(head + 1) != ",",
                    Dep::Prep => w.lower(c) != "of" || self.draft_at(head).is_none_or(|d| self.drafts[d].phrase.is_none()),
                    Dep::Appos => w.tag(c) != Tag::Cd,
                    Dep::Acl => true,
                    _ => false,
                }
        })
    }

    /// Whether nothing known of a person speaks against a description: gender, state, another office.
    fn can_be(&self, thing: &Thing, d: usize) -> bool {
        let w = self.w;
        let draft = &self.drafts[d];
        let gender = title_gender(w.lower(draft.head));
        if gender.is_some() && thing.gender.is_some() && gender != thing.gender {
            return false;
        }
        let Some(phrase) = draft.phrase.map(|p| &self.phrases[p]) else { return w.tag(draft.head) != Tag::Nns };
        // an office given up in the sentence before is no reason either
        let current = !thing.offices.is_empty();
        let known = thing.row.is_some_and(|row| w.knowledge.holdings_of(row).next().is_some());
        let taken = phrase.office && phrase.tenure == Tenure::Current && (current || known);
        let of: Vec<_> = phrase.of.iter().flat_map(|&t| self.things_at(t).to_vec()).collect();
        let foreign = |states: &[usize]| {
            let is_state = |t: &usize| matches!(self.things[*t].kind, EntityType::Country | EntityType::GeopoliticalEntity);
            states.iter().any(is_state) && of.iter().any(is_state) && !states.iter().any(|t| of.contains(t))
        };
        !taken && !thing.offices.iter().any(|o| foreign(&o.of))
    }
}
