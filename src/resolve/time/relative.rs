//! Dates that are counted from the post's own day.

use super::absolute::season_letters;
use super::cue;
use super::numbers::Amount;
use super::rule::{Hit, Reading, Rule};
use super::sentence::Direction;
use super::value::{self, Unit, words};
use crate::moment::Moment;
use crate::resolve::TimeKind;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        needs: cue::NEAR,
        pattern: r"(?:(?:earlier|later|late|early) )?(?P<w>today|yesterday|tomorrow)\b(?: (?P<p>{PART})\b)?",
        read: near_day,
    },
    Rule { needs: cue::NEAR, pattern: r"the day (?P<w>before yesterday|after tomorrow)\b", read: near_day },
    Rule {
        needs: cue::NEAR | cue::PART,
        pattern: r"(?:(?:earlier|later|late|early) )?(?P<w>this) (?P<p>morning|afternoon|evening)\b",
        read: near_day,
    },
    Rule { needs: cue::NEAR, pattern: r"(?:(?:later|late|earlier) )?(?P<w>tonight)\b", read: near_day },
    Rule { needs: cue::NEAR | cue::PART, pattern: r"(?:(?:late|early) )?(?P<w>last) (?P<p>night)\b", read: near_day },
    Rule {
        needs: cue::RELATION | cue::UNIT,
        pattern: r"(?:(?:earlier|later|early|late) )?(?P<r>last|this past|this coming|this|next|current) (?P<u>week|weekend|month|quarter|year|decade|century)\b",
        read: near_unit,
    },
    Rule {
        needs: cue::RELATION | cue::UNIT,
        pattern: r"the (?P<r>previous|current) (?P<u>week|weekend|month|quarter|year|decade|century)\b",
        read: near_unit,
    },
    Rule {
        needs: cue::WEEKDAY,
        pattern: r"(?:(?:early|late|earlier|later)(?: on)? |(?:the )?(?:early|small) hours of )?(?:(?P<r>last|this past|this coming|this|next|this upcoming) )?(?P<d>{WEEKDAY})\b(?: (?P<p>{PART})\b)?",
        read: weekday,
    },
    Rule { needs: cue::WEEKDAY, pattern: r"(?P<d>{WEEKDAY}) (?P<r>last|next)\b", read: weekday },
    Rule { needs: cue::UNIT, pattern: r"(?:over|at|on|during|since|by|before|after) (?P<x>the weekend)\b", read: the_weekend },
    Rule {
        needs: cue::UNIT,
        pattern: r"the (?:end|start|beginning|middle) of (?P<r>the|this|next|last) (?P<u>week|month|year|decade|century)\b",
        read: near_unit,
    },
    Rule {
        needs: cue::RELATION | cue::MONTH,
        pattern: r"(?:(?:early|late|earlier|later) )?(?P<r>last|this past|this coming|this|next) (?P<m>{MONTH})",
        read: near_month,
    },
    Rule {
        needs: cue::RELATION | cue::SEASON,
        pattern: r"(?P<r>last|this past|this coming|this|next) (?P<s>spring|summer|autumn|fall|winter)\b",
        read: near_season,
    },
    Rule {
        needs: cue::SHIFT | cue::UNIT,
        pattern: r"{ABOUT}?(?P<n>{NUM}) (?P<u>{UNIT}) ago(?: (?P<w>today|yesterday|{WEEKDAY}))?\b",
        read: ago,
    },
    Rule { needs: cue::UNIT | cue::SHIFT, pattern: r"{ABOUT}?(?P<n>{NUM}) (?P<u>{UNIT}) (?:from now|hence)\b", read: from_now },
    Rule {
        needs: cue::UNIT | cue::SHIFT,
        pattern: r"in (?P<x>{ABOUT}?(?P<n>{NUM}) (?P<u>{UNIT})(?:'s?)? time)\b",
        read: from_now,
    },
    Rule { needs: cue::SHIFT | cue::UNIT, pattern: r"in (?P<x>{ABOUT}?(?P<n>{NUM}) (?P<u>{UNIT}))\b", read: in_time },
    Rule {
        needs: cue::RELATION | cue::UNIT,
        pattern: r"(?:the |these |this )?(?P<r>past|last|previous|next|coming|following) (?:(?P<n>{NUM}) )?(?P<u>seconds|minutes|hours|days|weeks|fortnight|months|years|decades)\b",
        read: stretch,
    },
    Rule {
        needs: cue::RELATION | cue::UNIT,
        pattern: r"(?:the|this) (?P<r>past|last|next|coming) (?P<u>hour|day|week|month|year|decade|century)\b",
        read: stretch,
    },
];

