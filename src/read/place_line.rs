//! "OSLO, May 4 (NTB) - ": the line of place and day before the first sentence, which belongs to no sentence.

use crate::document::{Block, BlockKind, Post, Span};

/// The longest such line, in bytes.
const LONGEST: usize = 70;

/// Makes the line of place and day at the start of a paragraph a block of its own, so that it is not parsed with the sentence
/// behind it.
pub(super) fn divide(text: &str, posts: &mut [Post]) {
    for post in posts {
        let mut blocks = Vec::with_capacity(post.blocks.len() + 1);
        for block in &post.blocks {
            let words = &text[block.span.start..block.span.end];
            match place_line(words).filter(|_| block.kind == BlockKind::Paragraph) {
                Some((line, rest)) => {
                    let start = block.span.start;
                    blocks.push(Block { span: Span::new(start, start + line), ..*block });
                    blocks.push(Block { span: Span::new(start + rest, block.span.end), ..*block });
                }
                None => blocks.push(*block),
            }
        }
        post.blocks = blocks;
    }
}

/// Where the line ends, and where the sentence behind it begins: capitals, perhaps a region, a day and an agency, then a dash
/// before a word that opens a sentence.
fn place_line(words: &str) -> Option<(usize, usize)> {
    let first: String = words.chars().take_while(|c| c.is_alphabetic()).collect();
    if first.chars().count() < 3 || first.chars().any(char::is_lowercase) {
        return None;
    }
    let dash = words.char_indices().take_while(|&(at, _)| at < LONGEST).find(|&(at, c)| match c {
        '\u{2014}' | '\u{2013}' => true,
        '-' => words[..at].ends_with([' ', ')', '-']),
        _ => false,
    })?;
    let line = words[..dash.0].trim_end();
    let rest = words[dash.0..].trim_start_matches(['-', '\u{2013}', '\u{2014}', ' ', '\u{a0}']);
    let names = line.split([' ', ',', '/']).filter(|w| !w.is_empty()).all(|word| {
        let word = word.trim_matches(['(', ')', '.']);
        word.is_empty() || word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || matches!(word, "de" | "la" | "al")
    });
    let opens = rest.trim_start_matches(['"', '\u{201c}', '\u{2018}', '\'']).starts_with(|c: char| c.is_uppercase());
    (names && opens && rest.len() > 20).then(|| (line.len(), words.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(words: &str) -> Option<(&str, &str)> {
        place_line(words).map(|(line, rest)| (&words[..line], &words[rest..]))
    }

    #[test]
    fn parts_the_place_from_the_sentence() {
        let rest = "The harbour opens again on Monday.";
        for line in ["OSLO", "OSLO, May 4", "OSLO (NTB)", "PORT LOUIS, Mauritius", "BERN, Switzerland, 4 May (NTB)"] {
            for dash in [" - ", " — ", "— ", " -- "] {
                assert_eq!(split(&format!("{line}{dash}{rest}")), Some((line, rest)));
            }
        }
    }

    #[test]
    fn leaves_asides_and_speakers() {
        assert_eq!(split("NATO — which has no army of its own — will meet on Monday."), None);
        assert_eq!(split("The harbour — Oslo's oldest — opens again on Monday."), None);
        assert_eq!(split("ANN LEE: The harbour opens again on Monday - or never."), None);
        assert_eq!(split("CO-OP Bank reported a loss of four million on Monday."), None);
    }
}
