//! Files, folders and stdin to documents, with what is known of them from elsewhere.

use super::error::{LONGEST_PARAGRAPH, Place, ReadError, SourceError};
use super::form::{Form, by_name};
use super::forms::Body;
use super::html::read_page;
use super::items::{Content, Item, bytes_of, id_of_path, is_address};
use super::{About, foreign_language, looks_like_html, read_html, read_text};
use crate::document::{Document, Metadata};
use crate::moment::{self, Moment, MomentError};
use std::path::{Path, PathBuf};

/// One input and the id of its document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Id of the document: the file name without its ending.
    pub id: String,
    /// The file, or `-` for stdin.
    pub path: PathBuf,
    /// Whether it was found in a folder, not named.
    pub listed: bool,
}

/// Lists the documents of files, folders (with all below them, hidden files left out) and `-`, sorted by id.
///
/// # Errors
/// A missing file, a folder with nothing to read, two inputs with one id.
pub fn sources(inputs: &[PathBuf]) -> Result<Vec<Source>, SourceError> {
    let mut paths = Vec::new();
    for input in inputs {
        if input.as_os_str() == "-" || is_address(input) {
            paths.push((input.clone(), false));
            continue;
        }
        let fault = |source| SourceError::Io { path: input.clone(), source };
        if std::fs::metadata(input).map_err(fault)?.is_dir() {
            let before = paths.len();
            walk(input, &mut paths)?;
            if paths.len() == before {
                return Err(SourceError::EmptyFolder { path: input.clone() });
            }
        } else {
            paths.push((input.clone(), false));
        }
    }
    let mut sources: Vec<Source> =
        paths.into_iter().map(|(path, listed)| Source { id: id_of_path(&path), path, listed }).collect();
    sources.sort();
    sources.dedup_by(|a, b| a.path == b.path);
    for pair in sources.windows(2) {
        if pair[0].id == pair[1].id {
            let (first, second) = (pair[0].path.clone(), pair[1].path.clone());
            return Err(SourceError::SameId { id: pair[0].id.clone(), first, second });
        }
    }
    Ok(sources)
}

fn walk(folder: &Path, paths: &mut Vec<(PathBuf, bool)>) -> Result<(), SourceError> {
    let fault = |source| SourceError::Io { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        // A link to a folder is not followed: it may lead back up.
        let kind = entry.file_type().map_err(fault)?;
        if kind.is_dir() {
            walk(&path, paths)?;
        } else if path.is_file() && by_name(&path).is_some() {
            paths.push((path, true));
        }
    }
    Ok(())
}

/// Checks the parts of metadata that have a form.
pub(super) fn check(metadata: &Metadata) -> Result<(), MomentError> {
    if let Some(published) = &metadata.published {
        published.parse::<Moment>()?;
    }
    if let Some(name) = &metadata.timezone {
        moment::zone(name)?;
    }
    Ok(())
}

/// Reads sources, knowing what options and sidecar say of them.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    defaults: Metadata,
    about: About,
    force: bool,
}

impl Reader {
    /// A reader with what holds for every document; `force` reads texts that do not look English too.
    ///
    /// # Errors
    /// When `published` or `timezone` is none.
    pub fn new(defaults: Metadata, force: bool) -> Result<Self, MomentError> {
        check(&defaults)?;
        Ok(Self { defaults, about: About::default(), force })
    }

    /// Adds a sidecar, whose lines go before the defaults.
    #[must_use]
    pub fn with_about(mut self, about: About) -> Self {
        self.about = about;
        self
    }

    /// Reads a file that is one document.
    ///
    /// # Errors
    /// As [`Reader::read_item`].
    pub fn read(&self, source: &Source) -> Result<Document, ReadError> {
        self.read_item(Item::of_file(source, None))
    }

    /// Reads one document. A line of the sidecar goes before what its envelope says, that before the options.
    ///
    /// A text that is surely not English gives a document without posts and a warning.
    ///
    /// # Errors
    /// [`ReadError`]: the file is missing, empty, binary, not UTF-8 or one endless paragraph.
    pub fn read_item(&self, item: Item) -> Result<Document, ReadError> {
        let Item { id, place, metadata: told, content, .. } = item;
        let metadata = self.about.metadata(&id, &told.or(&self.defaults));
        let (text, form) = match content {
            Content::Record(Body::Page(page)) => {
                let document = read_page(&id, &page, metadata);
                return self.finish(document, place);
            }
            Content::Record(Body::Text(text)) => (text, None),
            Content::File(form) => (decode(&place, bytes_of(&place)?)?, form),
            Content::Bytes(bytes, form) => (decode(&place, bytes)?, form),
        };
        if text.trim().is_empty() {
            return Err(ReadError::Empty { place });
        }
        let is_html = form.map_or_else(|| looks_like_html(&text), |form| form == Form::Html);
        let too_long = |(_, line): &(usize, &str)| line.len() > LONGEST_PARAGRAPH;
        if !is_html && let Some((at, line)) = text.lines().enumerate().find(too_long) {
            return Err(ReadError::LongParagraph { place, line: at + 1, length: line.len() });
        }
        let document = if is_html { read_html(&id, &text, metadata) } else { read_text(&id, &text, metadata) };
        self.finish(document, place)
    }

