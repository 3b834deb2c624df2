//! "Lyngby Pharma has agreed to buy a rival, the Danish drugmaker said": a word of kind for the body that the story is about.
//!
//! The tables know no kind for most firms, clubs and groups. A definite description takes up the one body that leads the clause
//! or the sentence before, unless its words of nationality speak of another state.

use super::salience::Scene;
use super::{Link, State, ThingId};
use crate::parse::Dep;
use crate::resolve::knowledge::NounKind;
use crate::resolve::{EntityType, MentionKind};

/// Words for firms; a body with another known kind is none of them.
const FIRMS: &[&str] = &[
    "company",
    "firm",
    "group",
    "business",
    "giant",
    "maker",
    "manufacturer",
    "retailer",
    "carmaker",
    "automaker",
    "drugmaker",
    "chipmaker",
    "planemaker",
    "steelmaker",
    "shipbuilder",
    "insurer",
    "lender",
    "brewer",
    "operator",
    "developer",
    "producer",
    "supplier",
    "start-up",
    "startup",
    "conglomerate",
    "multinational",
    "utility",
    "carrier",
    "airline",
    "builder",
    "contractor",
    "publisher",
    "wholesaler",
    "provider",
    "distributor",
    "miner",
    "chain",
    "supermarket",
    "consultancy",
    "corporation",
];

/// Words for bodies that a text speaks of beside its main one.
const OTHERS: &[&str] = &[
    "government",
    "state",
    "police",
    "army",
    "military",
    "court",
    "tribunal",
    "parliament",
    "senate",
    "ministry",
    "office",
    "house",
    "media",
    "press",
    "public",
    "board",
    "committee",
    "panel",
    "council",
    "cabinet",
    "opposition",
    "subsidiary",
    "unit",
    "parent",
    "regulator",
    "watchdog",
    "administration",
    "jury",
    "side",
    "team",
    "delegation",
    "department",
    "division",
    "management",
    "leadership",
    "treasury",
    "customs",
    "fund",
    "exchange",
    "underground",
    "resistance",
    "campaign",
    "body",
    "order",
];

impl State<'_> {
    /// The body that a definite description of its kind takes up.
    pub(super) fn described_body(&self, d: usize, scene: &Scene) -> Option<Link> {
        let w = self.w;
        let draft = &self.drafts[d];
        let head = draft.head;
        let lemma = w.lemma(head);
        let kind = w.noun_kind(head);
        let firm = FIRMS.contains(&&*lemma);
        let fits = firm || matches!(kind, Some(NounKind::Organization)) && !OTHERS.contains(&&*lemma);
        let definite = w.parsed.children_with(head, Dep::Det).any(|c| c < head && w.lower(c) == "the");
        if draft.kind != MentionKind::Nominal || draft.plural || !fits || !definite || self.singles_out(head) {
            return None;
        }
        let states = self.nationality(head)?;
        let now = w.parsed.tokens[head].sentence;
        let can_be = |&t: &ThingId| {
            let thing = &self.things[t];
            let body = thing.named && !thing.plural && thing.kind == EntityType::Organization;
            body && thing.row.is_none_or(|row| self.is_of_kind(row, &lemma, firm)) && self.is_of(t, &states)
        };
        // The clause that the description speaks in, and then the sentence before.
        for sentence in [now, now.wrapping_sub(1)] {
            let mut bodies: Vec<(i32, ThingId)> = Vec::new();
            for seen in scene.seen.iter().filter(|s| s.sentence == sentence && s.head < head) {
                for &thing in seen.things.iter().filter(|t| can_be(t)) {
                    match bodies.iter_mut().find(|(_, t)| *t == thing) {
                        Some(old) => old.0 = old.0.max(seen.role),
                        None => bodies.push((seen.role, thing)),
                    }
                }
            }
            bodies.sort_by_key(|&(role, thing)| (std::cmp::Reverse(role), thing));
            let leads = match bodies[..] {
                [] => continue,
                [(role, thing)] => (role >= 18 || !states.is_empty()).then_some(thing),
                [(first, thing), (second, _), ..] => (first >= 24 && second < 18).then_some(thing),
            };
            let own = leads.is_some_and(|t| sentence == now && self.shares_clause(head, t));
            return leads.filter(|_| !own).map(|thing| Link::new(thing, 0.65, "description"));
        }
        None
    }

    /// Words behind the noun that tell which one is meant, a body that owns it, or words before it that are no nationality.
    fn singles_out(&self, head: usize) -> bool {
        let w = self.w;
        w.parsed.children(head).any(|c| match w.dep(c) {
            Dep::Prep | Dep::Acl => c > head,
            Dep::Relcl => c > head && w.lower_at(head + 1) != ",",
            Dep::Appos | Dep::Poss | Dep::Nummod | Dep::Conj => true,
            _ => false,
        })
    }

    /// States of the adjectives before a noun; `None` when an adjective or noun there says something else.
    fn nationality(&self, head: usize) -> Option<Vec<ThingId>> {
        let w = self.w;
        let mut states = Vec::new();
        for c in w.parsed.children(head).filter(|&c| c < head && matches!(w.dep(c), Dep::Amod | Dep::Compound | Dep::Nmod)) {
            match self.things_at(c) {
                [state] if self.things[*state].kind.is_place() => states.push(*state),
                _ => return None,
            }
        }
        Some(states)
    }

    fn is_of_kind(&self, row: super::RowId, lemma: &str, firm: bool) -> bool {
        let sort = self.w.knowledge.row(row).sort.as_deref().unwrap_or_default();
        if firm { matches!(sort, "company" | "bank" | "outlet") } else { sort.is_empty() || sort.contains(lemma) }
    }

    /// Whether what the text and the tables tell of a body's state agrees with the words: "Denmark's Lyngby", "the Danish firm".
    fn is_of(&self, thing: ThingId, states: &[ThingId]) -> bool {
        if states.is_empty() {
            return true;
        }
        let mut known = self.things[thing].of.clone();
        for (d, link) in self.links.iter().enumerate() {
            if link.as_ref().is_some_and(|l| l.things == [thing]) && self.drafts[d].kind == MentionKind::Name {
                known.extend(self.states_before(self.drafts[d].head));
            }
        }
        known.is_empty() || known.iter().any(|t| states.contains(t))
    }

    /// States told before a name: "Denmark's Lyngby", "the Danish drug firm Lyngby".
    fn states_before(&self, name: usize) -> Vec<ThingId> {
        let w = self.w;
        let near = |&t: &usize| w.head(t) == name || w.head(w.head(t)) == name && w.dep(w.head(t)) == Dep::Compound;
        let before = w.parsed.subtree(name).start..name;
        before.filter(near).flat_map(|t| self.things_at(t).to_vec()).filter(|&t| self.things[t].kind.is_place()).collect()
    }

    /// Whether a thing is subject or object of the verb that a phrase depends on: then the two are not the same.
    fn shares_clause(&self, head: usize, thing: ThingId) -> bool {
        let w = self.w;
        let verb = self.clause_of(head);
        let mut arguments = w
            .parsed
            .children(verb)
            .filter(|&c| c != head && matches!(w.dep(c), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Dative | Dep::Attr));
        arguments.any(|c| self.things_at(c).contains(&thing))
    }
}
