//! Whether a trap is sprung.

use super::case::Trap;
use super::heads::{fills, means};
use super::matching::{Matcher, overlaps};
use crate::facts::{EntityLine, Fact, Line};
use std::collections::BTreeSet;

/// The first line that shows everything that a trap names, in words; `None` when the trap was passed by.
pub fn sprung(trap: &Trap, lines: &[Line], matcher: &Matcher<'_>) -> Option<String> {
    if let Some(word) = &trap.one_node {
        let ids: BTreeSet<&str> =
            persons(lines).filter(|entity| has_word(&entity.label, word)).map(|entity| entity.id.as_str()).collect();
        return (ids.len() > 1).then(|| ids.into_iter().collect::<Vec<_>>().join(", "));
    }
    if !trap.one_node_wrong.is_empty() {
        let both = |entity: &&EntityLine| {
            let names = || std::iter::once(&entity.label).chain(&entity.alt_labels);
            trap.one_node_wrong.iter().all(|wrong| names().any(|name| name == wrong))
        };
        return persons(lines).find(both).map(|entity| entity.id.clone());
    }
    lines.iter().find_map(|line| match line {
        Line::Entity(entity) => is_entity(trap, entity).then(|| format!("{} is a {}", entity.label, entity.class)),
        Line::Fact(fact) => is_fact(trap, fact, matcher).then(|| {
            let arguments: Vec<String> = fact.args.iter().map(|a| format!("{}={}", a.role, a.label)).collect();
            let trigger = fact.trigger.as_ref().map_or("", |t| &t.text);
            format!("{} `{trigger}` {} {}", fact.kind, fact.status, arguments.join(" "))
        }),
    })
}

fn persons(lines: &[Line]) -> impl Iterator<Item = &EntityLine> {
    lines.iter().filter_map(|line| match line {
        Line::Entity(entity) if entity.class == "Person" => Some(entity),
        _ => None,
    })
}

fn has_word(label: &str, word: &str) -> bool {
    label.split(|c: char| !c.is_alphanumeric()).any(|w| w == word)
}

fn is_entity(trap: &Trap, entity: &EntityLine) -> bool {
    trap.kind.as_deref() == Some("Entity")
        && trap.class.as_deref().is_none_or(|class| class == entity.class)
        && trap.label.as_deref().is_none_or(|label| means(label, &entity.label))
}

fn is_fact(trap: &Trap, fact: &Fact, matcher: &Matcher<'_>) -> bool {
    let Some(kind) = trap.kind.as_deref().filter(|&kind| kind != "Entity") else { return false };
    let kind = if fact.kind == "Event" { kind == "Event" } else { kind == fact.kind || matcher.is_below(&fact.kind, kind) };
    let trigger = trap.trigger.as_deref().is_none_or(|words| {
        let passages = [fact.trigger.as_ref(), fact.cue.as_ref()];
        passages.into_iter().flatten().any(|passage| passage.text.contains(words))
    });
    let place = trap.places.is_empty() || overlaps(&trap.places, fact);
    let mut free = vec![true; fact.args.len()];
    let arguments = trap.args.iter().all(|(role, text)| {
        let fits = |&i: &usize| free[i] && matcher.same_role(role, &fact.args[i].role) && fills(text, &fact.args[i]);
        (0..fact.args.len()).find(fits).inspect(|&i| free[i] = false).is_some()
    });
    let number = |wanted: Option<u64>, found: Option<u64>| wanted.is_none_or(|number| found == Some(number));
    kind && trigger
        && place
        && arguments
        && trap.status.as_deref().is_none_or(|status| fact.status == status)
        && trap.title.as_deref().is_none_or(|title| fact.title.as_deref().is_some_and(|found| found.ends_with(title)))
        && trap.tenure.as_deref().is_none_or(|tenure| fact.tenure.as_deref() == Some(tenure))
        && number(trap.count, fact.count)
        && number(trap.killed, fact.killed)
        && number(trap.wounded, fact.wounded)
}
