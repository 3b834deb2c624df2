//! The facts of a run: lines of the facts format, those on one thing together.

use super::Fact;
use crate::facts;
use std::collections::{BTreeMap, BTreeSet};

/// A line that is no fact.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is no line of the facts format: {source}")]
pub struct RunError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub source: serde_json::Error,
}

impl RunError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        "diff.line"
    }
}

/// The things that the lines speak of, by document and id.
pub(super) fn facts(text: &str) -> Result<BTreeMap<String, Fact>, RunError> {
    let mut all: BTreeMap<String, (Fact, BTreeMap<String, BTreeSet<String>>)> = BTreeMap::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let told: facts::Fact = serde_json::from_str(line).map_err(|source| RunError { line: at + 1, source })?;
        if told.kind == "Entity" {
            continue;
        }
        let (fact, values) = all.entry(format!("{} {}", told.document, told.id)).or_default();
        if fact.key.is_empty() {
            (fact.key, fact.kind, fact.label) = (told.id.clone(), told.kind.clone(), label(&told));
        }
        for (property, value) in properties(told) {
            values.entry(property).or_default().insert(value);
        }
    }
    let join = |(key, (mut fact, values)): (String, (Fact, BTreeMap<String, BTreeSet<String>>))| {
        let joined = |all: BTreeSet<String>| all.into_iter().collect::<Vec<_>>().join(" and ");
        fact.values = values.into_iter().map(|(property, all)| (property, joined(all))).collect();
        (key, fact)
    };
    Ok(all.into_iter().map(join).collect())
}

/// As the graph names it: its kind and who takes part; of a holding its title, too.
fn label(fact: &facts::Fact) -> String {
    const TAKE_PART: [&str; 10] =
        ["participant", "agent", "target", "speaker", "addressee", "victim", "holder", "member", "organization", "occursAt"];
    let takes_part = |argument: &&facts::FactArgument| TAKE_PART.contains(&argument.role.as_str());
    let mut names: Vec<&str> = fact.args.iter().filter(takes_part).map(|argument| argument.label.as_str()).collect();
    names.extend(fact.title.as_deref());
    if names.is_empty() { fact.kind.clone() } else { format!("{}: {}", fact.kind, names.join(", ")) }
}

fn properties(fact: facts::Fact) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = fact.args.into_iter().map(|argument| (argument.role, argument.label)).collect();
    all.extend(fact.according_to.into_iter().map(|source| ("accordingTo".to_owned(), source.label)));
    let number = |number: Option<u64>| number.map(|number| number.to_string());
    let words = [
        ("status", Some(fact.status).filter(|status| !status.is_empty())),
        ("time", fact.time),
        ("begin", fact.begin),
        ("end", fact.end),
        ("timeText", fact.time_text),
        ("count", number(fact.count)),
        ("killed", number(fact.killed)),
        ("wounded", number(fact.wounded)),
        ("title", fact.title),
        ("tenure", fact.tenure),
        ("capacity", fact.capacity),
        ("text", fact.content.map(|content| content.text)),
        ("partOf", fact.part_of),
        ("replacedBy", fact.replaced_by),
    ];
    all.extend(words.into_iter().filter_map(|(property, value)| Some((property.to_owned(), value?))));
    all
}
