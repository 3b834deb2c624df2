//! The forms in which agencies and archives hand out news, each made into [`Record`]s.

mod article;
mod feed;
mod guardian;
mod http;
mod json;
mod lines;
mod ninjs;
mod warc;

pub(super) use feed::feed;
pub(super) use http::decode;
pub(super) use json::{is_record, records};
pub(super) use lines::{Line, Lines};
pub(super) use warc::{Archive, Fault};

use super::html::Page;
use crate::document::Metadata;

/// One document as its envelope gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Its id, when the envelope has one, or an address to make one of.
    pub id: Option<String>,
    /// What the envelope says of it.
    pub metadata: Metadata,
    /// Its words.
    pub body: Body,
    /// Whether its publisher took it back.
    pub withdrawn: bool,
}

/// The words of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Plain text or a web page.
    Text(String),
    /// What a page says of itself: headline, markup, perhaps the posts of a live blog.
    Page(Box<Page>),
}

impl Default for Body {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// The id that an address gives: without scheme, fragment and closing slash.
pub(super) fn id_of_url(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or(rest);
    rest.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

/// Words of a JSON value that are some.
fn text(value: &serde_json::Value) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_give_short_ids() {
        assert_eq!(id_of_url("https://www.example.org/news/ferry/#post-3"), "example.org/news/ferry");
        assert_eq!(id_of_url("tag:example.org,2031:7"), "tag:example.org,2031:7");
    }
}
