//! Whose title it is.

use super::Phrase;
use crate::parse::Dep;
use crate::parse::Pos;
use crate::parse::Tag;
use crate::resolve::Tenure;
use crate::resolve::names::Name;
use crate::resolve::words::Words;

/// Names that hold the title: right after it, before it with a comma, or after it with a comma.
pub(super) fn holders(w: Words, names: &[Name], at: &[Option<usize>], p: &Phrase) -> Vec<usize> {
    let name_from = |i: usize| at.get(i).copied().flatten().filter(|&id| names[id].tokens.start == i && can_hold(&names[id]));
    let sentence = w.parsed.sentence_of(p.noun).tokens.clone();
    let end = behind_place(w, names, at, p).filter(|&e| e < sentence.end).unwrap_or(p.tokens.end);
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
        && let Some(first) = name_from(next).filter(|&id| names[id].is_person())
    {
        let after = names[first].tokens.end;
        let closed =
            after >= sentence.end || matches!(w.lower(after), "," | "." | ";" | ":" | ")" | "-" | "\"") || !w.is_word(after);
        let appositive = w.dep(names[first].head) == Dep::Appos || w.dep(p.noun) == Dep::Appos;
        let list = matches!(w.lower_at(after), ",") && closes_list(w, after);
        // "a spokeswoman, Ann Lee, said"
        if p.indefinite && (p.plural || list || w.lower_at(after) != "," || w.head(names[first].head) != p.noun) {
            return Vec::new();
        }
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

/// "the head of delegation in Bern, Ann Lee,": where a place stands between a title and the comma before its holder.
fn behind_place(w: Words, names: &[Name], at: &[Option<usize>], p: &Phrase) -> Option<usize> {
    let end = p.tokens.end;
    let place = names.get((*at.get(end + 1)?)?)?;
    let named = !place.is_person() && place.tokens.start == end + 1;
    (w.lower_at(end) == "in" && p.definite && named && w.lower_at(place.tokens.end) == ",").then_some(place.tokens.end)
}

pub(super) fn can_hold(name: &Name) -> bool {
    name.is_person()
}

/// Whether a comma starts ", Y and Z": the name before it is then one of a list.
pub(super) fn closes_list(w: Words, comma: usize) -> bool {
    let end = w.parsed.sentence_of(comma).tokens.end;
    (comma + 1..end.min(comma + 12)).take_while(|&t| w.pos(t) != Pos::Verb).any(|t| matches!(w.lower(t), "and" | "or"))
        && w.lower_at(comma + 1) != "and"
}

/// "senators X and Y", "ministers X, Y and Z": the first name and those joined to it.
pub(super) fn coordinated(w: Words, names: &[Name], at: &[Option<usize>], first: usize, plural: bool) -> Vec<usize> {
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
pub(super) fn name_before(w: Words, names: &[Name], at: &[Option<usize>], p: &Phrase) -> Option<usize> {
    let sentence = w.parsed.sentence_of(p.noun).tokens.clone();
    // "the firm, whose founder": the name before is the body
    if w.tag(p.tokens.start) == Tag::WpPossessive {
        return None;
    }
    let mut i = p.tokens.start;
    while i > sentence.start && w.tag(i - 1) == Tag::Dt {
        i -= 1;
    }
    // "Tanya Cole, then a junior minister", "Tom Hart, himself once a teacher"
    while i > sentence.start && is_when(w.lower(i - 1)) {
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
        || matches!(
            next,
            "," | "." | ";" | ":" | ")" | "-" | "who" | "and" | "\"" | "whose" | "in" | "on" | "at" | "until" | "since" | "from"
        );
    let subject = matches!(w.dep(p.noun), Dep::Nsubj | Dep::Nsubjpass) && next != ",";
    let another_name = next == "," && at.get(end + 1).copied().flatten().is_some_and(|n| names[n].is_person()) && p.of.is_empty();
    (closed && !subject && !another_name && !p.plural && (p.definite || p.indefinite || !p.of.is_empty() || p.office))
        .then_some(id)
}

/// Words between a name and a title that say when it was held, or of whom.
fn is_when(word: &str) -> bool {
    is_over(word) || matches!(word, "now" | "currently" | "today" | "himself" | "herself" | "also" | "still")
}

fn is_over(word: &str) -> bool {
    matches!(word, "then" | "once" | "formerly" | "previously" | "earlier" | "until")
}

/// Whether "once" or "formerly" stands before the title: "Signe Bech, once a lawyer for the bank".
pub(super) fn was_held(w: Words, p: &Phrase) -> bool {
    let start = w.parsed.sentence_of(p.noun).tokens.start;
    let article = |i: usize| matches!(w.tag(i), Tag::Dt | Tag::PrpPossessive);
    let before = (start..p.tokens.start).rev().find(|&i| !article(i));
    before.is_some_and(|i| is_over(w.lower(i)) && i > start && matches!(w.lower(i - 1), "," | "(" | "-" | "himself" | "herself"))
}

/// "Ann Lee is president of the club", "Ann Lee, who was its president": told outright, neither denied nor supposed.
pub(super) fn predicate(w: Words, names: &[Name], at: &[Option<usize>], p: &mut Phrase) {
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
    if let Some(holder) = at[named].filter(|&id| names[id].is_person()) {
        p.holders = vec![holder];
    } else if matches!(w.lower(named), "he" | "she" | "i") {
        p.pronoun = Some(named);
    } else {
        return;
    }
    if w.tag(verb) == Tag::Vbd || w.tag(verb) == Tag::Vbn && w.parsed.children_with(verb, Dep::Aux).any(|c| w.lower(c) == "had") {
        p.tenure = Tenure::Former;
    }
}
