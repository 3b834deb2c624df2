//! The name finder: begin, in, last, unit and out moves.

use super::moves::{Scores, best};

/// A move of the name finder; the labels are numbers into its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// A name begins here.
    Begin(u16),
    /// It goes on.
    In(u16),
    /// It ends here.
    Last(u16),
    /// A name of one token.
    Unit(u16),
    /// No name.
    Out,
    /// Only valid where names are forbidden, which never is the case here.
    Never,
}

/// Finds names in a paragraph whose first token stands in the given row: first token, end, label.
///
/// Names never cross a sentence start and never begin on white space.
pub(super) fn find(
    scores: &mut Scores<'_>,
    moves: &[Move],
    row: usize,
    starts: &[bool],
    is_space: impl Fn(usize) -> bool,
) -> Vec<(usize, usize, u16)> {
    let mut names = Vec::new();
    let mut open: Option<(usize, u16)> = None;
    for at in 0..starts.len() {
        let goes_on = at + 1 < starts.len() && !starts[at + 1];
        let space = is_space(at);
        let valid = |m: usize| match (moves[m], open) {
            (Move::Begin(_), None) => goes_on && !space,
            (Move::In(label), Some((_, l))) => goes_on && label == l,
            (Move::Last(label), Some((_, l))) => label == l,
            (Move::Unit(_), None) => !space,
            (Move::Out, None) => true,
            _ => false,
        };
        let start = open.map(|o| o.0 + row);
        let slots = [Some(at + row), start, start.map(|_| (at + row).saturating_sub(1))];
        match best(scores.of(slots), valid).map(|m| moves[m]) {
            Some(Move::Begin(label)) => open = Some((at, label)),
            Some(Move::Last(label)) => {
                if let Some((start, _)) = open.take() {
                    names.push((start, at + 1, label));
                }
            }
            Some(Move::Unit(label)) => names.push((at, at + 1, label)),
            Some(Move::In(_) | Move::Out | Move::Never) => {}
            None => break,
        }
    }
    names
}
