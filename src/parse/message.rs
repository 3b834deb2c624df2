//! Reading `MessagePack`: the form of every binary part of a model.

use super::ModelError;
use rmpv::ValueRef;

/// A decoded value with the name of its file, for errors.
#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    /// The file.
    pub(super) part: &'a str,
    /// The value.
    pub(super) value: &'a ValueRef<'a>,
}

/// Decodes one file.
pub(super) fn decode<'a>(part: &str, bytes: &'a [u8]) -> Result<ValueRef<'a>, ModelError> {
    // No part of a model nests deeper than six levels.
    rmpv::decode::read_value_ref_with_max_depth(&mut &bytes[..], 32)
        .map_err(|e| ModelError::damaged(part, format!("no valid MessagePack ({e})")))
}

impl<'a> Message<'a> {
    pub(super) fn new(part: &'a str, value: &'a ValueRef<'a>) -> Self {
        Self { part, value }
    }

    pub(super) fn bad(self, wanted: &str) -> ModelError {
        ModelError::damaged(self.part, format!("{wanted} expected"))
    }

    fn with(self, value: &'a ValueRef<'a>) -> Self {
        Self { value, ..self }
    }

    /// The entries of a map.
    pub(super) fn entries(self) -> Result<impl Iterator<Item = (Self, Self)> + 'a, ModelError> {
        match self.value {
            ValueRef::Map(entries) => Ok(entries.iter().map(move |(k, v)| (self.with(k), self.with(v)))),
            _ => Err(self.bad("map")),
        }
    }

    /// The items of an array.
    pub(super) fn items(self) -> Result<impl ExactSizeIterator<Item = Self> + 'a, ModelError> {
        match self.value {
            ValueRef::Array(items) => Ok(items.iter().map(move |v| self.with(v))),
            _ => Err(self.bad("list")),
        }
    }

    /// The value under a text key, if there.
    pub(super) fn find(self, key: &str) -> Option<Self> {
        self.entries().ok()?.find(|(k, _)| k.bytes().is_ok_and(|b| b == key.as_bytes())).map(|(_, v)| v)
    }

    /// The value under a text key.
    pub(super) fn get(self, key: &str) -> Result<Self, ModelError> {
        self.find(key).ok_or_else(|| self.bad(&format!("`{key}`")))
    }

    /// A text.
    pub(super) fn text(self) -> Result<&'a str, ModelError> {
        match self.value {
            ValueRef::String(s) => s.as_str().ok_or_else(|| self.bad("UTF-8 text")),
            _ => Err(self.bad("text")),
        }
    }

    /// Bytes, or the bytes of a text.
    pub(super) fn bytes(self) -> Result<&'a [u8], ModelError> {
        match self.value {
            ValueRef::String(s) => Ok(s.as_bytes()),
            ValueRef::Binary(b) => Ok(b),
            _ => Err(self.bad("bytes")),
        }
    }

    /// A whole number from zero.
    pub(super) fn number(self) -> Result<u64, ModelError> {
        self.value.as_u64().ok_or_else(|| self.bad("number"))
    }

    /// A whole number.
    pub(super) fn integer(self) -> Result<i64, ModelError> {
        match self.value {
            ValueRef::Integer(n) => n.as_i64().ok_or_else(|| self.bad("number")),
            _ => Err(self.bad("number")),
        }
    }

    /// Whether nothing is there.
    pub(super) fn is_nil(self) -> bool {
        matches!(self.value, ValueRef::Nil)
    }

    /// A tensor of 32-bit floats in the numpy encoding: its shape and values.
    pub(super) fn tensor(self) -> Result<(Vec<usize>, Vec<f32>), ModelError> {
        if self.get("type")?.text()? != "<f4" {
            return Err(self.bad("tensor of 32-bit floats"));
        }
        let shape = self.get("shape")?.items()?.map(|n| n.number().map(|n| n as usize)).collect::<Result<Vec<_>, _>>()?;
        let data = self.get("data")?.bytes()?;
        let values = floats(data);
        // A shape may claim anything; only what is really there counts.
        let claimed = shape.iter().try_fold(1_usize, |n, &d| n.checked_mul(d));
        if claimed != Some(values.len()) || data.len() % 4 != 0 {
            return Err(self.bad(&format!("tensor of shape {shape:?}")));
        }
        if values.iter().any(|v| !v.is_finite()) {
            return Err(self.bad("tensor of finite numbers"));
        }
        Ok((shape, values))
    }
}

/// Little-endian 32-bit floats.
pub(super) fn floats(data: &[u8]) -> Vec<f32> {
    data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}
