//! ninjs, the news item of the International Press Telecommunications Council in JSON, versions 1 to 3.

use super::{Body, Record, text};
use crate::document::Metadata;
use crate::read::html::Page;
use serde_json::Value;

/// Whether an object is an item.
pub fn is(value: &Value) -> bool {
    let has = |key: &str| !value[key].is_null();
    let has_body = has("bodies") || value.as_object().is_some_and(|map| map.keys().any(|key| key.starts_with("body_")));
    let is_item = has("pubstatus") || has("versioncreated") || has("versionCreated") || has("headlines");
    has_body && (has("uri") || is_item) || has("uri") && is_item
}

/// Reads an item; one whose `pubstatus` is no longer `usable` is withdrawn.
///
/// # Errors
/// When an item that may be used has no text.
pub fn record(value: &Value) -> Result<Record, String> {
    let field = |keys: &[&str]| keys.iter().find_map(|key| text(&value[key]));
    let uri = text(&value["uri"]);
    let withdrawn = field(&["pubstatus", "pubStatus"]).is_some_and(|status| status != "usable");
    let kind = field(&["type"]).unwrap_or_default();
    if !withdrawn && matches!(kind.as_str(), "picture" | "audio" | "video" | "graphic" | "planning") {
        return Err(format!("an item of type `{kind}` has no text; only `text` and `composite` are read"));
    }
    let headline = one_of(&value["headlines"], &["main", "hed", ""]).or_else(|| field(&["headline", "title"]));
    let body = body(value);
    if body.is_none() && !withdrawn {
        return Err(format!("item `{}` has no `body_html`, `body_text` or `bodies`", uri.unwrap_or_default()));
    }
    let published =
        field(&["firstcreated", "firstCreated", "contentcreated", "contentCreated", "versioncreated", "versionCreated"]);
    let url = field(&["url", "canonicalurl", "canonicalUrl"]).or_else(|| uri.clone().filter(|uri| uri.starts_with("http")));
    let metadata = Metadata {
        url,
        title: headline.clone().map(|headline| plain(&headline)),
        publisher: field(&["copyrightholder", "copyrightHolder", "source"]).or_else(|| text(&value["provider"]["name"])),
        licence: field(&["usageterms", "usageTerms"]),
        published: published.clone(),
        ..Metadata::default()
    };
    let page = Page {
        headline: metadata.title.clone(),
        modified: field(&["versioncreated", "versionCreated"]).filter(|moment| Some(moment) != published.as_ref()),
        published,
        authors: authors(value),
        body,
        ..Page::default()
    };
    Ok(Record { id: uri, metadata, body: Body::Page(Box::new(page)), withdrawn })
}

/// The text: markup before plain text, the whole before a summary.
fn body(value: &Value) -> Option<String> {
    if let Some(bodies) = value["bodies"].as_array() {
        let is_markup = |body: &&Value| {
            let kind = text(&body["contenttype"]).or_else(|| text(&body["contentType"])).unwrap_or_default();
            kind.contains("html")
        };
        let main = |body: &&Value| matches!(text(&body["role"]).as_deref(), None | Some("main" | "body"));
        let choose = || bodies.iter().filter(main);
        let found = choose().find(is_markup).or_else(|| choose().next()).or_else(|| bodies.first());
        return found.and_then(|body| text(&body["value"]));
    }
    let known = ["body_html", "body_xhtml", "body_html5", "body_text"].iter().find_map(|key| text(&value[*key]));
    known.or_else(|| value.as_object()?.iter().find_map(|(key, value)| text(value).filter(|_| key.starts_with("body_"))))
}

/// The value of the first of these roles in a list of values with roles.
fn one_of(values: &Value, roles: &[&str]) -> Option<String> {
    let values = values.as_array()?;
    let role = |value: &Value| text(&value["role"]).unwrap_or_default();
    let found = roles.iter().find_map(|wanted| values.iter().find(|value| role(value) == *wanted));
    found.or_else(|| values.first()).and_then(|value| text(&value["value"]))
}

fn authors(value: &Value) -> Vec<String> {
    let byline = text(&value["byline"]).or_else(|| text(&value["by"])).or_else(|| one_of(&value["bylines"], &["main", ""]));
    if let Some(line) = byline {
        let line = plain(&line);
        let by = super::super::byline::byline;
        return by(&line).or_else(|| by(&format!("By {line}"))).unwrap_or_else(|| vec![line]);
    }
    let people = value["people"].as_array().into_iter().flatten();
    let wrote = |person: &&Value| text(&person["rel"]).is_some_and(|rel| matches!(rel.as_str(), "author" | "creator"));
    people.filter(wrote).filter_map(|person| text(&person["name"])).collect()
}

fn plain(markup: &str) -> String {
    crate::read::html::plain(markup)
}
