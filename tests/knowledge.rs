//! The knowledge tables: well-formed, without doublets, and each identifier as the verified list has it.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use dateline::resolve::fold::fold;
use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

const K: &str = "https://w3id.org/dateline/knowledge#";
const DL: &str = "https://w3id.org/dateline/ns#";
const BASE: &str = "https://w3id.org/dateline/id/";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const SAME_AS: &str = "http://www.w3.org/2002/07/owl#sameAs";
const WIKIDATA: &str = "http://www.wikidata.org/entity/";
const GEONAMES: &str = "https://sws.geonames.org/";

/// Subject, property, object (an IRI or the words of a literal) and whether the object is an IRI.
type Row = (String, String, String, bool);

/// All tables, by file name.
fn tables() -> BTreeMap<String, Vec<Row>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/knowledge");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "ttl"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read(&path).unwrap();
            let rows = TurtleParser::new()
                .for_slice(&text)
                .map(|triple| {
                    let triple = triple.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                    let NamedOrBlankNode::NamedNode(subject) = triple.subject else { panic!("{}: blank node", path.display()) };
                    let (object, iri) = match triple.object {
                        Term::NamedNode(node) => (node.into_string(), true),
                        Term::Literal(literal) => (literal.value().to_owned(), false),
                        Term::BlankNode(_) => panic!("{}: blank node", path.display()),
                    };
                    (subject.into_string(), triple.predicate.into_string(), object, iri)
                })
                .collect();
            (path.file_name().unwrap().to_string_lossy().into_owned(), rows)
        })
        .collect()
}

/// Values of one property, by subject.
fn values(tables: &BTreeMap<String, Vec<Row>>, property: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (subject, _, object, _) in tables.values().flatten().filter(|row| row.1 == property) {
        found.entry(subject.clone()).or_default().push(object.clone());
    }
    found
}

#[test]
fn keys_are_flat_slugs_and_used_once() {
    let tables = tables();
    let mut home: BTreeMap<&str, &str> = BTreeMap::new();
    for (file, rows) in &tables {
        for (subject, property, _, _) in rows {
            let key = subject.strip_prefix(BASE).unwrap_or_else(|| panic!("{file}: `{subject}` is outside the base"));
            assert!(
                !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{file}: key `{key}`"
            );
            if property == TYPE {
                let before = home.insert(subject, file);
                assert_eq!(before, None, "`{key}` has two rows");
            }
        }
    }
    for (file, rows) in &tables {
        for (subject, _, object, iri) in rows {
            assert!(home.contains_key(subject.as_str()), "{file}: `{subject}` has no type");
            let known = home.contains_key(object.as_str());
            assert!(!iri || !object.starts_with(BASE) || known, "{file}: `{subject}` points to `{object}`, which has no row");
        }
    }
}

#[test]
fn each_thing_has_one_label_and_namesakes_of_a_kind_are_told_apart() {
    let tables = tables();
    let types = values(&tables, TYPE);
    let labels = values(&tables, LABEL);
    let places = values(&tables, &format!("{DL}locatedIn"));
    let mut seen: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (subject, kinds) in &types {
        assert_eq!(kinds.len(), 1, "{subject} has several types");
        if !kinds[0].starts_with(DL) {
            continue;
        }
        let names = labels.get(subject).unwrap_or_else(|| panic!("{subject} has no label"));
        assert_eq!(names.len(), 1, "{subject} has several labels");
        seen.entry((kinds[0].clone(), names[0].clone())).or_default().push(subject.clone());
    }
    for ((kind, label), subjects) in seen {
        if subjects.len() == 1 {
            continue;
        }
        // Cities and provinces may share a name when they lie in different places; people when each carries an identifier.
        let told_apart: BTreeSet<_> =
            subjects.iter().map(|s| places.get(s).cloned().unwrap_or_else(|| vec![s.clone()])).collect();
        assert!(
            (kind.ends_with("#City") || kind.ends_with("#Region")) && told_apart.len() == subjects.len()
                || kind.ends_with("#Person"),
            "{kind} `{label}` stands for {subjects:?}"
        );
    }
}

#[test]
fn classes_and_properties_are_those_of_the_format() {
    let classes =
        ["Person", "Organization", "Group", "GeopoliticalEntity", "Country", "Region", "City", "Place", "Facility", "Vehicle"];
    let own = ["Holding", "Title", "NounList", "GivenNames", "Surnames"];
    for (file, rows) in tables() {
        for (subject, property, object, _) in rows {
            if property == TYPE {
                let known = object.strip_prefix(DL).is_some_and(|c| classes.contains(&c))
                    || object.strip_prefix(K).is_some_and(|c| own.contains(&c));
                assert!(known, "{file}: `{subject}` is a `{object}`");
            }
        }
    }
}

