//! From a fact to the rules that found it and the sentence that proves it.

mod underline;

use crate::extract::RuleSet;
use crate::facts::Fact;
use crate::ontology::nearest;
use crate::vocabulary::DL;
use oxrdf::{NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use underline::{find, underline};

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
/// Properties of a thing that its explanation shows elsewhere or not at all.
const QUIET: [&str; 4] = ["status", "text", "cue", "quoteKind"];
/// Characters in a line of a quote.
const WIDTH: usize = 96;

/// Why nothing could be explained.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExplainError {
    /// The data do not speak of it.
    #[error("the data say nothing of `{name}`{}", hint.as_ref().map(|h| format!("; did you mean `{h}`?")).unwrap_or_default())]
    Unknown {
        /// What was asked for.
        name: String,
        /// A name near to it.
        hint: Option<String>,
    },
}

impl ExplainError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "explain.unknown",
        }
    }
}

/// A graph, ready to be asked for reasons.
pub struct Explainer<'a> {
    /// Statements by subject: property, object, whether it was inferred.
    about: BTreeMap<&'a str, Vec<(&'a str, &'a Term, bool)>>,
    /// Subjects and properties by object.
    to: BTreeMap<&'a str, Vec<(&'a str, &'a str)>>,
    /// Facts by thing.
    facts: BTreeMap<&'a str, Vec<&'a Fact>>,
    rules: &'a RuleSet,
}

impl<'a> Explainer<'a> {
    /// Indexes the quads. The facts, if there are any, tell where each word stands.
    pub fn new(quads: &'a [Quad], facts: &'a [Fact], rules: &'a RuleSet) -> Self {
        let (mut about, mut to): (BTreeMap<_, Vec<_>>, BTreeMap<_, Vec<_>>) = (BTreeMap::new(), BTreeMap::new());
        for quad in quads {
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
            let inferred = quad.graph_name.to_string().trim_end_matches('>').ends_with(crate::store::INFERRED);
            about.entry(subject.as_str()).or_default().push((quad.predicate.as_str(), &quad.object, inferred));
            if let Term::NamedNode(object) = &quad.object {
                to.entry(object.as_str()).or_default().push((subject.as_str(), quad.predicate.as_str()));
            }
        }
        let mut by_thing: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
        for fact in facts {
            by_thing.entry(&fact.id).or_default().push(fact);
        }
        Self { about, to, facts: by_thing, rules }
    }

    /// Explains a thing by its IRI, its prefixed name (`id:event-…`) or its local name.
    ///
    /// # Errors
    /// [`ExplainError::Unknown`] when the data do not speak of it.
    pub fn explain(&self, name: &str) -> Result<String, ExplainError> {
        let iri = self.find(name)?;
        let mut out = String::new();
        self.head(iri, &mut out);
        let reports = self.reports_of(iri);
        if !reports.is_empty() {
            for report in reports {
                self.report(report, &mut out);
            }
        } else if self.is_a(iri, "Report") {
            self.report(iri, &mut out);
        } else {
            self.mentions(iri, &mut out);
        }
        Ok(out)
    }

