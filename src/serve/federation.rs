//! `SERVICE`: only services that were allowed by name are asked, without following redirects, and only for as long as the
//! query may take. Over TLS a service has to show a certificate that leads to a known root.

use super::problem::Problem;
use super::{App, ServeError};
use oxigraph::model::{NamedNode, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use oxigraph::sparql::{CancellationToken, DefaultServiceHandler, QuerySolutionIter};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

/// Bytes that a service may answer.
const LARGEST: u64 = 32 << 20;

/// The roots that certificates of services have to lead to: those of a PEM file, else the ones in the program.
///
/// # Errors
/// [`ServeError::Option`] for a file without certificates.
pub fn roots(file: Option<&Path>) -> Result<RootCerts, ServeError> {
    let Some(path) = file else { return Ok(RootCerts::WebPki) };
    let fault = |what: &str| ServeError::Option(format!("`--service-ca {}`: {what}", path.display()));
    let text = std::fs::read(path).map_err(|e| fault(&e.to_string()))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&text) {
        if let PemItem::Certificate(certificate) = item.map_err(|e| fault(&e.to_string()))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() { Err(fault("no certificate in it; it has to be PEM")) } else { Ok(certificates.into()) }
}

/// The services that were allowed.
pub struct Services {
    allowed: Vec<String>,
    roots: RootCerts,
    timeout: Duration,
    deadline: Instant,
    token: CancellationToken,
}

impl Services {
    /// Those of the server's options, for a query that begins now; `token` ends it.
    pub fn new(app: &App, token: CancellationToken) -> Self {
        let timeout = app.options.timeout;
        let (allowed, roots) = (app.options.allow_service.clone(), app.roots.clone());
        Self { allowed, roots, timeout, deadline: Instant::now() + timeout, token }
    }
}

impl DefaultServiceHandler for Services {
    type Error = Problem;

    fn handle(
        &self,
        service: &NamedNode,
        pattern: &GraphPattern,
        base_iri: Option<&oxiri::Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, Problem> {
        if !self.allowed.iter().any(|a| a == service.as_str()) {
            return Err(Problem::Refused(format!(
                "`{}` is no service that this server may ask; start it with `--allow-service`",
                service.as_str()
            )));
        }
        let left = self.deadline.saturating_duration_since(Instant::now());
        if self.token.is_cancelled() || left.is_zero() {
            return Err(Problem::Timeout(self.timeout));
        }
        let query = Query::Select { dataset: None, pattern: pattern.clone(), base_iri: base_iri.cloned() }.to_string();
        let failed = |e: &dyn std::fmt::Display| Problem::Service(format!("`{}` did not answer: {e}", service.as_str()));
        let fault = |e: &ureq::Error| match e {
            ureq::Error::Timeout(_) => Problem::Timeout(self.timeout),
            other => failed(other),
        };
        let agent = ureq::Agent::config_builder()
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(left))
            .user_agent(crate::fetch::AGENT)
            .tls_config(TlsConfig::builder().root_certs(self.roots.clone()).build())
            .build()
            .new_agent();
        let mut response = agent
            .post(service.as_str())
            .header("content-type", "application/sparql-query")
            .header("accept", "application/sparql-results+json")
            .send(query)
            .map_err(|e| fault(&e))?;
        let body = response.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(|e| fault(&e))?;
        let parsed = QueryResultsParser::from_format(QueryResultsFormat::Json).for_reader(std::io::Cursor::new(body));
        match parsed.map_err(|e| failed(&e))? {
            ReaderQueryResultsParserOutput::Solutions(solutions) => {
                let variables: Arc<[Variable]> = solutions.variables().to_vec().into();
                let rows: Vec<_> = solutions.collect::<Result<_, _>>().map_err(|e| failed(&e))?;
                Ok(QuerySolutionIter::new(variables, rows.into_iter().map(Ok)))
            }
            ReaderQueryResultsParserOutput::Boolean(_) => Err(failed(&"it gave no rows")),
        }
    }
}
