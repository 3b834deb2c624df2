//! `dateline diff`: what two graphs or two runs differ in.

use super::{Outcome, Usage};
use clap::Args;
use dateline::changes::{differences, differences_of_runs};
use dateline::store::{Difference, StoreError, inferred_graph, read_quads, without_graphs};
use dateline::vocabulary::DL;
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad};
use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `dateline diff`.
#[derive(Args)]
pub struct Arguments {
    /// A graph in any RDF format, or the facts of a run (`facts.jsonl`).
    #[arg(value_name = "A")]
    left: PathBuf,
    /// Another of the same sort.
    #[arg(value_name = "B")]
    right: PathBuf,
    /// Every quad that only one of two graphs has, instead of facts.
    #[arg(long)]
    quads: bool,
    /// Leave out what documents told once and tell no more, which only `dateline watch` keeps.
    #[arg(long)]
    no_history: bool,
    /// Compare triples, whatever graph they are in; done by itself when one file has no named graphs.
    #[arg(long)]
    triples: bool,
}

/// Writes what B has beside A (`+`), has not (`-`) and tells otherwise (`~`); fails when there is any difference.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match (is_run(&arguments.left), is_run(&arguments.right)) {
        (true, true) if arguments.quads => Err(Usage("facts of a run are no quads; leave `--quads` out".into()).into()),
        (true, true) => runs(arguments),
        (false, false) => graphs(arguments),
        _ => Err(Usage("one is a graph and the other lists facts; compare two of the same sort".into()).into()),
    }
}

fn is_run(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "jsonl" || ending == "ndjson")
}

fn runs(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|source| StoreError::Read { path: path.clone(), source });
    let (left, right) = (read(&arguments.left)?, read(&arguments.right)?);
    let found = differences_of_runs(&left, &right)?;
    write(found.iter())?;
    if found.is_empty() && left != right {
        tracing::warn!("the facts are the same; what differs is how lines stand, their sentences, offsets or names");
    }
    Ok(if left == right { Outcome::Done } else { Outcome::Failed })
}

fn graphs(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let (mut left, mut right) = (read_quads(&arguments.left)?, read_quads(&arguments.right)?);
    if arguments.no_history {
        [&mut left, &mut right].into_iter().for_each(without_history);
    }
    let has_graphs = |quads: &[Quad]| quads.iter().any(|q| !q.graph_name.is_default_graph());
    if arguments.triples || has_graphs(&left) != has_graphs(&right) {
        (left, right) = (without_graphs(left), without_graphs(right));
    }
    let difference = Difference::of(&left, &right)?;
    let outcome = if difference.is_empty() { Outcome::Done } else { Outcome::Failed };
    let has_facts = left.iter().chain(&right).any(|quad| quad.predicate.as_str().ends_with("#reports"));
    if arguments.quads || !has_facts {
        let mut lines: Vec<(&String, char)> = difference.left.iter().map(|l| (l, '-')).collect();
        lines.extend(difference.right.iter().map(|l| (l, '+')));
        lines.sort();
        write(lines.into_iter().map(|(line, side)| format!("{side} {line}")))?;
        return Ok(outcome);
    }
    for quads in [&mut left, &mut right] {
        let inferred = GraphName::from(inferred_graph(quads.iter().map(|quad| &quad.graph_name)));
        quads.retain(|quad| quad.graph_name != inferred);
    }
    let found = differences(&left, &right);
    write(found.iter())?;
    let count = difference.left.len() + difference.right.len();
    if found.is_empty() && count > 0 {
        tracing::warn!("the facts are the same, but {count} quads differ (names, sentences, offsets); `--quads` writes them");
    }
    Ok(outcome)
}

/// Takes withdrawals out, whatever graph they are in, and what follows from them.
fn without_history(quads: &mut Vec<Quad>) {
    let is_withdrawal = |quad: &Quad| quad.object.to_string() == format!("<{DL}Withdrawal>");
    let gone: HashSet<NamedOrBlankNode> = quads.iter().filter(|q| is_withdrawal(q)).map(|q| q.subject.clone()).collect();
    quads.retain(|quad| !gone.contains(&quad.subject));
}

fn write(lines: impl Iterator<Item = impl std::fmt::Display>) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in lines {
        writeln!(out, "{line}")?;
    }
    out.flush()
}
