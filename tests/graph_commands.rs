//! The commands that work on a graph: what they print, and how they end.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use assert_cmd::Command;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use std::path::Path;

fn dateline(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("dateline"));
    command.current_dir(folder);
    command
}

/// A folder whose `out/graph.nq` is the sample.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ask/sample.trig");
    dateline(folder.path()).arg("load").arg(sample).assert().success();
    folder
}

#[test]
fn query_writes_tsv_into_a_pipe_and_other_formats_on_demand() {
    let folder = folder();
    let ask =
        |format: &[&str]| dateline(folder.path()).args(["query", "releases", "-p", "of=peru"]).args(format).assert().success();
    ask(&[]).stdout(contains("?count\t?released"));
    ask(&["--format", "csv"]).stdout(contains("count,released"));
    ask(&["--format", "json"]).stdout(contains("\"bindings\""));
    ask(&["--format", "xml"]).stdout(contains("<sparql"));
    ask(&["--format", "markdown"]).stdout(contains("| 11 | Eleven Peruvian sailors |"));
    ask(&["--format", "table"]).stdout(contains("─"));
    ask(&["--explain"]).stderr(contains("\"name\""));
}

#[test]
fn query_takes_text_files_and_stdin() {
    let folder = folder();
    let text = "SELECT ?l { VALUES ?name { \"Graz\" } ?s rdfs:label ?l FILTER(?l = ?name) }";
    std::fs::write(folder.path().join("q.rq"), text).unwrap();
    dateline(folder.path()).args(["query", "-q", text]).assert().success().stdout("?l\n\"Graz\"\n");
    dateline(folder.path()).args(["query", "q.rq", "-p", "name=Porto"]).assert().success().stdout("?l\n\"Porto\"\n");
    dateline(folder.path()).args(["query", "-"]).write_stdin(text).assert().success().stdout("?l\n\"Graz\"\n");
    let graph = "CONSTRUCT { ?s rdfs:label ?l } { ?s rdfs:label ?l . ?s a dl:Vehicle }";
    dateline(folder.path()).args(["query", "-q", graph]).assert().success().stdout(contains("rdfs:label \"Aurora\""));
    dateline(folder.path()).args(["query", "-q", graph, "--format", "csv"]).assert().code(1).stderr(contains("ttl, nt, nq"));
}

#[test]
fn query_says_what_is_wrong() {
    let folder = folder();
    let fails = |arguments: &[&str], code: i32, words: &str| {
        dateline(folder.path()).arg("query").args(arguments).assert().code(code).stderr(contains(words)).stdout("");
    };
    fails(&["who-met-who"], 2, "did you mean `who-met-whom`?");
    fails(&["releases", "-p", "country=peru"], 2, "known are of, status");
    fails(&["roles-on-date", "-p", "date=yesterday"], 2, "write a day such as");
    fails(&["planned", "-p", "status=Planed"], 2, "did you mean `Planned`?");
    fails(&["-q", "SELECT ?s WHERE { ?s"], 1, "SELECT ?s WHERE { ?s\n");
    fails(&["releases", "--data", "none.nq"], 1, "dateline build");
}

#[test]
fn load_and_remove_change_exactly_their_graph() {
    let folder = folder();
    std::fs::copy(folder.path().join("out/graph.nq"), folder.path().join("before.nq")).unwrap();
    let theirs = "<http://www.wikidata.org/entity/Q33> <http://example.org/population> 5600000 ; <http://example.org/in> [] .";
    std::fs::write(folder.path().join("theirs.ttl"), theirs).unwrap();
    dateline(folder.path()).args(["load", "theirs.ttl"]).assert().code(1).stderr(contains("--graph IRI"));
    for _ in 0..2 {
        dateline(folder.path()).args(["load", "theirs.ttl", "--graph", "http://example.org/g"]).assert().success();
    }
    let both = "SELECT ?l ?n { ?c rdfs:label ?l ; owl:sameAs/<http://example.org/population> ?n }";
    dateline(folder.path()).args(["query", "-q", both]).assert().success().stdout("?l\t?n\n\"Finland\"\t5600000\n");
    dateline(folder.path()).args(["remove", "http://example.org/g"]).assert().success();
    dateline(folder.path()).args(["diff", "before.nq", "out/graph.nq"]).assert().success().stdout("");
    dateline(folder.path())
        .args(["remove", "harbour-evenin"])
        .assert()
        .code(1)
        .stderr(contains("did you mean `harbour-evening`?"));
    dateline(folder.path()).args(["remove", "harbour-evening"]).assert().success();
    let differ = |more: &[&str]| dateline(folder.path()).args(["diff", "before.nq", "out/graph.nq"]).args(more).assert().code(1);
    differ(&[]).stdout(contains("- Appointment event-000000000000000d (Planned)\n").and(contains("<").not()));
    differ(&["--quads"]).stdout(contains("- <"));
    dateline(folder.path()).arg("check").assert().success();
}

