//! Answers kept for the next who asks the same of the same data.

use super::stream::KEPT;
use axum::body::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Bytes that kept answers may have together.
const CAPACITY: u64 = 128 << 20;

/// A question, the form of its answer and the version of the data, in one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key([u8; 16]);

impl Key {
    /// The key of some parts; what is cut differently has another key.
    pub fn new<'a>(version: u64, parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hash = Sha256::new();
        hash.update(version.to_be_bytes());
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        Self(key)
    }

    /// As an entity tag.
    pub fn tag(&self) -> String {
        let hex = self.0.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        format!("W/\"{hex}\"")
    }
}

/// A kept answer.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its media type.
    pub media: &'static str,
    /// Its text.
    pub body: Bytes,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Entry> for Weight {
    fn weight(&self, _: &Key, entry: &Entry) -> u64 {
        entry.body.len() as u64 + 128
    }
}

/// Answers by key; the ones asked for least often make room.
pub struct Answers(Cache<Key, Entry, Weight>);

impl Default for Answers {
    fn default() -> Self {
        Self(Cache::with_weighter(CAPACITY as usize / (KEPT / 64), CAPACITY, Weight))
    }
}

impl Answers {
    /// A kept answer.
    pub fn get(&self, key: &Key) -> Option<Entry> {
        self.0.get(key)
    }

    /// Keeps an answer.
    pub fn insert(&self, key: Key, entry: Entry) {
        self.0.insert(key, entry);
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        let key = |version, parts: &[&'static str]| Key::new(version, parts.iter().map(|p| p.as_bytes()));
        assert_ne!(key(1, &["ab", "c"]), key(1, &["a", "bc"]));
        assert_ne!(key(1, &["a"]), key(2, &["a"]));
    }
}
