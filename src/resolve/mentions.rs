//! One mention for every noun phrase head that can be an argument.

use super::MentionKind;
use super::knowledge::{NounKind, RowId};
use super::names::{Name, NameKind};
use super::sources;
use super::time::numbers::cardinal;
use super::titles::{Phrase, name_index};
use super::words::Words;
use crate::parse::{Dep, NameLabel, Pos, Tag};
use std::collections::HashSet;
use std::ops::Range;

/// A mention before it is known what it refers to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub tokens: Range<usize>,
    pub head: usize,
    pub kind: MentionKind,
    /// Index of the name, for names.
    pub name: Option<usize>,
    /// Index of the title phrase whose noun is the head.
    pub phrase: Option<usize>,
    /// The state or party behind an adjective or word for its people.
    pub row: Option<RowId>,
    pub plural: bool,
    pub count: Option<u64>,
}

const QUANTITIES: &[&str] = &[
    "dozen",
    "hundred",
    "thousand",
    "million",
    "score",
    "number",
    "majority",
    "handful",
    "couple",
    "pair",
    "group",
    "lot",
    "most",
    "some",
    "many",
    "several",
    "one",
    "both",
    "all",
    "part",
    "series",
    "rest",
    "first",
    "last",
    "half",
    "few",
    "none",
    "each",
    "member",
    "hundreds",
    "thousands",
    "dozens",
    "scores",
];

/// Whether a dependency label is one under which a noun phrase hangs as an argument, subject or root.
fn is_argument(dep: Dep) -> bool {
    !matches!(
        dep,
        Dep::Compound
            | Dep::Amod
            | Dep::Nmod
            | Dep::Nummod
            | Dep::Det
            | Dep::Advmod
            | Dep::Aux
            | Dep::Punct
            | Dep::Cc
            | Dep::Quantmod
            | Dep::Mark
            | Dep::Prt
            | Dep::Case
            | Dep::Predet
            | Dep::Preconj
            | Dep::Intj
            | Dep::Expl
            | Dep::Auxpass
            | Dep::Neg
    )
}

/// Finds all mentions, sorted by head token. `speakers` are the heads of the sources of attributions.
pub(super) fn find(w: Words, names: &[Name], phrases: &[Phrase], speakers: &HashSet<usize>) -> Vec<Draft> {
    let at = name_index(w, names);
    let mut drafts: Vec<Draft> = names.iter().enumerate().filter_map(|(id, n)| of_name(w, id, n)).collect();
    let (mut phrase_at, mut inside, mut of) = (vec![None; w.len()], vec![false; w.len()], vec![false; w.len()]);
    for (at, p) in phrases.iter().enumerate() {
        phrase_at[p.noun].get_or_insert(at);
        p.of.iter().for_each(|&i| of[i] = true);
        p.tokens.clone().filter(|i| p.noun != *i && !p.of.contains(i)).for_each(|i| inside[i] = true);
    }
    for i in 0..w.len() {
        if at[i].is_some() {
            continue;
        }
        let draft = if is_pronoun(w, i) && !(w.tag(i) == Tag::Dt && measured(w, i).is_some()) {
            Some(simple(w, i, i..i + 1, MentionKind::Pronoun))
        } else if is_nominal(w, i) || w.is_noun(i) && of[i] {
            let phrase = phrase_at[i];
            let hidden = phrase.is_some_and(|p| !phrases[p].holders.is_empty() && !is_argument(w.dep(i)));
            (!inside[i] && !hidden).then(|| {
                let mut draft = Draft { phrase, ..nominal(w, i) };
                if let Some(p) = phrase.map(|p| &phrases[p]) {
                    draft.tokens = draft.tokens.start.min(p.tokens.start)..draft.tokens.end.max(p.tokens.end);
                }
                draft
            })
        } else if speakers.contains(&i) && sources::is_quantity(w, i) {
            Some(simple(w, i, w.parsed.subtree(i).start.max(w.parsed.sentence_of(i).tokens.start)..i + 1, MentionKind::Pronoun))
        } else {
            None
        };
        drafts.extend(draft);
    }
    drafts.sort_by_key(|d| d.head);
    drafts.dedup_by_key(|d| d.head);
    drafts
}

fn of_name(w: Words, id: usize, n: &Name) -> Option<Draft> {
    if n.kind != NameKind::People {
        let mut draft = simple(w, n.head, n.tokens.clone(), MentionKind::Name);
        draft.plural = false;
        return Some(Draft { name: Some(id), ..draft });
    }
    let row = w.demonym(n.tokens.end - 1);
    let hyphenated = n.head + 1 < w.len() && w.is_hyphen(n.head + 1) && w.touches(n.head, n.head + 1);
    let modifies = hyphenated || matches!(w.dep(n.head), Dep::Amod | Dep::Compound | Dep::Nmod) || w.pos(n.head) == Pos::Adj;
    if modifies {
        return row.map(|row| Draft { row: Some(row), ..simple(w, n.head, n.tokens.clone(), MentionKind::Adjective) });
    }
    let plural = matches!(w.tag(n.head), Tag::Nns | Tag::Nnps);
    Some(Draft { row, plural, count: count(w, n.head), ..simple(w, n.head, phrase_tokens(w, n.head), MentionKind::Nominal) })
}

