//! Name spans: what the model found, repaired by the tables, by capitals and by what else the document says.
//!
//! The model misses names in headlines, takes bare surnames for organizations, keeps titles and "'s" inside a span and
//! joins hyphenated pairs. Evidence is ranked: tables, then the shape of the name, then the model's label.

use super::EntityType;
use super::fold::fold;
use super::knowledge::{NounKind, RowId};
use super::words::Words;
use crate::document::BlockKind;
use crate::parse::{Dep, NameLabel, Pos, Tag};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum NameKind {
    /// An agent, place or vehicle.
    Thing(EntityType),
    /// A people, religion or party, as noun or adjective: "Russian", "Republicans".
    People,
    /// A work, event, law, product, or something that could not be told.
    Other,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Name {
    pub tokens: Range<usize>,
    /// The token by which the name hangs in the sentence.
    pub head: usize,
    pub kind: NameKind,
    /// Rows of the tables with this name and a fitting kind.
    pub rows: Vec<RowId>,
    /// How sure the kind is: 3 table or shape, 2 model, 1 guess.
    pub certainty: u8,
}

impl Name {
    pub fn is_person(&self) -> bool {
        self.kind == NameKind::Thing(EntityType::Person)
    }
    fn len(&self) -> usize {
        self.tokens.len()
    }
}

const PARTICLES: &[&str] = &[
    "von", "van", "der", "den", "de", "la", "le", "du", "da", "dos", "das", "del", "della", "di", "do", "bin", "ibn", "al", "el",
    "ter", "ten", "zu", "zur", "af", "av", "abu", "ben", "y", "e",
];
/// Capitalised words that are never part of a name that the model missed.
const NO_NAME: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "i",
    "am",
    "pm",
    "gmt",
    "est",
    "edt",
    "et",
    "pt",
    "bst",
    "utc",
    "ok",
    "god",
    "updated",
    "breaking",
    "live",
    "watch",
    "exclusive",
    "cet",
    "pst",
    "christmas",
    "easter",
];
const SHIP_PREFIXES: &[&str] = &["uss", "hms", "hmcs", "hmas", "hmnzs", "ins", "mv", "ss", "rms", "mt", "usns", "rfa"];
const AIRCRAFT: &[&str] =
    &["boeing", "airbus", "embraer", "cessna", "antonov", "tupolev", "ilyushin", "flight", "gulfstream", "sukhoi"];

/// Finds all names, in text order, never overlapping.
pub(super) fn find(w: Words) -> Vec<Name> {
    let mut finder = Finder { w, taken: vec![None; w.len()], names: Vec::new() };
    finder.from_tables();
    finder.from_model();
    finder.from_abbreviations();
    finder.from_capitals();
    finder.from_document();
    finder.join_parts();
    let mut names = finder.names;
    names.retain(|n| !n.tokens.is_empty());
    names.sort_by_key(|n| n.tokens.start);
    settle_kinds(w, &mut names);
    settle_containers(w, &mut names);
    for n in &mut names {
        n.head = head_of(w, n.tokens.clone());
    }
    names
}

/// The token of a range whose head lies outside; the last one when there are several.
pub(super) fn head_of(w: Words, tokens: Range<usize>) -> usize {
    let outside = |&i: &usize| w.head(i) == i || !tokens.contains(&w.head(i));
    let carries = |&i: &usize| outside(&i) && w.is_word(i) && w.dep(i) != Dep::Punct && w.dep(i) != Dep::Case;
    let last = tokens.end - 1;
    tokens.clone().rev().find(carries).or_else(|| tokens.clone().rev().find(outside)).unwrap_or(last)
}

struct Finder<'a> {
    w: Words<'a>,
    taken: Vec<Option<usize>>,
    names: Vec<Name>,
}

