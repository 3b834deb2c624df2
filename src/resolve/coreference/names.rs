//! Sieve 1: which names are one thing.
//!
//! Names of several words first, longest first: equal, with or without a middle name, transliterated, in the tables under one
//! row. Then single words: surname, first name, acronym, short form. A surname that two persons bear goes to the one who was
//! named last in the post, and stays alone when the post names both or neither.

use super::index::{FullNames, SingleWords};
use super::{Link, State, Thing, ThingId, entity_kind, name_words, title_gender};
use crate::resolve::EntityType;
use crate::resolve::fold::{fold, one_letter_apart, sound_key};
use crate::resolve::knowledge::{Gender, RowId};
use crate::resolve::names::{Name, NameKind};
use std::collections::HashMap;

/// Short forms of English given names, both ways.
const NICKNAMES: &[(&str, &str)] = &[
    ("bill", "william"),
    ("joe", "joseph"),
    ("mike", "michael"),
    ("bob", "robert"),
    ("jim", "james"),
    ("tom", "thomas"),
    ("dick", "richard"),
    ("rick", "richard"),
    ("tony", "anthony"),
    ("dan", "daniel"),
    ("ben", "benjamin"),
    ("alex", "alexander"),
    ("chris", "christopher"),
    ("steve", "stephen"),
    ("steve", "steven"),
    ("ed", "edward"),
    ("ted", "edward"),
    ("jeff", "jeffrey"),
    ("andy", "andrew"),
    ("nick", "nicholas"),
    ("matt", "matthew"),
    ("dave", "david"),
    ("ken", "kenneth"),
    ("ron", "ronald"),
    ("don", "donald"),
    ("sam", "samuel"),
    ("pete", "peter"),
    ("liz", "elizabeth"),
    ("kate", "katherine"),
    ("jon", "jonathan"),
    ("larry", "lawrence"),
    ("jerry", "gerald"),
    ("will", "william"),
    ("jack", "john"),
    ("greg", "gregory"),
    ("tim", "timothy"),
];
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];
const PARTICLES: &[&str] =
    &["von", "van", "der", "den", "de", "la", "le", "du", "da", "dos", "del", "della", "di", "bin", "ibn", "al", "el"];
const COMPANY_ENDINGS: &[&str] =
    &["inc", "corp", "co", "ltd", "plc", "llc", "ag", "sa", "nv", "group", "holdings", "corporation", "company", "limited"];

