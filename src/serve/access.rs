//! What every request passes: the check of its host, headers that keep browsers careful, the form of errors, and one line
//! of log, which tells the path but never a query.

use super::metrics::{Request as Counted, Route};
use super::problem::Problem;
use super::{App, html};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

/// The middleware.
pub async fn access(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let route = request.extensions().get::<MatchedPath>().map_or("other", |m| m.as_str()).to_owned();
    let accept = request.headers().get(header::ACCEPT).cloned();
    let host = host(request.uri(), request.headers());
    let mut response = match host {
        Some(host) if !app.answers_for(&host) => Problem::Host(host).into_response(),
        None => Problem::Request("the request has no readable host".into()).into_response(),
        Some(_) => next.run(request).await,
    };
    let problem = response.extensions_mut().remove::<Problem>().or_else(|| untold(&response));
    if let Some(problem) = problem {
        let told = problem.respond(accept.as_ref());
        let old = std::mem::replace(&mut response, told);
        // what else the router said, such as Allow; not what it said of a body that is gone
        let of_body = [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::TRANSFER_ENCODING];
        for (name, value) in old.headers() {
            if !of_body.contains(name) && !response.headers().contains_key(name) {
                response.headers_mut().insert(name, value.clone());
            }
        }
    }
    protect(response.headers_mut());
    let (status, elapsed) = (response.status().as_u16(), start.elapsed());
    app.metrics.seconds.get_or_create(&Route { route: route.clone() }).observe(elapsed.as_secs_f64());
    let known = matches!(method.as_str(), "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS" | "PATCH");
    let counted = Counted { method: if known { method.to_string() } else { "other".into() }, route, status };
    app.metrics.requests.get_or_create(&counted).inc();
    tracing::info!(target: "access", %method, path, status, ms = elapsed.as_millis() as u64);
    response
}

/// Statuses that the router gives without a word.
fn untold(response: &Response) -> Option<Problem> {
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Some(Problem::Method("other methods")),
        StatusCode::NOT_FOUND if !response.headers().contains_key(header::CONTENT_TYPE) => {
            Some(Problem::NotFound("nothing stands at this address".into()))
        }
        _ => None,
    }
}

/// Host and port that the request was sent to; none for one that could not be a host.
pub fn host(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let host = match uri.authority() {
        Some(authority) => authority.as_str(),
        None => headers.get(header::HOST)?.to_str().ok()?,
    };
    let plain = |b: u8| b.is_ascii_alphanumeric() || b".-_:[]".contains(&b);
    (!host.is_empty() && host.len() < 256 && host.bytes().all(plain)).then(|| host.to_ascii_lowercase())
}

/// The host without its port.
pub fn name(host: &str) -> &str {
    match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    }
}

/// Whether the name means this machine.
pub fn is_local(name: &str) -> bool {
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn protect(headers: &mut HeaderMap) {
    let mut add = |name, value| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::REFERRER_POLICY, "same-origin");
    add(header::X_FRAME_OPTIONS, "DENY");
    add(header::CONTENT_SECURITY_POLICY, html::POLICY);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_this_machine_from_others() {
        for host in ["localhost:7878", "127.0.0.1", "[::1]:80", "127.9.9.9:1"] {
            assert!(is_local(name(host)), "{host}");
        }
        for host in ["localhost.evil.example:7878", "10.0.0.1:80", "[2001:db8::1]"] {
            assert!(!is_local(name(host)), "{host}");
        }
    }
}
