//! How the server is, what it serves, and the style sheet of its pages.

use super::super::metrics::Now;
use super::super::problem::Problem;
use super::super::{App, html, memory};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// `/health`: whether it answers.
pub async fn health(State(app): State<Arc<App>>) -> Json<Value> {
    Json(json!({"status": "ok", "quads": app.data.snapshot().quads}))
}

/// `/info`: what is served and within which limits.
pub async fn info(State(app): State<Arc<App>>) -> Result<Json<Value>, Problem> {
    let snapshot = app.data.snapshot();
    let graphs = snapshot.graphs().map_err(|e| Problem::Internal(e.to_string()))?.len();
    Ok(Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "base": app.base(&snapshot),
        "ontology": crate::vocabulary::DL,
        "quads": snapshot.quads,
        "graphs": graphs,
        "data": format!("{:x}", snapshot.version),
        "writable": app.options.token.is_some(),
        "limits": {
            "timeout": app.options.timeout.as_secs_f64(),
            "rows": app.options.max_rows,
            "body": app.options.max_body,
            "queries": app.options.max_queries,
        },
    })))
}

/// `/metrics`: for Prometheus.
pub async fn metrics(State(app): State<Arc<App>>) -> Result<impl IntoResponse, Problem> {
    let now = Now {
        running: app.places.running(),
        quads: app.data.snapshot().quads,
        memory: memory::resident(),
        connections: app.connections.load(Ordering::Relaxed),
    };
    let text = app.metrics.text(&now).map_err(|e| Problem::Internal(e.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text))
}

/// `/style.css`.
pub async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")], html::STYLE)
}