impl State<'_> {
    /// Links every name mention.
    pub(super) fn link_names(&mut self) {
        let mut order: Vec<usize> = (0..self.names.len()).filter(|&i| self.names[i].kind != NameKind::People).collect();
        order.sort_by_cached_key(|&i| {
            let words = name_words(self.text(i)).len();
            (words == 1, std::cmp::Reverse(words), i)
        });
        let mut full: HashMap<(String, bool), ThingId> = HashMap::new();
        let singles = order.partition_point(|&i| name_words(self.text(i)).len() > 1);
        let mut names = FullNames::default();
        for &i in &order[..singles] {
            if let Some(thing) = self.link_full(i, &mut full, &names) {
                names.add(thing, &clean_fold(self.text(i)));
            }
        }
        let acronyms = self.acronyms();
        let words = SingleWords::new(&self.things, self.w.knowledge);
        for &i in &order[singles..] {
            self.link_single(i, &acronyms, &words, &mut full);
        }
    }

    fn text(&self, name: usize) -> &str {
        self.w.slice(self.names[name].tokens.clone())
    }

    fn set(&mut self, name: usize, thing: ThingId, confidence: f32, reason: &'static str) {
        let text = clean(self.text(name));
        *self.things[thing].names.entry(text).or_default() += 1;
        if let Some(d) = self.draft_of_name(name) {
            self.link(d, Link::new(thing, confidence, reason));
        }
        if self.things[thing].gender.is_none() {
            self.things[thing].gender = self.gender_of(name);
        }
    }

    /// Gender by form of address, title or given name.
    fn gender_of(&self, name: usize) -> Option<Gender> {
        let n = &self.names[name];
        if n.kind != NameKind::Thing(EntityType::Person) {
            return None;
        }
        let w = self.w;
        if let Some(gender) = self.address_gender(n) {
            return Some(gender);
        }
        (n.tokens.len() > 1).then(|| w.knowledge.given_name(w.text(n.tokens.start)).flatten()).flatten()
    }

    fn address_gender(&self, n: &Name) -> Option<Gender> {
        let w = self.w;
        let before = n.tokens.start.checked_sub(1).filter(|&b| w.same_sentence(b, n.tokens.start))?;
        match w.lower(before).trim_end_matches('.') {
            "mr" | "sir" | "lord" | "king" | "prince" | "pope" | "sheikh" => Some(Gender::Male),
            "mrs" | "ms" | "miss" | "lady" | "dame" | "queen" | "princess" | "madam" | "mme" => Some(Gender::Female),
            // "her grandson Luka", "actress Ann Lee"
            word => title_gender(word),
        }
    }

    fn new_named(&mut self, name: usize, row: Option<RowId>) -> ThingId {
        if let Some(row) = row {
            return self.row_thing(row);
        }
        let kind = entity_kind(self.names[name].kind);
        let sort = self.w.noun_kind(self.names[name].tokens.end - 1).filter(|_| kind == EntityType::Unnamed);
        self.add(Thing { named: true, sort, ..Thing::new(kind) })
    }

    /// The thing that now bears the name.
    fn link_full(&mut self, i: usize, full: &mut HashMap<(String, bool), ThingId>, names: &FullNames) -> Option<ThingId> {
        let n = &self.names[i];
        let person = n.is_person();
        let key = (clean_fold(self.text(i)), person);
        let row = self.choose_row(n);
        if self.set_acting(i, row) {
            return None;
        }
        if let Some(&thing) = full.get(&key) {
            self.set(i, thing, 0.98, "full-name");
            return Some(thing);
        }
        let mut found: Option<(ThingId, &'static str)> = row.and_then(|r| self.row_things.get(&r)).map(|&t| (t, "full-name"));
        if found.is_none() && person {
            found = self.same_person(&key.0, row, names);
        }
        if found.is_none() && !person {
            found = self.same_body(&key.0, entity_kind(n.kind), names);
        }
        let (thing, reason) = found.unwrap_or_else(|| (self.new_named(i, row), "full-name"));
        if self.things[thing].row.is_none() && row.is_some() {
            self.things[thing].row = row;
            if let Some(row) = row {
                self.row_things.insert(row, thing);
                self.things[thing].gender = self.w.knowledge.row(row).gender;
            }
        }
        full.insert(key, thing);
        self.set(i, thing, if reason == "full-name" { 0.98 } else { 0.85 }, reason);
        Some(thing)
    }

    /// Links a capital or seat that acts to its state, without keeping the name as the state's.
    fn set_acting(&mut self, name: usize, row: Option<RowId>) -> bool {
        let Some((row, state)) = row.map(|r| (r, self.acting_row(name, r))).filter(|(r, s)| r != s) else { return false };
        let thing = self.row_thing(state);
        let confidence = if self.w.knowledge.row(row).key.is_empty() { 0.95 } else { 0.8 };
        if let Some(d) = self.draft_of_name(name) {
            self.link(d, Link::new(thing, confidence, "metonym"));
        }
        true
    }

    /// The row that a name means, if one alone fits or its kind and size decide.
    fn choose_row(&self, n: &Name) -> Option<RowId> {
        let k = self.w.knowledge;
        if n.is_person() {
            let persons: Vec<RowId> = n.rows.iter().copied().filter(|&r| k.row(r).kind == Some(EntityType::Person)).collect();
            return (persons.len() == 1).then(|| persons[0]);
        }
        let wanted = entity_kind(n.kind);
        n.rows.iter().copied().max_by_key(|&r| {
            let row = k.row(r);
            let kind = row.kind.unwrap_or(EntityType::Unnamed);
            let rank = match kind {
                EntityType::Country if self.speaks_of_namesake(&n.rows, r) => 1,
                EntityType::Country => 6,
                EntityType::Organization if wanted == EntityType::Organization => 7,
                EntityType::City if row.stands_for.is_some() => 5,
                _ if self.mentions_container(r) => 4,
                EntityType::City if row.population > 200_000 => 3,
                EntityType::Region => 2,
                EntityType::City => 1,
                _ => 0,
            };
            (rank, row.population, std::cmp::Reverse(r))
        })
    }

    /// "Kansas, Georgia and Alabama": whether a state's name is that of another country's region here, whose neighbours the
    /// document names while it names nothing in the state.
    fn speaks_of_namesake(&self, rows: &[RowId], state: RowId) -> bool {
        let k = self.w.knowledge;
        let region = rows.iter().find(|&&r| k.row(r).kind == Some(EntityType::Region));
        let Some((region, container)) = region.and_then(|&r| Some((r, k.row(r).located_in?))) else { return false };
        let others = || self.names.iter().flat_map(|n| &n.rows).filter(|&&r| r != state && r != region);
        let peoples = self.names.iter().filter(|n| n.kind == NameKind::People);
        let within = others().any(|&r| k.is_within(r, state))
            || peoples.into_iter().any(|n| k.demonym(self.w.text(n.tokens.end - 1)) == Some(state));
        let beside = |&&r: &&RowId| k.row(r).kind == Some(EntityType::Region) && k.row(r).located_in == Some(container);
        !within && others().any(|r| beside(&r))
    }

    /// Whether the document names what contains a row.
    fn mentions_container(&self, row: RowId) -> bool {
        let k = self.w.knowledge;
        let contained = || self.names.iter().any(|n| n.rows.iter().any(|&r| r != row && k.is_within(row, r)));
        *self.contained.borrow_mut().entry(row).or_insert_with(contained)
    }

    /// A person under another form of a full name.
    fn same_person(&self, key: &str, row: Option<RowId>, names: &FullNames) -> Option<(ThingId, &'static str)> {
        let mine: Vec<&str> = key.split(' ').collect();
        let mut found: Vec<(ThingId, &'static str)> = Vec::new();
        for id in names.persons(key) {
            let thing = &self.things[id];
            if thing.kind != EntityType::Person || row.is_some() && thing.row.is_some() && thing.row != row {
                continue;
            }
            let reason = thing.names.keys().find_map(|name| {
                let other = clean_fold(name);
                // "Von der Leyen" for "Ursula von der Leyen"
                if PARTICLES.contains(&mine[0]) && other.strip_suffix(key).is_some_and(|first| first.ends_with(' ')) {
                    return Some("surname");
                }
                same_full_name(&mine, &other.split(' ').collect::<Vec<_>>())
            });
            if let Some(reason) = reason {
                found.push((id, reason));
            }
        }
        (found.len() == 1).then(|| found[0])
    }

    /// A body or place under a shorter or longer form: "Acme Corp" and "Acme Corporation".
    fn same_body(&self, key: &str, kind: EntityType, names: &FullNames) -> Option<(ThingId, &'static str)> {
        let mut found = names.bodies(&body_stem(key)).into_iter().filter(|&id| {
            let t = &self.things[id];
            t.named && (t.kind == kind || t.kind == EntityType::Unnamed || kind == EntityType::Unnamed)
        });
        let first = found.next().map(|id| (id, "short-form"));
        first.filter(|_| found.next().is_none())
    }

    /// Short forms in brackets after a name: "International Monetary Fund (IMF)", and initials that fit one name alone.
    fn acronyms(&self) -> HashMap<String, ThingId> {
        let w = self.w;
        let mut found = HashMap::new();
        for (i, n) in self.names.iter().enumerate() {
            let Some(thing) = self.draft_of_name(i).and_then(|d| self.links[d].as_ref()).map(|l| l.things[0]) else { continue };
            let open = n.tokens.end;
            if w.lower_at(open) == "("
                && w.lower_at(open + 2) == ")"
                && w.same_sentence(open - 1, open + 2)
                && w.is_all_capitals(open + 1)
            {
                found.insert(fold(w.text(open + 1)), thing);
            }
        }
        // "LPP (Liberal Peasant Party)"
        for (i, n) in self.names.iter().enumerate() {
            let (open, start) = (n.tokens.end, n.tokens.end + 1);
            if n.tokens.len() != 1 || w.lower_at(open) != "(" || !w.is_all_capitals(n.head) || n.is_person() {
                continue;
            }
            let inner =
                self.names.iter().position(|m| m.tokens.start == start && w.lower_at(m.tokens.end) == ")" && m.tokens.len() > 1);
            let thing = inner.and_then(|j| self.draft_of_name(j)).and_then(|d| self.links[d].as_ref()).map(|l| l.things[0]);
            if let Some(thing) = thing.filter(|_| self.names[i].rows.is_empty()) {
                found.insert(fold(w.text(n.head)), thing);
            }
        }
        let mut by_initials: HashMap<String, Option<ThingId>> = HashMap::new();
        for (id, t) in self.things.iter().enumerate().filter(|(_, t)| t.named && t.kind != EntityType::Person) {
            let mut initials: Vec<String> = t.names.keys().flat_map(|n| initials_of(n)).collect();
            initials.sort();
            initials.dedup();
            for key in initials {
                by_initials.entry(key).and_modify(|e| *e = e.filter(|&old| old == id)).or_insert(Some(id));
            }
        }
        let mut rest: Vec<(String, ThingId)> = by_initials.into_iter().filter_map(|(k, v)| Some((k, v?))).collect();
        rest.sort();
        for (key, thing) in rest {
            found.entry(key).or_insert(thing);
        }
        found
    }

    fn link_single(
        &mut self,
        i: usize,
        acronyms: &HashMap<String, ThingId>,
        words: &SingleWords,
        full: &mut HashMap<(String, bool), ThingId>,
    ) {
        let n = self.names[i].clone();
        let word = fold(self.text(i));
        let person_like = n.is_person() || n.kind == NameKind::Other || n.certainty < 3;
        let row = self.choose_row(&n);
        let known_other = row.is_some_and(|r| self.w.knowledge.row(r).kind != Some(EntityType::Person));
        if person_like
            && !known_other
            && let Some((thing, confidence, reason)) = self.person_by_word(i, &word, words)
        {
            self.set(i, thing, confidence, reason);
            return;
        }
        if !n.is_person()
            && self.w.is_all_capitals(n.head)
            && row.is_none()
            && let Some(&thing) = acronyms.get(&word)
        {
            self.set(i, thing, 0.9, "acronym");
            return;
        }
        if self.set_acting(i, row) {
            return;
        }
        if let Some(row) = row {
            if let Some(&thing) = acronyms.get(&word).filter(|_| self.w.is_all_capitals(n.head)) {
                // Row and bracket agree, or the text's own short form wins.
                if self.things[thing].row.is_none() {
                    self.set(i, thing, 0.9, "acronym");
                    return;
                }
            }
            let thing = self.row_thing(row);
            self.set(i, thing, 0.95, "table");
            return;
        }
        if n.is_person()
            && let Some(row) = self.in_office(&word)
        {
            let thing = self.row_thing(row);
            self.set(i, thing, 0.8, "office-holder");
            return;
        }
        if !n.is_person() {
            let kind = entity_kind(n.kind);
            if let &[thing] = words.bodies(&word)
                && kind == EntityType::Organization
            {
                self.set(i, thing, 0.8, "short-form");
                return;
            }
        }
        let key = (word, n.is_person());
        let thing = match full.get(&key) {
            Some(&thing) => thing,
            None => self.new_named(i, None),
        };
        full.insert(key, thing);
        self.set(i, thing, 0.9, "name");
    }

    /// A surname that a text uses alone, of the one head of state or government who bore it on the document's day.
    fn in_office(&self, word: &str) -> Option<RowId> {
        let (k, day) = (self.w.knowledge, self.day.as_deref()?);
        let mut found = k.leaders(word).filter(|h| h.holds_on(day)).map(|h| h.holder);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// A person by surname, else by first name.
    fn person_by_word(&self, i: usize, word: &str, words: &SingleWords) -> Option<(ThingId, f32, &'static str)> {
        let [surname, spelt, first] = words.persons(word);
        for (list, confidence, reason) in
            [(surname, 0.95, "surname"), (spelt, 0.85, "transliteration"), (first, 0.8, "first-name")]
        {
            match list.len() {
                0 => {}
                1 => return Some((list[0], confidence, reason)),
                _ => return self.among_namesakes(i, &list).map(|t| (t, 0.65, reason)),
            }
        }
        None
    }

    /// Which of several bearers of a surname: by form of address, then the one named last in this post.
    fn among_namesakes(&self, i: usize, list: &[ThingId]) -> Option<ThingId> {
        let n = &self.names[i];
        let gender = self.address_gender(n);
        let fits: Vec<ThingId> = list
            .iter()
            .copied()
            .filter(|&t| gender.is_none() || self.things[t].gender.is_none() || self.things[t].gender == gender)
            .collect();
        if fits.len() == 1 {
            return Some(fits[0]);
        }
        let post = self.w.parsed.post_of(n.head);
        let here: Vec<(usize, ThingId)> = self
            .names
            .iter()
            .enumerate()
            .filter(|(_, m)| m.tokens.len() > 1 && m.head < n.head && self.w.parsed.post_of(m.head) == post)
            .filter_map(|(j, m)| Some((m.head, self.draft_of_name(j).and_then(|d| self.links[d].as_ref())?.things[0])))
            .filter(|(_, t)| fits.contains(t))
            .collect();
        let mut bearers: Vec<ThingId> = here.iter().map(|(_, t)| *t).collect();
        bearers.sort_unstable();
        bearers.dedup();
        match bearers.len() {
            1 => Some(bearers[0]),
            0 => {
                // Nobody of that name here: the one that the document speaks of most, if by far.
                let mut counted: Vec<(usize, ThingId)> = fits.iter().map(|&t| (self.things[t].names.values().sum(), t)).collect();
                counted.sort_by_key(|(n, t)| (std::cmp::Reverse(*n), *t));
                (counted.len() > 1 && counted[0].0 >= 3 * counted[1].0).then(|| counted[0].1)
            }
            _ => {
                let last_sentence = self.w.parsed.tokens[n.head].sentence;
                let near = here.iter().rev().find(|(h, _)| last_sentence - self.w.parsed.tokens[*h].sentence <= 1);
                let rivals = here
                    .iter()
                    .filter(|(h, _)| last_sentence - self.w.parsed.tokens[*h].sentence <= 1)
                    .any(|(_, t)| near.is_some_and(|(_, x)| x != t));
                near.filter(|_| !rivals).map(|(_, t)| *t)
            }
        }
    }

    /// One letter off the name of somebody in the same office, or of a row that holds it: the same person.
    pub(super) fn link_misspellings(&mut self) {
        for id in 0..self.things.len() {
            let t = &self.things[id];
            if t.kind != EntityType::Person || !t.named || t.row.is_some() || t.names.is_empty() {
                continue;
            }
            let Some(mine) = t.longest_name().map(name_words).filter(|w| w.len() > 1) else { continue };
            let same = (0..self.things.len()).find(|&other| {
                let o = &self.things[other];
                other != id
                    && o.kind == EntityType::Person
                    && o.names.keys().any(|name| self.is_slip(&mine, &name_words(name)))
                    && self.share_office(id, other)
            });
            if let Some(other) = same {
                // The rarer spelling is the slip; of two as rare the later.
                let often = |t: ThingId| (self.things[t].row.is_some(), self.things[t].names.values().sum::<usize>());
                let (slip, right) =
                    if often(id) > often(other) || often(id) == often(other) && id < other { (other, id) } else { (id, other) };
                for count in self.things[slip].names.values_mut() {
                    *count = 0;
                }
                self.merge(slip, right, "misspelling");
                continue;
            }
            if let Some(row) = self.misspelt_row(id, &mine) {
                if let Some(&other) = self.row_things.get(&row) {
                    self.merge(id, other, "misspelling");
                } else {
                    self.things[id].row = Some(row);
                    self.row_things.insert(row, id);
                    self.relabel(id, "misspelling");
                }
            }
        }
    }

    /// Whether one name is the other with a slip in one word that is no name by itself.
    fn is_slip(&self, wrong: &[String], right: &[String]) -> bool {
        if wrong.len() != right.len() {
            return false;
        }
        let mut slips = wrong.iter().zip(right).filter(|(a, b)| a != b);
        let (Some((a, b)), None) = (slips.next(), slips.next()) else { return false };
        let both_names = self.w.knowledge.given_name(a).is_some() && self.w.knowledge.given_name(b).is_some();
        a.len() > 3 && one_letter_apart(a, b) && !both_names
    }

    fn share_office(&self, a: ThingId, b: ThingId) -> bool {
        let (a, b) = (&self.things[a], &self.things[b]);
        a.offices.iter().any(|x| {
            b.offices.iter().any(|y| same_title(self, &x.title, &y.title) && (x.of.is_empty() || y.of.is_empty() || x.of == y.of))
        })
    }

    /// A person of the tables one letter off, who held the office that the text gives.
    fn misspelt_row(&self, id: ThingId, mine: &[String]) -> Option<RowId> {
        let k = self.w.knowledge;
        let offices: Vec<&str> = self.things[id].offices.iter().map(|o| k.usual_title(&o.title)).collect();
        if offices.is_empty() {
            return None;
        }
        let mut rows: Vec<RowId> = k
            .holdings()
            .iter()
            .filter(|h| offices.contains(&&*h.usual_title))
            .map(|h| h.holder)
            .filter(|&r| {
                let row = k.row(r);
                std::iter::once(&row.label).chain(&row.alt_labels).any(|name| self.is_slip(mine, &name_words(name)))
            })
            .collect();
        rows.sort_unstable();
        rows.dedup();
        (rows.len() == 1).then(|| rows[0])
    }

    /// Makes `from` the same thing as `into`.
    pub(super) fn merge(&mut self, from: ThingId, into: ThingId, reason: &'static str) {
        let old = self.things[from].clone();
        for (name, count) in old.names {
            *self.things[into].names.entry(name).or_default() += count;
        }
        self.things[into].offices.extend(old.offices);
        self.things[from].names.clear();
        self.things[from].offices.clear();
        for link in self.links.iter_mut().flatten() {
            if link.things.contains(&from) {
                for t in &mut link.things {
                    if *t == from {
                        *t = into;
                    }
                }
                link.reason = reason;
                link.confidence = link.confidence.min(0.8);
            }
        }
        for thing in &mut self.things {
            for t in thing.of.iter_mut().chain(thing.offices.iter_mut().flat_map(|o| &mut o.of)) {
                if *t == from {
                    *t = into;
                }
            }
        }
    }

    fn relabel(&mut self, thing: ThingId, reason: &'static str) {
        for link in self.links.iter_mut().flatten().filter(|l| l.things == [thing]) {
            link.reason = reason;
            link.confidence = link.confidence.min(0.8);
        }
    }
}

/// Whether two titles are one office: equal, or under one row of the title table.
pub(super) fn same_title(state: &State, a: &str, b: &str) -> bool {
    let k = state.w.knowledge;
    a == b || matches!((k.title(a), k.title(b)), (Some(x), Some(y)) if x.label == y.label)
}

/// A name without line ends and doubled spaces.
fn clean(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn clean_fold(name: &str) -> String {
    let folded = fold(name);
    folded.strip_prefix("the ").map_or(folded.clone(), ToOwned::to_owned)
}

/// The words by which a full name can be called: its last, and its last with the particles before.
pub(super) fn surnames(name: &str) -> impl Iterator<Item = &str> {
    let words: Vec<&str> = name.split(' ').collect();
    let end = if words.len() > 2 && SUFFIXES.contains(&words[words.len() - 1]) { words.len() - 1 } else { words.len() };
    let last = (words.len() > 1).then(|| words[end - 1]);
    let hyphen = last.and_then(|l| l.split_once('-')).map(|(_, tail)| tail);
    last.into_iter().chain(hyphen.filter(|_| false))
}

/// Whether two full names are one person's, and why.
fn same_full_name(a: &[&str], b: &[&str]) -> Option<&'static str> {
    let (a, a_suffix) = without_suffix(a);
    let (b, b_suffix) = without_suffix(b);
    let (Some(&a_first), Some(&b_first), Some(&a_last), Some(&b_last)) = (a.first(), b.first(), a.last(), b.last()) else {
        return None;
    };
    if a.len() < 2 || b.len() < 2 || a_suffix.is_some() && b_suffix.is_some() && a_suffix != b_suffix {
        return None;
    }
    let particles = |words: &[&str]| words.iter().filter(|w| PARTICLES.contains(w)).count();
    let last = a_last == b_last;
    let nick = NICKNAMES.iter().any(|&(x, y)| (x, y) == (a_first, b_first) || (y, x) == (a_first, b_first));
    let middle_fits = a.len() == 2 || b.len() == 2 || a[1..a.len() - 1] == b[1..b.len() - 1] || initials_fit(a, b);
    if last && a_first == b_first && middle_fits {
        return Some("full-name");
    }
    if last && nick && middle_fits {
        return Some("nickname");
    }
    // "J. D. Vance" and "JD Vance" fold to one; "J Vance" beside "James Vance" stays apart.
    let sounds = |x: &str, y: &str| x == y || x.len() > 3 && y.len() > 3 && sound_key(x) == sound_key(y);
    if a.len() == b.len() && particles(a) == particles(b) && a.iter().zip(b).all(|(x, y)| sounds(x, y)) {
        return Some("transliteration");
    }
    None
}

fn initials_fit(a: &[&str], b: &[&str]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(x, y)| x == y || (x.len() == 1 && y.starts_with(x)) || (y.len() == 1 && x.starts_with(y)))
}

pub(super) fn without_suffix<'a, 'b>(words: &'b [&'a str]) -> (&'b [&'a str], Option<&'a str>) {
    match words.split_last() {
        Some((last, rest)) if rest.len() > 1 && SUFFIXES.contains(last) => (rest, Some(last)),
        _ => (words, None),
    }
}

