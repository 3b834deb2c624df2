//! Clock times, with their zones.

use super::cue;
use super::rule::{Clock, Hit, Reading, Rule};
use super::sentence::Direction;
use super::value::{self, words};
use crate::calendar;
use crate::resolve::TimeKind;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use regex::Regex;
use std::sync::LazyLock;

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        needs: cue::FIGURE,
        pattern: r"(?P<h>1[0-2]|0?[1-9])(?:[.:](?P<min>[0-5]\d))?(?:[.:][0-5]\d)? ?(?P<half>a|p)(?:\.m\b\.?|m\b)",
        read: twelve_hours,
    },
    Rule {
        needs: cue::FIGURE,
        pattern: r"(?P<h>[01]?\d|2[0-3])[.:](?P<min>[0-5]\d)(?::[0-5]\d)?(?: ?(?P<word>hrs|hours|h|o'clock))?\b",
        read: figures,
    },
    Rule { needs: cue::FIGURE, pattern: r"(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?: ?(?P<word>hrs|hours|h))?\b", read: military },
    Rule { needs: cue::NOON, pattern: r"(?:12 )?(?P<w>noon|midday|midnight)\b", read: noon },
    Rule {
        needs: cue::CLOCK,
        pattern: r"(?:(?P<past>half past|quarter past|a quarter past|quarter to|a quarter to) )?(?P<n>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9])(?P<o> o'clock)?(?: (?:in the|at) (?P<p>{PART}))?\b",
        read: spoken,
    },
];

/// Reads a zone at the start of what follows a clock time; says how long it is. `None` inside is the text's own zone.
fn zone_after(cased: &str) -> Option<(usize, Option<TimeZone>)> {
    static ZONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^[ ]?,?[ ]?\(?(?:(?P<short>(?:GMT|UTC)[ ]?[+-][ ]?\d{1,2}(?::\d\d)?|[A-Z]{2,4})\b|(?P<local>[Ll]ocal(?: [Tt]ime)?)\b|(?P<full>(?:\p{L}+ ){1,3}[Tt]ime)\b|(?P<us>Eastern|Central|Mountain|Pacific)(?: (?:Daylight|Standard))?\b)\)?",
        )
        .expect("pattern is valid")
    });
    let found = ZONE.captures(cased)?;
    // A bracket that opens before the zone also closes after it; another one is not ours.
    let mut length = found[0].len();
    if found[0].ends_with(')') && !found[0].contains('(') {
        length -= 1;
    }
    if found.name("local").is_some() {
        return Some((length, None));
    }
    let zone = match (found.name("short"), found.name("full"), found.name("us")) {
        (Some(short), ..) => calendar::zone_abbreviation(&short.as_str().replace(' ', ""))?,
        (_, Some(full), _) => calendar::zone_name(full.as_str()).or_else(|| {
            let (place, _) = full.as_str().rsplit_once(' ')?;
            let place = place.trim_end_matches(" Daylight").trim_end_matches(" Standard");
            place.starts_with(char::is_uppercase).then(|| calendar::zone_of_place(place))?
        })?,
        (.., Some(us)) => calendar::zone_of_place(us.as_str())?,
        _ => return None,
    };
    Some((length, Some(zone)))
}

/// The reading of a clock time, with the zone that follows and the day that the post fixes.
fn reading(hit: &Hit, time: Time, precision: &'static str, open: bool) -> Reading {
    let zone = zone_after(&hit.sentence.cased[hit.range.end..]);
    let end = zone.as_ref().map(|(length, _)| hit.range.end + length);
    let zone = zone.and_then(|(_, zone)| zone);
    let clock = Clock { time, zone, precision, open, dated: false };
    let value = value_of(hit, &clock, day_for(hit, time));
    Reading { value, clock: Some(clock), end, ..Reading::default() }
}

fn value_of(hit: &Hit, clock: &Clock, day: Option<Date>) -> crate::resolve::TimeValue {
    if clock.open {
        let day = day.map_or_else(|| "XXXX-XX-XX".to_owned(), |day| day.to_string());
        return words(TimeKind::Clock, format!("{day}T{:02}:{:02}", clock.time.hour(), clock.time.minute()));
    }
    let zone = clock.zone.as_ref().or(hit.sentence.anchor.zone.as_ref().filter(|_| day.is_some()));
    value::clock(day, clock.time, zone, clock.precision)
}

