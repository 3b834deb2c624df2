//! Models that are missing, damaged or made to harm: a clear error each, soon, and never a crash.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot prepare fails; a skip says so")]

use dateline::parse::{ModelError, Pipeline, locate};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const META: &[u8] = br#"{"lang":"en","name":"x","version":"3.8.0","spacy_version":">=3.8.0,<3.9.0"}"#;

/// A wheel with these files under `model/`, besides an empty `config.cfg` and `tokenizer`.
fn wheel(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let more: [(&str, &[u8]); 3] = [("meta.json", META), ("config.cfg", b""), ("tokenizer", b"")];
    let more = more.into_iter().filter(|m| files.iter().all(|f| f.0 != m.0));
    for (name, bytes) in files.iter().copied().chain(more) {
        zip.start_file(format!("model/{name}"), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Loads a model from bytes; fails when that takes long.
fn load(bytes: &[u8]) -> ModelError {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    load_path(file.path())
}

fn load_path(path: &Path) -> ModelError {
    let start = Instant::now();
    let error = Pipeline::load(path).expect_err("must not load");
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
    let text = error.to_string();
    assert!(!text.is_empty() && text.len() < 1000 && !text.ends_with('.'), "{text}");
    error
}

fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) {
    assert_eq!(old.len(), new.len());
    let places: Vec<usize> = (0..=bytes.len() - old.len()).filter(|&i| &bytes[i..i + old.len()] == old).collect();
    assert!(!places.is_empty());
    for i in places {
        bytes[i..i + new.len()].copy_from_slice(new);
    }
}

#[test]
fn a_missing_model_says_how_to_get_one() {
    let error = load_path(Path::new("/nonexistent/model.whl"));
    assert!(matches!(error, ModelError::NotInstalled { .. }));
    assert!(error.to_string().contains("make model"), "{error}");
    assert!(matches!(locate(Some(Path::new("/nonexistent"))), Err(ModelError::NotInstalled { .. })));
}

#[test]
fn other_files_and_folders_are_no_model() {
    assert!(matches!(load(b"hello"), ModelError::NotAModel { .. }));
    assert!(matches!(load(b""), ModelError::NotAModel { .. }));
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(load_path(empty.path()), ModelError::NotAModel { .. }));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("readme.txt", SimpleFileOptions::default()).unwrap();
    assert!(matches!(load(&zip.finish().unwrap().into_inner()), ModelError::NotAModel { .. }));
}

#[test]
fn climbing_paths_are_refused() {
    for (old, new) in
        [("model/xx/evil", "model/../evil"), ("mod/evil/abso", "/od/evil/abso"), ("mod/evil/back", "..\\/evil/back")]
    {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(old, SimpleFileOptions::default()).unwrap();
        let mut bytes = zip.finish().unwrap().into_inner();
        replace(&mut bytes, old.as_bytes(), new.as_bytes());
        assert!(matches!(load(&bytes), ModelError::UnsafePath { .. }), "{new}");
    }
}

#[test]
fn a_zip_bomb_is_refused() {
    let zeros = vec![0; 64 << 20];
    let bomb = wheel(&[("meta.json", &zeros)]);
    assert!(bomb.len() < 200_000);
    assert!(matches!(load(&bomb), ModelError::TooLarge { .. }));
    // The same, but the package claims that the file has 100 bytes.
    let mut liar = bomb;
    replace(&mut liar, &(64_u32 << 20).to_le_bytes(), &100_u32.to_le_bytes());
    assert!(matches!(load(&liar), ModelError::TooLarge { .. } | ModelError::Damaged { .. }));
}

#[test]
fn other_languages_and_versions_are_refused() {
    let german = br#"{"lang":"de","name":"x","version":"3.8.0","spacy_version":">=3.8.0"}"#;
    let error = load(&wheel(&[("meta.json", german)]));
    assert!(matches!(&error, ModelError::Unsupported { found, .. } if found == "de"), "{error}");
    let old = br#"{"lang":"en","name":"x","version":"2.3.1","spacy_version":">=2.3.0,<2.4.0"}"#;
    assert!(matches!(load(&wheel(&[("meta.json", old)])), ModelError::Unsupported { .. }));
    assert!(matches!(load(&wheel(&[("meta.json", b"[]")])), ModelError::Damaged { .. }));
    assert!(matches!(load(&wheel(&[("meta.json", b"\xff\xfe")])), ModelError::Damaged { .. }));
}

#[test]
fn huge_claims_of_small_files_are_refused() {
    // An array that claims four billion items; a map that nests without end.
    assert!(matches!(load(&wheel(&[("tok2vec/model", b"\xdd\xff\xff\xff\xff")])), ModelError::Damaged { .. }));
    assert!(matches!(load(&wheel(&[("tok2vec/model", &vec![0x91; 100_000])])), ModelError::Damaged { .. }));
    // A table of vectors that claims to be huge.
    let npy = b"\x93NUMPY\x01\x00\x3a\x00{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999, 9999999999999), }";
    assert!(matches!(load(&wheel(&[("vocab/vectors", npy)])), ModelError::Damaged { .. }));
}

/// The installed model, unpacked; `None` with a note when there is none.
fn unpacked() -> Option<(tempfile::TempDir, PathBuf)> {
    let Ok(path) = locate(None) else {
        eprintln!("skipped: no model installed (run `make model`)");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut zip = ZipArchive::new(std::fs::File::open(path).ok()?).ok()?;
    zip.extract(folder.path()).unwrap();
    let mut found = vec![folder.path().to_path_buf()];
    while let Some(place) = found.pop() {
        if place.join("tokenizer").is_file() {
            return Some((folder, place));
        }
        found.extend(std::fs::read_dir(&place).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()));
    }
    panic!("no model in the wheel");
}

#[test]
fn a_truncated_wheel_is_refused() {
    let Ok(path) = locate(None) else { return };
    let mut bytes = Vec::new();
    if !path.is_file() {
        return;
    }
    std::fs::File::open(path).unwrap().read_to_end(&mut bytes).unwrap();
    let error = load(&bytes[..bytes.len() / 2]);
    assert!(matches!(error, ModelError::NotAModel { .. } | ModelError::Damaged { .. }), "{error}");
    // A flipped bit in the middle of the packed tensors.
    let middle = bytes.len() / 3;
    bytes[middle] ^= 1;
    assert!(matches!(load(&bytes), ModelError::Damaged { .. }));
}

#[test]
fn the_same_model_loads_from_a_wheel_an_unpacked_wheel_and_a_directory() {
    let Some((folder, model)) = unpacked() else { return };
    let text = ["Two ministers resigned in Oslo on Friday."];
    let wheel = Pipeline::load(&locate(None).unwrap()).unwrap();
    for path in [folder.path(), &model] {
        let pipeline = Pipeline::load(path).unwrap();
        assert_eq!(pipeline.info(), wheel.info());
        assert_eq!(pipeline.analyse(&text), wheel.analyse(&text));
        assert_eq!(pipeline.fingerprint().unwrap().len(), 64);
    }
}

#[test]
fn damaged_parts_are_named() {
    let Some((folder, model)) = unpacked() else { return };
    let parts = [
        "tokenizer",
        "tok2vec/model",
        "tagger/model",
        "tagger/cfg",
        "parser/model",
        "parser/moves",
        "ner/model",
        "ner/moves",
        "attribute_ruler/patterns",
        "lemmatizer/lookups/lookups.bin",
        "vocab/lookups.bin",
        "vocab/vectors",
    ];
    for part in parts {
        let path = model.join(part);
        let sound = std::fs::read(&path).unwrap();
        std::fs::write(&path, &sound[..sound.len() / 2]).unwrap();
        let error = load_path(folder.path());
        assert!(matches!(&error, ModelError::Damaged { part: p, .. } if p == part), "{part}: {error}");
        std::fs::write(&path, &sound).unwrap();
    }
    // A tensor with a shape that the bytes do not fill, and one with a number that is none.
    let path = model.join("tagger/model");
    let sound = std::fs::read(&path).unwrap();
    let at = sound.windows(7).position(|w| w == b"\xa5shape\x92" || w == b"\x05shape\x92").unwrap();
    let mut huge = sound.clone();
    huge.splice(at + 7..at + 8, [0xcf, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    for bytes in [huge, {
        let mut nan = sound.clone();
        let data = nan.windows(5).position(|w| w == b"\x04data").unwrap() + 8;
        nan[data..data + 8].copy_from_slice(&[0xff; 8]);
        nan
    }] {
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(load_path(folder.path()), ModelError::Damaged { .. }));
    }
    std::fs::write(&path, sound).unwrap();
    std::fs::remove_file(model.join("ner/model")).unwrap();
    assert!(matches!(load_path(folder.path()), ModelError::Unreadable { .. }));
}

#[test]
fn flipped_bits_never_crash() {
    let Some((folder, model)) = unpacked() else { return };
    let mut x = 12345_u32;
    let mut next = |n: usize| {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (x >> 8) as usize % n
    };
    for part in ["parser/moves", "ner/moves", "tokenizer", "attribute_ruler/patterns", "tagger/model", "vocab/lookups.bin"] {
        let path = model.join(part);
        let sound = std::fs::read(&path).unwrap();
        for _ in 0..2 {
            let mut bytes = sound.clone();
            for _ in 0..3 {
                let at = next(bytes.len());
                bytes[at] ^= 1 << next(8);
            }
            std::fs::write(&path, &bytes).unwrap();
            if let Ok(pipeline) = Pipeline::load(folder.path()) {
                pipeline.analyse(&["The ship, \"Aurora\", left Bergen at 7pm :-) and wasn't seen again...", "", "U.S."]);
            }
        }
        std::fs::write(&path, &sound).unwrap();
    }
}
