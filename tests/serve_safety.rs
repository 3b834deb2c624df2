//! What people try on servers, tried on `dateline serve`.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod http;

use http::{Server, TOKEN, encode, sample, send, wait_until};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A product that has no row to give before years have passed.
const DEATH: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";

/// Some quads in a file.
fn data(folder: &Path, lines: &str) -> PathBuf {
    let path = folder.join("graph.nq");
    std::fs::write(&path, lines).unwrap();
    path
}

fn count(server: &Server) -> String {
    server.get("/health", "*/*").text()
}

const METHODS: [&str; 8] = ["POST", "PUT", "DELETE", "PATCH", "MKCOL", "COPY", "PROPPATCH", "TRACE"];
const PATHS: [&str; 16] = [
    "/",
    "/sparql",
    "/sparql/",
    "/sparql?update=CLEAR%20ALL",
    "/store",
    "/store?default",
    "/store?graph=https%3A%2F%2Fe.org%2Fg",
    "/store/g",
    "/id/g",
    "/id?iri=https%3A%2F%2Fe.org%2Fa",
    "/queries",
    "/queries/who-is",
    "/ns",
    "/info",
    "/metrics",
    "/nowhere",
];

#[test]
fn nobody_writes_without_the_token() {
    let folder = tempfile::tempdir().unwrap();
    let path = data(folder.path(), "<https://e.org/a> <https://e.org/p> \"x\" <https://e.org/g> .\n");
    let before = std::fs::read(&path).unwrap();
    let bodies = [
        ("text/turtle", "<x:a> <x:b> <x:c> ."),
        ("application/sparql-update", "CLEAR ALL"),
        ("application/x-www-form-urlencoded", "update=CLEAR+ALL"),
        ("multipart/form-data; boundary=b", "--b\r\nContent-Type: text/turtle\r\n\r\n<x:a> <x:b> <x:c> .\r\n--b--\r\n"),
    ];
    for arguments in [&[][..], &["--token", TOKEN][..]] {
        let server = Server::start(&path, arguments);
        let start = count(&server);
        let tokens =
            ["", "Bearer", "Bearer wrong", "Basic MDEyMzQ1Njc4OWFiY2RlZg==", TOKEN, "bearer 0123456789abcdef-of-the-test"];
        for method in METHODS {
            for path in PATHS {
                for (kind, body) in bodies {
                    for token in tokens {
                        let mut headers = vec![("content-type", kind)];
                        if !token.is_empty() {
                            headers.push(("authorization", token));
                        }
                        let response = server.send(method, path, &headers, body.as_bytes());
                        let told = format!("{method} {path} {kind} {token}: {}", response.status);
                        assert!((400..500).contains(&response.status), "{told}");
                    }
                }
            }
        }
        assert_eq!(count(&server), start);
        let refused = server.send("PUT", "/store?default", &[("content-type", "text/turtle")], b"<x:a> <x:b> <x:c> .");
        let expected = if arguments.is_empty() { (403, "serve.read-only") } else { (401, "serve.token") };
        assert_eq!((refused.status, refused.code().as_str()), expected);
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
    // with the token the same writes do something, so that the refusals above mean something
    let server = Server::start(&path, &["--token", TOKEN]);
    let bearer = format!("Bearer {TOKEN}");
    for (method, target, kind, body) in [
        ("PUT", "/store?default", "text/turtle", "<x:a> <x:b> <x:c> ."),
        ("POST", "/store/g", bodies[3].0, bodies[3].1),
        ("POST", "/sparql", "application/x-www-form-urlencoded", "update=CLEAR+ALL"),
    ] {
        let before = count(&server);
        let response = server.send(method, target, &[("content-type", kind), ("authorization", &bearer)], body.as_bytes());
        assert!((200..300).contains(&response.status), "{method} {target}: {}", response.text());
        assert_ne!(count(&server), before, "{method} {target}");
    }
}

#[test]
fn no_path_leads_to_a_file() {
    let server = Server::start(&sample(), &[]);
    for path in [
        "/../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/ns/..%2f..%2fCargo.toml",
        "/ns/../../../etc/passwd",
        "/id/..%2f..%2fetc%2fpasswd",
        "/queries/..%2f..%2fCargo.toml",
        "//etc/passwd",
        "/store/../../etc/passwd",
        "/etc/passwd%00.html",
        "/.git/config",
    ] {
        let response = server.get(path, "*/*");
        assert!((400..500).contains(&response.status), "{path}: {}", response.status);
        assert!(!response.text().contains("[package]") && !response.text().contains("root:"), "{path}");
    }
    let file = format!("file://{}/Cargo.toml", env!("CARGO_MANIFEST_DIR"));
    assert_eq!(server.get(&format!("/id?iri={}", encode(&file)), "*/*").status, 404);
}

#[test]
fn large_bodies_are_refused_before_they_are_read() {
    let server = Server::start(&sample(), &["--max-body", "1000", "--token", TOKEN]);
    let bearer = format!("Bearer {TOKEN}");
    for (path, kind) in
        [("/sparql", "application/sparql-query"), ("/sparql", "application/sparql-update"), ("/store?default", "text/turtle")]
    {
        let headers = [("content-type", kind), ("authorization", bearer.as_str())];
        let response = server.send("POST", path, &headers, &vec![b' '; 2000]);
        assert_eq!((response.status, response.code().as_str()), (413, "serve.too-large"), "{path} {kind}");
        // a length that is not told
        let mut stream = TcpStream::connect(server.address).unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: {kind}\r\nauthorization: {bearer}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n",
            server.address
        );
        stream.write_all(head.as_bytes()).unwrap();
        for _ in 0..20 {
            let _ = stream.write_all(format!("64\r\n{}\r\n", " ".repeat(100)).as_bytes());
        }
        let _ = stream.write_all(b"0\r\n\r\n");
        assert_eq!(http::read(&mut stream, false).unwrap().status, 413, "{path} {kind}, chunked");
    }
    let bomb =
        server.send("POST", "/sparql", &[("content-type", "application/sparql-query"), ("content-encoding", "gzip")], b"x");
    assert_eq!(bomb.status, 415);
}

