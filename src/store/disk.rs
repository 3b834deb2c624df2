//! Changes to a store of Oxigraph's, which may lie on disk.

use super::change::{graph_iri, infer, inferred_graph, is_inferred};
use super::{Change, Effect, StoreError};
use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, Quad, QuadRef};
use oxigraph::store::{Store, Transaction};
#[cfg(feature = "disk")]
use std::path::Path;

#[cfg(feature = "disk")]
pub(super) fn open(folder: &Path) -> Result<Store, StoreError> {
    if !folder.is_dir() {
        return Err(StoreError::Missing(folder.to_owned()));
    }
    Ok(Store::open_read_only(folder)?)
}

/// Opens for a process that is to change the store again and again; no other can until it is dropped.
#[cfg(feature = "disk")]
pub(super) fn open_to_change(folder: &Path) -> Result<Store, StoreError> {
    Ok(Store::open(folder)?)
}

/// The quads of all named graphs, sorted.
#[cfg(feature = "disk")]
pub(super) fn named(store: &Store) -> Result<Vec<Quad>, StoreError> {
    let mut quads = store.iter().collect::<Result<Vec<_>, _>>()?;
    quads.retain(|quad| !quad.graph_name.is_default_graph());
    super::sort(&mut quads);
    Ok(quads)
}

/// Opens, changes and flushes, since an unflushed store is slow to open again.
#[cfg(feature = "disk")]
pub(super) fn apply(folder: &Path, change: &Change) -> Result<Effect, StoreError> {
    let store = Store::open(folder)?;
    let effect = change_store(&store, change)?;
    store.flush()?;
    Ok(effect)
}

/// One transaction for the change and what follows from it.
///
/// The default graph holds every triple once, because Oxigraph's union of graphs repeats what two graphs say.
fn change_store(store: &Store, change: &Change) -> Result<Effect, StoreError> {
    let names: Vec<GraphName> = store.named_graphs().map(|n| n.map(GraphName::from)).collect::<Result<_, _>>()?;
    let removed = change.removed_graphs(names.iter())?;
    let inferred = inferred_graph(names.iter());
    let mut effect = Effect::default();
    let mut transaction = store.start_transaction()?;
    for name in names.iter().filter(|n| removed.contains(n) || graph_iri(n).is_some_and(is_inferred)) {
        let quads = transaction.quads_for_pattern(None, None, None, Some(name.as_ref())).collect::<Result<Vec<_>, _>>()?;
        effect.removed += if removed.contains(name) { quads.len() } else { 0 };
        for quad in quads {
            remove(&mut transaction, &quad);
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
    Ok(effect)
}

/// One transaction that takes quads out and puts others in. A graph that is left empty is gone.
pub(super) fn exchange(store: &Store, gone: &[Quad], come: &[Quad]) -> Result<(), StoreError> {
    let mut transaction = store.start_transaction()?;
    for quad in gone {
        remove(&mut transaction, quad);
    }
    for quad in come {
        insert(&mut transaction, quad);
    }
    let graphs: std::collections::HashSet<&GraphName> = gone.iter().map(|quad| &quad.graph_name).collect();
    let graphs: std::collections::BTreeSet<&str> = graphs.into_iter().filter_map(graph_iri).collect();
    for iri in graphs {
        let node = NamedNodeRef::new_unchecked(iri);
        if transaction.quads_for_pattern(None, None, None, Some(node.into())).next().is_none() {
            transaction.remove_named_graph(node)?;
        }
    }
    transaction.commit()?;
    #[cfg(feature = "disk")]
    store.flush()?;
    Ok(())
}

/// Takes a quad out, and its triple out of the default graph when no other graph says it.
fn remove(transaction: &mut Transaction<'_>, quad: &Quad) {
    transaction.remove(quad);
    let (subject, predicate, object) = (quad.subject.as_ref(), quad.predicate.as_ref(), quad.object.as_ref());
    if transaction.quads_for_pattern(Some(subject), Some(predicate), Some(object), None).count() == 1 {
        transaction.remove(QuadRef::new(subject, predicate, object, GraphNameRef::DefaultGraph));
    }
}

fn insert(transaction: &mut Transaction<'_>, quad: &Quad) {
    transaction.insert(quad);
    transaction.insert(QuadRef::new(&quad.subject, &quad.predicate, &quad.object, GraphNameRef::DefaultGraph));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Answer, run};
    use oxigraph::io::{RdfFormat, RdfParser};

    fn quads(text: &str) -> Vec<Quad> {
        let text = format!("@prefix e: <https://e.org/> . {text}");
        RdfParser::from_format(RdfFormat::TriG).for_slice(&text).collect::<Result<_, _>>().unwrap()
    }

    fn rows(store: &Store) -> usize {
        let Answer::Rows { rows, .. } = run(store, "SELECT ?o { ?s <https://e.org/p> ?o }").unwrap() else { panic!("no rows") };
        rows.len()
    }

    #[test]
    fn a_removed_graph_takes_only_what_it_alone_said() {
        let store = Store::new().unwrap();
        let add = quads("e:one { e:a e:p 1 , 2 } e:two { e:a e:p 2 , 3 }");
        let effect = change_store(&store, &Change { add: add.clone(), ..Change::default() }).unwrap();
        assert_eq!((effect.added, effect.total, rows(&store)), (4, 4, 3));
        assert_eq!(change_store(&store, &Change { add, ..Change::default() }).unwrap().added, 0);
        let effect = change_store(&store, &Change { remove: vec!["one".into()], ..Change::default() }).unwrap();
        assert_eq!((effect.removed, effect.total, rows(&store)), (2, 2, 2));
        let effect = change_store(&store, &Change { remove: vec!["two".into()], ..Change::default() }).unwrap();
        assert_eq!((effect.total, rows(&store), store.len().unwrap()), (0, 0, 0));
    }

    #[test]
    fn what_follows_is_rebuilt() {
        let store = Store::new().unwrap();
        let add = quads("e:one { e:a a <https://w3id.org/dateline/ns#Person> }");
        assert_eq!(change_store(&store, &Change { add, ..Change::default() }).unwrap().total, 2);
        assert_eq!(change_store(&store, &Change { remove: vec!["one".into()], ..Change::default() }).unwrap().total, 0);
        assert_eq!(store.len().unwrap(), 0);
    }
}
