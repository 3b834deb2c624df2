//! `/store`: the SPARQL 1.1 Graph Store HTTP Protocol. `?graph=IRI` and `?default` name a graph, or the address itself does
//! (`/store/my/graph`); without any, GET gives all graphs and POST makes a new one.

use super::super::data::{Graph, is_inferred};
use super::super::evaluate::blocking;
use super::super::negotiate::{self, Offer};
use super::super::problem::Problem;
use super::super::{App, write};
use super::sparql::{Parameters, endpoint, media_type, read};
use crate::store::{NO_GRAPH, sort, write_rdf};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, OriginalUri, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, Quad};
use std::sync::Arc;

const MEMORY: usize = 256 << 20;

/// Forms of one graph.
const ONE: [Offer<RdfFormat>; 6] = super::super::answer::TRIPLES;
/// Forms of all graphs.
const ALL: [Offer<RdfFormat>; 3] = [
    Offer::new(RdfFormat::TriG, &["application/trig"]),
    Offer::new(RdfFormat::NQuads, &["application/n-quads"]),
    Offer::new(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }, &["application/ld+json", "application/json"]),
];

/// What a request is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    One(Graph),
    All,
}

fn target(raw: Option<String>, uri: &Uri, headers: &HeaderMap) -> Result<Target, Problem> {
    let mut parameters = Parameters::read(raw.unwrap_or_default().as_bytes())?;
    let (graph, default) = (parameters.one("graph")?, parameters.one("default")?);
    let here = endpoint(uri, headers);
    match (graph, default) {
        (Some(_), Some(_)) => Err(Problem::Request("a request is about `graph` or `default`, not both".into())),
        (None, Some(_)) => Ok(Target::One(Graph::Default)),
        (Some(iri), None) => {
            let iri = oxiri::Iri::parse(here.as_str()).ok().and_then(|base| base.resolve(&iri).ok());
            let iri = iri.ok_or_else(|| Problem::Request("`graph` is no IRI".into()))?;
            Ok(Target::One(Graph::Named(NamedNode::new_unchecked(iri.into_inner()))))
        }
        (None, None) if matches!(uri.path(), "/store" | "/store/") => Ok(Target::All),
        (None, None) => match NamedNode::new(here) {
            Ok(name) => Ok(Target::One(Graph::Named(name))),
            Err(error) => Err(Problem::Request(format!("the address names no graph: {error}"))),
        },
    }
}

/// A graph, or all.
pub async fn get(
    State(app): State<Arc<App>>,
    OriginalUri(uri): OriginalUri,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let target = target(raw, &uri, &headers)?;
    let accept = headers.get(header::ACCEPT);
    let offers: &[Offer<RdfFormat>] = if target == Target::All { &ALL } else { &ONE };
    let (format, media) = negotiate::choose(accept, offers).ok_or_else(|| Problem::NotAcceptable(negotiate::names(offers)))?;
    let snapshot = app.data.snapshot();
    let text = blocking(&app, move || {
        let failed = |e: crate::store::StoreError| Problem::Internal(e.to_string());
        let mut quads = Vec::new();
        match &target {
            Target::One(graph) => {
                if let Graph::Named(name) = graph
                    && !snapshot.has_graph(name).map_err(failed)?
                {
                    return Err(Problem::NotFound(format!("no graph `{}`", name.as_str())));
                }
                for quad in snapshot.matching(None, None, None, graph) {
                    quads.push(Quad { graph_name: GraphName::DefaultGraph, ..quad.map_err(failed)? });
                }
            }
            Target::All => {
                for name in snapshot.graphs().map_err(failed)? {
                    quads.extend(
                        snapshot
                            .matching(None, None, None, &Graph::Named(name))
                            .collect::<Result<Vec<_>, _>>()
                            .map_err(failed)?,
                    );
                }
                quads
                    .extend(snapshot.matching(None, None, None, &Graph::Default).collect::<Result<Vec<_>, _>>().map_err(failed)?);
            }
        }
        sort(&mut quads);
        let mut out = Vec::new();
        write_rdf(&mut out, format, &quads, MEMORY).map_err(|e| Problem::Internal(e.to_string()))?;
        Ok(out)
    })
    .await?;
    let head = [(header::CONTENT_TYPE, negotiate::content_type(media)), (header::VARY, HeaderValue::from_static("accept"))];
    Ok((head, text).into_response())
}

