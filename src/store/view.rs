//! An [`Index`] as SPARQL sees it, for one query on one thread.
//!
//! Evaluation looks at its cancellation token only when it reads quads, so `COUNT` over a product of three patterns would
//! run for years after its token was cancelled. Every row of a product copies terms, though: here a copy looks at the
//! token of the thread now and then, and unwinds with [`Cancelled`] when the query is to end. Run evaluations inside
//! [`cancellable`].

use super::index::{Graphs, Index, NO_GRAPH};
use hashbrown::HashMap;
use oxigraph::model::Term;
use oxigraph::sparql::CancellationToken;
use rustc_hash::FxBuildHasher;
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};
use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Copies of terms between two looks at the token: some tens of microseconds.
const PATIENCE: u32 = 1 << 14;

/// Bytes that one value made by an expression may have.
const LONGEST: usize = 4 << 20;

thread_local! {
    static TOKEN: RefCell<Option<CancellationToken>> = const { RefCell::new(None) };
    static LEFT: Cell<u32> = const { Cell::new(PATIENCE) };
}

/// The query's token was cancelled, or it made a value beyond all measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

/// Runs an evaluation that [`View`] breaks off when the token is cancelled.
///
/// # Errors
/// [`Cancelled`]. Other panics go on.
pub fn cancellable<T>(token: &CancellationToken, evaluate: impl FnOnce() -> T) -> Result<T, Cancelled> {
    TOKEN.with(|t| *t.borrow_mut() = Some(token.clone()));
    let result = catch_unwind(AssertUnwindSafe(evaluate));
    TOKEN.with(|t| *t.borrow_mut() = None);
    result.map_err(|payload| match payload.downcast::<Cancelled>() {
        Ok(cancelled) => *cancelled,
        Err(other) => resume_unwind(other),
    })
}

fn look() {
    LEFT.set(PATIENCE);
    if TOKEN.with(|t| t.borrow().as_ref().is_some_and(CancellationToken::is_cancelled)) {
        resume_unwind(Box::new(Cancelled));
    }
}

/// The number of a term: of the index, or of those that the query made.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Number(u32);

impl Clone for Number {
    fn clone(&self) -> Self {
        match LEFT.get() {
            0 => look(),
            left => LEFT.set(left - 1),
        }
        Self(self.0)
    }
}

/// The index and the terms that one query made.
pub struct View<'a> {
    index: &'a Index,
    made: RefCell<Made>,
}

#[derive(Default)]
struct Made {
    terms: Vec<Term>,
    numbers: HashMap<Term, u32, FxBuildHasher>,
}

