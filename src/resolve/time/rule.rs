//! What a rule for time expressions is: a pattern over the plain text of a sentence, and how to read what it finds.

use super::cue::Cues;
use super::narrative::Shift;
use super::numbers::{Amount, NUMBER, ORDINAL, number};
use super::sentence::{Direction, SentenceText};
use super::value::{UNIT, Unit};
use crate::calendar;
use crate::resolve::TimeValue;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use regex::Captures;
use std::ops::Range;

/// A rule. In patterns `{NUM}`, `{UNIT}`, `{ORD}`, `{MONTH}`, `{WEEKDAY}`, `{WD}` (also abbreviated), `{YEAR}`, `{PART}` (of a
/// day) and `{ABOUT}` ("nearly", "more than") stand for what they say; the group `x`, if there is one, is the expression,
/// and what is around it only a condition.
pub struct Rule {
    /// Cues that must all be there.
    pub needs: Cues,
    /// Pattern over plain lower-case text, with a word boundary before it.
    pub pattern: &'static str,
    /// Reads a hit; `None` when it is no time after all.
    pub read: fn(&Hit) -> Option<Reading>,
}

/// What a rule read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The value.
    pub value: TimeValue,
    /// The clock time, so that a day beside it can be joined to it.
    pub clock: Option<Clock>,
    /// How far it lies from the time told before it: the value is what the words say without that.
    pub shift: Option<Shift>,
    /// Where the expression ends, when that is further than the pattern reaches.
    pub end: Option<usize>,
}

/// A clock time as it was written.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The time.
    pub time: Time,
    /// Its zone, when it is written there.
    pub zone: Option<TimeZone>,
    /// `Hour` or `Minute`.
    pub precision: &'static str,
    /// Whether the half of the day is open ("half past ten").
    pub open: bool,
    /// Whether the day is written beside it.
    pub dated: bool,
}

impl From<TimeValue> for Reading {
    fn from(value: TimeValue) -> Self {
        Self { value, ..Self::default() }
    }
}

/// A place where a pattern fits.
pub struct Hit<'a> {
    /// The sentence.
    pub sentence: &'a SentenceText<'a>,
    /// The groups.
    pub captures: &'a Captures<'a>,
    /// The expression: the group `x`, else the whole hit.
    pub range: Range<usize>,
}

impl Hit<'_> {
    /// The text of a group.
    pub fn get(&self, group: &str) -> Option<&str> {
        self.captures.name(group).map(|found| found.as_str())
    }

    /// Whether a group stands there with a capital: months and weekdays do.
    pub fn is_capital(&self, group: &str) -> bool {
        self.captures.name(group).is_some_and(|found| self.sentence.is_capital(&found.range()))
    }

    /// The day on which the post was published.
    pub fn day(&self) -> Option<Date> {
        self.sentence.anchor.day
    }

    /// The direction of the clause.
    pub fn direction(&self) -> Direction {
        self.sentence.direction(&self.range)
    }

    /// The group `n` as a number.
    pub fn number(&self) -> Option<Amount> {
        number(self.get("n")?)
    }

    /// The group `u` as a unit.
    pub fn unit(&self) -> Option<Unit> {
        Unit::read(self.get("u")?)
    }

    /// The group `m` as a month, if it has a capital.
    pub fn month(&self) -> Option<i8> {
        calendar::month(self.get("m")?).filter(|_| self.is_capital("m"))
    }

    /// The group `d` as a weekday, if it has a capital.
    pub fn weekday(&self) -> Option<Weekday> {
        calendar::weekday(self.get("d")?).filter(|_| self.is_capital("d"))
    }

    /// The group `y` as a year.
    pub fn year(&self) -> Option<i16> {
        self.get("y")?.parse().ok()
    }

    /// The TIMEX3 letters of the group `p`, a part of a day.
    pub fn part(&self) -> Option<&'static str> {
        Some(match self.get("p")? {
            "morning" => "MO",
            "afternoon" => "AF",
            "evening" => "EV",
            _ => "NI",
        })
    }

    /// Whether the word before the expression is one of these.
    pub fn follows(&self, words: &[&str]) -> bool {
        let before = self.sentence.before(&self.range);
        words.iter().any(|word| {
            before.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with(|c: char| !c.is_alphanumeric()))
        })
    }

    /// The text after the hit.
    pub fn after(&self) -> &str {
        self.sentence.after(&self.range)
    }
}

/// A pattern with its names filled in. Plain lower-case English needs no Unicode classes, and without them the automaton is
/// small and fast.
pub fn expand(pattern: &str) -> String {
    const MONTH: &str = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)";
    const WEEKDAY: &str = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)";
    const WD: &str = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thurs?|fri|sat|sun)\b\.?)";
    const ABOUT: &str = "(?:(?:about|around|nearly|almost|roughly|approximately|some|more than|less than|fewer than|just over|just under|little more than|over|under|at least|at most|up to|only|just|another|an estimated|the first|the last|the next) )";
    let filled = pattern
        .replace("{NUM}", NUMBER)
        .replace("{UNIT}", UNIT)
        .replace("{ORD}", ORDINAL)
        .replace("{MONTH}", MONTH)
        .replace("{WEEKDAY}", WEEKDAY)
        .replace("{WD}", WD)
        .replace("{YEAR}", r"(?:1[5-9]\d\d|20\d\d)")
        .replace("{PART}", "(?:morning|afternoon|evening|night)")
        .replace("{ABOUT}", ABOUT);
    format!(r"(?-u)\b(?:{filled})")
}
