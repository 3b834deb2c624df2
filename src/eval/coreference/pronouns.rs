//! Whether a pronoun leads to the right one.

use super::ChainMention;
use crate::eval::tally::Counts;
use std::collections::BTreeMap;
use std::ops::Range;

/// Which pronoun, whatever its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PronounKind {
    /// he, him, his, himself
    He,
    /// she, her, hers, herself
    She,
    /// they, them, their, theirs, themselves
    They,
    /// it, its, itself
    It,
    /// we, us, our, ours, ourselves
    We,
    /// I, me, my, mine, myself
    I,
    /// you, your, yours, yourself
    You,
}

impl PronounKind {
    /// The pronoun that a word is; none for relative and indefinite ones.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word.to_lowercase().as_str() {
            "he" | "him" | "his" | "himself" => Self::He,
            "she" | "her" | "hers" | "herself" => Self::She,
            "they" | "them" | "their" | "theirs" | "themselves" | "themself" => Self::They,
            "it" | "its" | "itself" => Self::It,
            "we" | "us" | "our" | "ours" | "ourselves" => Self::We,
            "i" | "me" | "my" | "mine" | "myself" => Self::I,
            "you" | "your" | "yours" | "yourself" | "yourselves" => Self::You,
            _ => return None,
        })
    }

    /// Its first form.
    pub fn word(self) -> &'static str {
        match self {
            Self::He => "he",
            Self::She => "she",
            Self::They => "they",
            Self::It => "it",
            Self::We => "we",
            Self::I => "I",
            Self::You => "you",
        }
    }
}

/// A pronoun and whether it leads to the right one.
pub(super) struct PronounLink {
    pub kind: PronounKind,
    pub span: Range<usize>,
    /// The first name or description of what it leads to, when that is wrong.
    pub target: Option<Range<usize>>,
    /// One right, one wrong, one missing, or one wrong and one missing.
    pub counts: Counts,
}

/// Judges every pronoun that is marked or that was linked.
///
/// A found thing stands for the marked chain to which most of its names and descriptions belong, the first one on a tie. A pronoun is
/// right when it stands for what is marked, no more and no less. One that leads to no name or description is not linked.
pub(super) fn link_pronouns(marked: &[ChainMention], found: &[ChainMention], partner: &[Option<usize>]) -> Vec<PronounLink> {
    let stands_for = identities(marked, found, partner);
    let mut found_for = vec![None; marked.len()];
    partner.iter().enumerate().for_each(|(f, m)| {
        if let Some(m) = m {
            found_for[*m] = Some(f);
        }
    });
    // `None`: not linked; `Some(None)`: linked to something that is not marked.
    let target = |f: usize| stands_for.get(&found[f].chain[..]);
    let name = |f: usize| {
        let named = |other: &&ChainMention| other.pronoun.is_none() && found[f].chain.iter().any(|id| other.chain.contains(id));
        found.iter().find(named).map(|other| other.span.clone())
    };
    let mut links = Vec::new();
    for (m, mention) in marked.iter().enumerate() {
        let Some(kind) = mention.pronoun else { continue };
        let counts = match found_for[m].and_then(target) {
            None => Counts { missing: 1, ..Counts::default() },
            Some(chain) if chain.as_ref() == Some(&mention.chain) => Counts { right: 1, ..Counts::default() },
            Some(_) => Counts { wrong: 1, missing: 1, ..Counts::default() },
        };
        let target = found_for[m].filter(|_| counts.wrong > 0).and_then(name);
        links.push(PronounLink { kind, span: mention.span.clone(), target, counts });
    }
    for (f, mention) in found.iter().enumerate() {
        if let (Some(kind), None, Some(_)) = (mention.pronoun, partner[f], target(f)) {
            let counts = Counts { wrong: 1, ..Counts::default() };
            links.push(PronounLink { kind, span: mention.span.clone(), target: name(f), counts });
        }
    }
    links
}

