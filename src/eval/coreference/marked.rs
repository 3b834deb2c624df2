//! Texts whose chains are marked in brackets: `[The mayor of [Turku|2]|1] cut short [her|1] holiday. [Both|1+3] laughed.`

use super::{ChainMention, PronounKind};
use crate::document::Metadata;
use crate::eval::case::{CaseError, read};
use crate::eval::heads::PREPOSITIONS;
use crate::read::About;
use std::ops::Range;
use std::path::Path;

/// A text with its chains.
#[derive(Clone, Debug)]
pub struct ChainText {
    /// Name of its file, without the ending.
    pub name: String,
    /// The text without the marks.
    pub text: String,
    /// What the text does not say.
    pub metadata: Metadata,
    /// The phrases between brackets, in the order in which they end.
    pub(super) mentions: Vec<ChainMention>,
}

/// Reads every `*.txt` of a folder, sorted by name, with what its `about.jsonl` says.
///
/// # Errors
/// [`CaseError`] with the file and line of the first fault.
pub fn chain_texts(folder: &Path) -> Result<Vec<ChainText>, CaseError> {
    let io = |source| CaseError::Io { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(CaseError::NoChains(folder.to_owned()));
    }
    paths.sort();
    let about = folder.join("about.jsonl");
    let about = if about.is_file() { About::read(&about)? } else { About::default() };
    let open = |path: &std::path::PathBuf| {
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut text = ChainText::read(&name, &read(path)?, path)?;
        text.metadata = about.metadata(&name, &Metadata::default());
        Ok(text)
    };
    paths.iter().map(open).collect()
}

impl ChainText {
    /// Takes the marks out of a text.
    ///
    /// # Errors
    /// [`CaseError::Mark`] for a bracket without its partner and for a mark without numbers.
    pub(super) fn read(name: &str, marked: &str, path: &Path) -> Result<Self, CaseError> {
        let mut text = String::with_capacity(marked.len());
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut spans: Vec<(Range<usize>, Vec<usize>)> = Vec::new();
        let mut rest = marked;
        let fault = |rest: &str, words: &str| CaseError::Mark {
            path: path.to_owned(),
            line: marked[..marked.len() - rest.len()].matches('\n').count() + 1,
            words: words.to_owned(),
        };
        while let Some(at) = rest.find(['[', '|', ']']) {
            text.push_str(&rest[..at]);
            let sign = &rest[at..];
            if let Some(inner) = sign.strip_prefix('[') {
                open.push((text.len(), marked.len() - sign.len()));
                rest = inner;
                continue;
            }
            let numbers = sign.strip_prefix('|').and_then(|inner| inner.split_once(']'));
            let (numbers, after) = numbers.ok_or_else(|| fault(sign, "`|` and numbers stand before each `]`"))?;
            let chain: Result<Vec<usize>, _> = numbers.split('+').map(str::parse).collect();
            let mut chain = chain.map_err(|_| fault(sign, "a chain is a number, or several with `+`"))?;
            chain.sort_unstable();
            let (start, _) = open.pop().ok_or_else(|| fault(sign, "no `[` before this mark"))?;
            spans.push((start..text.len(), chain));
            rest = after;
        }
        text.push_str(rest);
        if let Some((_, at)) = open.pop() {
            return Err(fault(&marked[at..], "`[` is never closed"));
        }
        let mention = |(span, chain): (Range<usize>, Vec<usize>)| {
            let head = span.start + head(&text[span.clone()]);
            ChainMention { pronoun: PronounKind::of(&text[span.clone()]), span, head, chain }
        };
        let mentions = spans.into_iter().map(mention).collect();
        Ok(Self { name: name.to_owned(), text, metadata: Metadata::default(), mentions })
    }
}

/// Where the head word of a phrase begins: the last word before the first preposition or comma, without a possessive `’s`.
fn head(phrase: &str) -> usize {
    let mut last = 0;
    for word in phrase.split_whitespace() {
        let start = word.as_ptr() as usize - phrase.as_ptr() as usize;
        if start > 0 && PREPOSITIONS.contains(&word.to_lowercase().as_str()) {
            break;
        }
        last = start;
        if word.ends_with(',') {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(marked: &str) -> Result<ChainText, CaseError> {
        ChainText::read("t", marked, "t.txt".as_ref())
    }

    #[test]
    fn reads_marks_within_marks() {
        let text = read("[The mayor of [Turku|2]|1] met [her|1] son.\n[They|3+1] left.").unwrap();
        assert_eq!(text.text, "The mayor of Turku met her son.\nThey left.");
        let found: Vec<_> =
            text.mentions.iter().map(|m| (&text.text[m.span.clone()], &text.text[m.head..], &m.chain[..])).collect();
        assert_eq!(found[0], ("Turku", "Turku met her son.\nThey left.", &[2][..]));
        assert_eq!(found[1], ("The mayor of Turku", "mayor of Turku met her son.\nThey left.", &[1][..]));
        assert_eq!(found[3].2, [1, 3]);
        assert_eq!(text.mentions[2].pronoun, Some(PronounKind::She));
    }

    #[test]
    fn tells_where_a_mark_is_faulty() {
        let message = |marked: &str| read(marked).unwrap_err().to_string();
        assert_eq!(message("Ann\n[Bo|x] left"), "`t.txt`, line 2: a chain is a number, or several with `+`");
        assert_eq!(message("Ann|1] left"), "`t.txt`, line 1: no `[` before this mark");
        assert_eq!(message("\n[Ann left"), "`t.txt`, line 2: `[` is never closed");
        assert_eq!(message("[Ann] left"), "`t.txt`, line 1: `|` and numbers stand before each `]`");
    }
}
