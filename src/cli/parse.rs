//! `dateline parse`: what a stage makes of a text.

use super::input::{Input, ModelOption};
use super::{Outcome, Usage};
use clap::{Args, ValueEnum};
use dateline::document::{CodePoints, Document};
use dateline::extract::frame_triples;
use dateline::frame::render;
use dateline::graph::turtle::{Prefixes, TurtleWriter};
use dateline::parse::ParsedDocument;
use dateline::parse::conllu::conllu;
use dateline::pipeline::{Options, Pipeline};
use dateline::read::{outline, page_text};
use dateline::resolve::show::entities;
use dateline::resolve::time::find_times;
use dateline::vocabulary::{DL, F};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Arguments of `dateline parse`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    model: ModelOption,
    /// A file with words (Turtle) beside the built-in ones; repeatable.
    #[arg(long, value_name = "FILE")]
    lexicon: Vec<PathBuf>,
    /// The stage.
    #[arg(long, value_enum, default_value = "text")]
    show: Stage,
    /// How to write it; each stage has its own default.
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// Posts, headlines and paragraphs: text or jsonl.
    Text,
    /// Moment and headline of each post: jsonl.
    Posts,
    /// All of a document's running text in one: jsonl.
    Page,
    /// Words with tags, heads and names: conllu or jsonl.
    Tokens,
    /// Time expressions with their TIMEX3 values: jsonl.
    Times,
    /// Who and what the words mean: text.
    Entities,
    /// Who did what, one line a frame: text, or as the rules see it: turtle.
    Frames,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// Ten columns a word, as treebanks have them.
    Conllu,
    /// One JSON object a line.
    Jsonl,
    /// RDF.
    Turtle,
}

impl Stage {
    /// The formats of a stage, its default first.
    fn formats(self) -> &'static [Format] {
        match self {
            Self::Text => &[Format::Text, Format::Jsonl],
            Self::Posts | Self::Page | Self::Times => &[Format::Jsonl],
            Self::Tokens => &[Format::Conllu, Format::Jsonl],
            Self::Entities => &[Format::Text],
            Self::Frames => &[Format::Text, Format::Turtle],
        }
    }
}

/// Reads the inputs and shows the stage asked for.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let formats = arguments.show.formats();
    let format = arguments.format.unwrap_or(formats[0]);
    if !formats.contains(&format) {
        return Err(Usage(format!("`--show {}` has no such format; it has {}", name(&arguments.show), names(formats))).into());
    }
    let (items, reader) = arguments.input.open()?;
    let pipeline = match arguments.show {
        Stage::Text | Stage::Posts | Stage::Page => None,
        _ => {
            let (model, lexicon) = (arguments.model.model.clone(), arguments.lexicon.clone());
            Some(Pipeline::new(&Options { model, lexicon, ..Options::default() })?)
        }
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut outcome = Outcome::Done;
    for item in items.usable() {
        let document = match item.and_then(|item| reader.read_item(item)) {
            Ok(document) => document,
            Err(error) if arguments.input.strict => return Err(error.into()),
            Err(error) => {
                tracing::error!("{error}");
                outcome = Outcome::Failed;
                continue;
            }
        };
        match (&pipeline, arguments.show) {
            (Some(pipeline), Stage::Entities) => write!(out, "{}", entities(&pipeline.resolve(document)))?,
            (Some(pipeline), Stage::Frames) if format == Format::Turtle => {
                show_triples(&mut out, &frame_triples(&pipeline.frame(document), pipeline.rules()))?;
            }
            (Some(pipeline), Stage::Frames) => write!(out, "{}", render(&pipeline.frame(document)))?,
            (Some(pipeline), Stage::Times) => show_times(&mut out, &pipeline.parse(document))?,
            (Some(pipeline), _) => show_tokens(&mut out, &pipeline.parse(document), format)?,
            (None, Stage::Posts) => show_posts(&mut out, &document)?,
            (None, Stage::Page) => {
                let line = serde_json::json!({ "document": document.id, "kind": "Page", "text": page_text(&document) });
                writeln!(out, "{line}")?;
            }
            (None, _) if format == Format::Text => write!(out, "{}", outline(&document))?,
            (None, _) => show_blocks(&mut out, &document)?,
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn name(value: &impl ValueEnum) -> String {
    value.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

fn names(formats: &[Format]) -> String {
    formats.iter().map(|format| format!("`{}`", name(format))).collect::<Vec<_>>().join(" and ")
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

fn show_posts(out: &mut impl Write, document: &Document) -> anyhow::Result<()> {
    for post in &document.posts {
        let line = serde_json::json!({
            "document": document.id,
            "kind": "Post",
            "position": post.position,
            "published": post.published,
            "updated": post.updated,
            "byline": post.byline,
            "headline": post.headline.map(|span| document.slice(span)),
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Frames in the vocabulary of `ontology/frames.ttl`.
fn show_triples(out: &mut impl Write, triples: &[oxrdf::Triple]) -> anyhow::Result<()> {
    let prefixes = Prefixes::new([("dl", DL), ("f", F)]);
    let mut writer = TurtleWriter::new(prefixes, usize::MAX);
    for triple in triples {
        writer.push(triple.as_ref())?;
    }
    writer.finish(out)?;
    Ok(())
}

fn show_tokens(out: &mut impl Write, parsed: &ParsedDocument, format: Format) -> anyhow::Result<()> {
    if format == Format::Conllu {
        write!(out, "{}", conllu(parsed))?;
        return Ok(());
    }
    let mut points = CodePoints::new(&parsed.document.text);
    for (at, token) in parsed.tokens.iter().enumerate() {
        let line = serde_json::json!({
            "document": parsed.document.id,
            "sentence": token.sentence,
            "token": at,
            "start": points.at(token.span.start),
            "end": points.at(token.span.end),
            "text": parsed.text(at),
            "lemma": &*token.lemma,
            "tag": token.tag.as_str(),
            "pos": token.pos.as_str(),
            "dep": token.dep.as_str(),
            "head": token.head,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn show_times(out: &mut impl Write, parsed: &ParsedDocument) -> anyhow::Result<()> {
    let mut points = CodePoints::new(&parsed.document.text);
    for time in find_times(parsed) {
        let span = parsed.span(time.tokens.clone());
        let value = &time.value;
        let line = serde_json::json!({
            "document": parsed.document.id,
            "kind": "Time",
            "start": points.at(span.start),
            "end": points.at(span.end),
            "text": parsed.document.slice(span),
            "value": value.timex,
            "time": value.time.as_ref().or(value.on_date.as_ref()),
            "first": value.begin,
            "last": value.end,
            "precision": value.precision,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
