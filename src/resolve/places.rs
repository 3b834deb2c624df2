//! "Anchorage, Alaska", "the hospital in Gori", "Syria's Aleppo": which named place the text puts into which.

use super::coreference::State;
use super::names::{Name, NameKind};
use super::titles::name_index;
use super::words::Words;
use super::{EntityType, MentionKind};
use crate::parse::{Dep, Pos, Tag};

const DIRECTIONS: &[&str] = &[
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "south",
    "north",
    "east",
    "west",
    "northwest",
    "northeast",
    "southwest",
    "southeast",
    "northwestern",
    "northeastern",
    "southwestern",
    "southeastern",
    "south-eastern",
    "north-eastern",
    "south-western",
    "north-western",
    "nearby",
    "extreme",
    "downtown",
    "suburban",
    "rural",
    "neighbouring",
    "neighboring",
    "the",
    "war-torn",
    "occupied",
];

/// Words for parts of a place: "in the north of Kenya", "on the outskirts of Lima".
const PARTS: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "heart",
    "middle",
    "outskirts",
    "edge",
    "coast",
    "corner",
    "tip",
    "centre",
    "center",
    "suburb",
    "suburbs",
    "interior",
    "far",
    "deep",
    "remote",
    "outside",
];

/// Nouns for places that lie in something larger: "the Kenyan town of Lodwar".
const SITES: &[&str] = &[
    "province",
    "city",
    "region",
    "town",
    "state",
    "capital",
    "port",
    "district",
    "island",
    "republic",
    "village",
    "suburb",
    "county",
    "municipality",
    "resort",
    "hamlet",
    "settlement",
    "borough",
    "neighbourhood",
    "neighborhood",
    "prefecture",
    "department",
    "governorate",
    "oblast",
    "canton",
    "enclave",
    "territory",
    "peninsula",
    "archipelago",
    "valley",
    "township",
    "quarter",
    "commune",
    "parish",
    "ward",
    "community",
    "stronghold",
    "hub",
    "spa",
    "outpost",
    "area",
];

/// Pairs of drafts, the inner place and the outer one, in text order. In "X in Y, Z" X lies in both.
pub(super) fn find(state: &State, names: &[Name]) -> Vec<(usize, usize)> {
    let finder = Finder { state, names, at: name_index(state.w, names) };
    let mut outer_of: Vec<Option<usize>> = (0..names.len()).map(|i| finder.outer(i)).collect();
    // "St. Albans and Barre, Vt.": both lie there.
    for i in (0..names.len().saturating_sub(1)).rev() {
        let joined = state.w.lower_at(names[i].tokens.end) == "and" && names[i + 1].tokens.start == names[i].tokens.end + 1;
        if joined && outer_of[i].is_none() && finder.larger(i, outer_of[i + 1].unwrap_or(i)) && names[i].kind == names[i + 1].kind
        {
            outer_of[i] = outer_of[i + 1];
        }
    }
    let mut pairs = Vec::new();
    for inner in 0..names.len() {
        let mut at = inner;
        for _ in 0..3 {
            let Some(outer) = outer_of[at].filter(|&o| o != inner) else { break };
            if let (Some(a), Some(b)) = (state.draft_of_name(inner), finder.draft(outer))
                && state.drafts[a].kind == MentionKind::Name
                && !finder.same_thing(a, b)
            {
                pairs.push((a, b));
            }
            // "a body in Chad and Mali" is in both
            if at == inner && names[inner].kind == NameKind::Thing(EntityType::Organization) {
                let head = names[outer].head;
                let joined = (outer + 1..names.len()).take_while(|&o| state.w.same_sentence(head, names[o].head)).filter(|&o| {
                    is_place(&names[o])
                        && state.w.dep(names[o].head) == Dep::Conj
                        && state.w.parsed.dominates(head, names[o].head)
                });
                pairs.extend(joined.filter_map(|o| Some((state.draft_of_name(inner)?, state.draft_of_name(o)?))));
            }
            at = outer;
        }
    }
    pairs
}

