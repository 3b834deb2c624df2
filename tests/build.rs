//! `build` and `extract` as users run them: the same bytes however they run, and nothing half-written.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};

const TEXTS: [(&str, &str); 3] = [
    (
        "harbour",
        "Ministers meet on the pier\nFinance minister Aino Salo met Rui Prado in Graz on Tuesday. The talks lasted three hours.\n\
         Salo said the two sides had agreed on a ferry line.\n",
    ),
    (
        "quake",
        "Rescuers search the valley\nAt least 14 people were killed when an earthquake struck Lorado on Friday, police said.\n\
         President Ana Gomez will visit the town on Sunday.\n",
    ),
    (
        "strike",
        "Dockers walk out\nForty dockers walked out in Gdansk. Their leader, Tomas Lind, called for talks with the port.\n",
    ),
];

fn texts(folder: &Path) -> Vec<PathBuf> {
    let write = |(name, text): &(&str, &str)| {
        let path = folder.join(format!("{name}.txt"));
        fs::write(&path, text).unwrap();
        path
    };
    TEXTS.iter().map(write).collect()
}

fn dateline(arguments: &[&str], inputs: &[PathBuf]) -> Command {
    let mut command = Command::cargo_bin("dateline").unwrap();
    command.args(arguments).args(inputs);
    command
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap())
        .map(|f| (f.file_name().into_string().unwrap(), fs::read(f.path()).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn threads_and_order_leave_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let mut inputs = texts(folder.path());
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    dateline(&["build", "--jobs", "1", "--out", one.to_str().unwrap()], &inputs).assert().success();
    inputs.reverse();
    dateline(&["build", "--jobs", "2", "--memory", "0", "--out", two.to_str().unwrap()], &inputs).assert().success();
    let names: Vec<String> = files(&one).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["facts.jsonl", "graph.nq", "graph.ttl"]);
    assert!(files(&one) == files(&two));
}

#[test]
fn adding_documents_one_by_one_gives_the_same_graph() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = texts(folder.path());
    let (whole, grown) = (folder.path().join("whole"), folder.path().join("grown"));
    dateline(&["build", "--out", whole.to_str().unwrap()], &inputs).assert().success();
    for input in inputs.iter().rev().chain(&inputs[..1]) {
        dateline(&["build", "--add", "--out", grown.to_str().unwrap()], std::slice::from_ref(input)).assert().success();
    }
    assert!(files(&whole) == files(&grown));
}

#[test]
fn every_fact_stands_where_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = texts(folder.path());
    let out = dateline(&["extract"], &inputs).assert().success().get_output().stdout.clone();
    let text = String::from_utf8(out).unwrap();
    let mut kinds = Vec::new();
    for line in text.lines() {
        let fact: serde_json::Value = serde_json::from_str(line).unwrap();
        kinds.push(fact["kind"].as_str().unwrap().to_owned());
        if fact["kind"] == "Entity" {
            continue;
        }
        let source = TEXTS.iter().find(|(name, _)| *name == fact["document"]).unwrap().1;
        let words = |from: &serde_json::Value| -> String {
            let (start, end) = (from["start"].as_u64().unwrap() as usize, from["end"].as_u64().unwrap() as usize);
            source.chars().skip(start).take(end - start).collect()
        };
        for part in [&fact["evidence"], &fact["trigger"]] {
            assert_eq!(words(part), part["text"].as_str().unwrap());
        }
        for argument in fact["args"].as_array().unwrap().iter().filter(|a| !a["start"].is_null()) {
            assert_eq!(words(argument), argument["text"].as_str().unwrap());
        }
    }
    for wanted in ["Meeting", "RoleHolding", "Statement", "Entity"] {
        assert!(kinds.iter().any(|k| k == wanted), "no {wanted} in {kinds:?}");
    }
}

#[test]
fn what_is_built_can_be_explained() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = texts(folder.path());
    let out = folder.path().join("out");
    dateline(&["build", "--out", out.to_str().unwrap()], &inputs[..1]).assert().success();
    let facts = fs::read_to_string(out.join("facts.jsonl")).unwrap();
    let line = facts.lines().find(|l| l.contains("\"kind\":\"Meeting\"") && l.contains("Rui Prado")).unwrap();
    let fact: serde_json::Value = serde_json::from_str(line).unwrap();
    let data = out.join("graph.nq");
    let arguments = ["explain", fact["id"].as_str().unwrap(), "--data", data.to_str().unwrap()];
    let told = dateline(&arguments, &[]).assert().success().get_output().stdout.clone();
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("met Rui Prado") && told.contains("^^^") && told.contains("rule "), "{told}");
    dateline(&["explain", "event-none", "--data", data.to_str().unwrap()], &[]).assert().code(1);
}

#[test]
fn a_bad_document_is_told_and_the_others_are_built() {
    let folder = tempfile::tempdir().unwrap();
    let mut inputs = texts(folder.path());
    inputs[1] = folder.path().join("empty.txt");
    fs::write(&inputs[1], "").unwrap();
    let out = folder.path().join("out");
    let run = dateline(&["build", "--out", out.to_str().unwrap()], &inputs).assert().code(1);
    assert!(String::from_utf8_lossy(&run.get_output().stderr).contains("empty.txt"));
    assert_eq!(files(&out).len(), 3);
}

#[test]
fn what_cannot_work_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = texts(folder.path());
    let out = folder.path().join("out");
    let to = out.to_str().unwrap();
    dateline(&["build", "--base", "news", "--out", to], &inputs).assert().code(2);
    dateline(&["build", "--model", "/no/such/model.whl", "--out", to], &inputs).assert().code(1);
    dateline(&["build", "--min-confidence", "2", "--out", to], &inputs).assert().code(2);
    assert!(!out.exists());
}

#[test]
fn text_is_kept_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = texts(folder.path());
    let build = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        dateline(&[&["build", "--out", out.to_str().unwrap()], more].concat(), &inputs).assert().success();
        fs::read_to_string(out.join("graph.nq")).unwrap()
    };
    let (without, with) = (build("without", &[]), build("with", &["--with-text"]));
    let kept: std::collections::BTreeSet<&str> = with.lines().collect();
    assert!(without.lines().all(|quad| kept.contains(quad)), "the text takes nothing away");
    for word in ["articleBody", "#Mention>", "#refersTo>", "#sequence>"] {
        assert!(with.contains(word), "{word} is missing");
        assert!(!without.contains(word), "{word} was not asked for");
    }
    let she = with.lines().find(|quad| quad.contains("#quote> \"Their leader\"") || quad.contains("#quote> \"Tomas Lind\""));
    assert!(she.is_some(), "the dockers' leader is mentioned");
}
