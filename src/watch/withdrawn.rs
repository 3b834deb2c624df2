//! What a document once told and tells no more, since its publisher took the sentence out or wrote it anew.
//!
//! It stands in a graph of its own beside the document's, so that this one stays what a build of the last version makes.

use crate::graph::iri;
use crate::graph::order::Delta;
use crate::graph::quads::Iris;
use crate::vocabulary::DL;
use jiff::Timestamp;
use oxrdf::vocab::{rdf, rdfs, xsd};
use oxrdf::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The withdrawals of a document.
pub struct Withdrawals {
    /// All of them, as sorted quads.
    pub quads: Vec<Quad>,
    /// The things that the new ones told of, by the ends of their IRIs.
    pub new: BTreeSet<String>,
}

/// Two versions of a document.
pub struct Versions<'a> {
    /// Its graph before.
    pub before: &'a [Quad],
    /// What its graph lost and gained; all is lost when the document was taken back.
    pub delta: &'a Delta<'a>,
    /// Its text now.
    pub text: &'a str,
    /// When the new one was seen.
    pub seen: Timestamp,
}

impl Withdrawals {
    /// Adds what the new version does not say any more to what earlier ones withdrew; what stands in the text again goes.
    ///
    /// A fact that only is read otherwise, its sentence being there still, is not withdrawn.
    pub fn of(document: &str, iris: &Iris, earlier: &[Quad], versions: &Versions<'_>) -> Self {
        let text = LazyCell::new(|| squeezed(versions.text));
        let stands = |quote: &str| text.contains(&squeezed(quote));
        let graph: GraphName = iris.thing(&iri::history(document)).into();
        let back: HashSet<&NamedOrBlankNode> =
            earlier.iter().filter(|q| is(q, "quote") && stands(value(q))).map(|q| &q.subject).collect();
        let mut all =
            Self { quads: earlier.iter().filter(|q| !back.contains(&q.subject)).cloned().collect(), new: BTreeSet::new() };
        let Delta { gone, come } = versions.delta;
        let kept: HashSet<&NamedOrBlankNode> = come.iter().filter(|q| is(q, "reports")).map(|q| &q.subject).collect();
        let gone: Vec<&Quad> = gone.iter().filter(|q| is(q, "reports") && !kept.contains(&q.subject)).copied().collect();
        let wanted: HashSet<&str> = gone.iter().flat_map(|q| [subject(q), object(q)]).flatten().collect();
        let mut told: BTreeMap<&str, Vec<&Quad>> = BTreeMap::new();
        for quad in versions.before.iter().filter(|_| !gone.is_empty()) {
            if let Some(name) = subject(quad).filter(|name| wanted.contains(name)) {
                told.entry(name).or_default().push(quad);
            }
        }
        for reports in gone {
            let (NamedOrBlankNode::NamedNode(report), Term::NamedNode(thing)) = (&reports.subject, &reports.object) else {
                continue;
            };
            let about = |property: &str| told[report.as_str()].iter().find(|q| is(q, property)).copied();
            let Some(quote) = about("quote").filter(|quote| !stands(value(quote))) else { continue };
            let local = |iri: &str| iri.strip_prefix(iris.base()).unwrap_or(iri).to_owned();
            let label = told.get(thing.as_str()).into_iter().flatten().find(|q| q.predicate == rdfs::LABEL);
            let subject = iris.thing(&format!("withdrawal-{}", iri::hash([report.as_str()], 8)));
            let mut say = |property: NamedNode, object: Term| {
                all.quads.push(Quad::new(subject.clone(), property, object, graph.clone()));
            };
            say(rdf::TYPE.into_owned(), dl("Withdrawal").into());
            say(
                rdfs::LABEL.into_owned(),
                Literal::from(label.map_or_else(|| local(thing.as_str()), |q| value(q).to_owned())).into(),
            );
            say(dl("withdraws"), thing.clone().into());
            say(dl("withdrawnFrom"), iris.thing(document).into());
            let seen = versions.seen.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            say(dl("withdrawnAt"), Literal::new_typed_literal(seen, xsd::DATE_TIME).into());
            say(dl("quote"), quote.object.clone());
            if let Some(status) = about("status") {
                say(dl("status"), status.object.clone());
            }
            all.new.insert(local(thing.as_str()));
        }
        crate::store::sort(&mut all.quads);
        all
    }
}

fn subject(quad: &Quad) -> Option<&str> {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => Some(node.as_str()),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}

fn object(quad: &Quad) -> Option<&str> {
    match &quad.object {
        Term::NamedNode(node) => Some(node.as_str()),
        _ => None,
    }
}

fn dl(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{DL}{name}"))
}

fn is(quad: &Quad, property: &str) -> bool {
    quad.predicate.as_str().strip_prefix(DL) == Some(property)
}

fn value(quad: &Quad) -> &str {
    match &quad.object {
        Term::Literal(literal) => literal.value(),
        _ => "",
    }
}

/// One space for any white space: pages break lines anew.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
