//! English names of months, weekdays and time zones.

use jiff::civil::Weekday;
use jiff::tz::{Offset, TimeZone};

/// The month of a name or its usual abbreviation, in any case, with or without a full stop.
pub fn month(word: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    named(word, &NAMES, "sept").map(|at| at as i8 + 1)
}

/// The weekday of a name or its usual abbreviation, in any case, with or without a full stop.
pub fn weekday(word: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.strip_suffix('s').filter(|w| w.len() > 5).unwrap_or(word);
    match named(word, &NAMES, "tues") {
        Some(at) => Weekday::from_monday_zero_offset(at as i8).ok(),
        None if word.eq_ignore_ascii_case("thurs") || word.eq_ignore_ascii_case("thur") => Some(Weekday::Thursday),
        None => None,
    }
}

/// Position of the name that `word` is, or abbreviates to three letters, or to `longer`.
fn named(word: &str, names: &[&str], longer: &str) -> Option<usize> {
    let word = word.strip_suffix('.').unwrap_or(word).to_lowercase();
    names.iter().position(|name| {
        *name == word || word.len() == 3 && name.starts_with(&word) || word == longer && name.starts_with(longer)
    })
}

/// Zones by abbreviation: an offset in minutes, fixed by the abbreviation itself.
///
/// Abbreviations that news uses for several zones (IST) are left out; CST and the like are read as in North America.
const FIXED: [(&str, i32); 43] = [
    ("GMT", 0),
    ("UTC", 0),
    ("WET", 0),
    ("BST", 60),
    ("CET", 60),
    ("WAT", 60),
    ("WEST", 60),
    ("CAT", 120),
    ("CEST", 120),
    ("EET", 120),
    ("SAST", 120),
    ("EAT", 180),
    ("EEST", 180),
    ("IDT", 180),
    ("MSK", 180),
    ("TRT", 180),
    ("GST", 240),
    ("PKT", 300),
    ("HKT", 480),
    ("SGT", 480),
    ("AWST", 480),
    ("PHT", 480),
    ("WIB", 420),
    ("JST", 540),
    ("KST", 540),
    ("ACST", 570),
    ("ACDT", 630),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
    ("ADT", -180),
    ("BRT", -180),
    ("AST", -240),
    ("EDT", -240),
    ("CDT", -300),
    ("EST", -300),
    ("CST", -360),
    ("MDT", -360),
    ("MST", -420),
    ("PDT", -420),
    ("PST", -480),
    ("AKDT", -480),
];

/// Zones by abbreviation or name whose offset depends on the day.
const SEASONAL: [(&str, &str); 13] = [
    ("ET", "America/New_York"),
    ("CT", "America/Chicago"),
    ("MT", "America/Denver"),
    ("PT", "America/Los_Angeles"),
    ("AKST", "-09:00"),
    ("HST", "Pacific/Honolulu"),
    ("eastern", "America/New_York"),
    ("central", "America/Chicago"),
    ("mountain", "America/Denver"),
    ("pacific", "America/Los_Angeles"),
    ("alaska", "America/Anchorage"),
    ("hawaii", "Pacific/Honolulu"),
    ("central european", "Europe/Berlin"),
];

/// Zones by their full name: an offset in minutes, or the IANA zone where the name does not tell summer from winter.
const FULL: [(&str, &str); 12] = [
    ("british summer time", "+01:00"),
    ("greenwich mean time", "+00:00"),
    ("coordinated universal time", "+00:00"),
    ("central european time", "Europe/Berlin"),
    ("central european summer time", "+02:00"),
    ("eastern daylight time", "-04:00"),
    ("eastern standard time", "-05:00"),
    ("pacific daylight time", "-07:00"),
    ("pacific standard time", "-08:00"),
    ("central daylight time", "-05:00"),
    ("central standard time", "-06:00"),
    ("australian eastern standard time", "+10:00"),
];

