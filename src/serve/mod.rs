//! `dateline serve`: SPARQL, linked data, the catalogue and the explorer over HTTP.
//!
//! The async side (`connection`, `routes`) reads requests and passes bytes on; queries run on threads of their own
//! (`evaluate`) over a snapshot of the `data`. Reading is open to whoever reaches the address, writing to those
//! with the token.

mod access;
mod answer;
mod cache;
mod complexity;
mod connection;
mod data;
mod evaluate;
mod federation;
mod html;
mod keep;
mod memory;
mod metrics;
mod negotiate;
mod problem;
mod routes;
mod stream;
mod write;

use crate::query::{Catalogue, QueryError};
use crate::store::{Location, StoreError};
use data::{Data, Snapshot};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::time::Duration;
use tokio::net::TcpListener;

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The data.
    pub location: Location,
    /// Address and port.
    pub bind: String,
    /// Base of the things that are published; the one in the data when not given.
    pub base: Option<String>,
    /// Who has it may write.
    pub token: Option<String>,
    /// Time for one query, until its last byte is taken.
    pub timeout: Duration,
    /// Rows or triples of one answer.
    pub max_rows: usize,
    /// Bytes of one body.
    pub max_body: usize,
    /// Queries at a time.
    pub max_queries: usize,
    /// Bytes of memory that the process may take before queries are broken off.
    pub max_memory: u64,
    /// Services that `SERVICE` may ask.
    pub allow_service: Vec<String>,
    /// Certificates in PEM that those of services over TLS have to lead to; the ones in the program when not given.
    pub service_ca: Option<PathBuf>,
    /// Host names that requests may be sent to, beside this machine's own.
    pub allow_host: Vec<String>,
    /// Origins whose pages may ask; `*` for all.
    pub cors: Vec<String>,
}

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The data cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The catalogue is broken.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The address cannot be used.
    #[error("cannot serve at `{bind}`: {source}; choose another with `--bind`")]
    Bind {
        /// Address and port.
        bind: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// An option makes no sense.
    #[error("{0}")]
    Option(String),
    /// The runtime does not start.
    #[error("cannot start: {0}")]
    Runtime(std::io::Error),
}

impl ServeError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Query(error) => error.code(),
            Self::Bind { .. } => "serve.bind",
            Self::Option(_) => "serve.option",
            Self::Runtime(_) => "serve.runtime",
        }
    }
}

/// What all requests share.
pub struct App {
    options: Options,
    data: Data,
    catalogue: Catalogue,
    cache: cache::Answers,
    metrics: metrics::Metrics,
    places: evaluate::Places,
    connections: AtomicUsize,
    /// What services over TLS are trusted by.
    roots: ureq::tls::RootCerts,
    /// Host names that are answered for; all when empty.
    hosts: Vec<String>,
    /// Writers take turns.
    writers: tokio::sync::Mutex<()>,
    /// Tells [`keep`] of a change.
    changed: tokio::sync::Notify,
    /// Whether there are changes that the file does not have.
    unkept: AtomicBool,
}

impl App {
    /// The base of things: as the options or the data have it.
    fn base(&self, snapshot: &Snapshot) -> String {
        let base = self.options.base.clone().or_else(|| snapshot.base.clone());
        base.unwrap_or_else(|| crate::vocabulary::BASE.to_owned())
    }

    /// A page of another site can make a browser ask this machine under a name of its own; names are therefore checked
    /// while the server is bound to this machine.
    fn answers_for(&self, host: &str) -> bool {
        let name = access::name(host);
        self.hosts.is_empty() || access::is_local(name) || self.hosts.iter().any(|h| h == name)
    }
}

/// A server that has its data and its address.
pub struct Server {
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    app: Arc<App>,
}

