//! Expressions that belong together: a day and its clock time, the two ends of a range, and the words before them that say
//! that only the begin or only the end is told.

use super::rule::{Clock, Reading};
use super::sentence::SentenceText;
use super::value::{self, words};
use crate::resolve::{TimeKind, TimeValue};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use std::ops::Range;

/// An expression in the text of a sentence.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it says.
    pub reading: Reading,
}

/// Joins what belongs together.
pub fn join(sentence: &SentenceText, found: Vec<Found>) -> Vec<Found> {
    let mut joined = found;
    for pair in [day_and_year, day_and_clock, two_clocks, day_and_clock] {
        joined = pairwise(joined, |a, b| pair(sentence, a, b));
    }
    for at in 0..joined.len().saturating_sub(1) {
        range(sentence, &mut joined[at..at + 2]);
    }
    for found in &mut joined {
        open_end(sentence, found);
    }
    joined
}

/// Puts together what a way of joining two neighbours joins.
fn pairwise(found: Vec<Found>, pair: impl Fn(&Found, &Found) -> Option<Found>) -> Vec<Found> {
    let mut joined: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        match joined.last_mut().and_then(|last| Some((pair(last, &next)?, last))) {
            Some((both, last)) => *last = both,
            None => joined.push(next),
        }
    }
    joined
}

/// "14 November last year", "in March of this year".
fn day_and_year(sentence: &SentenceText, a: &Found, b: &Found) -> Option<Found> {
    let gap = sentence.text[a.range.end..b.range.start].trim();
    let words = &sentence.text[b.range.clone()];
    let own = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|figures| figures.len() == 4);
    if !["", "of"].contains(&gap)
        || !["last year", "this year", "next year"].contains(&words)
        || own(&sentence.text[a.range.clone()])
    {
        return None;
    }
    let year = b.reading.value.begin.as_deref()?;
    let (value, of_year) = (&a.reading.value, year.parse::<i16>().ok()?);
    let value = if let Some(day) = value.on_date.as_ref().filter(|_| value.time.is_none()) {
        let day: Date = day.parse().ok()?;
        value::day(Date::new(of_year, day.month(), day.day()).ok()?)
    } else {
        let (begin, end) = (value.begin.as_ref()?, value.end.as_ref()?);
        if value.precision != Some("Month") || begin != end {
            return None;
        }
        value::month(of_year, begin.get(5..7)?.parse().ok()?)
    };
    Some(Found { range: a.range.start..b.range.end, reading: value.into() })
}

/// "04:00 (02:00 GMT)", "6am local time, 2200 GMT on Monday": the second tells how far the clocks of the first are ahead.
fn two_clocks(sentence: &SentenceText, a: &Found, b: &Found) -> Option<Found> {
    let gap = sentence.text[a.range.end..b.range.start].trim();
    let (local, other) = (a.reading.clock.as_ref()?, b.reading.clock.as_ref()?);
    if !["(", ",", "/", "or", ", or", "-"].contains(&gap) || local.zone.is_some() || other.open {
        return None;
    }
    let zone = other.zone.as_ref()?;
    let fixed = zone.to_fixed_offset().ok()?;
    let minutes = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    let ahead = (minutes(local.time) - minutes(other.time) + 10 * 60).rem_euclid(24 * 60) - 10 * 60;
    let zone = Offset::from_seconds(fixed.seconds() + ahead * 60).ok()?.to_time_zone();
    let told = |found: &Found| found.reading.value.on_date.as_ref().and_then(|day| day.parse::<Date>().ok());
    // A day beside the second clock is the day on that clock.
    let date = match told(b).filter(|_| other.dated) {
        Some(day) => {
            let there = day.to_datetime(other.time).checked_add(ahead.minutes()).ok()?;
            Some(there.date())
        }
        None => told(a),
    };
    let clock = Clock { zone: Some(zone.clone()), open: false, ..local.clone() };
    let value = value::clock(date, clock.time, Some(&zone), clock.precision);
    let end = if gap == "(" && sentence.after(&b.range).starts_with(')') { b.range.end + 1 } else { b.range.end };
    Some(Found { range: a.range.start..end, reading: Reading { value, clock: Some(clock), ..Reading::default() } })
}

