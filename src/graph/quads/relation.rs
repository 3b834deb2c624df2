//! Role holdings, memberships and place relations.

use super::super::DocumentGraph;
use super::super::merge::{Thing, role_name};
use super::Sink;
use crate::frame::Status;
use crate::resolve::Entity;

impl DocumentGraph {
    /// The filler of a role in the newest report that has one.
    fn filler(&self, thing: &Thing, role: &str) -> Option<&Entity> {
        let found = thing.reports.iter().rev().find_map(|&r| self.reports[r].entities(role).next())?;
        Some(&self.framed.resolved.entities[found])
    }

    /// The newest words for a property.
    fn newest_text(&self, thing: &Thing, property: &str) -> Option<&str> {
        thing.reports.iter().rev().find_map(|&r| self.reports[r].text(property))
    }

    pub(super) fn write_holding(&self, sink: &mut Sink, thing: &Thing) {
        let Some(holder) = self.filler(thing, "holder") else { return };
        let title = self.newest_text(thing, "roleTitle").map(plain_title);
        let body = self.filler(thing, "organization");
        let role = format!("role-{}", role_name(title.as_deref().unwrap_or_default(), body.map(|b| b.key.as_str())));
        // "Ann Lee of the Institute" tells the body alone
        let name = title.as_deref().unwrap_or("a post");
        let label = body.map_or_else(|| name.to_owned(), |body| format!("{name}, {}", body.label));
        sink.class(&thing.key, "RoleHolding");
        sink.label(&thing.key, &format!("{}: {label}", holder.label));
        sink.link(&thing.key, "holder", &holder.key);
        sink.link(&thing.key, "role", &role);
        sink.term(&thing.key, "capacity", self.newest_text(thing, "capacity").unwrap_or("Full"));
        self.write_stretch(sink, thing);
        sink.class(&role, "Role");
        sink.label(&role, &label);
        if let Some(title) = &title {
            sink.string(&role, "roleTitle", title);
        }
        if let Some(body) = body {
            sink.link(&role, "roleIn", &body.key);
        }
    }

    pub(super) fn write_membership(&self, sink: &mut Sink, thing: &Thing) {
        let (Some(member), Some(body)) = (self.filler(thing, "member"), self.filler(thing, "organization")) else { return };
        sink.class(&thing.key, "Membership");
        sink.label(&thing.key, &format!("{}: {}", member.label, body.label));
        sink.link(&thing.key, "member", &member.key);
        sink.link(&thing.key, "organization", &body.key);
        self.write_stretch(sink, thing);
    }

    /// Since when and up to when, where a report tells it.
    fn write_stretch(&self, sink: &mut Sink, thing: &Thing) {
        let times = || thing.reports.iter().rev().map(|&r| self.time(&self.reports[r]));
        if let Some(from) = times().find_map(|t| t.begin) {
            sink.time(&thing.key, "from", &from);
        }
        if let Some(until) = times().find_map(|t| t.end) {
            sink.time(&thing.key, "until", &until);
        }
    }

    pub(super) fn write_location(&self, sink: &mut Sink, thing: &Thing) {
        let (Some(inner), Some(outer)) = (self.filler(thing, "participant"), self.filler(thing, "occursAt")) else { return };
        sink.class(&thing.key, "PlaceRelation");
        sink.label(&thing.key, &format!("{} in {}", inner.label, outer.label));
        sink.link(&thing.key, "innerPlace", &inner.key);
        sink.link(&thing.key, "outerPlace", &outer.key);
        if matches!(thing.status, Status::Occurred | Status::Ongoing | Status::Unknown) {
            sink.link(&inner.key, "locatedIn", &outer.key);
        }
    }
}

/// A title in lower case, but for words that are written with several capitals: "foreign minister", "CEO".
fn plain_title(title: &str) -> String {
    let plain = |word: &str| {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        if capitals > 1 { word.to_owned() } else { word.to_lowercase() }
    };
    title.split_whitespace().map(plain).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_keeps_the_capitals_of_abbreviations() {
        assert_eq!(plain_title("Foreign  Minister"), "foreign minister");
        assert_eq!(plain_title("Deputy CEO"), "deputy CEO");
    }
}
