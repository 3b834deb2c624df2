//! Oxigraph on RocksDB.

use super::change::{graph_iri, infer, inferred_graph, is_inferred};
use super::{Change, Effect, StoreError};
use oxigraph::model::{GraphName, GraphNameRef, Quad, QuadRef};
use oxigraph::store::{Store, Transaction};
use std::path::Path;

pub(super) fn open(folder: &Path) -> Result<Store, StoreError> {
    if !folder.is_dir() {
        return Err(StoreError::Missing(folder.to_owned()));
    }
    Ok(Store::open_read_only(folder)?)
}

/// One transaction for the change and what follows from it; flushed, since an unflushed store is slow to open again.
///
/// The default graph holds every triple once, because Oxigraph's union of graphs repeats what two graphs say.
pub(super) fn apply(folder: &Path, change: &Change) -> Result<Effect, StoreError> {
    let store = Store::open(folder)?;
    let names: Vec<GraphName> = store.named_graphs().map(|n| n.map(GraphName::from)).collect::<Result<_, _>>()?;
    let removed = change.removed_graphs(names.iter())?;
    let inferred = inferred_graph(names.iter());
    let mut effect = Effect::default();
    let mut transaction = store.start_transaction()?;
    for name in names.iter().filter(|n| removed.contains(n) || graph_iri(n).is_some_and(is_inferred)) {
        let quads = transaction.quads_for_pattern(None, None, None, Some(name.as_ref())).collect::<Result<Vec<_>, _>>()?;
        effect.removed += if removed.contains(name) { quads.len() } else { 0 };
        for quad in quads {
            transaction.remove(&quad);
            let triple = (quad.subject.as_ref(), quad.predicate.as_ref(), quad.object.as_ref());
            if transaction.quads_for_pattern(Some(triple.0), Some(triple.1), Some(triple.2), None).count() == 1 {
                transaction.remove(QuadRef::new(triple.0, triple.1, triple.2, GraphNameRef::DefaultGraph));
            }
        }
        if let GraphName::NamedNode(node) = name {
            transaction.remove_named_graph(node)?;
        }
    }
    for quad in &change.add {
        if !transaction.contains(quad)? {
            insert(&mut transaction, quad);
            effect.added += 1;
        }
    }
    let quads = transaction.iter().filter(|q| q.as_ref().map_or(true, |q| !q.graph_name.is_default_graph()));
    let quads = quads.collect::<Result<Vec<Quad>, _>>()?;
    let follows = infer(&quads, &inferred)?;
    for quad in &follows {
        insert(&mut transaction, quad);
    }
    effect.total = quads.len() + follows.len();
    transaction.commit()?;
    store.flush()?;
    Ok(effect)
}

fn insert(transaction: &mut Transaction<'_>, quad: &Quad) {
    transaction.insert(quad);
    transaction.insert(QuadRef::new(&quad.subject, &quad.predicate, &quad.object, GraphNameRef::DefaultGraph));
}
