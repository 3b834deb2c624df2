//! The lines of a long file, one at a time, none longer than a limit.

use std::io::{self, BufRead, Read};

/// A reader of lines.
pub struct Lines<R> {
    reader: R,
    number: usize,
    limit: usize,
}

/// What a line turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Its bytes, without the line end.
    Whole(Vec<u8>),
    /// It is longer than the limit, and was passed over.
    TooLong,
}

impl<R: BufRead> Lines<R> {
    /// Reads lines of at most `limit` bytes.
    pub fn new(reader: R, limit: usize) -> Self {
        Self { reader, number: 0, limit }
    }

    /// The next line with its number from 1; `None` at the end.
    pub fn next_line(&mut self) -> io::Result<Option<(usize, Line)>> {
        let mut line = Vec::new();
        let read = (&mut self.reader).take(self.limit as u64 + 1).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if line.last() != Some(&b'\n') && line.len() > self.limit {
            self.reader.skip_until(b'\n')?;
            return Ok(Some((self.number, Line::TooLong)));
        }
        while line.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            line.pop();
        }
        Ok(Some((self.number, Line::Whole(line))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_over_what_is_too_long() {
        let mut lines = Lines::new(&b"abc\r\nabcdefgh\nx"[..], 5);
        let mut all = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            all.push(line);
        }
        assert_eq!(all, [(1, Line::Whole(b"abc".to_vec())), (2, Line::TooLong), (3, Line::Whole(b"x".to_vec()))]);
    }
}
