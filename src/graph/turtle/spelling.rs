//! How terms are spelled: prefixed where the local name is flat, numbers without quotes where Turtle has them.

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{LiteralRef, TermRef};

/// Prefixes in a fixed order, and which of them have been used.
#[derive(Clone, Debug, Default)]
pub struct Prefixes {
    list: Vec<(String, String)>,
    used: Vec<bool>,
}

/// No prefix: the IRI is written out.
pub const NONE: u8 = u8::MAX;

impl Prefixes {
    /// Prefixes by name; a namespace ends in `/` or `#`. More than 255 are not used.
    pub fn new<'a>(list: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut list: Vec<(String, String)> = list.into_iter().map(|(name, iri)| (name.to_owned(), iri.to_owned())).collect();
        list.sort();
        list.truncate(usize::from(NONE));
        let used = vec![false; list.len()];
        Self { list, used }
    }

    /// The prefixes of Dateline's graphs, with `id:` for things under `base`.
    pub fn dateline(base: &str) -> Self {
        Self::new([
            ("dcterms", "http://purl.org/dc/terms/"),
            ("dl", crate::vocabulary::DL),
            ("id", base),
            ("owl", "http://www.w3.org/2002/07/owl#"),
            ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
            ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
            ("schema", "https://schema.org/"),
            ("skos", "http://www.w3.org/2004/02/skos/core#"),
            ("wd", "http://www.wikidata.org/entity/"),
            ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        ])
    }

    /// The names and IRIs that have been used.
    pub fn used(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().zip(&self.used).filter(|(_, used)| **used).map(|((name, iri), _)| (name.as_str(), iri.as_str()))
    }

    /// The prefix that an IRI can be written with, or `NONE`. `rdf:type` has none: it is `a`, which uses no prefix.
    ///
    /// `hint` is tried first.
    pub fn of(&self, iri: &str, hint: u8) -> u8 {
        if let Some((_, space)) = self.list.get(usize::from(hint))
            && let Some(local) = iri.strip_prefix(space.as_str())
            && is_local(local.as_bytes())
            && iri != rdf::TYPE.as_str()
        {
            return hint;
        }
        let bytes = iri.as_bytes();
        let cut = bytes.iter().rposition(|b| !FLAT[usize::from(*b)]).map_or(0, |at| at + 1);
        if !is_local(&bytes[cut..]) || iri == rdf::TYPE.as_str() {
            return NONE;
        }
        let space = &bytes[..cut];
        self.list.iter().position(|(_, iri)| iri.as_bytes() == space).map_or(NONE, |at| at as u8)
    }

    /// Notes that a prefix is used.
    pub fn note(&mut self, prefix: u8) {
        if let Some(used) = self.used.get_mut(usize::from(prefix)) {
            *used = true;
        }
    }

    /// Writes the local name of an IRI with its prefix, or the whole IRI when the prefix is `NONE`.
    pub fn spell_iri(&self, prefix: u8, name: &[u8], out: &mut Vec<u8>) {
        if let Some((prefix, _)) = self.list.get(usize::from(prefix)) {
            out.extend_from_slice(prefix.as_bytes());
            out.push(b':');
            out.extend_from_slice(name);
            return;
        }
        out.push(b'<');
        for &byte in name {
            if byte <= b' ' || matches!(byte, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`' | b'\\') {
                out.extend_from_slice(format!("\\u{byte:04X}").as_bytes());
            } else {
                out.push(byte);
            }
        }
        out.push(b'>');
    }

    /// Whether the IRI is the one that a prefix and a name make.
    pub fn is(&self, iri: &str, prefix: u8, name: &[u8]) -> bool {
        let space = self.list.get(usize::from(prefix)).map_or("", |(_, space)| space.as_str());
        iri.len() == space.len() + name.len() && iri.as_bytes().ends_with(name) && iri.starts_with(space)
    }

    /// What of an IRI follows the prefix.
    pub fn name<'a>(&self, iri: &'a str, prefix: u8) -> &'a str {
        self.list.get(usize::from(prefix)).map_or(iri, |(_, space)| &iri[space.len()..])
    }

    /// Writes a literal and notes the prefix of its datatype.
    pub fn spell_literal(&mut self, literal: LiteralRef<'_>, out: &mut Vec<u8>) {
        let value = literal.value();
        let datatype = literal.datatype();
        if literal.language().is_none() && is_bare(value, datatype.as_str()) {
            out.extend_from_slice(value.as_bytes());
            return;
        }
        quote(value, out);
        if let Some(language) = literal.language() {
            out.push(b'@');
            out.extend_from_slice(language.as_bytes());
        } else if datatype != xsd::STRING {
            let prefix = self.of(datatype.as_str(), NONE);
            self.note(prefix);
            out.extend_from_slice(b"^^");
            self.spell_iri(prefix, self.name(datatype.as_str(), prefix).as_bytes(), out);
        }
    }
}

/// Bytes that a flat local name is made of.
const FLAT: [bool; 256] = {
    let mut flat = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        flat[byte] = b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        byte += 1;
    }
    flat
};

/// Whether a local name is flat: `[A-Za-z0-9_][A-Za-z0-9_-]*`.
fn is_local(name: &[u8]) -> bool {
    name.first().is_some_and(|b| *b != b'-') && name.iter().all(|b| FLAT[usize::from(*b)])
}

/// Whether Turtle reads the bare value back as this literal.
fn is_bare(value: &str, datatype: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    if datatype == xsd::INTEGER.as_str() {
        digits(unsigned)
    } else if datatype == xsd::DECIMAL.as_str() {
        unsigned.split_once('.').is_some_and(|(whole, part)| (whole.is_empty() || digits(whole)) && digits(part))
    } else {
        datatype == xsd::BOOLEAN.as_str() && matches!(value, "true" | "false")
    }
}

fn quote(value: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let bytes = value.as_bytes();
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= b' ' && !matches!(byte, b'"' | b'\\' | 0x7f) {
            continue;
        }
        out.extend_from_slice(&bytes[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            other => out.extend_from_slice(format!("\\u{other:04X}").as_bytes()),
        }
    }
    out.extend_from_slice(&bytes[from..]);
    out.push(b'"');
}

/// First byte of a term's key: IRIs before blank nodes before literals. An IRI's key goes on with its prefix and what
/// follows that, so that terms are sorted as they are written.
pub const IRI: u8 = 0;
/// First byte of a blank node's key.
pub const BLANK: u8 = 1;
/// First byte of a literal's key, which is its spelling.
pub const LITERAL: u8 = 2;

/// Writes the key by which a term is known and sorted. `hint` is the prefix of the term that stood there before.
pub fn key(term: TermRef<'_>, prefixes: &mut Prefixes, hint: &mut u8, out: &mut Vec<u8>) {
    out.clear();
    match term {
        TermRef::NamedNode(node) => {
            let prefix = prefixes.of(node.as_str(), *hint);
            *hint = prefix;
            prefixes.note(prefix);
            out.extend_from_slice(&[IRI, prefix]);
            out.extend_from_slice(prefixes.name(node.as_str(), prefix).as_bytes());
        }
        TermRef::BlankNode(node) => {
            out.push(BLANK);
            out.extend_from_slice(node.as_str().as_bytes());
        }
        TermRef::Literal(literal) => {
            out.push(LITERAL);
            prefixes.spell_literal(literal, out);
        }
    }
}

/// Whether the key is that of `rdf:type`.
pub fn is_type(key: &[u8]) -> bool {
    matches!(key, [IRI, NONE, name @ ..] if name == rdf::TYPE.as_str().as_bytes())
}
