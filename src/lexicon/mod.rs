//! Which words evoke which class, and which syntactic slot fills which role: read from `ontology/lexicon/*.ttl`.
//!
//! An entry has words (`lx:verb "touch down"`, `lx:noun "missile strike"`), a class and guards. The key word is the
//! first of a verb or adjective (later ones are particles or fixed complements) and the last of a noun (earlier ones are
//! modifiers). A class may give default links from slots to roles; an entry overrides them.

mod load;

use crate::vocabulary::DL;
pub use load::{LexiconError, is_slot, slots};
use std::collections::{HashMap, HashSet};

/// Part of speech of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective or participle used as a predicate ("is dead").
    Adjective,
}

/// What an argument has to be for a guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person or a group of persons.
    Person,
    /// A person, group, organization or state.
    Agent,
    /// A place (states count too).
    Place,
    /// A vehicle.
    Vehicle,
    /// Anything that is no agent and no place.
    Thing,
    /// What a noun names that nobody can touch: an idea, a mood, a price. It is a [`Kind::Thing`] as well.
    Abstract,
    /// Anything at all.
    Any,
    /// Nothing may stand there.
    Absent,
}

/// One line of the lexicon.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Lemmas in text order, all lower case.
    pub words: Vec<String>,
    /// Part of speech.
    pub part: Part,
    /// Full IRIs of the classes evoked (`dl:` or `f:`), most specific only.
    pub classes: Vec<String>,
    /// Conditions on its surroundings; all must hold.
    pub guards: Vec<Guard>,
    /// Slot name (`subject`, `object`, `with` …) to role IRI, with the class defaults filled in.
    pub links: Vec<(String, String)>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Guard {
    /// The slot must be filled by one of the kinds (or be absent, with [`Kind::Absent`]).
    Slot {
        /// Slot name: `subject`, `object`, `attr`, `possessor`, or a preposition.
        slot: String,
        /// Accepted kinds.
        kinds: Vec<Kind>,
    },
    /// The slot must be filled by none of the kinds.
    NotSlot {
        /// Slot name.
        slot: String,
        /// Refused kinds.
        kinds: Vec<Kind>,
    },
    /// The slot's head lemma must be one of the words.
    Word {
        /// Slot name; `modifier` for adjectives and compounds.
        slot: String,
        /// Accepted lemmas.
        words: Vec<String>,
    },
    /// The slot's head lemma must be none of the words.
    NotWord {
        /// Slot name; `modifier` for adjectives and compounds.
        slot: String,
        /// Refused lemmas.
        words: Vec<String>,
    },
    /// One of these prepositions must be there.
    Needs(Vec<String>),
    /// None of these prepositions may be there.
    Refuses(Vec<String>),
    /// A content clause (`that`, `to`, a quote) must (true) or must not (false) be there.
    Clause(bool),
    /// The verb must (true) or must not (false) be passive.
    Passive(bool),
    /// The noun must (true) or must not (false) be plural.
    Plural(bool),
    /// The noun must (true) or must not (false) stand with a number: "31 votes" are no event.
    Counted(bool),
}

/// What a guard is tested against; the frame stage implements it for a trigger token.
pub trait Surroundings {
    /// Kinds that the filler of a slot has; empty when the slot is not filled.
    fn kinds(&self, slot: &str) -> Vec<Kind>;
    /// Head lemmas (lower case) in a slot; `modifier` for adjectives and compounds.
    fn words(&self, slot: &str) -> Vec<&str>;
    /// Whether a slot has the word; asked instead of [`Self::words`] where a slot may be a whole text.
    fn has_word(&self, slot: &str, word: &str) -> bool {
        self.words(slot).contains(&word)
    }
    /// Whether the preposition is there.
    fn has_preposition(&self, preposition: &str) -> bool;
    /// Whether a content clause is there.
    fn has_clause(&self) -> bool;
    /// Whether the trigger is a passive verb.
    fn is_passive(&self) -> bool;
    /// Whether the trigger is a noun in the plural.
    fn is_plural(&self) -> bool {
        false
    }
    /// Whether the trigger stands with a number.
    fn is_counted(&self) -> bool {
        false
    }
}