/// Identifier to the names that the verified lists give it; `None` where the lists are absent.
fn verified() -> Option<BTreeMap<String, BTreeSet<String>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/kb");
    let text = std::fs::read_to_string(folder.join("identifiers.tsv")).ok()?;
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        if !matches!(cells.get(5), Some(&("multi" | "single" | "lists-agree"))) {
            continue;
        }
        names.entry(cells[1].to_owned()).or_default().insert(cells[0].to_owned());
    }
    for line in office_holders(&folder.join("politicians/everypolitician")).lines() {
        let cells: Vec<&str> = line.split(',').collect();
        for id in cells.iter().filter(|cell| is_wikidata_id(cell)) {
            names.entry((*id).to_owned()).or_default().extend(cells.iter().map(|cell| (*cell).to_owned()));
        }
    }
    Some(names)
}

/// All lines of the packed tables of office holders.
fn office_holders(folder: &Path) -> String {
    let mut unpack = Command::new("gzip");
    unpack.arg("-dc");
    for country in std::fs::read_dir(folder).unwrap() {
        for file in std::fs::read_dir(country.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path.to_string_lossy().ends_with(".csv.gz") {
                unpack.arg(path);
            }
        }
    }
    String::from_utf8(unpack.output().unwrap().stdout).unwrap()
}

fn is_wikidata_id(cell: &str) -> bool {
    cell.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Names of which a list says that nobody has verified an identifier.
#[test]
fn people_without_a_verified_id_carry_none() {
    let tables = tables();
    let same_as = values(&tables, SAME_AS);
    for person in ["andrii-sybiha", "steve-witkoff", "karoline-leavitt", "susie-wiles", "howard-lutnick"] {
        assert_eq!(same_as.get(&format!("{BASE}person-{person}")), None, "{person}");
    }
}

#[test]
fn holdings_end_after_they_begin_and_have_a_title() {
    let tables = tables();
    let until = values(&tables, &format!("{K}until"));
    let titles = values(&tables, &format!("{K}title"));
    let from = values(&tables, &format!("{K}from"));
    for (holding, kinds) in values(&tables, TYPE) {
        if kinds[0] != format!("{K}Holding") {
            continue;
        }
        assert_eq!(titles.get(&holding).map(Vec::len), Some(1), "{holding}");
        if let (Some(from), Some(until)) = (from.get(&holding), until.get(&holding)) {
            assert!(from[0] <= until[0], "{holding} ends before it begins");
        }
    }
}

#[test]
fn each_wikidata_id_is_a_verified_one_of_that_name() {
    let Some(names) = verified() else {
        eprintln!("skipped: no list of verified identifiers beside the project");
        return;
    };
    let tables = tables();
    let labels = values(&tables, LABEL);
    let others = values(&tables, "http://www.w3.org/2004/02/skos/core#altLabel");
    let mut users: BTreeMap<String, String> = BTreeMap::new();
    for (subject, identifiers) in values(&tables, SAME_AS) {
        for identifier in identifiers {
            let before = users.insert(identifier.clone(), subject.clone());
            assert_eq!(before, None, "{identifier} stands on {subject} too");
            let Some(id) = identifier.strip_prefix(WIKIDATA) else {
                assert!(identifier.starts_with(GEONAMES), "{subject}: {identifier}");
                continue;
            };
            let listed = names.get(id).unwrap_or_else(|| panic!("{subject}: {id} is not verified"));
            let ours: Vec<&String> = labels[&subject].iter().chain(others.get(&subject).into_iter().flatten()).collect();
            let shared = ours.iter().any(|name| listed.iter().any(|l| akin(name, l)));
            assert!(shared, "{subject}: {id} is listed as {listed:?}, here {ours:?}");
        }
    }
}

/// Whether two names share a word of three letters or more, diacritics aside.
fn akin(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    let words = |name: &str| -> BTreeSet<String> {
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).map(str::to_owned).collect()
    };
    // "Lu'an" is written with either apostrophe
    let letters = |name: &str| -> String { name.chars().filter(|c| c.is_alphanumeric()).collect() };
    !words(&a).is_disjoint(&words(&b)) || letters(&a) == letters(&b)
}
