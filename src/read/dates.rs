//! When the posts were published, and in which direction they run.

use super::layout::{Draft, Layout};
use super::stamp::Stamp;
use crate::document::{Metadata, Order, Post};
use crate::moment::{self, Moment};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// When a post was published and updated, as far as its stamps and the document's date fix it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The moment.
    pub published: Option<String>,
    /// The clock time alone, when nothing says of which day.
    pub clock: Option<String>,
    /// The moment, or `true` for a bare "Updated".
    pub updated: Option<String>,
}

/// How far the clock must go back between two posts for a midnight to lie between them; less is disorder.
const MIDNIGHT: i64 = 6 * 60;

/// The moment of the page itself, when its text gives day, month and year.
pub fn page_moment(layout: &Layout, zone: Option<&TimeZone>) -> Option<Moment> {
    let stamp = layout.page_stamp.as_ref()?;
    if let Some(moment) = &stamp.moment {
        return Some(moment.clone());
    }
    let (day, month, year) = stamp.day?;
    let date = Date::new(year?, month, day).ok()?;
    Some(Moment { date, time: stamp.clock, zone: stamp.zone.clone().or_else(|| zone.cloned()) })
}

/// Indices of the posts from oldest to newest: as told, else as their stamps run, else as live blogs mostly do.
pub fn oldest_first(layout: &Layout, order: Order, opens_at_top: bool) -> Vec<usize> {
    let mut posts: Vec<usize> = (0..layout.posts.len()).collect();
    let rising: i32 = layout.posts.windows(2).map(|pair| step(&pair[0], &pair[1])).sum();
    let newest_first = match order {
        Order::NewestFirst => true,
        Order::OldestFirst => false,
        Order::Auto if rising != 0 => rising < 0,
        Order::Auto => layout.is_blog && !opens_at_top,
    };
    if newest_first {
        posts.reverse();
    }
    posts
}

/// Indices of posts with moments of their own from oldest to newest; one without a moment stays after the one below it.
pub fn sort_by_time(posts: &[Post]) -> Vec<usize> {
    let moments: Vec<_> = posts
        .iter()
        .map(|post| post.published.as_ref().and_then(|text| text.parse::<Moment>().ok()).and_then(|moment| moment.timestamp()))
        .collect();
    let falls = moments.windows(2).filter(|pair| pair[0] > pair[1]).count();
    let rises = moments.windows(2).filter(|pair| pair[0] < pair[1]).count();
    let mut order: Vec<usize> = (0..posts.len()).collect();
    if falls >= rises {
        order.reverse();
    }
    let mut last = None;
    let mut keyed: Vec<_> = order
        .into_iter()
        .map(|at| {
            last = moments[at].or(last);
            (last, at)
        })
        .collect();
    keyed.sort_by_key(|(moment, _)| *moment);
    keyed.into_iter().map(|(_, at)| at).collect()
}

/// 1 when time rises from one post to the next, -1 when it falls, 0 when unknown.
fn step(above: &Draft, below: &Draft) -> i32 {
    let (Some(a), Some(b)) = (above.stamp.as_ref().or(above.updated.as_ref()), below.stamp.as_ref().or(below.updated.as_ref()))
    else {
        return 0;
    };
    if let (Some(a), Some(b)) = (a.minutes_ago, b.minutes_ago) {
        return sign(i64::from(a) - i64::from(b));
    }
    if let (Some(a), Some(b)) = (a.moment.as_ref().and_then(Moment::timestamp), b.moment.as_ref().and_then(Moment::timestamp)) {
        return sign(b.as_second() - a.as_second());
    }
    let day = |stamp: &Stamp| stamp.day.map(|(day, month, year)| (year.unwrap_or(0), month, day));
    if let (Some(a), Some(b)) = (day(a), day(b))
        && a != b
    {
        return if a < b { 1 } else { -1 };
    }
    let (Some(a), Some(b)) = (a.clock, b.clock) else { return 0 };
    let minutes = minutes(b) - minutes(a);
    // Across midnight the clock jumps the other way.
    if minutes.abs() > 12 * 60 { -sign(minutes) } else { sign(minutes) }
}

