//! Belonging without a title.

use super::left::is_party;
use super::{Affiliation, name_index};
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::EntityType;
use crate::resolve::knowledge::NounKind;
use crate::resolve::names::Name;
use crate::resolve::names::NameKind;
use crate::resolve::words::Words;
use std::ops::Range;

/// Belonging without a title: "X of the Institute", "X (R-Ohio)", "X and Y, all Republicans", "X, a Democrat".
pub(in crate::resolve) fn affiliations(w: Words, names: &[Name]) -> Vec<Affiliation> {
    let at = name_index(w, names);
    let mut found = Vec::new();
    for (id, n) in names.iter().enumerate() {
        if n.is_person() {
            for (of, tokens) in bodies_after(w, names, &at, n) {
                for member in joined_before(w, names, &at, id) {
                    let party = at[of].is_some_and(|body| is_alliance(w, &names[body]));
                    found.push(Affiliation { name: member, of, tokens: tokens.clone(), party });
                }
            }
            // "Ann Lee (R-Ohio)": the letter has been read as the party's name.
            let letter = n.tokens.end + 1;
            if matches!(w.lower_at(n.tokens.end), "(" | ",")
                && matches!(w.lower_at(letter), "r" | "d")
                && w.lower_at(letter + 1) == "-"
                && let Some(party) = at[letter]
            {
                found.push(Affiliation { name: id, of: names[party].head, tokens: letter..letter + 1, party: true });
            }
            if let Some(of) = body_before(w, names, &at, n) {
                let party = at[of].is_some_and(|body| is_alliance(w, &names[body]));
                found.push(Affiliation { name: id, of, tokens: of..of + 1, party });
            }
        }
        if let Some(of) = part_of(w, names, &at, n) {
            found.push(Affiliation { name: id, of, tokens: of..of + 1, party: true });
        }
        if let Some(of) = group_before(w, names, &at, id) {
            found.push(Affiliation { name: id, of, tokens: of..of + 1, party: true });
        }
        if is_party(w, n) && w.pos(n.head) != Pos::Adj {
            let before = n.tokens.start.saturating_sub(1);
            let quantified = matches!(w.lower(before), "all" | "both");
            let single = matches!(w.lower(before), "a" | "an" | "the") || w.lower(before) == ",";
            if quantified || single {
                let comma = if w.lower(before) == "," { before } else { before.saturating_sub(1) };
                if w.lower(comma) != "," || !w.same_sentence(comma, n.head) {
                    continue;
                }
                for member in members_before(w, names, &at, comma, quantified) {
                    found.push(Affiliation { name: member, of: n.head, tokens: n.tokens.clone(), party: true });
                }
            }
        }
    }
    found
}

/// The body in "Denmark, as part of the Arctic Council,", "Denmark, a member of the council,".
fn part_of(w: Words, names: &[Name], at: &[Option<usize>], n: &Name) -> Option<usize> {
    let comma = n.tokens.end;
    if n.is_person() || w.lower_at(comma) != "," || !w.same_sentence(n.head, comma + 1) {
        return None;
    }
    let mut t = comma + 1 + usize::from(w.lower_at(comma + 1) == "as");
    t += usize::from(matches!(w.lower_at(t), "a" | "another"));
    t += usize::from(matches!(w.lower_at(t), "founding" | "fellow" | "key"));
    if !matches!(w.lower_at(t), "part" | "member") || w.lower_at(t + 1) != "of" {
        return None;
    }
    let first = t + 2 + usize::from(w.lower_at(t + 2) == "the");
    let body = &names[at.get(first).copied().flatten()?];
    (body.kind == NameKind::Thing(EntityType::Organization) && w.same_sentence(n.head, first)).then_some(body.head)
}

/// The body in "the Arctic Council, including Norway and Canada", "members of the council such as Norway": the name is one
/// of those who make it up.
fn group_before(w: Words, names: &[Name], at: &[Option<usize>], id: usize) -> Option<usize> {
    let n = &names[id];
    if matches!(n.kind, NameKind::People | NameKind::Other) {
        return None;
    }
    // back over the list to the word that opens it
    let start = w.parsed.sentence_of(n.head).tokens.start;
    let mut t = n.tokens.start;
    while t > start && !matches!(w.lower(t - 1), "including" | "as" | "notably") {
        let listed = matches!(w.lower(t - 1), "," | "and" | "the" | "both") || at[t - 1].is_some();
        if !listed {
            return None;
        }
        t -= 1;
    }
    let mut end = t.checked_sub(1).filter(|&e| e > start)?;
    if w.lower(end) == "as" {
        end -= 1;
        if w.lower(end) != "such" {
            return None;
        }
    }
    while end > start && matches!(w.lower(end - 1), "," | "-" | "(" | "\u{2013}" | "\u{2014}") {
        end -= 1;
    }
    let last = end.checked_sub(1).filter(|&l| l >= start)?;
    let body = &names[at[last]?];
    if body.kind != NameKind::Thing(EntityType::Organization) {
        return None;
    }
    // companies include nobody; alliances and the members of something do
    const ALLIANCES: &[&str] = &[
        "alliance",
        "coalition",
        "bloc",
        "league",
        "union",
        "federation",
        "front",
        "council",
        "association",
        "confederation",
        "nations",
    ];
    const MEMBERS: &[&str] = &["member", "partner", "leader", "state", "country", "nation"];
    let of = w.head(body.head);
    let members = w.lower(of) == "of" && MEMBERS.contains(&&*w.parsed.tokens[w.head(of)].lemma);
    (members || body.tokens.clone().any(|t| ALLIANCES.contains(&w.lower(t)))).then_some(body.head)
}

