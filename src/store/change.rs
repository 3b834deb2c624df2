//! Adding and removing graphs, all or nothing.

use super::{INFERRED, Staged, StoreError, companion, file, read_quads, serialize_quads};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{BlankNode, Dataset, GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::BTreeMap;
use std::path::Path;

/// What is to be done to the data.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Graphs to be removed whole: IRIs, or local names that end one.
    pub remove: Vec<String>,
    /// Graphs to be removed whole where they are there.
    pub replace: Vec<GraphName>,
    /// Quads to be added after that.
    pub add: Vec<Quad>,
    /// Lines of the facts format by document id, for the `facts.jsonl` beside a graph.
    pub facts: BTreeMap<String, String>,
}

/// What a change did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Quads that came, the inferred ones aside.
    pub added: usize,
    /// Quads that went, the inferred ones aside.
    pub removed: usize,
    /// Quads in all, the inferred ones included.
    pub total: usize,
}

/// The quads of a file, ready to be added: in the given graph, or where a quad format puts them.
///
/// Blank nodes get labels that follow from the content and the graph, so that loading a file twice changes nothing and
/// two files never share one.
///
/// # Errors
/// [`StoreError::NoGraph`] for triples without a graph, and what reading brings.
pub fn load_quads(path: &Path, graph: Option<&str>) -> Result<Vec<Quad>, StoreError> {
    let mut quads = read_quads(path)?;
    match graph {
        Some(iri) => {
            let name = NamedNode::new(iri).map_err(|e| StoreError::Iri { iri: iri.to_owned(), message: e.to_string() })?;
            file::into_graph(&mut quads, &GraphName::NamedNode(name));
        }
        None if quads.iter().any(|q| q.graph_name.is_default_graph()) => return Err(StoreError::NoGraph(path.to_owned())),
        None => {}
    }
    if let Some(inferred) = quads.iter().find_map(|q| graph_iri(&q.graph_name).filter(|g| is_inferred(g)))
        && graph.is_some()
    {
        return Err(StoreError::Inferred(inferred.to_owned()));
    }
    // A whole graph of ours brings its inferred part along; it is rebuilt here.
    quads.retain(|q| !graph_iri(&q.graph_name).is_some_and(is_inferred));
    Ok(label_blank_nodes(quads))
}

fn label_blank_nodes(quads: Vec<Quad>) -> Vec<Quad> {
    let has_blank = |q: &Quad| q.subject.is_blank_node() || q.object.is_blank_node();
    if !quads.iter().any(has_blank) {
        return quads;
    }
    let mut graphs: BTreeMap<String, Dataset> = BTreeMap::new();
    for quad in &quads {
        graphs.entry(quad.graph_name.to_string()).or_default().insert(quad);
    }
    let mut labelled = Vec::with_capacity(quads.len());
    for (name, mut dataset) in graphs {
        dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
        let prefix = crate::graph::iri::hash([name.as_str()], 4);
        let relabel = |b: &BlankNode| BlankNode::new_unchecked(format!("b{prefix}{}", b.as_str()));
        labelled.extend(dataset.iter().map(|quad| {
            let mut quad = quad.into_owned();
            if let NamedOrBlankNode::BlankNode(b) = &quad.subject {
                quad.subject = relabel(b).into();
            }
            if let Term::BlankNode(b) = &quad.object {
                quad.object = relabel(b).into();
            }
            quad
        }));
    }
    super::sort(&mut labelled);
    labelled
}

