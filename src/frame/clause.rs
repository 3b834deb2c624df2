//! The slots of a predicate or event noun as head tokens: passive undone, coordination distributed.

use super::syntax::Syntax;
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::{EntityType, MentionKind};

/// A filled slot: its name in the frame vocabulary, and the head token that fills it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub name: String,
    pub token: usize,
}

/// The slots of one predicate.
#[derive(Clone, Debug, Default)]
pub(super) struct Clause {
    pub passive: bool,
    pub slots: Vec<Slot>,
}

impl Clause {
    pub fn fill(&self, name: &str) -> impl Iterator<Item = usize> + '_ {
        let name = name.to_owned();
        self.slots.iter().filter(move |s| s.name == name).map(|s| s.token)
    }
    pub fn add(&mut self, name: &str, token: usize) {
        let slot = Slot { name: name.to_owned(), token };
        if !self.slots.contains(&slot) {
            self.slots.push(slot);
        }
    }
    fn add_all(&mut self, name: &str, tokens: impl IntoIterator<Item = usize>) {
        for t in tokens {
            self.add(name, t);
        }
    }
}

/// Nouns that make a preposition with the words around them: "on behalf of", "in the wake of".
const RELATIONAL: &[&str] = &[
    "behalf",
    "front",
    "wake",
    "face",
    "sideline",
    "sidelines",
    "support",
    "favour",
    "favor",
    "charge",
    "response",
    "honour",
    "honor",
    "protest",
    "retaliation",
    "exchange",
    "return",
    "light",
    "course",
    "midst",
    "outskirt",
    "outskirts",
    "aftermath",
    "relation",
    "connection",
    "suspicion",
];

