//! Titles as flat token patterns: the office with its modifiers and body, and the name that it belongs to.
//!
//! The parser is asked only where the words leave two readings; lists of titles and names are what it gets wrong most.

use super::knowledge::NounKind;
use super::names::{Name, NameKind};
use super::words::{Words, singular};
use super::{Capacity, EntityType, Tenure};
use crate::parse::{Dep, Pos, Tag};
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
}

/// "X of the Institute", "X (R-Ohio)", "X and Y, all Republicans": belonging without a title.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Affiliation {
    /// Index of the member's name.
    pub name: usize,
    /// Head token of the body.
    pub of: usize,
    pub tokens: Range<usize>,
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
        Some((len, title, plural)) => (len, title, plural, true),
        None if w.is_noun(i) && (w.noun_kind(i) == Some(NounKind::Person) || is_apposed_noun(w, names, at, i)) => {
            let plural = matches!(w.tag(i), Tag::Nns | Tag::Nnps);
            let word = w.lower(i);
            (1, if plural { singular(word).unwrap_or_else(|| word.to_owned()) } else { word.to_owned() }, plural, false)
        }
        None => return None,
    };
    // The head of "secretary of state" is its first noun, of "foreign minister" its last.
    let of_inside = (i..i + len).position(|t| matches!(w.lower(t), "of" | "in" | "to" | "for" | "at" | "-"));
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
        tokens: i..i + len,
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
    };
    extend_left(w, names, at, &mut p);
    extend_right(w, names, at, &mut p);
    Some(p)
}

/// A noun that no list has, with an article, set off by a comma behind a person's name: "Ann Lee, a shearer at".
fn is_apposed_noun(w: Words, names: &[Name], at: &[Option<usize>], i: usize) -> bool {
    let person = w.dep(i) == Dep::Appos && at[w.head(i)].is_some_and(|id| names[id].is_person());
    person && w.noun_kind(i).is_none() && matches!(w.tag(i), Tag::Nn) && w.lower_at(i + 1) != "'s"
}

/// Modifiers, adjectives of nationality, bodies and possessors before the title.
fn extend_left(w: Words, names: &[Name], at: &[Option<usize>], p: &mut Phrase) {
    let sentence = w.parsed.sentence_of(p.noun).tokens.start;
    let mut body_seen = false;
    let mut i = p.tokens.start;
    while i > sentence {
        let t = i - 1;
        let word = w.lower(t);
        if let Some(id) = at[t] {
            let name = &names[id];
            // A whole name as modifier: "White House press secretary", "Alaska governor", "Russian president".
            if body_seen && name.kind != NameKind::People || name.is_person() && w.dep(name.head) != Dep::Compound {
                break;
            }
            if is_party(w, name) {
                p.parties.push(name.head);
            } else {
                p.of.push(name.head);
            }
            body_seen = true;
            i = name.tokens.start;
            p.tokens.start = i;
            continue;
        }
        if w.tag(t) == Tag::Pos || matches!(word, "'s" | "'") && w.dep(t) == Dep::Case {
            let outer_body =
                t > sentence && at[t - 1].is_some_and(|id| names[id].kind == NameKind::Thing(EntityType::Organization));
            if body_seen && !outer_body || t == sentence {
                break;
            }
            let owner = t - 1;
            match at[owner] {
                Some(id) => {
                    p.of.push(names[id].head);
                    p.tokens.start = names[id].tokens.start;
                }
                None if w.is_noun(owner) => {
                    p.of.push(owner);
                    p.tokens.start = owner;
                    let before = owner.saturating_sub(1);
                    if w.same_sentence(before, owner) && w.tag(before) == Tag::Dt {
                        p.tokens.start = before;
                    }
                }
                None => break,
            }
            p.definite = true;
            break;
        }
        if w.tag(t) == Tag::PrpPossessive {
            p.of.push(t);
            p.definite = true;
            p.tokens.start = t;
            break;
        }
        match word {
            "the" | "that" | "this" | "these" | "those" | "both" => {
                p.definite = true;
                break;
            }
            "a" | "an" | "another" | "any" | "every" | "no" | "some" => {
                p.indefinite = true;
                break;
            }
            // "Labour Party (LP) leader": the bracket belongs to the body before it.
            ")" => {
                let Some(open) = (sentence..t).rev().take(7).find(|&o| w.lower(o) == "(") else { break };
                let Some(id) = open.checked_sub(1).filter(|&b| b >= sentence).and_then(|b| at[b]) else { break };
                if body_seen || names[id].is_person() {
                    break;
                }
                p.of.push(names[id].head);
                body_seen = true;
                i = names[id].tokens.start;
                p.tokens.start = i;
                continue;
            }
            // "chief scientific and medical officer"
            "and"
                if t > sentence + 1
                    && matches!(w.pos(t - 1), Pos::Adj | Pos::Noun)
                    && matches!(w.pos(i), Pos::Adj)
                    && at[t - 1].is_none()
                    && w.dep(t - 1) == Dep::Amod
                    && !w.is_capitalised(t - 1) =>
            {
                p.title = format!("{} and {}", w.lower(t - 1), p.title);
                i = t - 1;
                p.tokens.start = i;
                continue;
            }
            "-" if t > sentence && w.touches(t, i) => {
                // "ex-president", "vice-president", "co-founder": the part before belongs to the title.
                let before = t - 1;
                if FORMER.contains(&w.lower(before)) {
                    p.tenure = Tenure::Former;
                } else if at[before].is_none() && w.touches(before, t) {
                    p.title = format!("{}-{}", w.lower(before), p.title);
                } else {
                    break;
                }
                i = before;
                p.tokens.start = i;
                continue;
            }
            "acting" | "interim" | "caretaker" => p.capacity = Capacity::Acting,
            "incoming" => p.capacity = Capacity::Elect,
            "alleged" | "self-styled" | "self-proclaimed" | "so-called" | "would-be" | "aspiring" | "prospective"
            | "potential" => {
                p.office = false;
                p.indefinite = true;
            }
            _ if FORMER.contains(&word) => p.tenure = Tenure::Former,
            _ if EPITHETS.contains(&word) || word.ends_with("-old") => {}
            _ if is_modifier(w, t, p) => {
                if !body_seen {
                    p.title = format!("{word} {}", p.title);
                }
            }
            _ => break,
        }
        i = t;
        p.tokens.start = i;
    }
    p.of.reverse();
}

