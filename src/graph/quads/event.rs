//! Events: classes, status, arguments, times and numbers.
//!
//! A plan does not become a fact by merging: an argument is one of the event only if a report that tells it as it came to
//! be told, or as having happened, names it. Else it was expected.

use super::super::DocumentGraph;
use super::super::merge::Thing;
use super::super::report::{Report, attribution};
use super::Sink;
use crate::claim::Value;
use crate::frame::Status;
use crate::resolve::{EntityId, QuoteKind};
use std::collections::{BTreeMap, BTreeSet};

/// Roles of those who take part, most general first.
const TAKE_PART: [&str; 6] = ["participant", "agent", "target", "speaker", "addressee", "victim"];

impl DocumentGraph {
    pub(super) fn write_event(&self, sink: &mut Sink, thing: &Thing) {
        let reports: Vec<&Report> = thing.reports.iter().map(|&r| &self.reports[r]).collect();
        let told = |r: &&Report| r.claim.status == thing.status || matches!(r.claim.status, Status::Occurred | Status::Ongoing);
        let (facts, plans): (Vec<&Report>, Vec<&Report>) = reports.iter().copied().partition(told);
        let classes: BTreeSet<&str> =
            reports.iter().flat_map(|r| r.types.iter().map(String::as_str).chain([r.kind.as_str()])).collect();
        for class in self.most_specific(&classes) {
            sink.class(&thing.key, class);
        }
        sink.term(&thing.key, "status", thing.status.as_str());
        let roles = roles(&facts, &plans);
        sink.label(&thing.key, &self.event_label(&reports, &roles));
        for (role, entities) in &roles {
            for &entity in entities {
                sink.link(&thing.key, role, &self.framed.resolved.entities[entity].key);
            }
        }
        self.write_frames(sink, thing, &facts, &reports);
        self.write_time(sink, thing, &facts);
        for property in ["count", "killed", "wounded"] {
            if let Some(number) = facts.iter().rev().find_map(|r| r.number(property)) {
                sink.number(&thing.key, property, number);
            }
        }
        self.write_attribution(sink, thing, &reports);
    }

