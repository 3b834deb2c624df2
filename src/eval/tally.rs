//! Counting: how much of what was wanted was found, and how much of what was found was wanted.

use super::case::{Case, Wanted};
use super::heads::means;
use super::matching::{Matcher, is_right};
use super::trap::sprung;
use crate::facts::{Fact, Line};
use crate::ontology::Ontology;
use std::collections::BTreeMap;
use std::fmt;

/// Right, wrong and missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Wanted and found.
    pub right: usize,
    /// Found and not wanted.
    pub wrong: usize,
    /// Wanted and not found.
    pub missing: usize,
}

impl Counts {
    /// Share of the found ones that were wanted; 1 when nothing was found.
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }
    /// Share of the wanted ones that were found; 1 when nothing was wanted.
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missing)
    }
    /// Harmonic mean of both.
    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missing)
    }
    pub(super) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missing += other.missing;
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of facts are small")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// What the cases gave.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Facts with the right status, by wanted (or found) kind.
    pub kinds: BTreeMap<String, Counts>,
    /// Properties of facts that were found: `status`, `time`, `numbers`, `source`, `quote kind`. Precision has no meaning there.
    pub properties: BTreeMap<&'static str, Counts>,
    /// Arguments.
    pub arguments: Counts,
    /// Case, reason and line of each trap that was sprung.
    pub sprung: Vec<(String, String, String)>,
    /// Number of traps.
    pub traps: usize,
    /// Case and words of each wanted fact that is missing or wrong, and of each that was not wanted.
    pub errors: Vec<(String, String)>,
}

impl Score {
    /// All facts together.
    pub fn facts(&self) -> Counts {
        let mut all = Counts::default();
        self.kinds.values().for_each(|counts| all.add(*counts));
        all
    }

    /// Adds what was found in one case.
    pub fn add(&mut self, case: &Case, lines: &[Line], ontology: &Ontology) {
        let matcher = Matcher::new(ontology);
        let found: Vec<&Fact> = lines
            .iter()
            .filter_map(|line| match line {
                Line::Fact(fact) => Some(fact.as_ref()),
                Line::Entity(_) => None,
            })
            .collect();
        let pairs = matcher.pairs(&case.facts, &found);
        let partner: BTreeMap<usize, usize> = pairs.iter().copied().collect();
        let mut free = vec![true; found.len()];
        for (w, want) in case.facts.iter().enumerate() {
            let fact = partner.get(&w).map(|&f| {
                free[f] = false;
                found[f]
            });
            self.fact(case, want, fact, &matcher);
        }
        for (fact, _) in found.iter().zip(free).filter(|(_, free)| *free) {
            self.kind(&fact.kind).wrong += 1;
            self.errors.push((case.name.clone(), format!("not wanted: {}", describe(fact))));
        }
        self.traps += case.traps.len();
        for trap in &case.traps {
            if let Some(line) = sprung(trap, lines, &matcher) {
                self.sprung.push((case.name.clone(), trap.why.clone(), line));
            }
        }
    }

    fn kind(&mut self, kind: &str) -> &mut Counts {
        self.kinds.entry(kind.to_owned()).or_default()
    }

    fn fact(&mut self, case: &Case, want: &Wanted, fact: Option<&Fact>, matcher: &Matcher<'_>) {
        let counted = !want.optional;
        let words =
            || format!("{} `{}`", want.kind, want.trigger.as_deref().unwrap_or(want.args.first().map_or("", |a| &a.text)));
        let Some(fact) = fact else {
            if counted {
                self.kind(&want.kind).missing += 1;
                self.arguments.missing += want.args.iter().filter(|a| !a.optional).count();
                self.errors.push((case.name.clone(), format!("missing: {}", words())));
            }
            return;
        };
        let right = is_right(want, fact);
        if counted {
            let counts = self.kind(&want.kind);
            counts.right += usize::from(right);
            counts.wrong += usize::from(!right);
            counts.missing += usize::from(!right);
            if !right {
                self.errors.push((case.name.clone(), format!("status: {} is {}", words(), describe(fact))));
            }
        }
        self.arguments(case, want, fact, matcher);
        self.properties(want, fact);
    }

