//! The order of quads: that of their lines as N-Quads, term by term, found without writing them.

use oxrdf::{GraphName, NamedOrBlankNode, Quad, Term};
use std::cmp::Ordering;

/// Compares by graph, subject, predicate and object.
pub fn compare(a: &Quad, b: &Quad) -> Ordering {
    graphs(&a.graph_name, &b.graph_name).then_with(|| compare_triples(a, b))
}

/// Compares by subject, predicate and object.
pub fn compare_triples(a: &Quad, b: &Quad) -> Ordering {
    let subject = |quad: &Quad| match &quad.subject {
        NamedOrBlankNode::NamedNode(_) => 0,
        NamedOrBlankNode::BlankNode(_) => 1,
    };
    let subjects = match (&a.subject, &b.subject) {
        (NamedOrBlankNode::NamedNode(a), NamedOrBlankNode::NamedNode(b)) => iris(a.as_str(), b.as_str()),
        (NamedOrBlankNode::BlankNode(a), NamedOrBlankNode::BlankNode(b)) => a.as_str().cmp(b.as_str()),
        _ => subject(a).cmp(&subject(b)),
    };
    subjects.then_with(|| iris(a.predicate.as_str(), b.predicate.as_str())).then_with(|| terms(&a.object, &b.object))
}

/// Sorts, and drops repeats.
pub fn sort(quads: &mut Vec<Quad>) {
    quads.sort_by(compare);
    quads.dedup();
}

/// What two versions of some quads do not share.
#[derive(Debug, Default)]
pub struct Delta<'q> {
    /// Only in the older one, sorted.
    pub gone: Vec<&'q Quad>,
    /// Only in the newer one, sorted.
    pub come: Vec<&'q Quad>,
}

impl<'q> Delta<'q> {
    /// Compares two versions, each sorted as [`sort`] does, each quad once.
    pub fn of(before: &'q [Quad], after: &'q [Quad]) -> Self {
        let mut delta = Self::default();
        let (mut before, mut after) = (before.iter().peekable(), after.iter().peekable());
        while let (Some(old), Some(new)) = (before.peek(), after.peek()) {
            match compare(old, new) {
                Ordering::Less => delta.gone.extend(before.next()),
                Ordering::Greater => delta.come.extend(after.next()),
                Ordering::Equal => {
                    before.next();
                    after.next();
                }
            }
        }
        delta.gone.extend(before);
        delta.come.extend(after);
        delta
    }

    /// Whether the versions are the same.
    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.come.is_empty()
    }
}

fn graphs(a: &GraphName, b: &GraphName) -> Ordering {
    let rank = |graph: &GraphName| match graph {
        GraphName::NamedNode(_) => 0,
        GraphName::DefaultGraph => 1,
        GraphName::BlankNode(_) => 2,
    };
    match (a, b) {
        (GraphName::NamedNode(a), GraphName::NamedNode(b)) => iris(a.as_str(), b.as_str()),
        (GraphName::BlankNode(a), GraphName::BlankNode(b)) => a.as_str().cmp(b.as_str()),
        _ => rank(a).cmp(&rank(b)),
    }
}

fn terms(a: &Term, b: &Term) -> Ordering {
    let rank = |term: &Term| match term {
        Term::Literal(_) => 0,
        Term::NamedNode(_) => 1,
        Term::BlankNode(_) => 2,
    };
    match (a, b) {
        (Term::NamedNode(a), Term::NamedNode(b)) => iris(a.as_str(), b.as_str()),
        (Term::BlankNode(a), Term::BlankNode(b)) => a.as_str().cmp(b.as_str()),
        (Term::Literal(a), Term::Literal(b)) => {
            let plain = |text: &str| text.bytes().all(|b| b >= b' ' && !matches!(b, b'"' | b'\\' | 0x7f | 0xef));
            let (left, right) = (a.value(), b.value());
            if left != right && plain(left) && plain(right) {
                closed(left, right, b'"')
            } else if a == b {
                Ordering::Equal
            } else {
                a.to_string().cmp(&b.to_string())
            }
        }
        _ => rank(a).cmp(&rank(b)),
    }
}

fn iris(a: &str, b: &str) -> Ordering {
    closed(a, b, b'>')
}

/// Compares texts that a mark, which they do not have themselves, closes.
fn closed(a: &str, b: &str, mark: u8) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let shared = a.len().min(b.len());
    a[..shared].cmp(&b[..shared]).then_with(|| match (a.get(shared), b.get(shared)) {
        (Some(next), None) => next.cmp(&mark),
        (None, Some(next)) => mark.cmp(next),
        _ => Ordering::Equal,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{BlankNode, Literal, NamedNode};

    fn line(quad: &Quad) -> [String; 4] {
        [quad.graph_name.to_string(), quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string()]
    }

    fn quads() -> Vec<Quad> {
        let node = |end: &str| NamedNode::new_unchecked(format!("https://e.org/{end}"));
        let blank = || BlankNode::new_unchecked("b1");
        let mut objects: Vec<Term> =
            vec![node("a").into(), node("a-b").into(), node("a2").into(), node("ab").into(), blank().into()];
        for words in ["", "a", "a b", "a!", "a\"", "a\\", "a\n", "aé", "a\u{fffe}", "ab", "10", "9"] {
            let typed = Literal::new_typed_literal(words, NamedNode::new_unchecked("http://www.w3.org/2001/XMLSchema#integer"));
            objects.extend([
                Literal::from(words).into(),
                Literal::new_language_tagged_literal_unchecked(words, "en").into(),
                typed.into(),
            ]);
        }
        let mut quads = Vec::new();
        for graph in [GraphName::DefaultGraph, node("g").into(), node("g1").into(), blank().into()] {
            for subject in [NamedOrBlankNode::from(node("s")), node("s-1").into(), blank().into()] {
                quads.extend(objects.iter().map(|o| Quad::new(subject.clone(), node("p"), o.clone(), graph.clone())));
            }
        }
        quads
    }

    #[test]
    fn order_is_that_of_the_lines() {
        let quads = quads();
        for a in &quads {
            for b in &quads {
                assert_eq!(compare(a, b), line(a).cmp(&line(b)), "{a} {b}");
            }
        }
    }

    #[test]
    fn delta_tells_what_went_and_what_came() {
        let mut all = quads();
        sort(&mut all);
        let (odd, rest): (Vec<_>, Vec<_>) = all.iter().cloned().enumerate().partition(|(at, _)| at % 5 == 0);
        let of = |numbered: Vec<(usize, Quad)>| numbered.into_iter().map(|(_, quad)| quad).collect::<Vec<_>>();
        let (odd, rest) = (of(odd), of(rest));
        let delta = Delta::of(&all, &rest);
        assert!(delta.come.is_empty() && delta.gone.iter().copied().eq(&odd));
        assert!(Delta::of(&rest, &all).come.into_iter().eq(&odd));
        assert!(Delta::of(&all, &all).is_empty());
    }
}
