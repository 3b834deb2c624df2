//! Running a query over all graphs of a store.

use super::{PREFIXES, QueryError};
use crate::store::improved;
use oxigraph::model::{GraphNameRef, Term, Triple};
use oxigraph::sparql::{BoundPreparedSparqlQuery, QueryEvaluationError, QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use spargebra::SparqlParser;

/// What a query gave.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// From SELECT.
    Rows {
        /// Names of the columns.
        columns: Vec<String>,
        /// One value a column.
        rows: Vec<Vec<Option<Term>>>,
    },
    /// From CONSTRUCT or DESCRIBE, sorted, each once.
    Triples(Vec<Triple>),
    /// From ASK.
    Truth(bool),
}

fn prepare(store: &Store, text: &str) -> Result<BoundPreparedSparqlQuery<'static>, QueryError> {
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in PREFIXES {
        parser = parser.with_prefix(prefix, namespace).map_err(|e| syntax(&e.to_string(), text))?;
    }
    let query = parser.parse_query(text).map_err(|e| syntax(&e.to_string(), text))?;
    let mut query = SparqlEvaluator::new().for_query(improved(query, None));
    // Either way the query sees all triples: see `Location::open`.
    if query.dataset().is_default_dataset() && !holds_default_graph(store)? {
        query.dataset_mut().set_default_graph_as_union();
    }
    Ok(query.on_store(store))
}

fn holds_default_graph(store: &Store) -> Result<bool, QueryError> {
    let first = store.quads_for_pattern(None, None, None, Some(GraphNameRef::DefaultGraph)).next().transpose();
    Ok(first.map_err(|e| QueryError::Evaluation(QueryEvaluationError::Dataset(Box::new(e))))?.is_some())
}

/// Runs a query. Unless it says otherwise with FROM, it sees the union of all graphs; [`PREFIXES`] are known.
///
/// # Errors
/// [`QueryError::Syntax`] with the faulty line, [`QueryError::Evaluation`].
pub fn run(store: &Store, text: &str) -> Result<Answer, QueryError> {
    collect(prepare(store, text)?.execute()?)
}

/// Runs a query and tells how: the answer, and the plan with the rows and seconds of each step, as JSON.
pub fn explain(store: &Store, text: &str) -> Result<(Answer, serde_json::Value), QueryError> {
    let (results, explanation) = prepare(store, text)?.compute_statistics().explain();
    let answer = collect(results?)?;
    let mut json = Vec::new();
    explanation.write_in_json(&mut json)?;
    let plan = serde_json::from_slice(&json).map_err(std::io::Error::other)?;
    Ok((answer, plan))
}

fn collect(results: QueryResults<'_>) -> Result<Answer, QueryError> {
    Ok(match results {
        QueryResults::Solutions(solutions) => {
            let columns = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
            let rows = solutions.map(|s| s.map(|s| s.values().to_vec())).collect::<Result<_, _>>()?;
            Answer::Rows { columns, rows }
        }
        QueryResults::Graph(triples) => {
            let mut triples = triples.collect::<Result<Vec<_>, _>>()?;
            triples.sort_by_cached_key(ToString::to_string);
            triples.dedup();
            Answer::Triples(triples)
        }
        QueryResults::Boolean(truth) => Answer::Truth(truth),
    })
}

/// Line and column that the parser's message names, from 1.
pub fn place_of(message: &str) -> Option<(usize, usize)> {
    let numbers: Vec<usize> =
        message.split(|c: char| !c.is_ascii_digit()).filter(|w| !w.is_empty()).take(2).filter_map(|w| w.parse().ok()).collect();
    match numbers[..] {
        [row, column] if message.contains(&format!("{row}:{column}")) => Some((row, column)),
        _ => None,
    }
}

/// The parser's message, and the line that it names with a mark under the column.
pub fn syntax(message: &str, text: &str) -> QueryError {
    let line = place_of(message).and_then(|(row, column)| {
        text.lines().nth(row.saturating_sub(1)).map(|l| format!("  {l}\n  {}^", " ".repeat(column.saturating_sub(1))))
    });
    QueryError::Syntax { message: plain(message, text), line }
}