impl Finder<'_> {
    fn is_free(&self, tokens: &Range<usize>) -> bool {
        tokens.clone().all(|i| self.taken[i].is_none())
    }

    fn add(&mut self, tokens: Range<usize>, kind: NameKind, rows: Vec<RowId>, certainty: u8) {
        if tokens.is_empty() || !self.is_free(&tokens) {
            return;
        }
        for i in tokens.clone() {
            self.taken[i] = Some(self.names.len());
        }
        self.names.push(Name { head: tokens.end - 1, tokens, kind, rows, certainty });
    }

    fn remove(&mut self, id: usize) {
        for i in self.names[id].tokens.clone() {
            self.taken[i] = None;
        }
        self.names[id].tokens.end = self.names[id].tokens.start;
    }

    /// Longest names of the tables. One word inside a longer name of the model ("Paris Hilton") is left to the model.
    fn from_tables(&mut self) {
        let w = self.w;
        let longest = w.knowledge.longest_name() + 2;
        for s in &w.parsed.sentences {
            let mut i = s.tokens.start;
            while i < s.tokens.end {
                i += self.table_name_at(i, s.tokens.end.min(i + longest)).max(1);
            }
        }
    }

    /// Adds the longest table name that starts at `i`; gives the number of tokens used.
    fn table_name_at(&mut self, i: usize, end: usize) -> usize {
        let w = self.w;
        if !w.is_capitalised(i) {
            return 0;
        }
        for last in (i..end).rev() {
            if !w.is_word(last) || (w.tag(last) == Tag::Pos) {
                continue;
            }
            let tokens = i..last + 1;
            let text = w.slice(tokens.clone());
            let folded = fold(text);
            let rows = w.knowledge.named_folded(&folded);
            if !rows.is_empty() && tokens.len() > 1 && self.inside_body(&tokens) {
                continue;
            }
            if !rows.is_empty() && self.extends_to_body(last, w.knowledge.row(rows[0]).kind) {
                return 0;
            }
            if !rows.is_empty() && self.admits_table_name(&tokens, text, rows) {
                let kind = w.knowledge.row(rows[0]).kind.map_or(NameKind::Other, NameKind::Thing);
                let rows = rows.to_vec();
                self.add(tokens, kind, rows, 3);
                return last + 1 - i;
            }
            if tokens.len() == 1
                && w.knowledge.demonym(text).is_some()
                && matches!(w.pos(i), Pos::Adj | Pos::Noun | Pos::Propn)
                && !self.inside_longer(&tokens)
            {
                self.add(tokens, NameKind::People, Vec::new(), 3);
                return 1;
            }
        }
        0
    }

    /// "Alaska Airlines" + "Center", "London" + "Bridge": the longer name is another thing.
    fn extends_to_body(&self, last: usize, kind: Option<EntityType>) -> bool {
        let w = self.w;
        let next = last + 1;
        kind != Some(EntityType::Person)
            && w.same_sentence(last, next)
            && w.pos(next) == Pos::Propn
            && w.is_capitalised(next)
            && w.dep(last) == Dep::Compound
            && !self.is_untrusted(next)
            && w.title_at(next).is_none()
            && w.knowledge.named(w.text(next)).is_empty()
            && matches!(w.noun_kind(next), Some(NounKind::Organization | NounKind::Facility | NounKind::Group | NounKind::Region))
    }

    /// Whether a name of several words is a part of a longer body that the model found: "Mill County" in "Mill County Choir".
    fn inside_body(&self, tokens: &Range<usize>) -> bool {
        let w = self.w;
        w.parsed.names.iter().any(|n| {
            if !matches!(n.label, NameLabel::Org | NameLabel::Fac | NameLabel::Law | NameLabel::Event) {
                return false;
            }
            let whole = self.trim(n.tokens.clone(), n.label);
            let inside = whole.start <= tokens.start && tokens.end <= whole.end && whole.len() > tokens.len();
            let rest = |i: usize| w.is_capitalised(i) || matches!(w.lower(i), "of" | "the" | "and" | "for" | "&" | "'s" | "-");
            inside
                && whole.clone().all(rest)
                && whole
                    .clone()
                    .filter(|i| !tokens.contains(i))
                    .any(|i| w.is_noun(i) && w.title_at(i).is_none() && w.knowledge.demonym(w.text(i)).is_none())
        })
    }

    fn admits_table_name(&self, tokens: &Range<usize>, text: &str, rows: &[RowId]) -> bool {
        let w = self.w;
        let (first, last) = (tokens.start, tokens.end - 1);
        if tokens.len() == 1 {
            // "us", "it", "who" in capitals are words as well; a table acronym must stand in capitals in the text.
            let label_has_capitals = rows.iter().any(|&r| {
                let row = w.knowledge.row(r);
                std::iter::once(&row.label).chain(&row.alt_labels).any(|l| l.replace('.', "") == text.replace('.', ""))
            });
            let all_caps_line = self.sentence_is_all_capitals(first);
            if text.len() <= 3 && (!label_has_capitals || all_caps_line && w.pos(first) != Pos::Propn) {
                return false;
            }
            if !label_has_capitals && !all_caps_line {
                return false;
            }
            let common = matches!(w.pos(first), Pos::Verb | Pos::Aux | Pos::Adp | Pos::Sconj | Pos::Det | Pos::Pron | Pos::Adv);
            if common && self.w.starts_sentence(first) {
                return false;
            }
            if self.inside_longer(tokens) || self.is_person_by_model(tokens, rows) {
                return false;
            }
            // A given name or capitalised neighbour makes it part of a person's name: "Chad Smith", "Michael Jordan".
            let given_before = first > 0
                && w.same_sentence(first, first - 1)
                && w.is_capitalised(first - 1)
                && w.knowledge.given_name(w.text(first - 1)).is_some()
                && w.dep(first - 1) == Dep::Compound;
            return !given_before;
        }
        w.is_capitalised(last) || w.text(last).chars().any(|c| c.is_ascii_digit())
    }

    /// Whether the model takes a lone word for a person, and the tables only for a place of no great weight ("Lincoln").
    fn is_person_by_model(&self, tokens: &Range<usize>, rows: &[RowId]) -> bool {
        let w = self.w;
        let heavy = rows.iter().any(|&r| {
            let row = w.knowledge.row(r);
            row.kind == Some(EntityType::Country)
                || row.stands_for.is_some()
                || row.kind == Some(EntityType::Person)
                || row.population > 1_000_000
        });
        let person = w
            .parsed
            .names
            .iter()
            .any(|n| n.label == NameLabel::Person && n.tokens.start <= tokens.start && tokens.end <= n.tokens.end);
        person && !heavy
    }

    /// Whether the tokens are a proper part of a longer model name that should win.
    fn inside_longer(&self, tokens: &Range<usize>) -> bool {
        let w = self.w;
        w.parsed.names.iter().any(|n| {
            let inside = n.tokens.start <= tokens.start && tokens.end <= n.tokens.end;
            if !inside || !is_name_label(n.label) {
                return false;
            }
            let trimmed = self.trim(n.tokens.clone(), n.label);
            if trimmed.start > tokens.start || trimmed.end < tokens.end || trimmed.len() <= tokens.len() {
                return false;
            }
            // "US Secretary", "Russia Vladimir Putin": the state stands before a title or another name.
            let next = tokens.end;
            let before_title = trimmed.start == tokens.start && next < trimmed.end && w.title_at(next).is_some();
            let joined =
                (next < trimmed.end && w.is_hyphen(next)) || (tokens.start > trimmed.start && w.is_hyphen(tokens.start - 1));
            !before_title && !joined
        })
    }

    fn sentence_is_all_capitals(&self, i: usize) -> bool {
        let w = self.w;
        let tokens = w.parsed.sentence_of(i).tokens.clone();
        let words = tokens.clone().filter(|&t| w.text(t).chars().filter(|c| c.is_alphabetic()).count() > 2).count();
        words > 2 && tokens.filter(|&t| w.is_all_capitals(t) && w.text(t).len() > 2).count() * 4 >= words * 3
    }

    /// Cuts away articles, titles, possessive endings and marks at the edges.
    fn trim(&self, mut tokens: Range<usize>, label: NameLabel) -> Range<usize> {
        let w = self.w;
        loop {
            if tokens.is_empty() {
                return tokens;
            }
            let (first, last) = (tokens.start, tokens.end - 1);
            let small = label == NameLabel::Person && !w.is_capitalised(last) && w.text(last).starts_with(char::is_alphabetic);
            if small || w.tag(last) == Tag::Pos || !w.is_word(last) || matches!(w.lower(last), "'s" | "s'") {
                tokens.end -= 1;
            } else if !w.is_word(first)
                || matches!(
                    w.lower(first),
                    "the" | "a" | "an" | "this" | "former" | "ex" | "current" | "then" | "late" | "acting"
                )
            {
                tokens.start += 1;
            } else if label != NameLabel::Person
                && tokens.len() > 1
                && let Some(start) =
                    (first + 1..=last).find(|&i| w.title_at(i).is_some_and(|(len, _, plural)| i + len == tokens.end && !plural))
                && !matches!(w.lower(start - 1), "of" | "the" | "and" | "for" | "'s" | "-")
                && w.dep(last) == Dep::Compound
            {
                tokens.end = start;
            } else if label == NameLabel::Person && tokens.len() > 1 && w.is_address(first) {
                tokens.start += 1;
            } else if label == NameLabel::Person
                && tokens.len() > 1
                && let Some((len, _, _)) = w.title_at(first)
                && len < tokens.len()
                && w.knowledge.given_name(w.text(first)).is_none()
            {
                tokens.start += len;
            } else {
                return tokens;
            }
        }
    }

    fn from_model(&mut self) {
        let w = self.w;
        for n in &w.parsed.names {
            if !is_name_label(n.label) {
                continue;
            }
            let tokens = self.trim(n.tokens.clone(), n.label);
            if tokens.is_empty() || !tokens.clone().any(|i| w.is_capitalised(i) || w.text(i).chars().any(|c| c.is_ascii_digit()))
            {
                continue;
            }
            // "Monday", "OK", a lone lower-case word: no name.
            if tokens.len() == 1 && (NO_NAME.contains(&w.lower(tokens.start)) || !w.is_capitalised(tokens.start)) {
                continue;
            }
            if tokens.len() == 1 && matches!(w.pos(tokens.start), Pos::Verb | Pos::Adv | Pos::Pron | Pos::Det | Pos::Adp) {
                continue;
            }
            for part in self.split(tokens, n.label) {
                self.add_model_part(part, n.label);
            }
        }
    }

    fn add_model_part(&mut self, tokens: Range<usize>, label: NameLabel) {
        let w = self.w;
        // What the tables took already stays; the free rest counts when it is capitalised.
        let mut start = tokens.start;
        for i in tokens.start..=tokens.end {
            let stop = i == tokens.end || self.taken[i].is_some();
            if stop {
                let free = self.trim(start..i, label);
                let whole = free == tokens;
                if !free.is_empty() && (whole || free.clone().all(|t| w.is_capitalised(t) && w.is_noun(t))) {
                    if !whole && w.title_at(free.start).is_some_and(|(len, _, _)| len == free.len()) {
                        start = i + 1;
                        continue;
                    }
                    let free = self.with_particles(free, label);
                    self.add(free, kind_of_label(label), Vec::new(), 2);
                }
                start = i + 1;
            }
        }
    }

    /// Parts of a span that holds several names: "Trump and Putin", "Trump-Putin", "Russia-Ukraine".
    fn split(&self, tokens: Range<usize>, label: NameLabel) -> Vec<Range<usize>> {
        let w = self.w;
        let mut parts = Vec::new();
        let mut start = tokens.start;
        for i in tokens.clone() {
            let conjunction = label == NameLabel::Person && matches!(w.lower(i), "and" | "&" | "," | "/" | "vs");
            let broken = !w.is_word(i) && !matches!(w.lower(i), "&" | "'" | "." | "-" | "/" | "+" | ",") && w.tag(i) != Tag::Pos
                || matches!(w.lower(i), "-" | "\u{2013}" | "\u{2014}") && !w.touches(i.max(1) - 1, i);
            let pair = w.is_hyphen(i) && i > tokens.start && i + 1 < tokens.end && self.is_pair(i);
            if conjunction || pair || broken {
                parts.push(start..i);
                start = i + 1;
            }
        }
        parts.push(start..tokens.end);
        parts.into_iter().map(|p| self.trim(p, label)).filter(|p| !p.is_empty()).collect()
    }

    /// Whether the words on both sides of a hyphen are names of their own.
    fn is_pair(&self, hyphen: usize) -> bool {
        let w = self.w;
        if hyphen == 0 || !w.same_sentence(hyphen - 1, hyphen + 1) {
            return false;
        }
        let stands_alone = |i: usize| {
            let text = w.text(i);
            let known = w.knowledge.named(text).iter().any(|&r| {
                matches!(w.knowledge.row(r).kind, Some(EntityType::Country | EntityType::Person | EntityType::Organization))
            });
            known
                || w.parsed.names.iter().any(|n| {
                    let last = self.trim(n.tokens.clone(), n.label);
                    !last.is_empty()
                        && w.text(last.end - 1) == text
                        && (last.start == last.end - 1 || !w.is_hyphen(last.end - 2))
                        && (last.end >= w.len() || !w.is_hyphen(last.end) || !w.touches(last.end - 1, last.end))
                        && n.label == NameLabel::Person
                })
        };
        w.is_capitalised(hyphen - 1) && w.is_capitalised(hyphen + 1) && stands_alone(hyphen - 1) && stands_alone(hyphen + 1)
    }

    /// Widens a person's name over particles: "Ursula" + "von der Leyen".
    fn with_particles(&self, mut tokens: Range<usize>, label: NameLabel) -> Range<usize> {
        let w = self.w;
        if label != NameLabel::Person {
            return tokens;
        }
        let end = w.parsed.sentence_of(tokens.start).tokens.end;
        let mut at = tokens.end;
        while at < end && PARTICLES.contains(&w.lower(at)) && self.taken[at].is_none() && !w.is_all_capitals(at) {
            at += 1;
        }
        let follows = at > tokens.end && at < end && w.is_capitalised(at) && w.pos(at) == Pos::Propn && self.taken[at].is_none();
        // A lone "e" or "y" joins two names only in Iberian style; "el", "al" need no more.
        if follows && !matches!(w.lower(at - 1), "e" | "do") {
            tokens.end = at + 1;
        }
        tokens
    }

    /// "Chattanooga, Tenn.": a short form behind a name and a comma is the state.
    fn from_abbreviations(&mut self) {
        let w = self.w;
        for i in 2..w.len() {
            if w.lower(i - 1) == "(" && self.party_and_state(i) {
                continue;
            }
            let behind_comma = w.lower(i - 1) == "," && w.same_sentence(i - 2, i) && self.taken[i - 2].is_some();
            if !behind_comma || !w.is_capitalised(i) {
                continue;
            }
            if self.party_and_state(i) {
                continue;
            }
            let Some(row) = w.knowledge.abbreviation(w.text(i)) else { continue };
            if let Some(old) = self.taken[i] {
                if self.names[old].len() > 1 {
                    continue;
                }
                self.remove(old);
            }
            self.add(i..i + 1, NameKind::Thing(EntityType::Region), vec![row], 3);
        }
    }

    /// "Ann Lee (R-Ohio)", "Ann Lee, D-N.Y.,": an American party's letter and a state.
    fn party_and_state(&mut self, i: usize) -> bool {
        let w = self.w;
        let party = match w.text(i) {
            "R" => "Republican",
            "D" => "Democrat",
            _ => return false,
        };
        if i + 2 >= w.len() || !w.is_hyphen(i + 1) || !w.touches(i, i + 1) || self.taken[i - 2].is_none() {
            return false;
        }
        let state = w.knowledge.abbreviation(w.text(i + 2)).or_else(|| {
            w.knowledge.named(w.text(i + 2)).iter().copied().find(|&r| w.knowledge.row(r).kind == Some(EntityType::Region))
        });
        let (Some(party), Some(state)) = (w.knowledge.demonym(party), state) else { return false };
        for t in [i, i + 2] {
            if let Some(old) = self.taken[t] {
                self.remove(old);
            }
        }
        self.add(i..i + 1, NameKind::Thing(EntityType::Organization), vec![party], 3);
        self.add(i + 2..i + 3, NameKind::Thing(EntityType::Region), vec![state], 3);
        true
    }

    /// Runs of capitalised proper nouns that nobody has claimed, outside Title-Case and all-capital lines.
    fn from_capitals(&mut self) {
        let w = self.w;
        for s in &w.parsed.sentences {
            if self.is_untrusted(s.tokens.start) {
                continue;
            }
            let mut i = s.tokens.start;
            while i < s.tokens.end {
                if !self.is_run_word(i) {
                    i += 1;
                    continue;
                }
                let start = i;
                while i < s.tokens.end && self.is_run_word(i) {
                    i += 1;
                    let bridge = i + 1 < s.tokens.end
                        && w.touches(i - 1, i)
                        && w.touches(i, i + 1)
                        && w.is_hyphen(i)
                        && self.is_run_word(i + 1)
                        && !self.is_pair(i);
                    if bridge {
                        i += 1;
                    }
                }
                let run = self.trim(start..i, NameLabel::Person);
                let alone = run.len() == 1 && w.starts_sentence(run.start) && w.tag(run.start) != Tag::Nnp;
                if !run.is_empty() && !alone {
                    self.add(run, NameKind::Other, Vec::new(), 1);
                }
            }
        }
    }

    fn is_run_word(&self, i: usize) -> bool {
        let w = self.w;
        self.taken[i].is_none()
            && w.pos(i) == Pos::Propn
            && w.is_capitalised(i)
            && !NO_NAME.contains(&w.lower(i))
            && w.lower(i).len() > 1
            && !w.is_address(i)
            && w.title_at(i).is_none()
            && w.text(i).chars().any(char::is_alphabetic)
    }

    /// Lines whose capitals say nothing: all capitals, or a Title-Case headline.
    fn is_untrusted(&self, i: usize) -> bool {
        let w = self.w;
        if self.sentence_is_all_capitals(i) {
            return true;
        }
        let s = w.parsed.sentence_of(i);
        let headline = w.parsed.document.posts[s.post].blocks[s.block].kind == BlockKind::Headline;
        let words: Vec<usize> = s.tokens.clone().filter(|&t| w.text(t).chars().count() > 3 && w.is_word(t)).collect();
        let capitals = words.iter().filter(|&&t| w.is_capitalised(t)).count();
        headline && words.len() > 2 && capitals * 5 >= words.len() * 4
    }

    /// Names that stand elsewhere in the document and were missed here, above all in headlines.
    fn from_document(&mut self) {
        let w = self.w;
        let mut seen: HashMap<String, NameKind> = HashMap::new();
        let mut longest = 1;
        for n in &self.names {
            if n.tokens.is_empty() || n.certainty < 2 || n.kind == NameKind::People || self.is_untrusted(n.tokens.start) {
                continue;
            }
            longest = longest.max(n.len());
            seen.entry(fold(w.slice(n.tokens.clone()))).or_insert(n.kind);
            if n.is_person() && n.len() > 1 && n.len() < 5 {
                seen.entry(fold(w.text(n.tokens.end - 1))).or_insert(n.kind);
            }
        }
        for s in &w.parsed.sentences {
            let mut i = s.tokens.start;
            while i < s.tokens.end {
                let mut used = 1;
                if self.taken[i].is_none() && w.is_capitalised(i) {
                    for len in (1..=longest.min(s.tokens.end - i)).rev() {
                        let tokens = i..i + len;
                        let ends_well = w.is_word(tokens.end - 1) && w.is_capitalised(tokens.end - 1);
                        let common = len == 1 && (w.lower(i).len() < 3 || !w.is_noun(i) && !w.is_all_capitals(i));
                        if !ends_well || common || !self.is_free(&tokens) {
                            continue;
                        }
                        if let Some(&kind) = seen.get(&fold(w.slice(tokens.clone()))) {
                            self.add(tokens, kind, Vec::new(), 2);
                            used = len;
                            break;
                        }
                    }
                }
                i += used;
            }
        }
    }

    /// Joins neighbours that are one name: "Joint" + "Base Elmendorf-Richardson", "USS" + "Cole".
    fn join_parts(&mut self) {
        let w = self.w;
        for id in 0..self.names.len() {
            let tokens = self.names[id].tokens.clone();
            if tokens.is_empty() || tokens.start == 0 {
                continue;
            }
            let before = tokens.start - 1;
            if !w.same_sentence(before, tokens.start) {
                continue;
            }
            // A hyphenated rest: "Elmendorf" "-" "Richardson" split by the model.
            let hyphenated = w.is_hyphen(before)
                && before > 0
                && w.touches(before - 1, before)
                && w.touches(before, tokens.start)
                && !self.is_pair(before);
            let other = if hyphenated { self.taken[before - 1] } else { self.taken[before] };
            let Some(other) = other.filter(|&o| o != id && !self.names[o].tokens.is_empty()) else {
                continue;
            };
            let (left, right) = (self.names[other].clone(), self.names[id].clone());
            let guessed = left.certainty == 1 || right.certainty == 1;
            let linked = w.dep(left.tokens.end - 1) == Dep::Compound && right.tokens.contains(&w.head(left.tokens.end - 1));
            let ship =
                left.len() == 1 && SHIP_PREFIXES.contains(&w.lower(left.tokens.start)) && w.is_all_capitals(left.tokens.start);
            let person_after_thing = right.is_person() && right.len() > 1 && right.certainty >= 2;
            let table = left.certainty == 3 || right.certainty == 3;
            if hyphenated && !table || ship || !hyphenated && guessed && linked && !person_after_thing && !table {
                let kind = if right.certainty >= left.certainty { right.kind } else { left.kind };
                let certainty = left.certainty.max(right.certainty);
                self.remove(other);
                self.remove(id);
                let joined = left.tokens.start..right.tokens.end;
                if self.is_free(&joined) {
                    for i in joined.clone() {
                        self.taken[i] = Some(id);
                    }
                    self.names[id] = Name { tokens: joined, kind, rows: Vec::new(), certainty, ..right };
                }
            }
        }
    }
}

