//! `/queries`: the questions of the catalogue, each an address with parameters.

use super::super::answer::ROWS;
use super::super::evaluate::Asked;
use super::super::html::{self, Head};
use super::super::negotiate::{self, Offer};
use super::super::problem::Problem;
use super::super::{App, encode};
use super::sparql::{Parameters, answer, endpoint};
use crate::query::{Kind, Question, standalone};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// `/queries`: all of them, for programs or for people.
pub async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    const OFFERS: [Offer<bool>; 2] = [Offer::new(false, &["application/json"]), Offer::new(true, &["text/html"])];
    let vary = [(header::VARY, "accept")];
    match negotiate::choose(headers.get(header::ACCEPT), &OFFERS) {
        Some((true, _)) => (vary, page(app.catalogue.questions())).into_response(),
        _ => (vary, Json(app.catalogue.questions().iter().map(entry).collect::<Value>())).into_response(),
    }
}

fn entry(question: &Question) -> Value {
    let parameters = question
        .parameters
        .iter()
        .map(|p| json!({"name": p.name, "kind": p.kind.name(), "words": p.words, "default": p.default_words()}));
    json!({
        "name": question.name,
        "title": question.title,
        "words": question.words,
        "statuses": question.statuses,
        "parameters": parameters.collect::<Vec<_>>(),
        "example": {
            "values": question.example_values.iter().cloned().collect::<BTreeMap<_, _>>(),
            "answer": question.example,
        },
        "query": body(&question.text),
        "url": format!("/queries/{}", question.name),
    })
}

/// The SPARQL without its head, with the prefixes that it needs elsewhere.
fn body(text: &str) -> String {
    let lines: Vec<&str> = text.lines().skip_while(|l| l.starts_with('#')).collect();
    standalone(&lines.join("\n"))
}

fn page(questions: &[Question]) -> Markup {
    html::page(
        "Questions",
        &html! {
            p { "Each question is an address with parameters, for people and, as JSON, CSV, TSV or XML, for programs: "
                a href="/openapi.json" { "OpenAPI description" } "." }
            dl {
                @for question in questions {
                    dt { a href=(format!("/queries/{}", question.name)) { (question.title) } }
                    dd { (question.words) }
                }
            }
        },
    )
}

/// `/queries/NAME`, `/queries/NAME.csv` …: the answer, with parameters set.
pub async fn ask(
    State(app): State<Arc<App>>,
    Path(path): Path<String>,
    RawQuery(raw): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (name, ending) = path.split_once('.').map_or((path.as_str(), None), |(name, ending)| (name, Some(ending)));
    let question = app.catalogue.get(name).map_err(|e| Problem::NotFound(e.to_string()))?;
    let values = Parameters::read(raw.unwrap_or_default().as_bytes())?.0;
    if let Some((twice, _)) = values.iter().enumerate().find_map(|(i, v)| values[..i].iter().any(|w| w.0 == v.0).then_some(v)) {
        return Err(Problem::Parameter(format!("the parameter `{twice}` stands there more than once")));
    }
    let accept = match ending {
        None => headers.get(header::ACCEPT).cloned(),
        // the query itself, below
        Some("rq") => None,
        Some(ending) => Some(HeaderValue::from_static(media_of(ending).ok_or_else(|| {
            Problem::NotFound(format!("no form `.{ending}`; there are .json, .xml, .csv, .tsv, .html and .rq"))
        })?)),
    };
    // an empty field of a form means the default, except where the default is not empty
    let set: Vec<(String, String)> = values
        .into_iter()
        .filter(|(name, value)| !value.is_empty() || question.parameters.iter().any(|p| p.name == *name && p.kind == Kind::Text))
        .collect();
    let text = question.with(&set).map_err(|e| Problem::Parameter(e.to_string()))?;
    if ending == Some("rq") {
        return Ok(([(header::CONTENT_TYPE, "application/sparql-query")], body(&text)).into_response());
    }
    let head = is_page(accept.as_ref()).then(|| Head { title: question.title.clone(), words: form(question, &set) });
    let asked =
        Asked { text, default_graphs: Vec::new(), named_graphs: Vec::new(), base_iri: endpoint(&uri, &headers), accept, head };
    answer(&app, asked, &headers).await
}

fn is_page(accept: Option<&HeaderValue>) -> bool {
    negotiate::choose(accept, &ROWS).is_some_and(|(_, media)| media == "text/html")
}

fn media_of(ending: &str) -> Option<&'static str> {
    Some(match ending {
        "json" => "application/sparql-results+json",
        "xml" => "application/sparql-results+xml",
        "csv" => "text/csv",
        "tsv" => "text/tab-separated-values",
        "html" => "text/html",
        _ => return None,
    })
}

fn form(question: &Question, set: &[(String, String)]) -> Markup {
    let value = |name: &str| set.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let address = |ending: &str| {
        let pairs: Vec<String> = set.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
        let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
        format!("/queries/{}.{ending}{query}", question.name)
    };
    html! {
        p { (question.words) }
        @if !question.statuses.is_empty() { p.quiet { "It takes events told as " (question.statuses.join(", ")) "." } }
        @if !question.parameters.is_empty() {
            form method="get" action=(format!("/queries/{}", question.name)) {
                @for parameter in &question.parameters {
                    @let id = format!("p-{}", parameter.name);
                    div {
                        label for=(id) { (parameter.name) }
                        input id=(id) name=(parameter.name) aria-describedby=(format!("{id}-words"))
                            value=(value(&parameter.name).unwrap_or("")) placeholder=(parameter.default_words());
                        span.quiet id=(format!("{id}-words")) { (parameter.words) }
                    }
                }
                button { "Ask" }
            }
        }
        p {
            "As "
            a href=(address("json")) { "JSON" } ", " a href=(address("csv")) { "CSV" } ", "
            a href=(address("tsv")) { "TSV" } ", " a href=(address("xml")) { "XML" } "; "
            a href=(address("rq")) { "the SPARQL" } "."
        }
    }
}
