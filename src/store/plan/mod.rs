//! In which order the parts of a query are joined.
//!
//! Oxigraph's own planner knows nothing of the data and takes each property for as frequent as any other. It never orders
//! the joins inside EXISTS, so that `FILTER NOT EXISTS { ?a dl:agent ?b . ?b rdfs:label ?c }` reads all labels of the graph
//! for each row; and it computes a sub-select with GROUP BY for all keys although few of them are asked for. Here joins become
//! lateral ones, whose right side is evaluated for each row of the left one, in an order that follows from what the index
//! counts. Answers stay the same; [`bound::takes`] tells where that is so.

mod bound;
mod estimate;
#[cfg(test)]
mod tests;

use super::Index;
use bound::{Names, certain, takes, visible};
use estimate::Estimate;
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};

/// Rows that a sub-select may look at for one row of the other side, on average, to be evaluated for each of them.
const FEW: f64 = 100.0;

/// A query with the same answers. Without an index nothing is known of the data, and only EXISTS is looked at.
#[must_use]
pub fn improved(query: Query, index: Option<&Index>) -> Query {
    let planner = Planner { estimate: Estimate::new(index), counted: index.is_some() };
    match query {
        Query::Select { dataset, pattern, base_iri } => {
            Query::Select { dataset, pattern: planner.pattern(pattern, true), base_iri }
        }
        Query::Construct { template, dataset, pattern, base_iri } => {
            Query::Construct { template, dataset, pattern: planner.pattern(pattern, true), base_iri }
        }
        Query::Describe { dataset, pattern, base_iri } => {
            Query::Describe { dataset, pattern: planner.pattern(pattern, true), base_iri }
        }
        Query::Ask { dataset, pattern, base_iri } => Query::Ask { dataset, pattern: planner.pattern(pattern, true), base_iri },
    }
}

/// A pattern with the same answers, as [`improved`].
#[must_use]
pub fn improved_pattern(pattern: GraphPattern, index: &Index) -> GraphPattern {
    Planner { estimate: Estimate::new(Some(index)), counted: true }.pattern(pattern, true)
}

struct Planner<'a> {
    estimate: Estimate<'a>,
    counted: bool,
}

fn lateral(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Lateral { left: left.into(), right: right.into() }
}

/// The right side is evaluated for each row of the left one, which stays when there is nothing.
fn lateral_optional(left: GraphPattern, right: GraphPattern, expression: Option<Expression>) -> GraphPattern {
    lateral(left, GraphPattern::LeftJoin { left: nothing().into(), right: right.into(), expression })
}

/// The same as a sub-select, into which Oxigraph's planner passes nothing.
fn shut(pattern: GraphPattern) -> GraphPattern {
    let variables = visible(&pattern).into_iter().filter(|name| !name.as_str().starts_with(' ')).collect();
    GraphPattern::Project { inner: pattern.into(), variables }
}

/// The pattern of one row without values.
fn nothing() -> GraphPattern {
    GraphPattern::Bgp { patterns: Vec::new() }
}

/// The parts of a join, triple patterns each for itself when `single`.
fn parts(pattern: GraphPattern, single: bool) -> Vec<GraphPattern> {
    match pattern {
        GraphPattern::Join { left, right } => [parts(*left, single), parts(*right, single)].concat(),
        GraphPattern::Bgp { patterns } if single => {
            patterns.into_iter().map(|pattern| GraphPattern::Bgp { patterns: vec![pattern] }).collect()
        }
        other => vec![other],
    }
}

fn join(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Join { left: left.into(), right: right.into() }
}

