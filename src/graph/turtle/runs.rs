//! Sorted runs in temporary files, and their merging.

use super::layout::Layout;
use super::spelling::is_type;
use super::table::Sorted;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

/// One sorted run.
pub struct Run(File);

/// Set where a record repeats the subject of the one before, and its predicate.
const SAME_SUBJECT: u8 = 1;
const SAME_PREDICATE: u8 = 2;

impl Run {
    /// Writes the keys to a temporary file without a name.
    pub fn write(sorted: &Sorted) -> io::Result<Self> {
        let mut out = BufWriter::with_capacity(1 << 18, tempfile::tempfile()?);
        let mut before: [&[u8]; 2] = [&[], &[]];
        for [subject, predicate, object] in sorted.keys() {
            let same_subject = before[0] == subject;
            let same_predicate = same_subject && before[1] == predicate;
            out.write_all(&[u8::from(same_subject) * SAME_SUBJECT + u8::from(same_predicate) * SAME_PREDICATE])?;
            if !same_subject {
                write_key(&mut out, subject)?;
            }
            if !same_predicate {
                write_key(&mut out, predicate)?;
            }
            write_key(&mut out, object)?;
            before = [subject, predicate];
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(Self(file))
    }
}

fn write_key(out: &mut impl Write, key: &[u8]) -> io::Result<()> {
    out.write_all(&(key.len() as u32).to_le_bytes())?;
    out.write_all(key)
}

/// A run being read: its next triple.
struct Reading {
    file: BufReader<File>,
    keys: [Vec<u8>; 3],
    /// Breaks ties, so that the order is total.
    number: usize,
}

impl Reading {
    /// Reads the next triple; false at the end.
    fn advance(&mut self) -> io::Result<bool> {
        let mut flags = [0];
        if self.file.read(&mut flags)? == 0 {
            return Ok(false);
        }
        let [subject, predicate, object] = &mut self.keys;
        if flags[0] & SAME_SUBJECT == 0 {
            read_key(&mut self.file, subject)?;
        }
        if flags[0] & SAME_PREDICATE == 0 {
            read_key(&mut self.file, predicate)?;
        }
        read_key(&mut self.file, object)?;
        Ok(true)
    }
}

fn read_key(file: &mut impl Read, key: &mut Vec<u8>) -> io::Result<()> {
    let mut length = [0; 4];
    file.read_exact(&mut length)?;
    key.resize(u32::from_le_bytes(length) as usize, 0);
    file.read_exact(key)
}

/// The order of triples: subject, predicate with `a` first, object.
fn order(a: &[Vec<u8>; 3], b: &[Vec<u8>; 3]) -> Ordering {
    let rest = |key: &[u8]| !is_type(key);
    a[0].cmp(&b[0]).then_with(|| rest(&a[1]).cmp(&rest(&b[1]))).then_with(|| a[1].cmp(&b[1])).then_with(|| a[2].cmp(&b[2]))
}

impl Ord for Reading {
    // The heap gives the greatest first, so smaller is greater.
    fn cmp(&self, other: &Self) -> Ordering {
        order(&other.keys, &self.keys).then_with(|| other.number.cmp(&self.number))
    }
}
impl PartialOrd for Reading {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Reading {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Reading {}

/// Merges sorted runs into the layout; a triple that stands in several is written once.
pub fn merge<W: Write>(runs: Vec<Run>, layout: &mut Layout<W>) -> io::Result<()> {
    let mut heap = BinaryHeap::with_capacity(runs.len());
    for (number, Run(file)) in runs.into_iter().enumerate() {
        let mut reading = Reading { file: BufReader::with_capacity(1 << 18, file), keys: Default::default(), number };
        if reading.advance()? {
            heap.push(reading);
        }
    }
    let mut before: Option<[Vec<u8>; 3]> = None;
    while let Some(mut reading) = heap.pop() {
        let [subject, predicate, object] = &reading.keys;
        let new_subject = before.as_ref().is_none_or(|b| b[0] != *subject);
        let new_predicate = new_subject || before.as_ref().is_none_or(|b| b[1] != *predicate);
        if new_predicate || before.as_ref().is_none_or(|b| b[2] != *object) {
            layout.triple(new_subject.then_some(subject.as_slice()), new_predicate.then_some(predicate.as_slice()), object)?;
            before.get_or_insert_default().clone_from(&reading.keys);
        }
        if reading.advance()? {
            heap.push(reading);
        }
    }
    Ok(())
}
