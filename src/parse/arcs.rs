//! The dependency parser: arc-eager transitions with sentence breaks, then non-projective arcs restored.
//!
//! Source: Nivre and Nilsson 2005 (pseudo-projective parsing), Honnibal and Johnson 2015 (non-monotonic arc-eager).

use super::moves::{Scores, best};

/// A move of the parser; the labels are numbers into the parser's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// Takes the next word onto the stack.
    Shift,
    /// Drops the word on the stack, or gives it back to the buffer if it has no head.
    Reduce,
    /// The next word is the head of the word on the stack.
    Left(u16),
    /// The word on the stack is the head of the next word.
    Right(u16),
    /// A sentence begins at the word after the next.
    Break,
}

/// A parsed paragraph: heads (own index for roots), labels, and where sentences begin.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    pub(super) heads: Vec<usize>,
    pub(super) labels: Vec<u16>,
    pub(super) starts: Vec<bool>,
}

/// The state of a parse.
struct State {
    length: usize,
    stack: Vec<usize>,
    /// Words given back by the stack, the next one last.
    given_back: Vec<usize>,
    next: usize,
    heads: Vec<Option<usize>>,
    labels: Vec<u16>,
    /// Children added to the left and right, the latest last.
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
    unshiftable: Vec<bool>,
    begins: Vec<bool>,
}

impl State {
    fn new(length: usize) -> Self {
        Self {
            length,
            stack: Vec::new(),
            given_back: Vec::new(),
            next: 0,
            heads: vec![None; length],
            labels: vec![0; length],
            left: vec![Vec::new(); length],
            right: vec![Vec::new(); length],
            unshiftable: vec![false; length],
            begins: vec![false; length],
        }
    }

    fn stack(&self, i: usize) -> Option<usize> {
        self.stack.len().checked_sub(i + 1).map(|i| self.stack[i])
    }

    fn buffer(&self, i: usize) -> Option<usize> {
        if i < self.given_back.len() {
            return Some(self.given_back[self.given_back.len() - 1 - i]);
        }
        Some(self.next + i - self.given_back.len()).filter(|&b| b < self.length)
    }

    fn buffered(&self) -> usize {
        self.length - self.next + self.given_back.len()
    }

    fn slots(&self, row: usize) -> [Option<usize>; 8] {
        let (b0, s0) = (self.buffer(0), self.stack(0));
        let last = |arcs: &[Vec<usize>], head: Option<usize>| arcs[head?].last().copied();
        [b0, self.buffer(1), s0, self.stack(1), self.stack(2), last(&self.left, b0), last(&self.left, s0), last(&self.right, s0)]
            .map(|t| t.map(|t| t + row))
    }

    /// Whether shift, reduce, arcs and break are valid.
    fn valid(&self) -> [bool; 4] {
        let (b0, buffered, stacked) = (self.buffer(0), self.buffered(), self.stack.len());
        let begins = b0.is_some_and(|b| self.begins[b]);
        let shift = stacked == 0 || (buffered >= 2 && !begins && !b0.is_some_and(|b| self.unshiftable[b]));
        let arcs = stacked > 0 && buffered > 0 && !begins;
        let next = self.buffer(1).filter(|&b| b0.is_some_and(|b0| b == b0 + 1));
        [shift, stacked > 0, arcs, next.is_some_and(|b| !self.begins[b])]
    }

    fn push(&mut self) {
        let word = self.given_back.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(word);
    }

    fn attach(&mut self, head: usize, child: usize, label: u16) {
        if let Some(old) = self.heads[child] {
            let arcs = if old > child { &mut self.left[old] } else { &mut self.right[old] };
            arcs.retain(|&c| c != child);
        }
        let arcs = if head > child { &mut self.left[head] } else { &mut self.right[head] };
        arcs.push(child);
        self.heads[child] = Some(head);
        self.labels[child] = label;
    }

    fn apply(&mut self, action: Move) {
        match (action, self.stack(0), self.buffer(0)) {
            (Move::Shift, _, Some(_)) => self.push(),
            (Move::Reduce, Some(s0), _) => {
                self.stack.pop();
                if self.heads[s0].is_none() && !self.stack.is_empty() {
                    self.unshiftable[s0] = true;
                    self.given_back.push(s0);
                }
            }
            (Move::Left(label), Some(s0), Some(b0)) => {
                self.attach(b0, s0, label);
                self.unshiftable[b0] = false;
                self.stack.pop();
            }
            (Move::Right(label), Some(s0), Some(b0)) => {
                self.attach(s0, b0, label);
                self.push();
            }
            (Move::Break, ..) => {
                if let Some(b1) = self.buffer(1) {
                    self.begins[b1] = true;
                }
            }
            // Not valid, so never chosen.
            _ => {}
        }
    }
}