/// "3pm on Sunday", "Sunday at 3pm", "August 15, 2025, 1:05 p.m. ET".
fn day_and_clock(sentence: &SentenceText, a: &Found, b: &Found) -> Option<Found> {
    let gap = sentence.text[a.range.end..b.range.start].trim();
    if &sentence.text[a.range.clone()] == "midnight" && ["", "on"].contains(&gap) {
        // The beginning or the end of that day: the day is sure.
        let value = TimeValue { timex: Some(format!("{}T24:00", b.reading.value.timex.as_deref()?)), ..b.reading.value.clone() };
        return value.on_date.is_some().then(|| Found { range: a.range.start..b.range.end, reading: value.into() });
    }
    let (day, clock) = match (&a.reading.clock, &b.reading.clock) {
        (Some(clock), None) if ["", "on", ",", "of", "in"].contains(&gap) => (&b.reading.value, clock),
        (None, Some(clock)) if ["", "at", ",", ", at", "at around", "at about", "by", "around", "about"].contains(&gap) => {
            (&a.reading.value, clock)
        }
        _ => return None,
    };
    if day.kind != TimeKind::Date {
        return None;
    }
    let part = day.timex.as_deref().and_then(|timex| timex.split_once('T')).map(|(_, part)| part);
    let clock = Clock { time: in_part(clock.time, part), open: clock.open && part.is_none(), dated: true, ..clock.clone() };
    let date = day.on_date.as_ref().and_then(|date| date.parse::<Date>().ok());
    let written = format!("T{:02}:{:02}", clock.time.hour(), clock.time.minute());
    let value = match (date, day.timex.as_deref()) {
        (Some(date), _) if !clock.open => {
            let zone = clock.zone.as_ref().or(sentence.anchor.zone.as_ref());
            value::clock(Some(date), clock.time, zone, clock.precision)
        }
        (_, Some(timex)) if date.is_some() || timex.starts_with("XXXX-") && timex.len() >= 9 => {
            let day = timex.split_once('T').map_or(timex, |(day, _)| day);
            words(TimeKind::Clock, format!("{day}{written}"))
        }
        _ => return None,
    };
    Some(Found { range: a.range.start..b.range.end, reading: Reading { value, clock: Some(clock), ..Reading::default() } })
}

/// "10.30 this evening" is 22.30.
fn in_part(time: Time, part: Option<&str>) -> Time {
    let late = matches!(part, Some("AF" | "EV")) || part == Some("NI") && time.hour() >= 5;
    if late && time.hour() < 12 { time.with().hour(time.hour() + 12).build().unwrap_or(time) } else { time }
}

fn first(value: &TimeValue) -> Option<&String> {
    value.time.as_ref().or(value.on_date.as_ref()).or(value.begin.as_ref())
}

fn last(value: &TimeValue) -> Option<&String> {
    value.end.as_ref().or(value.time.as_ref()).or(value.on_date.as_ref())
}

fn has_possessive(sentence: &SentenceText, found: &Found) -> bool {
    sentence.text[found.range.end..].starts_with("'s") || sentence.text[found.range.end..].starts_with("' ")
}

/// "between 2010 and 2014", "from Monday to Friday", "9am-10am": both ends mean the whole.
fn range(sentence: &SentenceText, pair: &mut [Found]) {
    let [a, b] = pair else { return };
    if a.reading.value.kind != b.reading.value.kind || has_possessive(sentence, a) || has_possessive(sentence, b) {
        return;
    }
    let gap = sentence.text[a.range.end..b.range.start].trim();
    let before = sentence.before(&a.range);
    let led = |word: &str| before == word || before.ends_with(&format!(" {word}"));
    let is_range = match gap {
        "and" => led("between"),
        "to" | "until" | "till" | "through" => led("from") || gap != "to",
        "-" => true,
        _ => false,
    };
    let (Some(begin), Some(end)) = (first(&a.reading.value).cloned(), last(&b.reading.value).cloned()) else { return };
    // Only like with like: a year with a year, a moment with a moment.
    if !is_range || begin.contains('T') != end.contains('T') || begin.contains(':') != end.contains(':') || begin > end {
        return;
    }
    for found in [a, b] {
        let value = &mut found.reading.value;
        value.begin = Some(begin.clone());
        value.end = Some(end.clone());
        value.on_date = None;
        value.time = None;
        found.reading.clock = None;
    }
}

/// "since February 2022" tells the begin alone, "until Friday" the end.
fn open_end(sentence: &SentenceText, found: &mut Found) {
    let value = &found.reading.value;
    if has_possessive(sentence, found) || !matches!(value.kind, TimeKind::Date | TimeKind::Clock) {
        return;
    }
    if value.on_date.is_none() && value.time.is_none() && value.begin != value.end {
        return;
    }
    let before = sentence.before(&found.range);
    let led = |words: &[&str]| words.iter().any(|word| before == *word || before.ends_with(&format!(" {word}")));
    // "shortly before 6am" tells when, by what is next to it
    let near = ["shortly", "just", "soon", "right", "moments", "immediately"];
    if near.iter().any(|word| led(&[&format!("{word} before"), &format!("{word} after")])) {
        return;
    }
    let begin = led(&["since", "ever since", "after", "from", "starting", "beginning", "effective", "as of"]);
    let end = led(&["until", "till", "by", "before", "through", "up to", "no later than"]);
    let (first, last) = (first(value).cloned(), last(value).cloned());
    let value = &mut found.reading.value;
    if begin && first.is_some() {
        (value.begin, value.end, value.on_date, value.time) = (first, None, None, None);
    } else if end && last.is_some() {
        (value.begin, value.end, value.on_date, value.time) = (None, last, None, None);
    }
}
