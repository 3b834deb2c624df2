//! Text to tokens, as spaCy's tokenizer does it: spaces, then prefixes and suffixes, special cases, URLs, infixes, and a last
//! pass for special cases that hold affixes themselves (`:-)`).

use super::ModelError;
use super::chars;
use super::message::{Message, decode};
use super::regex::Pattern;
use super::words::{HashedMap, WordMaker, Words};
use std::collections::{HashMap, HashSet};

/// A token: a word at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Number of the word.
    pub(super) word: u32,
    /// First byte.
    pub(super) start: u32,
    /// Whether a space follows.
    pub(super) space: bool,
}

/// The rules of a model's tokenizer.
#[derive(Debug)]
pub(super) struct Tokenizer {
    prefix: Option<Pattern>,
    suffix: Option<Pattern>,
    infix: Option<Pattern>,
    token: Option<Pattern>,
    url: Option<Pattern>,
    /// Special cases: their words.
    specials: HashMap<Box<str>, Vec<u32>>,
    /// Special cases that affix rules would tear apart: the ids of the parts, by the id of the first.
    phrases: HashedMap<Vec<Vec<u64>>>,
}

/// Words cut before.
#[derive(Clone, Debug, Default)]
pub(super) struct Cuts {
    by_text: HashMap<Box<str>, (u32, u32)>,
    words: Vec<u32>,
}

/// Prefixes and suffixes that one word may have: thousands are no text, and each costs a look at the whole.
const MAX_AFFIXES: usize = 500;

/// The attribute numbers of the form and the norm.
const ORTH: u64 = 65;
const NORM: u64 = 67;

impl Tokenizer {
    /// Reads the rules; makes the words of the special cases.
    pub(super) fn load(bytes: &[u8], maker: &mut WordMaker) -> Result<(Self, Words), ModelError> {
        let part = "tokenizer";
        let value = decode(part, bytes)?;
        let root = Message::new(part, &value);
        let pattern = |key: &str| -> Result<Option<Pattern>, ModelError> {
            let Some(text) = root.find(key).filter(|m| !m.is_nil()) else { return Ok(None) };
            Pattern::new(text.text()?).map(Some).map_err(|e| ModelError::damaged(part, format!("`{key}`: {e}")))
        };
        let mut this = Self {
            prefix: pattern("prefix_search")?,
            suffix: pattern("suffix_search")?,
            infix: pattern("infix_finditer")?,
            token: pattern("token_match")?,
            url: pattern("url_match")?,
            specials: HashMap::new(),
            phrases: HashedMap::default(),
        };
        let mut words = Words::default();
        let mut plain = Vec::new();
        for (text, parts) in root.get("exceptions")?.entries()? {
            let text = text.text()?;
            let mut ids = Vec::new();
            let mut joined = String::new();
            for part in parts.items()? {
                let (mut orth, mut norm) = (None, None);
                for (key, value) in part.entries()? {
                    match key.number()? {
                        ORTH => orth = Some(value.text()?),
                        NORM => norm = Some(value.text()?),
                        _ => return Err(key.bad("form or norm")),
                    }
                }
                let orth = orth.ok_or_else(|| part.bad("form"))?;
                joined.push_str(orth);
                ids.push(match norm {
                    Some(_) => words.add(maker.make(orth, norm)),
                    None => words.number(orth, maker),
                });
            }
            if joined != text || text.is_empty() {
                return Err(ModelError::damaged(part, format!("the special case `{text}` does not add up")));
            }
            this.specials.insert(text.into(), ids);
            plain.push(text);
        }
        for text in plain {
            if this.is_torn(text) {
                let pieces = this.cut_text(text, &mut words, maker, &mut Cuts::default(), false);
                let ids: Vec<u64> = pieces.iter().map(|p| words.get(p.word).orth).collect();
                if let Some(&first) = ids.first() {
                    maker.phrase_starts.insert(first);
                    this.phrases.entry(first).or_default().push(ids);
                }
            }
        }
        for word in words.iter_mut() {
            word.begins_phrase = maker.phrase_starts.contains(&word.orth);
        }
        Ok((this, words))
    }