#[test]
fn heads_beyond_measure_are_refused() {
    let server = Server::start(&sample(), &[]);
    let many: Vec<(String, String)> = (0..5000).map(|i| (format!("x-{i}"), "y".repeat(10))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let long = "y".repeat(1 << 20);
    for headers in [many, vec![("x-long", long.as_str())], vec![("accept", long.as_str())]] {
        // the connection may be closed while the head is still on its way
        if let Ok(response) = send(server.address, "GET", "/health", &headers, b"") {
            assert_eq!(response.status, 431);
        }
        assert_eq!(server.get("/health", "*/*").status, 200);
    }
    let ranges = "text/x;q=0.1,".repeat(3000);
    assert_eq!(server.query("ASK {}", &ranges).status, 406);
    for path in [format!("/{}", "a/".repeat(20_000)), format!("/sparql?query={}", "%".repeat(30_000))] {
        let response = server.get(&path, "*/*");
        assert!((400..500).contains(&response.status), "{}", response.status);
    }
}

#[test]
fn patterns_that_explode_elsewhere_are_quick_here() {
    let server = Server::start(&sample(), &["--timeout", "10"]);
    let words = "a".repeat(5000);
    for pattern in ["(a+)+$", "(a|aa)+$", "(.*)*b", "(a{1000}){1000}", "((((a{50}){50}){50}){50})", "\\p{L}{100000}"] {
        let query = format!("ASK {{ FILTER(REGEX(\"{words}!\", \"{}\")) }}", pattern.replace('\\', "\\\\"));
        let start = Instant::now();
        let response = server.query(&query, "text/csv");
        assert!(matches!(response.status, 200 | 400 | 422 | 500), "{pattern}: {}", response.text());
        assert!(start.elapsed() < Duration::from_secs(5), "{pattern}: {:?}", start.elapsed());
    }
}

#[test]
fn nesting_up_to_the_bounds_breaks_nothing() {
    let server = Server::start(&sample(), &["--timeout", "20"]);
    let chain = |start: &str, link: &str, end: &str, n: usize| format!("{start}{}{end}", link.repeat(n));
    let deep = |open: &str, middle: &str, close: &str, n: usize| format!("{}{middle}{}", open.repeat(n), close.repeat(n));
    for n in [120, 2000, 200_000] {
        let queries = [
            format!("ASK {{ FILTER({}) }}", deep("(", "1", ")", n)),
            format!("ASK {{ FILTER({}) }}", deep("!", "true", "", n)),
            format!("ASK {{ FILTER({}) }}", deep("- ", "1", "", n)),
            format!("ASK {}", deep("{ ", "", " }", n)),
            format!("ASK {{ ?s ?p {} }}", deep("[ ?p ", "1", " ]", n)),
            format!("ASK {{ ?s ?p {} }}", deep("( ", "1", " )", n)),
            format!("ASK {{ ?s {} ?o }}", deep("(", "<x:p>", ")*", n)),
            format!("ASK {{ ?s {} ?o }}", deep("^", "<x:p>", "", n)),
            format!("ASK {{ {} }}", deep("OPTIONAL { ?a ?b ?c ", "", " }", n)),
            format!("ASK {{ FILTER {} }}", deep("NOT EXISTS { ?a ?b ?c FILTER ", "(1 = 2)", " }", n)),
            format!("ASK {{ FILTER({}) }}", deep("IF(true, ", "1", ", 2)", n)),
            format!("ASK {{ {} }}", deep("{ SELECT * { ", "?a ?b ?c", " } }", n)),
            chain("ASK { FILTER(1 = 1", " || 1 = 1", ") }", n),
            chain("ASK { FILTER(1 = 1", " && 1 = 1", ") }", n),
            chain("ASK { FILTER(1", " + 1", " > 0) }", n),
            chain("ASK { FILTER(1", "-1", " > 0) }", n),
            chain("ASK { {} ", "UNION {} ", "}", n),
            chain("ASK { ?s <x:p>", "/<x:p>", " ?o }", n),
            chain("ASK { ?s <x:p>", "|<x:p>", " ?o }", n),
            chain("ASK { ?s ?p ?o ", "FILTER(?o != 1) ", "}", n),
            chain("ASK { ?s ?p ?o ", "OPTIONAL { ?s ?p ?o } ", "}", n),
            chain("ASK { ?s ?p ?o ", "MINUS { ?s ?p <x:o> } ", "}", n),
            chain("ASK { ?s ?p ?o ", ". ?s ?p ?o ", "}", n.min(2000)),
            chain("ASK { FILTER(1 IN (1", ", 1", ")) }", n),
            chain("ASK { ?s ?p 1", ", 1", " }", n.min(2000)),
        ];
        for query in queries {
            let headers = [("content-type", "application/sparql-query")];
            let response = server.send("POST", "/sparql", &headers, query.as_bytes());
            let start: String = query.chars().take(60).collect();
            assert!(matches!(response.status, 200 | 400 | 422 | 504), "{start}… × {n}: {}", response.status);
            assert_eq!(server.get("/health", "*/*").status, 200, "{start}… × {n}");
        }
    }
}

#[test]
fn script_in_the_data_stays_words() {
    let folder = tempfile::tempdir().unwrap();
    let label = "http://www.w3.org/2000/01/rdf-schema#label";
    let lines = format!(
        "<https://e.org/id/x> <{label}> \"<script>alert(1)</script>\" <https://e.org/id/graph-inferred> .\n\
         <https://e.org/id/x> <{label}> \"\\\" onmouseover=\\\"alert(2)\"@en <https://e.org/id/graph-inferred> .\n\
         <https://e.org/id/x> <http://www.w3.org/2002/07/owl#sameAs> <javascript:alert(3)> <https://e.org/id/graph-inferred> .\n\
         <javascript:alert(3)> <{label}> \"<img src=x onerror=alert(4)>\" <https://e.org/id/graph-inferred> .\n"
    );
    let server = Server::start(&data(folder.path(), &lines), &[]);
    let query = encode("SELECT (\"<script>alert(5)</script>\" AS ?x) ?s ?o { ?s ?p ?o }");
    for path in [
        "/id/x".to_owned(),
        format!("/id?iri={}", encode("javascript:alert(3)")),
        format!("/sparql?query={query}"),
        format!("/queries/who-is?name={}", encode("\"><script>alert(6)</script>")),
        "/queries/things.html".to_owned(),
        "/%3Cscript%3Ealert(7)%3C/script%3E".to_owned(),
        format!("/sparql?query={}", encode("<script>alert(8)</script>")),
    ] {
        let response = server.get(&path, "text/html");
        let text = response.text();
        if response.media() == "text/html" {
            for live in ["<script", "<img", "onmouseover=\"", "href=\"javascript:"] {
                assert!(!text.contains(live), "{path}: {live} in {text}");
            }
        }
        let policy = response.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{path}: {policy}");
        assert_eq!(response.header("x-content-type-options"), "nosniff");
    }
}

#[test]
fn service_and_load_reach_nobody_who_was_not_allowed() {
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let target = format!("http://{}/sparql", trap.local_addr().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let server =
        Server::start(&folder.path().join("graph.nq"), &["--token", TOKEN, "--allow-service", "http://127.0.0.1:9/other"]);
    for (query, statuses) in [
        (format!("SELECT * {{ SERVICE <{target}> {{ ?s ?p ?o }} }}"), [403, 403]),
        (format!("SELECT * {{ SERVICE SILENT <{target}> {{ ?s ?p ?o }} }}"), [200, 403]),
        (format!("SELECT * {{ VALUES ?x {{ <{target}> }} SERVICE ?x {{ ?s ?p ?o }} }}"), [403, 400]),
        (format!("SELECT * FROM <{target}> {{ ?s ?p ?o }}"), [200, 200]),
        (format!("SELECT * FROM NAMED <{target}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"), [200, 200]),
    ] {
        let response = server.query(&query, "text/csv");
        assert!(statuses.contains(&response.status), "{query}: {}", response.text());
    }
    for update in [
        format!("LOAD <{target}>"),
        format!("LOAD SILENT <{target}> INTO GRAPH <x:g>"),
        format!("INSERT {{ <x:a> ?p ?o }} WHERE {{ SERVICE <{target}> {{ ?s ?p ?o }} }}"),
        "LOAD <file:///etc/passwd>".to_owned(),
    ] {
        assert_eq!(server.update(&update).status, 403, "{update}");
    }
    let context = format!("{{\"@context\": \"{target}\", \"@id\": \"x:a\"}}");
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("content-type", "application/ld+json"), ("authorization", bearer.as_str())];
    assert_eq!(server.send("PUT", "/store?default", &headers, context.as_bytes()).status, 400);
    assert!(trap.accept().is_err(), "somebody called");
}

#[test]
fn an_allowed_service_is_asked_and_its_redirects_are_not_followed() {
    let other = Server::start(&sample(), &[]);
    let service = format!("http://{}/sparql", other.address);
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let elsewhere = format!("http://{}/", trap.local_addr().unwrap());
    let sender = TcpListener::bind("127.0.0.1:0").unwrap();
    let redirecting = format!("http://{}/sparql", sender.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in sender.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ =
                write!(stream, "HTTP/1.1 307 Away\r\nlocation: {elsewhere}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let path = data(folder.path(), "<x:a> <x:b> <x:c> <x:g> .\n");
    let server = Server::start(&path, &["--allow-service", &service, "--allow-service", &redirecting]);
    let query = |service: &str| format!("SELECT ?a ?b {{ <x:a> <x:b> <x:c> SERVICE <{service}> {{ ?a dl:meets ?b }} }}");
    let rows = server.query(&query(&service), "text/csv");
    let direct = other.query("SELECT ?a ?b { ?a dl:meets ?b }", "text/csv");
    assert_eq!(rows.text().lines().count(), direct.text().lines().count(), "{}", rows.text());
    assert!(direct.text().lines().count() > 1);
    assert_eq!(server.query(&query(&redirecting), "text/csv").code(), "serve.service");
    assert!(trap.accept().is_err(), "the redirect was followed");
}

/// A service that answers each request with what `answer` writes.
fn service(answer: impl Fn(&mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/sparql", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            answer(&mut stream);
        }
    });
    address
}

#[test]
fn services_that_never_end_are_left() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/sparql-results+json\r\nconnection: close\r\n\r\n";
    let endless = service(move |stream| {
        let _ = stream.write_all(head.as_bytes());
        while stream.write_all(&[b' '; 1 << 13]).is_ok() {}
    });
    let silent = service(|_| std::thread::sleep(Duration::from_secs(20)));
    let lost = service(|stream| drop(stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")));
    let folder = tempfile::tempdir().unwrap();
    let path = data(folder.path(), "<x:a> <x:b> <x:c> <x:g> .\n");
    let allowed = [&endless, &silent, &lost].map(|s| ["--allow-service", s.as_str()]).concat();
    let server = Server::start(&path, &[&allowed[..], &["--timeout", "2"]].concat());
    for (service, code) in [(&endless, "serve.service"), (&silent, "serve.timeout"), (&lost, "serve.service")] {
        let start = Instant::now();
        let response = server.query(&format!("SELECT * {{ SERVICE <{service}> {{ ?a ?b ?c }} }}"), "text/csv");
        assert_eq!(response.code(), code, "{}", response.text());
        assert!(start.elapsed() < Duration::from_secs(5), "{code}: {:?}", start.elapsed());
        let silenced = server.query(&format!("SELECT * {{ SERVICE SILENT <{service}> {{ ?a ?b ?c }} }}"), "text/csv");
        assert!(matches!(silenced.status, 200 | 504), "{}", silenced.text());
    }
}

#[test]
fn a_service_behind_tls_has_to_show_a_certificate_that_is_known() {
    // what does not speak TLS is asked nothing in the clear
    let heard = Arc::new(Mutex::new(Vec::new()));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let deaf = format!("https://{}/sparql", listener.local_addr().unwrap());
    let log = Arc::clone(&heard);
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut bytes = [0; 4096];
        let length = stream.read(&mut bytes).unwrap();
        log.lock().unwrap().extend_from_slice(&bytes[..length]);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
    let folder = tempfile::tempdir().unwrap();
    let path = data(folder.path(), "<x:a> <x:b> <x:c> <x:g> .\n");
    let query = |service: &str| format!("SELECT ?n {{ SERVICE <{service}> {{ SELECT ?n {{ <x:secret> <x:b> ?n }} }} }}");
    let server = Server::start(&path, &["--allow-service", &deaf]);
    assert_eq!(server.query(&query(&deaf), "text/csv").code(), "serve.service");
    let heard = heard.lock().unwrap().clone();
    assert!(heard.starts_with(&[0x16, 0x03]), "no greeting of TLS");
    assert!(!String::from_utf8_lossy(&heard).contains("secret"));

    // a service with a certificate of its own making
    let (certificate, key) = (folder.path().join("certificate.pem"), folder.path().join("key.pem"));
    let mut make = Command::new("openssl");
    make.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]);
    make.args([
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
    ]);
    make.arg("-keyout").arg(&key).arg("-out").arg(&certificate).stderr(Stdio::null());
    if !make.status().is_ok_and(|status| status.success()) {
        assert!(std::env::var_os("CI").is_none(), "openssl is needed");
        return;
    }
    let script = "import http.server, ssl, sys\n\
        class Service(http.server.BaseHTTPRequestHandler):\n\
        \x20def do_POST(self):\n\
        \x20 body = b'{\"head\":{\"vars\":[\"n\"]},\"results\":{\"bindings\":[{\"n\":{\"type\":\"literal\",\"value\":\"told\"}}]}}'\n\
        \x20 self.send_response(200)\n\
        \x20 self.send_header('content-type', 'application/sparql-results+json')\n\
        \x20 self.send_header('content-length', str(len(body)))\n\
        \x20 self.end_headers()\n\
        \x20 self.wfile.write(body)\n\
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Service)\n\
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n\
        context.load_cert_chain(sys.argv[1], sys.argv[2])\n\
        server.socket = context.wrap_socket(server.socket, server_side=True)\n\
        print(server.server_address[1], flush=True)\n\
        server.serve_forever()\n";
    let mut python = Command::new("python3");
    python.args(["-c", script]).args([&certificate, &key]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut python = python.spawn().unwrap();
    let mut port = String::new();
    BufReader::new(python.stdout.take().unwrap()).read_line(&mut port).unwrap();
    let service = format!("https://localhost:{}/sparql", port.trim());
    let distrusting = Server::start(&path, &["--allow-service", &service]);
    let trusting = Server::start(&path, &["--allow-service", &service, "--service-ca", certificate.to_str().unwrap()]);
    let (refused, told) = (distrusting.query(&query(&service), "text/csv"), trusting.query(&query(&service), "text/csv"));
    let _ = python.kill();
    let _ = python.wait();
    assert!(refused.code() == "serve.service" && refused.text().contains("ertificate"), "{}", refused.text());
    assert_eq!((told.status, told.text().as_str()), (200, "n\r\ntold\r\n"));
}

#[test]
fn a_query_of_death_ends_and_stops_nobody() {
    let server = Server::start(&sample(), &["--timeout", "3", "--max-queries", "4"]);
    let address = server.address;
    let killers: Vec<_> = (0..3)
        .map(|_| std::thread::spawn(move || send(address, "GET", &format!("/sparql?query={}", encode(DEATH)), &[], b"").unwrap()))
        .collect();
    std::thread::sleep(Duration::from_millis(300));
    for i in 0..10 {
        let start = Instant::now();
        let query = format!("SELECT ?a ?b {{ ?a dl:meets ?b }} LIMIT {}", i + 1);
        assert_eq!(server.query(&query, "text/csv").status, 200);
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }
    for killer in killers {
        let response = killer.join().unwrap();
        assert_eq!((response.status, response.code().as_str()), (504, "serve.timeout"));
    }
    wait_until("the queries end for real", || server.get("/metrics", "*/*").text().contains("dateline_queries_running 0"));
}

#[test]
fn long_queries_make_room_for_those_who_wait() {
    let server = Server::start(&sample(), &["--timeout", "30", "--max-queries", "2"]);
    let address = server.address;
    let path = format!("/sparql?query={}", encode(DEATH));
    let killers: Vec<_> = (0..2)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || send(address, "GET", &path, &[], b"").map_or(String::new(), |r| r.code()))
        })
        .collect();
    wait_until("they run", || server.get("/metrics", "*/*").text().contains("dateline_queries_running 2"));
    let start = Instant::now();
    assert_eq!(server.query("ASK { ?s ?p ?o }", "text/csv").status, 200);
    // a tenth of the time that a query may take, and a little
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    drop(server);
    let codes: Vec<String> = killers.into_iter().map(|k| k.join().unwrap()).collect();
    assert!(codes.iter().any(|code| code == "serve.busy"), "{codes:?}");
}

