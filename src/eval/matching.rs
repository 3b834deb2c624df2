//! Which found line is which wanted fact.

use super::case::{Wanted, WantedArgument};
use super::heads::{cross, fills};
use crate::facts::{Fact, FactArgument};
use crate::ontology::Ontology;
use crate::vocabulary::DL;
use std::ops::Range;

/// Compares lines with wanted facts under the class and property hierarchy.
pub struct Matcher<'a> {
    ontology: &'a Ontology,
}

impl<'a> Matcher<'a> {
    /// A matcher under a hierarchy.
    pub fn new(ontology: &'a Ontology) -> Self {
        Self { ontology }
    }

    /// Pairs of wanted facts and found lines, one to one, the best first; deterministic.
    pub fn pairs(&self, wanted: &[Wanted], found: &[&Fact]) -> Vec<(usize, usize)> {
        let mut candidates = Vec::new();
        for (w, want) in wanted.iter().enumerate() {
            for (f, fact) in found.iter().enumerate() {
                if self.is_candidate(want, fact) {
                    let arguments = want.args.iter().filter(|argument| self.filled(argument, fact)).count();
                    let rank = 4 * arguments + 2 * usize::from(is_right(want, fact)) + usize::from(want.kind == fact.kind);
                    candidates.push((std::cmp::Reverse(rank), want.optional, w, f));
                }
            }
        }
        candidates.sort_unstable();
        let (mut taken_wanted, mut taken_found) = (vec![false; wanted.len()], vec![false; found.len()]);
        let mut pairs = Vec::new();
        for (_, _, w, f) in candidates {
            if !taken_wanted[w] && !taken_found[f] {
                (taken_wanted[w], taken_found[f]) = (true, true);
                pairs.push((w, f));
            }
        }
        pairs.sort_unstable();
        pairs
    }

    /// Whether a line could be a wanted fact, its arguments and status aside.
    fn is_candidate(&self, want: &Wanted, fact: &Fact) -> bool {
        let kinds = std::iter::once(&want.kind).chain(&want.or_kind);
        match want.kind.as_str() {
            "RoleHolding" => {
                let title = want.title.is_empty()
                    || fact.title.as_deref().is_some_and(|found| want.title.iter().any(|title| same_title(title, found)));
                fact.kind == "RoleHolding" && title && self.required(want, fact, "holder")
            }
            "Membership" => {
                fact.kind == "Membership" && self.required(want, fact, "member") && self.required(want, fact, "organization")
            }
            "locatedIn" => {
                fact.kind == "locatedIn" && self.required(want, fact, "participant") && self.required(want, fact, "occursAt")
            }
            _ => overlaps(&want.places, fact) && kinds.into_iter().any(|kind| self.on_one_line(kind, &fact.kind)),
        }
    }

    /// Whether all arguments of a role are filled.
    fn required(&self, want: &Wanted, fact: &Fact, role: &str) -> bool {
        want.args.iter().filter(|argument| argument.role == role).all(|argument| self.filled(argument, fact))
    }

    /// Whether one class equals the other or stands above it; a bare event is no finding.
    pub fn on_one_line(&self, wanted: &str, found: &str) -> bool {
        let iri = |class: &str| format!("{DL}{class}");
        let (above, below) = (iri(wanted), iri(found));
        self.ontology.is_a(&below, &above) || found != "Event" && self.ontology.is_a(&above, &below)
    }

    /// Whether a class stands below another one.
    pub fn is_below(&self, class: &str, other: &str) -> bool {
        self.ontology.is_a(&format!("{DL}{class}"), &format!("{DL}{other}"))
    }

    /// Whether a role equals the other or stands above or below it.
    pub fn same_role(&self, wanted: &str, found: &str) -> bool {
        let (left, right) = (format!("{DL}{wanted}"), format!("{DL}{found}"));
        wanted == found
            || self.ontology.superproperties(&left).contains(&right)
            || self.ontology.superproperties(&right).contains(&left)
    }

    /// The argument of a line that fills a wanted one.
    fn filled(&self, want: &WantedArgument, fact: &Fact) -> bool {
        fact.args.iter().any(|argument| self.is_wanted(want, argument))
    }

    /// Whether an argument is the wanted one.
    pub fn is_wanted(&self, want: &WantedArgument, argument: &FactArgument) -> bool {
        self.same_role(&want.role, &argument.role)
            && std::iter::once(&want.text).chain(&want.or).any(|text| fills(text, argument))
    }
}

/// Whether the trigger or cue of a line shares a code point with one of the places.
pub fn overlaps(places: &[Range<usize>], fact: &Fact) -> bool {
    let spans = [fact.trigger.as_ref(), fact.cue.as_ref()];
    spans.into_iter().flatten().any(|passage| {
        let pieces: &[(usize, usize)] = if passage.spans.is_empty() { &[(passage.start, passage.end)] } else { &passage.spans };
        pieces.iter().any(|&(start, end)| places.iter().any(|place| start < place.end && place.start < end))
    })
}

/// Whether status and tenure are as wanted.
pub fn is_right(want: &Wanted, fact: &Fact) -> bool {
    let tenure = want.tenure.as_deref().is_none_or(|tenure| fact.tenure.as_deref().unwrap_or("Current") == tenure);
    (want.status.is_empty() || want.status.contains(&fact.status)) && tenure
}

/// Whether two titles are the same office, "the" and case aside, or one ends in the other.
fn same_title(wanted: &str, found: &str) -> bool {
    let (wanted, found) = (wanted.to_lowercase(), found.to_lowercase());
    found == wanted || found.ends_with(&format!(" {wanted}")) || wanted.ends_with(&format!(" {found}")) || cross(&wanted, &found)
}
