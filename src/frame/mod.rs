//! Who did what: predicates with their arguments, status and source. After this stage nobody looks at a dependency label.

mod build;
mod clause;
mod dump;
mod evoke;
mod held;
mod presupposed;
mod status;
mod syntax;

pub use build::frame;
pub use dump::render;

use crate::document::Span;
use crate::resolve::{MentionId, ResolvedDocument};
use std::ops::Range;

/// Index into [`FramedDocument::frames`].
pub type FrameId = usize;

/// What a frame was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameKind {
    /// A verb.
    Verb,
    /// An event noun.
    Noun,
    /// "X is a Y".
    Copula,
    /// A title or apposition.
    Title,
    /// One place in another.
    In,
    /// A direct quote or attributed speech: `f:Attribution`.
    Attribution,
}

/// Whether something happened, as the text tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the ontology defines each status")]
pub enum Status {
    Occurred,
    Ongoing,
    Planned,
    Cancelled,
    Desired,
    Conditional,
    Possible,
    Denied,
    #[default]
    Unknown,
}

impl Status {
    /// The local name of its individual.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Occurred => "Occurred",
            Self::Ongoing => "Ongoing",
            Self::Planned => "Planned",
            Self::Cancelled => "Cancelled",
            Self::Desired => "Desired",
            Self::Conditional => "Conditional",
            Self::Possible => "Possible",
            Self::Denied => "Denied",
            Self::Unknown => "Unknown",
        }
    }
}

/// What fills a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Filler {
    /// A mention.
    Mention(MentionId),
    /// Another frame.
    Frame(FrameId),
    /// Words or a value.
    Text(String),
    /// A number.
    Number(u64),
    /// A time expression: index into `resolved.times`.
    Time(usize),
}

/// A filled slot of a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Local name in the frame vocabulary: `subject`, `object`, `with`, `ahead_of`, `party`, `place`, `source` …
    pub slot: String,
    /// What fills it.
    pub filler: Filler,
}

/// One predicate, event noun, title or attribution with what fills it.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// What it was made from.
    pub kind: FrameKind,
    /// Index of the sentence of the trigger.
    pub sentence: usize,
    /// Tokens of the trigger word or words.
    pub trigger: Range<usize>,
    /// Lemma with its particles: `touch_down`.
    pub lemma: String,
    /// Full IRIs of the classes evoked, most specific only.
    pub classes: Vec<String>,
    /// Slot to role IRI, from the lexicon.
    pub links: Vec<(String, String)>,
    /// Whether it happened.
    pub status: Status,
    /// Filled slots, in a fixed order; sources nearest first.
    pub arguments: Vec<Argument>,
    /// Index into `resolved.titles`, `attributions` or `locations`, for frames of those kinds.
    pub origin: Option<usize>,
}

/// A document as frames.
#[derive(Clone, Debug)]
pub struct FramedDocument {
    /// The stage before.
    pub resolved: ResolvedDocument,
    /// Frames, by trigger position.
    pub frames: Vec<Frame>,
}

impl FramedDocument {
    /// The text span of a frame's trigger.
    pub fn trigger_span(&self, frame: FrameId) -> Span {
        self.resolved.parsed.span(self.frames[frame].trigger.clone())
    }
}
