//! One claim made ready to be a report: its post, its keys, and evidence that really holds its words.

use super::iri;
use crate::claim::{Claim, Value};
use crate::document::{Document, Span};
use crate::frame::{FrameId, FrameKind, FramedDocument};
use crate::resolve::{Attribution, EntityId, EntityType, MentionId, NounKind};
use crate::vocabulary::EVENT_KINDS;

/// How far before or after its sentence an argument may stand, in bytes of the same post, to widen the evidence.
const REACH: usize = 600;

/// What sort of thing a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// An event.
    Event,
    /// Somebody holding an office.
    RoleHolding,
    /// Somebody belonging to a body.
    Membership,
    /// One place lying in another.
    Location,
}

/// Something that a claim lost on its way into the graph.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Loss {
    /// The evidence does not lie in the text, or does not hold the trigger.
    #[error("the evidence of `{trigger}` does not stand in the text")]
    Evidence {
        /// Words of the trigger.
        trigger: String,
    },
    /// An argument stands too far from the passage that is to prove it.
    #[error("`{words}` as {role} of `{trigger}` stands too far from its evidence")]
    Argument {
        /// Words of the trigger.
        trigger: String,
        /// Role of the argument.
        role: String,
        /// Words of the argument.
        words: String,
    },
    /// A claim lacks what its sort cannot do without.
    #[error("`{trigger}` gives no {sort:?}: {why}")]
    Incomplete {
        /// Words of the trigger.
        trigger: String,
        /// What it was to be.
        sort: Sort,
        /// What is missing.
        why: &'static str,
    },
}

/// A claim with its place in the document. Roles of its arguments are those of the facts format.
#[derive(Clone, Debug)]
pub struct Report {
    /// The claim; its evidence holds the trigger and every argument that has words.
    pub claim: Claim,
    /// What it is about.
    pub sort: Sort,
    /// The class from the fixed table.
    pub kind: String,
    /// Classes beside it, most specific first.
    pub types: Vec<String>,
    /// Index of its post.
    pub post: usize,
    /// Rank from the oldest post to the newest, and in text order within a post.
    pub rank: (usize, usize),
    /// The trigger.
    pub trigger: Span,
    /// Hash of document, post, sentence and trigger.
    pub hash: String,
    /// Index of the thing that it is about, set by merging.
    pub thing: usize,
}

impl Report {
    /// The entities in a role, in text order.
    pub fn entities<'a>(&'a self, role: &'a str) -> impl Iterator<Item = EntityId> + 'a {
        self.claim.arguments.iter().filter(move |a| a.role == role).map(|a| a.entity)
    }

    /// The first value of a property.
    pub fn value(&self, property: &str) -> Option<&Value> {
        self.claim.values.iter().find(|v| v.property == property).map(|v| &v.value)
    }

    /// The first words that a property has.
    pub fn text(&self, property: &str) -> Option<&str> {
        match self.value(property)? {
            Value::Text(words) | Value::Individual(words) => Some(words),
            _ => None,
        }
    }

