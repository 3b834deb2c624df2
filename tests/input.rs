//! What the command line says of inputs that it cannot use, and its exit codes: 0 done, 1 data, 2 usage.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use assert_cmd::Command;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use std::path::PathBuf;

fn dateline() -> Command {
    Command::cargo_bin("dateline").expect("the binary is built")
}

fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("the folder is writable");
    path
}

#[test]
fn wrong_usage_is_told_with_code_2() {
    for arguments in [
        &["parse"][..],
        &["parse", "--no-such-option", "x"],
        &["nonsense"],
        &["parse", "--published", "last week", "x.txt"],
        &["parse", "--timezone", "Mars/Olympus", "x.txt"],
        &["parse", "--show", "posts", "--format", "conllu", "x.txt"],
    ] {
        dateline().args(arguments).assert().code(2).stdout("").stderr(contains("\n"));
    }
    dateline().arg("--help").assert().code(0).stdout(contains("parse"));
}

#[test]
fn bad_data_is_told_with_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let bad = [
        (file(&folder, "latin.txt", b"Caf\xe9 closed.\n"), "is no UTF-8"),
        (file(&folder, "empty.txt", b"\n \n"), "holds no text"),
        (file(&folder, "binary.txt", b"\x7fELF\x00\x00"), "is no text"),
        (folder.path().join("missing.txt"), "cannot read"),
    ];
    for (path, message) in bad {
        dateline().arg("parse").arg(path).assert().code(1).stdout("").stderr(contains(message));
    }
    let about = file(&folder, "about.jsonl", b"{\"document\":\"a\"}\n{oops}\n");
    let text = file(&folder, "a.txt", b"The ferry has left.");
    let run = dateline().arg("parse").arg("--about").arg(about).arg(text).assert();
    run.code(1).stderr(contains("about.jsonl:2:"));
}

#[test]
fn one_bad_document_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    file(&folder, "a.txt", b"The ferry has left.");
    file(&folder, "b.txt", b"\xff\xff");
    file(&folder, "c.txt", b"The ferry is back.");
    let run = dateline().args(["parse", "--format", "jsonl"]).arg(folder.path()).assert();
    run.code(1).stdout(contains("has left").and(contains("is back"))).stderr(contains("b.txt"));
}

#[test]
fn stdin_is_read_and_foreign_text_is_noticed() {
    let run = dateline().args(["parse", "-"]).write_stdin("The ferry has left.").assert();
    run.code(0).stdout(contains("== stdin post 0\nThe ferry has left.\n"));
    let german = "Die Ministerin reiste am Montag nach Wien, um dort mit ihrem Amtskollegen über die neue Brücke zu \
                  sprechen. Danach will sie nach Graz weiterfahren und die Werke besuchen.";
    dateline().args(["parse", "-"]).write_stdin(german).assert().code(0).stdout("").stderr(contains("not English"));
    dateline().args(["parse", "--force", "-"]).write_stdin(german).assert().code(0).stdout(contains("Ministerin"));
}
