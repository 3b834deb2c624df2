//! Parameters: a query names one by `VALUES ?name { default }`, and setting it replaces what stands in the
//! braces, wherever the variable has such a block (a subquery needs one of its own).
//!
//! This way a question file is plain SPARQL with its defaults, and values never reach the query as anything but terms.

use super::QueryError;
use oxigraph::model::{Literal, NamedNode};
use regex::Regex;
use std::sync::LazyLock;

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words; questions compare them with names and IRIs.
    Text,
    /// A day: `2031-05-02`.
    Date,
    /// A whole number.
    Number,
    /// An IRI, whole or with a known prefix.
    Iri,
    /// One or more terms of the ontology by local name, separated by commas.
    Terms,
}

impl Kind {
    /// The names of all kinds.
    pub const NAMES: [&'static str; 5] = ["text", "date", "number", "iri", "terms"];

    /// The kind of a name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Text, Self::Date, Self::Number, Self::Iri, Self::Terms].into_iter().find(|k| k.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::Number => "number",
            Self::Iri => "iri",
            Self::Terms => "terms",
        }
    }
}

/// What can be set in a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, that of the variable.
    pub name: String,
    /// What it takes.
    pub kind: Kind,
    /// What it does.
    pub words: String,
    /// What the query has when nothing is set, as SPARQL.
    pub default: String,
}

impl Parameter {
    /// The default as a person reads it; empty where it means no restriction.
    pub fn default_words(&self) -> String {
        let default = self.default.trim();
        if default == "UNDEF" {
            return String::new();
        }
        let terms: Vec<&str> = default.split_whitespace().map(|t| t.strip_prefix("dl:").unwrap_or(t)).collect();
        terms.join(",").split("^^").next().unwrap_or_default().trim_matches('"').to_owned()
    }
}

