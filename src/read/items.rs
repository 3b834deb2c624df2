//! Inputs to documents still to be read, one after the other: files as they are, records of feeds and archives as they come.

use super::error::{LARGEST_DOCUMENT, Place, ReadError};
use super::form::{Form, unpacked_name};
use super::forms::{Archive, Body, Fault, Line, Lines, Record, decode, feed, id_of_url, is_record, records};
use super::source::Source;
use crate::document::Metadata;
use flate2::read::MultiGzDecoder;
use std::collections::{HashSet, VecDeque};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// So much of a file is looked at to tell its form.
const HEAD: usize = 64 << 10;

/// One document that is still to be read.
#[derive(Clone, Debug)]
pub struct Item {
    /// Id of the document.
    pub id: String,
    /// Where it stands.
    pub place: Place,
    /// Whether its publisher took it back.
    pub withdrawn: bool,
    pub(super) metadata: Metadata,
    pub(super) content: Content,
}

/// What there is of an item.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// A file that holds this document alone.
    File(Option<Form>),
    /// Its bytes.
    Bytes(Vec<u8>, Option<Form>),
    /// A record of a feed or archive.
    Record(Body),
}

impl Item {
    /// An item of a file that is one document; `form` where it is known.
    pub fn of_file(source: &Source, form: Option<Form>) -> Self {
        let (place, content) = (Place::file(&source.path), Content::File(form));
        Self { id: source.id.clone(), place, withdrawn: false, metadata: Metadata::default(), content }
    }

    /// An item of bytes that came from elsewhere, such as a fetched page.
    pub fn of_bytes(id: &str, place: Place, bytes: Vec<u8>, form: Option<Form>, metadata: Metadata) -> Self {
        Self { id: id.to_owned(), place, withdrawn: false, metadata, content: Content::Bytes(bytes, form) }
    }

    /// About how many bytes it has.
    pub fn size(&self) -> usize {
        match &self.content {
            Content::File(_) => std::fs::metadata(&self.place.path).map_or(0, |m| m.len() as usize),
            Content::Bytes(bytes, _) => bytes.len(),
            Content::Record(Body::Text(text)) => text.len(),
            Content::Record(Body::Page(page)) => {
                let updates = page.updates.iter().filter_map(|update| update.body.as_ref());
                page.body.iter().chain(updates).map(String::len).sum()
            }
        }
    }
}

/// What an address gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// Bytes that were not there before, and their media type.
    New {
        /// The bytes.
        bytes: Vec<u8>,
        /// The media type with its parameters, in lower case.
        kind: String,
    },
    /// What it gave the last time.
    Unchanged,
    /// Nothing any more, and for good.
    Gone,
}

/// Fetches what stands at an address.
pub trait Fetch: Send + Sync {
    /// What is there now.
    ///
    /// # Errors
    /// What is wrong, and what to do, for people.
    fn fetch(&self, address: &str) -> Result<Fetched, String>;
}

/// Whether an input is an address on the web.
pub(super) fn is_address(path: &Path) -> bool {
    path.to_str().is_some_and(|text| text.starts_with("https://") || text.starts_with("http://"))
}

/// The documents of all sources, in order. Only one record of a long file is held at a time.
pub struct Items {
    sources: std::vec::IntoIter<Source>,
    form: Option<Form>,
    open: Option<Open>,
    ready: VecDeque<Result<Item, ReadError>>,
    names: HashSet<u64>,
    fetch: Option<Arc<dyn Fetch>>,
}

/// A long file that is being read.
struct Open {
    source: Source,
    records: Records,
}

enum Records {
    Lines(Lines<Box<dyn BufRead + Send>>),
    Archive(Archive<Box<dyn BufRead + Send>>),
}

impl Items {
    /// The documents of sources; `form` is the one that all of them have, when it is told.
    pub fn new(sources: Vec<Source>, form: Option<Form>) -> Self {
        Self { sources: sources.into_iter(), form, open: None, ready: VecDeque::new(), names: HashSet::new(), fetch: None }
    }

    /// Fetches addresses among the sources; without this they are errors.
    #[must_use]
    pub fn with_fetch(mut self, fetch: Arc<dyn Fetch>) -> Self {
        self.fetch = Some(fetch);
        self
    }

    /// Passes over what its publisher took back.
    pub fn usable(self) -> impl Iterator<Item = Result<Item, ReadError>> + Send {
        self.filter(|item| match item {
            Ok(item) if item.withdrawn => {
                tracing::info!(document = item.id, "passed over: its publisher took it back");
                false
            }
            _ => true,
        })
    }

