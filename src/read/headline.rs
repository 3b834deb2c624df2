//! Whether a line looks like a headline.

use regex::Regex;
use std::sync::LazyLock;

/// Longest headline, in characters.
const LONGEST: usize = 160;

/// How much a line looks like a headline, by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// Like running text: long, or with a sentence end.
    Prose,
    /// Short, but ends as a question or exclamation does: a headline only before longer text.
    Exclaimed,
    /// Short and without a final mark.
    Headline,
}

/// Judges one line.
pub fn look(line: &str) -> Look {
    static INNER_END: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"\p{Ll}{2}[.!?]["'”’)]?\s+["'“‘(]?\p{Lu}"#).expect("pattern is valid"));
    static INITIALS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:\b\p{Lu}\.){2,}$").expect("pattern is valid"));
    let starts_well = line.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || "\"'“‘".contains(c));
    if !starts_well || line.chars().count() > LONGEST || INNER_END.is_match(line) {
        return Look::Prose;
    }
    let bare = line.trim_end_matches(|c: char| "\"'”’)]".contains(c) || c.is_whitespace());
    match bare.chars().next_back() {
        Some('?' | '!') if bare.len() == line.len() => Look::Exclaimed,
        Some('.') if INITIALS.is_match(bare) => Look::Headline,
        Some('.' | '!' | '?' | ':' | ';' | ',' | '…' | '-' | '–') | None => Look::Prose,
        // A wordless line is a rule or a score; a lone dash at the end opens a dateline ("OSLO —"), which titles may carry.
        _ if !line.chars().any(char::is_alphabetic) => Look::Prose,
        _ => Look::Headline,
    }
}

/// Whether most longer words are capitalised, as titles in North America are, final mark or not.
pub fn is_title_case(line: &str) -> bool {
    let words: Vec<&str> =
        line.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3).collect();
    let capital = |word: &&&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    words.len() >= 3 && line.chars().count() <= LONGEST && words.iter().filter(capital).count() * 5 >= words.len() * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_headlines_from_prose() {
        for line in [
            "Ferry leaves as storm nears",
            "‘We stay,’ says mayor",
            "Envoy returns to the U.S.",
            "3 ships reach “safe harbour”",
            "Summary",
        ] {
            assert_eq!(look(line), Look::Headline, "{line}");
        }
        for line in [
            "The ferry left.",
            "“We stay.”",
            "He said:",
            "It left. The crew stayed",
            "and then it left",
            "11.5",
            "Wait, there is more …",
        ] {
            assert_eq!(look(line), Look::Prose, "{line}");
        }
        assert_eq!(look("What do we know so far?"), Look::Exclaimed);
        assert_eq!(look(&"word ".repeat(60)), Look::Prose);
    }

    #[test]
    fn knows_title_case() {
        assert!(is_title_case("Mayor Says Ferry Will Leave Before the Storm."));
        assert!(!is_title_case("The mayor of Oslo said the ferry would leave."));
    }
}
