//! Who is meant by "she"? Chains of mentions against chains that people have marked.
//!
//! Only people, organizations, places and groups are marked. A found chain counts when it means such, as far as the program knows, or
//! when one of its mentions is a marked one. Chains of one mention are left out, as in the shared tasks of `CoNLL`; spans are paired by
//! their heads. The marks are told in `tests/cases/README.md`.

mod found;
mod marked;
mod measures;
mod pronouns;

pub use marked::{ChainText, chain_texts};
pub use measures::{Measure, Part};
pub use pronouns::PronounKind;

use super::tally::Counts;
use crate::pipeline::Pipeline;
use crate::read::read_text;
use found::found_mentions;
use pronouns::link_pronouns;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

/// A phrase that stands in a chain, marked or found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ChainMention {
    /// Bytes of the text.
    span: Range<usize>,
    /// Where its head word begins.
    head: usize,
    /// What it refers to: one number, or several for a plural ("both women"). A plural stands in a chain of its own.
    chain: Vec<usize>,
    /// Which pronoun it is, if any.
    pronoun: Option<PronounKind>,
}

/// How well chains are found.
#[derive(Clone, Debug, Default)]
pub struct CoreferenceScore {
    /// Mentions in chains: found, right or not, whatever their chain.
    pub mentions: Counts,
    /// Links (Vilain and others 1995).
    pub muc: Measure,
    /// Mentions (Bagga and Baldwin 1998).
    pub b_cubed: Measure,
    /// Chains, by the similarity φ4 (Luo 2005).
    pub ceaf: Measure,
    /// Pronouns whose referent is right, wrong or not found.
    pub pronouns: BTreeMap<PronounKind, Counts>,
    /// Text and words of each pronoun that is wrong or missing, and of each mention that is missing or too much.
    pub errors: Vec<(String, String)>,
}

impl CoreferenceScore {
    /// The figure of the shared tasks: the mean of three F1.
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf.f1()) / 3.0
    }

    fn add(&mut self, text: &ChainText, found: &[(ChainMention, bool)]) {
        let found = &that_count(&text.mentions, found)[..];
        let partner = pair(&text.mentions, found);
        let key = clusters(&text.mentions, |at| at);
        let response = clusters(found, |at| partner[at].unwrap_or(text.mentions.len() + at));
        let (in_key, in_response) = (members(&key), members(&response));
        self.mentions.add(Counts {
            right: in_key.intersection(&in_response).count(),
            wrong: in_response.difference(&in_key).count(),
            missing: in_key.difference(&in_response).count(),
        });
        self.muc.add(measures::muc(&key, &response));
        self.b_cubed.add(measures::b_cubed(&key, &response));
        self.ceaf.add(measures::ceaf(&key, &response));
        let mut note = |words: String| self.errors.push((text.name.clone(), words));
        let span = |at: usize| text.mentions.get(at).unwrap_or_else(|| &found[at - text.mentions.len()]).span.clone();
        in_key.difference(&in_response).for_each(|&at| note(format!("missing: {}", around(&text.text, &span(at)))));
        in_response.difference(&in_key).for_each(|&at| note(format!("not wanted: {}", around(&text.text, &span(at)))));
        for link in link_pronouns(&text.mentions, found, &partner) {
            let counts = self.pronouns.entry(link.kind).or_default();
            counts.add(link.counts);
            if link.counts.right == 0 {
                let words = around(&text.text, &link.span);
                note(match &link.target {
                    Some(target) => format!("pronoun wrong: {words} -> {}", &text.text[target.clone()]),
                    None => format!("pronoun not linked: {words}"),
                });
            }
        }
    }
}

/// Runs the stages up to entities on the texts and scores the chains.
pub fn score_chains(texts: &[ChainText], pipeline: &Pipeline) -> CoreferenceScore {
    let resolved = |text: &ChainText| {
        let document = read_text(&text.name, &text.text, text.metadata.clone());
        found_mentions(&pipeline.resolve(document))
    };
    let found: Vec<_> = texts.par_iter().map(resolved).collect();
    let mut score = CoreferenceScore::default();
    texts.iter().zip(&found).for_each(|(text, found)| score.add(text, found));
    score
}

/// The mentions of those chains that mean what is marked, or in which a marked mention stands.
fn that_count(marked: &[ChainMention], found: &[(ChainMention, bool)]) -> Vec<ChainMention> {
    let all: Vec<ChainMention> = found.iter().map(|(mention, _)| mention.clone()).collect();
    let partner = pair(marked, &all);
    let counts = |at: &usize| found[*at].1 || partner[*at].is_some();
    let chains: BTreeSet<&[usize]> = (0..all.len()).filter(counts).map(|at| &all[at].chain[..]).collect();
    all.iter().filter(|mention| chains.contains(&mention.chain[..])).cloned().collect()
}

/// For each found mention the marked one that it is: each one's head lies in the other. One to one, equal spans first.
fn pair(marked: &[ChainMention], found: &[ChainMention]) -> Vec<Option<usize>> {
    let mut candidates = Vec::new();
    for (f, mention) in found.iter().enumerate() {
        for (m, wanted) in marked.iter().enumerate() {
            if wanted.span.contains(&mention.head) && mention.span.contains(&wanted.head) {
                let apart = wanted.span.start.abs_diff(mention.span.start) + wanted.span.end.abs_diff(mention.span.end);
                candidates.push((apart, m, f));
            }
        }
    }
    candidates.sort_unstable();
    let mut partner = vec![None; found.len()];
    let mut free = vec![true; marked.len()];
    for (_, m, f) in candidates {
        if free[m] && partner[f].is_none() {
            free[m] = false;
            partner[f] = Some(m);
        }
    }
    partner
}

