//! Lines of a text with their places.

use crate::document::Span;

/// The lines of `text` that hold something, without surrounding space, each with the number of blank lines before it.
///
/// Line ends are LF, CRLF, CR, form feed and the Unicode line and paragraph separators.
pub fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut blanks = 0;
    let mut start = 0;
    while start <= text.len() {
        let rest = &text[start..];
        let (length, skip) = match rest.char_indices().find(|&(_, c)| is_line_end(c)) {
            Some((at, '\r')) if rest[at..].starts_with("\r\n") => (at, 2),
            Some((at, c)) => (at, c.len_utf8()),
            None => (rest.len(), 1),
        };
        let line = &rest[..length];
        let trimmed = line.trim_matches(is_margin);
        if trimmed.is_empty() {
            blanks += 1;
        } else {
            let indent = line.len() - line.trim_start_matches(is_margin).len();
            let span = Span::new(start + indent, start + indent + trimmed.len());
            lines.push(Line { span, blanks_before: blanks });
            blanks = 0;
        }
        start += length + skip;
    }
    lines
}

/// A line that holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its text without surrounding space.
    pub span: Span,
    /// How many blank lines stand before it.
    pub blanks_before: usize,
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// White space and the invisible characters that web pages leave at the edges of lines.
fn is_margin(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(&str, usize)> {
        lines(text).iter().map(|l| (&text[l.span.start..l.span.end], l.blanks_before)).collect()
    }

    #[test]
    fn knows_all_line_ends() {
        assert_eq!(texts("a\r\nb\rc\nd\u{2028}e"), [("a", 0), ("b", 0), ("c", 0), ("d", 0), ("e", 0)]);
    }

    #[test]
    fn counts_blank_lines_and_trims() {
        assert_eq!(texts("\n  one \u{a0}\n\r\n\t\ntwo"), [("one", 1), ("two", 2)]);
    }

    #[test]
    fn empty_text_has_no_lines() {
        assert!(lines("").is_empty() && lines(" \n\r\n").is_empty());
    }
}