#[test]
fn a_query_ends_when_its_client_goes_away() {
    let server = Server::start(&sample(), &["--timeout", "60"]);
    let mut stream = TcpStream::connect(server.address).unwrap();
    write!(stream, "GET /sparql?query={} HTTP/1.1\r\nhost: {}\r\n\r\n", encode(DEATH), server.address).unwrap();
    wait_until("it runs", || server.get("/metrics", "*/*").text().contains("dateline_queries_running 1"));
    drop(stream);
    wait_until("it ends", || server.get("/metrics", "*/*").text().contains("dateline_queries_running 0"));
}

#[test]
fn beyond_the_places_clients_are_told_to_come_again() {
    let server = Server::start(&sample(), &["--timeout", "9", "--max-queries", "1"]);
    let address = server.address;
    let path = format!("/sparql?query={}", encode(DEATH));
    let killer = std::thread::spawn(move || send(address, "GET", &path, &[], b"").unwrap());
    wait_until("it runs", || server.get("/metrics", "*/*").text().contains("dateline_queries_running 1"));
    let refused = server.query("ASK { ?s ?p ?o }", "application/json");
    assert_eq!((refused.status, refused.code().as_str()), (503, "serve.busy"));
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
    assert_eq!(killer.join().unwrap().status, 504);
    assert_eq!(server.query("ASK { ?s ?p ?o }", "application/json").status, 200);
}