// Strings and IRIs may hold braces, so they are skipped as wholes.
static VALUES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)\bVALUES\s+\?(\w+)\s*\{((?:[^{}"<]|"(?:[^"\\\n]|\\.)*"|<[^>\s]*>)*)\}"#).expect("a fixed pattern")
});

/// What a `VALUES` of that variable holds.
pub(super) fn default_of(text: &str, name: &str) -> Option<String> {
    let code = without_comments(text);
    VALUES.captures_iter(&code).find(|c| &c[1] == name).map(|c| c[2].trim().to_owned())
}

/// The query with the values set. Variables that the list does not declare are taken as they stand: `<iri>`, a quoted
/// literal, a number, or else words.
///
/// # Errors
/// [`QueryError::UnknownParameter`] and [`QueryError::Value`].
pub fn bind(text: &str, parameters: &[Parameter], values: &[(String, String)]) -> Result<String, QueryError> {
    let mut bound = text.to_owned();
    for (name, value) in values {
        let kind = parameters.iter().find(|p| p.name == *name).map(|p| p.kind);
        let content = match kind {
            Some(kind) => term(name, kind, value)?,
            None => free_term(value),
        };
        let code = without_comments(&bound);
        let spans: Vec<_> =
            VALUES.captures_iter(&code).filter(|c| c[1] == *name).filter_map(|c| c.get(2)).map(|m| m.range()).collect();
        if spans.is_empty() {
            let mut known: Vec<String> = VALUES.captures_iter(&code).map(|c| c[1].to_owned()).collect();
            known.sort();
            known.dedup();
            return Err(QueryError::UnknownParameter { name: name.clone(), known });
        }
        for span in spans.into_iter().rev() {
            bound.replace_range(span, &format!(" {content} "));
        }
    }
    Ok(bound)
}

/// The text with comments blanked out, so that byte positions stay.
fn without_comments(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let (mut quote, mut in_iri, mut in_comment, mut escaped) = (None, false, false, false);
    for byte in text.bytes() {
        if in_comment {
            in_comment = byte != b'\n';
        } else if let Some(mark) = quote {
            if byte == b'\n' || (byte == mark && !escaped) {
                quote = None;
            }
            escaped = byte == b'\\' && !escaped;
        } else if in_iri {
            in_iri = byte != b'>' && !byte.is_ascii_whitespace();
        } else {
            match byte {
                b'"' | b'\'' => (quote, escaped) = (Some(byte), false),
                b'<' => in_iri = true,
                b'#' => in_comment = true,
                _ => {}
            }
        }
        out.push(if in_comment && byte != b'\n' { b' ' } else { byte });
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

fn term(name: &str, kind: Kind, value: &str) -> Result<String, QueryError> {
    let fault = |expected: &str| QueryError::Value {
        name: name.to_owned(),
        kind: kind.name(),
        value: value.to_owned(),
        expected: expected.to_owned(),
    };
    match kind {
        Kind::Text => Ok(Literal::new_simple_literal(value).to_string()),
        Kind::Number => value.parse::<i64>().map(|n| n.to_string()).map_err(|_| fault("write a whole number")),
        Kind::Date => match value.parse::<jiff::civil::Date>() {
            Ok(date) => Ok(format!("\"{date}\"^^xsd:date")),
            Err(_) => Err(fault("write a day such as 2031-05-02")),
        },
        Kind::Iri => iri(value).ok_or_else(|| fault("write a whole IRI or one with a known prefix")),
        Kind::Terms => {
            let ontology = crate::ontology::Ontology::embedded().map_err(|e| fault(&e.to_string()))?;
            let mut terms = Vec::new();
            for word in value.split(',').map(str::trim).filter(|w| !w.is_empty()) {
                let local = word.strip_prefix("dl:").unwrap_or(word);
                let full = format!("{}{local}", crate::vocabulary::DL);
                if !ontology.is_term(&full) {
                    let locals = ontology.terms().filter_map(|t| t.strip_prefix(crate::vocabulary::DL));
                    let hint = crate::ontology::nearest(local, locals);
                    return Err(fault(&hint.map_or("the ontology has no such term".into(), |h| format!("did you mean `{h}`?"))));
                }
                terms.push(format!("<{full}>"));
            }
            if terms.is_empty() { Err(fault("name at least one term")) } else { Ok(terms.join(" ")) }
        }
    }
}

fn iri(value: &str) -> Option<String> {
    let bare = value.trim().trim_start_matches('<').trim_end_matches('>');
    let full =
        match super::PREFIXES.iter().find_map(|(p, ns)| bare.strip_prefix(p)?.strip_prefix(':').map(|l| format!("{ns}{l}"))) {
            Some(full) => full,
            None if bare.contains(':') => bare.to_owned(),
            None => format!("{}{bare}", crate::vocabulary::BASE),
        };
    NamedNode::new(full).ok().map(|n| n.to_string())
}

fn free_term(value: &str) -> String {
    let is_iri = value.starts_with('<') && value.ends_with('>');
    if is_iri && let Some(iri) = iri(value) {
        return iri;
    }
    if value.starts_with('"')
        && let Ok(literal) = value.parse::<Literal>()
    {
        return literal.to_string();
    }
    match value.parse::<i64>() {
        Ok(number) => number.to_string(),
        Err(_) => Literal::new_simple_literal(value).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(kind: Kind) -> Vec<Parameter> {
        vec![Parameter { name: "x".into(), kind, words: String::new(), default: String::new() }]
    }

    fn set(kind: Kind, value: &str) -> Result<String, QueryError> {
        bind("SELECT * { VALUES ?x { UNDEF } }", &parameter(kind), &[("x".into(), value.into())])
    }

    #[test]
    fn words_cannot_leave_their_literal() {
        let bound = set(Kind::Text, "a\" } . ?s ?p ?o . { \"b\\").unwrap();
        assert_eq!(bound, r#"SELECT * { VALUES ?x { "a\" } . ?s ?p ?o . { \"b\\" } }"#);
        spargebra::SparqlParser::new().parse_query(&bound).unwrap();
    }

    #[test]
    fn sets_a_value_that_holds_braces_again() {
        let first = set(Kind::Text, "{}").unwrap();
        let second = bind(&first, &parameter(Kind::Text), &[("x".into(), "b".into())]).unwrap();
        assert_eq!(second, r#"SELECT * { VALUES ?x { "b" } }"#);
    }

    #[test]
    fn kinds_refuse_what_they_cannot_hold() {
        assert!(set(Kind::Date, "2031-02-30").is_err());
        assert!(set(Kind::Number, "ten").is_err());
        assert!(set(Kind::Iri, "http://exa mple/").is_err());
        let error = set(Kind::Terms, "Planed").unwrap_err().to_string();
        assert!(error.contains("did you mean `Planned`"), "{error}");
    }

    #[test]
    fn leaves_comments_alone() {
        let text = "# VALUES ?x { 1 }\nSELECT * { VALUES ?x { 2 } }";
        assert_eq!(default_of(text, "x").as_deref(), Some("2"));
        assert!(bind(text, &[], &[("x".into(), "3".into())]).unwrap().ends_with("VALUES ?x { 3 } }"));
    }

    #[test]
    fn names_the_parameters_that_there_are() {
        let error = bind("SELECT * { VALUES ?x { 1 } }", &[], &[("y".into(), "3".into())]).unwrap_err().to_string();
        assert!(error.contains("known are x"), "{error}");
    }
}
