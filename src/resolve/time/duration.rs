//! How long, how old, how often; and words for now, once and some day.

use super::cue;
use super::numbers::{Amount, number};
use super::rule::{Hit, Reading, Rule};
use super::value::{Unit, words};
use crate::calendar;
use crate::resolve::TimeKind;

/// The rules.
pub const RULES: &[Rule] = &[
    Rule { needs: cue::OLD | cue::UNIT, pattern: r"(?P<n>{NUM})[- ](?P<u>year|month|week|day|hour)s?[- ]olds?\b", read: age },
    Rule {
        needs: cue::UNIT,
        pattern: r"{ABOUT}?(?P<n>{NUM})(?: |-)(?:(?:more|full|consecutive|straight|long|additional|whole|successive|further|working|business|calendar|solid) )?(?P<u>{UNIT})(?:-long)?\b",
        read: length,
    },
    Rule { needs: cue::UNIT, pattern: r"(?P<n>{NUM}) (?P<u>{UNIT})(?:,| and|, and)? (?P<n2>{NUM}) (?P<u2>{UNIT})\b", read: sum },
    Rule {
        needs: cue::UNIT,
        pattern: r"(?P<one>an?) (?P<u>hour|day|week|month|year|decade|century) and a (?P<more>half|quarter)\b",
        read: one_and_more,
    },
    Rule {
        needs: cue::WHOLE | cue::UNIT,
        pattern: r"(?P<u>hour|day|week|month|year|decade|century)(?P<s>s)?-long\b",
        read: long,
    },
    Rule {
        needs: cue::UNIT,
        pattern: r"(?:for|over|after|within|in|took|takes|take|spent|spending|spend|lasted|lasts|last|many|of) (?P<x>(?P<u>seconds|minutes|hours|days|weeks|months|years|decades|centuries))\b",
        read: some,
    },
    Rule {
        needs: cue::UNIT,
        pattern: r"(?P<x>(?P<u>seconds|minutes|hours|days|weeks|months|years|decades|centuries)) (?:of|later|earlier|before|after)\b",
        read: some,
    },
    Rule {
        needs: cue::WHOLE | cue::UNIT,
        pattern: r"(?:all|the whole|the entire|a whole|an entire|a full) (?P<u>day|night|week|weekend|month|year|decade)\b",
        read: whole,
    },
    Rule { needs: cue::EVERY | cue::UNIT, pattern: r"(?:every|each) (?:(?P<n>other|{NUM}) )?(?P<u>{UNIT})\b", read: every },
    Rule { needs: cue::EVERY | cue::PART, pattern: r"(?:every|each) (?P<p>{PART})\b", read: every_part },
    Rule { needs: cue::WEEKDAY, pattern: r"(?:every|each) (?P<d>{WEEKDAY})\b|(?P<d2>{WEEKDAY})s\b", read: every_weekday },
    Rule {
        needs: cue::EVERY | cue::UNIT,
        pattern: r"(?:once|twice|(?:{NUM}|several|many) times) (?:an?|per|each|every) (?P<u>{UNIT})\b",
        read: every,
    },
    Rule { needs: cue::EVERY | cue::UNIT, pattern: r"per (?P<u>hour|day|week|month|year)\b", read: every },
    Rule {
        needs: cue::ADVERB,
        pattern: r"(?P<w>hourly|daily|nightly|weekly|biweekly|fortnightly|monthly|quarterly|yearly|annual|annually)\b",
        read: adverb,
    },
    Rule { needs: cue::REFERENCE, pattern: r"(?:right )?now\b|currently\b|nowadays\b|these days\b|presently\b", read: present },
    Rule {
        needs: cue::REFERENCE,
        pattern: r"at (?P<x>present|the moment|this time|the present time|this point)\b",
        read: present,
    },
    Rule {
        needs: cue::REFERENCE,
        pattern: r"recently\b|lately\b|(?:years|decades|months|weeks|days|hours|centuries|long|ages) ago\b",
        read: past,
    },
    Rule {
        needs: cue::REFERENCE,
        pattern: r"in (?P<x>(?:the )?(?:more )?recent (?:days|weeks|months|years|decades|times))\b",
        read: past,
    },
    Rule { needs: cue::REFERENCE, pattern: r"in (?P<x>the (?:recent |distant )?past)(?: ?[.,;:!?)]| and | or |$)", read: past },
    Rule {
        needs: cue::REFERENCE,
        pattern: r"the (?:near |foreseeable |not-too-distant |distant )?future\b|soon\b",
        read: future,
    },
    Rule { needs: cue::REFERENCE, pattern: r"(?:in|over) (?P<x>the coming (?:days|weeks|months|years|decades))\b", read: future },
];

