//! A sentence as the time rules read it: plain lower-case text, with the way back to its tokens.

use super::anchor::Anchor;
use crate::parse::{Dep, ParsedDocument, Pos, Tag};
use std::ops::Range;

/// In which direction the clause of an expression points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What happened, and what nothing says otherwise of.
    Backward,
    /// What is to happen.
    Forward,
}

/// A sentence and what fixes its times.
pub struct SentenceText<'a> {
    /// The document.
    pub parsed: &'a ParsedDocument,
    /// What fixes its times.
    pub anchor: &'a Anchor,
    /// Lower-case text with plain quotes and dashes; line ends are spaces.
    pub text: String,
    /// The same with the case kept.
    pub cased: String,
    /// Tokens of the sentence.
    pub tokens: Range<usize>,
    /// First and last byte of each token in `text`.
    places: Vec<Range<usize>>,
}

impl<'a> SentenceText<'a> {
    /// Prepares one sentence.
    pub fn new(parsed: &'a ParsedDocument, anchor: &'a Anchor, tokens: Range<usize>) -> Self {
        let span = parsed.span(tokens.clone());
        let (mut text, mut cased) = (String::with_capacity(span.len()), String::with_capacity(span.len()));
        let mut places = Vec::with_capacity(tokens.len());
        let mut at = span.start;
        for token in tokens.clone() {
            let own = parsed.tokens[token].span;
            push_plain(&parsed.document.text[at..own.start], &mut text, &mut cased);
            let start = text.len();
            push_plain(&parsed.document.text[own.start..own.end], &mut text, &mut cased);
            places.push(start..text.len());
            at = own.end;
        }
        Self { parsed, anchor, text, cased, tokens, places }
    }

    /// The tokens that share a byte with a range of the text.
    pub fn tokens_of(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.places.iter().position(|place| place.end > range.start).unwrap_or(self.places.len());
        let last = self.places.iter().rposition(|place| place.start < range.end).map_or(first, |at| at + 1);
        self.tokens.start + first..self.tokens.start + last.max(first)
    }

    /// Whether a range of the text begins with a capital.
    pub fn is_capital(&self, range: &Range<usize>) -> bool {
        self.cased[range.clone()].chars().next().is_some_and(char::is_uppercase)
    }

    /// The words before a range, nearest last, as plain text.
    pub fn before(&self, range: &Range<usize>) -> &str {
        self.text[..range.start].trim_end()
    }

    /// The words after a range.
    pub fn after(&self, range: &Range<usize>) -> &str {
        &self.text[range.end..]
    }

    /// Whether the clause around a range is about the future.
    pub fn direction(&self, range: &Range<usize>) -> Direction {
        let before = self.before(range);
        if ["ahead of", "by", "until", "till", "no later than", "coming", "due", "due on", "starting", "from next"]
            .iter()
            .any(|cue| before == *cue || before.ends_with(&format!(" {cue}")))
        {
            return self.unless_past(range);
        }
        if self.points_forward(range) { Direction::Forward } else { Direction::Backward }
    }

    /// "by Friday", "ahead of Friday's vote": forward, but for what had already happened.
    fn unless_past(&self, range: &Range<usize>) -> Direction {
        // The nearest verb decides: "threatened to strike unless he quits by Friday" looks ahead.
        let verb = self.path(range).into_iter().find(|&token| self.is_past(token) || self.is_present(token));
        let told = verb.is_some_and(|verb| self.is_past(verb) && !self.is_reporting(verb));
        if told && !self.points_forward(range) { Direction::Backward } else { Direction::Forward }
    }

    /// Whether a verb tells the past: "cleared", "had been cleared", "was cleared".
    fn is_past(&self, token: usize) -> bool {
        let auxiliary = |c: usize| {
            matches!(self.parsed.tokens[c].dep, Dep::Aux | Dep::Auxpass)
                && matches!(&*self.parsed.tokens[c].lower, "was" | "were" | "had")
        };
        match self.parsed.tokens[token].tag {
            Tag::Vbd => true,
            Tag::Vbn => self.parsed.children(token).any(auxiliary),
            _ => false,
        }
    }

    fn is_present(&self, token: usize) -> bool {
        matches!(self.parsed.tokens[token].tag, Tag::Vbz | Tag::Vbp) && self.parsed.tokens[token].pos == Pos::Verb
    }

    fn is_reporting(&self, token: usize) -> bool {
        const REPORTING: [&str; 9] = ["say", "tell", "announce", "report", "add", "write", "warn", "promise", "vow"];
        REPORTING.contains(&&*self.parsed.tokens[token].lemma)
    }

    /// The tokens from the head of a range upward.
    fn path(&self, range: &Range<usize>) -> Vec<usize> {
        let tokens = self.tokens_of(range);
        let head = |token: usize| self.parsed.tokens[token].head;
        let Some(mut at) = tokens.clone().find(|&token| !tokens.contains(&head(token)) || head(token) == token) else {
            return Vec::new();
        };
        let mut path = vec![at];
        while head(at) != at && path.len() < 12 {
            at = head(at);
            path.push(at);
        }
        path
    }

