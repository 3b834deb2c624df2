//! Three ways to compare two sets of chains: by links, by mentions, by chains.
//!
//! As in the reference scorer of Pradhan and others 2014 (doi:10.3115/v1/P14-2006): mentions that stand on one side only count
//! against the other side, and the sums run over all documents before they are divided.

use std::collections::{BTreeMap, BTreeSet};

/// A chain, as the numbers of its mentions.
pub type Part = BTreeSet<usize>;

/// Sums from which precision and recall follow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    /// What is right of the found, and all that is found.
    precision: (f64, f64),
    /// What is right of the wanted, and all that is wanted.
    recall: (f64, f64),
}

impl Measure {
    /// Share of the found that is right; 0 when nothing was found.
    pub fn precision(self) -> f64 {
        ratio(self.precision)
    }
    /// Share of the wanted that is right; 0 when nothing was wanted.
    pub fn recall(self) -> f64 {
        ratio(self.recall)
    }
    /// Harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        ratio((2.0 * p * r, p + r))
    }
    pub(super) fn add(&mut self, other: Self) {
        for (sum, more) in [(&mut self.precision, other.precision), (&mut self.recall, other.recall)] {
            *sum = (sum.0 + more.0, sum.1 + more.1);
        }
    }
}

fn ratio((part, whole): (f64, f64)) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

#[expect(clippy::cast_precision_loss, reason = "counts of mentions are small")]
fn float(count: usize) -> f64 {
    count as f64
}

/// Links that join a chain's mentions: how many of them the other side has.
///
/// Source: Vilain and others 1995, doi:10.3115/1072399.1072405.
pub(super) fn muc(key: &[Part], response: &[Part]) -> Measure {
    let side = |chains: &[Part], other: &[Part]| {
        let place = places(other);
        let mut sum = (0.0, 0.0);
        for chain in chains {
            let within: BTreeSet<usize> = chain.iter().filter_map(|mention| place.get(mention).copied()).collect();
            let alone = chain.iter().filter(|mention| !place.contains_key(mention)).count();
            sum = (sum.0 + float(chain.len() - within.len() - alone), sum.1 + float(chain.len() - 1));
        }
        sum
    };
    Measure { precision: side(response, key), recall: side(key, response) }
}

/// For each mention the share of its chain that the other side's chain holds.
///
/// Source: Bagga and Baldwin 1998, without changes for mentions of one side only.
pub(super) fn b_cubed(key: &[Part], response: &[Part]) -> Measure {
    let side = |chains: &[Part], other: &[Part]| {
        let mut sum = (0.0, 0.0);
        for chain in chains {
            let shared = other.iter().map(|part| float(part.intersection(chain).count()).powi(2)).sum::<f64>();
            sum = (sum.0 + shared / float(chain.len()), sum.1 + float(chain.len()));
        }
        sum
    };
    Measure { precision: side(response, key), recall: side(key, response) }
}

/// Chains paired one to one so that they are most alike; the likeness of a pair is φ4, the F1 of its mentions.
///
/// Source: Luo 2005, doi:10.3115/1220575.1220579.
pub(super) fn ceaf(key: &[Part], response: &[Part]) -> Measure {
    let alike = |wanted: &Part, found: &Part| 2.0 * float(wanted.intersection(found).count()) / float(wanted.len() + found.len());
    let (rows, columns) = if key.len() <= response.len() { (key, response) } else { (response, key) };
    let weights: Vec<Vec<f64>> = rows.iter().map(|row| columns.iter().map(|column| alike(row, column)).collect()).collect();
    let best = heaviest(&weights);
    Measure { precision: (best, float(response.len())), recall: (best, float(key.len())) }
}

/// The chain of each mention.
fn places(chains: &[Part]) -> BTreeMap<usize, usize> {
    chains.iter().enumerate().flat_map(|(at, chain)| chain.iter().map(move |&mention| (mention, at))).collect()
}

