//! Time expressions: which words they are, and which day, moment or stretch they mean.
//!
//! Rules find them in the plain text of each sentence, in the manner of `HeidelTime` (Strötgen and Gertz 2010): a pattern and
//! a way to read it. What the words leave open is fixed by the post's own time, else by the document's day, else not at
//! all: no date is invented. Weekdays and dates without a year point backward unless their clause is about the future.

mod absolute;
mod anchor;
mod clock;
mod cue;
mod duration;
mod holidays;
mod join;
mod narrative;
pub(super) mod numbers;
mod relative;
mod rule;
mod sentence;
mod value;

use crate::parse::{NameLabel, ParsedDocument, Pos, Tag};
use crate::resolve::TimeExpression;
use anchor::Anchor;
use join::{Found, join};
use narrative::Told;
use regex::Regex;
use rule::{Hit, Rule, expand};
use sentence::SentenceText;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

/// A rule with its pattern, which is compiled when it is first needed.
type Compiled = (&'static Rule, OnceLock<Regex>);

static RULES: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    let all = [absolute::RULES, relative::RULES, narrative::RULES, clock::RULES, duration::RULES];
    all.into_iter().flatten().map(|rule| (rule, OnceLock::new())).collect()
});

/// Finds the time expressions of a document, in text order; they never overlap.
///
/// Tokens are without the preposition. An expression with a `timex` and no other value is one that the text leaves open;
/// what stands for no time at all ("May" in a name) is left out.
pub fn find_times(parsed: &ParsedDocument) -> Vec<TimeExpression> {
    let anchors: Vec<Anchor> = (0..parsed.document.posts.len()).map(|post| Anchor::of(&parsed.document, post)).collect();
    let nowhere = Anchor::default();
    let mut times = Vec::new();
    let mut told = Told::default();
    for sentence in &parsed.sentences {
        let anchor = anchors.get(sentence.post).unwrap_or(&nowhere);
        let text = SentenceText::new(parsed, anchor, sentence.tokens.clone());
        let found = join(&text, choose(candidates(&text)));
        told.next_sentence(sentence.post);
        let mut last = 0;
        for found in found {
            let tokens = text.tokens_of(&found.range);
            if tokens.is_empty() || tokens.start < last {
                continue;
            }
            last = tokens.end;
            let value = found.reading.shift.and_then(|shift| told.at(shift)).unwrap_or(found.reading.value);
            if !describes(parsed, &tokens) {
                told.take(&value);
            }
            times.push(TimeExpression { tokens, value });
        }
    }
    times
}

/// Whether the expression only describes a thing: "the 3 May attack", "Monday's vote".
fn describes(parsed: &ParsedDocument, tokens: &Range<usize>) -> bool {
    let next = parsed.tokens.get(tokens.end);
    next.is_some_and(|next| next.tag == Tag::Pos)
        || tokens
            .clone()
            .any(|token| parsed.tokens[token].head >= tokens.end && parsed.tokens[parsed.tokens[token].head].pos == Pos::Noun)
}

/// All that any rule reads.
fn candidates(sentence: &SentenceText) -> Vec<Found> {
    let mut found = Vec::new();
    let cues = cue::cues(&sentence.text);
    for (rule, pattern) in RULES.iter().filter(|(rule, _)| rule.needs & cues == rule.needs) {
        let pattern = pattern.get_or_init(|| Regex::new(&expand(rule.pattern)).expect("pattern is valid"));
        for captures in pattern.captures_iter(&sentence.text) {
            let Some(whole) = captures.get(0) else { continue };
            let range = captures.name("x").unwrap_or(whole).range();
            if is_part_of_name(sentence, &range) {
                continue;
            }
            let hit = Hit { sentence, captures: &captures, range: range.clone() };
            if let Some(reading) = (rule.read)(&hit) {
                let end = reading.end.unwrap_or(range.end);
                found.push(Found { range: range.start..end, reading });
            }
        }
    }
    found
}

/// Whether a name of something else holds the expression and more: "Theresa May", "the Sunday Herald".
fn is_part_of_name(sentence: &SentenceText, range: &Range<usize>) -> bool {
    let tokens = sentence.tokens_of(range);
    let others = [
        NameLabel::Date,
        NameLabel::Time,
        NameLabel::Cardinal,
        NameLabel::Ordinal,
        NameLabel::Quantity,
        NameLabel::Event,
        NameLabel::Percent,
        NameLabel::Money,
    ];
    let names = &sentence.parsed.names;
    let first = names.partition_point(|name| name.tokens.end <= tokens.start);
    names[first..].iter().take_while(|name| name.tokens.start < tokens.end).any(|name| {
        let holds_more = name.tokens.start < tokens.start || name.tokens.end > tokens.end;
        holds_more && !others.contains(&name.label)
    })
}

/// The longest ones that do not overlap, in text order; of equally long ones that of the earlier rule.
fn choose(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|f| (std::cmp::Reverse(f.range.len()), f.range.start));
    let mut chosen: Vec<Found> = Vec::new();
    for f in found {
        if chosen.iter().all(|c| c.range.end <= f.range.start || f.range.end <= c.range.start) {
            chosen.push(f);
        }
    }
    chosen.sort_by_key(|f| f.range.start);
    chosen
}
