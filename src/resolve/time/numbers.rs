//! Numbers in words and figures.

/// Pattern of a number of units, for [`number`].
pub const NUMBER: &str = r"(?:\d+(?:[.,]\d+)*(?:-plus)?|half an?|an?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:a |one )?hundred|a couple(?: of)?|couple of|several|some|a few|few|many|dozens of|a dozen|hundreds of|thousands of)(?: and (?:a half|a quarter))?";

/// A number: known, or only known to be some.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// So many; halves occur.
    Exact(f64),
    /// "several", "a few".
    Some,
}

/// Reads what [`NUMBER`] matches.
pub fn number(text: &str) -> Option<Amount> {
    let text = text.trim();
    let (text, more) = match text.split_once(" and a ") {
        Some((whole, "half")) => (whole, 0.5),
        Some((whole, _)) => (whole, 0.25),
        None => (text, 0.0),
    };
    if text.starts_with("half") {
        return Some(Amount::Exact(0.5));
    }
    if ["several", "some", "a few", "few", "many", "dozens of", "hundreds of", "thousands of"].contains(&text) {
        return Some(Amount::Some);
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let figures = text.trim_end_matches("-plus").replace(',', "");
        return figures.parse::<f64>().ok().map(|n| Amount::Exact(n + more));
    }
    let words: Vec<&str> = text.split([' ', '-']).collect();
    let whole = match words[..] {
        ["a" | "an"] => 1,
        ["a", "dozen"] => 12,
        ["a", "couple", ..] | ["couple", ..] => 2,
        ["a" | "one", "hundred"] | ["hundred"] => 100,
        [one] => cardinal(one)?,
        [tens, ones] => cardinal(tens)? + cardinal(ones)?,
        _ => return None,
    };
    Some(Amount::Exact(f64::from(whole) + more))
}

/// The value of a number word below twenty or of a round ten below a hundred.
pub fn cardinal(word: &str) -> Option<u32> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    ONES.iter()
        .position(|one| *one == word)
        .map(|at| at as u32)
        .or_else(|| TENS.iter().position(|ten| *ten == word).map(|at| (at as u32 + 2) * 10))
}

/// Pattern of an ordinal, for [`ordinal`].
pub const ORDINAL: &str = r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[- ]first)";

/// Reads what [`ORDINAL`] matches.
pub fn ordinal(text: &str) -> Option<u32> {
    const WORDS: [&str; 21] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "twenty-first",
    ];
    let figures = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if !figures.is_empty() && figures.len() < text.len() && figures.bytes().all(|b| b.is_ascii_digit()) {
        return figures.parse().ok();
    }
    let text = text.replace(' ', "-");
    WORDS.iter().position(|word| *word == text).map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers() {
        let table = [
            ("three", 3.0),
            ("twenty-five", 25.0),
            ("an", 1.0),
            ("1,200", 1200.0),
            ("2.5", 2.5),
            ("half an", 0.5),
            ("two and a half", 2.5),
            ("a couple of", 2.0),
            ("a dozen", 12.0),
        ];
        for (text, amount) in table {
            assert_eq!(number(text), Some(Amount::Exact(amount)), "{text}");
        }
        assert_eq!(number("several"), Some(Amount::Some));
        assert_eq!(
            [ordinal("3rd"), ordinal("twenty first"), ordinal("nineteenth"), ordinal("3")],
            [Some(3), Some(21), Some(19), None]
        );
    }
}
