//! Reading shapes: SHACL Core without `sh:closed`, `sh:qualifiedValueShape` and property pairs of languages.

use super::path::{Path, list, subject};
use super::{CheckError, embedded_turtle, turtle};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{Graph, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, TermRef};
use regex::Regex;
use std::collections::BTreeMap;

const SH: &str = "http://www.w3.org/ns/shacl#";
const OWL_CLASS: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#Class");

/// What `sh:nodeKind` asks for: any of three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "three flags named for what they allow")]
pub struct NodeKind {
    pub iri: bool,
    pub blank: bool,
    pub literal: bool,
}

/// Which nodes a shape is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Instances of a class, subclasses included.
    Class(NamedNode),
    /// One node.
    Node(Term),
    /// Subjects of a predicate.
    SubjectsOf(NamedNode),
    /// Objects of a predicate.
    ObjectsOf(NamedNode),
}

/// One constraint. Other shapes are given by index into [`Shapes::shapes`].
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "named as in SHACL")]
pub enum Constraint {
    Class(NamedNode),
    Datatype(NamedNode),
    NodeKind(NodeKind),
    MinCount(usize),
    MaxCount(usize),
    MinLength(usize),
    MaxLength(usize),
    Pattern(Box<Regex>),
    MinInclusive(Literal),
    MaxInclusive(Literal),
    MinExclusive(Literal),
    MaxExclusive(Literal),
    In(Vec<Term>),
    LanguageIn(Vec<String>),
    UniqueLang,
    HasValue(Term),
    LessThan(NamedNode),
    LessThanOrEquals(NamedNode),
    Disjoint(NamedNode),
    Equals(NamedNode),
    Not(usize),
    And(Vec<usize>),
    Or(Vec<usize>),
    Xone(Vec<usize>),
    Node(usize),
    Property(usize),
}

impl Constraint {
    /// The constraint component in SHACL's namespace, by local name.
    pub fn component(&self) -> &'static str {
        match self {
            Self::Class(_) => "ClassConstraintComponent",
            Self::Datatype(_) => "DatatypeConstraintComponent",
            Self::NodeKind(_) => "NodeKindConstraintComponent",
            Self::MinCount(_) => "MinCountConstraintComponent",
            Self::MaxCount(_) => "MaxCountConstraintComponent",
            Self::MinLength(_) => "MinLengthConstraintComponent",
            Self::MaxLength(_) => "MaxLengthConstraintComponent",
            Self::Pattern(_) => "PatternConstraintComponent",
            Self::MinInclusive(_) => "MinInclusiveConstraintComponent",
            Self::MaxInclusive(_) => "MaxInclusiveConstraintComponent",
            Self::MinExclusive(_) => "MinExclusiveConstraintComponent",
            Self::MaxExclusive(_) => "MaxExclusiveConstraintComponent",
            Self::In(_) => "InConstraintComponent",
            Self::LanguageIn(_) => "LanguageInConstraintComponent",
            Self::UniqueLang => "UniqueLangConstraintComponent",
            Self::HasValue(_) => "HasValueConstraintComponent",
            Self::LessThan(_) => "LessThanConstraintComponent",
            Self::LessThanOrEquals(_) => "LessThanOrEqualsConstraintComponent",
            Self::Disjoint(_) => "DisjointConstraintComponent",
            Self::Equals(_) => "EqualsConstraintComponent",
            Self::Not(_) => "NotConstraintComponent",
            Self::And(_) => "AndConstraintComponent",
            Self::Or(_) => "OrConstraintComponent",
            Self::Xone(_) => "XoneConstraintComponent",
            Self::Node(_) => "NodeConstraintComponent",
            Self::Property(_) => "PropertyConstraintComponent",
        }
    }
}

/// A node shape, or a property shape when it has a path.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its node in the shapes graph.
    pub node: NamedOrBlankNode,
    /// From the focus node to the values; `None` for a node shape, whose one value is the focus node.
    pub path: Option<Path>,
    /// Which nodes it is about.
    pub targets: Vec<Target>,
    /// What must hold.
    pub constraints: Vec<Constraint>,
    /// `sh:Violation`, `sh:Warning` or `sh:Info`.
    pub severity: NamedNode,
    /// Its own words for a failure.
    pub message: Option<String>,
    /// Whether it is switched off.
    pub deactivated: bool,
}

/// A set of shapes that may refer to each other.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    /// All of them.
    pub shapes: Vec<Shape>,
}

impl Shapes {
    /// The shapes in the binary: `ontology/shapes.ttl`.
    pub fn embedded() -> Result<Self, CheckError> {
        Self::from_graph(&embedded_turtle("ontology/shapes.ttl")?)
    }

    /// Reads shapes from Turtle; `file` is used in messages.
    ///
    /// # Errors
    /// [`CheckError::Unsupported`] for any property of SHACL that would otherwise be passed over in silence.
    pub fn read(file: &str, text: &str) -> Result<Self, CheckError> {
        Self::from_graph(&turtle(file, text)?)
    }