/// Chains of two mentions or more, under the numbers that `number` gives to their mentions.
fn clusters(mentions: &[ChainMention], number: impl Fn(usize) -> usize) -> Vec<Part> {
    let mut chains: BTreeMap<&[usize], Part> = BTreeMap::new();
    for (at, mention) in mentions.iter().enumerate() {
        chains.entry(&mention.chain).or_default().insert(number(at));
    }
    chains.into_values().filter(|chain| chain.len() > 1).collect()
}

fn members(chains: &[Part]) -> BTreeSet<usize> {
    chains.iter().flatten().copied().collect()
}

/// A span in brackets with some of the words on both sides.
fn around(text: &str, span: &Range<usize>) -> String {
    let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let before: Vec<&str> = text[line..span.start].split_inclusive(' ').collect();
    let after = text[span.end..].lines().next().unwrap_or_default().split_inclusive(' ').take(4);
    let before = before[before.len().saturating_sub(5)..].concat();
    format!("{before}[{}]{}", &text[span.clone()], after.collect::<String>())
}

impl fmt::Display for CoreferenceScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| measure | precision | recall | F1 |\n| --- | ---: | ---: | ---: |")?;
        let mut row =
            |name: &str, precision: f64, recall: f64, f1: f64| writeln!(f, "| {name} | {precision:.3} | {recall:.3} | {f1:.3} |");
        row("mentions", self.mentions.precision(), self.mentions.recall(), self.mentions.f1())?;
        for (name, measure) in [("MUC", self.muc), ("B³", self.b_cubed), ("CEAF φ4", self.ceaf)] {
            row(name, measure.precision(), measure.recall(), measure.f1())?;
        }
        writeln!(f, "| **CoNLL** | | | {:.3} |", self.conll())?;
        writeln!(f, "\n| pronoun | marked | linked | precision | recall |\n| --- | ---: | ---: | ---: | ---: |")?;
        let mut all = Counts::default();
        for (kind, counts) in &self.pronouns {
            all.add(*counts);
            pronoun_row(f, kind.word(), *counts)?;
        }
        pronoun_row(f, "**all**", all)
    }
}

fn pronoun_row(f: &mut fmt::Formatter<'_>, name: &str, counts: Counts) -> fmt::Result {
    let (marked, linked) = (counts.right + counts.missing, counts.right + counts.wrong);
    let share = |whole: usize, share: f64| if whole == 0 { "-".to_owned() } else { format!("{share:.3}") };
    let (precision, recall) = (share(linked, counts.precision()), share(marked, counts.recall()));
    writeln!(f, "| {name} | {marked} | {linked} | {precision} | {recall} |")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(span: Range<usize>, head: usize, chain: usize) -> ChainMention {
        ChainMention { span, head, chain: vec![chain], pronoun: None }
    }

    #[test]
    fn pairs_spans_by_their_heads_and_equal_ones_first() {
        // "Turku mayor", "Turku"
        let marked = [mention(0..11, 6, 1), mention(0..5, 0, 2)];
        assert_eq!(pair(&marked, &[mention(0..5, 0, 7), mention(6..11, 6, 8)]), [Some(1), Some(0)]);
        assert_eq!(pair(&marked, &[mention(6..11, 6, 7), mention(0..11, 6, 8)]), [None, Some(0)]);
    }

    #[test]
    fn chains_of_one_mention_do_not_count() {
        let text = ChainText::read("t", "[Ann|1] saw [Bo|2]. [She|1] left. [He|3] did not.", "t.txt".as_ref()).unwrap();
        let mut found: Vec<_> = text.mentions.iter().map(|mention| (mention.clone(), true)).collect();
        let mut score = CoreferenceScore::default();
        score.add(&text, &found);
        assert!((score.conll() - 1.0).abs() < 1e-9);
        assert_eq!(score.mentions, Counts { right: 2, wrong: 0, missing: 0 });
        found[3].0.chain = vec![2];
        let mut score = CoreferenceScore::default();
        score.add(&text, &found);
        assert_eq!(score.mentions, Counts { right: 2, wrong: 2, missing: 0 });
        assert!(score.conll() < 1.0);
    }

    #[test]
    fn things_of_another_sort_count_only_in_a_marked_chain() {
        let text = ChainText::read("t", "[Ann|1] read the bill. [She|1] liked it.", "t.txt".as_ref()).unwrap();
        let thing = |words: &str, chain| {
            let start = text.text.find(words).unwrap();
            (mention(start..start + words.len(), start, chain), false)
        };
        let found = [thing("Ann", 5), thing("bill", 6), thing("it.", 6)];
        assert_eq!(that_count(&text.mentions, &found), [found[0].0.clone()]);
        let found = [thing("bill", 6), thing("She", 6)];
        assert_eq!(that_count(&text.mentions, &found).len(), 2);
    }
}