#[test]
fn memory_has_an_end() {
    let server = Server::start(&sample(), &["--timeout", "60", "--max-memory", "100"]);
    let hungry = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i";
    let response = server.query(hungry, "text/csv");
    assert_eq!((response.status, response.code().as_str()), (503, "serve.memory"));
    let doubling: String = (0..60).map(|i| format!("BIND(CONCAT(?v{i}, ?v{i}) AS ?v{}) ", i + 1)).collect();
    let response = server.query(&format!("SELECT * {{ BIND(\"words\" AS ?v0) {doubling} }}"), "text/csv");
    assert_eq!((response.status, response.code().as_str()), (422, "serve.too-complex"));
    assert_eq!(server.get("/health", "*/*").status, 200);
}

#[test]
fn a_cut_off_answer_never_looks_whole() {
    let few = Server::start(&sample(), &["--max-rows", "100"]);
    let all = "SELECT * { ?a ?b ?c . ?d ?e ?f }";
    let response = few.query(all, "application/sparql-results+json");
    assert_eq!((response.status, response.code().as_str()), (422, "serve.too-many-rows"));
    let many = Server::start(&sample(), &["--max-rows", "20000"]);
    for media in ["application/sparql-results+json", "text/csv", "application/sparql-results+xml"] {
        let response = many.query(all, media);
        assert!(response.status == 200 && response.body.len() > 65_536, "{media}: {}", response.status);
        assert!(!response.whole, "{media}: the answer ends as if it were whole");
    }
    let quick = Server::start(&sample(), &["--timeout", "1", "--max-rows", "1000000000"]);
    let late = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let response = quick.query(late, "text/csv");
    assert!(response.status == 200 && !response.whole, "{}: {}", response.status, response.body.len());
    let zipped = quick.send("GET", &format!("/sparql?query={}", encode(late)), &[("accept-encoding", "gzip")], b"");
    assert!(zipped.status == 200 && zipped.header("content-encoding") == "gzip" && !zipped.whole);
}

