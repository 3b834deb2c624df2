//! `dateline diff`: what two graphs do not share.

use super::Outcome;
use clap::Args;
use dateline::store::{Difference, read_quads, without_graphs};
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `dateline diff`.
#[derive(Args)]
pub struct Arguments {
    /// A graph in any RDF format.
    #[arg(value_name = "A")]
    left: PathBuf,
    /// Another.
    #[arg(value_name = "B")]
    right: PathBuf,
    /// Compare triples, whatever graph they are in; done by itself when one file has no named graphs.
    #[arg(long)]
    triples: bool,
}

/// Writes a line `-` for each fact that only A has and `+` for each that only B has; fails when there is one.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let (mut left, mut right) = (read_quads(&arguments.left)?, read_quads(&arguments.right)?);
    let has_graphs = |quads: &[oxigraph::model::Quad]| quads.iter().any(|q| !q.graph_name.is_default_graph());
    if arguments.triples || has_graphs(&left) != has_graphs(&right) {
        (left, right) = (without_graphs(left), without_graphs(right));
    }
    let difference = Difference::of(&left, &right)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut lines: Vec<(&String, char)> = difference.left.iter().map(|l| (l, '-')).collect();
    lines.extend(difference.right.iter().map(|l| (l, '+')));
    lines.sort();
    for (line, side) in lines {
        writeln!(out, "{side} {line}")?;
    }
    out.flush()?;
    Ok(if difference.is_empty() { Outcome::Done } else { Outcome::Failed })
}