    fn arguments(&mut self, case: &Case, want: &Wanted, fact: &Fact, matcher: &Matcher<'_>) {
        let mut free = vec![true; fact.args.len()];
        for argument in &want.args {
            let at = (0..fact.args.len()).find(|&i| free[i] && matcher.is_wanted(argument, &fact.args[i]));
            if let Some(i) = at {
                free[i] = false;
                self.arguments.right += 1;
            } else if !argument.optional && !want.optional {
                self.arguments.missing += 1;
                let words = format!("argument missing: {} {}={}", describe(fact), argument.role, argument.text);
                self.errors.push((case.name.clone(), words));
            }
        }
        for (argument, _) in fact.args.iter().zip(free).filter(|(_, free)| *free) {
            self.arguments.wrong += 1;
            let words = format!("argument not wanted: {} {}={}", describe(fact), argument.role, argument.label);
            self.errors.push((case.name.clone(), words));
        }
    }

    fn properties(&mut self, want: &Wanted, fact: &Fact) {
        let mut note = |name, right: bool| {
            let counts = self.properties.entry(name).or_default();
            counts.right += usize::from(right);
            counts.missing += usize::from(!right);
        };
        if !want.status.is_empty() {
            note("status", want.status.contains(&fact.status));
        }
        if !want.time.is_empty() {
            let times = [&fact.time, &fact.begin, &fact.end];
            let given = |time: &String| want.time.iter().any(|wanted| time.starts_with(wanted.as_str()));
            note("time", times.into_iter().flatten().any(given));
        }
        for (wanted, found) in [(want.count, fact.count), (want.killed, fact.killed), (want.wounded, fact.wounded)] {
            if wanted.is_some() {
                note("numbers", wanted == found);
            }
        }
        for source in &want.according_to {
            note("source", fact.according_to.iter().any(|found| means(source, &found.label)));
        }
        if let Some(kind) = &want.quote_kind {
            note("quote kind", fact.quote_kind.as_ref() == Some(kind));
        }
        if let Some(capacity) = &want.capacity {
            note("capacity", fact.capacity.as_ref() == Some(capacity));
        }
    }
}

fn describe(fact: &Fact) -> String {
    let trigger = fact.trigger.as_ref().or(fact.cue.as_ref()).map_or("", |passage| passage.text.as_str());
    let arguments: Vec<String> = fact.args.iter().map(|a| format!("{}={}", a.role, a.label)).collect();
    format!("{} `{trigger}` {} ({})", fact.kind, fact.status, arguments.join("; "))
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = |f: &mut fmt::Formatter<'_>, name: &str, counts: Counts| {
            let (p, r, f1) = (counts.precision(), counts.recall(), counts.f1());
            let wanted = counts.right + counts.missing;
            writeln!(f, "| {name} | {wanted} | {p:.3} | {r:.3} | {f1:.3} |")
        };
        writeln!(f, "| row | wanted | precision | recall | F1 |\n| --- | ---: | ---: | ---: | ---: |")?;
        row(f, "**facts**", self.facts())?;
        row(f, "**arguments**", self.arguments)?;
        for (kind, counts) in &self.kinds {
            row(f, kind, *counts)?;
        }
        writeln!(f, "\n| property of found facts | wanted | right |\n| --- | ---: | ---: |")?;
        for (name, counts) in &self.properties {
            writeln!(f, "| {name} | {} | {:.3} |", counts.right + counts.missing, counts.recall())?;
        }
        writeln!(f, "\ntraps sprung: {} of {}", self.sprung.len(), self.traps)?;
        for (case, why, line) in &self.sprung {
            writeln!(f, "- {case}: {why}: {line}")?;
        }
        Ok(())
    }
}
