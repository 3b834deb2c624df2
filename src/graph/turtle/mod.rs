//! A Turtle writer whose bytes depend on the triples alone: sorted, types first, grouped by subject and predicate, with
//! the prefixes that are used.
//!
//! Triples are gathered as numbers into a table of terms. When the table outgrows its memory it is sorted and spilled to
//! a temporary file, and the files are merged at the end; the bytes are the same either way.

mod layout;
mod runs;
mod spelling;
mod table;

pub use spelling::Prefixes;

use layout::Layout;
use oxrdf::TripleRef;
use runs::{Run, merge};
use std::io::{self, Write};
use table::Table;

/// Gathers triples and writes them as Turtle.
///
/// ```
/// use dateline::graph::turtle::{Prefixes, TurtleWriter};
/// use oxrdf::{NamedNodeRef, TripleRef, vocab::rdf};
/// let prefixes = Prefixes::new([("dl", "https://w3id.org/dateline/ns#"), ("ex", "https://example.org/")]);
/// let mut writer = TurtleWriter::new(prefixes, 1 << 20);
/// let node = |iri| NamedNodeRef::new_unchecked(iri);
/// writer.push(TripleRef::new(node("https://example.org/a"), rdf::TYPE, node("https://w3id.org/dateline/ns#Meeting")))?;
/// let text = String::from_utf8_lossy(&writer.finish(Vec::new())?).into_owned();
/// assert!(text.ends_with("\nex:a a dl:Meeting .\n"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct TurtleWriter {
    prefixes: Prefixes,
    memory: usize,
    table: Table,
    runs: Vec<Run>,
}

impl TurtleWriter {
    /// A writer that keeps about `memory` bytes before it spills to temporary files.
    pub fn new(prefixes: Prefixes, memory: usize) -> Self {
        Self { prefixes, memory, table: Table::default(), runs: Vec::new() }
    }

