//! Where quads are kept: a file of quads that is read whole and replaced whole, or Oxigraph on disk.
//!
//! `query`, `check`, `explain`, `export` and `serve` open a [`Location`] and ask Oxigraph; `load` and `remove` make a
//! [`Change`], which is applied as a whole or not at all. Rewriting works on the quads as written, not on Oxigraph's
//! copy, because that turns `"007"^^xsd:integer` into `7` and a derived integer type into `xsd:integer`.

mod atomic;
mod change;
mod companion;
mod diff;
#[cfg(any(test, feature = "disk"))]
mod disk;
mod export;
mod file;
mod index;
mod live;
mod plan;
mod view;

pub use crate::graph::order::sort;
pub use atomic::{Staged, write_atomically};
pub use change::inferred_graph;
pub use change::{Change, Effect, infer, is_ours, load_quads};
pub use companion::replace_file;
pub use diff::{Difference, canonical};
pub use export::{select, write_rdf};
pub use file::{format_of, in_memory, is_quad_format, parse_quads, read_quads, serialize_quads, union_graph, without_graphs};
pub use index::{Graphs, Index, Matches, NO_GRAPH, Row, Spread, Terms};
pub use live::Live;
pub use plan::{improved, improved_pattern};
pub use view::{Cancelled, Number, View, cancellable};

use oxigraph::model::{GraphName, Quad};
use oxigraph::store::{StorageError, Store};
use std::path::{Path, PathBuf};

/// Local name of the graph with superclasses and shortcuts.
pub const INFERRED: &str = "graph-inferred";

/// Why data could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file could not be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// There is no data yet.
    #[error("no data at `{}`; make it with `dateline build INPUT…` or name a file with `--data FILE`", .0.display())]
    Missing(PathBuf),
    /// The ending of a file name says no RDF format.
    #[error("`{}` has no ending that names an RDF format; known are {ENDINGS}", .0.display())]
    Format(PathBuf),
    /// A file is no well-formed RDF.
    #[error("`{}`: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        message: String,
    },
    /// A graph name is no absolute IRI.
    #[error("`{iri}` is no absolute IRI: {message}")]
    Iri {
        /// The text.
        iri: String,
        /// What is wrong with it.
        message: String,
    },
    /// Triples were given without a graph to put them in.
    #[error("`{}` holds triples; say in which graph they go with `--graph IRI`", .0.display())]
    NoGraph(PathBuf),
    /// Nobody writes into the inferred graph by hand.
    #[error("`{0}` is rebuilt after each load and remove; choose another graph")]
    Inferred(String),
    /// The graph to be removed is not there.
    #[error("no graph `{name}`{}", hint.as_ref().map_or_else(String::new, |h| format!("; did you mean `{h}`?")))]
    NoSuchGraph {
        /// What was asked for.
        name: String,
        /// A name near to it.
        hint: Option<String>,
    },
    /// Shortcuts could not be inferred.
    #[error("cannot rebuild the inferred graph: {0}")]
    Inference(#[from] crate::graph::infer::InferError),
    /// A graph could not be brought into canonical form.
    #[error("cannot compare the graphs: {0}")]
    Canonical(String),
    /// The program was built without RocksDB.
    #[error(
        "this build keeps no store on disk; build one with `cargo build --release --features disk` (needs g++ and libclang), or use `--data FILE`"
    )]
    NoDisk,
    /// Oxigraph failed.
    #[error("the store failed: {0}")]
    Storage(#[from] StorageError),
}

/// Endings of file names that say a format.
pub const ENDINGS: &str = "ttl, trig, nt, nq, jsonld, json, rdf, xml, n3";

impl StoreError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "store.read",
            Self::Write { .. } => "store.write",
            Self::Missing(_) => "store.missing",
            Self::Format(_) => "store.format",
            Self::Syntax { .. } => "store.syntax",
            Self::Iri { .. } => "store.iri",
            Self::NoGraph(_) => "store.no-graph",
            Self::Inferred(_) => "store.inferred",
            Self::NoSuchGraph { .. } => "store.no-such-graph",
            Self::Inference(_) => "store.inference",
            Self::Canonical(_) => "store.canonical",
            Self::NoDisk => "store.no-disk",
            Self::Storage(_) => "store.storage",
        }
    }
}

/// Where the data lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file in any RDF format.
    File(PathBuf),
    /// A folder with Oxigraph on RocksDB.
    Disk(PathBuf),
}

impl Location {
    /// The data for a query; a file is read into memory.
    ///
    /// The store's default graph is empty, or it holds every triple of every graph; [`crate::query::run`] relies on that.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such file, and what reading it brings.
    pub fn open(&self) -> Result<Store, StoreError> {
        match self {
            Self::File(path) => in_memory(read_quads(path)?),
            Self::Disk(folder) => open_disk(folder),
        }
    }

    /// All quads, sorted, each once.
    pub fn quads(&self) -> Result<Vec<Quad>, StoreError> {
        match self {
            Self::File(path) => read_quads(path),
            Self::Disk(folder) => {
                let mut quads = open_disk(folder)?.iter().collect::<Result<Vec<_>, _>>()?;
                quads.retain(|q| !q.graph_name.is_default_graph());
                sort(&mut quads);
                Ok(quads)
            }
        }
    }

    /// The quads of one graph, sorted.
    ///
    /// # Errors
    /// As [`Location::open`].
    pub fn graph(&self, name: &GraphName) -> Result<Vec<Quad>, StoreError> {
        let mut quads = match self {
            Self::File(path) => parse_quads(path)?
                .filter(|quad| quad.as_ref().map_or(true, |quad| quad.graph_name == *name))
                .collect::<Result<Vec<_>, _>>()?,
            Self::Disk(folder) => {
                let store = open_disk(folder)?;
                store.quads_for_pattern(None, None, None, Some(name.as_ref())).collect::<Result<Vec<_>, _>>()?
            }
        };
        sort(&mut quads);
        Ok(quads)
    }

    /// Applies a change and rebuilds the inferred graph, all or nothing.
    pub fn apply(&self, change: &Change) -> Result<Effect, StoreError> {
        match self {
            Self::File(path) => change.apply_to_file(path),
            Self::Disk(folder) => apply_to_disk(folder, change),
        }
    }
}

#[cfg(feature = "disk")]
fn open_disk(folder: &Path) -> Result<Store, StoreError> {
    disk::open(folder)
}

#[cfg(feature = "disk")]
fn apply_to_disk(folder: &Path, change: &Change) -> Result<Effect, StoreError> {
    disk::apply(folder, change)
}

#[cfg(not(feature = "disk"))]
fn open_disk(_: &Path) -> Result<Store, StoreError> {
    Err(StoreError::NoDisk)
}

#[cfg(not(feature = "disk"))]
fn apply_to_disk(_: &Path, _: &Change) -> Result<Effect, StoreError> {
    Err(StoreError::NoDisk)
}
