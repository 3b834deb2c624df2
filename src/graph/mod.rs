//! Claims to quads: IRIs, merging, status history, inference, the Turtle writer.

pub mod infer;
pub mod iri;
pub mod merge;
pub mod order;
pub mod quads;
pub mod report;
#[cfg(test)]
pub(crate) mod testing;
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
    /// The frames that had a claim.
    claimed: BTreeSet<FrameId>,
    /// The event that each frame with a report of one became.
    events: BTreeMap<FrameId, usize>,
    /// Superclasses of each class of the reports, by local name.
    superclasses: BTreeMap<String, BTreeSet<String>>,
}

impl DocumentGraph {
    /// Checks the claims against the text and gathers them into things.
    pub fn new(framed: FramedDocument, claims: Vec<Claim>, ontology: &Ontology) -> Self {
        let claimed = claims.iter().map(|c| c.frame).collect();
        let (reports, losses) = report::reports(&framed, claims);
        let (things, events, superclasses) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        let mut graph = Self { framed, reports, things, losses, claimed, events, superclasses };
        graph.gather(ontology);
        graph
    }

    /// Keeps the reports, by index, that are wanted, and gathers them anew.
    pub fn retain(&mut self, ontology: &Ontology, wanted: impl Fn(usize) -> bool) {
        let mut at = 0;
        self.reports.retain(|_| {
            at += 1;
            wanted(at - 1)
        });
        self.gather(ontology);
    }

    fn gather(&mut self, ontology: &Ontology) {
        self.things = merge::merge(&self.framed, ontology, &mut self.reports);
        self.events.clear();
        for report in self.reports.iter().filter(|r| r.sort == Sort::Event) {
            self.events.entry(report.claim.frame).or_insert(report.thing);
        }
        let local = |iri: &String| iri.strip_prefix(DL).map(str::to_owned);
        let above = |class: &String| ontology.superclasses(&format!("{DL}{class}")).iter().filter_map(local).collect();
        let classes = self.reports.iter().flat_map(|r| r.types.iter().chain([&r.kind]));
        self.superclasses = classes.map(|class| (class.clone(), above(class))).collect();
    }

    /// Whether a rule made a claim of the frame.
    pub fn claimed(&self, frame: FrameId) -> bool {
        self.claimed.contains(&frame)
    }

    /// The event that a frame became.
    pub fn event_of(&self, frame: FrameId) -> Option<&Thing> {
        self.events.get(&frame).map(|&thing| &self.things[thing])
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
