//! `SERVICE`: only services that were allowed by name are asked, over plain HTTP, without following redirects.

use super::App;
use super::problem::Problem;
use oxigraph::model::{NamedNode, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use oxigraph::sparql::{CancellationToken, DefaultServiceHandler, QuerySolutionIter};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use std::sync::Arc;
use std::time::Duration;

/// Bytes that a service may answer.
const LARGEST: u64 = 32 << 20;

/// The services that were allowed.
pub struct Services {
    allowed: Vec<String>,
    timeout: Duration,
    token: CancellationToken,
}

impl Services {
    /// Those of the server's options; `token` ends a query.
    pub fn new(app: &App, token: CancellationToken) -> Self {
        Self { allowed: app.options.allow_service.clone(), timeout: app.options.timeout, token }
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
        if self.token.is_cancelled() {
            return Err(Problem::Timeout(self.timeout));
        }
        let query = Query::Select { dataset: None, pattern: pattern.clone(), base_iri: base_iri.cloned() }.to_string();
        let failed = |e: &dyn std::fmt::Display| Problem::Service(format!("`{}` did not answer: {e}", service.as_str()));
        let agent: ureq::Agent =
            ureq::Agent::config_builder().max_redirects(0).proxy(None).timeout_global(Some(self.timeout)).build().into();
        let mut response = agent
            .post(service.as_str())
            .header("content-type", "application/sparql-query")
            .header("accept", "application/sparql-results+json")
            .send(query)
            .map_err(|e| failed(&e))?;
        let body = response.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(|e| failed(&e))?;
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
