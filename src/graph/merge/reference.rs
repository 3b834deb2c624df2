//! How a trigger refers: by which word, as known or as new, and with what beside it that tells one event from another.

use crate::document::BlockKind;
use crate::frame::{FrameKind, FramedDocument};
use crate::graph::report::Report;
use crate::parse::Dep;
use std::collections::BTreeSet;

/// Words before a noun that take the event as known.
const KNOWN: [&str; 11] = ["the", "this", "that", "these", "those", "his", "her", "their", "its", "our", "both"];
/// Modifiers that set an event apart from another one with the same people: a working lunch within a summit, a second round.
const APART: [&str; 30] = [
    "another",
    "other",
    "second",
    "third",
    "fourth",
    "fifth",
    "next",
    "new",
    "separate",
    "further",
    "additional",
    "previous",
    "earlier",
    "last",
    "follow-up",
    "subsequent",
    "future",
    "later",
    "past",
    "former",
    "expanded",
    "smaller",
    "wider",
    "trilateral",
    "three-way",
    "four-way",
    "one-on-one",
    "head-to-head",
    "working",
    "final",
];
/// Modifiers that say nothing about which event it is.
const IDLE: [&str; 14] = [
    "planned",
    "scheduled",
    "upcoming",
    "expected",
    "pivotal",
    "key",
    "crucial",
    "historic",
    "high-stakes",
    "long-awaited",
    "much-anticipated",
    "ongoing",
    "current",
    "whole",
];

/// How one report's trigger refers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The word: a noun as it is written (one bombing is not the bombings), a verb's lemma.
    pub word: String,
    /// "the summit", "their talks", "Friday's vote"; a headline leaves the article out.
    pub definite: bool,
    /// Words that tell which one, lower case.
    pub modifiers: BTreeSet<String>,
    /// Those that set it apart from another event with the same people.
    apart: BTreeSet<String>,
}

impl Reference {
    /// Reads it off the tree.
    pub fn new(framed: &FramedDocument, report: &Report) -> Self {
        let frame = &framed.frames[report.claim.frame];
        let parsed = &framed.resolved.parsed;
        let lower = |t: usize| parsed.tokens[t].lower.to_string();
        if frame.kind != FrameKind::Noun {
            return Self { word: frame.lemma.clone(), definite: false, modifiers: BTreeSet::new(), apart: BTreeSet::new() };
        }
        let head = frame.trigger.end - 1;
        let children = || frame.trigger.clone().flat_map(|t| parsed.children(t)).filter(|c| !frame.trigger.contains(c));
        let sentence = &parsed.sentences[frame.sentence];
        let headline = parsed.document.posts[sentence.post].blocks[sentence.block].kind == BlockKind::Headline;
        let known = |t: usize| parsed.tokens[t].dep == Dep::Poss || KNOWN.contains(&&*parsed.tokens[t].lower);
        let bare = |t: usize| matches!(parsed.tokens[t].dep, Dep::Compound | Dep::Amod | Dep::Prep | Dep::Punct);
        let named = |t: usize| framed.resolved.parsed.names.iter().any(|n| n.tokens.contains(&t));
        let tells = |t: &usize| {
            let word = parsed.tokens[*t].lower.as_ref();
            matches!(parsed.tokens[*t].dep, Dep::Amod | Dep::Compound | Dep::Nummod) && !named(*t) && !IDLE.contains(&word)
        };
        let modifiers: BTreeSet<String> = children().filter(tells).chain(frame.trigger.start..head).map(lower).collect();
        let apart = modifiers.iter().filter(|m| APART.contains(&m.as_str())).cloned().collect();
        Self { word: lower(head), definite: children().any(known) || headline && children().all(bare), modifiers, apart }
    }

    /// Whether something sets the two apart whoever takes part.
    pub fn is_apart(&self, other: &Self) -> bool {
        self.apart != other.apart
    }
}
