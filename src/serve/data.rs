//! The data that are served: a snapshot that readers keep while writers make the next one.

use crate::store::{Graphs, INFERRED, Index, Location, NO_GRAPH, StoreError, parse_quads};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::store::Store;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

/// Where the quads are.
pub enum Content {
    /// A file, read into memory.
    Memory(Index),
    /// Oxigraph on disk, whose default graph holds every triple once.
    Disk(Store),
}

/// The data at one time.
pub struct Snapshot {
    /// The quads.
    pub content: Content,
    /// Rises with each change, and differs between two runs of the server.
    pub version: u64,
    /// How many quads there are.
    pub quads: usize,
    /// Base of the things in the data, as the name of the inferred graph tells it.
    pub base: Option<String>,
}

/// Which graph of the data is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Graph {
    /// All of them as one.
    Union,
    /// The triples that were given without a graph.
    Default,
    /// A named one.
    Named(NamedNode),
}

impl Snapshot {
    fn new(content: Content, version: u64) -> Result<Self, StoreError> {
        let quads = match &content {
            Content::Memory(index) => index.len(),
            Content::Disk(store) => store.len()?,
        };
        let mut snapshot = Self { content, version, quads, base: None };
        let names = snapshot.graphs()?;
        snapshot.base = names.iter().find_map(|n| n.as_str().strip_suffix(INFERRED).map(ToOwned::to_owned));
        Ok(snapshot)
    }

    /// The quads that fit, in the order of the index.
    ///
    /// # Errors
    /// Those of the store on disk.
    pub fn matching(
        &self,
        subject: Option<&Term>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<&Term>,
        graph: &Graph,
    ) -> Box<dyn Iterator<Item = Result<Quad, StoreError>> + '_> {
        match &self.content {
            Content::Memory(index) => {
                let number = |term: Option<&Term>| term.map(|t| index.terms().number(t));
                let graphs = match graph {
                    Graph::Union => Some(Graphs::Union),
                    Graph::Default => Some(Graphs::One(NO_GRAPH)),
                    Graph::Named(name) => index.graph(&name.clone().into()).map(Graphs::One),
                };
                let predicate = predicate.map(|p| Term::from(p.into_owned()));
                let (s, p, o) = (number(subject), number(predicate.as_ref()), number(object));
                match graphs {
                    Some(graphs) if ![s, p, o].contains(&Some(None)) => Box::new(
                        index.matching(s.flatten(), p.flatten(), o.flatten(), graphs).filter_map(|row| index.quad(row)).map(Ok),
                    ),
                    _ => Box::new(std::iter::empty()),
                }
            }
            Content::Disk(store) => {
                let node = match subject {
                    Some(Term::NamedNode(node)) => Some(NamedOrBlankNode::from(node.clone())),
                    Some(Term::BlankNode(node)) => Some(node.clone().into()),
                    Some(Term::Literal(_)) => return Box::new(std::iter::empty()),
                    None => None,
                };
                let graph = match graph {
                    Graph::Union => GraphNameRef::DefaultGraph,
                    Graph::Named(name) => name.as_ref().into(),
                    Graph::Default => return Box::new(std::iter::empty()),
                };
                let found = store.quads_for_pattern(
                    node.as_ref().map(NamedOrBlankNode::as_ref),
                    predicate,
                    object.map(Term::as_ref),
                    Some(graph),
                );
                Box::new(found.map(|quad| quad.map_err(StoreError::from)))
            }
        }
    }

    /// The names of the graphs, sorted.
    ///
    /// # Errors
    /// Those of the store on disk.
    pub fn graphs(&self) -> Result<Vec<NamedNode>, StoreError> {
        let mut names: Vec<NamedNode> = match &self.content {
            Content::Memory(index) => index
                .named_graphs()
                .filter_map(|g| match index.terms().term(g) {
                    Term::NamedNode(node) => Some(node.clone()),
                    _ => None,
                })
                .collect(),
            Content::Disk(store) => store
                .named_graphs()
                .filter_map(|name| match name {
                    Ok(NamedOrBlankNode::NamedNode(node)) => Some(Ok(node)),
                    Ok(NamedOrBlankNode::BlankNode(_)) => None,
                    Err(error) => Some(Err(error)),
                })
                .collect::<Result<_, _>>()?,
        };
        names.sort();
        Ok(names)
    }

    /// Whether a named graph holds something.
    ///
    /// # Errors
    /// Those of the store on disk.
    pub fn has_graph(&self, name: &NamedNode) -> Result<bool, StoreError> {
        Ok(match &self.content {
            Content::Memory(index) => index.graph(&name.clone().into()).is_some_and(|g| index.has_graph(g)),
            Content::Disk(store) => store.contains_named_graph(name)?,
        })
    }
}

/// The newest snapshot and where it is kept.
pub struct Data {
    current: RwLock<Arc<Snapshot>>,
    location: Location,
}

impl Data {
    /// Opens the data: a file is read into memory, a store stays on disk and is only read. A file to be written need not be
    /// there yet.
    ///
    /// # Errors
    /// What reading brings.
    pub fn open(location: Location, writable: bool) -> Result<Self, StoreError> {
        let content = match &location {
            // what is to be written may begin with nothing
            Location::File(path) if writable && !path.exists() => Content::Memory(Index::default()),
            Location::File(path) => Content::Memory(Index::build(parse_quads(path)?)?),
            Location::Disk(_) => Content::Disk(location.open()?),
        };
        // two runs never share a version, so that no answer kept by a client is taken for a newer one
        let start = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_micros() as u64);
        let snapshot = Snapshot::new(content, start)?;
        Ok(Self { current: RwLock::new(Arc::new(snapshot)), location })
    }

    /// The newest snapshot.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The file that the data came from; none for a store on disk.
    pub fn file(&self) -> Option<&PathBuf> {
        match &self.location {
            Location::File(path) => Some(path),
            Location::Disk(_) => None,
        }
    }

    /// Puts a new index in place of the newest snapshot. Callers hold the writers' lock.
    ///
    /// # Errors
    /// None for an index.
    pub fn replace(&self, index: Index) -> Result<(), StoreError> {
        let snapshot = Snapshot::new(Content::Memory(index), self.snapshot().version + 1)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        Ok(())
    }
}

/// Whether the graph's name is that of the inferred graph.
pub fn is_inferred(name: &GraphName) -> bool {
    matches!(name, GraphName::NamedNode(n) if n.as_str().rsplit(['/', '#']).next() == Some(INFERRED))
}
