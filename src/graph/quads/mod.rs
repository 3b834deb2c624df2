//! A document's graph as quads: the document, its posts, reports, things and entities, in the graph that it names.

mod entity;
mod event;
mod relation;
mod sink;
#[cfg(test)]
mod tests;
mod text;

use super::DocumentGraph;
use super::iri;
use super::report::{Report, Sort};
use crate::document::CodePoints;
use crate::moment::{Moment, zone};
use oxrdf::Quad;
use sink::Sink;
pub use sink::{Iris, typed_time};
pub use text::Lost;

impl DocumentGraph {
    /// The quads of the document, without what rules infer.
    ///
    /// `extracted_by` names the program, its model and its rules.
    pub fn quads(&self, iris: &Iris, extracted_by: &str) -> Vec<Quad> {
        let document = &self.framed.resolved.parsed.document;
        let key = iri::document(&document.id);
        let mut sink = Sink::new(iris, &key);
        self.write_document(&mut sink, &key, extracted_by);
        let posts = iri::post_keys(document);
        let post_name = |post: usize| iri::post(&document.id, &posts[post]);
        for post in 0..document.posts.len() {
            self.write_post(&mut sink, &key, &post_name(post), post);
        }
        for thing in &self.things {
            match thing.sort {
                Sort::Event => self.write_event(&mut sink, thing),
                Sort::RoleHolding => self.write_holding(&mut sink, thing),
                Sort::Membership => self.write_membership(&mut sink, thing),
                Sort::Location => self.write_location(&mut sink, thing),
            }
        }
        let mut points = CodePoints::new(&document.text);
        for report in &self.reports {
            self.write_report(&mut sink, report, &post_name(report.post), &mut points);
        }
        for entity in self.named_entities() {
            self.write_entity(&mut sink, entity);
        }
        sink.finish()
    }

    fn write_document(&self, sink: &mut Sink, key: &str, extracted_by: &str) {
        let document = &self.framed.resolved.parsed.document;
        let about = &document.metadata;
        sink.class(key, "Document");
        sink.label(key, about.title.as_deref().unwrap_or(&document.id));
        sink.identifier(key, &document.id);
        for (property, value) in [("headline", &about.title), ("publisher", &about.publisher), ("licence", &about.licence)] {
            if let Some(value) = value.as_deref().filter(|v| !v.trim().is_empty()) {
                sink.string(key, property, value.trim());
            }
        }
        if let Some(url) = &about.url {
            sink.url(key, url);
        }
        if let Some(published) = &about.published {
            let place = about.timezone.as_deref().and_then(|z| zone(z).ok());
            let full = published.parse::<Moment>().ok().map(|moment| match (place, moment.time, &moment.zone) {
                (Some(place), Some(_), None) => moment.in_zone(&place).to_string(),
                _ => moment.to_string(),
            });
            if let Some(full) = full {
                sink.time(key, "published", &full);
            }
        }
        sink.string(key, "extractedBy", extracted_by);
    }

    fn write_post(&self, sink: &mut Sink, document_key: &str, key: &str, at: usize) {
        let document = &self.framed.resolved.parsed.document;
        let post = &document.posts[at];
        sink.class(key, "Post");
        sink.link(key, "inDocument", document_key);
        sink.number(key, "position", post.position as u64);
        let headline = post.headline.map(|span| document.slice(span).trim()).filter(|h| !h.is_empty());
        if let Some(headline) = headline {
            sink.string(key, "headline", headline);
        }
        sink.label(key, headline.unwrap_or(&format!("Post {}", post.position)));
        if let Some(published) = &post.published {
            sink.time(key, "published", published);
        }
        match post.updated.as_deref() {
            Some("true") => sink.truth(key, "updated"),
            Some(moment) => sink.time(key, "updated", moment),
            None => {}
        }
        for name in &post.byline {
            sink.string(key, "byline", name);
        }
    }

    fn write_report(&self, sink: &mut Sink, report: &Report, post: &str, points: &mut CodePoints) {
        let document = &self.framed.resolved.parsed.document;
        let entities = &self.framed.resolved.entities;
        let thing = &self.things[report.thing];
        let claim = &report.claim;
        let key = format!("report-{}", iri::hash([report.hash.as_str(), &thing.key], 8));
        sink.class(&key, "Report");
        sink.link(&key, "reports", &thing.key);
        sink.term(&key, "status", claim.status.as_str());
        sink.link(&key, "inPost", post);
        sink.string(&key, "quote", document.slice(claim.evidence));
        sink.number(&key, "startOffset", points.at(claim.evidence.start) as u64);
        sink.number(&key, "endOffset", points.at(claim.evidence.end) as u64);
        sink.string(&key, "trigger", document.slice(report.trigger));
        sink.decimal(&key, "confidence", claim.confidence);
        for rule in &claim.rules {
            sink.string(&key, "rule", rule);
        }
        for argument in &claim.arguments {
            sink.link(&key, "mentions", &entities[argument.entity].key);
        }
        for (source, _) in &claim.according_to {
            sink.link(&key, "accordingTo", &entities[*source].key);
        }
        if let Some(statement) = claim.in_statement.and_then(|frame| self.event_of(frame)) {
            sink.link(&key, "inStatement", &statement.key);
        }
        if let Some(words) = self.time_text(report) {
            sink.string(&key, "timeText", &words);
        }
        if matches!(report.sort, Sort::RoleHolding | Sort::Membership) {
            sink.term(&key, "tenure", report.text("tenure").unwrap_or("Current"));
        }
    }
}
