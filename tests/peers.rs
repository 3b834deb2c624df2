//! The sample's graph as strangers read it: rdflib, raptor and serd agree on its size, and pyshacl on its shapes.
//! A peer that is not installed is skipped, except under CI (`make peers`).

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "helpers of tests may panic and tell as tests do")]

mod http;

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output};

/// Builds the sample into a folder.
fn sample(folder: &Path) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sample");
    let mut build = Command::cargo_bin("dateline").unwrap();
    build.arg("build").arg(root.join("belfast-talks.txt")).arg("--about").arg(root.join("about.jsonl"));
    build.arg("--out").arg(folder).assert().success();
    folder.join("graph.ttl")
}

/// Runs a peer; `None` when it is not installed and need not be.
fn peer(program: &str, arguments: &[&str]) -> Option<Output> {
    match Process::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) if std::env::var_os("CI").is_none() => {
            eprintln!("skipped `{program}`: {error}");
            None
        }
        Err(error) => panic!("`{program}`: {error}; see `make peers`"),
    }
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Triples in the Turtle file, as our own reader counts them.
fn triples(graph: &Path) -> usize {
    let text = std::fs::read(graph).unwrap();
    oxttl::TurtleParser::new().for_slice(&text).collect::<Result<Vec<_>, _>>().unwrap().len()
}

#[test]
fn raptor_and_serd_read_every_triple() {
    let folder = tempfile::tempdir().unwrap();
    let graph = sample(folder.path());
    let path = graph.to_str().unwrap();
    for (program, arguments) in
        [("rapper", ["-q", "-i", "turtle", "-o", "ntriples", path]), ("serdi", ["-q", "-e", "-e", "-o", "ntriples", path])]
    {
        if let Some(output) = peer(program, &arguments) {
            assert_eq!(stdout(&output).lines().count(), triples(&graph), "{program}");
        }
    }
}

#[test]
fn rdflib_reads_every_triple() {
    let folder = tempfile::tempdir().unwrap();
    let graph = sample(folder.path());
    if let Some(output) = peer("rdfpipe", &["-i", "turtle", "-o", "nt", graph.to_str().unwrap()]) {
        assert_eq!(stdout(&output).lines().filter(|line| !line.is_empty()).count(), triples(&graph));
    }
}

#[test]
fn pyshacl_finds_the_sample_in_shape() {
    let folder = tempfile::tempdir().unwrap();
    let graph = sample(folder.path());
    let ontology = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology");
    let (shapes, terms) = (ontology.join("shapes.ttl"), ontology.join("dateline.ttl"));
    let arguments = ["-s", shapes.to_str().unwrap(), "-e", terms.to_str().unwrap(), graph.to_str().unwrap()];
    if let Some(output) = peer("pyshacl", &arguments) {
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(told.contains("Conforms: True"), "{told}");
    }
}

#[test]
fn clients_of_others_talk_to_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("graph.nq");
    std::fs::copy(http::sample(), &data).unwrap();
    let server = http::Server::start(&data, &["--token", http::TOKEN]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/sparql_clients.py");
    let python = ["-c", "import SPARQLWrapper, openapi_spec_validator, pyoxigraph, rdflib"];
    match peer("python3", &python) {
        Some(output) if output.status.success() => {}
        _ if std::env::var_os("CI").is_none() => return eprintln!("skipped: the clients are not installed (make peers)"),
        _ => panic!("the clients are not installed; see `make peers`"),
    }
    let address = format!("http://{}", server.address);
    let output = Process::new("python3").arg(script).args([address.as_str(), http::TOKEN]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(!told.contains("FAILED") && told.matches("ok: ").count() > 30, "{told}");
}