    fn start(&mut self, source: Source) -> Result<(), ReadError> {
        let place = Place::file(&source.path);
        let fault = |source| ReadError::Io { place: place.clone(), source };
        let is_address = is_address(&source.path);
        let mut kind = String::new();
        let mut reader = if is_address {
            match self.fetch(&place)? {
                Fetched::Unchanged => return Ok(()),
                Fetched::Gone => {
                    let gone = Item::of_bytes(&source.id, place, Vec::new(), None, Metadata::default());
                    self.ready.push_back(Ok(Item { withdrawn: true, ..gone }));
                    return Ok(());
                }
                Fetched::New { bytes, kind: told } => {
                    kind = told;
                    unpacked(Box::new(Cursor::new(bytes))).map_err(fault)?
                }
            }
        } else {
            open(&source.path).map_err(fault)?
        };
        let head = head(&mut reader).map_err(fault)?;
        let form = self.form.unwrap_or_else(|| Form::of(&head, &source.path));
        let is_whole = is_address || source.path.as_os_str() == "-";
        let reader: Box<dyn BufRead + Send> = Box::new(Cursor::new(head).chain(reader));
        match form {
            Form::Text | Form::Html if !is_whole => {
                self.ready.push_back(Ok(Item::of_file(&source, self.form)));
            }
            Form::Text | Form::Html => {
                let mut bytes = whole(reader, &place)?;
                let mut metadata = Metadata::default();
                if is_address {
                    bytes = decode(&bytes, &kind).into_bytes();
                    metadata.url = source.path.to_str().map(str::to_owned);
                }
                self.ready.push_back(Ok(Item::of_bytes(&source.id, place, bytes, self.form, metadata)));
            }
            Form::Ndjson => {
                let records = Records::Lines(Lines::new(reader, LARGEST_DOCUMENT));
                self.open = Some(Open { source, records });
            }
            Form::Warc => {
                let records = Records::Archive(Archive::new(reader, LARGEST_DOCUMENT));
                self.open = Some(Open { source, records });
            }
            Form::Json => {
                let bytes = whole(reader, &place)?;
                let value = serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes))
                    .map_err(|error| ReadError::Form { place: place.clone(), form: form.name(), message: error.to_string() })?;
                if source.listed && !is_record(&value) {
                    tracing::info!(path = %source.path.display(), "passed over: this JSON holds no news");
                    return Ok(());
                }
                self.queue(&source, form, records(&value));
            }
            Form::Feed => {
                let bytes = whole(reader, &place)?;
                let records =
                    feed(&bytes).map_err(|message| ReadError::Form { place: place.clone(), form: form.name(), message })?;
                self.queue(&source, form, records.into_iter().map(Ok).collect());
            }
        }
        Ok(())
    }

    fn fetch(&self, place: &Place) -> Result<Fetched, ReadError> {
        let fault = |message| ReadError::Fetch { place: place.clone(), message };
        let fetch = self.fetch.as_ref().ok_or_else(|| fault("addresses are not fetched here; save it as a file".to_owned()))?;
        fetch.fetch(&place.path.to_string_lossy()).map_err(fault)
    }

    /// Makes items of the records of a file that was read whole.
    fn queue(&mut self, source: &Source, form: Form, records: Vec<Result<Record, String>>) {
        let single = records.len() == 1;
        for (at, record) in records.into_iter().enumerate() {
            let place = if single { Place::file(&source.path) } else { Place::record(&source.path, at + 1) };
            let item = match record {
                Ok(record) => self.item(source, place, record, (!single).then_some(at + 1)),
                Err(message) => Err(ReadError::Form { place, form: form.name(), message }),
            };
            self.ready.push_back(item);
        }
    }

    fn item(&mut self, source: &Source, place: Place, record: Record, number: Option<usize>) -> Result<Item, ReadError> {
        let Record { id, metadata, body, withdrawn } = record;
        let id = id.map(|id| if id.contains("://") { id_of_url(&id) } else { id });
        let id = id.unwrap_or_else(|| number.map_or_else(|| source.id.clone(), |number| format!("{}-{number}", source.id)));
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        if !self.names.insert(hasher.finish()) {
            return Err(ReadError::SameName { place, id });
        }
        Ok(Item { id, place, withdrawn, metadata, content: Content::Record(body) })
    }

    /// Reads on in a long file; `None` at its end and where nothing stands.
    fn advance(&mut self) -> Option<Result<Item, ReadError>> {
        let mut open = self.open.take()?;
        let path = open.source.path.clone();
        let found = match &mut open.records {
            Records::Lines(lines) => match lines.next_line() {
                Ok(None) => None,
                Ok(Some((number, Line::TooLong))) => Some(Err(ReadError::TooLarge { place: Place::line(path, number) })),
                Ok(Some((_, Line::Whole(line)))) if line.trim_ascii().is_empty() => {
                    self.open = Some(open);
                    return None;
                }
                Ok(Some((number, Line::Whole(line)))) => match self.line(&open.source, number, &line) {
                    Some(item) => Some(item),
                    None => return None,
                },
                Err(source) => return Some(Err(ReadError::Io { place: Place::file(path), source })),
            },
            Records::Archive(archive) => {
                let page = archive.next_page();
                let place = Place::record(&path, archive.number());
                match page {
                    None => None,
                    Some(Ok(record)) => Some(self.item(&open.source, place.clone(), record, Some(archive.number()))),
                    Some(Err(Fault::Record(message))) => Some(Err(ReadError::Form { place, form: "captured page", message })),
                    Some(Err(Fault::TooLarge)) => Some(Err(ReadError::TooLarge { place })),
                    Some(Err(Fault::Archive(message))) => {
                        let message = format!("{message}; nothing after it is read");
                        return Some(Err(ReadError::Form { place, form: Form::Warc.name(), message }));
                    }
                    Some(Err(Fault::Io(source))) => return Some(Err(ReadError::Io { place, source })),
                }
            }
        };
        if found.is_some() {
            self.open = Some(open);
        }
        found
    }

    /// The item of a line; `None` when the file turns out to be no news.
    fn line(&mut self, source: &Source, number: usize, line: &[u8]) -> Option<Result<Item, ReadError>> {
        let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
        let place = Place::line(&source.path, number);
        let fault = |place, message| Some(Err(ReadError::Form { place, form: "JSON object", message }));
        let value: serde_json::Value = match serde_json::from_slice(line) {
            Ok(value) => value,
            // serde counts lines within the line.
            Err(error) => return fault(place, format!("{}, column {}", plain(&error), error.column())),
        };
        if number == 1 && source.listed && !is_record(&value) {
            tracing::info!(path = %source.path.display(), "passed over: these JSON lines hold no news");
            return None;
        }
        let mut all = records(&value).into_iter();
        let first = match all.next() {
            Some(Ok(record)) => self.item(source, place.clone(), record, Some(number)),
            Some(Err(message)) => Err(ReadError::Form { place: place.clone(), form: "article", message }),
            None => Err(ReadError::Empty { place: place.clone() }),
        };
        for record in all {
            let item = match record {
                Ok(record) => self.item(source, place.clone(), record, None),
                Err(message) => Err(ReadError::Form { place: place.clone(), form: "article", message }),
            };
            self.ready.push_back(item);
        }
        Some(first)
    }
}

