//! The tables of `ontology/knowledge/*.ttl`: what is known beforehand of states, places, bodies, persons and words.
//!
//! A row is evidence for linking and never a fact by itself. Lookup is by [`fold`]ed name; a name may have several rows.

mod reader;
mod scan;

use super::EntityType;
use super::fold::fold;
use std::collections::{HashMap, HashSet};

/// Index into [`Knowledge::rows`].
pub type RowId = u32;

/// Why a table could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KnowledgeError {
    /// The Turtle is broken.
    #[error("`{file}`: {source}")]
    Syntax {
        /// Path of the file.
        file: String,
        /// What is wrong, with line and column.
        source: Box<oxttl::TurtleSyntaxError>,
    },
    /// A row names another one that no file has.
    #[error("`{row}` points to `{target}`, which no table has")]
    Dangling {
        /// Key of the row.
        row: String,
        /// Key that is missing.
        target: String,
    },
}

impl KnowledgeError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "knowledge.syntax",
            Self::Dangling { .. } => "knowledge.dangling",
        }
    }
}

/// Grammatical gender of a person, as far as names and words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// "he".
    Male,
    /// "she".
    Female,
}

/// A thing with a fixed key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Local name of its IRI.
    pub key: String,
    /// Its class; `None` for a row that is no agent, place or vehicle.
    pub kind: Option<EntityType>,
    /// Its name.
    pub label: String,
    /// Other names.
    pub alt_labels: Vec<String>,
    /// Verified identifiers, full IRIs.
    pub same_as: Vec<String>,
    /// Adjectives and words for its people.
    pub demonyms: Vec<String>,
    /// Capital.
    pub capital: Option<RowId>,
    /// The place that contains it.
    pub located_in: Option<RowId>,
    /// State or body that it belongs to.
    pub of: Option<RowId>,
    /// Gender, for persons.
    pub gender: Option<Gender>,
    /// Short forms that are read only after a place or a party ("AK").
    pub abbreviations: Vec<String>,
    /// What kind of organization it is: `party`, `outlet`, `company` …
    pub sort: Option<String>,
    /// People who live there, for cities.
    pub population: u64,
    /// The state for which it stands when it acts ("the Kremlin", "Moscow").
    pub stands_for: Option<RowId>,
}

/// Who held which office from when to when: evidence for linking "the French president" on a date.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// The person.
    pub holder: RowId,
    /// The title, folded.
    pub title: String,
    /// The usual name of that title.
    pub usual_title: String,
    /// State or body.
    pub of: RowId,
    /// First day, `YYYY-MM-DD`, when known.
    pub from: Option<String>,
    /// Last day, when over.
    pub until: Option<String>,
}

impl Holding {
    /// Whether the office was held on a day (`YYYY-MM-DD`).
    pub fn holds_on(&self, day: &str) -> bool {
        // A year alone covers all its days.
        let cut = |bound: &str| day.get(..bound.len()).unwrap_or(day).to_owned();
        self.from.as_deref().is_none_or(|from| from <= &*cut(from))
            && self.until.as_deref().is_none_or(|until| &*cut(until) <= until)
    }
}

/// An office or profession.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TitleRow {
    /// Its usual name, folded.
    pub label: String,
    /// Whether a body has one holder at a time.
    pub unique: bool,
    /// What kind of body it is in: `Country`, `City`, `Organization`, `Party` …
    pub bodies: Vec<String>,
}

/// A sense of a common noun: what kind of thing it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum NounKind {
    Person,
    Group,
    Organization,
    Facility,
    Place,
    Country,
    City,
    Region,
    Vehicle,
    Time,
    Event,
    Weapon,
    Document,
    Medium,
    Thing,
}

/// All tables, indexed.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    rows: Vec<Row>,
    by_key: HashMap<String, RowId>,
    by_name: HashMap<String, Vec<RowId>>,
    demonyms: HashMap<String, RowId>,
    abbreviations: HashMap<String, RowId>,
    longest_name: usize,
    titles: Vec<TitleRow>,
    title_by_name: HashMap<String, u32>,
    longest_title: usize,
    title_starts: HashSet<String>,
    holdings: Vec<Holding>,
    holdings_of: HashMap<RowId, Vec<usize>>,
    /// Surname of who led a state or its government to those holdings.
    leaders: HashMap<String, Vec<usize>>,
    nouns: HashMap<String, NounKind>,
    /// Nouns of a body that are also its building: "court", "school".
    facilities: HashSet<String>,
    given: HashMap<String, Option<Gender>>,
}

impl Knowledge {
    /// Reads the tables in the binary: `ontology/knowledge/*.ttl`.
    ///
    /// # Errors
    /// As [`Knowledge::read`].
    pub fn embedded() -> Result<Self, KnowledgeError> {
        Self::read(crate::embedded::KNOWLEDGE.iter().copied())
    }

