//! `dateline serve`: SPARQL, linked data and the explorer over HTTP.

use super::Outcome;
use super::data::Data;
use clap::Args;
use dateline::serve::{Options, Server};
use std::path::PathBuf;
use std::time::Duration;

/// Arguments of `dateline serve`.
#[derive(Args)]
#[command(
    after_help = "Only this machine can reach it and nobody can write, unless the options say otherwise: see docs/server.md."
)]
pub struct Arguments {
    #[command(flatten)]
    data: Data,
    /// Address and port; 0.0.0.0 lets other machines in.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7878")]
    bind: String,
    /// Base of the things that are published here [default: the one in the data]
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
    /// Lets those write who send it as `Authorization: Bearer TOKEN`; better given as a variable than on the command line.
    #[arg(long, value_name = "TOKEN", env = "DATELINE_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Seconds for one query, until the last byte of its answer is taken.
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0, value_parser = seconds)]
    timeout: f64,
    /// Rows or triples of one answer; what has more is broken off.
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    max_rows: usize,
    /// Bytes of the body of one request.
    #[arg(long, value_name = "BYTES", default_value_t = 16 << 20)]
    max_body: usize,
    /// Queries at a time; others wait a little and are then refused [default: two a processor]
    #[arg(long, value_name = "N")]
    max_queries: Option<usize>,
    /// Megabytes that queries may take together before the longest is broken off.
    #[arg(long, value_name = "MB", default_value_t = 1024)]
    max_memory: u64,
    /// An endpoint that SERVICE may ask, by its whole IRI; repeatable.
    #[arg(long, value_name = "IRI")]
    allow_service: Vec<String>,
    /// Certificates (PEM) to trust for SERVICE over TLS instead of the well-known ones, for endpoints of one's own.
    #[arg(long, value_name = "FILE")]
    service_ca: Option<PathBuf>,
    /// A host name under which this server is reached, for instance through a proxy; repeatable.
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// An origin whose pages may ask this server, or `*`; repeatable.
    #[arg(long, value_name = "ORIGIN")]
    cors: Vec<String>,
}

fn seconds(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|s: &f64| *s > 0.0 && *s < 1e6).ok_or_else(|| "expected seconds above 0".into())
}

/// Serves until the process is told to end.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    let server = Server::start(Options {
        location: arguments.data.location(),
        bind: arguments.bind.clone(),
        base: arguments.base.clone(),
        token: arguments.token.clone(),
        timeout: Duration::from_secs_f64(arguments.timeout),
        max_rows: arguments.max_rows,
        max_body: arguments.max_body,
        max_queries: arguments.max_queries.unwrap_or(2 * processors),
        max_memory: arguments.max_memory << 20,
        allow_service: arguments.allow_service.clone(),
        service_ca: arguments.service_ca.clone(),
        allow_host: arguments.allow_host.clone(),
        cors: arguments.cors.clone(),
    })?;
    let access = if arguments.token.is_some() { "writable with the token" } else { "read-only" };
    say(&format!("{} quads at http://{}/, {access}; stop with Ctrl-C", server.quads(), server.address()?));
    server.run()?;
    Ok(Outcome::Done)
}

#[expect(clippy::print_stderr, reason = "words go to stderr")]
fn say(text: &str) {
    eprintln!("dateline: {text}");
}