impl Planner<'_> {
    /// A pattern that sees no values from outside. `ordered` is false where Oxigraph may yet pass some into it.
    fn pattern(&self, pattern: GraphPattern, ordered: bool) -> GraphPattern {
        match pattern {
            GraphPattern::Bgp { .. } | GraphPattern::Join { .. } => {
                let parts = parts(pattern, false);
                let (grouped, mut others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| keys(part).is_some());
                if others.is_empty() {
                    return grouped.into_iter().map(|part| self.pattern(part, ordered)).reduce(join).unwrap_or_else(nothing);
                }
                let (mut late, mut early) = (Vec::new(), Vec::new());
                let left = others.iter().cloned().reduce(join).unwrap_or_else(nothing);
                for part in grouped {
                    match self.for_each(&left, &part) {
                        Some(part) => late.push(part),
                        None => early.push(self.pattern(part, ordered)),
                    }
                }
                let joined = if self.counted && ordered {
                    others = others.into_iter().flat_map(|part| self::parts(part, true)).collect();
                    self.components(others)
                } else {
                    others.into_iter().map(|part| self.alone(part, false)).reduce(join).unwrap_or_else(nothing)
                };
                late.into_iter().fold(early.into_iter().fold(joined, join), lateral)
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                if expression.is_none()
                    && let Some(right) = self.for_each(&left, &right)
                {
                    return lateral_optional(self.pattern(*left, ordered), right, None);
                }
                let mut bound = certain(&left);
                let open = takes(&right, &visible(&left));
                if self.counted && open && self.better_for_each(&left, &right, &bound) {
                    let right = self.nested(*right, &bound);
                    bound.extend(certain(&right));
                    let expression = expression.map(|e| self.expression(e, &bound));
                    return lateral_optional(self.pattern(*left, ordered), right, expression);
                }
                bound.extend(certain(&right));
                let (left, right) = (self.pattern(*left, ordered), self.pattern(*right, false));
                let right = if open || !self.counted { right } else { shut(right) };
                let expression = expression.map(|e| self.expression(e, &bound));
                GraphPattern::LeftJoin { left: left.into(), right: right.into(), expression }
            }
            GraphPattern::Filter { expr, inner } => {
                let inner = self.pattern(*inner, ordered);
                GraphPattern::Filter { expr: self.expression(expr, &certain(&inner)), inner: inner.into() }
            }
            GraphPattern::Extend { inner, variable, expression } => {
                let inner = self.pattern(*inner, ordered);
                let expression = self.expression(expression, &certain(&inner));
                GraphPattern::Extend { inner: inner.into(), variable, expression }
            }
            other => inside(other, |part| self.pattern(part, ordered)),
        }
    }

    /// A part of a join by itself.
    fn alone(&self, part: GraphPattern, ordered: bool) -> GraphPattern {
        match part {
            GraphPattern::Bgp { .. } => part,
            other => self.pattern(other, ordered),
        }
    }

    /// Whether an optional part is better evaluated for each row of the left side than once for all.
    fn better_for_each(&self, left: &GraphPattern, right: &GraphPattern, bound: &Names) -> bool {
        let connected = !bound.is_disjoint(&certain(right));
        let (each, rows) = (self.estimate.work(right, bound), self.estimate.rows(left, &Names::new()));
        connected && (each <= FEW || rows * each <= rows + self.estimate.work(right, &Names::new()))
    }

    /// Parts of a join in an order that gives few rows on the way; what shares no variable is joined afterwards.
    fn components(&self, mut parts: Vec<GraphPattern>) -> GraphPattern {
        let mut components = Vec::new();
        while !parts.is_empty() {
            let mut known = visible(&parts[0]);
            let mut component = vec![parts.remove(0)];
            while let Some(next) = parts.iter().position(|part| !known.is_disjoint(&visible(part))) {
                known.extend(visible(&parts[next]));
                component.push(parts.remove(next));
            }
            components.push(if component.len() == 1 {
                self.alone(component.remove(0), true)
            } else {
                self.chain(component, &Names::new(), shut)
            });
        }
        components.into_iter().reduce(join).unwrap_or_else(nothing)
    }

    /// The right side, when it is a sub-select with GROUP BY that is better evaluated for each row of the left one.
    fn for_each(&self, left: &GraphPattern, right: &GraphPattern) -> Option<GraphPattern> {
        let keys = keys(right).filter(|_| self.counted)?;
        let (left_certain, right_visible) = (certain(left), visible(right));
        let shared: Names = visible(left).intersection(&right_visible).cloned().collect();
        let fits = !shared.is_empty()
            && shared.iter().all(|name| keys.contains(name) && left_certain.contains(name))
            && shared.is_subset(&certain(right))
            && takes(right, &shared)
            && self.estimate.work(right, &shared) <= FEW;
        fits.then(|| self.nested(right.clone(), &shared))
    }

    fn expression(&self, expression: Expression, bound: &Names) -> Expression {
        let part = |e: Box<Expression>| Box::new(self.expression(*e, bound));
        match expression {
            Expression::Exists(inner) => Expression::Exists(self.nested(*inner, bound).into()),
            Expression::Not(e) => Expression::Not(part(e)),
            Expression::Or(a, b) => Expression::Or(part(a), part(b)),
            Expression::And(a, b) => Expression::And(part(a), part(b)),
            Expression::If(a, b, c) => Expression::If(part(a), part(b), part(c)),
            Expression::Coalesce(all) => Expression::Coalesce(all.into_iter().map(|e| self.expression(e, bound)).collect()),
            other => other,
        }
    }

    /// A pattern inside EXISTS or for each row, whose joins nobody else orders well; `bound` is what has a value from outside.
    fn nested(&self, pattern: GraphPattern, bound: &Names) -> GraphPattern {
        match pattern {
            GraphPattern::Bgp { .. } | GraphPattern::Join { .. } => {
                self.chain(parts(pattern, true), bound, std::convert::identity)
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                let left = self.nested(*left, bound);
                let mut inner = bound.clone();
                inner.extend(certain(&left));
                let fits = takes(&right, &visible(&left));
                let right = self.nested(*right, if fits { &inner } else { bound });
                if fits {
                    lateral_optional(left, right, expression)
                } else {
                    GraphPattern::LeftJoin { left: left.into(), right: right.into(), expression }
                }
            }
            GraphPattern::Filter { expr, inner } => {
                let inner = self.nested(*inner, bound);
                let mut known = bound.clone();
                known.extend(certain(&inner));
                GraphPattern::Filter { expr: self.expression(expr, &known), inner: inner.into() }
            }
            GraphPattern::Project { inner, variables } => {
                let known = bound.iter().filter(|name| variables.contains(name)).cloned().collect();
                GraphPattern::Project { inner: self.nested(*inner, &known).into(), variables }
            }
            other => inside(other, |part| self.nested(part, bound)),
        }
    }

    /// Parts of a join one after the other, what gives fewest rows first, and of those that share a variable if there are any.
    ///
    /// What may see no values from outside is joined last; `shut` keeps it from seeing any.
    fn chain(&self, mut parts: Vec<GraphPattern>, bound: &Names, shut: fn(GraphPattern) -> GraphPattern) -> GraphPattern {
        let mut bound_now = bound.clone();
        let (mut seen, mut chain) = (Names::new(), None::<GraphPattern>);
        while !parts.is_empty() {
            let fitting = parts.iter().enumerate().filter(|(_, part)| takes(part, &seen));
            let sizes = fitting.map(|(i, part)| {
                let names = visible(part);
                let apart = names.is_disjoint(&bound_now) && names.is_disjoint(&seen);
                (i, apart, self.estimate.rows(part, &bound_now))
            });
            let Some((next, ..)) = sizes.min_by(|a, b| a.1.cmp(&b.1).then(a.2.total_cmp(&b.2))) else { break };
            let part = self.nested_part(parts.remove(next), &bound_now);
            bound_now.extend(certain(&part));
            seen.extend(visible(&part));
            chain = Some(match chain {
                Some(left) => lateral(left, part),
                None => part,
            });
        }
        let rest = parts.into_iter().map(|part| shut(self.nested_part(part, bound)));
        chain.into_iter().chain(rest).reduce(join).unwrap_or_else(nothing)
    }

    fn nested_part(&self, part: GraphPattern, bound: &Names) -> GraphPattern {
        match part {
            GraphPattern::Bgp { .. } => part,
            other => self.nested(other, bound),
        }
    }
}

