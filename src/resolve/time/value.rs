//! Values of time expressions: the xsd forms and TIMEX3.

use super::numbers::Amount;
use crate::moment::Moment;
use crate::resolve::{TimeKind, TimeValue};
use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

/// A value that is known in TIMEX3 only: the words fix no day.
pub fn words(kind: TimeKind, timex: impl Into<String>) -> TimeValue {
    TimeValue { timex: Some(timex.into()), kind, ..TimeValue::default() }
}

/// One day.
pub fn day(date: Date) -> TimeValue {
    let text = date.to_string();
    TimeValue { on_date: Some(text.clone()), precision: Some("Day"), timex: Some(text), ..TimeValue::default() }
}

/// A part of one day: `MO`, `AF`, `EV`, `NI`.
pub fn part_of_day(date: Date, part: &str) -> TimeValue {
    TimeValue { timex: Some(format!("{date}T{part}")), ..day(date) }
}

fn stretch(begin: impl Into<String>, end: impl Into<String>, precision: &'static str, timex: String) -> TimeValue {
    TimeValue {
        begin: Some(begin.into()),
        end: Some(end.into()),
        precision: Some(precision),
        timex: Some(timex),
        ..TimeValue::default()
    }
}

/// All days from `first` to `last`.
pub fn days(first: Date, last: Date, precision: &'static str, timex: String) -> TimeValue {
    stretch(first.to_string(), last.to_string(), precision, timex)
}

/// The week, Monday to Sunday, of a day.
pub fn week(date: Date) -> TimeValue {
    let monday = monday(date);
    days(monday, monday.saturating_add(6.days()), "Week", week_name(date))
}

/// Saturday and Sunday of a day's week.
pub fn weekend(date: Date) -> TimeValue {
    let monday = monday(date);
    days(monday.saturating_add(5.days()), monday.saturating_add(6.days()), "Day", week_name(date) + "-WE")
}

fn monday(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().since(Weekday::Monday)).days())
}

