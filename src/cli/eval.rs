//! `dateline eval`: scores the stages on texts with known facts.

use super::Outcome;
use super::stages::Stages;
use clap::Args;
use dateline::eval::{cases, chain_texts, score, score_chains};
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `dateline eval`.
#[derive(Args)]
pub struct Arguments {
    /// Folder of cases, each in a folder with `input.txt`, `facts.jsonl` and perhaps `about.jsonl` and `traps.jsonl`; or, with
    /// `--coreference`, of texts with marked chains [default: tests/cases, or tests/cases/coreference]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Score who is meant by each name, description and pronoun, and not the facts.
    #[arg(long)]
    coreference: bool,
    #[command(flatten)]
    stages: Stages,
    /// List each fact (mention, pronoun) that is missing, wrong or not wanted.
    #[arg(long)]
    errors: bool,
}

/// Runs all stages on the cases and prints a table; fails when a trap is sprung.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let folder = |default: &str| arguments.folder.clone().unwrap_or_else(|| default.into());
    let mut out = std::io::stdout().lock();
    if arguments.coreference {
        let texts = chain_texts(&folder("tests/cases/coreference"))?;
        let pipeline = arguments.stages.pipeline()?;
        let score = arguments.stages.in_pool(|| score_chains(&texts, &pipeline))?;
        list(arguments, &mut out, &score.errors)?;
        write!(out, "{score}")?;
        return Ok(Outcome::Done);
    }
    let cases = cases(&folder("tests/cases"))?;
    let pipeline = arguments.stages.pipeline()?;
    let score = arguments.stages.in_pool(|| score(&cases, &pipeline))?;
    list(arguments, &mut out, &score.errors)?;
    write!(out, "{score}")?;
    Ok(if score.sprung.is_empty() { Outcome::Done } else { Outcome::Failed })
}

fn list(arguments: &Arguments, out: &mut impl Write, errors: &[(String, String)]) -> std::io::Result<()> {
    let shown = if arguments.errors { errors } else { &[] };
    shown.iter().try_for_each(|(case, words)| writeln!(out, "{case}: {words}"))
}
