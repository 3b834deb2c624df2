//! The dateline of agency reports: place, day and agency before the first sentence, "LISBON, March 3 (Reuters) -". It is no
//! part of the sentence: a parser would make the town its subject.

use crate::document::{Block, BlockKind, Post, Span};
use regex::Regex;
use std::sync::LazyLock;

/// A town in capitals, with its country and the day, or any town with its agency; then a dash.
static LEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r#"^(?:(?P<place>{TOWN}{COUNTRY}){DAY}{AGENCY}?|(?P<place2>{WORDS}{COUNTRY}){DAY}{AGENCY}|{AGENCY}){DASH}["'“‘\p{{Lu}}\d]"#))
        .expect("pattern is valid")
});

/// "Beirut, Lebanon – ": without an agency, only at the start of an article.
static MIXED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r#"^(?P<place>{WORDS}, {WORDS})\s+[–—]\s+["'“‘\p{{Lu}}]"#)).expect("pattern is valid"));

/// A dateline at the end of a pasted title.
static TRAILING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"\s+{TOWN}{COUNTRY}\s+(?:[–—]|--?)\s*$")).expect("pattern is valid"));

const TOWN: &str = r"\p{Lu}[\p{Lu}.'’-]{2,}(?:[ /-][\p{Lu}.'’-]{2,}){0,3}";
const WORDS: &str = r"\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){0,2}";
const COUNTRY: &str = r"(?:, (?:\p{Lu}[\p{L}.'’-]+ ?){1,3})?";
const DAY: &str = r"(?:,? (?:\p{Lu}\p{Ll}{2,8}\.? \d{1,2}|\d{1,2} \p{Lu}\p{Ll}{2,8})(?:,? \d{4})?,?)?";
const AGENCY: &str = r"(?: ?\(\p{Lu}[\p{L} ./]{1,30}\))";
const DASH: &str = r"\s+(?:[–—]|--?)\s+";

/// Takes the datelines off the first paragraph of each post, and off the title above it. What says in which country the town
/// lies becomes a block of its own.
pub fn divide(text: &str, posts: &mut [Post]) {
    let is_article = posts.len() == 1;
    for post in posts {
        for at in 0..post.blocks.len().min(3) {
            let block = &mut post.blocks[at];
            let words = &text[block.span.start..block.span.end];
            if at == 0
                && let Some(found) = TRAILING.find(words).filter(|found| found.start() > 0)
            {
                block.span.end = block.span.start + found.start();
                if block.kind == BlockKind::Headline {
                    post.headline = Some(block.span);
                }
            } else if block.kind == BlockKind::Paragraph {
                let leading = LEADING.captures(words).or_else(|| MIXED.captures(words).filter(|_| is_article));
                if let Some(found) = leading {
                    let last = found[0].chars().next_back().map_or(0, char::len_utf8);
                    let place = found.name("place").or(found.name("place2")).filter(|place| place.as_str().contains(", "));
                    let start = block.span.start;
                    block.span.start += found[0].len() - last;
                    if let Some(place) = place {
                        let place = Span::new(start, start + place.as_str().trim_end().len());
                        post.blocks.insert(at, Block { span: place, kind: BlockKind::Paragraph });
                    }
                }
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Metadata;
    use crate::read::read_text;

    fn first(text: &str) -> String {
        let document = read_text(
            "d",
            &format!("Ferry service halted\n\n{text}\n\nA second paragraph ends the report.\n"),
            Metadata::default(),
        );
        let blocks = &document.posts[0].blocks;
        let span = blocks[blocks.len() - 2].span;
        document.text[span.start..span.end].to_owned()
    }

    #[test]
    fn datelines_are_no_part_of_the_sentence() {
        let sentence = "The ferry was stopped by police on Monday, officials said.";
        for dateline in [
            "LISBON, March 3 (Reuters) - ",
            "NEW YORK (AP) — ",
            "BATUMI, Georgia — ",
            "ST. JOHN'S, Antigua, Nov. 12, 2025 (AP) -- ",
            "TUNIS/TRIPOLI, 4 May - ",
            "London (CNN) — ",
            "Beirut, Lebanon – ",
            "(Reuters) - ",
        ] {
            assert_eq!(first(&format!("{dateline}{sentence}")), sentence, "{dateline}");
        }
    }

    #[test]
    fn sentences_with_dashes_stay_whole() {
        for sentence in [
            "The NATO - an alliance - sent two ships to the strait on Monday, officials said.",
            "Two ministers – Ann Lee and Bo Ray – resigned on Monday after the vote in the upper house.",
            "USA-based owners of the ferry said on Monday that the line would close in the spring.",
        ] {
            assert_eq!(first(sentence), sentence);
        }
    }

    #[test]
    fn the_country_of_a_town_is_kept() {
        let text =
            "Ferry service halted\n\nBATUMI, Georgia, May 4 (AP) — The ferry was stopped by police on Monday, officials said.\n";
        let document = read_text("d", text, Metadata::default());
        let words: Vec<_> = document.posts[0].blocks.iter().map(|b| &document.text[b.span.start..b.span.end]).collect();
        assert_eq!(words[1], "BATUMI, Georgia");
        assert!(words[2].starts_with("The ferry"));
    }

    #[test]
    fn a_dateline_at_the_end_of_a_title_goes_too() {
        let text =
            "Ferry Service Halted After Storm in the Bay LISBON — \nThe ferry was stopped by police on Monday, officials said.\n";
        let document = read_text("d", text, Metadata::default());
        let block = document.posts[0].blocks[0].span;
        assert_eq!(&document.text[block.start..block.end], "Ferry Service Halted After Storm in the Bay");
    }
}
