//! Namespaces of the graph and of the working vocabularies.

/// The ontology: `dl:`.
pub const DL: &str = "https://w3id.org/dateline/ns#";
/// Frames, as the rules see them: `f:`.
pub const F: &str = "https://w3id.org/dateline/frame#";
/// Lexicon entries: `lx:`.
pub const LX: &str = "https://w3id.org/dateline/lexicon#";
/// Knowledge tables: `k:`.
pub const K: &str = "https://w3id.org/dateline/knowledge#";
/// Default base of things.
pub const BASE: &str = "https://w3id.org/dateline/id/";
