//! The explorer, when the binary carries it, and the page of the errors.

use super::super::html;
use super::super::problem::Problem;
use crate::embedded::EXPLORER;
use axum::extract::OriginalUri;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::html;
use sha2::{Digest, Sha256};

/// The explorer runs its own script and talks to its own server; its map draws in workers, its editor sets styles.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
    font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// `/`: the explorer, or how to get it.
pub async fn front(headers: HeaderMap) -> Response {
    embedded("index.html", &headers).unwrap_or_else(|| without_explorer().into_response())
}

/// Anything else: a file of the explorer.
pub async fn other(OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response, Problem> {
    let path = uri.path().trim_start_matches('/');
    embedded(path, &headers).ok_or_else(|| Problem::NotFound("nothing stands at this address".into()))
}

fn embedded(path: &str, headers: &HeaderMap) -> Option<Response> {
    // paths are looked up as they stand in a fixed table: there is no file system to climb
    let (_, bytes) = EXPLORER.iter().find(|(name, _)| *name == path)?;
    let digest = Sha256::digest(bytes);
    let tag = format!("\"{:016x}\"", u64::from_be_bytes(digest[..8].try_into().ok()?));
    // Vite puts a hash of the content into the names of these
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let common = [
        (header::ETAG, HeaderValue::try_from(tag.as_str()).ok()?),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    ];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes()) {
        return Some((StatusCode::NOT_MODIFIED, common).into_response());
    }
    Some((common, [(header::CONTENT_TYPE, media_of(path))], *bytes).into_response())
}

fn media_of(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "geojson" => "application/geo+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn without_explorer() -> maud::Markup {
    html::page(
        "Dateline",
        &html! {
            p { "This server answers, but its binary was built without the explorer." }
            p { "To get it, install Node 20 or newer, run " code { "make explorer" } " in the repository and build again: "
                code { "cargo build --release" } "." }
            ul {
                li { a href="/queries" { "Questions" } ": the catalogue, each with its parameters and a form" }
                li { a href="/queries/documents" { "Documents" } " and " a href="/queries/things" { "things" } " in the data, each with a page" }
                li { a href="/ns" { "Ontology" } ": what the terms mean" }
                li { a href="/sparql" { "SPARQL" } ": the endpoint and its description" }
                li { a href="/openapi.json" { "OpenAPI" } ": the addresses for programs" }
            }
        },
    )
}

/// `/errors`: the table of codes.
pub async fn errors() -> maud::Markup {
    const PAGE: &str = include_str!("../../../docs/errors.md");
    let rows = PAGE.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.trim_end_matches(" |").split(" | ");
        Some((cells.next()?.trim_end_matches('`'), cells.next()?, cells.next()?))
    });
    let plain = |text: &str| text.replace('`', "").replace("](", " (").replace('[', "");
    html::page(
        "Errors",
        &html! {
            p { "The codes do not change between versions, the messages may." }
            div.wide {
                table {
                    thead { tr { th scope="col" { "code" } th scope="col" { "when" } th scope="col" { "what to do" } } }
                    tbody {
                        @for (code, when, what) in rows {
                            tr id=(code) { th scope="row" { code { (code) } } td { (plain(when)) } td { (plain(what)) } }
                        }
                    }
                }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_in_the_table_is_not_there() {
        for path in ["../Cargo.toml", "assets/../../Cargo.toml", "/etc/passwd", "%2e%2e/Cargo.toml", ""] {
            assert!(embedded(path, &HeaderMap::new()).is_none(), "{path}");
        }
    }
}
