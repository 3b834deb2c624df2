//! Dates that say themselves which day, month or year they are, or nearly so.

use super::cue;
use super::holidays::holiday;
use super::numbers::ordinal;
use super::rule::{Hit, Reading, Rule};
use super::sentence::Direction;
use super::value::{self, words};
use crate::calendar;
use crate::moment::Moment;
use crate::parse::{NameLabel, Pos};
use crate::resolve::TimeKind;
use jiff::civil::Date;

/// The rules.
pub const RULES: &[Rule] = &[
    Rule { needs: cue::FIGURE, pattern: r"\d{4}-\d\d-\d\d(?:t\d\d:\d\d(?::\d\d)?(?:z|[+-]\d\d:?\d\d)?)?\b", read: iso },
    Rule {
        needs: cue::MONTH | cue::FIGURE,
        pattern: r"(?:(?P<wd>{WD}),? )?(?:the )?(?P<d1>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<m>{MONTH})\b(?:(?: ?,)? (?P<y>{YEAR})\b)?",
        read: day_of_month,
    },
    Rule { needs: cue::MONTH, pattern: r"the (?P<o>{ORD}) of (?P<m>{MONTH})\b(?:(?: ?,)? (?P<y>{YEAR})\b)?", read: day_of_month },
    Rule {
        needs: cue::MONTH | cue::FIGURE,
        pattern: r"(?:(?P<wd>{WD}),? )?(?P<m>{MONTH}) (?:the )?(?P<d1>\d{1,2})(?:st|nd|rd|th)?\b(?:(?: ?,)? (?P<y>{YEAR})\b)?",
        read: day_of_month,
    },
    Rule {
        needs: cue::MONTH | cue::FIGURE,
        pattern: r"(?P<d1>\d{1,2})(?:st|nd|rd|th)? ?(?:-|to|and) ?(?P<d2>\d{1,2})(?:st|nd|rd|th)? (?P<m>{MONTH})\b(?:(?: ?,)? (?P<y>{YEAR})\b)?",
        read: days_of_month,
    },
    Rule {
        needs: cue::MONTH | cue::FIGURE,
        pattern: r"(?P<m>{MONTH}) (?P<d1>\d{1,2})(?:st|nd|rd|th)? ?(?:-|to|and) ?(?P<d2>\d{1,2})(?:st|nd|rd|th)?\b(?:(?: ?,)? (?P<y>{YEAR})\b)?",
        read: days_of_month,
    },
    Rule {
        needs: cue::MONTH | cue::FIGURE,
        pattern: r"(?:(?:early|mid|late)[- ])?(?P<m>{MONTH})(?:,| of)? (?P<y>{YEAR})\b",
        read: month_of_year,
    },
    Rule { needs: cue::MONTH, pattern: r"(?:(?:early|mid|late)[- ])?(?P<m>{MONTH})", read: month },
    Rule { needs: cue::FIGURE, pattern: r"(?P<y>{YEAR})[-/](?P<y2>\d{4}|\d\d)\b", read: year_range },
    Rule { needs: cue::FIGURE, pattern: r"(?:(?:early|mid|late)[- ]|the year )?(?P<y>{YEAR})\b", read: year },
    Rule { needs: cue::FIGURE, pattern: r"(?:the )?(?:(?:early|mid|late)[- ])?(?P<c>(?:1[5-9]|20)\d)0'?s\b", read: decade },
    Rule { needs: cue::FIGURE, pattern: r"(?:the )?(?:(?:early|mid|late)[- ])?(?P<w>'?[2-9]0s)\b", read: decade_in_short },
    Rule {
        needs: cue::DECADE,
        pattern: r"the (?:(?:early|mid|late)[- ])?(?P<w>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
        read: decade_in_short,
    },
    Rule { needs: cue::CENTURY, pattern: r"(?:the )?(?:(?:early|mid|late)[- ])?(?P<o>{ORD})[- ]century\b", read: century },
    Rule {
        needs: cue::SEASON | cue::FIGURE,
        pattern: r"(?:the )?(?:early |late )?(?P<s>spring|summer|autumn|fall|winter)(?: of|,)? (?P<y>{YEAR})\b",
        read: season,
    },
    Rule {
        needs: cue::FRACTION | cue::FIGURE,
        pattern: r"(?:the )?(?P<q>first|second|third|fourth|final) quarter(?: of|,)? (?P<y>{YEAR})\b",
        read: quarter,
    },
    Rule {
        needs: cue::FRACTION | cue::FIGURE,
        pattern: r"(?P<y>{YEAR})'s (?P<q>first|second|third|fourth|final) quarter\b",
        read: quarter,
    },
    Rule { needs: cue::FIGURE, pattern: r"q(?P<q>[1-4])(?: of|,)? ?(?P<y>{YEAR})\b", read: quarter },
    Rule {
        needs: cue::FRACTION,
        pattern: r"(?:the )?(?P<q>first|second|third|fourth|final) quarter\b",
        read: quarter_of_this_year,
    },
    Rule { needs: cue::FRACTION | cue::FIGURE, pattern: r"(?:the )?(?P<h>first|second) half of (?P<y>{YEAR})\b", read: half },
    Rule {
        needs: cue::FISCAL | cue::FIGURE,
        pattern: r"(?:the )?(?:fiscal|financial)(?: year)? (?P<y>{YEAR})\b|fy ?(?P<y2>{YEAR})\b",
        read: fiscal_year,
    },
    Rule { needs: cue::FISCAL | cue::FIGURE, pattern: r"(?:the )?(?P<y>{YEAR}) (?:fiscal|financial) year\b", read: fiscal_year },
    Rule {
        needs: cue::FISCAL | cue::FIGURE,
        pattern: r"(?:the )?(?P<y>{YEAR})[-/](?P<y2>\d{4}|\d\d) (?:fiscal|financial|school|academic) year\b",
        read: year_range,
    },
    Rule { needs: cue::FIGURE, pattern: r"(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>{YEAR})\b", read: in_figures },
    Rule { needs: cue::FIGURE, pattern: r"9/11\b", read: |_| Some(value::day(Date::constant(2001, 9, 11)).into()) },
    Rule {
        needs: cue::HOLIDAY,
        pattern: r"(?P<w>christmas eve|christmas day|christmas|boxing day|new year's eve|new year's day|thanksgiving day|thanksgiving|independence day|fourth of july|4th of july|halloween|valentine's day|veterans day|labor day|memorial day|martin luther king jr\.? day|st patrick's day|may day|good friday|easter sunday|easter monday|easter)\b(?:,? (?P<y>{YEAR})\b)?",
        read: holiday_of_year,
    },
];

