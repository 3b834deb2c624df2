//! Sieve 3: what the tree or the word order says outright: titles beside names, appositions, "Time magazine".

use super::{Link, State, ThingId};
use crate::parse::{Dep, Tag};
use crate::resolve::knowledge::NounKind;
use crate::resolve::{EntityType, MentionKind};

/// Nouns that repeat what a name before them is.
const ECHOES: &[&str] = &[
    "magazine",
    "newspaper",
    "agency",
    "channel",
    "network",
    "website",
    "platform",
    "airline",
    "app",
    "tabloid",
    "daily",
    "weekly",
    "broadcaster",
    "outlet",
    "peninsula",
    "strip",
    "island",
    "archipelago",
    "ship",
    "aircraft",
    "plane",
    "jet",
    "airport",
    "station",
];

impl State<'_> {
    pub(super) fn link_structure(&mut self) {
        for d in 0..self.drafts.len() {
            if self.links[d].is_some() || self.drafts[d].kind != MentionKind::Nominal {
                continue;
            }
            let link = self.titled(d).or_else(|| self.apposed(d)).or_else(|| self.echo(d));
            if let Some(link) = link {
                self.link(d, link);
            }
        }
    }

    /// "the foreign secretary" beside "David Lammy".
    fn titled(&self, d: usize) -> Option<Link> {
        let holders = &self.phrases[self.drafts[d].phrase?].holders;
        let mut things: Vec<ThingId> = Vec::new();
        for &h in holders {
            things.extend(self.links[self.draft_of_name(h)?].as_ref()?.things.iter().copied());
        }
        things.dedup();
        (!things.is_empty()).then_some(Link { things, confidence: 0.95, reason: "title" })
    }

    /// "Anchorage, the largest city of Alaska", "her brother, Tom Hart", "One of them, Ann Lee".
    fn apposed(&self, d: usize) -> Option<Link> {
        let w = self.w;
        let head = self.drafts[d].head;
        if self.drafts[d].plural {
            return None;
        }
        let partner = if w.dep(head) == Dep::Appos {
            w.head(head)
        } else {
            let definite = w.parsed.children(head).any(|c| c < head && (matches!(w.dep(c), Dep::Poss) || w.lower(c) == "the"))
                || w.lower(head) == "one" && w.lower_at(head + 1) == "of";
            w.parsed.children_with(head, Dep::Appos).find(|_| definite)?
        };
        let partner = self.draft_at(partner).filter(|&p| self.drafts[p].kind == MentionKind::Name)?;
        let link = self.links[partner].as_ref()?;
        let kind = self.things[*link.things.first()?].kind;
        // A noun that no list has, with an article, right behind a person's name.
        let article = w.parsed.children_with(head, Dep::Det).next().is_some();
        let unknown_person = w.noun_kind(head).is_none() && kind == EntityType::Person && w.dep(head) == Dep::Appos && article;
        let named_after = kind == EntityType::Person
            && w.dep(head) != Dep::Appos
            && (w.is_trade(head) || w.lower(head) == "one")
            && self.drafts[partner].tokens.start > head;
        (fits(w.noun_kind(head), kind) || unknown_person || named_after).then(|| Link {
            confidence: 0.85,
            reason: "apposition",
            ..link.clone()
        })
    }

    /// "Time magazine", "the Reuters news agency", "the Crimea peninsula".
    fn echo(&self, d: usize) -> Option<Link> {
        let w = self.w;
        let head = self.drafts[d].head;
        if !ECHOES.contains(&w.lower(head)) {
            return None;
        }
        let mut before = head;
        while before > self.drafts[d].tokens.start && w.tag(before - 1) == Tag::Nn {
            before -= 1;
        }
        let name = before.checked_sub(1).and_then(|b| self.draft_at(b)).filter(|&n| self.drafts[n].kind == MentionKind::Name)?;
        let link = self.links[name].as_ref()?;
        let kind = self.things[*link.things.first()?].kind;
        let body = matches!(kind, EntityType::Organization | EntityType::Unnamed | EntityType::Facility | EntityType::Vehicle);
        let land = matches!(w.lower(head), "peninsula" | "strip" | "island" | "archipelago") && kind.is_place();
        (body || land).then(|| Link { confidence: 0.85, reason: "echo", ..link.clone() })
    }
}

/// Whether a noun of a kind can describe a named thing.
pub(super) fn fits(noun: Option<NounKind>, kind: EntityType) -> bool {
    match noun {
        Some(NounKind::Person) => kind == EntityType::Person,
        Some(NounKind::Organization) => matches!(kind, EntityType::Organization),
        Some(NounKind::Group) => matches!(kind, EntityType::Organization | EntityType::Group),
        Some(NounKind::Country) => matches!(kind, EntityType::Country | EntityType::GeopoliticalEntity),
        Some(NounKind::City) => matches!(kind, EntityType::City | EntityType::GeopoliticalEntity),
        Some(NounKind::Region) => matches!(kind, EntityType::Region | EntityType::GeopoliticalEntity),
        Some(NounKind::Place) => kind.is_place(),
        Some(NounKind::Facility) => kind == EntityType::Facility,
        Some(NounKind::Vehicle) => kind == EntityType::Vehicle,
        _ => kind == EntityType::Unnamed,
    }
}
