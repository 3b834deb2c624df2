//! After a change: what follows from the data is inferred anew, and the file is written, both soon but not before the
//! writer has its answer.

use super::App;
use super::data::{Content, is_inferred};
use crate::store::{Index, infer, inferred_graph, replace_file, sort};
use oxigraph::model::{GraphName, Quad};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Quiet that is waited for after a change.
const QUIET: Duration = Duration::from_millis(300);

/// Keeps up with changes for as long as the server runs.
pub async fn keep(app: Arc<App>) {
    loop {
        app.changed.notified().await;
        tokio::time::sleep(QUIET).await;
        now(&app).await;
    }
}

/// Infers and writes, if something has changed since the last time.
pub async fn now(app: &Arc<App>) {
    let _turn = app.writers.lock().await;
    if !app.unkept.swap(false, Ordering::AcqRel) {
        return;
    }
    let shared = Arc::clone(app);
    let done = tokio::task::spawn_blocking(move || infer_and_write(&shared)).await;
    let error = match done {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    // the data in memory are whole; the next change tries again
    tracing::error!(error, "the data could not be written");
    app.unkept.store(true, Ordering::Release);
}

fn infer_and_write(app: &App) -> Result<(), super::ServeError> {
    let snapshot = app.data.snapshot();
    let (Content::Memory(index), Some(path)) = (&snapshot.content, app.data.file()) else { return Ok(()) };
    let name = inferred_name(app, index);
    let mut quads: Vec<Quad> = index.quads().filter(|q| !is_inferred(&q.graph_name)).collect();
    let follows = infer(&quads, &name)?;
    let before: BTreeSet<String> = index.quads().filter(|q| is_inferred(&q.graph_name)).map(|q| q.to_string()).collect();
    if before != follows.iter().map(ToString::to_string).collect() {
        let old: BTreeSet<u32> = index.named_graphs().filter(|g| is_inferred(&GraphName::from(node(index, *g)))).collect();
        app.data.replace(index.changed(|row| old.contains(&row[3]), follows.clone()))?;
        app.cache.clear();
    }
    quads.extend(follows);
    sort(&mut quads);
    Ok(replace_file(path, &quads)?)
}

fn node(index: &Index, graph: u32) -> oxigraph::model::NamedOrBlankNode {
    match index.terms().term(graph) {
        oxigraph::model::Term::BlankNode(node) => node.clone().into(),
        oxigraph::model::Term::NamedNode(node) => node.clone().into(),
        oxigraph::model::Term::Literal(_) => oxigraph::model::BlankNode::default().into(),
    }
}

fn inferred_name(app: &App, index: &Index) -> oxigraph::model::NamedNode {
    let names: Vec<GraphName> = index.named_graphs().map(|g| node(index, g).into()).collect();
    match &app.options.base {
        Some(base) if !names.iter().any(is_inferred) => {
            oxigraph::model::NamedNode::new_unchecked(format!("{base}{}", crate::store::INFERRED))
        }
        _ => inferred_graph(names.iter()),
    }
}