fn is_name_label(label: NameLabel) -> bool {
    matches!(
        label,
        NameLabel::Person
            | NameLabel::Org
            | NameLabel::Gpe
            | NameLabel::Loc
            | NameLabel::Fac
            | NameLabel::Norp
            | NameLabel::Product
            | NameLabel::Event
            | NameLabel::WorkOfArt
            | NameLabel::Law
            | NameLabel::Language
    )
}

fn kind_of_label(label: NameLabel) -> NameKind {
    match label {
        NameLabel::Person => NameKind::Thing(EntityType::Person),
        NameLabel::Org => NameKind::Thing(EntityType::Organization),
        NameLabel::Gpe => NameKind::Thing(EntityType::GeopoliticalEntity),
        NameLabel::Loc => NameKind::Thing(EntityType::Place),
        NameLabel::Fac => NameKind::Thing(EntityType::Facility),
        NameLabel::Norp | NameLabel::Language => NameKind::People,
        _ => NameKind::Other,
    }
}

/// The kind that the words of a name tell, above all its last noun or the one before "of".
fn kind_by_shape(w: Words, n: &Name) -> Option<EntityType> {
    let (first, last) = (n.tokens.start, n.tokens.end - 1);
    if n.len() > 1 && SHIP_PREFIXES.contains(&w.lower(first)) && w.is_all_capitals(first) {
        return Some(EntityType::Vehicle);
    }
    if n.len() > 1 && AIRCRAFT.contains(&w.lower(first)) && w.text(last).chars().any(|c| c.is_ascii_digit()) {
        return Some(EntityType::Vehicle);
    }
    if n.len() < 2 {
        return None;
    }
    let noun = n.tokens.clone().find(|&i| matches!(w.lower(i), "of" | "for")).map_or(last, |of| of.max(first + 1) - 1);
    let given = w.knowledge.given_name(w.text(first)).is_some();
    match w.noun_kind(noun) {
        Some(NounKind::Organization) => Some(EntityType::Organization),
        Some(NounKind::Group) => Some(EntityType::Organization),
        Some(NounKind::Facility) if !given || n.len() > 2 => Some(EntityType::Facility),
        Some(NounKind::Place) if !given => Some(EntityType::Place),
        Some(NounKind::Region) if !given => Some(EntityType::Region),
        Some(NounKind::City) if !given => Some(EntityType::City),
        Some(NounKind::Vehicle) if !given => Some(EntityType::Vehicle),
        _ if given && n.len() <= 4 && n.tokens.clone().all(|i| w.is_capitalised(i) || PARTICLES.contains(&w.lower(i))) => {
            Some(EntityType::Person)
        }
        _ => None,
    }
}

