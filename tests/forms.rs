//! News in the forms in which agencies, feeds and archives hand it out. Each file of `tests/cases/forms` has beside it, under
//! its name and `.expected`, the documents that it gives. `UPDATE_EXPECTED=1` rewrites what differs.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use assert_cmd::Command;
use dateline::document::{Document, Metadata};
use dateline::read::{Form, Items, ReadError, Reader, Source, outline, sources};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/forms")
}

fn read(paths: &[PathBuf], form: Option<Form>) -> Vec<Result<Document, ReadError>> {
    let reader = Reader::new(Metadata::default(), false).unwrap();
    let items = Items::new(sources(paths).unwrap(), form);
    items.usable().map(|item| item.and_then(|item| reader.read_item(item))).collect()
}

fn told(results: &[Result<Document, ReadError>], root: &Path) -> String {
    let mut out = String::new();
    for result in results {
        match result {
            Ok(document) => {
                let Metadata { url, title, publisher, licence, published, .. } = &document.metadata;
                let fields =
                    [("url", url), ("title", title), ("publisher", publisher), ("licence", licence), ("published", published)];
                for (name, value) in fields {
                    if let Some(value) = value {
                        let _ = writeln!(out, "{name}: {value}");
                    }
                }
                for post in document.posts.iter().filter(|post| !post.fragment.is_empty()) {
                    let _ = writeln!(out, "post {}: #{}", post.position, post.fragment);
                }
                out += &outline(document);
            }
            Err(error) => {
                let _ = writeln!(out, "{}: {error}\n", error.code());
            }
        }
    }
    out.replace(&format!("{}/", root.display()), "")
}

