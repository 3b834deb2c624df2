//! A day or a moment as documents and options give it, and the zone in which it is meant.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use std::fmt;
use std::str::FromStr;

/// A day, perhaps with a clock time, perhaps with a zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The clock time.
    pub time: Option<Time>,
    /// The zone of the clock time.
    pub zone: Option<TimeZone>,
}

/// Why a text is no [`Moment`].
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum MomentError {
    /// The text is no ISO 8601 date or moment.
    #[error("`{0}` is no date or time; write `2025-08-15` or `2025-08-15T12:00:00-08:00`")]
    Moment(String),
    /// The text is no IANA time zone.
    #[error("`{0}` is no time zone; write an IANA name such as `America/Anchorage` or an offset such as `+02:00`")]
    Zone(String),
}

impl MomentError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Moment(_) => "read.moment",
            Self::Zone(_) => "read.zone",
        }
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        let fault = || MomentError::Moment(text.to_owned());
        let pieces = Pieces::parse(text.trim()).map_err(|_| fault())?;
        let zone = match (pieces.to_time_zone().map_err(|_| fault())?, pieces.to_numeric_offset()) {
            (Some(zone), _) => Some(zone),
            (None, Some(offset)) => Some(offset.to_time_zone()),
            (None, None) => None,
        };
        Ok(Self { date: pieces.date(), time: pieces.time(), zone })
    }
}

impl Moment {
    /// The same moment on the clocks of `zone`; a day, or a clock time without a zone, is taken to be there already.
    #[must_use]
    pub fn in_zone(&self, zone: &TimeZone) -> Self {
        let there = Self { zone: Some(zone.clone()), ..self.clone() };
        let Some(timestamp) = self.timestamp() else { return there };
        let local = zone.to_datetime(timestamp);
        Self { date: local.date(), time: Some(local.time()), ..there }
    }

    /// The point on the time line, when day, clock time and zone are known.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.zone.as_ref()?.to_timestamp(self.date.to_datetime(self.time?)).ok()
    }

    /// The offset from UTC, when the zone is known.
    pub fn offset(&self) -> Option<Offset> {
        Some(self.zone.as_ref()?.to_offset(self.timestamp()?))
    }
}

/// In full xsd form: `2025-08-15` or `2025-08-15T12:00:00-08:00`; UTC is written `Z`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(time) = self.time else { return write!(f, "{}", self.date) };
        write!(f, "{}T{:02}:{:02}:{:02}", self.date, time.hour(), time.minute(), time.second())?;
        match self.offset().map(Offset::seconds) {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(seconds) => {
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.unsigned_abs() / 60;
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// Finds a zone by its IANA name or by its offset.
///
/// # Errors
/// [`MomentError::Zone`] for anything else.
pub fn zone(name: &str) -> Result<TimeZone, MomentError> {
    let fault = || MomentError::Zone(name.to_owned());
    if name.starts_with(['+', '-']) {
        return format!("2000-01-01T00:00{name}").parse::<Moment>().ok().and_then(|m| m.zone).ok_or_else(fault);
    }
    TimeZone::get(name.trim()).map_err(|_| fault())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        text.parse().unwrap()
    }

    #[test]
    fn writes_seconds_and_offset_in_full() {
        let forms = [
            ("2025-08-15T12:00-08:00", "2025-08-15T12:00:00-08:00"),
            ("2025-08-15T12:00:30.250Z", "2025-08-15T12:00:30Z"),
            ("2025-08-15T12:00+00:00", "2025-08-15T12:00:00Z"),
            ("2025-08-15 12:00", "2025-08-15T12:00:00"),
            ("2025-08-15", "2025-08-15"),
            ("2025-08-15T12:00[Europe/Paris]", "2025-08-15T12:00:00+02:00"),
        ];
        for (text, full) in forms {
            assert_eq!(moment(text).to_string(), full);
        }
    }

    #[test]
    fn refuses_what_is_no_moment() {
        for text in ["", "yesterday", "2025-13-01", "15/08/2025", "2025-08-15T25:00"] {
            assert_eq!(text.parse::<Moment>(), Err(MomentError::Moment(text.into())));
        }
    }

    #[test]
    fn moves_to_another_zone() {
        let anchorage = zone("America/Anchorage").unwrap();
        assert_eq!(moment("2025-08-16T01:30:00Z").in_zone(&anchorage).to_string(), "2025-08-15T17:30:00-08:00");
        assert_eq!(moment("2025-08-16").in_zone(&anchorage).to_string(), "2025-08-16");
        assert_eq!(moment("2025-01-16T01:30").in_zone(&anchorage).to_string(), "2025-01-16T01:30:00-09:00");
    }

    #[test]
    fn knows_zones_by_name_and_offset() {
        assert!(zone("Europe/London").is_ok() && zone("+05:30").is_ok() && zone("UTC").is_ok());
        assert_eq!(zone("Alaska/Anchorage"), Err(MomentError::Zone("Alaska/Anchorage".into())));
        assert!(zone("+banana").is_err() && zone("").is_err());
    }
}
