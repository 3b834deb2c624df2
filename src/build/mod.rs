//! The main job: extractions to `graph.ttl`, `graph.nq` and `facts.jsonl` in one folder, replaced together.

mod follow;
mod sorter;
mod spool;

use crate::facts::Line;
use crate::graph::iri;
use crate::graph::quads::Iris;
use crate::graph::turtle::{Prefixes, TurtleWriter};
use crate::lexicon::Lexicon;
use crate::misses::lost_passages;
use crate::pipeline::Extraction;
use crate::store::{Staged, StoreError, is_ours, parse_quads, serialize_quads, sort};
use follow::{Follow, parse, spooling};
use oxrdf::{GraphName, Quad, QuadRef};
use spool::Spool;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// Why nothing was built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The folder cannot be made.
    #[error("cannot make folder `{}`: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Earlier facts cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Facts {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Two documents have one name.
    #[error("documents `{0}` and `{1}` would both be named `{2}`; rename one")]
    OneName(String, String, String),
    /// Reading or writing a graph failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BuildError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Folder { .. } => "build.folder",
            Self::Facts { .. } => "build.facts",
            Self::OneName(..) => "build.one-name",
            Self::Store(error) => error.code(),
        }
    }
}

/// What one document gives to the build.
pub struct Part {
    id: String,
    facts: String,
    /// Sorted N-Quads.
    quads: Vec<u8>,
    counts: Summary,
}

/// What was built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents read now.
    pub documents: usize,
    /// Their reports.
    pub reports: usize,
    /// Their events.
    pub events: usize,
    /// Their role holdings.
    pub holdings: usize,
    /// Their named people, bodies and places.
    pub entities: usize,
    /// Quads in the graph, with earlier documents and what was inferred.
    pub quads: usize,
    /// How many of these were inferred.
    pub inferred: usize,
}

impl Part {
    /// The same with the text, the mentions in it and what was missed.
    pub fn with_text(extraction: &Extraction, iris: &Iris, extracted_by: &str, lexicon: &Lexicon) -> Self {
        let mut quads = extraction.graph.quads(iris, extracted_by);
        quads.extend(extraction.graph.text_quads(iris, &lost_passages(&extraction.graph, lexicon)));
        Self::of(extraction, quads)
    }

    /// The facts and quads of a document.
    pub fn new(extraction: &Extraction, iris: &Iris, extracted_by: &str) -> Self {
        Self::of(extraction, extraction.graph.quads(iris, extracted_by))
    }

    fn of(extraction: &Extraction, mut quads: Vec<Quad>) -> Self {
        use crate::graph::report::Sort;
        let graph = &extraction.graph;
        let things = |sort| graph.things.iter().filter(|t| t.sort == sort).count();
        let counts = Summary {
            documents: 1,
            reports: graph.reports.len(),
            events: things(Sort::Event),
            holdings: things(Sort::RoleHolding),
            entities: graph.framed.resolved.entities.iter().filter(|e| e.named).count(),
            ..Summary::default()
        };
        sort(&mut quads);
        let id = graph.framed.resolved.parsed.document.id.clone();
        Self { id, facts: lines_text(&extraction.lines), quads: text_of(&quads), counts }
    }
}

/// Lines as JSON, one each.
pub fn lines_text(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        if let Ok(json) = serde_json::to_string(line) {
            text.push_str(&json);
            text.push('\n');
        }
    }
    text
}

/// The part of a line that tells whose it is.
#[derive(serde::Deserialize)]
struct Of {
    document: String,
}

/// Gathers parts and writes them out. Facts and quads lie in temporary files, so that their number is not bound by the memory.
pub struct Build {
    folder: PathBuf,
    iris: Iris,
    memory: usize,
    /// Lines of the facts format, by document id.
    facts: Spool,
    /// Sorted N-Quads, by the name of their graph as N-Quads write it.
    graphs: Spool,
    /// Document ids by the names of their graphs.
    names: BTreeMap<String, String>,
    summary: Summary,
}

impl Build {
    /// Begins a build into a folder; with `add`, beside the documents that are there already.
    ///
    /// `memory` is about how many bytes the Turtle writer keeps before it spills to temporary files.
    ///
    /// # Errors
    /// [`BuildError`] when the folder cannot be made or what is in it cannot be read.
    pub fn new(folder: &Path, iris: Iris, memory: usize, add: bool) -> Result<Self, BuildError> {
        std::fs::create_dir_all(folder).map_err(|source| BuildError::Folder { path: folder.to_owned(), source })?;
        let (facts, graphs) = (Spool::new().map_err(spooling)?, Spool::new().map_err(spooling)?);
        let mut build =
            Self { folder: folder.to_owned(), iris, memory, facts, graphs, names: BTreeMap::new(), summary: Summary::default() };
        if add {
            build.read_earlier_quads()?;
            build.read_earlier_facts()?;
        }
        Ok(build)
    }