    /// Takes a triple; the same one twice is one.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn push(&mut self, triple: TripleRef<'_>) -> io::Result<()> {
        self.table.push(triple, &mut self.prefixes);
        if self.table.size() > self.memory {
            let full = std::mem::take(&mut self.table);
            self.runs.push(Run::write(&full.sort())?);
        }
        Ok(())
    }

    /// Writes everything and gives the output back.
    ///
    /// # Errors
    /// When the output or a temporary file fails.
    pub fn finish<W: Write>(mut self, out: W) -> io::Result<W> {
        let sorted = self.table.sort();
        let mut layout = Layout::new(out, &self.prefixes)?;
        if self.runs.is_empty() {
            sorted.lay_out(&mut layout)?;
        } else {
            self.runs.push(Run::write(&sorted)?);
            drop(sorted);
            merge(self.runs, &mut layout)?;
        }
        layout.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::vocab::{rdf, xsd};
    use oxrdf::{BlankNode, Graph, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
    use oxttl::TurtleParser;
    use proptest::prelude::*;

    fn prefixes() -> Prefixes {
        Prefixes::new([
            ("dl", "https://w3id.org/dateline/ns#"),
            ("id", "https://w3id.org/dateline/id/"),
            ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
            ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        ])
    }

    fn write(triples: &[Triple], memory: usize) -> String {
        let mut writer = TurtleWriter::new(prefixes(), memory);
        for triple in triples {
            writer.push(triple.as_ref()).unwrap();
        }
        String::from_utf8(writer.finish(Vec::new()).unwrap()).unwrap()
    }

    fn read(text: &str) -> Graph {
        TurtleParser::new().for_slice(text).collect::<Result<Graph, _>>().unwrap_or_else(|e| panic!("{e}\n{text}"))
    }

    fn id(name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("https://w3id.org/dateline/id/{name}"))
    }

    fn dl(name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("https://w3id.org/dateline/ns#{name}"))
    }

    #[test]
    fn sorts_groups_and_puts_types_first() {
        let triples = [
            Triple::new(id("b"), dl("rule"), Literal::from("two")),
            Triple::new(id("b"), dl("rule"), Literal::from("one")),
            Triple::new(id("b"), dl("agent"), id("a")),
            Triple::new(id("b"), rdf::TYPE, dl("Meeting")),
            Triple::new(id("a"), dl("count"), Literal::from(16_i64)),
            Triple::new(id("a"), dl("count"), Literal::from(16_i64)),
        ];
        let expected = "@prefix dl: <https://w3id.org/dateline/ns#> .\n@prefix id: <https://w3id.org/dateline/id/> .\n\n\
            id:a dl:count 16 .\n\n\
            id:b a dl:Meeting ;\n    dl:agent id:a ;\n    dl:rule \"one\" ,\n        \"two\" .\n";
        assert_eq!(write(&triples, usize::MAX), expected);
    }

    #[test]
    fn writes_nothing_for_nothing() {
        assert_eq!(write(&[], 1), "");
    }

    #[test]
    fn local_names_are_flat_or_the_iri_is_written_out() {
        for odd in ["a/b", "a.b", "-a", "", "é", "a%20b", "a:b", "a#b"] {
            let text = write(&[Triple::new(id(odd), dl("of"), id("x"))], 1);
            assert!(text.contains(&format!("<https://w3id.org/dateline/id/{odd}>")), "{text}");
            assert_eq!(read(&text).len(), 1);
        }
    }

    #[test]
    fn numbers_without_quotes_keep_their_form() {
        let typed = |value: &str, datatype| Literal::new_typed_literal(value, datatype);
        for (literal, spelled) in [
            (typed("016", xsd::INTEGER), "016 "),
            (typed("-3", xsd::INTEGER), "-3 "),
            (typed("0.91", xsd::DECIMAL), "0.91 "),
            (typed("1.", xsd::DECIMAL), "\"1.\"^^xsd:decimal "),
            (typed("true", xsd::BOOLEAN), "true "),
            (typed("1", xsd::BOOLEAN), "\"1\"^^xsd:boolean "),
            (typed("many", xsd::INTEGER), "\"many\"^^xsd:integer "),
        ] {
            let triple = Triple::new(id("a"), dl("count"), literal);
            let text = write(std::slice::from_ref(&triple), usize::MAX);
            assert!(text.contains(spelled), "{text}");
            assert!(read(&text).contains(&triple));
        }
    }

    fn words() -> impl Strategy<Value = String> {
        prop_oneof!["[a-c]{1,3}", "\\PC{0,6}", "[\u{0}-\u{7f}]{0,4}", Just("a\"b\\c\n\r\t\u{7f}\u{feff}".to_owned())]
    }

    fn iri() -> impl Strategy<Value = NamedNode> {
        let local = prop_oneof!["[a-z0-9_-]{0,4}", "[a-z/.:%é]{0,4}"];
        let space = prop_oneof![
            Just("https://w3id.org/dateline/ns#"),
            Just("https://w3id.org/dateline/id/"),
            Just("http://www.w3.org/2001/XMLSchema#"),
            Just("urn:x:")
        ];
        prop_oneof![
            8 => (space, local).prop_map(|(s, l)| NamedNode::new_unchecked(format!("{s}{}", l.replace('%', "%20")))),
            1 => Just(rdf::TYPE.into_owned())
        ]
    }

    fn literal() -> impl Strategy<Value = Literal> {
        prop_oneof![
            words().prop_map(Literal::from),
            (words(), "[a-z]{2}(-[A-Z]{2})?")
                .prop_map(|(w, l)| Literal::new_language_tagged_literal_unchecked(w, l.to_lowercase())),
            (words(), iri()).prop_map(|(w, t)| Literal::new_typed_literal(w, t)),
            any::<i64>().prop_map(Literal::from),
            any::<bool>().prop_map(Literal::from),
            any::<f64>().prop_map(Literal::from),
            "[+-]?[0-9]{0,2}\\.?[0-9]{0,2}".prop_map(|w| Literal::new_typed_literal(w, xsd::DECIMAL)),
        ]
    }

    fn triples() -> impl Strategy<Value = Vec<Triple>> {
        let blank = || "[a-c][a-c0-9]{0,2}".prop_map(BlankNode::new_unchecked);
        let subject = prop_oneof![4 => iri().prop_map(NamedOrBlankNode::from), 1 => blank().prop_map(NamedOrBlankNode::from)];
        let object =
            prop_oneof![2 => iri().prop_map(Term::from), 1 => blank().prop_map(Term::from), 3 => literal().prop_map(Term::from)];
        proptest::collection::vec((subject, iri(), object).prop_map(|(s, p, o)| Triple::new(s, p, o)), 0..40)
    }

    proptest! {
        #[test]
        fn reading_gives_back_what_was_written(triples in triples()) {
            let text = write(&triples, usize::MAX);
            let graph: Graph = triples.iter().cloned().collect();
            let same = oracle::isomorphic(&graph, &read(&text));
            prop_assert!(same, "{}", text);
        }

        #[test]
        fn order_and_memory_leave_no_trace(triples in triples(), memory in 0_usize..4000) {
            let mut turned = triples.clone();
            turned.reverse();
            prop_assert_eq!(write(&triples, usize::MAX), write(&turned, memory));
        }
    }

    /// sophia says whether two graphs are the same up to the names of blank nodes.
    mod oracle {
        use oxrdf::{Graph, NamedOrBlankNodeRef, TermRef};
        use sophia::api::term::{BnodeId, IriRef, LanguageTag, SimpleTerm};
        use sophia::isomorphism::isomorphic_graphs;

        fn term(term: TermRef<'_>) -> SimpleTerm<'static> {
            let iri = |text: &str| IriRef::new_unchecked(text.to_owned().into());
            match term {
                TermRef::NamedNode(n) => SimpleTerm::Iri(iri(n.as_str())),
                TermRef::BlankNode(b) => SimpleTerm::BlankNode(BnodeId::new_unchecked(b.as_str().to_owned().into())),
                TermRef::Literal(l) => match l.language() {
                    Some(tag) => SimpleTerm::LiteralLanguage(
                        l.value().to_owned().into(),
                        LanguageTag::new_unchecked(tag.to_owned().into()),
                        None,
                    ),
                    None => SimpleTerm::LiteralDatatype(l.value().to_owned().into(), iri(l.datatype().as_str())),
                },
            }
        }

        pub fn isomorphic(a: &Graph, b: &Graph) -> bool {
            let all = |graph: &Graph| -> Vec<[SimpleTerm<'static>; 3]> {
                let subject = |s: NamedOrBlankNodeRef<'_>| match s {
                    NamedOrBlankNodeRef::NamedNode(n) => term(n.into()),
                    NamedOrBlankNodeRef::BlankNode(b) => term(b.into()),
                };
                graph.iter().map(|t| [subject(t.subject), term(t.predicate.into()), term(t.object)]).collect()
            };
            isomorphic_graphs(&all(a), &all(b)).unwrap()
        }
    }
}
