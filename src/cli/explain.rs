//! `dateline explain`: from a fact to its rules and its sentence.

use super::Outcome;
use super::data::Data;
use anyhow::Context;
use clap::Args;
use dateline::explain::Explainer;
use dateline::extract::RuleSet;
use dateline::facts::Fact;
use dateline::store::Location;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `dateline explain`.
#[derive(Args)]
pub struct Arguments {
    /// An event, role holding, person, report … by IRI, prefixed name or local name (`event-…`).
    #[arg(value_name = "IRI", required = true)]
    names: Vec<String>,
    #[command(flatten)]
    data: Data,
    /// Folders with the extra rules that the graph was built with.
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
}

/// Explains each thing in turn. `facts.jsonl` beside the data tells where each word stands.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let location = arguments.data.location();
    let quads = location.quads()?;
    let facts = facts(&location)?;
    let rules = RuleSet::with_folders(&arguments.rules)?;
    let explainer = Explainer::new(&quads, &facts, &rules);
    let mut out = std::io::stdout().lock();
    for (at, name) in arguments.names.iter().enumerate() {
        let text = explainer.explain(name)?;
        write!(out, "{}{text}", if at > 0 { "\n" } else { "" })?;
    }
    Ok(Outcome::Done)
}

fn facts(location: &Location) -> anyhow::Result<Vec<Fact>> {
    let Location::File(path) = location else { return Ok(Vec::new()) };
    let path = path.with_file_name("facts.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else { return Ok(Vec::new()) };
    let lines = text.lines().filter(|line| !line.contains("\"kind\":\"Entity\""));
    lines.map(|line| serde_json::from_str(line).with_context(|| format!("`{}` holds a faulty line", path.display()))).collect()
}
