//! `dateline watch`: what is printed, and that its graph is the one that a build makes.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use assert_cmd::Command;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use std::fs;
use std::path::Path;

fn dateline(arguments: &[&str], folder: &Path) -> assert_cmd::assert::Assert {
    Command::cargo_bin("dateline").unwrap().current_dir(folder).args(arguments).assert()
}

fn page(posts: &[(&str, &str, &str)]) -> String {
    let updates: Vec<serde_json::Value> = posts
        .iter()
        .map(|(id, time, text)| {
            serde_json::json!({ "@type": "BlogPosting", "url": format!("https://e.org/live#{id}"), "datePublished": time, "articleBody": text })
        })
        .collect();
    let blog = serde_json::json!({ "@type": "LiveBlogPosting", "headline": "Harbour talks", "datePublished": "2031-06-10T08:00:00Z", "liveBlogUpdate": updates });
    format!("<!DOCTYPE html><html><head><script type=\"application/ld+json\">{blog}</script></head><body></body></html>")
}

const FIRST: (&str, &str, &str) =
    ("p1", "2031-06-10T08:00:00Z", "Prime Minister Eva Lind will meet President Jonas Vik in Oslo.");
const SECOND: (&str, &str, &str) = ("p2", "2031-06-10T09:00:00Z", "Police arrested two men in Bergen.");
const THIRD: (&str, &str, &str) = ("p3", "2031-06-10T12:00:00Z", "Prime Minister Eva Lind met President Jonas Vik in Oslo.");

#[test]
fn prints_what_changed_and_ends_where_a_build_ends() {
    let room = tempfile::tempdir().unwrap();
    let live = room.path().join("live.html");
    let watch = || dateline(&["watch", "live.html", "--data", "w/graph.nq", "--once"], room.path());
    fs::write(&live, page(&[SECOND, FIRST])).unwrap();
    watch().code(0).stdout(contains("== live: 2 posts new").and(contains("+ Meeting")).and(contains("(Planned)")));
    watch().code(0).stdout("");
    fs::write(&live, page(&[THIRD, SECOND, FIRST])).unwrap();
    watch().code(0).stdout(
        contains("== live: 1 posts new, 0 changed, 0 gone")
            .and(contains("status Planned → Occurred"))
            .and(contains("+ Meeting").not()),
    );
    // An edit is an edit: two men become three, and nobody is arrested twice.
    let edited = ("p2", SECOND.1, "Police arrested three men in Bergen.");
    fs::write(&live, page(&[THIRD, edited, FIRST])).unwrap();
    watch().code(0).stdout(contains("== live: 0 posts new, 1 changed, 0 gone").and(contains("Detention")));
    let equals_a_build = || {
        dateline(&["build", "live.html", "--out", "b"], room.path()).code(0);
        dateline(&["diff", "w/graph.nq", "b/graph.nq", "--quads", "--no-history"], room.path()).code(0).stdout("");
    };
    equals_a_build();
    // A post that is taken away takes its facts along, and its withdrawal is remembered.
    fs::write(&live, page(&[THIRD, FIRST])).unwrap();
    watch().code(0).stdout(contains("- Detention").and(contains(", withdrawn")));
    equals_a_build();
    dateline(&["diff", "w/graph.nq", "b/graph.nq"], room.path()).code(1).stdout("").stderr(contains("the facts are the same"));
    let withdrawn = |more: &[&str]| {
        let arguments = [&["query", "withdrawn", "--data", "w/graph.nq"], more].concat();
        dateline(&arguments, room.path()).code(0)
    };
    withdrawn(&[]).stdout(contains("arrested two men").and(contains("arrested three men")));
    withdrawn(&["--as-of", "2020-01-01"]).stdout(contains("arrested").not());
    dateline(&["query", "timeline", "--data", "w/graph.nq"], room.path()).code(0).stdout(contains("arrested").not());
    dateline(&["check", "--data", "w/graph.nq"], room.path()).code(0);
    // Taken up again, it is not withdrawn any more; forgotten, it leaves no trace.
    fs::write(&live, page(&[THIRD, SECOND, FIRST])).unwrap();
    watch().code(0).stdout(contains("+ Detention"));
    withdrawn(&[]).stdout(contains("arrested two men").not().and(contains("arrested three men")));
    equals_a_build();
    dateline(&["remove", "live", "--data", "w/graph.nq"], room.path()).code(0);
    assert_eq!(fs::read_to_string(room.path().join("w/graph.nq")).unwrap(), "");
}