    fn from_graph(graph: &Graph) -> Result<Self, CheckError> {
        let mut reader = Reader { graph, shapes: Vec::new(), known: BTreeMap::new() };
        let mut nodes: Vec<NamedOrBlankNode> = Vec::new();
        for triple in graph {
            let is_typed = triple.predicate == rdf::TYPE
                && matches!(triple.object, TermRef::NamedNode(n) if matches!(n.as_str().strip_prefix(SH), Some("NodeShape" | "PropertyShape")));
            let is_target = triple.predicate.as_str().strip_prefix(SH).is_some_and(|l| l.starts_with("target"));
            if is_typed || is_target {
                nodes.push(triple.subject.into_owned());
            }
        }
        nodes.sort_by_key(ToString::to_string);
        nodes.dedup();
        for node in nodes {
            reader.shape(&node)?;
        }
        Ok(Self { shapes: reader.shapes })
    }
}

struct Reader<'a> {
    graph: &'a Graph,
    shapes: Vec<Shape>,
    known: BTreeMap<String, usize>,
}

impl Reader<'_> {
    /// The index of the shape at a node, read when it is met first.
    fn shape(&mut self, node: &NamedOrBlankNode) -> Result<usize, CheckError> {
        let name = node.to_string();
        if let Some(index) = self.known.get(&name) {
            return Ok(*index);
        }
        let index = self.shapes.len();
        self.known.insert(name.clone(), index);
        let severity = NamedNode::new_unchecked(format!("{SH}Violation"));
        let shape = Shape {
            node: node.clone(),
            path: None,
            targets: Vec::new(),
            constraints: Vec::new(),
            severity,
            message: None,
            deactivated: false,
        };
        self.shapes.push(shape);
        let mut triples: Vec<(NamedNode, Term)> =
            self.graph.triples_for_subject(node).map(|t| (t.predicate.into_owned(), t.object.into_owned())).collect();
        triples.sort_by_cached_key(|(p, o)| (p.to_string(), o.to_string()));
        for (predicate, object) in &triples {
            if let Some(local) = predicate.as_str().strip_prefix(SH) {
                self.part(index, &name, local, object)?;
            }
        }
        let classes =
            |c: NamedNodeRef<'_>| triples.iter().any(|(p, o)| p.as_ref() == rdf::TYPE && o.as_ref() == TermRef::NamedNode(c));
        if let NamedOrBlankNode::NamedNode(class) = node
            && (classes(rdfs::CLASS) || classes(OWL_CLASS))
        {
            self.shapes[index].targets.push(Target::Class(class.clone()));
        }
        Ok(index)
    }

    fn part(&mut self, index: usize, name: &str, local: &str, object: &Term) -> Result<(), CheckError> {
        let fault = |message: String| CheckError::Shape { shape: name.to_owned(), message };
        let number = || match object {
            Term::Literal(l) => l.value().parse::<usize>().map_err(|_| fault(format!("`sh:{local}` is no whole number"))),
            _ => Err(fault(format!("`sh:{local}` is no number"))),
        };
        let literal = || match object {
            Term::Literal(l) => Ok(l.clone()),
            _ => Err(fault(format!("`sh:{local}` is no literal"))),
        };
        let iri = || match object {
            Term::NamedNode(n) => Ok(n.clone()),
            _ => Err(fault(format!("`sh:{local}` is no IRI"))),
        };
        let constraint = match local {
            "path" => {
                self.shapes[index].path = Some(Path::read(self.graph, object.as_ref(), name)?);
                return Ok(());
            }
            "targetClass" | "targetNode" | "targetSubjectsOf" | "targetObjectsOf" => {
                let target = match local {
                    "targetClass" => Target::Class(iri()?),
                    "targetNode" => Target::Node(object.clone()),
                    "targetSubjectsOf" => Target::SubjectsOf(iri()?),
                    _ => Target::ObjectsOf(iri()?),
                };
                self.shapes[index].targets.push(target);
                return Ok(());
            }
            "severity" => {
                self.shapes[index].severity = iri()?;
                return Ok(());
            }
            "message" => {
                self.shapes[index].message.get_or_insert(literal()?.value().to_owned());
                return Ok(());
            }
            "deactivated" => {
                self.shapes[index].deactivated = matches!(literal()?.value(), "true" | "1");
                return Ok(());
            }
            // Words for forms; the flags are read with their pattern.
            "name" | "description" | "order" | "group" | "defaultValue" | "flags" => return Ok(()),
            "class" => Constraint::Class(iri()?),
            "datatype" => Constraint::Datatype(iri()?),
            "nodeKind" => Constraint::NodeKind(node_kind(&iri()?).ok_or_else(|| fault(format!("unknown node kind {object}")))?),
            "minCount" => Constraint::MinCount(number()?),
            "maxCount" => Constraint::MaxCount(number()?),
            "minLength" => Constraint::MinLength(number()?),
            "maxLength" => Constraint::MaxLength(number()?),
            "pattern" => Constraint::Pattern(Box::new(self.pattern(index, literal()?.value()).map_err(fault)?)),
            "minInclusive" => Constraint::MinInclusive(literal()?),
            "maxInclusive" => Constraint::MaxInclusive(literal()?),
            "minExclusive" => Constraint::MinExclusive(literal()?),
            "maxExclusive" => Constraint::MaxExclusive(literal()?),
            "in" => Constraint::In(list(self.graph, object.as_ref(), name)?),
            "languageIn" => {
                let tags = list(self.graph, object.as_ref(), name)?;
                Constraint::LanguageIn(
                    tags.iter()
                        .filter_map(|t| if let Term::Literal(l) = t { Some(l.value().to_lowercase()) } else { None })
                        .collect(),
                )
            }
            "uniqueLang" => match literal()?.value() {
                "true" | "1" => Constraint::UniqueLang,
                _ => return Ok(()),
            },
            "hasValue" => Constraint::HasValue(object.clone()),
            "lessThan" => Constraint::LessThan(iri()?),
            "lessThanOrEquals" => Constraint::LessThanOrEquals(iri()?),
            "disjoint" => Constraint::Disjoint(iri()?),
            "equals" => Constraint::Equals(iri()?),
            "not" => Constraint::Not(self.other(object, name)?),
            "node" => Constraint::Node(self.other(object, name)?),
            "property" => {
                let other = self.other(object, name)?;
                if self.shapes[other].path.is_none() {
                    return Err(fault(format!("property shape {object} has no path")));
                }
                Constraint::Property(other)
            }
            "and" => Constraint::And(self.others(object, name)?),
            "or" => Constraint::Or(self.others(object, name)?),
            "xone" => Constraint::Xone(self.others(object, name)?),
            _ => return Err(CheckError::Unsupported { shape: name.to_owned(), what: format!("sh:{local}") }),
        };
        self.shapes[index].constraints.push(constraint);
        Ok(())
    }

    fn other(&mut self, object: &Term, name: &str) -> Result<usize, CheckError> {
        match subject(object) {
            Some(node) => self.shape(&node),
            None => Err(CheckError::Shape { shape: name.to_owned(), message: format!("{object} is no shape") }),
        }
    }

    fn others(&mut self, head: &Term, name: &str) -> Result<Vec<usize>, CheckError> {
        list(self.graph, head.as_ref(), name)?.iter().map(|t| self.other(t, name)).collect()
    }

    fn pattern(&self, index: usize, pattern: &str) -> Result<Regex, String> {
        let flags = NamedNode::new_unchecked(format!("{SH}flags"));
        let flags = self.graph.object_for_subject_predicate(&self.shapes[index].node, &flags);
        let mut builder = regex::RegexBuilder::new(pattern);
        if let Some(TermRef::Literal(flags)) = flags {
            for flag in flags.value().chars() {
                match flag {
                    'i' => builder.case_insensitive(true),
                    's' => builder.dot_matches_new_line(true),
                    'm' => builder.multi_line(true),
                    'x' => builder.ignore_whitespace(true),
                    other => return Err(format!("unknown flag `{other}` of `sh:pattern`")),
                };
            }
        }
        builder.build().map_err(|e| format!("`sh:pattern` is no regular expression: {e}"))
    }
}

