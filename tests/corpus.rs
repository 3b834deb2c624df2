//! Our own texts: what the stages find in them does not get worse, and they walk past the traps.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use dateline::eval::{Score, cases, score};
use dateline::pipeline::{Options, Pipeline};
use std::path::Path;

/// What was reached; a change that finds more raises them.
const PRECISION: f64 = 0.96;
const RECALL: f64 = 0.95;
const ARGUMENTS: f64 = 0.87;

fn run(folder: &str) -> Score {
    let pipeline = Pipeline::new(&Options::default()).expect("the language model is there: make model");
    let cases = cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder)).unwrap();
    score(&cases, &pipeline)
}

#[test]
fn own_texts_come_out_as_well_as_before() {
    let score = run("cases");
    let facts = score.facts();
    assert!(facts.precision() >= PRECISION && facts.recall() >= RECALL && score.arguments.f1() >= ARGUMENTS, "{score}");
    assert!(score.sprung.is_empty(), "{score}");
}

/// Texts whose gold was written before any run: what a text costs that nobody tuned for (`tests/unseen/README.md`).
#[test]
fn unseen_texts_come_out_as_well_as_before() {
    let score = run("unseen");
    let facts = score.facts();
    assert!(facts.precision() >= 0.84 && facts.recall() >= 0.86 && score.arguments.f1() >= 0.84, "{score}");
    assert!(score.sprung.len() <= 20, "{score}");
}

#[test]
fn an_empty_or_faulty_folder_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let message = |folder: &Path| cases(folder).unwrap_err().to_string();
    assert!(message(folder.path()).starts_with("no folder under"));
    std::fs::write(folder.path().join("input.txt"), "Ann met Bo. Ann met Cy.").unwrap();
    std::fs::write(folder.path().join("facts.jsonl"), "{\"kind\":\"Meeting\",\"trigger\":\"met\"}\n").unwrap();
    assert!(message(folder.path()).ends_with("line 1: `met` stands 2 times in the text, not once; use `at`"));
    std::fs::write(folder.path().join("facts.jsonl"), "{\"kind\":\"Meeting\",\"triger\":\"met\"}\n").unwrap();
    assert!(message(folder.path()).contains("line 1: unknown field `triger`"));
}
