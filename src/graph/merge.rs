//! Which reports of a document are about one thing.
//!
//! Two reports are one event when their classes lie on one line of the hierarchy, they share a participant or a definite
//! reference, and no time, place, count or participant conflicts. In doubt they stay apart.

mod agree;
mod event;
mod reference;
#[cfg(test)]
mod tests;

use super::iri::slug;
use super::report::{Report, Sort};
use crate::frame::{FramedDocument, Status};
use crate::ontology::Ontology;
use std::collections::{BTreeMap, BTreeSet};

/// An event, holding, membership or place relation with all that the document says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Local name of its IRI.
    pub key: String,
    /// What it is.
    pub sort: Sort,
    /// Its status: that of the newest report that has one.
    pub status: Status,
    /// Its reports, oldest first.
    pub reports: Vec<usize>,
}

/// Gives each report its thing, and the things in order of their first report in the text.
pub fn merge(framed: &FramedDocument, ontology: &Ontology, reports: &mut [Report]) -> Vec<Thing> {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_key(|&r| (reports[r].rank, r));
    let mut groups: Vec<(String, Sort, Vec<usize>)> = Vec::new();
    let events: Vec<usize> = order.iter().copied().filter(|&r| reports[r].sort == Sort::Event).collect();
    for members in event::cluster(framed, ontology, reports, &events) {
        groups.push((format!("event-{}", reports[members[0]].hash), Sort::Event, members));
    }
    let mut relations: BTreeMap<(String, Sort), Vec<usize>> = BTreeMap::new();
    let bodies = Bodies::new(framed, reports);
    for &r in order.iter().filter(|&&r| reports[r].sort != Sort::Event) {
        relations.entry((relation_key(framed, &bodies, &reports[r]), reports[r].sort)).or_default().push(r);
    }
    groups.extend(relations.into_iter().map(|((key, sort), members)| (key, sort, members)));
    groups.sort_by_key(|(_, _, members)| members.iter().min().copied());
    let mut things = Vec::with_capacity(groups.len());
    for (key, sort, members) in groups {
        for &r in &members {
            reports[r].thing = things.len();
        }
        things.push(Thing { key, sort, status: newest(reports, &members), reports: members });
    }
    things
}

/// The status of the newest report that has one.
fn newest(reports: &[Report], oldest_first: &[usize]) -> Status {
    let known = oldest_first.iter().rev().map(|&r| reports[r].claim.status).find(|s| *s != Status::Unknown);
    known.unwrap_or_default()
}

/// The bodies named with each title of each holder, and the titles in each body, for reports that leave one of them out.
struct Bodies {
    of_title: BTreeMap<(usize, String), Vec<usize>>,
    titles: BTreeMap<(usize, usize), BTreeSet<String>>,
}

impl Bodies {
    fn new(framed: &FramedDocument, reports: &[Report]) -> Self {
        let mut bodies = Self { of_title: BTreeMap::new(), titles: BTreeMap::new() };
        for report in reports.iter().filter(|r| r.sort == Sort::RoleHolding) {
            let Some(key) = Self::key(report) else { continue };
            let list = bodies.of_title.entry(key.clone()).or_default();
            list.extend(report.entities("organization"));
            list.sort_by_key(|&e| &framed.resolved.entities[e].key);
            list.dedup();
            for body in report.entities("organization") {
                bodies.titles.entry((key.0, body)).or_default().insert(key.1.clone());
            }
        }
        bodies
    }

    fn key(report: &Report) -> Option<(usize, String)> {
        Some((report.entities("holder").next()?, slug(report.text("roleTitle")?)))
    }

    /// The body that the report names, or the only one that another report names for the same title and holder.
    fn of(&self, report: &Report) -> Option<usize> {
        report.entities("organization").next().or_else(|| match self.of_title.get(&Self::key(report)?)?.as_slice() {
            [one] => Some(*one),
            _ => None,
        })
    }

    /// The title that the report tells, or the only one that other reports tell for the same holder and body.
    fn title(&self, report: &Report) -> String {
        let only = || {
            let body = report.entities("organization").next()?;
            let titles = self.titles.get(&(report.entities("holder").next()?, body))?;
            titles.first().filter(|_| titles.len() == 1).cloned()
        };
        report.text("roleTitle").map(str::to_owned).or_else(only).unwrap_or_default()
    }
}

/// Local name of a holding, membership or place relation: what it joins, spelled out.
fn relation_key(framed: &FramedDocument, bodies: &Bodies, report: &Report) -> String {
    let entity = |role| report.entities(role).next().map_or("", |e| framed.resolved.entities[e].key.as_str());
    match report.sort {
        Sort::RoleHolding => {
            let body = bodies.of(report).map(|e| framed.resolved.entities[e].key.as_str());
            let holder = entity("holder");
            format!("holding-{}--{}", holder.strip_prefix("person-").unwrap_or(holder), role_name(&bodies.title(report), body))
        }
        Sort::Membership => format!("membership-{}--{}", entity("member"), entity("organization")),
        Sort::Location | Sort::Event => format!("location-{}--{}", entity("participant"), entity("occursAt")),
    }
}

/// What names a role: its title, where it is told, and the body that it is in.
pub fn role_name(title: &str, body: Option<&str>) -> String {
    match body {
        Some(body) if title.is_empty() => format!("in--{body}"),
        Some(body) => format!("{}--{body}", slug(title)),
        None => slug(title),
    }
}
