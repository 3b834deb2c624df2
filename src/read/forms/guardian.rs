//! Answers of the Guardian Open Platform: `response.content` or `response.results`, with `fields` and `blocks`.

use super::{Body, Record, text};
use crate::document::Metadata;
use crate::read::html::{Page, Update};
use serde_json::Value;

/// Whether an object is an answer, or the content of one.
pub fn is(value: &Value) -> bool {
    let is_content = |value: &Value| value["webTitle"].is_string() || value["webUrl"].is_string();
    value["response"].is_object() || is_content(value)
}

/// The contents of an answer, or a message that says what the interface refused or an answer lacks.
pub fn records(value: &Value) -> Vec<Result<Record, String>> {
    let response = if value["response"].is_object() { &value["response"] } else { return vec![record(value)] };
    if let Some(status) = response["status"].as_str().filter(|status| *status != "ok") {
        let message = response["message"].as_str().unwrap_or("no message");
        return vec![Err(format!("the answer has status `{status}`: {message}"))];
    }
    match (&response["content"], &response["results"]) {
        (content @ Value::Object(_), _) => vec![record(content)],
        (_, Value::Array(results)) => results.iter().map(record).collect(),
        _ => vec![Err("the answer has neither `content` nor `results`".to_owned())],
    }
}

fn record(content: &Value) -> Result<Record, String> {
    let fields = &content["fields"];
    let url = text(&content["webUrl"]);
    let headline = text(&fields["headline"]).or_else(|| text(&content["webTitle"]));
    let published = text(&content["webPublicationDate"]);
    let updates: Vec<Update> =
        content["blocks"]["body"].as_array().into_iter().flatten().filter(|block| is_public(block)).map(update).collect();
    let is_blog = updates.len() > 1;
    let body = text(&fields["body"])
        .or_else(|| updates.first().and_then(|update| update.body.clone()))
        .or_else(|| text(&fields["bodyText"]));
    if body.is_none() && updates.is_empty() {
        let name = text(&content["id"]).unwrap_or_default();
        return Err(format!("`{name}` has no text; ask the interface for it with `show-blocks=all&show-fields=all`"));
    }
    let metadata = Metadata {
        url: url.clone(),
        title: headline.clone(),
        publisher: text(&fields["publication"]),
        licence: None,
        published: published.clone(),
        ..Metadata::default()
    };
    let page = Page {
        headline,
        published,
        modified: text(&fields["lastModified"]),
        authors: text(&fields["byline"]).map(|byline| people(&byline)).unwrap_or_default(),
        body,
        updates: if is_blog { updates } else { Vec::new() },
        ..Page::default()
    };
    let id = text(&content["id"]).or(url);
    Ok(Record { id, metadata, body: Body::Page(Box::new(page)), withdrawn: false })
}

/// Drafts may stand among the blocks.
fn is_public(block: &Value) -> bool {
    block["published"].as_bool() != Some(false)
}

fn update(block: &Value) -> Update {
    let moment = |key: &str| text(&block[key]).or_else(|| text(&block[key]["iso8601"]));
    let published = moment("firstPublishedDate").or_else(|| moment("publishedDate")).or_else(|| moment("createdDate"));
    let contributors = block["contributors"].as_array().into_iter().flatten();
    Update {
        headline: text(&block["title"]).or_else(|| text(&block["attributes"]["title"])),
        body: text(&block["bodyHtml"]).or_else(|| text(&block["bodyTextSummary"])),
        modified: moment("lastModifiedDate").filter(|modified| Some(modified) != published.as_ref()),
        published,
        // Mostly ids of pages about them: `profile/annlee`.
        authors: contributors
            .filter_map(|one| text(one).or_else(|| text(&one["webTitle"])))
            .filter(|one| !one.contains('/'))
            .collect(),
        fragment: text(&block["id"]).map(|id| format!("block-{id}")).unwrap_or_default(),
    }
}

/// The names of a byline: `Ann Lee in Oslo and Bo Ek`.
fn people(byline: &str) -> Vec<String> {
    super::super::byline::byline(&format!("By {byline}")).unwrap_or_else(|| vec![byline.to_owned()])
}
