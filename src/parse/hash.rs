//! The hash functions that spaCy keys its tables with.

use std::collections::HashMap;
use std::sync::LazyLock;

/// spaCy's reserved names; the line number is the id.
static SYMBOLS: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| include_str!("symbols.txt").lines().zip(1..).collect());

/// The id of a text in spaCy's string store.
///
/// The empty text is 0 and reserved names are small numbers; all else is hashed.
pub(super) fn string_id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    // The longest reserved name has 19 bytes, and none has other letters than ASCII.
    if text.len() < 24
        && let Some(&id) = SYMBOLS.get(text)
    {
        return id;
    }
    murmur64(text.as_bytes())
}

/// `MurmurHash64A` with seed 1.
///
/// Source: Austin Appleby, `MurmurHash2` (public domain).
pub(super) fn murmur64(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut h = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let chunks = bytes.chunks_exact(8);
    let rest = chunks.remainder();
    for chunk in chunks {
        let mut k = chunk.iter().rev().fold(0_u64, |k, &b| (k << 8) | u64::from(b)).wrapping_mul(M);
        k ^= k >> 47;
        h = (h ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !rest.is_empty() {
        h ^= rest.iter().rev().fold(0_u64, |k, &b| (k << 8) | u64::from(b));
        h = h.wrapping_mul(M);
    }
    h ^= h >> 47;
    h = h.wrapping_mul(M);
    h ^ (h >> 47)
}

/// The four rows of a hash embedding for a 64-bit key, before the modulo: thinc's variant of 128-bit `MurmurHash3`.
pub(super) fn rows(key: u64, seed: u32) -> [u32; 4] {
    fn mix(mut h: u64) -> u64 {
        h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ (h >> 33)
    }
    let mut h1 = key.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    h1 ^= u64::from(seed) ^ 8;
    let mut h2 = u64::from(seed) ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_are_small_numbers() {
        assert_eq!(string_id(""), 0);
        assert_eq!(string_id("IS_ALPHA"), 1);
        assert_eq!(string_id("punct"), 445);
    }

    #[test]
    fn texts_hash_as_in_spacy() {
        assert_eq!(string_id("coffee"), 3_197_928_453_018_144_401);
    }

    #[test]
    fn embedding_rows_equal_thinc() {
        assert_eq!(rows(12_345_678_901_234_567, 9), [2_952_885_293, 250_794_329, 2_998_346_590, 766_778_158]);
    }
}
