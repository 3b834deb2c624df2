//! Which variables a pattern gives a value, and where a value from outside may be passed into it.

use crate::algebra::operands;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern, Variable};
use std::collections::BTreeSet;

/// Variables; a blank node of a pattern is one whose name begins with a space.
pub type Names = BTreeSet<Variable>;

/// The variable of a place in a pattern.
pub fn name(term: &TermPattern) -> Option<Variable> {
    match term {
        TermPattern::Variable(variable) => Some(variable.clone()),
        TermPattern::BlankNode(node) => Some(Variable::new_unchecked(format!(" {}", node.as_str()))),
        _ => None,
    }
}

/// The variable of a predicate or a graph.
pub fn node_name(node: &NamedNodePattern) -> Option<Variable> {
    match node {
        NamedNodePattern::Variable(variable) => Some(variable.clone()),
        NamedNodePattern::NamedNode(_) => None,
    }
}

fn of_triple(pattern: &TriplePattern) -> impl Iterator<Item = Variable> {
    [name(&pattern.subject), node_name(&pattern.predicate), name(&pattern.object)].into_iter().flatten()
}

/// Variables that have a value in every row.
pub fn certain(pattern: &GraphPattern) -> Names {
    names(pattern, true)
}

/// Variables that may have a value in a row.
pub fn visible(pattern: &GraphPattern) -> Names {
    names(pattern, false)
}

fn names(pattern: &GraphPattern, always: bool) -> Names {
    let both = |left: &GraphPattern, right: &GraphPattern| {
        let mut all = names(left, always);
        all.extend(names(right, always));
        all
    };
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().flat_map(of_triple).collect(),
        GraphPattern::Path { subject, object, .. } => [name(subject), name(object)].into_iter().flatten().collect(),
        GraphPattern::Join { left, right } | GraphPattern::Lateral { left, right } => both(left, right),
        GraphPattern::LeftJoin { left, right, .. } if !always => both(left, right),
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => names(left, always),
        GraphPattern::Union { left, right } if always => names(left, true).intersection(&names(right, true)).cloned().collect(),
        GraphPattern::Union { left, right } => both(left, right),
        GraphPattern::Graph { name, inner } => {
            let mut all = names(inner, always);
            all.extend(node_name(name));
            all
        }
        GraphPattern::Extend { inner, variable, .. } => {
            let mut all = names(inner, always);
            all.extend((!always).then(|| variable.clone()));
            all
        }
        GraphPattern::Values { variables, bindings } => {
            let given = |i: &usize| !always || bindings.iter().all(|row| row[*i].is_some());
            (0..variables.len()).filter(given).map(|i| variables[i].clone()).collect()
        }
        GraphPattern::Project { inner, variables } => {
            names(inner, always).into_iter().filter(|name| variables.contains(name)).collect()
        }
        GraphPattern::Group { inner, variables, aggregates } => {
            let mut all: Names = names(inner, always).into_iter().filter(|name| variables.contains(name)).collect();
            all.extend(aggregates.iter().filter(|_| !always).map(|(variable, _)| variable.clone()));
            all
        }
        GraphPattern::Filter { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => names(inner, always),
        // a service that fails silently gives one row without values
        GraphPattern::Service { .. } if always => Names::new(),
        GraphPattern::Service { name, inner, .. } => {
            let mut all = names(inner, false);
            all.extend(node_name(name));
            all
        }
    }
}

/// Whether a pattern gives the same when values from outside are passed into it as when it is joined with them afterwards.
/// Names that the pattern does not know do no harm.
pub fn takes(pattern: &GraphPattern, outside: &Names) -> bool {
    let sees_only = |expression: &Expression, known: &Names| {
        let mut used = Names::new();
        mentioned(expression, &mut used);
        used.intersection(outside).all(|name| known.contains(name))
    };
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => true,
        GraphPattern::Join { left, right } | GraphPattern::Lateral { left, right } | GraphPattern::Union { left, right } => {
            takes(left, outside) && takes(right, outside)
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            let known = certain(left);
            visible(right).intersection(outside).all(|name| known.contains(name))
                && takes(left, outside)
                && takes(right, outside)
                && expression.as_ref().is_none_or(|e| sees_only(e, &known))
        }
        GraphPattern::Filter { expr, inner } => takes(inner, outside) && sees_only(expr, &certain(inner)),
        GraphPattern::Extend { inner, variable, expression } => {
            !outside.contains(variable) && takes(inner, outside) && sees_only(expression, &certain(inner))
        }
        GraphPattern::Graph { inner, .. } => takes(inner, outside),
        // rows that differ only in having no value would become one
        GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
            takes(inner, outside) && visible(inner).intersection(outside).all(|name| certain(inner).contains(name))
        }
        GraphPattern::OrderBy { inner, expression } => {
            let known = certain(inner);
            let sees = |by: &OrderExpression| match by {
                OrderExpression::Asc(e) | OrderExpression::Desc(e) => sees_only(e, &known),
            };
            takes(inner, outside) && expression.iter().all(sees)
        }
        GraphPattern::Project { inner, variables } => {
            takes(inner, &outside.iter().filter(|name| variables.contains(name)).cloned().collect())
        }
        GraphPattern::Group { inner, variables, .. } => {
            let (seen, always) = (visible(inner), certain(inner));
            let fits = |name: &Variable| if variables.contains(name) { always.contains(name) } else { !seen.contains(name) };
            takes(inner, outside) && outside.iter().all(fits)
        }
        // what it leaves out depends on all of the other side
        GraphPattern::Minus { .. } | GraphPattern::Slice { .. } | GraphPattern::Service { .. } => false,
    }
}

/// The variables of an expression.
fn mentioned(expression: &Expression, into: &mut Names) {
    match expression {
        Expression::Variable(variable) | Expression::Bound(variable) => {
            into.insert(variable.clone());
        }
        Expression::Exists(inner) => within(inner, into),
        other => mention_all(operands(other), into),
    }
}

fn mention_all<'e>(expressions: impl IntoIterator<Item = &'e Expression>, into: &mut Names) {
    for expression in expressions {
        mentioned(expression, into);
    }
}

/// All variables of a pattern, those of its expressions and sub-selects too.
fn within(pattern: &GraphPattern, into: &mut Names) {
    into.extend(visible(pattern));
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            within(left, into);
            within(right, into);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            within(left, into);
            within(right, into);
            mention_all(expression, into);
        }
        GraphPattern::Filter { expr, inner } => {
            within(inner, into);
            mentioned(expr, into);
        }
        GraphPattern::Extend { inner, expression, .. } => {
            within(inner, into);
            mentioned(expression, into);
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Service { inner, .. } => within(inner, into),
    }
}