fn sign(number: i64) -> i32 {
    number.signum() as i32
}

fn minutes(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

/// Dates all posts. A clock time alone gets its day from a divider above, else from the document's own day, which is the
/// day of the oldest post; each midnight on the way to the newest adds one.
pub fn dates(layout: &Layout, oldest_first: &[usize], metadata: &Metadata) -> Vec<Dates> {
    let page = metadata.published.as_ref().and_then(|text| text.parse::<Moment>().ok());
    let zone = metadata.timezone.as_ref().and_then(|name| moment::zone(name).ok());
    let zone = zone.or_else(|| page.as_ref().and_then(|m| m.zone.clone()));
    let mut dates = vec![Dates::default(); layout.posts.len()];
    let mut day: Option<Date> = None;
    let mut last_clock: Option<Time> = None;
    for &at in oldest_first {
        let draft = &layout.posts[at];
        if let Some(divider) = draft.day.as_ref().and_then(|stamp| full_day(stamp, page.as_ref()))
            && day != Some(divider)
        {
            (day, last_clock) = (Some(divider), None);
        }
        let Some(stamp) = &draft.stamp else { continue };
        let stamp_zone = stamp.zone.as_ref().or(zone.as_ref());
        let first_day = || page.as_ref().map(|page| stamp_zone.map_or(page.date, |zone| page.in_zone(zone).date));
        if let Some(clock) = stamp.clock {
            let crosses = last_clock.is_some_and(|last| minutes(last) - minutes(clock) > MIDNIGHT);
            day = match full_day(stamp, page.as_ref()) {
                Some(own) => Some(own),
                None if crosses => day.and_then(|day| day.checked_add(1.day()).ok()),
                None => day.or_else(first_day),
            };
            last_clock = Some(clock);
        }
        dates[at] = resolve(stamp, day, zone.as_ref());
    }
    for (draft, dates) in layout.posts.iter().zip(&mut dates) {
        dates.updated = draft.updated.as_ref().map(|stamp| {
            let day = dates.published.as_ref().and_then(|p| p.parse::<Moment>().ok()).map(|moment| moment.date);
            let day = full_day(stamp, page.as_ref()).or(day);
            resolve(stamp, day, zone.as_ref()).published.unwrap_or_else(|| "true".to_owned())
        });
    }
    dates
}

fn resolve(stamp: &Stamp, day: Option<Date>, zone: Option<&TimeZone>) -> Dates {
    if let Some(moment) = &stamp.moment {
        let moment = if moment.zone.is_none() { zone.map(|zone| moment.in_zone(zone)) } else { None }.unwrap_or(moment.clone());
        return Dates { published: Some(moment.to_string()), ..Dates::default() };
    }
    let Some(time) = stamp.clock else { return Dates::default() };
    let zone = stamp.zone.as_ref().or(zone);
    if let Some(date) = day {
        let moment = Moment { date, time: Some(time), zone: zone.cloned() };
        return Dates { published: Some(moment.to_string()), ..Dates::default() };
    }
    // Any day will do: the zone of a stamp is kept only where it is the same all year.
    let zone = stamp.zone.as_ref().filter(|zone| zone.to_fixed_offset().is_ok()).cloned();
    let moment = Moment { date: Date::constant(2000, 1, 1), time: Some(time), zone }.to_string();
    Dates { clock: moment.split_once('T').map(|(_, clock)| clock.to_owned()), ..Dates::default() }
}

/// The day of a stamp; a missing year is the one that brings it closest to the document's own day.
fn full_day(stamp: &Stamp, page: Option<&Moment>) -> Option<Date> {
    if let Some(moment) = &stamp.moment {
        return Some(moment.date);
    }
    let (day, month, year) = stamp.day?;
    if let Some(year) = year {
        return Date::new(year, month, day).ok();
    }
    let page = page?.date;
    [-1, 0, 1]
        .iter()
        .filter_map(|shift| Date::new(page.year() + shift, month, day).ok())
        .min_by_key(|date| page.until(*date).map_or(i32::MAX, |span| span.get_days().abs()))
}
