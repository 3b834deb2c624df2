//! Which classes a word evokes here: lexicon entries whose further words stand beside it and whose guards hold.

use super::clause::Clause;
use super::syntax::Syntax;
use crate::lexicon::{Entry, Kind, Lexicon, Part, Surroundings};
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::{EntityType, MentionKind, NounKind, TimeKind};
use crate::vocabulary::{DL, F};
use std::ops::Range;

/// What a trigger evokes.
#[derive(Clone, Debug, Default)]
pub(super) struct Evoked {
    /// At most one `dl:` class, then the `f:` classes.
    pub classes: Vec<String>,
    pub links: Vec<(String, String)>,
    /// Tokens of the trigger.
    pub trigger: Range<usize>,
    pub lemma: String,
    /// Fixed complements that are words of the trigger, no arguments.
    pub used: Vec<usize>,
    /// Further words of the entries that evoke `f:` classes: the "for" of "call for".
    pub governing: Vec<usize>,
}

/// A trigger with its slots, as guards see it.
pub(super) struct Site<'a> {
    pub syntax: Syntax<'a>,
    pub lexicon: &'a Lexicon,
    pub head: usize,
    pub clause: &'a Clause,
}

impl Surroundings for Site<'_> {
    fn kinds(&self, slot: &str) -> Vec<Kind> {
        let measured = |t| self.syntax.measured(t).unwrap_or(t);
        let mut kinds: Vec<Kind> = self.clause.fill(slot).flat_map(|t| self.syntax.kinds(measured(t))).collect();
        let fillers = || self.clause.fill(slot).map(measured);
        if fillers().next().is_some() && fillers().all(|t| self.is_abstract(t)) {
            kinds.push(Kind::Abstract);
        }
        kinds
    }
    fn words(&self, slot: &str) -> Vec<&str> {
        if slot == "modifier" {
            return self
                .syntax
                .parsed
                .children(self.head)
                .filter(|&c| {
                    matches!(
                        self.syntax.dep(c),
                        Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Det | Dep::Advmod | Dep::Neg | Dep::Nummod | Dep::Poss
                    )
                })
                .map(|c| self.syntax.lower(c))
                .collect();
        }
        match slot {
            "complement" => return self.syntax.complements(self.head),
            "below" => return self.syntax.below(self.head),
            "doer" => return self.syntax.doers(self.head),
            "governor" => return self.syntax.governors(self.head),
            "sentence" => {
                let sentence = self.syntax.parsed.sentence_of(self.head).tokens.clone();
                return self.syntax.parsed.tokens[sentence].iter().map(|t| &*t.lower).collect();
            }
            _ => {}
        }
        self.clause
            .fill(slot)
            .flat_map(|t| [Some(t), self.syntax.measured(t)])
            .flatten()
            .flat_map(|t| {
                let token = &self.syntax.parsed.tokens[t];
                [&*token.lemma, &*token.lower]
            })
            .collect()
    }
    fn has_word(&self, slot: &str, word: &str) -> bool {
        if slot == "document" { self.syntax.vocabulary.contains(word) } else { self.words(slot).contains(&word) }
    }
    fn has_preposition(&self, preposition: &str) -> bool {
        let name = preposition.replace(' ', "_");
        self.clause.slots.iter().any(|s| s.name == name)
            || self.syntax.parsed.children(self.head).any(|c| {
                self.syntax.lower(c) == preposition
                    && matches!(self.syntax.pos(c), Pos::Adp | Pos::Part | Pos::Adv)
                    && !self.syntax.dates(c)
            })
    }
    fn has_clause(&self) -> bool {
        self.syntax.parsed.children(self.head).any(|c| {
            matches!(self.syntax.dep(c), Dep::Ccomp | Dep::Xcomp) && !self.syntax.only_joined(c)
                || (self.syntax.dep(c) == Dep::Acl && self.syntax.pos(self.head) == Pos::Noun)
        })
    }
    fn is_passive(&self) -> bool {
        self.clause.passive
    }
    fn is_plural(&self) -> bool {
        matches!(self.syntax.tag(self.head), Tag::Nns | Tag::Nnps)
    }
    fn is_counted(&self) -> bool {
        self.syntax.child(self.head, Dep::Nummod).is_some()
    }
}

impl Site<'_> {
    /// Whether a common noun names nothing that one can touch.
    fn is_abstract(&self, t: usize) -> bool {
        matches!(self.syntax.tag(t), Tag::Nn | Tag::Nns) && self.lexicon.is_abstract(&self.syntax.lemma(t))
    }
}

