//! How sure a claim is: the weakest of its links, weighed by how much of it the sentence tells.
//!
//! The weights are shares of right facts on tuning documents (`docs/accuracy.md`): an event word alone, without anybody or
//! any place, is more often no event than one with two arguments; a saying without its content is rarely a saying.

use crate::claim::{Claim, Value};
use crate::frame::{FrameKind, Status};

/// Confidence of a claim, from that of its weakest link; two decimals.
pub(super) fn confidence(claim: &Claim, kind: FrameKind, weakest: f32) -> f32 {
    let told = match kind {
        FrameKind::Attribution => saying(claim),
        FrameKind::Verb | FrameKind::Noun | FrameKind::Copula => event(claim),
        FrameKind::Title => 0.93,
        FrameKind::In => 0.87,
    };
    // The place of the sentences around is a guess at best.
    let guess = if claim.rules.iter().any(|rule| rule == "place-context") { 0.7 } else { 1.0 };
    ((weakest.min(guess) * told) * 100.0).round() / 100.0
}

/// A saying by its content and how it is given.
fn saying(claim: &Claim) -> f32 {
    let individual = |property: &str| {
        claim.values.iter().find(|v| v.property == property).and_then(|v| match &v.value {
            Value::Individual(name) => Some(name.as_str()),
            _ => None,
        })
    };
    if !claim.values.iter().any(|v| v.property == "text") {
        return 0.4;
    }
    let form = match individual("quoteKind") {
        Some("Direct" | "Mixed") => 0.98,
        _ => 0.91,
    };
    // What moves minds and what is asked for or promised is told in more ways than a cue shows.
    let class = |name: &str| claim.classes.iter().any(|c| c == name);
    let kind = match () {
        () if class("Intention") => 0.8,
        () if class("Belief") => 0.85,
        () if class("Demand") || class("Promise") => 0.88,
        () => 1.0,
    };
    let speaker = if claim.arguments.iter().any(|a| a.role == "speaker") { 1.0 } else { 0.68 };
    form * kind * speaker * if claim.status == Status::Occurred { 1.0 } else { 0.85 }
}

/// An event by how many arguments it has and whether it is told as real.
fn event(claim: &Claim) -> f32 {
    let arguments = match claim.arguments.len() {
        0 => 0.6,
        1 => 0.75,
        _ => 0.9,
    };
    let real = match claim.status {
        Status::Occurred | Status::Denied | Status::Cancelled => 1.0,
        Status::Unknown => 0.9,
        _ => 0.88,
    };
    arguments * real
}
