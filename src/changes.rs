//! What two versions of a graph differ in, told in facts: which came, which went, which are told otherwise.

use crate::vocabulary::{DL, EVENT_KINDS};
use oxrdf::{NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// A fact that only the newer version has.
    Came(Fact),
    /// A fact that both have, with what is told otherwise: property, before, after.
    Changed(Fact, Vec<(String, String, String)>),
    /// A fact that only the older version has.
    Went(Fact),
}

/// An event, holding, membership or place relation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// Its class.
    pub kind: String,
    /// Its label.
    pub label: String,
    /// Its values by property, each a list of labels or literals.
    pub values: BTreeMap<String, String>,
    /// Local name of its IRI.
    pub key: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Came(fact) => write!(f, "+ {fact}"),
            Self::Went(fact) => write!(f, "- {fact}"),
            Self::Changed(fact, values) => {
                write!(f, "~ {} {}:", fact.kind, fact.label)?;
                for (at, (property, before, after)) in values.iter().enumerate() {
                    let either = |value: &str| if value.is_empty() { "nothing".to_owned() } else { value.to_owned() };
                    write!(f, "{} {property} {} → {}", if at > 0 { "," } else { "" }, either(before), either(after))?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.label)?;
        self.values.get("status").map_or(Ok(()), |status| write!(f, " ({status})"))
    }
}

/// The differences between two versions, in order of sign, kind and label.
///
/// A fact is known by its IRI; one that got another because its sentence was rewritten, by its kind and label.
pub fn differences(before: &[Quad], after: &[Quad]) -> Vec<Difference> {
    let (mut old, mut new) = (facts(before), facts(after));
    let mut found = Vec::new();
    let both: Vec<String> = old.keys().filter(|key| new.contains_key(*key)).cloned().collect();
    let pair = |old: Fact, new: Fact, found: &mut Vec<Difference>| {
        let values = told_otherwise(&old, &new);
        if !values.is_empty() {
            found.push(Difference::Changed(new, values));
        }
    };
    for key in both {
        if let (Some(old), Some(new)) = (old.remove(&key), new.remove(&key)) {
            pair(old, new, &mut found);
        }
    }
    let mut rewritten: BTreeMap<(String, String), Vec<Fact>> = BTreeMap::new();
    for fact in old.into_values() {
        rewritten.entry((fact.kind.clone(), fact.label.clone())).or_default().push(fact);
    }
    for fact in new.into_values() {
        match rewritten.get_mut(&(fact.kind.clone(), fact.label.clone())).filter(|facts| !facts.is_empty()) {
            Some(facts) => pair(facts.remove(0), fact, &mut found),
            None => found.push(Difference::Came(fact)),
        }
    }
    found.extend(rewritten.into_values().flatten().map(Difference::Went));
    found.sort();
    found
}

fn told_otherwise(old: &Fact, new: &Fact) -> Vec<(String, String, String)> {
    let properties: BTreeSet<&String> = old.values.keys().chain(new.values.keys()).collect();
    let value = |fact: &Fact, property: &String| fact.values.get(property).cloned().unwrap_or_default();
    let all = properties.into_iter().map(|property| (property.clone(), value(old, property), value(new, property)));
    all.filter(|(_, old, new)| old != new).collect()
}

/// The facts of a graph, by IRI: all that reports speak of.
fn facts(quads: &[Quad]) -> BTreeMap<String, Fact> {
    let dl = |quad: &Quad| quad.predicate.as_str().strip_prefix(DL).map(str::to_owned);
    let iri = |term: &Term| match term {
        Term::NamedNode(node) => Some(node.as_str().to_owned()),
        _ => None,
    };
    let subject = |quad: &Quad| match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
    };
    let local = |iri: &str| iri.rsplit(['/', '#']).next().unwrap_or(iri).to_owned();
    let is_label = |quad: &&Quad| quad.predicate.as_str().ends_with("rdf-schema#label");
    let labels: BTreeMap<String, String> =
        quads.iter().filter(is_label).map(|quad| (subject(quad), literal(&quad.object))).collect();
    let told = quads.iter().filter(|quad| dl(quad).as_deref() == Some("reports")).filter_map(|quad| iri(&quad.object));
    let mut facts: BTreeMap<String, Fact> = told.map(|iri| (iri, Fact::default())).collect();
    let mut values: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for quad in quads {
        let name = subject(quad);
        let Some(fact) = facts.get_mut(&name) else { continue };
        if quad.predicate.as_str().ends_with("rdf-syntax-ns#type") {
            let class = iri(&quad.object).map(|class| local(&class)).unwrap_or_default();
            // Of several classes the one of the fixed table that lies deepest, which comes last there.
            let rank = |class: &str| EVENT_KINDS.iter().position(|kind| *kind == class).map_or(0, |at| at + 1);
            if fact.kind.is_empty() || rank(&class) > rank(&fact.kind) {
                fact.kind = class;
            }
        } else if let Some(property) = dl(quad) {
            let value = match iri(&quad.object) {
                Some(node) => labels.get(&node).cloned().unwrap_or_else(|| local(&node)),
                None => literal(&quad.object),
            };
            values.entry((name, property)).or_default().insert(value);
        }
    }
    for ((name, property), all) in values {
        if let Some(fact) = facts.get_mut(&name) {
            fact.values.insert(property, all.into_iter().collect::<Vec<_>>().join(" and "));
        }
    }
    for (name, fact) in &mut facts {
        fact.label = labels.get(name).cloned().unwrap_or_else(|| local(name));
        fact.key = local(name);
    }
    facts
}

fn literal(term: &Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(text: &str) -> Vec<Quad> {
        let head = "@prefix : <https://e.org/> . @prefix dl: <https://w3id.org/dateline/ns#> .
                    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :d { :ana rdfs:label \"Ana\" . ";
        oxttl::TriGParser::new().for_slice(&format!("{head}{text}}}")).collect::<Result<_, _>>().unwrap()
    }

    fn event(key: &str, label: &str, status: &str) -> String {
        format!(
            ":{key} a dl:Event , dl:Meeting ; rdfs:label \"{label}\" ; dl:status dl:{status} ; dl:agent :ana . :r-{key} dl:reports :{key} ; dl:status dl:{status} . "
        )
    }

    fn told(before: &str, after: &str) -> Vec<String> {
        differences(&graph(before), &graph(after)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn tells_what_came_went_and_changed() {
        let before = event("a", "Ana meets Li", "Planned") + &event("b", "Ana visits Oslo", "Occurred");
        let after = event("a", "Ana meets Li", "Occurred") + &event("c", "Ana meets Rui", "Planned");
        assert_eq!(
            told(&before, &after),
            [
                "+ Meeting Ana meets Rui (Planned)",
                "~ Meeting Ana meets Li: status Planned → Occurred",
                "- Meeting Ana visits Oslo (Occurred)"
            ]
        );
        assert!(told(&before, &before).is_empty());
    }

    #[test]
    fn a_rewritten_sentence_is_no_second_fact() {
        let before = event("a", "Ana meets Li", "Planned");
        assert!(told(&before, &event("z", "Ana meets Li", "Planned")).is_empty());
        assert_eq!(
            told(&before, &event("z", "Ana meets Li", "Cancelled")),
            ["~ Meeting Ana meets Li: status Planned → Cancelled"]
        );
    }
}
