//! What can be wrong with a request, as `{code, message, link}`, as words or as a page.

use super::html;
use super::negotiate::{self, Offer};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// Why a request is not answered.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The request breaks the protocol.
    #[error("{0}")]
    Request(String),
    /// The SPARQL is broken.
    #[error("{message}")]
    Syntax {
        /// What is wrong, with the faulty line.
        message: String,
        /// Line and column, from 1.
        position: Option<(usize, usize)>,
    },
    /// RDF that was sent is broken.
    #[error("the RDF is broken: {0}")]
    Rdf(String),
    /// A parameter of a question is missing or faulty.
    #[error("{0}")]
    Parameter(String),
    /// Nothing stands at this address.
    #[error("{0}")]
    NotFound(String),
    /// The method is not for this address.
    #[error("this address takes {0}")]
    Method(&'static str),
    /// None of the forms asked for can be made.
    #[error("none of the media types asked for can be given; there are {0}")]
    NotAcceptable(String),
    /// The body is of a type that is not read here.
    #[error("{0}")]
    MediaType(String),
    /// The body is too large.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// The body did not arrive in time.
    #[error("the body did not arrive within {} s", .0.as_secs())]
    Slow(Duration),
    /// The query is nested too deeply, or too long.
    #[error("{0}")]
    TooComplex(String),
    /// A write without `--token`.
    #[error("this server only reads; start it with `--token` to let it write")]
    ReadOnly,
    /// A write without the right token.
    #[error("writing needs the header `Authorization: Bearer TOKEN` with the server's token")]
    Token,
    /// SERVICE or LOAD that is not allowed.
    #[error("{0}")]
    Refused(String),
    /// The request was sent to another host.
    #[error("this server does not answer for the host `{0}`; start it with `--allow-host`")]
    Host(String),
    /// Another server failed.
    #[error("{0}")]
    Service(String),
    /// The query took too long.
    #[error("the query was broken off after {} s", .0.as_secs_f32())]
    Timeout(Duration),
    /// The query needed too much memory.
    #[error("the query was broken off, for it needed too much memory")]
    Memory,
    /// The answer has too many rows.
    #[error("the answer has more than {0} rows; add LIMIT and OFFSET")]
    TooManyRows(usize),
    /// Too many queries run.
    #[error("too many queries are running; try again soon")]
    Busy,
    /// Evaluation failed.
    #[error("the query failed: {0}")]
    Evaluation(String),
    /// A fault of the program.
    #[error("the server failed: {0}")]
    Internal(String),
}

impl Problem {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Request(_) => "serve.request",
            Self::Syntax { .. } => "serve.syntax",
            Self::Rdf(_) => "serve.rdf",
            Self::Parameter(_) => "serve.parameter",
            Self::NotFound(_) => "serve.not-found",
            Self::Method(_) => "serve.method",
            Self::NotAcceptable(_) => "serve.not-acceptable",
            Self::MediaType(_) => "serve.media-type",
            Self::TooLarge(_) => "serve.too-large",
            Self::Slow(_) => "serve.slow",
            Self::TooComplex(_) => "serve.too-complex",
            Self::ReadOnly => "serve.read-only",
            Self::Token => "serve.token",
            Self::Refused(_) => "serve.refused",
            Self::Host(_) => "serve.host",
            Self::Service(_) => "serve.service",
            Self::Timeout(_) => "serve.timeout",
            Self::Memory => "serve.memory",
            Self::TooManyRows(_) => "serve.too-many-rows",
            Self::Busy => "serve.busy",
            Self::Evaluation(_) => "serve.evaluation",
            Self::Internal(_) => "serve.internal",
        }
    }

    /// The status that tells it.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Request(_) | Self::Syntax { .. } | Self::Rdf(_) | Self::Parameter(_) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable(_) => StatusCode::NOT_ACCEPTABLE,
            Self::MediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow(_) => StatusCode::REQUEST_TIMEOUT,
            Self::TooComplex(_) | Self::TooManyRows(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::ReadOnly | Self::Refused(_) => StatusCode::FORBIDDEN,
            Self::Token => StatusCode::UNAUTHORIZED,
            Self::Host(_) => StatusCode::MISDIRECTED_REQUEST,
            Self::Service(_) => StatusCode::BAD_GATEWAY,
            Self::Timeout(_) => StatusCode::GATEWAY_TIMEOUT,
            Self::Memory | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Evaluation(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The body in the form that the client prefers: JSON unless it asks for words or a page.
    pub fn respond(&self, accept: Option<&HeaderValue>) -> Response {
        const OFFERS: [Offer<Shape>; 3] = [
            Offer::new(Shape::Json, &["application/json", "application/problem+json"]),
            Offer::new(Shape::Words, &["text/plain"]),
            Offer::new(Shape::Page, &["text/html", "application/xhtml+xml"]),
        ];
        let shape = negotiate::choose(accept, &OFFERS).map_or(Shape::Json, |(shape, _)| shape);
        let link = format!("/errors#{}", self.code());
        let (media, body) = match shape {
            Shape::Json => {
                let mut body = serde_json::json!({"code": self.code(), "message": self.to_string(), "link": link});
                if let Self::Syntax { position: Some((line, column)), .. } = self {
                    body["line"] = (*line).into();
                    body["column"] = (*column).into();
                }
                ("application/json", body.to_string() + "\n")
            }
            Shape::Words => ("text/plain; charset=utf-8", format!("{self}\n{} (see {link})\n", self.code())),
            Shape::Page => {
                let title = self.status().canonical_reason().unwrap_or("Error");
                let content = maud::html! {
                    pre { (self) }
                    p { a href=(link) { (self.code()) } }
                };
                ("text/html; charset=utf-8", html::page(title, &content).into_string())
            }
        };
        let mut response = (self.status(), [(header::CONTENT_TYPE, media)], body).into_response();
        let headers = response.headers_mut();
        match self {
            Self::Busy | Self::Memory => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
            }
            Self::Token => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"dateline\""));
            }
            Self::Method(allowed) => {
                headers.insert(header::ALLOW, HeaderValue::from_static(allowed));
            }
            _ => {}
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// How a problem is told.
#[derive(Clone, Copy)]
enum Shape {
    Json,
    Words,
    Page,
}

impl IntoResponse for Problem {
    /// Leaves itself in the response, where [`super::access`] finds it and gives it the form that the client prefers.
    fn into_response(self) -> Response {
        let mut response = self.respond(None);
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_as_words_to_those_who_ask_for_them() {
        let problem = Problem::Syntax { message: "expected `}`".into(), position: Some((2, 7)) };
        let kind = |accept: Option<&'static str>| {
            let accept = accept.map(HeaderValue::from_static);
            problem.respond(accept.as_ref()).headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned()
        };
        assert_eq!(kind(None), "application/json");
        assert_eq!(kind(Some("text/plain")), "text/plain; charset=utf-8");
        assert_eq!(kind(Some("text/turtle")), "application/json");
        assert_eq!(kind(Some("text/html,application/xhtml+xml,*/*;q=0.8")), "text/html; charset=utf-8");
    }
}