#[test]
fn slow_clients_do_not_block_others() {
    let server = Server::start(&sample(), &["--timeout", "5"]);
    let slow: Vec<TcpStream> = (0..200)
        .map(|i| {
            let mut stream = TcpStream::connect(server.address).unwrap();
            match i % 3 {
                // half a head; a head without its body; an answer that nobody takes
                0 => write!(stream, "GET /sparql?query=x HTTP/1.1\r\nhost: {}\r\nx-a: b", server.address).unwrap(),
                1 => write!(
                    stream,
                    "POST /sparql HTTP/1.1\r\nhost: {}\r\ncontent-type: application/sparql-query\r\ncontent-length: 900\r\n\r\nSEL",
                    server.address
                )
                .unwrap(),
                _ => write!(stream, "GET /queries HTTP/1.1\r\nhost: {}\r\n\r\n", server.address).unwrap(),
            }
            stream
        })
        .collect();
    for i in 0..20 {
        let start = Instant::now();
        assert_eq!(server.query(&format!("SELECT * {{ ?a dl:meets ?b }} LIMIT {i}"), "text/csv").status, 200);
        assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    }
    // those with half a head are sent away
    let first = slow.into_iter().next().unwrap();
    first.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
    let mut left = Vec::new();
    let _ = (&first).read_to_end(&mut left);
    assert!(left.is_empty() || left.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&left));
}

