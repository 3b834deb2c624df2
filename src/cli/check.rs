//! `dateline check`: does a graph look as it should, do the rules read?

use super::data::Data;
use super::query::width;
use super::{Outcome, Usage};
use clap::{Args, ValueEnum};
use dateline::check::{self, Rule, Shapes};
use dateline::store::Location;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `dateline check`.
#[derive(Args)]
pub struct Arguments {
    /// The graph, in any RDF format [default: that of --data or --store]
    #[arg(value_name = "GRAPH", conflicts_with_all = ["data", "store"])]
    graph: Option<PathBuf>,
    #[command(flatten)]
    data: Data,
    /// Shapes to be used instead of the built-in ones (SHACL Core in Turtle).
    #[arg(long, value_name = "FILE")]
    shapes: Option<PathBuf>,
    /// Check against the shapes only.
    #[arg(long)]
    shapes_only: bool,
    /// Check rules, queries and lexicon instead of a graph: the built-in ones, and those of the folders.
    #[arg(long, value_name = "DIR", num_args = 0.., conflicts_with_all = ["graph", "data", "store", "shapes", "shapes_only", "format"])]
    rules: Option<Vec<PathBuf>>,
    /// With --rules: a lexicon file to be checked too; repeatable.
    #[arg(long, value_name = "FILE", requires = "rules")]
    lexicon: Vec<PathBuf>,
    /// How to write what was found.
    #[arg(short, long, value_enum, default_value = "table")]
    format: FormatOption,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatOption {
    /// A table for people.
    Table,
    /// A `sh:ValidationReport` in Turtle.
    Ttl,
}

/// Validates and reports; fails when something was found.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    if let Some(folders) = &arguments.rules {
        return rules(folders, &arguments.lexicon);
    }
    let location = arguments.graph.clone().map_or_else(|| arguments.data.location(), Location::File);
    let shapes = match &arguments.shapes {
        None => Shapes::embedded()?,
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|e| Usage(format!("cannot read `{}`: {e}", path.display())))?;
            Shapes::read(&path.to_string_lossy(), &text)?
        }
    };
    let rules = if arguments.shapes_only { Vec::new() } else { Rule::embedded()? };
    let quads = location.quads()?;
    let report = check::check(&quads, &shapes, &rules)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match arguments.format {
        FormatOption::Ttl => report.write_turtle(&mut out)?,
        FormatOption::Table if report.conforms() => {
            writeln!(out, "{} quads pass {} shapes and {} rules", quads.len(), shapes.shapes.len(), rules.len())?;
        }
        FormatOption::Table => report.write_table(&mut out, width())?,
    }
    out.flush()?;
    Ok(if report.conforms() { Outcome::Done } else { Outcome::Failed })
}

fn rules(folders: &[PathBuf], lexicons: &[PathBuf]) -> anyhow::Result<Outcome> {
    let found = check::check_rules(folders, lexicons)?;
    let mut out = std::io::stdout().lock();
    if found.faults.is_empty() {
        writeln!(out, "{} files name only what there is", found.files)?;
        return Ok(Outcome::Done);
    }
    for fault in &found.faults {
        writeln!(out, "{}: {}", fault.code, fault.message)?;
    }
    Ok(Outcome::Failed)
}