#[test]
fn a_withdrawn_item_takes_its_facts_along_and_a_bad_one_stops_nothing() {
    let room = tempfile::tempdir().unwrap();
    let item = |uri: &str, status: &str, text: &str| serde_json::json!({ "uri": uri, "type": "text", "pubstatus": status, "versioncreated": "2031-06-10T08:00:00Z", "body_text": text });
    let wire = room.path().join("wire.ndjson");
    let write = |lines: &[String]| fs::write(&wire, lines.join("\n")).unwrap();
    let watch = || dateline(&["watch", "wire.ndjson", "--data", "g.nq", "--once"], room.path());
    let (one, two) = ("Police arrested two men in Bergen.", "A bus fell into the river near Voss and nine people died.");
    write(&[item("urn:a", "usable", one).to_string(), "{oops".into(), item("urn:b", "usable", two).to_string()]);
    watch().code(1).stdout(contains("== urn:a").and(contains("== urn:b"))).stderr(contains("line 2 is no JSON object"));
    write(&[item("urn:a", "canceled", "").to_string(), item("urn:b", "usable", two).to_string()]);
    watch().code(0).stdout(contains("== urn:a: withdrawn").and(contains("urn:b").not()));
    dateline(&["query", "timeline", "--data", "g.nq"], room.path()).stdout(contains("Bergen").not().and(contains("Voss")));
    dateline(&["query", "withdrawn", "--data", "g.nq"], room.path()).stdout(contains("Bergen").and(contains("Voss").not()));
    dateline(&["remove", "urn:a", "--data", "g.nq"], room.path()).code(0);
    let left = fs::read_to_string(room.path().join("g.nq")).unwrap();
    assert!(!left.contains("Bergen") && left.contains("Voss"));
}

/// The same on RocksDB, which `make disk` runs.
#[cfg(feature = "disk")]
#[test]
fn a_store_on_disk_is_kept_up_as_a_file_is() {
    let room = tempfile::tempdir().unwrap();
    let live = room.path().join("live.html");
    let watch = || dateline(&["watch", "live.html", "--store", "s", "--once"], room.path());
    let equals_a_build = || {
        dateline(&["build", "live.html", "--out", "b"], room.path()).code(0);
        fs::remove_dir_all(room.path().join("t")).unwrap_or_default();
        dateline(&["load", "b/graph.nq", "--store", "t"], room.path()).code(0);
        dateline(&["export", "s.nq", "--store", "s"], room.path()).code(0);
        dateline(&["export", "t.nq", "--store", "t"], room.path()).code(0);
        dateline(&["diff", "s.nq", "t.nq", "--quads", "--no-history"], room.path()).code(0).stdout("");
    };
    fs::write(&live, page(&[SECOND, FIRST])).unwrap();
    watch().code(0).stdout(contains("== live: 2 posts new").and(contains("+ Meeting")).and(contains("(Planned)")));
    equals_a_build();
    // Numbers come back from the store as it writes them: that is no change.
    watch().code(0).stdout("");
    fs::write(&live, page(&[THIRD, SECOND, FIRST])).unwrap();
    watch().code(0).stdout(contains("status Planned → Occurred").and(contains("+ Meeting").not()));
    equals_a_build();
    fs::write(&live, page(&[THIRD, FIRST])).unwrap();
    watch().code(0).stdout(contains("- Detention").and(contains(", withdrawn")));
    equals_a_build();
    dateline(&["query", "withdrawn", "--store", "s"], room.path()).code(0).stdout(contains("Police arrested two men"));
    dateline(&["query", "who-met-whom", "--store", "s"], room.path()).code(0).stdout(contains("Eva Lind"));
    dateline(&["remove", "live", "--store", "s"], room.path()).code(0);
    dateline(&["query", "-q", "SELECT ?s { ?s ?p ?o }", "--store", "s"], room.path()).code(0).stdout("?s\n");
}

#[test]
fn a_new_post_leaves_the_names_of_older_things() {
    let room = tempfile::tempdir().unwrap();
    let live = room.path().join("live.html");
    let watch = || dateline(&["watch", "live.html", "--data", "g.nq", "--once"], room.path()).code(0);
    let two_men = ("p9", "2031-06-10T14:00:00Z", "Police also arrested two men in Voss.");
    fs::write(&live, page(&[SECOND, FIRST])).unwrap();
    watch();
    fs::write(&live, page(&[two_men, SECOND, FIRST])).unwrap();
    watch().stdout(contains("+ Detention").and(contains("~").not()).and(contains("- ").not()));
    let data = fs::read_to_string(room.path().join("g.nq")).unwrap();
    let bergen =
        data.lines().find(|line| line.contains("#target>") && line.contains("two-men") && !line.contains("-2> ")).unwrap();
    let event = bergen.split(' ').next().unwrap();
    assert!(data.lines().any(|line| line.starts_with(event) && line.contains("city-bergen")), "{data}");
}
