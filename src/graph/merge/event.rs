//! Reports of events, gathered from the oldest to the newest.

use super::agree::{counts_agree, places_agree, status_follows, times_agree};
use super::reference::Reference;
use crate::claim::ClaimArgument;
use crate::frame::FramedDocument;
use crate::graph::report::Report;
use crate::ontology::Ontology;
use crate::resolve::{EntityId, EntityType, MentionKind};
use crate::vocabulary::DL;
use std::collections::{BTreeMap, BTreeSet};

/// Roles that take part; anything else an event has is about it.
const PARTICIPANTS: [&str; 7] = ["participant", "agent", "target", "speaker", "addressee", "victim", "expectedParticipant"];
/// Roles that have one filler on an event: two reports with different ones are two events.
const SINGLE: [&str; 5] = ["agent", "target", "victim", "speaker", "addressee"];
/// Reports that make an event the one that a text is about.
const OFTEN: usize = 4;

/// Classes that merge alike; a report belongs to those that its class lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// Their participants stand on one footing.
    Mutual = 1,
    /// They happen to a target, or victim, once as news goes: naming it is enough.
    OnceSuffered = 2,
    /// An agent does them once as news goes.
    OnceDone = 4,
    /// They are known by speaker and words.
    Attribution = 8,
}

const FAMILIES: [(Family, &[&str]); 4] = [
    (Family::Mutual, &["Meeting", "Communication", "Greeting", "Agreement"]),
    (Family::OnceSuffered, &["Death", "Injury", "Detention", "Release", "Appointment", "Rescue", "Displacement"]),
    (Family::OnceDone, &["Arrival", "Departure", "Visit", "Resignation"]),
    (Family::Attribution, &["Attribution"]),
];

/// Gathers the reports (indices, oldest first) into events; each event's reports stay oldest first.
pub fn cluster(framed: &FramedDocument, ontology: &Ontology, reports: &[Report], oldest_first: &[usize]) -> Vec<Vec<usize>> {
    let references = reports.iter().map(|report| Reference::new(framed, report)).collect();
    let iris: Vec<String> = reports.iter().map(|report| format!("{DL}{}", report.kind)).collect();
    let families = iris.iter().map(|iri| families(ontology, iri)).collect();
    let (classes, lines) = lines(ontology, &iris);
    let words = reports.iter().map(|report| report.text("text").map(plain)).collect();
    let participants = reports.iter().map(|report| participants(framed, report)).collect();
    let gather = Gather { framed, ontology, reports, references, classes, lines, families, words, participants };
    let mut clusters: Vec<Vec<usize>> = Vec::new();
    let mut marks = Marks::default();
    for &r in oldest_first {
        let at = gather.best(&clusters, &marks, &[r]).unwrap_or_else(|| {
            clusters.push(Vec::new());
            clusters.len() - 1
        });
        clusters[at].push(r);
        marks.add(gather.marks(r), at);
    }
    // "The summit" may come before the report that says whose: what names nobody looks for its event once more.
    for at in (0..clusters.len()).rev() {
        if !gather.core(&clusters[at]).is_empty() {
            continue;
        }
        let silent = std::mem::take(&mut clusters[at]);
        match gather.best(&clusters, &marks, &silent) {
            Some(other) => {
                for &r in &silent {
                    marks.add(gather.marks(r), other);
                }
                clusters[other].extend(silent);
                clusters[other].sort_by_key(|&r| (reports[r].rank, r));
            }
            None => clusters[at] = silent,
        }
    }
    clusters.retain(|members| !members.is_empty());
    clusters
}

/// What two reports of one event have in common, at least: somebody or something, the word, or what is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark<'a> {
    Entity(EntityId),
    Word(&'a str),
    Said(&'a str),
}

/// The events that bear each mark, so that a report is compared with few of them.
#[derive(Default)]
struct Marks<'a>(BTreeMap<Mark<'a>, BTreeSet<usize>>);

impl<'a> Marks<'a> {
    fn add(&mut self, marks: Vec<Mark<'a>>, cluster: usize) {
        for mark in marks {
            self.0.entry(mark).or_default().insert(cluster);
        }
    }
}