fn age(hit: &Hit) -> Option<Reading> {
    Some(words(TimeKind::Age, hit.unit()?.period(hit.number()?)).into())
}

fn length(hit: &Hit) -> Option<Reading> {
    let (text, unit, amount) = (hit.get("n")?, hit.unit()?, hit.number()?);
    let single = matches!(text, "a" | "an" | "one" | "some" | "few" | "many");
    // "a second time", "a day of mourning", "one day", "a minute's silence": no lengths.
    if single && (unit == Unit::Second || hit.after().starts_with(" of ") && text != "one")
        || matches!(text, "a" | "an")
            && hit.follows(&["quite", "such", "what", "than", "like", "as"])
            && !hit.follows(&["more than", "less than"])
        || text == "one" && unit == Unit::Day && !hit.follows(&["for", "in", "than", "within", "just", "only"])
        || unit == Unit::Quarter && !text.starts_with(|c: char| c.is_ascii_digit()) && single
        || hit.after().starts_with("-old")
        || hit.after().starts_with(" old")
        || hit.after().starts_with(" ago") && amount == Amount::Some
    {
        return None;
    }
    // Figures before "second" may be an ordinal's neighbours; prices and scores have points before them.
    if hit.sentence.text[..hit.range.start].ends_with(['$', '£', '€', '.', ',', '-']) {
        return None;
    }
    Some(words(TimeKind::Duration, unit.period(amount)).into())
}

fn sum(hit: &Hit) -> Option<Reading> {
    let (first, second) = (hit.unit()?.period(hit.number()?), Unit::read(hit.get("u2")?)?.period(number(hit.get("n2")?)?));
    if first.starts_with("PT") != second.starts_with("PT") || hit.unit() == Unit::read(hit.get("u2")?) {
        return None;
    }
    Some(words(TimeKind::Duration, first + second.trim_start_matches("PT").trim_start_matches('P')).into())
}

fn one_and_more(hit: &Hit) -> Option<Reading> {
    let more = if hit.get("more")? == "half" { 1.5 } else { 1.25 };
    Some(words(TimeKind::Duration, hit.unit()?.period(Amount::Exact(more))).into())
}

fn long(hit: &Hit) -> Option<Reading> {
    let amount = if hit.get("s").is_some() { Amount::Some } else { Amount::Exact(1.0) };
    Some(words(TimeKind::Duration, hit.unit()?.period(amount)).into())
}

fn some(hit: &Hit) -> Option<Reading> {
    Some(words(TimeKind::Duration, hit.unit()?.period(Amount::Some)).into())
}

fn whole(hit: &Hit) -> Option<Reading> {
    Some(words(TimeKind::Duration, hit.unit()?.period(Amount::Exact(1.0))).into())
}

fn every(hit: &Hit) -> Option<Reading> {
    let amount = match hit.get("n") {
        Some("other") => Amount::Exact(2.0),
        Some(text) => number(text)?,
        None => Amount::Exact(1.0),
    };
    Some(words(TimeKind::Set, hit.unit()?.period(amount)).into())
}

fn every_part(hit: &Hit) -> Option<Reading> {
    Some(words(TimeKind::Set, format!("XXXX-XX-XXT{}", hit.part()?)).into())
}

fn every_weekday(hit: &Hit) -> Option<Reading> {
    let group = if hit.get("d").is_some() { "d" } else { "d2" };
    let weekday = calendar::weekday(hit.get(group)?).filter(|_| hit.is_capital(group))?;
    Some(words(TimeKind::Set, format!("XXXX-WXX-{}", weekday.to_monday_one_offset())).into())
}

fn adverb(hit: &Hit) -> Option<Reading> {
    let period = match hit.get("w")? {
        "hourly" => "PT1H",
        "daily" | "nightly" => "P1D",
        "weekly" => "P1W",
        "biweekly" | "fortnightly" => "P2W",
        "monthly" => "P1M",
        "quarterly" => "P1Q",
        _ => "P1Y",
    };
    Some(words(TimeKind::Set, period).into())
}

fn present(hit: &Hit) -> Option<Reading> {
    // "now that he has left" joins clauses.
    (!hit.after().starts_with(" that ")).then(|| words(TimeKind::Reference, "PRESENT_REF").into())
}

#[expect(clippy::unnecessary_wraps, reason = "all rules have one signature")]
fn past(_: &Hit) -> Option<Reading> {
    Some(words(TimeKind::Reference, "PAST_REF").into())
}

fn future(hit: &Hit) -> Option<Reading> {
    let as_soon_as = hit.follows(&["as", "too", "so"]) || hit.after().starts_with(" as ") || hit.after().starts_with("-to-be");
    (!as_soon_as).then(|| words(TimeKind::Reference, "FUTURE_REF").into())
}
