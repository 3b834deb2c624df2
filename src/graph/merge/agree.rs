//! What two reports of one event cannot differ in.

use crate::claim::Value;
use crate::frame::{FramedDocument, Status};
use crate::graph::report::Report;
use crate::resolve::{Entity, EntityId, EntityType, TimeValue};
use std::cmp::Ordering;

/// Whether a newer report's status can follow an older one's on the same event.
///
/// What has happened cannot be planned, wanted or called off afterwards: such a report is about another event.
pub fn status_follows(older: Status, newer: Status) -> bool {
    let over = older == Status::Occurred;
    let open = matches!(newer, Status::Planned | Status::Desired | Status::Conditional | Status::Possible | Status::Cancelled);
    !(over && open)
}

/// Whether the times that two reports give can be those of one event.
pub fn times_agree(framed: &FramedDocument, a: &Report, b: &Report) -> bool {
    let all = |report: &Report| -> Vec<&TimeValue> {
        let values = report.claim.values.iter().filter_map(|v| match v.value {
            Value::Time(time) => Some(&framed.resolved.times[time].value),
            _ => None,
        });
        values.collect()
    };
    let (left, right) = (all(a), all(b));
    let same_status = a.claim.status == b.claim.status;
    left.iter().all(|x| right.iter().all(|y| days_meet(x, y) && !(same_status && far_apart(x, y))))
}

/// First and last day (or month, or year) of a time, as far as it has one.
fn days(value: &TimeValue) -> Option<(&str, &str)> {
    fn day(text: Option<&String>) -> Option<&str> {
        let text = text?.as_str();
        let dated = text.len() >= 4 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit);
        dated.then(|| text.split_once('T').map_or(text, |(day, _)| day))
    }
    let one = day(value.on_date.as_ref()).or_else(|| day(value.time.as_ref()));
    one.map(|day| (day, day)).or_else(|| day(value.begin.as_ref()).zip(day(value.end.as_ref())))
}

fn days_meet(a: &TimeValue, b: &TimeValue) -> bool {
    let (Some((a_first, a_last)), Some((b_first, b_last))) = (days(a), days(b)) else { return true };
    let not_before = |last: &str, first: &str| {
        let common = last.len().min(first.len());
        last.get(..common) >= first.get(..common)
    };
    not_before(a_last, b_first) && not_before(b_last, a_first)
}

/// Whether two clock times of the same form lie more than half an hour apart.
fn far_apart(a: &TimeValue, b: &TimeValue) -> bool {
    let (Some(a), Some(b)) = (a.time.as_deref(), b.time.as_deref()) else { return false };
    let clock = |text: &str| -> Option<i64> {
        let text = text.split_once('T').map_or(text, |(_, clock)| clock);
        let mut parts = text.splitn(3, ':').map(|p| p.get(..2).and_then(|p| p.parse::<i64>().ok()));
        Some(parts.next()?? * 60 + parts.next()??)
    };
    match (a.parse::<jiff::Timestamp>(), b.parse::<jiff::Timestamp>()) {
        (Ok(a), Ok(b)) => (a.as_second() - b.as_second()).abs() > 30 * 60,
        (Err(_), Err(_)) => matches!((clock(a), clock(b)), (Some(a), Some(b)) if (a - b).abs() > 30),
        _ => false,
    }
}

/// Whether two reports can be about events in one place: each place of one is, holds or lies in one of the other's.
pub fn places_agree(framed: &FramedDocument, a: &Report, b: &Report) -> bool {
    let entities = &framed.resolved.entities;
    let all = |report: &Report, roles: &[&str]| -> Vec<EntityId> {
        report.claim.arguments.iter().filter(|x| roles.contains(&x.role.as_str())).map(|x| x.entity).collect()
    };
    [&["occursAt", "destination"][..], &["origin"]].into_iter().all(|roles| {
        let (left, right) = (all(a, roles), all(b, roles));
        left.is_empty() || right.is_empty() || left.iter().any(|&x| right.iter().any(|&y| places_meet(entities, x, y)))
    })
}

/// Whether two places can hold one event.
///
/// A building and a city of which nothing is known can; two cities cannot, nor a place and a city outside of which it lies.
pub fn places_meet(entities: &[Entity], a: EntityId, b: EntityId) -> bool {
    let (around_a, around_b) = (around(entities, a), around(entities, b));
    if around_a.contains(&b) || around_b.contains(&a) {
        return true;
    }
    let (fine, around, coarse) = match size(entities[a].kind).cmp(&size(entities[b].kind)) {
        Ordering::Less => (a, around_a, b),
        Ordering::Greater => (b, around_b, a),
        Ordering::Equal => return false,
    };
    let known = around.iter().any(|&e| e != fine && size(entities[e].kind) == size(entities[coarse].kind));
    !known
}

/// The place itself and all that holds it.
fn around(entities: &[Entity], place: EntityId) -> Vec<EntityId> {
    let mut all = vec![place];
    let mut at = 0;
    while at < all.len() {
        for &outer in &entities[all[at]].located_in {
            if !all.contains(&outer) {
                all.push(outer);
            }
        }
        at += 1;
    }
    all
}

fn size(kind: EntityType) -> u8 {
    match kind {
        EntityType::City => 1,
        EntityType::Region => 2,
        EntityType::Country | EntityType::GeopoliticalEntity => 3,
        _ => 0,
    }
}

/// Whether the numbers agree. A toll may rise from an older report to a newer one, never fall.
pub fn counts_agree(older: &Report, newer: &Report) -> bool {
    let pair = |property: &str| Some((older.number(property)?, newer.number(property)?));
    pair("count").is_none_or(|(a, b)| a == b)
        && ["killed", "wounded"].into_iter().all(|p| pair(p).is_none_or(|(older, newer)| older <= newer))
}