    /// Whether affix rules apply to a special case.
    fn is_torn(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        let found = |p: &Option<Pattern>| p.as_ref().and_then(|p| p.search(&chars, 0)).is_some_and(|(a, b)| b > a);
        found(&self.prefix)
            || found(&self.suffix)
            || text.contains(' ')
            || self.infix.as_ref().is_some_and(|p| p.search(&chars, 0).is_some())
    }

    /// Cuts a text into tokens.
    pub(super) fn tokenize(&self, text: &str, words: &mut Words, maker: &WordMaker, cuts: &mut Cuts) -> Vec<Piece> {
        let pieces = self.cut_text(text, words, maker, cuts, true);
        self.apply_phrases(text, pieces, words)
    }

    fn cut_text(&self, text: &str, words: &mut Words, maker: &WordMaker, cuts: &mut Cuts, specials: bool) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::with_capacity(text.len() / 5 + 1);
        let mut start = 0;
        let mut in_space = text.chars().next().is_some_and(chars::is_space);
        for (i, c) in text.char_indices() {
            if chars::is_space(c) == in_space {
                continue;
            }
            if start < i {
                self.cut_span(text, start, i, words, maker, cuts, specials, &mut pieces);
            }
            start = i;
            if c == ' ' {
                if let Some(last) = pieces.last_mut() {
                    last.space = true;
                }
                start += 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            self.cut_span(text, start, text.len(), words, maker, cuts, specials, &mut pieces);
        }
        pieces
    }

