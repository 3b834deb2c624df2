//! Counts for Prometheus.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

/// Where a request went and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Request {
    /// Method.
    pub method: String,
    /// The route, as the router has it: never a name that a client made up.
    pub route: String,
    /// Status.
    pub status: u16,
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Route {
    /// As in [`Request`].
    pub route: String,
}

/// What is counted.
pub struct Metrics {
    registry: Registry,
    /// Requests.
    pub requests: Family<Request, Counter>,
    /// Seconds until the head of the response.
    pub seconds: Family<Route, Histogram>,
    /// Answers from the cache.
    pub kept: Counter,
    /// Answers evaluated.
    pub evaluated: Counter,
    /// Writes.
    pub writes: Counter,
    running: Gauge,
    quads: Gauge,
    memory: Gauge,
    connections: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("dateline");
        let requests = Family::default();
        registry.register("http_requests", "Requests by method, route and status", requests.clone());
        let seconds: Family<Route, Histogram> =
            Family::new_with_constructor(|| Histogram::new(exponential_buckets(0.000_25, 4.0, 10)));
        registry.register_with_unit("http_request_duration", "Time to the head of the response", Unit::Seconds, seconds.clone());
        let (kept, evaluated, writes) = (Counter::default(), Counter::default(), Counter::default());
        registry.register("answers_kept", "Answers from the cache", kept.clone());
        registry.register("answers_evaluated", "Answers evaluated", evaluated.clone());
        registry.register("writes", "Changes of the data", writes.clone());
        let gauge = Gauge::default;
        let (running, quads, memory, connections) = (gauge(), gauge(), gauge(), gauge());
        registry.register("queries_running", "Queries that run now", running.clone());
        registry.register("quads", "Quads served", quads.clone());
        registry.register_with_unit("resident_memory", "Memory of the process", Unit::Bytes, memory.clone());
        registry.register("connections", "Open connections", connections.clone());
        Self { registry, requests, seconds, kept, evaluated, writes, running, quads, memory, connections }
    }
}

/// What is looked up when Prometheus asks.
pub struct Now {
    /// Queries that run.
    pub running: usize,
    /// Quads served.
    pub quads: usize,
    /// Bytes of memory, if the system tells.
    pub memory: Option<u64>,
    /// Open connections.
    pub connections: usize,
}

impl Metrics {
    /// The text that Prometheus reads.
    ///
    /// # Errors
    /// None but those of formatting.
    pub fn text(&self, now: &Now) -> Result<String, std::fmt::Error> {
        self.running.set(now.running as i64);
        self.quads.set(now.quads as i64);
        self.memory.set(now.memory.unwrap_or(0) as i64);
        self.connections.set(now.connections as i64);
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
