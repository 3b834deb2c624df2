//! "Anchorage, Alaska", "in the city of Gori in Georgia": which named place the text puts into which.

use super::coreference::State;
use super::names::{Name, NameKind};
use super::titles::name_index;
use super::{EntityType, MentionKind};
use crate::parse::{Dep, Tag};

/// Pairs of drafts, the inner place and the outer one, in text order.
pub(super) fn find(state: &State, names: &[Name]) -> Vec<(usize, usize)> {
    let w = state.w;
    let at = name_index(w, names);
    let mut pairs = Vec::new();
    for (i, n) in names.iter().enumerate() {
        let Some(inner) = state.draft_of_name(i).filter(|&d| state.drafts[d].kind == MentionKind::Name) else { continue };
        if !can_lie(n) {
            continue;
        }
        let end = n.tokens.end;
        let sentence = w.parsed.sentence_of(n.head).tokens.end;
        let next = |from: usize| {
            let mut q = from;
            while q < sentence
                && (w.tag(q) == Tag::Dt
                    || matches!(
                        w.lower(q),
                        "northern"
                            | "southern"
                            | "eastern"
                            | "western"
                            | "central"
                            | "south"
                            | "north"
                            | "east"
                            | "west"
                            | "south-eastern"
                            | "southeastern"
                            | "northeastern"
                            | "nearby"
                    ))
            {
                q += 1;
            }
            at.get(q).copied().flatten().filter(|&o| q < sentence && names[o].tokens.start == q && is_place(&names[o]))
        };
        let outer = match w.lower_at(end) {
            // "Anchorage, Alaska," but not "Paris, London and Rome"
            "," if end + 1 < sentence && at.get(end + 1).copied().flatten().is_some() => next(end + 1).filter(|&o| {
                n.kind != NameKind::Thing(EntityType::Organization) && larger(state, i, o) && !in_list(state, names, o, i)
            }),
            "in" | "of" if end + 1 < sentence && w.dep(end) == Dep::Prep && n.tokens.contains(&w.head(end)) => {
                next(end + 1).filter(|&o| o != i)
            }
            "(" => next(end + 1).filter(|&o| larger(state, i, o)),
            _ => None,
        };
        let outer = outer.or_else(|| possessor(state, names, &at, n));
        if let Some(outer) = outer.and_then(|o| state.draft_of_name(o)) {
            pairs.push((inner, outer));
        }
    }
    pairs
}

/// "Syria's Aleppo", "Alaska's Joint Base Elmendorf".
fn possessor(state: &State, names: &[Name], at: &[Option<usize>], n: &Name) -> Option<usize> {
    let w = state.w;
    let ending = n.tokens.start.checked_sub(1).filter(|&e| w.tag(e) == Tag::Pos)?;
    at[ending.checked_sub(1)?].filter(|&o| is_place(&names[o]) && is_place(n))
}

fn can_lie(n: &Name) -> bool {
    is_place(n) || n.kind == NameKind::Thing(EntityType::Organization)
}

fn is_place(n: &Name) -> bool {
    matches!(n.kind, NameKind::Thing(k) if k.is_place())
}

/// Whether the second can contain the first: by the tables, else by rank of kinds.
fn larger(state: &State, inner: usize, outer: usize) -> bool {
    let thing = |name: usize| state.draft_of_name(name).and_then(|d| state.links[d].as_ref()).map(|l| &state.things[l.things[0]]);
    let (Some(a), Some(b)) = (thing(inner), thing(outer)) else { return false };
    if let (Some(x), Some(y)) = (a.row, b.row) {
        return state.w.knowledge.is_within(x, y) && x != y;
    }
    rank(a.kind) < rank(b.kind) || rank(a.kind) == rank(b.kind) && a.kind == EntityType::GeopoliticalEntity
}

fn rank(kind: EntityType) -> u8 {
    match kind {
        EntityType::Facility => 0,
        EntityType::City => 2,
        EntityType::GeopoliticalEntity => 2,
        EntityType::Region => 3,
        EntityType::Country => 4,
        EntityType::Place => 3,
        _ => 1,
    }
}

/// Whether the outer place goes on as a list: "Rome, Italy and Spain".
fn in_list(state: &State, names: &[Name], outer: usize, inner: usize) -> bool {
    let w = state.w;
    let conj = w.dep(names[outer].head) == Dep::Conj && names[inner].tokens.contains(&w.head(names[outer].head));
    let known =
        |name: usize| state.draft_of_name(name).and_then(|d| state.links[d].as_ref()).and_then(|l| state.things[l.things[0]].row);
    let sure = matches!((known(inner), known(outer)), (Some(x), Some(y)) if state.w.knowledge.is_within(x, y));
    conj && !sure
}
