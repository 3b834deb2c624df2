//! Cases: a text with the facts that are wanted of it and the traps that it sets. The format is in `tests/cases/README.md`.

use crate::document::Metadata;
use crate::read::{About, AboutError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Why a case could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaseError {
    /// A file or folder is missing or unreadable.
    #[error("cannot read `{}`: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The sidecar is faulty.
    #[error(transparent)]
    About(#[from] AboutError),
    /// A line is no fact or trap.
    #[error("`{}`, line {line}: {source}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// A trigger or its surroundings do not stand exactly once in the text.
    #[error("`{}`, line {line}: `{words}` stands {times} times in the text, not once; use `at`", path.display())]
    Place {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// The words.
        words: String,
        /// How often they stand there.
        times: usize,
    },
    /// A mark of a chain is faulty.
    #[error("`{}`, line {line}: {words}", path.display())]
    Mark {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        words: String,
    },
    /// There is no case at all.
    #[error("no folder under `{}` has `input.txt` and `facts.jsonl`", .0.display())]
    Empty(PathBuf),
    /// There is no text with chains.
    #[error("no `*.txt` in `{}`", .0.display())]
    NoChains(PathBuf),
}

impl CaseError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "case.io",
            Self::About(_) => "case.about",
            Self::Line { .. } => "case.line",
            Self::Place { .. } => "case.place",
            Self::Mark { .. } => "case.mark",
            Self::Empty(_) => "case.empty",
            Self::NoChains(_) => "case.no-chains",
        }
    }
}

/// A wanted argument.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WantedArgument {
    /// Its role.
    pub role: String,
    /// The name of what is meant, or its words.
    pub text: String,
    /// Other wordings that serve.
    pub or: Vec<String>,
    /// Right when found, no loss when not.
    pub optional: bool,
}

/// A wanted fact.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of the facts format; tests/cases/README.md tells the rest")]
pub struct Wanted {
    pub kind: String,
    pub or_kind: Vec<String>,
    pub trigger: Option<String>,
    pub or_trigger: Vec<String>,
    pub at: Option<String>,
    pub status: Vec<String>,
    pub args: Vec<WantedArgument>,
    pub time: Vec<String>,
    pub count: Option<u64>,
    pub killed: Option<u64>,
    pub wounded: Option<u64>,
    pub according_to: Vec<String>,
    pub title: Vec<String>,
    pub tenure: Option<String>,
    pub capacity: Option<String>,
    pub quote_kind: Option<String>,
    pub optional: bool,
    /// Where the triggers stand, in code points.
    #[serde(skip)]
    pub places: Vec<Range<usize>>,
}

/// What must not be found.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of the facts format; tests/cases/README.md tells the rest")]
pub struct Trap {
    pub why: String,
    pub kind: Option<String>,
    pub trigger: Option<String>,
    pub at: Option<String>,
    pub status: Option<String>,
    pub args: std::collections::BTreeMap<String, String>,
    pub title: Option<String>,
    pub tenure: Option<String>,
    pub count: Option<u64>,
    pub killed: Option<u64>,
    pub wounded: Option<u64>,
    pub label: Option<String>,
    #[serde(rename = "type")]
    pub class: Option<String>,
    pub one_node: Option<String>,
    pub one_node_wrong: Vec<String>,
    /// Where the trigger stands, in code points.
    #[serde(skip)]
    pub places: Vec<Range<usize>>,
}

/// A text with what is wanted of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// Name of its folder.
    pub name: String,
    /// The text.
    pub text: String,
    /// What the text does not say.
    pub metadata: Metadata,
    /// Facts.
    pub facts: Vec<Wanted>,
    /// Traps.
    pub traps: Vec<Trap>,
}

/// Reads every case under a folder, sorted by path.
///
/// # Errors
/// [`CaseError`] with the file and line of the first fault.
pub fn cases(folder: &Path) -> Result<Vec<Case>, CaseError> {
    let mut found = Vec::new();
    walk(folder, &mut found)?;
    if found.is_empty() {
        return Err(CaseError::Empty(folder.to_owned()));
    }
    found.iter().map(|path| read_case(path)).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), CaseError> {
    let io = |source| CaseError::Io { path: folder.to_owned(), source };
    if folder.join("facts.jsonl").is_file() && folder.join("input.txt").is_file() {
        found.push(folder.to_owned());
    }
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    folders.iter().try_for_each(|inner| walk(inner, found))
}