#[test]
fn diff_tells_what_two_runs_and_two_of_other_peoples_graphs_differ_in() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let diff = |one: &str, other: &str| dateline(folder.path()).args(["diff", one, other]).assert();
    let line = |status: &str| format!("{{\"document\":\"d\",\"id\":\"event-1\",\"kind\":\"Talks\",\"status\":\"{status}\"}}\n");
    write("a.jsonl", &line("Planned"));
    write("b.jsonl", &line("Cancelled"));
    diff("a.jsonl", "b.jsonl").code(1).stdout("~ Talks; status Planned → Cancelled\n");
    diff("a.jsonl", "a.jsonl").code(0).stdout("");
    write("c.jsonl", "{\n");
    diff("a.jsonl", "c.jsonl").code(1).stderr(contains("line 1 is no line of the facts format"));
    write("a.ttl", "<https://e.org/a> <https://e.org/p> 1 .");
    write("b.ttl", "<https://e.org/a> <https://e.org/p> 2 .");
    diff("a.ttl", "b.ttl").code(1).stdout(contains("- <https://e.org/a>").and(contains("+ <https://e.org/a>")));
    diff("a.ttl", "b.jsonl").code(2).stderr(contains("two of the same sort"));
}

#[test]
fn export_writes_what_diff_calls_the_same() {
    let folder = folder();
    for file in ["g.ttl", "g.trig", "g.nt", "g.nq", "g.jsonld", "g.rdf"] {
        dateline(folder.path()).args(["export", file]).assert().success().stdout("");
        dateline(folder.path()).args(["diff", "out/graph.nq", file]).assert().success();
    }
    dateline(folder.path()).args(["export", "g.xyz"]).assert().code(2).stderr(contains("ttl, trig"));
}

#[test]
fn check_fails_on_a_broken_graph_and_reports_it() {
    let folder = folder();
    dateline(folder.path()).arg("check").assert().success().stdout(contains("pass"));
    let broken = std::fs::read_to_string(folder.path().join("out/graph.nq")).unwrap().replace("ns#Planned", "ns#Planed");
    std::fs::write(folder.path().join("broken.nq"), broken).unwrap();
    dateline(folder.path()).args(["check", "broken.nq"]).assert().code(1).stdout(contains("EventStatus"));
    dateline(folder.path())
        .args(["check", "broken.nq", "--format", "ttl"])
        .assert()
        .code(1)
        .stdout(contains("sh:conforms false"));
    let strange = "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:s> a sh:NodeShape ; sh:sparql <x:q> .";
    std::fs::write(folder.path().join("s.ttl"), strange).unwrap();
    dateline(folder.path()).args(["check", "--shapes", "s.ttl"]).assert().code(1).stderr(contains("sh:sparql"));
    dateline(folder.path()).args(["check", "--rules"]).assert().success();
}

#[cfg(not(feature = "disk"))]
#[test]
fn a_store_on_disk_needs_its_feature() {
    let folder = folder();
    dateline(folder.path()).args(["query", "things", "--store", "s"]).assert().code(1).stderr(contains("--features disk"));
}

#[cfg(feature = "disk")]
#[test]
fn a_store_on_disk_keeps_what_was_loaded_and_forgets_what_was_removed() {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ask/sample.trig");
    dateline(folder.path()).arg("load").arg(sample).args(["--store", "s"]).assert().success();
    let ask = || {
        dateline(folder.path()).args(["query", "releases", "-p", "of=peru", "--format", "csv", "--store", "s"]).assert().success()
    };
    ask().stdout(contains("Eleven Peruvian sailors"));
    let theirs = "<http://example.org/s> <http://example.org/p> \"o\" .";
    std::fs::write(folder.path().join("theirs.nt"), theirs).unwrap();
    let graph = "http://example.org/g";
    dateline(folder.path()).args(["load", "theirs.nt", "--graph", graph, "--store", "s"]).assert().success();
    let count = [
        "query",
        "-q",
        "SELECT (COUNT(*) AS ?n) { GRAPH <http://example.org/g> { ?s ?p ?o } }",
        "--format",
        "csv",
        "--store",
        "s",
    ];
    dateline(folder.path()).args(count).assert().success().stdout(contains("\n1"));
    dateline(folder.path()).args(["remove", graph, "--store", "s"]).assert().success();
    dateline(folder.path()).args(count).assert().success().stdout(contains("\n0"));
}
