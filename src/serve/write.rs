//! Writing: one at a time, each as a whole or not at all, by those with the token.

use super::data::{Content, Snapshot};
use super::evaluate::{parser, work};
use super::problem::Problem;
use super::{App, complexity};
use crate::store::{Index, NO_GRAPH, Row, View, improved_pattern};
use axum::http::{HeaderMap, header};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use oxigraph::sparql::CancellationToken;
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};
use spareval::{DeleteInsertQuad, QueryEvaluationError, QueryEvaluator};
use spargebra::algebra::GraphTarget;
use spargebra::{GraphUpdateOperation, Query, Update};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Lets those pass who have the token.
///
/// # Errors
/// [`Problem::ReadOnly`], [`Problem::Token`].
pub fn authorize(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(token) = &app.options.token else { return Err(Problem::ReadOnly) };
    let given = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or("");
    let given = given.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map_or("", |(_, t)| t.trim());
    // digests take the same time to compare whatever they are of
    if Sha256::digest(given.as_bytes()) == Sha256::digest(token.as_bytes()) { Ok(()) } else { Err(Problem::Token) }
}

/// Makes a new index of the newest one and puts it in its place.
///
/// # Errors
/// Those of `make`; the data are then as they were.
pub async fn change<T: Send + 'static>(
    app: &Arc<App>,
    make: impl FnOnce(&Index, &CancellationToken) -> Result<(Option<Index>, T), Problem> + Send + 'static,
) -> Result<T, Problem> {
    let _turn = app.writers.lock().await;
    let snapshot: Arc<Snapshot> = app.data.snapshot();
    let (index, told) = work(app, move |token| match &snapshot.content {
        Content::Memory(index) => make(index, token),
        Content::Disk(_) => Err(Problem::ReadOnly),
    })
    .await?;
    if let Some(index) = index {
        app.data.replace(index).map_err(|e| Problem::Internal(e.to_string()))?;
        app.cache.clear();
        app.metrics.writes.inc();
        app.unkept.store(true, Ordering::Release);
        app.changed.notify_one();
    }
    Ok(told)
}

/// A SPARQL update as it came.
pub struct Changes {
    /// The SPARQL.
    pub text: String,
    /// `using-graph-uri`.
    pub using: Vec<NamedNode>,
    /// `using-named-graph-uri`.
    pub using_named: Vec<NamedNode>,
    /// What relative IRIs are relative to.
    pub base_iri: String,
}

/// Runs an update.
///
/// # Errors
/// [`Problem`]: nothing is changed then.
pub async fn update(app: &Arc<App>, changes: Changes) -> Result<(), Problem> {
    complexity::check_update(&changes.text)?;
    let shared = Arc::clone(app);
    let base = app.base(&app.data.snapshot());
    change(app, move |index, token| {
        let update = parse(&changes, &base)?;
        let mut session = Session { app: &shared, changes: &changes, token, index: None, start: index, pending: BTreeMap::new() };
        for operation in &update.operations {
            session.run(operation, &update)?;
        }
        session.flush();
        Ok((session.index, ()))
    })
    .await
}

fn parse(changes: &Changes, base: &str) -> Result<Update, Problem> {
    let parser = parser(&changes.base_iri, base)?;
    let update = parser.parse_update(&changes.text).map_err(|e| super::evaluate::syntax(&e.to_string(), &changes.text))?;
    let chosen = !changes.using.is_empty() || !changes.using_named.is_empty();
    for operation in &update.operations {
        match operation {
            GraphUpdateOperation::Load { source, .. } => {
                return Err(Problem::Refused(format!(
                    "LOAD would make this server fetch `{}`; send the triples to /store instead",
                    source.as_str()
                )));
            }
            GraphUpdateOperation::DeleteInsert { using: Some(_), .. } if chosen => {
                return Err(Problem::Request("the update says USING or WITH itself: leave out `using-graph-uri`".into()));
            }
            GraphUpdateOperation::DeleteInsert { pattern, .. } => {
                let pattern = pattern.as_ref().clone();
                complexity::check_patterns(&Query::Select { dataset: None, pattern, base_iri: None })?;
            }
            _ => {}
        }
    }
    Ok(update)
}

/// An update in the making.
struct Session<'a> {
    app: &'a App,
    changes: &'a Changes,
    token: &'a CancellationToken,
    start: &'a Index,
    index: Option<Index>,
    /// Quads to be there or not, the last word counting.
    pending: BTreeMap<String, (Quad, bool)>,
}