fn simple(w: Words, head: usize, tokens: Range<usize>, kind: MentionKind) -> Draft {
    let plural = matches!(w.tag(head), Tag::Nns | Tag::Nnps);
    Draft { tokens, head, kind, name: None, phrase: None, row: None, plural, count: None }
}

fn is_pronoun(w: Words, i: usize) -> bool {
    match w.tag(i) {
        Tag::Prp => w.dep(i) != Dep::Expl,
        Tag::PrpPossessive | Tag::Wp | Tag::WpPossessive => true,
        Tag::Wdt => matches!(w.dep(i), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj),
        Tag::Dt => {
            matches!(w.lower(i), "this" | "that" | "these" | "those" | "both" | "all" | "some" | "another")
                && matches!(w.dep(i), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj)
        }
        _ => false,
    }
}

fn is_nominal(w: Words, i: usize) -> bool {
    // "left three dead": the number hangs on what became of them
    let fate = w.dep(i) == Dep::Nummod && w.head(i) == i + 1 && is_casualty_number(w, i);
    if !w.is_word(i) || !is_argument(w.dep(i)) && !fate || is_time(w, i) || is_clock(w.lower(i)) {
        return false;
    }
    let argument = matches!(w.dep(i), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Dative | Dep::Conj);
    match w.pos(i) {
        Pos::Noun | Pos::Propn => true,
        // "24 were wounded", "two of the prisoners"
        Pos::Num => argument && w.dep(i) != Dep::Conj || is_casualty_number(w, i),
        // "most of the passengers", "some of the crew"
        Pos::Adj | Pos::Det | Pos::Pron if measured(w, i).is_some() => argument && w.dep(i) != Dep::Conj,
        // "the wounded", "the dead", "others"
        Pos::Adj | Pos::Verb => {
            argument
                && w.dep(i) != Dep::Conj
                && matches!(w.tag(i), Tag::Jj | Tag::Vbn | Tag::Jjs)
                && w.parsed.children_with(i, Dep::Det).any(|d| w.lower(d) == "the")
        }
        _ => false,
    }
}

/// "Three killed in blast", "30 hurt": a number that stands for people right before what became of them.
pub(super) fn is_casualty_number(w: Words, i: usize) -> bool {
    const FATES: &[&str] = &[
        "dead",
        "killed",
        "hurt",
        "injured",
        "wounded",
        "missing",
        "arrested",
        "held",
        "detained",
        "rescued",
        "freed",
        "released",
        "charged",
        "jailed",
        "evacuated",
        "hospitalised",
        "hospitalized",
        "trapped",
        "feared",
        "displaced",
        "saved",
    ];
    let bare = w.parsed.children(i).all(|c| c < i || w.dep(c) == Dep::Punct || FATES.contains(&w.lower(c)));
    w.pos(i) == Pos::Num && w.same_sentence(i, i + 1) && FATES.contains(&w.lower(i + 1)) && bare
}

/// Whether a noun is a time: such phrases are no mentions.
fn is_time(w: Words, i: usize) -> bool {
    let labelled = w.model_name(i).is_some_and(|n| matches!(w.parsed.names[n].label, NameLabel::Date | NameLabel::Time));
    if w.is_in_time(i) {
        return true;
    }
    let time_noun = w.noun_kind(i) == Some(NounKind::Time)
        || matches!(w.lower(i), "today" | "yesterday" | "tomorrow" | "tonight" | "am" | "pm")
        || matches!(
            &*w.parsed.tokens[i].lemma,
            "day"
                | "week"
                | "month"
                | "year"
                | "hour"
                | "minute"
                | "second"
                | "decade"
                | "morning"
                | "afternoon"
                | "evening"
                | "night"
                | "weekend"
        );
    time_noun || labelled && (w.pos(i) == Pos::Num || w.noun_kind(i).is_none())
}

/// "11.32am", "3pm".
fn is_clock(word: &str) -> bool {
    word.strip_suffix("am").or_else(|| word.strip_suffix("pm")).is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
}

fn nominal(w: Words, i: usize) -> Draft {
    Draft { count: count(w, i), ..simple(w, i, phrase_tokens(w, i), MentionKind::Nominal) }
}