#[test]
fn other_hosts_and_other_pages_are_refused() {
    let server = Server::start(&sample(), &["--allow-host", "news.example"]);
    for (host, status) in [("evil.example", 421), ("localhost.evil.example", 421), ("news.example:80", 200), ("LOCALHOST", 200)] {
        assert_eq!(server.send("GET", "/health", &[("host", host)], b"").status, status, "{host}");
    }
    let origin = [("origin", "https://page.example")];
    assert_eq!(server.send("GET", "/health", &origin, b"").header("access-control-allow-origin"), "");
    let open = Server::start(&sample(), &["--cors", "https://page.example"]);
    let allowed = open.send("GET", "/health", &origin, b"");
    assert_eq!(allowed.header("access-control-allow-origin"), "https://page.example");
    let other = open.send("GET", "/health", &[("origin", "https://other.example")], b"");
    assert_ne!(other.header("access-control-allow-origin"), "https://other.example");
}

#[test]
fn the_log_has_paths_and_no_queries() {
    let server = Server::start(&sample(), &["-v"]);
    let body = "query=SELECT+%22inabody%22+%7B%7D";
    server.query("SELECT (\"inaquery\" AS ?x) {}", "text/csv");
    server.send(
        "POST",
        "/sparql",
        &[("content-type", "application/x-www-form-urlencoded"), ("authorization", "Bearer inaheader")],
        body.as_bytes(),
    );
    server.get("/queries/who-is?name=inaparameter", "text/csv");
    wait_until("the log", || server.said.lock().unwrap().contains("/queries/who-is"));
    let said = server.said.lock().unwrap().clone();
    for secret in ["inaquery", "inabody", "inaheader", "inaparameter"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn options_that_would_be_unsafe_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let turtle = folder.path().join("a.ttl");
    std::fs::write(&turtle, "<x:a> <x:b> <x:c> .").unwrap();
    let path = turtle.to_str().unwrap();
    for arguments in [
        &["--data", path, "--token", "short"][..],
        &["--data", path, "--token", TOKEN],
        &["--data", path, "--base", "x"],
        &["--data", path, "--allow-service", "example.org/sparql"],
        &["--data", path, "--allow-service", "file:///etc/passwd"],
        &["--data", path, "--service-ca", path],
        &["--data", path, "--service-ca", "no-such-file.pem"],
    ] {
        let mut command = assert_cmd::Command::cargo_bin("dateline").unwrap();
        command.arg("serve").args(["--bind", "127.0.0.1:0"]).args(arguments).assert().failure();
    }
}
