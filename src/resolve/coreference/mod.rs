//! Which mentions mean the same thing: sieves, most precise first.
//!
//! 1. names that are equal, shortened, transliterated or misspelt (over the whole document)
//! 2. adjectives of nationality and words for a people: the state or party of the tables
//! 3. titles beside names, appositions, relative pronouns (the tree says it)
//! 4. offices, descriptions and pronouns, from left to right within each post
//!
//! Unsure means unlinked: the mention then gets a thing of its own, local to the document.

mod bodies;
mod descriptions;
mod index;
mod names;
mod nominals;
mod offices;
mod pronouns;
mod salience;
mod states;
mod structure;

use super::attribution_view::Speech;
use super::fold::fold;
use super::knowledge::{Gender, NounKind, RowId};
use super::mentions::{Draft, is_amount, is_casualty_number, measured};
use super::names::{Name, NameKind};
use super::sources;
use super::titles::{Affiliation, Phrase};
use super::words::Words;
use super::{EntityType, MentionKind, Tenure};
use crate::parse::{Dep, Pos};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// Index into [`State::things`].
pub(super) type ThingId = usize;

/// Something that mentions refer to, while it is being found out.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    pub kind: EntityType,
    /// What kind of thing its noun or name names.
    pub sort: Option<NounKind>,
    pub named: bool,
    /// Names seen in the text, with how often.
    pub names: BTreeMap<String, usize>,
    pub row: Option<RowId>,
    pub gender: Option<Gender>,
    /// The gender of the pronouns that took it up.
    pub spoken_of_as: Option<Gender>,
    pub plural: bool,
    pub count: Option<u64>,
    pub of: Vec<ThingId>,
    /// Words of an unnamed thing.
    pub label: String,
    pub offices: Vec<Office>,
    /// Whether a passing phrase only, never again referred to (predicates).
    pub author: bool,
}

/// An office that the text gives to a thing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Office {
    pub title: String,
    pub of: Vec<ThingId>,
    pub tenure: Tenure,
    /// Token of the role noun.
    pub at: usize,
}

/// What a mention refers to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Link {
    pub things: Vec<ThingId>,
    pub confidence: f32,
    pub reason: &'static str,
}

impl Link {
    pub fn new(thing: ThingId, confidence: f32, reason: &'static str) -> Self {
        Self { things: vec![thing], confidence, reason }
    }
}

/// Everything known so far.
pub(super) struct State<'a> {
    pub w: Words<'a>,
    pub names: &'a [Name],
    pub phrases: &'a [Phrase],
    pub affiliations: &'a [Affiliation],
    pub drafts: &'a [Draft],
    pub speech: &'a Speech,
    /// The day of the document, `YYYY-MM-DD`.
    pub day: Option<String>,
    pub things: Vec<Thing>,
    pub links: Vec<Option<Link>>,
    /// Draft by head token.
    draft_at: HashMap<usize, usize>,
    /// Draft by index of the name.
    draft_of_name: HashMap<usize, usize>,
    row_things: HashMap<RowId, ThingId>,
    /// Rows of which it is known whether the document names what contains them.
    contained: RefCell<HashMap<RowId, bool>>,
}

impl<'a> State<'a> {
    pub fn new(
        w: Words<'a>,
        names: &'a [Name],
        phrases: &'a [Phrase],
        affiliations: &'a [Affiliation],
        drafts: &'a [Draft],
        speech: &'a Speech,
    ) -> Self {
        let draft_at = drafts.iter().enumerate().map(|(i, d)| (d.head, i)).collect();
        let draft_of_name = drafts.iter().enumerate().filter_map(|(i, d)| Some((d.name?, i))).collect();
        let published = w.parsed.document.metadata.published.as_deref();
        let day = published.and_then(|p| p.get(..10)).map(ToOwned::to_owned);
        Self {
            w,
            names,
            phrases,
            affiliations,
            drafts,
            speech,
            day,
            things: Vec::new(),
            links: vec![None; drafts.len()],
            draft_at,
            draft_of_name,
            row_things: HashMap::new(),
            contained: RefCell::default(),
        }
    }