/// The post's own day, unless the post's own moment contradicts it: "at 9am" in a plan told at noon is another morning, and
/// what happened "at 11pm", told in the small hours, was another night.
fn day_for(hit: &Hit, time: Time) -> Option<Date> {
    let day = hit.day()?;
    if let Some(now) = &hit.sentence.anchor.now
        && let Some(own) = now.time
    {
        let minutes = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
        let ahead = minutes(time) - minutes(own);
        let forward = hit.direction() == Direction::Forward;
        if forward && ahead < -60 || !forward && ahead > 12 * 60 {
            return None;
        }
    }
    Some(day)
}

fn twelve_hours(hit: &Hit) -> Option<Reading> {
    let hour: i8 = hit.get("h")?.parse().ok()?;
    let hour = hour % 12 + if hit.get("half")? == "p" { 12 } else { 0 };
    let (minute, precision) = match hit.get("min") {
        Some(minute) => (minute.parse().ok()?, "Minute"),
        None => (0, "Hour"),
    };
    if hit.follows(&[".", ":", ",", "-", "$", "£", "€"])
        && !hit.follows(&[" -", ", "])
        && hit.sentence.text[..hit.range.start].ends_with(['.', ':'])
    {
        return None;
    }
    Some(reading(hit, Time::new(hour, minute, 0, 0).ok()?, precision, false))
}

const AT: [&str; 18] = [
    "at",
    "by",
    "around",
    "about",
    "since",
    "until",
    "till",
    "before",
    "after",
    "from",
    "between",
    "at around",
    "at about",
    "just before",
    "just after",
    "shortly after",
    "to",
    "time:",
];

fn figures(hit: &Hit) -> Option<Reading> {
    let time = Time::new(hit.get("h")?.parse().ok()?, hit.get("min")?.parse().ok()?, 0, 0).ok()?;
    let after = hit.after();
    let has_zone = zone_after(&hit.sentence.cased[hit.range.end..]).is_some();
    let has_day = [" on ", " this ", " today", " yesterday", " tomorrow", " last night"].iter().any(|day| after.starts_with(day));
    let is_other = after.starts_with(['%', '.', ':', '-', '/']) && !after.starts_with(". ") && after.len() > 1
        || [" percent", " per cent", " million", " billion", " points", " a share", " metres", " meters", " seconds"]
            .iter()
            .any(|word| after.starts_with(word))
        || hit.sentence.text[..hit.range.start].ends_with(['.', ':', '$', '£', '€', ',', '-']);
    if is_other || !(has_zone || has_day || hit.get("word").is_some() || hit.follows(&AT)) {
        return None;
    }
    Some(reading(hit, time, "Minute", false))
}

fn military(hit: &Hit) -> Option<Reading> {
    let zone = zone_after(&hit.sentence.cased[hit.range.end..]);
    if zone.is_none() && (hit.get("word").is_none() || !hit.follows(&AT)) {
        return None;
    }
    let time = Time::new(hit.get("h")?.parse().ok()?, hit.get("min")?.parse().ok()?, 0, 0).ok()?;
    Some(reading(hit, time, "Minute", false))
}

fn noon(hit: &Hit) -> Option<Reading> {
    if hit.get("w")? == "midnight" {
        // The end of a day or its beginning: only the words are sure.
        let day = hit.day().map_or_else(|| "XXXX-XX-XX".to_owned(), |day| day.to_string());
        return Some(words(TimeKind::Clock, format!("{day}T24:00")).into());
    }
    let after = hit.after();
    if after.starts_with(" prayer") || after.starts_with(" meal") {
        return None;
    }
    Some(reading(hit, Time::constant(12, 0, 0, 0), "Hour", false))
}

fn spoken(hit: &Hit) -> Option<Reading> {
    const NAMES: [&str; 12] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let name = hit.get("n")?;
    let hour = NAMES.iter().position(|n| *n == name).map(|at| at as i8 + 1).or_else(|| name.parse().ok())?;
    let shift = hit.get("past");
    if shift.is_none() && hit.get("o").is_none() && !(hit.get("p").is_some() && hit.follows(&["at"])) {
        return None;
    }
    let (shift, minute) = match shift.map(|text| text.trim_start_matches("a ")) {
        Some("half past") => (0, 30),
        Some("quarter past") => (0, 15),
        Some(_) => (-1, 45),
        None => (0, 0),
    };
    let hour = (hour % 12 + shift + 12) % 12;
    let (hour, open) = match hit.part() {
        Some("MO") => (hour, false),
        Some("NI") if hour < 5 => (hour, false),
        Some(_) => (hour + 12, false),
        None => (if hour == 0 { 12 } else { hour }, true),
    };
    let precision = if minute == 0 { "Hour" } else { "Minute" };
    Some(reading(hit, Time::new(hour, minute, 0, 0).ok()?, precision, open))
}
