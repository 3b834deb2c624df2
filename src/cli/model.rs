//! `dateline model`: which language model is in use, and whether it works.

use super::Outcome;
use super::input::ModelOption;
use clap::Args;
use dateline::parse::{Dep, NameLabel, PINNED_SHA256, Pipeline, locate};
use std::io::Write;

/// Arguments of `dateline model`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelOption,
}

/// Shows the model and checks it on a sentence.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let path = locate(arguments.model.model.as_deref())?;
    let pipeline = Pipeline::load(&path)?;
    let info = pipeline.info();
    let hash = pipeline.fingerprint()?;
    let pinned = if hash == PINNED_SHA256 { "the pinned package" } else { "not the pinned package" };
    let works = works(&pipeline);
    let vectors = pipeline.vectors().map_or_else(|| "none".into(), |(rows, width)| format!("{rows} words, {width} numbers each"));
    let mut out = std::io::stdout().lock();
    writeln!(out, "path       {}", path.display())?;
    writeln!(out, "package    {} {} ({}, for spaCy {})", info.name, info.version, info.license, info.spacy_version)?;
    writeln!(out, "sha256     {hash} ({pinned})")?;
    writeln!(out, "parts      {}", info.pipeline.join(" "))?;
    writeln!(out, "vectors    {vectors}")?;
    writeln!(out, "processor  {:?}", pipeline.instructions())?;
    writeln!(out, "check      {}", if works { "passed" } else { "failed: a plain sentence was not understood" })?;
    Ok(if works { Outcome::Done } else { Outcome::Failed })
}

/// Whether the model finds verb, subject and person of a plain sentence.
fn works(pipeline: &Pipeline) -> bool {
    let analysis = pipeline.analyse(&["John Smith flew to London on Monday."]).remove(0);
    let tokens = &analysis.tokens;
    let root = tokens.iter().position(|t| t.dep == Dep::Root);
    tokens.len() == 8
        && root == Some(2)
        && &*tokens[2].lemma == "fly"
        && (tokens[1].dep, tokens[1].head) == (Dep::Nsubj, 2)
        && analysis.names.iter().any(|n| n.label == NameLabel::Person && n.tokens == (0..2))
}
