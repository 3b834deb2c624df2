//! Refuses queries that would break the parser or the evaluator: both go down into a query as deep as it is nested.

use super::problem::Problem;
use spargebra::Query;

/// Bytes that a query may have.
const LONGEST: usize = 512 << 10;
/// Brackets and signs that may stand within one another.
const DEEPEST: usize = 128;
/// Operators in all: `1 + 1 + 1 …` nests like brackets.
const OPERATORS: usize = 8192;
/// Triple patterns in all.
const PATTERNS: usize = 150;

/// Whether a query is within bounds.
///
/// # Errors
/// [`Problem::TooComplex`].
pub fn check(text: &str) -> Result<(), Problem> {
    if text.len() > LONGEST {
        return Err(Problem::TooComplex(format!("the query is longer than {LONGEST} bytes")));
    }
    check_update(text)
}

/// Whether an update is: as [`check`], but of any length, for it may bring data.
///
/// # Errors
/// [`Problem::TooComplex`].
pub fn check_update(text: &str) -> Result<(), Problem> {
    let shape = Shape::of(text);
    if shape.depth > DEEPEST {
        return Err(Problem::TooComplex(format!("it is nested deeper than {DEEPEST} brackets")));
    }
    if shape.operators > OPERATORS {
        return Err(Problem::TooComplex(format!("it has more than {OPERATORS} operators and clauses")));
    }
    if shape.empty_rows {
        return Err(Problem::TooComplex("a VALUES block without variables holds more than one row".into()));
    }
    Ok(())
}

/// Whether the parsed query has few enough triple patterns: to put them in order takes the cube of their number, and nothing
/// breaks that off.
///
/// # Errors
/// [`Problem::TooComplex`].
pub fn check_patterns(query: &Query) -> Result<(), Problem> {
    let text = query.to_sse();
    let patterns = text.matches("(triple ").count() + text.matches("(path ").count();
    if patterns > PATTERNS {
        return Err(Problem::TooComplex(format!("it has {patterns} triple patterns, more than {PATTERNS}")));
    }
    Ok(())
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    /// Brackets open at once, and signs such as `!` in a row.
    depth: usize,
    /// Whatever joins two parts into one: each nests the first part a level deeper.
    operators: usize,
    /// `()` after `()`: rows that hold nothing multiply without copying a term, so that nothing could break them off.
    empty_rows: bool,
}

/// Words that hang what follows on what came before.
const CLAUSES: [&str; 8] = ["FILTER", "BIND", "OPTIONAL", "MINUS", "UNION", "GRAPH", "SERVICE", "VALUES"];

impl Shape {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut shape = Self::default();
        let (mut at, mut open, mut signs, mut empty) = (0, 0usize, 0usize, false);
        while let Some(&byte) = bytes.get(at) {
            let mut next = at + 1;
            let mut sign = false;
            match byte {
                b'"' | b'\'' => next = after_string(bytes, at),
                b'<' => next = after_iri(bytes, at),
                b'#' => next = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n),
                b'(' | b'{' | b'[' => {
                    let inside = bytes[next..].iter().position(|b| !b.is_ascii_whitespace()).map(|n| next + n);
                    if byte == b'(' && inside.is_some_and(|i| bytes[i] == b')') {
                        shape.empty_rows |= empty;
                        empty = true;
                        next = inside.map_or(next, |i| i + 1);
                    } else {
                        empty = false;
                        open += 1;
                        shape.operators += usize::from(byte == b'{');
                    }
                }
                b')' | b'}' | b']' => (open, empty) = (open.saturating_sub(1), false),
                b'!' | b'^' | b'+' | b'*' | b'/' | b'|' | b'&' => {
                    shape.operators += 1;
                    sign = matches!(byte, b'!' | b'^' | b'+');
                }
                b'-' => {
                    shape.operators += 1;
                    sign = true;
                }
                _ if byte.is_ascii_alphabetic() || !byte.is_ascii() || matches!(byte, b'?' | b'$' | b'_' | b':' | b'@') => {
                    // names hold hyphens
                    let name =
                        |b: &u8| b.is_ascii_alphanumeric() || !b.is_ascii() || matches!(b, b'_' | b':' | b'-' | b'.' | b'%');
                    next += bytes[next..].iter().position(|b| !name(b)).unwrap_or(bytes.len() - next);
                    let word = &bytes[at..next];
                    shape.operators += usize::from(CLAUSES.iter().any(|c| word.eq_ignore_ascii_case(c.as_bytes())));
                    empty = false;
                }
                _ => {}
            }
            signs = match sign {
                true => signs + 1,
                false if byte.is_ascii_whitespace() => signs,
                false => 0,
            };
            shape.depth = shape.depth.max(open + signs);
            at = next;
        }
        shape
    }
}

/// Behind a string that begins here, short or long.
fn after_string(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let long = bytes[at..].starts_with(&[quote; 3]);
    let mut i = at + if long { 3 } else { 1 };
    while let Some(&byte) = bytes.get(i) {
        match byte {
            b'\\' => i += 1,
            b'\n' if !long => return i,
            _ if byte == quote && !long => return i + 1,
            _ if long && bytes[i..].starts_with(&[quote; 3]) => return i + 3,
            _ => {}
        }
        i += 1;
    }
    bytes.len()
}

/// Behind an IRI that begins here, or behind the sign when it is none.
fn after_iri(bytes: &[u8], at: usize) -> usize {
    match bytes[at + 1..].iter().position(|b| b"<>\"{}|^`\\ \t\r\n".contains(b)) {
        Some(n) if bytes[at + 1 + n] == b'>' => at + n + 2,
        _ => at + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_of_the_catalogue_is_well_within_bounds() {
        for (name, text) in crate::embedded::ASK {
            let shape = Shape::of(text);
            assert!(shape.depth < DEEPEST / 4 && shape.operators < OPERATORS / 8 && !shape.empty_rows, "{name}: {shape:?}");
            check(text).unwrap();
            let prefixed = crate::query::standalone(text);
            check_patterns(&spargebra::SparqlParser::new().parse_query(&prefixed).unwrap()).unwrap();
        }
    }

    #[test]
    fn refuses_nesting_but_not_brackets_in_words() {
        assert!(check(&format!("ASK {{ FILTER({}1{}) }}", "(".repeat(200), ")".repeat(200))).is_err());
        assert!(check(&format!("ASK {{ FILTER({}true) }}", "! ".repeat(200))).is_err());
        assert!(check(&format!("ASK {{ FILTER(1 = 1{}) }}", " || 1 = 1".repeat(9000))).is_err());
        assert!(check(&format!("ASK {{ ?s ?p \"{}\" }}", "(".repeat(200))).is_ok());
        assert!(check(&format!("ASK {{ VALUES ?x {{ {} }} }}", "1 ".repeat(20_000))).is_ok());
    }

    #[test]
    fn refuses_rows_that_hold_nothing() {
        assert!(check("SELECT (COUNT(*) AS ?n) { VALUES () { () () ( ) } }").is_err());
        assert!(check("SELECT ?n { VALUES (?x) { (1) (2) } BIND(NOW() AS ?n) }").is_ok());
    }
}
