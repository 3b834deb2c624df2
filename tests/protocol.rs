//! The W3C's tests of the SPARQL 1.1 Protocol, the Graph Store HTTP Protocol and the Service Description, from their manifests.
//! The manifests lie outside the repository (`$DATELINE_W3C`, else `../shared/eval/w3c_tests`); without them the tests are
//! skipped. The same runner takes the `oxigraph` server, where that is installed (`make peers`), and tells its figure.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "helpers of tests may panic and tell as tests do")]

mod http;

use http::{Server, TOKEN, encode, send};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{Dataset, Graph, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const HT: &str = "http://www.w3.org/2011/http#";
const CNT: &str = "http://www.w3.org/2011/content#";
const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const UT: &str = "http://www.w3.org/2009/sparql/tests/test-update#";
const SD: &str = "http://www.w3.org/ns/sparql-service-description#";

/// The unpacked tests; `None`, and a word on stderr, where they are not.
fn tests() -> Option<(tempfile::TempDir, PathBuf)> {
    let folder = std::env::var_os("DATELINE_W3C")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/w3c_tests"), PathBuf::from);
    let archive = folder.join("rdf-tests_subset.tar.gz");
    if !archive.exists() {
        eprintln!("skipped: `{}` is not there (set DATELINE_W3C)", archive.display());
        return None;
    }
    let target = tempfile::tempdir().unwrap();
    let status = Command::new("tar").arg("xzf").arg(&archive).arg("-C").arg(target.path()).status().unwrap();
    assert!(status.success(), "tar");
    let root = find(target.path(), "sparql11").expect("the archive holds sparql11");
    Some((target, root))
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).ok()?.flatten().map(|e| e.path()).filter(|p| p.is_dir()).collect();
    entries.sort();
    entries.iter().find(|p| p.ends_with(name)).cloned().or_else(|| entries.iter().find_map(|p| find(p, name)))
}

/// The server under test and where its endpoints are.
struct Endpoint {
    address: SocketAddr,
    query: &'static str,
    update: &'static str,
    store: &'static str,
}

impl Endpoint {
    fn send(&self, method: &str, path: &str, headers: &[(String, String)], body: &[u8]) -> Result<http::Response, String> {
        let bearer = format!("Bearer {TOKEN}");
        let mut all: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        all.push(("authorization", &bearer));
        send(self.address, method, path, &all, body).map_err(|e| e.to_string())
    }

    fn clear(&self) {
        let kind = [("content-type".to_owned(), "application/sparql-update".to_owned())];
        assert!(self.send("POST", self.update, &kind, b"DROP ALL").unwrap().status < 300);
    }
}

/// A manifest and its folder.
struct Manifest {
    graph: Graph,
    folder: PathBuf,
}

fn node(namespace: &str, name: &str) -> oxigraph::model::NamedNode {
    oxigraph::model::NamedNode::new_unchecked(format!("{namespace}{name}"))
}

impl Manifest {
    fn read(path: &Path) -> Self {
        let base = format!("file://{}", path.display());
        let text = std::fs::read(path).unwrap();
        let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri(&base).unwrap();
        let graph = parser.for_slice(&text).map(|q| oxigraph::model::Triple::from(q.unwrap())).collect();
        Self { graph, folder: path.parent().unwrap().to_owned() }
    }

    fn values(&self, subject: &NamedOrBlankNode, property: &oxigraph::model::NamedNode) -> Vec<Term> {
        self.graph.objects_for_subject_predicate(subject, property).map(TermRef::into_owned).collect()
    }

    fn value(&self, subject: &NamedOrBlankNode, namespace: &str, name: &str) -> Option<Term> {
        self.values(subject, &node(namespace, name)).into_iter().next()
    }

    fn words(&self, subject: &NamedOrBlankNode, namespace: &str, name: &str) -> Option<String> {
        self.value(subject, namespace, name).map(|t| match t {
            Term::Literal(l) => l.value().to_owned(),
            other => panic!("{other} should be words"),
        })
    }