    fn points_forward(&self, range: &Range<usize>) -> bool {
        const PLANS: [&str; 26] = [
            "due",
            "set",
            "expect",
            "expected",
            "schedule",
            "scheduled",
            "slate",
            "slated",
            "plan",
            "planned",
            "plans",
            "intend",
            "hope",
            "prepare",
            "ready",
            "agree",
            "vow",
            "promise",
            "threaten",
            "offer",
            "aim",
            "poise",
            "poised",
            "bind",
            "bound",
            "likely",
        ];
        const TIMETABLE: [&str; 18] = [
            "start", "begin", "open", "kick", "resume", "expire", "close", "end", "vote", "depart", "travel", "head", "meet",
            "return", "take", "host", "run", "go",
        ];
        const MODALS: [&str; 12] =
            ["will", "'ll", "wo", "shall", "would", "'d", "may", "might", "could", "can", "should", "must"];
        // What somebody spoke of doing lay ahead of them, and mostly of the reader: "offered to host a round in April".
        const OFFERS: [&str; 16] = [
            "agree",
            "promise",
            "vow",
            "offer",
            "pledge",
            "threaten",
            "hope",
            "invite",
            "urge",
            "summon",
            "undertake",
            "ask",
            "call",
            "refuse",
            "decide",
            "prepare",
        ];
        let mut verbs = 0;
        let mut infinitive = false;
        for token in self.path(range) {
            let t = &self.parsed.tokens[token];
            if !matches!(t.pos, Pos::Verb | Pos::Aux | Pos::Adj) {
                continue;
            }
            let auxiliaries: Vec<&str> =
                self.parsed.children_with(token, Dep::Aux).map(|child| &*self.parsed.tokens[child].lower).collect();
            // "was due to", "had planned to": looked forward then, and may lie behind by now.
            let of_the_past = t.tag == Tag::Vbd
                || self.parsed.children(token).any(|c| {
                    matches!(self.parsed.tokens[c].dep, Dep::Aux | Dep::Auxpass)
                        && matches!(&*self.parsed.tokens[c].lower, "was" | "were" | "had")
                })
                || t.pos == Pos::Adj && matches!(&*self.parsed.tokens[t.head].lower, "was" | "were");
            // "she'd warned him" had done so
            let had = matches!(t.tag, Tag::Vbn | Tag::Vbd) && auxiliaries.contains(&"'d");
            if !had && MODALS.iter().any(|modal| auxiliaries.contains(modal)) && !auxiliaries.contains(&"have") {
                return true;
            }
            if PLANS.contains(&&*t.lemma) && (!of_the_past || auxiliaries.contains(&"have")) {
                return true;
            }
            if t.pos == Pos::Adj {
                continue;
            }
            let after_had = self.parsed.children(token).any(|c| &*self.parsed.tokens[c].lower == "had");
            if infinitive && OFFERS.contains(&&*t.lemma) && !after_had {
                return true;
            }
            // "is to visit on Wednesday"
            if infinitive && &*t.lemma == "be" && matches!(t.tag, Tag::Vbz | Tag::Vbp) {
                return true;
            }
            let is_now = auxiliaries.iter().any(|a| matches!(*a, "is" | "are" | "'s" | "'re" | "am" | "'m"));
            if t.tag == Tag::Vbg && is_now {
                return true;
            }
            // "The strike starts on Sunday" is a timetable; with an object it may be a headline's past.
            let transitive = || self.parsed.children_with(token, Dep::Dobj).next().is_some();
            if matches!(t.tag, Tag::Vbz | Tag::Vbp)
                && TIMETABLE.contains(&&*t.lemma)
                && verbs == 0
                && (t.dep != Dep::Root || !transitive())
            {
                return true;
            }
            // "summoned him on Monday to protest": the time does not belong to what "to" begins behind it
            let start = self.tokens_of(range).start;
            let is_infinitive = self
                .parsed
                .children_with(token, Dep::Aux)
                .any(|child| &*self.parsed.tokens[child].lower == "to" && (child < start || token < start));
            if is_infinitive && t.dep == Dep::Root {
                // A headline's future: "Minister to visit port on Friday".
                return true;
            }
            infinitive |= is_infinitive;
            verbs += 1;
            if !is_infinitive && t.dep != Dep::Xcomp && t.dep != Dep::Pcomp && t.tag != Tag::Vbg {
                break;
            }
        }
        false
    }
}

/// Appends text in plain lower case and in plain case; both grow by the same bytes.
fn push_plain(text: &str, lower: &mut String, cased: &mut String) {
    for c in text.chars() {
        let plain = match c {
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{2013}' | '\u{2014}' | '\u{2010}' | '\u{2011}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        let mut low = plain.to_lowercase();
        let low = match (low.next(), low.next()) {
            (Some(one), None) if one.len_utf8() == plain.len_utf8() => one,
            _ => plain,
        };
        lower.push(low);
        cased.push(plain);
    }
}
