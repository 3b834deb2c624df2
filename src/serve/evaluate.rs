//! Evaluating queries on threads of their own, with an end to each: by time, by memory, by the client's going away, or
//! because too many others run.

use super::answer::{self, Stopped, Wanted};
use super::cache::{Entry, Key};
use super::data::{Content, Snapshot};
use super::federation::Services;
use super::html::Head;
use super::problem::Problem;
use super::stream::{Channel, Reply};
use super::{App, complexity};
use crate::query::PREFIXES;
use crate::store::{View, cancellable, improved};
use axum::http::HeaderValue;
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode};
use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};
use spargebra::SparqlParser;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::{sleep, sleep_until, timeout};

/// Stack of an evaluating thread: queries within [`complexity`]'s bounds fit with room to spare.
const STACK: usize = 256 << 20;
/// How long a request may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// Requests that may wait.
const QUEUE: usize = 512;
/// How often one who waits looks whether a long query could make room.
const PACE: Duration = Duration::from_millis(100);

/// A query as it came.
pub struct Asked {
    /// The SPARQL.
    pub text: String,
    /// `default-graph-uri`.
    pub default_graphs: Vec<NamedNode>,
    /// `named-graph-uri`.
    pub named_graphs: Vec<NamedNode>,
    /// What relative IRIs are relative to.
    pub base_iri: String,
    /// The header of the request.
    pub accept: Option<HeaderValue>,
    /// What stands above the answer when it is a page.
    pub head: Option<Head>,
}

impl Asked {
    /// What the answer depends on.
    pub fn key(&self, version: u64) -> Key {
        let iris = |nodes: &[NamedNode]| nodes.iter().map(NamedNode::as_str).collect::<Vec<_>>().join(" ");
        let accept = self.accept.as_ref().map_or(&b""[..], HeaderValue::as_bytes);
        let page = self.head.as_ref().map_or("", |h| h.title.as_str());
        Key::new(
            version,
            [
                self.text.as_bytes(),
                iris(&self.default_graphs).as_bytes(),
                iris(&self.named_graphs).as_bytes(),
                self.base_iri.as_bytes(),
                accept,
                page.as_bytes(),
            ],
        )
    }
}

/// Why a query was broken off.
const RUNNING: u8 = 0;
const TIMEOUT: u8 = 1;
const MEMORY: u8 = 2;
const CROWDED: u8 = 3;
const GONE: u8 = 4;

/// A running query.
pub struct Ticket {
    token: CancellationToken,
    reason: AtomicU8,
    start: Instant,
}

impl Ticket {
    fn new() -> Self {
        Self { token: CancellationToken::new(), reason: AtomicU8::new(RUNNING), start: Instant::now() }
    }

    fn cancel(&self, reason: u8) {
        let _ = self.reason.compare_exchange(RUNNING, reason, Ordering::AcqRel, Ordering::Acquire);
        self.token.cancel();
    }

    fn problem(&self, limit: Duration) -> Problem {
        match self.reason.load(Ordering::Acquire) {
            TIMEOUT | GONE => Problem::Timeout(limit),
            MEMORY => Problem::Memory,
            CROWDED => Problem::Busy,
            _ => Problem::TooComplex("an expression made a value that is too large".into()),
        }
    }
}

/// Breaks the query off when the client's side of it is dropped.
pub struct Leash(Arc<Ticket>);

impl Drop for Leash {
    fn drop(&mut self) {
        self.0.cancel(GONE);
    }
}

/// Places for running queries.
pub struct Places {
    all: Arc<Semaphore>,
    /// Places that long queries keep when others wait.
    for_long: usize,
    /// What is a long query.
    long: Duration,
    waiting: AtomicUsize,
    running: Mutex<BTreeMap<u64, Arc<Ticket>>>,
    next: AtomicUsize,
}

impl Places {
    /// Room for so many queries at a time, `timeout` being the most that one may take.
    pub fn new(queries: usize, timeout: Duration) -> Self {
        Self {
            all: Arc::new(Semaphore::new(queries)),
            for_long: (queries / 2).max(1),
            long: (timeout / 10).max(Duration::from_secs(1)),
            waiting: AtomicUsize::new(0),
            running: Mutex::default(),
            next: AtomicUsize::new(0),
        }
    }

