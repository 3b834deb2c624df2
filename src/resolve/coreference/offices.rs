//! "the US president", "the Russian leader", "the president": who holds the office, by the text and by the tables.

use super::names::same_title;
use super::salience::Scene;
use super::{Link, State, ThingId};
use crate::document::BlockKind;
use crate::parse::Dep;
use crate::resolve::knowledge::Holding;
use crate::resolve::{EntityType, MentionKind, Tenure};

/// Titles of those who lead a state: what "leader" can mean.
const LEADERS: &[&str] = &[
    "president",
    "prime minister",
    "premier",
    "chancellor",
    "king",
    "queen",
    "emir",
    "sultan",
    "crown prince",
    "supreme leader",
    "head of state",
    "head of government",
    "taoiseach",
    "emperor",
    "leader",
    "first minister",
    "chief minister",
    "pope",
    "dictator",
    "general secretary",
    "party leader",
    "ruler",
    "commander in chief",
];

impl State<'_> {
    /// The holder of a definite office, if the text or the tables leave one.
    pub(super) fn office(&self, d: usize, scene: &Scene) -> Option<Link> {
        let draft = &self.drafts[d];
        let w = self.w;
        if draft.kind != MentionKind::Nominal || draft.plural {
            return None;
        }
        if matches!(w.lower(draft.head), "counterpart" | "opposite") {
            return self.counterpart(draft.head);
        }
        let phrase = &self.phrases[draft.phrase?];
        let predicate = matches!(w.dep(draft.head), Dep::Attr | Dep::Oprd | Dep::Acomp | Dep::Compound)
            || w.dep(draft.head) == Dep::Pobj && w.lower(w.head(draft.head)) == "as";
        if predicate || phrase.indefinite {
            return None;
        }
        if !phrase.definite && phrase.of.is_empty() {
            return self.headline_office(d, &phrase.title);
        }
        let of: Vec<ThingId> = phrase.of.iter().flat_map(|&t| self.things_at(t).to_vec()).collect();
        if !phrase.of.is_empty() && of.is_empty() {
            return None;
        }
        if phrase.tenure == Tenure::Former {
            return self.former_office(&phrase.title, &of);
        }
        if of.is_empty() { self.bare_office(d, &phrase.title, scene) } else { self.office_of(&phrase.title, &of, scene) }
    }

    /// "the US president": body and title are given.
    fn office_of(&self, title: &str, of: &[ThingId], scene: &Scene) -> Option<Link> {
        let named: Vec<ThingId> = self.persons().filter(|&t| self.holds_in_text(t, title, of)).collect();
        if let Some(&one) = named.first().filter(|_| named.len() == 1) {
            return Some(Link::new(one, 0.9, "office"));
        }
        if named.len() > 1 {
            return self.nearest(&named, scene).map(|t| Link::new(t, 0.7, "office"));
        }
        let known: Vec<ThingId> = self.persons().filter(|&t| self.holds_in_tables(t, title, of)).collect();
        if known.len() == 1 {
            return Some(Link::new(known[0], 0.88, "office-table"));
        }
        if let Some(unnamed) = self.unnamed_holders().find(|&t| self.holds_in_text(t, title, of)) {
            return Some(Link::new(unnamed, 0.8, "same-office"));
        }
        None
    }

    /// Unnamed things that the text gives an office: "the US president" of whom no name is told.
    fn unnamed_holders(&self) -> impl Iterator<Item = ThingId> + '_ {
        self.things
            .iter()
            .enumerate()
            .filter(|(_, t)| !t.named && !t.plural && t.offices.iter().any(|o| !o.of.is_empty()))
            .map(|(i, _)| i)
    }

    /// "his French counterpart": who holds in the one state what the owner holds in another.
    fn counterpart(&self, head: usize) -> Option<Link> {
        let w = self.w;
        let owner = *w.parsed.children_with(head, Dep::Poss).find_map(|p| self.things_at(p).first())?;
        let states: Vec<ThingId> = w
            .parsed
            .children(head)
            .filter(|&c| c < head && matches!(w.dep(c), Dep::Amod | Dep::Compound | Dep::Nmod))
            .flat_map(|c| self.things_at(c).to_vec())
            .collect();
        if states.is_empty() {
            return None;
        }
        let told = self.things[owner].offices.iter().map(|o| o.title.clone());
        let known = self.things[owner].row.into_iter().flat_map(|row| self.w.knowledge.holdings_of(row));
        let known = known.filter(|h| self.day.as_deref().is_none_or(|day| h.holds_on(day))).map(|h| h.title.clone());
        let titles: Vec<String> = told.chain(known).collect();
        let mut found = self.persons().filter(|&t| {
            t != owner
                && titles.iter().any(|title| self.holds_in_text(t, title, &states) || self.holds_in_tables(t, title, &states))
        });
        let first = found.next()?;
        found.next().is_none().then(|| Link::new(first, 0.8, "counterpart"))
    }

    /// "the president": the one of whom the post speaks, unless two are as near.
    fn bare_office(&self, d: usize, title: &str, scene: &Scene) -> Option<Link> {
        let head = self.drafts[d].head;
        let mut holders: Vec<ThingId> =
            self.persons().filter(|&t| self.holds_in_text(t, title, &[]) || self.holds_in_tables(t, title, &[])).collect();
        holders.extend(self.unnamed_holders().filter(|&t| self.holds_in_text(t, title, &[])));
        match holders.len() {
            0 => return None,
            1 => return Some(Link::new(holders[0], 0.85, "office")),
            _ => {}
        }
        // A seat, vehicle or body of one candidate's state in the same sentence decides: "aboard Air Force One".
        let cued: Vec<ThingId> = holders.iter().copied().filter(|&t| self.is_cued(t, head)).collect();
        if cued.len() == 1 {
            return Some(Link::new(cued[0], 0.75, "office-context"));
        }
        self.nearest(&holders, scene).map(|t| Link::new(t, 0.7, "office-recent"))
    }

    /// "The former German chancellor": who once held the office, by the text or by a holding that is over; one person alone.
    fn former_office(&self, title: &str, of: &[ThingId]) -> Option<Link> {
        let held = |t: ThingId| {
            let thing = &self.things[t];
            let told = thing.offices.iter().any(|o| {
                let body = of.is_empty() || o.of.is_empty() || of.iter().any(|x| o.of.contains(x));
                o.tenure == Tenure::Former && body && self.title_fits(title, &o.title)
            });
            let over = |h: &&Holding| {
                let body = of.is_empty() || of.iter().any(|&x| self.things[x].row == Some(h.of));
                body && self.title_fits(title, &h.title)
                    && h.until.is_some()
                    && self.day.as_deref().is_none_or(|day| !h.holds_on(day))
            };
            told || thing.row.is_some_and(|row| self.w.knowledge.holdings_of(row).find(over).is_some())
        };
        let mut holders = self.persons().filter(|&t| held(t));
        let first = holders.next()?;
        holders.next().is_none().then(|| Link::new(first, 0.75, "office"))
    }

    /// "Press secretary says": without an article only as the subject of a headline, and with one holder alone.
    fn headline_office(&self, d: usize, title: &str) -> Option<Link> {
        let w = self.w;
        let head = self.drafts[d].head;
        let s = w.parsed.sentence_of(head);
        let headline = w.parsed.document.posts[s.post].blocks[s.block].kind == BlockKind::Headline;
        if !headline || w.dep(head) != Dep::Nsubj || !self.phrases[self.drafts[d].phrase?].office {
            return None;
        }
        let holders: Vec<ThingId> = self.persons().filter(|&t| self.holds_in_text(t, title, &[])).collect();
        (holders.len() == 1).then(|| Link::new(holders[0], 0.8, "office-headline"))
    }

    pub(super) fn persons(&self) -> impl Iterator<Item = ThingId> + '_ {
        self.things
            .iter()
            .enumerate()
            .filter(|(_, t)| t.kind == EntityType::Person && t.named && !t.names.is_empty())
            .map(|(i, _)| i)
    }

    /// Whether the text gives the person the title, in one of the bodies if any are asked for.
    fn holds_in_text(&self, person: ThingId, title: &str, of: &[ThingId]) -> bool {
        self.things[person].offices.iter().any(|o| {
            let body = of.is_empty()
                || of.iter().any(|x| o.of.contains(x))
                || o.of.is_empty() && self.holds_in_tables(person, title, of);
            body && self.title_fits(title, &o.title)
        })
    }

    /// Whether the tables give the person the title, on the day of the document if that is known.
    fn holds_in_tables(&self, person: ThingId, title: &str, of: &[ThingId]) -> bool {
        let Some(row) = self.things[person].row else { return false };
        self.w.knowledge.holdings_of(row).any(|h| {
            let body = of.is_empty() || of.iter().any(|&x| self.things[x].row == Some(h.of));
            body && self.title_fits(title, &h.title) && self.day.as_deref().is_none_or(|day| h.holds_on(day))
        })
    }

    /// Whether somebody with one title can be called by another.
    pub(super) fn title_fits(&self, asked: &str, held: &str) -> bool {
        if same_title(self, asked, held) || asked == "leader" && LEADERS.contains(&held) {
            return true;
        }
        // "the minister" for a foreign minister, "the secretary" for a secretary of state.
        let role = held.split(" of ").next().unwrap_or(held);
        !asked.contains(' ')
            && (role.split(' ').next_back() == Some(asked))
            && !held.starts_with("deputy ")
            && !held.starts_with("prime ")
            && !held.starts_with("vice")
    }

    /// Whether the sentence names a seat, vehicle or body of the person's state.
    fn is_cued(&self, person: ThingId, token: usize) -> bool {
        let k = self.w.knowledge;
        let states = self.states_of(person);
        let sentence = self.w.parsed.tokens[token].sentence;
        let tokens = self.w.parsed.sentences[sentence].tokens.clone();
        tokens.filter_map(|t| self.draft_at(t)).filter(|&d| self.drafts[d].kind == MentionKind::Name).any(|d| {
            self.links[d].as_ref().is_some_and(|l| {
                l.things.iter().filter_map(|&t| self.things[t].row).any(|row| {
                    let seat =
                        matches!(k.row(row).kind, Some(EntityType::Vehicle | EntityType::Organization | EntityType::Facility));
                    seat && states.iter().any(|&s| s != row && k.is_within(row, s))
                })
            })
        })
    }

    /// Rows of the states in which a person has an office.
    fn states_of(&self, person: ThingId) -> Vec<u32> {
        let t = &self.things[person];
        let mut states: Vec<u32> = t.offices.iter().flat_map(|o| &o.of).filter_map(|&x| self.things[x].row).collect();
        if let Some(row) = t.row {
            states.extend(self.w.knowledge.holdings_of(row).map(|h| h.of));
        }
        states
    }

    /// The one of several whom the scene holds nearest; none when two are about as near.
    pub(super) fn nearest(&self, candidates: &[ThingId], scene: &Scene) -> Option<ThingId> {
        let last = scene.seen.last()?.sentence;
        let mut scored: Vec<(i32, ThingId)> =
            candidates.iter().filter_map(|&t| Some((self.activation(t, last, scene)?, t))).collect();
        scored.sort_by_key(|&(s, t)| (std::cmp::Reverse(s), t));
        match scored.as_slice() {
            [] => None,
            [(_, one)] => Some(*one),
            [(a, one), (b, _), ..] => (a - b >= 8).then_some(*one),
        }
    }

    /// How present a thing is: its best mention by role and distance, and how often it came up lately.
    pub(super) fn activation(&self, thing: ThingId, sentence: usize, scene: &Scene) -> Option<i32> {
        let mentions = scene.seen.iter().filter(|s| s.things.contains(&thing));
        let best = mentions.clone().map(|s| s.role - 14 * (sentence.saturating_sub(s.sentence)) as i32).max()?;
        let often = mentions.filter(|s| sentence.saturating_sub(s.sentence) < 4).count() as i32;
        Some(best + 3 * often.min(5))
    }
}
