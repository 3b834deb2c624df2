//! `dateline query`: asks a question of the graph.

use super::data::Data;
use super::{Outcome, Usage};
use clap::{Args, ValueEnum};
use dateline::history::as_of;
use dateline::moment::Moment;
use dateline::query::{self, Answer, Catalogue, Format, Parameter, Question, Rows};
use dateline::store::in_memory;
use oxigraph::io::RdfFormat;
use std::io::{IsTerminal, Read, Write};
use std::path::Path;

/// Arguments of `dateline query`.
#[derive(Args)]
#[command(after_help = "Without NAME and -q: lists the questions. `dateline query NAME --about` tells what one asks.")]
pub struct Arguments {
    /// A question of the catalogue, a file of SPARQL, or `-` for stdin.
    #[arg(value_name = "NAME|FILE", conflicts_with = "query")]
    name: Option<String>,
    /// SPARQL text; the prefixes dl, id, owl, prov, rdf, rdfs, schema, skos, wd and xsd are known.
    #[arg(short, long, value_name = "TEXT")]
    query: Option<String>,
    /// Sets a parameter; repeatable.
    #[arg(short, long = "param", value_name = "NAME=VALUE", value_parser = pair)]
    parameters: Vec<(String, String)>,
    #[command(flatten)]
    data: Data,
    /// Ask what was known at a time: `2031-06-10T12:00:00Z`, or a day for its end.
    #[arg(long, value_name = "TIME")]
    as_of: Option<Moment>,
    /// How to write the answer [default: table on a terminal, tsv in a pipe; ttl for graphs]
    #[arg(short, long, value_enum)]
    format: Option<FormatOption>,
    /// Show the question: its words, parameters, SPARQL and an example answer, without asking it.
    #[arg(long, conflicts_with = "explain")]
    about: bool,
    /// Show on stderr how the query was evaluated: each step with its rows and seconds.
    #[arg(long)]
    explain: bool,
}

/// [`Format`] as an option value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatOption {
    Table,
    Tsv,
    Csv,
    Json,
    Xml,
    Markdown,
    Ttl,
    Nt,
    Nq,
    Trig,
    Jsonld,
    Rdf,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Asks, or lists what can be asked.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let Some(text) = text(arguments, &mut out)? else {
        out.flush()?;
        return Ok(Outcome::Done);
    };
    let store = match &arguments.as_of {
        Some(moment) => in_memory(as_of(&arguments.data.location().quads()?, moment)?)?,
        None => arguments.data.location().open()?,
    };
    let answer = if arguments.explain {
        let (answer, plan) = query::explain(&store, &text)?;
        say(&serde_json::to_string_pretty(&plan)?);
        answer
    } else {
        query::run(&store, &text)?
    };
    answer.write(format(arguments.format, &answer), &mut out)?;
    out.flush()?;
    if matches!(&answer, Answer::Rows { rows, .. } if rows.is_empty())
        && let Some(question) = arguments.name.as_deref().and_then(|name| Catalogue::embedded().ok()?.get(name).ok().cloned())
    {
        tracing::warn!("nothing found; `{}` asks: {}", question.name, question.words);
    }
    Ok(Outcome::Done)
}

/// The SPARQL to run; `None` when the catalogue or a question was shown instead.
fn text(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Option<String>> {
    let catalogue = Catalogue::embedded()?;
    let values = &arguments.parameters;
    let Some(name) = &arguments.name else {
        return match &arguments.query {
            Some(text) => Ok(Some(query::bind(text, &[], values)?)),
            None => list(&catalogue, out).map(|()| None),
        };
    };
    let question = match name.as_str() {
        "-" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            return Ok(Some(query::bind(&text, &[], values)?));
        }
        path if is_file(path) => {
            let text = std::fs::read_to_string(path).map_err(|e| anyhow::anyhow!("cannot read `{path}`: {e}"))?;
            match Question::read(path, &text) {
                Ok(question) => question,
                // Any SPARQL will do; only the catalogue needs a head.
                Err(_) => return Ok(Some(query::bind(&text, &[], values)?)),
            }
        }
        name => catalogue.get(name).map_err(|e| Usage(e.to_string()))?.clone(),
    };
    if arguments.about {
        about(&question, out)?;
        return Ok(None);
    }
    Ok(Some(question.with(values).map_err(|e| Usage(e.to_string()))?))
}

/// A name with a folder or an ending is a file, so that a misspelt question is not taken for a missing file.
fn is_file(name: &str) -> bool {
    name.contains(['/', '\\']) || Path::new(name).extension().is_some() || Path::new(name).is_file()
}

fn list(catalogue: &Catalogue, out: &mut impl Write) -> anyhow::Result<()> {
    let rows = catalogue.questions().iter().map(|q| {
        let parameters: Vec<&str> = q.parameters.iter().map(|p| p.name.as_str()).collect();
        vec![q.name.clone(), q.title.clone(), parameters.join(" ")]
    });
    let table = Rows { columns: ["question", "what it asks", "parameters"].map(String::from).to_vec(), rows: rows.collect() };
    query::write_table(out, &table, width())?;
    Ok(())
}

fn about(question: &Question, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "{}\n\n{}", question.title, question.words)?;
    if !question.statuses.is_empty() {
        writeln!(out, "It takes events told as {}.", question.statuses.join(", "))?;
    }
    for parameter in &question.parameters {
        let Parameter { name, kind, words, .. } = parameter;
        let default = parameter.default_words();
        let default = if default.is_empty() { String::new() } else { format!(" [{default}]") };
        writeln!(out, "  --param {name}=…  ({}) {words}{default}", kind.name())?;
    }
    let asked: Vec<String> = question.example_values.iter().map(|(n, v)| format!(" with {n}={v}")).collect();
    writeln!(out, "\nExample answer{}:\n{}\n", asked.concat(), question.example)?;
    let query: Vec<&str> = question.text.lines().skip_while(|l| l.starts_with('#')).collect();
    writeln!(out, "{}", query::standalone(&query.join("\n")))?;
    Ok(())
}

fn format(option: Option<FormatOption>, answer: &Answer) -> Format {
    let rdf = |ending| RdfFormat::from_extension(ending).map_or(Format::Rdf(RdfFormat::Turtle), Format::Rdf);
    match option {
        None if matches!(answer, Answer::Triples(_)) => rdf("ttl"),
        None if std::io::stdout().is_terminal() => Format::Table(width()),
        None | Some(FormatOption::Tsv) => Format::Tsv,
        Some(FormatOption::Table) => Format::Table(width()),
        Some(FormatOption::Csv) => Format::Csv,
        Some(FormatOption::Json) => Format::Json,
        Some(FormatOption::Xml) => Format::Xml,
        Some(FormatOption::Markdown) => Format::Markdown,
        Some(FormatOption::Ttl) => rdf("ttl"),
        Some(FormatOption::Nt) => rdf("nt"),
        Some(FormatOption::Nq) => rdf("nq"),
        Some(FormatOption::Trig) => rdf("trig"),
        Some(FormatOption::Jsonld) => rdf("jsonld"),
        Some(FormatOption::Rdf) => rdf("rdf"),
    }
}

/// Columns of the terminal on stdout, when it is one.
pub(super) fn width() -> Option<usize> {
    std::io::stdout().is_terminal().then(|| terminal_size::terminal_size().map(|(w, _)| usize::from(w.0))).flatten()
}

#[expect(clippy::print_stderr, reason = "words go to stderr")]
fn say(text: &str) {
    eprintln!("{text}");
}
