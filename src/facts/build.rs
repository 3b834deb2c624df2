//! Reports and entities to lines.

use super::{EntityLine, Fact, FactArgument, Line, Passage, Reference};
use crate::claim::Value;
use crate::document::{CodePoints, Span};
use crate::graph::DocumentGraph;
use crate::graph::report::{Report, Sort, attribution};
use crate::resolve::{EntityId, QuoteKind};
use std::ops::Range;

/// The lines of a document: its reports in text order, then the things that it names.
pub fn facts(graph: &DocumentGraph) -> Vec<Line> {
    let mut lines = Lines { graph, points: CodePoints::new(&graph.framed.resolved.parsed.document.text) };
    let mut out: Vec<Line> = graph.reports.iter().map(|report| Line::Fact(Box::new(lines.fact(report)))).collect();
    out.extend(graph.named_entities().into_iter().map(|entity| Line::Entity(lines.entity(entity))));
    out
}

struct Lines<'a> {
    graph: &'a DocumentGraph,
    points: CodePoints<'a>,
}

impl Lines<'_> {
    fn passage(&mut self, span: Span) -> Passage {
        Passage {
            text: self.graph.framed.resolved.parsed.document.slice(span).to_owned(),
            start: self.points.at(span.start),
            end: self.points.at(span.end),
            spans: Vec::new(),
        }
    }

    fn fact(&mut self, report: &Report) -> Fact {
        let graph = self.graph;
        let parsed = &graph.framed.resolved.parsed;
        let claim = &report.claim;
        let event = |property: &str| match report.value(property)? {
            Value::Frame(frame) => graph.event_of(*frame).map(|thing| thing.key.clone()),
            _ => None,
        };
        let time = graph.time(report);
        let mut fact = Fact {
            document: parsed.document.id.clone(),
            post: parsed.document.posts[report.post].position,
            id: graph.things[report.thing].key.clone(),
            kind: report.kind.clone(),
            types: report.types.clone(),
            status: if report.sort == Sort::Event { claim.status.as_str().to_owned() } else { String::new() },
            time: time.time.clone().or(time.on_date.clone()),
            begin: time.begin.clone(),
            end: time.end.clone(),
            time_text: graph.time_text(report),
            trigger: Some(self.passage(report.trigger)),
            args: self.arguments(report),
            count: report.number("count"),
            killed: report.number("killed"),
            wounded: report.number("wounded"),
            part_of: event("partOf"),
            replaced_by: event("replacedBy"),
            according_to: claim.according_to.iter().map(|(entity, _)| self.reference(*entity)).collect(),
            in_statement: claim.in_statement.and_then(|frame| graph.event_of(frame)).map(|thing| thing.key.clone()),
            confidence: (f64::from(claim.confidence) * 100.0).round() / 100.0,
            evidence: self.passage(claim.evidence),
            ..Fact::default()
        };
        match report.sort {
            Sort::RoleHolding => {
                fact.title = report.text("roleTitle").map(str::to_owned);
                fact.tenure = report.text("tenure").map(str::to_owned);
                fact.capacity = report.text("capacity").map(str::to_owned);
            }
            Sort::Membership => fact.tenure = report.text("tenure").map(str::to_owned),
            Sort::Event => self.attribute(&mut fact, report),
            Sort::Location => {}
        }
        fact
    }

    fn reference(&self, entity: EntityId) -> Reference {
        let entity = &self.graph.framed.resolved.entities[entity];
        Reference { id: entity.key.clone(), label: entity.label.clone() }
    }

    fn arguments(&mut self, report: &Report) -> Vec<FactArgument> {
        let resolved = &self.graph.framed.resolved;
        let mut out = Vec::new();
        for argument in &report.claim.arguments {
            let words = argument.mention.map(|mention| self.passage(resolved.mention_span(mention)));
            let Reference { id, label } = self.reference(argument.entity);
            out.push(FactArgument {
                role: argument.role.clone(),
                id,
                label,
                start: words.as_ref().map(|w| w.start),
                end: words.as_ref().map(|w| w.end),
                text: words.map(|w| w.text),
                rule: argument.rule.clone(),
            });
        }
        for value in report.claim.values.iter().filter(|v| v.property == "about") {
            let Value::Frame(frame) = value.value else { continue };
            let Some(thing) = self.graph.event_of(frame) else { continue };
            let span = self.graph.framed.trigger_span(frame);
            let words = self.passage(span);
            let inside = report.claim.evidence.contains(span);
            out.push(FactArgument {
                role: "about".to_owned(),
                id: thing.key.clone(),
                label: words.text.clone(),
                start: inside.then_some(words.start),
                end: inside.then_some(words.end),
                text: inside.then_some(words.text),
                rule: value.rule.clone(),
            });
        }
        out
    }

    fn attribute(&mut self, fact: &mut Fact, report: &Report) {
        let Some(attribution) = attribution(&self.graph.framed, report.claim.frame) else { return };
        let parsed = &self.graph.framed.resolved.parsed;
        fact.cue = Some(self.passage(parsed.span(attribution.cue.clone())));
        let kind = match attribution.quote_kind {
            QuoteKind::Direct => "Direct",
            QuoteKind::Indirect => "Indirect",
            QuoteKind::Mixed => "Mixed",
        };
        fact.quote_kind = Some(kind.to_owned());
        let parts: Vec<Passage> =
            attribution.content.iter().map(|part: &Range<usize>| self.passage(parsed.span(part.clone()))).collect();
        let (Some(first), Some(last)) = (attribution.content.first(), attribution.content.last()) else { return };
        let mut content = self.passage(parsed.span(first.clone()).cover(parsed.span(last.clone())));
        if parts.len() > 1 {
            content.spans = parts.iter().map(|p| (p.start, p.end)).collect();
            fact.content_parts = parts;
        }
        fact.content = Some(content);
    }

    fn entity(&self, id: EntityId) -> EntityLine {
        let entity = &self.graph.framed.resolved.entities[id];
        EntityLine {
            document: self.graph.framed.resolved.parsed.document.id.clone(),
            kind: "Entity".to_owned(),
            id: entity.key.clone(),
            class: entity.kind.class().to_owned(),
            label: entity.label.clone(),
            alt_labels: entity.alt_labels.clone(),
            same_as: entity.same_as.clone(),
        }
    }
}