impl<'a> View<'a> {
    /// A view for one query.
    pub fn new(index: &'a Index) -> Self {
        Self { index, made: RefCell::default() }
    }
}

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = Number;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Number>,
        predicate: Option<&Number>,
        object: Option<&Number>,
        graph_name: Option<Option<&Number>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Number>, Infallible>> + use<'a> {
        let graphs = match graph_name {
            None => Graphs::Named,
            Some(None) => Graphs::Union,
            Some(Some(graph)) => Graphs::One(graph.0),
        };
        let number = |term: Option<&Number>| term.map(|t| t.0);
        self.index.matching(number(subject), number(predicate), number(object), graphs).map(|[s, p, o, g]| {
            let graph_name = (g != NO_GRAPH).then_some(Number(g));
            Ok(InternalQuad { subject: Number(s), predicate: Number(p), object: Number(o), graph_name })
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Number, Infallible>> + use<'a> {
        self.index.named_graphs().map(|g| Ok(Number(g)))
    }

    fn contains_internal_graph_name(&self, graph_name: &Number) -> Result<bool, Infallible> {
        Ok(self.index.has_graph(graph_name.0))
    }

    fn internalize_term(&self, term: Term) -> Result<Number, Infallible> {
        if let Some(number) = self.index.terms().number(&term) {
            return Ok(Number(number));
        }
        if let Term::Literal(literal) = &term
            && literal.value().len() > LONGEST
        {
            resume_unwind(Box::new(Cancelled));
        }
        let Made { terms, numbers } = &mut *self.made.borrow_mut();
        Ok(Number(*numbers.entry_ref(&term).or_insert_with(|| {
            terms.push(term.clone());
            (self.index.terms().len() + terms.len() - 1) as u32
        })))
    }

    fn externalize_term(&self, term: Number) -> Result<Term, Infallible> {
        let known = self.index.terms().len();
        Ok(match (term.0 as usize).checked_sub(known) {
            None => self.index.terms().term(term.0).clone(),
            Some(made) => self.made.borrow().terms[made].clone(),
        })
    }

    fn externalize_expression_term(&self, term: Number) -> Result<ExpressionTerm, Infallible> {
        Ok(self.externalize_term(term)?.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
    use oxigraph::sparql::{QueryResults, SparqlEvaluator};
    use std::time::{Duration, Instant};

    fn index() -> Index {
        let quads = (0..2000u32).map(|i| {
            let subject = NamedNode::new_unchecked(format!("https://e.org/{}", i / 4));
            let predicate = NamedNode::new_unchecked(format!("https://e.org/p{}", i % 4));
            Ok::<_, Infallible>(Quad::new(subject, predicate, Literal::from(i), GraphName::DefaultGraph))
        });
        Index::build(quads).unwrap()
    }

    fn rows(query: &str, token: &CancellationToken) -> Result<usize, Cancelled> {
        let index = index();
        cancellable(token, || {
            let query = SparqlEvaluator::new().with_cancellation_token(token.clone()).parse_query(query).unwrap();
            let Ok(QueryResults::Solutions(rows)) = query.on_queryable_dataset(View::new(&index)).execute() else { return 0 };
            rows.take_while(Result::is_ok).count()
        })
    }

    #[test]
    fn answers() {
        let query = "SELECT ?s { ?s <https://e.org/p1> ?o FILTER(?o < 41) BIND(?o + 0.5 AS ?x) FILTER(?x > 1.5) }";
        assert_eq!(rows(query, &CancellationToken::new()), Ok(9));
    }

    #[test]
    fn a_product_ends_when_it_is_told_to() {
        let values: String = (0..5).map(|i| format!("VALUES ?v{i} {{ {} }} ", "1 2 3 4 5 6 7 8 9 ".repeat(40))).collect();
        for query in [
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }".to_owned(),
            "SELECT (COUNT(*) AS ?n) { { ?a ?b ?c } { ?d ?e ?f } { ?g ?h ?i } { ?j ?k ?l } }".to_owned(),
            "SELECT (COUNT(*) AS ?n) { { SELECT ?a { ?a ?b ?c } } { SELECT ?d { ?d ?e ?f } } { SELECT ?g { ?g ?h ?i } } }"
                .to_owned(),
            "SELECT (COUNT(*) AS ?n) { { [] ?b [] } { [] ?e [] } { [] ?h [] } }".to_owned(),
            format!("SELECT (COUNT(*) AS ?n) {{ {values} }}"),
        ] {
            let token = CancellationToken::new();
            let (other, start) = (token.clone(), Instant::now());
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(200));
                other.cancel();
            });
            // evaluation may also end with an error of its own, which shows as no row
            let ended = rows(&query, &token);
            assert!(matches!(ended, Err(Cancelled) | Ok(0)), "{query}: {ended:?}");
            assert!(start.elapsed() < Duration::from_secs(5), "{query}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn a_value_that_doubles_and_doubles_is_broken_off() {
        let doubling: String = (0..40).map(|i| format!("BIND(CONCAT(?v{i}, ?v{i}) AS ?v{}) ", i + 1)).collect();
        let query = format!("SELECT * {{ BIND(\"words\" AS ?v0) {doubling} }}");
        assert_eq!(rows(&query, &CancellationToken::new()), Err(Cancelled));
    }

    #[test]
    fn other_panics_go_on() {
        let caught = std::panic::catch_unwind(|| cancellable(&CancellationToken::new(), || panic!("other")).is_ok());
        assert!(caught.is_err());
    }
}
