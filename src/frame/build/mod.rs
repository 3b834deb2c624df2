//! Puts frames together: triggers, slots, support verbs, times, places, sources.

mod carriers;
mod finish;
mod participles;
mod places;
mod sources;
mod times;
mod triggers;

use super::clause::Clause;
use super::evoke::Evoked;
use super::status::Statuses;
use super::syntax::Syntax;
use super::{Argument, Frame, FrameKind, FramedDocument, Status};
use crate::lexicon::Lexicon;
use crate::resolve::ResolvedDocument;
use crate::vocabulary::{DL, F};
use std::collections::{BTreeMap, HashSet};

/// A trigger on its way to a frame.
struct Draft {
    kind: FrameKind,
    head: usize,
    clause: Clause,
    evoked: Evoked,
    status: Status,
    times: Vec<usize>,
    places: Vec<usize>,
    /// The verb that carries an event noun ("held talks"): index of its draft.
    carrier: Option<usize>,
    origin: Option<usize>,
    extra: Vec<Argument>,
}

impl Draft {
    fn is_event(&self) -> bool {
        self.evoked.classes.iter().any(|c| c.starts_with(DL))
    }
    /// The words of the trigger and what belongs to it, of an event.
    fn event_words(&self) -> impl Iterator<Item = usize> + '_ {
        self.evoked.used.iter().copied().filter(|_| self.is_event())
    }
    fn evokes(&self, class: &str) -> bool {
        self.evoked.classes.iter().any(|c| c.strip_prefix(F) == Some(class))
    }
}

/// Reads the frames of a document.
pub fn frame(resolved: ResolvedDocument, lexicon: &Lexicon) -> FramedDocument {
    let vocabulary = resolved.parsed.tokens.iter().map(|t| &*t.lower).collect();
    let frames = Builder::new(&resolved, &vocabulary, lexicon).build();
    FramedDocument { resolved, frames }
}

struct Builder<'a> {
    syntax: Syntax<'a>,
    lexicon: &'a Lexicon,
    statuses: Statuses<'a>,
    drafts: Vec<Draft>,
    /// Trigger head token to draft, for verbs, nouns and adjectives.
    at: BTreeMap<usize, usize>,
}

impl<'a> Builder<'a> {
    fn new(resolved: &'a ResolvedDocument, vocabulary: &'a HashSet<&'a str>, lexicon: &'a Lexicon) -> Self {
        let syntax = Syntax::new(resolved, vocabulary);
        Self { syntax, lexicon, statuses: Statuses { syntax, lexicon }, drafts: Vec::new(), at: BTreeMap::new() }
    }

    fn build(mut self) -> Vec<Frame> {
        self.predicates();
        self.nouns();
        self.carriers();
        self.participles();
        self.times();
        self.leading();
        self.presuppose();
        self.places();
        self.context_places();
        self.disasters_told_twice();
        self.attributions();
        self.titles_and_locations();
        self.finish()
    }

    fn push(&mut self, kind: FrameKind, head: usize, clause: Clause, evoked: Evoked, status: Status) -> usize {
        self.drafts.push(Draft {
            kind,
            head,
            clause,
            evoked,
            status,
            times: Vec::new(),
            places: Vec::new(),
            carrier: None,
            origin: None,
            extra: Vec::new(),
        });
        self.drafts.len() - 1
    }
}
