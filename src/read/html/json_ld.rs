//! The JSON-LD scripts of a page as a flat list of objects.

use serde_json::Value;

/// Objects nest no deeper than this in pages that mean well.
const DEEPEST: usize = 6;

/// All objects of all scripts; a script that is no JSON is told and left out.
pub fn objects(dom: &dom_query::Document, id: &str) -> Vec<Value> {
    let mut objects = Vec::new();
    for (number, script) in dom.select("script").nodes().iter().enumerate() {
        let kind = script.attr("type").map(|kind| kind.to_ascii_lowercase()).unwrap_or_default();
        if !kind.starts_with("application/ld+json") {
            continue;
        }
        match parse(&script.text()) {
            Ok(value) => flatten(value, &mut objects, 0),
            Err(error) => tracing::warn!(document = id, script = number + 1, %error, "the page's JSON-LD is broken"),
        }
    }
    objects
}

/// Parses a script, in spite of comment marks around it and bare line ends inside its strings.
fn parse(script: &str) -> serde_json::Result<Value> {
    let mut text = script.trim();
    for (lead, tail) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>")] {
        text = text.strip_prefix(lead).unwrap_or(text).trim();
        text = text.strip_suffix(tail).unwrap_or(text).trim();
    }
    let text = text.trim_end_matches(';');
    serde_json::from_str(text).or_else(|error| {
        let mended: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&mended).map_err(|_| error)
    })
}

fn flatten(value: Value, objects: &mut Vec<Value>, depth: usize) {
    match value {
        Value::Array(values) if depth < DEEPEST => {
            for value in values {
                flatten(value, objects, depth + 1);
            }
        }
        Value::Object(mut map) => {
            if depth < DEEPEST {
                for key in ["@graph", "mainEntity"] {
                    if let Some(inner @ (Value::Array(_) | Value::Object(_))) = map.remove(key) {
                        flatten(inner, objects, depth + 1);
                    }
                }
            }
            objects.push(Value::Object(map));
        }
        _ => {}
    }
}

/// Whether an object is of a schema.org type, by its local name.
pub fn is_a(object: &Value, fits: impl Fn(&str) -> bool) -> bool {
    let local = |name: &str| name.rsplit(['/', ':', '#']).next().is_some_and(&fits);
    match &object["@type"] {
        Value::String(name) => local(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(local),
        _ => false,
    }
}

/// The text of a property: a string, the first of several, or the name or id of an object.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(text),
        Value::Object(map) => ["@value", "name", "@id", "url"].iter().find_map(|key| map.get(*key).and_then(text)),
        _ => None,
    }
    .filter(|text| !text.trim().is_empty())
}

/// The names in an author property.
pub fn names(value: &Value) -> Vec<String> {
    let mut names = match value {
        Value::String(name) => vec![name.trim().to_owned()],
        Value::Array(values) => values.iter().flat_map(names).collect(),
        Value::Object(map) => map.get("name").map(names).unwrap_or_default(),
        _ => Vec::new(),
    };
    names.retain(|name| !name.is_empty() && !name.starts_with("http"));
    names.dedup();
    names
}
