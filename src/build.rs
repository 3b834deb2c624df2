//! The main job: extractions to `graph.ttl`, `graph.nq` and `facts.jsonl` in one folder, replaced together.

use crate::facts::Line;
use crate::graph::infer::infer;
use crate::graph::iri;
use crate::graph::quads::Iris;
use crate::graph::turtle::{Prefixes, TurtleWriter};
use crate::lexicon::Lexicon;
use crate::misses::lost_passages;
use crate::pipeline::Extraction;
use crate::store::{Staged, StoreError, read_quads, serialize_quads, sort};
use oxrdf::{GraphName, Quad, QuadRef};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
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
    quads: Vec<Quad>,
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
        let mut part = Self::new(extraction, iris, extracted_by);
        part.quads.extend(extraction.graph.text_quads(iris, &lost_passages(&extraction.graph, lexicon)));
        part
    }

    /// The facts and quads of a document.
    pub fn new(extraction: &Extraction, iris: &Iris, extracted_by: &str) -> Self {
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
        Self {
            id: graph.framed.resolved.parsed.document.id.clone(),
            facts: lines_text(&extraction.lines),
            quads: graph.quads(iris, extracted_by),
            counts,
        }
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

/// Gathers parts and writes them out.
pub struct Build {
    folder: PathBuf,
    iris: Iris,
    memory: usize,
    facts: BTreeMap<String, String>,
    earlier: Vec<Quad>,
    quads: Vec<Quad>,
    names: BTreeMap<String, String>,
    fresh: BTreeSet<String>,
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
        let mut build = Self {
            folder: folder.to_owned(),
            iris,
            memory,
            facts: BTreeMap::new(),
            earlier: Vec::new(),
            quads: Vec::new(),
            names: BTreeMap::new(),
            fresh: BTreeSet::new(),
            summary: Summary::default(),
        };
        if add {
            build.read_earlier()?;
        }
        Ok(build)
    }

    fn read_earlier(&mut self) -> Result<(), BuildError> {
        match read_quads(&self.folder.join("graph.nq")) {
            Ok(quads) => self.earlier = quads,
            Err(StoreError::Missing(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let inferred = GraphName::NamedNode(self.iris.inferred());
        self.earlier.retain(|q| q.graph_name != inferred);
        let path = self.folder.join("facts.jsonl");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(BuildError::Facts { path, source }),
        };
        for line in text.lines().filter(|l| !l.trim().is_empty()) {
            let of: Of = serde_json::from_str(line)
                .map_err(|e| BuildError::Facts { path: path.clone(), source: std::io::Error::other(e) })?;
            let facts = self.facts.entry(of.document).or_default();
            facts.push_str(line);
            facts.push('\n');
        }
        for id in self.facts.keys() {
            self.names.insert(iri::document(id), id.clone());
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
        self.names.insert(name.clone(), part.id.clone());
        self.fresh.insert(name);
        self.facts.insert(part.id, part.facts);
        self.quads.extend(part.quads);
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
    pub fn finish(self) -> Result<Summary, BuildError> {
        let Self { folder, iris, memory, facts, earlier, mut quads, fresh, mut summary, .. } = self;
        let fresh: std::collections::HashSet<GraphName> =
            fresh.iter().map(|name| GraphName::NamedNode(iris.thing(name))).collect();
        quads.extend(earlier.into_iter().filter(|q| !fresh.contains(&q.graph_name)));
        let inferred = infer(&quads, &iris.inferred()).map_err(StoreError::from)?;
        summary.inferred = inferred.len();
        quads.extend(inferred);
        sort(&mut quads);
        summary.quads = quads.len();
        let turtle = Staged::write(&folder.join("graph.ttl"), |out| {
            let mut writer = TurtleWriter::new(Prefixes::dateline(iris.base()), memory);
            for quad in &quads {
                writer.push(QuadRef::from(quad).into())?;
            }
            writer.finish(out).map(drop)
        })?;
        let nquads = Staged::write(&folder.join("graph.nq"), |out| serialize_quads(out, &quads))?;
        let lines =
            Staged::write(&folder.join("facts.jsonl"), |out| facts.values().try_for_each(|text| out.write_all(text.as_bytes())))?;
        for file in [turtle, nquads, lines] {
            file.commit()?;
        }
        Ok(summary)
    }
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
        Part { id: id.into(), facts: format!("{{\"document\":\"{id}\"}}\n"), quads: vec![quad], counts: Summary::default() }
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
