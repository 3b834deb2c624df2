//! `dateline parse`: what a stage makes of a text.

use super::Outcome;
use super::input::{Input, ModelOption};
use clap::{Args, ValueEnum};
use dateline::document::{CodePoints, Document};
use dateline::read::outline;
use std::io::{BufWriter, Write};

/// Arguments of `dateline parse`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    #[allow(dead_code, reason = "for the stages after reading")]
    model: ModelOption,
    /// The stage.
    #[arg(long, value_enum, default_value = "text")]
    show: Stage,
    /// How to write it.
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// Posts, headlines and paragraphs.
    Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One JSON object a line.
    Jsonl,
}

/// Reads the inputs and shows the stage asked for.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let (documents, failed) = arguments.input.read()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for document in &documents {
        match (arguments.show, arguments.format.unwrap_or(Format::Text)) {
            (Stage::Text, Format::Text) => write!(out, "{}", outline(document))?,
            (Stage::Text, Format::Jsonl) => show_blocks(&mut out, document)?,
        }
    }
    out.flush()?;
    Ok(if failed == 0 { Outcome::Done } else { Outcome::Failed })
}

fn show_blocks(out: &mut impl Write, document: &Document) -> anyhow::Result<()> {
    let mut points = CodePoints::new(&document.text);
    for post in &document.posts {
        for block in &post.blocks {
            let line = serde_json::json!({
                "document": document.id,
                "post": post.position,
                "kind": block.kind,
                "start": points.at(block.span.start),
                "end": points.at(block.span.end),
                "text": document.block_text(block),
            });
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}
