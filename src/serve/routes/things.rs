//! Linked data: every IRI of the graph has a page and RDF, at `/id/NAME` for what stands under the base and at `/id?iri=…`
//! for all others.

use super::super::cache::{Entry, Key};
use super::super::data::{Graph, Snapshot};
use super::super::evaluate::blocking;
use super::super::negotiate::{self, Offer};
use super::super::problem::Problem;
use super::super::stream::KEPT;
use super::super::{App, encode, html};
use super::sparql::{Parameters, is_known, respond, validators};
use crate::query::shorten;
use crate::store::{StoreError, sort, write_rdf};
use crate::vocabulary::DL;
use axum::body::{Body, Bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, Quad, Term};
use std::collections::BTreeMap;
use std::sync::Arc;

const LABEL: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2000/01/rdf-schema#label");
const TYPE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
/// Triples that point to a thing, as far as they are shown.
const POINTING: usize = 1000;
/// Bytes that the Turtle writer may keep.
const MEMORY: usize = 64 << 20;

/// How a thing is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A page.
    Page,
    /// RDF.
    Rdf(RdfFormat),
}

/// Forms, with a page for those who do not care.
pub const FORMS: [Offer<Form>; 7] = [
    Offer::new(Form::Page, &["text/html", "application/xhtml+xml"]),
    Offer::new(Form::Rdf(RdfFormat::Turtle), &["text/turtle", "application/x-turtle", "text/plain"]),
    Offer::new(Form::Rdf(RdfFormat::NTriples), &["application/n-triples"]),
    Offer::new(Form::Rdf(RdfFormat::RdfXml), &["application/rdf+xml", "application/xml", "text/xml"]),
    Offer::new(Form::Rdf(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }), &["application/ld+json", "application/json"]),
    Offer::new(Form::Rdf(RdfFormat::TriG), &["application/trig"]),
    Offer::new(Form::Rdf(RdfFormat::NQuads), &["application/n-quads"]),
];

/// Endings of names with their media types.
const ENDINGS: [(&str, &str); 8] = [
    ("html", "text/html"),
    ("ttl", "text/turtle"),
    ("nt", "application/n-triples"),
    ("rdf", "application/rdf+xml"),
    ("jsonld", "application/ld+json"),
    ("json", "application/ld+json"),
    ("trig", "application/trig"),
    ("nq", "application/n-quads"),
];

/// The media type of an ending.
pub fn media_of(ending: &str) -> Option<&'static str> {
    ENDINGS.iter().find(|(e, _)| *e == ending).map(|(_, media)| *media)
}

/// `/id/NAME`, `/id/NAME.ttl` …
pub async fn local(State(app): State<Arc<App>>, Path(path): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let base = app.base(&app.data.snapshot());
    if let Some((name, ending)) = path.rsplit_once('.')
        && let Some(media) = media_of(ending)
    {
        let accept = HeaderValue::from_static(media);
        return thing(&app, format!("{base}{name}"), Some(&accept), &headers).await;
    }
    thing(&app, format!("{base}{path}"), headers.get(header::ACCEPT), &headers).await
}

