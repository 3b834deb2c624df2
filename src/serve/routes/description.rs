//! What the endpoint can do and what the data hold: SPARQL 1.1 Service Description and
//! `VoID`, on a GET without a query.

use super::super::answer::{ROWS, TRIPLES};
use super::super::cache::Key;
use super::super::data::{Graph, Snapshot};
use super::super::negotiate::{self, Offer};
use super::super::problem::Problem;
use super::super::{App, answer, html};
use super::sparql::respond;
use super::things::kept;
use crate::vocabulary::DL;
use axum::body::Body;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use maud::html;
use oxigraph::io::RdfFormat;
use oxigraph::model::vocab::rdf::TYPE;
use oxigraph::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use std::sync::Arc;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";
const FORMATS: &str = "http://www.w3.org/ns/formats/";
/// Named graphs that are listed.
const LISTED: usize = 1000;

/// The description in the form asked for, `endpoint` being the address of the endpoint as the client has it.
///
/// # Errors
/// [`Problem::NotAcceptable`].
pub async fn describe(app: &Arc<App>, endpoint: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let snapshot = app.data.snapshot();
    let mut offers: Vec<Offer<Option<RdfFormat>>> = TRIPLES.iter().map(|o| Offer::new(Some(o.form), o.media)).collect();
    offers.push(Offer::new(None, &["text/html"]));
    let accept = headers.get(header::ACCEPT);
    let (form, media) = negotiate::choose(accept, &offers).ok_or_else(|| Problem::NotAcceptable(negotiate::names(&offers)))?;
    let key = Key::new(snapshot.version, [&b"description"[..], endpoint.as_bytes(), media.as_bytes()]);
    let (shared, endpoint) = (Arc::clone(app), endpoint.to_owned());
    let text = kept(app, key, media, move || match form {
        None => Ok(page(&endpoint, &shared.base(&snapshot)).into_string().into_bytes()),
        Some(format) => rdf(&shared, &snapshot, &endpoint, format),
    });
    Ok(respond(media, Body::from(text.await?), &key))
}

fn rdf(app: &App, snapshot: &Snapshot, endpoint: &str, format: RdfFormat) -> Result<Vec<u8>, Problem> {
    let failed = |e: &dyn std::fmt::Display| Problem::Internal(e.to_string());
    let serializer = answer::serializer(format, &app.base(snapshot)).with_prefix("sd", SD);
    let serializer = serializer.and_then(|s| s.with_prefix("void", VOID)).map_err(|e| failed(&e))?;
    let mut writer = serializer.for_writer(Vec::new());
    for triple in Description::new(app, snapshot, endpoint)?.triples {
        writer.serialize_triple(&triple).map_err(|e| failed(&e))?;
    }
    writer.finish().map_err(|e| failed(&e))
}

fn page(endpoint: &str, base: &str) -> maud::Markup {
    html::page(
        "SPARQL",
        &html! {
            p { "The endpoint for SPARQL 1.1 queries is " code { (endpoint) } ", by GET or POST. Without a graph named, a query sees all
                of them as one." }
            form method="get" action="/sparql" {
                div {
                    label for="query" { "Query" }
                    textarea id="query" name="query" rows="10" spellcheck="false" {
                        "SELECT ?kind (COUNT(*) AS ?events) WHERE {\n  ?event a ?kind ; dl:status ?status\n} GROUP BY ?kind ORDER BY DESC(?events)"
                    }
                }
                button { "Ask" }
            }
            p { "Known without being declared: "
                @for (at, (prefix, namespace)) in crate::query::PREFIXES.iter().enumerate() {
                    @if at > 0 { ", " }
                    code { (prefix) ": " (if *prefix == "id" { base } else { namespace }) }
                }
                "." }
            p { "For programs this address describes itself in RDF. " a href="/queries" { "Questions" } " shows queries that are ready." }
        },
    )
}

struct Description {
    triples: Vec<Triple>,
}

fn node(namespace: &str, local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{namespace}{local}"))
}

impl Description {
    fn add(&mut self, subject: impl Into<NamedOrBlankNode>, predicate: NamedNode, object: impl Into<Term>) {
        self.triples.push(Triple::new(subject, predicate, object));
    }

    fn new(app: &App, snapshot: &Snapshot, endpoint: &str) -> Result<Self, Problem> {
        let failed = |e: crate::store::StoreError| Problem::Internal(e.to_string());
        let mut all = Self { triples: Vec::new() };
        let service = NamedNode::new(endpoint).map_err(|e| Problem::Request(format!("`{endpoint}` is no IRI: {e}")))?;
        let kind = || NamedNode::from(TYPE);
        all.add(service.clone(), kind(), node(SD, "Service"));
        all.add(service.clone(), node(SD, "endpoint"), service.clone());
        all.add(service.clone(), node(SD, "supportedLanguage"), node(SD, "SPARQL11Query"));
        if app.options.token.is_some() {
            all.add(service.clone(), node(SD, "supportedLanguage"), node(SD, "SPARQL11Update"));
        }
        all.add(service.clone(), node(SD, "feature"), node(SD, "UnionDefaultGraph"));
        if !app.options.allow_service.is_empty() {
            all.add(service.clone(), node(SD, "feature"), node(SD, "BasicFederatedQuery"));
        }
        let results = ["SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"];
        debug_assert_eq!(results.len() + 1, ROWS.len());
        let graphs = ["Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"];
        for format in results.into_iter().chain(graphs) {
            all.add(service.clone(), node(SD, "resultFormat"), node(FORMATS, format));
        }
        let dataset = BlankNode::default();
        all.add(service.clone(), node(SD, "defaultDataset"), dataset.clone());
        all.add(dataset.clone(), kind(), node(SD, "Dataset"));
        all.add(dataset.clone(), kind(), node(VOID, "Dataset"));
        all.add(dataset.clone(), node(VOID, "sparqlEndpoint"), service);
        all.add(dataset.clone(), node(VOID, "uriSpace"), Literal::from(app.base(snapshot)));
        all.add(dataset.clone(), node(VOID, "vocabulary"), NamedNode::new_unchecked(DL));
        let count = |graph: &Graph| -> Result<Literal, Problem> {
            let triples = snapshot.matching(None, None, None, graph).try_fold(0i64, |n, quad| quad.map(|_| n + 1));
            Ok(Literal::from(triples.map_err(failed)?))
        };
        let default = BlankNode::default();
        all.add(dataset.clone(), node(SD, "defaultGraph"), default.clone());
        all.add(default.clone(), kind(), node(SD, "Graph"));
        let triples = count(&Graph::Union)?;
        all.add(default, node(VOID, "triples"), triples.clone());
        all.add(dataset.clone(), node(VOID, "triples"), triples);
        for name in snapshot.graphs().map_err(failed)?.into_iter().take(LISTED) {
            let (named, graph) = (BlankNode::default(), BlankNode::default());
            all.add(dataset.clone(), node(SD, "namedGraph"), named.clone());
            all.add(named.clone(), kind(), node(SD, "NamedGraph"));
            all.add(named.clone(), node(SD, "name"), name.clone());
            all.add(named, node(SD, "graph"), graph.clone());
            all.add(graph.clone(), kind(), node(SD, "Graph"));
            all.add(graph, node(VOID, "triples"), count(&Graph::Named(name))?);
        }
        Ok(all)
    }
}
