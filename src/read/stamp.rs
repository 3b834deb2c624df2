//! Time stamps of posts: `11.32 BST`, `1:05 p.m. ET, August 15, 2025`, `2h ago`, `Updated at 12:40`.

use crate::calendar;
use crate::moment::Moment;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use regex::Regex;
use std::sync::LazyLock;

/// What a stamp tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stamp {
    /// Day, month and, where it stands there, year.
    pub day: Option<(i8, i8, Option<i16>)>,
    /// Clock time.
    pub clock: Option<Time>,
    /// Zone of the clock time.
    pub zone: Option<TimeZone>,
    /// A whole moment in ISO form.
    pub moment: Option<Moment>,
    /// Minutes before the page was taken, which nobody knows: good for the order only.
    pub minutes_ago: Option<u32>,
    /// Whether it says when a post was updated rather than published.
    pub updated: bool,
    /// Whether it speaks of the page ("Published", "First published"), not of one post.
    pub of_page: bool,
}

impl Stamp {
    /// Whether it is a day without a time: a divider between the days of a long live blog, or an article's date line.
    pub fn is_day_only(&self) -> bool {
        self.clock.is_none() && self.minutes_ago.is_none() && self.moment.as_ref().is_none_or(|m| m.time.is_none())
    }
}

/// Pieces that a stamp is made of, each anchored at its start.
struct Patterns {
    lead: Regex,
    iso: Regex,
    clock12: Regex,
    clock24: Regex,
    military: Regex,
    zone: Regex,
    day_month: Regex,
    month_day: Regex,
    weekday: Regex,
    ago: Regex,
    now: Regex,
    short_age: Regex,
    glue: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let month = r"(?P<month>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\.?";
    let day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?";
    let year = r"(?P<year>(?:19|20)\d\d)";
    let regex = |pattern: &str| Regex::new(&format!("^(?:{pattern})")).expect("pattern is valid");
    Patterns {
        lead: regex(
            r"(?i)(?P<updated>(?:last\s+)?(?:updated|modified))\b(?:\s+(?:at|on))?:?\s*|(?P<page>(?:first\s+)?published|created)\b(?:\s+(?:at|on))?:?\s*|(?:posted|time)\b(?:\s+(?:at|on))?:?\s*",
        ),
        iso: regex(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"),
        clock12: regex(
            r"(?P<hour>1[0-2]|0?[1-9])(?:[.:h](?P<minute>[0-5]\d))?(?::[0-5]\d)?\s?(?P<half>[apAP])\.?[mM]\b\.?|(?P<noon>(?i:noon|midday))\b|(?P<midnight>(?i:midnight))\b",
        ),
        clock24: regex(r"(?P<hour>[01]?\d|2[0-3])[.:h](?P<minute>[0-5]\d)(?::[0-5]\d)?\b(?:\s?h(?:rs)?\b)?"),
        military: regex(r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s?(?P<zone>[A-Z]{2,4}\b|h(?:rs)?\b)"),
        zone: regex(r"\(?(?P<zone>(?:GMT|UTC)[+-]\d\d?(?::\d\d)?|[A-Z]{2,4})\b\)?|(?P<full>(?i:(?:[a-z]+ ){1,3}time))\b"),
        day_month: regex(&format!(r"{day}\s+(?:of\s+)?{month}(?:,?\s+{year})?\b")),
        month_day: regex(&format!(r"{month}\s+{day}\b(?:,?\s+{year}\b)?")),
        weekday: regex(r"(?i)(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|today\b|yesterday\b"),
        ago: regex(
            r"(?i)(?P<count>\d{1,3}|an?|one)\s?(?P<unit>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)(?:,?\s+(?:and\s+)?(?P<more>\d{1,2})\s?(?:m|mins?|minutes?|h|hrs?|hours?))?\s+ago\b",
        ),
        now: regex(r"(?i)(?:just\s+)?now$"),
        short_age: regex(r"(?P<count>\d{1,2})\s?(?P<unit>m|min|mins|h|hr|hrs|d)$"),
        glue: regex(r"(?:[\s,|·•(]|\bat\b|\bon\b|[-–—]\s)+"),
    }
});

/// Reads the stamp at the start of `line`; also says how many bytes it takes.
pub fn stamp_at(line: &str) -> Option<(Stamp, usize)> {
    let p = &*PATTERNS;
    let mut stamp = Stamp::default();
    let mut at = 0;
    if let Some(lead) = p.lead.captures(line) {
        stamp.updated = lead.name("updated").is_some();
        stamp.of_page = lead.name("page").is_some();
        at = lead[0].len();
    }
    let mut end = None;
    let mut weekday = false;
    while at < line.len() {
        let rest = &line[at..];
        let glue = if end.is_some() { p.glue.find(rest).map_or(0, |m| m.len()) } else { 0 };
        let rest = &rest[glue..];
        let Some(taken) = piece(rest, &mut stamp, &mut weekday) else { break };
        at += glue + taken;
        end = Some(at);
    }
    let told = stamp.day.is_some() || stamp.clock.is_some() || stamp.moment.is_some() || stamp.minutes_ago.is_some();
    end.filter(|_| told || weekday).map(|end| (stamp, end))
}

/// The stamp that is all of `line`, brackets left out.
pub fn whole_stamp(line: &str) -> Option<Stamp> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || "()[]|·•-–—:.".contains(c));
    let (stamp, end) = stamp_at(line)?;
    (line[end..].trim_matches(|c: char| !c.is_alphanumeric()).is_empty()).then_some(stamp)
}