/// Whether a word before a title is part of it: "health", "deputy", "Treasury".
fn is_modifier(w: Words, t: usize, p: &Phrase) -> bool {
    let dep = matches!(w.dep(t), Dep::Compound | Dep::Amod | Dep::Nmod);
    let inside = p.tokens.contains(&w.head(t)) || w.head(t) >= p.tokens.start && w.head(t) <= p.tokens.end + 3;
    let part = matches!(w.pos(t), Pos::Noun | Pos::Adj | Pos::Propn) || w.tag(t) == Tag::Vbg;
    let time = w.noun_kind(t) == Some(NounKind::Time) || w.text(t).starts_with(|c: char| c.is_ascii_digit());
    dep && inside && part && w.is_word(t) && !time
}

/// Whether a name is a party, or its adjective.
fn is_party(w: Words, name: &Name) -> bool {
    name.kind == NameKind::People
        && w.knowledge
            .demonym(w.text(name.tokens.end - 1))
            .is_some_and(|r| w.knowledge.row(r).kind == Some(EntityType::Organization))
}

/// "-elect", then "of Time magazine", "of history at the university", "for Europe", "from Ohio".
fn extend_right(w: Words, names: &[Name], at: &[Option<usize>], p: &mut Phrase) {
    let sentence = w.parsed.sentence_of(p.noun).tokens.end;
    let mut i = p.tokens.end;
    if i + 1 < sentence && w.is_hyphen(i) && matches!(w.lower(i + 1), "elect" | "designate" | "nominate") {
        p.capacity = Capacity::Elect;
        i += 2;
    } else if i < sentence && matches!(w.lower(i), "elect" | "designate") {
        p.capacity = Capacity::Elect;
        i += 1;
    }
    p.tokens.end = i;
    // With a body before the title, a phrase after it seldom names another one.
    for _ in 0..3 {
        let preposition = w.lower_at(i);
        if i + 1 >= sentence || !matches!(preposition, "of" | "for" | "to" | "at" | "with" | "in" | "from" | "on") {
            return;
        }
        let mut q = i + 1;
        while q < sentence && (matches!(w.tag(q), Tag::Dt | Tag::PrpPossessive) || FORMER.contains(&w.lower(q))) {
            q += 1;
        }
        // Lower-case modifiers may stand before the name: "of the opposition Labour Party".
        let skipped = (q..sentence.min(q + 3)).find(|&t| {
            at[t].is_some()
                || !(matches!(w.pos(t), Pos::Adj | Pos::Noun) || matches!(w.tag(t), Tag::Vbn | Tag::Vbg) && w.dep(t) == Dep::Amod)
        });
        let start = skipped.filter(|&t| at[t].is_some()).unwrap_or(q);
        let Some(id) = at.get(start).copied().flatten().filter(|_| start < sentence) else {
            if preposition != "of" && preposition != "for" || !p.of.is_empty() && preposition == "for" {
                return;
            }
            let Some(end) = plain_object(w, i, sentence) else { return };
            let noun = end - 1;
            let body = matches!(
                w.noun_kind(noun),
                Some(
                    NounKind::Organization
                        | NounKind::Group
                        | NounKind::Country
                        | NounKind::City
                        | NounKind::Region
                        | NounKind::Facility
                )
            );
            if body {
                // "the strongest opposition party, the Social Liberals": the name behind is meant.
                let named = w.parsed.children_with(noun, Dep::Appos).find_map(|c| at[c]).filter(|&id| !names[id].is_person());
                p.of.push(named.map_or(noun, |id| names[id].head));
                p.tokens.end = end;
                return;
            }
            if preposition == "of" || p.office && w.noun_kind(noun).is_none() {
                p.title = format!("{} {}", p.title, w.slice(i..end).to_lowercase());
                p.tokens.end = end;
                i = end;
                continue;
            }
            return;
        };
        let name = &names[id];
        let organization = name.kind == NameKind::Thing(EntityType::Organization);
        let place = matches!(name.kind, NameKind::Thing(k) if k.is_place()) || name.kind == NameKind::Other;
        let admitted = match preposition {
            "of" => !name.is_person() || p.of.is_empty() && !p.office,
            "for" | "to" => organization || place,
            "at" | "with" => organization || name.kind == NameKind::Thing(EntityType::Facility) || name.kind == NameKind::Other,
            "from" => place || organization,
            "in" if organization => p.of.is_empty(),
            "in" => {
                place && p.of.is_empty() && p.office && matches!(p.title.as_str(), "ambassador" | "consul" | "representative")
            }
            _ => false,
        };
        if !admitted || name.kind == NameKind::People && w.pos(name.head) == Pos::Adj {
            if name.kind == NameKind::People
                && preposition == "of"
                && let Some(noun) = (name.tokens.end..sentence.min(name.tokens.end + 4))
                    .take_while(|&t| at[t].is_none() && matches!(w.pos(t), Pos::Adj | Pos::Noun | Pos::Propn))
                    .last()
            {
                // "head of the Russian delegation"
                p.of.push(noun);
                p.tokens.end = noun + 1;
            }
            return;
        }
        let mut end = name.tokens.end;
        // "'s": "president of Brazil's central bank"
        if end + 1 < sentence && w.tag(end) == Tag::Pos {
            if let Some(noun) =
                (end + 1..sentence.min(end + 5)).take_while(|&t| matches!(w.pos(t), Pos::Adj | Pos::Noun | Pos::Propn)).last()
            {
                if at[noun].is_none() && organization {
                    p.of.push(name.head);
                }
                p.of.push(at[noun].map_or(noun, |id| names[id].head));
                p.tokens.end = noun + 1;
            }
            return;
        }
        // "Time magazine", "House oversight subcommittee", "Russian Federation" + "Federal Service"
        while end < sentence
            && w.dep(name.head) == Dep::Compound
            && w.head(name.head) >= end
            && (at[end].is_none() && (w.is_noun(end) || w.pos(end) == Pos::Adj)
                || at[end].is_some_and(|id| !names[id].is_person()))
        {
            end += 1;
        }
        let outer = end - 1;
        if end > name.tokens.end && w.is_noun(outer) {
            if organization {
                p.of.push(name.head);
            }
            p.of.push(at[outer].map_or(outer, |id| names[id].head));
        } else {
            end = name.tokens.end;
            p.of.push(name.head);
        }
        p.tokens.end = end;
        i = end;
        // "of Serbia and Kosovo"
        if w.lower_at(i) == "and"
            && p.plural
            && let Some(other) = at.get(i + 1).copied().flatten()
            && names[other].kind == name.kind
        {
            p.of.push(names[other].head);
            p.tokens.end = names[other].tokens.end;
            return;
        }
    }
}

