//! What can go wrong before a document is read.

use std::path::PathBuf;

/// A paragraph longer than this is no news but a broken file, and would need gigabytes to parse.
pub(super) const LONGEST_PARAGRAPH: usize = 1_000_000;

/// Why the inputs could not be listed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// A file or folder cannot be read.
    #[error("cannot read `{}`", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// Two inputs would be one document.
    #[error("`{}` and `{}` are both document `{id}`; rename one", first.display(), second.display())]
    SameId {
        /// The id.
        id: String,
        /// One file.
        first: PathBuf,
        /// The other file.
        second: PathBuf,
    },
    /// A folder has nothing to read.
    #[error("no .txt or .html file in folder `{}`", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
}

/// Why a document could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The bytes are no UTF-8.
    #[error("`{}`, line {line}, column {column}: byte {offset} (0x{byte:02x}) is no UTF-8; convert the file, for instance with `iconv -t UTF-8`", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// Line of the first bad byte, from 1.
        line: usize,
        /// Column of the first bad byte in characters, from 1.
        column: usize,
        /// Place of the first bad byte, from 0.
        offset: usize,
        /// The bad byte.
        byte: u8,
    },
    /// The file holds something else than text.
    #[error("`{}` is no text: byte {offset} is zero{}", path.display(), if *utf16 { "; it looks like UTF-16, convert it to UTF-8" } else { "" })]
    Binary {
        /// The file.
        path: PathBuf,
        /// Place of the first zero byte.
        offset: usize,
        /// Whether it starts as UTF-16 does.
        utf16: bool,
    },
    /// The file holds no words.
    #[error("`{}` holds no text", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// One paragraph is longer than any news.
    #[error("`{}`, line {line}: a paragraph of {length} bytes; more than {LONGEST_PARAGRAPH} is no news text", path.display())]
    LongParagraph {
        /// The file.
        path: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// Its length in bytes.
        length: usize,
    },
}

impl SourceError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "input.io",
            Self::SameId { .. } => "input.same-id",
            Self::EmptyFolder { .. } => "input.empty-folder",
        }
    }
}

impl ReadError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "read.io",
            Self::NotUtf8 { .. } => "read.not-utf8",
            Self::Binary { .. } => "read.binary",
            Self::Empty { .. } => "read.empty",
            Self::LongParagraph { .. } => "read.long-paragraph",
        }
    }
}