struct Gather<'a> {
    framed: &'a FramedDocument,
    ontology: &'a Ontology,
    reports: &'a [Report],
    references: Vec<Reference>,
    /// The class of each report, as a number.
    classes: Vec<usize>,
    /// For each two classes whether one lies above or at the other.
    lines: Vec<Vec<bool>>,
    /// The families of each report, as bits.
    families: Vec<u8>,
    /// What each report says, plainly.
    words: Vec<Option<String>>,
    /// Who takes part in each report.
    participants: Vec<Vec<EntityId>>,
}

/// Numbers the classes, and finds those that lie on one line: asked for every two reports, so once for every two classes.
fn lines(ontology: &Ontology, iris: &[String]) -> (Vec<usize>, Vec<Vec<bool>>) {
    let all: BTreeSet<&str> = iris.iter().map(String::as_str).collect();
    let all: Vec<&str> = all.into_iter().collect();
    let row = |a: &&str| all.iter().map(|b| on_line(ontology, a, b)).collect();
    (iris.iter().map(|iri| all.partition_point(|other| *other < iri.as_str())).collect(), all.iter().map(row).collect())
}

fn on_line(ontology: &Ontology, a: &str, b: &str) -> bool {
    a == b || ontology.is_a(a, b) || ontology.is_a(b, a)
}

fn families(ontology: &Ontology, iri: &str) -> u8 {
    let within = |classes: &[&str]| classes.iter().any(|class| ontology.is_a(iri, &format!("{DL}{class}")));
    FAMILIES.iter().filter(|(_, classes)| within(classes)).map(|(family, _)| *family as u8).sum()
}

/// Whether no role with one filler has two.
fn roles_agree(a: &Report, b: &Report) -> bool {
    SINGLE.iter().all(|role| {
        let (mut left, mut right) = (a.entities(role).peekable(), b.entities(role).peekable());
        left.peek().is_none() || right.peek().is_none() || {
            let right: Vec<EntityId> = right.collect();
            left.any(|e| right.contains(&e))
        }
    })
}

