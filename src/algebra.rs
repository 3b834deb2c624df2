//! SPARQL algebra, as far as more than one stage walks through it.

use spargebra::algebra::Expression;

/// The expressions right below one; the pattern of an `EXISTS` is none.
pub(crate) fn operands(expression: &Expression) -> Vec<&Expression> {
    match expression {
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_)
        | Expression::Exists(_) => Vec::new(),
        Expression::Not(a) | Expression::UnaryPlus(a) | Expression::UnaryMinus(a) => vec![a],
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
        | Expression::Divide(a, b) => vec![a, b],
        Expression::If(a, b, c) => vec![a, b, c],
        Expression::In(a, list) => std::iter::once(&**a).chain(list).collect(),
        Expression::FunctionCall(_, list) | Expression::Coalesce(list) => list.iter().collect(),
    }
}
