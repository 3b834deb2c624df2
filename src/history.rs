//! What a graph said at an earlier time: only the posts that were out, and what follows from them.

use crate::graph::infer::{InferError, infer};
use crate::moment::Moment;
use crate::store::inferred_graph;
use crate::vocabulary::DL;
use jiff::Timestamp;
use jiff::civil::time;
use jiff::tz::TimeZone;
use oxrdf::{Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};

/// The graph as of a moment; a bare day means its end (in UTC).
///
/// A post counts from its own time, else its document's; one without either is left out. An event has the status of the
/// newest report that was out, and who and where only as these reports name them. When reports came later, its times and
/// numbers are left out unless one that was out told a time, since the graph does not say which report they are from.
///
/// # Errors
/// [`InferError`] when shortcuts cannot be inferred anew.
pub fn as_of(quads: &[Quad], moment: &Moment) -> Result<Vec<Quad>, InferError> {
    let inferred = inferred_graph(quads.iter().map(|quad| &quad.graph_name));
    let told: Vec<&Quad> = quads.iter().filter(|quad| quad.graph_name != inferred.clone().into()).collect();
    let view = View::new(&told, point(moment));
    let mut kept: Vec<Quad> = told.into_iter().filter(|quad| view.keeps(quad)).cloned().collect();
    for (thing, status, at) in view.statuses() {
        if let Some(quad) =
            kept.iter_mut().find(|quad| name(&quad.subject) == thing && is(quad, "status") && at == quad.graph_name)
        {
            quad.object = NamedNode::new_unchecked(status).into();
        }
    }
    let follows = infer(&kept, &inferred)?;
    kept.extend(follows);
    crate::store::sort(&mut kept);
    Ok(kept)
}

fn point(moment: &Moment) -> Timestamp {
    let zone = moment.zone.clone().unwrap_or(TimeZone::UTC);
    let clock = moment.time.unwrap_or(time(23, 59, 59, 0));
    zone.to_timestamp(moment.date.to_datetime(clock)).unwrap_or(Timestamp::MAX)
}

fn is(quad: &Quad, property: &str) -> bool {
    quad.predicate.as_str().strip_prefix(DL) == Some(property)
}

fn name(subject: &NamedOrBlankNode) -> String {
    match subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
    }
}

fn object(quad: &Quad) -> Option<&str> {
    match &quad.object {
        Term::NamedNode(node) => Some(node.as_str()),
        _ => None,
    }
}

/// A report as the view needs it.
struct Told {
    thing: String,
    status: String,
    out: Option<Timestamp>,
    at: u64,
    mentions: BTreeSet<String>,
    has_time: bool,
    graph: oxrdf::GraphName,
}

/// What was out at a moment.
struct View {
    reports: BTreeMap<String, Told>,
    /// Posts and documents that were not out, and withdrawals that were not made.
    late: BTreeSet<String>,
    /// Everything that reports speak of, with the reports that were out and whether others were not.
    things: BTreeMap<String, (Vec<String>, bool)>,
    moment: Timestamp,
}

impl View {
    fn new(quads: &[&Quad], moment: Timestamp) -> Self {
        let links = |property: &str| -> BTreeMap<String, String> {
            let found = quads.iter().filter(|quad| is(quad, property));
            found.filter_map(|quad| Some((name(&quad.subject), object(quad)?.to_owned()))).collect()
        };
        let time_of = |quad: &Quad| match &quad.object {
            Term::Literal(literal) => literal.value().parse::<Moment>().ok().map(|moment| point(&moment)),
            _ => None,
        };
        let published: BTreeMap<String, Timestamp> = quads
            .iter()
            .filter(|quad| is(quad, "published"))
            .filter_map(|quad| Some((name(&quad.subject), time_of(quad)?)))
            .collect();
        let documents = links("inDocument");
        let out = |post: &String| published.get(post).or_else(|| published.get(documents.get(post)?)).copied();
        let early = |post: &String| out(post).is_some_and(|out| out <= moment);
        let mut late: BTreeSet<String> = documents.keys().filter(|post| !early(post)).cloned().collect();
        let alive: BTreeSet<&String> = documents.iter().filter(|(post, _)| early(post)).map(|(_, document)| document).collect();
        let withdrawn = quads.iter().filter(|quad| is(quad, "withdrawnAt") && time_of(quad).is_some_and(|at| at > moment));
        late.extend(withdrawn.map(|quad| name(&quad.subject)));
        late.extend(documents.values().filter(|document| !alive.contains(document)).cloned());
        let (posts, statuses) = (links("inPost"), links("status"));
        let mut reports: BTreeMap<String, Told> = BTreeMap::new();
        for quad in quads.iter().filter(|quad| is(quad, "reports")) {
            let report = name(&quad.subject);
            let told = Told {
                thing: object(quad).unwrap_or_default().to_owned(),
                status: statuses.get(&report).cloned().unwrap_or_default(),
                out: posts.get(&report).and_then(out),
                at: 0,
                mentions: BTreeSet::new(),
                has_time: false,
                graph: quad.graph_name.clone(),
            };
            reports.insert(report, told);
        }
        for quad in quads {
            let Some(told) = reports.get_mut(&name(&quad.subject)) else { continue };
            match (&quad.object, object(quad)) {
                (_, Some(entity)) if is(quad, "mentions") => {
                    told.mentions.insert(entity.to_owned());
                }
                (Term::Literal(literal), _) if is(quad, "startOffset") => told.at = number(literal),
                _ if is(quad, "timeText") => told.has_time = true,
                _ => {}
            }
        }
        let mut things: BTreeMap<String, (Vec<String>, bool)> = BTreeMap::new();
        for (report, told) in &reports {
            let (known, has_late) = things.entry(told.thing.clone()).or_default();
            if told.out.is_some_and(|out| out <= moment) { known.push(report.clone()) } else { *has_late = true }
        }
        Self { reports, late, things, moment }
    }