    fn find(&self, name: &str) -> Result<&'a str, ExplainError> {
        let name = name.trim_matches(['<', '>']);
        let wanted = name.strip_prefix("id:").unwrap_or(name);
        let all = || self.about.keys().copied();
        all().find(|iri| *iri == wanted || local(iri) == wanted).ok_or_else(|| ExplainError::Unknown {
            name: name.to_owned(),
            hint: nearest(wanted, all().map(local)).map(str::to_owned),
        })
    }

    fn objects(&self, subject: &str, property: &str) -> impl Iterator<Item = &'a Term> + '_ {
        let property = if property.contains(':') { property.to_owned() } else { format!("{DL}{property}") };
        self.about.get(subject).into_iter().flatten().filter(move |(p, _, _)| *p == property).map(|(_, o, _)| *o)
    }

    fn text(&self, subject: &str, property: &str) -> Option<String> {
        self.objects(subject, property).next().map(|o| self.words(o))
    }

    fn node(&self, subject: &str, property: &str) -> Option<&'a str> {
        self.objects(subject, property).find_map(|o| match o {
            Term::NamedNode(n) => Some(n.as_str()),
            _ => None,
        })
    }

    fn is_a(&self, iri: &str, class: &str) -> bool {
        self.objects(iri, TYPE).any(|o| matches!(o, Term::NamedNode(n) if n.as_str().strip_prefix(DL) == Some(class)))
    }

    /// An object as a person reads it: its label, else its name.
    fn words(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(n) => self.label(n.as_str()),
            Term::Literal(l) => l.value().to_owned(),
            Term::BlankNode(b) => b.to_string(),
        }
    }

    fn label(&self, iri: &str) -> String {
        self.text(iri, LABEL).unwrap_or_else(|| local(iri).to_owned())
    }

    fn reports_of(&self, thing: &str) -> Vec<&'a str> {
        let reports = format!("{DL}reports");
        let mut all: Vec<&str> =
            self.to.get(thing).into_iter().flatten().filter(|(_, p)| *p == reports).map(|(s, _)| *s).collect();
        all.sort_by_cached_key(|report| {
            let number = |property| self.text(report, property).and_then(|n| n.parse::<usize>().ok()).unwrap_or_default();
            (self.document_of(report).map(str::to_owned), number("startOffset"), (*report).to_owned())
        });
        all.dedup();
        all
    }

    fn document_of(&self, report: &str) -> Option<&'a str> {
        self.node(self.node(report, "inPost")?, "inDocument")
    }

    /// Name, label and what is said of a thing.
    fn head(&self, iri: &str, out: &mut String) {
        let _ = writeln!(out, "{}  {}", local(iri), self.label(iri));
        let mut lines: BTreeMap<(bool, &str), BTreeSet<String>> = BTreeMap::new();
        for (property, object, inferred) in self.about.get(iri).into_iter().flatten() {
            let name = if *property == TYPE { "is" } else { property.strip_prefix(DL).unwrap_or(local(property)) };
            let skip = *property == LABEL || QUIET[1..].contains(&name) || self.is_a(iri, "Report");
            if !skip {
                lines.entry((*inferred, name)).or_default().insert(self.words(object));
            }
        }
        for ((inferred, name), values) in lines {
            let values: Vec<String> = values.into_iter().collect();
            let _ = writeln!(out, "  {name:<20} {}{}", values.join(", "), if inferred { "  (inferred)" } else { "" });
        }
    }

    /// One passage: status, place, quote with its words marked, rules.
    fn report(&self, report: &str, out: &mut String) {
        let text = |property: &str| self.text(report, property).unwrap_or_default();
        let post = self.node(report, "inPost");
        let headline = post.and_then(|p| self.text(p, "headline")).map(|h| format!(" “{h}”")).unwrap_or_default();
        let position = post.and_then(|p| self.text(p, "position")).unwrap_or_default();
        let document = self.document_of(report).map(|d| self.label(d)).unwrap_or_default();
        let sources: Vec<String> = self.objects(report, "accordingTo").map(|o| self.words(o)).collect();
        let by = if sources.is_empty() { String::new() } else { format!(", according to {}", sources.join(", ")) };
        let tenure = self.text(report, "tenure").map(|t| format!(", {}", t.to_lowercase())).unwrap_or_default();
        let _ = writeln!(out, "\n  {}{tenure}{by}", text("status"));
        let _ = writeln!(
            out,
            "  {document}, post {position}{headline}, at {}, confidence {}",
            text("startOffset"),
            text("confidence")
        );
        let quote = text("quote");
        let (triggers, arguments) = self.marks(report, &quote);
        for line in underline(&quote, &triggers, &arguments, WIDTH) {
            let _ = writeln!(out, "    {line}");
        }
        for name in self.objects(report, "rule").map(|o| self.words(o)) {
            let words = self.rules.rules().iter().find(|r| r.name == name).map_or("", |r| r.words.as_str());
            let _ = writeln!(out, "    rule {name}: {words}");
        }
    }

    /// Where the trigger and the arguments stand in the quote: as the facts say, else found by their words.
    fn marks(&self, report: &str, quote: &str) -> (Vec<std::ops::Range<usize>>, Vec<std::ops::Range<usize>>) {
        let thing = self.node(report, "reports").map_or("", local);
        let start: usize = self.text(report, "startOffset").and_then(|n| n.parse().ok()).unwrap_or_default();
        let trigger = self.text(report, "trigger").unwrap_or_default();
        let same = |fact: &&&Fact| {
            fact.evidence.start == start
                && fact.evidence.text == quote
                && fact.trigger.as_ref().is_some_and(|t| t.text == trigger)
        };
        if let Some(fact) = self.facts.get(thing).into_iter().flatten().find(same) {
            let range = |from: usize, to: usize| from.saturating_sub(start)..to.saturating_sub(start);
            let triggers = fact.trigger.iter().map(|t| range(t.start, t.end)).collect();
            let arguments = fact.args.iter().filter_map(|a| Some(range(a.start?, a.end?))).collect();
            return (triggers, arguments);
        }
        let named = |o: &Term| find(quote, &self.words(o));
        (find(quote, &trigger).into_iter().collect(), self.objects(report, "mentions").filter_map(named).collect())
    }

    /// What speaks of a person, place, role or document.
    fn mentions(&self, iri: &str, out: &mut String) {
        let mut lines = BTreeSet::new();
        for (subject, property) in self.to.get(iri).into_iter().flatten() {
            let name = property.strip_prefix(DL).unwrap_or(local(property));
            let plumbing = matches!(name, "mentions" | "accordingTo" | "inPost" | "inDocument" | "meets" | "plannedToMeet");
            if !plumbing && *property != TYPE {
                lines.insert(format!("  {name:<20} {}  {}", local(subject), self.label(subject)));
            }
        }
        if !lines.is_empty() {
            let _ = writeln!(out, "\n  told of it:");
        }
        for line in lines {
            let _ = writeln!(out, "{line}");
        }
    }
}

