//! From the parsed CONSTRUCT to what is evaluated: a SELECT without blank nodes, with the mention behind each entity.

use crate::vocabulary::F;
use oxrdf::{NamedNode, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};
use std::collections::{BTreeMap, BTreeSet};

/// A rule ready to run.
#[derive(Clone, Debug)]
pub(super) struct Compiled {
    /// The WHERE clause as SELECT over the variables of the template and the mentions behind them.
    pub select: Query,
    /// The template.
    pub template: Vec<TriplePattern>,
    /// Entity variable to the variables of its mentions (`?m f:is ?p`), in order of the pattern.
    pub mentions: BTreeMap<Variable, Vec<Variable>>,
    /// IRIs without which the pattern has no solution.
    pub required: Vec<NamedNode>,
    /// Every IRI that the rule mentions.
    pub iris: BTreeSet<NamedNode>,
}

/// Why a query is no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Not CONSTRUCT.
    NotConstruct,
    /// Something that frames do not have: GRAPH, SERVICE, FROM.
    Foreign(&'static str),
    /// The template mints a node.
    BlankInTemplate,
    /// A variable of the template that the pattern never binds.
    Unbound(String),
}

/// Compiles a parsed query.
pub(super) fn compile(query: Query) -> Result<Compiled, Refusal> {
    let Query::Construct { template, dataset, mut pattern, base_iri } = query else { return Err(Refusal::NotConstruct) };
    if dataset.is_some() {
        return Err(Refusal::Foreign("FROM"));
    }
    // The parser projects a CONSTRUCT to its named variables, which would hide the steps of paths.
    if let GraphPattern::Project { inner, .. } = pattern {
        pattern = *inner;
    }
    let mut rewriter = Rewriter::default();
    rewriter.pattern(&mut pattern)?;
    let mut in_scope = BTreeSet::new();
    pattern.on_in_scope_variable(|v| {
        in_scope.insert(v.clone());
    });
    let mut wanted = BTreeSet::new();
    for triple in &template {
        let predicate = match &triple.predicate {
            NamedNodePattern::NamedNode(n) => TermPattern::NamedNode(n.clone()),
            NamedNodePattern::Variable(v) => TermPattern::Variable(v.clone()),
        };
        for term in [&triple.subject, &predicate, &triple.object] {
            match term {
                TermPattern::Variable(v) if !in_scope.contains(v) => return Err(Refusal::Unbound(v.as_str().to_owned())),
                TermPattern::Variable(v) => {
                    wanted.insert(v.clone());
                }
                TermPattern::NamedNode(n) => {
                    rewriter.iris.insert(n.clone());
                }
                TermPattern::BlankNode(_) => return Err(Refusal::BlankInTemplate),
                TermPattern::Literal(_) => {}
            }
        }
    }
    let mut mentions = rewriter.mentions;
    mentions.retain(|entity, list| {
        list.retain(|m| in_scope.contains(m));
        wanted.contains(entity) && !list.is_empty()
    });
    let variables = wanted.iter().chain(mentions.values().flatten()).cloned().collect::<BTreeSet<_>>();
    let required = required(&pattern).into_iter().collect();
    let pattern = GraphPattern::Project { inner: Box::new(pattern), variables: variables.into_iter().collect() };
    let select = Query::Select { dataset: None, pattern, base_iri };
    Ok(Compiled { select, template, mentions, required, iris: rewriter.iris })
}

/// Turns blank nodes (also those of `a/b` paths) into numbered variables and gathers what the pattern says.
#[derive(Default)]
struct Rewriter {
    names: BTreeMap<String, Variable>,
    mentions: BTreeMap<Variable, Vec<Variable>>,
    iris: BTreeSet<NamedNode>,
}

impl Rewriter {
    fn term(&mut self, term: &mut TermPattern) {
        match term {
            TermPattern::BlankNode(node) => {
                let next = Variable::new_unchecked(format!("path_{}", self.names.len() + 1));
                *term = TermPattern::Variable(self.names.entry(node.as_str().to_owned()).or_insert(next).clone());
            }
            TermPattern::NamedNode(n) => {
                self.iris.insert(n.clone());
            }
            TermPattern::Literal(_) | TermPattern::Variable(_) => {}
        }
    }

