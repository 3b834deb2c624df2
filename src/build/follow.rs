//! Inference over more quads than the memory holds, portion by portion.
//!
//! What most rules ask for stands in the graph of one document: an event's reports, and the classes of all that it names.
//! The others compare documents; what they ask of a holding or membership is gathered from all graphs under its name.

use super::sorter::Sorter;
use crate::graph::infer::{Scope, infer_within};
use crate::store::StoreError;
use crate::vocabulary::DL;
use oxrdf::{NamedNode, Quad, Term};
use oxttl::NQuadsParser;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Quads that are looked at together.
const PORTION: usize = 10_000;
/// Bytes that each of the sorters keeps.
const MEMORY: usize = 24 << 20;
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// Sorts after every triple, so that a triple that is told comes before the same one that only follows.
const TOLD: u8 = b'1';
const FOLLOWS: u8 = b'2';

/// Gathers graphs and infers what follows from all of them.
pub struct Follow {
    graph: NamedNode,
    portion: usize,
    waiting: Vec<Vec<Quad>>,
    size: usize,
    /// Triples, each with a mark.
    triples: Sorter,
    /// Quads that speak of a holding or membership, each after its name.
    shared: Sorter,
}

impl Follow {
    /// Nothing yet; what follows goes into `graph`.
    pub fn new(graph: NamedNode) -> Self {
        Self::in_portions(graph, PORTION)
    }

    /// The same, with all graphs looked at together.
    pub fn at_once(graph: NamedNode) -> Self {
        Self::in_portions(graph, usize::MAX)
    }

    fn in_portions(graph: NamedNode, portion: usize) -> Self {
        let (triples, shared) = (Sorter::new(MEMORY), Sorter::new(MEMORY));
        Self { graph, portion, waiting: vec![Vec::new()], size: 0, triples, shared }
    }

    /// Adds the graph of a document.
    pub fn add(&mut self, quads: Vec<Quad>) -> Result<(), StoreError> {
        for quad in shared_by_name(&quads) {
            self.shared.push(quad).map_err(spooling)?;
        }
        self.size += quads.len();
        match self.waiting.last_mut() {
            Some(last) if last.len() < self.portion => last.extend(quads),
            _ => self.waiting.push(quads),
        }
        let threads = rayon::current_num_threads();
        if self.size < self.portion.saturating_mul(threads) { Ok(()) } else { self.infer() }
    }

    /// Infers from the portions that wait, side by side.
    fn infer(&mut self) -> Result<(), StoreError> {
        let portions = std::mem::replace(&mut self.waiting, vec![Vec::new()]);
        self.size = 0;
        let told = crate::graph::infer::predicates()?;
        let one = |quads: &Vec<Quad>| infer_within(quads, &self.graph, Scope::Document);
        let found: Vec<_> = portions.par_iter().map(one).collect::<Result<_, _>>()?;
        for quad in portions.iter().flatten().filter(|quad| told.contains(quad.predicate.as_str())) {
            self.triples.push(marked(quad, TOLD)).map_err(spooling)?;
        }
        for quad in found.iter().flatten() {
            self.triples.push(marked(quad, FOLLOWS)).map_err(spooling)?;
        }
        Ok(())
    }

    /// Hands each quad that follows and is told nowhere to `take`, sorted, as a line of N-Quads.
    pub fn finish(mut self, mut take: impl FnMut(&str) -> io::Result<()>) -> Result<(), StoreError> {
        self.infer()?;
        let Self { graph, shared, mut triples, portion, .. } = self;
        let mut compare = |lines: &[u8]| -> Result<(), StoreError> {
            for quad in infer_within(&parse(lines)?, &graph, Scope::All)? {
                triples.push(marked(&quad, FOLLOWS)).map_err(spooling)?;
            }
            Ok(())
        };
        let (mut lines, mut count, mut name): (Vec<u8>, usize, Vec<u8>) = (Vec::new(), 0, Vec::new());
        for line in shared.sorted().map_err(spooling)? {
            let line = line.map_err(spooling)?;
            let at = line.iter().position(|&b| b == 0).unwrap_or_default();
            if line[..at] != name[..] {
                if count >= portion {
                    compare(&lines)?;
                    lines.clear();
                    count = 0;
                }
                name = line[..at].to_vec();
            }
            lines.extend_from_slice(&line[at + 1..]);
            count += 1;
        }
        compare(&lines)?;
        let mut told: Vec<u8> = Vec::new();
        for line in triples.sorted().map_err(spooling)? {
            let line = line.map_err(spooling)?;
            let (triple, mark) = line.split_at(line.len() - 1);
            if mark[0] == TOLD {
                told = triple.to_vec();
            } else if told != triple {
                let triple = String::from_utf8_lossy(&triple[..triple.len() - 1]);
                take(&format!("{triple} {graph} .\n")).map_err(spooling)?;
            }
        }
        Ok(())
    }
}

/// A fault of a temporary file.
pub fn spooling(source: io::Error) -> StoreError {
    StoreError::Write { path: std::env::temp_dir(), source }
}

/// A triple with a mark behind it.
fn marked(quad: &Quad, mark: u8) -> Vec<u8> {
    let mut line = format!("{} {} {}", quad.subject, quad.predicate, quad.object).into_bytes();
    line.push(0);
    line.push(mark);
    line
}

