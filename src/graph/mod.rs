//! Claims to quads: IRIs, merging, status history, inference, the Turtle writer.

pub mod iri;
pub mod merge;
pub mod quads;
pub mod report;
mod times;
pub mod turtle;

use crate::claim::Claim;
use crate::frame::{FrameId, FramedDocument};
use crate::ontology::Ontology;
use crate::resolve::EntityId;
use crate::vocabulary::DL;
use merge::Thing;
use report::{Loss, Report, Sort};
use std::collections::{BTreeMap, BTreeSet};

/// All that a document says, each report with the thing that it is about.
#[derive(Clone, Debug)]
pub struct DocumentGraph {
    /// The stages before.
    pub framed: FramedDocument,
    /// Reports, in text order.
    pub reports: Vec<Report>,
    /// Events, holdings, memberships and place relations, in order of their first report in the text.
    pub things: Vec<Thing>,
    /// What was lost on the way from the claims.
    pub losses: Vec<Loss>,
    /// Superclasses of each class of the reports, by local name.
    superclasses: BTreeMap<String, BTreeSet<String>>,
}

impl DocumentGraph {
    /// Checks the claims against the text and gathers them into things.
    pub fn new(framed: FramedDocument, claims: Vec<Claim>, ontology: &Ontology) -> Self {
        let (mut reports, losses) = report::reports(&framed, claims);
        let things = merge::merge(&framed, ontology, &mut reports);
        let local = |iri: &String| iri.strip_prefix(DL).map(str::to_owned);
        let superclasses = reports
            .iter()
            .flat_map(|r| r.types.iter().chain([&r.kind]))
            .map(|class| (class.clone(), ontology.superclasses(&format!("{DL}{class}")).iter().filter_map(local).collect()))
            .collect();
        Self { framed, reports, things, losses, superclasses }
    }

    /// The event that a frame became.
    pub fn event_of(&self, frame: FrameId) -> Option<&Thing> {
        let report = self.reports.iter().find(|r| r.claim.frame == frame && r.sort == Sort::Event)?;
        Some(&self.things[report.thing])
    }

    /// The things to be described: those with a name, and those that a report speaks of; with what they belong to or lie in.
    pub fn named_entities(&self) -> Vec<EntityId> {
        let entities = &self.framed.resolved.entities;
        let mut wanted: BTreeSet<EntityId> = (0..entities.len()).filter(|&e| entities[e].named).collect();
        for report in &self.reports {
            wanted.extend(report.claim.arguments.iter().map(|a| a.entity));
            wanted.extend(report.claim.according_to.iter().map(|(e, _)| *e));
        }
        let mut queue: Vec<EntityId> = wanted.iter().copied().collect();
        while let Some(entity) = queue.pop() {
            for &other in entities[entity].of.iter().chain(&entities[entity].located_in) {
                if wanted.insert(other) {
                    queue.push(other);
                }
            }
        }
        wanted.into_iter().collect()
    }
}