fn near_day(hit: &Hit) -> Option<Reading> {
    let word = hit.get("w")?;
    let shift: i64 = match word {
        "yesterday" | "last" => -1,
        "tomorrow" => 1,
        "before yesterday" => -2,
        "after tomorrow" => 2,
        _ => 0,
    };
    let part = if word == "tonight" { Some("NI") } else { hit.part() };
    let Some(day) = hit.day() else {
        return Some(words(TimeKind::Date, if shift == 0 { "PRESENT_REF" } else { "XXXX-XX-XX" }).into());
    };
    let date = day.checked_add(shift.days()).ok()?;
    Some(part.map_or_else(|| value::day(date), |part| value::part_of_day(date, part)).into())
}

fn shift_of(relation: &str) -> i64 {
    match relation {
        "last" | "previous" | "this past" => -1,
        "next" | "this coming" | "this upcoming" => 1,
        _ => 0,
    }
}

fn near_unit(hit: &Hit) -> Option<Reading> {
    let unit = hit.unit()?;
    let relation = hit.get("r")?;
    // "this past weekend" is the one just gone, "this coming weekend" the one ahead.
    let shift = match (unit, relation) {
        (Unit::Weekend, "this coming") => 0,
        _ => shift_of(relation),
    };
    let Some(day) = hit.day() else { return Some(words(TimeKind::Date, unit_without_day(unit)).into()) };
    Some(unit.shifted(day, shift)?.into())
}

/// The weekend just gone, or in a clause about the future the one ahead.
fn the_weekend(hit: &Hit) -> Option<Reading> {
    if hit.after().trim_start().starts_with("of ") {
        return None;
    }
    let Some(day) = hit.day() else { return Some(words(TimeKind::Date, unit_without_day(Unit::Weekend)).into()) };
    let here = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let back = hit.direction() == Direction::Backward && !here;
    Some(Unit::Weekend.shifted(day, -i64::from(back))?.into())
}

fn unit_without_day(unit: Unit) -> &'static str {
    match unit {
        Unit::Week => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Decade => "XXX",
        Unit::Century => "XX",
        _ => "XXXX",
    }
}

/// A weekday: backward unless its clause is about the future; the post's own day counts in both directions.
fn weekday(hit: &Hit) -> Option<Reading> {
    let weekday = hit.weekday()?;
    if hit.follows(&["every", "each", "black", "good", "super", "bloody", "ash"]) || hit.after().starts_with("s ") {
        return None;
    }
    let Some(today) = hit.day() else {
        let part = hit.part().map_or_else(String::new, |part| format!("T{part}"));
        return Some(words(TimeKind::Date, format!("XXXX-WXX-{}{part}", weekday.to_monday_one_offset())).into());
    };
    let back = i64::from(today.weekday().since(weekday));
    let ahead = i64::from(weekday.since(today.weekday()));
    let shift = match hit.get("r") {
        Some("last" | "this past") => {
            if back == 0 {
                -7
            } else {
                -back
            }
        }
        Some("next") if today.weekday() == weekday => 7,
        // "Next Friday", said on a Monday, is for most writers the Friday of next week.
        Some("next") => {
            if weekday_of_week(weekday) > weekday_of_week(today.weekday()) {
                ahead + 7
            } else {
                ahead
            }
        }
        Some("this coming" | "this upcoming") => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        Some(_) if hit.direction() == Direction::Backward => {
            i64::from(weekday_of_week(weekday)) - i64::from(weekday_of_week(today.weekday()))
        }
        None if hit.direction() == Direction::Backward => -back,
        _ => ahead,
    };
    let date = today.checked_add(shift.days()).ok()?;
    Some(hit.part().map_or_else(|| value::day(date), |part| value::part_of_day(date, part)).into())
}

fn weekday_of_week(weekday: Weekday) -> i8 {
    weekday.to_monday_zero_offset()
}

fn near_month(hit: &Hit) -> Option<Reading> {
    let month = hit.month()?;
    let Some(today) = hit.day() else { return Some(words(TimeKind::Date, format!("XXXX-{month:02}")).into()) };
    let year = match hit.get("r")? {
        "last" | "this past" if month >= today.month() => today.year() - 1,
        "next" | "this coming" if month <= today.month() => today.year() + 1,
        _ => today.year(),
    };
    Some(value::month(year, month).into())
}

fn near_season(hit: &Hit) -> Option<Reading> {
    let letters = season_letters(hit.get("s")?);
    let Some(today) = hit.day() else { return Some(words(TimeKind::Date, format!("XXXX-{letters}")).into()) };
    // The month in which a season is over in the north; winter is counted with the year in which it begins.
    let over = match letters {
        "SP" => 6,
        "SU" => 9,
        "FA" => 12,
        _ => 13,
    };
    let begun = over - 3;
    let year = match hit.get("r")? {
        "last" | "this past" if letters == "WI" => today.year() - 1,
        "last" | "this past" if today.month() < over => today.year() - 1,
        "next" if today.month() >= begun => today.year() + 1,
        _ => today.year(),
    };
    Some(words(TimeKind::Date, format!("{year}-{letters}")).into())
}