/// For each chain of found things what it stands for in the marked text; chains without a name or description are left out.
fn identities<'a>(
    marked: &[ChainMention],
    found: &'a [ChainMention],
    partner: &[Option<usize>],
) -> BTreeMap<&'a [usize], Option<Vec<usize>>> {
    let mut votes: BTreeMap<&[usize], Vec<(&[usize], usize)>> = BTreeMap::new();
    for (f, mention) in found.iter().enumerate().filter(|(_, mention)| mention.pronoun.is_none()) {
        let votes = votes.entry(&mention.chain).or_default();
        let Some(m) = partner[f] else { continue };
        let chain = &marked[m].chain[..];
        match votes.iter_mut().find(|(other, _)| *other == chain) {
            Some((_, count)) => *count += 1,
            None => votes.push((chain, 1)),
        }
    }
    let most = |votes: &[(&[usize], usize)]| {
        let best = votes.iter().map(|(_, count)| *count).max()?;
        votes.iter().find(|(_, count)| *count == best).map(|(chain, _)| chain.to_vec())
    };
    let mut stands_for: BTreeMap<&[usize], Option<Vec<usize>>> =
        votes.iter().map(|(chain, votes)| (*chain, most(votes))).collect();
    // "they" of two people who are named one by one stands for both.
    for mention in found.iter().filter(|mention| mention.chain.len() > 1) {
        if !matches!(stands_for.get(&mention.chain[..]), None | Some(None)) {
            continue;
        }
        let single: Option<Vec<_>> = mention.chain.iter().map(|id| stands_for.get(&[*id][..])).collect();
        if let Some(single) = single {
            let whole: Option<Vec<Vec<usize>>> = single.into_iter().cloned().collect();
            let mut chain = whole.map(|parts| parts.concat());
            if let Some(chain) = &mut chain {
                chain.sort_unstable();
                chain.dedup();
            }
            stands_for.insert(&mention.chain, chain);
        }
    }
    stands_for
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::coreference::{ChainText, pair};

    /// Kind, right, wrong and missing of each pronoun of a marked text as found in the same text marked otherwise.
    fn judge(marked: &str, found: &str) -> Vec<(&'static str, usize, usize, usize)> {
        let read = |text: &str| ChainText::read("t", text, "t.txt".as_ref()).unwrap().mentions;
        let (marked, found) = (read(marked), read(found));
        let links = link_pronouns(&marked, &found, &pair(&marked, &found));
        links.iter().map(|l| (l.kind.word(), l.counts.right, l.counts.wrong, l.counts.missing)).collect()
    }

    #[test]
    fn a_pronoun_is_right_wrong_or_not_linked() {
        let marked = "[Ann|1] met [Bea|2]. [She|1] left.";
        assert_eq!(judge(marked, "[Ann|7] met [Bea|8]. [She|7] left."), [("she", 1, 0, 0)]);
        assert_eq!(judge(marked, "[Ann|7] met [Bea|8]. [She|8] left."), [("she", 0, 1, 1)]);
        assert_eq!(judge(marked, "[Ann|7] met [Bea|8]. [She|9] left."), [("she", 0, 0, 1)]);
        assert_eq!(judge("[Ann|1] slept. It rained.", "[Ann|7] slept. [It|7] rained."), [("it", 0, 1, 0)]);
    }

    #[test]
    fn they_stands_for_both_or_is_wrong() {
        let marked = "[Ann|1] met [Bea|2]. [They|1+2] left.";
        assert_eq!(judge(marked, "[Ann|7] met [Bea|8]. [They|7+8] left."), [("they", 1, 0, 0)]);
        assert_eq!(judge(marked, "[Ann|7] met [Bea|8]. [They|8] left."), [("they", 0, 1, 1)]);
    }

    #[test]
    fn a_mixed_thing_stands_for_most_of_its_names() {
        let marked = "[Ann|1] left. [Ann|1] ran. [Bea|2] stayed. [She|2] slept.";
        assert_eq!(judge(marked, "[Ann|7] left. [Ann|7] ran. [Bea|7] stayed. [She|7] slept."), [("she", 0, 1, 1)]);
    }
}
