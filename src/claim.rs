//! A claim: what one passage says of one event, role holding, membership or place relation.

use crate::document::Span;
use crate::frame::{FrameId, Status};
use crate::resolve::{EntityId, MentionId};

/// An argument of a claim, with the rule that gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimArgument {
    /// Local name of the role: `agent`, `occursAt` …
    pub role: String,
    /// Who or what.
    pub entity: EntityId,
    /// The words in this passage; `None` when the entity was inferred.
    pub mention: Option<MentionId>,
    /// Name of the rule.
    pub rule: String,
}

/// A value of a claim, with the rule that gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimValue {
    /// Local name of the property: `count`, `killed`, `roleTitle`, `text` …
    pub property: String,
    /// The value.
    pub value: Value,
    /// Name of the rule.
    pub rule: String,
}

/// A literal, a time or a link to another claim's frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number.
    Number(u64),
    /// Index into the document's times.
    Time(usize),
    /// Another frame (`partOf`, `inStatement`, `replacedBy`, `about`).
    Frame(FrameId),
    /// An individual of the ontology, by local name (`Former`, `Acting`, `Direct`).
    Individual(String),
}

/// One report before merging: everything the rules found on one frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The frame that it stands on.
    pub frame: FrameId,
    /// Local names of the classes asserted, most specific first; the first is from the fixed table.
    pub classes: Vec<String>,
    /// Status as told here.
    pub status: Status,
    /// Arguments, in text order.
    pub arguments: Vec<ClaimArgument>,
    /// Values.
    pub values: Vec<ClaimValue>,
    /// Sources, nearest first.
    pub according_to: Vec<(EntityId, Option<MentionId>)>,
    /// The attribution frame whose content holds this claim.
    pub in_statement: Option<FrameId>,
    /// The sentence, or the sentences from speaker to quote.
    pub evidence: Span,
    /// Names of the rules that took part, sorted.
    pub rules: Vec<String>,
    /// `0.0..=1.0`.
    pub confidence: f32,
}
