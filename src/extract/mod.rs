//! Rules over frames: SPARQL CONSTRUCT queries evaluated over a virtual dataset.
//!
//! A rule asserts triples on frames. Its WHERE clause runs as SELECT over the frames of one document, the template is
//! filled in per solution, and all that is said of one frame becomes one [`Claim`] which knows its rules, its mentions and
//! its sentence. Roles and properties carry the local names of the ontology: a role holding has `holder`, `roleTitle`,
//! `roleIn`, `tenure` and `capacity`, a membership `member` and `organization`, a place relation `innerPlace` and
//! `outerPlace`; times are values of `timeText`.

mod again;
mod collect;
mod compile;
mod confidence;
mod dataset;
mod examples;
mod local;
mod posts;
mod rule;
mod set;
#[cfg(test)]
mod testing;

pub use again::{Cache, extract_again};
pub use rule::{Example, Expectation, Rule, RuleError};
pub use set::{RuleSet, rule_files};

use crate::claim::Claim;
use crate::frame::FramedDocument;
use again::Said;
use collect::{Collector, node};
use dataset::{Dataset, Node};
use oxrdf::{NamedNode, Term};
use spareval::{QueryEvaluator, QueryResults, QuerySolution};
use spargebra::term::{NamedNodePattern, TermPattern};

/// Runs the rules over the frames of a document.
///
/// Claims come by frame; their order and content do not depend on the order of the rules.
pub fn extract(document: &FramedDocument, rules: &RuleSet) -> Vec<Claim> {
    let dataset = Dataset::new(document, &rules.constants, &rules.ontology);
    let mut collector = Collector::new(document, &rules.ontology);
    for rule in 0..rules.rules.len() {
        for said in solutions(rules, rule, &dataset) {
            said.tell(rules, &mut collector);
        }
    }
    collector.finish()
}

