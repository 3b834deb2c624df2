//! A graph in memory as sorted integers, never changed once built: what `dateline serve` answers from.
//!
//! Terms are numbered, quads stand in four orders, so that any pattern is a slice. Terms stay as they were written. Against
//! Oxigraph's store in memory it takes a fifth of the space, gives each triple of the union of graphs once, and lets a
//! query be broken off in the middle of a product (see [`super::View`]).

use hashbrown::HashTable;
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// A quad of numbered terms in the order subject, predicate, object, graph.
pub type Row = [u32; 4];

/// The graph's number of triples that were given without one.
pub const NO_GRAPH: u32 = u32::MAX;

/// Terms and their numbers.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    terms: Vec<Term>,
    numbers: HashTable<u32>,
}

fn hash(term: &Term) -> u64 {
    let mut hasher = FxHasher::default();
    term.hash(&mut hasher);
    hasher.finish()
}

impl Terms {
    /// The number of a term, if it has one.
    pub fn number(&self, term: &Term) -> Option<u32> {
        self.numbers.find(hash(term), |n| self.terms[*n as usize] == *term).copied()
    }

    /// The number of a term, which gets one when it is new.
    pub fn add(&mut self, term: Term) -> u32 {
        let Self { terms, numbers } = self;
        let entry = numbers.entry(hash(&term), |n| terms[*n as usize] == term, |n| hash(&terms[*n as usize]));
        *entry
            .or_insert_with(|| {
                terms.push(term);
                terms.len() as u32 - 1
            })
            .get()
    }

    /// The term of a number.
    pub fn term(&self, number: u32) -> &Term {
        &self.terms[number as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// Which graphs a pattern looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Graphs {
    /// All of them as one, each triple once.
    Union,
    /// Each named graph for itself.
    Named,
    /// One, by its number; [`NO_GRAPH`] for the triples without a graph.
    One(u32),
}

/// How the triples of one predicate spread: by their average, joins are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// Triples, once for each graph.
    pub triples: u32,
    /// Different subjects.
    pub subjects: u32,
    /// Different objects.
    pub objects: u32,
}

/// Quads in four orders.
#[derive(Clone, Debug, Default)]
pub struct Index {
    terms: Terms,
    spreads: FxHashMap<u32, Spread>,
    subject_first: Vec<Row>,
    predicate_first: Vec<Row>,
    object_first: Vec<Row>,
    graph_first: Vec<Row>,
}

/// The places of subject, predicate, object and graph in each order.
const SUBJECT_FIRST: [usize; 4] = [0, 1, 2, 3];
const PREDICATE_FIRST: [usize; 4] = [1, 2, 0, 3];
const OBJECT_FIRST: [usize; 4] = [2, 0, 1, 3];
const GRAPH_FIRST: [usize; 4] = [3, 0, 1, 2];

fn ordered(rows: &[Row], order: [usize; 4]) -> Vec<Row> {
    let mut sorted: Vec<Row> = rows.iter().map(|row| order.map(|place| row[place])).collect();
    sorted.sort_unstable();
    sorted
}

impl Index {
    /// Lays out quads, each once.
    ///
    /// # Errors
    /// Those of the quads.
    pub fn build<E>(quads: impl IntoIterator<Item = Result<Quad, E>>) -> Result<Self, E> {
        let mut terms = Terms::default();
        let rows = quads.into_iter().map(|quad| quad.map(|q| row(&mut terms, q))).collect::<Result<Vec<_>, E>>()?;
        Ok(Self::from_rows(terms, rows))
    }

