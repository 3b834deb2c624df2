//! Character classes as Python defines them; Rust's own differ at the edges.

use regex::Regex;
use std::sync::LazyLock;

/// `str.isspace` of one character: Rust's white space and the four separators of ASCII.
pub(super) fn is_space(c: char) -> bool {
    match c {
        ' ' | '\t'..='\r' | '\x1c'..='\x1f' => true,
        c if c.is_ascii() => false,
        c => c.is_whitespace(),
    }
}

/// `str.isalpha` of one character: a letter (general category L).
pub(super) fn is_alpha(c: char) -> bool {
    static LETTER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{L}$").ok());
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    // Below this point alphabetic and letter are the same; above, marks and letter numbers differ.
    c.is_alphabetic() && (c < '\u{345}' || LETTER.as_ref().is_none_or(|r| r.is_match(c.encode_utf8(&mut [0; 4]))))
}

/// `\d` of a pattern: a decimal digit (general category Nd).
pub(super) fn is_decimal(c: char) -> bool {
    static DECIMAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{Nd}$").ok());
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    c.is_numeric() && DECIMAL.as_ref().is_some_and(|r| r.is_match(c.encode_utf8(&mut [0; 4])))
}

/// `str.isdigit` of one character: decimal digits, and digits in a circle or raised.
pub(super) fn is_digit(c: char) -> bool {
    is_decimal(c)
        || matches!(c,
            '²' | '³' | '¹' | '\u{1369}'..='\u{1371}' | '\u{19da}' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}'
            | '\u{2460}'..='\u{2468}' | '\u{2474}'..='\u{247c}' | '\u{2488}'..='\u{2490}' | '\u{24ea}' | '\u{24f5}'..='\u{24fd}' | '\u{24ff}'
            | '\u{2776}'..='\u{277e}' | '\u{2780}'..='\u{2788}' | '\u{278a}'..='\u{2792}' | '\u{10a40}'..='\u{10a43}'
            | '\u{10e60}'..='\u{10e68}' | '\u{11052}'..='\u{1105a}' | '\u{1f100}'..='\u{1f10a}')
}

/// `\w` of a pattern.
pub(super) fn is_word(c: char) -> bool {
    c == '_' || is_alpha(c) || c.is_numeric()
}
