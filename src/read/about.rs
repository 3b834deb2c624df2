//! The sidecar file: what the texts do not say of themselves, one JSON line a document.

use crate::document::Metadata;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a sidecar file says, by document id.
#[derive(Clone, Debug, Default)]
pub struct About {
    documents: BTreeMap<String, Metadata>,
}

/// Why a sidecar file could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AboutError {
    /// The file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A line is no JSON object of the expected form.
    #[error("{}:{line}: {message}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// What is wrong, with the column.
        message: String,
    },
}

impl AboutError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "about.io",
            Self::Line { .. } => "about.line",
        }
    }
}

#[derive(serde::Deserialize)]
struct Row {
    document: String,
    #[serde(flatten)]
    metadata: Metadata,
}

impl About {
    /// Reads a sidecar file. Fields that are not known are passed over, for such files often carry more.
    pub fn read(path: &Path) -> Result<Self, AboutError> {
        let text = std::fs::read_to_string(path).map_err(|source| AboutError::Io { path: path.to_owned(), source })?;
        let fault = |line: usize, message: String| AboutError::Line { path: path.to_owned(), line, message };
        let mut documents = BTreeMap::new();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let row: Row = serde_json::from_str(line).map_err(|error| fault(at + 1, error.to_string()))?;
            super::source::check(&row.metadata).map_err(|error| fault(at + 1, error.to_string()))?;
            if documents.insert(row.document.clone(), row.metadata).is_some() {
                return Err(fault(at + 1, format!("second line about `{}`", row.document)));
            }
        }
        Ok(Self { documents })
    }

    /// What it says of a document, with `defaults` where it is silent.
    pub fn metadata(&self, document: &str, defaults: &Metadata) -> Metadata {
        self.documents.get(document).map_or_else(|| defaults.clone(), |own| own.or(defaults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Order;

    fn about(text: &str) -> Result<About, AboutError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        About::read(file.path())
    }

    #[test]
    fn own_line_goes_before_defaults() {
        let about =
            about("{\"document\":\"a\",\"published\":\"2024-05-01\",\"order\":\"oldest-first\",\"ignore\":[[1,2]]}\n").unwrap();
        let defaults =
            Metadata { published: Some("2020-01-01".into()), publisher: Some("Gazette".into()), ..Metadata::default() };
        let metadata = about.metadata("a", &defaults);
        assert_eq!(metadata.published.as_deref(), Some("2024-05-01"));
        assert_eq!(metadata.publisher.as_deref(), Some("Gazette"));
        assert_eq!(metadata.order, Order::OldestFirst);
        assert_eq!(about.metadata("b", &defaults), defaults);
    }

    #[test]
    fn faults_name_the_line() {
        let line = |text| match about(text) {
            Err(AboutError::Line { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line("{\"document\":\"a\"}\n\n{\"title\":\"no id\"}\n"), 3);
        assert_eq!(line("{\"document\":\"a\",\"published\":\"last week\"}"), 1);
        assert_eq!(line("{\"document\":\"a\"}\n{\"document\":\"a\"}"), 2);
    }
}