    fn pattern(&mut self, pattern: &mut GraphPattern) -> Result<(), Refusal> {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                for triple in patterns {
                    self.triple(triple);
                }
            }
            GraphPattern::Path { subject, path, object } => {
                self.term(subject);
                self.term(object);
                path_iris(path, &mut self.iris);
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right }
            | GraphPattern::Lateral { left, right } => {
                self.pattern(left)?;
                self.pattern(right)?;
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.pattern(left)?;
                self.pattern(right)?;
                if let Some(expression) = expression {
                    self.expression(expression)?;
                }
            }
            GraphPattern::Filter { expr, inner } | GraphPattern::Extend { inner, expression: expr, .. } => {
                self.pattern(inner)?;
                self.expression(expr)?;
            }
            GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. }
            | GraphPattern::Group { inner, .. } => self.pattern(inner)?,
            GraphPattern::Values { bindings, .. } => {
                for term in bindings.iter().flatten().flatten() {
                    if let GroundTerm::NamedNode(n) = term {
                        self.iris.insert(n.clone());
                    }
                }
            }
            GraphPattern::Graph { .. } => return Err(Refusal::Foreign("GRAPH")),
            GraphPattern::Service { .. } => return Err(Refusal::Foreign("SERVICE")),
        }
        Ok(())
    }

    fn triple(&mut self, triple: &mut TriplePattern) {
        self.term(&mut triple.subject);
        self.term(&mut triple.object);
        let NamedNodePattern::NamedNode(predicate) = &triple.predicate else { return };
        self.iris.insert(predicate.clone());
        if predicate.as_str().strip_prefix(F) == Some("is")
            && let (TermPattern::Variable(mention), TermPattern::Variable(entity)) = (&triple.subject, &triple.object)
        {
            self.mentions.entry(entity.clone()).or_default().push(mention.clone());
        }
    }

    fn expression(&mut self, expression: &mut Expression) -> Result<(), Refusal> {
        match expression {
            Expression::NamedNode(n) => {
                self.iris.insert(n.clone());
            }
            Expression::Exists(pattern) => self.pattern(pattern)?,
            Expression::Not(a) | Expression::UnaryPlus(a) | Expression::UnaryMinus(a) => self.expression(a)?,
            Expression::Or(a, b)
            | Expression::And(a, b)
            | Expression::Equal(a, b)
            | Expression::SameTerm(a, b)
            | Expression::Greater(a, b)
            | Expression::GreaterOrEqual(a, b)
            | Expression::Less(a, b)
            | Expression::LessOrEqual(a, b)
            | Expression::Add(a, b)
            | Expression::Subtract(a, b)
            | Expression::Multiply(a, b)
            | Expression::Divide(a, b) => {
                self.expression(a)?;
                self.expression(b)?;
            }
            Expression::In(a, list) => {
                self.expression(a)?;
                for b in list {
                    self.expression(b)?;
                }
            }
            Expression::FunctionCall(_, list) | Expression::Coalesce(list) => {
                for a in list {
                    self.expression(a)?;
                }
            }
            Expression::If(a, b, c) => {
                for x in [a, b, c] {
                    self.expression(x)?;
                }
            }
            Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => {}
        }
        Ok(())
    }
}

fn path_iris(path: &PropertyPathExpression, iris: &mut BTreeSet<NamedNode>) {
    match path {
        PropertyPathExpression::NamedNode(n) => {
            iris.insert(n.clone());
        }
        PropertyPathExpression::Sequence(a, b) | PropertyPathExpression::Alternative(a, b) => {
            path_iris(a, iris);
            path_iris(b, iris);
        }
        PropertyPathExpression::Reverse(a)
        | PropertyPathExpression::ZeroOrMore(a)
        | PropertyPathExpression::OneOrMore(a)
        | PropertyPathExpression::ZeroOrOne(a) => path_iris(a, iris),
        PropertyPathExpression::NegatedPropertySet(list) => iris.extend(list.iter().cloned()),
    }
}