    fn from_rows(terms: Terms, mut rows: Vec<Row>) -> Self {
        rows.sort_unstable();
        rows.dedup();
        let (predicate_first, object_first) = (ordered(&rows, PREDICATE_FIRST), ordered(&rows, OBJECT_FIRST));
        let graph_first = ordered(&rows, GRAPH_FIRST);
        let mut spreads = FxHashMap::<u32, Spread>::default();
        for run in predicate_first.chunk_by(|a, b| a[..2] == b[..2]) {
            let spread = spreads.entry(run[0][0]).or_default();
            spread.triples += run.len() as u32;
            spread.objects += 1;
        }
        for run in rows.chunk_by(|a, b| a[..2] == b[..2]) {
            spreads.entry(run[0][1]).or_default().subjects += 1;
        }
        Self { terms, spreads, subject_first: rows, predicate_first, object_first, graph_first }
    }

    /// How the triples of a predicate spread.
    pub fn spread(&self, predicate: u32) -> Spread {
        self.spreads.get(&predicate).copied().unwrap_or_default()
    }

    /// A copy without the quads for which `remove` holds and with the others added.
    #[must_use]
    pub fn changed(&self, remove: impl Fn(&Row) -> bool, add: Vec<Quad>) -> Self {
        let mut terms = self.terms.clone();
        let mut rows: Vec<Row> = self.subject_first.iter().filter(|row| !remove(row)).copied().collect();
        rows.extend(add.into_iter().map(|quad| row(&mut terms, quad)));
        Self::from_rows(terms, rows)
    }

    /// The terms.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// How many quads there are.
    pub fn len(&self) -> usize {
        self.subject_first.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.subject_first.is_empty()
    }

    /// The number of a quad's terms, if the index has them all.
    pub fn row(&self, quad: &Quad) -> Option<Row> {
        Some([
            self.terms.number(&quad.subject.clone().into())?,
            self.terms.number(&quad.predicate.clone().into())?,
            self.terms.number(&quad.object)?,
            self.graph(&quad.graph_name)?,
        ])
    }

    /// The number of a graph's name, if it stands somewhere.
    pub fn graph(&self, name: &GraphName) -> Option<u32> {
        match name {
            GraphName::NamedNode(node) => self.terms.number(&node.clone().into()),
            GraphName::BlankNode(node) => self.terms.number(&node.clone().into()),
            GraphName::DefaultGraph => Some(NO_GRAPH),
        }
    }

    /// The numbers of the named graphs, in the order of the numbers.
    pub fn named_graphs(&self) -> impl Iterator<Item = u32> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            let graph = self.graph_first.get(at)?[0];
            at += self.graph_first[at..].partition_point(|row| row[0] == graph);
            (graph != NO_GRAPH).then_some(graph)
        })
    }

    /// Whether the graph holds a quad.
    pub fn has_graph(&self, graph: u32) -> bool {
        !prefix(&self.graph_first, &[graph]).is_empty()
    }

    /// The quads that fit; without a number any term does.
    pub fn matching(&self, subject: Option<u32>, predicate: Option<u32>, object: Option<u32>, graphs: Graphs) -> Matches<'_> {
        let (rows, order): (&[Row], _) = match (subject, predicate, object) {
            (Some(s), Some(p), Some(o)) => (prefix(&self.subject_first, &[s, p, o]), SUBJECT_FIRST),
            (Some(s), Some(p), None) => (prefix(&self.subject_first, &[s, p]), SUBJECT_FIRST),
            (Some(s), None, Some(o)) => (prefix(&self.object_first, &[o, s]), OBJECT_FIRST),
            (Some(s), None, None) => (prefix(&self.subject_first, &[s]), SUBJECT_FIRST),
            (None, Some(p), Some(o)) => (prefix(&self.predicate_first, &[p, o]), PREDICATE_FIRST),
            (None, Some(p), None) => (prefix(&self.predicate_first, &[p]), PREDICATE_FIRST),
            (None, None, Some(o)) => (prefix(&self.object_first, &[o]), OBJECT_FIRST),
            (None, None, None) => (&self.subject_first, SUBJECT_FIRST),
        };
        let fits = |row: &Row| predicate.is_none_or(|p| row[2] == p) && object.is_none_or(|o| row[3] == o);
        if let Graphs::One(graph) = graphs {
            let inside = match subject {
                Some(s) => prefix(&self.graph_first, &[graph, s]),
                None => prefix(&self.graph_first, &[graph]),
            };
            if inside.len() < rows.len() {
                // a small graph: look at all of it rather than at all that fits
                let skip = inside.iter().position(fits).unwrap_or(inside.len());
                let wanted = [None, None, predicate, object];
                return Matches { rows: &inside[skip..], order: GRAPH_FIRST, graphs, wanted };
            }
        }
        Matches { rows, order, graphs, wanted: [None; 4] }
    }

    /// The quads of numbered terms, spelt out.
    pub fn quad(&self, row: Row) -> Option<Quad> {
        let node = |number: u32| match self.terms.term(number).clone() {
            Term::NamedNode(node) => Some(NamedOrBlankNode::from(node)),
            Term::BlankNode(node) => Some(node.into()),
            Term::Literal(_) => None,
        };
        let Term::NamedNode(predicate) = self.terms.term(row[1]).clone() else { return None };
        let graph = if row[3] == NO_GRAPH { GraphName::DefaultGraph } else { node(row[3])?.into() };
        Some(Quad::new(node(row[0])?, predicate, self.terms.term(row[2]).clone(), graph))
    }

    /// All quads, spelt out.
    pub fn quads(&self) -> impl Iterator<Item = Quad> + '_ {
        self.subject_first.iter().filter_map(|row| self.quad(*row))
    }
}

