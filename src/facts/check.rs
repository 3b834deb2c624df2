//! Does every quote stand where it says, and hold what it proves?

use super::{Fact, Passage};

/// A fact that its text does not bear out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FactError {
    /// Other words stand at the offsets.
    #[error("`{id}`: {what} `{words}` does not stand at {start}..{end}")]
    Words {
        /// The fact.
        id: String,
        /// Which part of it.
        what: &'static str,
        /// The words that should stand there.
        words: String,
        /// First code point.
        start: usize,
        /// One past the last code point.
        end: usize,
    },
    /// Words of the fact stand outside its evidence.
    #[error("`{id}`: {what} `{words}` is not in the evidence")]
    Outside {
        /// The fact.
        id: String,
        /// Which part of it.
        what: &'static str,
        /// The words.
        words: String,
    },
}

impl FactError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Words { .. } => "fact.words",
            Self::Outside { .. } => "fact.outside-evidence",
        }
    }
}

/// Checks a fact against the document's text.
///
/// # Errors
/// The first part of the fact that does not stand at its offsets, or a trigger or argument outside the evidence.
pub fn check(fact: &Fact, text: &Text<'_>) -> Result<(), FactError> {
    text.holds(fact, "evidence", &fact.evidence)?;
    for (what, passage) in [("trigger", &fact.trigger), ("cue", &fact.cue), ("content", &fact.content)] {
        if let Some(passage) = passage {
            text.holds(fact, what, passage)?;
            inside(fact, what, &passage.text, passage.start, passage.end)?;
        }
    }
    for part in &fact.content_parts {
        text.holds(fact, "content", part)?;
    }
    for argument in &fact.args {
        if let (Some(words), Some(start), Some(end)) = (&argument.text, argument.start, argument.end) {
            let passage = Passage { text: words.clone(), start, end, spans: Vec::new() };
            text.holds(fact, "argument", &passage)?;
            inside(fact, "argument", words, start, end)?;
        }
    }
    Ok(())
}

fn inside(fact: &Fact, what: &'static str, words: &str, start: usize, end: usize) -> Result<(), FactError> {
    if fact.evidence.start <= start && end <= fact.evidence.end {
        return Ok(());
    }
    Err(FactError::Outside { id: fact.id.clone(), what, words: words.to_owned() })
}

/// How many code points lie between two marks.
const STEP: usize = 64;

/// A text whose code points can be reached in one step.
pub struct Text<'a> {
    whole: &'a str,
    /// Byte of every [`STEP`]th code point.
    marks: Vec<usize>,
    /// How many code points there are.
    length: usize,
}

impl<'a> Text<'a> {
    /// Indexes the text.
    pub fn new(text: &'a str) -> Self {
        let marks = text.char_indices().step_by(STEP).map(|(byte, _)| byte).collect();
        Self { whole: text, marks, length: text.chars().count() }
    }

    /// The byte at which a code point starts; for the number of all code points, the end of the text.
    fn byte(&self, point: usize) -> Option<usize> {
        if point == self.length {
            return Some(self.whole.len());
        }
        let mark = *self.marks.get(point / STEP)?;
        self.whole[mark..].char_indices().nth(point % STEP).map(|(byte, _)| mark + byte)
    }

    fn holds(&self, fact: &Fact, what: &'static str, passage: &Passage) -> Result<(), FactError> {
        let found = self.byte(passage.start).zip(self.byte(passage.end)).and_then(|(a, b)| self.whole.get(a..b));
        if found == Some(passage.text.as_str()) {
            return Ok(());
        }
        let (words, start, end) = (passage.text.clone(), passage.start, passage.end);
        Err(FactError::Words { id: fact.id.clone(), what, words, start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::FactArgument;

    const TEXT: &str = "“Náš” mayor met the envoy. Later she left.";

    fn fact() -> Fact {
        let passage = |text: &str, start, end| Passage { text: text.into(), start, end, spans: Vec::new() };
        let argument =
            FactArgument { text: Some("“Náš” mayor".into()), start: Some(0), end: Some(11), ..FactArgument::default() };
        Fact {
            trigger: Some(passage("met", 12, 15)),
            args: vec![argument],
            evidence: passage("“Náš” mayor met the envoy.", 0, 26),
            ..Fact::default()
        }
    }

    #[test]
    fn accepts_words_at_their_code_points() {
        assert_eq!(check(&fact(), &Text::new(TEXT)), Ok(()));
    }

    #[test]
    fn refuses_words_that_stand_elsewhere() {
        let mut shifted = fact();
        shifted.trigger.as_mut().unwrap().start = 11;
        assert_eq!(check(&shifted, &Text::new(TEXT)).unwrap_err().code(), "fact.words");
        let mut beyond = fact();
        beyond.evidence.end = 400;
        assert_eq!(check(&beyond, &Text::new(TEXT)).unwrap_err().code(), "fact.words");
    }

    #[test]
    fn refuses_an_argument_outside_the_evidence() {
        let mut outside = fact();
        outside.args[0] = FactArgument { text: Some("she".into()), start: Some(33), end: Some(36), ..FactArgument::default() };
        assert_eq!(check(&outside, &Text::new(TEXT)).unwrap_err().code(), "fact.outside-evidence");
    }

    #[test]
    fn finds_every_code_point_of_a_long_text() {
        let long = "é".repeat(200);
        let text = Text::new(&long);
        assert!((0..=200).all(|point| text.byte(point) == Some(point * 2)));
        assert_eq!(text.byte(201), None);
    }
}
