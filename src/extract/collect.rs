//! From template triples to claims: whatever the rules say of one frame becomes one report.

use super::confidence::confidence;
use super::dataset::Node;
use crate::claim::{Claim, ClaimArgument, ClaimValue, Value};
use crate::document::Span;
use crate::frame::{Filler, FrameId, FrameKind, FramedDocument, Status};
use crate::ontology::Ontology;
use crate::resolve::{EntityId, MentionId, MentionKind};
use crate::vocabulary::{DL, EVENT_KINDS};
use oxrdf::Term;
use std::collections::{BTreeMap, BTreeSet};

/// Confidence of an argument that refers to nothing else in the document.
const UNLINKED: f32 = 0.9;

const STATUSES: [Status; 9] = [
    Status::Occurred,
    Status::Ongoing,
    Status::Planned,
    Status::Cancelled,
    Status::Desired,
    Status::Conditional,
    Status::Possible,
    Status::Denied,
    Status::Unknown,
];

/// What a claim is about. A title frame may carry a holding and a membership; each is a claim of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Event,
    RoleHolding,
    Membership,
    PlaceRelation,
}

impl Family {
    fn of_property(property: &str) -> Self {
        match property {
            "holder" | "role" | "roleTitle" | "roleIn" | "capacity" | "tenure" => Self::RoleHolding,
            "member" | "organization" => Self::Membership,
            "innerPlace" | "outerPlace" => Self::PlaceRelation,
            _ => Self::Event,
        }
    }

    fn of_class(class: &str) -> Self {
        match class {
            "RoleHolding" => Self::RoleHolding,
            "Membership" => Self::Membership,
            "PlaceRelation" => Self::PlaceRelation,
            _ => Self::Event,
        }
    }
}

#[derive(Default)]
struct Draft {
    classes: BTreeSet<String>,
    arguments: Vec<ClaimArgument>,
    values: Vec<ClaimValue>,
    according_to: Vec<(EntityId, Option<MentionId>)>,
    statements: Vec<FrameId>,
    status: Option<Status>,
    rules: BTreeSet<String>,
}