fn iso(hit: &Hit) -> Option<Reading> {
    let text = hit.captures.get(0)?.as_str().to_uppercase();
    let moment: Moment = text.parse().ok()?;
    Some(if moment.time.is_some() { value::moment(&moment, "Minute") } else { value::day(moment.date) }.into())
}

fn day_number(hit: &Hit, group: &str) -> Option<i8> {
    let day: i8 = hit.get(group).and_then(|figures| figures.parse().ok())?;
    (1..=31).contains(&day).then_some(day)
}

fn day_of_month(hit: &Hit) -> Option<Reading> {
    let month = hit.month()?;
    let day = match hit.get("o") {
        Some(text) => ordinal(text)? as i8,
        None => day_number(hit, "d1")?,
    };
    if hit.year().is_none() && (counts_things(hit) || continues_as_number(hit.after())) {
        return None;
    }
    // Said without a year, and not about these weeks, the eleventh of September is that of the attacks.
    let is_near =
        |today: Date| (-1..=1).any(|year| Date::new(today.year() + year, 9, 11).is_ok_and(|d| (d - today).get_days().abs() < 45));
    if hit.year().is_none() && (month, day) == (9, 11) && !hit.day().is_some_and(is_near) {
        return Some(value::day(Date::constant(2001, 9, 11)).into());
    }
    if let Some(year) = hit.year() {
        return Date::new(year, month, day).ok().map(|date| value::day(date).into());
    }
    let date = |year| Date::new(year, month, day).ok();
    if let Some(date) = year_of_weekday(hit, date).or_else(|| nearest_year(hit, date)) {
        return Some(value::day(date).into());
    }
    // A leap year: the 29th of February is a day, the 31st of June is none.
    Date::new(2000, month, day).ok()?;
    Some(words(TimeKind::Date, format!("XXXX-{month:02}-{day:02}")).into())
}

