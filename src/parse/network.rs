//! The encoders: words to vectors, then vectors in their context.
//!
//! All paragraphs of a batch stand in one buffer, four rows of padding around each, so that a window over three rows is simply
//! 288 numbers in a row. The embedding of a word depends on nothing but the word and the space after it, so it is kept.

use super::ModelError;
use super::hash;
use super::kernel::{Instructions, Layer, normalize};
use super::message::Message;
use super::tokenizer::Piece;
use super::vectors::Vectors;
use super::words::{Word, Words};

/// Rows of padding around each paragraph: the four layers see that far.
pub(super) const PADDING: usize = 4;

/// A feature of a word that has an embedding table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Feature {
    /// Norm, prefix, suffix, shape.
    Key(usize),
    /// Whether a space follows.
    Space,
    /// Whether it is white space.
    IsSpace,
}

/// A hash embedding.
#[derive(Debug)]
struct Table {
    feature: Feature,
    seed: u32,
    rows: usize,
    data: Vec<f32>,
}

/// A maxout layer and its layer norm.
#[derive(Debug)]
struct Block {
    maxout: Layer,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

/// A token-to-vector encoder.
#[derive(Debug)]
pub(super) struct Encoder {
    instructions: Instructions,
    /// Width of the vectors.
    pub(super) width: usize,
    tables: Vec<Table>,
    /// From static vectors to the width, for models that have them.
    project: Option<Layer>,
    mix: Block,
    layers: Vec<Block>,
}

/// Embeddings of words met before, two for each word: without and with a space after it.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    known: Vec<bool>,
    data: Vec<f32>,
}

/// Where the tokens of a batch stand.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The row of the first token of each paragraph.
    pub(super) starts: Vec<usize>,
    /// All rows, padding included, and one empty row before and after.
    pub(super) rows: usize,
}

impl Batch {
    /// Lays out paragraphs of the given lengths.
    pub(super) fn new(lengths: impl Iterator<Item = usize>) -> Self {
        let mut this = Self { starts: Vec::new(), rows: 1 + PADDING };
        for length in lengths {
            this.starts.push(this.rows);
            this.rows += length + PADDING;
        }
        this.rows += 1;
        this
    }
}

/// The nodes of a saved network: their names, attributes and tensors.
pub(super) struct Nodes<'a> {
    root: Message<'a>,
    list: Vec<(&'a str, Message<'a>, Message<'a>, Message<'a>)>,
}

impl<'a> Nodes<'a> {
    pub(super) fn new(root: Message<'a>) -> Result<Self, ModelError> {
        let (nodes, attrs, params) = (root.get("nodes")?.items()?, root.get("attrs")?.items()?, root.get("params")?.items()?);
        if nodes.len() != attrs.len() || nodes.len() != params.len() {
            return Err(root.bad("as many attributes and parameters as nodes"));
        }
        let list = nodes.zip(attrs).zip(params).map(|((n, a), p)| Ok((n.get("name")?.text()?, n, a, p)));
        Ok(Self { root, list: list.collect::<Result<_, ModelError>>()? })
    }

    /// The nodes of one name, in order.
    fn named<'n>(&'n self, name: &'n str) -> impl Iterator<Item = (Message<'a>, Message<'a>)> + 'n {
        self.list.iter().filter(move |n| n.0 == name).map(|n| (n.2, n.3))
    }

    /// Whether a node of that name exists.
    pub(super) fn has(&self, name: &str) -> bool {
        self.named(name).next().is_some()
    }

    /// A tensor of the n-th node of a name.
    pub(super) fn tensor(&self, name: &str, n: usize, parameter: &str) -> Result<(Vec<usize>, Vec<f32>), ModelError> {
        let missing = || self.root.bad(&format!("layer `{name}`"));
        self.named(name).nth(n).ok_or_else(missing)?.1.get(parameter)?.tensor()
    }

    /// An error about this network.
    pub(super) fn bad(&self, wanted: &str) -> ModelError {
        self.root.bad(wanted)
    }
}

