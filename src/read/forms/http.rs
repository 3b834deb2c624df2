//! Captured answers of web servers: their heads, and bodies unpacked and turned into text.

use encoding_rs::{Encoding, UTF_8};
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// What a server sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Media type with its parameters, in lower case.
    pub kind: String,
    /// The body, unpacked.
    pub body: Vec<u8>,
}

/// Headers that are read; pages send some thirty.
const MOST_HEADERS: usize = 128;

/// Takes an answer apart. `limit` is the most bytes that a body may have when unpacked.
///
/// # Errors
/// What is wrong, a message for people.
pub fn answer(bytes: &[u8], limit: usize) -> Result<Answer, String> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = response.parse(bytes).map_err(|error| format!("its HTTP head is broken: {error}"))?
    else {
        return Err("its HTTP head is cut off".to_owned());
    };
    let header = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| String::from_utf8_lossy(header.value).trim().to_ascii_lowercase()).unwrap_or_default()
    };
    let mut body = bytes[start..].to_vec();
    if header("transfer-encoding").contains("chunked") {
        // Some archives store the body put together and leave the header.
        body = unchunk(&body).unwrap_or(body);
    }
    body = unpack(body, &header("content-encoding"), limit)?;
    Ok(Answer { status: response.code.unwrap_or_default(), kind: header("content-type"), body })
}

fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(rest.len());
    loop {
        let end = rest.windows(2).position(|pair| pair == b"\r\n")?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

fn unpack(body: Vec<u8>, packing: &str, limit: usize) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut all = |reader: &mut dyn Read| reader.take(limit as u64 + 1).read_to_end(&mut out);
    match packing {
        // Archives often keep the header of a body that they store unpacked.
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => all(&mut MultiGzDecoder::new(&body[..])),
        "deflate" if body.first() == Some(&0x78) => all(&mut ZlibDecoder::new(&body[..])),
        "br" | "zstd" if std::str::from_utf8(&body).is_err() => {
            return Err(format!("its body is packed with `{packing}`, which is not read; unpack it"));
        }
        _ => return Ok(body),
    }
    .map_err(|error| format!("its body cannot be unpacked: {error}"))?;
    if out.len() > limit { Err("its body is larger than any page when unpacked".to_owned()) } else { Ok(out) }
}

/// Bytes of a page to text: a byte order mark decides, then what the server says, then the page itself, then UTF-8.
pub fn decode(bytes: &[u8], kind: &str) -> String {
    let named = |text: &str| {
        let start = text.find("charset=")? + "charset=".len();
        let label: String =
            text[start..].trim_start_matches(['"', '\'', ' ']).chars().take_while(|c| !" \"';>/".contains(*c)).collect();
        Encoding::for_label(label.as_bytes())
    };
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let encoding = named(kind).or_else(|| named(&head)).unwrap_or(UTF_8);
    // A page that says Latin-1 and is UTF-8 all the same is UTF-8.
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.starts_with('\u{feff}') && encoding != UTF_8 && encoding.is_ascii_compatible() => text.to_owned(),
        _ => encoding.decode(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_chunks_together() {
        let sent = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>a\r\n2;x=y\r\nb.\r\n0\r\n\r\n";
        let answer = answer(sent, 100).unwrap();
        assert_eq!(
            (answer.status, answer.kind.as_str(), answer.body.as_slice()),
            (200, "text/html; charset=utf-8", &b"<p>ab."[..])
        );
    }

    #[test]
    fn unpacks_within_the_limit() {
        use std::io::Write;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(&[b'a'; 1000]).unwrap();
        let mut sent = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        sent.extend(packer.finish().unwrap());
        assert_eq!(answer(&sent, 1000).unwrap().body.len(), 1000);
        assert!(answer(&sent, 999).is_err());
        assert!(answer(b"HTTP/1.1 200", 9).unwrap_err().contains("cut off"));
    }

    #[test]
    fn reads_the_encoding_that_is_named() {
        assert_eq!(decode(b"caf\xe9", "text/html; charset=iso-8859-1"), "café");
        assert_eq!(decode(b"<meta charset=\"windows-1252\">\x93x\x94", ""), "<meta charset=\"windows-1252\">“x”");
        assert_eq!(decode("café".as_bytes(), "text/html; charset=iso-8859-1"), "café");
        assert_eq!(decode("café".as_bytes(), ""), "café");
    }
}