/// "In May 12 people …": the number belongs to what follows.
fn counts_things(hit: &Hit) -> bool {
    let tokens = hit.sentence.tokens_of(&hit.range);
    let Some(last) = tokens.end.checked_sub(1) else { return false };
    let token = &hit.sentence.parsed.tokens[last];
    token.pos == Pos::Num && token.head >= tokens.end && hit.sentence.parsed.tokens[token.head].pos == Pos::Noun
}

/// "August 11.32am", "March 10%", "June 1,000".
fn continues_as_number(after: &str) -> bool {
    let mut chars = after.chars();
    match chars.next() {
        Some('%') => true,
        Some('.' | ':' | ',') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        _ => after.starts_with("am") || after.starts_with("pm") || after.starts_with(" million") || after.starts_with(" percent"),
    }
}

/// The date of a year that is not written: the last one, or in a clause about the future the next one, seen from the
/// post's own day, which itself counts.
fn nearest_year(hit: &Hit, date: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let today = hit.day()?;
    let (last, next) = ([0, -1], [0, 1]);
    let years = if hit.direction() == Direction::Forward { next } else { last };
    years.iter().filter_map(|shift| date(today.year() + shift)).find(|date| match hit.direction() {
        Direction::Forward => *date >= today,
        Direction::Backward => *date <= today,
    })
}

/// "Thursday, 12 June": of the years around the post's own the nearest in which the weekday is right.
fn year_of_weekday(hit: &Hit, date: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let (today, weekday) = (hit.day()?, calendar::weekday(hit.get("wd")?)?);
    let years = (-2..=2).filter_map(|shift| date(today.year() + shift)).filter(|date| date.weekday() == weekday);
    years.min_by_key(|date| (*date - today).get_days().abs())
}

fn days_of_month(hit: &Hit) -> Option<Reading> {
    let (month, first, last) = (hit.month()?, day_number(hit, "d1")?, day_number(hit, "d2")?);
    if first >= last {
        return None;
    }
    let begin = match hit.year() {
        Some(year) => Date::new(year, month, first).ok(),
        None => nearest_year(hit, |year| Date::new(year, month, first).ok()),
    };
    let Some(begin) = begin else { return Some(words(TimeKind::Date, format!("XXXX-{month:02}-{first:02}")).into()) };
    let end = Date::new(begin.year(), month, last).ok()?;
    Some(value::days(begin, end, "Day", begin.to_string()).into())
}

fn month_of_year(hit: &Hit) -> Option<Reading> {
    Some(value::month(hit.year()?, hit.month()?).into())
}