    /// Refuses a document without words, and reads none in a foreign language.
    fn finish(&self, mut document: Document, place: Place) -> Result<Document, ReadError> {
        if document.text.trim().is_empty() {
            return Err(ReadError::Empty { place });
        }
        if !self.force
            && let Some(language) = foreign_language(&document.text)
        {
            let document = &document.id;
            tracing::warn!(document, language, "text is not English and gives no facts; `--force` reads it all the same");
        } else {
            return Ok(document);
        }
        document.posts.clear();
        document.oldest_first.clear();
        Ok(document)
    }
}

/// Bytes to text, without a byte order mark.
fn decode(place: &Place, mut bytes: Vec<u8>) -> Result<String, ReadError> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if let Some(offset) = bytes.iter().position(|&b| b == 0) {
        return Err(ReadError::Binary { place: place.clone(), offset, utf16 });
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[offset];
        let before = String::from_utf8_lossy(&error.as_bytes()[..offset]);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        ReadError::NotUtf8 { place: place.clone(), line, column, offset, byte }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(bytes: &[u8]) -> Item {
        Item::of_bytes("a", Place::file("a.txt"), bytes.to_vec(), None, Metadata::default())
    }

    fn read(bytes: &[u8]) -> Result<Document, ReadError> {
        Reader::default().read_item(item(bytes))
    }

    #[test]
    fn names_place_of_bad_utf8() {
        let error = read(b"A line.\nCaf\xc3\xa9 and caf\xe9.\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`a.txt`, line 2, column 13: byte 21 (0xe9) is no UTF-8; convert the file, for instance with `iconv -t UTF-8`"
        );
    }

    #[test]
    fn refuses_binary_empty_and_endless_input() {
        assert!(matches!(read(b"PK\x03\x04\x00\x00"), Err(ReadError::Binary { offset: 4, utf16: false, .. })));
        assert!(matches!(read(b"\xff\xfeA\x00"), Err(ReadError::Binary { utf16: true, .. })));
        assert!(matches!(read(b" \r\n"), Err(ReadError::Empty { .. })));
        assert!(matches!(read(b"\xef\xbb\xbf"), Err(ReadError::Empty { .. })));
        let endless = "word ".repeat(300_000);
        assert!(matches!(read(endless.as_bytes()), Err(ReadError::LongParagraph { line: 1, .. })));
    }

    #[test]
    fn drops_byte_order_mark_and_keeps_line_ends() {
        assert_eq!(read(b"\xef\xbb\xbfOne line.\r\nTwo.").unwrap().text, "One line.\r\nTwo.");
    }

    #[test]
    fn foreign_text_has_no_posts_unless_forced() {
        let text = "Die Ministerin reiste am Montag nach Wien, um dort mit ihrem Amtskollegen über die neue Brücke zu \
                    sprechen. Danach will sie nach Graz weiterfahren und die Werke besuchen.";
        assert!(read(text.as_bytes()).unwrap().posts.is_empty());
        let reader = Reader::new(Metadata::default(), true).unwrap();
        assert_eq!(reader.read_item(item(text.as_bytes())).unwrap().posts.len(), 1);
    }

    #[test]
    fn lists_folders_sorted_and_refuses_two_of_one_id() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("deep")).unwrap();
        for name in ["b.txt", "a.html", ".hidden.txt", "notes.pdf", "deep/c.TXT"] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        let ids = |found: Vec<Source>| found.into_iter().map(|s| s.id).collect::<Vec<_>>();
        assert_eq!(ids(sources(&[root.to_owned(), "-".into()]).unwrap()), ["a", "b", "c", "stdin"]);
        // The same file named twice is one input, not two.
        assert_eq!(ids(sources(&[root.join("b.txt"), root.to_owned()]).unwrap()), ["a", "b", "c"]);
        std::fs::write(root.join("deep/b.html"), "x").unwrap();
        assert!(matches!(sources(&[root.to_owned()]), Err(SourceError::SameId { id, .. }) if id == "b"));
        assert!(matches!(sources(&[root.join("missing.txt")]), Err(SourceError::Io { .. })));
    }
}