/// The message of a fault without its place.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

impl Iterator for Items {
    type Item = Result<Item, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if self.open.is_some() {
                if let Some(item) = self.advance() {
                    return Some(item);
                }
                continue;
            }
            let source = self.sources.next()?;
            if let Err(error) = self.start(source) {
                return Some(Err(error));
            }
        }
    }
}

/// Opens a file or stdin, unpacking what is packed with gzip.
fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let reader: Box<dyn Read + Send> = if path.as_os_str() == "-" { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    unpacked(reader)
}

/// What is packed with gzip, unpacked.
fn unpacked(reader: Box<dyn Read + Send>) -> io::Result<Box<dyn BufRead + Send>> {
    let mut reader = BufReader::with_capacity(HEAD, reader);
    // A folder opens, and fails here.
    let packed = reader.fill_buf()?.starts_with(b"\x1f\x8b");
    Ok(if packed { Box::new(BufReader::with_capacity(HEAD, MultiGzDecoder::new(reader))) } else { Box::new(reader) })
}

/// The beginning of a file; less of one that comes in slowly.
fn head(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = vec![0; HEAD];
    let mut filled = 0;
    while filled < HEAD {
        let read = reader.read(&mut head[filled..])?;
        filled += read;
        if read == 0 || filled > 1024 && head[..filled].contains(&b'\n') && filled < HEAD && read < 512 {
            break;
        }
    }
    head.truncate(filled);
    Ok(head)
}

/// All of a file that is read whole.
fn whole(reader: impl Read, place: &Place) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    reader
        .take(LARGEST_DOCUMENT as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| ReadError::Io { place: place.clone(), source })?;
    if bytes.len() > LARGEST_DOCUMENT { Err(ReadError::TooLarge { place: place.clone() }) } else { Ok(bytes) }
}

/// The bytes of a file, unpacked.
pub(super) fn bytes_of(place: &Place) -> Result<Vec<u8>, ReadError> {
    let reader = open(&place.path).map_err(|source| ReadError::Io { place: place.clone(), source })?;
    whole(reader, place)
}

/// Id of the document of a file: its name without its ending.
pub(super) fn id_of_path(path: &Path) -> String {
    if path.as_os_str() == "-" {
        return "stdin".to_owned();
    }
    if is_address(path) {
        return id_of_url(&path.to_string_lossy());
    }
    let unpacked: PathBuf = unpacked_name(path).to_owned();
    unpacked.file_stem().map_or_else(|| path.to_string_lossy().into_owned(), |stem| stem.to_string_lossy().into_owned())
}
