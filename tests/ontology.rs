//! The ontology, its shapes, and the questions of the catalogue.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use dateline::embedded;
use dateline::ontology::Ontology;
use dateline::query::{Answer, Catalogue, Format, run};
use dateline::store::{Change, Location, load_quads};
use dateline::vocabulary::DL;
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNode, TermRef};
use oxigraph::store::Store;
use oxttl::TurtleParser;
use std::collections::BTreeSet;
use std::path::Path;

/// The sample graph with what follows from it, as `dateline load` makes it.
fn sample() -> Store {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::File(folder.path().join("graph.nq"));
    let add = load_quads(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ask/sample.trig"), None).unwrap();
    location.apply(&Change { add, ..Change::default() }).unwrap();
    location.open().unwrap()
}

fn turtle(path: &str) -> Graph {
    let text = embedded::file(path).unwrap();
    TurtleParser::new().for_slice(text).collect::<Result<_, _>>().unwrap()
}

fn iri(iri: &str) -> NamedNode {
    NamedNode::new(iri).unwrap()
}

/// Terms of the namespace that a graph describes.
fn terms(graph: &Graph) -> BTreeSet<NamedNode> {
    let subjects = graph.iter().filter_map(|t| match t.subject.into_owned() {
        NamedOrBlankNode::NamedNode(n) if n.as_str().starts_with(DL) => Some(n),
        _ => None,
    });
    subjects.collect()
}

#[test]
fn questions_answer_as_their_examples_say() {
    let store = sample();
    let catalogue = Catalogue::embedded().unwrap();
    assert!(catalogue.questions().len() >= 15);
    for question in catalogue.questions() {
        let text = question.with(&question.example_values).unwrap();
        let answer = run(&store, &text).unwrap();
        let mut table = Vec::new();
        answer.write(Format::Table(None), &mut table).unwrap();
        assert_eq!(String::from_utf8(table).unwrap().trim_end(), question.example, "{}", question.name);
        assert!(matches!(&answer, Answer::Rows { rows, .. } if !rows.is_empty()), "{} has no example row", question.name);
    }
}

#[test]
fn every_parameter_changes_the_answer() {
    let store = sample();
    for question in Catalogue::embedded().unwrap().questions() {
        let all = run(&store, &question.with(&[]).unwrap()).unwrap().rows().rows;
        for parameter in &question.parameters {
            use dateline::query::Kind;
            let value = match parameter.kind {
                Kind::Text | Kind::Iri => "nobody of that name",
                Kind::Date if matches!(parameter.name.as_str(), "from") => "2099-01-01",
                Kind::Date if question.name == "planned" => "2099-01-01",
                Kind::Date => "1999-01-01",
                Kind::Number => "-1",
                Kind::Terms if parameter.name == "tenure" => "Former",
                Kind::Terms if parameter.name == "kind" => "Threat",
                Kind::Terms => "Unknown",
            };
            let set = question.with(&[(parameter.name.clone(), value.into())]).unwrap();
            let some = run(&store, &set).unwrap().rows().rows;
            assert!(some.len() < all.len() || parameter.name == "tenure", "{}: {} does nothing", question.name, parameter.name);
            assert_ne!(some, all, "{}: {} does nothing", question.name, parameter.name);
        }
    }
}

#[test]
fn questions_name_the_statuses_that_they_take() {
    for question in Catalogue::embedded().unwrap().questions() {
        let about_events = question.text.contains("?event") || question.text.contains("dl:status");
        assert_eq!(about_events, !question.statuses.is_empty(), "{}", question.name);
        for status in question.statuses.iter().filter(|s| !s.starts_with("all") && !s.starts_with("pair")) {
            let named = question.text.contains(&format!("dl:{status}")) || question.text.contains("dl:plannedToMeet");
            assert!(named, "{} does not take {status}", question.name);
        }
    }
}

#[test]
fn every_term_has_label_definition_example_and_alignment() {
    let ontology = turtle("ontology/dateline.ttl");
    let alignments = turtle("ontology/alignments.ttl");
    let terms = terms(&ontology);
    assert!(terms.len() > 150);
    let label = iri("http://www.w3.org/2000/01/rdf-schema#label");
    let definition = iri("http://www.w3.org/2004/02/skos/core#definition");
    let example = iri("http://www.w3.org/2004/02/skos/core#example");
    for term in &terms {
        for property in [&label, &definition, &example] {
            let values = ontology.objects_for_subject_predicate(term, property).count();
            assert_eq!(values, 1, "{term} has {values} values of {property}");
        }
        assert!(alignments.triples_for_subject(term).next().is_some(), "{term} has no line in alignments.ttl");
    }
    let strangers: Vec<_> = self::terms(&alignments).difference(&terms).cloned().collect();
    assert!(strangers.is_empty(), "aligned but not defined: {strangers:?}");
}

#[test]
fn alignments_make_no_event_an_activity() {
    let alignments = turtle("ontology/alignments.ttl");
    let subclass = NamedNodeRef::new_unchecked("http://www.w3.org/2000/01/rdf-schema#subClassOf");
    for class in
        ["http://www.w3.org/ns/prov#Activity", "https://schema.org/Event", "http://semanticweb.cs.vu.nl/2009/11/sem/Event"]
    {
        let below: Vec<_> = alignments.subjects_for_predicate_object(subclass, NamedNodeRef::new_unchecked(class)).collect();
        assert!(below.is_empty(), "{below:?} below {class}");
    }
}

#[test]
fn every_class_is_held_to_a_shape() {
    let ontology = turtle("ontology/dateline.ttl");
    let shapes = turtle("ontology/shapes.ttl");
    let target = iri("http://www.w3.org/ns/shacl#targetClass");
    let subclass = iri("http://www.w3.org/2000/01/rdf-schema#subClassOf");
    let class = iri("http://www.w3.org/2002/07/owl#Class");
    let a = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
    for term in terms(&ontology).iter().filter(|t| ontology.objects_for_subject_predicate(*t, &a).any(|o| o == (&class).into())) {
        let mut queue = vec![term.clone()];
        let mut found = false;
        while let Some(at) = queue.pop() {
            found |= shapes.subjects_for_predicate_object(&target, &at).next().is_some();
            queue.extend(ontology.objects_for_subject_predicate(&at, &subclass).filter_map(|o| match o {
                TermRef::NamedNode(n) => Some(n.into_owned()),
                _ => None,
            }));
        }
        assert!(found, "{term} has no shape, and none above it has");
    }
}

/// Terms that no query, rule or lexicon line needs, each with the reason why it is there all the same.
const UNUSED: [(&str, &str); 0] = [];

#[test]
fn every_class_and_property_is_used() {
    let ontology = Ontology::embedded().unwrap();
    let files = [embedded::ASK, embedded::EXTRACT, embedded::INFER, embedded::LEXICON, embedded::KNOWLEDGE].concat();
    let text: String = files.iter().map(|(_, text)| *text).collect();
    let words: BTreeSet<&str> = text.split(|c: char| !c.is_ascii_alphanumeric() && c != ':').collect();
    let used = |term: &str| term.strip_prefix(DL).is_some_and(|local| words.contains(format!("dl:{local}").as_str()));
    for term in ontology.classes().chain(ontology.properties()).filter(|t| t.starts_with(DL)) {
        let local = &term[DL.len()..];
        // A question on communications takes calls; the classes of fixed values are used through their values.
        let above = ontology.superclasses(term).iter().any(|t| t != &format!("{DL}Event") && used(t));
        let of_values = ["Status", "Tenure", "Capacity", "QuoteKind", "TimePrecision"].contains(&local);
        let listed = UNUSED.iter().any(|(t, _)| *t == local);
        assert!(used(term) || above || of_values || listed, "{local} is used nowhere");
        assert!(!(used(term) && listed), "{local} is used and listed as unused");
    }
}