/// Whether the words around say that a person is named: a title or form of address before, "who" after.
fn has_person_context(w: Words, n: &Name) -> bool {
    let before = n.tokens.start.checked_sub(1).filter(|&b| w.same_sentence(b, n.tokens.start));
    let titled = before.is_some_and(|b| {
        w.is_address(b)
            || (b.saturating_sub(4)..=b)
                .any(|s| w.same_sentence(s, b) && w.title_at(s).is_some_and(|(len, _, plural)| s + len == b + 1 && !plural))
    });
    if matches!(w.noun_kind(n.tokens.end - 1), Some(NounKind::Organization | NounKind::Group | NounKind::Facility)) {
        return false;
    }
    let comma = usize::from(w.lower_at(n.tokens.end) == ",");
    titled || w.lower_at(n.tokens.end + comma) == "who"
}

/// Whether a lone name stands before a business title and a name: "Hexacorp executive Ann Lee".
fn employs(w: Words, n: &Name) -> bool {
    let next = n.tokens.end;
    w.same_sentence(n.head, next)
        && w.title_at(next).is_some_and(|(len, title, _)| {
            let business = [
                "executive",
                "chairman",
                "chairwoman",
                "ceo",
                "director",
                "president",
                "analyst",
                "manager",
                "engineer",
                "founder",
            ];
            let last = title.rsplit(' ').next().unwrap_or(&title);
            business.contains(&last)
                && w.same_sentence(next, next + len)
                && w.is_capitalised(next + len)
                && w.pos(next + len) == Pos::Propn
        })
}

