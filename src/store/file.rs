//! Quads in files: reading any format, writing sorted N-Quads, loading into memory.

use super::StoreError;
use crate::graph::order;
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{Graph, GraphName, Quad, Triple};
use oxigraph::store::Store;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

/// The format that the ending of a file name says.
///
/// # Errors
/// [`StoreError::Format`] for an ending that says none.
pub fn format_of(path: &Path) -> Result<RdfFormat, StoreError> {
    path.extension()
        .and_then(|e| e.to_str())
        .filter(|e| !e.eq_ignore_ascii_case("txt"))
        .and_then(RdfFormat::from_extension)
        .ok_or_else(|| StoreError::Format(path.to_owned()))
}

/// Whether the format can name graphs.
pub fn is_quad_format(format: RdfFormat) -> bool {
    format.supports_datasets()
}

/// The quads of a file in any RDF format, one by one as they stand. Triples are in the default graph.
///
/// Relative IRIs are resolved against the file's own `file:` IRI.
pub fn parse_quads(path: &Path) -> Result<impl Iterator<Item = Result<Quad, StoreError>> + use<'_>, StoreError> {
    let format = format_of(path)?;
    let file = File::open(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => StoreError::Missing(path.to_owned()),
        _ => StoreError::Read { path: path.to_owned(), source },
    })?;
    let mut parser = RdfParser::from_format(format);
    if let Some(base) = file_iri(path)
        && let Ok(with_base) = RdfParser::from_format(format).with_base_iri(base)
    {
        parser = with_base;
    }
    let quads = parser.for_reader(BufReader::with_capacity(1 << 16, file));
    Ok(quads.map(|quad| quad.map_err(|error| StoreError::Syntax { path: path.to_owned(), message: error.to_string() })))
}

/// All quads of a file, as [`parse_quads`] reads them, sorted, each once.
pub fn read_quads(path: &Path) -> Result<Vec<Quad>, StoreError> {
    let mut quads = parse_quads(path)?.collect::<Result<Vec<_>, _>>()?;
    order::sort(&mut quads);
    Ok(quads)
}

/// Writes quads as N-Quads, in the order given.
pub fn serialize_quads<'a>(out: impl Write, quads: impl IntoIterator<Item = &'a Quad>) -> std::io::Result<()> {
    let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(out);
    for quad in quads {
        writer.serialize_quad(quad)?;
    }
    writer.finish()?.flush()
}

/// All triples of all graphs, each once.
pub fn union_graph(quads: &[Quad]) -> Graph {
    quads.iter().map(|q| Triple::new(q.subject.clone(), q.predicate.clone(), q.object.clone())).collect()
}

/// The quads as triples in the default graph, sorted, each once.
pub fn without_graphs(mut quads: Vec<Quad>) -> Vec<Quad> {
    into_graph(&mut quads, &GraphName::DefaultGraph);
    order::sort(&mut quads);
    quads
}

/// A store in memory, whose default graph is empty or holds everything.
pub fn in_memory(quads: Vec<Quad>) -> Result<Store, StoreError> {
    let store = Store::new()?;
    let mut loader = store.bulk_loader();
    if quads.iter().any(|q| q.graph_name.is_default_graph()) || has_repeated_triples(&quads) {
        loader.load_quads(union_graph(&quads).into_iter().map(|t| t.into_owned().in_graph(GraphName::DefaultGraph)))?;
    }
    loader.load_quads(quads)?;
    loader.commit()?;
    Ok(store)
}

/// Whether a triple stands in two graphs. Oxigraph's union of graphs would give it twice, and wrong counts.
fn has_repeated_triples(quads: &[Quad]) -> bool {
    let mut seen = std::collections::HashSet::with_capacity(quads.len());
    !quads.iter().all(|q| seen.insert((&q.subject, &q.predicate, &q.object)))
}

fn file_iri(path: &Path) -> Option<String> {
    let full = std::fs::canonicalize(path).ok()?;
    let mut iri = String::from("file://");
    for byte in full.to_str()?.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            iri.push(char::from(byte));
        } else {
            let _ = write!(iri, "%{byte:02X}");
        }
    }
    Some(iri)
}

/// Puts every quad into one graph.
pub(super) fn into_graph(quads: &mut [Quad], graph: &GraphName) {
    for quad in quads {
        quad.graph_name = graph.clone();
    }
}
