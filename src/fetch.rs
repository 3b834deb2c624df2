//! Pages and feeds from the web: with a timeout and a limit, and only when they changed.

use crate::read::{Fetch, Fetched};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use ureq::Agent;
use ureq::http::HeaderMap;

/// How the program names itself to servers, so that their keepers can look up what it is and bar it.
pub const AGENT: &str = concat!("dateline/", env!("CARGO_PKG_VERSION"), " (+https://w3id.org/dateline)");

/// Fetches addresses; a second time it asks only for what changed.
pub struct Fetcher {
    agent: Agent,
    limit: usize,
    seen: Mutex<BTreeMap<String, Seen>>,
}

/// What a server said of the version that was fetched last.
#[derive(Clone, Debug, Default)]
struct Seen {
    tag: Option<String>,
    modified: Option<String>,
}

impl Fetcher {
    /// A fetcher that waits for `timeout` at most and takes `limit` bytes at most, unpacked.
    pub fn new(timeout: Duration, limit: usize) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .max_redirects(5)
            .user_agent(AGENT)
            .accept("text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/json, text/plain, */*;q=0.1")
            .build();
        Self { agent: config.new_agent(), limit, seen: Mutex::default() }
    }
}

impl Default for Fetcher {
    fn default() -> Self {
        Self::new(Duration::from_secs(30), 32 << 20)
    }
}

impl Fetch for Fetcher {
    fn fetch(&self, address: &str) -> Result<Fetched, String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(address).cloned().unwrap_or_default();
        let mut request = self.agent.get(address);
        if let Some(tag) = &seen.tag {
            request = request.header("If-None-Match", tag);
        }
        if let Some(modified) = &seen.modified {
            request = request.header("If-Modified-Since", modified);
        }
        let mut response = request.call().map_err(|error| plain(&error))?;
        match response.status().as_u16() {
            200 => {}
            304 => return Ok(Fetched::Unchanged),
            410 => return Ok(Fetched::Gone),
            status => return Err(format!("the server answers {status}; check the address")),
        }
        let header = |headers: &HeaderMap, name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let headers = response.headers();
        let kind = header(headers, "content-type").unwrap_or_default().to_ascii_lowercase();
        let now = Seen { tag: header(headers, "etag"), modified: header(headers, "last-modified") };
        let bytes = response.body_mut().with_config().limit(self.limit as u64).read_to_vec().map_err(|error| plain(&error))?;
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_owned(), now);
        Ok(Fetched::New { bytes, kind })
    }
}

fn plain(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "the server takes too long; try again later".to_owned(),
        ureq::Error::BodyExceedsLimit(limit) => format!("it has more than {} MB, which no page has", limit >> 20),
        ureq::Error::HostNotFound => "no such host; check the address".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::sync::mpsc::{Receiver, channel};

    /// A server that gives one answer a request, and the heads of the requests.
    fn server(answers: Vec<Vec<u8>>) -> (String, Receiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/page", listener.local_addr().unwrap());
        let (send, receive) = channel();
        std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut head = String::new();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                while reader.read_line(&mut head).unwrap() > 2 {}
                send.send(head.to_ascii_lowercase()).unwrap();
                if answer.is_empty() {
                    std::thread::sleep(Duration::from_secs(3));
                }
                let _ = stream.write_all(&answer);
            }
        });
        (address, receive)
    }

    fn answer(head: &str, body: &str) -> Vec<u8> {
        format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).into_bytes()
    }

    #[test]
    fn asks_a_second_time_only_for_what_changed() {
        let first = answer(
            "200 OK\r\nContent-Type: text/html\r\nETag: \"v1\"\r\nLast-Modified: Tue, 10 Jun 2031 10:00:00 GMT",
            "<p>One.</p>",
        );
        let (address, heads) =
            server(vec![first, answer("304 Not Modified", ""), answer("410 Gone", ""), answer("404 Not Found", "")]);
        let fetcher = Fetcher::new(Duration::from_secs(5), 1000);
        let Fetched::New { bytes, kind } = fetcher.fetch(&address).unwrap() else { panic!("not new") };
        assert_eq!((bytes.as_slice(), kind.as_str()), (&b"<p>One.</p>"[..], "text/html"));
        assert!(matches!(fetcher.fetch(&address).unwrap(), Fetched::Unchanged));
        assert!(matches!(fetcher.fetch(&address).unwrap(), Fetched::Gone));
        assert!(fetcher.fetch(&address).unwrap_err().contains("404"));
        let heads: Vec<String> = heads.iter().take(2).collect();
        assert!(heads[0].contains("user-agent: dateline/") && !heads[0].contains("if-none-match"));
        assert!(heads[1].contains("if-none-match: \"v1\"") && heads[1].contains("if-modified-since: tue, 10 jun 2031"));
    }

    #[test]
    fn holds_to_its_limits() {
        let (address, _heads) = server(vec![answer("200 OK", &"x".repeat(2000)), Vec::new()]);
        let fetcher = Fetcher::new(Duration::from_millis(800), 1000);
        assert!(fetcher.fetch(&address).unwrap_err().contains("more than"));
        assert!(fetcher.fetch(&address).unwrap_err().contains("too long"));
        assert!(fetcher.fetch("http://127.0.0.1:1/").is_err());
    }
}