#[test]
fn each_form_gives_its_documents() {
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending != "expected"));
    files.sort();
    assert!(files.len() >= 9, "the samples are missing");
    let mut wrong = Vec::new();
    for file in files {
        let found = told(&read(std::slice::from_ref(&file), None), &folder());
        let expected = file.with_file_name(format!("{}.expected", file.file_name().unwrap().to_string_lossy()));
        if fs::read_to_string(&expected).unwrap_or_default() != found {
            if std::env::var_os("UPDATE_EXPECTED").is_some() {
                fs::write(&expected, &found).unwrap();
            }
            wrong.push(format!("{}:\n{found}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The records of an archive, each packed by itself, as crawlers do it.
fn packed(archive: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(archive).into_owned();
    let starts: Vec<usize> = archive.windows(9).enumerate().filter(|(_, w)| w == b"WARC/1.1\r").map(|(at, _)| at).collect();
    assert!(starts.len() > 3 && text.contains("WARC-Type"));
    let mut out = Vec::new();
    for (nth, &start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).copied().unwrap_or(archive.len());
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(&archive[start..end]).unwrap();
        out.extend(packer.finish().unwrap());
    }
    out
}

#[test]
fn packed_files_are_read_like_plain_ones_whatever_they_are_called() {
    let room = tempfile::tempdir().unwrap();
    let plain = folder().join("crawl.warc");
    let file = room.path().join("crawl.warc.gz");
    let odd = room.path().join("data.bin");
    fs::write(&file, packed(&fs::read(&plain).unwrap())).unwrap();
    fs::copy(&file, &odd).unwrap();
    let expected = told(&read(&[plain], None), &folder());
    assert_eq!(told(&read(std::slice::from_ref(&file), None), room.path()), expected);
    assert_eq!(told(&read(&[odd], None), room.path()), expected);
    let cut = room.path().join("cut.warc.gz");
    let bytes = fs::read(&file).unwrap();
    fs::write(&cut, &bytes[..bytes.len() - 60]).unwrap();
    let found = told(&read(&[cut], None), room.path());
    assert!(found.contains("Café Central") && found.contains("read.form: `cut.warc.gz`, record"), "{found}");
}

#[test]
fn faults_tell_file_line_and_what_to_do() {
    let room = tempfile::tempdir().unwrap();
    let file = room.path().join("a.ndjson");
    let lines = "{\"text\":\"The ferry has left.\"}\n{oops}\n\n{\"title\":\"No text\"}\n{\"id\":\"x\",\"text\":\"It is back.\"}\n\
                 {\"id\":\"x\",\"text\":\"Twice.\"}\n{\"text\":\"\"}\n{\"text\":\"Late.\",\"published\":\"last week\"}\n[7]\n";
    fs::write(&file, lines).unwrap();
    let found = told(&read(&[file], None), room.path());
    for part in [
        "== a-1 post 0\nThe ferry has left.",
        "read.form: `a.ndjson`, line 2 is no JSON object: key must be a string, column 2",
        "read.form: `a.ndjson`, line 4 is no article: an article has `text`",
        "== x post 0\nIt is back.",
        "read.same-name: `a.ndjson`, line 6: `x` is the name of an earlier document too; give each its own `id` or `url`",
        "read.empty: `a.ndjson`, line 7 holds no text",
        "read.form: `a.ndjson`, line 8 is no article: `last week` is no date or time",
        "read.form: `a.ndjson`, line 9 is no article: an object",
    ] {
        assert!(found.contains(part), "{part}\n{found}");
    }
}

#[test]
fn a_folder_gives_its_news_and_passes_over_other_json() {
    let room = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("a.txt", "The ferry has left."),
        ("about.jsonl", "{\"document\":\"a\",\"published\":\"2031-06-10\"}\n"),
        ("b.json", "{\"uri\":\"urn:x:1\",\"headline\":\"Ferry\",\"body_text\":\"It is back.\"}"),
        ("notes.json", "{\"colour\":\"red\"}"),
        ("c.ndjson", "{\"text\":\"One more ferry.\"}"),
    ] {
        fs::write(room.path().join(name), text).unwrap();
    }
    let ids: Vec<String> = read(&[room.path().to_owned()], None).into_iter().map(|document| document.unwrap().id).collect();
    assert_eq!(ids, ["a", "urn:x:1", "c-1"]);
    assert!(read(&[room.path().join("notes.json")], None)[0].is_err(), "what is named has to be news");
}

#[test]
fn the_form_can_be_told() {
    let room = tempfile::tempdir().unwrap();
    let file = room.path().join("talk.txt");
    fs::write(&file, "{\"text\":\"The ferry has left.\"}\n").unwrap();
    assert_eq!(read(std::slice::from_ref(&file), None)[0].as_ref().unwrap().text, "The ferry has left.");
    assert!(read(std::slice::from_ref(&file), Some(Form::Text))[0].as_ref().unwrap().text.starts_with("{\"text\""));
    assert!(read(&[file], Some(Form::Warc))[0].as_ref().unwrap_err().to_string().contains("WARC/1.0"));
}

#[test]
fn bad_documents_are_told_and_counted_unless_the_first_is_to_stop_all() {
    let lines = "{\"text\":\"The ferry has left.\"}\n{oops}\n{\"text\":\"The ferry is back.\"}\n";
    let parse = |options: &[&str]| {
        let mut command = Command::cargo_bin("dateline").unwrap();
        command.args(["parse", "-"]).args(options).write_stdin(lines).assert().code(1)
    };
    parse(&[]).stdout(contains("has left").and(contains("is back"))).stderr(contains("line 2 is no JSON object"));
    parse(&["--strict"]).stdout(contains("is back").not()).stderr(contains("line 2 is no JSON object"));
}

#[test]
fn two_files_of_one_name_are_one_source_each() {
    let error = sources(&[folder().join("feed.rss"), folder().join("feed.atom")]).unwrap_err();
    assert!(error.to_string().contains("feed"), "{error}");
    let one: Vec<Source> = sources(&[folder().join("feed.rss")]).unwrap();
    assert_eq!((one[0].id.as_str(), one[0].listed), ("feed", false));
}
