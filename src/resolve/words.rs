//! Questions about single tokens that several steps ask.

use super::TimeExpression;
use super::knowledge::{Knowledge, NounKind, RowId};
use crate::parse::{Dep, ParsedDocument, Pos, Tag};
use std::ops::Range;

/// Short forms of address and rank that stand before a name, without full stop, with the title that they abbreviate.
///
/// An empty title is a form of address that says no office.
pub(super) const HONORIFICS: &[(&str, &str)] = &[
    ("mr", ""),
    ("mrs", ""),
    ("ms", ""),
    ("miss", ""),
    ("mx", ""),
    ("dr", ""),
    ("sir", ""),
    ("dame", ""),
    ("lord", ""),
    ("lady", ""),
    ("madam", ""),
    ("mme", ""),
    ("señor", ""),
    ("sheikh", ""),
    ("prof", "professor"),
    ("rev", "reverend"),
    ("sen", "senator"),
    ("sens", "senator"),
    ("rep", "representative"),
    ("reps", "representative"),
    ("gov", "governor"),
    ("govs", "governor"),
    ("pres", "president"),
    ("gen", "general"),
    ("col", "colonel"),
    ("maj", "major"),
    ("capt", "captain"),
    ("lt", "lieutenant"),
    ("lt gen", "lieutenant general"),
    ("maj gen", "major general"),
    ("brig gen", "brigadier general"),
    ("lt col", "lieutenant colonel"),
    ("lt gov", "lieutenant governor"),
    ("sgt", "sergeant"),
    ("cpl", "corporal"),
    ("pvt", "private"),
    ("adm", "admiral"),
    ("cmdr", "commander"),
    ("supt", "superintendent"),
    ("insp", "inspector"),
    ("atty gen", "attorney general"),
];

/// A parsed document with the tables: what every step of this stage reads.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub parsed: &'a ParsedDocument,
    pub knowledge: &'a Knowledge,
    index: &'a Index,
}

/// What is asked of tokens again and again, found once.
#[derive(Debug)]
pub(super) struct Index {
    model_names: Vec<Option<usize>>,
    titles: Vec<Option<(usize, String, bool)>>,
    in_time: Vec<bool>,
}

impl Index {
    pub fn new(parsed: &ParsedDocument, knowledge: &Knowledge, times: &[TimeExpression]) -> Self {
        let mut in_time = vec![false; parsed.tokens.len()];
        for time in times {
            in_time[time.tokens.clone()].fill(true);
        }
        let mut model_names = vec![None; parsed.tokens.len()];
        for (id, n) in parsed.names.iter().enumerate() {
            model_names[n.tokens.clone()].fill(Some(id));
        }
        let titles = (0..parsed.tokens.len()).map(|i| longest_title(parsed, knowledge, i)).collect();
        Self { model_names, titles, in_time }
    }
}

/// The longest title that starts at a token.
fn longest_title(parsed: &ParsedDocument, knowledge: &Knowledge, start: usize) -> Option<(usize, String, bool)> {
    let first = parsed.tokens[start].lower.trim_end_matches('.');
    let starts = |word: &str| knowledge.starts_title(word) || word == "member";
    if !starts(first)
        && !singular(first).is_some_and(|s| starts(&s))
        && !HONORIFICS.iter().any(|(h, _)| h.split(' ').next() == Some(first))
    {
        return None;
    }
    let end = parsed.sentence_of(start).tokens.end;
    for len in (1..=knowledge.longest_title().max(2).min(end - start)).rev() {
        let words: Vec<&str> = (start..start + len).map(|i| parsed.tokens[i].lower.trim_end_matches('.')).collect();
        let joined = join(&words);
        if let Some((_, title)) = HONORIFICS.iter().find(|(h, t)| *h == joined && !t.is_empty()) {
            return Some((len, (*title).to_owned(), joined.ends_with('s')));
        }
        // "AG" is an office, "Ag" a word of a name
        let written = |i: usize| parsed.text(i).chars().any(char::is_lowercase) && joined.len() == 2 && joined != "pm";
        if len == 1 && written(start) && parsed.text(start).starts_with(char::is_uppercase) {
            continue;
        }
        if knowledge.title(&joined).is_some() || joined == "member" {
            return Some((len, joined, false));
        }
        for (i, word) in words.iter().enumerate() {
            let Some(singular) = singular(word) else { continue };
            let mut again = words.clone();
            again[i] = &singular;
            let joined = join(&again);
            if knowledge.title(&joined).is_some() || joined == "member" {
                return Some((len, joined, true));
            }
        }
    }
    None
}

