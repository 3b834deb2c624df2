//! `/sparql`: the SPARQL 1.1 Protocol.

use super::super::cache::Key;
use super::super::evaluate::{Asked, evaluate};
use super::super::html::Head;
use super::super::problem::Problem;
use super::super::stream::ReplyBody;
use super::super::write::{self, Changes};
use super::super::{App, access, negotiate};
use super::description::describe;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use oxigraph::model::NamedNode;
use std::sync::Arc;
use std::time::Duration;

/// Time for a body to arrive.
const BODY: Duration = Duration::from_secs(30);

/// A query by GET.
pub async fn get(
    State(app): State<Arc<App>>,
    RawQuery(raw): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut parameters = Parameters::read(raw.unwrap_or_default().as_bytes())?;
    if parameters.has("update") {
        return Err(Problem::Request("updates come by POST".into()));
    }
    let Some(text) = parameters.one("query")? else {
        if !parameters.0.is_empty() {
            return Err(Problem::Request("the parameter `query` is missing".into()));
        }
        return describe(&app, &endpoint(&uri, &headers), &headers).await;
    };
    answer(&app, parameters.asked(text, &uri, &headers)?, &headers).await
}

/// A query or an update by POST, as a form or as it stands.
pub async fn post(
    State(app): State<Arc<App>>,
    RawQuery(raw): RawQuery,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let mut parameters = Parameters::read(raw.unwrap_or_default().as_bytes())?;
    match media_type(&headers)?.as_str() {
        "application/x-www-form-urlencoded" => {
            let body = read(body, &headers, app.options.max_body).await?;
            parameters.0.extend(Parameters::read(&body)?.0);
            match (parameters.one("query")?, parameters.one("update")?) {
                (Some(text), None) => answer(&app, parameters.asked(text, &uri, &headers)?, &headers).await,
                (None, Some(text)) => {
                    write::authorize(&app, &headers)?;
                    change(&app, parameters.changes(text, &uri, &headers)?).await
                }
                (Some(_), Some(_)) => Err(Problem::Request("a request is a query or an update, not both".into())),
                (None, None) => Err(Problem::Request("the parameter `query` or `update` is missing".into())),
            }
        }
        "application/sparql-query" => {
            if parameters.has("query") || parameters.has("update") {
                return Err(Problem::Request("the query stands in the body, not in the address".into()));
            }
            let text = text(read(body, &headers, app.options.max_body).await?)?;
            answer(&app, parameters.asked(text, &uri, &headers)?, &headers).await
        }
        "application/sparql-update" => {
            write::authorize(&app, &headers)?;
            if parameters.has("query") || parameters.has("update") {
                return Err(Problem::Request("the update stands in the body, not in the address".into()));
            }
            let text = text(read(body, &headers, app.options.max_body).await?)?;
            change(&app, parameters.changes(text, &uri, &headers)?).await
        }
        other => Err(Problem::MediaType(format!(
            "`{other}` is not read here; send application/x-www-form-urlencoded, application/sparql-query or application/sparql-update"
        ))),
    }
}

async fn change(app: &Arc<App>, changes: Changes) -> Result<Response, Problem> {
    write::update(app, changes).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Evaluates, or takes the answer from those that were kept.
pub async fn answer(app: &Arc<App>, asked: Asked, headers: &HeaderMap) -> Result<Response, Problem> {
    let snapshot = app.data.snapshot();
    let key = asked.key(snapshot.version);
    if is_known(headers, &key) {
        return Ok((StatusCode::NOT_MODIFIED, validators(&key)).into_response());
    }
    if let Some(entry) = app.cache.get(&key) {
        app.metrics.kept.inc();
        return Ok(respond(entry.media, Body::from(entry.body), &key));
    }
    app.metrics.evaluated.inc();
    let (reply, leash) = evaluate(app, snapshot, asked, key).await?;
    let body = match reply.body {
        ReplyBody::Whole(bytes) => Body::from(bytes),
        ReplyBody::Stream(pieces) => Body::from_stream(pieces.inspect(move |_| {
            // the query ends when nobody reads on
            let _ = &leash;
        })),
    };
    Ok(respond(reply.media, body, &key))
}

/// Whether the client has this answer already.
pub fn is_known(headers: &HeaderMap, key: &Key) -> bool {
    let tags = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or("");
    tags.split(',').any(|tag| tag.trim() == key.tag())
}

pub fn validators(key: &Key) -> [(header::HeaderName, HeaderValue); 3] {
    let tag = HeaderValue::try_from(key.tag()).unwrap_or(HeaderValue::from_static("W/\"\""));
    [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::VARY, HeaderValue::from_static("accept")),
    ]
}

pub fn respond(media: &str, body: Body, key: &Key) -> Response {
    (StatusCode::OK, validators(key), [(header::CONTENT_TYPE, negotiate::content_type(media))], body).into_response()
}

/// Pairs of an address or a form.
pub struct Parameters(pub Vec<(String, String)>);