    fn list(&self, head: Term) -> Vec<NamedOrBlankNode> {
        let (mut items, mut at) = (Vec::new(), subject(head));
        while at != NamedOrBlankNode::from(rdf::NIL.into_owned()) {
            items.push(subject(self.values(&at, &rdf::FIRST.into_owned()).remove(0)));
            at = subject(self.values(&at, &rdf::REST.into_owned()).remove(0));
        }
        items
    }

    fn entries(&self) -> Vec<NamedOrBlankNode> {
        let manifest = self.graph.subject_for_predicate_object(rdf::TYPE, &node(MF, "Manifest")).unwrap().into_owned();
        self.list(self.value(&manifest, MF, "entries").unwrap())
    }

    fn headers(&self, of: &NamedOrBlankNode) -> Vec<(String, String)> {
        let list = self.value(of, HT, "headers").map(|head| self.list(head)).unwrap_or_default();
        list.iter().map(|h| (self.words(h, HT, "fieldName").unwrap(), self.words(h, HT, "fieldValue").unwrap())).collect()
    }

    fn body(&self, of: &NamedOrBlankNode) -> Option<Vec<u8>> {
        let body = subject(self.value(of, HT, "body")?);
        let text = self.words(&body, CNT, "chars").unwrap();
        let encoding = self.words(&body, CNT, "characterEncoding").unwrap_or_default();
        Some(if encoding.eq_ignore_ascii_case("utf-16") {
            text.encode_utf16().flat_map(u16::to_be_bytes).collect()
        } else {
            text.into_bytes()
        })
    }

    /// Runs one test; what was not as it should be.
    fn run(&self, test: &NamedOrBlankNode, endpoint: &Endpoint) -> Result<(), String> {
        endpoint.clear();
        for data in self.values(test, &node(UT, "graphData")) {
            let data = subject(data);
            let name = self.values(&data, &rdfs::LABEL.into_owned()).remove(0);
            let Some(Term::NamedNode(file)) = self.value(&data, UT, "graph") else { panic!("no graph file") };
            let text = std::fs::read(self.folder.join(file.as_str().rsplit('/').next().unwrap())).unwrap();
            let Term::Literal(name) = name else { panic!("a name is words") };
            let path = format!("{}?graph={}", endpoint.store, encode(name.value()));
            let kind = [("content-type".to_owned(), "application/n-triples".to_owned())];
            endpoint.send("PUT", &path, &kind, &text)?;
        }
        let action = subject(self.value(test, MF, "action").unwrap());
        let mut variables = BTreeMap::new();
        for request in self.list(self.value(&action, HT, "requests").unwrap()) {
            self.exchange(&request, endpoint, &mut variables)?;
        }
        Ok(())
    }

    fn exchange(
        &self,
        request: &NamedOrBlankNode,
        endpoint: &Endpoint,
        variables: &mut BTreeMap<String, String>,
    ) -> Result<(), String> {
        let method = self.words(request, HT, "methodName").unwrap();
        let (headers, body) = (self.headers(request), self.body(request).unwrap_or_default());
        let mut path = self.words(request, HT, "absolutePath").unwrap();
        for (name, value) in variables.iter() {
            path = path.replace(name, value);
        }
        let kind = headers.iter().find(|(n, _)| n == "content-type").map_or("", |(_, v)| v);
        let is_update = kind.contains("sparql-update") || body.starts_with(b"update=") || path.contains("update=");
        let target = if is_update { endpoint.update } else { endpoint.query };
        path = match path.strip_prefix("/sparql/") {
            Some(rest) => format!("{target}{rest}"),
            None => path.replacen("/gsp", endpoint.store, 1),
        };
        let response = endpoint.send(&method, &path, &headers, &body)?;
        let expected = subject(self.value(request, HT, "resp").unwrap());
        let told = format!("{method} {path}: {} {}", response.status, response.text());
        let statuses: Vec<String> = self
            .values(&expected, &node(MF, "expectedStatus"))
            .into_iter()
            .map(|t| t.to_string().trim_end_matches('>').rsplit('#').next().unwrap().to_owned())
            .collect();
        if !statuses.is_empty() && !statuses.iter().any(|s| fits(response.status, s)) {
            return Err(format!("{told}; expected {statuses:?}"));
        }
        if let Some(format) = self.words(&expected, MF, "expectedFormat")
            && !formats(&format).contains(&response.media())
        {
            return Err(format!("{told}; `{}` is not {format}", response.media()));
        }
        if let Some(Term::Literal(truth)) = self.value(&expected, MF, "expectedBoolean")
            && response.text().contains("true") != (truth.value() == "true")
        {
            return Err(format!("{told}; expected {truth}"));
        }
        if let Some(name) = self.words(&expected, MF, "expectedLocation") {
            if response.header("location").is_empty() {
                return Err(format!("{told}; no location"));
            }
            variables.insert(name, encode(response.header("location")));
        }
        let headers = self.headers(&expected);
        for (name, value) in &headers {
            let media = value.split(';').next().unwrap().trim();
            if name == "content-type" && response.media() != media {
                return Err(format!("{told}; expected {value}"));
            }
        }
        if let Some(body) = self.body(&expected) {
            let base = format!("http://{}{path}", endpoint.address);
            let given = canonical(&response.body, &base).map_err(|e| format!("{told}; {e}"))?;
            if given != canonical(&body, &base).unwrap() {
                return Err(format!("{told}; another graph was expected"));
            }
        }
        Ok(())
    }
}

