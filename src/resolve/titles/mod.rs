//! Titles as flat token patterns: the office with its modifiers and body, and the name that it belongs to.
//!
//! The parser is asked only where the words leave two readings; lists of titles and names are what it gets wrong most.

mod affiliations;
mod holders;
mod left;
mod right;
mod shared;
mod told;

use crate::parse::Dep;
use crate::parse::Tag;
use crate::resolve::Capacity;
use crate::resolve::Tenure;
use crate::resolve::knowledge::NounKind;
use crate::resolve::names::Name;
use crate::resolve::words::{HONORIFICS, Words, singular};
pub(super) use affiliations::affiliations;
use holders::{holders, predicate, was_held};
use left::extend_left;
use right::extend_right;
use shared::{attach_body, body_of_sentence, counterparts, distribute, predecessors, share_holders};
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

/// Nouns for persons that tell what somebody is to a body without belonging to it.
const RELATIONS: &[&str] = &[
    "admirer",
    "adversary",
    "advocate",
    "ally",
    "backer",
    "beneficiary",
    "client",
    "creditor",
    "critic",
    "customer",
    "defector",
    "defender",
    "detainee",
    "donor",
    "enemy",
    "fan",
    "foe",
    "follower",
    "friend",
    "guest",
    "hostage",
    "inmate",
    "native",
    "neighbor",
    "neighbour",
    "opponent",
    "patient",
    "prisoner",
    "reader",
    "recipient",
    "resident",
    "rival",
    "subscriber",
    "supporter",
    "survivor",
    "suspect",
    "sympathiser",
    "sympathizer",
    "target",
    "user",
    "victim",
    "viewer",
    "visitor",
];

/// Nouns whose holders are members of the body and nothing more.
const MEMBERS: &[&str] = &["member", "founding member", "leading member", "active member", "senior member", "party member"];

/// Plural nouns for people who belong to the body that they are of.
const BELONGING: &[&str] = &["employee", "fighter", "worker", "soldier", "student", "staff", "activist"];

impl Phrase {
    /// Whether the phrase tells a membership rather than an office: "a member of the Royal Society".
    pub fn is_membership(&self) -> bool {
        MEMBERS.contains(&self.title.as_str())
    }
    /// Whether a place before the title is what its holder writes about.
    pub fn is_reporter(&self) -> bool {
        const REPORTERS: &[&str] =
            &["correspondent", "editor", "reporter", "expert", "analyst", "specialist", "scholar", "historian"];
        REPORTERS.contains(&self.title.rsplit(' ').next().unwrap_or_default())
    }
    /// Whether a group called so belongs to the body behind it.
    pub fn is_belonging(&self) -> bool {
        self.is_membership() || BELONGING.contains(&self.title.as_str())
    }
    /// Whether the noun tells of something other than belonging: "a rival of the party", "a victim of the fund".
    pub fn is_relation(&self) -> bool {
        RELATIONS.contains(&self.title.rsplit(' ').next().unwrap_or_default())
    }
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
                // "vice-president" is one word
                if w.is_hyphen(i) && w.touches(i - 1, i) {
                    i += 2;
                }
                phrases.push(p);
            }
            None => i += 1,
        }
    }
    for p in &mut phrases {
        p.holders = holders(w, names, &at, p);
    }
    share_holders(w, &mut phrases);
    let mut others = Vec::new();
    for p in &mut phrases {
        attach_body(w, names, &at, p);
        predicate(w, names, &at, p);
        others.extend(told::told(w, names, &at, p));
        body_of_sentence(w, names, p);
        if told::ends_behind(w, names, p) || told::resigns(w, names, p) || !p.holders.is_empty() && was_held(w, p) {
            p.tenure = Tenure::Former;
        }
    }
    counterparts(w, &mut phrases);
    predecessors(w, names, &mut phrases);
    phrases.extend(others);
    distribute(w, &mut phrases);
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
    let rank = w.lower_at(i + len) == "." && w.touches(i + len - 1, i + len) && is_rank(w.lower(noun)) && w.is_capitalised(i);
    let mut p = Phrase {
        tokens: i..i + len + usize::from(rank),
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
