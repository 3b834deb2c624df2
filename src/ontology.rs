//! The terms that data and rules may use: classes with their superclasses, and properties.

use crate::vocabulary::{DL, F};
use oxrdf::Term;
use oxttl::TurtleParser;
use std::collections::{BTreeMap, BTreeSet};

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const SUBCLASS: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
const SUBPROPERTY: &str = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf";

/// Why a vocabulary could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OntologyError {
    /// The Turtle is broken.
    #[error("`{file}`: {source}")]
    Syntax {
        /// Path of the file.
        file: String,
        /// What is wrong, with line and column.
        source: Box<oxttl::TurtleSyntaxError>,
    },
}

impl OntologyError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "ontology.syntax",
        }
    }
}

/// Classes, properties and individuals of `dl:` and `f:`.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    classes: BTreeSet<String>,
    properties: BTreeSet<String>,
    individuals: BTreeSet<String>,
    superclasses: BTreeMap<String, Vec<String>>,
    superproperties: BTreeMap<String, Vec<String>>,
}

impl Ontology {
    /// Reads the vocabularies in the binary: `ontology/dateline.ttl` and `ontology/frames.ttl`.
    pub fn embedded() -> Result<Self, OntologyError> {
        let files = ["ontology/dateline.ttl", "ontology/frames.ttl"];
        Self::read(files.into_iter().filter_map(|f| crate::embedded::file(f).map(|text| (f, text))))
    }

    /// Reads vocabularies from Turtle texts, each with the name to be used in messages.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, OntologyError> {
        let mut ontology = Self::default();
        let mut direct: BTreeMap<&str, BTreeMap<String, Vec<String>>> = BTreeMap::new();
        for (file, text) in files {
            for triple in TurtleParser::new().for_slice(text) {
                let triple = triple.map_err(|e| OntologyError::Syntax { file: file.into(), source: Box::new(e) })?;
                let subject = match triple.subject {
                    oxrdf::NamedOrBlankNode::NamedNode(n) => n.into_string(),
                    oxrdf::NamedOrBlankNode::BlankNode(_) => continue,
                };
                let Term::NamedNode(object) = triple.object else { continue };
                if !subject.starts_with(DL) && !subject.starts_with(F) {
                    continue;
                }
                match triple.predicate.as_str() {
                    TYPE => ontology.declare(subject, object.as_str()),
                    SUBCLASS => {
                        ontology.classes.insert(subject.clone());
                        direct.entry(SUBCLASS).or_default().entry(subject).or_default().push(object.into_string());
                    }
                    SUBPROPERTY => direct.entry(SUBPROPERTY).or_default().entry(subject).or_default().push(object.into_string()),
                    _ => {}
                }
            }
        }
        ontology.superclasses = closure(&direct.remove(SUBCLASS).unwrap_or_default());
        ontology.superproperties = closure(&direct.remove(SUBPROPERTY).unwrap_or_default());
        Ok(ontology)
    }

    fn declare(&mut self, subject: String, class: &str) {
        let local = class.rsplit(['#', '/']).next().unwrap_or(class);
        if local == "Class" {
            self.classes.insert(subject);
        } else if local.ends_with("Property") {
            self.properties.insert(subject);
        } else if local != "Ontology" {
            self.individuals.insert(subject);
        }
    }

    /// All superclasses of a class in our namespaces, nearest first, without itself.
    pub fn superclasses(&self, class: &str) -> &[String] {
        self.superclasses.get(class).map_or(&[], Vec::as_slice)
    }

    /// All superproperties of a property in our namespaces, nearest first, without itself.
    pub fn superproperties(&self, property: &str) -> &[String] {
        self.superproperties.get(property).map_or(&[], Vec::as_slice)
    }

    /// Whether the class is the other one or below it.
    pub fn is_a(&self, class: &str, other: &str) -> bool {
        class == other || self.superclasses(class).iter().any(|c| c == other)
    }

    /// Whether the IRI is a class.
    pub fn is_class(&self, iri: &str) -> bool {
        self.classes.contains(iri)
    }

    /// Whether the IRI is a property.
    pub fn is_property(&self, iri: &str) -> bool {
        self.properties.contains(iri)
    }

    /// Whether the IRI is a class, a property or an individual.
    pub fn is_term(&self, iri: &str) -> bool {
        self.is_class(iri) || self.is_property(iri) || self.individuals.contains(iri)
    }

    /// All class IRIs, sorted.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.classes.iter().map(String::as_str)
    }

    /// All property IRIs, sorted.
    pub fn properties(&self) -> impl Iterator<Item = &str> {
        self.properties.iter().map(String::as_str)
    }

    /// All terms, sorted within each sort of term.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.classes().chain(self.properties()).chain(self.individuals.iter().map(String::as_str))
    }
}

/// Everything above each key, breadth first, kept within our namespaces.
fn closure(direct: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for start in direct.keys() {
        let mut found: Vec<String> = Vec::new();
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(at) = queue.pop_front() {
            for above in direct.get(at).into_iter().flatten() {
                let ours = above.starts_with(DL) || above.starts_with(F);
                if ours && above != start && !found.contains(above) {
                    found.push(above.clone());
                    queue.push_back(above);
                }
            }
        }
        all.insert(start.clone(), found);
    }
    all
}

/// The candidate nearest in spelling, if near enough to be worth a "did you mean".
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&lower, &c.to_lowercase()), c))
        .filter(|(distance, c)| *distance <= 1 + c.len().min(word.len()) / 4)
        .min()
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "@prefix dl: <https://w3id.org/dateline/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
        dl:Event a owl:Class ; rdfs:subClassOf sem:Event . dl:Meeting rdfs:subClassOf dl:Event . dl:Summit rdfs:subClassOf dl:Meeting .
        dl:agent a owl:ObjectProperty ; rdfs:subPropertyOf dl:participant . dl:Occurred a dl:Status .";

    #[test]
    fn closes_over_superclasses_within_the_namespace() {
        let o = Ontology::read([("t.ttl", TEXT)]).unwrap();
        assert_eq!(o.superclasses(&format!("{DL}Summit")), [format!("{DL}Meeting"), format!("{DL}Event")]);
        assert!(o.is_a(&format!("{DL}Summit"), &format!("{DL}Event")));
        assert!(!o.is_a(&format!("{DL}Event"), &format!("{DL}Summit")));
        assert_eq!(o.superproperties(&format!("{DL}agent")), [format!("{DL}participant")]);
    }

    #[test]
    fn tells_terms_apart() {
        let o = Ontology::read([("t.ttl", TEXT)]).unwrap();
        assert!(o.is_property(&format!("{DL}agent")) && !o.is_class(&format!("{DL}agent")));
        assert!(o.is_term(&format!("{DL}Occurred")) && !o.is_term(&format!("{DL}Persn")));
    }

    #[test]
    fn suggests_only_near_names() {
        assert_eq!(nearest("Persn", ["Person", "Place"]), Some("Person"));
        assert_eq!(nearest("Zebra", ["Person", "Place"]), None);
    }
}