fn node_kind(iri: &NamedNode) -> Option<NodeKind> {
    let kind = |iri, blank, literal| Some(NodeKind { iri, blank, literal });
    match iri.as_str().strip_prefix(SH)? {
        "IRI" => kind(true, false, false),
        "BlankNode" => kind(false, true, false),
        "Literal" => kind(false, false, true),
        "BlankNodeOrIRI" => kind(true, true, false),
        "IRIOrLiteral" => kind(true, false, true),
        "BlankNodeOrLiteral" => kind(false, true, true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PREFIXES: &str = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> . ";

    #[test]
    fn refuses_what_it_does_not_know() {
        let text = format!("{PREFIXES} ex:s a sh:NodeShape ; sh:targetClass ex:C ; sh:closed true .");
        let error = Shapes::read("s.ttl", &text).unwrap_err();
        assert_eq!(error.code(), "check.unsupported");
        assert!(error.to_string().contains("sh:closed"), "{error}");
    }

    #[test]
    fn refuses_an_unknown_part_of_a_nested_shape() {
        let text = format!(
            "{PREFIXES} ex:s a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:not [ sh:sparql ex:q ] ] ."
        );
        assert_eq!(Shapes::read("s.ttl", &text).unwrap_err().code(), "check.unsupported");
    }

    #[test]
    fn reads_its_own_shapes() {
        assert!(Shapes::embedded().unwrap().shapes.len() > 50);
    }
}
