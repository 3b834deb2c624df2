//! Prefixes that every query may use without declaring them, and short forms of terms for people.

use crate::vocabulary::{BASE, DL};
use oxigraph::model::Term;

/// Prefix and namespace, as known to every query.
pub const PREFIXES: [(&str, &str); 10] = [
    ("dl", DL),
    ("id", BASE),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("wd", "http://www.wikidata.org/entity/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The term as a person reads it: the text of a literal, `dl:Meeting`, or the whole IRI where no prefix fits.
pub fn shorten(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => shorten_iri(node.as_str()),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(blank) => blank.to_string(),
    }
}

/// As [`shorten`], for an IRI.
fn shorten_iri(iri: &str) -> String {
    for (prefix, namespace) in PREFIXES {
        if let Some(local) = iri.strip_prefix(namespace)
            && !local.is_empty()
            && local.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        {
            return format!("{prefix}:{local}");
        }
    }
    iri.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortens_only_what_a_prefixed_name_can_hold() {
        assert_eq!(shorten_iri(&format!("{DL}Meeting")), "dl:Meeting");
        assert_eq!(shorten_iri(&format!("{BASE}a/b")), format!("{BASE}a/b"));
    }
}
