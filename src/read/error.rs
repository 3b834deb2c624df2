//! What can go wrong before a document is read.

use std::path::PathBuf;

/// A paragraph longer than this is no news but a broken file, and would need gigabytes to parse.
pub(super) const LONGEST_PARAGRAPH: usize = 1_000_000;
/// Live blogs of a whole day have some two megabytes; the limit keeps one broken record from filling the memory.
pub(super) const LARGEST_DOCUMENT: usize = 32 << 20;

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
    #[error("no text, page, feed or archive in folder `{}`", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
}

/// Where a document stands: a file, or a line or record of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, or `-` for stdin.
    pub path: PathBuf,
    /// Line of a file that holds a document a line, from 1.
    pub line: Option<usize>,
    /// Number of the record in an archive or feed, from 1.
    pub record: Option<usize>,
}

impl Place {
    /// A whole file.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), line: None, record: None }
    }

    /// A line of a file.
    pub fn line(path: impl Into<PathBuf>, line: usize) -> Self {
        Self { line: Some(line), ..Self::file(path) }
    }

    /// A record of a file.
    pub fn record(path: impl Into<PathBuf>, record: usize) -> Self {
        Self { record: Some(record), ..Self::file(path) }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}`", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(record) = self.record {
            write!(f, ", record {record}")?;
        }
        Ok(())
    }
}

/// Why a document could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file cannot be read.
    #[error("cannot read {place}: {source}")]
    Io {
        /// Where it stands.
        place: Place,
        /// The cause.
        source: std::io::Error,
    },
    /// The bytes are no UTF-8.
    #[error(
        "{place}, line {line}, column {column}: byte {offset} (0x{byte:02x}) is no UTF-8; convert the file, for instance with `iconv -t UTF-8`"
    )]
    NotUtf8 {
        /// Where it stands.
        place: Place,
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
    #[error("{place} is no text: byte {offset} is zero{}", if *utf16 { "; it looks like UTF-16, convert it to UTF-8" } else { "" })]
    Binary {
        /// Where it stands.
        place: Place,
        /// Place of the first zero byte.
        offset: usize,
        /// Whether it starts as UTF-16 does.
        utf16: bool,
    },
    /// The file holds no words.
    #[error("{place} holds no text")]
    Empty {
        /// Where it stands.
        place: Place,
    },
    /// One paragraph is longer than any news.
    #[error("{place}, paragraph in line {line}: {length} bytes; more than {LONGEST_PARAGRAPH} is no news text")]
    LongParagraph {
        /// Where it stands.
        place: Place,
        /// Its line, from 1.
        line: usize,
        /// Its length in bytes.
        length: usize,
    },
    /// One document is larger than any page.
    #[error("{place} is larger than {} MB, which no page or article is; split it, or leave it out", LARGEST_DOCUMENT >> 20)]
    TooLarge {
        /// Where it stands.
        place: Place,
    },
    /// A file or record is not of the form that it is read as.
    #[error("{place} is no {form}: {message}")]
    Form {
        /// Where it stands.
        place: Place,
        /// Name of the form.
        form: &'static str,
        /// What is wrong, and what would be right.
        message: String,
    },
    /// An address gave nothing.
    #[error("cannot fetch {place}: {message}")]
    Fetch {
        /// The address.
        place: Place,
        /// What is wrong, and what to do.
        message: String,
    },
    /// A second document of one name among the records of a run.
    #[error("{place}: `{id}` is the name of an earlier document too; give each its own `id` or `url`")]
    SameName {
        /// Where it stands.
        place: Place,
        /// The id.
        id: String,
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
            Self::TooLarge { .. } => "read.too-large",
            Self::Form { .. } => "read.form",
            Self::Fetch { .. } => "read.fetch",
            Self::SameName { .. } => "read.same-name",
        }
    }
}
