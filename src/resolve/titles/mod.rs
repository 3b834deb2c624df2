//! Titles as flat token patterns: the office with its modifiers and body, and the name that it belongs to.
//!
//! The parser is asked only where the words leave two readings; lists of titles and names are what it gets wrong most.

mod affiliations;
mod holders;
mod left;
mod right;

use crate::parse::Dep;
use crate::parse::Tag;
use crate::resolve::Capacity;
use crate::resolve::Tenure;
use crate::resolve::knowledge::NounKind;
use crate::resolve::names::Name;
use crate::resolve::words::{HONORIFICS, Words, singular};
pub(super) use affiliations::affiliations;
use holders::{appointed, attach_body, holders, predicate, share_holders};
use left::extend_left;
use right::extend_right;
use std::ops::Range;

/// A title in the text, with or without a holder.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phrase {
    /// The whole phrase, determiner left out.
    pub tokens: Range<usize>,
    /// The role noun.
    pub noun: usize,
    /// Title in lower case and singular, without place or body.
    pub title: String,
    pub plural: bool,
    /// Whether the title is in the title tables; else it is any noun for a person.
    pub office: bool,
    pub tenure: Tenure,
    pub capacity: Capacity,
    /// Head tokens of state, body or superior.
    pub of: Vec<usize>,
    /// Head tokens of parties and groups that the phrase makes the holder a member of.
    pub parties: Vec<usize>,
    pub definite: bool,
    pub indefinite: bool,
    /// Indices of the names that hold it.
    pub holders: Vec<usize>,
    /// The pronoun of whom it is said ("he is president of").
    pub pronoun: Option<usize>,
}

/// "X of the Institute", "X (R-Ohio)", "X and Y, all Republicans": belonging without a title.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Affiliation {
    /// Index of the member's name.
    pub name: usize,
    /// Head token of the body.
    pub of: usize,
    pub tokens: Range<usize>,
    /// Whether the body is a party or alliance, to which one belongs without working for it.
    pub party: bool,
    /// The post that a verb tells ("headed by"), else empty.
    pub title: &'static str,
}

const FORMER: &[&str] = &["former", "ex", "then", "onetime", "erstwhile", "ousted", "deposed", "ex-"];
const EPITHETS: &[&str] = &[
    "longtime",
    "veteran",
    "new",
    "own",
    "only",
    "respective",
    "old",
    "young",
    "current",
    "outgoing",
    "embattled",
    "popular",
    "powerful",
    "influential",
    "controversial",
    "disgraced",
    "right-wing",
    "left-wing",
    "far-right",
    "hardline",
    "late",
    "first",
    "then",
    "sitting",
    "incumbent",
    "recent",
    "fellow",
    "top",
    "leading",
    "senior",
    "prominent",
    "famous",
    "one",
    "two",
    "three",
    "four",
    "several",
    "many",
    "other",
    "last",
    "next",
    "previous",
    "aging",
    "ageing",
    "beleaguered",
    "retired",
    "long",
    "time",
];

/// Finds title phrases and gives them their holders.
pub(super) fn find(w: Words, names: &[Name]) -> Vec<Phrase> {
    let at = name_index(w, names);
    let mut phrases = Vec::new();
    let mut i = 0;
    while i < w.len() {
        match phrase_at(w, names, &at, i) {
            Some(p) => {
                i = p.noun + 1;
                phrases.push(p);
            }
            None => i += 1,
        }
    }
    for p in &mut phrases {
        p.holders = holders(w, names, &at, p);
    }
    share_holders(w, &mut phrases);
    for p in &mut phrases {
        attach_body(w, names, &at, p);
        predicate(w, names, &at, p);
        appointed(w, names, &at, p);
    }
    phrases
}

/// For each token the name that covers it.
pub(super) fn name_index(w: Words, names: &[Name]) -> Vec<Option<usize>> {
    let mut at = vec![None; w.len()];
    for (id, n) in names.iter().enumerate() {
        at[n.tokens.clone()].fill(Some(id));
    }
    at
}

fn phrase_at(w: Words, names: &[Name], at: &[Option<usize>], i: usize) -> Option<Phrase> {
    if at[i].is_some() {
        return None;
    }
    let (len, title, plural, office) = match w.title_at(i).filter(|(len, ..)| at[i..i + len].iter().all(Option::is_none)) {
        Some((len, title, plural)) => (len, title.to_owned(), plural, true),
        None if w.is_noun(i) && (w.noun_kind(i) == Some(NounKind::Person) || is_apposed_noun(w, names, at, i)) => {
            let plural = matches!(w.tag(i), Tag::Nns | Tag::Nnps);
            let word = w.lower(i);
            (1, if plural { singular(word).unwrap_or_else(|| word.to_owned()) } else { word.to_owned() }, plural, false)
        }
        None => return None,
    };
    // The head of "secretary of state" is its first noun, of "foreign minister" its last.
    let of_inside = (i..i + len).position(|t| matches!(w.lower(t), "of" | "in" | "to" | "for" | "at" | "-"));
    let len = if w.lower(i + len - 1) == "." { len - 1 } else { len };
    let noun = match of_inside {
        Some(n) if n > 0 => i + n - 1,
        _ => i + len - 1,
    };
    if !w.is_noun(noun) && !w.is_capitalised(noun) {
        return None;
    }
    if matches!(w.dep(noun), Dep::Aux | Dep::Prep | Dep::Mark | Dep::Cc) {
        return None;
    }
    let mut p = Phrase {
        tokens: i..i
            + len
            + usize::from(
                w.lower_at(i + len) == "." && w.touches(i + len - 1, i + len) && is_rank(w.lower(noun)) && w.is_capitalised(i),
            ),
        noun,
        title,
        plural,
        office,
        tenure: Tenure::Current,
        capacity: Capacity::Full,
        of: Vec::new(),
        parties: Vec::new(),
        definite: false,
        indefinite: false,
        holders: Vec::new(),
        pronoun: None,
    };
    extend_left(w, names, at, &mut p);
    extend_right(w, names, at, &mut p);
    Some(p)
}

/// Whether the word is the short form of a rank, which may carry a full stop.
fn is_rank(word: &str) -> bool {
    HONORIFICS.iter().any(|(short, title)| *short == word && !title.is_empty())
}

/// A noun that no list has, with an article, set off by a comma behind a person's name: "Ann Lee, a shearer at".
fn is_apposed_noun(w: Words, names: &[Name], at: &[Option<usize>], i: usize) -> bool {
    let person = w.dep(i) == Dep::Appos && at[w.head(i)].is_some_and(|id| names[id].is_person());
    person && w.noun_kind(i).is_none() && matches!(w.tag(i), Tag::Nn) && w.lower_at(i + 1) != "'s"
}
