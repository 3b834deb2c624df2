//! The attribute ruler: from tag, word and arc to part of speech, morphology and some lemmas.

use super::message::{Message, decode};
use super::regex::Pattern;
use super::{Dep, ModelError, Pos, Tag};
use rmpv::ValueRef;
use std::collections::HashMap;
use std::sync::Arc;

/// What a word is to the rules: its number among their words, and which of their patterns it matches.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    word: u16,
    patterns: u16,
}

/// The attributes of a token that rules read and write.
#[derive(Clone, Debug)]
pub(super) struct Attributes {
    pub(super) known: Known,
    pub(super) is_space: bool,
    pub(super) tag: Tag,
    pub(super) dep: Dep,
    pub(super) pos: Pos,
    /// Index into [`Ruler::morphs`].
    pub(super) morph: u16,
    /// Set by a rule; else the lemmatizer decides.
    pub(super) lemma: Option<Arc<str>>,
}

/// What the lemmatizer wants to know of a morphology.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Morph {
    pub(super) singular: bool,
    pub(super) infinitive: bool,
    /// Finite, present and without a number.
    pub(super) bare_present: bool,
    pub(super) positive: bool,
}

#[derive(Debug, Default)]
struct Condition {
    tags: u64,
    deps: u64,
    words: WordCondition,
    space: Option<bool>,
}

#[derive(Debug, Default)]
enum WordCondition {
    #[default]
    Any,
    In(Vec<u16>),
    Pattern(u16),
}

#[derive(Debug, Default)]
struct Rule {
    index: isize,
    tag: Option<Tag>,
    dep: Option<Dep>,
    pos: Option<Pos>,
    morph: Option<u16>,
    lemma: Option<Arc<str>>,
}

/// The rules of a model.
#[derive(Debug, Default)]
pub(super) struct Ruler {
    rules: Vec<Rule>,
    patterns: Vec<(usize, Vec<Condition>)>,
    /// For each tag, the patterns whose first token may have it.
    by_tag: Vec<Vec<usize>>,
    words: HashMap<Box<str>, u16>,
    expressions: Vec<Pattern>,
    /// The morphologies, the empty one first.
    pub(super) morphs: Vec<Morph>,
}

const TAGS: usize = 64;

