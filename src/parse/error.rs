//! What can be wrong with a model.

use std::path::PathBuf;
use thiserror::Error;

/// A model that cannot be used, and why.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ModelError {
    /// No model was named and none is installed.
    #[error("no language model found at `{}`: run `make model`, or name one with `--model` or `DATELINE_MODEL`", path.display())]
    NotInstalled {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file system said no.
    #[error("cannot read the model `{}`: {source}", path.display())]
    Unreadable {
        /// What was read.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The file or folder holds no spaCy model.
    #[error("`{}` is not a spaCy model: {reason}", path.display())]
    NotAModel {
        /// What was looked at.
        path: PathBuf,
        /// What is missing or wrong.
        reason: String,
    },
    /// A name inside the package points outside of it.
    #[error("the model package `{}` holds an unsafe path `{name}`", path.display())]
    UnsafePath {
        /// The package.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// A part is larger than any model of this kind.
    #[error("the model's `{part}` is larger than {limit} bytes")]
    TooLarge {
        /// Which file or tensor.
        part: String,
        /// The most that is accepted.
        limit: u64,
    },
    /// A part does not hold what it should.
    #[error("the model's `{part}` is damaged: {reason}")]
    Damaged {
        /// Which file.
        part: String,
        /// What is wrong.
        reason: String,
    },
    /// A sound model, but one that this runtime does not know.
    #[error("unsupported model: {what} is `{found}`, expected {expected}")]
    Unsupported {
        /// Which setting.
        what: String,
        /// Its value.
        found: String,
        /// What would work.
        expected: String,
    },
}

impl ModelError {
    /// A stable name for the kind of error, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotInstalled { .. } => "model.not-installed",
            Self::Unreadable { .. } => "model.unreadable",
            Self::NotAModel { .. } => "model.not-a-model",
            Self::UnsafePath { .. } => "model.unsafe-path",
            Self::TooLarge { .. } => "model.too-large",
            Self::Damaged { .. } => "model.damaged",
            Self::Unsupported { .. } => "model.unsupported",
        }
    }

    pub(super) fn damaged(part: &str, reason: impl Into<String>) -> Self {
        Self::Damaged { part: part.into(), reason: reason.into() }
    }
}
