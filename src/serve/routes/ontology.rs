//! `/ns`: the ontology, with its page; `/ns/shapes.ttl` and `/ns/alignments.ttl` beside it.

use super::super::negotiate;
use super::super::problem::Problem;
use super::super::{App, html};
use super::things::{FORMS, Form, media_of};
use crate::query::shorten;
use crate::store::{sort, write_rdf};
use crate::vocabulary::DL;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};
use std::collections::BTreeMap;
use std::sync::Arc;

const ONTOLOGY: &str = "ontology/dateline.ttl";
const ALIGNMENTS: &str = "ontology/alignments.ttl";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

/// `/ns`.
pub async fn ontology(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Problem> {
    show(&app, headers.get(header::ACCEPT))
}

/// `/ns.ttl`, `/ns.html` …
pub async fn ontology_as(State(app): State<Arc<App>>, Path(ending): Path<String>) -> Result<Response, Problem> {
    let media = media_of(&ending).ok_or_else(|| Problem::NotFound(format!("no form `.{ending}` of the ontology")))?;
    show(&app, Some(&HeaderValue::from_static(media)))
}

/// `/ns/shapes.ttl`, `/ns/alignments.ttl`, `/ns/dateline.ttl`.
pub async fn file(Path(name): Path<String>) -> Result<Response, Problem> {
    let known = ["shapes.ttl", "alignments.ttl", "dateline.ttl"].contains(&name.as_str());
    let text = known.then(|| crate::embedded::file(&format!("ontology/{name}"))).flatten();
    let text = text.ok_or_else(|| Problem::NotFound("there are shapes.ttl, alignments.ttl and dateline.ttl".into()))?;
    Ok(([(header::CONTENT_TYPE, "text/turtle; charset=utf-8")], text).into_response())
}

fn show(app: &App, accept: Option<&HeaderValue>) -> Result<Response, Problem> {
    let (form, media) = negotiate::choose(accept, &FORMS).ok_or_else(|| Problem::NotAcceptable(negotiate::names(&FORMS)))?;
    let text = match form {
        Form::Page => page(&app.base(&app.data.snapshot()))?.into_string().into_bytes(),
        Form::Rdf(RdfFormat::Turtle) => crate::embedded::file(ONTOLOGY).unwrap_or_default().as_bytes().to_vec(),
        Form::Rdf(format) => {
            let mut quads = quads(ONTOLOGY)?;
            sort(&mut quads);
            let mut out = Vec::new();
            write_rdf(&mut out, format, &quads, 1 << 24).map_err(|e| Problem::Internal(e.to_string()))?;
            out
        }
    };
    let vary = [(header::VARY, HeaderValue::from_static("accept")), (header::CONTENT_TYPE, negotiate::content_type(media))];
    Ok((vary, text).into_response())
}

fn quads(file: &str) -> Result<Vec<Quad>, Problem> {
    let text = crate::embedded::file(file).unwrap_or_default();
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(text).collect::<Result<Vec<_>, _>>();
    quads.map_err(|e| Problem::Internal(format!("`{file}`: {e}")))
}

/// What is said of a term, property by property.
type Terms = BTreeMap<String, Vec<(String, Term)>>;

fn page(base: &str) -> Result<Markup, Problem> {
    let mut terms: Terms = BTreeMap::new();
    for quad in quads(ONTOLOGY)?.into_iter().chain(quads(ALIGNMENTS)?) {
        if let oxigraph::model::NamedOrBlankNode::NamedNode(subject) = &quad.subject
            && let Some(local) = subject.as_str().strip_prefix(DL)
        {
            terms.entry(local.to_owned()).or_default().push((quad.predicate.into_string(), quad.object));
        }
    }
    let is = |said: &[(String, Term)], ending: &str| {
        said.iter().any(|(p, o)| p.ends_with("#type") && matches!(o, Term::NamedNode(n) if n.as_str().ends_with(ending)))
    };
    let sections: [(&str, Vec<_>); 3] = [
        ("Classes", terms.iter().filter(|(_, said)| is(said, "#Class")).collect()),
        ("Properties", terms.iter().filter(|(_, said)| is(said, "Property")).collect()),
        ("Values", terms.iter().filter(|(_, said)| !is(said, "#Class") && !is(said, "Property")).collect()),
    ];
    Ok(html::page(
        "The Dateline ontology",
        &html! {
            p { "Events, roles and statements as the news tells them. Namespace " code { (DL) } "; as "
                a href="/ns.ttl" { "Turtle" } ", " a href="/ns.jsonld" { "JSON-LD" } ", " a href="/ns.rdf" { "RDF/XML" } "; the "
                a href="/ns/shapes.ttl" { "shapes" } " and the " a href="/ns/alignments.ttl" { "alignments" } "." }
            @for (title, section) in &sections {
                h2 { (title) }
                @for (local, said) in section { (entry(local, said, base)) }
            }
        },
    ))
}

fn entry(local: &str, said: &[(String, Term)], base: &str) -> Markup {
    let words = |namespace: &str, name: &str| {
        said.iter().find_map(|(p, o)| match o {
            Term::Literal(l) if p.strip_prefix(namespace) == Some(name) => Some(l.value().to_owned()),
            _ => None,
        })
    };
    let shown = ["subClassOf", "subPropertyOf", "domain", "range"].map(|name| (format!("{RDFS}{name}"), name));
    let shown = shown.into_iter().chain(["closeMatch", "exactMatch", "broadMatch"].map(|name| (format!("{SKOS}{name}"), name)));
    html! {
        section id=(local) {
            h3 { a href=(format!("#{local}")) { "dl:" (local) } }
            @if let Some(definition) = words(SKOS, "definition") { p { (definition) } }
            @if let Some(example) = words(SKOS, "example") { p.quiet { (example) } }
            @for (property, name) in shown {
                @let values: Vec<&Term> = said.iter().filter(|(p, _)| *p == property).map(|(_, o)| o).collect();
                @if !values.is_empty() {
                    p { (name) ": "
                        @for (at, value) in values.iter().enumerate() {
                            @if at > 0 { ", " }
                            @if matches!(value, Term::NamedNode(n) if n.as_str().starts_with(DL)) { (html::term(value, base, None)) }
                            @else { code { (shorten(value)) } }
                        }
                    }
                }
            }
        }
    }
}