impl Ruler {
    /// Reads the rules.
    pub(super) fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let part = "attribute_ruler/patterns";
        let value = decode(part, bytes)?;
        let mut this = Self { morphs: vec![Morph::default()], by_tag: vec![Vec::new(); TAGS], ..Self::default() };
        let mut morph_numbers: HashMap<&str, u16> = HashMap::from([("_", 0), ("", 0)]);
        for rule in Message::new(part, &value).items()? {
            let number = this.rules.len();
            if number > 60_000 {
                return Err(rule.bad("fewer rules"));
            }
            let mut made = Rule { index: rule.get("index")?.integer()? as isize, ..Rule::default() };
            for (name, value) in rule.get("attrs")?.entries()? {
                let text = value.text()?;
                match name.text()? {
                    "TAG" => made.tag = Some(Tag::from_label(text).ok_or_else(|| value.bad("known tag"))?),
                    "DEP" => made.dep = Some(Dep::from_label(text).ok_or_else(|| value.bad("known arc label"))?),
                    "POS" => made.pos = Some(Pos::from_label(text).ok_or_else(|| value.bad("known part of speech"))?),
                    "LEMMA" => made.lemma = Some(text.into()),
                    "MORPH" => {
                        made.morph = Some(*morph_numbers.entry(text).or_insert_with(|| {
                            this.morphs.push(Morph::read(text));
                            this.morphs.len() as u16 - 1
                        }));
                    }
                    other => return Err(name.bad(&format!("attribute other than `{other}`"))),
                }
            }
            this.rules.push(made);
            for pattern in rule.get("patterns")?.items()? {
                let conditions = pattern.items()?.map(|token| this.condition(token)).collect::<Result<Vec<_>, _>>()?;
                let first = conditions.first().ok_or_else(|| pattern.bad("pattern of one or more tokens"))?;
                for tag in 0..TAGS {
                    if first.tags >> tag & 1 == 1 {
                        this.by_tag[tag].push(this.patterns.len());
                    }
                }
                this.patterns.push((number, conditions));
            }
        }
        Ok(this)
    }

    fn condition(&mut self, token: Message<'_>) -> Result<Condition, ModelError> {
        let mut made = Condition { tags: u64::MAX, deps: u64::MAX, ..Condition::default() };
        for (name, value) in token.entries()? {
            match name.text()? {
                "TAG" => made.tags &= mask(value, |t| Tag::from_label(t).map(|t| t as u8))?,
                "DEP" => made.deps &= mask(value, |t| Dep::from_label(t).map(|d| d as u8))?,
                "LOWER" => made.words = self.words(value)?,
                "IS_SPACE" => match value.value {
                    ValueRef::Boolean(b) => made.space = Some(*b),
                    _ => return Err(value.bad("true or false")),
                },
                other => return Err(name.bad(&format!("condition other than `{other}`"))),
            }
        }
        Ok(made)
    }

    fn words(&mut self, value: Message<'_>) -> Result<WordCondition, ModelError> {
        if let Some(pattern) = value.find("REGEX") {
            if self.expressions.len() >= 16 {
                return Err(pattern.bad("fewer patterns"));
            }
            self.expressions.push(Pattern::new(pattern.text()?).map_err(|e| pattern.bad(&e))?);
            return Ok(WordCondition::Pattern(1 << (self.expressions.len() - 1)));
        }
        let texts = match value.find("IN") {
            Some(list) => list.items()?.map(Message::text).collect::<Result<Vec<_>, _>>()?,
            None => vec![value.text()?],
        };
        if self.words.len() + texts.len() > 60_000 {
            return Err(value.bad("fewer words"));
        }
        let mut number = |text: &str| {
            let next = self.words.len() as u16 + 1;
            *self.words.entry(text.into()).or_insert(next)
        };
        Ok(WordCondition::In(texts.into_iter().map(&mut number).collect()))
    }

    /// What the rules know of a word, given in lower case.
    pub(super) fn know(&self, lower: &str) -> Known {
        let word = self.words.get(lower).copied().unwrap_or(0);
        let mut patterns = 0;
        if lower.len() <= 16 && !self.expressions.is_empty() {
            let chars: Vec<char> = lower.chars().collect();
            for (i, expression) in self.expressions.iter().enumerate() {
                patterns |= u16::from(expression.search(&chars, 0).is_some()) << i;
            }
        }
        Known { word, patterns }
    }

    /// Applies all rules. They see the attributes as they were before, and later rules win.
    pub(super) fn apply(&self, tokens: &mut [Attributes]) {
        let seen: Vec<(Tag, Dep)> = tokens.iter().map(|t| (t.tag, t.dep)).collect();
        // The number of the last rule (from 1) that set tag, dep, pos, morph and lemma.
        let mut set = vec![[0_u16; 5]; tokens.len()];
        for i in 0..tokens.len() {
            for &p in &self.by_tag[seen[i].0 as usize] {
                let (number, conditions) = &self.patterns[p];
                if i + conditions.len() > tokens.len()
                    || !conditions.iter().zip(i..).all(|(c, at)| c.holds(&tokens[at], seen[at]))
                {
                    continue;
                }
                let rule = &self.rules[*number];
                let from = if rule.index < 0 { i + conditions.len() } else { i };
                let Some(target) = from.checked_add_signed(rule.index).filter(|&t| t < tokens.len()) else { continue };
                let (token, set) = (&mut tokens[target], &mut set[target]);
                let rank = *number as u16 + 1;
                let mut wins = |attribute: usize, is_set: bool| {
                    let wins = is_set && rank > set[attribute];
                    if wins {
                        set[attribute] = rank;
                    }
                    wins
                };
                if wins(0, rule.tag.is_some()) {
                    token.tag = rule.tag.unwrap_or(token.tag);
                }
                if wins(1, rule.dep.is_some()) {
                    token.dep = rule.dep.unwrap_or(token.dep);
                }
                if wins(2, rule.pos.is_some()) {
                    token.pos = rule.pos.unwrap_or(token.pos);
                }
                if wins(3, rule.morph.is_some()) {
                    token.morph = rule.morph.unwrap_or(token.morph);
                }
                if wins(4, rule.lemma.is_some()) {
                    token.lemma.clone_from(&rule.lemma);
                }
            }
        }
    }
}

impl Condition {
    fn holds(&self, token: &Attributes, (tag, dep): (Tag, Dep)) -> bool {
        self.tags >> (tag as u8) & 1 == 1
            && self.deps >> (dep as u8) & 1 == 1
            && self.space.is_none_or(|s| s == token.is_space)
            && match &self.words {
                WordCondition::Any => true,
                WordCondition::In(words) => words.contains(&token.known.word),
                WordCondition::Pattern(bit) => token.known.patterns & bit != 0,
            }
    }
}

/// The labels that a condition admits, one bit each; labels that the scheme lacks never occur.
fn mask(value: Message<'_>, number: impl Fn(&str) -> Option<u8>) -> Result<u64, ModelError> {
    let bits = |list: Message<'_>| -> Result<u64, ModelError> {
        let mut bits = 0;
        for text in list.items()? {
            bits |= number(text.text()?).map_or(0, |n| 1 << n);
        }
        Ok(bits)
    };
    if let Some(list) = value.find("IN") {
        bits(list)
    } else if let Some(list) = value.find("NOT_IN") {
        Ok(!bits(list)?)
    } else {
        Ok(number(value.text()?).map_or(0, |n| 1 << n))
    }
}

impl Morph {
    fn read(text: &str) -> Self {
        let get = |name: &str| text.split('|').filter_map(|f| f.split_once('=')).find(|(n, _)| *n == name).map(|(_, v)| v);
        Self {
            singular: get("Number") == Some("Sing"),
            infinitive: get("VerbForm") == Some("Inf"),
            bare_present: get("VerbForm") == Some("Fin") && get("Tense") == Some("Pres") && get("Number").is_none(),
            positive: get("Degree") == Some("Pos"),
        }
    }
}
