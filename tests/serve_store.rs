//! `dateline serve --store`: a store on disk, which is only read (feature `disk`; `make disk`).

#![cfg(feature = "disk")]
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod http;

use http::{Server, TOKEN, encode, sample};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

fn dateline() -> Command {
    Command::new(env!("CARGO_BIN_EXE_dateline"))
}

/// A store with the sample graph, in a folder.
fn store(folder: &Path) -> PathBuf {
    let store = folder.join("store");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ask/sample.trig");
    assert!(dateline().arg("load").arg(source).arg("--store").arg(&store).status().unwrap().success());
    store
}

fn lines(text: &str) -> BTreeSet<String> {
    text.lines().map(ToOwned::to_owned).collect()
}

#[test]
fn a_store_answers_as_the_same_data_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (disk, file) = (Server::over("--store", &store(folder.path()), &[]), Server::start(&sample(), &[]));
    let mut rows = 0;
    for (name, _) in dateline::embedded::ASK {
        let path = format!("/queries/{}.tsv", name.rsplit('/').next().unwrap().trim_end_matches(".rq"));
        let (one, other) = (disk.get(&path, "*/*"), file.get(&path, "*/*"));
        assert_eq!((one.status, other.status), (200, 200), "{path}: {}", one.text());
        assert_eq!(lines(&one.text()), lines(&other.text()), "{path}");
        rows += one.text().lines().count() - 1;
    }
    assert!(rows > 50);
    for query in [
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?a { ?a dl:meets ?b FILTER NOT EXISTS { ?c dl:excluded ?a . ?c dl:status ?s } }",
        "ASK { ?e a dl:Event }",
    ] {
        let (one, other) = (disk.query(query, "text/csv").text(), file.query(query, "text/csv").text());
        assert_eq!(lines(&one), lines(&other), "{query}");
    }
    let things = file.query("SELECT DISTINCT ?s { ?s a dl:Person }", "text/csv").text();
    let thing = encode(things.lines().nth(1).unwrap().trim());
    for path in
        [format!("/id?iri={thing}"), "/store?default".to_owned(), "/".to_owned(), "/info".to_owned(), "/health".to_owned()]
    {
        let (one, other) = (disk.get(&path, "text/turtle, */*;q=0.5"), file.get(&path, "text/turtle, */*;q=0.5"));
        assert_eq!((one.status, one.media()), (other.status, other.media()), "{path}: {}", one.text());
    }
    let (one, other) =
        (disk.get(&format!("/id?iri={thing}"), "text/turtle"), file.get(&format!("/id?iri={thing}"), "text/turtle"));
    assert_eq!(lines(&one.text()), lines(&other.text()));
}

#[test]
fn a_store_is_not_written_and_lets_go_when_told_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = store(folder.path());
    let refused = dateline().args(["serve", "--token", TOKEN, "--store"]).arg(&path).output().unwrap();
    assert!(refused.status.code() == Some(2) || refused.status.code() == Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("only read"), "{:?}", refused.stderr);

    let mut server = Server::over("--store", &path, &["--timeout", "20"]);
    let count = |server: &Server| server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text();
    let before = count(&server);
    let bearer = format!("Bearer {TOKEN}");
    for authorization in ["", bearer.as_str()] {
        for (method, target, kind, body) in [
            ("POST", "/sparql", "application/sparql-update", "CLEAR ALL"),
            ("POST", "/sparql", "application/x-www-form-urlencoded", "update=CLEAR+ALL"),
            ("PUT", "/store?default", "text/turtle", "<x:a> <x:b> <x:c> ."),
            ("POST", "/store?graph=x:g", "text/turtle", "<x:a> <x:b> <x:c> ."),
            ("DELETE", "/store/graph-inferred", "text/turtle", ""),
            ("PATCH", "/store?default", "application/sparql-update", "CLEAR ALL"),
        ] {
            let headers = [("content-type", kind), ("authorization", authorization)];
            let response = server.send(method, target, &headers, body.as_bytes());
            assert!((400..500).contains(&response.status), "{method} {target}: {}", response.status);
        }
    }
    assert_eq!(count(&server), before);

    // who asks for a product is given ten seconds more, not for ever, and others can open the store at once
    let address = server.address;
    let product = format!("/sparql?query={}", encode("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"));
    let asking = std::thread::spawn(move || http::send(address, "GET", &product, &[], b""));
    std::thread::sleep(Duration::from_millis(300));
    let start = Instant::now();
    assert!(Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status().unwrap().success());
    assert!(server.child.wait().unwrap().success(), "{}", server.said.lock().unwrap());
    assert!(start.elapsed() < Duration::from_secs(25), "{:?}", start.elapsed());
    assert!(!asking.join().unwrap().is_ok_and(|response| response.status == 200 && response.whole));
    let again = Server::over("--store", &path, &[]);
    assert_eq!(count(&again), before);
}