/// What one rule says over a dataset.
fn solutions(rules: &RuleSet, at: usize, dataset: &Dataset<'_>) -> Vec<Said> {
    let rule = &rules.rules[at];
    let mut told = Vec::new();
    if !rules.required[at].iter().all(|&id| dataset.contains(id)) {
        return told;
    }
    match QueryEvaluator::new().prepare(&rule.compiled.select).execute(dataset) {
        Ok(QueryResults::Solutions(solutions)) => {
            for solution in solutions.filter_map(|s| note(rule, s)) {
                assert_template(rule, at, &solution, &mut told);
            }
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(rule = rule.name, %error, "rule failed"),
    }
    told
}

/// The frames of a document as the rules see them, for people: one triple each, sorted.
pub fn frame_triples(document: &FramedDocument, rules: &RuleSet) -> Vec<oxrdf::Triple> {
    let dataset = Dataset::new(document, &rules.constants, &rules.ontology);
    let triple = |[s, p, o]: [Term; 3]| match (s, p) {
        (Term::NamedNode(s), Term::NamedNode(p)) => Some(oxrdf::Triple::new(s, p, o)),
        _ => None,
    };
    dataset.triples().filter_map(triple).collect()
}

fn note<E: std::fmt::Display>(rule: &Rule, solution: Result<QuerySolution, E>) -> Option<QuerySolution> {
    solution.inspect_err(|error| tracing::warn!(rule = rule.name, %error, "solution lost")).ok()
}

fn assert_template(rule: &Rule, at: usize, solution: &QuerySolution, told: &mut Vec<Said>) {
    let value = |term: &TermPattern| match term {
        TermPattern::NamedNode(n) => Some(Term::from(n.clone())),
        TermPattern::Literal(l) => Some(Term::from(l.clone())),
        TermPattern::Variable(v) => solution.get(v).cloned(),
        TermPattern::BlankNode(_) => None,
    };
    for triple in &rule.compiled.template {
        let property: Option<NamedNode> = match &triple.predicate {
            NamedNodePattern::NamedNode(n) => Some(n.clone()),
            NamedNodePattern::Variable(v) => match solution.get(v) {
                Some(Term::NamedNode(n)) => Some(n.clone()),
                _ => None,
            },
        };
        let (Some(subject), Some(property), Some(object)) = (value(&triple.subject), property, value(&triple.object)) else {
            continue;
        };
        let behind = match &triple.object {
            TermPattern::Variable(v) => rule.compiled.mentions.get(v).map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        let mention = |v| match node(solution.get(v)?)? {
            Node::Mention(m) => Some(m),
            _ => None,
        };
        let mentions: Vec<usize> = behind.iter().filter_map(mention).collect();
        if let Some(Node::Frame(frame)) = node(&subject) {
            told.push(Said::new(at, frame, property.as_str(), &object, mentions));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::Maker;
    use super::*;
    use crate::claim::Value;
    use crate::document::Span;
    use crate::frame::{Filler, FrameKind};
    use crate::ontology::Ontology;
    use crate::resolve::EntityType::{City, Person};

    const HEAD: &str = "PREFIX dl: <https://w3id.org/dateline/ns#> PREFIX f: <https://w3id.org/dateline/frame#>\n";
    const CLASS: &str = "CONSTRUCT { ?e a ?c } WHERE { ?e f:class ?c }";
    const LINK: &str = "CONSTRUCT { ?e ?r ?p } WHERE { ?e f:links ?l . ?l f:slot ?s ; f:role ?r . ?e ?s ?m . ?m f:is ?p }";

    fn rules(bodies: &[(&str, &str)]) -> RuleSet {
        let texts: Vec<(String, String)> = bodies.iter().map(|(n, b)| (format!("{n}.rq"), format!("{HEAD}{b}"))).collect();
        RuleSet::parse(texts.iter().map(|(n, b)| (n.as_str(), b.as_str())), Ontology::embedded().unwrap()).unwrap()
    }

    fn met() -> FramedDocument {
        let mut m = Maker::new("Ana Gomez met Li Wei in Oslo . She left .");
        let ana = m.mention("Ana Gomez", Person);
        let li = m.mention("Li Wei", Person);
        let oslo = m.mention("Oslo", City);
        let met = m.frame(
            FrameKind::Verb,
            "met",
            &["Meeting"],
            &[("subject", "participant"), ("object", "agent"), ("object", "participant")],
        );
        m.fill(met, "subject", Filler::Mention(ana));
        m.fill(met, "object", Filler::Mention(li));
        m.fill(met, "place", Filler::Mention(oslo));
        m.fill(met, "result", Filler::Frame(met));
        m.finish()
    }

    #[test]
    fn one_claim_a_frame_with_rules_and_mentions() {
        let place = "CONSTRUCT { ?e dl:occursAt ?p } WHERE { ?e f:place/f:is ?p }";
        let claims = extract(&met(), &rules(&[("class", CLASS), ("link", LINK), ("place", place)]));
        assert_eq!(claims.len(), 1);
        assert_eq!(claims[0].classes, ["Meeting"]);
        assert_eq!(claims[0].rules, ["class", "link", "place"]);
        let all: Vec<_> = claims[0].arguments.iter().map(|a| (a.role.as_str(), a.mention, a.rule.as_str())).collect();
        assert_eq!(all, [("participant", Some(0), "link"), ("agent", Some(1), "link"), ("occursAt", Some(2), "place")]);
        assert_eq!(claims[0].evidence, Span::new(0, 30));
    }

    #[test]
    fn who_is_excluded_takes_no_part() {
        let out = "CONSTRUCT { ?e dl:excluded ?p } WHERE { ?e f:object/f:is ?p }";
        let claims = extract(&met(), &rules(&[("class", CLASS), ("link", LINK), ("out", out)]));
        let all: Vec<_> = claims[0].arguments.iter().map(|a| (a.role.as_str(), a.entity)).collect();
        assert_eq!(all, [("participant", 0), ("excluded", 1)]);
    }

    #[test]
    fn a_frame_without_a_class_is_no_claim() {
        assert!(extract(&met(), &rules(&[("link", LINK)])).is_empty());
    }

    #[test]
    fn a_rule_whose_constants_are_missing_is_not_run() {
        let rules = rules(&[("aid", "CONSTRUCT { ?e a dl:Aid } WHERE { ?e f:evokes dl:Aid }"), ("class", CLASS)]);
        let document = met();
        let dataset = Dataset::new(&document, &rules.constants, &rules.ontology);
        let live: Vec<bool> = rules.required.iter().map(|r| r.iter().all(|&id| dataset.contains(id))).collect();
        assert_eq!(live, [false, true]);
    }

    #[test]
    fn literals_and_individuals_become_values() {
        let body = "CONSTRUCT { ?e a dl:RoleHolding ; dl:holder ?p ; dl:roleTitle ?l ; dl:tenure dl:Former } WHERE { ?e f:subject/f:is ?p ; f:lemma ?l }";
        let claims = extract(&met(), &rules(&[("holding", body), ("class", CLASS)]));
        assert_eq!(claims.len(), 2, "an event and a holding on one frame");
        let holding = &claims[1];
        assert_eq!(holding.classes, ["RoleHolding"]);
        let values: Vec<_> = holding.values.iter().map(|v| (v.property.as_str(), v.value.clone())).collect();
        assert_eq!(values, [("roleTitle", Value::Text("met".into())), ("tenure", Value::Individual("Former".into()))]);
    }

    #[test]
    fn filters_may_compare_words_and_nodes() {
        let body = "CONSTRUCT { ?e dl:about ?p } WHERE { ?e f:subject ?a ; f:object ?b . ?a f:is ?p . FILTER(?a != ?b) FILTER EXISTS { ?e f:lemma 'met' } FILTER(STRLEN('x') = 1) }";
        let claims = extract(&met(), &rules(&[("about", body), ("class", CLASS)]));
        assert_eq!(claims[0].arguments.len(), 1);
    }
}
