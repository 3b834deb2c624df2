//! Answers in the forms that clients ask for, written as they are found.

use super::html::{self, Head};
use super::negotiate::{self, Offer};
use super::problem::Problem;
use crate::query::PREFIXES;
use axum::http::HeaderValue;
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::io::Write;

/// How rows, or yes and no, are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// A format of the W3C's.
    Results(QueryResultsFormat),
    /// A page with a table.
    Page,
}

/// Forms for rows.
pub const ROWS: [Offer<Rows>; 5] = [
    Offer::new(Rows::Results(QueryResultsFormat::Json), &["application/sparql-results+json", "application/json"]),
    Offer::new(Rows::Results(QueryResultsFormat::Xml), &["application/sparql-results+xml", "application/xml", "text/xml"]),
    Offer::new(Rows::Results(QueryResultsFormat::Csv), &["text/csv"]),
    Offer::new(Rows::Results(QueryResultsFormat::Tsv), &["text/tab-separated-values"]),
    Offer::new(Rows::Page, &["text/html"]),
];

/// Forms for triples.
pub const TRIPLES: [Offer<RdfFormat>; 6] = [
    Offer::new(RdfFormat::Turtle, &["text/turtle", "application/x-turtle", "text/plain"]),
    Offer::new(RdfFormat::NTriples, &["application/n-triples"]),
    Offer::new(RdfFormat::RdfXml, &["application/rdf+xml", "application/xml", "text/xml"]),
    Offer::new(
        RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() },
        &["application/ld+json", "application/json"],
    ),
    Offer::new(RdfFormat::TriG, &["application/trig"]),
    Offer::new(RdfFormat::NQuads, &["application/n-quads"]),
];

/// A form for triples.
///
/// # Errors
/// [`Problem::NotAcceptable`].
pub fn for_triples(accept: Option<&HeaderValue>) -> Result<(RdfFormat, &'static str), Problem> {
    negotiate::choose(accept, &TRIPLES).ok_or_else(|| Problem::NotAcceptable(negotiate::names(&TRIPLES)))
}

/// A serializer that knows our prefixes; `base` stands for `id:`.
pub fn serializer(format: RdfFormat, base: &str) -> RdfSerializer {
    PREFIXES.iter().fold(RdfSerializer::from_format(format), |serializer, (prefix, namespace)| {
        let namespace = if *prefix == "id" { base } else { namespace };
        serializer.clone().with_prefix(*prefix, namespace).unwrap_or(serializer)
    })
}

/// Why writing stopped.
#[derive(Debug)]
pub enum Stopped {
    /// The query cannot go on.
    Problem(Problem),
    /// The reader has gone, or is too slow.
    Reader(std::io::Error),
}

impl From<std::io::Error> for Stopped {
    fn from(error: std::io::Error) -> Self {
        Self::Reader(error)
    }
}

impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// What is to be written, and how.
pub struct Wanted<'a> {
    /// The header of the request.
    pub accept: Option<&'a HeaderValue>,
    /// Base of the things, for the prefix `id:`.
    pub base: &'a str,
    /// Rows or triples at most.
    pub max_rows: usize,
    /// What went wrong when evaluation says no more than that it was cancelled.
    pub cancelled: &'a dyn Fn() -> Problem,
    /// What stands above the answer when it is a page.
    pub head: Option<&'a Head>,
}

/// Writes results; `start` is told the media type before the first byte.
///
/// # Errors
/// [`Stopped`]: what is written so far is no whole answer.
pub fn write(results: QueryResults<'_>, wanted: &Wanted<'_>, out: &mut impl Output) -> Result<(), Stopped> {
    match results {
        QueryResults::Solutions(solutions) => {
            let (form, media) =
                negotiate::choose(wanted.accept, &ROWS).ok_or_else(|| Problem::NotAcceptable(negotiate::names(&ROWS)))?;
            out.start(media);
            match form {
                Rows::Results(format) => {
                    let variables = solutions.variables().to_vec();
                    let mut writer = QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(out, variables)?;
                    for (count, solution) in solutions.enumerate() {
                        within(count, wanted)?;
                        writer.serialize(&solution.map_err(|e| failed(&e, wanted))?)?;
                    }
                    writer.finish()?;
                }
                Rows::Page => {
                    let names: Vec<String> = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
                    let (mut rows, mut cut) = (Vec::new(), false);
                    for solution in solutions {
                        cut = rows.len() == html::ROWS_SHOWN;
                        if cut {
                            break;
                        }
                        rows.push(solution.map_err(|e| failed(&e, wanted))?.values().to_vec());
                    }
                    out.write_all(html::table(wanted.head, &names, &rows, wanted.base, cut).into_string().as_bytes())?;
                }
            }
        }
        QueryResults::Boolean(truth) => {
            let (form, media) =
                negotiate::choose(wanted.accept, &ROWS).ok_or_else(|| Problem::NotAcceptable(negotiate::names(&ROWS)))?;
            out.start(media);
            match form {
                Rows::Results(format) => {
                    QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(out, truth)?;
                }
                Rows::Page => out.write_all(html::truth(wanted.head, truth).into_string().as_bytes())?,
            }
        }
        QueryResults::Graph(triples) => {
            let (format, media) = for_triples(wanted.accept)?;
            out.start(media);
            let mut writer = serializer(format, wanted.base).for_writer(out);
            for (count, triple) in triples.enumerate() {
                within(count, wanted)?;
                writer.serialize_triple(&triple.map_err(|e| failed(&e, wanted))?)?;
            }
            writer.finish()?;
        }
    }
    Ok(())
}

/// A writer that has to know the media type first.
pub trait Output: Write {
    /// The media type of what follows.
    fn start(&mut self, media: &'static str);
}

fn within(count: usize, wanted: &Wanted<'_>) -> Result<(), Problem> {
    if count < wanted.max_rows { Ok(()) } else { Err(Problem::TooManyRows(wanted.max_rows)) }
}

/// What an error of the evaluation means to the client.
pub fn failed(error: &oxigraph::sparql::QueryEvaluationError, wanted: &Wanted<'_>) -> Problem {
    use oxigraph::sparql::QueryEvaluationError as E;
    match error {
        E::Cancelled => (wanted.cancelled)(),
        E::Service(inner) => match inner.downcast_ref::<Problem>() {
            Some(problem) => problem.clone(),
            None => Problem::Service(inner.to_string()),
        },
        E::UnsupportedService(_) | E::UnboundService | E::InvalidServiceName(_) => Problem::Refused(error.to_string()),
        E::UnsupportedCustomFunction(_) | E::UnsupportedCustomFunctionArity { .. } => Problem::Request(error.to_string()),
        other => Problem::Evaluation(other.to_string()),
    }
}