fn row(terms: &mut Terms, quad: Quad) -> Row {
    let graph = match quad.graph_name {
        GraphName::NamedNode(node) => terms.add(node.into()),
        GraphName::BlankNode(node) => terms.add(node.into()),
        GraphName::DefaultGraph => NO_GRAPH,
    };
    [terms.add(quad.subject.into()), terms.add(quad.predicate.into()), terms.add(quad.object), graph]
}

/// The rows that begin with some numbers.
fn prefix<'a>(rows: &'a [Row], start: &[u32]) -> &'a [Row] {
    let from = rows.partition_point(|row| row[..start.len()] < *start);
    let rows = &rows[from..];
    // what fits is most often a short run: look near before looking far
    let mut bound = 1;
    while bound < rows.len() && row_fits(&rows[bound], start) {
        bound *= 2;
    }
    let near = &rows[..rows.len().min(bound + 1)];
    &near[..near.partition_point(|row| row_fits(row, start))]
}

fn row_fits(row: &Row, start: &[u32]) -> bool {
    row[..start.len()] == *start
}

/// Quads that fit a pattern, as numbers of subject, predicate, object and graph.
#[derive(Clone, Debug)]
pub struct Matches<'a> {
    rows: &'a [Row],
    order: [usize; 4],
    graphs: Graphs,
    /// What each place of a row in its own order has to hold beside the run's beginning.
    wanted: [Option<u32>; 4],
}

impl Matches<'_> {
    /// How many there are at most.
    pub fn at_most(&self) -> usize {
        self.rows.len()
    }
}