/// A stamp before text on one line: `11:32 - Ferry leaves`. Gives the stamp, where the text starts, and whether more than
/// a space stands between them.
pub fn leading_stamp(line: &str) -> Option<(Stamp, usize, bool)> {
    let open = line.len() - line.trim_start_matches(['[', '(']).len();
    let (stamp, end) = stamp_at(&line[open..])?;
    if stamp.is_day_only() {
        return None;
    }
    let rest = &line[open + end..];
    let text = rest.trim_start_matches(|c: char| c.is_whitespace() || ")]|·•-–—:.,".contains(c));
    let between = &rest[..rest.len() - text.len()];
    let starts_well = text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || "\"'“‘".contains(c));
    let apart = between.contains(|c: char| !c.is_whitespace()) || between.contains('\t') || between.len() > 2;
    (!between.is_empty() && starts_well).then(|| (stamp, line.len() - text.len(), apart))
}

/// A stamp after text on one line: `Ferry leaves (11:32)`, `Ferry leaves | 11:32 BST`. Gives it and where the text ends.
pub fn trailing_stamp(line: &str) -> Option<(Stamp, usize)> {
    static BREAK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s+(?:[(\[|·•]|[-–—]\s)").expect("pattern is valid"));
    // A sentence that ends with a time is no stamped headline: "struck at 6:02am (2202 GMT on Monday)."
    if line.trim_end().ends_with(['.', '!', '?']) && !line.trim_end().ends_with("m.") {
        return None;
    }
    let cut = BREAK.find_iter(line).last()?;
    let stamp = whole_stamp(&line[cut.start()..])?;
    (!stamp.is_day_only() && cut.start() > 0).then_some((stamp, cut.start()))
}

/// Takes one piece off the start of `rest`.
fn piece(rest: &str, stamp: &mut Stamp, weekday: &mut bool) -> Option<usize> {
    let p = &*PATTERNS;
    if let Some(found) = p.ago.captures(rest).or_else(|| p.short_age.captures(rest)) {
        let count = found["count"].parse().unwrap_or(1);
        let more = found.name("more").and_then(|m| m.as_str().parse::<u32>().ok()).unwrap_or(0);
        let (minutes, finer) = match found["unit"].to_lowercase().as_bytes() {
            [b's', ..] => (0, 0),
            [b'm', ..] => (1, 0),
            [b'h', ..] => (60, 1),
            _ => (24 * 60, 60),
        };
        stamp.minutes_ago = Some(count * minutes + more * finer);
        return Some(found[0].len());
    }
    if let Some(found) = p.now.find(rest) {
        stamp.minutes_ago = Some(0);
        return Some(found.len());
    }
    if let Some(found) = p.iso.find(rest)
        && let Ok(moment) = found.as_str().parse::<Moment>()
    {
        stamp.moment = Some(moment);
        return Some(found.len());
    }
    if let Some(found) = p.day_month.captures(rest).or_else(|| p.month_day.captures(rest)) {
        let year = found.name("year").and_then(|y| y.as_str().parse().ok());
        stamp.day = Some((found["day"].parse().ok()?, calendar::month(&found["month"])?, year));
        return Some(found[0].len());
    }
    if let Some(found) = p.military.captures(rest) {
        let zone = calendar::zone_abbreviation(&found["zone"]);
        if zone.is_some() || found["zone"].starts_with('h') {
            stamp.clock = Time::new(found["hour"].parse().ok()?, found["minute"].parse().ok()?, 0, 0).ok();
            stamp.zone = zone;
            return Some(found[0].len());
        }
    }
    if let Some(found) = p.clock12.captures(rest) {
        let time = match (found.name("noon"), found.name("midnight")) {
            (Some(_), _) => Time::constant(12, 0, 0, 0),
            (_, Some(_)) => Time::midnight(),
            _ => {
                let hour = found["hour"].parse::<i8>().ok()? % 12 + if found["half"].eq_ignore_ascii_case("p") { 12 } else { 0 };
                let minute = found.name("minute").map_or(Ok(0), |m| m.as_str().parse()).ok()?;
                Time::new(hour, minute, 0, 0).ok()?
            }
        };
        stamp.clock.get_or_insert(time);
        return Some(found[0].len());
    }
    if let Some(found) = p.clock24.captures(rest) {
        let time = Time::new(found["hour"].parse().ok()?, found["minute"].parse().ok()?, 0, 0).ok()?;
        // A second clock time is the same moment elsewhere: `14.37 BST 15.37 CEST`.
        stamp.clock.get_or_insert(time);
        return Some(found[0].len());
    }
    if stamp.clock.is_some()
        && let Some(found) = p.zone.captures(rest)
    {
        let zone = match (found.name("zone"), found.name("full")) {
            (Some(name), _) => calendar::zone_abbreviation(name.as_str()),
            (_, Some(name)) if name.as_str().eq_ignore_ascii_case("local time") => return Some(found[0].len()),
            (_, Some(name)) => calendar::zone_name(name.as_str()).or_else(|| {
                let place = name.as_str().rsplit_once(' ').map_or("", |(place, _)| place);
                calendar::zone_of_place(place)
            }),
            _ => None,
        };
        stamp.zone.get_or_insert(zone?);
        return Some(found[0].len());
    }
    if let Some(found) = p.weekday.find(rest) {
        *weekday = true;
        return Some(found.len());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    fn whole(line: &str) -> String {
        let Some(stamp) = whole_stamp(line) else { return "-".into() };
        let mut told = String::new();
        if let Some(moment) = &stamp.moment {
            told += &moment.to_string();
        }
        if let Some((day, month, year)) = stamp.day {
            let _ = write!(told, "{day}.{month}.{} ", year.map_or("-".into(), |y| y.to_string()));
        }
        if let Some(clock) = stamp.clock {
            let _ = write!(told, "{:02}:{:02}", clock.hour(), clock.minute());
        }
        if let Some(zone) = &stamp.zone {
            let hours = |zone: &TimeZone| format!(" +{}", zone.to_fixed_offset().unwrap().seconds() / 3600);
            told += &zone.iana_name().map_or_else(|| hours(zone), |name| format!(" {name}"));
        }
        if let Some(ago) = stamp.minutes_ago {
            let _ = write!(told, "-{ago}");
        }
        told += if stamp.updated { " updated" } else { "" };
        told += if stamp.of_page { " page" } else { "" };
        told.trim().to_owned()
    }

    #[test]
    fn reads_stamps_of_many_pages() {
        let table = [
            ("11.32", "11:32"),
            ("11:32", "11:32"),
            ("[09:05]", "09:05"),
            ("11.32am", "11:32"),
            ("11:32 p.m.", "23:32"),
            ("12:05 AM", "00:05"),
            ("12.05am", "00:05"),
            ("6pm", "18:00"),
            ("noon", "12:00"),
            ("11.32 BST", "11:32 +1"),
            ("11:32 (GMT)", "11:32 UTC"),
            ("14.37 BST 15.37 CEST", "14:37 +1"),
            ("1:05 p.m. ET, August 15, 2025", "15.8.2025 13:05 America/New_York"),
            ("Fri 15 Aug 2025 19.32 BST", "15.8.2025 19:32 +1"),
            ("15 August 2025 at 19:32", "15.8.2025 19:32"),
            ("August 15th, 19:32", "15.8.- 19:32"),
            ("Friday, 19:32", "19:32"),
            ("Yesterday at 19:32", "19:32"),
            ("1432 GMT", "14:32 UTC"),
            ("14h05", "14:05"),
            ("2025-08-15T19:32:00+01:00", "2025-08-15T19:32:00+01:00"),
            ("3h ago", "-180"),
            ("5 hr 12 min ago", "-312"),
            ("an hour ago", "-60"),
            ("just now", "-0"),
            ("45m", "-45"),
            ("Updated at 12.40 BST", "12:40 +1 updated"),
            ("Last updated: 3 hours ago", "-180 updated"),
            ("First published on Fri 15 Aug 2025 11.32 BST", "15.8.2025 11:32 +1 page"),
            ("Posted 11:32am", "11:32"),
            ("published at 11:32 British Summer Time", "11:32 +1 page"),
            ("11:32 Moscow time", "11:32 Europe/Moscow"),
            ("15m ago (17:40 GMT)", "17:40 UTC-15"),
            ("15 August 2025", "15.8.2025"),
            ("Friday", ""),
        ];
        for (line, told) in table {
            assert_eq!(whole(line), told, "{line}");
        }
    }

    #[test]
    fn plain_sentences_and_numbers_are_no_stamps() {
        for line in
            ["Updated", "2025", "11.5", "11.32 per cent", "Friday prayers", "May", "5-3", "10 dead", "1.30 BLAST", "Now what"]
        {
            assert_eq!(whole(line), "-", "{line}");
        }
    }

    #[test]
    fn finds_stamps_beside_text() {
        let lead = |line| leading_stamp(line).map(|(_, at, apart)| (&line[at..], apart));
        assert_eq!(lead("11:32 - Ferry leaves"), Some(("Ferry leaves", true)));
        assert_eq!(lead("[11.32am] Ferry leaves"), Some(("Ferry leaves", true)));
        assert_eq!(lead("11.32 BST Ferry leaves"), Some(("Ferry leaves", false)));
        assert_eq!(lead("11:32 is when it left"), None);
        assert_eq!(lead("15 August 2025 – Ferry leaves"), None);
        let tail = |line| trailing_stamp(line).map(|(_, at)| &line[..at]);
        assert_eq!(tail("Ferry leaves (11:32 BST)"), Some("Ferry leaves"));
        assert_eq!(tail("Ferry leaves | 11:32"), Some("Ferry leaves"));
        assert_eq!(tail("Ferry leaves | 11.32 a.m."), Some("Ferry leaves"));
        assert_eq!(tail("Ferry leaves - at last"), None);
        assert_eq!(tail("The ferry left at 11:32 (1032 GMT)."), None);
    }
}
