//! The command line: one file a subcommand, no logic of its own.
//!
//! To add a subcommand, write `src/cli/NAME.rs` with `Arguments` (`clap::Args`) and
//! `run(&Arguments) -> anyhow::Result<Outcome>`, and name it below: one `mod` line, one line in the table.

mod build;
mod check;
mod data;
mod diff;
mod eval;
mod explain;
mod export;
mod extract;
mod input;
mod load;
mod model;
mod parse;
mod progress;
mod query;
mod remove;
mod serve;
mod stages;
mod watch;

use clap::{Parser, Subcommand};
use std::io::IsTerminal;
use std::process::ExitCode;

/// How a command that did not break off has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well: exit code 0.
    Done,
    /// The work was done and something did not pass, a document or a check: exit code 1.
    Failed,
}

/// A mistake in how the command was called: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// Declares the subcommands: the variant, its file, and the line that `--help` shows.
macro_rules! subcommands {
    ($($(#[$help:meta])* $name:ident => $module:ident,)*) => {
        #[derive(Subcommand)]
        enum Command {
            $($(#[$help])* $name($module::Arguments),)*
        }
        impl Command {
            fn run(self) -> anyhow::Result<Outcome> {
                match self { $(Self::$name(arguments) => $module::run(&arguments),)* }
            }
        }
    };
}

subcommands! {
    /// Read texts and build the graph: the main job.
    Build => build,
    /// Write the facts or quads of texts as a stream.
    Extract => extract,
    /// Keep a graph up with pages, feeds and folders that change.
    Watch => watch,
    /// Show what a stage makes of a text.
    Parse => parse,
    /// Show which language model is in use, and check it.
    Model => model,
    /// Ask a question of the graph, from the catalogue or in SPARQL.
    Query => query,
    /// Check a graph against the shapes and hygiene rules.
    Check => check,
    /// Show the rules and the sentence behind a fact.
    Explain => explain,
    /// Put other RDF beside the graph.
    Load => load,
    /// Write the graph in any RDF format.
    Export => export,
    /// Tell what two graphs do not share.
    Diff => diff,
    /// Answer SPARQL, publish linked data and show the explorer over HTTP.
    Serve => serve,
    /// Take documents out of the graph.
    Remove => remove,
    /// Score the stages on texts whose facts are known.
    Eval => eval,
}

/// Reads news and turns it into a knowledge graph that people can trust.
#[derive(Parser)]
#[command(name = "dateline", version, max_term_width = 110, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
    /// Say more on stderr (twice: everything).
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    verbose: u8,
    /// Say only errors on stderr.
    #[arg(long, global = true, conflicts_with = "verbose")]
    quiet: bool,
}

/// Parses the arguments, runs the command and turns its result into an exit code.
pub fn run() -> ExitCode {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    log(line.verbose, line.quiet);
    match line.command.run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say_error(&error);
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}

#[expect(clippy::print_stderr, reason = "words go to stderr")]
fn say_error(error: &anyhow::Error) {
    // some errors tell their cause themselves
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    eprintln!("dateline: {text}");
}

/// Whether the reader of our stdout went away (`dateline … | head`), which is no failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Sends the library's `tracing` events to stderr; `DATELINE_LOG` overrides the options.
fn log(verbose: u8, quiet: bool) {
    let level = match (quiet, verbose) {
        (true, _) => "error",
        (_, 0) => "warn",
        (_, 1) => "info",
        _ => "trace",
    };
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("DATELINE_LOG").unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .without_time()
        .with_target(false)
        .init();
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn command_line_is_consistent() {
        super::CommandLine::command().debug_assert();
    }
}