/// Parses a paragraph whose first token stands in the given row. Roots get the label `root`.
pub(super) fn parse(scores: &mut Scores<'_>, moves: &[Move], row: usize, length: usize, root: u16) -> (Vec<usize>, Vec<u16>) {
    let mut state = State::new(length);
    // A table of moves that never ends a parse is no model, but must not hang: real parses take at most seven steps a word.
    for _ in 0..10 * length + 10 {
        if state.stack.is_empty() && state.buffered() == 0 {
            break;
        }
        let valid = state.valid();
        let is_valid = |m: usize| match moves[m] {
            Move::Shift => valid[0],
            Move::Reduce => valid[1],
            Move::Left(_) | Move::Right(_) => valid[2],
            Move::Break => valid[3],
        };
        // Without a valid move the rest stays unattached.
        let Some(chosen) = best(scores.of(state.slots(row)), is_valid) else { break };
        state.apply(moves[chosen]);
    }
    let heads: Vec<usize> = state.heads.iter().enumerate().map(|(i, h)| h.unwrap_or(i)).collect();
    let labels = heads.iter().enumerate().map(|(i, &h)| if h == i { root } else { state.labels[i] }).collect();
    (heads, labels)
}

/// The left and right edges of all subtrees.
///
/// Repeated, because an arc that crosses others can widen a subtree that was passed already; like spaCy, which
/// stops when all heads stand in their sentences, or after eleven rounds.
pub(super) fn edges(heads: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let mut left: Vec<usize> = (0..heads.len()).collect();
    let mut right = left.clone();
    for _ in 0..12 {
        for i in (0..heads.len()).chain((0..heads.len()).rev()) {
            let head = heads[i];
            left[head] = left[head].min(left[i]);
            right[head] = right[head].max(right[i]);
        }
        if heads_stay_within(heads, &sentence_starts(heads, &left)) {
            break;
        }
    }
    (left, right)
}

/// Where sentences begin: at the left edges of roots.
pub(super) fn sentence_starts(heads: &[usize], left: &[usize]) -> Vec<bool> {
    let mut starts = vec![false; heads.len()];
    for (i, &head) in heads.iter().enumerate() {
        if head == i {
            starts[left[i]] = true;
        }
    }
    starts
}

fn heads_stay_within(heads: &[usize], starts: &[bool]) -> bool {
    let mut start = 0;
    for i in 0..heads.len() {
        if (i > 0 && starts[i]) || i + 1 == heads.len() {
            if heads[start..i].iter().any(|&h| h < start || h > i) {
                return false;
            }
            start = i;
        }
    }
    true
}

/// Moves children with a label `a||b` below the nearest `b`, and finds the sentences.
///
/// `split` gives the two parts of such a label.
pub(super) fn finish(
    mut heads: Vec<usize>,
    mut labels: Vec<u16>,
    is_space: impl Fn(usize) -> bool,
    split: impl Fn(u16) -> Option<(u16, u16)>,
) -> Tree {
    let (mut left, right) = edges(&heads);
    let mut changed = false;
    for token in 0..heads.len() {
        let Some((label, wanted)) = split(labels[token]) else { continue };
        heads[token] = new_head(token, wanted, &heads, &labels, (&left, &right), &is_space);
        labels[token] = label;
        changed = true;
    }
    if changed {
        left = edges(&heads).0;
    }
    let starts = sentence_starts(&heads, &left);
    Tree { heads, labels, starts }
}

/// The first token with a label below a token's head, level by level; the head itself if there is none.
fn new_head(
    token: usize,
    wanted: u16,
    heads: &[usize],
    labels: &[u16],
    edges: (&[usize], &[usize]),
    is_space: &impl Fn(usize) -> bool,
) -> usize {
    let mut level = vec![heads[token]];
    // A damaged tree could have a cycle; no level lies deeper than there are tokens.
    for _ in 0..heads.len() {
        let mut next = Vec::new();
        for &parent in &level {
            let children = (edges.0[parent]..=edges.1[parent]).filter(|&c| c != parent && heads[c] == parent);
            for child in children.filter(|&c| c != token && !is_space(c)) {
                if labels[child] == wanted {
                    return child;
                }
                next.push(child);
            }
        }
        if next.is_empty() {
            break;
        }
        level = next;
    }
    heads[token]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headless_word_goes_back_to_the_buffer_once() {
        let mut state = State::new(3);
        state.apply(Move::Shift);
        state.apply(Move::Shift);
        state.apply(Move::Reduce);
        assert_eq!((state.stack.clone(), state.buffer(0), state.buffer(1)), (vec![0], Some(1), Some(2)));
        assert_eq!(state.valid(), [false, true, true, true]);
        state.apply(Move::Left(1));
        assert!(!state.unshiftable[1]);
        assert_eq!(state.heads, [Some(1), None, None]);
    }

    #[test]
    fn a_left_arc_replaces_the_head() {
        let mut state = State::new(3);
        state.apply(Move::Shift);
        state.apply(Move::Right(1));
        state.apply(Move::Left(2));
        assert_eq!(state.heads, [None, Some(2), None]);
        assert!(state.right[0].is_empty());
    }

    #[test]
    fn a_marked_arc_finds_its_head_below() {
        // 0 <- 1 <- 2, and 3 hangs on 0 but wants a head labelled 7.
        let tree = finish(vec![0, 0, 1, 0], vec![9, 5, 7, 20], |_| false, |l| (l == 20).then_some((6, 7)));
        assert_eq!(tree.heads, [0, 0, 1, 2]);
        assert_eq!(tree.labels, [9, 5, 7, 6]);
        assert_eq!(tree.starts, [true, false, false, false]);
    }

    #[test]
    fn each_root_begins_a_sentence_at_its_left_edge() {
        let tree = finish(vec![1, 1, 3, 3], vec![1, 0, 1, 0], |_| false, |_| None);
        assert_eq!(tree.starts, [true, false, true, false]);
    }
}
