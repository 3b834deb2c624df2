//! `dateline load`: puts other people's RDF beside the graph.

use super::Outcome;
use super::data::Data;
use clap::Args;
use dateline::store::{Change, load_quads};
use std::path::PathBuf;

/// Arguments of `dateline load`.
#[derive(Args)]
pub struct Arguments {
    /// Files in any RDF format; the ending says which.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The graph to put the triples in; files that name graphs (nq, trig) may go without.
    #[arg(long, value_name = "IRI")]
    graph: Option<String>,
    #[command(flatten)]
    data: Data,
}

/// Adds the files' quads and rebuilds the inferred graph.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut change = Change::default();
    for file in &arguments.files {
        change.add.extend(load_quads(file, arguments.graph.as_deref())?);
    }
    let effect = arguments.data.location().apply(&change)?;
    tracing::info!(added = effect.added, total = effect.total, "loaded");
    Ok(Outcome::Done)
}