/// End of a plain noun phrase after a preposition: its nouns and adjectives, no further phrase.
fn plain_object(w: Words, preposition: usize, end: usize) -> Option<usize> {
    let mut i = preposition + 1;
    while i < end && (matches!(w.tag(i), Tag::Dt | Tag::PrpPossessive) || matches!(w.pos(i), Pos::Adj | Pos::Noun | Pos::Propn)) {
        i += 1;
    }
    if i + 2 < end && w.lower(i) == "and" && w.is_noun(i + 1) && w.pos(i + 1) == Pos::Noun && !w.is_capitalised(i + 1) {
        i += 2;
    }
    let last = i.checked_sub(1).filter(|&l| l > preposition)?;
    (w.is_noun(last)).then_some(i)
}

/// Names that hold the title: right after it, before it with a comma, or after it with a comma.
fn holders(w: Words, names: &[Name], at: &[Option<usize>], p: &Phrase) -> Vec<usize> {
    let name_from = |i: usize| at.get(i).copied().flatten().filter(|&id| names[id].tokens.start == i && can_hold(&names[id]));
    let end = p.tokens.end;
    let sentence = w.parsed.sentence_of(p.noun).tokens.clone();
    // "Mr", "Gen" between title and name.
    let skip = usize::from(end < sentence.end && w.is_address(end));
    let adjacent = (end + skip < sentence.end).then(|| name_from(end + skip)).flatten();
    // After "of X" a bare name is a holder only when it is a full one.
    let chained = p.tokens.end > p.noun + 1 && p.of.last().is_some_and(|&o| o > p.noun);
    if let Some(first) = adjacent.filter(|&id| names[id].is_person() && (!chained || names[id].tokens.len() > 1)) {
        return coordinated(w, names, at, first, p.plural);
    }
    if let Some(id) = name_before(w, names, at, p) {
        return vec![id];
    }
    // "the UK foreign secretary, David Lammy, has said"; also "the presidents, X and Y".
    let next = end + 1;
    let next = next + usize::from(next < sentence.end && (w.is_address(next) || w.lower(next) == "dr."));
    if w.lower_at(end) == ","
        && next < sentence.end
        && !p.indefinite
        && let Some(first) = name_from(next).filter(|&id| names[id].is_person())
    {
        let after = names[first].tokens.end;
        let closed =
            after >= sentence.end || matches!(w.lower(after), "," | "." | ";" | ":" | ")" | "-" | "\"") || !w.is_word(after);
        let appositive = w.dep(names[first].head) == Dep::Appos || w.dep(p.noun) == Dep::Appos;
        let list = matches!(w.lower_at(after), ",") && closes_list(w, after);
        if p.plural {
            let all = coordinated(w, names, at, first, true);
            return if all.len() > 1 { all } else { Vec::new() };
        }
        if (appositive || closed) && !(list && !appositive && p.of.is_empty() && !p.definite) {
            return vec![first];
        }
    }
    // "Lucy Adams (chief executive)" is caught by `name_before`; "chief executive (Lucy Adams)" here.
    if w.lower_at(end) == "(" && next < sentence.end {
        return name_from(next).filter(|&id| names[id].is_person()).into_iter().collect();
    }
    Vec::new()
}

