//! `dateline watch`: keeps a graph up with pages, feeds and folders that change.

use super::Outcome;
use super::data::Data;
use super::input::Input;
use super::stages::Stages;
use clap::Args;
use dateline::changes::Difference;
use dateline::fetch::Fetcher;
use dateline::read::ReadError;
use dateline::watch::{Update, Watch};
use jiff::{SignedDuration, Timestamp};
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Arguments of `dateline watch`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    stages: Stages,
    #[command(flatten)]
    data: Data,
    /// How long to wait before the inputs are read again: `60s`, `5m`, `1h`.
    #[arg(long, value_name = "TIME", default_value = "60s")]
    every: SignedDuration,
    /// Read once and end.
    #[arg(long, conflicts_with = "every")]
    once: bool,
}

/// Reads the inputs again and again, and prints what each new version changes.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let wait = Duration::try_from(arguments.every).map_err(|_| super::Usage("`--every` goes forward in time".into()))?;
    let iris = arguments.stages.iris()?;
    let pipeline = arguments.stages.pipeline()?;
    let mut watch = Watch::new(&pipeline, arguments.data.location(), iris);
    let fetcher = Arc::new(Fetcher::default());
    loop {
        let start = Instant::now();
        let outcome = arguments.stages.in_pool(|| round(arguments, &mut watch, fetcher.clone()))??;
        if arguments.once {
            return Ok(outcome);
        }
        std::thread::sleep(wait.saturating_sub(start.elapsed()));
    }
}

fn round(arguments: &Arguments, watch: &mut Watch<'_>, fetcher: Arc<Fetcher>) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    let (items, reader) = arguments.input.open_with(fetcher)?;
    for item in items {
        let start = Instant::now();
        let seen = match item {
            Ok(item) if item.withdrawn => watch.withdraw(&item.id, Timestamp::now())?,
            Ok(item) => match reader.read_item(item) {
                Ok(document) => watch.see(document, Timestamp::now())?,
                Err(error) => {
                    outcome = failed(arguments, error)?;
                    continue;
                }
            },
            Err(error) => {
                outcome = failed(arguments, error)?;
                continue;
            }
        };
        if let Some(update) = seen {
            show(&update, start.elapsed())?;
        }
    }
    Ok(outcome)
}

fn failed(arguments: &Arguments, error: ReadError) -> anyhow::Result<Outcome> {
    if arguments.input.strict {
        return Err(error.into());
    }
    tracing::error!("{error}");
    Ok(Outcome::Failed)
}

fn show(update: &Update, took: Duration) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let Update { document, new_posts, changed_posts, gone_posts, .. } = update;
    let what = if update.withdrawn {
        "withdrawn".to_owned()
    } else {
        format!("{new_posts} posts new, {changed_posts} changed, {gone_posts} gone")
    };
    writeln!(out, "== {document}: {what}; {:.2} s", took.as_secs_f64())?;
    for difference in &update.differences {
        let withdrawn = matches!(difference, Difference::Went(fact) if update.taken_back.contains(&fact.key));
        writeln!(out, "{difference}{}", if withdrawn { ", withdrawn" } else { "" })?;
    }
    out.flush()
}
