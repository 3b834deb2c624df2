//! `dateline extract`: facts or quads as a stream.

use super::Outcome;
use super::input::Input;
use super::progress::Progress;
use super::stages::Stages;
use clap::{Args, ValueEnum};
use dateline::build::lines_text;
use dateline::graph::turtle::{Prefixes, TurtleWriter};
use dateline::misses;
use dateline::read::Item;
use dateline::store::serialize_quads;
use oxrdf::{Quad, QuadRef};
use std::io::{BufWriter, Write};

/// Arguments of `dateline extract`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    stages: Stages,
    /// How to write what was found.
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// List the sentences that hold a known word or two names and gave nothing, with the stage that lost them.
    #[arg(long, conflicts_with = "format")]
    misses: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a report or thing.
    Jsonl,
    /// N-Quads.
    Nq,
    /// Turtle.
    Ttl,
}

/// What a document gives to the stream.
enum Piece {
    Text(String),
    Quads(Vec<Quad>),
}

/// Runs all stages and writes what they found, in the order of the inputs.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let (items, reader) = arguments.input.open()?;
    let iris = arguments.stages.iris()?;
    let pipeline = arguments.stages.pipeline()?;
    let by = pipeline.extracted_by();
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout());
    let mut turtle = TurtleWriter::new(Prefixes::dateline(iris.base()), arguments.stages.memory());
    let mut progress = Progress::beside_results();
    arguments.stages.in_pool(|| {
        pipeline.run_all(
            items.usable(),
            Item::size,
            |item| reader.read_item(item),
            |extraction| match arguments.format {
                _ if arguments.misses => Piece::Text(misses::lines(&extraction.graph, pipeline.lexicon())),
                Format::Jsonl => Piece::Text(lines_text(&extraction.lines)),
                Format::Nq | Format::Ttl => Piece::Quads(extraction.graph.quads(&iris, &by)),
            },
            |piece| -> anyhow::Result<()> {
                match piece {
                    Err(error) if arguments.input.strict => return Err(error.into()),
                    Err(error) => {
                        progress.failed(&error);
                        return Ok(());
                    }
                    Ok(Piece::Text(text)) => out.write_all(text.as_bytes())?,
                    Ok(Piece::Quads(quads)) if arguments.format == Format::Nq => serialize_quads(&mut out, &quads)?,
                    Ok(Piece::Quads(quads)) => quads.iter().try_for_each(|q| turtle.push(QuadRef::from(q).into()))?,
                }
                progress.done();
                Ok(())
            },
        )
    })??;
    turtle.finish(&mut out)?;
    out.flush()?;
    Ok(progress.finish())
}
