//! The lemmatizer: exceptions, then suffix rules checked against a list of known forms.

use super::attributes::Morph;
use super::chars;
use super::hash::{murmur64, string_id};
use super::message::{Message, decode};
use super::words::{HashedMap, HashedSet, Word};
use super::{ModelError, Pos};
use std::sync::Arc;

/// The tables of one part of speech.
#[derive(Debug, Default)]
struct Table {
    /// Hashes of known base forms.
    forms: HashedSet,
    exceptions: HashedMap<Vec<Box<str>>>,
    rules: Vec<(Box<str>, Box<str>)>,
}

/// The lemmatizer of a model.
#[derive(Debug, Default)]
pub(super) struct Lemmas {
    /// By part of speech; `None` where the model has nothing.
    tables: Vec<Option<Table>>,
}

/// The parts of speech that a model can have tables for.
const PARTS: [Pos; 18] = [
    Pos::Adj,
    Pos::Adp,
    Pos::Adv,
    Pos::Aux,
    Pos::Cconj,
    Pos::Det,
    Pos::Intj,
    Pos::Noun,
    Pos::Num,
    Pos::Part,
    Pos::Pron,
    Pos::Propn,
    Pos::Punct,
    Pos::Sconj,
    Pos::Sym,
    Pos::Verb,
    Pos::X,
    Pos::Space,
];

impl Lemmas {
    /// Reads the tables.
    pub(super) fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let part = "lemmatizer/lookups/lookups.bin";
        let value = decode(part, bytes)?;
        let root = Message::new(part, &value);
        let mut this = Self { tables: (0..=PARTS.len()).map(|_| None).collect() };
        let keys: Vec<(u64, usize)> = PARTS.iter().map(|p| (string_id(&p.as_str().to_lowercase()), *p as usize)).collect();
        for name in ["lemma_index", "lemma_exc", "lemma_rules"] {
            let Some(tables) = root.find(name) else { continue };
            for (key, content) in tables.entries()? {
                let key = key.number()?;
                let Some((_, part)) = keys.iter().find(|(k, _)| *k == key) else { continue };
                let table = this.tables[*part].get_or_insert_default();
                match name {
                    "lemma_index" => {
                        let items = content.items()?;
                        table.forms.reserve(items.len());
                        for form in items {
                            table.forms.insert(murmur64(form.text()?.as_bytes()));
                        }
                    }
                    "lemma_exc" => {
                        for (form, lemmas) in content.entries()? {
                            let lemmas = lemmas.items()?.map(|l| l.text().map(Into::into)).collect::<Result<Vec<_>, _>>()?;
                            table.exceptions.insert(murmur64(form.text()?.as_bytes()), lemmas);
                        }
                    }
                    _ => {
                        for rule in content.items()? {
                            let both = rule.items()?.map(Message::text).collect::<Result<Vec<_>, _>>()?;
                            let [old, new] = both[..] else { return Err(rule.bad("pair")) };
                            table.rules.push((old.into(), new.into()));
                        }
                    }
                }
            }
        }
        if root.find("lemma_rules").is_none() {
            return Err(root.bad("`lemma_rules`"));
        }
        Ok(this)
    }

    /// The lemma of a word in its part of speech.
    pub(super) fn lemma(&self, word: &Word, pos: Pos, morph: Morph) -> Arc<str> {
        if matches!(pos, Pos::None | Pos::Space) {
            return word.lower.clone();
        }
        let base = (pos == Pos::Noun && morph.singular)
            || (pos == Pos::Verb && morph.bare_present)
            || morph.infinitive
            || morph.positive;
        if base {
            return word.lower.clone();
        }
        let Some(table) = self.tables.get(pos as usize).and_then(Option::as_ref) else {
            return if pos == Pos::Propn { word.text.clone() } else { word.lower.clone() };
        };
        let lower = &*word.lower;
        let mut forms: Vec<String> = Vec::new();
        let mut unknown: Vec<String> = Vec::new();
        for (old, new) in &table.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
            } else if table.forms.contains(&murmur64(form.as_bytes())) {
                forms.insert(0, form);
            } else if form.chars().all(chars::is_alpha) {
                unknown.push(form);
            } else {
                forms.push(form);
            }
        }
        for lemma in table.exceptions.get(&murmur64(lower.as_bytes())).into_iter().flatten() {
            if !forms.iter().any(|f| **f == **lemma) {
                forms.insert(0, lemma.to_string());
            }
        }
        forms.into_iter().chain(unknown).next().map_or_else(|| word.text.clone(), Into::into)
    }
}
