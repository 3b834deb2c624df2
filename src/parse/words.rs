//! What the network and the rules know of a word by itself.

use super::chars;
use super::hash::string_id;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// A hasher for keys that are hashes already.
#[derive(Default)]
pub(super) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(b);
        }
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A map whose keys are hashes already.
pub(super) type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<Identity>>;

/// A set of keys that are hashes already.
pub(super) type HashedSet = HashSet<u64, BuildHasherDefault<Identity>>;

/// A word form.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// The form.
    pub(super) text: Arc<str>,
    /// In lower case.
    pub(super) lower: Arc<str>,
    /// Its id.
    pub(super) orth: u64,
    /// Ids of its norm, prefix, suffix and shape.
    pub(super) keys: [u64; 4],
    /// Whether it is white space.
    pub(super) is_space: bool,
    /// Whether a special case that must be looked for between tokens begins with it.
    pub(super) begins_phrase: bool,
    /// Which word lists and patterns of the attribute ruler its lower case is in.
    pub(super) ruled: super::attributes::Known,
}

/// Makes words: what a word's features depend on.
#[derive(Debug, Default)]
pub(super) struct WordMaker {
    /// The model's own norms, by id.
    pub(super) norms: HashedMap<Box<str>>,
    /// Ids of first tokens of special cases that are looked for between tokens.
    pub(super) phrase_starts: HashedSet,
    /// The rules that ask about words.
    pub(super) ruler: super::attributes::Ruler,
}

/// Norms of quotes, dashes and currencies for all languages; nothing else than the lower case for other words.
const NORMS: [(&str, &[&str]); 10] = [
    ("'s", &["'s", "'S", "’s", "’S"]),
    ("'", &["’", "‘", "´", "`"]),
    ("\"", &["”", "“", "''", "``", "´´", "„", "»", "«", "‘‘", "’’"]),
    ("?", &["？"]),
    ("!", &["！"]),
    (",", &["，"]),
    (";", &["；"]),
    (":", &["："]),
    (".", &["。", "।"]),
    ("...", &["…"]),
];
const DASHES: [&str; 5] = ["—", "–", "--", "---", "——"];
const CURRENCIES: [&str; 14] = ["€", "£", "¥", "฿", "US$", "C$", "A$", "₺", "₹", "৳", "₩", "Mex$", "₣", "E£"];

fn base_norm(text: &str) -> Option<&'static str> {
    if text.len() > 6 {
        return None;
    }
    let quotes = NORMS.iter().find(|(_, words)| words.contains(&text)).map(|(norm, _)| *norm);
    quotes.or_else(|| DASHES.contains(&text).then_some("-")).or_else(|| CURRENCIES.contains(&text).then_some("$"))
}

/// The shape: letters as X and x, digits as d, runs cut at four.
fn shape(text: &str) -> String {
    if text.chars().count() >= 100 {
        return "LONG".into();
    }
    let (mut shape, mut last, mut run) = (String::with_capacity(text.len()), None, 0);
    for c in text.chars() {
        let s = if chars::is_alpha(c) {
            if c.is_uppercase() { 'X' } else { 'x' }
        } else if chars::is_digit(c) {
            'd'
        } else {
            c
        };
        run = if last == Some(s) { run + 1 } else { 0 };
        last = Some(s);
        if run < 4 {
            shape.push(s);
        }
    }
    shape
}

impl WordMaker {
    /// A word with the features that follow from its form, and the norm of a special case if there is one.
    pub(super) fn make(&self, text: &str, norm: Option<&str>) -> Word {
        let orth = string_id(text);
        let lower = text.to_lowercase();
        let norm = norm.or_else(|| self.norms.get(&orth).map(|n| &**n)).or_else(|| base_norm(text)).unwrap_or(&lower);
        let prefix = text.chars().next().map_or(0, |c| string_id(c.encode_utf8(&mut [0; 4])));
        let suffix = text.char_indices().rev().nth(2).map_or(text, |(i, _)| &text[i..]);
        Word {
            text: text.into(),
            orth,
            keys: [string_id(norm), prefix, string_id(suffix), string_id(&shape(text))],
            is_space: !text.is_empty() && text.chars().all(chars::is_space),
            begins_phrase: self.phrase_starts.contains(&orth),
            ruled: self.ruler.know(&lower),
            lower: lower.into(),
        }
    }
}

/// The words met so far, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    list: Vec<Word>,
    by_text: HashMap<Arc<str>, u32>,
}

impl Words {
    /// The number of a form.
    pub(super) fn number(&mut self, text: &str, maker: &WordMaker) -> u32 {
        if let Some(&id) = self.by_text.get(text) {
            return id;
        }
        let word = maker.make(text, None);
        let id = self.list.len() as u32;
        self.by_text.insert(word.text.clone(), id);
        self.list.push(word);
        id
    }

    /// Adds a word that is only reached by its number.
    pub(super) fn add(&mut self, word: Word) -> u32 {
        self.list.push(word);
        self.list.len() as u32 - 1
    }

    pub(super) fn get(&self, id: u32) -> &Word {
        &self.list[id as usize]
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Word> {
        self.list.iter_mut()
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_cut_runs_at_four() {
        assert_eq!(shape("Alaska-2025"), "Xxxxx-dddd");
        assert_eq!(shape("11.32am"), "dd.ddxx");
        assert_eq!(shape(&"x".repeat(100)), "LONG");
    }

    #[test]
    fn norms_come_from_the_case_then_the_table_then_lower_case() {
        let mut maker = WordMaker::default();
        maker.norms.insert(string_id("favourite"), "favorite".into());
        assert_eq!(maker.make("n't", Some("not")).keys[0], string_id("not"));
        assert_eq!(maker.make("favourite", None).keys[0], string_id("favorite"));
        assert_eq!(maker.make("€", None).keys[0], string_id("$"));
        assert_eq!(maker.make("Moscow", None).keys[0], string_id("moscow"));
    }
}
