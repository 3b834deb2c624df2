//! Each code of an error stands in `docs/errors.md`, and none that does not exist.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use std::collections::BTreeSet;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Codes between `quote` signs: `area.what-is-wrong`.
fn codes(text: &str, quote: char) -> impl Iterator<Item = &str> {
    let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    text.split(quote).filter(move |code| code.split_once('.').is_some_and(|(area, what)| word(area) && word(what)))
}

/// What the bodies of `fn code` answer, and the codes of faults.
fn in_source(text: &str) -> BTreeSet<String> {
    let bodies = text.split("fn code(&self)").skip(1).map(|rest| rest.split("\n    }\n").next().unwrap_or(rest));
    let faults = text.lines().filter(|line| line.contains("code: \""));
    bodies.chain(faults).flat_map(|part| codes(part, '"')).map(str::to_owned).collect()
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.append(&mut in_source(&std::fs::read_to_string(path).unwrap()));
        }
    }
}

#[test]
fn codes_of_the_source_and_of_the_page_are_the_same() {
    let mut in_code = BTreeSet::new();
    collect(&root().join("src"), &mut in_code);
    let page = std::fs::read_to_string(root().join("docs/errors.md")).unwrap();
    let rows: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let listed: BTreeSet<String> = rows.iter().map(|&code| code.to_owned()).collect();
    assert!(in_code.len() > 50, "too few codes were found in the source: {in_code:?}");
    assert_eq!(rows.len(), listed.len(), "a code has two rows");
    let missing: Vec<_> = in_code.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&in_code).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not in docs/errors.md: {missing:?}; only there: {gone:?}");
}

#[test]
fn codes_are_read_from_bodies_and_faults_only() {
    let text = "fn code(&self) -> &str {\n        \"a.b-c\"\n    }\n\"x.y\"\nFault { code: \"d.e\" }";
    assert_eq!(in_source(text).into_iter().collect::<Vec<_>>(), ["a.b-c", "d.e"]);
}
