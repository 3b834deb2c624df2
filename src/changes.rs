//! What two graphs or runs differ in, told in facts: which came, which went, which are told otherwise.

mod graph;
mod run;

use crate::graph::order::Delta;
use oxrdf::Quad;
pub use run::RunError;
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
                write!(f, "~ {}", fact.name())?;
                for (property, before, after) in values {
                    let either = |value: &str| if value.is_empty() { "nothing".to_owned() } else { value.to_owned() };
                    write!(f, "; {property} {} → {}", either(before), either(after))?;
                }
                Ok(())
            }
        }
    }
}

impl Fact {
    /// Kind and label, the kind once: labels of events begin with it.
    fn name(&self) -> String {
        match self.label.strip_prefix(self.kind.as_str()) {
            Some(rest) if rest.is_empty() || rest.starts_with(':') => self.label.clone(),
            _ => format!("{} {}", self.kind, self.label),
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())?;
        self.values.get("status").map_or(Ok(()), |status| write!(f, " ({status})"))
    }
}

/// The differences between two versions of a graph, in order of sign, kind and label.
///
/// A fact is known by its IRI; one that got another because its sentence was rewritten, by its kind and label. The quads come
/// sorted as [`crate::graph::order::sort`] does.
pub fn differences(before: &[Quad], after: &[Quad]) -> Vec<Difference> {
    differences_by(before, after, &Delta::of(before, after))
}

/// The same where what the versions do not share is known.
pub fn differences_by(before: &[Quad], after: &[Quad], delta: &Delta<'_>) -> Vec<Difference> {
    let touched = graph::touched(before, after, delta);
    compare(graph::facts(before, &touched), graph::facts(after, &touched))
}

/// The same between two runs, each lines of the facts format.
///
/// # Errors
/// [`RunError`] for a line that is none.
pub fn differences_of_runs(before: &str, after: &str) -> Result<Vec<Difference>, RunError> {
    Ok(compare(run::facts(before)?, run::facts(after)?))
}

fn compare(mut old: BTreeMap<String, Fact>, mut new: BTreeMap<String, Fact>) -> Vec<Difference> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(text: &str) -> Vec<Quad> {
        let head = "@prefix : <https://e.org/> . @prefix dl: <https://w3id.org/dateline/ns#> .
                    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :d { :ana rdfs:label \"Ana\" . ";
        let mut quads = oxttl::TriGParser::new().for_slice(&format!("{head}{text}}}")).collect::<Result<_, _>>().unwrap();
        crate::graph::order::sort(&mut quads);
        quads
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
                "~ Meeting Ana meets Li; status Planned → Occurred",
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
            ["~ Meeting Ana meets Li; status Planned → Cancelled"]
        );
    }

    #[test]
    fn a_new_name_tells_the_facts_that_bear_it_otherwise() {
        let before = event("a", "Ana meets Li", "Planned") + &event("b", "Ana visits Oslo", "Occurred");
        let renamed = before.clone() + ":ana rdfs:label \"Anna Gomez\" . ";
        assert_eq!(told(&before, &renamed).len(), 2);
    }

    fn line(id: &str, status: &str, who: &str) -> String {
        format!(
            "{{\"document\":\"d\",\"id\":\"{id}\",\"kind\":\"Meeting\",\"status\":\"{status}\",\"trigger\":{{\"text\":\"talks\",\"start\":0,\"end\":5}},\"args\":[{{\"role\":\"agent\",\"id\":\"{who}\",\"label\":\"{who}\"}}]}}\n"
        )
    }

    #[test]
    fn runs_are_told_in_facts_too() {
        let tell = |before: &str, after: &str| -> Vec<String> {
            differences_of_runs(before, after).unwrap().iter().map(ToString::to_string).collect()
        };
        let before = line("event-a", "Planned", "Ana") + &line("event-b", "Occurred", "Li");
        let after = line("event-a", "Occurred", "Ana") + &line("event-c", "Planned", "Rui");
        assert_eq!(
            tell(&before, &after),
            ["+ Meeting: Rui (Planned)", "~ Meeting: Ana; status Planned → Occurred", "- Meeting: Li (Occurred)"]
        );
        assert!(tell(&before, &before).is_empty());
        let error = differences_of_runs(&before, "{\"document\":\"d\"}\n{oops\n").unwrap_err();
        assert!(error.to_string().starts_with("line 2"), "{error}");
    }
}
