//! Which person, place or time is meant: mentions to entities, titles, attributions, times.

pub mod attribution;
pub mod quote;

use crate::document::Span;
use crate::parse::ParsedDocument;
use std::ops::Range;

/// Index into [`ResolvedDocument::mentions`].
pub type MentionId = usize;
/// Index into [`ResolvedDocument::entities`].
pub type EntityId = usize;

/// What an entity is: the classes of the ontology for things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityType {
    /// One human being.
    Person,
    /// A company, party, ministry, outlet, team …
    Organization,
    /// Unnamed several: "16 prisoners", "reporters".
    Group,
    /// A state or state-like body whose kind is not known.
    GeopoliticalEntity,
    /// A sovereign country.
    Country,
    /// A state of a federation, a province, an oblast.
    Region,
    /// A city, town or village.
    City,
    /// Any other place: a sea, a mountain, "the Middle East".
    Place,
    /// A building, base, airport, street.
    Facility,
    /// An aircraft, ship, car.
    Vehicle,
    /// A single unnamed thing or person, or something named that is neither agent nor place.
    Unnamed,
}

impl EntityType {
    /// The local name of its class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Organization => "Organization",
            Self::Group => "Group",
            Self::GeopoliticalEntity => "GeopoliticalEntity",
            Self::Country => "Country",
            Self::Region => "Region",
            Self::City => "City",
            Self::Place => "Place",
            Self::Facility => "Facility",
            Self::Vehicle => "Vehicle",
            Self::Unnamed => "Unnamed",
        }
    }
    /// Whether it can act.
    pub fn is_agent(self) -> bool {
        matches!(
            self,
            Self::Person
                | Self::Organization
                | Self::Group
                | Self::GeopoliticalEntity
                | Self::Country
                | Self::Region
                | Self::City
        )
    }
    /// Whether something can happen there.
    pub fn is_place(self) -> bool {
        matches!(self, Self::GeopoliticalEntity | Self::Country | Self::Region | Self::City | Self::Place | Self::Facility)
    }
}

/// Something that the document speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Local name of its IRI: `person-donald-trump`; unique in the document.
    pub key: String,
    /// What it is.
    pub kind: EntityType,
    /// Best name, or the words of an unnamed thing.
    pub label: String,
    /// Other names seen in the text or known from the tables, sorted.
    pub alt_labels: Vec<String>,
    /// Verified identifiers (full IRIs), only when the link is sure.
    pub same_as: Vec<String>,
    /// Whether it has a row in `ontology/knowledge/` (the key is then the row's).
    pub known: bool,
    /// Whether it has a name of its own.
    pub named: bool,
    /// How many, for groups ("16 prisoners" → 16).
    pub count: Option<u64>,
    /// State, organization or person that it belongs to ("Russian troops" → Russia).
    pub of: Vec<EntityId>,
    /// Places that the text or the tables say contain it.
    pub located_in: Vec<EntityId>,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By name.
    Name,
    /// By a noun phrase: "the president", "16 prisoners".
    Nominal,
    /// By a pronoun, also possessive and relative.
    Pronoun,
    /// By an adjective of nationality: "Russian" → Russia. Never an argument by itself.
    Adjective,
}

/// A noun phrase that refers to something.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Tokens of the phrase without relative clauses, appositions and trailing prepositional phrases
    /// (of-phrases that belong to a name or title stay).
    pub tokens: Range<usize>,
    /// The head token.
    pub head: usize,
    /// How it refers.
    pub kind: MentionKind,
    /// What it refers to: one, or several for plurals ("the two leaders"); never empty.
    pub entities: Vec<EntityId>,
    /// Confidence of the link, `0.0..=1.0`.
    pub confidence: f32,
    /// Which step linked it: `full-name`, `surname`, `office`, `pronoun`, `misspelling`, `transliteration`, `unlinked` …
    pub reason: &'static str,
}

/// Whether a title holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenure {
    /// Holds.
    Current,
    /// Held once.
    Former,
}