    /// Classes of which no other one is a subclass.
    fn most_specific<'a>(&self, classes: &BTreeSet<&'a str>) -> Vec<&'a str> {
        let below = |class: &str, other: &str| self.superclasses.get(class).is_some_and(|s| s.contains(other));
        classes.iter().copied().filter(|class| !classes.iter().any(|other| below(other, class))).collect()
    }

    /// Links to other events.
    fn write_frames(&self, sink: &mut Sink, thing: &Thing, facts: &[&Report], all: &[&Report]) {
        for (property, reports) in [("about", all), ("partOf", all), ("replacedBy", facts)] {
            for value in reports.iter().flat_map(|r| &r.claim.values).filter(|v| v.property == property) {
                let Value::Frame(frame) = value.value else { continue };
                if let Some(other) = self.event_of(frame).filter(|other| other.key != thing.key) {
                    sink.link(&thing.key, property, &other.key);
                }
            }
        }
    }

    /// The time of the newest report that has one.
    fn write_time(&self, sink: &mut Sink, thing: &Thing, facts: &[&Report]) {
        let mut newest = None;
        for report in facts.iter().rev() {
            let time = self.time(report);
            let valued = [&time.time, &time.on_date, &time.begin, &time.end].into_iter().any(Option::is_some);
            if valued {
                newest = Some((*report, time));
                break;
            }
        }
        let words = newest
            .as_ref()
            .map_or_else(|| facts.iter().rev().find_map(|r| self.time_text(r)), |(report, _)| self.time_text(report));
        if let Some(words) = words {
            sink.string(&thing.key, "timeText", &words);
        }
        let Some((_, time)) = newest else { return };
        let parts = [("begin", time.time.or(time.begin)), ("end", time.end), ("onDate", time.on_date)];
        for (property, value) in parts {
            if let Some(value) = value {
                sink.time(&thing.key, property, &value);
            }
        }
        if let Some(precision) = time.precision {
            sink.term(&thing.key, "timePrecision", precision);
        }
    }

    fn write_attribution(&self, sink: &mut Sink, thing: &Thing, reports: &[&Report]) {
        let document = &self.framed.resolved.parsed.document;
        let found = reports.iter().find_map(|r| Some((*r, attribution(&self.framed, r.claim.frame)?)));
        let Some((report, attribution)) = found else { return };
        let span = |tokens: &std::ops::Range<usize>| self.framed.resolved.parsed.span(tokens.clone());
        let cue = document.slice(span(&attribution.cue)).trim();
        if !cue.is_empty() {
            sink.string(&thing.key, "cue", cue);
        }
        let parts: Vec<&str> = attribution.content.iter().map(|part| document.slice(span(part)).trim()).collect();
        let words = if parts.is_empty() { report.text("text").unwrap_or_default().to_owned() } else { parts.join(" ") };
        if !words.is_empty() {
            sink.string(&thing.key, "text", &words);
            let kind = match attribution.quote_kind {
                QuoteKind::Direct => "Direct",
                QuoteKind::Indirect => "Indirect",
                QuoteKind::Mixed => "Mixed",
            };
            sink.term(&thing.key, "quoteKind", kind);
        }
    }

    /// The class and who takes part: "`PhoneCall`: Aino Salo, Rui Prado".
    fn event_label(&self, reports: &[&Report], roles: &BTreeMap<String, BTreeSet<EntityId>>) -> String {
        let kinds: BTreeSet<&str> = reports.iter().map(|r| r.kind.as_str()).collect();
        let kind = self.most_specific(&kinds).first().copied().unwrap_or("Event");
        let taking = TAKE_PART.iter().chain(&["expectedParticipant"]).filter_map(|r| roles.get(*r)).flatten();
        let mut names: Vec<&str> = Vec::new();
        for &entity in taking {
            let label = self.framed.resolved.entities[entity].label.as_str();
            if !names.contains(&label) {
                names.push(label);
            }
        }
        let more = if names.len() > 3 { " and others" } else { "" };
        names.truncate(3);
        if names.is_empty() { kind.to_owned() } else { format!("{kind}: {}{more}", names.join(", ")) }
    }
}

/// Roles of the event with what fills them; each participant in its most specific roles.
fn roles(facts: &[&Report], plans: &[&Report]) -> BTreeMap<String, BTreeSet<EntityId>> {
    let mut roles: BTreeMap<String, BTreeSet<EntityId>> = BTreeMap::new();
    let arguments = |reports: &[&Report]| -> Vec<(String, EntityId)> {
        reports.iter().flat_map(|r| r.claim.arguments.iter().map(|a| (a.role.clone(), a.entity))).collect()
    };
    for (role, entity) in arguments(facts) {
        roles.entry(role).or_default().insert(entity);
    }
    for (role, entity) in arguments(plans) {
        let expected = match role.as_str() {
            role if TAKE_PART.contains(&role) => "expectedParticipant",
            "occursAt" | "destination" => "expectedAt",
            "origin" | "vehicle" | "instrument" => continue,
            other => other,
        };
        roles.entry(expected.to_owned()).or_default().insert(entity);
    }
    let union = |roles: &BTreeMap<String, BTreeSet<EntityId>>, names: &[&str]| -> BTreeSet<EntityId> {
        names.iter().filter_map(|n| roles.get(*n)).flatten().copied().collect()
    };
    let excluded = union(&roles, &["excluded"]);
    let special = union(&roles, &TAKE_PART[1..]);
    for name in TAKE_PART {
        if let Some(fillers) = roles.get_mut(name) {
            fillers.retain(|e| !(excluded.contains(e) || name == "participant" && special.contains(e)));
        }
    }
    let (present, there) = (union(&roles, &TAKE_PART), union(&roles, &["occursAt"]));
    for (name, taken) in [("expectedParticipant", &present), ("expectedAt", &there)] {
        if let Some(fillers) = roles.get_mut(name) {
            fillers.retain(|e| !taken.contains(e) && (name == "expectedAt" || !excluded.contains(e)));
        }
    }
    roles
}