/// The constants without which the pattern can have no solution.
fn required(pattern: &GraphPattern) -> BTreeSet<NamedNode> {
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().flat_map(constants).collect(),
        GraphPattern::Path { subject, path, object } => {
            let mut all: BTreeSet<NamedNode> = [subject, object].into_iter().filter_map(constant).collect();
            all.extend(path_required(path));
            all
        }
        GraphPattern::Join { left, right } | GraphPattern::Lateral { left, right } => {
            let mut all = required(left);
            all.extend(required(right));
            all
        }
        GraphPattern::Union { left, right } => required(left).intersection(&required(right)).cloned().collect(),
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => required(left),
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => required(inner),
        GraphPattern::Group { inner, variables, .. } if !variables.is_empty() => required(inner),
        _ => BTreeSet::new(),
    }
}

fn path_required(path: &PropertyPathExpression) -> BTreeSet<NamedNode> {
    match path {
        PropertyPathExpression::NamedNode(n) => BTreeSet::from([n.clone()]),
        PropertyPathExpression::Reverse(a) | PropertyPathExpression::OneOrMore(a) => path_required(a),
        PropertyPathExpression::Sequence(a, b) => path_required(a).union(&path_required(b)).cloned().collect(),
        PropertyPathExpression::Alternative(a, b) => path_required(a).intersection(&path_required(b)).cloned().collect(),
        _ => BTreeSet::new(),
    }
}

fn constant(term: &TermPattern) -> Option<NamedNode> {
    match term {
        TermPattern::NamedNode(n) => Some(n.clone()),
        _ => None,
    }
}

fn constants(triple: &TriplePattern) -> Vec<NamedNode> {
    let mut all: Vec<NamedNode> = [&triple.subject, &triple.object].into_iter().filter_map(constant).collect();
    if let NamedNodePattern::NamedNode(n) = &triple.predicate {
        all.push(n.clone());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::SparqlParser;

    fn compiled(text: &str) -> Result<Compiled, Refusal> {
        let head = "PREFIX f: <https://w3id.org/dateline/frame#> PREFIX dl: <https://w3id.org/dateline/ns#>";
        compile(SparqlParser::new().parse_query(&format!("{head} {text}")).unwrap())
    }

    #[test]
    fn numbers_the_steps_of_paths_and_finds_the_mention() {
        let c = compiled("CONSTRUCT { ?e dl:agent ?p } WHERE { ?e f:subject/f:is ?p }").unwrap();
        let (entity, mentions) = c.mentions.first_key_value().unwrap();
        assert_eq!((entity.as_str(), mentions[0].as_str()), ("p", "path_1"));
        assert!(c.select.to_string().contains("SELECT ?e ?p ?path_1"), "{}", c.select);
    }

    #[test]
    fn union_requires_only_what_both_sides_need() {
        let c =
            compiled("CONSTRUCT { ?e dl:agent ?p } WHERE { ?m f:is ?p { ?e f:subject ?m } UNION { ?e f:object ?m } }").unwrap();
        assert_eq!(c.required, [NamedNode::new_unchecked(format!("{F}is"))]);
    }

    #[test]
    fn refuses_what_is_no_rule() {
        assert_eq!(compiled("SELECT * WHERE { ?e f:subject ?m }").unwrap_err(), Refusal::NotConstruct);
        assert_eq!(compiled("CONSTRUCT { ?x dl:agent ?q } WHERE { ?x f:subject ?m }").unwrap_err(), Refusal::Unbound("q".into()));
        assert_eq!(compiled("CONSTRUCT { [] dl:agent ?m } WHERE { ?x f:subject ?m }").unwrap_err(), Refusal::BlankInTemplate);
        let graph = compiled("CONSTRUCT { ?x dl:agent ?m } WHERE { GRAPH ?g { ?x f:subject ?m } }");
        assert_eq!(graph.unwrap_err(), Refusal::Foreign("GRAPH"));
    }
}
