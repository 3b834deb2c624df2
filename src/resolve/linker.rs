//! Things to entities: keys, names, identifiers.

use super::coreference::{State, Thing, ThingId};
use super::fold::slug;
use super::knowledge::{Row, RowId};
use super::{Entity, EntityType, Outer};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// Makes the entities of those things that some mention or entity refers to, in order of first mention.
///
/// Gives the entities and for each thing its entity.
pub(super) fn entities(state: &State, first_mentions: &[ThingId]) -> (Vec<Entity>, HashMap<ThingId, usize>) {
    let id_hash = short_hash(&state.w.parsed.document.id);
    let mut order: Vec<ThingId> = Vec::new();
    let mut seen: HashSet<ThingId> = HashSet::new();
    for &thing in first_mentions {
        if seen.insert(thing) {
            order.push(thing);
        }
    }
    let mut at = 0;
    while at < order.len() {
        for &owner in &state.things[order[at]].of {
            if seen.insert(owner) {
                order.push(owner);
            }
        }
        at += 1;
    }
    let index: HashMap<ThingId, usize> = order.iter().enumerate().map(|(i, &t)| (t, i)).collect();
    let mut entities = Vec::with_capacity(order.len());
    for &id in &order {
        let thing = &state.things[id];
        let mut entity = describe(state, thing);
        entity.of = thing.of.iter().map(|t| index[t]).collect();
        entity.key = key_of(state, thing, &entity, &id_hash);
        entities.push(entity);
    }
    number(&mut entities, &ages(state, &index));
    (entities, index)
}

/// For each entity the age of the post that mentions it first, from the oldest, and the place there.
fn ages(state: &State, index: &HashMap<ThingId, usize>) -> Vec<(usize, usize)> {
    let parsed = state.w.parsed;
    let mut age = vec![0; parsed.document.posts.len()];
    for (rank, &post) in parsed.document.oldest_first.iter().enumerate() {
        age[post] = rank;
    }
    let mut ages = vec![(usize::MAX, 0); index.len()];
    for (draft, link) in state.links.iter().enumerate() {
        let Some(link) = link else { continue };
        let first = (age.get(parsed.post_of(state.drafts[draft].head)).copied().unwrap_or_default(), draft);
        for entity in link.things.iter().filter_map(|thing| index.get(thing)) {
            ages[*entity] = ages[*entity].min(first);
        }
    }
    ages
}

/// Numbers entities that share a key from the oldest post on, so that a post which comes later leaves older names as they are.
fn number(entities: &mut [Entity], ages: &[(usize, usize)]) {
    let mut by_age: Vec<usize> = (0..entities.len()).collect();
    by_age.sort_by_key(|&entity| (ages[entity], entity));
    let mut keys: HashSet<String> = HashSet::new();
    let mut next: HashMap<String, usize> = HashMap::new();
    for entity in by_age {
        let base = entities[entity].key.clone();
        let mut key = base.clone();
        while !keys.insert(key.clone()) {
            let n = next.entry(base.clone()).or_insert(2);
            key = format!("{base}-{n}");
            *n += 1;
        }
        entities[entity].key = key;
    }
}

fn describe(state: &State, thing: &Thing) -> Entity {
    let row = thing.row.map(|r| state.w.knowledge.row(r));
    let seen_name = thing.longest_name();
    let label = row.map(|r| r.label.clone()).or_else(|| seen_name.map(ToOwned::to_owned)).unwrap_or_else(|| thing.label.clone());
    let mut alt_labels: Vec<String> = thing.names.keys().filter(|n| n.contains(' ') && **n != label).cloned().collect();
    if thing.kind != EntityType::Person {
        alt_labels.extend(thing.names.keys().filter(|n| !n.contains(' ') && **n != label).cloned());
    }
    alt_labels.retain(|n| n.to_lowercase() != label.to_lowercase());
    alt_labels.sort();
    alt_labels.dedup();
    Entity {
        key: String::new(),
        kind: row.and_then(|r| r.kind).unwrap_or(thing.kind),
        label: one_line(&label),
        alt_labels,
        same_as: row.map(|r| r.same_as.clone()).unwrap_or_default(),
        known: row.is_some_and(|r| !r.key.is_empty()),
        named: thing.named,
        sort: thing.sort,
        count: thing.count,
        of: Vec::new(),
        located_in: Vec::new(),
        within: thing.row.map(|r| within(state, r)).unwrap_or_default(),
    }
}

/// The places of the tables that a place lies in, the nearest first.
fn within(state: &State, row: RowId) -> Vec<Outer> {
    let knowledge = &state.w.knowledge;
    let mut outer = Vec::new();
    let mut at = row;
    while outer.len() < 8
        && let Some(next) = knowledge.row(at).located_in
        && knowledge.row(at).kind.is_some_and(EntityType::is_place)
        && let Row { key, kind: Some(kind), label, .. } = knowledge.row(next)
        && !key.is_empty()
    {
        outer.push(Outer { key: key.clone(), kind: *kind, label: label.clone() });
        at = next;
    }
    outer
}

/// A row's key; the type and slug of a full name; else a slug with the document's hash.
fn key_of(state: &State, thing: &Thing, entity: &Entity, id_hash: &str) -> String {
    if let Some(row) = thing.row.map(|r| state.w.knowledge.row(r)).filter(|r| !r.key.is_empty()) {
        return row.key.clone();
    }
    let class = entity.kind.class().to_lowercase();
    let class = if class == "geopoliticalentity" { "geopolitical-entity" } else { &class };
    let mut name = slug(&entity.label);
    name.truncate(name.char_indices().nth(60).map_or(name.len(), |(i, _)| i));
    let name = name.trim_end_matches('-');
    let full = thing.named && entity.label.split_whitespace().count() > 1 && entity.kind != EntityType::Unnamed;
    match (full && !name.is_empty(), name.is_empty()) {
        (true, _) => format!("{class}-{name}"),
        (false, true) => format!("{class}-{id_hash}"),
        (false, false) => format!("{class}-{name}-{id_hash}"),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first 8 hex digits of the SHA-256 of a text.
fn short_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(4).map(|b| format!("{b:02x}")).collect()
}