fn read_case(folder: &Path) -> Result<Case, CaseError> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let text = read(&folder.join("input.txt"))?;
    let about = folder.join("about.jsonl");
    let metadata = if about.is_file() { About::read(&about)?.metadata(&name, &Metadata::default()) } else { Metadata::default() };
    let path = folder.join("facts.jsonl");
    let mut facts: Vec<Wanted> = lines(&path)?;
    for (row, fact) in facts.iter_mut().enumerate() {
        let triggers = fact.trigger.iter().chain(&fact.or_trigger);
        fact.places = places(&text, triggers, fact.at.as_deref(), &path, row + 1)?;
    }
    let path = folder.join("traps.jsonl");
    let mut traps: Vec<Trap> = if path.is_file() { lines(&path)? } else { Vec::new() };
    for (row, trap) in traps.iter_mut().enumerate() {
        if trap.at.is_some() {
            trap.places = places(&text, &trap.trigger, trap.at.as_deref(), &path, row + 1)?;
        }
    }
    Ok(Case { name, text, metadata, facts, traps })
}

pub(super) fn read(path: &Path) -> Result<String, CaseError> {
    std::fs::read_to_string(path).map_err(|source| CaseError::Io { path: path.to_owned(), source })
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, CaseError> {
    let text = read(path)?;
    let parse = |(row, line)| {
        serde_json::from_str(line).map_err(|source| CaseError::Line { path: path.to_owned(), line: row + 1, source })
    };
    text.lines().enumerate().map(parse).collect()
}

/// Where the words stand, in code points.
fn places<'a>(
    text: &str,
    triggers: impl IntoIterator<Item = &'a String>,
    at: Option<&str>,
    path: &Path,
    line: usize,
) -> Result<Vec<Range<usize>>, CaseError> {
    let place = |words: &str, times| CaseError::Place { path: path.to_owned(), line, words: words.to_owned(), times };
    let mut found = Vec::new();
    for trigger in triggers {
        let start = if let Some(at) = at {
            let (first, times) = occurrences(text, at);
            let inner = at.find(trigger.as_str()).ok_or_else(|| place(trigger, 0))?;
            first.filter(|_| times == 1).ok_or_else(|| place(at, times))? + inner
        } else {
            let (first, times) = occurrences(text, trigger);
            first.filter(|_| times == 1).ok_or_else(|| place(trigger, times))?
        };
        let points = text[..start].chars().count();
        found.push(points..points + trigger.chars().count());
    }
    Ok(found)
}

/// First place of whole words in a text, and how often they stand there.
fn occurrences(text: &str, words: &str) -> (Option<usize>, usize) {
    // an edge that is itself no letter ends a word whatever stands beside it
    let (opens, closes) = (words.starts_with(char::is_alphanumeric), words.ends_with(char::is_alphanumeric));
    let whole = |&(start, _): &(usize, &str)| {
        !(opens && text[..start].ends_with(char::is_alphanumeric))
            && !(closes && text[start + words.len()..].starts_with(char::is_alphanumeric))
    };
    let mut all = text.match_indices(words).filter(whole);
    let first = all.next().map(|(start, _)| start);
    (first, usize::from(first.is_some()) + all.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whole_words_only() {
        assert_eq!(occurrences("he met them; metal", "met"), (Some(3), 1));
        assert_eq!(occurrences("a metal", "met"), (None, 0));
    }

    #[test]
    fn asks_for_surroundings_where_a_trigger_stands_twice() {
        let trigger = "said".to_owned();
        let path = Path::new("facts.jsonl");
        let error = places("she said, he said", [&trigger], None, path, 3).unwrap_err();
        assert_eq!(error.to_string(), "`facts.jsonl`, line 3: `said` stands 2 times in the text, not once; use `at`");
        assert_eq!(places("é she said, he said", [&trigger], Some("said"), path, 3).unwrap_err().code(), "case.place");
        assert_eq!(places("é she said, he said", [&trigger], Some(", he said"), path, 3).unwrap(), vec![15..19]);
    }
}