impl Iterator for Matches<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            let (first, rest) = self.rows.split_first()?;
            self.rows = rest;
            if self.wanted.iter().zip(first).any(|(wanted, found)| wanted.is_some_and(|w| w != *found)) {
                continue;
            }
            let mut row = [0; 4];
            for (place, number) in self.order.iter().zip(first) {
                row[*place] = *number;
            }
            match self.graphs {
                Graphs::Union => {
                    // the graph is the last place: the same triple of another graph comes next
                    while let Some((next, rest)) = self.rows.split_first()
                        && next[..3] == first[..3]
                    {
                        self.rows = rest;
                    }
                    row[3] = NO_GRAPH;
                }
                Graphs::Named if row[3] == NO_GRAPH => continue,
                Graphs::One(graph) if row[3] != graph => continue,
                _ => {}
            }
            return Some(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfParser};
    use proptest::prelude::*;

    fn quads(text: &str) -> Vec<Quad> {
        let text = format!("@prefix e: <https://e.org/> . {text}");
        RdfParser::from_format(RdfFormat::TriG).for_slice(&text).collect::<Result<_, _>>().unwrap()
    }

    fn index(quads: Vec<Quad>) -> Index {
        Index::build(quads.into_iter().map(Ok::<_, std::convert::Infallible>)).unwrap()
    }

    #[test]
    fn union_gives_each_triple_once() {
        let index = index(quads("e:g { e:a e:p 1 } e:h { e:a e:p 1 , 2 } e:a e:p 1 ."));
        assert_eq!(index.matching(None, None, None, Graphs::Union).count(), 2);
        assert_eq!(index.matching(None, None, None, Graphs::Named).count(), 3);
        assert_eq!(index.named_graphs().count(), 2);
    }

    #[test]
    fn counts_how_predicates_spread() {
        let index = index(quads("e:g { e:a e:p 1 , 2 . e:b e:p 1 ; e:q 1 } e:h { e:a e:p 1 }"));
        let spread = |name: &str| {
            index.spread(
                index.terms().number(&oxigraph::model::NamedNode::new_unchecked(format!("https://e.org/{name}")).into()).unwrap(),
            )
        };
        assert_eq!(spread("p"), Spread { triples: 4, subjects: 2, objects: 2 });
        assert_eq!(spread("q"), Spread { triples: 1, subjects: 1, objects: 1 });
        assert_eq!(spread("a"), Spread::default());
    }

    #[test]
    fn terms_stay_as_written() {
        let given = quads("e:g { e:a e:p \"007\"^^<http://www.w3.org/2001/XMLSchema#integer> }");
        assert_eq!(index(given.clone()).quads().collect::<Vec<_>>(), given);
    }

    fn small() -> impl Strategy<Value = Vec<(u8, u8, u8, u8)>> {
        proptest::collection::vec((0..4u8, 0..3u8, 0..4u8, 0..3u8), 0..40)
    }

    proptest! {
        #[test]
        fn finds_what_a_scan_finds(raw in small(), s in proptest::option::of(0..4u8), p in proptest::option::of(0..3u8), o in proptest::option::of(0..4u8), g in 0..5u8) {
            use oxigraph::model::NamedNode;
            let node = |letter: char, n: u8| NamedNode::new_unchecked(format!("https://e.org/{letter}{n}"));
            let graph = |n: u8| if n == 0 { GraphName::DefaultGraph } else { node('g', n).into() };
            let all: Vec<Quad> = raw.iter().map(|(s, p, o, g)| Quad::new(node('n', *s), node('p', *p), node('n', *o), graph(*g))).collect();
            let index = index(all.clone());
            let number = |term: NamedNode| index.terms().number(&term.into()).unwrap_or(u32::MAX - 1);
            let graphs = match g { 3 => Graphs::Union, 4 => Graphs::Named, 0 => Graphs::One(NO_GRAPH), n => Graphs::One(number(node('g', n))) };
            let found = index.matching(s.map(|s| number(node('n', s))), p.map(|p| number(node('p', p))), o.map(|o| number(node('n', o))), graphs);
            let mut found: Vec<String> = found.filter_map(|row| index.quad(row)).map(|q| q.to_string()).collect();
            found.sort();
            let mut expected: Vec<String> = raw.iter().zip(all)
                .filter(|(r, _)| s.is_none_or(|s| r.0 == s) && p.is_none_or(|p| r.1 == p) && o.is_none_or(|o| r.2 == o))
                .filter(|(r, _)| match g { 3 => true, 4 => r.3 != 0, n => r.3 == n })
                .map(|(_, mut q)| { if g == 3 { q.graph_name = GraphName::DefaultGraph; } q.to_string() })
                .collect();
            expected.sort();
            expected.dedup();
            prop_assert_eq!(found, expected);
        }
    }
}
