//! Sorted triples to text: one block a subject, one line a predicate and object.

use super::spelling::{BLANK, IRI, Prefixes};
use oxrdf::vocab::rdf;
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

    /// Writes a triple. A subject or predicate is given, with its prefix, when it is another one than before.
    pub fn triple(
        &mut self,
        subject: Option<(&[u8], u8)>,
        predicate: Option<(&[u8], u8)>,
        object: (&[u8], u8),
    ) -> io::Result<()> {
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
                if predicate.0[0] == IRI && predicate.0[1..] == *rdf::TYPE.as_str().as_bytes() {
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

    fn spell(&mut self, (key, prefix): (&[u8], u8)) {
        let Some((&kind, rest)) = key.split_first() else { return };
        match kind {
            IRI => match std::str::from_utf8(rest) {
                Ok(iri) => self.prefixes.spell_iri(iri, prefix, &mut self.text),
                Err(_) => unreachable!("keys are made of text"),
            },
            BLANK => {
                self.text.extend_from_slice(b"_:");
                self.text.extend_from_slice(rest);
            }
            _ => self.text.extend_from_slice(rest),
        }
    }

    /// The prefix of a key.
    pub fn prefix_of(&self, key: &[u8]) -> u8 {
        match key.split_first() {
            Some((&IRI, rest)) => std::str::from_utf8(rest).map_or(super::spelling::NONE, |iri| self.prefixes.of(iri)),
            _ => super::spelling::NONE,
        }
    }
}
