//! Quads of one graph, gathered term by term.

use crate::graph::order::compare_triples;
use crate::vocabulary::DL;
use oxrdf::vocab::{rdf, rdfs, xsd};
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::collections::HashMap;

const ALT_LABEL: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#altLabel");
const SAME_AS: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#sameAs");
const IDENTIFIER: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/identifier");
const ARTICLE_BODY: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://schema.org/articleBody");
const URL: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://schema.org/url");

/// Makes IRIs of things under one base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iris {
    base: String,
}

impl Iris {
    /// Things live under `base`, which is an absolute IRI that ends in `/` or `#`.
    ///
    /// # Errors
    /// What is wrong with the base.
    pub fn new(base: &str) -> Result<Self, BaseError> {
        if NamedNode::new(base).is_err() {
            return Err(BaseError::Iri(base.to_owned()));
        }
        if !base.ends_with(['/', '#']) {
            return Err(BaseError::End(base.to_owned()));
        }
        Ok(Self { base: base.to_owned() })
    }

    /// The base.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The IRI of a local name.
    pub fn thing(&self, key: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{key}", self.base))
    }

    /// The graph that holds what rules infer.
    pub fn inferred(&self) -> NamedNode {
        self.thing("graph-inferred")
    }
}

/// Why a base is no good.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BaseError {
    /// No absolute IRI.
    #[error("base `{0}` is no absolute IRI; write one such as `https://example.org/news/`")]
    Iri(String),
    /// Names could not be told from the base.
    #[error("base `{0}` must end in `/` or `#`")]
    End(String),
}

/// Quads of one graph.
pub struct Sink<'a> {
    iris: &'a Iris,
    graph: GraphName,
    /// By subject, in order of appearance.
    groups: Vec<Vec<Quad>>,
    group_of: HashMap<String, usize>,
    /// The subject said last, and its group.
    last: (String, usize),
}

impl<'a> Sink<'a> {
    /// Quads in the graph with a local name.
    pub fn new(iris: &'a Iris, graph: &str) -> Self {
        let (groups, group_of) = (Vec::new(), HashMap::new());
        Self { iris, graph: iris.thing(graph).into(), groups, group_of, last: (String::new(), usize::MAX) }
    }

    /// The quads, sorted, each once.
    pub fn finish(mut self) -> Vec<Quad> {
        self.groups.sort_by(|one, other| compare_triples(&one[0], &other[0]));
        let mut quads = Vec::with_capacity(self.groups.iter().map(Vec::len).sum());
        for mut group in self.groups {
            group.sort_by(compare_triples);
            group.dedup();
            quads.append(&mut group);
        }
        quads
    }

    fn push(&mut self, subject: &str, predicate: NamedNode, object: impl Into<Term>) {
        if self.last.1 == usize::MAX || self.last.0 != subject {
            let group = *self.group_of.entry(subject.to_owned()).or_insert_with(|| {
                self.groups.push(Vec::new());
                self.groups.len() - 1
            });
            self.last = (subject.to_owned(), group);
        }
        let quad = Quad::new(self.iris.thing(subject), predicate, object, self.graph.clone());
        self.groups[self.last.1].push(quad);
    }

    /// An instance of a class of the ontology.
    pub fn class(&mut self, subject: &str, class: &str) {
        self.push(subject, rdf::TYPE.into_owned(), dl(class));
    }

    /// A name.
    pub fn label(&mut self, subject: &str, label: &str) {
        self.push(subject, rdfs::LABEL.into_owned(), Literal::from(label));
    }

    /// Another name.
    pub fn alt_label(&mut self, subject: &str, label: &str) {
        self.push(subject, ALT_LABEL.into_owned(), Literal::from(label));
    }

    /// The id of a document.
    pub fn identifier(&mut self, subject: &str, id: &str) {
        self.push(subject, IDENTIFIER.into_owned(), Literal::from(id));
    }

    /// The whole text of a post.
    pub fn article_body(&mut self, subject: &str, text: &str) {
        self.push(subject, ARTICLE_BODY.into_owned(), Literal::from(text));
    }

