//! Times that are counted from the time told last: "the next day", "two weeks later", "that evening".
//!
//! The rules read how far they lie from it; [`Told`] walks through the text and keeps what they are counted from. Without a
//! time shortly before, in the same post, the words stay words.

use super::cue;
use super::numbers::Amount;
use super::relative::SPANNING;
use super::rule::{Hit, Reading, Rule};
use super::value::{self, Unit, words};
use crate::moment::Moment;
use crate::resolve::{TimeKind, TimeValue};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        needs: cue::STORY,
        pattern: r"(?:(?:earlier|later|early|late) )?(?:the (?P<r>same|very same|next|very next|following|previous)|that(?: same| very)?) (?:(?P<p>{PART})|(?P<u>day|week|month|year))\b",
        read: beside,
    },
    Rule {
        needs: cue::STORY,
        pattern: r"the (?:(?P<u>day|week|month|year)|(?P<p>night)) (?P<r>before|after)\b",
        read: day_before,
    },
    Rule {
        needs: cue::STORY | cue::WEEKDAY,
        pattern: r"the (?P<r>next|following|previous) (?P<d>{WEEKDAY})\b(?: (?P<p>{PART})\b)?",
        read: weekday_beside,
    },
    Rule {
        needs: cue::STORY | cue::UNIT,
        pattern: r"{ABOUT}?(?P<n>{NUM}) (?P<u>{UNIT}) (?P<r>later|earlier|afterwards?|thereafter|after that|before that)\b",
        read: later,
    },
];

/// How far a time lies from the one told before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shift {
    /// So many units.
    Units(Unit, f64),
    /// Days, and the part of that day.
    Part(i64, &'static str),
    /// The weekday next after (`true`) or before.
    Weekday(Weekday, bool, Option<&'static str>),
}

fn shifted(shift: Shift, open: TimeValue) -> Reading {
    Reading { shift: Some(shift), ..open.into() }
}

fn sign(relation: Option<&str>) -> i64 {
    match relation {
        Some("next" | "very next" | "following" | "after") => 1,
        Some("previous" | "before") => -1,
        _ => 0,
    }
}

/// "The same day", "that evening", "the following week".
fn beside(hit: &Hit) -> Option<Reading> {
    let count = sign(hit.get("r"));
    if let Some(part) = hit.part() {
        return Some(shifted(Shift::Part(count, part), words(TimeKind::Date, format!("XXXX-XX-XXT{part}"))));
    }
    let unit = hit.unit()?;
    if hit.get("r") == Some("next") && unit != Unit::Day && hit.follows(&SPANNING) {
        return None;
    }
    Some(shifted(Shift::Units(unit, count as f64), words(TimeKind::Date, open_value(unit))))
}

/// "The day before", when nothing follows that it would come before.
fn day_before(hit: &Hit) -> Option<Reading> {
    let after = hit.after().trim_start();
    let ends = after.is_empty() || after.starts_with(['.', ',', ';', ':', ')', '"', '-', '?', '!']) || after.starts_with("and ");
    let count = sign(hit.get("r"));
    ends.then(|| {
        if let Some(part) = hit.part() {
            return shifted(Shift::Part(count, part), words(TimeKind::Date, format!("XXXX-XX-XXT{part}")));
        }
        let unit = hit.unit().unwrap_or(Unit::Day);
        shifted(Shift::Units(unit, count as f64), words(TimeKind::Date, open_value(unit)))
    })
}

fn weekday_beside(hit: &Hit) -> Option<Reading> {
    let weekday = hit.weekday()?;
    let open = words(TimeKind::Date, format!("XXXX-WXX-{}", weekday.to_monday_one_offset()));
    Some(shifted(Shift::Weekday(weekday, sign(hit.get("r")) > 0, hit.part()), open))
}

/// "Two days later", "a few minutes earlier".
fn later(hit: &Hit) -> Option<Reading> {
    let (unit, amount) = (hit.unit()?, hit.number()?);
    let back = matches!(hit.get("r")?, "earlier" | "before that");
    // "A year later than planned" counts from the plan, "two days earlier this month" from the month.
    if [" than ", " this ", " in the "].iter().any(|word| hit.after().starts_with(word)) {
        return None;
    }
    let open = words(TimeKind::Duration, unit.period(amount));
    let Amount::Exact(count) = amount else { return Some(open.into()) };
    Some(shifted(Shift::Units(unit, if back { -count } else { count }), open))
}

fn open_value(unit: Unit) -> &'static str {
    match unit {
        Unit::Week => "XXXX-WXX",
        Unit::Month => "XXXX-XX",
        Unit::Year => "XXXX",
        _ => "XXXX-XX-XX",
    }
}

