//! Name spans: what the model found, repaired by the tables, by capitals and by what else the document says.
//!
//! The model misses names in headlines, takes bare surnames for organizations, keeps titles and "'s" inside a span and
//! joins hyphenated pairs. Evidence is ranked: tables, then the shape of the name, then the model's label.

mod capitals;
mod kinds;
mod model;
mod tables;

use crate::document::BlockKind;
use crate::parse::Dep;
use crate::parse::NameLabel;
use crate::parse::Tag;
use crate::resolve::EntityType;
use crate::resolve::knowledge::RowId;
use crate::resolve::words::{HONORIFICS, Words};
use kinds::{settle_containers, settle_kinds};
use std::cell::OnceCell;
use std::collections::HashSet;
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
    "file",
    "video",
    "photo",
];
const SHIP_PREFIXES: &[&str] = &["uss", "hms", "hmcs", "hmas", "hmnzs", "ins", "mv", "ss", "rms", "mt", "usns", "rfa"];
const AIRCRAFT: &[&str] =
    &["boeing", "airbus", "embraer", "cessna", "antonov", "tupolev", "ilyushin", "flight", "gulfstream", "sukhoi"];

/// Finds all names, in text order, never overlapping.
pub(super) fn find(w: Words) -> Vec<Name> {
    let untrusted = vec![OnceCell::new(); w.parsed.sentences.len()];
    let mut finder = Finder { w, taken: vec![None; w.len()], names: Vec::new(), trimmed: Vec::new(), untrusted };
    finder.trimmed = w.parsed.names.iter().map(|n| finder.trim(n.tokens.clone(), n.label)).collect();
    finder.clubs();
    finder.from_tables();
    finder.from_model();
    finder.from_abbreviations();
    finder.from_capitals();
    finder.from_document();
    finder.join_parts();
    finder.join_particles();
    finder.parties();
    let mut names = finder.names;
    names.retain(|n| {
        !n.tokens.is_empty()
            && is_written_as_name(w, n)
            && !is_style(w, n)
            && !is_common(w, n)
            && !is_title_start(w, n)
            && !is_portfolio(w, n)
    });
    drop_common_starts(w, &mut names);
    names.sort_by_key(|n| n.tokens.start);
    settle_kinds(w, &mut names);
    settle_containers(w, &mut names);
    drop_foreign_parties(w, &mut names);
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

/// Whether a name has a capital where names have one: "half", "pro-Sato" and the address of a page have not, nor is a line in
/// Title Case with "As" or "They" in it a name.
fn is_written_as_name(w: Words, n: &Name) -> bool {
    if n.certainty == 3 {
        return true;
    }
    let first = w.text(n.tokens.start);
    let small = first.starts_with(char::is_lowercase);
    let plain = n.len() == 1 && small && (first.contains('-') || first == w.lower(n.tokens.start));
    const LINKS: &[&str] =
        &["as", "with", "on", "they", "its", "his", "her", "after", "over", "from", "by", "is", "are", "was", "will"];
    let clause = n.len() > 2
        && n.kind != NameKind::People
        && n.tokens.clone().skip(1).any(|t| w.is_capitalised(t) && LINKS.contains(&w.lower(t)));
    !plain && !clause && !first.contains("://")
}

/// "a super PAC", "an MP": one word in capitals with an indefinite article is a common noun.
fn is_common(w: Words, n: &Name) -> bool {
    let head = n.tokens.end - 1;
    let article = w.parsed.children_with(head, Dep::Det).any(|d| matches!(w.lower(d), "a" | "an"));
    n.tokens.len() == 1 && n.certainty < 3 && article && n.kind != NameKind::People && w.is_all_capitals(head)
}

/// "Interior minister Ann Lee": a capital at the start of a sentence does not make a name of a title's first word.
fn is_title_start(w: Words, n: &Name) -> bool {
    let first = n.tokens.start;
    n.certainty < 3
        && n.tokens.len() == 1
        && w.starts_sentence(first)
        && w.title_at(first).is_some_and(|(len, ..)| len > 1 && !w.is_capitalised(first + len - 1))
}

/// "Education Minister Ann Lee", "Chancellor of the Exchequer": what a member of a government is in charge of is no body.
fn is_portfolio(w: Words, n: &Name) -> bool {
    let (first, next) = (n.tokens.start, n.tokens.end);
    let body = matches!(n.kind, NameKind::Thing(EntityType::Organization) | NameKind::Other);
    if !body || n.tokens.len() > 1 || !n.rows.is_empty() || w.is_all_capitals(first) {
        return false;
    }
    let before = w.same_sentence(first, next) && matches!(w.lower(next), "minister" | "ministers" | "secretary" | "secretaries");
    let within = |s: usize| w.same_sentence(s, first) && w.title_at(s).is_some_and(|(len, ..)| s + len == next);
    before && w.head(first) >= next || n.certainty < 3 && (first.saturating_sub(3)..first).any(within)
}

/// "Launch director Ann Lee": the first word of a sentence before a title is no name when the document writes it small.
fn drop_common_starts(w: Words, names: &mut Vec<Name>) {
    let first = |n: &Name| n.certainty < 3 && n.tokens.len() == 1 && w.starts_sentence(n.tokens.start);
    let titled = |n: &Name| w.same_sentence(n.head, n.tokens.end) && w.title_at(n.tokens.end).is_some();
    if !names.iter().any(|n| first(n) && titled(n)) {
        return;
    }
    let small: HashSet<&str> = (0..w.len()).filter(|&i| !w.is_capitalised(i)).map(|i| w.lower(i)).collect();
    names.retain(|n| !(first(n) && titled(n) && small.contains(w.lower(n.tokens.start))));
}

/// "Labor", "the Liberals" in a text that names states, but not the one whose party the tables have: another party of that name.
fn drop_foreign_parties(w: Words, names: &mut [Name]) {
    const SHARED: &[&str] = &[
        "labor",
        "labour",
        "conservative",
        "conservatives",
        "liberal",
        "liberals",
        "democrats",
        "democratic",
        "green",
        "greens",
        "socialist",
        "socialists",
        "communist",
        "christian",
        "social",
        "national",
        "centre",
        "center",
        "progressive",
        "reform",
        "freedom",
        "left",
        "people's",
        "workers",
    ];
    let state = |row: RowId| {
        let up = |&r: &RowId| w.knowledge.row(r).located_in.or(w.knowledge.row(r).of);
        std::iter::successors(Some(row), up).take(8).find(|&r| w.knowledge.row(r).kind == Some(EntityType::Country))
    };
    let is_party = |row: RowId| w.knowledge.row(row).sort.as_deref() == Some("party");
    let told: HashSet<RowId> = names
        .iter()
        .flat_map(|n| {
            let peoples = n.tokens.clone().filter_map(|t| w.knowledge.demonym(w.text(t))).filter(|&r| !is_party(r));
            n.rows.iter().copied().filter(|&r| !is_party(r)).chain(peoples).collect::<Vec<_>>()
        })
        .filter_map(state)
        .collect();
    if told.is_empty() {
        return;
    }
    for n in names.iter_mut().filter(|n| n.tokens.clone().any(|t| SHARED.contains(&w.lower(t)))) {
        n.rows.retain(|&r| !is_party(r) || state(r).is_none_or(|of| told.contains(&of)));
    }
}

/// "Stalin-era", "Hollywood-style", "Euro-Atlantic security": a name only within an adjective names nothing here.
fn is_style(w: Words, n: &Name) -> bool {
    let end = n.tokens.end;
    let style = end + 1 < w.len()
        && w.is_hyphen(end)
        && matches!(w.lower(end + 1), "era" | "style" | "esque" | "like" | "type" | "inspired");
    let blend = n.kind == NameKind::Other
        && n.tokens.clone().any(|i| w.is_hyphen(i))
        && matches!(w.dep(end - 1), Dep::Amod | Dep::Compound | Dep::Nmod);
    const LINKS: &[&str] =
        &["led", "based", "backed", "born", "held", "run", "owned", "controlled", "occupied", "made", "funded", "sponsored"];
    let part = n.certainty < 3
        && end + 1 < w.len()
        && n.tokens.len() == 1
        && w.is_hyphen(end)
        && w.touches(end - 1, end)
        && w.touches(end, end + 1)
        && !w.is_noun(end + 1)
        && !LINKS.contains(&w.lower(end + 1));
    style || part || blend && n.certainty < 2
}

struct Finder<'a> {
    w: Words<'a>,
    taken: Vec<Option<usize>>,
    names: Vec<Name>,
    /// The model's names without what does not belong to them.
    trimmed: Vec<Range<usize>>,
    /// Sentences whose capitals say nothing, as far as it was asked.
    untrusted: Vec<OnceCell<bool>>,
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
            // "Ha-kyu", "Jong-un": the second half of a Korean given name is small
            let half = last > first + 1 && w.is_hyphen(last - 1) && w.touches(last - 1, last) && w.touches(last - 2, last - 1);
            let small =
                label == NameLabel::Person && !half && !w.is_capitalised(last) && w.text(last).starts_with(char::is_alphabetic);
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
                && HONORIFICS.iter().any(|(h, t)| *h == w.lower(last) && !t.is_empty())
            {
                tokens.end -= 1;
            } else if label != NameLabel::Person
                && tokens.len() > 1
                && let Some(start) =
                    (first + 1..=last).find(|&i| w.title_at(i).is_some_and(|(len, _, plural)| i + len == tokens.end && !plural))
                && !matches!(w.lower(start - 1), "of" | "the" | "and" | "for" | "'s" | "-")
                && w.dep(last) == Dep::Compound
            {
                tokens.end = start;
            } else if label == NameLabel::Person && tokens.len() > 1 && (self.opens_clause(&tokens) || w.is_address(first)) {
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

    /// "Will Brennan resign?", "… so far," said Brennan: a verb in a capital before somebody who is named without it elsewhere.
    fn opens_clause(&self, tokens: &Range<usize>) -> bool {
        let w = self.w;
        let (first, rest) = (tokens.start, w.slice(tokens.start + 1..tokens.end));
        let opens = w.starts_sentence(first) || first > 0 && !w.is_word(first - 1);
        let verb = matches!(
            w.lower(first),
            "will"
                | "can"
                | "did"
                | "does"
                | "should"
                | "would"
                | "could"
                | "said"
                | "says"
                | "asked"
                | "added"
                | "replied"
                | "follow"
                | "stated"
                | "half"
        );
        let elsewhere = |tokens: &Range<usize>| {
            let start = tokens.end.saturating_sub(1);
            start > tokens.start && !tokens.contains(&first) && w.text(start) == rest && w.lower(tokens.start) != w.lower(first)
        };
        opens && verb && w.parsed.names.iter().any(|n| n.label == NameLabel::Person && elsewhere(&n.tokens))
    }

    /// Lines whose capitals say nothing: all capitals, or a Title-Case headline.
    fn is_untrusted(&self, i: usize) -> bool {
        *self.untrusted[self.w.parsed.tokens[i].sentence].get_or_init(|| self.has_idle_capitals(i))
    }

    fn has_idle_capitals(&self, i: usize) -> bool {
        let w = self.w;
        let s = w.parsed.sentence_of(i);
        let headline = w.parsed.document.posts[s.post].blocks[s.block].kind == BlockKind::Headline;
        self.sentence_is_all_capitals(i) || headline && self.is_title_case(i)
    }

    /// Whether nearly every word of a sentence has a capital.
    fn is_title_case(&self, i: usize) -> bool {
        let w = self.w;
        let words = || w.parsed.sentence_of(i).tokens.clone().filter(|&t| w.text(t).chars().count() > 3 && w.is_word(t));
        let capitals = words().filter(|&t| w.is_capitalised(t)).count();
        words().count() > 2 && capitals * 5 >= words().count() * 4
    }
}