/// From the first modifier to the head; "dozens of people" keeps its second noun.
fn phrase_tokens(w: Words, head: usize) -> Range<usize> {
    let mut start = head;
    for c in w.parsed.children(head).filter(|&c| c < head).rev() {
        let part = matches!(
            w.dep(c),
            Dep::Det
                | Dep::Amod
                | Dep::Compound
                | Dep::Nmod
                | Dep::Nummod
                | Dep::Poss
                | Dep::Predet
                | Dep::Quantmod
                | Dep::Advmod
                | Dep::Case
        ) || w.dep(c) == Dep::Punct && matches!(w.lower(c), "-" | "\"" | "'" | "$" | "£" | "€");
        if !part {
            break;
        }
        let child = w.parsed.subtree(c);
        if child.end > start || !w.same_sentence(child.start, head) {
            continue;
        }
        // "four dead, dozens hurt"
        if w.dep(c) == Dep::Nummod
            && child.clone().any(|t| w.lower(t) == ",")
            && !w.text(c).starts_with(|x: char| x.is_ascii_digit())
        {
            break;
        }
        start = child.start;
    }
    // A quote mark that opens or closes in between ends the phrase there.
    let marks: Vec<usize> = (start..head).filter(|&t| matches!(w.lower(t), "\"" | "``" | "''")).collect();
    if marks.len() % 2 == 1 {
        start = marks[marks.len() - 1] + 1;
    }
    while start < head && !w.is_word(start) && !matches!(w.lower(start), "$" | "£" | "€") {
        start += 1;
    }
    let mut end = head + 1;
    if let Some(noun) = measured(w, head) {
        end = noun + 1;
    }
    start..end
}

/// Whether a word tells an amount only, and nothing of what it is an amount of.
pub(super) fn is_amount(w: Words, head: usize) -> bool {
    w.pos(head) == Pos::Num
        || matches!(
            &*w.lemma(head),
            "dozen" | "hundred" | "thousand" | "million" | "score" | "number" | "majority" | "handful" | "lot" | "most" | "rest"
        )
        || matches!(w.lower(head), "dozens" | "hundreds" | "thousands" | "scores" | "millions")
}

/// The noun whose quantity or part a word tells: "dozens of people", "four of the six miners", "the last of the hostages".
pub(super) fn measured(w: Words, head: usize) -> Option<usize> {
    let quantity = w.pos(head) == Pos::Num || QUANTITIES.contains(&w.lower(head)) || QUANTITIES.contains(&&*w.lemma(head));
    let noun = partitive(w, head).filter(|&n| quantity && w.pos(n) != Pos::Pron)?;
    // "9 of October"
    (w.pos(head) != Pos::Num || w.tag(noun) != Tag::Nn && !w.is_in_time(noun)).then_some(noun)
}

/// The noun of an of-phrase right after a quantity: "dozens of people".
pub(super) fn partitive(w: Words, head: usize) -> Option<usize> {
    let of = w.parsed.children_with(head, Dep::Prep).find(|&c| c > head && w.lower(c) == "of")?;
    w.parsed.children_with(of, Dep::Pobj).find(|&n| n > of)
}

/// The number that a noun phrase names: its numeral, "two dozen", or the article of "a dozen".
pub(super) fn count(w: Words, head: usize) -> Option<u64> {
    let plural = matches!(w.tag(head), Tag::Nns | Tag::Nnps)
        || matches!(&*w.lemma(head), "people" | "dozen" | "hundred" | "thousand" | "million" | "aircraft" | "police");
    let numeral = w.parsed.children_with(head, Dep::Nummod).next_back().filter(|&n| n < head);
    if let Some(n) = numeral {
        // "a three-on-three summit", "one in five people", "the 45-year-old men"
        let within = w.parsed.subtree(n).start..head;
        let plain = within
            .clone()
            .all(|t| !w.is_hyphen(t) && !matches!(w.lower(t), "in" | "out" | "on" | "per" | "percent" | "%" | "dead"));
        if !plain || !plural && w.lower(n) != "one" {
            return None;
        }
        let start = w.parsed.subtree(n).start;
        let value = number(w, start.max(w.parsed.sentence_of(head).tokens.start)..n + 1)?;
        return Some(value);
    }
    if w.pos(head) == Pos::Num {
        return number(w, w.parsed.subtree(head).start..head + 1);
    }
    if &*w.lemma(head) == "dozen" && w.tag(head) == Tag::Nn {
        return Some(12);
    }
    None
}

/// The value of a numeral in words or digits: "24", "1,300", "twenty-four", "two dozen", "1.2 million".
pub(super) fn number(w: Words, tokens: Range<usize>) -> Option<u64> {
    let mut total: f64 = 0.0;
    let mut seen = false;
    for i in tokens {
        let word = w.lower(i).trim_end_matches('.');
        let digits = word.replace(',', "");
        if let Ok(value) = digits.parse::<f64>() {
            if digits.chars().next().is_some_and(|c| c.is_ascii_digit()) {
                total += value;
                seen = true;
            }
            continue;
        }
        match word_value(word) {
            Some(scale) if scale >= 100.0 || word == "dozen" => {
                total = if seen { total * scale } else { scale };
                seen = true;
            }
            Some(value) => {
                total += value;
                seen = true;
            }
            None => {}
        }
    }
    (seen && (0.0..1e15).contains(&total)).then_some(total.round() as u64)
}

fn word_value(word: &str) -> Option<f64> {
    if let Some(n) = cardinal(word) {
        return Some(f64::from(n));
    }
    Some(match word {
        "dozen" => 12.0,
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" => 1e6,
        "billion" => 1e9,
        "trillion" => 1e12,
        _ => {
            let (tens, small) = word.split_once('-')?;
            let value = word_value(tens)? + word_value(small)?;
            return Some(value);
        }
    })
}