impl Encoder {
    /// Reads an encoder from the nodes of a network.
    pub(super) fn load(nodes: &Nodes<'_>, instructions: Instructions, vectors: Option<&Vectors>) -> Result<Self, ModelError> {
        let columns =
            nodes.named("extract_features").next().ok_or_else(|| nodes.bad("layer `extract_features`"))?.0.get("columns")?;
        let columns_value = super::message::decode(columns.part, columns.bytes()?)?;
        let columns = Message::new(columns.part, &columns_value).items()?.map(Message::text).collect::<Result<Vec<_>, _>>()?;
        let mut tables = Vec::new();
        for (i, (attributes, parameters)) in nodes.named("hashembed").enumerate() {
            let number = |name: &str| -> Result<u64, ModelError> {
                let bytes = attributes.get(name)?;
                let value = super::message::decode(bytes.part, bytes.bytes()?)?;
                Message::new(bytes.part, &value).number()
            };
            let column = columns.get(number("column")? as usize).ok_or_else(|| nodes.bad("column of a feature"))?;
            let feature = match *column {
                "NORM" => Feature::Key(0),
                "PREFIX" => Feature::Key(1),
                "SUFFIX" => Feature::Key(2),
                "SHAPE" => Feature::Key(3),
                "SPACY" => Feature::Space,
                "IS_SPACE" => Feature::IsSpace,
                other => return Err(nodes.bad(&format!("feature other than `{other}`"))),
            };
            let (shape, data) = parameters.get("E")?.tensor()?;
            if shape.len() != 2 || shape[0] == 0 || tables.len() != i {
                return Err(nodes.bad("embedding table"));
            }
            tables.push(Table { feature, seed: number("seed")? as u32, rows: shape[0], data });
        }
        let (shape, _) = nodes.tensor("hashembed", 0, "E")?;
        let width = shape[1];
        if width == 0 || !width.is_multiple_of(16) || tables.iter().any(|t| t.data.len() != t.rows * width) {
            return Err(nodes.bad("embedding tables of one width"));
        }
        let project = if nodes.has("static_vectors") {
            let (shape, weights) = nodes.tensor("static_vectors", 0, "W")?;
            let inputs = vectors.map_or(0, |v| v.width);
            if shape != [width, inputs] {
                return Err(nodes.bad("static vectors of the right width"));
            }
            Some(Layer::linear(instructions, &weights, &vec![0.0; width], inputs))
        } else {
            None
        };
        let mut layers = Vec::new();
        let depth = nodes.named("maxout").count();
        for i in 0..depth {
            let (shape, weights) = nodes.tensor("maxout", i, "W")?;
            let (_, bias) = nodes.tensor("maxout", i, "b")?;
            let (_, gain) = nodes.tensor("layernorm", i, "G")?;
            let (_, shift) = nodes.tensor("layernorm", i, "b")?;
            let inputs = if i == 0 { width * (tables.len() + usize::from(project.is_some())) } else { width * 3 };
            if shape != [width, 3, inputs] || bias.len() != width * 3 || gain.len() != width || shift.len() != width {
                return Err(nodes.bad(&format!("maxout layer of {width} times 3 by {inputs}")));
            }
            layers.push(Block { maxout: Layer::maxout3(instructions, &weights, &bias, inputs), gain, shift });
        }
        if depth != PADDING + 1 {
            return Err(nodes.bad("encoder of four layers"));
        }
        let mix = layers.remove(0);
        Ok(Self { instructions, width, tables, project, mix, layers })
    }

    /// Fills in the embeddings of all tokens that have none yet.
    fn embed(&self, pieces: &[&[Piece]], words: &Words, vectors: Option<&Vectors>, cache: &mut Embedded) {
        let width = self.width;
        cache.known.resize(words.len() * 2, false);
        cache.data.resize(words.len() * 2 * width, 0.0);
        let mut new: Vec<usize> = Vec::new();
        for piece in pieces.iter().flat_map(|p| p.iter()) {
            let slot = piece.word as usize * 2 + usize::from(piece.space);
            if !cache.known[slot] {
                cache.known[slot] = true;
                new.push(slot);
            }
        }
        let inputs = width * (self.tables.len() + usize::from(self.project.is_some()));
        let mut mixed = vec![0.0; 64 * width];
        for chunk in new.chunks(64) {
            let mut x = vec![0.0; chunk.len() * inputs];
            for (row, &slot) in x.chunks_exact_mut(inputs).zip(chunk) {
                let word = words.get(slot as u32 / 2);
                self.look_up(word, slot % 2 == 1, row);
                if let (Some(project), Some(vectors)) = (&self.project, vectors)
                    && let Some(vector) = vectors.get(word.orth)
                {
                    let mut out = vec![0.0; project.width()];
                    project.apply(vector, 0, 1, &mut out);
                    row[inputs - width..].copy_from_slice(&out[..width]);
                }
            }
            let mixed = &mut mixed[..chunk.len() * width];
            self.mix.maxout.apply(&x, inputs, chunk.len(), mixed);
            normalize(self.instructions, mixed, &self.mix.gain, &self.mix.shift, &[]);
            for (row, &slot) in mixed.chunks_exact(width).zip(chunk) {
                cache.data[slot * width..][..width].copy_from_slice(row);
            }
        }
    }

    fn look_up(&self, word: &Word, space: bool, row: &mut [f32]) {
        for (table, out) in self.tables.iter().zip(row.chunks_exact_mut(self.width)) {
            let key = match table.feature {
                Feature::Key(k) => word.keys[k],
                Feature::Space => space.into(),
                Feature::IsSpace => word.is_space.into(),
            };
            for hash in hash::rows(key, table.seed) {
                let row = hash as usize % table.rows;
                for (o, x) in out.iter_mut().zip(&table.data[row * self.width..]) {
                    *o += x;
                }
            }
        }
    }

    /// The vectors of all tokens in their context, laid out as the batch says.
    pub(super) fn encode(
        &self,
        batch: &Batch,
        pieces: &[&[Piece]],
        words: &Words,
        vectors: Option<&Vectors>,
        cache: &mut Embedded,
    ) -> Vec<f32> {
        self.embed(pieces, words, vectors, cache);
        let width = self.width;
        let mut x = vec![0.0; batch.rows * width];
        for (&start, pieces) in batch.starts.iter().zip(pieces) {
            for (piece, row) in pieces.iter().zip(x[start * width..].chunks_exact_mut(width)) {
                let slot = piece.word as usize * 2 + usize::from(piece.space);
                row.copy_from_slice(&cache.data[slot * width..][..width]);
            }
        }
        // The first and last row stay empty: they are outside of what the window sees.
        let inner = width..(batch.rows - 1) * width;
        let mut y = vec![0.0; batch.rows * width];
        for layer in &self.layers {
            layer.maxout.apply(&x, width, batch.rows - 2, &mut y[inner.clone()]);
            normalize(self.instructions, &mut y[inner.clone()], &layer.gain, &layer.shift, &x[inner.clone()]);
            std::mem::swap(&mut x, &mut y);
        }
        x
    }
}
