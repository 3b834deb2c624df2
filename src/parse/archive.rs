//! The files of a model: a wheel (zip), an unpacked wheel or a model directory.

use super::ModelError;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// Where the files of a model are read from.
#[derive(Clone, Debug)]
pub(super) struct Archive {
    path: PathBuf,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Files stand under this directory.
    Directory(PathBuf),
    /// Entries of the zip file start with this prefix.
    Zip(String),
}

/// The most bytes that a file of each kind may have, by its name; none of the published models comes near.
fn limit(name: &str) -> u64 {
    const MB: u64 = 1 << 20;
    match name {
        "vocab/vectors" => 1024 * MB,
        "vocab/key2row" => 256 * MB,
        "meta.json" | "config.cfg" | "tokenizer" => 4 * MB,
        _ => 64 * MB,
    }
}

/// The files that tell a model directory.
const MARKS: [&str; 3] = ["meta.json", "config.cfg", "tokenizer"];

/// All files that are read.
const PARTS: [&str; 14] = [
    "attribute_ruler/patterns",
    "lemmatizer/lookups/lookups.bin",
    "meta.json",
    "ner/model",
    "ner/moves",
    "parser/model",
    "parser/moves",
    "tagger/cfg",
    "tagger/model",
    "tok2vec/model",
    "tokenizer",
    "vocab/key2row",
    "vocab/lookups.bin",
    "vocab/vectors",
];

impl Archive {
    /// Finds the model in a wheel, an unpacked wheel or a model directory.
    pub(super) fn open(path: &Path) -> Result<Self, ModelError> {
        let unreadable = |source| match source {
            e if std::io::Error::kind(&e) == std::io::ErrorKind::NotFound => ModelError::NotInstalled { path: path.into() },
            source => ModelError::Unreadable { path: path.into(), source },
        };
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        let kind = if metadata.is_dir() { Self::find_directory(path)? } else { Self::find_entries(path)? };
        Ok(Self { path: path.into(), kind })
    }

    /// The model directory itself, or one up to two levels below, as in an unpacked wheel.
    fn find_directory(path: &Path) -> Result<Kind, ModelError> {
        let mut level = vec![path.to_path_buf()];
        for _ in 0..3 {
            if let Some(found) = level.iter().find(|d| MARKS.iter().all(|m| d.join(m).is_file())) {
                return Ok(Kind::Directory(found.clone()));
            }
            let mut next: Vec<PathBuf> = level
                .iter()
                .filter_map(|d| std::fs::read_dir(d).ok())
                .flat_map(|entries| entries.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.is_dir()))
                .take(1000)
                .collect();
            next.sort();
            level = next;
        }
        Err(ModelError::NotAModel { path: path.into(), reason: format!("no folder with {}", MARKS.join(", ")) })
    }

    fn find_entries(path: &Path) -> Result<Kind, ModelError> {
        let zip = open_zip(path)?;
        let mut names = Vec::new();
        for name in zip.file_names() {
            let name = name.map_err(|e| ModelError::damaged(&path.display().to_string(), e.to_string()))?;
            let climbs = name.split(['/', '\\']).any(|part| part == "..") || name.starts_with(['/', '\\']) || name.contains(':');
            if climbs || name.contains('\0') {
                return Err(ModelError::UnsafePath { path: path.into(), name: name.into_owned() });
            }
            names.push(name.into_owned());
        }
        names.sort();
        let mut prefixes = names.iter().filter_map(|n| n.strip_suffix("tokenizer")).filter(|p| p.is_empty() || p.ends_with('/'));
        let found = prefixes.find(|p| MARKS.iter().all(|m| names.binary_search(&format!("{p}{m}")).is_ok()));
        let reason = || format!("the package has no folder with {}", MARKS.join(", "));
        let prefix = found.ok_or_else(|| ModelError::NotAModel { path: path.into(), reason: reason() })?;
        Ok(Kind::Zip(prefix.to_owned()))
    }

    /// The whole of one file.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, ModelError> {
        let limit = limit(name);
        let too_large = || ModelError::TooLarge { part: name.into(), limit };
        let damaged = |e: &dyn std::fmt::Display| ModelError::damaged(name, e.to_string());
        match &self.kind {
            Kind::Directory(directory) => {
                let path = directory.join(name);
                let unreadable = |source| ModelError::Unreadable { path: path.clone(), source };
                let file = File::open(&path).map_err(unreadable)?;
                let size = file.metadata().map_err(unreadable)?.len();
                if size > limit {
                    return Err(too_large());
                }
                read_limited(file, size, limit).map_err(unreadable)?.ok_or_else(too_large)
            }
            Kind::Zip(prefix) => {
                let mut zip = open_zip(&self.path)?;
                let entry = zip.by_name(&format!("{prefix}{name}")).map_err(|e| damaged(&e))?;
                let size = entry.size();
                if size > limit {
                    return Err(too_large());
                }
                // The declared size may lie: never read past the limit.
                read_limited(entry, size, limit).map_err(|e| damaged(&e))?.ok_or_else(too_large)
            }
        }
    }

    /// SHA-256 of the package file, or of the list of the files that are read and their hashes.
    pub(super) fn fingerprint(&self) -> Result<String, ModelError> {
        let hex = |bytes: &[u8]| bytes.iter().fold(String::new(), |s, b| s + &format!("{b:02x}"));
        match &self.kind {
            Kind::Zip(_) => {
                let unreadable = |source| ModelError::Unreadable { path: self.path.clone(), source };
                let mut hasher = Sha256::new();
                std::io::copy(&mut File::open(&self.path).map_err(unreadable)?, &mut hasher).map_err(unreadable)?;
                Ok(hex(&hasher.finalize()))
            }
            Kind::Directory(_) => {
                let mut list = String::new();
                for part in PARTS.iter().filter(|p| self.has(p)) {
                    list.extend([&hex(&Sha256::digest(self.read(part)?)), "  ", part, "\n"]);
                }
                Ok(hex(&Sha256::digest(list)))
            }
        }
    }

    /// Whether a file is there.
    pub(super) fn has(&self, name: &str) -> bool {
        match &self.kind {
            Kind::Directory(directory) => directory.join(name).is_file(),
            Kind::Zip(prefix) => open_zip(&self.path).is_ok_and(|z| z.index_for_name(&format!("{prefix}{name}")).is_some()),
        }
    }
}

fn open_zip(path: &Path) -> Result<ZipArchive<BufReader<File>>, ModelError> {
    let file = File::open(path).map_err(|source| ModelError::Unreadable { path: path.into(), source })?;
    ZipArchive::new(BufReader::new(file))
        .map_err(|e| ModelError::NotAModel { path: path.into(), reason: format!("neither a folder nor a wheel ({e})") })
}

/// Reads to the end; `None` when there is more than `limit`.
fn read_limited(reader: impl Read, size: u64, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(size.min(16 << 20) as usize);
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}
