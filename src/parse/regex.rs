//! A small backtracking engine for the tokenizer's patterns.
//!
//! The patterns come with the model, in Python's syntax: 30,000 characters with look-around and huge character classes. A
//! general engine needs tens of milliseconds to compile them, more than the whole model takes to load; this one needs less
//! than one, and keeps Python's meaning of alternatives (the first that fits, not the longest).

use super::chars;

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

#[derive(Clone, Debug)]
enum Node {
    Empty,
    Char(char),
    Set(usize),
    Start,
    End,
    Concat(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat { node: Box<Node>, min: usize, max: Option<usize>, lazy: bool },
    Look { node: Box<Node>, behind: bool, negated: bool },
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
        let mut parser = Parser { chars: pattern.chars().collect(), at: 0, sets: Vec::new() };
        let node = parser.alternatives(0)?;
        if parser.at < parser.chars.len() {
            return Err(format!("unbalanced `)` at character {}", parser.at));
        }
        let alternatives = match node {
            Node::Alternatives(list) => list,
            node => vec![node],
        };
        let mut this = Self { code: Vec::new(), sets: parser.sets, starts: vec![Vec::new(); 130], anchored: true };
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

fn begins_at_start(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Concat(list) => list.first().is_some_and(begins_at_start),
        Node::Alternatives(list) => list.iter().all(begins_at_start),
        _ => false,
    }
}

fn width(node: &Node) -> Option<usize> {
    match node {
        Node::Empty | Node::Start | Node::End | Node::Look { .. } => Some(0),
        Node::Char(_) | Node::Set(_) => Some(1),
        Node::Concat(list) => list.iter().map(width).sum(),
        Node::Alternatives(list) => {
            let first = width(list.first()?)?;
            list.iter().all(|n| width(n) == Some(first)).then_some(first)
        }
        Node::Repeat { node, min, max, .. } => (Some(*min) == *max).then(|| width(node).map(|w| w * min)).flatten(),
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    sets: Vec<Set>,
}

impl Parser {
    fn eat(&mut self, text: &str) -> bool {
        let found = text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c));
        if found {
            self.at += text.chars().count();
        }
        found
    }

    fn next(&mut self) -> Result<char, String> {
        let c = *self.chars.get(self.at).ok_or("unexpected end")?;
        self.at += 1;
        Ok(c)
    }

    fn alternatives(&mut self, depth: usize) -> Result<Node, String> {
        if depth > 50 {
            return Err("groups nest too deeply".into());
        }
        let mut list = Vec::new();
        loop {
            let mut concat = Vec::new();
            while self.at < self.chars.len() && !matches!(self.chars[self.at], '|' | ')') {
                let node = self.atom(depth)?;
                concat.push(self.repeat(node)?);
            }
            list.push(match concat.len() {
                0 => Node::Empty,
                1 => concat.remove(0),
                _ => Node::Concat(concat),
            });
            if !self.eat("|") {
                break;
            }
        }
        Ok(if list.len() == 1 { list.remove(0) } else { Node::Alternatives(list) })
    }

    fn atom(&mut self, depth: usize) -> Result<Node, String> {
        let c = self.next()?;
        match c {
            '^' => Ok(Node::Start),
            '$' => Ok(Node::End),
            '.' => Ok(self.set(Set { ranges: vec![('\n', '\n')], negated: true, ..Set::default() })),
            '[' => self.bracket(),
            '(' => {
                if self.eat("?u)") {
                    return Ok(Node::Empty);
                }
                let look = [("?=", false, false), ("?!", false, true), ("?<=", true, false), ("?<!", true, true)];
                let look = look.into_iter().find(|l| self.eat(l.0));
                if look.is_none() && !self.eat("?:") && self.chars.get(self.at) == Some(&'?') {
                    return Err(format!("unknown group at character {}", self.at));
                }
                let node = self.alternatives(depth + 1)?;
                if !self.eat(")") {
                    return Err("unbalanced `(`".into());
                }
                Ok(match look {
                    Some((_, behind, negated)) => Node::Look { node: Box::new(node), behind, negated },
                    None => node,
                })
            }
            '\\' => {
                let e = self.next()?;
                Ok(match self.escape(e)? {
                    Ok(c) => Node::Char(c),
                    Err(class) => self.set(Set { classes: vec![class], ..Set::default() }),
                })
            }
            '*' | '+' | '?' => Err(format!("nothing to repeat at character {}", self.at)),
            c => Ok(Node::Char(c)),
        }
    }