    /// The first number that a property has.
    pub fn number(&self, property: &str) -> Option<u64> {
        match self.value(property)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Turns claims into reports, in text order, and says what was lost.
pub fn reports(framed: &FramedDocument, claims: Vec<Claim>) -> (Vec<Report>, Vec<Loss>) {
    let document = &framed.resolved.parsed.document;
    let keys = iri::post_keys(document);
    let mut age = vec![0; document.posts.len()];
    for (rank, &post) in document.oldest_first.iter().enumerate() {
        age[post] = rank;
    }
    let (mut out, mut losses) = (Vec::with_capacity(claims.len()), Vec::new());
    for claim in claims.into_iter().flat_map(one_thing_each) {
        match report(framed, claim, &keys, &age, &mut losses) {
            Ok(report) => out.push(report),
            Err(loss) => losses.push(loss),
        }
    }
    out.sort_by_key(|a| (a.trigger, a.claim.frame, a.sort));
    number_twins(&mut out);
    (out, losses)
}

fn report(
    framed: &FramedDocument,
    mut claim: Claim,
    keys: &[String],
    age: &[usize],
    losses: &mut Vec<Loss>,
) -> Result<Report, Loss> {
    let parsed = &framed.resolved.parsed;
    let document = &parsed.document;
    let frame = &framed.frames[claim.frame];
    let trigger = framed.trigger_span(claim.frame);
    let words = document.slice(trigger).to_owned();
    let sentence = &parsed.sentences[frame.sentence];
    let sentence_span = parsed.span(sentence.tokens.clone());
    let post = sentence.post;
    claim.evidence = claim.evidence.cover(trigger);
    let sort = sort_of(&claim);
    let room = post_span(document, post);
    if !room.contains(claim.evidence) || document.text.get(claim.evidence.start..claim.evidence.end).is_none() {
        return Err(Loss::Evidence { trigger: words });
    }
    claim.arguments.retain(|argument| {
        let Some(mention) = argument.mention else { return true };
        let held = hold(framed, &mut claim.evidence, mention, room);
        if !held {
            let words_of = document.slice(framed.resolved.mention_span(mention)).to_owned();
            losses.push(Loss::Argument { trigger: words.clone(), role: argument.role.clone(), words: words_of });
        }
        held
    });
    for part in attribution(framed, claim.frame).iter().flat_map(|a| &a.content) {
        claim.evidence = claim.evidence.cover(parsed.span(part.clone()));
    }
    complete(framed, &claim, sort, &words)?;
    let (kind, types) = kinds(&claim, sort);
    let hash = iri::hash(
        [
            document.id.as_str(),
            &keys[post],
            document.slice(sentence_span),
            &words,
            &iri::occurrence(document, sentence_span, trigger).to_string(),
        ],
        8,
    );
    Ok(Report { claim, sort, kind, types, post, rank: (age[post], trigger.start), trigger, hash, thing: 0 })
}

/// A holding, membership or place relation has one filler a role: several give one claim each.
fn one_thing_each(mut claim: Claim) -> Vec<Claim> {
    let sort = sort_of(&claim);
    rename_roles(&mut claim, sort);
    let roles: &[&str] = match sort {
        Sort::RoleHolding => &["holder", "organization"],
        Sort::Membership => &["member", "organization"],
        Sort::Location => &["participant", "occursAt"],
        Sort::Event => &[],
    };
    let mut claims = vec![claim];
    for role in roles {
        claims = claims.into_iter().flat_map(|claim| one_filler_each(claim, role)).collect();
    }
    claims
}

fn one_filler_each(claim: Claim, role: &str) -> Vec<Claim> {
    let mut fillers: Vec<EntityId> = claim.arguments.iter().filter(|a| a.role == role).map(|a| a.entity).collect();
    fillers.sort_unstable();
    fillers.dedup();
    if fillers.len() < 2 {
        return vec![claim];
    }
    let with = |filler| {
        let mut one = claim.clone();
        one.arguments.retain(|a| a.role != role || a.entity == filler);
        one
    };
    fillers.into_iter().map(with).collect()
}

/// Equal sentences in one post, and several frames on one trigger, share a hash: later ones get a number hashed in.
fn number_twins(reports: &mut [Report]) {
    let mut seen = std::collections::BTreeMap::<(String, bool), usize>::new();
    for report in reports {
        let key = (report.hash.clone(), report.sort == Sort::Event);
        let before = seen.entry(key).or_default();
        if *before > 0 {
            report.hash = iri::hash([report.hash.as_str(), &before.to_string()], 8);
        }
        *before += 1;
    }
}

fn sort_of(claim: &Claim) -> Sort {
    let has = |class: &str| claim.classes.iter().any(|c| c == class);
    if has("RoleHolding") {
        Sort::RoleHolding
    } else if has("Membership") {
        Sort::Membership
    } else if has("PlaceRelation") {
        Sort::Location
    } else {
        Sort::Event
    }
}

/// The facts format has its own names for the arguments of what is no event.
fn rename_roles(claim: &mut Claim, sort: Sort) {
    for argument in &mut claim.arguments {
        let name = match (sort, argument.role.as_str()) {
            (Sort::RoleHolding, "roleIn") => "organization",
            (Sort::Location, "innerPlace") => "participant",
            (Sort::Location, "outerPlace") => "occursAt",
            _ => continue,
        };
        name.clone_into(&mut argument.role);
    }
}

/// Makes the evidence hold the mention, if that is near enough in the same post.
fn hold(framed: &FramedDocument, evidence: &mut Span, mention: MentionId, room: Span) -> bool {
    let span = framed.resolved.mention_span(mention);
    if evidence.contains(span) {
        return true;
    }
    let parsed = &framed.resolved.parsed;
    let sentence = parsed.sentence_of(framed.resolved.mentions[mention].head);
    let wider = evidence.cover(parsed.span(sentence.tokens.clone())).cover(span);
    if !room.contains(wider) || wider.len() > evidence.len() + REACH {
        return false;
    }
    *evidence = wider;
    true
}

/// The attribution that a frame was made from.
pub fn attribution(framed: &FramedDocument, frame: FrameId) -> Option<&Attribution> {
    let frame = &framed.frames[frame];
    let all = || framed.resolved.attributions.iter().filter(|_| frame.kind == FrameKind::Attribution);
    all().find(|a| a.cue == frame.trigger).or_else(|| all().find(|a| frame.trigger.contains(&a.cue_head)))
}

/// From the first to the last byte of a post.
fn post_span(document: &Document, post: usize) -> Span {
    let blocks = &document.posts[post].blocks;
    match (blocks.first(), blocks.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => Span::default(),
    }
}

fn complete(framed: &FramedDocument, claim: &Claim, sort: Sort, trigger: &str) -> Result<(), Loss> {
    let entities = &framed.resolved.entities;
    let named = |role: &str| claim.arguments.iter().any(|a| a.role == role && entities[a.entity].named);
    let person = |a: &crate::claim::ClaimArgument| a.role == "holder" && entities[a.entity].kind == EntityType::Person;
    let title = || claim.values.iter().any(|v| v.property == "roleTitle" && matches!(v.value, Value::Text(_)));
    let body = || {
        let is_body =
            |e: &crate::resolve::Entity| e.named || e.kind == EntityType::Organization || e.sort == Some(NounKind::Organization);
        claim.arguments.iter().any(|a| a.role == "organization" && is_body(&entities[a.entity]))
    };
    let why = match sort {
        Sort::RoleHolding if !named("holder") || !claim.arguments.iter().any(person) => "no named person holds it",
        // "Ann Lee of the Institute": the body is told, the post is not
        Sort::RoleHolding if !title() && !body() => "it has neither title nor body",
        Sort::Membership if !named("organization") && !(named("member") && body()) => "the organization has no name",
        Sort::Location if !named("participant") || !named("occursAt") => "one of the places has no name",
        _ => return Ok(()),
    };
    Err(Loss::Incomplete { trigger: trigger.to_owned(), sort, why })
}

fn kinds(claim: &Claim, sort: Sort) -> (String, Vec<String>) {
    let fixed = match sort {
        Sort::RoleHolding => "RoleHolding",
        Sort::Membership => "Membership",
        Sort::Location => "locatedIn",
        Sort::Event => claim.classes.iter().find(|c| EVENT_KINDS.contains(&c.as_str())).map_or("Event", String::as_str),
    };
    let own = |c: &&String| c.as_str() != fixed && (sort == Sort::Event && !EVENT_KINDS.contains(&c.as_str()));
    (fixed.to_owned(), claim.classes.iter().filter(own).cloned().collect())
}
