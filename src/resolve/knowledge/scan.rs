//! A quick reader for the plain Turtle of the tables: names, literals, `;` and `,`, no blank nodes, no escapes.
//!
//! Twenty thousand lines are read at every start, so nothing is copied here. Whatever is not plain is left to the full
//! parser, which also words the errors.

/// A triple as slices of the text. Names in our namespaces are cut to their local part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Triple<'a> {
    pub subject: &'a str,
    pub predicate: &'a str,
    pub object: &'a str,
    /// Namespace of a prefixed object, for those that are kept in full.
    pub namespace: &'a str,
}

/// Calls `each` for every triple; `None` when the text needs the full parser.
pub(super) fn scan<'a>(text: &'a str, mut each: impl FnMut(Triple<'a>)) -> Option<()> {
    let mut s = Scanner { text, at: 0, prefixes: Vec::new() };
    loop {
        s.space();
        let Some(first) = s.peek() else { return Some(()) };
        if first == b'@' {
            s.directive()?;
            continue;
        }
        let (subject, _) = s.name()?;
        loop {
            s.space();
            let (predicate, _) = s.name()?;
            loop {
                s.space();
                let (object, namespace) = s.object()?;
                each(Triple { subject, predicate, object, namespace });
                s.space();
                if s.peek()? != b',' {
                    break;
                }
                s.at += 1;
            }
            match s.peek()? {
                b';' => s.at += 1,
                b'.' => break,
                _ => return None,
            }
            s.space();
            if s.peek()? == b'.' {
                break;
            }
        }
        s.at += 1;
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    prefixes: Vec<(&'a str, &'a str)>,
}

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(&b) = bytes.get(self.at) {
            if b == b'#' {
                while bytes.get(self.at).is_some_and(|b| *b != b'\n') {
                    self.at += 1;
                }
            } else if b.is_ascii_whitespace() {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// The text up to a byte, which is passed over.
    fn until(&mut self, end: u8) -> Option<&'a str> {
        let start = self.at;
        let len = self.text.as_bytes()[start..].iter().position(|b| *b == end || *b == b'\n' || *b == b'\\')?;
        if self.text.as_bytes()[start + len] != end {
            return None;
        }
        self.at = start + len + 1;
        Some(&self.text[start..start + len])
    }

    /// `@prefix p: <iri> .` or `@base <iri> .`
    fn directive(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        let prefix = if rest.starts_with("@prefix") {
            self.at += "@prefix".len();
            self.space();
            Some(self.until(b':')?)
        } else if rest.starts_with("@base") {
            self.at += "@base".len();
            None
        } else {
            return None;
        };
        self.space();
        if self.peek()? != b'<' {
            return None;
        }
        self.at += 1;
        let iri = self.until(b'>')?;
        match prefix {
            Some(prefix) => self.prefixes.push((prefix, iri)),
            // Relative names are kept as they are, so only the usual base will do.
            None if iri != crate::vocabulary::BASE => return None,
            None => {}
        }
        self.space();
        if self.peek()? != b'.' {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// `<key>`, `prefix:local` or `a`, with the namespace of the prefix.
    fn name(&mut self) -> Option<(&'a str, &'a str)> {
        if self.peek()? == b'<' {
            self.at += 1;
            let iri = self.until(b'>')?;
            return Some((iri.strip_prefix(crate::vocabulary::BASE).unwrap_or(iri), ""));
        }
        let start = self.at;
        let word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b':');
        let len = self.text.as_bytes()[start..].iter().position(|b| !word(*b))?;
        self.at = start + len;
        let token = &self.text[start..self.at];
        if token == "a" {
            return Some(("type", ""));
        }
        let (prefix, local) = token.split_once(':')?;
        let namespace = self.prefixes.iter().find(|(p, _)| *p == prefix)?.1;
        Some((local, namespace))
    }

    fn object(&mut self) -> Option<(&'a str, &'a str)> {
        match self.peek()? {
            b'"' => {
                self.at += 1;
                let value = self.until(b'"')?;
                if self.peek() == Some(b'"') {
                    return None;
                }
                if self.text[self.at..].starts_with("^^") {
                    self.at += 2;
                    self.name()?;
                } else if self.peek() == Some(b'@') {
                    self.at += 1;
                    while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'-') {
                        self.at += 1;
                    }
                }
                Some((value, ""))
            }
            b if b.is_ascii_digit() => {
                let start = self.at;
                while self.peek().is_some_and(|b| b.is_ascii_digit()) {
                    self.at += 1;
                }
                (self.peek() != Some(b'.') || !self.text.as_bytes().get(self.at + 1).is_some_and(u8::is_ascii_digit))
                    .then(|| (&self.text[start..self.at], ""))
            }
            b't' | b'f' if self.text[self.at..].starts_with("true") || self.text[self.at..].starts_with("false") => {
                let len = if self.peek() == Some(b't') { 4 } else { 5 };
                let value = &self.text[self.at..self.at + len];
                self.at += len;
                Some((value, ""))
            }
            _ => self.name(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_plain_triples_and_leaves_the_rest() {
        let text = "@base <https://w3id.org/dateline/id/> . @prefix k: <https://w3id.org/dateline/knowledge#> .\n\
                    # words\n<a-b> a k:Title ; k:unique true ; k:words \"x y\" , \"z\"@en ; k:size 12 .";
        let mut seen = Vec::new();
        assert!(scan(text, |t| seen.push((t.subject, t.predicate, t.object))).is_some());
        let expected = [("type", "Title"), ("unique", "true"), ("words", "x y"), ("words", "z"), ("size", "12")];
        assert_eq!(seen, expected.map(|(p, o)| ("a-b", p, o)));
        for odd in ["<a> <b> [] .", "<a> <b> \"x\\\"y\" .", "<a> <b> \"\"\"long\"\"\" .", "<a> <b>"] {
            assert!(scan(odd, |_| {}).is_none(), "{odd}");
        }
    }
}
