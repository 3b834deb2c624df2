//! Good and broken graphs: what `dateline check` finds in them, and that pyshacl finds the same.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use dateline::check::{Finding, Path as ShapePath, Rule, Shapes, check, validate};
use dateline::store::{Change, Location, load_quads, union_graph};
use oxigraph::model::{Graph, Quad, Term};
use oxttl::TurtleParser;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A change to the sample graph, and what its shapes then find: local name of the node and constraint component.
struct Case {
    name: &'static str,
    from: &'static str,
    to: &'static str,
    shapes: &'static [(&'static str, &'static str)],
}

const fn case(name: &'static str, from: &'static str, to: &'static str, shapes: &'static [(&'static str, &'static str)]) -> Case {
    Case { name, from, to, shapes }
}

const MEETING: &str = "event-0000000000000001";
const FIRE: &str = "event-0000000000000006";

/// Where a case puts whole triples: after the sailors of the first document.
const HERE: &str = "  id:sailors-1a2b3c4d a dl:Group ;";

const CASES: &[Case] = &[
    case("as it is", "", "", &[]),
    case("without confidence", " ; dl:confidence 0.95", "", &[]),
    case("a clock time without a day", "\"2031-05-02T09:15:00+02:00\"^^xsd:dateTime", "\"09:15:00\"^^xsd:time", &[]),
    case(
        "a stranger's terms",
        HERE,
        "  id:city-graz <http://example.org/population> \"many\" .\n  id:sailors-1a2b3c4d a dl:Group ;",
        &[],
    ),
    case("an unnamed speaker", "dl:speaker id:person-tomas-lind", "dl:speaker id:grain-exports-1a2b3c4d", &[]),
    case(
        "no status",
        "dl:status dl:Occurred ; dl:agent id:person-aino-salo ;",
        "dl:agent id:person-aino-salo ;",
        &[(MEETING, "MinCount")],
    ),
    case(
        "two statuses",
        "a dl:Meeting ; dl:status dl:Occurred ;",
        "a dl:Meeting ; dl:status dl:Occurred, dl:Planned ;",
        &[(MEETING, "MaxCount")],
    ),
    case(
        "a status that is none",
        "a dl:Meeting ; dl:status dl:Occurred ;",
        "a dl:Meeting ; dl:status dl:Happened ;",
        &[(MEETING, "In")],
    ),
    case(
        "a name for a participant",
        "dl:target id:person-rui-prado ; dl:excluded",
        "dl:target \"Rui Prado\" ; dl:excluded",
        &[(MEETING, "Or")],
    ),
    case(
        "an undescribed participant",
        "dl:target id:person-rui-prado ; dl:excluded",
        "dl:target id:person-nobody ; dl:excluded",
        &[(MEETING, "Or")],
    ),
    case(
        "excluded and there",
        "dl:excluded id:person-tomas-lind",
        "dl:participant id:person-tomas-lind ; dl:excluded id:person-tomas-lind",
        &[(MEETING, "Disjoint")],
    ),
    case("fewer than none killed", "dl:killed 3 ;", "dl:killed -3 ;", &[(FIRE, "MinInclusive")]),
    case("killed in words", "dl:killed 3 ;", "dl:killed \"three\" ;", &[(FIRE, "Datatype"), (FIRE, "MinInclusive")]),
    case("another type of number", "dl:killed 3 ;", "dl:killed \"3\"^^xsd:nonNegativeInteger ;", &[(FIRE, "Datatype")]),
    case(
        "a number that is none",
        "dl:killed 3 ;",
        "dl:killed \"three\"^^xsd:integer ;",
        &[(FIRE, "Datatype"), (FIRE, "MinInclusive")],
    ),
    case("a time in words", "dl:begin \"2031-05-02T09:15:00+02:00\"^^xsd:dateTime", "dl:begin \"9.15am\"", &[(MEETING, "Or")]),
    case("a day that is none", "dl:onDate \"2031-05-01\"^^xsd:date", "dl:onDate \"2031-02-30\"^^xsd:date", &[(FIRE, "Or")]),
    case(
        "no report",
        "dl:reports id:event-0000000000000001 ;",
        "dl:reports id:event-0000000000000006 ;",
        &[(MEETING, "MinCount")],
    ),
    case(
        "a report without a post",
        "dl:inPost id:document-harbour-live-post-b ; dl:rule \"agent\", \"place\", \"with\" ;",
        "dl:rule \"agent\" ;",
        &[("report-01", "MinCount")],
    ),
    case("a report without a rule", "dl:rule \"agent\", \"place\", \"with\" ;", "", &[("report-01", "MinCount")]),
    case(
        "a quote that ends before it starts",
        "dl:startOffset 231 ; dl:endOffset 284 ; dl:confidence 0.9 .\n  id:event-0000000000000007",
        "dl:startOffset 300 ; dl:endOffset 284 ; dl:confidence 0.9 .\n  id:event-0000000000000007",
        &[("report-06", "LessThan")],
    ),
    case("too sure", "dl:confidence 0.95", "dl:confidence 1.5", &[("report-01", "MaxInclusive")]),
    case(
        "no label",
        "id:vehicle-aurora a dl:Vehicle ; rdfs:label \"Aurora\" .",
        "id:vehicle-aurora a dl:Vehicle .",
        &[("vehicle-aurora", "MinCount")],
    ),
    case(
        "an empty label",
        "id:vehicle-aurora a dl:Vehicle ; rdfs:label \"Aurora\" .",
        "id:vehicle-aurora a dl:Vehicle ; rdfs:label \"\" .",
        &[("vehicle-aurora", "MinLength")],
    ),
    case(
        "a group that meets",
        HERE,
        "  id:reporters-1a2b3c4d dl:meets id:person-mia-holt .\n  id:sailors-1a2b3c4d a dl:Group ;",
        &[("reporters-1a2b3c4d", "MaxCount")],
    ),
    case(
        "a group with an identifier",
        "rdfs:label \"reporters\" .",
        "rdfs:label \"reporters\" ; owl:sameAs <http://www.wikidata.org/entity/Q33> .",
        &[("reporters-1a2b3c4d", "MaxCount")],
    ),
    case("a group for a holder", "dl:holder id:person-mia-holt", "dl:holder id:reporters-1a2b3c4d", &[("holding-3", "Not")]),
    case(
        "two holders",
        "dl:holder id:person-mia-holt",
        "dl:holder id:person-mia-holt, id:person-tomas-lind",
        &[("holding-3", "MaxCount")],
    ),
    case(
        "a person that is a place",
        "id:person-mia-holt a dl:Person ;",
        "id:person-mia-holt a dl:Person, dl:Facility ;",
        &[("person-mia-holt", "Not")],
    ),
    case(
        "part of a person",
        "dl:partOf id:event-0000000000000006",
        "dl:partOf id:person-mia-holt",
        &[("event-0000000000000007", "Class")],
    ),
    case("updated in words", "dl:updated true", "dl:updated \"soon\"", &[("document-harbour-live-post-b", "Or")]),
    case("a new status", HERE, "  dl:Done a dl:Status .\n  id:sailors-1a2b3c4d a dl:Group ;", &[("Done", "In")]),
    case(
        "a role without title and body",
        "dl:roleTitle \"coach\" ; dl:roleIn id:country-portugal .",
        "rdfs:label \"coach\" .",
        &[("role-coach-portugal", "Or")],
    ),
    case(
        "a place in itself",
        "dl:outerPlace id:country-austria",
        "dl:outerPlace id:city-graz",
        &[("place-relation-1", "Disjoint")],
    ),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sample with one text replaced, and what follows from it.
fn quads(from: &str, to: &str) -> Vec<Quad> {
    let text = std::fs::read_to_string(root().join("tests/ask/sample.trig")).unwrap();
    assert!(text.contains(from), "the sample has no `{from}`");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sample.trig");
    std::fs::write(&file, text.replacen(from, to, usize::from(!from.is_empty()))).unwrap();
    let location = Location::File(folder.path().join("graph.nq"));
    location.apply(&Change { add: load_quads(&file, None).unwrap(), ..Change::default() }).unwrap();
    location.quads().unwrap()
}

fn local(term: &Term) -> String {
    term.to_string().trim_matches(['<', '>']).rsplit(['/', '#']).next().unwrap().to_owned()
}

#[test]
fn shapes_find_what_is_broken_and_nothing_else() {
    let shapes = Shapes::embedded().unwrap();
    for case in CASES {
        let report = check(&quads(case.from, case.to), &shapes, &[]).unwrap();
        let short = |f: &Finding| (local(&f.focus), f.component.trim_end_matches("ConstraintComponent").to_owned());
        let mut found: Vec<(String, String)> = report.findings.iter().map(short).collect();
        found.sort();
        found.dedup();
        let wanted: Vec<(String, String)> = case.shapes.iter().map(|(n, c)| ((*n).to_owned(), (*c).to_owned())).collect();
        assert_eq!(found, wanted, "{}", case.name);
    }
}

#[test]
fn hygiene_rules_find_their_offender() {
    let rules = Rule::embedded().unwrap();
    let broken = [
        ("quote-length", "dl:endOffset 79", "dl:endOffset 78"),
        ("unknown-term", "dl:wounded 9 ; dl:onDate", "dl:wonded 9 ; dl:onDate"),
        ("end-before-begin", "dl:timePrecision dl:Minute", "dl:end \"2031-05-02T09:00:00+02:00\"^^xsd:dateTime"),
        ("meets-both-ways", HERE, "  id:person-mia-holt dl:meets id:person-tomas-lind .\n  id:sailors-1a2b3c4d a dl:Group ;"),
        (
            "meets-is-told",
            HERE,
            "  id:person-mia-holt dl:meets id:person-tomas-lind .\n  id:person-tomas-lind dl:meets id:person-mia-holt .\n  id:sailors-1a2b3c4d a dl:Group ;",
        ),
        ("status-is-told", "a dl:Meeting ; dl:status dl:Occurred ;", "a dl:Meeting ; dl:status dl:Planned ;"),
        ("unknown-overrides-nothing", "a dl:Meeting ; dl:status dl:Occurred ;", "a dl:Meeting ; dl:status dl:Unknown ;"),
        ("dangling", "dl:about id:grain-exports-1a2b3c4d .\n  id:report-01", "dl:about id:nothing .\n  id:report-01"),
        ("not-in-itself", "dl:partOf id:event-0000000000000006", "dl:partOf id:event-0000000000000007"),
        ("no-blank-node", "dl:instrument id:rifles-5e6f7a8b", "dl:instrument _:rifles"),
        (
            "flat-name",
            "id:vehicle-aurora a dl:Vehicle ;",
            "<https://w3id.org/dateline/id/vehicle.aurora> a dl:Vehicle ; rdfs:label \"Aurora\" .  id:vehicle-aurora a dl:Vehicle ;",
        ),
        (
            "report-in-its-document",
            "dl:inPost id:document-harbour-evening-post-a ; dl:rule \"object\" ;",
            "dl:inPost id:document-harbour-live-post-a ; dl:rule \"object\" ;",
        ),
        ("one-person-one-node", "rdfs:label \"Mia Holt\"", "rdfs:label \"Tomas Lind\""),
        ("in-or-out", "dl:excluded id:person-tomas-lind", "dl:excluded id:person-aino-salo"),
        ("unnamed-is-local", "id:tents-1a2b3c4d a dl:Group", "id:tents-5e6f7a8b a dl:Group"),
        ("term-has-words", HERE, "  dl:Picnic a owl:Class .\n  id:sailors-1a2b3c4d a dl:Group ;"),
    ];
    let good = check(&quads("", ""), &Shapes::default(), &rules).unwrap();
    assert_eq!(good.findings, [], "the sample is clean");
    for rule in &rules {
        let (_, from, to) =
            broken.iter().find(|(name, ..)| *name == rule.name).unwrap_or_else(|| panic!("{} has no case", rule.name));
        let report = check(&quads(from, to), &Shapes::default(), std::slice::from_ref(rule)).unwrap();
        assert!(!report.conforms(), "{} finds nothing", rule.name);
    }
}

#[test]
fn report_is_one_that_shacl_knows() {
    let report = check(&quads("dl:killed 3 ;", "dl:killed \"three\" ;"), &Shapes::embedded().unwrap(), &[]).unwrap();
    let mut text = Vec::new();
    report.write_turtle(&mut text).unwrap();
    let graph: Graph = TurtleParser::new().for_slice(&text).collect::<Result<_, _>>().unwrap();
    let count = |local: &str| graph.iter().filter(|t| t.predicate.as_str().ends_with(local)).count();
    assert_eq!((count("#conforms"), count("#result"), count("#resultPath"), count("#value")), (1, 2, 2, 2));
}

/// A Python that has pyshacl: `DATELINE_PYTHON`, else `python3`.
fn python() -> Option<PathBuf> {
    let python = PathBuf::from(std::env::var_os("DATELINE_PYTHON").unwrap_or_else(|| "python3".into()));
    let has = Command::new(&python).args(["-c", "import pyshacl"]).output().is_ok_and(|o| o.status.success());
    has.then_some(python)
}

/// Skipped where no Python with pyshacl is found: it is a peer, not a part. `pip install pyshacl` brings it.
#[test]
fn pyshacl_finds_the_same() {
    let Some(python) = python() else { return };
    let shapes = Shapes::embedded().unwrap();
    let ontology: Graph = TurtleParser::new()
        .for_slice(dateline::embedded::file("ontology/dateline.ttl").unwrap())
        .collect::<Result<_, _>>()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(python);
    command.arg(root().join("tests/check/pyshacl_results.py"));
    command.args([root().join("ontology/shapes.ttl"), root().join("ontology/dateline.ttl")]);
    let mut ours: Vec<Vec<[String; 4]>> = Vec::new();
    for (number, case) in CASES.iter().enumerate() {
        let mut graph = union_graph(&quads(case.from, case.to));
        let mut lines = String::new();
        for triple in &graph {
            writeln!(lines, "{triple} .").unwrap();
        }
        let file = folder.path().join(format!("{number}.nt"));
        std::fs::write(&file, lines).unwrap();
        command.arg(file);
        graph.extend(ontology.iter());
        let text = |term: &Term| if term.is_blank_node() { "_".to_owned() } else { term.to_string() };
        let mut found: Vec<[String; 4]> = validate(&graph, &shapes)
            .iter()
            .map(|f| {
                let path = f.path.as_ref().map_or_else(String::new, ShapePath::text);
                let path = if path.starts_with('<') { path } else { "_".chars().take(usize::from(!path.is_empty())).collect() };
                [text(&f.focus), path, f.value.as_ref().map_or_else(String::new, text), f.component.clone()]
            })
            .collect();
        found.sort();
        ours.push(found);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs: Vec<Vec<[String; 4]>> =
        String::from_utf8(output.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(theirs.len(), CASES.len());
    for ((case, ours), theirs) in CASES.iter().zip(&ours).zip(&theirs) {
        assert_eq!(ours, theirs, "{}", case.name);
    }
}