fn week_name(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// A month.
pub fn month(year: i16, month: i8) -> TimeValue {
    let text = format!("{year:04}-{month:02}");
    stretch(text.clone(), text.clone(), "Month", text)
}

/// Several months of one year.
pub fn months(year: i16, first: i8, last: i8, timex: String) -> TimeValue {
    stretch(format!("{year:04}-{first:02}"), format!("{year:04}-{last:02}"), "Month", timex)
}

/// A year.
pub fn year(year: i16) -> TimeValue {
    let text = format!("{year:04}");
    stretch(text.clone(), text.clone(), "Year", text)
}

/// Years from `first` to `last`.
pub fn years(first: i16, last: i16, precision: &'static str, timex: String) -> TimeValue {
    stretch(format!("{first:04}"), format!("{last:04}"), precision, timex)
}

/// A clock time, on a day or on no known day. Without a day a zone whose offset changes with the season is left out.
pub fn clock(date: Option<Date>, time: Time, zone: Option<&TimeZone>, precision: &'static str) -> TimeValue {
    let written = format!("T{:02}:{:02}", time.hour(), time.minute());
    let (time, on_date, timex) = if let Some(date) = date {
        let moment = Moment { date, time: Some(time), zone: zone.cloned() };
        (moment.to_string(), Some(date.to_string()), format!("{date}{written}"))
    } else {
        let fixed = zone.filter(|zone| zone.to_fixed_offset().is_ok()).cloned();
        let moment = Moment { date: Date::constant(2000, 1, 1), time: Some(time), zone: fixed };
        let full = moment.to_string();
        (full.split_once('T').map_or(full.clone(), |(_, clock)| clock.to_owned()), None, format!("XXXX-XX-XX{written}"))
    };
    let kind = TimeKind::Clock;
    TimeValue { time: Some(time), on_date, precision: Some(precision), timex: Some(timex), kind, ..TimeValue::default() }
}

/// A whole moment.
pub fn moment(moment: &Moment, precision: &'static str) -> TimeValue {
    let full = moment.to_string();
    let timex = full.get(..16).unwrap_or(&full).to_owned();
    TimeValue {
        time: Some(full),
        on_date: Some(moment.date.to_string()),
        precision: Some(precision),
        timex: Some(timex),
        kind: TimeKind::Clock,
        ..TimeValue::default()
    }
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Second.
    Second,
    /// Minute.
    Minute,
    /// Hour.
    Hour,
    /// Day, night.
    Day,
    /// Weekend.
    Weekend,
    /// Week.
    Week,
    /// Fortnight.
    Fortnight,
    /// Month.
    Month,
    /// Three months.
    Quarter,
    /// Year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// Pattern of a unit, singular or plural, for [`Unit::read`].
pub const UNIT: &str = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weekends?|weeks?|fortnights?|months?|quarters?|years?|yrs?|decades?|century|centuries)";

impl Unit {
    /// Reads what [`UNIT`] matches.
    pub fn read(text: &str) -> Option<Self> {
        Some(match text.trim_end_matches('s') {
            "second" => Self::Second,
            "minute" | "min" => Self::Minute,
            "hour" | "hr" => Self::Hour,
            "day" | "night" => Self::Day,
            "weekend" => Self::Weekend,
            "week" => Self::Week,
            "fortnight" => Self::Fortnight,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" | "yr" => Self::Year,
            "decade" => Self::Decade,
            "century" | "centurie" => Self::Century,
            _ => return None,
        })
    }

    /// TIMEX3 duration of so many.
    pub fn period(self, amount: Amount) -> String {
        let (amount, unit) = match (self, amount) {
            (Self::Fortnight, Amount::Exact(n)) => (Amount::Exact(n * 2.0), Self::Week),
            (Self::Hour, Amount::Exact(0.5)) => (Amount::Exact(30.0), Self::Minute),
            (Self::Year, Amount::Exact(0.5)) => (Amount::Exact(6.0), Self::Month),
            (unit, amount) => (amount, unit),
        };
        let count = match amount {
            Amount::Exact(n) => n.to_string(),
            Amount::Some => "X".to_owned(),
        };
        match unit {
            Self::Second => format!("PT{count}S"),
            Self::Minute => format!("PT{count}M"),
            Self::Hour => format!("PT{count}H"),
            Self::Day => format!("P{count}D"),
            Self::Weekend => format!("P{count}WE"),
            Self::Week | Self::Fortnight => format!("P{count}W"),
            Self::Month => format!("P{count}M"),
            Self::Quarter => format!("P{count}Q"),
            Self::Year => format!("P{count}Y"),
            Self::Decade => format!("P{count}DE"),
            Self::Century => format!("P{count}CE"),
        }
    }

    /// Whether it is shorter than a day.
    pub fn is_short(self) -> bool {
        matches!(self, Self::Second | Self::Minute | Self::Hour)
    }

    /// The day, week, month or year that lies `count` units from a day: no finer than the unit.
    pub fn shifted(self, from: Date, count: i64) -> Option<TimeValue> {
        let at = |span: jiff::Span| from.checked_add(span).ok();
        Some(match self {
            Self::Second | Self::Minute | Self::Hour => return None,
            Self::Day => day(at(count.days())?),
            Self::Weekend => weekend(at(count.weeks())?),
            Self::Week => week(at(count.weeks())?),
            Self::Fortnight => week(at((count * 2).weeks())?),
            Self::Month => {
                let date = at(count.months())?;
                month(date.year(), date.month())
            }
            Self::Quarter => {
                let date = at((count * 3).months())?;
                quarter(date.year(), (date.month() - 1) / 3 + 1)
            }
            Self::Year => year(at(count.years())?.year()),
            Self::Decade => decade(at((count * 10).years())?.year() / 10),
            Self::Century => {
                let century = at((count * 100).years())?.year() / 100;
                years(century * 100, century * 100 + 99, "Year", century.to_string())
            }
        })
    }
}

/// A quarter of a year, 1 to 4.
pub fn quarter(year: i16, quarter: i8) -> TimeValue {
    months(year, quarter * 3 - 2, quarter * 3, format!("{year:04}-Q{quarter}"))
}

/// Ten years: 199 are the 1990s.
pub fn decade(tens: i16) -> TimeValue {
    years(tens * 10, tens * 10 + 9, "Decade", tens.to_string())
}