impl Gather<'_> {
    /// What the reports of the same event may have in common with this one.
    fn marks(&self, r: usize) -> Vec<Mark<'_>> {
        if self.is_a(r, Family::Attribution) {
            return self.words[r].iter().map(|words| Mark::Said(words)).collect();
        }
        let entities = self.reports[r].claim.arguments.iter().map(|argument| Mark::Entity(argument.entity));
        entities.chain([Mark::Word(&self.references[r].word)]).collect()
    }

    /// The event that fits the reports best; `None` when none does, or two do alike.
    fn best(&self, clusters: &[Vec<usize>], marks: &Marks<'_>, reports: &[usize]) -> Option<usize> {
        let mut best: Option<(u32, usize)> = None;
        let mut tied = false;
        // A word alone joins only what refers to something known.
        let tells = |r: usize| move |mark: &Mark<'_>| self.references[r].definite || !matches!(mark, Mark::Word(_));
        let near =
            |&r: &usize| self.marks(r).into_iter().filter(tells(r)).filter_map(|mark| marks.0.get(&mark)).flatten().copied();
        let near: BTreeSet<usize> = reports.iter().take(1).flat_map(near).collect();
        for at in near {
            let members = &clusters[at];
            let Some(score) = self.score_all(members, reports).filter(|_| !members.is_empty()) else { continue };
            match best {
                Some((top, _)) if score < top => {}
                Some((top, _)) if score == top => tied = true,
                _ => (best, tied) = (Some((score, at)), false),
            }
        }
        best.filter(|_| !tied).map(|(_, at)| at)
    }

    fn score_all(&self, members: &[usize], reports: &[usize]) -> Option<u32> {
        let score = reports.iter().map(|&r| self.score(members, r)).sum::<Option<u32>>()?;
        let mut all: Vec<usize> = members.iter().chain(reports).copied().collect();
        all.sort_by_key(|&r| (self.reports[r].rank, r));
        let statuses = |upto: usize| super::newest(self.reports, &all[..upto]);
        let in_turn = (1..all.len()).all(|at| status_follows(statuses(at), self.reports[all[at]].claim.status));
        in_turn.then_some(score)
    }

    /// How well a report fits the event that the members tell; `None` when it is another, or may be.
    fn score(&self, members: &[usize], r: usize) -> Option<u32> {
        if self.is_a(r, Family::Attribution) && !self.same_words(members, r) {
            return None;
        }
        for &m in members {
            let (older, newer) = if (self.reports[m].rank, m) < (self.reports[r].rank, r) { (m, r) } else { (r, m) };
            if !self.on_one_line(older, newer) || self.references[older].is_apart(&self.references[newer]) {
                return None;
            }
            let mutual = self.is_a(m, Family::Mutual) || self.is_a(r, Family::Mutual);
            let (older, newer) = (&self.reports[older], &self.reports[newer]);
            let fits = times_agree(self.framed, older, newer)
                && places_agree(self.framed, older, newer)
                && counts_agree(older, newer)
                && (mutual || roles_agree(older, newer));
            if !fits {
                return None;
            }
        }
        let identity = self.identity(members, r)?;
        let report = &self.reports[r];
        let same_class = members.iter().any(|&m| self.reports[m].kind == report.kind);
        let same_post = members.iter().any(|&m| self.reports[m].post == report.post);
        let whose = !self.core(members).is_empty();
        // What is told of again and again is what a bare "the summit" means.
        let often = members.len() >= OFTEN;
        let marks = [(whose, 16), (self.same_word(members, r), 8), (same_class, 4), (often, 2), (same_post, 1)];
        Some(identity * 32 + marks.iter().map(|(is, weight)| u32::from(*is) * weight).sum::<u32>())
    }

    fn is_a(&self, r: usize, family: Family) -> bool {
        self.families[r] & family as u8 != 0
    }

    /// Whether one report's classes lie above or at the other's. A bare `Event` says too little to be on any line.
    fn on_one_line(&self, a: usize, b: usize) -> bool {
        if !self.lines[self.classes[a]][self.classes[b]] {
            return false;
        }
        let (a, b) = (&self.reports[a], &self.reports[b]);
        if a.kind == "Event" || b.kind == "Event" {
            return a.kind == b.kind && !a.types.is_empty() && a.types == b.types;
        }
        let line = |x: &String, y: &String| x == y || on_line(self.ontology, &format!("{DL}{x}"), &format!("{DL}{y}"));
        a.types.iter().all(|x| b.types.iter().all(|y| line(x, y)))
    }

    /// How surely the report means the members' event by whom it names or how it refers; `None` when nothing says so.
    fn identity(&self, members: &[usize], r: usize) -> Option<u32> {
        let newer = &self.reports[r];
        if self.is_a(r, Family::Attribution) {
            return self.same_words(members, r).then_some(4);
        }
        let here = &self.participants[r];
        let core = self.core(members);
        let shared = here.iter().filter(|e| core.contains(e)).count();
        let definite = self.references[r].definite;
        let same_word = self.same_word(members, r);
        if self.is_a(r, Family::Mutual) {
            let pair = shared >= 2;
            let alone = shared == 1 && (here.len() == 1 || core.len() == 1) && definite;
            if pair || alone {
                return Some(2 + shared as u32);
            }
        } else if self.shares_the_one(members, r) || same_word && self.shares_both_sides(members, newer, definite) {
            return Some(2 + shared as u32);
        } else if shared >= 1 && definite && same_word {
            return Some(2);
        }
        let silent = here.is_empty() || core.is_empty();
        (definite && silent && same_word && self.takes_up(members, r)).then_some(1)
    }

    /// Whether a definite noun brings nothing of its own that the members lack: a word that tells which one, or a place,
    /// which wars have several of and meetings one.
    fn takes_up(&self, members: &[usize], r: usize) -> bool {
        let newer = &self.reports[r];
        let place_known = self.is_a(r, Family::Mutual)
            || newer.entities("occursAt").next().is_none()
            || members.iter().any(|&m| self.reports[m].entities("occursAt").next().is_some());
        let told = |word: &String| members.iter().any(|&m| self.references[m].modifiers.contains(word));
        place_known && self.references[r].modifiers.iter().all(told)
    }

    fn same_word(&self, members: &[usize], r: usize) -> bool {
        members.iter().any(|&m| self.references[m].word == self.references[r].word)
    }

    /// Whether the two name the same one in a role that happens once.
    fn shares_the_one(&self, members: &[usize], r: usize) -> bool {
        let newer = &self.reports[r];
        let suffered = self.is_a(r, Family::OnceSuffered);
        let done = self.is_a(r, Family::OnceDone) && members.iter().all(|&m| self.is_a(m, Family::OnceDone));
        let roles: &[&str] = if done && !suffered { &["agent", "vehicle"] } else { &["target", "victim"] };
        roles.iter().any(|role| {
            let single = |&e: &EntityId| done || suffered || !self.is_body(e);
            newer.entities(role).filter(single).any(|e| members.iter().any(|&m| self.has(m, role, e)))
        })
    }

    /// Whether the two share fillers of two roles: who did it and whom or where it struck.
    ///
    /// States do things to each other often: there the noun must be definite.
    fn shares_both_sides(&self, members: &[usize], newer: &Report, definite: bool) -> bool {
        const SIDES: [&str; 8] = ["agent", "target", "victim", "vehicle", "occursAt", "destination", "speaker", "addressee"];
        let shared = |role: &str| newer.entities(role).find(|&e| members.iter().any(|&m| self.has(m, role, e)));
        let found: Vec<EntityId> = SIDES.iter().filter_map(|role| shared(role)).collect();
        let sides = SIDES.iter().filter(|role| **role != "destination" && shared(role).is_some()).count();
        sides >= 2 && (definite || found.iter().any(|&e| !self.is_body(e)))
    }

    fn has(&self, member: usize, role: &str, entity: EntityId) -> bool {
        self.reports[member].entities(role).any(|e| e == entity)
    }

    /// Whether it is a state or an organization.
    fn is_body(&self, entity: EntityId) -> bool {
        use EntityType::{City, Country, GeopoliticalEntity, Organization, Region};
        matches!(self.framed.resolved.entities[entity].kind, City | Country | GeopoliticalEntity | Organization | Region)
    }

    /// Speakers and content are the same: the headline's wording of a quote, told again.
    fn same_words(&self, members: &[usize], r: usize) -> bool {
        let newer = &self.reports[r];
        let same_speaker = |m: &Report| newer.entities("speaker").any(|e| m.entities("speaker").any(|x| x == e));
        let said = |m: usize| {
            self.words[m] == self.words[r] && self.reports[m].claim.status == newer.claim.status && same_speaker(&self.reports[m])
        };
        self.words[r].as_ref().is_some_and(|words| words.len() > 1) && members.iter().all(|&m| said(m))
    }

    /// Whose event it is: the fewest participants, but at least two, that one of its reports names.
    ///
    /// The foreign ministers at a summit of presidents do not make their own meeting that summit.
    fn core(&self, members: &[usize]) -> &[EntityId] {
        let mut all: Vec<&Vec<EntityId>> = members.iter().map(|&m| &self.participants[m]).collect();
        all.sort_by_key(|p| p.len());
        let several = all.iter().find(|p| p.len() >= 2).copied();
        several.or_else(|| all.pop()).map_or(&[], Vec::as_slice)
    }
}

/// Who takes part in a report; those with names, if any has one. "Their" that means nobody known is nobody.
fn participants(framed: &FramedDocument, report: &Report) -> Vec<EntityId> {
    let resolved = &framed.resolved;
    let unlinked = |a: &&ClaimArgument| {
        let pronoun = a.mention.is_some_and(|m| resolved.mentions[m].kind == MentionKind::Pronoun);
        pronoun && !resolved.entities[a.entity].named
    };
    let taking_part = |a: &&ClaimArgument| PARTICIPANTS.contains(&a.role.as_str()) && !unlinked(a);
    let mut all: Vec<EntityId> = report.claim.arguments.iter().filter(taking_part).map(|a| a.entity).collect();
    all.sort_unstable();
    all.dedup();
    let named: Vec<EntityId> = all.iter().copied().filter(|&e| resolved.entities[e].named).collect();
    if named.is_empty() { all } else { named }
}

/// Content without quote marks, case and full stop.
fn plain(text: &str) -> String {
    let plain = crate::parse::plain(text);
    plain.chars().filter(|c| !matches!(c, '"' | '\'')).collect::<String>().trim_end_matches(['.', ',', '!']).to_owned()
}
