//! Plain punctuation for the model, and the way back to the text as it was.

use std::borrow::Cow;

/// Makes curly quotes and dashes plain and the line ends of wrapped text spaces, one character for one.
pub(super) fn plain_punctuation(text: &str) -> Cow<'_, str> {
    const CURLY: [char; 8] = ['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{2013}', '\u{2014}', '\n', '\r'];
    if !text.contains(CURLY) {
        return text.into();
    }
    let plain = |c| match c {
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{2013}' | '\u{2014}' => '-',
        '\n' | '\r' => ' ',
        c => c,
    };
    text.chars().map(plain).collect::<String>().into()
}

/// From byte offsets in a plain text to those in the text that it came from.
pub(super) struct Offsets(Vec<(usize, usize)>);

impl Offsets {
    /// Compares the two texts.
    pub(super) fn new(original: &str, plain: &str) -> Self {
        if original.len() == plain.len() {
            return Self(Vec::new());
        }
        // After each character that became shorter: where the plain text goes on, and how much it lags behind.
        let mut list = Vec::new();
        for ((o, c), (p, q)) in original.char_indices().zip(plain.char_indices()) {
            if c.len_utf8() != q.len_utf8() {
                let next = p + q.len_utf8();
                list.push((next, o + c.len_utf8() - next));
            }
        }
        Self(list)
    }

    /// The offset in the original.
    pub(super) fn of(&self, plain: usize) -> usize {
        let i = self.0.partition_point(|&(from, _)| from <= plain);
        plain + if i == 0 { 0 } else { self.0[i - 1].1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_original() {
        let original = "a “b” – c";
        let plain = plain_punctuation(original);
        assert_eq!(plain, "a \"b\" - c");
        let offsets = Offsets::new(original, &plain);
        let back: Vec<usize> = plain.char_indices().map(|(i, _)| offsets.of(i)).collect();
        assert_eq!(back, original.char_indices().map(|(i, _)| i).collect::<Vec<_>>());
        assert_eq!(offsets.of(plain.len()), original.len());
    }
}
