//! A server to be tested and the plainest of HTTP clients, which sends exactly what it is told to.

#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

/// The token that test servers are started with.
pub const TOKEN: &str = "0123456789abcdef-of-the-tests";

/// The sample graph of the questions, superclasses and shortcuts included.
pub fn sample() -> PathBuf {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ask/sample.trig");
        let mut load = Command::new(env!("CARGO_BIN_EXE_dateline"));
        load.arg("load").arg(source).arg("--data").arg(folder.path().join("graph.nq"));
        assert!(load.output().unwrap().status.success());
        folder
    });
    folder.path().join("graph.nq")
}

/// A running server; it ends with this.
pub struct Server {
    pub child: Child,
    pub address: SocketAddr,
    /// What it has said on stderr.
    pub said: Arc<Mutex<String>>,
}

impl Server {
    /// Starts `dateline serve` at a free port, over a file.
    pub fn start(data: &Path, arguments: &[&str]) -> Self {
        Self::over("--data", data, arguments)
    }

    /// Starts `dateline serve` at a free port, over `--data` or `--store`.
    pub fn over(kind: &str, data: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(["serve", "--bind", "127.0.0.1:0", kind]).arg(data).args(arguments).env_remove("DATELINE_TOKEN");
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(lines.read_line(&mut line).unwrap() > 0, "the server did not start");
            if let Some(rest) = line.split("http://").nth(1) {
                break rest.split('/').next().unwrap().parse().unwrap();
            }
        };
        let said = Arc::new(Mutex::new(String::new()));
        let log = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                log.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        Self { child, address, said }
    }

    /// Sends a request and reads the response to its end.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        send(self.address, method, path, headers, body).unwrap()
    }

    /// A GET.
    pub fn get(&self, path: &str, accept: &str) -> Response {
        self.send("GET", path, &[("accept", accept)], b"")
    }

    /// A query by GET.
    pub fn query(&self, query: &str, accept: &str) -> Response {
        self.get(&format!("/sparql?query={}", encode(query)), accept)
    }

    /// An update with the token.
    pub fn update(&self, update: &str) -> Response {
        let token = format!("Bearer {TOKEN}");
        self.send(
            "POST",
            "/sparql",
            &[("content-type", "application/sparql-update"), ("authorization", &token)],
            update.as_bytes(),
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A response as it came.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether the body came to its proper end.
    pub whole: bool,
}

impl Response {
    /// The value of a header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// The media type, without parameters.
    pub fn media(&self) -> &str {
        self.header("content-type").split(';').next().unwrap().trim()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The `code` of an error.
    pub fn code(&self) -> String {
        let json: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        json["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// Text for the query of an address.
pub fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Sends a request and reads the response to its end.
pub fn send(address: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> std::io::Result<Response> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
    if !headers.iter().any(|(n, _)| n.eq_ignore_ascii_case("host")) {
        head += &format!("host: {address}\r\n");
    }
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    if !body.is_empty() || matches!(method, "POST" | "PUT" | "PATCH") {
        head += &format!("content-length: {}\r\n", body.len());
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    // a server that refuses may close before it has read all
    let _ = stream.write_all(body);
    read(&mut stream, method == "HEAD")
}

/// Reads a response to its end.
pub fn read(stream: &mut TcpStream, no_body: bool) -> std::io::Result<Response> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split_whitespace().nth(1).and_then(|s| s.parse().ok());
    let status = status.ok_or_else(|| std::io::Error::other(format!("no status line: {line:?}")))?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 || line.trim_end().is_empty() {
            break;
        }
        let (name, value) = line.trim_end().split_once(':').unwrap();
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut response = Response { status, headers, body: Vec::new(), whole: true };
    if no_body {
        return Ok(response);
    }
    if response.header("transfer-encoding") == "chunked" {
        response.whole = chunks(&mut reader, &mut response.body).unwrap_or(false);
    } else if let Ok(length) = response.header("content-length").parse::<u64>() {
        reader.take(length).read_to_end(&mut response.body)?;
        response.whole = response.body.len() as u64 == length;
    }
    Ok(response)
}

fn chunks(reader: &mut impl BufRead, body: &mut Vec<u8>) -> std::io::Result<bool> {
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Ok(size) = u64::from_str_radix(line.trim(), 16) else { return Ok(false) };
        let before = body.len();
        reader.take(size).read_to_end(body)?;
        if (body.len() - before) as u64 != size {
            return Ok(false);
        }
        line.clear();
        reader.read_line(&mut line)?;
        if size == 0 {
            return Ok(true);
        }
    }
}

/// Waits until something holds.
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