/// Gathers what the rules assert on the frames of a document.
pub(super) struct Collector<'a> {
    document: &'a FramedDocument,
    ontology: &'a Ontology,
    drafts: BTreeMap<(FrameId, Family), Draft>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(document: &'a FramedDocument, ontology: &'a Ontology) -> Self {
        Self { document, ontology, drafts: BTreeMap::new() }
    }

    /// Takes one triple of a template, its object a node or another term. `mentions` are those that the pattern bound to the
    /// object, if it is an entity.
    pub(super) fn add(
        &mut self,
        rule: &str,
        frame: FrameId,
        property: &str,
        found: Option<Node<'static>>,
        object: &Term,
        mentions: &[MentionId],
    ) {
        if property == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" {
            let Term::NamedNode(class) = object else { return };
            let Some(local) = class.as_str().strip_prefix(DL) else { return };
            let draft = self.drafts.entry((frame, Family::of_class(local))).or_default();
            draft.classes.insert(class.as_str().to_owned());
            draft.rules.insert(rule.to_owned());
            return;
        }
        let Some(property) = property.strip_prefix(DL) else { return };
        // a membership has a tenure as a holding has, and both have times: of the one that the rule itself tells of
        let told = |family| self.drafts.get(&(frame, family)).is_some_and(|draft| draft.rules.contains(rule));
        let family = match property {
            "tenure" | "timeText" if told(Family::Membership) => Family::Membership,
            "timeText" if told(Family::RoleHolding) => Family::RoleHolding,
            _ => Family::of_property(property),
        };
        let draft = self.drafts.entry((frame, family)).or_default();
        draft.rules.insert(rule.to_owned());
        match (property, found) {
            ("accordingTo", found) => {
                let entities = self.document.entities_of(found.as_ref(), mentions);
                draft.according_to.extend(entities);
            }
            ("inStatement", Some(Node::Frame(statement))) if statement != frame => {
                draft.statements.push(statement);
            }
            ("status", _) => draft.status = status_of(object),
            (_, found @ Some(Node::Entity(_) | Node::Mention(_))) => {
                for (entity, mention) in self.document.entities_of(found.as_ref(), mentions) {
                    let argument = ClaimArgument { role: property.to_owned(), entity, mention, rule: rule.to_owned() };
                    if !draft.arguments.contains(&argument) {
                        draft.arguments.push(argument);
                    }
                }
            }
            (_, found) => {
                let value = match (found, object) {
                    (Some(Node::Frame(other)), _) if other == frame => return,
                    (Some(Node::Frame(other)), _) => Value::Frame(other),
                    (Some(Node::Time(time)), _) => Value::Time(time),
                    (None, Term::Literal(l)) => match l.value().parse() {
                        Ok(number) if l.datatype() != oxrdf::vocab::xsd::STRING => Value::Number(number),
                        _ => Value::Text(l.value().to_owned()),
                    },
                    (None, Term::NamedNode(n)) if n.as_str().starts_with(DL) => {
                        Value::Individual(n.as_str()[DL.len()..].to_owned())
                    }
                    _ => return,
                };
                let new = ClaimValue { property: property.to_owned(), value, rule: rule.to_owned() };
                if !draft.values.iter().any(|v| v.property == new.property && v.value == new.value) {
                    draft.values.push(new);
                }
            }
        }
    }

    /// The claims, by frame; what has no class of the fixed table is dropped.
    pub(super) fn finish(mut self) -> Vec<Claim> {
        let mut claims = Vec::new();
        for ((frame, _), draft) in std::mem::take(&mut self.drafts) {
            let Some(classes) = classes(&draft.classes, &self.document.frames[frame].classes, self.ontology) else { continue };
            let mut arguments = best_mentions(self.document, frame, draft.arguments);
            drop_general_roles(&mut arguments, self.ontology);
            arguments.retain(|a| !self.is_bare_possessive(a));
            let evidence = evidence(self.document, frame, &mut arguments);
            arguments.sort_by_key(|a| {
                let start = a.mention.map_or(usize::MAX, |m| self.document.resolved.mention_span(m).start);
                (start, a.role.clone(), a.entity)
            });
            let mut values = draft.values;
            values.sort_by(|a, b| (&a.property, key(&a.value), &a.rule).cmp(&(&b.property, key(&b.value), &b.rule)));
            let mut according_to = draft.according_to;
            let rank = |mention: Option<MentionId>| mention.map(|m| self.rank(frame, "source", &Filler::Mention(m)));
            according_to.sort_by_key(|(entity, mention)| (rank(*mention).is_none(), rank(*mention), *entity));
            let mut seen = BTreeSet::new();
            according_to.retain(|(entity, _)| seen.insert(*entity));
            let innermost = |s: &FrameId| (self.rank(frame, "inAttribution", &Filler::Frame(*s)), *s);
            // An unlinked mention stands for itself: nothing was guessed.
            let sure = |m: MentionId| match &self.document.resolved.mentions[m] {
                mention if mention.reason == "unlinked" => UNLINKED,
                mention => mention.confidence,
            };
            let mentions = arguments.iter().filter_map(|a| a.mention).map(sure);
            // How sure the reading of a cue is counts like any other link.
            let trigger = &self.document.frames[frame];
            let origin = trigger.origin.filter(|_| trigger.kind == FrameKind::Attribution);
            let read = origin.and_then(|i| self.document.resolved.attributions.get(i)).map_or(1.0, |a| a.confidence);
            let weakest = mentions.fold(read, f32::min);
            let mut claim = Claim {
                frame,
                classes,
                status: draft.status.unwrap_or(self.document.frames[frame].status),
                arguments,
                values,
                according_to,
                in_statement: draft.statements.into_iter().min_by_key(innermost),
                evidence,
                rules: draft.rules.into_iter().collect(),
                confidence: weakest,
            };
            claim.confidence = confidence(&claim, self.document.frames[frame].kind, weakest);
            claims.push(claim);
        }
        claims
    }

    /// "Their meeting" where nobody knows who they are says nothing of who meets, nor does a "you" that is anybody.
    fn is_bare_possessive(&self, argument: &ClaimArgument) -> bool {
        let resolved = &self.document.resolved;
        argument.mention.is_some_and(|m| {
            let mention = &resolved.mentions[m];
            let entity = &resolved.entities[argument.entity];
            let words = resolved.parsed.document.slice(resolved.mention_span(m));
            argument.role != "speaker"
                && mention.kind == MentionKind::Pronoun
                && entity.label == words
                && matches!(
                    &*resolved.parsed.tokens[mention.head].lower,
                    "my" | "your" | "his" | "her" | "its" | "our" | "their" | "you" | "yourself" | "yourselves"
                )
        })
    }

    /// Position of a filler among those of the frame's slot: sources and statements stand nearest first.
    fn rank(&self, frame: FrameId, slot: &str, filler: &Filler) -> usize {
        let fillers = self.document.frames[frame].arguments.iter().filter(|a| a.slot == slot);
        fillers.map(|a| &a.filler).position(|f| f == filler).unwrap_or(usize::MAX)
    }
}

impl FramedDocument {
    /// The entities behind a node, each with its mention.
    fn entities_of(&self, found: Option<&Node>, mentions: &[MentionId]) -> Vec<(EntityId, Option<MentionId>)> {
        match found {
            Some(Node::Entity(entity)) => vec![(*entity, mentions.first().copied())],
            Some(Node::Mention(m)) => self.resolved.mentions[*m].entities.iter().map(|e| (*e, Some(*m))).collect(),
            _ => Vec::new(),
        }
    }
}

pub(super) fn node(term: &Term) -> Option<Node<'static>> {
    match term {
        Term::NamedNode(n) => Node::from_iri(n.as_str()),
        _ => None,
    }
}

fn status_of(term: &Term) -> Option<Status> {
    let Term::NamedNode(n) = term else { return None };
    let local = n.as_str().strip_prefix(DL)?;
    STATUSES.into_iter().find(|s| s.as_str() == local)
}

