//! Texts kept in a temporary file under names, to be read back in order of the names.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

/// Texts by name. The file has no name of its own, so that nothing is left when the program is killed.
pub struct Spool {
    file: BufWriter<File>,
    end: u64,
    /// Whether something was read since the last text was put.
    moved: bool,
    places: BTreeMap<String, (u64, usize)>,
}

impl Spool {
    /// An empty one.
    pub fn new() -> io::Result<Self> {
        Ok(Self { file: BufWriter::with_capacity(1 << 18, tempfile::tempfile()?), end: 0, moved: false, places: BTreeMap::new() })
    }

    /// Keeps a text; an earlier one of the same name is forgotten.
    pub fn put(&mut self, name: String, text: &[u8]) -> io::Result<()> {
        if self.moved {
            self.file.seek(SeekFrom::End(0))?;
            self.moved = false;
        }
        self.file.write_all(text)?;
        self.places.insert(name, (self.end, text.len()));
        self.end += text.len() as u64;
        Ok(())
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The text of a name.
    pub fn get(&mut self, name: &str) -> io::Result<Vec<u8>> {
        self.file.flush()?;
        let Some(&place) = self.places.get(name) else { return Ok(Vec::new()) };
        self.moved = true;
        read(self.file.get_mut(), place)
    }

    /// All texts, in order of their names.
    pub fn texts(&mut self) -> io::Result<impl Iterator<Item = io::Result<Vec<u8>>>> {
        self.file.flush()?;
        self.moved = true;
        let file = self.file.get_mut();
        Ok(self.places.values().map(move |&place| read(file, place)))
    }
}

fn read(file: &mut File, (start, length): (u64, usize)) -> io::Result<Vec<u8>> {
    let mut text = vec![0; length];
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_texts_back_in_order_of_their_names() {
        let mut spool = Spool::new().unwrap();
        for (name, text) in [("b", "two "), ("a", "old "), ("c", "")] {
            spool.put(name.into(), text.as_bytes()).unwrap();
        }
        assert_eq!(spool.get("a").unwrap(), b"old ");
        spool.put("a".into(), b"one ").unwrap();
        assert_eq!(spool.texts().unwrap().collect::<io::Result<Vec<_>>>().unwrap().concat(), b"one two ");
        spool.put("b2".into(), b"three ").unwrap();
        let all = spool.texts().unwrap().collect::<io::Result<Vec<_>>>().unwrap().concat();
        assert_eq!(all, b"one two three ");
    }
}
