//! Rules that need one post at a time: what they join hangs together by slots, never by a shared name or thing alone.
//!
//! Such a rule finds in each post what it finds in the whole, so its findings can be kept as long as the post stays the same.

use super::compile::Compiled;
use crate::algebra::operands;
use crate::vocabulary::F;
use oxrdf::{NamedNode, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use std::collections::{BTreeMap, BTreeSet};

/// Ways through a rule that are looked at; one with more counts as needing the whole.
const MOST: usize = 64;

/// Properties that lead to things, words and terms which many posts share.
const SHARED: [&str; 21] = [
    "is",
    "of",
    "locatedIn",
    "links",
    "slot",
    "role",
    "text",
    "head",
    "lemma",
    "label",
    "class",
    "evokes",
    "status",
    "count",
    "tenure",
    "capacity",
    "membership",
    "named",
    "known",
    "quoteKind",
    "cue",
];
/// Properties that things have too, beside frames and mentions.
const OF_THINGS: [&str; 5] = ["of", "locatedIn", "label", "named", "known"];
/// Classes of what belongs to one post.
const OF_POSTS: [&str; 13] = [
    "Event",
    "Verb",
    "Noun",
    "Copula",
    "Title",
    "In",
    "Attribution",
    "Name",
    "Nominal",
    "Pronoun",
    "Adjective",
    "Time",
    "Mention",
];
/// Properties that number what belongs together.
const NUMBERS: [&str; 2] = ["sentence", "post"];

/// Whether a rule needs one post at a time.
pub(super) fn is_local(rule: &Compiled) -> bool {
    let Query::Select { pattern, .. } = &rule.select else { return false };
    let mut reader = Reader::default();
    let Some(ways) = reader.ways(pattern) else { return false };
    let numbers: BTreeSet<&Variable> =
        ways.iter().flatten().filter(|t| NUMBERS.iter().any(|n| is(t, n))).filter_map(|t| variable(&t.object)).collect();
    let in_template = rule.template.iter().flat_map(|t| [&t.subject, &t.object]).filter_map(variable);
    let told: BTreeSet<&Variable> = in_template.chain(reader.compared.iter()).collect();
    numbers.is_disjoint(&told) && ways.iter().all(hangs_together)
}

/// A way through a pattern: the triples of one choice among its alternatives.
type Way = Vec<TriplePattern>;

#[derive(Default)]
struct Reader {
    /// Variables that expressions speak of.
    compared: BTreeSet<Variable>,
}

impl Reader {
    /// `None` where rows are counted, ordered or reached by paths without end.
    fn ways(&mut self, pattern: &GraphPattern) -> Option<Vec<Way>> {
        let ways = match pattern {
            GraphPattern::Bgp { patterns } => vec![patterns.clone()],
            GraphPattern::Values { .. } => vec![Vec::new()],
            GraphPattern::Join { left, right } => both(&self.ways(left)?, &self.ways(right)?),
            GraphPattern::Union { left, right } => [self.ways(left)?, self.ways(right)?].concat(),
            GraphPattern::Minus { left, right } => self.with(left, right)?,
            GraphPattern::LeftJoin { left, right, expression } => {
                let mut ways = self.with(left, right)?;
                if let Some(expression) = expression {
                    ways = self.within(ways, expression)?;
                }
                ways
            }
            GraphPattern::Filter { expr, inner } => {
                let ways = self.ways(inner)?;
                self.within(ways, expr)?
            }
            GraphPattern::Extend { inner, expression, .. } => {
                let ways = self.ways(inner)?;
                self.within(ways, expression)?
            }
            GraphPattern::Project { inner, .. } | GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
                self.ways(inner)?
            }
            _ => return None,
        };
        (ways.len() <= MOST).then_some(ways)
    }

    /// The ways of a pattern alone and beside another that may be there or not.
    fn with(&mut self, left: &GraphPattern, right: &GraphPattern) -> Option<Vec<Way>> {
        let (left, right) = (self.ways(left)?, self.ways(right)?);
        Some([both(&left, &right), left].concat())
    }

    /// The ways of a pattern, and beside each pattern that an expression asks for.
    fn within(&mut self, ways: Vec<Way>, expression: &Expression) -> Option<Vec<Way>> {
        let mut all = ways.clone();
        let mut open = vec![expression];
        while let Some(expression) = open.pop() {
            match expression {
                Expression::Exists(pattern) => all.extend(both(&ways, &self.ways(pattern)?)),
                Expression::Variable(v) | Expression::Bound(v) => {
                    self.compared.insert(v.clone());
                }
                other => open.extend(operands(other)),
            }
        }
        Some(all)
    }
}

fn both(left: &[Way], right: &[Way]) -> Vec<Way> {
    left.iter().flat_map(|l| right.iter().map(move |r| [l.clone(), r.clone()].concat())).collect()
}

fn variable(term: &TermPattern) -> Option<&Variable> {
    match term {
        TermPattern::Variable(v) => Some(v),
        _ => None,
    }
}

/// The local name of a property of frames; of `rdf:type`, `a`.
fn property(triple: &TriplePattern) -> Option<&str> {
    match &triple.predicate {
        NamedNodePattern::NamedNode(n) if *n == oxrdf::vocab::rdf::TYPE => Some("a"),
        NamedNodePattern::NamedNode(n) => n.as_str().strip_prefix(F),
        NamedNodePattern::Variable(_) => None,
    }
}

