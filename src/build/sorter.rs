//! Sorts more lines than the memory holds: sorted runs in temporary files, merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

/// Lines on their way into order. They may hold anything but are compared as bytes.
pub struct Sorter {
    lines: Vec<Vec<u8>>,
    bytes: usize,
    limit: usize,
    runs: Vec<File>,
}

/// What a line costs beside its bytes.
const COST: usize = 32;

impl Sorter {
    /// Keeps about `limit` bytes in memory.
    pub fn new(limit: usize) -> Self {
        Self { lines: Vec::new(), bytes: 0, limit, runs: Vec::new() }
    }

    /// Adds a line.
    pub fn push(&mut self, line: Vec<u8>) -> io::Result<()> {
        self.bytes += line.len() + COST;
        self.lines.push(line);
        if self.bytes < self.limit { Ok(()) } else { self.spill() }
    }

    fn spill(&mut self) -> io::Result<()> {
        self.lines.sort_unstable();
        self.lines.dedup();
        let mut out = BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
        for line in self.lines.drain(..) {
            out.write_all(&(line.len() as u32).to_le_bytes())?;
            out.write_all(&line)?;
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        self.bytes = 0;
        Ok(())
    }

    /// The lines, sorted, each once.
    pub fn sorted(mut self) -> io::Result<Sorted> {
        self.lines.sort_unstable();
        self.lines.dedup();
        let runs = self.runs.into_iter().map(|file| BufReader::with_capacity(1 << 16, file)).collect();
        let mut sorted = Sorted { runs, rest: self.lines.into_iter(), heads: BinaryHeap::new(), before: None };
        for run in 0..=sorted.runs.len() {
            sorted.advance(run)?;
        }
        Ok(sorted)
    }
}

/// Sorted lines being read.
pub struct Sorted {
    runs: Vec<BufReader<File>>,
    /// The last run, which never left the memory.
    rest: std::vec::IntoIter<Vec<u8>>,
    heads: BinaryHeap<Reverse<(Vec<u8>, usize)>>,
    before: Option<Vec<u8>>,
}

impl Sorted {
    fn advance(&mut self, run: usize) -> io::Result<()> {
        let next = match self.runs.get_mut(run) {
            Some(run) => read(run)?,
            None => self.rest.next(),
        };
        self.heads.extend(next.map(|line| Reverse((line, run))));
        Ok(())
    }
}

impl Iterator for Sorted {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Reverse((line, run)) = self.heads.pop()?;
            if let Err(error) = self.advance(run) {
                return Some(Err(error));
            }
            if self.before.as_ref() != Some(&line) {
                self.before = Some(line.clone());
                return Some(Ok(line));
            }
        }
    }
}

/// The next line of a run.
fn read(run: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    if run.read(&mut length[..1])? == 0 {
        return Ok(None);
    }
    run.read_exact(&mut length[1..])?;
    let mut line = vec![0; u32::from_le_bytes(length) as usize];
    run.read_exact(&mut line)?;
    Ok(Some(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_leaves_no_trace() {
        let words: Vec<String> = (0..500u32).map(|n| format!("{:x}", n.wrapping_mul(2_654_435_761) % 301)).collect();
        let sorted = |limit| {
            let mut sorter = Sorter::new(limit);
            for word in &words {
                sorter.push(word.clone().into_bytes()).unwrap();
            }
            sorter.sorted().unwrap().collect::<io::Result<Vec<_>>>().unwrap()
        };
        let mut expected: Vec<Vec<u8>> = words.iter().map(|word| word.clone().into_bytes()).collect();
        expected.sort();
        expected.dedup();
        assert_eq!(sorted(1 << 20), expected);
        assert_eq!(sorted(400), expected);
    }
}