/// Sentences over which a time is kept.
const REACH: usize = 3;

/// The time told last, as it is known while a text is read.
#[derive(Debug, Default)]
pub struct Told {
    time: Option<Reference>,
    post: usize,
    age: usize,
}

#[derive(Clone, Debug)]
enum Reference {
    Moment(Moment),
    Day(Date),
    Month(Date),
    Year(Date),
}

impl Told {
    /// Goes on to the next sentence, which stands in this post.
    pub fn next_sentence(&mut self, post: usize) {
        self.age += 1;
        if post != self.post || self.age > REACH {
            self.time = None;
        }
        self.post = post;
    }

    /// Takes up a time that a sentence tells as its own.
    pub fn take(&mut self, value: &TimeValue) {
        if let Some(time) = Reference::of(value) {
            self.time = Some(time);
            self.age = 0;
        }
    }

    /// What a shift means, counted from the time told last; `None` when that is unknown or too rough for it.
    pub fn at(&self, shift: Shift) -> Option<TimeValue> {
        let time = self.time.as_ref()?;
        match shift {
            Shift::Units(unit, count) if unit.is_short() => time.moved(unit, count),
            Shift::Units(unit, count) => time.counted(unit, count),
            Shift::Part(days, part) => Some(value::part_of_day(time.day()?.checked_add(days.days()).ok()?, part)),
            Shift::Weekday(weekday, ahead, part) => {
                let day = time.day()?;
                let days = i64::from(if ahead { weekday.since(day.weekday()) } else { day.weekday().since(weekday) });
                let days = if days == 0 { 7 } else { days };
                let date = day.checked_add(if ahead { days } else { -days }.days()).ok()?;
                Some(part.map_or_else(|| value::day(date), |part| value::part_of_day(date, part)))
            }
        }
    }
}

impl Reference {
    fn of(value: &TimeValue) -> Option<Self> {
        if !matches!(value.kind, TimeKind::Date | TimeKind::Clock) {
            return None;
        }
        if let Some(moment) = value.time.as_ref().and_then(|time| time.parse::<Moment>().ok()) {
            return Some(Self::Moment(moment));
        }
        if let Some(day) = value.on_date.as_ref().and_then(|day| day.parse().ok()) {
            return Some(Self::Day(day));
        }
        let (begin, end) = (value.begin.as_ref()?, value.end.as_ref()?);
        let first = |text: &str| text.parse::<Date>().ok();
        match (begin == end, begin.len()) {
            (true, 4) => first(&format!("{begin}-01-01")).map(Self::Year),
            (true, 7) => first(&format!("{begin}-01")).map(Self::Month),
            _ => None,
        }
    }

    fn day(&self) -> Option<Date> {
        match self {
            Self::Moment(moment) => Some(moment.date),
            Self::Day(day) => Some(*day),
            Self::Month(_) | Self::Year(_) => None,
        }
    }

    fn moved(&self, unit: Unit, count: f64) -> Option<TimeValue> {
        let Self::Moment(from) = self else { return None };
        Some(value::moment(&super::relative::shifted_moment(from, unit, count)?, "Minute"))
    }

    /// So many days, weeks, months or years on: as fine as the unit, and no finer than the reference.
    fn counted(&self, unit: Unit, count: f64) -> Option<TimeValue> {
        let (from, finest) = match self {
            Self::Moment(moment) => (moment.date, Unit::Day),
            Self::Day(day) => (*day, Unit::Day),
            Self::Month(day) => (*day, Unit::Month),
            Self::Year(day) => (*day, Unit::Year),
        };
        let fits = match unit {
            Unit::Year | Unit::Decade | Unit::Century => true,
            Unit::Month | Unit::Quarter => finest != Unit::Year,
            _ => finest == Unit::Day,
        };
        if !fits || count.fract() != 0.0 {
            return None;
        }
        unit.shifted(from, count as i64)
    }
}
