//! Which lexicon entries a token can be a cue of, and what the guards see around it.

use super::Reader;
use crate::lexicon::{Entry, Kind, Part, Surroundings};
use crate::parse::{Dep, NameLabel, Pos, Tag};
use crate::resolve::quote::is_mark;
use crate::vocabulary::DL;
use std::ops::Range;

/// An entry found in the text.
pub(super) struct Cue<'a> {
    /// Head token.
    pub head: usize,
    /// Tokens of its further words.
    pub further: Vec<usize>,
    /// The entry.
    pub entry: &'a Entry,
}

impl Cue<'_> {
    /// Head and further words as one range, as far as they stand close together.
    pub fn range(&self) -> Range<usize> {
        let near = |&&i: &&usize| i.abs_diff(self.head) <= 3;
        let first = self.further.iter().filter(near).min().map_or(self.head, |&i| i.min(self.head));
        let last = self.further.iter().filter(near).max().map_or(self.head, |&i| i.max(self.head));
        first..last + 1
    }

    /// Slots linked to a role of the ontology.
    pub fn slots(&self, role: &str) -> impl Iterator<Item = &str> {
        let entry = self.entry;
        entry.links.iter().filter(move |(_, r)| r.strip_prefix(DL) == Some(role)).map(|(slot, _)| slot.as_str())
    }

    /// Whether a slot is linked to a role.
    pub fn links(&self, slot: &str, role: &str) -> bool {
        self.slots(role).any(|s| s == slot)
    }
}

