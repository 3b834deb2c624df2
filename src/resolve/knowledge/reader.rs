//! Turtle to indexed tables.

use super::scan::scan;
use super::{Gender, Holding, Knowledge, KnowledgeError, NounKind, Row, RowId, TitleRow};
use crate::resolve::EntityType;
use crate::resolve::fold::fold;
use crate::vocabulary::{BASE, DL, K};
use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// Everything that one subject says, as local names and texts.
#[derive(Default)]
struct Subject<'a> {
    key: Cow<'a, str>,
    class: Cow<'a, str>,
    values: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl Subject<'_> {
    fn first(&self, property: &str) -> Option<&str> {
        self.values.iter().find(|(p, _)| p == property).map(|(_, v)| &**v)
    }
    fn all<'s>(&'s self, property: &'static str) -> impl Iterator<Item = &'s str> {
        self.values.iter().filter(move |(p, _)| p == property).map(|(_, v)| &**v)
    }
}

/// Subjects in order of first mention.
#[derive(Default)]
struct Subjects<'a> {
    list: Vec<Subject<'a>>,
    at: HashMap<Cow<'a, str>, usize>,
}

impl<'a> Subjects<'a> {
    fn add(&mut self, key: Cow<'a, str>, property: Cow<'a, str>, value: Cow<'a, str>) {
        // Triples of one subject stand together, so the last one is nearly always the right one.
        let id = match self.list.last() {
            Some(last) if last.key == key => self.list.len() - 1,
            _ => *self.at.entry(key.clone()).or_insert(self.list.len()),
        };
        if id == self.list.len() {
            self.list.push(Subject { key, ..Subject::default() });
        }
        let subject = &mut self.list[id];
        if property == "type" {
            subject.class = value;
        } else {
            subject.values.push((property, value));
        }
    }
}

/// Reads all files into one set of tables.
pub(super) fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Knowledge, KnowledgeError> {
    let mut subjects = Subjects::default();
    for (file, text) in files {
        let mut triples = Vec::new();
        if scan(text, |t| triples.push(t)).is_some() {
            for t in triples {
                // Identifiers of others are kept in full, names of ours by their local part.
                let full = !t.namespace.is_empty() && t.namespace != DL && t.namespace != K;
                let value = if full { Cow::Owned(format!("{}{}", t.namespace, t.object)) } else { Cow::Borrowed(t.object) };
                subjects.add(Cow::Borrowed(t.subject), Cow::Borrowed(t.predicate), value);
            }
        } else {
            read_any(file, text, &mut subjects)?;
        }
    }
    build(&subjects.list)
}

/// Reads Turtle of any form.
fn read_any(file: &str, text: &str, subjects: &mut Subjects) -> Result<(), KnowledgeError> {
    for triple in TurtleParser::new().for_slice(text) {
        let triple = triple.map_err(|e| KnowledgeError::Syntax { file: file.into(), source: Box::new(e) })?;
        let NamedOrBlankNode::NamedNode(subject) = triple.subject else { continue };
        let Some(key) = subject.as_str().strip_prefix(BASE) else { continue };
        let value = match triple.object {
            Term::NamedNode(n) => n.into_string(),
            Term::Literal(l) => l.value().to_owned(),
            Term::BlankNode(_) => continue,
        };
        let predicate = triple.predicate.as_str();
        let property = predicate.rsplit(['#', '/']).next().unwrap_or(predicate);
        let ours = [BASE, DL, K].iter().find_map(|ns| value.strip_prefix(ns));
        let value = ours.map(ToOwned::to_owned).unwrap_or(value);
        subjects.add(Cow::Owned(key.to_owned()), Cow::Owned(property.to_owned()), Cow::Owned(value));
    }
    Ok(())
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

fn build(subjects: &[Subject<'_>]) -> Result<Knowledge, KnowledgeError> {
    let mut k = Knowledge::default();
    for s in subjects.iter().filter(|s| !matches!(&*s.class, "Title" | "Holding" | "NounList" | "GivenNames" | "")) {
        k.by_key.insert(s.key.to_string(), k.rows.len() as RowId);
        k.rows.push(Row {
            key: s.key.to_string(),
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
            let dangling = || KnowledgeError::Dangling { row: s.key.to_string(), target: target.to_owned() };
            k.by_key.get(target).copied().map(Some).ok_or_else(dangling)
        };
        match &*s.class {
            "Title" => {
                let id = k.titles.len() as u32;
                let names = s.first("label").into_iter().chain(s.all("altLabel"));
                for name in names.map(fold) {
                    if let Some(first) = name.split(' ').next() {
                        k.title_starts.insert(first.split('-').next().unwrap_or(first).to_owned());
                    }
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
                    k.holdings_of.entry(holder).or_default().push(k.holdings.len());
                    k.holdings.push(Holding {
                        usual_title: String::new(),
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
                    if kind == NounKind::Facility {
                        k.facilities.insert(word.clone());
                    }
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
                let Some(&id) = k.by_key.get(&*s.key) else { continue };
                let (capital, located_in, of) = (link("capital")?, link("locatedIn")?, link("of")?);
                let row = &mut k.rows[id as usize];
                (row.capital, row.located_in, row.of) = (capital, located_in, of);
                for word in row.demonyms.clone() {
                    k.demonyms.entry(fold(&word)).or_insert(id);
                }
                for short in k.rows[id as usize].abbreviations.clone() {
                    k.abbreviations.entry(short.replace('.', "")).or_insert(id);
                }
                let names: Vec<String> = s.first("label").into_iter().chain(s.all("altLabel")).map(fold).collect();
                for name in names {
                    k.longest_name = k.longest_name.max(name.split(' ').count());
                    k.by_name.entry(name).or_default().push(id);
                }
            }
        }
    }
    for h in 0..k.holdings.len() {
        k.holdings[h].usual_title = k.usual_title(&k.holdings[h].title).to_owned();
        let Holding { holder, of, usual_title, .. } = &k.holdings[h];
        let leads = matches!(&**usual_title, "president" | "prime minister" | "chancellor");
        if leads && k.rows[*of as usize].kind == Some(EntityType::Country) {
            let row = &k.rows[*holder as usize];
            let names = std::iter::once(&row.label).chain(&row.alt_labels).map(|name| fold(name));
            let surnames: BTreeSet<String> = names.filter_map(|name| Some(name.rsplit_once(' ')?.1.to_owned())).collect();
            for surname in surnames {
                k.leaders.entry(surname).or_default().push(h);
            }
        }
    }
    add_metonyms(&mut k, subjects);
    #[expect(clippy::iter_over_hash_type, reason = "each list is put in order by itself")]
    for ids in k.by_name.values_mut() {
        ids.sort_unstable();
        ids.dedup();
    }
    Ok(k)
}

/// Capitals and seats stand for their state when they act. A seat without a row of its own gets one without a key.
fn add_metonyms(k: &mut Knowledge, subjects: &[Subject<'_>]) {
    for s in subjects {
        let Some(&state) = k.by_key.get(&*s.key) else { continue };
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
