//! Indexes over names, so that a name is compared with those it may belong to and not with all.

use super::names::{body_stem, clean_fold, surnames, without_suffix};
use super::{Thing, ThingId, name_words};
use crate::resolve::EntityType;
use crate::resolve::fold::sound_key;
use crate::resolve::knowledge::Knowledge;
use std::collections::{BTreeSet, HashMap};

type Index = HashMap<String, Vec<ThingId>>;

fn put(index: &mut Index, key: &str, thing: ThingId) {
    match index.get_mut(key) {
        Some(things) if things.contains(&thing) => {}
        Some(things) => things.push(thing),
        None => _ = index.insert(key.to_owned(), vec![thing]),
    }
}

fn at<'i>(index: &'i Index, key: &str) -> &'i [ThingId] {
    index.get(key).map_or(&[], Vec::as_slice)
}

/// Things by their names of several words, as these are linked.
#[derive(Debug, Default)]
pub(super) struct FullNames {
    last: Index,
    sound: Index,
    stem: Index,
}

impl FullNames {
    /// Takes up a folded name of a thing.
    pub fn add(&mut self, thing: ThingId, name: &str) {
        let [last, sound] = ends(name);
        put(&mut self.last, last, thing);
        put(&mut self.sound, &sound_key(sound), thing);
        put(&mut self.stem, &body_stem(name), thing);
    }

    /// Things that may be the person of a folded name: one of their names ends like it, or sounds so.
    pub fn persons(&self, name: &str) -> BTreeSet<ThingId> {
        let [last, sound] = ends(name);
        at(&self.last, last).iter().chain(at(&self.sound, &sound_key(sound))).copied().collect()
    }

    /// Things with a name of this stem.
    pub fn bodies(&self, stem: &str) -> BTreeSet<ThingId> {
        at(&self.stem, stem).iter().copied().collect()
    }
}

/// The last word of a name, and the last that is no suffix.
fn ends(name: &str) -> [&str; 2] {
    let words: Vec<&str> = name.split(' ').collect();
    let last = |words: &[&str]| words.last().map_or(0, |word| word.len());
    let without = without_suffix(&words).0;
    let cut = name.len() - words[without.len()..].iter().map(|word| word.len() + 1).sum::<usize>();
    [&name[name.len() - last(&words)..], &name[cut - last(without)..cut]]
}

/// Things by single words of their full names, once all full names are linked.
#[derive(Debug, Default)]
pub(super) struct SingleWords {
    surname: Index,
    spelt: Index,
    first: Index,
    opening: Index,
}

impl SingleWords {
    /// Reads the names of all things.
    pub fn new(things: &[Thing], knowledge: &Knowledge) -> Self {
        let mut all = Self::default();
        for (id, thing) in things.iter().enumerate() {
            match thing.kind {
                EntityType::Person => all.person(id, thing, knowledge),
                EntityType::Organization if thing.named => {
                    for words in thing.names.keys().map(|name| name_words(name)).filter(|words| words.len() > 1) {
                        put(&mut all.opening, &words[0], id);
                    }
                }
                _ => {}
            }
        }
        all
    }

    fn person(&mut self, id: ThingId, thing: &Thing, knowledge: &Knowledge) {
        let mut names: Vec<String> = thing.names.keys().map(|name| clean_fold(name)).filter(|name| name.contains(' ')).collect();
        if names.is_empty() {
            return;
        }
        if let Some(row) = thing.row.map(|row| knowledge.row(row)) {
            names.extend(std::iter::once(&row.label).chain(&row.alt_labels).map(|name| clean_fold(name)));
        }
        for name in &names {
            for surname in surnames(name) {
                put(&mut self.surname, surname, id);
                put(&mut self.spelt, &sound_key(surname), id);
            }
            put(&mut self.first, name.split(' ').next().unwrap_or(name), id);
        }
    }

    /// Persons whose surname is the word, sounds like it, or whose first name it is; each in the first list that fits.
    pub fn persons(&self, word: &str) -> [Vec<ThingId>; 3] {
        let surname = at(&self.surname, word).to_vec();
        let mut spelt = at(&self.spelt, &sound_key(word)).to_vec();
        spelt.retain(|id| !surname.contains(id));
        let mut first = at(&self.first, word).to_vec();
        first.retain(|id| !surname.contains(id) && !spelt.contains(id));
        [surname, spelt, first]
    }

    /// Bodies of whose names one begins with the word.
    pub fn bodies(&self, word: &str) -> &[ThingId] {
        at(&self.opening, word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_with_or_without_a_suffix() {
        assert_eq!(ends("carl voss jr"), ["jr", "voss"]);
        assert_eq!(ends("dora lind"), ["lind", "lind"]);
        assert_eq!(ends("lind"), ["lind", "lind"]);
    }

    #[test]
    fn finds_who_may_bear_a_name() {
        let mut names = FullNames::default();
        for (id, name) in ["sergey pavlov", "carl voss jr", "acme holdings ltd", "dora lind"].into_iter().enumerate() {
            names.add(id, name);
        }
        assert_eq!(names.persons("sergei pavlow").into_iter().collect::<Vec<_>>(), [0]);
        assert_eq!(names.persons("karl voss").into_iter().collect::<Vec<_>>(), [1]);
        assert_eq!(names.bodies("acme").into_iter().collect::<Vec<_>>(), [2]);
        assert!(names.persons("dora linde").is_empty());
    }
}