impl Parameters {
    /// Reads pairs.
    ///
    /// # Errors
    /// [`Problem::Request`] for bytes that are no text.
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(bytes).into_owned().collect();
        if pairs.iter().any(|(name, value)| name.contains('\u{FFFD}') || value.contains('\u{FFFD}')) {
            return Err(Problem::Request("a parameter is not UTF-8".into()));
        }
        Ok(Self(pairs))
    }

    /// Whether there is one of the name.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// Takes the one of the name.
    ///
    /// # Errors
    /// [`Problem::Request`] when there are several.
    pub fn one(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let mut values = self.all(name);
        if values.len() > 1 {
            return Err(Problem::Request(format!("the parameter `{name}` stands there more than once")));
        }
        Ok(values.pop())
    }

    /// Takes all of the name.
    pub fn all(&mut self, name: &str) -> Vec<String> {
        let (found, rest) = std::mem::take(&mut self.0).into_iter().partition(|(n, _)| n == name);
        self.0 = rest;
        let found: Vec<(String, String)> = found;
        found.into_iter().map(|(_, value)| value).collect()
    }

    /// Takes the IRIs of the name, each once.
    ///
    /// # Errors
    /// [`Problem::Request`] for what is no IRI.
    pub fn iris(&mut self, name: &str) -> Result<Vec<NamedNode>, Problem> {
        let mut nodes = Vec::new();
        for value in self.all(name) {
            let node = NamedNode::new(&value).map_err(|e| Problem::Request(format!("`{name}={value}` is no IRI: {e}")))?;
            if !nodes.contains(&node) {
                nodes.push(node);
            }
        }
        Ok(nodes)
    }

    fn changes(&mut self, text: String, uri: &Uri, headers: &HeaderMap) -> Result<Changes, Problem> {
        if self.has("default-graph-uri") || self.has("named-graph-uri") {
            return Err(Problem::Request("`default-graph-uri` belongs to queries; updates take `using-graph-uri`".into()));
        }
        Ok(Changes {
            text,
            using: self.iris("using-graph-uri")?,
            using_named: self.iris("using-named-graph-uri")?,
            base_iri: endpoint(uri, headers),
        })
    }

    fn asked(&mut self, text: String, uri: &Uri, headers: &HeaderMap) -> Result<Asked, Problem> {
        if self.has("using-graph-uri") || self.has("using-named-graph-uri") {
            return Err(Problem::Request("`using-graph-uri` belongs to updates; queries take `default-graph-uri`".into()));
        }
        Ok(Asked {
            text,
            default_graphs: self.iris("default-graph-uri")?,
            named_graphs: self.iris("named-graph-uri")?,
            base_iri: endpoint(uri, headers),
            accept: headers.get(header::ACCEPT).cloned(),
            head: None::<Head>,
        })
    }
}

/// The address of the request as its sender has it, without its query.
pub fn endpoint(uri: &Uri, headers: &HeaderMap) -> String {
    let host = access::host(uri, headers).unwrap_or_else(|| "localhost".into());
    let secure = headers.get("x-forwarded-proto").is_some_and(|p| p == "https");
    format!("{}://{host}{}", if secure { "https" } else { "http" }, uri.path())
}

/// The type of the body, without parameters; text has to be UTF-8.
///
/// # Errors
/// [`Problem::MediaType`].
pub fn media_type(headers: &HeaderMap) -> Result<String, Problem> {
    let value = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let mut parts = value.split(';').map(str::trim);
    let media = parts.next().unwrap_or("").to_ascii_lowercase();
    for part in parts {
        if let Some((name, value)) = part.split_once('=')
            && name.trim().eq_ignore_ascii_case("charset")
            && !matches!(value.trim().trim_matches('"').to_ascii_lowercase().as_str(), "utf-8" | "utf8" | "us-ascii")
        {
            return Err(Problem::MediaType(format!("the charset {value} is not read here; send UTF-8")));
        }
    }
    Ok(media)
}

/// The whole body, within bounds of size and time.
///
/// # Errors
/// [`Problem::TooLarge`], [`Problem::Slow`], [`Problem::Request`].
pub async fn read(body: Body, headers: &HeaderMap, limit: usize) -> Result<Bytes, Problem> {
    let told: Option<u64> = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    if told.is_some_and(|length| length > limit as u64) {
        return Err(Problem::TooLarge(limit));
    }
    if headers.get(header::CONTENT_ENCODING).is_some_and(|e| e != "identity") {
        return Err(Problem::MediaType("compressed bodies are not read here".into()));
    }
    match tokio::time::timeout(BODY, axum::body::to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if std::error::Error::source(&error).is_some_and(|s| s.to_string().contains("length limit")) => {
            Err(Problem::TooLarge(limit))
        }
        Ok(Err(error)) => Err(Problem::Request(format!("the body cannot be read: {error}"))),
        Err(_) => Err(Problem::Slow(BODY)),
    }
}

fn text(body: Bytes) -> Result<String, Problem> {
    String::from_utf8(body.into()).map_err(|e| Problem::Request(format!("the body is not UTF-8: {e}")))
}