fn can_hold(name: &Name) -> bool {
    name.is_person()
}

/// Whether a comma starts ", Y and Z": the name before it is then one of a list.
fn closes_list(w: Words, comma: usize) -> bool {
    let end = w.parsed.sentence_of(comma).tokens.end;
    (comma + 1..end.min(comma + 12)).take_while(|&t| w.pos(t) != Pos::Verb).any(|t| matches!(w.lower(t), "and" | "or"))
        && w.lower_at(comma + 1) != "and"
}

/// "senators X and Y", "ministers X, Y and Z": the first name and those joined to it.
fn coordinated(w: Words, names: &[Name], at: &[Option<usize>], first: usize, plural: bool) -> Vec<usize> {
    let mut all = vec![first];
    if !plural {
        return all;
    }
    let end = w.parsed.sentence_of(names[first].head).tokens.end;
    let mut i = names[first].tokens.end;
    loop {
        // "(R-Ohio)" or "of Serbia" may stand between.
        if i < end && w.lower(i) == "of" && at.get(i + 1).copied().flatten().is_some_and(|id| !names[id].is_person()) {
            i = at[i + 1].map_or(i + 2, |id| names[id].tokens.end);
        }
        let mut j = i;
        let mut last = false;
        while j < end && matches!(w.lower(j), "," | "and" | "&") {
            last |= w.lower(j) == "and";
            j += 1;
        }
        let next =
            at.get(j).copied().flatten().filter(|&id| j < end && j > i && names[id].tokens.start == j && names[id].is_person());
        match next {
            Some(id) => {
                all.push(id);
                i = names[id].tokens.end;
            }
            None => return all,
        }
        if last {
            return all;
        }
    }
}

