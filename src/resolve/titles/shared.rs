//! What a title takes from the words around it: the holder or the body of a neighbour, one share of a list.

use super::Phrase;
use super::affiliations::{bodies_after, led_body};
use crate::parse::{Dep, Tag};
use crate::resolve::names::{Name, NameKind};
use crate::resolve::words::Words;
use crate::resolve::{EntityType, Tenure};

/// Posts of which nobody holds two.
const HEADS: &[&str] =
    &["president", "prime minister", "king", "queen", "chancellor", "premier", "pope", "emperor", "sultan", "emir"];

/// "Judge Ann Lee of the High Court": the body stands behind the name.
pub(super) fn attach_body(w: Words, names: &[Name], at: &[Option<usize>], p: &mut Phrase) {
    if let [holder] = p.holders[..]
        && p.of.is_empty()
        && names[holder].tokens.start >= p.tokens.end
    {
        p.of = bodies_after(w, names, at, &names[holder]).into_iter().map(|(of, _)| of).collect();
        if p.of.is_empty() && p.office {
            p.of.extend(led_body(w, names, at, &names[holder]));
        }
    }
}

/// "founder and president of X, NAME": a phrase without name shares the holder of the one that it is joined to.
pub(super) fn share_holders(w: Words, phrases: &mut [Phrase]) {
    for i in (0..phrases.len().saturating_sub(1)).rev() {
        let (left, right) = phrases.split_at_mut(i + 1);
        let (a, b) = (&mut left[i], &right[0]);
        let mut gap = a.tokens.end;
        if w.lower_at(gap) == "," {
            gap += 1;
        }
        // "Prime Minister and President Hart" are two people
        let heads = |p: &Phrase| HEADS.contains(&p.title.as_str());
        if heads(a) && heads(b) && a.title != b.title {
            continue;
        }
        let joined = w.lower_at(gap) == "and" && b.tokens.start <= gap + 2 && w.same_sentence(a.noun, b.noun);
        // "spokesman Lt. Ann Lee", "the firm's manager, engineer Ann Lee"
        let next_to = a.tokens.end == b.tokens.start && w.same_sentence(a.noun, b.noun);
        let behind_comma =
            w.lower_at(a.tokens.end) == "," && b.tokens.start == a.tokens.end + 1 && (a.definite || a.indefinite) && !b.definite;
        let single = a.holders.is_empty() && b.holders.len() == 1 && !a.plural && !b.plural;
        if (next_to || behind_comma) && single && b.of.is_empty() && b.tokens.end <= b.noun + 2 {
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

/// "his Italian counterpart, Ann Lee": the title is that of the one before.
pub(super) fn counterparts(w: Words, phrases: &mut [Phrase]) {
    for i in 1..phrases.len() {
        let (left, right) = phrases.split_at_mut(i);
        let p = &mut right[0];
        if !matches!(p.title.as_str(), "counterpart") || p.holders.is_empty() || p.plural {
            continue;
        }
        // whose counterpart it is does not tell where
        p.of.retain(|&t| w.tag(t) != Tag::PrpPossessive);
        let near = |q: &&Phrase, back: usize| {
            let sentence = w.parsed.tokens[q.noun].sentence;
            q.office && !q.plural && q.title != "counterpart" && sentence + back == w.parsed.tokens[p.noun].sentence
        };
        let before = (0..2).find_map(|back| left.iter().rev().find(|q| near(q, back)));
        if let Some(q) = before.filter(|q| !q.of.is_empty() || !q.holders.is_empty()) {
            p.title.clone_from(&q.title);
            p.office = true;
        }
    }
}

/// "the minister's predecessor, Ann Lee", "Hart's successor": the title is that of the one whose place it is.
pub(super) fn predecessors(w: Words, names: &[Name], phrases: &mut [Phrase]) {
    for i in 0..phrases.len() {
        let (left, right) = phrases.split_at_mut(i);
        let p = &mut right[0];
        if !matches!(p.title.as_str(), "predecessor" | "successor") || p.holders.is_empty() || p.plural {
            continue;
        }
        if p.title == "predecessor" {
            p.tenure = Tenure::Former;
        }
        let Some(&whose) = p.of.first() else { continue };
        let surname = |q: &Phrase| q.holders.iter().any(|&h| w.lower(names[h].tokens.end - 1) == w.lower(whose));
        let single = |q: &&Phrase| q.office && !q.plural && q.tenure == Tenure::Current && q.title != p.title;
        if let Some(q) = left.iter().rev().filter(single).find(|q| surname(q) || q.noun == whose) {
            p.title.clone_from(&q.title);
            p.of.clone_from(&q.of);
            p.office = true;
        }
    }
}

/// "the ministers of defence and finance, Ann Lee and Tom Hart", "the leaders of Chad and Mali, …": each has one part.
pub(super) fn distribute(w: Words, phrases: &mut Vec<Phrase>) {
    let mut parts = Vec::new();
    for p in phrases.iter_mut().filter(|p| p.plural && p.holders.len() == 2) {
        let second = Phrase { holders: vec![p.holders[1]], ..p.clone() };
        let split = p.title.split_once(" and ").and_then(|(a, b)| match a.split_once(" of ") {
            Some((noun, first)) => Some((format!("{noun} of {first}"), format!("{noun} of {b}"))),
            // "interior and defence ministers"
            None => Some((format!("{a} {}", b.split_once(' ')?.1), b.to_owned())),
        });
        if let Some((a, b)) = split {
            p.title = a;
            parts.push(Phrase { title: b, ..second });
        } else if let [one, other] = p.of[..]
            && one > p.noun
            && (one..other).any(|t| w.lower(t) == "and")
        {
            p.of = vec![one];
            parts.push(Phrase { of: vec![other], ..second });
        } else {
            continue;
        }
        p.holders.truncate(1);
    }
    phrases.extend(parts);
    phrases.sort_by_key(|p| p.tokens.start);
}

/// "The Coast Guard called the search off, said spokesman Ann Lee": a company post without a body is one of the body that
/// the same sentence is about, if it is about one only.
pub(super) fn body_of_sentence(w: Words, names: &[Name], p: &mut Phrase) {
    const POSTS: &[&str] = &[
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "chief executive",
        "chief executive officer",
        "chairman",
        "chairwoman",
        "managing director",
        "general manager",
        "vice president",
        "executive director",
        "executive vice president",
        "ceo",
        "station chief",
        "chief financial officer",
        "chief operating officer",
        "finance director",
        "product manager",
    ];
    let known = |title: &str| POSTS.iter().any(|post| title == *post || title.ends_with(post) && title.len() > post.len());
    if !p.of.is_empty() || p.definite || p.plural || p.holders.is_empty() || !known(&p.title) {
        return;
    }
    let start = w.parsed.sentence_of(p.noun).tokens.start;
    let bodies =
        names.iter().filter(|n| (start..p.tokens.start).contains(&n.head) && n.kind == NameKind::Thing(EntityType::Organization));
    let mut subjects = bodies.filter(|n| matches!(w.dep(n.head), Dep::Nsubj | Dep::Nsubjpass));
    if let (Some(body), None) = (subjects.next(), subjects.next()) {
        p.of.push(body.head);
    }
}
