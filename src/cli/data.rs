//! The options of every command that works on a graph.

use clap::Args;
use dateline::store::Location;
use std::path::PathBuf;

/// Where `dateline build` puts the graph.
const DEFAULT: &str = "out/graph.nq";

/// Which graph to work on.
#[derive(Args, Clone, Debug, Default)]
pub struct Data {
    /// The graph, in any RDF format [default: out/graph.nq]
    #[arg(long, value_name = "FILE", global = false)]
    pub data: Option<PathBuf>,
    /// A store on disk instead of a file (needs a build with the feature `disk`).
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    pub store: Option<PathBuf>,
}

impl Data {
    /// The file or the folder meant.
    pub fn location(&self) -> Location {
        match (&self.store, &self.data) {
            (Some(folder), _) => Location::Disk(folder.clone()),
            (None, Some(file)) => Location::File(file.clone()),
            (None, None) => Location::File(DEFAULT.into()),
        }
    }
}