fn subject(term: Term) -> NamedOrBlankNode {
    match term {
        Term::NamedNode(n) => n.into(),
        Term::BlankNode(b) => b.into(),
        other => panic!("{other} should be a node"),
    }
}

fn canonical(turtle: &[u8], base: &str) -> Result<Dataset, String> {
    let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri(base).map_err(|e| e.to_string())?;
    let mut dataset = parser.for_slice(turtle).collect::<Result<Dataset, _>>().map_err(|e| e.to_string())?;
    dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
    Ok(dataset)
}

fn fits(status: u16, expected: &str) -> bool {
    match expected {
        "StatusCode2xx" => (200..300).contains(&status),
        "StatusCode3xx" => (300..400).contains(&status),
        "StatusCode4xx" => (400..500).contains(&status),
        "OK" => status == 200,
        "Created" => status == 201,
        "NoContent" => status == 204,
        "NotFound" => status == 404,
        other => panic!("unknown status `{other}`"),
    }
}

fn formats(name: &str) -> &'static [&'static str] {
    match name {
        "boolean" => &["application/sparql-results+json", "application/sparql-results+xml"],
        "tabular" => {
            &["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
        }
        "RDF" => &["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"],
        other => panic!("unknown format `{other}`"),
    }
}

/// Runs tests of a manifest and tells which failed.
fn score(endpoint: &Endpoint, manifest: &Manifest, tests: &[NamedOrBlankNode]) -> Vec<String> {
    let failed = tests.iter().filter_map(|test| manifest.run(test, endpoint).err().map(|why| format!("{test}: {why}")));
    failed.collect()
}

/// A service description as the specification wants it: what it says with its own terms is of the right kind.
fn description_faults(endpoint: &Endpoint) -> Vec<String> {
    let mut faults = Vec::new();
    let address = format!("http://{}{}", endpoint.address, endpoint.query);
    let accept = [("accept".to_owned(), "text/turtle".to_owned())];
    let response = endpoint.send("GET", endpoint.query, &accept, b"").unwrap();
    let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri(&address).unwrap();
    let graph: Graph = match parser.for_slice(&response.body).map(|q| q.map(oxigraph::model::Triple::from)).collect() {
        Ok(graph) if response.status == 200 && response.media() == "text/turtle" => graph,
        _ => return ["returns-rdf", "has-endpoint-triple", "conforms-to-schema"].map(str::to_owned).to_vec(),
    };
    let is = |subject: &NamedOrBlankNode, class: &str| {
        graph.contains(&oxigraph::model::Triple::new(subject.clone(), rdf::TYPE.into_owned(), node(SD, class)))
    };
    let objects = |property: &str| -> Vec<(NamedOrBlankNode, Term)> {
        let property = node(SD, property);
        graph.triples_for_predicate(&property).map(|t| (t.subject.into_owned(), t.object.into_owned())).collect()
    };
    let endpoints = objects("endpoint");
    if endpoints.len() != 1 || endpoints[0].1.to_string() != format!("<{address}>") {
        faults.push(format!("has-endpoint-triple: {endpoints:?}"));
    }
    let languages = ["SPARQL10Query", "SPARQL11Query", "SPARQL11Update"].map(|l| format!("<{SD}{l}>"));
    let features = ["DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"];
    let features = features.map(|f| format!("<{SD}{f}>"));
    let holds = endpoints.iter().all(|(service, _)| is(service, "Service"))
        && !objects("supportedLanguage").is_empty()
        && objects("supportedLanguage").iter().all(|(_, o)| languages.contains(&o.to_string()))
        && objects("feature").iter().all(|(_, o)| features.contains(&o.to_string()))
        && objects("resultFormat").iter().all(|(_, o)| o.is_named_node())
        && objects("defaultDataset").iter().all(|(_, o)| is(&subject(o.clone()), "Dataset"))
        && objects("defaultGraph").iter().all(|(s, o)| is(s, "Dataset") && is(&subject(o.clone()), "Graph"))
        && objects("namedGraph").iter().all(|(_, o)| {
            let named = subject(o.clone());
            let names = objects("name").iter().filter(|(s, o)| *s == named && o.is_named_node()).count();
            is(&named, "NamedGraph") && names == 1
        })
        && objects("graph").iter().all(|(s, o)| is(s, "NamedGraph") && is(&subject(o.clone()), "Graph"));
    if !holds {
        faults.push(format!("conforms-to-schema: {}", response.text()));
    }
    faults
}

/// All three suites; failures of each, and how many tests there were.
fn all(endpoint: &Endpoint, root: &Path) -> [(&'static str, usize, Vec<String>); 3] {
    let protocol = Manifest::read(&root.join("protocol/manifest.ttl"));
    let entries = protocol.entries();
    let protocol = ("Protocol", entries.len(), score(endpoint, &protocol, &entries));
    let (mut count, mut failed) = (0, Vec::new());
    for name in ["manifest-direct.ttl", "manifest-indirect.ttl"] {
        let manifest = Manifest::read(&root.join("graph-store-protocol").join(name));
        let mut entries = manifest.entries();
        let left_out = manifest.graph.subjects_for_predicate_object(rdf::TYPE, &node(MF, "GraphStoreProtocolTest"));
        let left_out: Vec<NamedOrBlankNode> =
            left_out.map(NamedOrBlankNodeRef::into_owned).filter(|s| !entries.contains(s)).collect();
        entries.extend(left_out);
        count += entries.len();
        failed.extend(score(endpoint, &manifest, &entries));
    }
    endpoint.clear();
    [protocol, ("Graph Store", count, failed), ("Service Description", 3, description_faults(endpoint))]
}

#[test]
fn w3c_manifests_pass() {
    let Some((_folder, root)) = tests() else { return };
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(&data.path().join("graph.nq"), &["--token", TOKEN]);
    let endpoint = Endpoint { address: server.address, query: "/sparql", update: "/sparql", store: "/store" };
    for ((name, count, failed), expected) in all(&endpoint, &root).into_iter().zip([34, 14, 3]) {
        assert_eq!(count, expected, "{name}: tests in the manifest");
        assert!(failed.is_empty(), "{name}: {} of {count} failed:\n{}", failed.len(), failed.join("\n"));
    }
}

struct Peer(Child);

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_oxigraph_server_under_the_same_runner() {
    let Some((_folder, root)) = tests() else { return };
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let started =
        Command::new("oxigraph").args(["serve", "--bind", &free.to_string()]).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let _peer = match started {
        Ok(child) => Peer(child),
        Err(error) => return eprintln!("skipped: oxigraph: {error} (make peers)"),
    };
    http::wait_until("oxigraph starts", || std::net::TcpStream::connect(free).is_ok());
    let endpoint = Endpoint { address: free, query: "/query", update: "/update", store: "/store" };
    for (name, count, failed) in all(&endpoint, &root) {
        eprintln!("oxigraph, {name}: {} of {count}", count - failed.len());
        for why in failed {
            eprintln!("  {}", why.chars().take(200).collect::<String>());
        }
    }
}