fn month(hit: &Hit) -> Option<Reading> {
    let month = hit.month()?;
    let name = hit.get("m")?;
    if hit.after().starts_with(|c: char| c.is_alphanumeric() || c == '-') || hit.after().starts_with("'s name") {
        return None;
    }
    // Words that are names and verbs too, and short forms, need a preposition or an adjective that only times have.
    let cues = [
        "in", "since", "by", "until", "till", "from", "during", "before", "after", "of", "early", "late", "through", "between",
        "and", "to", "around", "for", "early in", "late in",
    ];
    // "April's summit" is no summit of somebody called April
    let events =
        ["election", "elections", "vote", "poll", "referendum", "summit", "budget", "meeting", "attack", "local", "general"];
    let owns = hit.after().strip_prefix("'s ").and_then(|rest| rest.split_whitespace().next());
    let owns = owns.is_some_and(|word| events.contains(&word.trim_end_matches(|c: char| !c.is_alphabetic())));
    let led = hit.follows(&cues) || owns || hit.get("m").map(str::len) < Some(hit.range.len());
    if (matches!(name, "may" | "march" | "august" | "april" | "june") || name.len() < 5) && !led {
        return None;
    }
    // "between March and May 2014": the year stands at the other end.
    let later_year = hit.after().get(..).and_then(|after| {
        let after = ["and ", "to ", "until ", "through ", "- "].iter().find_map(|link| after.trim_start().strip_prefix(link))?;
        let mut parts = after.split_whitespace();
        calendar::month(parts.next()?)?;
        parts.find_map(|word| {
            word.trim_matches(|c: char| !c.is_ascii_digit()).parse::<i16>().ok().filter(|year| (1500..2100).contains(year))
        })
    });
    let first = |year: i16| Date::new(year, month, 1).ok();
    let year = later_year.or_else(|| {
        let today = hit.day()?;
        let this = first(today.year())?;
        let (shift, late) = match hit.direction() {
            Direction::Forward => (1, month < today.month()),
            Direction::Backward => (-1, this > today),
        };
        Some(if late { today.year() + shift } else { today.year() })
    });
    Some(
        match year {
            Some(year) => value::month(year, month),
            None => words(TimeKind::Date, format!("XXXX-{month:02}")),
        }
        .into(),
    )
}

fn year(hit: &Hit) -> Option<Reading> {
    let year = hit.year()?;
    let tokens = hit.sentence.tokens_of(&hit.range);
    let parsed = hit.sentence.parsed;
    if hit.after().starts_with(['-', '.', ',', '/', ':', '%']) && hit.after()[1..].starts_with(|c: char| c.is_ascii_digit())
        || hit.follows(&["$", "£", "€", "-", "/", "."])
        || hit.after().starts_with(" hours")
        || hit.after().starts_with(" gmt")
        || hit.after().starts_with(" local")
    {
        return None;
    }
    let led = hit.follows(&[
        "in", "since", "by", "until", "till", "from", "during", "before", "after", "of", "through", "between", "early", "late",
        "mid", "to", "for", "the", "around", "circa", "spring", "summer", "autumn", "winter", "election", "season",
    ]);
    let dated = parsed
        .names
        .iter()
        .any(|name| name.label == NameLabel::Date && name.tokens.start < tokens.end && tokens.start < name.tokens.end);
    let last = tokens.end.checked_sub(1)?;
    // "Lisbon 2031" on a banner is a name.
    let named = tokens.len() == 1 && tokens.start > hit.sentence.tokens.start && {
        let before = &parsed.tokens[tokens.start - 1];
        before.pos == Pos::Propn && before.space_after && calendar::month(&before.lower).is_none()
    };
    if named && !hit.follows(&["spring", "summer", "autumn", "fall", "winter"]) {
        return None;
    }
    // "2000 soldiers" is a number, "the 2016 election" a year.
    let head = &parsed.tokens[parsed.tokens[last].head];
    let counts = parsed.tokens[last].head > last && matches!(head.tag, crate::parse::Tag::Nns);
    let bracketed = hit.follows(&["("]) && hit.after().starts_with(')');
    ((led || dated || bracketed) && !counts || (led && dated)).then(|| value::year(year).into())
}

fn year_range(hit: &Hit) -> Option<Reading> {
    let first = hit.year()?;
    let last = hit.get("y2")?;
    let last: i16 = if last.len() == 2 { first / 100 * 100 + last.parse::<i16>().ok()? } else { last.parse().ok()? };
    (first < last && last < 2100 && last - first < 120).then(|| value::years(first, last, "Year", first.to_string()).into())
}

fn decade(hit: &Hit) -> Option<Reading> {
    Some(value::decade(hit.get("c")?.parse().ok()?).into())
}