/// The quads of a text of N-Quads that this program wrote.
pub fn parse(lines: &[u8]) -> Result<Vec<Quad>, StoreError> {
    let fault = |error: oxttl::TurtleSyntaxError| StoreError::Syntax { path: std::env::temp_dir(), message: error.to_string() };
    NQuadsParser::new().for_slice(lines).collect::<Result<_, _>>().map_err(fault)
}

/// The quads that rules ask of a holding or membership: its own, those of its reports, their posts and document, and the
/// classes of whom it joins; each behind its name and a zero byte.
fn shared_by_name(quads: &[Quad]) -> Vec<Vec<u8>> {
    let mut of: BTreeMap<String, Vec<&Quad>> = BTreeMap::new();
    for quad in quads {
        of.entry(quad.subject.to_string()).or_default().push(quad);
    }
    let dl = |quad: &Quad, name: &str| quad.predicate.as_str().strip_prefix(DL) == Some(name);
    let is_shared = |quad: &&Quad| {
        let class = |class: &str| matches!(&quad.object, Term::NamedNode(node) if node.as_str().strip_prefix(DL) == Some(class));
        quad.predicate.as_str() == TYPE && (class("RoleHolding") || class("Membership"))
    };
    let names: BTreeSet<String> = quads.iter().filter(is_shared).map(|quad| quad.subject.to_string()).collect();
    let mut wanted: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for name in &names {
        let things = of[name].iter().filter(|quad| quad.object.is_named_node()).map(|quad| quad.object.to_string());
        wanted.insert(name, things.chain([name.clone()]).collect());
    }
    for quad in quads.iter().filter(|quad| dl(quad, "reports")) {
        let Some(all) = wanted.get_mut(quad.object.to_string().as_str()) else { continue };
        all.insert(quad.subject.to_string());
        for post in of[&quad.subject.to_string()].iter().filter(|quad| dl(quad, "inPost")).map(|quad| quad.object.to_string()) {
            let documents = of.get(&post).into_iter().flatten().filter(|quad| dl(quad, "inDocument"));
            all.extend(documents.map(|quad| quad.object.to_string()));
            all.insert(post);
        }
    }
    let mut lines = Vec::new();
    for (name, subjects) in wanted {
        let whole = |subject: &String| subject == name || !names.contains(subject);
        for quad in subjects.iter().filter(|s| whole(s)).filter_map(|subject| of.get(subject)).flatten() {
            lines.push([name.as_bytes(), &[0], quad.to_string().as_bytes(), b" .\n"].concat());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::infer::infer;
    use crate::store::sort;

    const HEAD: &str = "@prefix : <https://e.org/> . @prefix dl: <https://w3id.org/dateline/ns#> .\n";

    /// A document that speaks of a minister and tells of a meeting.
    fn document(number: usize) -> String {
        let tenure = if number.is_multiple_of(3) { "Former" } else { "Current" };
        format!(
            ":d{number} {{ :d{number} a dl:Document ; dl:published \"2031-06-{:02}\" . :p{number} a dl:Post ; dl:inDocument :d{number} .
             :ana a dl:Person . :li{number} a dl:Person . :state a dl:Country . {}
             :holding a dl:RoleHolding ; dl:holder :ana ; dl:role :minister ; dl:capacity dl:Full .
             :r{number} a dl:Report ; dl:reports :holding ; dl:tenure dl:{tenure} ; dl:status dl:Unknown ; dl:inPost :p{number} .
             :m{number} a dl:Membership ; dl:member :li{number} ; dl:organization :state .
             :q{number} dl:reports :m{number} ; dl:tenure dl:Current ; dl:status dl:Occurred ; dl:inPost :p{number} .
             :e{number} a dl:Meeting ; dl:agent :ana ; dl:target :li{number} ; dl:status dl:Occurred .
             :s{number} dl:reports :e{number} ; dl:status dl:Occurred ; dl:trigger \"met\" ; dl:quote \"They met.\" ; dl:mentions :ana , :li{number} . }}\n",
            number % 28 + 1,
            if number == 5 { ":state a dl:GeopoliticalEntity ." } else { "" },
        )
    }

    #[test]
    fn portions_give_what_the_whole_gives() {
        let text = HEAD.to_owned() + &(0..9).map(document).collect::<String>();
        let mut quads: Vec<Quad> = oxttl::TriGParser::new().for_slice(&text).collect::<Result<_, _>>().unwrap();
        sort(&mut quads);
        let graph = NamedNode::new_unchecked("https://e.org/graph-inferred");
        let whole: String = infer(&quads, &graph).unwrap().iter().map(|quad| format!("{quad} .\n")).collect();
        assert!(["meets", "hasRole", "memberOf", "#Place>"].iter().all(|part| whole.contains(part)), "{whole}");
        for portion in [1, 100_000] {
            let mut by_graph: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
            for quad in &quads {
                by_graph.entry(quad.graph_name.to_string()).or_default().push(quad.clone());
            }
            let mut follow = Follow::in_portions(graph.clone(), portion);
            for quads in by_graph.into_values() {
                follow.add(quads).unwrap();
            }
            let mut found = String::new();
            let each = |line: &str| {
                found += line;
                Ok(())
            };
            follow.finish(each).unwrap();
            assert_eq!(found, whole, "in portions of {portion}");
        }
    }
}