impl Syntax<'_> {
    /// Slots of a verb.
    pub fn clause(&self, v: usize) -> Clause {
        let mut clause = Clause { passive: self.is_passive(v), slots: Vec::new() };
        let surface = self.surface_subjects(v);
        clause.add_all(if clause.passive { "object" } else { "subject" }, surface.iter().copied());
        let aboard = self.aboard(v);
        clause.add_all("aboard", aboard);
        for c in self.parsed.children(v).filter(|&c| Some(c) != aboard) {
            match self.dep(c) {
                // "leaves 30 hurt": the number is who, the participle is what became of them
                Dep::Dobj if self.is_verb_form(c) && self.child(c, Dep::Nummod).is_some() => {
                    clause.add("attr", c);
                    clause.add_all("object", self.child(c, Dep::Nummod));
                }
                Dep::Dobj => clause.add_all("object", self.fillers(c)),
                // "shot his wife dead", "found the driver guilty"
                _ if self.is_resultative(c) => {
                    clause.add("attr", c);
                    clause.add_all("object", self.parsed.children_with(c, Dep::Nsubj).flat_map(|o| self.fillers(o)));
                }
                // "let him go", "watched them leave"
                Dep::Ccomp if self.is_bare_infinitive(c) => {
                    clause.add_all("object", self.parsed.children_with(c, Dep::Nsubj).flat_map(|o| self.fillers(o)));
                }
                Dep::Attr | Dep::Oprd | Dep::Acomp => {
                    clause.add_all("attr", self.conjuncts(c));
                    // "named Ann Lee chief executive", one phrase to the parser
                    if !clause.passive && self.child(v, Dep::Dobj).is_none() && self.names_holder(c) {
                        clause.add("object", c);
                    }
                    // "left three dead"
                    if &*self.parsed.tokens[v].lemma == "leave" && self.pos(c) == Pos::Adj {
                        clause.add_all("object", self.child(c, Dep::Nummod));
                    }
                }
                Dep::Dative if self.pos(c) != Pos::Adp => {
                    // "was given the medal": the recipient is not the thing given
                    clause.add_all("dative", self.fillers(c));
                }
                Dep::Dative | Dep::Prep | Dep::Agent => self.preposition(&mut clause, c),
                Dep::Advmod if self.lower(c) == "where" && self.dep(v) == Dep::Relcl => clause.add("in", self.head(v)),
                Dep::Advmod => {
                    // "ahead of the summit", "away from the front"
                    for p in self.parsed.children_with(c, Dep::Prep) {
                        self.preposition_named(&mut clause, p, &format!("{}_{}", self.lower(c), self.lower(p)));
                    }
                }
                _ => {}
            }
        }
        if self.dep(v) == Dep::Relcl
            && !clause.passive
            && self.child(v, Dep::Dobj).is_none()
            && self.child(v, Dep::Nsubj).is_some_and(|s| !self.is_relative(s))
            && !self.parsed.children(v).any(|c| self.is_relative(c) && self.dep(c) != Dep::Dobj)
            && !self.parsed.children_with(v, Dep::Prep).any(|p| self.child(p, Dep::Pobj).is_none())
        {
            // "the man they killed"
            clause.add("object", self.head(v));
        }
        if clause.passive && self.child(v, Dep::Dobj).is_some() {
            // "was given a medal", "were told the news": the surface subject is the recipient
            for slot in &mut clause.slots {
                if surface.contains(&slot.token) && slot.name == "object" {
                    slot.name = "dative".to_owned();
                }
            }
        }
        if matches!(self.dep(v), Dep::Conj) {
            self.share_places(&mut clause, v);
        }
        self.drop_breakdown(&mut clause);
        self.joined_to_verb(&mut clause, v);
        clause
    }

    /// Whether a title has the name of its holder right before it.
    fn names_holder(&self, noun: usize) -> bool {
        let person = |t: usize| {
            self.resolved.mention_at(t).is_some_and(|m| {
                self.resolved.mentions[m].kind == MentionKind::Name && self.types(m).any(|k| k == EntityType::Person)
            })
        };
        self.pos(noun) == Pos::Noun && self.parsed.children_with(noun, Dep::Compound).any(person)
    }

    /// "12 people, seven women and five men": the parts of a sum are no further objects.
    fn drop_breakdown(&self, clause: &mut Clause) {
        let count = |t: usize| {
            let mention = &self.resolved.mentions[self.mention(t)?];
            mention.entities.iter().find_map(|&e| self.resolved.entities[e].count)
        };
        for slot in ["object", "subject"] {
            let all: Vec<usize> = clause.fill(slot).collect();
            let Some((&first, parts)) = all.split_first().filter(|(_, parts)| parts.len() > 1) else { continue };
            let sum: Option<u64> = parts.iter().map(|&t| count(t)).sum();
            if sum.is_some() && sum == count(first) {
                clause.slots.retain(|s| s.name != slot || s.token == first);
            }
        }
    }

    /// "met with A, as well as B": a noun joined to the verb belongs to the list before it.
    fn joined_to_verb(&self, clause: &mut Clause, v: usize) {
        for c in self.parsed.children_with(v, Dep::Conj).filter(|&c| c > v && !self.is_predicate(c)) {
            let noun = matches!(self.pos(c), Pos::Noun | Pos::Propn);
            let also = self.parsed.subtree(c).start.max(1) - 1;
            let well = self.lower(also) == "as" && also > 1 && self.lower(also - 1) == "well";
            let last = clause.slots.iter().filter(|s| s.token > v && s.token < c).max_by_key(|s| s.token);
            if let Some(name) = last.filter(|_| noun && well).map(|s| s.name.clone()) {
                clause.add_all(&name, self.conjuncts(c));
            }
        }
    }

    /// "talks with A and B", where the parser joins B to the talks: agents beside an event noun are among its partners.
    pub fn share_partners(&self, clause: &mut Clause, n: usize) {
        let Some(slot) = clause.slots.iter().rev().find(|s| matches!(s.name.as_str(), "with" | "between")).cloned() else {
            return;
        };
        let agent = |t: usize| self.mention(t).is_some_and(|m| self.types(m).any(EntityType::is_agent));
        if agent(slot.token) {
            let joined = self.conjuncts(n).into_iter().filter(|&c| c > slot.token && agent(c));
            clause.add_all(&slot.name, joined);
        }
    }

    /// "the agreement on 2 December between A and B": a phrase behind a date belongs to the noun before it.
    fn behind_time(&self, clause: &mut Clause, n: usize) {
        let above = self.head(n);
        let own = self.parsed.children_with(n, Dep::Prep);
        let verbs = self.parsed.children_with(above, Dep::Prep).filter(|_| self.dep(n) == Dep::Dobj);
        for p in own.chain(verbs).filter(|&p| p > n) {
            let dates =
                self.parsed.children_with(p, Dep::Pobj).filter(|&o| self.resolved.times.iter().any(|t| t.tokens.contains(&o)));
            for q in dates.flat_map(|o| self.parsed.children_with(o, Dep::Prep)) {
                if matches!(self.lower(q), "between" | "with") {
                    self.preposition(clause, q);
                }
            }
        }
    }

    /// A place said once before two coordinated verbs ("in Kyiv police arrested two and killed one") covers both.
    fn share_places(&self, clause: &mut Clause, v: usize) {
        let first = self.head(v);
        if !self.is_verb_form(first) {
            return;
        }
        for p in self.parsed.children_with(first, Dep::Prep).filter(|&p| p < first) {
            if let Some(o) = self.child(p, Dep::Pobj)
                && self.is_place(o)
            {
                let name = self.lower(p).to_owned();
                clause.add_all(&name, self.fillers(o));
            }
        }
    }

    fn preposition(&self, clause: &mut Clause, p: usize) {
        // "instead of a summit": the adverb may hang on the preposition
        let adverb = self.parsed.children_with(p, Dep::Advmod).find(|&a| a + 1 == p);
        let name = self.lower(p).replace(' ', "_");
        // "went instead to Lyon" goes to Lyon
        let compound = |a: &&str| matches!(*a, "because" | "ahead" | "away") || *a == "instead" && name == "of";
        let adverb = adverb.map(|a| self.lower(a)).filter(compound);
        self.preposition_named(clause, p, &adverb.map_or(name.clone(), |a| format!("{a}_{name}")));
    }

    fn preposition_named(&self, clause: &mut Clause, p: usize, name: &str) {
        let agent = (self.dep(p) == Dep::Agent || (name == "by" && clause.passive)) && !self.is_means(p);
        for c in self.parsed.children(p) {
            match self.dep(c) {
                Dep::Pobj => {
                    for o in self.fillers(c) {
                        let relation = RELATIONAL.contains(&self.lower(o));
                        let inner = self
                            .parsed
                            .children_with(o, Dep::Prep)
                            .find(|&q| relation && matches!(self.lower(q), "of" | "to" | "for" | "with"));
                        if let Some(q) = inner {
                            self.preposition_named(clause, q, &format!("{name}_{}_{}", self.lower(o), self.lower(q)));
                        } else {
                            clause.add(if agent { "subject" } else { name }, o);
                            // "told of the crisis by phone": the parser hangs the means on the nearest noun
                            let means = self.parsed.children_with(o, Dep::Prep).find(|&q| q > o && self.is_means(q));
                            clause.add_all("by", means.and_then(|q| self.child(q, Dep::Pobj)));
                        }
                    }
                }
                // "according to", "because of", "from inside"
                Dep::Prep | Dep::Pcomp if self.pos(c) == Pos::Adp || self.lower(c) == "to" => {
                    self.preposition_named(clause, c, &format!("{name}_{}", self.lower(c)));
                }
                Dep::Pcomp => clause.add_all(name, self.conjuncts(c)),
                // "with the US and with Ukraine"
                Dep::Conj if self.pos(c) == Pos::Adp => self.preposition(clause, c),
                _ => {}
            }
        }
    }

    /// What somebody is on board of: the parser takes "on board" for a preposition with its noun, and the vehicle for an object.
    fn aboard(&self, v: usize) -> Option<usize> {
        let end = self.parsed.sentence_of(v).tokens.end;
        let board = (v + 2..end.min(v + 10)).find(|&b| self.lower(b) == "board" && self.lower(b - 1) == "on")?;
        let noun = |t: usize| matches!(self.pos(t), Pos::Noun | Pos::Propn) && t > board;
        let below = self.parsed.children(board).chain(self.parsed.children_with(v, Dep::Dobj));
        below.filter(|&t| noun(t)).find(|&t| self.parsed.subtree(t).start == board + 1)
    }

    /// "By phone", "by helicopter", "by sea": how, not who, also behind a passive.
    fn is_means(&self, by: usize) -> bool {
        const MEANS: &[&str] = &[
            "phone",
            "telephone",
            "videolink",
            "letter",
            "email",
            "post",
            "mail",
            "fax",
            "radio",
            "helicopter",
            "car",
            "bus",
            "plane",
            "train",
            "taxi",
            "ambulance",
            "boat",
            "ship",
            "ferry",
            "truck",
            "lorry",
            "van",
            "bicycle",
            "bike",
            "tram",
            "coach",
            "minibus",
            "motorcycle",
            "limousine",
            "air",
            "sea",
            "road",
            "rail",
            "land",
            "train",
            "horse",
            "jet",
            "hand",
            "proxy",
            "decree",
            "ballot",
        ];
        self.child(by, Dep::Pobj).is_some_and(|o| {
            let bare = !self.parsed.children(o).any(|c| matches!(self.dep(c), Dep::Det | Dep::Poss | Dep::Nummod));
            bare && self.tag(o) == Tag::Nn && MEANS.contains(&self.lower(o))
        })
    }

    /// Slots of a noun: possessor, modifiers by name or nationality, prepositional phrases.
    pub fn noun_clause(&self, n: usize) -> Clause {
        let mut clause = Clause::default();
        for c in self.parsed.children(n) {
            match self.dep(c) {
                Dep::Poss => clause.add_all("possessor", self.conjuncts(c)),
                Dep::Prep | Dep::Agent => self.preposition(&mut clause, c),
                Dep::Appos => clause.add_all("attr", self.conjuncts(c)),
                _ => {}
            }
        }
        self.behind_time(&mut clause, n);
        self.bearers(&mut clause, n);
        let first = self.parsed.children(n).next().unwrap_or(n).min(n);
        // mentions stand in the order of their heads
        let mentions = &self.resolved.mentions;
        let from = mentions.partition_point(|m| m.head < first.saturating_sub(8));
        for mention in mentions[from..].iter().take_while(|m| m.head < n) {
            if self.modifies(mention.head, n) {
                clause.add("modifier", mention.head);
            }
        }
        clause
    }

    /// Who a noun is said of: "the assassin, Smith", "her killer Jones", "Smith was the murderer of".
    fn bearers(&self, clause: &mut Clause, n: usize) {
        let head = self.head(n);
        match self.dep(n) {
            Dep::Compound | Dep::Nmod => {
                clause.add("bearer", head);
                clause.add_all("possessor", self.parsed.children_with(head, Dep::Poss).filter(|&p| p < n));
            }
            Dep::Appos => clause.add("bearer", head),
            Dep::Attr if self.is_verb_form(head) => clause.add_all("bearer", self.surface_subjects(head)),
            _ => {}
        }
        clause.add_all("bearer", self.parsed.children_with(n, Dep::Appos));
    }

    /// Whether a token hangs on a noun through compounds and adjectives only, on its left.
    fn modifies(&self, t: usize, noun: usize) -> bool {
        let mut at = t;
        for _ in 0..5 {
            if at == noun {
                return true;
            }
            if !matches!(self.dep(at), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Conj | Dep::Npadvmod | Dep::Punct) {
                return false;
            }
            at = self.head(at);
        }
        false
    }
}