/// Whether a body is a party or alliance.
fn is_alliance(w: Words, body: &Name) -> bool {
    let row = body.rows.first().is_some_and(|&r| w.knowledge.row(r).sort.as_deref() == Some("party"));
    let last = w.lower(body.tokens.end - 1);
    row || last.ends_with("democrats")
        || matches!(last, "greens" | "liberals" | "conservatives" | "socialists" | "unionists" | "labour")
        || matches!(last, "party" | "coalition" | "alliance" | "movement" | "front" | "bloc")
}

/// The body in "a council headed by Mayor Ann Lee".
pub(super) fn led_body(w: Words, names: &[Name], at: &[Option<usize>], n: &Name) -> Option<usize> {
    let by = w.head(n.head);
    let verb = w.head(by);
    let leads = matches!(&*w.parsed.tokens[verb].lemma, "head" | "lead" | "chair" | "run" | "command" | "direct" | "represent");
    if !leads || w.dep(n.head) != Dep::Pobj || w.dep(by) != Dep::Agent || w.dep(verb) != Dep::Acl {
        return None;
    }
    // "the council, led by Mayor Ann Lee": the body stands right before, whatever the verb hangs on
    let before = verb.checked_sub(1 + usize::from(w.lower_at(verb.max(1) - 1) == ","));
    let body = before.filter(|&b| at[b].is_some() || w.is_noun(b)).unwrap_or(w.head(verb));
    match at[body] {
        Some(id) => (names[id].kind == NameKind::Thing(EntityType::Organization)).then_some(names[id].head),
        None => matches!(w.noun_kind(body), Some(NounKind::Organization)).then_some(body),
    }
}

/// Bodies in "Ann Lee of the Institute", "Ann Lee, 47, of the Space Agency", "Ann Lee of Mill University's Law School".
pub(super) fn bodies_after(w: Words, names: &[Name], at: &[Option<usize>], n: &Name) -> Vec<(usize, Range<usize>)> {
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
    // "of the Estonian transport ministry"
    if q < sentence && at[q].is_some_and(|id| names[id].kind == NameKind::People) {
        let first = at[q].map_or(q, |id| names[id].tokens.end);
        let nouns = (first..sentence.min(first + 4))
            .take_while(|&t| at[t].is_none() && matches!(w.pos(t), Pos::Adj | Pos::Noun | Pos::Propn));
        let noun = nouns.last().filter(|&t| preposition == "of" && w.noun_kind(t) == Some(NounKind::Organization));
        return noun.into_iter().map(|t| (t, q..t + 1)).collect();
    }
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
        // "of Chile's interior ministry"
        let nouns =
            (q..sentence.min(q + 4)).take_while(|&t| at[t].is_none() && matches!(w.pos(t), Pos::Adj | Pos::Noun | Pos::Propn));
        if let Some(noun) = nouns.last().filter(|&t| preposition == "of" && w.noun_kind(t) == Some(NounKind::Organization)) {
            found.push((noun, q..noun + 1));
            break;
        }
    }
    found
}

/// The body in "the agency's Ann Lee", "NASA's Ann Lee".
pub(super) fn body_before(w: Words, names: &[Name], at: &[Option<usize>], n: &Name) -> Option<usize> {
    let ending = n.tokens.start.checked_sub(1).filter(|&e| w.tag(e) == Tag::Pos && w.same_sentence(e, n.head))?;
    let owner = ending.checked_sub(1)?;
    match at[owner] {
        Some(id) => (names[id].kind == NameKind::Thing(EntityType::Organization)).then_some(names[id].head),
        None => (w.noun_kind(owner) == Some(NounKind::Organization)).then_some(owner),
    }
}

/// The name and those joined to it before: "Ann Lee and Tom Hart of the Institute".
pub(super) fn joined_before(w: Words, names: &[Name], at: &[Option<usize>], last: usize) -> Vec<usize> {
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
pub(super) fn members_before(w: Words, names: &[Name], at: &[Option<usize>], comma: usize, all: bool) -> Vec<usize> {
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
