//! `dateline export`: the graph in any RDF format.

use super::data::Data;
use super::{Outcome, Usage};
use clap::Args;
use dateline::store::{Staged, format_of, select, write_rdf};
use oxigraph::io::RdfFormat;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `dateline export`.
#[derive(Args)]
pub struct Arguments {
    /// Where to write; its ending says the format. Without it the graph goes to stdout.
    #[arg(value_name = "FILE")]
    out: Option<PathBuf>,
    /// The format: ttl, trig, nt, nq, jsonld or rdf [default: by FILE, else ttl]
    #[arg(short, long, value_name = "FORMAT")]
    format: Option<String>,
    /// Only this document, by id, or this graph, by IRI; repeatable.
    #[arg(long, value_name = "DOCUMENT")]
    graph: Vec<String>,
    /// Leave superclasses and shortcuts out.
    #[arg(long)]
    no_inferred: bool,
    /// How many mebibytes the Turtle writer keeps before it spills to temporary files.
    #[arg(long, value_name = "MIB", default_value_t = 256)]
    memory: usize,
    #[command(flatten)]
    data: Data,
}

/// Writes the graph.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let format = match (&arguments.format, &arguments.out) {
        (Some(name), _) => RdfFormat::from_extension(name)
            .ok_or_else(|| Usage(format!("unknown format `{name}`; known are ttl, trig, nt, nq, jsonld, rdf")))?,
        (None, Some(path)) => format_of(path).map_err(|e| Usage(e.to_string()))?,
        (None, None) => RdfFormat::Turtle,
    };
    let memory = arguments.memory.saturating_mul(1 << 20);
    let quads = select(arguments.data.location().quads()?, &arguments.graph, !arguments.no_inferred)?;
    if let Some(path) = &arguments.out {
        Staged::write(path, |out| write_rdf(out, format, &quads, memory))?.commit()?;
    } else {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        write_rdf(&mut out, format, &quads, memory)?;
        out.flush()?;
    }
    Ok(Outcome::Done)
}