impl<'a> Words<'a> {
    pub fn new(parsed: &'a ParsedDocument, knowledge: &'a Knowledge, index: &'a Index) -> Self {
        Self { parsed, knowledge, index }
    }
    pub fn len(self) -> usize {
        self.parsed.tokens.len()
    }
    pub fn lower(self, i: usize) -> &'a str {
        &self.parsed.tokens[i].lower
    }
    /// The lower-case word, or nothing beyond the ends.
    pub fn lower_at(self, i: usize) -> &'a str {
        self.parsed.tokens.get(i).map_or("", |t| &t.lower)
    }
    pub fn text(self, i: usize) -> &'a str {
        self.parsed.text(i)
    }
    pub fn dep(self, i: usize) -> Dep {
        self.parsed.tokens[i].dep
    }
    pub fn pos(self, i: usize) -> Pos {
        self.parsed.tokens[i].pos
    }
    pub fn tag(self, i: usize) -> Tag {
        self.parsed.tokens[i].tag
    }
    pub fn head(self, i: usize) -> usize {
        self.parsed.tokens[i].head
    }
    pub fn lemma(self, i: usize) -> String {
        self.parsed.tokens[i].lemma.to_lowercase()
    }
    /// The text of a token range as it stands, possessive ending and line ends kept out by the caller.
    pub fn slice(self, tokens: Range<usize>) -> &'a str {
        self.parsed.document.slice(self.parsed.span(tokens))
    }
    pub fn is_capitalised(self, i: usize) -> bool {
        self.text(i).chars().next().is_some_and(char::is_uppercase)
    }
    pub fn is_all_capitals(self, i: usize) -> bool {
        let text = self.text(i);
        text.chars().filter(|c| c.is_alphabetic()).count() > 1 && !text.chars().any(char::is_lowercase)
    }
    pub fn is_word(self, i: usize) -> bool {
        self.text(i).chars().any(char::is_alphanumeric)
    }
    pub fn is_noun(self, i: usize) -> bool {
        matches!(self.pos(i), Pos::Noun | Pos::Propn)
    }
    /// Whether the token is first in its sentence, quote marks and dashes aside.
    pub fn starts_sentence(self, i: usize) -> bool {
        let first = self.parsed.sentence_of(i).tokens.start;
        (first..i).all(|j| !self.is_word(j))
    }
    /// Whether two neighbours stand without a space between.
    pub fn touches(self, i: usize, j: usize) -> bool {
        self.parsed.tokens[i].span.end == self.parsed.tokens[j].span.start
    }
    pub fn is_hyphen(self, i: usize) -> bool {
        matches!(self.lower_at(i), "-" | "\u{2010}" | "\u{2011}")
    }
    pub fn same_sentence(self, i: usize, j: usize) -> bool {
        i < self.len() && j < self.len() && self.parsed.tokens[i].sentence == self.parsed.tokens[j].sentence
    }
    /// Kind of thing that a common noun names.
    pub fn noun_kind(self, i: usize) -> Option<NounKind> {
        let lemma = self.lemma(i);
        self.knowledge.noun(&lemma).or_else(|| self.knowledge.noun(self.lower(i))).or_else(|| kind_by_ending(&lemma))
    }
    /// The state or party of a word for its people; not in "Social Democrat", which names another party.
    pub fn demonym(self, i: usize) -> Option<RowId> {
        const KINDS: &[&str] = &["social", "christian", "liberal", "free", "national", "new", "progressive", "centre", "center"];
        let before = i.checked_sub(1).filter(|&b| self.same_sentence(b, i));
        let other = before.is_some_and(|b| self.is_capitalised(b) && KINDS.contains(&self.lower(b)));
        self.knowledge.demonym(self.text(i)).filter(|_| !other)
    }
    /// Whether the ending of a noun that no list has says that it may be somebody's trade: "fishmonger", "welder".
    pub fn is_trade(self, i: usize) -> bool {
        let endings = ["er", "or", "ist", "ian", "ant", "man", "woman"];
        self.tag(i) == Tag::Nn && endings.iter().any(|e| self.lower(i).ends_with(e)) && self.noun_kind(i).is_none()
    }
    /// Length in tokens, name and number of the longest title that starts at a token; plurals are understood.
    pub fn title_at(self, start: usize) -> Option<(usize, &'a str, bool)> {
        self.index.titles[start].as_ref().map(|(len, title, plural)| (*len, title.as_str(), *plural))
    }
    /// Whether the token is part of a time expression.
    pub fn is_in_time(self, i: usize) -> bool {
        self.index.in_time[i]
    }
    /// The model's name that covers a token, as an index into its names.
    pub fn model_name(self, i: usize) -> Option<usize> {
        self.index.model_names[i]
    }
    /// Whether the token is a form of address that says no office ("Mr").
    pub fn is_address(self, i: usize) -> bool {
        let word = self.lower(i).trim_end_matches('.');
        self.is_capitalised(i) && HONORIFICS.iter().any(|(h, t)| *h == word && t.is_empty())
    }
}

/// Words joined as in a title; hyphens stand without spaces.
fn join(words: &[&str]) -> String {
    let mut out = String::new();
    for word in words {
        if !out.is_empty() && *word != "-" && !out.ends_with('-') {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether the ending of a noun tells that it names a person: "placekickerman", "sociologist".
fn kind_by_ending(lemma: &str) -> Option<NounKind> {
    let long = lemma.len() > 6 && lemma.is_ascii() && lemma.bytes().all(|b| b.is_ascii_lowercase());
    let person = ["man", "woman", "person", "ologist", "ographer", "ician", "keeper", "worker", "ist", "eer"];
    (long && person.iter().any(|e| lemma.ends_with(e))).then_some(NounKind::Person)
}

/// The singular of a regular plural, and of "-men".
pub(super) fn singular(word: &str) -> Option<String> {
    if let Some(stem) = word.strip_suffix("men") {
        return (stem.len() > 1).then(|| format!("{stem}man"));
    }
    if let Some(stem) = word.strip_suffix("women") {
        return Some(format!("{stem}woman"));
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    if word.ends_with("sses") || word.ends_with("ches") || word.ends_with("xes") {
        return word.strip_suffix("es").map(ToOwned::to_owned);
    }
    word.strip_suffix('s').filter(|s| s.len() > 2 && !s.ends_with('s')).map(ToOwned::to_owned)
}
