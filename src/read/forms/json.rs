//! JSON values of any of the known kinds, told apart by their keys.

use super::{Record, article, guardian, ninjs};
use serde_json::Value;

/// Whether a value is of a known kind, or a list of such.
pub fn is_record(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.first().is_some_and(is_record),
        _ => guardian::is(value) || ninjs::is(value) || article::is(value),
    }
}

/// The documents of a JSON value: an article, an item of ninjs, an answer of the Guardian's interface, or a list of these.
/// For one that is none, a message says what it lacks.
pub fn records(value: &Value) -> Vec<Result<Record, String>> {
    match value {
        Value::Array(values) => values.iter().flat_map(records).collect(),
        Value::Object(_) if guardian::is(value) => guardian::records(value),
        Value::Object(_) if ninjs::is(value) => vec![ninjs::record(value)],
        Value::Object(_) if article::is(value) => vec![article::record(value)],
        Value::Object(map) => {
            let keys: Vec<&str> = map.keys().map(String::as_str).take(8).collect();
            let found = if keys.is_empty() { "none".to_owned() } else { keys.join(", ") };
            vec![Err(format!(
                "an article has `text` (and `url`, `title`, `published`), or is ninjs or the Guardian's; its keys: {found}"
            ))]
        }
        _ => vec![Err("an object or a list of objects is needed".to_owned())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::forms::Body;
    use serde_json::json;

    #[test]
    fn tells_kinds_apart_and_says_what_is_missing() {
        let plain = json!({ "url": "https://example.org/a", "text": "The ferry left." });
        let list = json!([plain, { "title": "x" }, { "uri": "urn:x:1", "headline": "Ferry", "body_text": "It left." }]);
        let all = records(&list);
        assert_eq!(all[0].as_ref().unwrap().body, Body::Text("The ferry left.".into()));
        assert!(matches!(all[2].as_ref().unwrap().body, Body::Page(_)));
        let error = all[1].as_ref().unwrap_err();
        assert!(error.starts_with("an article has `text`") && error.ends_with("its keys: title"), "{error}");
        assert!(records(&json!(7))[0].is_err());
        let late = json!({ "text": "x", "published": "last week" });
        assert!(records(&late)[0].as_ref().unwrap_err().contains("last week"));
        assert!(!is_record(&json!({ "document": "a", "kind": "Visit", "text": "x" })));
    }
}