/// Cities of the news that are not themselves in the zone database.
const CITIES: [(&str, &str); 12] = [
    ("beijing", "Asia/Shanghai"),
    ("washington", "America/New_York"),
    ("new delhi", "Asia/Kolkata"),
    ("delhi", "Asia/Kolkata"),
    ("mumbai", "Asia/Kolkata"),
    ("geneva", "Europe/Zurich"),
    ("ankara", "Europe/Istanbul"),
    ("tel aviv", "Asia/Jerusalem"),
    ("islamabad", "Asia/Karachi"),
    ("kiev", "Europe/Kyiv"),
    ("uk", "Europe/London"),
    ("british", "Europe/London"),
];

/// The zone of an abbreviation as it stands in news: `BST`, `ET`, `GMT+3`. Upper case only, for `est` is a word.
pub fn zone_abbreviation(word: &str) -> Option<TimeZone> {
    if let Some((_, minutes)) = FIXED.iter().find(|(name, _)| *name == word) {
        return Some(Offset::from_seconds(minutes * 60).ok()?.to_time_zone());
    }
    if let Some((_, zone)) = SEASONAL.iter().find(|(name, _)| *name == word) {
        return crate::moment::zone(zone).ok();
    }
    let hours = word.strip_prefix("GMT").or_else(|| word.strip_prefix("UTC"))?;
    let (sign, hours) = match (hours.strip_prefix('+'), hours.strip_prefix(['-', '\u{2212}', '\u{2013}'])) {
        (Some(hours), _) => (1, hours),
        (_, Some(hours)) => (-1, hours),
        _ => return None,
    };
    let (hours, minutes) = hours.split_once(':').unwrap_or((hours, "0"));
    let minutes = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    Some(Offset::from_seconds(sign * minutes * 60).ok()?.to_time_zone())
}

/// The zone of a full name, in any case: `British Summer Time`.
pub fn zone_name(name: &str) -> Option<TimeZone> {
    let name = name.to_lowercase();
    FULL.iter().find(|(full, _)| *full == name).and_then(|(_, zone)| crate::moment::zone(zone).ok())
}

/// The zone of what stands before "time": `Eastern`, `Moscow`, `Beijing`.
pub fn zone_of_place(place: &str) -> Option<TimeZone> {
    let place = place.to_lowercase();
    if let Some((_, zone)) = SEASONAL.iter().chain(&CITIES).find(|(name, _)| *name == place) {
        return crate::moment::zone(zone).ok();
    }
    let slug = place.replace(' ', "_");
    let mut found = jiff::tz::db()
        .available()
        .map(|name| name.to_string())
        .filter(|name| name.contains('/') && name.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&slug)))
        .collect::<Vec<_>>();
    found.sort();
    crate::moment::zone(found.first()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_months_and_weekdays() {
        assert_eq!(
            [month("January"), month("Sept."), month("dec"), month("Mayor"), month("ma")],
            [Some(1), Some(9), Some(12), None, None]
        );
        assert_eq!(weekday("Tuesdays"), Some(Weekday::Tuesday));
        assert_eq!(weekday("Thurs"), Some(Weekday::Thursday));
        assert_eq!(weekday("Sundry"), None);
    }

    #[test]
    fn knows_zones() {
        let offset = |zone: Option<TimeZone>| zone.and_then(|z| z.to_fixed_offset().ok()).map(Offset::seconds);
        assert_eq!(offset(zone_abbreviation("BST")), Some(3600));
        assert_eq!(offset(zone_abbreviation("GMT+3")), Some(3 * 3600));
        assert_eq!(offset(zone_abbreviation("UTC-4:30")), Some(-4 * 3600 - 1800));
        assert_eq!(zone_abbreviation("ET").unwrap().iana_name(), Some("America/New_York"));
        assert!(zone_abbreviation("est").is_none() && zone_abbreviation("IST").is_none());
        assert_eq!(zone_of_place("Moscow").unwrap().iana_name(), Some("Europe/Moscow"));
        assert_eq!(zone_of_place("Beijing").unwrap().iana_name(), Some("Asia/Shanghai"));
        assert!(zone_of_place("Some").is_none());
    }
}
