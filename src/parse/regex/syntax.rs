//! Python's pattern syntax, as far as tokenizers use it, as a tree.

use super::Set;

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
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

/// Whether a match can only begin at the start of the text.
pub(super) fn begins_at_start(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Concat(list) => list.first().is_some_and(begins_at_start),
        Node::Alternatives(list) => list.iter().all(begins_at_start),
        _ => false,
    }
}

/// How many characters every match has, if all have the same.
pub(super) fn width(node: &Node) -> Option<usize> {
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

/// Reads a pattern.
pub(super) struct Parser {
    chars: Vec<char>,
    at: usize,
    sets: Vec<Set>,
}

impl Parser {
    /// The tree of a pattern, and the sets of characters that it refers to by number.
    pub(super) fn parse(pattern: &str) -> Result<(Node, Vec<Set>), String> {
        let mut parser = Self { chars: pattern.chars().collect(), at: 0, sets: Vec::new() };
        let node = parser.alternatives(0)?;
        if parser.at < parser.chars.len() {
            return Err(format!("unbalanced `)` at character {}", parser.at));
        }
        Ok((node, parser.sets))
    }

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