    /// Runs all sieves; afterwards every mention has a link.
    pub fn run(&mut self) {
        self.link_names();
        self.link_peoples();
        self.link_members();
        self.register_offices();
        self.link_misspellings();
        self.link_structure();
        let mut posts = vec![Vec::new(); self.w.parsed.document.posts.len()];
        for (d, draft) in self.drafts.iter().enumerate() {
            posts[self.w.parsed.post_of(draft.head)].push(d);
        }
        for drafts in posts {
            self.read_post(drafts);
        }
    }

    pub fn draft_at(&self, head: usize) -> Option<usize> {
        self.draft_at.get(&head).copied()
    }
    pub fn draft_of_name(&self, name: usize) -> Option<usize> {
        self.draft_of_name.get(&name).copied()
    }
    /// Things behind a head token, as far as linked.
    pub fn things_at(&self, head: usize) -> &[ThingId] {
        self.draft_at(head).and_then(|d| self.links[d].as_ref()).map_or(&[], |l| &l.things)
    }

    /// The thing of a row of the tables.
    pub fn row_thing(&mut self, row: RowId) -> ThingId {
        if let Some(&thing) = self.row_things.get(&row) {
            return thing;
        }
        let r = self.w.knowledge.row(row);
        let kind = r.kind.unwrap_or(EntityType::Unnamed);
        let gender = r.gender;
        let thing = self.add(Thing { row: Some(row), gender, named: true, ..Thing::new(kind) });
        self.row_things.insert(row, thing);
        thing
    }

    pub fn add(&mut self, thing: Thing) -> ThingId {
        if let Some(row) = thing.row {
            self.row_things.entry(row).or_insert(self.things.len());
        }
        self.things.push(thing);
        self.things.len() - 1
    }

    /// Whether a draft means one person with a name.
    pub fn is_named_person(&self, draft: usize) -> bool {
        let things = self.links[draft].as_ref().map_or(&[][..], |l| &l.things);
        things.len() == 1 && self.things[things[0]].named && self.things[things[0]].kind == EntityType::Person
    }

    /// Whether a mention means a person; `mention_of` gives each draft its mention.
    pub fn is_person_mention(&self, mention: usize, mention_of: &[Option<usize>]) -> bool {
        let draft = mention_of.iter().position(|&m| m == Some(mention));
        draft.and_then(|d| self.links[d].as_ref()).is_some_and(|l| l.things.iter().all(|&t| self.things[t].is_person()))
    }

    /// Whether a mention means a place other than a building.
    pub fn is_region_mention(&self, mention: usize, mention_of: &[Option<usize>]) -> bool {
        let draft = mention_of.iter().position(|&m| m == Some(mention));
        let region = |kind: EntityType| kind.is_place() && kind != EntityType::Facility;
        draft.and_then(|d| self.links[d].as_ref()).is_some_and(|l| l.things.iter().all(|&t| region(self.things[t].kind)))
    }

    pub fn link(&mut self, draft: usize, link: Link) {
        self.links[draft] = Some(link);
    }

    /// Sieve 2: "Russian" → Russia; "the Russians" → a group of Russia.
    fn link_peoples(&mut self) {
        for d in 0..self.drafts.len() {
            let Some(row) = self.drafts[d].row else { continue };
            let state = self.row_thing(row);
            if self.drafts[d].kind == MentionKind::Adjective {
                self.link(d, Link::new(state, 0.95, "demonym"));
                continue;
            }
            let draft = &self.drafts[d];
            // "The 24-year-old Norwegian" may be somebody named before.
            let definite = self.w.parsed.children_with(draft.head, crate::parse::Dep::Det).any(|c| self.w.lower(c) == "the");
            if !draft.plural && definite {
                continue;
            }
            let kind = if draft.plural { EntityType::Group } else { EntityType::Unnamed };
            let label = self.w.slice(draft.tokens.clone()).to_owned();
            let (plural, count) = (draft.plural, draft.count);
            let sort = Some(if plural { NounKind::Group } else { NounKind::Person });
            let thing = self.add(Thing { plural, count, label, sort, of: vec![state], ..Thing::new(kind) });
            self.link(d, Link::new(thing, 0.8, "people"));
        }
    }

    /// "all Republicans" beside names is the party itself, not some group of it.
    fn link_members(&mut self) {
        for head in self.affiliations.iter().map(|a| a.of) {
            let Some(d) = self.draft_at(head) else { continue };
            if let Some(row) = self.drafts[d].row {
                let party = self.row_thing(row);
                self.link(d, Link::new(party, 0.85, "party"));
            }
        }
    }