    /// A place, after a short wait if need be.
    ///
    /// # Errors
    /// [`Problem::Busy`].
    pub async fn enter(&self) -> Result<OwnedSemaphorePermit, Problem> {
        struct Waiting<'a>(&'a AtomicUsize);
        impl Drop for Waiting<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::AcqRel);
            }
        }
        if let Ok(permit) = Arc::clone(&self.all).try_acquire_owned() {
            return Ok(permit);
        }
        let before = self.waiting.fetch_add(1, Ordering::AcqRel);
        let _waiting = Waiting(&self.waiting);
        if before >= QUEUE {
            return Err(Problem::Busy);
        }
        let place = Arc::clone(&self.all).acquire_owned();
        tokio::pin!(place);
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Ok(permit) = timeout(PACE, &mut place).await {
                return permit.map_err(|_| Problem::Busy);
            }
            self.make_room();
        }
        Err(Problem::Busy)
    }

    /// Breaks off the longest query when long ones hold more than their half of the places.
    fn make_room(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let mut long: Vec<&Arc<Ticket>> =
            running.values().filter(|t| t.start.elapsed() > self.long && !t.token.is_cancelled()).collect();
        long.sort_by_key(|ticket| ticket.start);
        if long.len() > self.for_long
            && let Some(oldest) = long.first()
        {
            oldest.cancel(CROWDED);
        }
    }

    /// How many queries run.
    pub fn running(&self) -> usize {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Breaks off the query that has run longest. Whether there was one.
    pub fn shed(&self) -> bool {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = running.values().filter(|t| !t.token.is_cancelled()).min_by_key(|t| t.start);
        oldest.map(|ticket| ticket.cancel(MEMORY)).is_some()
    }

    /// Breaks off all of them.
    pub fn close(&self) {
        self.all.close();
        for ticket in self.running.lock().unwrap_or_else(PoisonError::into_inner).values() {
            ticket.cancel(GONE);
        }
    }

    fn register(&self, ticket: &Arc<Ticket>) -> u64 {
        let id = self.next.fetch_add(1, Ordering::AcqRel) as u64;
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(ticket));
        id
    }

    fn leave(&self, id: u64) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}

/// Evaluates; the answer begins when it is whole or too large to be kept back.
///
/// # Errors
/// Whatever goes wrong before the first byte is out.
pub async fn evaluate(app: &Arc<App>, snapshot: Arc<Snapshot>, asked: Asked, key: Key) -> Result<(Reply, Leash), Problem> {
    complexity::check(&asked.text)?;
    let permit = app.places.enter().await?;
    let ticket = Arc::new(Ticket::new());
    let leash = Leash(Arc::clone(&ticket));
    let (head, reply) = oneshot::channel();
    let deadline = ticket.start + app.options.timeout;
    let job = Job { app: Arc::clone(app), snapshot, asked, key, ticket, permit, deadline, runtime: Handle::current() };
    thread::Builder::new().name("query".into()).stack_size(STACK).spawn(move || job.run(head)).map_err(|_| Problem::Busy)?;
    match reply.await {
        Ok(Ok(reply)) => Ok((reply, leash)),
        Ok(Err(problem)) => Err(problem),
        Err(_) => Err(Problem::Internal("the evaluation ended without an answer".into())),
    }
}

struct Job {
    app: Arc<App>,
    snapshot: Arc<Snapshot>,
    asked: Asked,
    key: Key,
    ticket: Arc<Ticket>,
    permit: OwnedSemaphorePermit,
    deadline: Instant,
    runtime: Handle,
}

impl Job {
    fn run(self, head: oneshot::Sender<Result<Reply, Problem>>) {
        let id = self.app.places.register(&self.ticket);
        let watch = self.runtime.spawn(watch(Arc::clone(&self.ticket), self.deadline));
        let mut channel = Channel::new(head, self.runtime.clone(), self.deadline);
        let ended = catch_unwind(AssertUnwindSafe(|| cancellable(&self.ticket.token, || self.evaluate(&mut channel))));
        watch.abort();
        self.app.places.leave(id);
        let limit = self.app.options.timeout;
        match ended {
            Ok(Ok(Ok(()))) => {
                if let Ok((media, Some(body))) = channel.end() {
                    self.app.cache.insert(self.key, Entry { media, body });
                }
            }
            Ok(Ok(Err(Stopped::Problem(problem)))) => channel.fail(problem),
            Ok(Ok(Err(Stopped::Reader(error)))) => tracing::debug!(%error, "answer not taken"),
            Ok(Err(_)) => channel.fail(self.ticket.problem(limit)),
            Err(_) => channel.fail(Problem::Internal("the evaluation panicked".into())),
        }
        drop(self.permit);
    }

