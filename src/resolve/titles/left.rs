//! What stands before a title: modifiers, adjectives of nationality, bodies, possessors.

use super::told::years;
use super::{EPITHETS, FORMER, Phrase, is_rank};
use crate::parse::Dep;
use crate::parse::Pos;
use crate::parse::Tag;
use crate::resolve::Capacity;
use crate::resolve::EntityType;
use crate::resolve::Tenure;
use crate::resolve::knowledge::NounKind;
use crate::resolve::names::Name;
use crate::resolve::names::NameKind;
use crate::resolve::words::Words;

/// Modifiers, adjectives of nationality, bodies and possessors before the title.
pub(super) fn extend_left(w: Words, names: &[Name], at: &[Option<usize>], p: &mut Phrase) {
    let sentence = w.parsed.sentence_of(p.noun).tokens.start;
    let mut body_seen = false;
    let mut i = p.tokens.start;
    while i > sentence {
        let t = i - 1;
        let word = w.lower(t);
        if let Some(id) = at[t] {
            let name = &names[id];
            // A whole name as modifier: "White House press secretary", "Alaska governor", "Russian president".
            // "appointed Ann Lee director": a full name is no modifier unless another name follows.
            let full = name.is_person() && name.tokens.len() > 1 && !follows_person(names, at, p.tokens.end);
            if full || body_seen && name.kind != NameKind::People || name.is_person() && w.dep(name.head) != Dep::Compound {
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
        // "the firm, whose founder": the body stands before
        if w.tag(t) == Tag::WpPossessive {
            let before = t.checked_sub(1 + usize::from(w.lower_at(t.max(1) - 1) == ",")).filter(|&b| b >= sentence);
            if let Some(before) = before {
                p.of.push(at[before].map_or(before, |id| names[id].head));
            }
            p.definite = true;
            p.tokens.start = t;
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
                if t > sentence && w.lower(t - 1) == "then" {
                    p.tenure = Tenure::Former;
                }
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
            // "a 38-year-old diplomat"
            "old" if t >= sentence + 4 && w.lower(t - 1) == "-" && w.lower(t - 2) == "year" && w.lower(t - 3) == "-" => {
                i = t - 4;
                p.tokens.start = i;
                continue;
            }
            // "the 2001-2009 governor"
            _ if t >= sentence + 2 && years(w, t).is_some() => {
                p.tenure = Tenure::Former;
                i = t - 2;
                p.tokens.start = i;
                continue;
            }
            "acting" | "interim" | "caretaker" => p.capacity = Capacity::Acting,
            "incoming" => p.capacity = Capacity::Elect,
            "retired" => p.tenure = Tenure::Former,
            "alleged" | "self-styled" | "self-proclaimed" | "so-called" | "would-be" | "aspiring" | "prospective"
            | "potential" => {
                p.office = false;
                p.indefinite = true;
            }
            _ if FORMER.contains(&word) => p.tenure = Tenure::Former,
            _ if EPITHETS.contains(&word) || word.ends_with("-old") => {}
            // "agency president", "party official": a plain noun for the body
            _ if !body_seen && t + 1 == p.tokens.start && is_body_noun(w, at, t, p) => {
                p.of.push(t);
                body_seen = true;
            }
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
    // "Greens leader": a party is led, and led by one of its own
    const LED: &[&str] =
        &["leader", "chairman", "chairwoman", "chair", "whip", "spokesman", "spokeswoman", "spokesperson", "treasurer"];
    if p.of.is_empty() && LED.contains(&p.title.rsplit(' ').next().unwrap_or_default()) {
        p.of = p.parties.drain(..).collect();
    }
}

/// Whether a word before a title is part of it: "health", "deputy", "Treasury".
pub(super) fn is_modifier(w: Words, t: usize, p: &Phrase) -> bool {
    let dep = matches!(w.dep(t), Dep::Compound | Dep::Amod | Dep::Nmod);
    let inside = p.tokens.contains(&w.head(t)) || w.head(t) >= p.tokens.start && w.head(t) <= p.tokens.end + 3;
    let part = matches!(w.pos(t), Pos::Noun | Pos::Adj | Pos::Propn) || w.tag(t) == Tag::Vbg;
    let time = w.noun_kind(t) == Some(NounKind::Time) || w.text(t).starts_with(|c: char| c.is_ascii_digit());
    // "spokesman Lt. Ann Lee": two titles, not one.
    let other = is_rank(w.lower(p.noun)) && w.title_at(t).is_some();
    dep && inside && part && w.is_word(t) && !time && !other
}

/// Whether a noun right before a title names the body: "agency president", "party official".
fn is_body_noun(w: Words, at: &[Option<usize>], t: usize, p: &Phrase) -> bool {
    const STAFF: &[&str] = &["official", "employee", "executive", "staffer", "worker", "boss", "officer", "member", "activist"];
    const BODIES: &[&str] = &[
        "agency",
        "party",
        "company",
        "government",
        "ministry",
        "union",
        "firm",
        "bank",
        "department",
        "council",
        "commission",
        "committee",
        "club",
        "team",
        "university",
        "hospital",
        "school",
        "church",
        "college",
        "coalition",
        "alliance",
        "group",
        "association",
        "federation",
        "league",
        "parliament",
        "airline",
        "newspaper",
        "opposition",
        "institute",
        "foundation",
    ];
    let body = BODIES.contains(&w.lower(t)) && w.dep(t) == Dep::Compound && !w.is_capitalised(t);
    body && at[t].is_none()
        && p.tokens.contains(&w.head(t)) | (w.head(t) >= p.tokens.start)
        && (p.office || STAFF.contains(&p.title.as_str()))
}

/// Whether a person's name stands right behind.
fn follows_person(names: &[Name], at: &[Option<usize>], end: usize) -> bool {
    at.get(end).copied().flatten().is_some_and(|id| names[id].is_person())
}

/// Whether a name is a party, or its adjective.
pub(super) fn is_party(w: Words, name: &Name) -> bool {
    name.kind == NameKind::People
        && w.demonym(name.tokens.end - 1).is_some_and(|r| w.knowledge.row(r).kind == Some(EntityType::Organization))
}