/// The parser's message; in place of its list of what could follow, which misleads, the words near the place.
fn plain(message: &str, text: &str) -> String {
    let Some((head, _)) = message.split_once(": expected ") else { return message.to_owned() };
    let Some((row, column)) = place_of(message) else { return message.to_owned() };
    let line = text.lines().nth(row.saturating_sub(1)).unwrap_or_default();
    let at = line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    // the word that goes over the place or begins there, and two before it
    let start = line[..at].char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(i, c)| i + c.len_utf8());
    let mut near: Vec<&str> = line[..start].split_whitespace().rev().take(2).collect();
    near.reverse();
    near.extend(line[start..].split_whitespace().next());
    let undeclared = near.iter().find_map(|word| {
        let prefix = word.trim_start_matches(|c: char| !c.is_alphanumeric()).split_once(':').map(|(prefix, _)| prefix)?;
        let declared = |name: &str| text.to_lowercase().contains(&format!("prefix {}:", name.to_lowercase()));
        let known = PREFIXES.iter().any(|(name, _)| *name == prefix) || declared(prefix);
        let name = prefix.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') && !word.contains("://");
        (name && !known).then_some(prefix)
    });
    match undeclared {
        Some(prefix) => format!("{head}: the prefix `{prefix}:` is not declared"),
        None if near.is_empty() => format!("{head}: something is missing"),
        None => format!("{head}: it cannot be read on from `{}`", near.join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> Store {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.nq");
        std::fs::write(
            &path,
            "<http://a/1> <http://a/p> \"x\" <http://a/g> .\n<http://a/1> <http://a/p> \"x\" <http://a/h> .\n<http://a/2> <http://a/p> \"y\" .",
        )
        .unwrap();
        crate::store::Location::File(path).open().unwrap()
    }

    fn count(query: &str) -> usize {
        let Answer::Rows { rows, .. } = run(&store(), query).unwrap() else { panic!("no rows") };
        rows.len()
    }

    #[test]
    fn sees_all_graphs_as_one_without_repeats() {
        assert_eq!(count("SELECT ?s { ?s <http://a/p> ?o }"), 2);
        assert_eq!(count("SELECT ?s { GRAPH ?g { ?s <http://a/p> ?o } }"), 2);
        assert_eq!(count("SELECT ?s FROM <http://a/g> { ?s <http://a/p> ?o }"), 1);
    }

    #[test]
    fn marks_the_faulty_line() {
        let error = run(&store(), "SELECT ?s\nWHERE { ?s ?p }").unwrap_err().to_string();
        assert!(error.contains("WHERE { ?s ?p }\n") && error.contains('^'), "{error}");
    }

    #[test]
    fn names_the_words_in_place_of_all_that_could_follow() {
        for (query, expected) in [
            ("SELECT ?s WHERE { ?s ?p }", "?p }`"),
            ("SELECT ?s WHERE { ?s ?p ?o } LIMITS 5", "} LIMITS`"),
            ("SELECT ?s WHERE { ?s ?p", "?s ?p`"),
            ("CHOOSE ?s { ?s ?p ?o }", "from `CHOOSE ?s`"),
            ("SELECT ?s { ?s foo:p ?o }", "the prefix `foo:` is not declared"),
            ("PREFIX foo: <http://a/> SELECT ?s { ?s foo:p ?o . foo:p ?s }", "?s }`"),
            ("\u{e9} SELECT", "\u{e9}"),
        ] {
            let error = run(&store(), query).unwrap_err().to_string();
            assert!(error.contains(expected) && !error.contains("expected"), "{error}");
        }
    }

    #[test]
    fn calls_no_other_server() {
        assert!(run(&store(), "SELECT * { SERVICE <http://localhost/x> { ?s ?p ?o } }").is_err());
    }
}