fn is(triple: &TriplePattern, name: &str) -> bool {
    property(triple) == Some(name)
}

/// Whether the triple tells that its subject is a frame, mention or time.
fn tells_of_a_post(triple: &TriplePattern) -> bool {
    let class = |node: &NamedNode| node.as_str().strip_prefix(F).is_some_and(|class| OF_POSTS.contains(&class));
    match property(triple) {
        Some("a") => matches!(&triple.object, TermPattern::NamedNode(node) if class(node)),
        Some(name) => !OF_THINGS.contains(&name) && name != "slot" && name != "role",
        None => false,
    }
}

/// Whether all that belongs to posts hangs together.
fn hangs_together(way: &Way) -> bool {
    let known = |triple: &TriplePattern| property(triple).is_some() || matches!(triple.predicate, NamedNodePattern::Variable(_));
    if !way.iter().all(|triple| known(triple) && variable(&triple.subject).is_some()) {
        return false;
    }
    let objects = |names: &[&str]| -> BTreeSet<&Variable> {
        way.iter().filter(|t| property(t).is_some_and(|p| names.contains(&p))).filter_map(|t| variable(&t.object)).collect()
    };
    let subjects = |names: &[&str]| -> BTreeSet<&Variable> {
        way.iter().filter(|t| property(t).is_some_and(|p| names.contains(&p))).filter_map(|t| variable(&t.subject)).collect()
    };
    let mut others = objects(&["is", "of", "locatedIn", "links"]);
    others.extend(subjects(&["slot", "role"]));
    let of_posts: BTreeSet<&Variable> = way.iter().filter(|t| tells_of_a_post(t)).filter_map(|t| variable(&t.subject)).collect();
    let nodes: BTreeSet<&Variable> = way.iter().filter_map(|t| variable(&t.subject)).filter(|v| !others.contains(v)).collect();
    let mut group: BTreeMap<&Variable, usize> = nodes.iter().enumerate().map(|(at, v)| (*v, at)).collect();
    let mut join = |a: &Variable, b: &Variable| {
        if let (Some(&a), Some(&b)) = (group.get(a), group.get(b)) {
            group.values_mut().filter(|g| **g == b).for_each(|g| *g = a);
        }
    };
    let mut numbered: BTreeMap<&Variable, &Variable> = BTreeMap::new();
    for triple in way {
        let (Some(subject), Some(object)) = (variable(&triple.subject), variable(&triple.object)) else { continue };
        let name = property(triple);
        if name.is_some_and(|name| NUMBERS.contains(&name)) {
            let first = *numbered.entry(object).or_insert(subject);
            join(first, subject);
        } else if name.is_none_or(|name| name != "a" && !SHARED.contains(&name)) && of_posts.contains(object) {
            join(subject, object);
        }
    }
    let groups: BTreeSet<usize> = group.into_values().collect();
    groups.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::RuleSet;
    use crate::ontology::Ontology;

    fn local(body: &str) -> bool {
        let head = "PREFIX dl: <https://w3id.org/dateline/ns#> PREFIX f: <https://w3id.org/dateline/frame#>\n";
        let text = format!("{head}{body}");
        let set = RuleSet::parse([("x.rq", text.as_str())], Ontology::embedded().unwrap()).unwrap();
        is_local(&set.rules()[0].compiled)
    }

    #[test]
    fn what_hangs_on_slots_needs_one_post() {
        assert!(local("CONSTRUCT { ?e dl:agent ?p } WHERE { ?e f:evokes dl:Attack ; f:subject ?m . ?m f:is ?p . ?p a f:Agent }"));
        assert!(local(
            "CONSTRUCT { ?e dl:agent ?p } WHERE { ?l f:role dl:agent ; f:slot ?s . ?e f:links ?l ; ?s ?m . ?m f:is ?p }"
        ));
        assert!(local(
            "CONSTRUCT { ?e a dl:Aid } WHERE { ?v f:evokes dl:Aid ; f:sentence ?n . ?e f:evokes dl:Aid ; f:sentence ?n }"
        ));
    }

    #[test]
    fn what_meets_in_a_thing_or_word_needs_the_whole() {
        let both = "?e f:evokes dl:Attack . ?m f:is ?p . ?v f:subject ?m ; f:evokes dl:Attack . ?e f:object ?o . ?o f:is ?p";
        assert!(!local(&format!("CONSTRUCT {{ ?e dl:agent ?p }} WHERE {{ {both} }}")));
        assert!(!local("CONSTRUCT { ?e a dl:Aid } WHERE { ?e f:lemma ?l . ?v f:lemma ?l ; f:evokes dl:Aid }"));
        assert!(!local("CONSTRUCT { ?e a dl:Aid } WHERE { ?e f:evokes dl:Aid FILTER NOT EXISTS { ?v f:evokes dl:Attack } }"));
        assert!(!local("CONSTRUCT { ?e a dl:Aid } WHERE { ?e f:evokes dl:Aid OPTIONAL { ?v f:evokes dl:Attack } }"));
        assert!(!local("CONSTRUCT { ?e dl:count ?n } WHERE { ?e f:evokes dl:Aid ; f:sentence ?n }"));
    }

    #[test]
    fn nearly_all_rules_need_one_post() {
        let set = RuleSet::embedded().unwrap();
        let whole: Vec<&str> = set.rules().iter().filter(|r| !is_local(&r.compiled)).map(|r| r.name.as_str()).collect();
        assert!(whole.len() * 10 < set.rules().len(), "{whole:?}");
    }
}
