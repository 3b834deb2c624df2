//! `dateline serve` as its users meet it: forms of answers, the catalogue, linked data, writing.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod http;

use http::{Server, TOKEN, encode, sample, wait_until};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad, Term};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

fn quads(bytes: &[u8], media: &str) -> Vec<Quad> {
    let format = RdfFormat::from_media_type(media).unwrap();
    RdfParser::from_format(format).for_slice(bytes).collect::<Result<_, _>>().unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn rows_come_in_every_form() {
    let server = Server::start(&sample(), &[]);
    let query = "SELECT ?a ?b { ?a dl:meets ?b } ORDER BY ?a ?b";
    let mut seen = BTreeSet::new();
    for media in ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"] {
        let response = server.query(query, media);
        assert_eq!((response.status, response.media()), (200, media));
        let lines = response.text();
        if let (Some(format), false) = (QueryResultsFormat::from_media_type(media), media == "text/csv") {
            let SliceQueryResultsParserOutput::Solutions(rows) =
                QueryResultsParser::from_format(format).for_slice(lines.as_bytes()).unwrap()
            else {
                panic!("no rows in {media}")
            };
            seen.insert(rows.map(|r| format!("{:?}", r.unwrap().values())).collect::<Vec<_>>());
        } else {
            assert!(lines.lines().count() > 1, "{lines}");
        }
    }
    assert_eq!(seen.len(), 1, "the forms do not agree: {seen:?}");
    assert!(!seen.first().unwrap().is_empty());
    assert_eq!(server.query("ASK {}", "application/sparql-results+xml").media(), "application/sparql-results+xml");
    assert_eq!(server.query(query, "image/png").status, 406);
}

#[test]
fn triples_come_in_every_form() {
    let server = Server::start(&sample(), &[]);
    let query = "CONSTRUCT { ?e dl:status ?s } WHERE { ?e dl:status ?s . ?e a dl:Event }";
    let expected = quads(&server.query(query, "application/n-triples").body, "application/n-triples").len();
    assert!(expected > 10);
    for media in ["text/turtle", "application/n-quads", "application/trig", "application/rdf+xml", "application/ld+json"] {
        let response = server.query(query, &format!("{media}, */*;q=0.1"));
        assert_eq!((response.status, response.media()), (200, media));
        assert_eq!(quads(&response.body, media).len(), expected, "{media}");
    }
}

#[test]
fn a_syntax_error_tells_its_place() {
    let server = Server::start(&sample(), &[]);
    let response = server.query("SELECT ?s\nWHERE { ?s ?p }", "application/json");
    let told = json(&response.text());
    assert_eq!((response.status, told["code"].as_str(), told["line"].as_u64()), (400, Some("serve.syntax"), Some(2)));
    let words = server.query("SELECT ?s\nWHERE { ?s ?p }", "text/plain");
    assert!(words.media() == "text/plain" && words.text().contains("WHERE { ?s ?p }\n"), "{}", words.text());
    let page = server.get(told["link"].as_str().unwrap().split('#').next().unwrap(), "text/html").text();
    assert!(page.contains("id=\"serve.syntax\""), "{page}");
}

#[test]
fn a_browser_can_read_an_error() {
    let server = Server::start(&sample(), &[]);
    let path = format!("/sparql?query={}", encode(&format!("SELECT * {{ ?s ?p }} # {}", "long ".repeat(200))));
    let told = server.send("GET", &path, &[("accept", "application/json"), ("accept-encoding", "gzip, br")], b"");
    assert_eq!((told.status, told.header("content-encoding")), (400, ""));
    assert_eq!(json(&told.text())["code"], "serve.syntax");
}

#[test]
fn an_answer_that_the_client_has_is_not_sent_again() {
    let server = Server::start(&sample(), &[]);
    let first = server.query("SELECT * { ?s ?p ?o }", "text/csv");
    let tag = first.header("etag").to_owned();
    let path = format!("/sparql?query={}", encode("SELECT * { ?s ?p ?o }"));
    let again = server.send("GET", &path, &[("accept", "text/csv"), ("if-none-match", &tag)], b"");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let other = server.send("GET", &path, &[("accept", "text/tab-separated-values"), ("if-none-match", &tag)], b"");
    assert_eq!(other.status, 200);
    assert!(server.get("/metrics", "*/*").text().contains("dateline_answers_evaluated_total 2"));
}

