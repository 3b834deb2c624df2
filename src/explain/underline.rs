//! A quote with its words underlined.

use std::ops::Range;

/// Lines of the quote, none longer than `width` characters where a space allows it, each followed by a line that marks
/// the words: `^` under the trigger, `~` under arguments. Ranges count characters of the quote.
pub fn underline(quote: &str, triggers: &[Range<usize>], arguments: &[Range<usize>], width: usize) -> Vec<String> {
    let text: Vec<char> = quote.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let mark = |at: usize| {
        let inside = |ranges: &[Range<usize>]| ranges.iter().any(|r| r.contains(&at));
        if inside(triggers) {
            '^'
        } else if inside(arguments) {
            '~'
        } else {
            ' '
        }
    };
    let mut lines = Vec::new();
    for line in wrap(&text, width) {
        let words: String = text[line.clone()].iter().collect();
        let marks: String = line.map(mark).collect();
        lines.push(words.trim_end().to_owned());
        if !marks.trim().is_empty() {
            lines.push(marks.trim_end().to_owned());
        }
    }
    lines
}

/// Pieces that end at a space.
fn wrap(text: &[char], width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while text.len() - start > width {
        let room = &text[start..=(start + width)];
        let end = match room.iter().rposition(|c| *c == ' ') {
            Some(space) if space > 0 => start + space + 1,
            _ => start + width,
        };
        lines.push(start..end);
        start = end;
    }
    lines.push(start..text.len());
    lines
}

/// Where words stand in a quote as whole words, first occurrence, in characters.
pub fn find(quote: &str, words: &str) -> Option<Range<usize>> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let found = quote
        .match_indices(words)
        .find(|(at, _)| edge(quote[..*at].chars().next_back()) && edge(quote[at + words.len()..].chars().next()))?;
    let start = quote[..found.0].chars().count();
    (!words.is_empty()).then(|| start..start + words.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_under_their_words() {
        let quote = "Zoë met Ana.";
        let trigger = 4..7;
        let lines = underline(quote, &[trigger], &[0..3, 8..11], 80);
        assert_eq!(lines, [quote, "~~~ ^^^ ~~~"]);
    }

    #[test]
    fn long_quotes_break_at_spaces_and_keep_their_marks() {
        let (three, nine) = (8..13, 8..9);
        let lines = underline("one two three four", &[three], &[], 9);
        assert_eq!(lines, ["one two", "three", "^^^^^", "four"]);
        assert_eq!(underline("abcdefghij", &[], &[nine], 4), ["abcd", "efgh", "ij", "~"]);
    }

    #[test]
    fn finds_whole_words_only() {
        assert_eq!(find("They metered and met.", "met"), Some(17..20));
        assert_eq!(find("Comet", "met"), None);
    }
}