    /// The offices that titles beside names give.
    fn register_offices(&mut self) {
        for p in self.phrases {
            for &holder in &p.holders {
                let Some(thing) = self.draft_of_name(holder).and_then(|d| self.links[d].as_ref()).map(|l| l.things[0]) else {
                    continue;
                };
                let of: Vec<ThingId> = p.of.iter().flat_map(|&t| self.things_at(t).to_vec()).collect();
                let office = Office { title: p.title.clone(), of, tenure: p.tenure, at: p.noun };
                let t = &mut self.things[thing];
                t.gender = t.gender.or_else(|| title_gender(&p.title));
                if t.kind == EntityType::Unnamed {
                    t.kind = EntityType::Person;
                }
                t.offices.push(office);
            }
        }
    }

    /// Sieve 4, one post at a time.
    fn read_post(&mut self, drafts: Vec<usize>) {
        let mut scene = salience::Scene::default();
        let mut waiting = Vec::new();
        for d in drafts {
            if self.links[d].is_none() && self.awaits_speaker(d) {
                waiting.push(d);
                continue;
            }
            if self.links[d].is_none() {
                let link = match self.drafts[d].kind {
                    MentionKind::Pronoun => self.pronoun(d, &scene),
                    _ => self.office(d, &scene).or_else(|| self.nominal(d, &scene)),
                };
                let link = link.unwrap_or_else(|| self.unlinked(d));
                self.learn_gender(d, &link);
                self.link(d, link);
            }
            self.observe(d, &mut scene);
        }
        // "I will", the minister said: by now the speaker behind the quote is known.
        for d in waiting {
            let link = self.pronoun(d, &scene).unwrap_or_else(|| self.unlinked(d));
            self.link(d, link);
        }
    }

    /// A thing of its own for a mention that nothing else explains.
    fn unlinked(&mut self, d: usize) -> Link {
        let draft = &self.drafts[d];
        let sort = self.sort_of(draft.head);
        // "many said": people, whatever the word
        let people = sources::is_quantity(self.w, draft.head) && self.speech.is_source(draft.head);
        let personal = self.is_personal_pronoun(d) || people;
        let plural = draft.plural || draft.count.is_some_and(|c| c > 1) || self.is_plural_pronoun(d) || people;
        let person = personal || matches!(sort, Some(NounKind::Person)) || draft.phrase.is_some();
        let kind = match sort {
            _ if person && plural => EntityType::Group,
            _ if person => EntityType::Unnamed,
            Some(NounKind::Group) => EntityType::Group,
            Some(NounKind::Organization) if plural => EntityType::Group,
            Some(NounKind::Organization) => EntityType::Unnamed,
            _ => EntityType::Unnamed,
        };
        let sort = if person { Some(NounKind::Person) } else { sort };
        let label = self.w.slice(draft.tokens.clone()).to_owned();
        let count = draft.count;
        let gender = match self.w.lower(draft.head) {
            "he" | "him" | "his" | "himself" => Some(Gender::Male),
            "she" | "her" | "hers" | "herself" => Some(Gender::Female),
            word => title_gender(word),
        };
        let people = draft.row;
        let mut of = self.owners(d);
        if let Some(row) = people {
            of.push(self.row_thing(row));
        }
        let offices = self.described_office(d);
        let thing = self.add(Thing { sort, gender, plural, count, of, label, offices, ..Thing::new(kind) });
        Link::new(thing, 0.5, "unlinked")
    }

    /// What a common noun names here: a quantity is what it is a quantity of, and what one is inside or outside of is a place.
    fn sort_of(&self, head: usize) -> Option<NounKind> {
        let w = self.w;
        let amount = w.noun_kind(head).is_none() || is_amount(w, head);
        let noun = measured(w, head).filter(|_| amount).unwrap_or(head);
        let sort = w.noun_kind(noun);
        let above = w.head(noun);
        let inside = w.dep(noun) == Dep::Pobj && matches!(w.lower(above), "in" | "at" | "inside" | "outside" | "near");
        if sort == Some(NounKind::Organization) && inside && w.knowledge.also_facility(&w.lemma(noun)) {
            return Some(NounKind::Facility);
        }
        // "24 were wounded": numbers that act or suffer are people, unless they are money or a share
        let bare = w.pos(head) == Pos::Num && noun == head && sort.is_none();
        let argument = matches!(w.dep(head), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj) || is_casualty_number(w, head);
        let pure =
            w.parsed.children(head).all(|c| matches!(w.dep(c), Dep::Det | Dep::Amod | Dep::Quantmod | Dep::Advmod | Dep::Punct))
                || is_casualty_number(w, head);
        if bare && argument && pure { Some(NounKind::Person) } else { sort }
    }

