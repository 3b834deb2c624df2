//! Names that only their capitals or the rest of the document show.

use super::{Finder, NO_NAME, NameKind};
use crate::parse::NameLabel;
use crate::parse::Pos;
use crate::parse::Tag;
use crate::resolve::fold::fold;
use std::collections::HashMap;

impl Finder<'_> {
    /// Runs of capitalised proper nouns that nobody has claimed, outside Title-Case and all-capital lines.
    pub(super) fn from_capitals(&mut self) {
        let w = self.w;
        for s in &w.parsed.sentences {
            if self.is_untrusted(s.tokens.start) {
                continue;
            }
            let mut i = s.tokens.start;
            while i < s.tokens.end {
                if !self.is_run_word(i) {
                    i += 1;
                    continue;
                }
                let start = i;
                while i < s.tokens.end && self.is_run_word(i) {
                    i += 1;
                    let bridge = i + 1 < s.tokens.end
                        && w.touches(i - 1, i)
                        && w.touches(i, i + 1)
                        && w.is_hyphen(i)
                        && self.is_run_word(i + 1)
                        && !self.is_pair(i);
                    if bridge {
                        i += 1;
                    }
                }
                let run = self.trim(start..i, NameLabel::Person);
                let alone = run.len() == 1 && w.starts_sentence(run.start) && w.tag(run.start) != Tag::Nnp;
                if !run.is_empty() && !alone {
                    self.add(run, NameKind::Other, Vec::new(), 1);
                }
            }
        }
    }

    pub(super) fn is_run_word(&self, i: usize) -> bool {
        let w = self.w;
        self.taken[i].is_none()
            && w.pos(i) == Pos::Propn
            && w.is_capitalised(i)
            && !NO_NAME.contains(&w.lower(i))
            && w.lower(i).len() > 1
            && !w.is_address(i)
            && w.title_at(i).is_none()
            && w.text(i).chars().any(char::is_alphabetic)
    }

    /// Names that stand elsewhere in the document and were missed here, above all in headlines.
    pub(super) fn from_document(&mut self) {
        let w = self.w;
        let mut seen: HashMap<String, NameKind> = HashMap::new();
        let mut longest = 1;
        for n in &self.names {
            if n.tokens.is_empty() || n.certainty < 2 || n.kind == NameKind::People || self.is_untrusted(n.tokens.start) {
                continue;
            }
            longest = longest.max(n.len());
            seen.entry(fold(w.slice(n.tokens.clone()))).or_insert(n.kind);
            if n.is_person() && n.len() > 1 && n.len() < 5 {
                seen.entry(fold(w.text(n.tokens.end - 1))).or_insert(n.kind);
            }
        }
        for s in &w.parsed.sentences {
            let mut i = s.tokens.start;
            while i < s.tokens.end {
                let mut used = 1;
                if self.taken[i].is_none() && w.is_capitalised(i) {
                    for len in (1..=longest.min(s.tokens.end - i)).rev() {
                        let tokens = i..i + len;
                        let ends_well = w.is_word(tokens.end - 1) && w.is_capitalised(tokens.end - 1);
                        let common = len == 1 && (w.lower(i).len() < 3 || !w.is_noun(i) && !w.is_all_capitals(i));
                        if !ends_well || common || !self.is_free(&tokens) {
                            continue;
                        }
                        if let Some(&kind) = seen.get(&fold(w.slice(tokens.clone()))) {
                            self.add(tokens, kind, Vec::new(), 2);
                            used = len;
                            break;
                        }
                    }
                }
                i += used;
            }
        }
    }
}
