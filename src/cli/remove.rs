//! `dateline remove`: takes documents out of the graph.

use super::Outcome;
use super::data::Data;
use clap::Args;
use dateline::store::Change;

/// Arguments of `dateline remove`.
#[derive(Args)]
pub struct Arguments {
    /// Documents by id, or graphs by IRI.
    #[arg(value_name = "DOCUMENT", required = true)]
    documents: Vec<String>,
    #[command(flatten)]
    data: Data,
}

/// Removes exactly the graphs of the documents and rebuilds the inferred graph.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let change = Change { remove: arguments.documents.clone(), ..Change::default() };
    let effect = arguments.data.location().apply(&change)?;
    tracing::info!(removed = effect.removed, total = effect.total, "removed");
    Ok(Outcome::Done)
}
