//! The runtime gives what Python spaCy gives, on every token that is not white space.
//!
//! `parity/gold.jsonl` was written by `parity/make_gold.py` from our own texts. Without an installed model there is nothing to
//! compare, and the tests say so and pass. `DATELINE_GOLD=FILE` compares with another file of that form instead.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot prepare fails; a skip says so")]

use dateline::parse::{Analysis, Instructions, ModelError, Pipeline, locate};
use serde::Deserialize;
use std::collections::BTreeMap;

type GoldToken = (usize, usize, String, String, String, usize, String, u8);

#[derive(Deserialize)]
struct Gold {
    text: String,
    tokens: Vec<GoldToken>,
    names: Vec<(usize, usize, String)>,
}

/// The pipeline, or `None` with a note when no model is installed; a model that is there must load.
fn pipeline() -> Option<&'static Pipeline> {
    match locate(None) {
        Err(ModelError::NotInstalled { path }) => {
            eprintln!("skipped: no model at {} (run `make model`)", path.display());
            None
        }
        Err(e) => panic!("{e}"),
        Ok(_) => Some(Pipeline::installed().unwrap_or_else(|e| panic!("{e}"))),
    }
}

fn gold() -> Vec<Gold> {
    let path =
        std::env::var("DATELINE_GOLD").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/parity/gold.jsonl").into());
    let file = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    file.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// Differences of one text: the attribute, and a description.
fn differences(gold: &Gold, analysis: &Analysis) -> Vec<(&'static str, String)> {
    let points: Vec<usize> = {
        let mut count = 0;
        let mut list = vec![0; gold.text.len() + 1];
        for (i, c) in gold.text.char_indices() {
            list[i..i + c.len_utf8()].fill(count);
            count += 1;
        }
        list[gold.text.len()] = count;
        list
    };
    let found: Vec<(usize, usize)> = analysis.tokens.iter().map(|t| (points[t.start], points[t.end])).collect();
    let wanted: Vec<(usize, usize)> = gold.tokens.iter().map(|t| (t.0, t.1)).collect();
    if found != wanted {
        return vec![("boundaries", format!("{:?}: {found:?} instead of {wanted:?}", gold.text))];
    }
    let mut list = Vec::new();
    for (token, want) in analysis.tokens.iter().zip(&gold.tokens) {
        let text = &gold.text[token.start..token.end];
        if text.chars().all(char::is_whitespace) {
            continue;
        }
        let mut compare = |name: &'static str, found: &str, wanted: &str| {
            if found != wanted {
                list.push((name, format!("{text:?} in {:?}: {found} instead of {wanted}", gold.text)));
            }
        };
        compare("tag", token.tag.as_str(), &want.2);
        compare("pos", token.pos.as_str(), &want.3);
        compare("lemma", &token.lemma, &want.4);
        compare("head", &token.head.to_string(), &want.5.to_string());
        compare("label", token.dep.as_str(), &want.6);
        compare("sentence start", if token.sentence_start { "1" } else { "0" }, &want.7.to_string());
    }
    let names: Vec<(usize, usize, String)> =
        analysis.names.iter().map(|n| (n.tokens.start, n.tokens.end, n.label.as_str().to_owned())).collect();
    if names != gold.names {
        list.push(("names", format!("{:?}: {names:?} instead of {:?}", gold.text, gold.names)));
    }
    list
}

#[test]
fn equals_python_spacy_on_the_gold_set() {
    let gold = gold();
    let paragraphs = gold.iter().filter(|g| g.tokens.len() > 5).count();
    assert!(paragraphs >= 150, "only {paragraphs} paragraphs");
    let Some(pipeline) = pipeline() else { return };
    let texts: Vec<&str> = gold.iter().map(|g| &*g.text).collect();
    let analyses = pipeline.analyse(&texts);
    assert_eq!(analyses.len(), gold.len());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (gold, analysis) in gold.iter().zip(&analyses) {
        for (name, what) in differences(gold, analysis) {
            *counts.entry(name).or_default() += 1;
            if counts[name] <= 20 {
                eprintln!("{name}: {what}");
            }
        }
    }
    let tokens: usize = gold.iter().map(|g| g.tokens.len()).sum();
    eprintln!("{} texts, {tokens} tokens, differences: {counts:?}", gold.len());
    assert!(counts.is_empty(), "{counts:?}");
}

#[test]
fn a_wrong_analysis_is_noticed() {
    let Some(pipeline) = pipeline() else { return };
    let mut gold = gold().into_iter().find(|g| !g.names.is_empty()).unwrap();
    let analysis = pipeline.analyse(&[&gold.text]).remove(0);
    assert!(differences(&gold, &analysis).is_empty());
    gold.tokens[0].4.push('x');
    gold.tokens[1].5 += 1;
    gold.names.pop();
    let names: Vec<&str> = differences(&gold, &analysis).into_iter().map(|d| d.0).collect();
    assert_eq!(names, ["lemma", "head", "names"]);
}

#[test]
fn every_kind_of_processor_gives_the_same() {
    let Some(pipeline) = pipeline() else { return };
    let gold = gold();
    let texts: Vec<&str> = gold.iter().map(|g| &*g.text).filter(|t| t.len() < 200).take(60).collect();
    let wanted = pipeline.analyse(&texts);
    for widest in [Instructions::Portable, Instructions::Avx2] {
        let other = Pipeline::load_with(&locate(None).unwrap(), widest).unwrap();
        assert!(other.analyse(&texts) == wanted, "{widest:?}");
    }
}

#[test]
fn threads_do_not_change_a_result() {
    let Some(pipeline) = pipeline() else { return };
    let gold = gold();
    let texts: Vec<&str> = gold.iter().map(|g| &*g.text).take(60).collect();
    let one = pipeline.analyse(&texts);
    std::thread::scope(|scope| {
        let analyse = |turn: usize| {
            let mut order = texts.clone();
            order.rotate_left(turn);
            let mut found = pipeline.analyse(&order);
            found.rotate_right(turn);
            found
        };
        let threads: Vec<_> = [0, 17, 41].map(|turn| scope.spawn(move || analyse(turn))).into_iter().collect();
        for thread in threads {
            assert!(thread.join().unwrap() == one);
        }
    });
}