    /// Reads tables from Turtle texts, each with the name to be used in messages.
    ///
    /// # Errors
    /// [`KnowledgeError::Syntax`] for broken Turtle, [`KnowledgeError::Dangling`] for a link to a missing row.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, KnowledgeError> {
        reader::read(files)
    }

    /// A row by its id.
    pub fn row(&self, id: RowId) -> &Row {
        &self.rows[id as usize]
    }

    /// All rows with their ids.
    pub fn rows(&self) -> impl Iterator<Item = (RowId, &Row)> {
        self.rows.iter().enumerate().map(|(i, r)| (i as RowId, r))
    }

    /// The row with a key.
    pub fn by_key(&self, key: &str) -> Option<RowId> {
        self.by_key.get(key).copied()
    }

    /// Rows with this name, in table order; case, marks and full stops do not matter.
    pub fn named(&self, name: &str) -> &[RowId] {
        self.by_name.get(&fold(name)).map_or(&[], Vec::as_slice)
    }

    /// As [`Knowledge::named`] for a name that is folded already.
    pub fn named_folded(&self, folded: &str) -> &[RowId] {
        self.by_name.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The state, region or city whose adjective or people the word names ("Russian", "Belarussian").
    pub fn demonym(&self, word: &str) -> Option<RowId> {
        let folded = fold(word);
        self.demonyms.get(&folded).or_else(|| self.demonyms.get(folded.strip_suffix('s')?)).copied()
    }

    /// The state behind a short form ("Tenn.", "TN"), which counts only after a place or a party.
    pub fn abbreviation(&self, text: &str) -> Option<RowId> {
        self.abbreviations.get(&text.replace('.', "")).copied()
    }

    /// Number of words of the longest name.
    pub fn longest_name(&self) -> usize {
        self.longest_name
    }

    /// The title with this name; plurals are the caller's business.
    pub fn title(&self, name: &str) -> Option<&TitleRow> {
        self.title_by_name.get(name).map(|&i| &self.titles[i as usize])
    }

    /// Number of words of the longest title.
    pub fn longest_title(&self) -> usize {
        self.longest_title
    }

    /// Whether a title begins with the word (lower case).
    pub fn starts_title(&self, word: &str) -> bool {
        self.title_starts.contains(word)
    }

    /// The usual name of a title's row; a title without a row is its own.
    pub fn usual_title<'t>(&'t self, title: &'t str) -> &'t str {
        self.title(title).map_or(title, |row| &row.label)
    }

    /// The offices that a person of the tables has or had.
    pub fn holdings_of(&self, holder: RowId) -> impl Iterator<Item = &Holding> {
        self.holdings_of.get(&holder).into_iter().flatten().map(|&i| &self.holdings[i])
    }

    /// When somebody with this surname (folded) led a state or its government.
    pub fn leaders(&self, surname: &str) -> impl Iterator<Item = &Holding> {
        self.leaders.get(surname).into_iter().flatten().map(|&i| &self.holdings[i])
    }

    /// All office holdings, in table order.
    pub fn holdings(&self) -> &[Holding] {
        &self.holdings
    }

    /// Whether a common noun (lemma) can name a building, whatever else it names.
    pub fn also_facility(&self, lemma: &str) -> bool {
        self.facilities.contains(lemma)
    }

    /// What kind of thing a common noun names (lemma, lower case).
    pub fn noun(&self, lemma: &str) -> Option<NounKind> {
        self.nouns.get(lemma).copied()
    }

    /// Whether the word is a given name, and of which gender when only one bears it.
    pub fn given_name(&self, word: &str) -> Option<Option<Gender>> {
        self.given.get(&fold(word)).copied()
    }

    /// Whether a row lies in or belongs to another one, through any number of steps.
    pub fn is_within(&self, inner: RowId, outer: RowId) -> bool {
        let mut at = inner;
        for _ in 0..8 {
            if at == outer {
                return true;
            }
            match self.row(at).located_in.or(self.row(at).of) {
                Some(next) => at = next,
                None => return false,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: &str = r#"@base <https://w3id.org/dateline/id/> . @prefix k: <https://w3id.org/dateline/knowledge#> .
        @prefix dl: <https://w3id.org/dateline/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <country-norway> a dl:Country ; rdfs:label "Norway" ; k:demonym "Norwegian" ; k:capital <city-oslo> ; k:metonym "Akersgata" .
        <city-oslo> a dl:City ; rdfs:label "Oslo" ; dl:locatedIn <country-norway> .
        <person-kari-holm> a dl:Person ; rdfs:label "Kari Holm" ; k:gender "female" .
        <holding-1> a k:Holding ; k:holder <person-kari-holm> ; k:title "prime minister" ; k:in <country-norway> ;
            k:from "2020-01-01"^^xsd:date ; k:until "2021-06-01"^^xsd:date .
        <title-prime-minister> a k:Title ; rdfs:label "prime minister" ; skos:altLabel "premier" ; k:unique true ; k:body "Country" .
        <nouns-person> a k:NounList ; k:kind "Person" ; k:words "spokesman chief_of_staff" .
        <names-f> a k:GivenNames ; k:gender "female" ; k:words "Kari Robin" . <names-m> a k:GivenNames ; k:gender "male" ; k:words "Robin" ."#;

    #[test]
    fn reads_rows_titles_and_words() {
        let k = Knowledge::read([("t.ttl", TABLES)]).unwrap();
        let norway = k.by_key("country-norway").unwrap();
        let oslo = k.named("OSLO")[0];
        assert!(k.is_within(oslo, norway) && !k.is_within(norway, oslo));
        assert_eq!(k.row(oslo).stands_for, Some(norway));
        assert_eq!(k.row(k.named("Akersgata")[0]).stands_for, Some(norway));
        assert_eq!(k.demonym("Norwegians"), Some(norway));
        assert_eq!(k.title("premier").unwrap().label, "prime minister");
        assert_eq!(k.noun("chief of staff"), Some(NounKind::Person));
        assert_eq!((k.given_name("kari"), k.given_name("Robin")), (Some(Some(Gender::Female)), Some(None)));
        assert!(k.holdings()[0].holds_on("2020-05-05") && !k.holdings()[0].holds_on("2022-01-01"));
    }

    #[test]
    fn tells_of_links_to_missing_rows() {
        let text = "@base <https://w3id.org/dateline/id/> . @prefix dl: <https://w3id.org/dateline/ns#> . <a> a dl:City ; dl:locatedIn <b> .";
        let error = Knowledge::read([("t.ttl", text)]).unwrap_err();
        assert_eq!(error.to_string(), "`a` points to `b`, which no table has");
    }
}