fn key(value: &Value) -> (u8, u64, &str) {
    match value {
        Value::Text(t) => (0, 0, t),
        Value::Number(n) => (1, *n, ""),
        Value::Time(t) => (2, *t as u64, ""),
        Value::Frame(f) => (3, *f as u64, ""),
        Value::Individual(i) => (4, 0, i),
    }
}

/// Local names, most specific first, beginning with one of the fixed table; `None` when none lies above.
fn classes(asserted: &BTreeSet<String>, evoked: &[String], ontology: &Ontology) -> Option<Vec<String>> {
    let mut lowest: Vec<&String> = asserted.iter().filter(|c| !asserted.iter().any(|d| d != *c && ontology.is_a(d, c))).collect();
    lowest.sort_by_key(|c| (evoked.iter().position(|e| e == *c).unwrap_or(usize::MAX), *c));
    let is_kind = |iri: &str| {
        let local = iri.strip_prefix(DL)?;
        (EVENT_KINDS.contains(&local) || Family::of_class(local) != Family::Event).then(|| local.to_owned())
    };
    let first = *lowest.first()?;
    let above = ontology.superclasses(first).iter().map(String::as_str);
    let mut all = vec![std::iter::once(first.as_str()).chain(above).find_map(is_kind)?];
    for class in lowest {
        if let Some(local) = class.strip_prefix(DL).filter(|l| !all.iter().any(|a| a == l)) {
            all.push(local.to_owned());
        }
    }
    Some(all)
}

/// One argument for each role and entity: the mention in the trigger's sentence, then the nearest.
fn best_mentions(document: &FramedDocument, frame: FrameId, arguments: Vec<ClaimArgument>) -> Vec<ClaimArgument> {
    let trigger = &document.frames[frame];
    let distance = |a: &ClaimArgument| {
        let head = a.mention.map(|m| document.resolved.mentions[m].head);
        let elsewhere = head.is_none_or(|h| document.resolved.parsed.tokens[h].sentence != trigger.sentence);
        (elsewhere, head.map_or(usize::MAX, |h| h.abs_diff(trigger.trigger.start)), head)
    };
    let mut best: BTreeMap<(String, EntityId), ClaimArgument> = BTreeMap::new();
    for argument in arguments {
        let key = (argument.role.clone(), argument.entity);
        let better = best.get(&key).is_none_or(|old| (distance(&argument), &argument.rule) < (distance(old), &old.rule));
        if better {
            best.insert(key, argument);
        }
    }
    best.into_values().collect()
}

/// A narrower role of the same entity makes a wider one idle; who is excluded does not take part; what is the means or the
/// vehicle does not act.
fn drop_general_roles(arguments: &mut Vec<ClaimArgument>, ontology: &Ontology) {
    let roles: Vec<(EntityId, String)> = arguments.iter().map(|a| (a.entity, a.role.clone())).collect();
    let above = |role: &str, other: &str| {
        ontology.superproperties(&format!("{DL}{role}")).iter().any(|p| p.strip_prefix(DL) == Some(other))
    };
    arguments.retain(|a| {
        let same = |role: &str| roles.iter().any(|(e, r)| *e == a.entity && r == role);
        let party = a.role == "participant" || above(&a.role, "participant");
        let narrower = roles.iter().any(|(e, r)| *e == a.entity && above(r, &a.role));
        let means = a.role == "agent" && (same("instrument") || same("vehicle"));
        !(narrower || means || party && same("excluded"))
    });
}

/// The sentences of the trigger, of the quote and of the arguments. A mention of another post or from more than three
/// sentences away is no evidence: its argument stays, as inferred.
fn evidence(document: &FramedDocument, frame: FrameId, arguments: &mut [ClaimArgument]) -> Span {
    let parsed = &document.resolved.parsed;
    let trigger = &document.frames[frame];
    let home = &parsed.sentences[trigger.sentence];
    let mut first = trigger.sentence;
    let mut last = trigger.sentence;
    let mut cover = |token: usize| {
        first = first.min(parsed.tokens[token].sentence);
        last = last.max(parsed.tokens[token].sentence);
    };
    let attribution = trigger.origin.filter(|_| trigger.kind == FrameKind::Attribution);
    if let Some(attribution) = attribution.and_then(|i| document.resolved.attributions.get(i)) {
        for part in attribution.content.iter().filter(|p| !p.is_empty()) {
            cover(part.start);
            cover(part.end - 1);
        }
    }
    for argument in arguments {
        let Some(mention) = argument.mention else { continue };
        let tokens = &document.resolved.mentions[mention].tokens;
        let at = parsed.tokens[tokens.start].sentence;
        if parsed.sentences[at].post == home.post && at.abs_diff(trigger.sentence) <= 3 {
            cover(tokens.start);
            cover(tokens.end - 1);
        } else {
            argument.mention = None;
        }
    }
    parsed.span(parsed.sentences[first].tokens.start..parsed.sentences[last].tokens.end)
}