/// Whether an unknown name is a source: "according to Flightly", "Flightly reported".
fn speaks(w: Words, n: &Name) -> bool {
    let head = head_of(w, n.tokens.clone());
    let above = w.head(head);
    match w.dep(head) {
        Dep::Pobj => w.lower(above) == "to" && w.lower_at(above.max(1) - 1) == "according" || w.lower(above) == "per",
        Dep::Nsubj => matches!(
            &*w.parsed.tokens[above].lemma,
            "say" | "report" | "announce" | "claim" | "state" | "confirm" | "tell" | "warn" | "publish"
        ),
        _ => false,
    }
}

/// Gives every name its kind: by table, by shape, by the document's other mentions, by majority of the model's labels.
fn settle_kinds(w: Words, names: &mut [Name]) {
    for n in names.iter_mut() {
        if n.certainty == 3 {
            continue;
        }
        let rows = w.knowledge.named(w.slice(n.tokens.clone()));
        if let Some(&row) = rows.first().filter(|_| n.len() > 1) {
            n.kind = w.knowledge.row(row).kind.map_or(NameKind::Other, NameKind::Thing);
            n.certainty = 3;
        } else if let Some(kind) = kind_by_shape(w, n)
            .filter(|&k| k != EntityType::Organization || n.kind != NameKind::Thing(EntityType::GeopoliticalEntity))
        {
            n.kind = NameKind::Thing(kind);
            n.certainty = 3;
        } else if has_person_context(w, n) && n.len() < 5 {
            n.kind = NameKind::Thing(EntityType::Person);
            n.certainty = 3;
        }
    }
    for n in names.iter_mut().filter(|n| n.kind == NameKind::Other && n.certainty < 3) {
        if speaks(w, n) {
            n.kind = NameKind::Thing(EntityType::Organization);
        }
    }
    let known: HashSet<String> =
        names.iter().filter(|n| n.is_person() && n.len() > 1).map(|n| fold(w.text(n.tokens.end - 1))).collect();
    for n in names.iter_mut().filter(|n| n.is_person() && n.certainty < 3 && n.len() == 1) {
        if employs(w, n) && !known.contains(&fold(w.text(n.tokens.start))) {
            n.kind = NameKind::Thing(EntityType::Organization);
            n.certainty = 3;
        }
    }
    let mut surnames: HashSet<String> = HashSet::new();
    let mut full: HashMap<String, HashMap<NameKind, usize>> = HashMap::new();
    for n in names.iter() {
        let text = fold(w.slice(n.tokens.clone()));
        if n.is_person() && n.len() > 1 {
            surnames.insert(fold(w.text(n.tokens.end - 1)));
            if let Some(at) = n.tokens.clone().skip(1).find(|&i| PARTICLES.contains(&w.lower(i))) {
                surnames.insert(fold(w.slice(at..n.tokens.end)));
            }
        }
        if n.kind != NameKind::Other {
            *full.entry(text).or_default().entry(n.kind).or_default() += usize::from(n.certainty);
        }
    }
    for n in names.iter_mut() {
        let text = fold(w.slice(n.tokens.clone()));
        if surnames.contains(&text) && (n.certainty < 3 || n.kind == NameKind::Other || n.rows.iter().any(|&r| is_weak(w, r))) {
            n.kind = NameKind::Thing(EntityType::Person);
            n.rows.clear();
        } else if n.certainty < 3
            && let Some(votes) = full.get(&text)
            && let Some((kind, _)) = votes.iter().max_by_key(|(k, c)| (**c, rank(**k)))
        {
            n.kind = *kind;
        }
        let fits = |r: &RowId| w.knowledge.row(*r).kind.map_or(NameKind::Other, NameKind::Thing);
        if n.kind != NameKind::People {
            let rows = w.knowledge.named(w.slice(n.tokens.clone()));
            if n.rows.is_empty() {
                n.rows = rows.iter().copied().filter(|r| fits_kind(n.kind, fits(r))).collect();
            }
            if let Some(&row) = n.rows.first() {
                n.kind = fits(&row);
            }
        }
    }
}

