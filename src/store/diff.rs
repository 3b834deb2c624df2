//! What two graphs do not share.
//!
//! Blank nodes get the labels of the RDF canonicalization algorithm, by sophia, so that two graphs are equal when they
//! are isomorphic, whatever their files call their blank nodes.

use super::StoreError;
use oxigraph::model::Quad;
use sophia::api::prelude::*;
use sophia::api::term::SimpleTerm;
use std::collections::{BTreeSet, HashSet};

type Spog = sophia::api::quad::Spog<SimpleTerm<'static>>;

/// The lines of canonical N-Quads that only one of two graphs has, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Only in the first.
    pub left: Vec<String>,
    /// Only in the second.
    pub right: Vec<String>,
}

impl Difference {
    /// Compares two graphs.
    ///
    /// # Errors
    /// [`StoreError::Canonical`] for a graph built to make canonicalization endless.
    pub fn of(left: &[Quad], right: &[Quad]) -> Result<Self, StoreError> {
        let (left, right) = (lines(left)?, lines(right)?);
        let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect();
        Ok(Self { left: only(&left, &right), right: only(&right, &left) })
    }

    /// Whether the graphs are the same.
    pub fn is_empty(&self) -> bool {
        self.left.is_empty() && self.right.is_empty()
    }
}

/// The quads as canonical N-Quads.
///
/// # Errors
/// As [`Difference::of`].
pub fn canonical(quads: &[Quad]) -> Result<String, StoreError> {
    let fail = |message: String| StoreError::Canonical(message);
    let mut text = Vec::new();
    super::serialize_quads(&mut text, quads).map_err(|e| fail(e.to_string()))?;
    let dataset: HashSet<Spog> =
        sophia::turtle::parser::nq::parse_bufread(text.as_slice()).collect_quads().map_err(|e| fail(e.to_string()))?;
    let mut out = Vec::new();
    sophia::c14n::rdfc10::normalize(&dataset, &mut out).map_err(|e| fail(e.to_string()))?;
    String::from_utf8(out).map_err(|e| fail(e.to_string()))
}

fn lines(quads: &[Quad]) -> Result<BTreeSet<String>, StoreError> {
    Ok(canonical(quads)?.lines().map(ToOwned::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfParser};

    fn quads(text: &str) -> Vec<Quad> {
        RdfParser::from_format(RdfFormat::TriG).for_slice(text).collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn names_of_blank_nodes_make_no_difference() {
        let a = quads("@prefix e: <https://e.org/> . e:a e:p _:x . _:x e:q _:y , \"1\" .");
        let b = quads("@prefix e: <https://e.org/> . _:one e:q \"1\" , _:two . e:a e:p _:one .");
        assert!(Difference::of(&a, &b).unwrap().is_empty());
    }

    #[test]
    fn tells_what_each_side_has_alone() {
        let a = quads("@prefix e: <https://e.org/> . e:g { e:a e:p 1 , 2 }");
        let b = quads("@prefix e: <https://e.org/> . e:g { e:a e:p 2 , 3 }");
        let difference = Difference::of(&a, &b).unwrap();
        assert_eq!((difference.left.len(), difference.right.len()), (1, 1));
        assert!(difference.left[0].contains("\"1\"") && difference.right[0].contains("\"3\""));
    }
}