    /// The graphs of an earlier build, which lie together in its file.
    fn read_earlier_quads(&mut self) -> Result<(), BuildError> {
        let inferred = GraphName::NamedNode(self.iris.inferred());
        let path = self.folder.join("graph.nq");
        let quads = match parse_quads(&path) {
            Err(StoreError::Missing(_)) => return Ok(()),
            other => other?,
        };
        let mut graph: Vec<Quad> = Vec::new();
        for quad in quads {
            let quad = quad?;
            if graph.first().is_some_and(|first| first.graph_name != quad.graph_name) {
                keep(&mut self.graphs, std::mem::take(&mut graph))?;
            }
            if quad.graph_name != inferred {
                graph.push(quad);
            }
        }
        Ok(keep(&mut self.graphs, graph)?)
    }

    fn read_earlier_facts(&mut self) -> Result<(), BuildError> {
        let path = self.folder.join("facts.jsonl");
        let fault = |source| BuildError::Facts { path: path.clone(), source };
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(fault(source)),
        };
        let (mut id, mut facts) = (String::new(), String::new());
        for line in BufReader::new(file).lines() {
            let line = line.map_err(fault)?;
            if line.trim().is_empty() {
                continue;
            }
            let of: Of = serde_json::from_str(&line).map_err(|e| fault(std::io::Error::other(e)))?;
            if of.document != id {
                self.keep_facts(std::mem::replace(&mut id, of.document), &std::mem::take(&mut facts)).map_err(fault)?;
            }
            facts.push_str(&line);
            facts.push('\n');
        }
        self.keep_facts(id, &facts).map_err(fault)
    }

    fn keep_facts(&mut self, id: String, facts: &str) -> std::io::Result<()> {
        if !facts.is_empty() {
            self.names.insert(iri::document(&id), id.clone());
            self.facts.put(id, facts.as_bytes())?;
        }
        Ok(())
    }

    /// Takes a document. What an earlier build says of it is replaced.
    ///
    /// # Errors
    /// [`BuildError::OneName`] when another document has the same name.
    pub fn take(&mut self, part: Part) -> Result<(), BuildError> {
        let name = iri::document(&part.id);
        if let Some(other) = self.names.get(&name).filter(|other| **other != part.id) {
            return Err(BuildError::OneName(other.clone(), part.id, name));
        }
        self.graphs.put(self.iris.thing(&name).to_string(), &part.quads).map_err(spooling)?;
        self.facts.put(part.id.clone(), part.facts.as_bytes()).map_err(spooling)?;
        self.names.insert(name, part.id);
        self.summary.documents += 1;
        self.summary.reports += part.counts.reports;
        self.summary.events += part.counts.events;
        self.summary.holdings += part.counts.holdings;
        self.summary.entities += part.counts.entities;
        Ok(())
    }

    /// Infers, writes the three files under temporary names, and puts them in place when all are whole.
    ///
    /// # Errors
    /// [`BuildError::Store`] when inference or writing fails; the earlier files are then as they were.
    pub fn finish(mut self) -> Result<Summary, BuildError> {
        self.infer()?;
        let Self { folder, iris, memory, mut facts, mut graphs, mut summary, .. } = self;
        let mut turtle = TurtleWriter::new(Prefixes::dateline(iris.base()), memory);
        let nquads = Staged::write(&folder.join("graph.nq"), |out| {
            for text in graphs.texts()? {
                let text = text?;
                for quad in parse(&text).map_err(std::io::Error::other)? {
                    turtle.push(QuadRef::from(&quad).into())?;
                    summary.quads += 1;
                }
                out.write_all(&text)?;
            }
            Ok(())
        })?;
        let turtle = Staged::write(&folder.join("graph.ttl"), |out| turtle.finish(out).map(drop))?;
        let facts = Staged::write(&folder.join("facts.jsonl"), |out| facts.texts()?.try_for_each(|text| out.write_all(&text?)))?;
        for file in [turtle, facts, nquads] {
            file.commit()?;
        }
        Ok(summary)
    }

    /// Puts what follows beside the graphs, in pieces: portion by portion where all graphs are documents of ours. Rules may ask
    /// more of strangers' graphs, so these are looked at together with all the rest.
    fn infer(&mut self) -> Result<(), BuildError> {
        const PIECE: usize = 1 << 20;
        let is_ours = self.graphs.names().all(|name| is_ours(name.trim_start_matches('<'), self.iris.base()));
        let name = self.iris.inferred();
        let mut follow = if is_ours { Follow::new(name.clone()) } else { Follow::at_once(name.clone()) };
        for text in self.graphs.texts().map_err(spooling)? {
            follow.add(parse(&text.map_err(spooling)?)?)?;
        }
        let (graphs, count) = (&mut self.graphs, &mut self.summary.inferred);
        let (mut piece, mut number) = (String::new(), 0);
        // A zero byte after the name, so that the pieces stay together in the order of graphs.
        let mut put = |piece: &mut String| {
            number += 1;
            graphs.put(format!("{name}\0{number:08}"), std::mem::take(piece).as_bytes())
        };
        follow.finish(|line| {
            piece.push_str(line);
            *count += 1;
            if piece.len() < PIECE { Ok(()) } else { put(&mut piece) }
        })?;
        Ok(put(&mut piece).map_err(spooling)?)
    }
}

