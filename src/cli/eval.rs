//! `dateline eval`: scores the stages on texts with known facts.

use super::Outcome;
use super::stages::Stages;
use clap::Args;
use dateline::eval::{cases, score};
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `dateline eval`.
#[derive(Args)]
pub struct Arguments {
    /// Folder of cases: each in a folder with `input.txt`, `facts.jsonl` and perhaps `about.jsonl` and `traps.jsonl`.
    #[arg(value_name = "DIR", default_value = "tests/cases")]
    folder: PathBuf,
    #[command(flatten)]
    stages: Stages,
    /// List each fact that is missing, wrong or not wanted.
    #[arg(long)]
    errors: bool,
}

/// Runs all stages on the cases and prints a table; fails when a trap is sprung.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let cases = cases(&arguments.folder)?;
    let pipeline = arguments.stages.pipeline()?;
    let score = arguments.stages.in_pool(|| score(&cases, &pipeline))?;
    let mut out = std::io::stdout().lock();
    if arguments.errors {
        for (case, words) in &score.errors {
            writeln!(out, "{case}: {words}")?;
        }
    }
    write!(out, "{score}")?;
    Ok(if score.sprung.is_empty() { Outcome::Done } else { Outcome::Failed })
}