impl Syntax<'_> {
    /// Kinds that a head token has; a token without a mention is a thing.
    pub fn kinds(&self, t: usize) -> Vec<Kind> {
        let Some(mention) = self.mention(t) else { return vec![Kind::Thing] };
        let mut kinds = Vec::new();
        for &entity in &self.resolved.mentions[mention].entities {
            let entity = &self.resolved.entities[entity];
            let found: &[Kind] = match entity.kind {
                // an unnamed thing is what its noun says
                EntityType::Unnamed => match entity.sort {
                    Some(NounKind::Person | NounKind::Group) => &[Kind::Person, Kind::Agent],
                    Some(NounKind::Organization) => &[Kind::Agent],
                    Some(NounKind::Country | NounKind::City | NounKind::Region) => &[Kind::Agent, Kind::Place],
                    Some(NounKind::Facility | NounKind::Place) => &[Kind::Place],
                    Some(NounKind::Vehicle) => &[Kind::Vehicle, Kind::Thing],
                    _ => &[Kind::Thing],
                },
                EntityType::Person => &[Kind::Person, Kind::Agent],
                EntityType::Group => &[Kind::Person, Kind::Agent],
                EntityType::Organization => &[Kind::Agent],
                EntityType::GeopoliticalEntity | EntityType::Country | EntityType::Region | EntityType::City => {
                    &[Kind::Agent, Kind::Place]
                }
                EntityType::Place | EntityType::Facility => &[Kind::Place],
                EntityType::Vehicle => &[Kind::Vehicle, Kind::Thing],
            };
            kinds.extend(found.iter().copied());
        }
        // a pronoun that nobody linked may be anybody
        let m = &self.resolved.mentions[mention];
        if m.kind == MentionKind::Pronoun {
            match self.lower(m.head) {
                "he" | "she" | "him" | "her" | "his" | "who" | "whom" | "i" | "me" | "you" => {
                    kinds.extend([Kind::Person, Kind::Agent]);
                }
                "they" | "them" | "we" | "us" => kinds.extend([Kind::Person, Kind::Agent, Kind::Thing]),
                _ => {}
            }
        }
        kinds
    }

    /// What a word of quantity is a quantity of: "dozens of buildings".
    fn measured(&self, t: usize) -> Option<usize> {
        let number = self.tag(t) == Tag::Cd || self.pos(t) == Pos::Num;
        let quantity = number
            || matches!(
                self.lower(t),
                "dozens"
                    | "hundreds"
                    | "thousands"
                    | "millions"
                    | "scores"
                    | "tens"
                    | "dozen"
                    | "couple"
                    | "handful"
                    | "number"
                    | "majority"
                    | "some"
                    | "most"
                    | "many"
                    | "several"
                    | "all"
                    | "none"
                    | "any"
                    | "few"
                    | "one"
                    | "both"
                    | "each"
                    | "rest"
                    | "tonnes"
                    | "tons"
                    | "kilos"
                    | "kilograms"
                    | "litres"
                    | "liters"
                    | "gallons"
                    | "barrels"
                    | "crates"
                    | "sacks"
                    | "consignment"
                    | "shipment"
                    | "shipments"
                    | "truckloads"
                    | "batch"
                    | "companies"
                    | "crew"
                    | "group"
                    | "crowd"
                    | "pair"
                    | "team"
            );
        let of = self.parsed.children_with(t, Dep::Prep).find(|&p| quantity && self.lower(p) == "of")?;
        let inner = self.child(of, Dep::Pobj)?;
        self.measured(inner).or(Some(inner))
    }

    /// Whether a preposition only says when: "on Wednesday", "in June".
    fn dates(&self, preposition: usize) -> bool {
        self.pos(preposition) == Pos::Adp
            && self
                .child(preposition, Dep::Pobj)
                .is_some_and(|o| self.resolved.times.iter().any(|t| t.value.kind != TimeKind::Age && t.tokens.contains(&o)))
    }

    /// Adds the slots that stand below the words of a trigger ("had dinner with the mayor", "signed an accord in Athens") and those
    /// that the parser hung on an argument although the trigger asks for them ("escorted the queen to the station").
    pub fn complete(&self, clause: &mut Clause, evoked: &Evoked, arguments: &[&str]) {
        if !evoked.classes.iter().any(|c| c.starts_with(DL)) {
            return;
        }
        // "let the two men go": who goes is let go
        let gone = evoked.used.iter().filter(|&&u| self.is_bare_infinitive(u)).filter_map(|&u| self.child(u, Dep::Nsubj));
        for subject in gone.collect::<Vec<_>>() {
            for t in self.fillers(subject) {
                clause.add("object", t);
            }
        }
        for &word in evoked.used.iter().filter(|&&u| matches!(self.pos(u), Pos::Noun | Pos::Propn)) {
            let below = self.noun_clause(word).slots;
            for slot in below.iter().filter(|x| !matches!(x.name.as_str(), "modifier" | "bearer" | "attr" | "possessor")) {
                clause.add(&slot.name, slot.token);
            }
        }
        // "an accord on port safety with Estonia"
        let two_sided = evoked
            .links
            .iter()
            .any(|(slot, role)| slot == "with" && matches!(role.strip_prefix(DL), Some("agent" | "participant" | "target")));
        if two_sided && clause.fill("with").chain(clause.fill("between")).next().is_none() {
            let topics: Vec<usize> =
                ["on", "about", "over"].iter().flat_map(|slot| clause.fill(slot).collect::<Vec<_>>()).collect();
            let partners: Vec<usize> = topics
                .iter()
                .flat_map(|&h| self.parsed.children_with(h, Dep::Prep).filter(|&p| self.lower(p) == "with"))
                .filter_map(|p| self.child(p, Dep::Pobj))
                .filter(|&o| self.mention(o).is_some_and(|m| self.types(m).any(EntityType::is_agent)))
                .flat_map(|o| self.fillers(o))
                .collect();
            for token in partners {
                clause.add("with", token);
            }
        }
        let holders: Vec<usize> = arguments.iter().flat_map(|a| clause.fill(a).collect::<Vec<_>>()).collect();
        for (slot, role) in &evoked.links {
            let goes = matches!(slot.as_str(), "to" | "into" | "onto" | "toward" | "towards" | "from");
            if !goes || clause.fill(slot).next().is_some() || !matches!(role.strip_prefix(DL), Some("destination" | "origin")) {
                continue;
            }
            let loose: Vec<usize> = holders
                .iter()
                .filter(|&&h| matches!(self.tag(h), Tag::Nn | Tag::Nns) || slot != "from")
                .flat_map(|&h| self.parsed.children_with(h, Dep::Prep).filter(|&p| self.lower(p) == slot))
                .filter_map(|p| self.child(p, Dep::Pobj))
                .filter(|&o| self.mention(o).is_some_and(|m| self.locates(m, "to")))
                .flat_map(|o| self.fillers(o))
                .collect();
            for token in loose {
                clause.add(slot, token);
            }
        }
    }

    /// Forms of the clauses that complete a word: `to`, `ing`, `that`.
    fn complements(&self, head: usize) -> Vec<&'static str> {
        let clauses = self.parsed.children(head).filter(|&c| matches!(self.dep(c), Dep::Ccomp | Dep::Xcomp));
        clauses
            .map(|c| {
                if self.parsed.children_with(c, Dep::Aux).any(|a| self.lower(a) == "to") {
                    "to"
                } else if self.tag(c) == Tag::Vbg {
                    "ing"
                } else {
                    "that"
                }
            })
            .collect()
    }

    /// Lemmas of the verbs of the clauses that complete a word: "lead" for "chose her to lead the bank".
    fn below(&self, head: usize) -> Vec<&str> {
        let clauses = self.parsed.children(head).filter(|&c| matches!(self.dep(c), Dep::Ccomp | Dep::Xcomp | Dep::Advcl));
        // "tapped Ann Lee to run the bank": the parser may hang the infinitive on the name
        let objects = self.parsed.children_with(head, Dep::Dobj);
        let loose = objects.flat_map(|o| self.parsed.children(o).filter(|&c| matches!(self.dep(c), Dep::Acl | Dep::Relcl)));
        let loose = loose.filter(|&c| self.is_infinitive(c));
        clauses.chain(loose).map(|c| &*self.parsed.tokens[c].lemma).collect()
    }

    /// Whether the parser took the sentence before a semicolon for a complement: "police arrested two; one was hurt".
    fn only_joined(&self, clause: usize) -> bool {
        let after = self.parsed.subtree(clause).end;
        clause < self.head(clause) && self.parsed.tokens.get(after).is_some_and(|t| &*t.lower == ";")
    }

    /// What a noun hangs on: its preposition and the verb or noun above, in lemmas.
    fn governors(&self, noun: usize) -> Vec<&str> {
        let head = self.head(noun);
        let above = (self.dep(noun) == Dep::Pobj).then(|| self.head(head));
        [Some(head), above].into_iter().flatten().filter(|&t| t != noun).map(|t| &*self.parsed.tokens[t].lemma).collect()
    }

    /// Words for who does what a noun names: its owner, and the subject of the verb that it completes ("staff began a strike").
    fn doers(&self, noun: usize) -> Vec<&str> {
        let head = self.head(noun);
        let verb = match self.dep(noun) {
            Dep::Dobj | Dep::Attr if self.is_verb_form(head) => Some(head),
            Dep::Pobj if self.is_verb_form(self.head(head)) => Some(self.head(head)),
            _ => None,
        };
        let owners = self.parsed.children_with(noun, Dep::Poss);
        let subjects = verb.into_iter().flat_map(|v| self.surface_subjects(v));
        owners.chain(subjects).map(|t| &*self.parsed.tokens[t].lemma).collect()
    }

    /// What the word at `t` evokes with these slots.
    pub fn evoke(&self, lexicon: &Lexicon, t: usize, part: Part, clause: &Clause) -> Evoked {
        let lemma = self.lemma(t);
        if let Some((first, word)) = self.hyphenated(t, &lemma) {
            let mut found = self.evoke_as(lexicon, t, part, &word, clause);
            if !found.classes.is_empty() {
                found.trigger = first..found.trigger.end;
                return found;
            }
            // "de-boarded" is no boarding
            if matches!(self.lower(first), "de" | "un" | "non" | "dis" | "anti" | "counter") {
                return found;
            }
        }
        let mut found = self.evoke_as(lexicon, t, part, &lemma, clause);
        if found.classes.is_empty() && part == Part::Noun {
            for stem in verb_stems(&lemma) {
                found = self.evoke_as(lexicon, t, Part::Verb, &stem, &gerund_clause(clause));
                found.classes.retain(|c| c.starts_with(DL));
                if !found.classes.is_empty() {
                    break;
                }
            }
        }
        found
    }

    /// A word written with a hyphen, which the tokenizer takes apart: its first token, and the whole in lower case.
    fn hyphenated(&self, t: usize, lemma: &str) -> Option<(usize, String)> {
        let touches = |a: usize, b: usize| self.parsed.tokens[a].span.end == self.parsed.tokens[b].span.start;
        let hyphen = t.checked_sub(1)?;
        let first = hyphen.checked_sub(1)?;
        (self.lower(hyphen) == "-" && touches(first, hyphen) && touches(hyphen, t))
            .then(|| (first, format!("{}-{lemma}", self.lower(first))))
    }

    fn evoke_as(&self, lexicon: &Lexicon, t: usize, part: Part, lemma: &str, clause: &Clause) -> Evoked {
        let mut evoked = Evoked { trigger: t..t + 1, lemma: lemma.to_owned(), ..Evoked::default() };
        let site = Site { syntax: *self, lexicon, head: t, clause };
        let lower = self.lower(t);
        let mut entries: Vec<&Entry> = lexicon.entries(lemma, part).iter().collect();
        // the model's lemma can be wrong ("hopes" from "hop"): the bare forms are tried as well
        let bare = [Some(lower), lower.strip_suffix('s'), lower.strip_suffix('d')];
        for form in bare.into_iter().flatten().filter(|&f| f != lemma) {
            entries.extend(lexicon.entries(form, part));
        }
        // most words first; of equals the one whose further words stand nearest ("called off on Friday" is no "call on")
        let mut matches: Vec<(&Entry, Vec<usize>)> = entries
            .into_iter()
            .filter_map(|e| self.further_words(e, t, part).map(|further| (e, further)))
            .filter(|(e, _)| e.admits(&site) && e.classes.iter().all(|c| lexicon.class_admits(c, &site)))
            .collect();
        // a longer entry hides the shorter ones, unless it only tells a status ("withdraw from" a town is still a withdrawal)
        let hides = |e: &Entry, further: &[usize]| {
            e.classes.iter().any(|c| c.starts_with(DL) || c.strip_prefix(F) == Some("Idiom"))
                || further.iter().any(|&i| self.dep(i) != Dep::Prep)
        };
        let most = |wanted: bool| {
            let of = matches.iter().filter(|(e, further)| !wanted || hides(e, further)).map(|(e, _)| e.words.len());
            of.max().unwrap_or(0)
        };
        let (any, hiding) = (most(false), most(true));
        matches.retain(|(e, further)| e.words.len() == any || hides(e, further) && e.words.len() == hiding);
        let nearest = matches.iter().filter_map(|(_, further)| further.first().copied()).min();
        matches.retain(|(_, further)| further.is_empty() || further.first().copied() == nearest || part == Part::Noun);
        for (entry, further) in matches {
            let has_class = evoked.classes.iter().any(|c| c.starts_with(DL));
            for class in &entry.classes {
                if class.starts_with(DL) && has_class || evoked.classes.contains(class) {
                    continue;
                }
                if class.starts_with(DL) {
                    evoked.classes.insert(0, class.clone());
                    evoked.links.clone_from(&entry.links);
                    evoked.used.clone_from(&further);
                    for &f in &further {
                        let near = f + 1 == evoked.trigger.start || f == evoked.trigger.end;
                        if near {
                            evoked.trigger = evoked.trigger.start.min(f)..evoked.trigger.end.max(f + 1);
                        }
                    }
                    evoked.lemma = entry.words.join("_");
                } else {
                    evoked.classes.push(class.clone());
                    evoked.governing.extend(further.iter().copied());
                }
            }
        }
        evoked
    }

    /// Tokens of an entry's words beside the key word, or `None` when one is missing.
    fn further_words(&self, entry: &Entry, t: usize, part: Part) -> Option<Vec<usize>> {
        if entry.words.len() == 1 {
            return Some(Vec::new());
        }
        if part == Part::Noun {
            // earlier words stand right before, hyphens aside
            let mut at = t;
            let mut found = Vec::new();
            for word in entry.words.iter().rev().skip(1).flat_map(|w| w.rsplit('-')) {
                at = at.checked_sub(1)?;
                if self.lower(at) == "-" {
                    at = at.checked_sub(1)?;
                }
                if self.lower(at) != word && self.lemma(at) != *word {
                    return None;
                }
                found.push(at);
            }
            return Some(found);
        }
        let end = self.parsed.sentence_of(t).tokens.end.min(t + 13);
        let mut at = t + 1;
        let mut found = Vec::new();
        for word in entry.words.iter().skip(1) {
            let hit = (at..end).find(|&i| {
                (self.lower(i) == word || self.lemma(i) == *word)
                    && (matches!(
                        self.dep(i),
                        Dep::Prt
                            | Dep::Advmod
                            | Dep::Prep
                            | Dep::Pobj
                            | Dep::Dobj
                            | Dep::Acomp
                            | Dep::Attr
                            | Dep::Oprd
                            | Dep::Dative
                            | Dep::Amod
                            | Dep::Compound
                            | Dep::Poss
                            | Dep::Xcomp
                            | Dep::Nsubjpass
                            | Dep::Agent
                            | Dep::Pcomp
                            | Dep::Npadvmod
                            | Dep::Dep
                            | Dep::Det
                    ) || self.is_resultative(i)
                        || self.is_bare_infinitive(i)
                        || self.dep(i) == Dep::Quantmod && i == t + 1)
                    && self.hangs_on(i, t)
                    && !self.dates(i)
            })?;
            found.push(hit);
            at = hit + 1;
        }
        Some(found)
    }

    /// Whether `t` is below `v` with no clause between.
    fn hangs_on(&self, t: usize, v: usize) -> bool {
        let mut at = t;
        for _ in 0..4 {
            let head = self.head(at);
            if head == v {
                return true;
            }
            if head == at || (self.is_predicate(head) && self.tag(head) != Tag::Vbg) {
                return false;
            }
            at = head;
        }
        false
    }
}

/// Verbs that a noun in -ing may come from: "bombing" from "bomb", "firing" from "fire", "stabbing" from "stab".
fn verb_stems(lemma: &str) -> Vec<String> {
    let Some(stem) = lemma.strip_suffix("ing").filter(|s| s.len() > 2) else { return Vec::new() };
    let mut stems = vec![stem.to_owned(), format!("{stem}e")];
    let bytes = stem.as_bytes();
    if bytes[bytes.len() - 1] == bytes[bytes.len() - 2] {
        stems.push(stem[..stem.len() - 1].to_owned());
    }
    stems
}

/// The slots of a noun in -ing as those of its verb: "the killing of two men by police".
fn gerund_clause(clause: &Clause) -> Clause {
    let mut verbal = clause.clone();
    for slot in &clause.slots {
        match slot.name.as_str() {
            "of" => verbal.add("object", slot.token),
            "by" | "possessor" => verbal.add("subject", slot.token),
            _ => {}
        }
    }
    verbal
}