/// Keeps the quads of one graph; in a file that somebody wrote by hand, a graph may come twice.
fn keep(graphs: &mut Spool, mut quads: Vec<Quad>) -> Result<(), StoreError> {
    let Some(first) = quads.first() else { return Ok(()) };
    let name = first.graph_name.to_string();
    quads.extend(parse(&graphs.get(&name).map_err(spooling)?)?);
    sort(&mut quads);
    graphs.put(name, &text_of(&quads)).map_err(spooling)
}

fn text_of(quads: &[Quad]) -> Vec<u8> {
    let mut text = Vec::new();
    // Writing into memory does not fail.
    let _ = serialize_quads(&mut text, quads);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::NamedNode;

    fn part(id: &str, label: &str) -> Part {
        let iris = Iris::new(crate::vocabulary::BASE).unwrap();
        let quad = Quad::new(
            iris.thing("person-ines-duarte"),
            NamedNode::new_unchecked("http://www.w3.org/2000/01/rdf-schema#label"),
            oxrdf::Literal::from(label),
            iris.thing(&iri::document(id)),
        );
        Part { id: id.into(), facts: format!("{{\"document\":\"{id}\"}}\n"), quads: text_of(&[quad]), counts: Summary::default() }
    }

    fn build(folder: &Path, add: bool, parts: &[(&str, &str)]) -> Summary {
        let iris = Iris::new(crate::vocabulary::BASE).unwrap();
        let mut build = Build::new(folder, iris, 1 << 20, add).unwrap();
        for (id, label) in parts {
            build.take(part(id, label)).unwrap();
        }
        build.finish().unwrap()
    }

    fn texts(folder: &Path) -> Vec<String> {
        ["graph.ttl", "graph.nq", "facts.jsonl"].iter().map(|f| std::fs::read_to_string(folder.join(f)).unwrap()).collect()
    }

    #[test]
    fn order_of_documents_leaves_no_trace() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        build(one.path(), false, &[("a", "Ines"), ("b", "Ines Duarte")]);
        build(other.path(), false, &[("b", "Ines Duarte"), ("a", "Ines")]);
        assert_eq!(texts(one.path()), texts(other.path()));
    }

    #[test]
    fn adding_replaces_what_the_same_document_said_before() {
        let (grown, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        build(grown.path(), false, &[("a", "Ines"), ("b", "Duarte")]);
        build(grown.path(), true, &[("a", "Ines D."), ("c", "I. Duarte")]);
        build(whole.path(), false, &[("a", "Ines D."), ("b", "Duarte"), ("c", "I. Duarte")]);
        assert_eq!(texts(grown.path()), texts(whole.path()));
    }

    #[test]
    fn two_documents_of_one_name_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut build = Build::new(folder.path(), Iris::new(crate::vocabulary::BASE).unwrap(), 1, false).unwrap();
        build.take(part("a b", "x")).unwrap();
        assert_eq!(build.take(part("a-b", "x")).unwrap_err().code(), "build.one-name");
    }

    #[test]
    fn a_failed_build_leaves_every_file_whole() {
        let folder = tempfile::tempdir().unwrap();
        build(folder.path(), false, &[("a", "Ines")]);
        let before = texts(folder.path());
        std::fs::remove_file(folder.path().join("facts.jsonl")).unwrap();
        std::fs::create_dir(folder.path().join("facts.jsonl")).unwrap();
        let mut next = Build::new(folder.path(), Iris::new(crate::vocabulary::BASE).unwrap(), 1, false).unwrap();
        next.take(part("b", "Other")).unwrap();
        // A folder stands where the last file is to go.
        assert!(next.finish().is_err());
        let turtle = std::fs::read_to_string(folder.path().join("graph.ttl")).unwrap();
        assert!(turtle == before[0] || turtle.contains("Other"));
        let left = std::fs::read_dir(folder.path()).unwrap().filter_map(Result::ok);
        assert!(left.into_iter().all(|f| !f.file_name().to_string_lossy().starts_with(".dateline-")));
    }
}
