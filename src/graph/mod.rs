//! Claims to quads: IRIs, merging, status history, inference, the Turtle writer.

pub mod iri;
