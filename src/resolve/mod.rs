//! Which person, place or time is meant: mentions to entities, titles, attributions, times.

pub mod attribution;
mod attribution_view;
mod coordination;
mod coreference;
pub mod fold;
mod headline;
pub mod knowledge;
mod linker;
mod mentions;
mod names;
mod places;
pub mod quote;
pub mod show;
mod sources;
#[cfg(test)]
mod tests;
pub mod time;
mod titles;
mod words;

pub use knowledge::{Knowledge, NounKind};

use crate::document::Span;
use crate::lexicon::Lexicon;
use crate::parse::ParsedDocument;
use std::collections::{HashMap, HashSet};
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
    /// What kind of thing its noun or name names, where the class does not say it: an unnamed one may be a `Person`.
    pub sort: Option<NounKind>,
    /// How many, for groups ("16 prisoners" → 16).
    pub count: Option<u64>,
    /// State, organization or person that it belongs to ("Russian troops" → Russia).
    pub of: Vec<EntityId>,
    /// Places that the text says contain it.
    pub located_in: Vec<EntityId>,
    /// Places that contain it by the tables, the nearest first: each lies in the next.
    pub within: Vec<Outer>,
}

/// A place of the tables that contains another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outer {
    /// Local name of its IRI.
    pub key: String,
    /// What it is.
    pub kind: EntityType,
    /// Its name.
    pub label: String,
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

/// What a time expression is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeKind {
    /// A day, week, month, year …: "Sunday", "last week", "in 2014".
    #[default]
    Date,
    /// A moment of a day: "11.32am", "in an hour".
    Clock,
    /// How long: "three weeks".
    Duration,
    /// How often: "every day".
    Set,
    /// How old: "a 23-year-old". Never the time of an event.
    Age,
    /// Now, once, some day: "currently", "recently".
    Reference,
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
    /// What it is about.
    pub kind: TimeKind,
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

/// Finds what the words of a document refer to.
///
/// Never fails: what cannot be told becomes an entity of its own, local to the document. Deterministic.
pub fn resolve(parsed: ParsedDocument, lexicon: &Lexicon, knowledge: &Knowledge) -> ResolvedDocument {
    let parsed = coordination::repair(headline::repair(parsed, lexicon), lexicon);
    let attributions = attribution::find(&parsed, lexicon, knowledge);
    let times = time::find_times(&parsed);
    let parts = link(&parsed, knowledge, &attributions, &times);
    let Parts { entities, mentions, titles, locations } = parts;
    ResolvedDocument { parsed, entities, mentions, titles, attributions, times, locations }
}

/// What the steps of this file find.
struct Parts {
    entities: Vec<Entity>,
    mentions: Vec<Mention>,
    titles: Vec<Title>,
    locations: Vec<(MentionId, MentionId)>,
}

fn link(parsed: &ParsedDocument, knowledge: &Knowledge, attributions: &[Attribution], times: &[TimeExpression]) -> Parts {
    let index = words::Index::new(parsed, knowledge, times);
    let w = words::Words::new(parsed, knowledge, &index);
    let names = names::find(w);
    let phrases = titles::find(w, &names);
    let affiliations = titles::affiliations(w, &names);
    let speakers: HashSet<usize> = attributions.iter().filter_map(|a| a.speaker).collect();
    let mut drafts = mentions::find(w, &names, &phrases, &speakers);
    sources::widen(w, attributions, &mut drafts);
    let speech = attribution_view::Speech::new(parsed, attributions);
    let mut state = coreference::State::new(w, &names, &phrases, &affiliations, &drafts, &speech);
    state.run();
    let order: Vec<usize> = state.links.iter().flatten().flat_map(|l| l.things.clone()).collect();
    let (mut entities, index) = linker::entities(&state, &order);
    let mut mention_of = vec![None; drafts.len()];
    let mut mentions = Vec::with_capacity(drafts.len());
    for (d, draft) in drafts.iter().enumerate() {
        let Some(link) = &state.links[d] else { continue };
        mention_of[d] = Some(mentions.len());
        let mut things: Vec<EntityId> = link.things.iter().map(|t| index[t]).collect();
        let mut seen = HashSet::new();
        things.retain(|t| seen.insert(*t));
        mentions.push(Mention {
            tokens: draft.tokens.clone(),
            head: draft.head,
            kind: draft.kind,
            entities: things,
            confidence: link.confidence,
            reason: link.reason,
        });
    }
    let locations: Vec<(MentionId, MentionId)> =
        places::find(&state, &names).into_iter().filter_map(|(a, b)| Some((mention_of[a]?, mention_of[b]?))).collect();
    for &(inner, outer) in &locations {
        for &a in &mentions[inner].entities {
            for &b in &mentions[outer].entities {
                if a != b && !entities[a].located_in.contains(&b) {
                    entities[a].located_in.push(b);
                }
            }
        }
    }
    let titles = titles_of(&state, &phrases, &affiliations, &mention_of);
    Parts { entities, mentions, titles, locations }
}