    /// Whether a quad was known.
    fn keeps(&self, quad: &Quad) -> bool {
        let subject = name(&quad.subject);
        if self.is_unknown(&subject) || object(quad).is_some_and(|object| self.is_unknown(object)) {
            return false;
        }
        let Some((known, true)) = self.things.get(&subject) else { return true };
        let reports = || known.iter().filter_map(|report| self.reports.get(report));
        match object(quad) {
            _ if is(quad, "status") || quad.predicate.as_str().strip_prefix(DL).is_none() => true,
            // Another event, or what the ontology defines.
            Some(other) if self.things.contains_key(other) || other.starts_with(DL) => true,
            Some(entity) => reports().any(|report| report.mentions.contains(entity)),
            None => {
                let time = ["begin", "end", "onDate", "timePrecision", "timeText"].iter().any(|property| is(quad, property));
                time && reports().any(|report| report.has_time)
            }
        }
    }

    fn is_unknown(&self, name: &str) -> bool {
        self.late.contains(name)
            || self.reports.get(name).is_some_and(|told| told.out.is_none_or(|out| out > self.moment))
            || self.things.get(name).is_some_and(|(known, _)| known.is_empty())
    }

    /// The status that each thing had which was told of later too, with its graph.
    fn statuses(&self) -> impl Iterator<Item = (String, String, oxrdf::GraphName)> + '_ {
        self.things.iter().filter(|(_, (known, has_late))| *has_late && !known.is_empty()).filter_map(|(thing, (known, _))| {
            let mut told: Vec<&Told> = known.iter().filter_map(|report| self.reports.get(report)).collect();
            told.sort_by_key(|told| (told.out, told.at));
            let has_status = |told: &&&Told| !told.status.is_empty() && !told.status.ends_with("#Unknown");
            let newest = told.iter().rev().find(has_status).or(told.last())?;
            Some((thing.clone(), newest.status.clone(), newest.graph.clone()))
        })
    }
}

fn number(literal: &Literal) -> u64 {
    literal.value().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRAPH: &str = r#"
        @prefix : <https://e.org/> . @prefix dl: <https://w3id.org/dateline/ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        :document-d {
          :document-d a dl:Document ; dl:published "2031-06-10"^^xsd:date .
          :p1 dl:inDocument :document-d ; dl:published "2031-06-10T08:00:00Z"^^xsd:dateTime .
          :p2 dl:inDocument :document-d ; dl:published "2031-06-10T12:00:00+02:00"^^xsd:dateTime .
          :ana a dl:Person . :li a dl:Person . :rui a dl:Person .
          :e a dl:Meeting ; dl:status dl:Occurred ; dl:agent :ana ; dl:target :li , :rui ; dl:begin "11:00:00"^^xsd:time .
          :r1 dl:reports :e ; dl:status dl:Planned ; dl:inPost :p1 ; dl:mentions :ana , :li ; dl:trigger "meet" ; dl:quote "Ana will meet Li." ; dl:startOffset 9 .
          :r2 dl:reports :e ; dl:status dl:Occurred ; dl:inPost :p2 ; dl:mentions :ana , :li , :rui ; dl:trigger "met" ; dl:quote "Ana met Li and Rui." ; dl:startOffset 1 .
          :f a dl:Meeting ; dl:status dl:Occurred . :r3 dl:reports :f ; dl:status dl:Occurred ; dl:inPost :p2 .
        }"#;

    fn told(moment: &str) -> Vec<String> {
        let mut quads: Vec<Quad> = oxttl::TriGParser::new().for_slice(GRAPH).collect::<Result<_, _>>().unwrap();
        quads.extend(infer(&quads, &NamedNode::new_unchecked("https://e.org/graph-inferred")).unwrap());
        let quads = as_of(&quads, &moment.parse().unwrap()).unwrap();
        let local = |iri: &str| iri.rsplit(['/', '#']).next().unwrap().trim_end_matches('>').to_owned();
        quads
            .iter()
            .map(|q| [q.subject.to_string(), q.predicate.to_string(), q.object.to_string()].map(|t| local(&t)).join(" "))
            .collect()
    }

    #[test]
    fn a_plan_was_a_plan_and_later_names_were_not_known() {
        let all = told("2031-06-10T09:30:00Z");
        let has = |line: &str| all.iter().any(|told| told == line);
        assert!(has("e status Planned") && has("e target li") && has("ana plannedToMeet li"), "{all:?}");
        assert!(
            !has("e target rui") && !has("ana meets li") && !has("f status Occurred") && !all.iter().any(|t| t.contains("begin"))
        );
    }

    #[test]
    fn all_is_known_at_the_end_and_nothing_before_the_beginning() {
        let all = told("2031-06-10");
        let has = |line: &str| all.iter().any(|told| told == line);
        assert!(has("e status Occurred") && has("e target rui") && has("f status Occurred") && has("ana meets li"), "{all:?}");
        let before = told("2031-06-09");
        assert!(!before.iter().any(|told| told.contains("status") || told.starts_with("document-d")), "{before:?}");
    }
}