/// The keys of a sub-select with GROUP BY.
fn keys(pattern: &GraphPattern) -> Option<Names> {
    let GraphPattern::Project { inner, .. } = pattern else { return None };
    let mut inner = inner.as_ref();
    loop {
        match inner {
            GraphPattern::Extend { inner: next, .. } | GraphPattern::Filter { inner: next, .. } => inner = next,
            GraphPattern::Group { variables, .. } => return Some(variables.iter().cloned().collect()),
            _ => return None,
        }
    }
}

/// The same pattern with its parts changed, where they stand side by side or alone.
fn inside(pattern: GraphPattern, change: impl Fn(GraphPattern) -> GraphPattern) -> GraphPattern {
    let part = |p: Box<GraphPattern>| Box::new(change(*p));
    match pattern {
        GraphPattern::Union { left, right } => GraphPattern::Union { left: part(left), right: part(right) },
        GraphPattern::Lateral { left, right } => GraphPattern::Lateral { left: part(left), right: part(right) },
        GraphPattern::Minus { left, right } => GraphPattern::Minus { left: part(left), right },
        GraphPattern::Graph { name, inner } => GraphPattern::Graph { name, inner: part(inner) },
        GraphPattern::Extend { inner, variable, expression } => GraphPattern::Extend { inner: part(inner), variable, expression },
        GraphPattern::OrderBy { inner, expression } => GraphPattern::OrderBy { inner: part(inner), expression },
        GraphPattern::Project { inner, variables } => GraphPattern::Project { inner: part(inner), variables },
        GraphPattern::Distinct { inner } => GraphPattern::Distinct { inner: part(inner) },
        GraphPattern::Reduced { inner } => GraphPattern::Reduced { inner: part(inner) },
        GraphPattern::Slice { inner, start, length } => GraphPattern::Slice { inner: part(inner), start, length },
        GraphPattern::Group { inner, variables, aggregates } => GraphPattern::Group { inner: part(inner), variables, aggregates },
        other => other,
    }
}