/// PUT puts a graph in place of another, POST adds to it.
pub async fn put_or_post(
    State(app): State<Arc<App>>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    RawQuery(raw): RawQuery,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    write::authorize(&app, &headers)?;
    let replaces = method == Method::PUT;
    let mut made = None;
    let graph = match target(raw, &uri, &headers)? {
        Target::One(graph) => graph,
        Target::All if replaces => return Err(Problem::Request("say which graph: `?graph=IRI` or `?default`".into())),
        Target::All => {
            let version = app.data.snapshot().version.to_string();
            let name = crate::graph::iri::hash([version.as_str(), uri.path()], 16);
            let iri = format!("{}/graph-{name}", endpoint(&uri, &headers).trim_end_matches('/'));
            made = Some(iri.clone());
            Graph::Named(NamedNode::new(iri).map_err(|e| Problem::Request(e.to_string()))?)
        }
    };
    let (name, base) = match &graph {
        Graph::Named(name) => (GraphName::from(name.clone()), name.as_str().to_owned()),
        _ => (GraphName::DefaultGraph, endpoint(&uri, &headers)),
    };
    if is_inferred(&name) {
        return Err(write::inferred());
    }
    let parts = parts(&app, request, &headers).await?;
    let existed = write::change(&app, move |index, _| {
        let mut quads = Vec::new();
        for (format, bytes) in parts {
            let parser = RdfParser::from_format(format)
                .without_named_graphs()
                .rename_blank_nodes()
                .with_default_graph(name.clone())
                .with_base_iri(&base)
                .map_err(|e| Problem::Request(e.to_string()))?;
            for quad in parser.for_slice(&bytes) {
                quads.push(quad.map_err(|e| Problem::Rdf(e.to_string()))?);
            }
        }
        let number = index.graph(&name);
        let existed = number.is_some_and(|g| g == NO_GRAPH || index.has_graph(g));
        let index = index.changed(|row| replaces && number == Some(row[3]), quads);
        Ok((Some(index), existed))
    })
    .await?;
    Ok(match made {
        Some(iri) => {
            let location = HeaderValue::try_from(iri).map_err(|e| Problem::Internal(e.to_string()))?;
            (StatusCode::CREATED, [(header::LOCATION, location)]).into_response()
        }
        None if existed => StatusCode::NO_CONTENT.into_response(),
        None => StatusCode::CREATED.into_response(),
    })
}

/// Removes a graph.
pub async fn delete(
    State(app): State<Arc<App>>,
    OriginalUri(uri): OriginalUri,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    write::authorize(&app, &headers)?;
    let name = match target(raw, &uri, &headers)? {
        Target::One(Graph::Named(name)) => GraphName::from(name),
        Target::One(_) => GraphName::DefaultGraph,
        Target::All => return Err(Problem::Request("say which graph: `?graph=IRI` or `?default`".into())),
    };
    if is_inferred(&name) {
        return Err(write::inferred());
    }
    write::change(&app, move |index, _| {
        let number = index.graph(&name).filter(|g| *g == NO_GRAPH || index.has_graph(*g));
        let number = number.ok_or_else(|| Problem::NotFound(format!("no graph {name}")))?;
        Ok((Some(index.changed(|row| row[3] == number, Vec::new())), ()))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn format_of(media: &str) -> Result<RdfFormat, Problem> {
    RdfFormat::from_media_type(media)
        .filter(|_| !media.is_empty())
        .ok_or_else(|| Problem::MediaType(format!("`{media}` is not read here; send {}", negotiate::names(&ONE))))
}

/// The RDF of the body, one part or several.
async fn parts(app: &App, request: Request, headers: &HeaderMap) -> Result<Vec<(RdfFormat, Bytes)>, Problem> {
    let media = media_type(headers)?;
    if media != "multipart/form-data" {
        let format = format_of(&media)?;
        let body: Body = request.into_body();
        return Ok(vec![(format, read(body, headers, app.options.max_body).await?)]);
    }
    let broken = |e: &dyn std::fmt::Display| Problem::Request(format!("the parts cannot be read: {e}"));
    let (head, body) = request.into_parts();
    let bytes = read(body, headers, app.options.max_body).await?;
    let mut parts = Multipart::from_request(Request::from_parts(head, Body::from(bytes)), &()).await.map_err(|e| broken(&e))?;
    let mut found = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(|e| broken(&e.body_text()))? {
        let format = format_of(part.content_type().unwrap_or("text/turtle").split(';').next().unwrap_or("").trim())?;
        found.push((format, part.bytes().await.map_err(|e| broken(&e.body_text()))?));
    }
    Ok(found)
}