struct Finder<'a, 'b> {
    state: &'a State<'b>,
    names: &'a [Name],
    at: Vec<Option<usize>>,
}

impl Finder<'_, '_> {
    fn w(&self) -> Words<'_> {
        self.state.w
    }

    /// The name of the place that the words put a name into.
    fn outer(&self, i: usize) -> Option<usize> {
        let (w, n) = (self.w(), &self.names[i]);
        if !can_lie(n) || self.is_armed(n) {
            return None;
        }
        let sentence = w.parsed.sentence_of(n.head).tokens.end;
        let mut end = n.tokens.end;
        // "Centro Nacional (CNM) in Barcelona"
        if w.lower_at(end) == "(" && w.lower_at(end + 2) == ")" && end + 3 < sentence && self.place_from(end + 1).is_none() {
            end += 3;
        }
        let organization = n.kind == NameKind::Thing(EntityType::Organization);
        let after = match w.lower_at(end) {
            "," if matches!(w.lower_at(end + 1), "in") && end + 2 < sentence => {
                self.place_from(end + 2).filter(|&o| self.larger(i, o))
            }
            "," if end + 1 < sentence => {
                let direct = self.place_from(end + 1).filter(|&o| !organization && self.larger(i, o) && !self.in_list(o, i));
                direct.or_else(|| self.described(end + 1).filter(|&o| is_place(n) && o != i && !self.known_elsewhere(i, o)))
            }
            "in" if end + 1 < sentence => {
                let attached = n.tokens.contains(&w.head(end));
                self.place_from(end + 1).filter(|&o| attached || is_place(n) && self.larger(i, o) || self.in_phrase(n))
            }
            "of" if end + 1 < sentence && n.tokens.contains(&w.head(end)) => self.place_from(end + 1),
            "based" if w.lower_at(end + 1) == "in" && end + 2 < sentence => self.place_from(end + 2),
            "(" => self.place_from(end + 1).filter(|&o| !organization && self.larger(i, o)),
            _ => None,
        };
        after.or_else(|| self.possessor(n)).or_else(|| self.introduced(i)).or_else(|| self.predicate(n)).filter(|&o| o != i)
    }

    /// "Al Qaeda in Iraq": an armed group has a branch there and does not lie there.
    fn is_armed(&self, n: &Name) -> bool {
        n.rows.iter().any(|&r| self.w().knowledge.row(r).sort.as_deref() == Some("armed-group"))
    }

    /// "The Harvest Institute is a charity in Oslo".
    fn predicate(&self, n: &Name) -> Option<usize> {
        let w = self.w();
        let verb = w.head(n.head);
        if w.dep(n.head) != Dep::Nsubj || !matches!(w.lower(verb), "is" | "are") {
            return None;
        }
        let noun = w.parsed.children_with(verb, Dep::Attr).find(|&c| w.pos(c) == Pos::Noun)?;
        let preposition = w.parsed.children_with(noun, Dep::Prep).find(|&p| w.lower(p) == "in")?;
        self.place_from(preposition + 1)
    }

    /// The place in "a county in the north of Kenya", "which lies in Ukraine", "the Zambian capital", said behind a name.
    fn described(&self, from: usize) -> Option<usize> {
        let w = self.w();
        let sentence = w.parsed.sentence_of(from).tokens.end;
        if matches!(w.lower_at(from), "which" | "that") {
            let lies = |t: &usize| {
                matches!(&*w.parsed.tokens[*t].lemma, "lie" | "sit" | "stand" | "locate" | "situate" | "nestle" | "be")
                    && matches!(w.lower_at(t + 1), "in" | "on")
            };
            let verb = (from + 1..sentence.min(from + 4)).find(lies)?;
            return self.place_from(verb + 2);
        }
        let noun = self.site(from)?;
        let people = (from..noun).find_map(|t| self.at[t].filter(|&o| self.is_nationality(o)));
        let own = (from..noun).find_map(|t| self.at[t].filter(|&o| is_place(&self.names[o]) && w.tag(t + 1) == Tag::Pos));
        let below = matches!(w.lower_at(noun + 1), "in" | "of").then(|| self.place_from(noun + 2)).flatten();
        below.or(people).or(own)
    }

    /// The word for a kind of place in a phrase that opens with an article, a nationality or an owner: "a coastal town".
    fn site(&self, from: usize) -> Option<usize> {
        let w = self.w();
        let opens = matches!(w.lower_at(from), "a" | "an" | "the") || self.at.get(from).copied().flatten().is_some();
        let end = w.parsed.sentence_of(from).tokens.end.min(from + 7);
        let plain = |t: usize| {
            self.at[t].is_some()
                || matches!(w.tag(t), Tag::Pos | Tag::Hyph)
                || matches!(w.pos(t), Pos::Adj | Pos::Noun | Pos::Det | Pos::Adv)
        };
        (from..end).take_while(|&t| opens && plain(t)).find(|&t| SITES.contains(&w.lower(t)) && self.at[t].is_none())
    }

    /// The mention of a name; a nationality ("Kenyan") is one of its country.
    fn draft(&self, name: usize) -> Option<usize> {
        self.state.draft_of_name(name).or_else(|| self.state.draft_at(self.names[name].head))
    }

    fn is_nationality(&self, name: usize) -> bool {
        let linked = || self.state.links[self.draft(name)?].as_ref()?.things.first().copied();
        self.names[name].kind == NameKind::People && linked().is_some_and(|t| self.state.things[t].kind == EntityType::Country)
    }

    /// "Bolivia's largest city, Santa Cruz": the phrase before a name tells where it lies.
    fn introduced(&self, i: usize) -> Option<usize> {
        let (w, n) = (self.w(), &self.names[i]);
        let start = n.tokens.start;
        let first = w.parsed.sentence_of(n.head).tokens.start;
        if !is_place(n) || start < first + 3 || w.lower(start - 1) != "," || !SITES.contains(&w.lower(start - 2)) {
            return None;
        }
        let owner =
            |t: usize| self.at[t].filter(|&o| self.is_nationality(o) || is_place(&self.names[o]) && w.tag(t + 1) == Tag::Pos);
        let found = (start.saturating_sub(7).max(first)..start - 2).rev().find_map(owner)?;
        (found != i && !self.known_elsewhere(i, found)).then_some(found)
    }

    /// Whether the tables know that the one does not lie in the other.
    fn known_elsewhere(&self, inner: usize, outer: usize) -> bool {
        let row = |name: usize| self.kind_and_row(name).and_then(|(_, row)| row);
        row(inner).zip(row(outer)).is_some_and(|(x, y)| !self.w().knowledge.is_within(x, y))
    }

    /// The place name that starts at a token; directions, articles and words for parts of a place are left out, and of "Turkey's
    /// Gaziantep province" it is the inner place.
    fn place_from(&self, from: usize) -> Option<usize> {
        let w = self.w();
        let mut q = from;
        let part = |q: usize| PARTS.contains(&w.lower(q));
        // "south of Manila" is not in it, "in the south of Manila" is
        let of = |q: usize| {
            q > from
                && w.lower(q) == "of"
                && part(q - 1)
                && (!DIRECTIONS.contains(&w.lower(q - 1)) || q > from + 1 && matches!(w.lower(q - 2), "the" | "far"))
        };
        let skipped = |q: usize| DIRECTIONS.contains(&w.lower(q)) || part(q) || of(q);
        while q < w.len() && q < from + 6 && self.at[q].is_none() && skipped(q) {
            q += 1;
        }
        let place = |q: usize| {
            let name = self.at.get(q).copied().flatten();
            name.filter(|&o| w.same_sentence(from, q) && self.names[o].tokens.start == q && is_place(&self.names[o]))
        };
        let found = place(q)?;
        let owned = self.names[found].tokens.end;
        let inner = (owned + 1..owned + 4).find_map(place).filter(|_| w.lower_at(owned) == "'s");
        Some(inner.unwrap_or(found))
    }

    /// Whether a body stands in a phrase of place or belonging: "at Mill University in", "for the Heart League in".
    fn in_phrase(&self, n: &Name) -> bool {
        let w = self.w();
        let of_place = w.dep(n.head) == Dep::Pobj && matches!(w.lower(w.head(n.head)), "at" | "of" | "for" | "by");
        of_place && w.pos(w.head(n.head)) == Pos::Adp
    }

    /// "Syria's Aleppo", "Serbia's southern province of Kosovo".
    fn possessor(&self, n: &Name) -> Option<usize> {
        let w = self.w();
        if !is_place(n) {
            return None;
        }
        let before = n.tokens.start.checked_sub(1).filter(|&b| w.same_sentence(b, n.head))?;
        let ending = if w.tag(before) == Tag::Pos {
            before
        } else if w.lower(before) == "of" {
            let noun = before.checked_sub(1).filter(|&t| SITES.contains(&w.lower(t)))?;
            // "the Kenyan town of Lodwar"
            let people = (noun.saturating_sub(4)..noun).rev().find_map(|t| self.at[t].filter(|&o| self.is_nationality(o)));
            if let Some(country) = people.filter(|&o| w.same_sentence(self.names[o].head, noun)) {
                return self.at[n.head].filter(|&i| !self.known_elsewhere(i, country)).map(|_| country);
            }
            let start = (noun.saturating_sub(4)..noun).rev().find(|&t| w.tag(t) == Tag::Pos)?;
            w.same_sentence(start, noun).then_some(start)?
        } else {
            return None;
        };
        let owner = self.at[ending.checked_sub(1)?].filter(|&o| is_place(&self.names[o]))?;
        // "China's South China Sea claims": what the tables know to lie elsewhere does not lie there
        let row = |name: usize| self.kind_and_row(name).and_then(|(_, row)| row);
        let Some((inner, outer)) = self.at[n.head].and_then(row).zip(row(owner)) else { return Some(owner) };
        w.knowledge.is_within(inner, outer).then_some(owner)
    }

    fn kind_and_row(&self, name: usize) -> Option<(EntityType, Option<u32>)> {
        let link = self.state.links[self.draft(name)?].as_ref()?;
        let thing = &self.state.things[*link.things.first()?];
        Some((thing.kind, thing.row))
    }

    fn same_thing(&self, a: usize, b: usize) -> bool {
        matches!((&self.state.links[a], &self.state.links[b]), (Some(x), Some(y)) if x.things == y.things)
    }

    /// Whether the second can contain the first: by the tables, else by rank of kinds.
    fn larger(&self, inner: usize, outer: usize) -> bool {
        let (Some((a, x)), Some((b, y))) = (self.kind_and_row(inner), self.kind_and_row(outer)) else { return false };
        if let (Some(x), Some(y)) = (x, y) {
            return self.state.w.knowledge.is_within(x, y) && x != y;
        }
        rank(a) < rank(b) || x.is_none() && a == EntityType::GeopoliticalEntity && b == EntityType::City
    }

    /// Whether the outer place goes on as a list: "Rome, Italy and Spain".
    fn in_list(&self, outer: usize, inner: usize) -> bool {
        let w = self.w();
        let head = self.names[outer].head;
        let conj = w.dep(head) == Dep::Conj && self.names[inner].tokens.contains(&w.head(head));
        let row = |name: usize| self.kind_and_row(name).and_then(|(_, row)| row);
        let sure = matches!((row(inner), row(outer)), (Some(x), Some(y)) if w.knowledge.is_within(x, y));
        let goes_on = matches!(w.lower_at(self.names[outer].tokens.end), "and" | "or");
        (conj || goes_on) && !sure
    }
}

fn can_lie(n: &Name) -> bool {
    is_place(n) || n.kind == NameKind::Thing(EntityType::Organization)
}

fn is_place(n: &Name) -> bool {
    matches!(n.kind, NameKind::Thing(k) if k.is_place())
}

fn rank(kind: EntityType) -> u8 {
    match kind {
        EntityType::Facility | EntityType::Organization => 0,
        EntityType::City | EntityType::GeopoliticalEntity => 2,
        EntityType::Region | EntityType::Place => 3,
        EntityType::Country => 4,
        _ => 1,
    }
}
