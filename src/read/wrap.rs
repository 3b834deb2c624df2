//! Text that was wrapped at a fixed width: its line ends are spaces.

use super::lines::Line;
use crate::document::Span;

/// Wider lines come from pages, where every line end is meant.
const WIDEST: usize = 120;
/// So many line ends must look wrapped before any of them is taken away.
const ENOUGH: usize = 3;

/// Joins the lines of wrapped paragraphs; other texts come back as they are. Blank lines always divide.
///
/// A line is full when the first word of the next one would not have fitted. In wrapped text many lines that have
/// another directly below are full, and most of those below go on in lower case, which lines of pages never do.
pub fn unwrap(text: &str, lines: Vec<Line>) -> Vec<Line> {
    let width = |line: &Line| text[line.span.start..line.span.end].chars().count();
    let widest = lines.iter().map(width).max().unwrap_or(0);
    if widest > WIDEST {
        return lines;
    }
    let first_word =
        |line: &Line| text[line.span.start..line.span.end].split_whitespace().next().map_or(0, |word| word.chars().count());
    let goes_on_low = |line: &Line| text[line.span.start..].chars().next().is_some_and(char::is_lowercase);
    let is_full = |pair: &[Line]| {
        pair[1].blanks_before == 0 && width(&pair[0]) * 2 > widest && width(&pair[0]) + 1 + first_word(&pair[1]) > widest
    };
    let close: Vec<&[Line]> = lines.windows(2).filter(|pair| pair[1].blanks_before == 0).collect();
    let full: Vec<&&[Line]> = close.iter().filter(|pair| is_full(pair)).collect();
    let low = full.iter().filter(|pair| goes_on_low(&pair[1])).count();
    if full.len() < ENOUGH || full.len() * 10 < close.len() * 3 || low * 2 < full.len() {
        return lines;
    }
    let mut joined: Vec<Line> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        match joined.last_mut() {
            Some(last) if is_full(&lines[at - 1..=at]) => last.span = Span::new(last.span.start, line.span.end),
            _ => joined.push(*line),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn joined(text: &str) -> Vec<&str> {
        unwrap(text, lines(text)).iter().map(|line| &text[line.span.start..line.span.end]).collect()
    }

    #[test]
    fn joins_wrapped_paragraphs_and_keeps_headlines() {
        let text = "Harbour closes\n\nThe harbour master closed the port\nafter the wind grew stronger, and\nall ferries stay where they are.\n\n\
                    He wants to open it on Sunday when\nthe storm will have passed.\nShort line.\n";
        let expected = [
            "Harbour closes",
            "The harbour master closed the port\nafter the wind grew stronger, and\nall ferries stay where they are.",
            "He wants to open it on Sunday when\nthe storm will have passed.",
            "Short line.",
        ];
        assert_eq!(joined(text), expected);
    }

    #[test]
    fn leaves_page_text_alone() {
        let text = "Ferry leaves\nThe ferry left at noon.\nUpdated\nFerry waits\nThe ferry waits for calmer seas.\nUpdated";
        assert_eq!(joined(text).len(), 6);
    }
}