#[test]
fn every_question_answers_at_its_address() {
    let server = Server::start(&sample(), &[]);
    let questions = json(&server.get("/queries", "application/json").text());
    let questions = questions.as_array().unwrap();
    assert_eq!(questions.len(), dateline::embedded::ASK.len());
    for question in questions {
        let url = question["url"].as_str().unwrap();
        let values = question["example"]["values"].as_object().unwrap();
        let pairs: Vec<String> = values.iter().map(|(n, v)| format!("{n}={}", encode(v.as_str().unwrap()))).collect();
        let answer = server.get(&format!("{url}.tsv?{}", pairs.join("&")), "*/*");
        assert_eq!(answer.status, 200, "{url}: {}", answer.text());
        // as many rows as the example of the question shows, below its head and rule
        let expected = question["example"]["answer"].as_str().unwrap().lines().count().saturating_sub(2);
        assert_eq!(answer.text().lines().count() - 1, expected, "{url}");
        let page = server.get(url, "text/html");
        assert!(page.status == 200 && page.text().contains("<table>"), "{url}");
        assert_eq!(server.get(&format!("{url}.rq"), "*/*").media(), "application/sparql-query");
    }
    for (path, status, code) in [
        ("/queries/who-met-whon", 404, "serve.not-found"),
        ("/queries/who-met-whom?persn=x", 400, "serve.parameter"),
        ("/queries/roles-on-date?date=tomorrow", 400, "serve.parameter"),
        ("/queries/who-met-whom.doc", 404, "serve.not-found"),
    ] {
        let response = server.get(path, "application/json");
        assert_eq!((response.status, response.code().as_str()), (status, code), "{path}: {}", response.text());
    }
}

#[test]
fn openapi_names_every_question_with_its_parameters() {
    let server = Server::start(&sample(), &[]);
    let api = json(&server.get("/openapi.json", "*/*").text());
    for question in json(&server.get("/queries", "application/json").text()).as_array().unwrap() {
        let path = &api["paths"][question["url"].as_str().unwrap()]["get"];
        assert_eq!(path["parameters"].as_array().unwrap().len(), question["parameters"].as_array().unwrap().len());
    }
}

#[test]
fn every_iri_of_the_graph_answers() {
    let server = Server::start(&sample(), &[]);
    let all = quads(&std::fs::read(sample()).unwrap(), "application/n-quads");
    let base = json(&server.get("/info", "*/*").text())["base"].as_str().unwrap().to_owned();
    let mut iris = BTreeSet::new();
    for quad in &all {
        for term in [Term::from(quad.subject.clone()), quad.object.clone()] {
            if let Term::NamedNode(node) = term {
                iris.insert(node.into_string());
            }
        }
        if let GraphName::NamedNode(name) = &quad.graph_name {
            iris.insert(name.as_str().to_owned());
        }
    }
    assert!(iris.len() > 50);
    for iri in &iris {
        let (path, turtle) = match iri.strip_prefix(&base) {
            Some(local) => (format!("/id/{local}"), format!("/id/{local}.ttl")),
            None => (format!("/id?iri={}", encode(iri)), format!("/id?iri={}&format=ttl", encode(iri))),
        };
        let page = server.get(&path, "text/html,application/xhtml+xml,*/*;q=0.8");
        assert_eq!((page.status, page.media()), (200, "text/html"), "{iri}: {}", page.text());
        assert!(page.header("link").contains("text/turtle"), "{iri}");
        let given: BTreeSet<String> =
            quads(&server.get(&turtle, "*/*").body, "text/turtle").iter().map(ToString::to_string).collect();
        for quad in all.iter().filter(|q| q.subject.to_string() == format!("<{iri}>")) {
            let triple = Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() };
            assert!(given.contains(&triple.to_string()), "{iri} lacks {triple}");
        }
    }
    assert_eq!(server.get("/id/nobody", "text/html").status, 404);
    assert_eq!(server.get("/id/nobody.ttl", "*/*").code(), "serve.not-found");
}

#[test]
fn a_thing_comes_in_the_form_asked_for() {
    let server = Server::start(&sample(), &[]);
    let name = json(&server.query("SELECT ?p { ?p a dl:Person } LIMIT 1", "application/json").text());
    let iri = name["results"]["bindings"][0]["p"]["value"].as_str().unwrap();
    let local = iri.rsplit('/').next().unwrap();
    let expected = quads(&server.get(&format!("/id/{local}.nt"), "*/*").body, "application/n-triples").len();
    for (ending, media) in [
        ("ttl", "text/turtle"),
        ("rdf", "application/rdf+xml"),
        ("jsonld", "application/ld+json"),
        ("trig", "application/trig"),
        ("nq", "application/n-quads"),
    ] {
        let by_ending = server.get(&format!("/id/{local}.{ending}"), "text/html");
        let by_accept = server.get(&format!("/id/{local}"), &format!("{media}, text/html;q=0.9"));
        assert_eq!((by_ending.media(), by_accept.media()), (media, media));
        assert_eq!(by_ending.body, by_accept.body, "{ending}");
        assert_eq!(quads(&by_ending.body, media).len(), expected, "{ending}");
    }
}

