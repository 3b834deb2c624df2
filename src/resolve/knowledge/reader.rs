//! Turtle to indexed tables.

use super::{Gender, Holding, Knowledge, KnowledgeError, NounKind, Row, RowId, TitleRow};
use crate::resolve::EntityType;
use crate::resolve::fold::{fold, sound_key};
use crate::vocabulary::{BASE, DL, K};
use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;
use std::collections::HashMap;

/// Everything that one subject says, as local names and texts.
#[derive(Default)]
struct Subject {
    key: String,
    class: String,
    values: Vec<(String, String)>,
}

impl Subject {
    fn first(&self, property: &str) -> Option<&str> {
        self.values.iter().find(|(p, _)| p == property).map(|(_, v)| v.as_str())
    }
    fn all<'a>(&'a self, property: &'static str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(p, _)| p == property).map(|(_, v)| v.as_str())
    }
}

/// Reads all files into one set of tables.
pub(super) fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Knowledge, KnowledgeError> {
    let mut subjects: Vec<Subject> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    for (file, text) in files {
        for triple in TurtleParser::new().for_slice(text) {
            let triple = triple.map_err(|e| KnowledgeError::Syntax { file: file.into(), source: Box::new(e) })?;
            let NamedOrBlankNode::NamedNode(subject) = triple.subject else { continue };
            let subject = subject.into_string();
            let Some(key) = subject.strip_prefix(BASE) else { continue };
            // Triples of one subject stand together, so the last one is nearly always the right one.
            if subjects.last().is_none_or(|s| s.key != key) {
                if let Some(&earlier) = at.get(key) {
                    let moved = std::mem::take(&mut subjects[earlier]);
                    at.insert(key.to_owned(), subjects.len());
                    subjects.push(moved);
                } else {
                    at.insert(key.to_owned(), subjects.len());
                    subjects.push(Subject { key: key.to_owned(), ..Subject::default() });
                }
            }
            let Some(current) = subjects.last_mut() else { continue };
            let value = match triple.object {
                Term::NamedNode(n) => n.into_string(),
                Term::Literal(l) => l.value().to_owned(),
                Term::BlankNode(_) => continue,
            };
            let predicate = triple.predicate.as_str();
            let property = predicate.rsplit(['#', '/']).next().unwrap_or(predicate);
            if property == "type" {
                let ours = value.strip_prefix(DL).or_else(|| value.strip_prefix(K));
                if let Some(class) = ours {
                    current.class = class.to_owned();
                }
            } else {
                let value = value.strip_prefix(BASE).map(ToOwned::to_owned).unwrap_or(value);
                current.values.push((property.to_owned(), value));
            }
        }
    }
    subjects.retain(|s| !s.key.is_empty());
    build(&subjects)
}

fn kind_of(class: &str) -> Option<EntityType> {
    Some(match class {
        "Person" => EntityType::Person,
        "Organization" => EntityType::Organization,
        "Group" => EntityType::Group,
        "GeopoliticalEntity" => EntityType::GeopoliticalEntity,
        "Country" => EntityType::Country,
        "Region" => EntityType::Region,
        "City" => EntityType::City,
        "Place" => EntityType::Place,
        "Facility" => EntityType::Facility,
        "Vehicle" => EntityType::Vehicle,
        _ => return None,
    })
}

fn noun_kind(name: &str) -> NounKind {
    match name {
        "Person" => NounKind::Person,
        "Group" => NounKind::Group,
        "Organization" => NounKind::Organization,
        "Facility" => NounKind::Facility,
        "Place" => NounKind::Place,
        "Country" => NounKind::Country,
        "City" => NounKind::City,
        "Region" => NounKind::Region,
        "Vehicle" => NounKind::Vehicle,
        "Time" => NounKind::Time,
        "Event" => NounKind::Event,
        "Outlet" => NounKind::Organization,
        "Weapon" => NounKind::Weapon,
        "Document" => NounKind::Document,
        "Medium" => NounKind::Medium,
        _ => NounKind::Thing,
    }
}

