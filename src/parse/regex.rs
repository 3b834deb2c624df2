//! A small backtracking engine for the tokenizer's patterns.
//!
//! The patterns come with the model, in Python's syntax: 30,000 characters with look-around and huge character classes. A
//! general engine needs tens of milliseconds to compile them, more than the whole model takes to load; this one needs less
//! than one, and keeps Python's meaning of alternatives (the first that fits, not the longest).

mod syntax;

use super::chars;
use syntax::{Node, Parser, begins_at_start, width};

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    code: Vec<Op>,
    sets: Vec<Set>,
    /// For each ASCII character, then for all others: where the alternatives begin that can match there.
    starts: Vec<Vec<usize>>,
    /// Whether every alternative begins at the start of the text.
    anchored: bool,
}

#[derive(Clone, Debug)]
enum Op {
    Char(char),
    Set(usize),
    Start,
    End,
    /// Goes on at the first, and if that fails at the second.
    Split(usize, usize),
    Jump(usize),
    /// Looks ahead (or behind, by a width) with the code that follows, up to its `Match`; goes on at `next`.
    Look {
        behind: usize,
        negated: bool,
        next: usize,
    },
    Match,
}

#[derive(Clone, Debug, Default)]
struct Set {
    ascii: u128,
    ranges: Vec<(char, char)>,
    classes: Vec<char>,
    negated: bool,
}

/// What a match may cost; a token that needs more (thousands of odd characters) counts as no match.
const BUDGET: usize = 200_000;
/// The most code that a pattern may become: `{n,m}` is written out.
const MAX_CODE: usize = 100_000;

impl Set {
    fn class(name: char, c: char) -> bool {
        match name {
            'w' => chars::is_word(c),
            'W' => !chars::is_word(c),
            'd' => chars::is_decimal(c),
            'D' => !chars::is_decimal(c),
            's' => chars::is_space(c),
            _ => !chars::is_space(c),
        }
    }

    fn lookup(&self, c: char) -> bool {
        let i = self.ranges.partition_point(|r| r.1 < c);
        let found = self.ranges.get(i).is_some_and(|r| r.0 <= c) || self.classes.iter().any(|&n| Self::class(n, c));
        found != self.negated
    }

    fn finish(mut self) -> Self {
        self.ranges.sort_unstable();
        let mut merged: Vec<(char, char)> = Vec::with_capacity(self.ranges.len());
        for range in self.ranges {
            match merged.last_mut() {
                Some(last) if range.0 as u32 <= last.1 as u32 + 1 => last.1 = last.1.max(range.1),
                _ => merged.push(range),
            }
        }
        self.ranges = merged;
        self.ascii = (0..128_u8).filter(|&b| self.lookup(b.into())).fold(0, |bits, b| bits | 1 << b);
        self
    }

    fn contains(&self, c: char) -> bool {
        if c.is_ascii() { self.ascii >> (c as u32) & 1 == 1 } else { self.lookup(c) }
    }
}

impl Pattern {
    /// Compiles a pattern; the error says what is not understood.
    pub(super) fn new(pattern: &str) -> Result<Self, String> {
        let (node, sets) = Parser::parse(pattern)?;
        let alternatives = match node {
            Node::Alternatives(list) => list,
            node => vec![node],
        };
        let mut this = Self { code: Vec::new(), sets, starts: vec![Vec::new(); 130], anchored: true };
        for node in &alternatives {
            let start = this.code.len();
            this.emit(node)?;
            this.code.push(Op::Match);
            this.anchored &= begins_at_start(node);
            let (ascii, other, empty) = this.first(node);
            for b in 0..128 {
                if empty || ascii >> b & 1 == 1 {
                    this.starts[b].push(start);
                }
            }
            if empty || other {
                this.starts[128].push(start);
            }
            if empty {
                this.starts[129].push(start);
            }
        }
        Ok(this)
    }

    /// The characters that can come first: ASCII ones, whether others can, and whether nothing has to come.
    fn first(&self, node: &Node) -> (u128, bool, bool) {
        match node {
            Node::Empty | Node::Start | Node::End | Node::Look { .. } => (0, false, true),
            Node::Char(c) if c.is_ascii() => (1 << (*c as u32), false, false),
            Node::Char(_) => (0, true, false),
            Node::Set(set) => (self.sets[*set].ascii, true, false),
            Node::Concat(list) => {
                let (mut ascii, mut other) = (0, false);
                for node in list {
                    let (a, o, empty) = self.first(node);
                    ascii |= a;
                    other |= o;
                    if !empty {
                        return (ascii, other, false);
                    }
                }
                (ascii, other, true)
            }
            Node::Alternatives(list) => {
                list.iter().map(|n| self.first(n)).fold((0, false, false), |x, y| (x.0 | y.0, x.1 | y.1, x.2 | y.2))
            }
            Node::Repeat { node, min, .. } => {
                let (ascii, other, empty) = self.first(node);
                (ascii, other, empty || *min == 0)
            }
        }
    }

