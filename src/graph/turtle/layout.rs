//! Sorted triples to text: one block a subject, one line a predicate and object.

use super::spelling::{BLANK, IRI, Prefixes, is_type};
use std::io::{self, Write};

/// Text is handed on in pieces of this size.
const PIECE: usize = 1 << 16;

/// Writes triples that come in order.
pub struct Layout<'a, W: Write> {
    out: W,
    prefixes: &'a Prefixes,
    text: Vec<u8>,
    open: bool,
}

impl<'a, W: Write> Layout<'a, W> {
    /// Begins with the prefixes that are used.
    pub fn new(out: W, prefixes: &'a Prefixes) -> io::Result<Self> {
        let mut text = Vec::with_capacity(2 * PIECE);
        for (name, iri) in prefixes.used() {
            writeln!(text, "@prefix {name}: <{iri}> .")?;
        }
        Ok(Self { out, prefixes, text, open: false })
    }

    /// Writes a triple by its keys. A subject or predicate is given when it is another one than before.
    pub fn triple(&mut self, subject: Option<&[u8]>, predicate: Option<&[u8]>, object: &[u8]) -> io::Result<()> {
        if let Some(subject) = subject {
            if self.open {
                self.text.extend_from_slice(b" .\n");
            }
            if !self.text.is_empty() || self.open {
                self.text.push(b'\n');
            }
            self.open = true;
            self.spell(subject);
            self.text.push(b' ');
        }
        match predicate {
            Some(predicate) => {
                if subject.is_none() {
                    self.text.extend_from_slice(b" ;\n    ");
                }
                if is_type(predicate) {
                    self.text.push(b'a');
                } else {
                    self.spell(predicate);
                }
                self.text.push(b' ');
            }
            None => self.text.extend_from_slice(b" ,\n        "),
        }
        self.spell(object);
        if self.text.len() > PIECE {
            self.out.write_all(&self.text)?;
            self.text.clear();
        }
        Ok(())
    }

    /// Closes the last block and gives the output back.
    pub fn finish(mut self) -> io::Result<W> {
        if self.open {
            self.text.extend_from_slice(b" .\n");
        }
        self.out.write_all(&self.text)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn spell(&mut self, key: &[u8]) {
        match key {
            [IRI, prefix, name @ ..] => self.prefixes.spell_iri(*prefix, name, &mut self.text),
            [BLANK, name @ ..] => {
                self.text.extend_from_slice(b"_:");
                self.text.extend_from_slice(name);
            }
            [_, spelling @ ..] => self.text.extend_from_slice(spelling),
            [] => {}
        }
    }
}