impl<'a> Reader<'a> {
    /// Entries of a token whose further words stand in the text, in the order of the lexicon (longest first).
    pub(super) fn cues(&self, head: usize, part: Part) -> Vec<Cue<'a>> {
        let mut cues = Vec::new();
        for lemma in self.lemmas(head, part) {
            for entry in self.lexicon.entries(&lemma, part) {
                if !entry.classes.iter().any(|c| self.lexicon.is_attribution(c)) {
                    continue;
                }
                if let Some(further) = self.further(head, entry) {
                    cues.push(Cue { head, further, entry });
                }
            }
            if !cues.is_empty() {
                break;
            }
        }
        cues
    }

    /// The lemma, and the one that it stands for when the lemmatizer cut a verb too short or too long
    /// ("hoping" as `hop`, "retweeted" as `retweete`).
    fn lemmas(&self, i: usize, part: Part) -> Vec<String> {
        let lemma = self.token(i).lemma.to_lowercase();
        let lower = self.lower(i);
        let mut lemmas = Vec::new();
        if part == Part::Verb {
            let doubled = lower.len() > lemma.len() && lower[lemma.len()..].starts_with(&lemma[lemma.len().saturating_sub(1)..]);
            if lower.starts_with(&lemma) && !doubled && lower != lemma {
                lemmas.push(format!("{lemma}e"));
            }
            if let Some(short) = lemma.strip_suffix('e') {
                lemmas.push(short.to_owned());
            }
        }
        lemmas.retain(|l| !self.lexicon.entries(l, part).is_empty() && self.lexicon.entries(&lemma, part).is_empty());
        lemmas.insert(0, lemma);
        if part == Part::Adjective {
            lemmas.insert(0, lower.to_owned()); // "convinced", whose lemma is the verb's
        }
        lemmas
    }

    /// Tokens of the further words of a verb (below it, in order) or the modifiers of a noun (right before it).
    fn further(&self, head: usize, entry: &Entry) -> Option<Vec<usize>> {
        let n = entry.words.len();
        if n == 1 {
            return Some(Vec::new());
        }
        if entry.part == Part::Noun {
            let start = (head + 1).checked_sub(n)?;
            let fits = (start..head).zip(&entry.words).all(|(i, w)| self.same(i, w));
            return fits.then(|| (start..head).collect());
        }
        let sentence = self.sentence(head);
        let mut at = vec![head];
        for word in &entry.words[1..] {
            let last = at[at.len() - 1];
            let next = (last + 1..sentence.end.min(last + 7)).find(|&i| {
                self.same(i, word)
                    && (i == last + 1 || at.iter().any(|&a| self.token(i).head == a || a == self.token(i).head))
                    && !self.dates(i)
            })?;
            at.push(next);
        }
        at.remove(0);
        Some(at)
    }

    /// Whether a preposition only says when: "agreed on Sunday".
    fn dates(&self, preposition: usize) -> bool {
        let time =
            |n: &crate::parse::NameSpan, i: usize| matches!(n.label, NameLabel::Date | NameLabel::Time) && n.tokens.contains(&i);
        self.token(preposition).pos == Pos::Adp
            && self.child(preposition, &[Dep::Pobj]).is_some_and(|o| self.document.names.iter().any(|n| time(n, o)))
    }

    fn same(&self, i: usize, word: &str) -> bool {
        self.lower(i) == word || *self.token(i).lemma == *word
    }

    /// Head tokens in a slot of a verb, noun or adjective.
    pub(super) fn filler(&self, head: usize, slot: &str) -> Vec<usize> {
        match slot {
            "subject" => self.subject(head).into_iter().collect(),
            "object" => {
                let passive = self.is_passive(head);
                let deps: &[Dep] = if passive { &[Dep::Nsubjpass] } else { &[Dep::Dobj] };
                let mut found: Vec<usize> = self.document.children(head).filter(|&c| deps.contains(&self.token(c).dep)).collect();
                if found.is_empty() && passive {
                    found.extend(self.child(head, &[Dep::Nsubj]).or_else(|| self.raised_subject(head)));
                }
                if found.is_empty() && passive && self.token(head).dep == Dep::Conj {
                    found.extend(self.surface_subject(self.token(head).head, 3));
                }
                if found.is_empty() && !passive {
                    found.extend(self.misread_object(head));
                }
                if found.is_empty() && !passive {
                    found.extend(self.small_clause(head).and_then(|c| self.child(c, &[Dep::Nsubj])));
                }
                if found.is_empty() && !passive {
                    found.extend(self.child(head, &[Dep::Dative]).filter(|&c| self.token(c).pos != Pos::Adp));
                }
                found
            }
            "attr" => {
                let mut predicates =
                    self.document.children(head).filter(|&c| matches!(self.token(c).dep, Dep::Attr | Dep::Acomp | Dep::Oprd));
                let found = predicates.next_back().or_else(|| self.small_clause(head));
                found.or_else(|| self.quoted_name(head)).into_iter().collect()
            }
            "possessor" => self.child(head, &[Dep::Poss]).into_iter().collect(),
            "modifier" => {
                let deps: &[Dep] = if self.is_verb(head) { &[Dep::Aux, Dep::Advmod] } else { &[Dep::Amod, Dep::Compound] };
                self.document.children(head).filter(|&c| deps.contains(&self.token(c).dep)).collect()
            }
            preposition => self.below_preposition(head, preposition),
        }
    }

    /// "said the same", "said yes": an object that the tree takes for a second subject or an interjection.
    fn misread_object(&self, head: usize) -> Option<usize> {
        let subject = self.child(head, &[Dep::Nsubj]).filter(|&s| s < head)?;
        // "calls him a clown", twice a predicate to the tree
        let predicates: Vec<usize> = self.document.children_with(head, Dep::Oprd).filter(|&c| c > head).collect();
        if let [object, _] = predicates[..] {
            return Some(object);
        }
        self.document.children(head).find(|&c| {
            c > head
                && match self.token(c).dep {
                    Dep::Nsubj => c != subject && self.lower(c - 1) != "," && self.token(c).pos != Pos::Propn,
                    Dep::Intj => c == head + 1 && matches!(self.lower(c), "yes" | "no"),
                    _ => false,
                }
        })
    }

    /// "called the plan a "disgrace"", where the tree does not see the second phrase: the last word of the quote.
    pub(super) fn quoted_name(&self, head: usize) -> Option<usize> {
        if !matches!(&*self.token(head).lemma, "call" | "label" | "brand" | "dub" | "term" | "deem" | "pronounce") {
            return None;
        }
        let stops = |i: usize| {
            self.ends_sentence(i)
                || self.lower(i) == ","
                || self.is_verb(i) && self.is_finite(i) && self.token(i).dep == Dep::Root
        };
        let open = (head + 2..self.block(head).end).take_while(|&i| !stops(i)).find(|&i| is_mark(self.lower(i)))?;
        let quote =
            self.quotes.iter().find(|q| q.open == open && q.close.is_some() && !q.nested && self.quote_of[head].is_none())?;
        let short = quote.inside.len() <= 12 && !quote.inside.clone().any(|i| self.is_verb(i) && self.is_finite(i));
        short.then(|| quote.inside.clone().rev().find(|&i| !self.is_punct(i)))?
    }

    /// "called [the plan a disgrace]", "considers [him unfit]": a clause without a verb.
    pub(super) fn small_clause(&self, head: usize) -> Option<usize> {
        let verbless = |&c: &usize| {
            self.token(c).dep == Dep::Ccomp
                && c > head
                && matches!(self.token(c).pos, Pos::Noun | Pos::Adj | Pos::Propn)
                && self.child(c, &[Dep::Nsubj]).is_some()
                && self.child(c, &[Dep::Aux, Dep::Mark]).is_none()
        };
        self.document.children(head).find(verbless)
    }

    fn below_preposition(&self, head: usize, preposition: &str) -> Vec<usize> {
        let name = preposition.replace('_', " ");
        let first = name.split(' ').next().unwrap_or(&name);
        self.prepositions(head, first).into_iter().filter_map(|p| self.child(p, &[Dep::Pobj, Dep::Pcomp])).collect()
    }

    /// Prepositions below a head. "See X as Y", "remind X of Y" are often hung on X, "renew calls for X" on the verb.
    fn prepositions(&self, head: usize, word: &str) -> Vec<usize> {
        let is_it =
            |&c: &usize| matches!(self.token(c).dep, Dep::Prep | Dep::Agent | Dep::Dative | Dep::Prt) && self.lower(c) == word;
        let mut found: Vec<usize> = self.document.children(head).filter(is_it).collect();
        if found.is_empty() && self.is_verb(head) {
            let objects = self.document.children(head).filter(|&c| matches!(self.token(c).dep, Dep::Dobj | Dep::Nsubjpass));
            found.extend(objects.flat_map(|o| self.document.children(o).filter(is_it)));
        }
        if found.is_empty() && self.is_verb(head) && word == "from" {
            // "came under fire from unions"
            let nouns = self.document.children_with(head, Dep::Prep).filter_map(|p| self.child(p, &[Dep::Pobj]));
            found.extend(nouns.flat_map(|n| self.document.children(n).filter(is_it)));
        }
        if found.is_empty() && !self.is_verb(head) {
            // "the comments made by Bell about the plan"
            found.extend(self.maker(head).into_iter().flat_map(|verb| self.document.children(verb).filter(is_it)));
        }
        if found.is_empty() && word == "about" && self.is_verb(head) {
            // "asked at a briefing about the deal"
            let setting = |&c: &usize| self.token(c).dep == Dep::Prep && c > head;
            let nouns = self.document.children(head).filter(setting).filter_map(|p| self.child(p, &[Dep::Pobj]));
            let nouns = nouns.filter(|&n| self.is_medium(n) || self.is_occasion(n) || self.is_time(n));
            found.extend(nouns.flat_map(|n| self.document.children(n).filter(is_it)));
        }
        if found.is_empty() && word == "as" {
            // "view her as more prepared": "as" opens a clause
            let opens = |&c: &usize| self.token(c).dep == Dep::Advcl && self.lower(self.document.subtree(c).start) == "as";
            let clause = self.document.children(head).filter(opens).find(|&c| c > head);
            let object = self.child(head, &[Dep::Dobj, Dep::Nsubjpass]).map(|o| self.document.subtree(o).end);
            found.extend(clause.map(|c| self.document.subtree(c).start).filter(|&a| object == Some(a) || a == head + 1));
        }
        if found.is_empty() && self.token(head).dep == Dep::Dobj {
            found.extend(self.document.children(self.token(head).head).filter(|&c| c == head + 1).filter(is_it));
        }
        found
    }

    /// Whether a verb is in the passive, reduced participles after a noun included.
    pub(super) fn is_passive(&self, verb: usize) -> bool {
        // "the deal, said to be worth millions, …"
        let said_to = verb > 0
            && self.lower(verb - 1) == ","
            && matches!(self.token(verb).tag, Tag::Vbd | Tag::Vbn)
            && matches!(
                &*self.token(verb).lemma,
                "say" | "believe" | "think" | "understand" | "know" | "report" | "rumor" | "estimate"
            )
            && self.tokens.get(verb + 1).is_some_and(|t| t.tag == Tag::To);
        said_to
            || self.child(verb, &[Dep::Auxpass, Dep::Nsubjpass]).is_some()
            || (matches!((self.token(verb).tag, self.token(verb).dep), (Tag::Vbn, Dep::Acl | Dep::Advcl) | (Tag::Vbd, Dep::Acl))
                && self.child(verb, &[Dep::Nsubj, Dep::Aux, Dep::Dobj]).is_none())
    }

    /// Rough kinds of a phrase head, before any mention is resolved.
    pub(super) fn kinds_of(&self, i: usize) -> Vec<Kind> {
        let token = self.token(i);
        let name = self.document.names.iter().find(|n| n.tokens.contains(&i)).map(|n| n.label);
        match name {
            Some(NameLabel::Person) => return vec![Kind::Person, Kind::Agent],
            Some(NameLabel::Org | NameLabel::Norp) => return vec![Kind::Agent],
            Some(NameLabel::Gpe) => return vec![Kind::Agent, Kind::Place],
            Some(NameLabel::Loc | NameLabel::Fac) => return vec![Kind::Place],
            _ => {}
        }
        match &*token.lower {
            "he" | "she" | "him" | "her" | "who" | "whom" | "i" | "me" | "you" | "we" | "us" | "himself" | "herself" => {
                vec![Kind::Person, Kind::Agent]
            }
            "they" | "them" | "some" | "many" | "others" | "most" | "few" | "both" | "several" => vec![Kind::Person, Kind::Agent],
            _ if token.pos == Pos::Propn => vec![Kind::Agent, Kind::Thing],
            _ => vec![Kind::Thing],
        }
    }
}

