//! What stands behind a title: "-elect", of-chains, bodies.

use super::{FORMER, Phrase};
use crate::parse::Dep;
use crate::parse::Pos;
use crate::parse::Tag;
use crate::resolve::Capacity;
use crate::resolve::EntityType;
use crate::resolve::knowledge::NounKind;
use crate::resolve::names::Name;
use crate::resolve::names::NameKind;
use crate::resolve::words::Words;

/// "-elect", then "of Time magazine", "of history at the university", "for Europe", "from Ohio".
pub(super) fn extend_right(w: Words, names: &[Name], at: &[Option<usize>], p: &mut Phrase) {
    let sentence = w.parsed.sentence_of(p.noun).tokens.end;
    let mut i = p.tokens.end;
    if i + 1 < sentence && w.is_hyphen(i) && matches!(w.lower(i + 1), "elect" | "designate" | "nominate") {
        p.capacity = Capacity::Elect;
        i += 2;
    } else if i < sentence && matches!(w.lower(i), "elect" | "designate") {
        p.capacity = Capacity::Elect;
        i += 1;
    }
    // "ministers of defence and finance"
    if p.plural
        && p.title.contains(" of ")
        && i + 1 < sentence
        && w.lower(i) == "and"
        && w.pos(i + 1) == Pos::Noun
        && at[i + 1].is_none()
    {
        p.title = format!("{} and {}", p.title, w.lower(i + 1));
        i += 2;
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
        // "of state for health Ann Lee": the person holds it
        let named = |t: &usize| at[*t].is_some_and(|id| *t == q || !names[id].is_person());
        let start = skipped.filter(named).unwrap_or(q);
        let Some(id) = at.get(start).copied().flatten().filter(|_| start < sentence) else {
            let service = preposition == "in"
                && p.office
                && p.of.is_empty()
                && plain_object(w, at, i, sentence).is_some_and(|end| is_service(w, end - 1));
            if preposition != "of" && preposition != "for" && !service || !p.of.is_empty() && preposition == "for" {
                return;
            }
            let Some(end) = plain_object(w, at, i, sentence) else { return };
            let noun = end - 1;
            let body = is_service(w, noun)
                || matches!(
                    w.noun_kind(noun),
                    Some(NounKind::Group | NounKind::Country | NounKind::City | NounKind::Region | NounKind::Facility)
                );
            // "the club's head of staff": the club is the body
            let owned = p.definite && !p.of.is_empty() && preposition == "of";
            if body && !owned {
                // "the strongest opposition party, the Social Liberals": the name behind is meant.
                let apposed = w.parsed.children_with(noun, Dep::Appos).find_map(|c| at[c]).filter(|&id| !names[id].is_person());
                // "the farmers' union LTO"
                let behind = at.get(end).copied().flatten().filter(|&id| {
                    end < sentence
                        && names[id].tokens.start == end
                        && !names[id].is_person()
                        && names[id].kind != NameKind::People
                });
                p.of.push(apposed.or(behind).map_or(noun, |id| names[id].head));
                p.tokens.end = behind.map_or(end, |id| names[id].tokens.end);
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
            // "Germany's ambassador to Kenya" is Germany's
            "to" if p.office && !p.of.is_empty() => return,
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
        // "leader of the Unity Party (UP)": the short form belongs to the name
        if w.lower_at(end) == "(" && w.lower_at(end + 2) == ")" && end + 3 <= sentence {
            end += 3;
        }
        let bracketed = end > name.tokens.end;
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
        if end > name.tokens.end && w.is_noun(outer) && !bracketed {
            if organization {
                p.of.push(name.head);
            }
            p.of.push(at[outer].map_or(outer, |id| names[id].head));
        } else {
            end = if bracketed { end } else { name.tokens.end };
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

/// Whether a noun names a body that one serves in: "the navy", "the air force".
fn is_service(w: Words, noun: usize) -> bool {
    let two = || w.knowledge.noun(&format!("{} {}", w.lower(noun - 1), w.lower(noun)));
    w.noun_kind(noun) == Some(NounKind::Organization)
        || w.lower(noun) == "coastguard"
        || noun > 0 && two() == Some(NounKind::Organization)
}

/// End of a plain noun phrase after a preposition: its nouns and adjectives, no further phrase.
pub(super) fn plain_object(w: Words, at: &[Option<usize>], preposition: usize, end: usize) -> Option<usize> {
    let mut i = preposition + 1;
    while i < end
        && at[i].is_none()
        && (matches!(w.tag(i), Tag::Dt | Tag::PrpPossessive | Tag::Pos) || matches!(w.pos(i), Pos::Adj | Pos::Noun | Pos::Propn))
    {
        i += 1;
    }
    if i + 2 < end && w.lower(i) == "and" && w.is_noun(i + 1) && w.pos(i + 1) == Pos::Noun && !w.is_capitalised(i + 1) {
        i += 2;
    }
    let last = i.checked_sub(1).filter(|&l| l > preposition)?;
    (w.is_noun(last)).then_some(i)
}
