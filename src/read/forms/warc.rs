//! Web archives (WARC 1.0 and 1.1, and the WET files with their plain text), record by record.

use super::http::{answer, decode};
use super::{Body, Record};
use crate::document::Metadata;
use std::io::{self, BufRead, Read};

/// The longest head of a record.
const LONGEST_HEAD: u64 = 64 << 10;

/// A web archive being read.
pub struct Archive<R> {
    reader: R,
    number: usize,
    limit: usize,
}

/// Why an archive gave no page where it might have.
#[derive(Debug)]
pub enum Fault {
    /// This record is left out; the next ones can be read.
    Record(String),
    /// This record is larger than any page.
    TooLarge,
    /// From here on nothing can be read.
    Archive(String),
    /// The file system failed.
    Io(io::Error),
}

/// The headers of a record that matter.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    address: Option<String>,
    media: String,
    length: Option<u64>,
}

/// What a record turned out to be.
enum Found {
    Page(Box<Record>),
    Other,
}

impl<R: BufRead> Archive<R> {
    /// Reads records whose body has at most `limit` bytes.
    pub fn new(reader: R, limit: usize) -> Self {
        Self { reader, number: 0, limit }
    }

    /// Number of the record that was read last, from 1.
    pub fn number(&self) -> usize {
        self.number
    }

    /// The next captured page; `None` at the end. Requests, pictures, redirects and the like are passed over.
    pub fn next_page(&mut self) -> Option<Result<Record, Fault>> {
        loop {
            match self.head().and_then(|head| head.map(|head| self.page(head)).transpose()) {
                Ok(None) => return None,
                Ok(Some(Found::Page(record))) => return Some(Ok(*record)),
                Ok(Some(Found::Other)) => {}
                Err(fault) => return Some(Err(fault)),
            }
        }
    }

    /// The page of a record whose head was read.
    fn page(&mut self, head: Head) -> Result<Found, Fault> {
        let length = head.length.ok_or_else(|| Fault::Archive("it has no Content-Length".to_owned()))?;
        let wanted = matches!(head.kind.as_str(), "response" | "resource" | "conversion");
        if !wanted || length > self.limit as u64 {
            let skipped = io::copy(&mut (&mut self.reader).take(length), &mut io::sink()).map_err(Fault::Io)?;
            if skipped < length {
                return Err(Fault::Archive("the archive ends inside this record".to_owned()));
            }
            return if wanted { Err(Fault::TooLarge) } else { Ok(Found::Other) };
        }
        let mut block = Vec::with_capacity(length as usize);
        (&mut self.reader).take(length).read_to_end(&mut block).map_err(unpacking)?;
        if (block.len() as u64) < length {
            return Err(Fault::Archive("the archive ends inside this record".to_owned()));
        }
        record(head, block, self.limit).map_err(Fault::Record)
    }

    /// The next head; `None` at the end of the archive.
    fn head(&mut self) -> Result<Option<Head>, Fault> {
        let mut room = LONGEST_HEAD;
        let mut line = self.line(&mut room)?;
        while line.as_ref().is_some_and(String::is_empty) {
            line = self.line(&mut room)?;
        }
        let Some(version) = line else { return Ok(None) };
        self.number += 1;
        if !version.starts_with("WARC/") {
            let start: String = version.chars().take(40).collect();
            return Err(Fault::Archive(format!("it begins with `{start}` where `WARC/1.0` or `WARC/1.1` should stand")));
        }
        let mut head = Head::default();
        loop {
            let Some(line) = self.line(&mut room)? else {
                return Err(Fault::Archive("the archive ends inside its head".to_owned()));
            };
            if line.is_empty() {
                return Ok(Some(head));
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => head.address = Some(value.trim_matches(['<', '>']).to_owned()),
                "content-type" => head.media = value.to_ascii_lowercase(),
                "content-length" => head.length = value.parse().ok(),
                _ => {}
            }
        }
    }

    /// The next line of a head, without its end; `None` at the end of the archive.
    fn line(&mut self, room: &mut u64) -> Result<Option<String>, Fault> {
        let mut line = Vec::new();
        let read = (&mut self.reader).take(*room).read_until(b'\n', &mut line).map_err(unpacking)?;
        *room -= read as u64;
        if *room == 0 {
            return Err(Fault::Archive("its head does not end".to_owned()));
        }
        if read == 0 {
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
    }
}

/// A packed archive that is cut off or damaged is no fault of the file system.
fn unpacking(error: io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            Fault::Archive(format!("the archive is cut off or damaged: {error}"))
        }
        _ => Fault::Io(error),
    }
}

fn record(head: Head, block: Vec<u8>, limit: usize) -> Result<Found, String> {
    let is_text = |kind: &str| ["text/html", "application/xhtml", "text/plain"].iter().any(|known| kind.starts_with(known));
    let (kind, bytes) = if head.kind == "response" && head.media.starts_with("application/http") {
        let answer = answer(&block, limit)?;
        if answer.status != 200 {
            return Ok(Found::Other);
        }
        (answer.kind, answer.body)
    } else if head.kind == "response" {
        return Ok(Found::Other);
    } else {
        (head.media, block)
    };
    if !is_text(&kind) {
        return Ok(Found::Other);
    }
    let text = decode(&bytes, &kind);
    let metadata = Metadata { url: head.address.clone().filter(|url| url.starts_with("http")), ..Metadata::default() };
    Ok(Found::Page(Box::new(Record { id: head.address, metadata, body: Body::Text(text), withdrawn: false })))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(kind: &str, media: &str, body: &str) -> String {
        format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/a\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    }

    fn all(archive: &str) -> Vec<String> {
        let mut archive = Archive::new(archive.as_bytes(), 1000);
        let mut told = Vec::new();
        while let Some(page) = archive.next_page() {
            told.push(match page {
                Ok(Record { body: Body::Text(text), .. }) => text,
                Ok(other) => format!("{other:?}"),
                Err(Fault::Archive(message)) => {
                    told.push(format!("end {}: {message}", archive.number()));
                    break;
                }
                Err(other) => format!("{} {other:?}", archive.number()),
            });
        }
        told
    }

    #[test]
    fn keeps_pages_and_passes_over_the_rest() {
        let http = "application/http; msgtype=response";
        let archive = [
            one("warcinfo", "application/warc-fields", "software: own"),
            one("request", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
            one("response", http, "HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\n"),
            one("response", http, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx"),
            one("response", http, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>One.</p>"),
            one("conversion", "text/plain", "Two."),
            one("resource", "text/html", "<p>Three.</p>"),
        ];
        assert_eq!(all(&archive.concat()), ["<p>One.</p>", "Two.", "<p>Three.</p>"]);
    }

    #[test]
    fn a_bad_record_costs_itself_and_a_bad_frame_the_rest() {
        let http = "application/http; msgtype=response";
        let archive = one("response", http, "no head") + &one("conversion", "text/plain", &"x".repeat(2000));
        let archive = archive + &one("conversion", "text/plain", "Good.") + "garbage\r\n";
        let told = all(&archive);
        assert!(told[0].starts_with("1 Record") && told[1] == "2 TooLarge" && told[2] == "Good.", "{told:?}");
        assert!(told[3].starts_with("end 4: it begins with `garbage`"), "{told:?}");
        let cut = one("conversion", "text/plain", "Good.");
        assert!(all(&cut[..cut.len() - 8])[0].contains("ends inside"));
    }
}
