//! What stands at which address.

mod catalogue;
mod sparql;
mod status;

use super::{App, ServeError, access};
use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};

/// The router of the whole server.
///
/// # Errors
/// [`ServeError::Option`] for an origin that is none.
pub fn router(app: &Arc<App>) -> Result<Router, ServeError> {
    let mut router = Router::new()
        .route("/sparql", get(sparql::get).post(sparql::post))
        .route("/sparql/", get(sparql::get).post(sparql::post))
        .route("/queries", get(catalogue::list))
        .route("/queries/{name}", get(catalogue::ask))
        .route("/style.css", get(status::style))
        .route("/health", get(status::health))
        .route("/info", get(status::info))
        .route("/metrics", get(status::metrics))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::new());
    if let Some(cors) = cors(&app.options.cors)? {
        router = router.layer(cors);
    }
    Ok(router.layer(from_fn_with_state(Arc::clone(app), access::access)).with_state(Arc::clone(app)))
}

fn cors(origins: &[String]) -> Result<Option<CorsLayer>, ServeError> {
    if origins.is_empty() {
        return Ok(None);
    }
    let layer = CorsLayer::new()
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::ACCEPT, header::CONTENT_TYPE, header::AUTHORIZATION])
        .expose_headers([header::ETAG, header::LINK, header::RETRY_AFTER, HeaderName::from_static("content-location")])
        .max_age(Duration::from_hours(1));
    if origins.iter().any(|o| o == "*") {
        return Ok(Some(layer.allow_origin(Any)));
    }
    let named = origins
        .iter()
        .map(|o| HeaderValue::from_str(o).map_err(|_| ServeError::Option(format!("`--cors {o}` is no origin"))))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Some(layer.allow_origin(named)))
}
