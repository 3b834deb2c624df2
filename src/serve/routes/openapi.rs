//! `/openapi.json`: the addresses for programs, the catalogue's questions among them.

use super::super::App;
use crate::query::{Kind, Parameter, Question};
use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The description.
pub async fn openapi(State(app): State<Arc<App>>) -> Json<Value> {
    let mut paths = Map::new();
    paths.insert("/sparql".into(), sparql(app.options.token.is_some()));
    paths.insert("/queries".into(), json!({"get": {
        "summary": "The catalogue of questions",
        "operationId": "queries",
        "responses": {"200": {"description": "Questions with their parameters", "content": {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}}}},
    }}));
    paths.insert("/id/{name}".into(), json!({"get": {
        "summary": "What the data say of a thing",
        "operationId": "thing",
        "parameters": [{"name": "name", "in": "path", "required": true, "schema": {"type": "string"}, "description": "Local name, with an ending such as .ttl or .jsonld to choose the form"}],
        "responses": {"200": {"description": "A page or RDF", "content": {"text/html": {}, "text/turtle": {}, "application/ld+json": {}}}, "404": problem("The data say nothing of it")},
    }}));
    for question in app.catalogue.questions() {
        paths.insert(format!("/queries/{}", question.name), path(question));
    }
    Json(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Dateline",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Who did what with whom, where, when, and according to whom",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": {"Problem": {
            "type": "object",
            "required": ["code", "message", "link"],
            "properties": {
                "code": {"type": "string"}, "message": {"type": "string"}, "link": {"type": "string"},
                "line": {"type": "integer"}, "column": {"type": "integer"},
            },
        }}},
    }))
}

fn problem(words: &str) -> Value {
    json!({"description": words, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}})
}

fn rows() -> Value {
    json!({"description": "Rows", "content": {
        "application/sparql-results+json": {"schema": {"type": "object"}},
        "application/sparql-results+xml": {}, "text/csv": {}, "text/tab-separated-values": {}, "text/html": {},
    }})
}

fn sparql(writable: bool) -> Value {
    let mut bodies = json!({
        "application/sparql-query": {"schema": {"type": "string"}},
        "application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": {"query": {"type": "string"}}}},
    });
    if writable {
        bodies["application/sparql-update"] = json!({"schema": {"type": "string"}});
    }
    let responses = json!({"200": rows(), "400": problem("Broken SPARQL"), "503": problem("Busy"), "504": problem("Broken off")});
    json!({
        "get": {
            "summary": "SPARQL 1.1 query; without one, the service description",
            "operationId": "query",
            "parameters": [{"name": "query", "in": "query", "schema": {"type": "string"}}],
            "responses": responses.clone(),
        },
        "post": {"summary": "SPARQL 1.1 query or update", "operationId": "post", "requestBody": {"required": true, "content": bodies}, "responses": responses},
    })
}

fn path(question: &Question) -> Value {
    json!({"get": {
        "summary": question.title,
        "description": question.words,
        "operationId": question.name,
        "tags": ["questions"],
        "parameters": question.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "responses": {"200": rows(), "400": problem("A value is not of its parameter's kind")},
    }})
}

fn parameter(parameter: &Parameter) -> Value {
    let mut schema = match parameter.kind {
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::Number => json!({"type": "integer"}),
        Kind::Text | Kind::Iri | Kind::Terms => json!({"type": "string"}),
    };
    let default = parameter.default_words();
    match default.parse::<i64>() {
        Ok(number) if parameter.kind == Kind::Number => schema["default"] = number.into(),
        _ if !default.is_empty() && parameter.kind != Kind::Number => schema["default"] = default.into(),
        _ => {}
    }
    json!({"name": parameter.name, "in": "query", "description": parameter.words, "schema": schema})
}