fn gender(text: Option<&str>) -> Option<Gender> {
    match text? {
        "male" => Some(Gender::Male),
        "female" => Some(Gender::Female),
        _ => None,
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split_whitespace().map(|w| w.replace('_', " "))
}

fn build(subjects: &[Subject]) -> Result<Knowledge, KnowledgeError> {
    let mut k = Knowledge::default();
    for s in subjects.iter().filter(|s| !matches!(s.class.as_str(), "Title" | "Holding" | "NounList" | "GivenNames" | "")) {
        k.by_key.insert(s.key.clone(), k.rows.len() as RowId);
        k.rows.push(Row {
            key: s.key.clone(),
            kind: kind_of(&s.class),
            label: s.first("label").unwrap_or_default().to_owned(),
            alt_labels: s.all("altLabel").map(ToOwned::to_owned).collect(),
            same_as: s.all("sameAs").map(ToOwned::to_owned).collect(),
            demonyms: s.all("demonym").map(ToOwned::to_owned).collect(),
            abbreviations: s.all("abbreviation").map(ToOwned::to_owned).collect(),
            sort: s.first("kind").map(ToOwned::to_owned),
            population: s.first("population").and_then(|p| p.parse().ok()).unwrap_or(0),
            gender: gender(s.first("gender")),
            ..Row::default()
        });
    }
    for s in subjects {
        let link = |property: &str| -> Result<Option<RowId>, KnowledgeError> {
            let Some(target) = s.first(property) else { return Ok(None) };
            let dangling = || KnowledgeError::Dangling { row: s.key.clone(), target: target.to_owned() };
            k.by_key.get(target).copied().map(Some).ok_or_else(dangling)
        };
        match s.class.as_str() {
            "Title" => {
                let id = k.titles.len() as u32;
                let names = s.first("label").into_iter().chain(s.all("altLabel"));
                for name in names.map(fold) {
                    k.longest_title = k.longest_title.max(name.split(' ').count());
                    k.title_by_name.entry(name).or_insert(id);
                }
                k.titles.push(TitleRow {
                    label: s.first("label").map(fold).unwrap_or_default(),
                    unique: s.first("unique") == Some("true"),
                    bodies: s.all("body").map(ToOwned::to_owned).collect(),
                });
            }
            "Holding" => {
                if let (Some(holder), Some(of)) = (link("holder")?, link("in")?) {
                    k.holdings.push(Holding {
                        holder,
                        of,
                        title: s.first("title").map(fold).unwrap_or_default(),
                        from: s.first("from").map(ToOwned::to_owned),
                        until: s.first("until").map(ToOwned::to_owned),
                    });
                }
            }
            "NounList" => {
                let kind = noun_kind(s.first("kind").unwrap_or_default());
                for word in s.all("words").flat_map(words) {
                    // "country", "region": the narrower sense wins over a mere place.
                    let narrower = matches!(kind, NounKind::Country | NounKind::City | NounKind::Region);
                    match k.nouns.get(&word) {
                        Some(NounKind::Place) if narrower => k.nouns.insert(word, kind),
                        Some(_) => None,
                        None => k.nouns.insert(word, kind),
                    };
                }
            }
            "GivenNames" => {
                let gender = gender(s.first("gender"));
                for word in s.all("words").flat_map(words) {
                    let both = k.given.get(&fold(&word)).is_some_and(|g| *g != gender);
                    k.given.insert(fold(&word), if both { None } else { gender });
                }
            }
            _ => {
                let Some(&id) = k.by_key.get(&s.key) else { continue };
                let (capital, located_in, of) = (link("capital")?, link("locatedIn")?, link("of")?);
                let row = &mut k.rows[id as usize];
                (row.capital, row.located_in, row.of) = (capital, located_in, of);
                for word in row.demonyms.clone() {
                    k.demonyms.entry(fold(&word)).or_insert(id);
                }
                let names: Vec<String> = s.first("label").into_iter().chain(s.all("altLabel")).map(fold).collect();
                for name in names {
                    k.longest_name = k.longest_name.max(name.split(' ').count());
                    k.by_sound.entry(sound_key(&name)).or_default().push(id);
                    k.by_name.entry(name).or_default().push(id);
                }
            }
        }
    }
    add_metonyms(&mut k, subjects);
    for ids in k.by_name.values_mut().chain(k.by_sound.values_mut()) {
        ids.sort_unstable();
        ids.dedup();
    }
    Ok(k)
}

/// Capitals and seats stand for their state when they act. A seat without a row of its own gets one without a key.
fn add_metonyms(k: &mut Knowledge, subjects: &[Subject]) {
    for s in subjects {
        let Some(&state) = k.by_key.get(&s.key) else { continue };
        if k.rows[state as usize].kind == Some(EntityType::Country)
            && let Some(capital) = k.rows[state as usize].capital
        {
            k.rows[capital as usize].stands_for = Some(state);
        }
        for seat in s.all("metonym") {
            let name = fold(seat);
            k.longest_name = k.longest_name.max(name.split(' ').count());
            let id = k.rows.len() as RowId;
            k.rows.push(Row {
                kind: k.rows[state as usize].kind,
                label: seat.to_owned(),
                stands_for: Some(state),
                ..Row::default()
            });
            k.by_name.entry(name).or_default().push(id);
        }
    }
}