impl Change {
    pub(super) fn apply_to_file(&self, path: &Path) -> Result<Effect, StoreError> {
        let mut quads = match read_quads(path) {
            Err(StoreError::Missing(_)) if self.remove.is_empty() => Vec::new(),
            other => other?,
        };
        let removed = self.removed_graphs(quads.iter().map(|q| &q.graph_name))?;
        let inferred = inferred_graph(quads.iter().map(|q| &q.graph_name));
        quads.retain(|q| !graph_iri(&q.graph_name).is_some_and(is_inferred));
        let before = quads.len();
        quads.retain(|q| !removed.contains(&q.graph_name));
        let kept = quads.len();
        quads.extend(self.add.iter().cloned());
        super::sort(&mut quads);
        let added = quads.len() - kept;
        quads.extend(infer(&quads, &inferred)?);
        super::sort(&mut quads);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::Write { path: path.to_owned(), source })?;
        }
        let main = Staged::write(path, |out| serialize_quads(out, &quads))?;
        let companions = companion::stage(path, &quads, &removed, &self.facts)?;
        // The graph comes last: whoever finds it old does all of the change again.
        companions.into_iter().try_for_each(Staged::commit)?;
        main.commit()?;
        Ok(Effect { added, removed: before - kept, total: quads.len() })
    }

    /// The graphs meant by `remove`, by IRI, by local name, or by a document's id; and those of `replace` that are there.
    pub(super) fn removed_graphs<'a>(&self, names: impl Iterator<Item = &'a GraphName>) -> Result<Vec<GraphName>, StoreError> {
        let names: Vec<&GraphName> = names.collect();
        let mut found: Vec<GraphName> = self.replace.iter().filter(|graph| names.contains(graph)).cloned().collect();
        if self.remove.is_empty() {
            return Ok(found);
        }
        let known: BTreeMap<&str, &GraphName> = names.into_iter().filter_map(|g| graph_iri(g).map(|iri| (iri, g))).collect();
        for wanted in &self.remove {
            let document = find_graph(wanted, &known);
            // What a document told once goes with it, or after it when the document itself was taken back.
            let name = document.as_ref().ok().and_then(graph_iri).unwrap_or(wanted);
            let (base, local) = name.rsplit_once(['/', '#']).map_or(("", name), |(base, local)| (base, local));
            let local = if local.starts_with("document-") { local.to_owned() } else { crate::graph::iri::document(local) };
            let history = crate::graph::iri::history(&local);
            let is_history =
                |iri: &str| iri.strip_suffix(&history).is_some_and(|rest| rest.ends_with(['/', '#']) && rest.starts_with(base));
            let history = known.iter().find(|(iri, _)| is_history(iri)).map(|(_, graph)| (*graph).clone());
            match (document, history) {
                (Err(_), Some(history)) => found.push(history),
                (document, history) => {
                    found.push(document?);
                    found.extend(history);
                }
            }
        }
        Ok(found)
    }
}

pub(super) fn find_graph(wanted: &str, known: &BTreeMap<&str, &GraphName>) -> Result<GraphName, StoreError> {
    if is_inferred(wanted) {
        return Err(StoreError::Inferred(wanted.to_owned()));
    }
    let local = |iri: &str| iri.rsplit(['/', '#']).next().unwrap_or(iri).to_owned();
    let names = [wanted.to_owned(), crate::graph::iri::document(wanted)];
    let mut found = known.iter().filter(|(iri, _)| **iri == wanted || names.contains(&local(iri)));
    match (found.next(), found.next()) {
        (Some((_, graph)), None) => Ok((*graph).clone()),
        (Some(_), Some(_)) => match known.get(wanted) {
            Some(graph) => Ok((*graph).clone()),
            None => Err(StoreError::NoSuchGraph {
                name: wanted.to_owned(),
                hint: known.keys().find(|k| names.contains(&local(k))).map(|k| (*k).to_owned()),
            }),
        },
        _ => {
            let locals: Vec<String> = known.keys().map(|iri| local(iri)).filter(|l| l != INFERRED).collect();
            let candidates = locals.iter().map(String::as_str).chain(locals.iter().filter_map(|l| l.strip_prefix("document-")));
            let hint = crate::ontology::nearest(wanted, candidates).map(ToOwned::to_owned);
            Err(StoreError::NoSuchGraph { name: wanted.to_owned(), hint })
        }
    }
}

/// The IRI of a named graph.
pub(super) fn graph_iri(name: &GraphName) -> Option<&str> {
    match name {
        GraphName::NamedNode(n) => Some(n.as_str()),
        _ => None,
    }
}

/// Whether the IRI names the inferred graph, under whatever base.
pub(super) fn is_inferred(iri: &str) -> bool {
    iri.rsplit(['/', '#']).next() == Some(INFERRED)
}

/// Whether a graph, by its IRI, is one that this program writes under a base: a document's, or its history.
pub fn is_ours(iri: &str, base: &str) -> bool {
    iri.strip_prefix(base).is_some_and(|local| local.starts_with("document-") || local.starts_with("history-"))
}

/// The name of the inferred graph in these data, else the one under the default base.
pub fn inferred_graph<'a>(mut names: impl Iterator<Item = &'a GraphName>) -> NamedNode {
    names
        .find_map(|g| match g {
            GraphName::NamedNode(n) if is_inferred(n.as_str()) => Some(n.clone()),
            _ => None,
        })
        .unwrap_or_else(|| NamedNode::new_unchecked(format!("{}{INFERRED}", crate::vocabulary::BASE)))
}

/// What follows from the quads: superclasses and shortcuts, in the inferred graph.
pub fn infer(quads: &[Quad], graph: &NamedNode) -> Result<Vec<Quad>, StoreError> {
    Ok(crate::graph::infer::infer(quads, graph)?)
}
