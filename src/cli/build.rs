//! `dateline build`: reads, extracts, and writes the graph and the facts.

use super::Outcome;
use super::input::Input;
use super::progress::Progress;
use super::stages::Stages;
use clap::Args;
use dateline::build::{Build, Part};
use dateline::read::Item;
use std::path::PathBuf;

/// Arguments of `dateline build`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    stages: Stages,
    /// The folder for `graph.ttl`, `graph.nq` and `facts.jsonl`.
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: PathBuf,
    /// Add to the documents that the folder holds already; the same document is replaced.
    #[arg(long)]
    add: bool,
    /// Keep the text in the graph too, with the mentions in it and the sentences that gave nothing. The explorer's reading page
    /// needs it; leave it out where the text may not be passed on.
    #[arg(long)]
    with_text: bool,
}

/// Runs all stages, infers shortcuts and replaces the files of the folder.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let (items, reader) = arguments.input.open()?;
    let iris = arguments.stages.iris()?;
    if arguments.stages.has_default_base() {
        tracing::warn!(
            "things are named under the default base `{}`; name your own with `--base` before graphs of several people are joined",
            iris.base()
        );
    }
    let pipeline = arguments.stages.pipeline()?;
    let by = pipeline.extracted_by();
    let mut build = Build::new(&arguments.out, iris.clone(), arguments.stages.memory(), arguments.add)?;
    let mut progress = Progress::new();
    arguments.stages.in_pool(|| {
        pipeline.run_all(
            items.usable(),
            Item::size,
            |item| reader.read_item(item),
            |extraction| {
                if arguments.with_text {
                    Part::with_text(&extraction, &iris, &by, pipeline.lexicon())
                } else {
                    Part::new(&extraction, &iris, &by)
                }
            },
            |part| -> anyhow::Result<()> {
                let taken = part.map_err(anyhow::Error::from).and_then(|part| Ok(build.take(part)?));
                match taken {
                    Ok(()) => progress.done(),
                    Err(error) if arguments.input.strict => return Err(error),
                    Err(error) => progress.failed(error.as_ref()),
                }
                Ok(())
            },
        )
    })??;
    let outcome = progress.finish();
    if progress.has_none() && outcome == Outcome::Failed {
        return Ok(outcome);
    }
    let done = build.finish()?;
    say(&format!(
        "{} document{}: {} reports of {} events and {} role holdings, {} named things\n{} quads ({} inferred) in {}",
        done.documents,
        if done.documents == 1 { "" } else { "s" },
        done.reports,
        done.events,
        done.holdings,
        done.entities,
        done.quads,
        done.inferred,
        arguments.out.display(),
    ));
    Ok(outcome)
}

#[expect(clippy::print_stderr, reason = "words go to stderr")]
fn say(text: &str) {
    eprintln!("{text}");
}