impl Session<'_> {
    fn current(&self) -> &Index {
        self.index.as_ref().unwrap_or(self.start)
    }

    fn note(&mut self, quad: Quad, there: bool) -> Result<(), Problem> {
        if super::data::is_inferred(&quad.graph_name) {
            return Err(inferred());
        }
        if self.pending.len() >= self.app.options.max_rows {
            return Err(Problem::TooManyRows(self.app.options.max_rows));
        }
        self.pending.insert(quad.to_string(), (quad, there));
        Ok(())
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        let index = self.current();
        let (mut gone, mut added) = (FxHashSet::<Row>::default(), Vec::new());
        for (quad, there) in pending.into_values() {
            match index.row(&quad) {
                Some(row) if !there => {
                    gone.insert(row);
                }
                _ if there => added.push(quad),
                _ => {}
            }
        }
        self.index = Some(self.current().changed(|row| gone.contains(row), added));
    }

    fn run(&mut self, operation: &GraphUpdateOperation, update: &Update) -> Result<(), Problem> {
        match operation {
            GraphUpdateOperation::InsertData { data } => {
                data.iter().try_for_each(|quad| {
                    self.note(plain(&quad.subject, &quad.predicate, &quad.object, &quad.graph_name), true)
                })?;
            }
            GraphUpdateOperation::DeleteData { data } => {
                for quad in data {
                    let (subject, object) = (quad.subject.clone().into(), quad.object.clone().into());
                    self.note(plain(&subject, &quad.predicate, &object, &quad.graph_name), false)?;
                }
            }
            GraphUpdateOperation::DeleteInsert { delete, insert, using, pattern } => {
                self.flush();
                let pattern = improved_pattern(pattern.as_ref().clone(), self.current());
                let evaluator = QueryEvaluator::new()
                    .with_cancellation_token(self.token.clone())
                    .with_default_service_handler(super::federation::Services::new(self.app, self.token.clone()));
                let mut prepared = evaluator.prepare_delete_insert(
                    delete.clone(),
                    insert.clone(),
                    update.base_iri.clone(),
                    using.clone(),
                    &pattern,
                );
                if !self.changes.using.is_empty() || !self.changes.using_named.is_empty() {
                    let named = |nodes: &[NamedNode]| nodes.to_vec();
                    let dataset = prepared.dataset_mut();
                    dataset.set_default_graph(named(&self.changes.using).into_iter().map(GraphName::from).collect());
                    let graphs = named(&self.changes.using_named).into_iter().map(NamedOrBlankNode::from);
                    dataset.set_available_named_graphs(graphs.collect());
                }
                let found = prepared.execute(View::new(self.current())).map_err(|e| failed(&e))?;
                let (mut deletes, mut inserts) = (Vec::new(), Vec::new());
                for quad in found {
                    match quad.map_err(|e| failed(&e))? {
                        DeleteInsertQuad::Delete(quad) => deletes.push(quad),
                        DeleteInsertQuad::Insert(quad) => inserts.push(quad),
                    }
                    if deletes.len() + inserts.len() > self.app.options.max_rows {
                        return Err(Problem::TooManyRows(self.app.options.max_rows));
                    }
                }
                deletes.into_iter().try_for_each(|quad| self.note(quad, false))?;
                inserts.into_iter().try_for_each(|quad| self.note(quad, true))?;
                self.flush();
            }
            // a graph is there as long as it holds something
            GraphUpdateOperation::Clear { graph, .. } | GraphUpdateOperation::Drop { graph, .. } => {
                self.flush();
                let index = self.current();
                let one = |name: GraphName| index.graph(&name);
                let cleared = match graph {
                    GraphTarget::NamedNode(name) => {
                        if super::data::is_inferred(&name.clone().into()) {
                            return Err(inferred());
                        }
                        let Some(number) = one(name.clone().into()) else { return Ok(()) };
                        index.changed(|row| row[3] == number, Vec::new())
                    }
                    GraphTarget::DefaultGraph => index.changed(|row| row[3] == NO_GRAPH, Vec::new()),
                    GraphTarget::NamedGraphs => index.changed(|row| row[3] != NO_GRAPH, Vec::new()),
                    GraphTarget::AllGraphs => Index::default(),
                };
                self.index = Some(cleared);
            }
            GraphUpdateOperation::Create { silent, graph } => {
                self.flush();
                let index = self.current();
                let there = index.graph(&graph.clone().into()).is_some_and(|g| index.has_graph(g));
                if there && !silent {
                    return Err(Problem::Request(format!("the graph `{}` is there already", graph.as_str())));
                }
            }
            GraphUpdateOperation::Load { .. } => return Err(Problem::Internal("LOAD was let through".into())),
        }
        Ok(())
    }
}

/// A quad of the parser's as a quad of the data's.
fn plain(subject: &NamedOrBlankNode, predicate: &NamedNode, object: &Term, graph: &spargebra::term::GraphName) -> Quad {
    let graph = match graph {
        spargebra::term::GraphName::NamedNode(name) => GraphName::from(name.clone()),
        spargebra::term::GraphName::DefaultGraph => GraphName::DefaultGraph,
    };
    Quad::new(subject.clone(), predicate.clone(), object.clone(), graph)
}

/// Nobody writes into the inferred graph by hand.
pub fn inferred() -> Problem {
    Problem::Refused("the inferred graph is rebuilt after each change; write into another".into())
}

fn failed(error: &QueryEvaluationError) -> Problem {
    match error {
        QueryEvaluationError::Service(inner) => match inner.downcast_ref::<Problem>() {
            Some(problem) => problem.clone(),
            None => Problem::Service(inner.to_string()),
        },
        other => Problem::Evaluation(other.to_string()),
    }
}
