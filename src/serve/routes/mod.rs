//! What stands at which address.

mod catalogue;
mod description;
mod files;
mod graph_store;
mod ontology;
mod openapi;
mod sparql;
mod status;
mod things;

use super::{App, ServeError, access};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{MethodRouter, get};
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
        .route("/store", any_store())
        .route("/store/", any_store())
        .route("/store/{*path}", any_store())
        .route("/id", get(things::any))
        .route("/id/{name}", get(things::local))
        .route("/ns", get(ontology::ontology))
        .route("/ns.{ending}", get(ontology::ontology_as))
        .route("/ns/{name}", get(ontology::file))
        .route("/openapi.json", get(openapi::openapi))
        .route("/errors", get(files::errors))
        .route("/.well-known/void", get(|| async { Redirect::to("/sparql") }))
        .route("/", get(files::front))
        .fallback(files::other)
        .route("/style.css", get(status::style))
        .route("/health", get(status::health))
        .route("/info", get(status::info))
        .route("/metrics", get(status::metrics))
        .layer(DefaultBodyLimit::max(app.options.max_body));
    if let Some(path) = published(&app.base(&app.data.snapshot())) {
        router = router.route(&format!("{path}{{name}}"), get(things::local));
    }
    let mut router = router.layer(CompressionLayer::new()).layer(CatchPanicLayer::new());
    if let Some(cors) = cors(&app.options.cors)? {
        router = router.layer(cors);
    }
    Ok(router.layer(from_fn_with_state(Arc::clone(app), access::access)).with_state(Arc::clone(app)))
}

fn any_store() -> MethodRouter<Arc<App>> {
    get(graph_store::get).put(graph_store::put_or_post).post(graph_store::put_or_post).delete(graph_store::delete)
}

/// The path under which the things of a base stand when this server is reached by the base's own host.
fn published(base: &str) -> Option<String> {
    let path = oxiri::Iri::parse(base).ok()?.path().to_owned();
    let own = ["/", "/id/", "/ns/", "/store/", "/queries/", "/sparql/", "/assets/"];
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b));
    (plain
        && path.starts_with('/')
        && path.ends_with('/')
        && !own.iter().any(|o| *o == path || (*o != "/" && path.starts_with(o))))
    .then_some(path)
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