/// In which capacity a title is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// In full.
    Full,
    /// Acting, interim, caretaker.
    Acting,
    /// Elected or designated, not yet in office.
    Elect,
}

/// A title or apposition that says which office somebody holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Title {
    /// Who holds it.
    pub holder: MentionId,
    /// Tokens of the whole title ("UK foreign secretary").
    pub tokens: Range<usize>,
    /// The title without its place or body: "foreign secretary".
    pub title: String,
    /// State or body that it is in ("UK"), or the superior's mention ("his foreign minister").
    pub of: Vec<MentionId>,
    /// Current or former.
    pub tenure: Tenure,
    /// Full, acting or elect.
    pub capacity: Capacity,
    /// A party or organization membership rather than an office ("Republican senator" gives both).
    pub membership: bool,
}

/// How the words of an attribution are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteKind {
    /// In quote marks as a whole.
    Direct,
    /// In the writer's words.
    Indirect,
    /// Partly in quote marks.
    Mixed,
}

/// Somebody's saying or thinking: cue, speaker, content.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Tokens of the cue ("said", "according to", ":").
    pub cue: Range<usize>,
    /// Head token of the cue's verb or noun.
    pub cue_head: usize,
    /// Head token of the source; `None` when the text names none ("reportedly").
    pub speaker: Option<usize>,
    /// Head token of the addressee ("told reporters").
    pub addressee: Option<usize>,
    /// Head token of the medium ("in a post on social media", "in an interview with Fox News").
    pub medium: Option<usize>,
    /// Pieces of the content, in text order, as token ranges, without quote marks.
    pub content: Vec<Range<usize>>,
    /// Direct, indirect or mixed.
    pub quote_kind: QuoteKind,
    /// Full IRIs of the classes that the cue evokes (`dl:Statement`, `dl:Demand`, `dl:Belief` …).
    pub classes: Vec<String>,
    /// Confidence, `0.0..=1.0`.
    pub confidence: f32,
}

/// A moment, a day or a stretch of time, in xsd form as far as the text fixes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeValue {
    /// First moment or day: `xsd:dateTime`, `xsd:date`, `xsd:gYearMonth`, `xsd:gYear` or `xsd:time`, by its form.
    pub begin: Option<String>,
    /// Last moment or day.
    pub end: Option<String>,
    /// The day, `xsd:date`, when it is one day.
    pub on_date: Option<String>,
    /// The moment when it is one: `xsd:dateTime`, or `xsd:time` when the day is unknown.
    pub time: Option<String>,
    /// `Second`, `Minute`, `Hour`, `Day`, `Week`, `Month`, `Year`, `Decade`.
    pub precision: Option<&'static str>,
    /// TIMEX3 value as far as the text and the document date fix it (`2025-08-15T11:32`, `2022-02`, `P3D`, `PAST_REF`).
    pub timex: Option<String>,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// Tokens, without the preposition.
    pub tokens: Range<usize>,
    /// What it means.
    pub value: TimeValue,
}

/// A document whose mentions point to entities.
#[derive(Clone, Debug)]
pub struct ResolvedDocument {
    /// The stage before.
    pub parsed: ParsedDocument,
    /// Things, in order of first mention.
    pub entities: Vec<Entity>,
    /// Mentions, in text order of their heads; at most one a head token.
    pub mentions: Vec<Mention>,
    /// Titles and appositions.
    pub titles: Vec<Title>,
    /// Who says what.
    pub attributions: Vec<Attribution>,
    /// Time expressions, in text order.
    pub times: Vec<TimeExpression>,
    /// Inner and outer mention of "X, Y" and "X in Y" where both are places by name ("Anchorage, Alaska").
    pub locations: Vec<(MentionId, MentionId)>,
}

impl ResolvedDocument {
    /// The mention whose head is the token.
    pub fn mention_at(&self, head: usize) -> Option<MentionId> {
        self.mentions.binary_search_by_key(&head, |m| m.head).ok()
    }
    /// The text span of a mention.
    pub fn mention_span(&self, mention: MentionId) -> Span {
        self.parsed.span(self.mentions[mention].tokens.clone())
    }
}
