//! Refuses queries that would break the parser or the evaluator: both go down into a query as deep as it is nested.

use super::problem::Problem;

/// Bytes that a query may have.
const LONGEST: usize = 512 << 10;
/// Brackets and signs that may stand within one another.
const DEEPEST: usize = 128;
/// Operators in a row: `1 + 1 + 1 …` nests like brackets.
const OPERATORS: usize = 8192;

/// Whether the text is within bounds.
///
/// # Errors
/// [`Problem::TooComplex`].
pub fn check(text: &str) -> Result<(), Problem> {
    if text.len() > LONGEST {
        return Err(Problem::TooComplex(format!("the query is longer than {LONGEST} bytes")));
    }
    let shape = Shape::of(text);
    if shape.depth > DEEPEST {
        return Err(Problem::TooComplex(format!("the query is nested deeper than {DEEPEST} brackets")));
    }
    if shape.operators > OPERATORS {
        return Err(Problem::TooComplex(format!("the query has more than {OPERATORS} operators")));
    }
    if shape.empty_rows > 1 {
        return Err(Problem::TooComplex("a VALUES block without variables holds more than one row".into()));
    }
    Ok(())
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    /// Brackets open at once, and signs such as `!` in a row.
    depth: usize,
    /// `|`, `&`, `+`, `-`, `*`, `/`, `^`, `;`, `UNION` and the like.
    operators: usize,
    /// `()` after `()`: rows that hold nothing multiply without copying a term, so that nothing could break them off.
    empty_rows: usize,
}

impl Shape {
    fn of(text: &str) -> Self {
        let mut shape = Self::default();
        let (mut open, mut signs) = (0usize, 0usize);
        let (mut last, mut row) = (b' ', false);
        let mut bytes = text.bytes().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' | b'\'' => {
                    let mut escaped = false;
                    for inner in bytes.by_ref() {
                        if inner == byte && !escaped {
                            break;
                        }
                        escaped = inner == b'\\' && !escaped;
                    }
                }
                b'#' if last.is_ascii_whitespace() => {
                    for inner in bytes.by_ref() {
                        if inner == b'\n' {
                            break;
                        }
                    }
                }
                b'(' | b'{' | b'[' => open += 1,
                b')' | b'}' | b']' => {
                    open = open.saturating_sub(1);
                    if byte == b')' && last == b'(' {
                        shape.empty_rows += usize::from(row);
                        row = true;
                    } else if byte != b')' || last != b'(' {
                        row = false;
                    }
                }
                b'!' | b'^' | b'-' | b'+' | b'*' | b'/' | b'|' | b'&' | b';' | b'=' | b'<' | b'>' | b'.' => {
                    shape.operators += usize::from(byte != b'.' || !last.is_ascii_alphanumeric());
                }
                _ => {}
            }
            signs = if matches!(byte, b'!' | b'^' | b'-' | b'+') {
                signs + 1
            } else if byte.is_ascii_whitespace() {
                signs
            } else {
                0
            };
            shape.depth = shape.depth.max(open + signs);
            if !byte.is_ascii_whitespace() || !last.is_ascii_whitespace() {
                last = if byte.is_ascii_whitespace() && last == b'(' { last } else { byte };
            }
        }
        shape
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_of_the_catalogue_is_well_within_bounds() {
        for (name, text) in crate::embedded::ASK {
            let shape = Shape::of(text);
            assert!(shape.depth < DEEPEST / 4 && shape.operators < OPERATORS / 8 && shape.empty_rows == 0, "{name}: {shape:?}");
            check(text).unwrap();
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