fn decade_in_short(hit: &Hit) -> Option<Reading> {
    const WORDS: [&str; 8] = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    let word = hit.get("w")?;
    // "in his 60s" is an age, and bare figures without an apostrophe may be degrees.
    if hit.follows(&["his", "her", "their", "my", "your", "its"]) || hit.follows(&["in the"]) && word.starts_with(['2', '3']) {
        return None;
    }
    let tens = match WORDS.iter().position(|w| *w == word) {
        Some(at) => i16::try_from(at).ok()? + 2,
        None if word.starts_with('\'') || hit.get("w").map(str::len) < Some(hit.range.len()) => {
            word.trim_start_matches('\'')[..1].parse().ok()?
        }
        None => return None,
    };
    Some(value::decade(190 + tens).into())
}

fn century(hit: &Hit) -> Option<Reading> {
    let century = ordinal(hit.get("o")?)? as i16;
    (2..=21).contains(&century).then(|| {
        let first = (century - 1) * 100;
        value::years(first, first + 99, "Year", format!("{:02}", century - 1)).into()
    })
}

/// TIMEX3 letters of a season. Which months they are depends on the half of the world: no bounds are given.
pub fn season_letters(season: &str) -> &'static str {
    match season {
        "spring" => "SP",
        "summer" => "SU",
        "winter" => "WI",
        _ => "FA",
    }
}

fn season(hit: &Hit) -> Option<Reading> {
    let letters = season_letters(hit.get("s")?);
    Some(words(TimeKind::Date, format!("{}-{letters}", hit.year()?)).into())
}

fn quarter_number(hit: &Hit) -> Option<i8> {
    let text = hit.get("q")?;
    Some(if text == "final" { 4 } else { text.parse().ok().or_else(|| ordinal(text).map(|q| q as i8))? })
}

fn quarter(hit: &Hit) -> Option<Reading> {
    Some(value::quarter(hit.year()?, quarter_number(hit)?).into())
}

fn quarter_of_this_year(hit: &Hit) -> Option<Reading> {
    let number = quarter_number(hit)?;
    let year = hit.day().map_or_else(|| "XXXX".to_owned(), |day| day.year().to_string());
    // A quarter of a match, or of a company's own year: only the words are sure.
    Some(words(TimeKind::Date, format!("{year}-Q{number}")).into())
}

fn half(hit: &Hit) -> Option<Reading> {
    let (first, last, name) = if hit.get("h")? == "first" { (1, 6, "H1") } else { (7, 12, "H2") };
    let year = hit.year()?;
    Some(value::months(year, first, last, format!("{year}-{name}")).into())
}

fn fiscal_year(hit: &Hit) -> Option<Reading> {
    let year = hit.get("y").or_else(|| hit.get("y2"))?;
    // When it begins depends on the state or company.
    Some(words(TimeKind::Date, format!("FY{year}")).into())
}

fn in_figures(hit: &Hit) -> Option<Reading> {
    let (a, b, year): (i8, i8, i16) = (hit.get("a")?.parse().ok()?, hit.get("b")?.parse().ok()?, hit.year()?);
    let is_dotted = hit.captures.get(0)?.as_str().contains('.');
    let date = |day, month| Date::new(year, month, day).ok();
    Some(
        match (a > 12 || is_dotted, b > 12) {
            (true, false) => value::day(date(a, b)?),
            (false, true) => value::day(date(b, a)?),
            (false, false) if a == b => value::day(date(a, b)?),
            // 03/04/2024 is one day in Boston and another in London.
            (false, false) => words(TimeKind::Date, year.to_string()),
            (true, true) => return None,
        }
        .into(),
    )
}

fn holiday_of_year(hit: &Hit) -> Option<Reading> {
    let name = hit.get("w")?;
    if !hit.is_capital("w") || hit.sentence.after(&hit.range).starts_with(" tree") {
        return None;
    }
    let date = match hit.year() {
        Some(year) => holiday(name, year),
        None => nearest_year(hit, |year| holiday(name, year)),
    }?;
    Some(value::day(date).into())
}
