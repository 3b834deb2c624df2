//! The data files that the binary carries: ontology, lexicon, knowledge tables, rules and queries.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The text of an embedded file by its path in the repository.
pub fn file(path: &str) -> Option<&'static str> {
    [ONTOLOGY, LEXICON, KNOWLEDGE, EXTRACT, INFER, ASK, HYGIENE, CHECK]
        .into_iter()
        .flatten()
        .find(|(name, _)| *name == path)
        .map(|(_, text)| *text)
}