/// `/id?iri=…&format=ttl`.
pub async fn any(State(app): State<Arc<App>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Result<Response, Problem> {
    let mut parameters = Parameters::read(raw.unwrap_or_default().as_bytes())?;
    let iri = parameters.one("iri")?.ok_or_else(|| Problem::Request("the parameter `iri` is missing".into()))?;
    let format = parameters.one("format")?;
    let accept = match format.as_deref() {
        None => headers.get(header::ACCEPT).cloned(),
        Some(ending) => {
            let media = media_of(ending).ok_or_else(|| Problem::Parameter(format!("no form `{ending}`")))?;
            Some(HeaderValue::from_static(media))
        }
    };
    thing(&app, iri, accept.as_ref(), &headers).await
}

async fn thing(app: &Arc<App>, iri: String, accept: Option<&HeaderValue>, headers: &HeaderMap) -> Result<Response, Problem> {
    let node = NamedNode::new(&iri).map_err(|e| Problem::Request(format!("`{iri}` is no IRI: {e}")))?;
    let (form, media) = negotiate::choose(accept, &FORMS).ok_or_else(|| Problem::NotAcceptable(negotiate::names(&FORMS)))?;
    let snapshot = app.data.snapshot();
    let key = Key::new(snapshot.version, [&b"thing"[..], iri.as_bytes(), media.as_bytes()]);
    if is_known(headers, &key) {
        return Ok((StatusCode::NOT_MODIFIED, validators(&key)).into_response());
    }
    let base = app.base(&snapshot);
    let for_text = base.clone();
    let body = kept(app, key, media, move || text(&snapshot, &node, form, &for_text)).await?;
    let mut response = respond(media, Body::from(body), &key);
    // only names that are safe in a header get there
    if let Ok(link) = HeaderValue::try_from(links(&iri, &base)) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// A text from those that were kept, or made now and kept.
///
/// # Errors
/// Those of `make`; [`Problem::Busy`].
pub async fn kept(
    app: &Arc<App>,
    key: Key,
    media: &'static str,
    make: impl FnOnce() -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Result<Bytes, Problem> {
    if let Some(entry) = app.cache.get(&key) {
        return Ok(entry.body);
    }
    let entry = Entry { media, body: blocking(app, make).await?.into() };
    if entry.body.len() <= KEPT {
        app.cache.insert(key, entry.clone());
    }
    Ok(entry.body)
}

/// The other forms of a thing.
fn links(iri: &str, base: &str) -> String {
    let links: Vec<String> = ENDINGS
        .iter()
        .filter(|(ending, _)| *ending != "json")
        .map(|(ending, media)| format!("<{}>; rel=\"alternate\"; type=\"{media}\"", address(iri, base, ending)))
        .collect();
    links.join(", ")
}

/// Where a form of a thing stands.
fn address(iri: &str, base: &str, ending: &str) -> String {
    let path = html::path_of(iri, base);
    if path.starts_with("/id/") { format!("{path}.{ending}") } else { format!("/id?iri={}&format={ending}", encode(iri)) }
}

fn text(snapshot: &Snapshot, node: &NamedNode, form: Form, base: &str) -> Result<Vec<u8>, Problem> {
    let failed = |e: StoreError| Problem::Internal(e.to_string());
    let about = About::find(snapshot, node).map_err(failed)?;
    if about.own.is_empty() && about.pointing.is_empty() && !snapshot.has_graph(node).map_err(failed)? {
        return Err(Problem::NotFound(format!("the data say nothing of `{}`", node.as_str())));
    }
    match form {
        Form::Page => Ok(about.page(node, base).into_string().into_bytes()),
        Form::Rdf(format) => {
            let mut quads: Vec<Quad> = about.own.into_iter().chain(about.pointing).chain(about.reports).collect();
            let label = |(term, label): (Term, String)| match term {
                Term::NamedNode(n) => Some(Quad::new(n, LABEL, oxigraph::model::Literal::from(label), GraphName::DefaultGraph)),
                _ => None,
            };
            quads.extend(about.labels.into_values().filter_map(label));
            sort(&mut quads);
            let mut out = Vec::new();
            write_rdf(&mut out, format, &quads, MEMORY).map_err(|e| Problem::Internal(e.to_string()))?;
            Ok(out)
        }
    }
}

/// What the data say of a thing.
struct About {
    own: Vec<Quad>,
    pointing: Vec<Quad>,
    cut: bool,
    /// What the reports that point to it say.
    reports: Vec<Quad>,
    /// Names of things by their spelling.
    labels: BTreeMap<String, (Term, String)>,
    /// What those without a name quote, shortened: pages show it in place of an identifier.
    words: BTreeMap<String, String>,
}

/// Characters of a quote that stand for a report.
const SHOWN: usize = 90;

impl About {
    fn find(snapshot: &Snapshot, node: &NamedNode) -> Result<Self, StoreError> {
        let term = Term::from(node.clone());
        let own: Vec<Quad> = snapshot.matching(Some(&term), None, None, &Graph::Union).collect::<Result<_, _>>()?;
        let mut pointing: Vec<Quad> =
            snapshot.matching(None, None, Some(&term), &Graph::Union).take(POINTING + 1).collect::<Result<_, _>>()?;
        let cut = pointing.len() > POINTING;
        pointing.truncate(POINTING);
        let mut reports = Vec::new();
        let told = NamedNode::new_unchecked(format!("{DL}reports"));
        for quad in pointing.iter().filter(|q| q.predicate == told) {
            for quad in snapshot.matching(Some(&quad.subject.clone().into()), None, None, &Graph::Union) {
                reports.push(quad?);
            }
        }
        let mut named: BTreeMap<String, Term> = BTreeMap::new();
        for quad in own.iter().chain(&pointing).chain(&reports) {
            named.insert(quad.subject.to_string(), quad.subject.clone().into());
            if quad.object.is_named_node() {
                named.insert(quad.object.to_string(), quad.object.clone());
            }
        }
        let (mut labels, mut words) = (BTreeMap::new(), BTreeMap::new());
        let quote = NamedNode::new_unchecked(format!("{DL}quote"));
        for (key, term) in named {
            let literal =
                |property: NamedNodeRef<'_>| match snapshot.matching(Some(&term), Some(property), None, &Graph::Union).next() {
                    Some(Ok(Quad { object: Term::Literal(literal), .. })) => Ok(Some(literal.value().to_owned())),
                    Some(Err(error)) => Err(error),
                    _ => Ok(None),
                };
            if let Some(label) = literal(LABEL)? {
                labels.insert(key, (term, label));
            } else if let Some(quote) = literal(quote.as_ref())? {
                let end = quote.char_indices().nth(SHOWN).map(|(at, _)| at);
                words.insert(key, end.map_or_else(|| format!("“{quote}”"), |at| format!("“{}…”", quote[..at].trim_end())));
            }
        }
        Ok(Self { own, pointing, cut, reports, labels, words })
    }

    fn label(&self, term: &Term) -> Option<&str> {
        let key = term.to_string();
        self.labels.get(&key).map(|(_, label)| label).or_else(|| self.words.get(&key)).map(String::as_str)
    }

    fn page(&self, node: &NamedNode, base: &str) -> Markup {
        let term = Term::from(node.clone());
        let title = self.label(&term).map_or_else(|| shorten(&term), ToOwned::to_owned);
        let shown = |term: &Term| html::term(term, base, self.label(term));
        html::page(
            &title,
            &html! {
                p.quiet { code { (node.as_str()) } }
                @if !self.own.is_empty() { (properties(&grouped(&self.own, |q| q.object.clone()), base, &shown)) }
                @let quotes = self.quotes();
                @if !quotes.is_empty() {
                    h2 { "As it is told" }
                    @for (report, quote, status) in &quotes {
                        blockquote { p { (quote) } p.quiet { (shown(report)) @if let Some(status) = status { ", " (shown(status)) } } }
                    }
                }
                @if !self.pointing.is_empty() {
                    h2 { "What points here" }
                    @if self.cut { p.quiet { "The first " (POINTING) " only." } }
                    (properties(&grouped(&self.pointing, |q| q.subject.clone().into()), base, &shown))
                }
                h2 { "For programs" }
                p {
                    @for (at, (ending, _)) in ENDINGS.iter().filter(|(e, _)| *e != "json" && *e != "html").enumerate() {
                        @if at > 0 { ", " }
                        a href=(address(node.as_str(), base, ending)) { (ending) }
                    }
                }
            },
        )
    }

    /// Reports with their quotes and statuses.
    fn quotes(&self) -> Vec<(Term, String, Option<Term>)> {
        let (quote, status) = (format!("{DL}quote"), format!("{DL}status"));
        let mut found: BTreeMap<String, (Term, Option<String>, Option<Term>)> = BTreeMap::new();
        for quad in &self.reports {
            let new = || (quad.subject.clone().into(), None, None);
            let entry = found.entry(quad.subject.to_string()).or_insert_with(new);
            match (&quad.object, quad.predicate.as_str()) {
                (Term::Literal(words), p) if p == quote => entry.1 = Some(words.value().to_owned()),
                (term, p) if p == status => entry.2 = Some(term.clone()),
                _ => {}
            }
        }
        found.into_values().filter_map(|(report, quote, status)| Some((report, quote?, status))).collect()
    }
}

/// A property with its values, sorted by their spelling.
type Group = (NamedNode, BTreeMap<String, Term>);

/// Values by property; what it is comes first, its name second.
fn grouped(quads: &[Quad], value: impl Fn(&Quad) -> Term) -> Vec<Group> {
    let mut groups: BTreeMap<NamedNode, BTreeMap<String, Term>> = BTreeMap::new();
    for quad in quads {
        let value = value(quad);
        groups.entry(quad.predicate.clone()).or_default().insert(value.to_string(), value);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(p, _)| (p.as_ref() != TYPE, p.as_ref() != LABEL));
    groups
}

fn properties(groups: &[Group], base: &str, shown: &dyn Fn(&Term) -> Markup) -> Markup {
    html! {
        div.wide {
            table {
                tbody {
                    @for (property, values) in groups {
                        tr {
                            th scope="row" { (html::term(&property.clone().into(), base, None)) }
                            td { ul { @for value in values.values() { li { (shown(value)) } } } }
                        }
                    }
                }
            }
        }
    }
}
