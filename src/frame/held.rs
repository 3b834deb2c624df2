//! When a post was held: the times that belong to a title or to a verb of leading.

use super::syntax::Syntax;
use crate::parse::{Dep, Tag};
use crate::resolve::{TimeValue, Title};

/// Words before a time that open or close a stretch.
const BOUNDS: &[&str] = &["since", "from", "between", "until", "till", "through"];

/// Verbs that put a subject in a post: "served as", "has been".
const HOLDING: &[&str] = &["be", "serve", "act", "work", "remain", "reign", "rule"];

/// Years that nobody is in office: a longer bracket tells birth and death.
const LIFETIME: i32 = 30;

/// The times of a title that stand beside its words: "minister since 2019", "president from 2010 to 2014", "the 2001-2009
/// governor", "president Ann Lee (2002-2007)". Indices into the document's times.
pub(super) fn beside(s: Syntax, title: &Title) -> Vec<usize> {
    let end = title.tokens.end;
    let holder = &s.resolved.mentions[title.holder].tokens;
    let behind = if holder.start == end { holder.end } else { end };
    let before = s.resolved.times.iter().position(|time| {
        let stands = time.tokens.end == title.tokens.start || title.tokens.start <= time.tokens.start && time.tokens.end < end;
        stands && is_range(&time.value)
    });
    let found = before.or_else(|| bracketed(s, behind)).or_else(|| bounded(s, end, title)).or_else(|| in_office(s, behind));
    let Some(first) = found else { return Vec::new() };
    with_partner(s, first)
}

/// The times of a verb that tell how long something held, of those that hang on it: "has led the bank since March".
pub(super) fn of_verb(s: Syntax, times: &[usize]) -> Vec<usize> {
    let opened = |&&t: &&usize| {
        let time = &s.resolved.times[t];
        let before = word_before(s, time.tokens.start);
        let length = time.value.begin.is_none() && time.value.timex.as_deref().is_some_and(|x| x.starts_with('P'));
        BOUNDS.contains(&before) || matches!(before, "to" | "and" | "-") && is_range(&time.value) || before == "for" && length
    };
    times.iter().filter(opened).copied().collect()
}

/// The verb that gives a title to its subject: "was minister", "served as minister".
pub(super) fn verb(s: Syntax, title: &Title) -> Option<usize> {
    let noun = noun(s, title)?;
    let head = s.head(noun);
    let verb = match s.dep(noun) {
        Dep::Attr | Dep::Oprd => head,
        Dep::Pobj if s.lower(head) == "as" => s.head(head),
        _ => return None,
    };
    HOLDING.contains(&&*s.lemma(verb)).then_some(verb)
}

/// Whether a verb is told in the present perfect: what "has led since March" tells goes on.
pub(super) fn goes_on(s: Syntax, verb: usize) -> bool {
    s.tag(verb) == Tag::Vbn && s.parsed.children_with(verb, Dep::Aux).any(|c| matches!(s.lower(c), "has" | "have" | "'ve" | "'s"))
}

/// The word of a title that hangs on something outside.
fn noun(s: Syntax, title: &Title) -> Option<usize> {
    title.tokens.clone().find(|&t| !title.tokens.contains(&s.head(t)) && !matches!(s.dep(t), Dep::Det | Dep::Punct))
}

/// "minister since 2019": a time behind a word that opens a stretch.
fn bounded(s: Syntax, at: usize, title: &Title) -> Option<usize> {
    let time = opened(s, at)?;
    let precise = matches!(s.resolved.times[time].value.precision, Some("Day" | "Hour" | "Minute" | "Second"));
    // "has held the mayor since Monday": the verb's time, unless the tree gives it to the title
    let own = title.tokens.contains(&s.head(at)) || verb(s, title).is_some();
    (own || !precise && noun(s, title).is_some_and(|n| !matches!(s.dep(n), Dep::Dobj))).then_some(time)
}

/// "(2002-2007)", "(since 2019)".
fn bracketed(s: Syntax, at: usize) -> Option<usize> {
    if s.parsed.tokens.get(at).is_none_or(|t| &*t.lower != "(") {
        return None;
    }
    opened(s, at + 1).or_else(|| {
        let time = starting(s, at + 1)?;
        let found = &s.resolved.times[time];
        let years = |text: &Option<String>| text.as_deref().and_then(|t| t.get(..4)).and_then(|y| y.parse::<i32>().ok());
        let lasted = years(&found.value.end)? - years(&found.value.begin)?;
        (is_range(&found.value) && lasted < LIFETIME).then_some(time)
    })
}

/// ", in office since 2019", "in power from 2010 to 2014".
fn in_office(s: Syntax, at: usize) -> Option<usize> {
    let word = |i: usize| s.parsed.tokens.get(i).map_or("", |t| &*t.lower);
    let at = at + usize::from(word(at) == ",");
    let post = matches!(word(at), "in") && matches!(word(at + 1), "office" | "power" | "post");
    if post { opened(s, at + 2) } else { None }
}

/// The time behind a word at `at` that opens a stretch.
fn opened(s: Syntax, at: usize) -> Option<usize> {
    let word = s.parsed.tokens.get(at).map(|t| &*t.lower)?;
    let time = starting(s, at + 1).or_else(|| starting(s, at + 2).filter(|_| s.tag(at + 1) == Tag::Dt))?;
    let value = &s.resolved.times[time].value;
    let fits = match word {
        "between" => is_range(value),
        "until" | "till" | "through" => value.end.is_some() || value.time.is_some() || value.on_date.is_some(),
        _ => value.begin.is_some() || value.time.is_some() || value.on_date.is_some(),
    };
    (BOUNDS.contains(&word) && fits).then_some(time)
}

/// The time that starts at a token.
fn starting(s: Syntax, token: usize) -> Option<usize> {
    s.resolved.times.iter().position(|time| time.tokens.start == token)
}

/// A time and the other end of its stretch: "2010" and "2014".
fn with_partner(s: Syntax, first: usize) -> Vec<usize> {
    let time = &s.resolved.times[first];
    let partner = s.resolved.times.get(first + 1).filter(|next| {
        let between = next.tokens.start == time.tokens.end + 1;
        between && is_range(&time.value) && matches!(s.lower(time.tokens.end), "to" | "until" | "till" | "through" | "and" | "-")
    });
    std::iter::once(first).chain(partner.map(|_| first + 1)).collect()
}

/// The word before a time, its article left out.
fn word_before(s: Syntax<'_>, start: usize) -> &str {
    let mut i = start;
    while i > 0 && s.tag(i - 1) == Tag::Dt {
        i -= 1;
    }
    i.checked_sub(1).map_or("", |b| s.lower(b))
}

/// Whether a value has two ends.
fn is_range(value: &TimeValue) -> bool {
    value.begin.is_some() && value.end.is_some() && value.begin != value.end
}
