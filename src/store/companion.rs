//! The files that `dateline build` writes beside `graph.nq`: they must not tell of documents that are gone.

use super::{Staged, StoreError, write_rdf};
use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphName, Quad};
use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::path::Path;

/// Bytes that the Turtle writer may keep.
pub(super) const MEMORY: usize = 256 << 20;

/// Puts quads, sorted, in place of a file and of what stands beside it; lines of facts of documents that are gone go too.
///
/// # Errors
/// [`StoreError::Write`]; the old files are still there then.
pub fn replace_file(path: &Path, quads: &[Quad]) -> Result<(), StoreError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|source| StoreError::Write { path: path.to_owned(), source })?;
    }
    let graphs = |quads: &[Quad]| quads.iter().map(|q| q.graph_name.clone()).collect::<HashSet<_>>();
    let now = graphs(quads);
    let before = if path.exists() { graphs(&super::read_quads(path)?) } else { HashSet::new() };
    let gone: Vec<GraphName> = before.difference(&now).cloned().collect();
    let format = super::format_of(path)?;
    let main = Staged::write(path, |out| write_rdf(out, format, quads, MEMORY))?;
    let companions = stage(path, quads, &gone, &BTreeMap::new())?;
    main.commit()?;
    companions.into_iter().try_for_each(Staged::commit)
}

/// Whether a `graph.ttl` lies beside a `graph.nq`.
pub(super) fn has_turtle(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "graph.nq") && path.with_file_name("graph.ttl").exists()
}

/// New texts for the `graph.ttl` and `facts.jsonl` beside a `graph.nq`, where there are any.
pub(super) fn stage(
    path: &Path,
    quads: &[Quad],
    removed: &[GraphName],
    added: &BTreeMap<String, String>,
) -> Result<Vec<Staged>, StoreError> {
    let mut staged = Vec::new();
    if path.file_name().is_none_or(|name| name != "graph.nq") {
        return Ok(staged);
    }
    let turtle = path.with_file_name("graph.ttl");
    if has_turtle(path) {
        staged.push(Staged::write(&turtle, |out| write_rdf(out, RdfFormat::Turtle, quads, MEMORY))?);
    }
    let facts = path.with_file_name("facts.jsonl");
    if facts.exists() && !(removed.is_empty() && added.is_empty()) {
        let text = std::fs::read_to_string(&facts).map_err(|source| StoreError::Read { path: facts.clone(), source })?;
        let mut lines: BTreeMap<String, String> = BTreeMap::new();
        for line in text.lines() {
            let id = document(line).unwrap_or_default();
            if !is_of(&id, removed) && !added.contains_key(&id) {
                let all = lines.entry(id).or_default();
                all.push_str(line);
                all.push('\n');
            }
        }
        lines.extend(added.clone());
        staged.push(Staged::write(&facts, |out| lines.values().try_for_each(|lines| out.write_all(lines.as_bytes())))?);
    }
    Ok(staged)
}

/// The document that a line of facts is of.
fn document(line: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Of {
        document: String,
    }
    serde_json::from_str(line).ok().map(|of: Of| of.document)
}

/// Whether a document has one of the graphs.
fn is_of(id: &str, graphs: &[GraphName]) -> bool {
    let name = crate::graph::iri::document(id);
    graphs.iter().any(|g| matches!(g, GraphName::NamedNode(n) if n.as_str().rsplit('/').next() == Some(&name)))
}
