//! The options of every command that runs the stages.

use super::Usage;
use super::input::ModelOption;
use anyhow::Context;
use clap::Args;
use dateline::graph::quads::Iris;
use dateline::pipeline::{Options, Pipeline};
use dateline::vocabulary::BASE;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// What the stages work with.
#[derive(Args, Clone, Debug, Default)]
pub struct Stages {
    #[command(flatten)]
    pub model: ModelOption,
    /// A folder with extraction rules (`*.rq`) beside the built-in ones; repeatable.
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// A file with words (Turtle) beside the built-in ones; repeatable.
    #[arg(long, value_name = "FILE")]
    pub lexicon: Vec<PathBuf>,
    /// The base under which things get their IRIs.
    #[arg(long, value_name = "IRI", default_value = BASE)]
    pub base: String,
    /// Leave out reports that are less sure.
    #[arg(long, value_name = "0..1", default_value_t = 0.0)]
    pub min_confidence: f32,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Megabytes that the Turtle writer keeps before it uses temporary files.
    #[arg(long, value_name = "MB", default_value_t = 64)]
    pub memory: usize,
}

impl Stages {
    /// The base as it makes IRIs.
    pub fn iris(&self) -> anyhow::Result<Iris> {
        Ok(Iris::new(&self.base).map_err(|error| Usage(error.to_string()))?)
    }

    /// Whether the base is the one that every project starts with.
    pub fn has_default_base(&self) -> bool {
        self.base == BASE
    }

    /// Bytes that the Turtle writer keeps.
    pub fn memory(&self) -> usize {
        self.memory.saturating_mul(1 << 20)
    }

    /// The stages, set up.
    pub fn pipeline(&self) -> anyhow::Result<Pipeline> {
        if !(0.0..=1.0).contains(&self.min_confidence) {
            return Err(Usage("`--min-confidence` is a number from 0 to 1".into()).into());
        }
        let options = Options {
            model: self.model.model.clone(),
            rules: self.rules.clone(),
            lexicon: self.lexicon.clone(),
            min_confidence: self.min_confidence,
        };
        Ok(Pipeline::new(&options)?)
    }

    /// Runs the work on as many threads as asked for.
    pub fn in_pool<T: Send>(&self, work: impl FnOnce() -> T + Send) -> anyhow::Result<T> {
        let threads = self.jobs.map_or(0, NonZeroUsize::get);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().context("cannot start threads")?;
        Ok(pool.install(work))
    }
}