    /// The address of a document.
    pub fn url(&mut self, subject: &str, url: &str) {
        match NamedNode::new(url) {
            Ok(url) => self.push(subject, URL.into_owned(), url),
            Err(_) => self.push(subject, URL.into_owned(), Literal::new_typed_literal(url, xsd::ANY_URI)),
        }
    }

    /// The same thing elsewhere, by its full IRI; what is no IRI is left out.
    pub fn same_as(&mut self, subject: &str, iri: &str) {
        if let Ok(iri) = NamedNode::new(iri) {
            self.push(subject, SAME_AS.into_owned(), iri);
        }
    }

    /// A property of the ontology that leads to a thing.
    pub fn link(&mut self, subject: &str, property: &str, object: &str) {
        let object = self.iris.thing(object);
        self.push(subject, dl(property), object);
    }

    /// A property of the ontology that leads to an individual of the ontology.
    pub fn term(&mut self, subject: &str, property: &str, individual: &str) {
        self.push(subject, dl(property), dl(individual));
    }

    /// Words.
    pub fn string(&mut self, subject: &str, property: &str, value: &str) {
        self.push(subject, dl(property), Literal::from(value));
    }

    /// A whole number.
    pub fn number(&mut self, subject: &str, property: &str, value: u64) {
        self.push(subject, dl(property), Literal::new_typed_literal(value.to_string(), xsd::INTEGER));
    }

    /// A decimal of two places.
    pub fn decimal(&mut self, subject: &str, property: &str, value: f32) {
        self.push(subject, dl(property), Literal::new_typed_literal(format!("{value:.2}"), xsd::DECIMAL));
    }

    /// True.
    pub fn truth(&mut self, subject: &str, property: &str) {
        self.push(subject, dl(property), Literal::from(true));
    }

    /// A moment, day, month, year or clock time; a text of another form is left out.
    pub fn time(&mut self, subject: &str, property: &str, value: &str) {
        if let Some(literal) = typed_time(value) {
            self.push(subject, dl(property), literal);
        }
    }
}

fn dl(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{DL}{name}"))
}

/// The literal of a time, its datatype told by its form.
pub fn typed_time(value: &str) -> Option<Literal> {
    let shape: String = value.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let zone = |rest: &str| matches!(rest, "" | "Z" | "+00:00" | "-00:00");
    let clock = |shape: &str| shape.strip_prefix("00:00:00").is_some_and(zone);
    let datatype = if shape.strip_prefix("0000-00-00T").is_some_and(clock) {
        xsd::DATE_TIME
    } else if clock(&shape) {
        xsd::TIME
    } else {
        match shape.as_str() {
            "0000-00-00" => xsd::DATE,
            "0000-00" => xsd::G_YEAR_MONTH,
            "0000" => xsd::G_YEAR,
            _ => return None,
        }
    };
    Some(Literal::new_typed_literal(value, datatype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_tells_the_datatype() {
        let datatype = |value| typed_time(value).map(|l| l.datatype().as_str().rsplit('#').next().unwrap_or("").to_owned());
        assert_eq!(datatype("2031-05-02T08:30:00+02:00").as_deref(), Some("dateTime"));
        assert_eq!(datatype("2031-05-02T08:30:00").as_deref(), Some("dateTime"));
        assert_eq!(datatype("08:30:00").as_deref(), Some("time"));
        assert_eq!(datatype("2031-05").as_deref(), Some("gYearMonth"));
        assert_eq!(datatype("2031").as_deref(), Some("gYear"));
        assert_eq!(datatype("08:30"), None);
        assert_eq!(datatype("soon"), None);
    }

    #[test]
    fn base_must_be_an_iri_that_names_can_follow() {
        assert!(Iris::new("https://example.org/news/").is_ok());
        assert_eq!(Iris::new("news"), Err(BaseError::Iri("news".into())));
        assert_eq!(Iris::new("https://example.org/news"), Err(BaseError::End("https://example.org/news".into())));
    }
}
