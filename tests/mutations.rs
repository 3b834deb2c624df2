//! Broken input of every form: no panic, and no document that takes longer than it may.
//!
//! The samples of `tests/cases/forms` and `tests/cases/pages` are mutated at random, from a fixed seed. `DATELINE_MUTATIONS` sets how
//! many; the default is what a test run can afford.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use dateline::document::Metadata;
use dateline::parse;
use dateline::pipeline::{Options, Pipeline};
use dateline::read::{Items, Reader, Source};
use rayon::prelude::*;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Samples have some kilobytes; a file that takes so long, even in an unoptimised build on a busy machine, would stop a run over
/// an archive.
const LONGEST: Duration = Duration::from_mins(2);

/// A small generator (xorshift), so that a seed names a mutation for good.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// What breaks readers: tags, brackets, entities, odd signs, numbers.
const SPLICES: [&[u8]; 18] = [
    b"<div>",
    b"</p>",
    b"<!--",
    b"]]>",
    b"<script type=\"application/ld+json\">",
    b"{\"a\":",
    b"[[[[[[[[",
    b"\\u0000",
    b"&#x110000;",
    b"&amp;amp;lt;",
    b"\xff\xfe",
    b"\xe2\x80",
    b"\r\n\r\n",
    b"\0",
    b"99999999999999999999",
    b"Content-Length: -1\r\n",
    "\u{202e}“’é".as_bytes(),
    b"2031-13-45T99:99:99Z",
];

fn mutate(samples: &[Vec<u8>], seed: u64) -> Vec<u8> {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut bytes = samples[dice.below(samples.len())].clone();
    for _ in 0..=dice.below(8) {
        let (a, b) = (dice.below(bytes.len()), dice.below(bytes.len()));
        let (from, to) = (a.min(b), a.max(b));
        match dice.below(7) {
            0 if !bytes.is_empty() => bytes[from] = dice.below(256) as u8,
            1 => drop(bytes.drain(from..to.min(from + 200))),
            2 => {
                let part = bytes[from..to].to_vec();
                bytes.splice(from..from, part);
            }
            3 => {
                let other = &samples[dice.below(samples.len())];
                let start = dice.below(other.len());
                let part = other[start..(start + dice.below(400)).min(other.len())].to_vec();
                bytes.splice(from..from, part);
            }
            4 => bytes.truncate(to),
            _ => {
                let part = SPLICES[dice.below(SPLICES.len())].repeat([1, 1, 3, 700][dice.below(4)]);
                bytes.splice(from..from, part);
            }
        }
        bytes.truncate(60_000);
    }
    bytes
}

fn samples() -> Vec<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in ["forms", "pages"] {
        files.extend(fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.retain(|path| path.extension().is_some_and(|ending| ending != "expected"));
    files.sort();
    files.iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn broken_input_never_panics_and_never_takes_long() {
    let count: u64 = std::env::var("DATELINE_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
    let samples = samples();
    assert!(samples.len() >= 10, "the samples are missing");
    let pipeline = parse::locate(None).ok().and_then(|_| Pipeline::new(&Options::default()).ok()); // needs `make model`
    let reader = Reader::new(Metadata::default(), true).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (read, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    (0..count).into_par_iter().for_each(|seed| {
        let path = folder.path().join(format!("page-{seed}.html"));
        fs::write(&path, mutate(&samples, seed)).unwrap();
        let source = Source { id: format!("page-{seed}"), path: path.clone(), listed: false };
        let start = Instant::now();
        for item in Items::new(vec![source], None).usable() {
            match item.and_then(|item| reader.read_item(item)) {
                Ok(document) => {
                    read.fetch_add(1, Ordering::Relaxed);
                    if let Some(pipeline) = &pipeline {
                        pipeline.run(document);
                    }
                }
                Err(error) => {
                    refused.fetch_add(1, Ordering::Relaxed);
                    assert!(!error.to_string().is_empty());
                }
            }
        }
        assert!(start.elapsed() < LONGEST, "seed {seed} took {:?}", start.elapsed());
        fs::remove_file(path).unwrap();
    });
    let (read, refused) = (read.into_inner(), refused.into_inner());
    println!("{count} files: {read} documents read, {refused} refused");
    assert!(read > 0 && refused > 0, "mutations that are all good, or all bad, test nothing");
}
