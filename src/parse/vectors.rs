//! Static word vectors, for models that have them.

use super::ModelError;
use super::archive::Archive;
use super::message::{Message, decode, floats};
use super::words::HashedMap;

/// A table of vectors by word id.
#[derive(Debug)]
pub(super) struct Vectors {
    /// Width of a vector.
    pub(super) width: usize,
    rows: HashedMap<u32>,
    data: Vec<f32>,
}

impl Vectors {
    /// Reads the table; `None` when the model has an empty one.
    pub(super) fn load(archive: &Archive) -> Result<Option<Self>, ModelError> {
        let part = "vocab/vectors";
        if !archive.has(part) {
            return Ok(None);
        }
        let bytes = archive.read(part)?;
        let (shape, data) = read_npy(&bytes).ok_or_else(|| ModelError::damaged(part, "no numpy array of 32-bit floats"))?;
        if shape.0 == 0 || shape.1 == 0 {
            return Ok(None);
        }
        if shape.0.checked_mul(shape.1) != Some(data.len() / 4) || data.len() % 4 != 0 {
            return Err(ModelError::damaged(part, format!("{} bytes for a table of {} by {}", data.len(), shape.0, shape.1)));
        }
        let keys = archive.read("vocab/key2row")?;
        let keys = decode("vocab/key2row", &keys)?;
        let mut rows = HashedMap::default();
        for (key, row) in Message::new("vocab/key2row", &keys).entries()? {
            let n = row.number()?;
            if n as usize >= shape.0 {
                return Err(row.bad("row of the table"));
            }
            rows.insert(key.number()?, n as u32);
        }
        Ok(Some(Self { width: shape.1, rows, data: floats(data) }))
    }

    /// The number of words and the width.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.rows.len(), self.width)
    }

    /// The vector of a word.
    pub(super) fn get(&self, orth: u64) -> Option<&[f32]> {
        self.rows.get(&orth).map(|&row| &self.data[row as usize * self.width..][..self.width])
    }
}

/// The shape and the bytes of a two-dimensional array in numpy's file format, version 1.
fn read_npy(bytes: &[u8]) -> Option<((usize, usize), &[u8])> {
    let rest = bytes.strip_prefix(b"\x93NUMPY\x01\x00")?;
    let length = usize::from(u16::from_le_bytes([*rest.first()?, *rest.get(1)?]));
    let header = std::str::from_utf8(rest.get(2..2 + length)?).ok()?;
    if !header.contains("'<f4'") || header.contains("'fortran_order': True") {
        return None;
    }
    let shape = header.split_once("'shape': (")?.1.split_once(')')?.0;
    let mut numbers = shape.split(',').map(|n| n.trim().parse::<usize>());
    Some(((numbers.next()?.ok()?, numbers.next()?.ok()?), &rest[2 + length..]))
}