    fn set(&mut self, set: Set) -> Node {
        self.sets.push(set.finish());
        Node::Set(self.sets.len() - 1)
    }

    /// A character, or the name of a class.
    fn escape(&mut self, e: char) -> Result<Result<char, char>, String> {
        let mut hex = |digits: usize| {
            let text: String = self.chars.iter().skip(self.at).take(digits).collect();
            self.at += digits;
            u32::from_str_radix(&text, 16).ok().and_then(char::from_u32).ok_or("no such character")
        };
        Ok(match e {
            'w' | 'W' | 'd' | 'D' | 's' | 'S' => Err(e),
            'n' => Ok('\n'),
            't' => Ok('\t'),
            'r' => Ok('\r'),
            'x' => Ok(hex(2)?),
            'u' => Ok(hex(4)?),
            'U' => Ok(hex(8)?),
            e if e.is_ascii_alphanumeric() => return Err(format!("unknown escape `\\{e}`")),
            e => Ok(e),
        })
    }

    fn bracket(&mut self) -> Result<Node, String> {
        let mut set = Set { negated: self.eat("^"), ..Set::default() };
        let begin = self.at;
        loop {
            let c = self.next()?;
            if c == ']' && self.at > begin + 1 {
                return Ok(self.set(set));
            }
            let low = match if c == '\\' {
                let e = self.next()?;
                self.escape(e)?
            } else {
                Ok(c)
            } {
                Ok(c) => c,
                Err(class) => {
                    set.classes.push(class);
                    continue;
                }
            };
            let range = self.chars.get(self.at) == Some(&'-') && self.chars.get(self.at + 1).is_some_and(|&c| c != ']');
            if !range {
                set.ranges.push((low, low));
                continue;
            }
            self.at += 1;
            let c = self.next()?;
            let high = if c == '\\' {
                let e = self.next()?;
                self.escape(e)?
            } else {
                Ok(c)
            };
            match high {
                Ok(high) if low <= high => set.ranges.push((low, high)),
                _ => return Err(format!("bad range at character {}", self.at)),
            }
        }
    }

    fn repeat(&mut self, node: Node) -> Result<Node, String> {
        let (min, max) = if self.eat("*") {
            (0, None)
        } else if self.eat("+") {
            (1, None)
        } else if self.eat("?") {
            (0, Some(1))
        } else if self.chars.get(self.at) == Some(&'{') && self.chars.get(self.at + 1).is_some_and(char::is_ascii_digit) {
            let end = self.chars[self.at..].iter().position(|&c| c == '}').ok_or("unbalanced `{`")? + self.at;
            let text: String = self.chars[self.at + 1..end].iter().collect();
            self.at = end + 1;
            let (min, max) = text.split_once(',').map_or((&*text, Some(&*text)), |(a, b)| (a, (!b.is_empty()).then_some(b)));
            let number = |t: &str| t.parse::<usize>().ok().filter(|n| *n <= 1000).ok_or("bad repeat");
            (number(min)?, max.map(number).transpose()?)
        } else {
            return Ok(node);
        };
        if max.is_some_and(|max| max < min) {
            return Err("bad repeat".into());
        }
        let lazy = self.eat("?");
        Ok(Node::Repeat { node: Box::new(node), min, max, lazy })
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