/// "NAME, the TITLE of X," and "NAME, 45, TITLE" and "NAME (TITLE)".
fn name_before(w: Words, names: &[Name], at: &[Option<usize>], p: &Phrase) -> Option<usize> {
    let sentence = w.parsed.sentence_of(p.noun).tokens.clone();
    let mut i = p.tokens.start;
    while i > sentence.start && w.tag(i - 1) == Tag::Dt {
        i -= 1;
    }
    let mark = i.checked_sub(1).filter(|&m| m >= sentence.start && matches!(w.lower(m), "," | "(" | "-"))?;
    let mut before = mark.checked_sub(1).filter(|&b| b >= sentence.start)?;
    if w.tag(before) == Tag::Cd && before > sentence.start + 1 && w.lower(before - 1) == "," {
        before -= 2;
    }
    // "Ted Weiss, D-N.Y., chairman"
    if let Some(comma) = (sentence.start + 1..before).rev().take(4).find(|&c| w.lower(c) == ",")
        && matches!(w.text(comma + 1), "R" | "D" | "I")
        && w.is_hyphen(comma + 2)
    {
        before = comma - 1;
    } else if let Some(comma) = (sentence.start + 1..=before).rev().take(2).find(|&c| w.lower(c) == ",")
        && ["R-", "D-", "I-"].iter().any(|p| w.text(comma + 1).starts_with(p))
    {
        before = comma - 1;
    }
    let id = at[before].filter(|&id| names[id].is_person() && names[id].tokens.end == before + 1)?;
    let end = p.tokens.end;
    let appositive = w.dep(p.noun) == Dep::Appos && names[id].tokens.contains(&w.head(p.noun));
    if appositive {
        return (!p.plural).then_some(id);
    }
    let next = w.lower_at(end);
    let closed = end >= sentence.end
        || matches!(next, "," | "." | ";" | ":" | ")" | "-" | "who" | "and" | "\"" | "whose" | "in" | "on" | "at");
    let subject = matches!(w.dep(p.noun), Dep::Nsubj | Dep::Nsubjpass) && next != ",";
    let another_name = next == "," && at.get(end + 1).copied().flatten().is_some_and(|n| names[n].is_person()) && p.of.is_empty();
    (closed && !subject && !another_name && !p.plural && (p.definite || p.indefinite || !p.of.is_empty() || p.office))
        .then_some(id)
}

/// "Ann Lee is president of the club", "Ann Lee, who was its president": told outright, neither denied nor supposed.
fn predicate(w: Words, names: &[Name], at: &[Option<usize>], p: &mut Phrase) {
    let verb = w.head(p.noun);
    if w.dep(p.noun) != Dep::Attr || !p.holders.is_empty() || p.plural || &*w.parsed.tokens[verb].lemma != "be" {
        return;
    }
    let supposed = w.parsed.children(verb).any(|c| {
        matches!(w.dep(c), Dep::Neg)
            || w.tag(c) == Tag::Md
            || w.dep(c) == Dep::Mark && matches!(w.lower(c), "if" | "whether" | "unless")
    });
    if supposed || !matches!(w.tag(verb), Tag::Vbz | Tag::Vbd | Tag::Vbn) || p.of.is_empty() {
        return;
    }
    let Some(subject) = w.parsed.children_with(verb, Dep::Nsubj).next() else { return };
    let named = if matches!(w.lower(subject), "who") && w.dep(verb) == Dep::Relcl { w.head(verb) } else { subject };
    let Some(holder) = at[named].filter(|&id| names[id].is_person()) else { return };
    p.holders = vec![holder];
    if w.tag(verb) == Tag::Vbd {
        p.tenure = Tenure::Former;
    }
}