    /// The office of an unnamed "the US president": a later "the president" may be the same.
    fn described_office(&self, d: usize) -> Vec<Office> {
        let Some(p) = self.drafts[d].phrase.map(|p| &self.phrases[p]).filter(|p| p.definite && p.office && !p.plural) else {
            return Vec::new();
        };
        let of: Vec<ThingId> = p.of.iter().flat_map(|&t| self.things_at(t).to_vec()).collect();
        vec![Office { title: p.title.clone(), of, tenure: p.tenure, at: p.noun }]
    }

    /// States, bodies and persons that a phrase says its thing belongs to: "Russian troops", "Ukraine's army".
    fn owners(&self, d: usize) -> Vec<ThingId> {
        let w = self.w;
        let head = self.drafts[d].head;
        let mut owners = Vec::new();
        for c in w.parsed.children(head) {
            let direct = matches!(w.dep(c), Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss) && c < head;
            if !direct {
                continue;
            }
            for &thing in self.things_at(c) {
                let t = &self.things[thing];
                if t.named && t.kind != EntityType::Vehicle && !owners.contains(&thing) {
                    owners.push(thing);
                }
            }
        }
        owners
    }
}

impl Thing {
    pub fn new(kind: EntityType) -> Self {
        Self {
            kind,
            sort: None,
            named: false,
            names: BTreeMap::new(),
            row: None,
            gender: None,
            spoken_of_as: None,
            plural: false,
            count: None,
            of: Vec::new(),
            label: String::new(),
            offices: Vec::new(),
            author: false,
        }
    }

    /// One human being, as far as known.
    pub fn is_person(&self) -> bool {
        !self.plural
            && (self.kind == EntityType::Person || self.kind == EntityType::Unnamed && self.sort == Some(NounKind::Person))
    }

    /// Whether "it" can mean it.
    pub fn is_thing(&self) -> bool {
        !self.plural && !self.is_person()
    }

    /// The name with most words, then the most frequent, then the first by spelling.
    pub fn longest_name(&self) -> Option<&str> {
        self.names
            .iter()
            .max_by(|(a, x), (b, y)| (words(a), *x, b.as_str()).cmp(&(words(b), *y, a.as_str())))
            .map(|(name, _)| name.as_str())
    }
}

fn words(name: &str) -> usize {
    name.split_whitespace().filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1).count()
}

/// Gender that a word for a person tells.
pub(super) fn title_gender(title: &str) -> Option<Gender> {
    let last = title.split(' ').next_back()?;
    match last {
        "king" | "prince" | "duke" | "emperor" | "pope" | "actor" | "father" | "brother" | "son" | "husband" | "lord" | "sir"
        | "boy" | "man" | "uncle" | "nephew" | "grandfather" | "grandson" | "stepson" | "sultan" | "emir" | "widower" => {
            Some(Gender::Male)
        }
        "queen" | "princess" | "duchess" | "empress" | "actress" | "mother" | "sister" | "daughter" | "wife" | "lady"
        | "dame" | "girl" | "woman" | "aunt" | "niece" | "grandmother" | "granddaughter" | "stepdaughter" | "widow"
        | "heroine" | "nun" => Some(Gender::Female),
        _ if last.ends_with("woman") || last.ends_with("girl") => Some(Gender::Female),
        _ if last.ends_with("spokesman") || last.ends_with("businessman") || last.ends_with("policeman") => Some(Gender::Male),
        _ => None,
    }
}

/// The kind of an entity for a name.
pub(super) fn entity_kind(kind: NameKind) -> EntityType {
    match kind {
        NameKind::Thing(k) => k,
        NameKind::People | NameKind::Other => EntityType::Unnamed,
    }
}

/// Folded words of a name.
pub(super) fn name_words(name: &str) -> Vec<String> {
    fold(name).split(' ').map(ToOwned::to_owned).collect()
}