    fn evaluate(&self, channel: &mut Channel<Problem>) -> Result<(), Stopped> {
        let base = self.app.base(&self.snapshot);
        let cancelled = || self.ticket.problem(self.app.options.timeout);
        let wanted = Wanted {
            accept: self.asked.accept.as_ref(),
            base: &base,
            max_rows: self.app.options.max_rows,
            cancelled: &cancelled,
            head: self.asked.head.as_ref(),
        };
        let query = parser(&self.asked.base_iri, &base)?
            .parse_query(&self.asked.text)
            .map_err(|e| syntax(&e.to_string(), &self.asked.text))?;
        complexity::check_patterns(&query)?;
        let index = match &self.snapshot.content {
            Content::Memory(index) => Some(index),
            Content::Disk(_) => None,
        };
        let query = improved(query, index);
        let mut query = SparqlEvaluator::new()
            .with_cancellation_token(self.ticket.token.clone())
            .with_default_service_handler(Services::new(&self.app, self.ticket.token.clone()))
            .for_query(query);
        if !self.asked.default_graphs.is_empty() || !self.asked.named_graphs.is_empty() {
            let dataset = query.dataset_mut();
            dataset.set_default_graph(self.asked.default_graphs.iter().cloned().map(GraphName::from).collect());
            dataset.set_available_named_graphs(self.asked.named_graphs.iter().cloned().map(NamedOrBlankNode::from).collect());
        }
        let results: QueryResults<'_> = match &self.snapshot.content {
            Content::Memory(index) => query.on_queryable_dataset(View::new(index)).execute(),
            Content::Disk(store) => query.on_store(store).execute(),
        }
        .map_err(|e| answer::failed(&e, &wanted))?;
        answer::write(results, &wanted, channel)
    }
}

/// A parser that knows our prefixes; `base` stands for `id:`.
///
/// # Errors
/// [`Problem::Request`] for a base that is no IRI.
pub fn parser(base_iri: &str, base: &str) -> Result<SparqlParser, Problem> {
    let fault = |e: &dyn std::fmt::Display| Problem::Request(format!("`{base_iri}` is no base IRI: {e}"));
    let mut parser = SparqlParser::new().with_base_iri(base_iri).map_err(|e| fault(&e))?;
    for (prefix, namespace) in PREFIXES {
        let namespace = if prefix == "id" { base } else { namespace };
        parser = parser.with_prefix(prefix, namespace).map_err(|e| fault(&e))?;
    }
    Ok(parser)
}

/// What the parser says, with the faulty line and the place as numbers.
pub fn syntax(message: &str, text: &str) -> Problem {
    let position = crate::query::place_of(message);
    Problem::Syntax { message: crate::query::syntax(message, text).to_string(), position }
}

/// Ends the query when its time is over.
async fn watch(ticket: Arc<Ticket>, deadline: Instant) {
    sleep_until(deadline.into()).await;
    ticket.cancel(TIMEOUT);
}

/// Runs something else that may take long, on a thread with as much stack as a query has, until the time is over.
///
/// # Errors
/// Those of `run`, and what ends a query.
pub async fn work<T: Send + 'static>(
    app: &Arc<App>,
    run: impl FnOnce(&CancellationToken) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let permit = app.places.enter().await?;
    let ticket = Arc::new(Ticket::new());
    let _leash = Leash(Arc::clone(&ticket));
    let limit = app.options.timeout;
    let (sender, result) = oneshot::channel();
    let (shared, thread_ticket) = (Arc::clone(app), Arc::clone(&ticket));
    thread::Builder::new()
        .name("work".into())
        .stack_size(STACK)
        .spawn(move || {
            let id = shared.places.register(&thread_ticket);
            let ended = catch_unwind(AssertUnwindSafe(|| cancellable(&thread_ticket.token, || run(&thread_ticket.token))));
            shared.places.leave(id);
            drop(permit);
            let _ = sender.send(match ended {
                Ok(Ok(result)) => result,
                Ok(Err(_)) => Err(thread_ticket.problem(limit)),
                Err(_) => Err(Problem::Internal("the work panicked".into())),
            });
        })
        .map_err(|_| Problem::Busy)?;
    tokio::pin!(result);
    let ended = tokio::select! {
        ended = &mut result => ended,
        () = sleep(limit) => {
            ticket.cancel(TIMEOUT);
            result.await
        }
    };
    ended.unwrap_or_else(|_| Err(Problem::Internal("the work ended without a result".into())))
}

/// Runs something short that reads much, beside the queries.
///
/// # Errors
/// Those of `run`; [`Problem::Busy`].
pub async fn blocking<T: Send + 'static>(
    app: &Arc<App>,
    run: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let _place = app.places.enter().await?;
    tokio::task::spawn_blocking(run).await.map_err(|e| Problem::Internal(e.to_string()))?
}