/// "Portland, Maine", "Dover, Del.": what stands before a state is a town in it, whatever namesakes the tables have.
fn settle_containers(w: Words, names: &mut [Name]) {
    for i in 0..names.len().saturating_sub(1) {
        let (left, right) = names.split_at_mut(i + 1);
        let (inner, outer) = (&mut left[i], &right[0]);
        let adjacent = w.lower_at(inner.tokens.end) == "," && outer.tokens.start == inner.tokens.end + 1;
        let Some(&container) = outer.rows.first().filter(|_| adjacent) else { continue };
        let closed = !w.same_sentence(outer.head, outer.tokens.end)
            || matches!(w.lower_at(outer.tokens.end), "," | "." | ";" | ":" | ")" | "(" | "-" | "\"" | "'s")
            || !w.is_noun(outer.tokens.end) && w.lower_at(outer.tokens.end) != "and";
        let region = w.knowledge.row(container).kind == Some(EntityType::Region);
        if !closed || !matches!(outer.kind, NameKind::Thing(k) if k.is_place()) {
            continue;
        }
        let within: Vec<RowId> =
            inner.rows.iter().copied().filter(|&r| r != container && w.knowledge.is_within(r, container)).collect();
        if !within.is_empty() {
            inner.kind = w.knowledge.row(within[0]).kind.map_or(inner.kind, NameKind::Thing);
            inner.rows = within;
        } else if region
            && matches!(
                inner.kind,
                NameKind::Other
                    | NameKind::Thing(EntityType::Person | EntityType::GeopoliticalEntity | EntityType::City | EntityType::Place)
            )
            || region && inner.kind == NameKind::Thing(EntityType::Organization) && inner.certainty < 3 && inner.len() < 3
        {
            inner.kind = NameKind::Thing(EntityType::City);
            inner.rows.clear();
            inner.certainty = 3;
        }
    }
}

/// Rows that a person of the same surname outranks: towns and the like ("Washington", "Lincoln").
fn is_weak(w: Words, row: RowId) -> bool {
    matches!(w.knowledge.row(row).kind, Some(EntityType::City | EntityType::Region | EntityType::Place | EntityType::Facility))
}

fn rank(kind: NameKind) -> u8 {
    match kind {
        NameKind::Thing(EntityType::Person) => 5,
        NameKind::Thing(EntityType::Organization) => 4,
        NameKind::Thing(k) if k.is_place() => 3,
        NameKind::Thing(_) => 2,
        NameKind::People => 1,
        NameKind::Other => 0,
    }
}

/// Whether a row of kind `row` can be meant by a name that looks like `seen`.
fn fits_kind(seen: NameKind, row: NameKind) -> bool {
    match (seen, row) {
        (NameKind::Thing(a), NameKind::Thing(b)) => {
            a == b || a.is_place() && b.is_place() || (a != EntityType::Person && b == EntityType::Organization)
        }
        (NameKind::Other, r) => r != NameKind::Thing(EntityType::Person),
        _ => false,
    }
}