/// "Judge Ann Lee of the High Court": the body stands behind the name.
fn attach_body(w: Words, names: &[Name], at: &[Option<usize>], p: &mut Phrase) {
    if let [holder] = p.holders[..]
        && p.of.is_empty()
        && names[holder].tokens.start >= p.tokens.end
    {
        p.of = bodies_after(w, names, at, &names[holder]).into_iter().map(|(of, _)| of).collect();
    }
}

/// "founder and president of X, NAME": a phrase without name shares the holder of the one that it is joined to.
fn share_holders(w: Words, phrases: &mut [Phrase]) {
    for i in (0..phrases.len().saturating_sub(1)).rev() {
        let (left, right) = phrases.split_at_mut(i + 1);
        let (a, b) = (&mut left[i], &right[0]);
        let mut gap = a.tokens.end;
        if w.lower_at(gap) == "," {
            gap += 1;
        }
        let joined = w.lower_at(gap) == "and" && b.tokens.start <= gap + 2 && w.same_sentence(a.noun, b.noun);
        // "spokesman Lt. Ann Lee", "the firm's manager, engineer Ann Lee"
        let next_to = a.tokens.end == b.tokens.start && w.same_sentence(a.noun, b.noun);
        let behind_comma = w.lower_at(a.tokens.end) == "," && b.tokens.start == a.tokens.end + 1 && a.definite && !b.definite;
        let single = a.holders.is_empty() && b.holders.len() == 1 && !a.plural && !b.plural;
        if (next_to || behind_comma) && single && b.of.is_empty() && b.tokens.end <= b.noun + 1 {
            a.holders.clone_from(&b.holders);
            continue;
        }
        if joined
            && a.holders.is_empty()
            && b.holders.len() == 1
            && !a.plural
            && !b.plural
            && !a.definite
            && b.tokens.start == gap + 1
        {
            a.holders.clone_from(&b.holders);
            if a.of.is_empty() && a.tokens.start + 2 >= a.tokens.end && !b.definite {
                a.of.clone_from(&b.of);
            }
        }
    }
    for i in 1..phrases.len() {
        let (left, right) = phrases.split_at_mut(i);
        let (a, b) = (&mut left[i - 1], &mut right[0]);
        let joined = w.lower_at(a.tokens.end) == "and" && w.same_sentence(a.noun, b.noun) && b.tokens.start <= a.tokens.end + 2;
        let after_name = a.holders.len() == 1 && b.holders.is_empty() && !a.plural && !b.plural;
        // Only behind a name: "X, founder and president of Y". Before a name the second title is somebody else.
        if joined
            && after_name
            && !b.definite
            && a.holders.first().is_some_and(|_| w.dep(b.noun) == Dep::Conj && w.head(b.noun) == a.noun)
        {
            b.holders.clone_from(&a.holders);
            if a.of.is_empty() {
                a.of.clone_from(&b.of);
            }
        }
    }
}

/// Belonging without a title: "X of the Institute", "X (R-Ohio)", "X and Y, all Republicans", "X, a Democrat".
pub(super) fn affiliations(w: Words, names: &[Name]) -> Vec<Affiliation> {
    let at = name_index(w, names);
    let mut found = Vec::new();
    for (id, n) in names.iter().enumerate() {
        if n.is_person() {
            for (of, tokens) in bodies_after(w, names, &at, n) {
                for member in joined_before(w, names, &at, id) {
                    found.push(Affiliation { name: member, of, tokens: tokens.clone() });
                }
            }
            // "Ann Lee (R-Ohio)": the letter has been read as the party's name.
            let letter = n.tokens.end + 1;
            if matches!(w.lower_at(n.tokens.end), "(" | ",")
                && matches!(w.lower_at(letter), "r" | "d")
                && w.lower_at(letter + 1) == "-"
                && let Some(party) = at[letter]
            {
                found.push(Affiliation { name: id, of: names[party].head, tokens: letter..letter + 1 });
            }
            if let Some(of) = body_before(w, names, &at, n) {
                found.push(Affiliation { name: id, of, tokens: of..of + 1 });
            }
        } else if is_party(w, n) && w.pos(n.head) != Pos::Adj {
            let before = n.tokens.start.saturating_sub(1);
            let quantified = matches!(w.lower(before), "all" | "both");
            let single = matches!(w.lower(before), "a" | "an" | "the") || w.lower(before) == ",";
            if quantified || single {
                let comma = if w.lower(before) == "," { before } else { before.saturating_sub(1) };
                if w.lower(comma) != "," || !w.same_sentence(comma, n.head) {
                    continue;
                }
                for member in members_before(w, names, &at, comma, quantified) {
                    found.push(Affiliation { name: member, of: n.head, tokens: n.tokens.clone() });
                }
            }
        }
    }
    found
}