/// A body's name without legal endings and article.
pub(super) fn body_stem(folded: &str) -> String {
    let mut words: Vec<&str> = folded.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    while words.len() > 1 && COMPANY_ENDINGS.contains(&words[words.len() - 1]) {
        words.pop();
    }
    words.join(" ")
}

/// Initials of a name's capitalised words, with and without small words.
fn initials_of(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split([' ', '-']).filter(|w| !w.is_empty() && !w.eq_ignore_ascii_case("the")).collect();
    let initial = |w: &&str| w.chars().next().map(|c| c.to_lowercase().to_string());
    let big: String = words.iter().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).filter_map(initial).collect();
    let all: String = words.iter().filter_map(initial).collect();
    let mut out = vec![big, all];
    out.retain(|s| s.len() > 2);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_forms_of_a_full_name() {
        for (a, b, expected) in [
            ("dora m lind", "dora lind", Some("full-name")),
            ("sergey pavlov", "sergei pavlov", Some("transliteration")),
            ("mike stone", "michael stone", Some("nickname")),
            ("carl voss jr", "carl voss sr", None),
            ("anna berg", "hanna berg", None),
            ("dora lind", "dora linde", None),
        ] {
            let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
            assert_eq!(same_full_name(&a, &b), expected, "{a:?} {b:?}");
        }
    }

    #[test]
    fn makes_initials_with_and_without_small_words() {
        assert_eq!(initials_of("Fund for Clean Seas"), ["fcs", "ffcs"]);
        assert_eq!(initials_of("World Chess League"), ["wcl", "wcl"]);
    }
}
