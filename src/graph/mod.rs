//! Claims to quads: IRIs, merging, status history, inference, the Turtle writer.

pub mod iri;
pub mod merge;
pub mod report;