/// Bodies in "Ann Lee of the Institute", "Ann Lee, 47, of the Space Agency", "Ann Lee of Mill University's Law School".
fn bodies_after(w: Words, names: &[Name], at: &[Option<usize>], n: &Name) -> Vec<(usize, Range<usize>)> {
    let sentence = w.parsed.sentence_of(n.head).tokens.end;
    let mut end = n.tokens.end;
    if w.lower_at(end) == "," && end + 2 < sentence && w.tag(end + 1) == Tag::Cd && w.lower(end + 2) == "," {
        end += 3;
    } else if w.lower_at(end) == "," && w.lower_at(end + 1) == "of" {
        end += 1;
    }
    let preposition = w.lower_at(end);
    if end + 1 >= sentence || !matches!(preposition, "of" | "at" | "with" | "from") {
        return Vec::new();
    }
    if preposition != "of" && !n.tokens.contains(&w.head(end)) {
        return Vec::new();
    }
    let small = |t: usize| {
        at[t].is_none()
            && (matches!(w.tag(t), Tag::Dt | Tag::PrpPossessive | Tag::Jj | Tag::Jjr | Tag::Jjs) || w.pos(t) == Pos::Num)
    };
    let mut q = end + 1;
    while q < sentence && q < end + 5 && small(q) {
        q += 1;
    }
    let mut found = Vec::new();
    for _ in 0..2 {
        let Some(body) = at.get(q).copied().flatten().filter(|_| q < sentence).map(|b| &names[b]) else { break };
        let fits = matches!(body.kind, NameKind::Thing(EntityType::Organization))
            || preposition == "of" && body.kind == NameKind::Thing(EntityType::Facility) && body.tokens.len() > 1;
        if fits {
            found.push((body.head, q..body.tokens.end));
        }
        if w.lower_at(body.tokens.end) != "'s" {
            break;
        }
        q = body.tokens.end + 1;
    }
    found
}

/// The body in "the agency's Ann Lee", "NASA's Ann Lee".
fn body_before(w: Words, names: &[Name], at: &[Option<usize>], n: &Name) -> Option<usize> {
    let ending = n.tokens.start.checked_sub(1).filter(|&e| w.tag(e) == Tag::Pos && w.same_sentence(e, n.head))?;
    let owner = ending.checked_sub(1)?;
    match at[owner] {
        Some(id) => (names[id].kind == NameKind::Thing(EntityType::Organization)).then_some(names[id].head),
        None => (w.noun_kind(owner) == Some(NounKind::Organization)).then_some(owner),
    }
}

/// The name and those joined to it before: "Ann Lee and Tom Hart of the Institute".
fn joined_before(w: Words, names: &[Name], at: &[Option<usize>], last: usize) -> Vec<usize> {
    let mut all = vec![last];
    let start = w.parsed.sentence_of(names[last].head).tokens.start;
    let mut i = names[last].tokens.start;
    while i >= start + 2 && w.lower(i - 1) == "and" {
        match at[i - 2].filter(|&id| names[id].is_person() && names[id].tokens.len() > 1) {
            Some(id) => {
                all.push(id);
                i = names[id].tokens.start;
            }
            None => break,
        }
    }
    all.reverse();
    all
}

/// The name that ends before a comma, and with `all` those that it is joined to.
fn members_before(w: Words, names: &[Name], at: &[Option<usize>], comma: usize, all: bool) -> Vec<usize> {
    let start = w.parsed.sentence_of(comma).tokens.start;
    let mut members = Vec::new();
    let mut i = comma;
    while i > start {
        let t = i - 1;
        match at[t] {
            Some(id) if names[id].is_person() => {
                members.push(id);
                i = names[id].tokens.start;
                if !all {
                    break;
                }
            }
            Some(id) if names[id].kind != NameKind::People => i = names[id].tokens.start,
            _ if matches!(w.lower(t), "," | "and") || w.noun_kind(t) == Some(NounKind::Person) || w.title_at(t).is_some() => {
                i = t;
            }
            _ => break,
        }
    }
    members.reverse();
    members
}