/// The part of an IRI after its last `/` or `#`.
fn local(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Line, facts};
    use crate::frame::Status::Occurred;
    use crate::graph::testing::News;
    use crate::ontology::Ontology;
    use crate::resolve::EntityType::Person;

    fn rules() -> RuleSet {
        let text =
            "# Who is named met.\nPREFIX f: <https://w3id.org/dateline/frame#>\nCONSTRUCT { ?e a ?c } WHERE { ?e f:class ?c }";
        RuleSet::parse([("by-hand.rq", text)], Ontology::embedded().unwrap()).unwrap()
    }

    fn news() -> News {
        let mut news = News::new(&["Yesterday Ana Gomez met Li Wei and met Rui Prado ."]);
        news.report(0, "met", "Meeting", Occurred).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
        news
    }

    #[test]
    fn leads_from_the_event_to_rule_and_sentence() {
        let (news, rules) = (news(), rules());
        let (quads, key) = (news.quads(), news.graph().things[0].key.clone());
        let facts: Vec<Fact> = facts(&news.graph())
            .into_iter()
            .filter_map(|line| match line {
                Line::Fact(fact) => Some(*fact),
                Line::Entity(_) => None,
            })
            .collect();
        let text = Explainer::new(&quads, &facts, &rules).explain(&key).unwrap();
        let marked = "    Yesterday Ana Gomez met Li Wei and met Rui Prado .\n              ~~~~~~~~~ ^^^ ~~~~~~\n";
        assert!(text.contains(marked), "{text}");
        assert!(text.contains("rule by-hand: Who is named met."), "{text}");
        assert!(text.contains("agent                Ana Gomez"), "{text}");
        let without = Explainer::new(&quads, &[], &rules).explain(&format!("id:{key}")).unwrap();
        assert_eq!(text, without, "without the facts the words are searched for");
    }

    #[test]
    fn a_name_that_is_nearly_right_gets_a_hint() {
        let (news, rules) = (news(), rules());
        let quads = news.quads();
        let error = Explainer::new(&quads, &[], &rules).explain("person-ana-gomes").unwrap_err();
        assert_eq!(error.to_string(), "the data say nothing of `person-ana-gomes`; did you mean `person-ana-gomez`?");
    }

    #[test]
    fn a_person_leads_to_what_is_told_of_them() {
        let (news, rules) = (news(), rules());
        let quads = news.quads();
        let text = Explainer::new(&quads, &[], &rules).explain("person-li-wei").unwrap();
        assert!(text.contains("target") && text.contains("Meeting: Ana Gomez, Li Wei"), "{text}");
    }
}
