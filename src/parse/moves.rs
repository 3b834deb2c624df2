//! What the parser and the name finder share: a table of moves and a network that scores them for a state.

use super::ModelError;
use super::kernel::{Instructions, Layer, score};
use super::message::{Message, decode};
use super::network::Nodes;

/// Outputs of the hidden layer; the kernel is written for these sizes.
const HIDDEN: usize = 64;
/// Pieces of its maxout.
const PIECES: usize = 2;
/// Values that one slot of a state contributes.
const SLOT: usize = HIDDEN * PIECES;

/// A network that scores moves.
#[derive(Debug)]
pub(super) struct Scorer {
    instructions: Instructions,
    /// From a token's vector to the hidden width.
    tokens: Layer,
    /// From there to the contribution to each slot.
    slots: Layer,
    /// The contribution of an empty slot.
    empty: Vec<f32>,
    bias: [f32; SLOT],
    upper: Vec<f32>,
    upper_bias: Vec<f32>,
    moves: usize,
    number_of_slots: usize,
}

/// Contributions of all tokens of a batch, and scores of one state.
pub(super) struct Scores<'a> {
    scorer: &'a Scorer,
    cached: Vec<f32>,
    width: usize,
    rows: usize,
    current: Vec<f32>,
}

impl Scorer {
    /// Reads the layers above the encoder.
    pub(super) fn load(
        nodes: &Nodes<'_>,
        instructions: Instructions,
        width: usize,
        slots: usize,
        moves: usize,
    ) -> Result<Self, ModelError> {
        let (shape, upper) = nodes.tensor("linear", 0, "W")?;
        let (_, upper_bias) = nodes.tensor("linear", 0, "b")?;
        if shape != [moves, HIDDEN] || upper_bias.len() != moves {
            return Err(nodes.bad(&format!("upper layer of {moves} moves")));
        }
        let (shape, weights) = nodes.tensor("linear", 1, "W")?;
        let (_, bias) = nodes.tensor("linear", 1, "b")?;
        if shape != [HIDDEN, width] || bias.len() != HIDDEN {
            return Err(nodes.bad(&format!("linear layer of {HIDDEN} by {width}")));
        }
        let tokens = Layer::linear(instructions, &weights, &bias, width);
        let (shape, lower) = nodes.tensor("precomputable_affine", 0, "W")?;
        let (_, lower_bias) = nodes.tensor("precomputable_affine", 0, "b")?;
        let (_, padding) = nodes.tensor("precomputable_affine", 0, "pad")?;
        if shape != [slots, HIDDEN, PIECES, HIDDEN] || lower_bias.len() != SLOT || padding.len() != slots * SLOT {
            return Err(nodes.bad(&format!("lower layer of {slots} slots by {HIDDEN} by {PIECES}")));
        }
        // First all first pieces, then all second ones, so that the maxout runs over whole registers.
        let source = |i: usize| i / SLOT * SLOT + i % HIDDEN * PIECES + i % SLOT / HIDDEN;
        let reordered: Vec<f32> = (0..slots * SLOT).flat_map(|i| lower[source(i) * HIDDEN..][..HIDDEN].iter().copied()).collect();
        let padded = moves.next_multiple_of(32);
        let mut transposed = vec![0.0; HIDDEN * padded];
        for m in 0..moves {
            for k in 0..HIDDEN {
                transposed[k * padded + m] = upper[m * HIDDEN + k];
            }
        }
        let mut upper_bias = upper_bias;
        upper_bias.resize(padded, 0.0);
        Ok(Self {
            instructions,
            tokens,
            slots: Layer::linear(instructions, &reordered, &vec![0.0; slots * SLOT], HIDDEN),
            empty: (0..slots * SLOT).map(|i| padding[source(i)]).collect(),
            bias: std::array::from_fn(|i| lower_bias[source(i)]),
            upper: transposed,
            upper_bias,
            moves,
            number_of_slots: slots,
        })
    }

    /// Computes what each token (row of `x`) contributes in each slot.
    pub(super) fn prepare(&self, x: &[f32], width: usize) -> Scores<'_> {
        let rows = x.len() / width;
        let hidden_width = self.tokens.width();
        let mut hidden = vec![0.0; rows * hidden_width];
        self.tokens.apply(x, width, rows, &mut hidden);
        let width = self.slots.width();
        let mut cached = vec![0.0; rows * width + self.empty.len()];
        self.slots.apply(&hidden, hidden_width, rows, &mut cached);
        cached[rows * width..].copy_from_slice(&self.empty);
        Scores { scorer: self, cached, width, rows, current: vec![0.0; self.upper_bias.len()] }
    }
}

impl Scores<'_> {
    /// The scores of all moves for a state whose slots hold these rows (`None`: no token).
    pub(super) fn of<const N: usize>(&mut self, slots: [Option<usize>; N]) -> &[f32] {
        debug_assert_eq!(N, self.scorer.number_of_slots);
        let mut features = [0; N];
        for (i, (feature, row)) in features.iter_mut().zip(slots).enumerate() {
            *feature = row.unwrap_or(self.rows) * self.width + i * SLOT;
        }
        let s = self.scorer;
        score(s.instructions, &self.cached, &features, &s.bias, &s.upper, &s.upper_bias, &mut self.current);
        &self.current[..s.moves]
    }
}

/// The number of the first best move among those that are valid.
pub(super) fn best(scores: &[f32], valid: impl Fn(usize) -> bool) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (i, &score) in scores.iter().enumerate() {
        if best.is_none_or(|b| score > scores[b]) && valid(i) {
            best = Some(i);
        }
    }
    best
}

/// The moves of a model in the order of their numbers: kind and label.
pub(super) fn load_moves(part: &str, bytes: &[u8]) -> Result<Vec<(u8, String)>, ModelError> {
    let value = decode(part, bytes)?;
    let text = Message::new(part, &value).get("moves")?.text()?;
    let table: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text).map_err(|e| ModelError::damaged(part, e.to_string()))?;
    let bad = || ModelError::damaged(part, "counts of labels by move expected");
    let mut kinds =
        table.iter().map(|(k, v)| Some((k.parse::<u8>().ok()?, v.as_object()?))).collect::<Option<Vec<_>>>().ok_or_else(bad)?;
    kinds.sort_by_key(|k| k.0);
    let (mut moves, mut added) = (Vec::new(), Vec::new());
    for (kind, labels) in kinds {
        let mut labels =
            labels.iter().map(|(l, n)| Some((n.as_i64()?, l.as_str()))).collect::<Option<Vec<_>>>().ok_or_else(bad)?;
        // Most frequent first; labels added later have negative counts and follow all others.
        labels.sort_unstable_by(|a, b| b.cmp(a));
        for (count, label) in labels {
            if count < 0 { added.push((count, label, kind)) } else { moves.push((kind, label.to_owned())) }
        }
    }
    added.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)));
    moves.extend(added.into_iter().map(|(_, label, kind)| (kind, label.to_owned())));
    Ok(moves)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equal_moves_wins() {
        assert_eq!(best(&[1.0, 3.0, 3.0, 9.0], |i| i != 3), Some(1));
        assert_eq!(best(&[1.0], |_| false), None);
    }
}