/// What lies so many units from the post's own moment or day, no finer than the unit; halves are not.
fn counted(hit: &Hit, sign: i64) -> Option<Reading> {
    let (unit, amount) = (hit.unit()?, hit.number()?);
    let Amount::Exact(count) = amount else {
        return Some(words(TimeKind::Reference, if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }).into());
    };
    let without_day = || Some(Reading::from(words(TimeKind::Duration, unit.period(amount))));
    if unit.is_short() {
        let Some(now) = &hit.sentence.anchor.now else { return without_day() };
        return Some(value::moment(&shifted_moment(now, unit, if sign < 0 { -count } else { count })?, "Minute").into());
    }
    let Some(day) = hit.day() else { return without_day() };
    if count.fract() != 0.0 {
        let months = match unit {
            Unit::Year => count * 12.0,
            Unit::Decade => count * 120.0,
            _ => return without_day(),
        };
        return Some(Unit::Month.shifted(day, sign * months as i64)?.into());
    }
    Some(unit.shifted(day, sign * count as i64)?.into())
}

/// A moment so many seconds, minutes or hours on.
pub fn shifted_moment(now: &Moment, unit: Unit, count: f64) -> Option<Moment> {
    let seconds = match unit {
        Unit::Second => 1.0,
        Unit::Minute => 60.0,
        _ => 3600.0,
    };
    let moved = now.date.to_datetime(now.time?).checked_add(((count * seconds) as i64).seconds()).ok()?;
    Some(Moment { date: moved.date(), time: Some(moved.time()), zone: now.zone.clone() })
}

fn ago(hit: &Hit) -> Option<Reading> {
    if let (Some(word), Some(day), Some(Amount::Exact(count))) = (hit.get("w"), hit.day(), hit.number())
        && hit.unit() == Some(Unit::Week)
        && word == "today"
    {
        return Some(value::day(day.checked_sub((count as i64).weeks()).ok()?).into());
    }
    counted(hit, -1)
}

fn from_now(hit: &Hit) -> Option<Reading> {
    counted(hit, 1)
}

/// "In three days": ahead in a clause about the future, else how long something took.
fn in_time(hit: &Hit) -> Option<Reading> {
    let unit = hit.unit()?;
    if hit.direction() == Direction::Forward && !hit.after().starts_with(" of") {
        return counted(hit, 1);
    }
    Some(words(TimeKind::Duration, unit.period(hit.number()?)).into())
}

/// Words before a stretch of time.
pub const SPANNING: [&str; 7] = ["over", "in", "within", "for", "during", "throughout", "into"];

/// "The past three weeks", "the next year": from then until the post's own day, or onward.
fn stretch(hit: &Hit) -> Option<Reading> {
    let unit = hit.unit()?;
    let amount = match hit.get("n") {
        Some(_) => hit.number()?,
        None if hit.get("u")?.ends_with('s') => Amount::Some,
        None => Amount::Exact(1.0),
    };
    let forward = matches!(hit.get("r")?, "next" | "coming" | "following");
    // "The next day" comes after the one told before; "over the next week" is a stretch.
    if hit.get("r")? == "next" && amount == Amount::Exact(1.0) && !hit.follows(&SPANNING) {
        return None;
    }
    let mut value = words(TimeKind::Duration, unit.period(amount));
    if amount == Amount::Some && hit.get("n").is_none() {
        value = words(TimeKind::Reference, if forward { "FUTURE_REF" } else { "PAST_REF" });
    }
    if let (Amount::Exact(count), Some(day), false) = (amount, hit.day(), unit.is_short())
        && count.fract() == 0.0
        && !matches!(hit.get("r")?, "previous" | "following")
    {
        let other = edge(day, unit, if forward { count as i64 } else { -(count as i64) })?;
        let (begin, end) = if forward { (day, other) } else { (other, day) };
        value.begin = Some(begin.to_string());
        value.end = Some(end.to_string());
        value.precision = Some(match unit {
            Unit::Day | Unit::Weekend => "Day",
            Unit::Week | Unit::Fortnight => "Week",
            Unit::Month | Unit::Quarter => "Month",
            _ => "Year",
        });
    }
    Some(value.into())
}

fn edge(day: Date, unit: Unit, count: i64) -> Option<Date> {
    let span = match unit {
        Unit::Week | Unit::Weekend => count.weeks(),
        Unit::Fortnight => (count * 2).weeks(),
        Unit::Month => count.months(),
        Unit::Quarter => (count * 3).months(),
        Unit::Year => count.years(),
        Unit::Decade => (count * 10).years(),
        Unit::Century => (count * 100).years(),
        _ => count.days(),
    };
    day.checked_add(span).ok()
}