/// Titles with their holders and bodies as mentions, in text order.
fn titles_of(
    state: &coreference::State,
    phrases: &[titles::Phrase],
    affiliations: &[titles::Affiliation],
    mention_of: &[Option<MentionId>],
) -> Vec<Title> {
    let at_head: HashMap<usize, MentionId> =
        mention_of.iter().enumerate().filter_map(|(d, m)| Some((state.drafts[d].head, (*m)?))).collect();
    let mention = |head: &usize| at_head.get(head).copied();
    let of_name = |name: usize| state.draft_of_name(name).and_then(|d| mention_of[d]);
    let mut found = Vec::new();
    let membership = |holder: MentionId, tokens: Range<usize>, of: Vec<MentionId>, tenure: Tenure| Title {
        holder,
        tokens,
        title: String::new(),
        of,
        tenure,
        capacity: Capacity::Full,
        membership: true,
    };
    for p in phrases {
        let mut of: Vec<MentionId> = p.of.iter().filter_map(mention).collect();
        // "the US correspondent" writes about it
        if p.is_reporter() {
            of.retain(|&m| !state.is_region_mention(m, mention_of));
        }
        let parties: Vec<MentionId> = p.parties.iter().filter_map(mention).collect();
        let holders: Vec<MentionId> = if p.holders.is_empty() {
            // "the US president" alone, once resolved by its body, holds the office; so does a new description.
            // "He is president of the club": the pronoun's person, if known by name.
            let pronoun =
                p.pronoun.and_then(|t| state.draft_at(t)).filter(|&d| state.is_named_person(d)).and_then(|d| mention_of[d]);
            let resolved = state.draft_at(p.noun).filter(|_| p.title != "leader").filter(|&d| {
                state.links[d].as_ref().is_some_and(|l| match l.reason {
                    "description" => p.office,
                    reason => reason.starts_with("office") && !p.of.is_empty() && l.things.len() == 1,
                })
            });
            pronoun.or_else(|| resolved.and_then(|d| mention_of[d])).into_iter().collect()
        } else {
            p.holders.iter().filter_map(|&h| of_name(h)).collect()
        };
        // "members of the union", "the front's fighters": a group without names belongs all the same
        let behind = p.of.iter().any(|&t| t > p.noun);
        let group = || state.draft_at(p.noun).and_then(|d| mention_of[d]).filter(|_| p.plural && p.holders.is_empty() && behind);
        if p.is_belonging()
            && let Some(members) = group()
        {
            let bodies = of.iter().filter(|&&m| !state.is_person_mention(m, mention_of));
            found.extend(bodies.map(|&body| membership(members, p.tokens.clone(), vec![body], p.tenure)));
            continue;
        }
        for holder in holders {
            let body = of.iter().any(|&m| !state.is_person_mention(m, mention_of));
            // "Irish climber": no state has climbers as it has ministers
            let employer = body && !of.iter().any(|&m| state.is_region_mention(m, mention_of));
            if p.is_membership() {
                let bodies = of.iter().filter(|&&m| !state.is_person_mention(m, mention_of));
                found.extend(bodies.map(|&body| membership(holder, p.tokens.clone(), vec![body], p.tenure)));
            } else if p.office || employer && !p.is_relation() {
                found.push(Title {
                    holder,
                    tokens: p.tokens.clone(),
                    title: p.title.clone(),
                    of: of.clone(),
                    tenure: p.tenure,
                    capacity: p.capacity,
                    membership: false,
                });
            }
            for &party in &parties {
                found.push(membership(holder, p.tokens.clone(), vec![party], p.tenure));
            }
        }
    }
    for a in affiliations {
        let told = phrases.iter().any(|p| p.holders.contains(&a.name) && p.of.contains(&a.of));
        if told {
            continue;
        }
        if let (Some(holder), Some(of)) = (of_name(a.name), mention(&a.of)) {
            let told = membership(holder, a.tokens.clone(), vec![of], Tenure::Current);
            // who is "of the institute" has a post there that is not told, and belongs to it
            if !a.party {
                found.push(Title { membership: false, ..told.clone() });
            }
            found.push(told);
        }
    }
    found.sort_by_key(|t| (t.tokens.start, t.holder, t.membership));
    found
}