    #[expect(clippy::too_many_arguments, reason = "the inner step of one loop")]
    fn cut_span(
        &self,
        text: &str,
        start: usize,
        end: usize,
        words: &mut Words,
        maker: &WordMaker,
        cuts: &mut Cuts,
        specials: bool,
        pieces: &mut Vec<Piece>,
    ) {
        let span = &text[start..end];
        let mut at = start as u32;
        let mut push = |word: u32, words: &Words| {
            pieces.push(Piece { word, start: at, space: false });
            at += words.get(word).text.len() as u32;
        };
        if specials && let Some(ids) = self.specials.get(span) {
            for &id in ids {
                push(id, words);
            }
            return;
        }
        let known = cuts.by_text.get(span).copied();
        let (from, to) = known.unwrap_or_else(|| {
            let from = cuts.words.len() as u32;
            self.cut_word(span, specials, &mut |cut: Cut<'_>| match cut {
                Cut::Known(ids) => cuts.words.extend_from_slice(ids),
                Cut::Form(form) => cuts.words.push(words.number(form, maker)),
            });
            let to = cuts.words.len() as u32;
            cuts.by_text.insert(span.into(), (from, to));
            (from, to)
        });
        for i in from..to {
            push(cuts.words[i as usize], words);
        }
    }

    /// Cuts what stands between spaces.
    fn cut_word<'a>(&'a self, span: &'a str, specials: bool, out: &mut dyn FnMut(Cut<'a>)) {
        let chars: Vec<char> = span.chars().collect();
        let mut offsets: Vec<usize> = span.char_indices().map(|(i, _)| i).collect();
        offsets.push(span.len());
        let form = |lo: usize, hi: usize| &span[offsets[lo]..offsets[hi]];
        let special = |lo: usize, hi: usize| if specials && lo < hi { self.specials.get(form(lo, hi)) } else { None };
        let find = |p: &Option<Pattern>, lo: usize, hi: usize| {
            p.as_ref().and_then(|p| p.search(&chars[lo..hi], 0)).map_or(0, |(a, b)| b - a)
        };
        let matches = |p: &Option<Pattern>, lo: usize, hi: usize| {
            p.as_ref().and_then(|p| p.search(&chars[lo..hi], 0)).is_some_and(|(a, _)| a == 0)
        };
        let (mut lo, mut hi) = (0, chars.len());
        let mut suffixes = Vec::new();
        let (mut last, mut turns) = (0, 0);
        while lo < hi && hi - lo != last && turns < MAX_AFFIXES {
            turns += 1;
            if matches(&self.token, lo, hi) || special(lo, hi).is_some() {
                break;
            }
            last = hi - lo;
            let prefix = find(&self.prefix, lo, hi);
            if prefix != 0 && special(lo + prefix, hi).is_some() {
                out(Cut::Form(form(lo, lo + prefix)));
                lo += prefix;
                break;
            }
            let suffix = find(&self.suffix, lo + prefix, hi);
            if suffix != 0 && special(lo, hi - suffix).is_some() {
                suffixes.push((hi - suffix, hi));
                hi -= suffix;
                break;
            }
            if prefix != 0 {
                out(Cut::Form(form(lo, lo + prefix)));
                lo += prefix;
            }
            if suffix != 0 && (prefix == 0 || prefix + suffix <= last) {
                suffixes.push((hi - suffix, hi));
                hi -= suffix;
            }
        }
        if lo < hi {
            if let Some(ids) = special(lo, hi) {
                out(Cut::Known(ids));
            } else if matches(&self.token, lo, hi) || matches(&self.url, lo, hi) {
                out(Cut::Form(form(lo, hi)));
            } else {
                let mut start = lo;
                for (a, b) in self.infix.as_ref().map(|p| p.find_all(&chars[lo..hi])).unwrap_or_default() {
                    let (a, b) = (lo + a, lo + b);
                    if a == lo {
                        continue;
                    }
                    if a != start {
                        out(Cut::Form(form(start, a)));
                    }
                    if a != b {
                        out(Cut::Form(form(a, b)));
                    }
                    start = b;
                }
                if start < hi {
                    out(Cut::Form(form(start, hi)));
                }
            }
        }
        for (a, b) in suffixes.into_iter().rev() {
            out(Cut::Form(form(a, b)));
        }
    }

    /// Puts special cases together again that affix rules tore apart.
    fn apply_phrases(&self, text: &str, pieces: Vec<Piece>, words: &Words) -> Vec<Piece> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (i, piece) in pieces.iter().enumerate() {
            let word = words.get(piece.word);
            if word.begins_phrase {
                for ids in self.phrases.get(&word.orth).into_iter().flatten() {
                    let end = i + ids.len();
                    if end <= pieces.len() && pieces[i..end].iter().zip(ids).all(|(p, id)| words.get(p.word).orth == *id) {
                        found.push((i, end));
                    }
                }
            }
        }
        if found.is_empty() {
            return pieces;
        }
        // Longest first, then leftmost; one that meets a longer one is dropped, but still blocks others.
        found.sort_by_key(|&(a, b)| (usize::MAX - (b - a), a));
        let mut seen = HashSet::new();
        let mut kept = HashMap::new();
        for (a, b) in found {
            if !seen.contains(&a) && !seen.contains(&(b - 1)) {
                kept.insert(a, b);
            }
            seen.extend(a..b);
        }
        let mut out = Vec::with_capacity(pieces.len());
        let mut i = 0;
        while i < pieces.len() {
            let Some(&end) = kept.get(&i) else {
                out.push(pieces[i]);
                i += 1;
                continue;
            };
            let last = pieces[end - 1];
            let span = pieces[i].start as usize..last.start as usize + words.get(last.word).text.len();
            if let Some(ids) = self.specials.get(&text[span]) {
                let mut start = pieces[i].start;
                for &word in ids {
                    out.push(Piece { word, start, space: false });
                    start += words.get(word).text.len() as u32;
                }
                if let Some(piece) = out.last_mut() {
                    piece.space = last.space;
                }
            } else {
                out.extend_from_slice(&pieces[i..end]);
            }
            i = end;
        }
        out
    }
}

/// A part of what stands between spaces.
enum Cut<'a> {
    /// A special case, by its words.
    Known(&'a [u32]),
    /// Any other form.
    Form(&'a str),
}