impl Server {
    /// Opens the data and takes the address.
    ///
    /// # Errors
    /// [`ServeError`].
    pub fn start(options: Options) -> Result<Self, ServeError> {
        check(&options)?;
        let data = Data::open(options.location.clone(), options.token.is_some())?;
        let runtime =
            tokio::runtime::Builder::new_multi_thread().enable_all().thread_name("serve").build().map_err(ServeError::Runtime)?;
        let fail = |source| ServeError::Bind { bind: options.bind.clone(), source };
        let listener = runtime.block_on(TcpListener::bind(&options.bind)).map_err(fail)?;
        let address = listener.local_addr().map_err(fail)?;
        let mut hosts = Vec::new();
        if address.ip().is_loopback() {
            hosts.push("localhost".to_owned());
            hosts.extend(options.allow_host.iter().map(|h| h.to_ascii_lowercase()));
            hosts.extend(options.base.as_deref().and_then(host_of));
        }
        let app = Arc::new(App {
            places: evaluate::Places::new(options.max_queries, options.timeout),
            catalogue: Catalogue::embedded()?,
            cache: cache::Answers::default(),
            metrics: metrics::Metrics::default(),
            connections: AtomicUsize::new(0),
            roots: federation::roots(options.service_ca.as_deref())?,
            hosts,
            writers: tokio::sync::Mutex::new(()),
            changed: tokio::sync::Notify::new(),
            unkept: AtomicBool::new(false),
            data,
            options,
        });
        Ok(Self { runtime, listener, app })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// [`ServeError::Bind`].
    pub fn address(&self) -> Result<SocketAddr, ServeError> {
        self.listener.local_addr().map_err(|source| ServeError::Bind { bind: self.app.options.bind.clone(), source })
    }

    /// How many quads it serves.
    pub fn quads(&self) -> usize {
        self.app.data.snapshot().quads
    }

    /// Serves until the process is told to end (SIGTERM, SIGINT).
    ///
    /// # Errors
    /// [`ServeError`].
    pub fn run(self) -> Result<(), ServeError> {
        let Self { runtime, listener, app } = self;
        let router = routes::router(&app)?;
        let result = runtime.block_on(async {
            let watch = tokio::spawn(memory::watch(Arc::clone(&app)));
            let keeper = tokio::spawn(keep::keep(Arc::clone(&app)));
            let result = connection::serve(listener, router, Arc::clone(&app), stopped()).await;
            watch.abort();
            keeper.abort();
            // what was written and not yet kept
            keep::now(&app).await;
            result
        });
        // evaluating threads end by themselves: they have been told to
        runtime.shutdown_timeout(Duration::from_secs(1));
        result
    }
}

fn check(options: &Options) -> Result<(), ServeError> {
    if options.max_queries == 0 {
        return Err(ServeError::Option("`--max-queries` has to be at least 1".into()));
    }
    if options.token.as_ref().is_some_and(|t| t.len() < 16) {
        return Err(ServeError::Option(
            "the token has to be at least 16 characters long; `openssl rand -hex 16` makes one".into(),
        ));
    }
    match &options.location {
        Location::Disk(_) if options.token.is_some() => {
            return Err(ServeError::Option(
                "a store on disk is only read here: change it with `dateline load` and `dateline remove`, or serve a file".into(),
            ));
        }
        Location::File(path) if options.token.is_some() && !crate::store::is_quad_format(crate::store::format_of(path)?) => {
            return Err(ServeError::Option(format!(
                "`{}` cannot hold graphs, so nothing can be written to it; serve an .nq or .trig file",
                path.display()
            )));
        }
        _ => {}
    }
    let no_service = |iri: &&String| {
        let parsed = oxiri::Iri::parse(iri.as_str());
        !parsed.is_ok_and(|i| matches!(i.scheme(), "http" | "https") && i.authority().is_some_and(|a| !a.is_empty()))
    };
    if let Some(iri) = options.allow_service.iter().find(no_service) {
        return Err(ServeError::Option(format!(
            "`--allow-service {iri}` is no address of a service; give the whole IRI as queries name it, `https://…`"
        )));
    }
    if let Some(base) = &options.base
        && (oxiri::Iri::parse(base.as_str()).is_err() || !base.ends_with(['/', '#']))
    {
        return Err(ServeError::Option(format!("`--base {base}` is no absolute IRI that ends with `/` or `#`")));
    }
    Ok(())
}

/// The host of an IRI.
fn host_of(iri: &str) -> Option<String> {
    let authority = oxiri::Iri::parse(iri).ok()?.authority()?.to_ascii_lowercase();
    Some(access::name(&authority).to_owned())
}

/// Text as it stands in the query of an address.
fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Comes when the process is told to end.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