impl Guard {
    /// Whether the condition holds.
    pub fn holds(&self, around: &dyn Surroundings) -> bool {
        match self {
            Self::Slot { slot, kinds } => {
                let found = around.kinds(slot);
                if found.is_empty() {
                    kinds.contains(&Kind::Absent)
                } else {
                    kinds.contains(&Kind::Any) || found.iter().any(|k| kinds.contains(k))
                }
            }
            Self::NotSlot { slot, kinds } => !around.kinds(slot).iter().any(|k| kinds.contains(k)),
            Self::Word { slot, words } if slot == "document" => words.iter().any(|w| around.has_word(slot, w)),
            Self::NotWord { slot, words } if slot == "document" => !words.iter().any(|w| around.has_word(slot, w)),
            Self::Word { slot, words } => around.words(slot).iter().any(|w| words.iter().any(|x| x == w)),
            Self::NotWord { slot, words } => !around.words(slot).iter().any(|w| words.iter().any(|x| x == w)),
            Self::Needs(list) => list.iter().any(|p| around.has_preposition(p)),
            Self::Refuses(list) => !list.iter().any(|p| around.has_preposition(p)),
            Self::Clause(wanted) => around.has_clause() == *wanted,
            Self::Passive(wanted) => around.is_passive() == *wanted,
            Self::Plural(wanted) => around.is_plural() == *wanted,
            Self::Counted(wanted) => around.is_counted() == *wanted,
        }
    }
}

impl Entry {
    /// Whether all guards hold.
    pub fn admits(&self, around: &dyn Surroundings) -> bool {
        self.guards.iter().all(|g| g.holds(around))
    }
}

/// All entries, by part and lemma.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    entries: [HashMap<String, Vec<Entry>>; 3],
    /// Class IRI to all its superclasses.
    superclasses: HashMap<String, Vec<String>>,
    /// Class IRI to what holds for all words of the class and of those below it.
    guards: HashMap<String, Vec<Guard>>,
    /// Lemmas of nouns that name nothing that one can touch.
    abstracts: HashSet<String>,
}

impl Lexicon {
    /// Entries whose key word is the lemma, most words and guards first; the caller checks the further words and the guards.
    pub fn entries(&self, lemma: &str, part: Part) -> &[Entry] {
        self.entries[part as usize].get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Superclasses of a class, nearest first, without itself.
    pub fn superclasses(&self, class: &str) -> &[String] {
        self.superclasses.get(class).map_or(&[], Vec::as_slice)
    }

    /// Whether a class (full IRI) is `dl:Attribution` or one of the sayings and thoughts below it.
    pub fn is_attribution(&self, class: &str) -> bool {
        self.is_a(class, "Attribution")
    }

    /// Whether a class (full IRI) is the one with a local name under `dl:`, or stands below it.
    pub fn is_a(&self, class: &str, name: &str) -> bool {
        let named = |iri: &str| iri.strip_prefix(DL) == Some(name);
        named(class) || self.superclasses(class).iter().any(|c| named(c))
    }

    /// Whether the guards of a class (full IRI) and of those above it hold.
    pub fn class_admits(&self, class: &str, around: &dyn Surroundings) -> bool {
        let above = self.superclasses(class).iter().map(String::as_str);
        let guards = std::iter::once(class).chain(above).filter_map(|c| self.guards.get(c));
        guards.flatten().all(|g| g.holds(around))
    }

    /// Whether a noun (lower-case lemma) names nothing that one can touch.
    pub fn is_abstract(&self, lemma: &str) -> bool {
        self.abstracts.contains(lemma)
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.iter().flat_map(HashMap::values).map(Vec::len).sum()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds an entry. More words come first, then more guards: the more an entry asks, the surer it is of its sense.
    /// Among equals the first added comes first.
    pub fn add(&mut self, entry: Entry) {
        let Some(key) = (if entry.part == Part::Noun { entry.words.last() } else { entry.words.first() }) else { return };
        let list = self.entries[entry.part as usize].entry(key.clone()).or_default();
        list.push(entry);
        list.sort_by_key(|e| std::cmp::Reverse((e.words.len(), e.guards.len())));
    }
}