/// The greatest sum of weights with one of each row, none from the same column twice. No more rows than columns.
///
/// The Hungarian method with potentials, in time rows² · columns (Kuhn 1955, doi:10.1002/nav.3800020109).
fn heaviest(weights: &[Vec<f64>]) -> f64 {
    let columns = weights.first().map_or(0, Vec::len);
    // Row and column 0 stand for "none"; `row_of[column]` is the row that holds a column.
    let (mut row_price, mut column_price) = (vec![0.0; weights.len() + 1], vec![0.0; columns + 1]);
    let mut row_of = vec![0; columns + 1];
    for row in 1..=weights.len() {
        row_of[0] = row;
        let (mut slack, mut before) = (vec![f64::INFINITY; columns + 1], vec![0; columns + 1]);
        let mut done = vec![false; columns + 1];
        let mut at = 0;
        while row_of[at] != 0 {
            done[at] = true;
            let holder = row_of[at];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for column in (1..=columns).filter(|&column| !done[column]) {
                let cost = -weights[holder - 1][column - 1] - row_price[holder] - column_price[column];
                if cost < slack[column] {
                    (slack[column], before[column]) = (cost, at);
                }
                if slack[column] < step {
                    (step, next) = (slack[column], column);
                }
            }
            for column in 0..=columns {
                if done[column] {
                    row_price[row_of[column]] += step;
                    column_price[column] -= step;
                } else {
                    slack[column] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            row_of[at] = row_of[before[at]];
            at = before[at];
        }
    }
    (1..=columns).filter(|&column| row_of[column] != 0).map(|column| weights[row_of[column] - 1][column - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chains(parts: &[&[usize]]) -> Vec<Part> {
        parts.iter().map(|part| part.iter().copied().collect()).collect()
    }

    fn is(measure: Measure, precision: f64, recall: f64, f1: f64) {
        let found = [measure.precision(), measure.recall(), measure.f1()];
        let same = found.iter().zip([precision, recall, f1]).all(|(found, wanted)| (found - wanted).abs() < 0.006);
        assert!(same, "{found:?} is not {precision} {recall} {f1}");
    }

    // Pradhan and others 2014, section 4: a b c, d e f g against a b, c d, f g h i.
    #[test]
    fn agrees_with_the_example_of_the_reference_scorer() {
        let (key, response) = (chains(&[&[1, 2, 3], &[4, 5, 6, 7]]), chains(&[&[1, 2], &[3, 4], &[6, 7, 8, 9]]));
        is(muc(&key, &response), 0.40, 0.40, 0.40);
        is(b_cubed(&key, &response), 0.50, 0.42, 0.46);
        is(ceaf(&key, &response), 0.43, 0.65, 0.52);
    }

    // Bagga and Baldwin 1998: the second response joins the two long chains, which links alone do not punish.
    #[test]
    fn agrees_with_the_examples_of_b_cubed() {
        let key = chains(&[&[1, 2, 3, 4, 5], &[6, 7], &[8, 9, 10, 11, 12]]);
        let first = chains(&[&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11, 12]]);
        let second = chains(&[&[1, 2, 3, 4, 5, 8, 9, 10, 11, 12], &[6, 7]]);
        is(muc(&key, &first), 0.90, 1.0, 0.947);
        is(muc(&key, &second), 0.90, 1.0, 0.947);
        is(b_cubed(&key, &first), 0.762, 1.0, 0.865);
        is(b_cubed(&key, &second), 0.583, 1.0, 0.737);
    }

    // Luo 2005, table 1, the columns of φ4.
    #[test]
    fn agrees_with_the_examples_of_ceaf() {
        let key = chains(&[&[1, 2, 3, 4, 5], &[6, 7], &[8, 9, 10, 11, 12]]);
        let first = chains(&[&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11, 12]]);
        let second = chains(&[&[1, 2, 3, 4, 5, 8, 9, 10, 11, 12], &[6, 7]]);
        let one = chains(&[&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]]);
        assert!((ceaf(&key, &first).f1() - 0.733).abs() < 0.001);
        assert!((ceaf(&key, &second).f1() - 0.667).abs() < 0.001);
        assert!((ceaf(&key, &one).f1() - 0.294).abs() < 0.001);
    }

    #[test]
    fn pairs_for_the_greatest_sum_and_not_greedily() {
        assert!((heaviest(&[vec![0.9, 0.8], vec![0.8, 0.1]]) - 1.6).abs() < 1e-9);
        assert!((heaviest(&[vec![0.2, 0.0, 0.7]]) - 0.7).abs() < 1e-9);
        assert!((heaviest(&[vec![0.5, 0.6, 0.0], vec![0.6, 0.7, 0.3], vec![0.0, 0.3, 0.2]]) - 1.4).abs() < 1e-9);
        assert!(heaviest(&[]).abs() < 1e-9);
    }

    #[test]
    fn nothing_found_is_nothing_right() {
        let key = chains(&[&[1, 2]]);
        for measure in [muc(&key, &[]), b_cubed(&key, &[]), ceaf(&key, &[])] {
            assert_eq!((measure.precision(), measure.recall(), measure.f1()), (0.0, 0.0, 0.0));
        }
    }
}
