//! Facts as JSON lines: one line a report, and one an entity. Offsets are Unicode code points.

mod build;
mod check;

pub use build::facts;
pub use check::{FactError, Text, check};

use serde::{Deserialize, Serialize};

/// Words of the text with their place in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// The words.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The pieces, where the words are broken; `text` then runs from the first to the last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<(usize, usize)>,
}

/// An argument of a fact.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FactArgument {
    /// Its role.
    pub role: String,
    /// Who or what: local name of its IRI.
    pub id: String,
    /// Its name.
    pub label: String,
    /// The words in this passage; null when inferred.
    pub text: Option<String>,
    /// First code point of the words.
    pub start: Option<usize>,
    /// One past their last code point.
    pub end: Option<usize>,
    /// The rule that found it.
    pub rule: String,
}

/// Somebody named, without words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Local name of its IRI.
    pub id: String,
    /// Its name.
    pub label: String,
}

/// What one passage says of one event, role holding, membership or place relation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Fact {
    /// Id of the document.
    pub document: String,
    /// Position of the post, from 0 at the top.
    pub post: usize,
    /// Local name of the thing's IRI; lines on one thing share it.
    pub id: String,
    /// Class from the fixed table.
    pub kind: String,
    /// Classes beside it.
    pub types: Vec<String>,
    /// Status as told here; empty, and null in the line, for what is no event.
    #[serde(with = "empty_as_null")]
    pub status: String,
    /// The moment or day.
    pub time: Option<String>,
    /// First moment or day of a stretch.
    pub begin: Option<String>,
    /// Last moment or day of a stretch.
    pub end: Option<String>,
    /// The words for the time.
    pub time_text: Option<String>,
    /// The word or words that tell it.
    pub trigger: Option<Passage>,
    /// What fills its roles.
    pub args: Vec<FactArgument>,
    /// How many.
    pub count: Option<u64>,
    /// How many were killed.
    pub killed: Option<u64>,
    /// How many were wounded.
    pub wounded: Option<u64>,
    /// Title of a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// `Current` or `Former`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenure: Option<String>,
    /// `Full`, `Acting` or `Elect`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<String>,
    /// The words that announce an attribution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cue: Option<Passage>,
    /// What is attributed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Passage>,
    /// Its pieces, when it is split.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content_parts: Vec<Passage>,
    /// `Direct`, `Indirect` or `Mixed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_kind: Option<String>,
    /// The event that it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// The event that came instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// Sources, nearest first.
    pub according_to: Vec<Reference>,
    /// The attribution whose content tells it.
    pub in_statement: Option<String>,
    /// How sure.
    pub confidence: f64,
    /// The sentence or sentences that prove it.
    pub evidence: Passage,
}

/// A thing that the document names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityLine {
    /// Id of the document.
    pub document: String,
    /// Always `Entity`.
    pub kind: String,
    /// Local name of its IRI.
    pub id: String,
    /// Its class.
    #[serde(rename = "type")]
    pub class: String,
    /// Its name, or the words for it.
    pub label: String,
    /// Other names.
    pub alt_labels: Vec<String>,
    /// The same thing elsewhere.
    pub same_as: Vec<String>,
}

/// One line of the facts format.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Line {
    /// A report.
    Fact(Box<Fact>),
    /// A thing.
    Entity(EntityLine),
}

/// An empty text stands as null in the line.
mod empty_as_null {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        (!text.is_empty()).then_some(text).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.unwrap_or_default())
    }
}
