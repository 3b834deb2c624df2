//! Articles as JSON objects of the plainest form: `url`, `title`, `published`, `text`.

use super::{Body, Record, text};
use crate::document::{Metadata, Order};
use crate::read::html::{Page, names};
use serde_json::Value;

/// Whether an object is one.
pub fn is(value: &Value) -> bool {
    // A line of the facts format is none, whatever it quotes.
    ["text", "html"].iter().any(|key| value[key].is_string()) && value["kind"].is_null()
}

/// Reads an article. `text` is plain text or a whole page; `html` is markup of the article alone.
///
/// # Errors
/// What a field has that it cannot have.
pub fn record(value: &Value) -> Result<Record, String> {
    let field = |key: &str| text(&value[key]);
    let order = match field("order").as_deref() {
        None | Some("auto") => Order::Auto,
        Some("newest-first") => Order::NewestFirst,
        Some("oldest-first") => Order::OldestFirst,
        Some(other) => return Err(format!("`order` is `{other}`; it may be newest-first, oldest-first or auto")),
    };
    let metadata = Metadata {
        url: field("url"),
        title: field("title"),
        publisher: field("publisher"),
        licence: field("licence").or_else(|| field("license")),
        published: field("published"),
        timezone: field("timezone"),
        order,
    };
    crate::read::source::check(&metadata).map_err(|error| error.to_string())?;
    let body = match (&value["text"], &value["html"]) {
        (Value::String(text), _) if !text.trim().is_empty() => Body::Text(text.clone()),
        (_, Value::String(html)) if crate::read::looks_like_html(html) => Body::Text(html.clone()),
        (_, Value::String(html)) => Body::Page(Box::new(Page {
            headline: metadata.title.clone(),
            published: metadata.published.clone(),
            authors: names(&value["author"]),
            body: Some(html.clone()),
            ..Page::default()
        })),
        _ => Body::default(),
    };
    let id = ["id", "document"].into_iter().find_map(field).or_else(|| metadata.url.clone());
    Ok(Record { id, metadata, body, withdrawn: false })
}