    fn emit(&mut self, node: &Node) -> Result<(), String> {
        if self.code.len() > MAX_CODE {
            return Err("the pattern is too large".into());
        }
        match node {
            Node::Empty => {}
            Node::Char(c) => self.code.push(Op::Char(*c)),
            Node::Set(set) => self.code.push(Op::Set(*set)),
            Node::Start => self.code.push(Op::Start),
            Node::End => self.code.push(Op::End),
            Node::Concat(list) => list.iter().try_for_each(|n| self.emit(n))?,
            Node::Alternatives(list) => {
                let mut jumps = Vec::new();
                for (i, n) in list.iter().enumerate() {
                    let split = self.code.len();
                    let is_last = i + 1 == list.len();
                    if !is_last {
                        self.code.push(Op::Match);
                    }
                    self.emit(n)?;
                    if !is_last {
                        jumps.push(self.code.len());
                        self.code.push(Op::Match);
                        self.code[split] = Op::Split(split + 1, self.code.len());
                    }
                }
                for jump in jumps {
                    self.code[jump] = Op::Jump(self.code.len());
                }
            }
            Node::Repeat { node, min, max, lazy } => {
                let order = |go: usize, leave: usize| if *lazy { Op::Split(leave, go) } else { Op::Split(go, leave) };
                for _ in 0..*min {
                    self.emit(node)?;
                }
                if let Some(max) = max {
                    let mut splits = Vec::new();
                    for _ in *min..*max {
                        splits.push(self.code.len());
                        self.code.push(Op::Match);
                        self.emit(node)?;
                    }
                    for split in splits {
                        self.code[split] = order(split + 1, self.code.len());
                    }
                } else {
                    let split = self.code.len();
                    self.code.push(Op::Match);
                    self.emit(node)?;
                    self.code.push(Op::Jump(split));
                    self.code[split] = order(split + 1, self.code.len());
                }
            }
            Node::Look { node, behind, negated } => {
                let behind = if *behind { width(node).ok_or("look-behind of changing width")? } else { 0 };
                let at = self.code.len();
                self.code.push(Op::Match);
                self.emit(node)?;
                self.code.push(Op::Match);
                self.code[at] = Op::Look { behind, negated: *negated, next: self.code.len() };
            }
        }
        Ok(())
    }

    /// Where a match that begins at `from` ends.
    fn run(&self, pc: usize, from: usize, text: &[char], budget: &mut usize) -> Option<usize> {
        let mut stack = vec![(pc, from)];
        while let Some((mut pc, mut at)) = stack.pop() {
            loop {
                *budget = budget.checked_sub(1)?;
                let ok = match &self.code[pc] {
                    Op::Char(c) => text.get(at) == Some(c),
                    Op::Set(set) => text.get(at).is_some_and(|&c| self.sets[*set].contains(c)),
                    Op::Start => at == 0,
                    // Python's `$` also stands before a line feed at the very end.
                    Op::End => at == text.len() || (at + 1 == text.len() && text[at] == '\n'),
                    Op::Split(first, second) => {
                        stack.push((*second, at));
                        pc = *first;
                        continue;
                    }
                    Op::Jump(to) => {
                        pc = *to;
                        continue;
                    }
                    Op::Look { behind, negated, next } => {
                        let found = at.checked_sub(*behind).is_some_and(|at| self.run(pc + 1, at, text, budget).is_some());
                        if found == *negated {
                            break;
                        }
                        pc = *next;
                        continue;
                    }
                    Op::Match => return Some(at),
                };
                if !ok {
                    break;
                }
                at += usize::from(matches!(self.code[pc], Op::Char(_) | Op::Set(_)));
                pc += 1;
            }
        }
        None
    }

    /// The first match at or after `from`: its start and end.
    pub(super) fn search(&self, text: &[char], from: usize) -> Option<(usize, usize)> {
        let mut budget = BUDGET;
        let last = if self.anchored { 0 } else { text.len() };
        for at in from..=last {
            let starts = match text.get(at) {
                Some(&c) if c.is_ascii() => &self.starts[c as usize],
                Some(_) => &self.starts[128],
                None => &self.starts[129],
            };
            for &pc in starts {
                if let Some(end) = self.run(pc, at, text, &mut budget) {
                    return Some((at, end));
                }
            }
        }
        None
    }

    /// All matches from left to right that do not overlap.
    pub(super) fn find_all(&self, text: &[char]) -> Vec<(usize, usize)> {
        let (mut found, mut from) = (Vec::new(), 0);
        while from <= text.len()
            && let Some((start, end)) = self.search(text, from)
        {
            found.push((start, end));
            from = if end > start { end } else { end + 1 };
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(pattern: &str, text: &str) -> Option<(usize, usize)> {
        let text: Vec<char> = text.chars().collect();
        Pattern::new(pattern).unwrap().search(&text, 0)
    }

    #[test]
    fn takes_the_first_alternative_that_fits() {
        assert_eq!(find("a|ab", "ab"), Some((0, 1)));
        assert_eq!(find("(?:a|ab)c", "abc"), Some((0, 3)));
    }

    #[test]
    fn looks_around() {
        assert_eq!(find(r"(?<=[0-9])\+$", "3+"), Some((1, 2)));
        assert_eq!(find(r"(?<=[0-9])\+$", "a+"), None);
        assert_eq!(find(r"^\+(?![0-9])", "+1"), None);
        assert_eq!(find(r"^\+(?![0-9])", "+a"), Some((0, 1)));
    }

    #[test]
    fn counts_repeats() {
        assert_eq!(find("^a{2,3}$", "aaaa"), None);
        assert_eq!(find("^a{2,3}$", "aaa"), Some((0, 3)));
        assert_eq!(find(r"\.\.+", "a...b"), Some((1, 4)));
        assert_eq!(find("a{2}", "a"), None);
    }

    #[test]
    fn understands_classes() {
        assert_eq!(find(r"[\u00a1-\uffff_-]+", "a-é_"), Some((1, 4)));
        assert_eq!(find(r"[^a]\S", "aab c"), Some((3, 5)));
        assert_eq!(find("[]]", "]"), Some((0, 1)));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for bad in ["(a", "a)", "[a", r"\b", "(?P<x>a)", "*", "a{2000}", "[z-a]"] {
            assert!(Pattern::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn gives_up_on_explosive_text() {
        let text = "a".repeat(2000);
        assert_eq!(find(r"^(?:\S+\S*)+@$", &text), None);
    }
}
