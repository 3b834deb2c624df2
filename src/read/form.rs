//! Which form an input has: told by its content first, by its name second.

use std::path::Path;

/// A form that news comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text: one document.
    Text,
    /// A web page: one document.
    Html,
    /// A JSON object a line, each a document of any of the JSON forms.
    Ndjson,
    /// One JSON value: an article, a list of them, or what a news agency's interface answers.
    Json,
    /// RSS or Atom: a document an entry.
    Feed,
    /// A web archive: a document a captured page.
    Warc,
}

impl Form {
    /// What messages call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Html => "web page",
            Self::Ndjson => "NDJSON",
            Self::Json => "JSON",
            Self::Feed => "RSS or Atom feed",
            Self::Warc => "WARC archive",
        }
    }

    /// Whether a file of this form is one document.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Text | Self::Html)
    }

    /// The form of a file, by its beginning (some kilobytes, unpacked), else by the ending of its name, else plain text.
    pub fn of(head: &[u8], path: &Path) -> Self {
        by_content(head).or_else(|| by_name(path)).unwrap_or(Self::Text)
    }
}

fn by_content(head: &[u8]) -> Option<Form> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match head.first()? {
        b'W' if head.starts_with(b"WARC/") => Some(Form::Warc),
        b'{' => Some(if is_lines(head) { Form::Ndjson } else { Form::Json }),
        // A text may begin with a bracket; a list of objects does not look like one.
        b'[' if matches!(head[1..].trim_ascii_start().first(), Some(b'{' | b']')) => Some(Form::Json),
        b'<' => markup(head),
        _ => None,
    }
}

/// Whether one of the first lines is a JSON object by itself, or the first line does not end in what was read.
fn is_lines(head: &[u8]) -> bool {
    const LOOK: usize = 5;
    let mut lines = head.split(|&b| b == b'\n');
    let is_object = |line: &[u8]| {
        line.trim_ascii().starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(line.trim_ascii()).is_ok()
    };
    !head.contains(&b'\n') || lines.by_ref().take(LOOK).any(is_object)
}

/// Tells pages from feeds by the first element.
fn markup(head: &[u8]) -> Option<Form> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut rest = text.as_str();
    loop {
        rest = &rest[rest.find('<')?..];
        let skip = |end: &str| rest.find(end).map(|at| at + end.len());
        if rest.starts_with("<?") {
            rest = &rest[skip("?>")?..];
        } else if rest.starts_with("<!--") {
            rest = &rest[skip("-->")?..];
        } else if rest.starts_with("<!doctype html") {
            return Some(Form::Html);
        } else if rest.starts_with("<!") {
            rest = &rest[skip(">")?..];
        } else {
            break;
        }
    }
    let name: String = rest[1..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '-')).collect();
    match name.as_str() {
        "rss" | "feed" | "rdf:rdf" | "atom:feed" => Some(Form::Feed),
        _ if super::looks_like_html(&text) => Some(Form::Html),
        _ => None,
    }
}

/// Endings and the forms that they stand for.
const ENDINGS: [(&str, Form); 14] = [
    ("txt", Form::Text),
    ("md", Form::Text),
    ("html", Form::Html),
    ("htm", Form::Html),
    ("xhtml", Form::Html),
    ("ndjson", Form::Ndjson),
    ("jsonl", Form::Ndjson),
    ("json", Form::Json),
    ("rss", Form::Feed),
    ("atom", Form::Feed),
    ("xml", Form::Feed),
    ("warc", Form::Warc),
    ("wet", Form::Warc),
    ("rdf", Form::Feed),
];

/// The name of a file without the ending of a packed one.
pub(super) fn unpacked_name(path: &Path) -> &Path {
    let is_packed = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    if is_packed { path.file_stem().map_or(path, Path::new) } else { path }
}

/// The form that the ending of a name says.
pub(super) fn by_name(path: &Path) -> Option<Form> {
    let ending = unpacked_name(path).extension()?.to_str()?;
    ENDINGS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, form)| *form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_goes_before_the_name() {
        let table = [
            ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", "a.txt", Form::Warc),
            ("{\"text\":\"A\"}\n{\"text\":\"B\"}\n", "a.txt", Form::Ndjson),
            ("{oops}\n{\"text\":\"B\"}\n", "a.txt", Form::Ndjson),
            ("{\"text\":\"one line, no end", "a.txt", Form::Ndjson),
            ("\u{feff}{\n  \"response\": {\n", "a.txt", Form::Json),
            ("[\n{\"uri\": \"x\"}]", "a.txt", Form::Json),
            ("[09:05] The ferry has left.", "a.txt", Form::Text),
            ("<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<rss version=\"2.0\">", "a.html", Form::Feed),
            ("<feed xmlns=\"http://www.w3.org/2005/Atom\">", "a.html", Form::Feed),
            ("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html>", "a.xml", Form::Html),
            ("<html><body>", "a.xml", Form::Html),
            ("The ferry has left.", "a", Form::Text),
            ("The ferry has left.", "a.txt.gz", Form::Text),
            ("no object", "a.JSONL.gz", Form::Ndjson),
        ];
        for (head, name, form) in table {
            assert_eq!(Form::of(head.as_bytes(), Path::new(name)), form, "{head}");
        }
    }
}