/// The guards' view of a cue.
pub(super) struct Around<'r, 'a> {
    pub reader: &'r Reader<'a>,
    pub head: usize,
    /// Form of the content clause: `quote`, `that`, `bare`, `wh`, `to`, `ing`.
    pub form: Option<&'static str>,
}

impl Surroundings for Around<'_, '_> {
    fn kinds(&self, slot: &str) -> Vec<Kind> {
        if slot == "object"
            && let Some(noun) = self.reader.gap(self.head)
        {
            return self.reader.kinds_of(noun);
        }
        self.reader.filler(self.head, slot).iter().flat_map(|&i| self.reader.kinds_of(i)).collect()
    }
    fn words(&self, slot: &str) -> Vec<&str> {
        if slot == "clause" {
            return self.form.into_iter().collect();
        }
        let token = |&i: &usize| &self.reader.tokens[i];
        self.reader.filler(self.head, slot).iter().map(token).flat_map(|t| [&*t.lemma, &*t.lower]).collect()
    }
    fn has_preposition(&self, preposition: &str) -> bool {
        !self.reader.prepositions(self.head, preposition).is_empty()
    }
    fn has_clause(&self) -> bool {
        self.form.is_some()
    }
    fn is_passive(&self) -> bool {
        self.reader.is_passive(self.head)
    }
}