#[test]
fn the_ontology_is_published_with_its_page() {
    let server = Server::start(&sample(), &[]);
    let turtle = server.get("/ns", "text/turtle");
    assert_eq!(turtle.text(), dateline::embedded::file("ontology/dateline.ttl").unwrap());
    let terms = quads(&turtle.body, "text/turtle").len();
    assert_eq!(quads(&server.get("/ns.jsonld", "*/*").body, "application/ld+json").len(), terms);
    let page = server.get("/ns", "text/html").text();
    assert!(page.contains("id=\"Meeting\"") && page.contains("id=\"participant\"") && page.contains("id=\"Occurred\""));
    assert_eq!(server.get("/ns/shapes.ttl", "*/*").media(), "text/turtle");
}

#[test]
fn the_base_of_the_things_is_answered_at_its_own_path_too() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a.nq");
    std::fs::write(&data, "<https://e.org/news/x> <http://e.org/p> \"words\" <https://e.org/news/graph-inferred> .\n").unwrap();
    let server = Server::start(&data, &[]);
    assert!(server.get("/news/x", "text/turtle").text().contains("words"));
    assert_eq!(server.send("GET", "/news/x.nt", &[("host", "e.org")], b"").status, 421);
    let server = Server::start(&data, &["--base", "https://e.org/news/"]);
    assert_eq!(server.send("GET", "/news/x.nt", &[("host", "e.org")], b"").status, 200);
}

#[test]
fn writes_are_kept_and_what_follows_is_inferred() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("graph.nq");
    let mut server = Server::start(&data, &["--token", TOKEN]);
    let ask = |server: &Server, query: &str| server.query(query, "text/csv").text().contains("true");
    let insert =
        "INSERT DATA { GRAPH <https://e.org/g> { <https://e.org/a> a dl:Meeting ; <https://e.org/n> \"007\"^^xsd:integer } }";
    assert_eq!(server.update(insert).status, 204);
    assert!(ask(&server, "ASK { <https://e.org/a> a dl:Meeting }"));
    wait_until("superclasses", || ask(&server, "ASK { <https://e.org/a> a dl:Event }"));
    assert_eq!(
        server.update("INSERT DATA { GRAPH <https://e.org/graph-inferred> { <x:a> <x:b> <x:c> } }").code(),
        "serve.refused"
    );
    let change =
        "DELETE { GRAPH ?g { ?s ?p ?n } } INSERT { GRAPH ?g { ?s ?p 8 } } WHERE { GRAPH ?g { ?s ?p ?n } FILTER(ISNUMERIC(?n)) }";
    assert_eq!(server.update(change).status, 204);
    assert_eq!(server.update("INSERT DATA { GRAPH <https://e.org/h> { <x:s> <x:p> \"late\" } }").status, 204);
    let id = server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert!(server.child.wait().unwrap().success(), "{}", server.said.lock().unwrap());
    let text = std::fs::read_to_string(&data).unwrap();
    assert!(text.contains("\"late\"") && text.contains("\"8\"^^") && !text.contains("007"), "{text}");
    assert!(text.contains("ns#Event> <"), "{text}");
    let again = Server::start(&data, &[]);
    assert!(ask(&again, "ASK { GRAPH <https://e.org/h> { <x:s> <x:p> \"late\" } }"));
}

#[test]
fn an_update_happens_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("graph.nq"), &["--token", TOKEN]);
    let half = "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } } ; CREATE GRAPH <x:g>";
    assert_eq!(server.update(half).status, 400);
    assert!(server.query("ASK { ?s ?p ?o }", "text/csv").text().contains("false"));
    let sequence = "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } } ; DELETE DATA { GRAPH <x:g> { <x:a> <x:b> 1 } } ;
        INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 2 } } ; COPY GRAPH <x:g> TO GRAPH <x:h> ; DROP GRAPH <x:g>";
    assert_eq!(server.update(sequence).status, 204);
    let rows = server.query("SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } }", "text/csv").text();
    assert_eq!(rows.replace('\r', ""), "g,o\nx:h,2\n");
}

#[test]
fn the_front_page_is_the_explorer_or_tells_how_to_get_it() {
    let server = Server::start(&sample(), &[]);
    let front = server.get("/", "text/html");
    assert_eq!((front.status, front.media()), (200, "text/html"));
    if dateline::embedded::EXPLORER.is_empty() {
        assert!(front.text().contains("make explorer"));
    } else {
        assert!(front.header("content-security-policy").contains("script-src 'self'"));
        for (path, bytes) in dateline::embedded::EXPLORER {
            let file = server.get(&format!("/{path}"), "*/*");
            assert_eq!((file.status, file.body.as_slice()), (200, *bytes), "{path}");
            assert_ne!(file.media(), "application/octet-stream", "{path}");
        }
    }
}
