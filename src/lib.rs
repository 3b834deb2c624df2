//! Dateline reads news and turns it into a knowledge graph that people can trust.
//!
//! ```text
//! read    -> Document          posts, paragraphs, times, byline
//! parse   -> ParsedDocument    tokens, tags, heads, sentences, name spans
//! resolve -> ResolvedDocument  mentions -> entities, titles, attributions, times
//! frame   -> FramedDocument    predicates with arguments, status, source
//! extract -> Vec<Claim>        facts under the ontology, with their evidence
//! graph   -> quads             IRIs, merging, status history, shortcuts
//! ```

mod algebra;
pub mod build;
pub mod calendar;
pub mod changes;
pub mod check;
pub mod claim;
pub mod document;
pub mod embedded;
pub mod eval;
pub mod explain;
pub mod extract;
pub mod facts;
pub mod fetch;
pub mod frame;
pub mod graph;
pub mod history;
pub mod lexicon;
pub mod misses;
pub mod moment;
pub mod ontology;
pub mod parse;
pub mod pipeline;
pub mod query;
pub mod read;
pub mod resolve;
pub mod serve;
pub mod store;
pub mod vocabulary;
pub mod watch;
