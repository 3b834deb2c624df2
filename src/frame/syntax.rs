//! Questions about the tree that the other files ask: voice, subjects, conjuncts, antecedents.

use crate::document::BlockKind;
use crate::parse::{Dep, ParsedDocument, Pos, Tag};
use crate::resolve::{EntityType, Mention, MentionId, MentionKind, NounKind, ResolvedDocument};
use std::collections::HashSet;

/// A resolved document, read as a tree.
#[derive(Clone, Copy)]
pub(super) struct Syntax<'a> {
    pub resolved: &'a ResolvedDocument,
    pub parsed: &'a ParsedDocument,
    /// All words of the text, as written but in small letters.
    pub vocabulary: &'a HashSet<&'a str>,
}

/// Words for places that say nothing of where.
const VAGUE_PLACES: &[&str] = &[
    "world", "place", "part", "parts", "ground", "side", "sides", "course", "location", "country", "space", "scene", "areas",
    "position",
];

/// Deepest climb through control, conjunction and participles for a subject.
const DEPTH: usize = 6;

impl<'a> Syntax<'a> {
    pub fn new(resolved: &'a ResolvedDocument, vocabulary: &'a HashSet<&'a str>) -> Self {
        Self { resolved, parsed: &resolved.parsed, vocabulary }
    }

    pub fn dep(&self, t: usize) -> Dep {
        self.parsed.tokens[t].dep
    }
    pub fn tag(&self, t: usize) -> Tag {
        self.parsed.tokens[t].tag
    }
    pub fn pos(&self, t: usize) -> Pos {
        self.parsed.tokens[t].pos
    }
    pub fn head(&self, t: usize) -> usize {
        self.parsed.tokens[t].head
    }
    pub fn lower(&self, t: usize) -> &'a str {
        &self.parsed.tokens[t].lower
    }
    /// Lemma in lower case; the word itself where the model gives none.
    pub fn lemma(&self, t: usize) -> String {
        let token = &self.parsed.tokens[t];
        if token.lemma.is_empty() { token.lower.to_string() } else { token.lemma.to_lowercase() }
    }

    pub fn child(&self, t: usize, dep: Dep) -> Option<usize> {
        self.parsed.children_with(t, dep).next()
    }

    pub fn is_verb_form(&self, t: usize) -> bool {
        matches!(self.tag(t), Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz)
    }

    /// A verb that heads a clause, or a participle before a noun ("the detained men").
    pub fn is_predicate(&self, t: usize) -> bool {
        self.is_verb_form(t)
            && !matches!(
                self.dep(t),
                Dep::Aux | Dep::Auxpass | Dep::Compound | Dep::Prep | Dep::Case | Dep::Pobj | Dep::Dobj | Dep::Nsubj
            )
            && matches!(self.pos(t), Pos::Verb | Pos::Aux)
            || (self.pos(t) == Pos::Verb && matches!(self.dep(t), Dep::Pobj | Dep::Dobj | Dep::Nsubj) && self.tag(t) == Tag::Vbg)
    }

    /// An adjective that tells what becomes of an object, taken for a clause by the parser: "shot dead", "found guilty".
    pub fn is_resultative(&self, t: usize) -> bool {
        matches!(self.dep(t), Dep::Advcl | Dep::Ccomp | Dep::Xcomp)
            && self.pos(t) == Pos::Adj
            && t > self.head(t)
            && self.is_verb_form(self.head(t))
            && !self
                .parsed
                .children(t)
                .any(|c| matches!(self.dep(c), Dep::Mark | Dep::Aux | Dep::Auxpass | Dep::Dobj) || self.is_verb_form(c))
    }

    /// A verb with "to".
    pub fn is_infinitive(&self, v: usize) -> bool {
        self.tag(v) == Tag::Vb && self.parsed.children_with(v, Dep::Aux).any(|a| self.lower(a) == "to")
    }

    /// Whether a token refers to somebody or something that can act.
    fn may_act(&self, t: usize) -> bool {
        matches!(self.pos(t), Pos::Propn | Pos::Pron | Pos::Num | Pos::Adj)
            || self.mention(t).is_some_and(|m| {
                let still = |k: NounKind| matches!(k, NounKind::Time | NounKind::Event | NounKind::Thing | NounKind::Document);
                let sort = |e: &usize| self.resolved.entities[*e].sort;
                self.types(m).any(|k| k.is_agent() || k == EntityType::Vehicle)
                    || self.resolved.mentions[m].entities.iter().any(|e| sort(e).is_some_and(|k| !still(k)))
            })
    }

    /// An infinitive without "to" below a verb of letting or seeing, which has its own subject: "let him go".
    pub fn is_bare_infinitive(&self, t: usize) -> bool {
        self.tag(t) == Tag::Vb
            && matches!(self.lemma(self.head(t)).as_str(), "let" | "see" | "watch" | "hear" | "make" | "have" | "help")
            && !self.parsed.children(t).any(|c| matches!(self.dep(c), Dep::Aux | Dep::Mark))
    }

    /// A relative pronoun or adverb.
    pub fn is_relative(&self, t: usize) -> bool {
        matches!(self.tag(t), Tag::Wdt | Tag::Wp | Tag::WpPossessive | Tag::Wrb)
            || (self.lower(t) == "that" && matches!(self.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj))
    }

    /// The noun that a relative pronoun stands for.
    pub fn antecedent(&self, pronoun: usize) -> Option<usize> {
        let mut at = self.head(pronoun);
        for _ in 0..DEPTH {
            if self.dep(at) == Dep::Relcl {
                let noun = self.head(at);
                let person = matches!(self.lower(pronoun), "who" | "whom") && self.is_place(noun);
                return Some(if person { self.person_above(noun).unwrap_or(noun) } else { noun });
            }
            if self.head(at) == at {
                return None;
            }
            at = self.head(at);
        }
        None
    }

    /// "Ann Lee, owner of the bar, in Denver, who testified": the person on whom a place hangs by a preposition.
    fn person_above(&self, place: usize) -> Option<usize> {
        if self.dep(place) != Dep::Pobj {
            return None;
        }
        let mut at = self.head(place);
        for _ in 0..DEPTH {
            if self.mention(at).is_some_and(|m| self.types(m).any(|k| k == EntityType::Person)) {
                return Some(at);
            }
            if self.head(at) == at || self.is_predicate(at) {
                return None;
            }
            at = self.head(at);
        }
        None
    }

    /// A token and what is coordinated with it; conjuncts of another kind (a verb beside a noun) are left out.
    pub fn conjuncts(&self, t: usize) -> Vec<usize> {
        let mut all = vec![t];
        let mut at = 0;
        while at < all.len() {
            for c in self.parsed.children_with(all[at], Dep::Conj) {
                if self.is_predicate(c) == self.is_predicate(t) {
                    all.push(c);
                }
            }
            all.extend(self.listed_behind(all[at]));
            at += 1;
        }
        if let Some(&last) = all.last()
            && let Some(loose) = self.after_loose_and(last)
        {
            all.push(loose);
        }
        all
    }

    /// The next of a list of people that the parser took for an apposition: "Ann Lee, Rui Prado and Joao Lima, all Democrats".
    fn listed_behind(&self, t: usize) -> Option<usize> {
        let person = |t: usize| self.mention(t).map(|m| &self.resolved.mentions[m]).filter(|m| self.is_named_person(m));
        let first = person(t)?;
        self.parsed.children_with(t, Dep::Appos).find(|&c| {
            person(c).is_some_and(|m| m.entities != first.entities && m.tokens.start == first.tokens.end + 1)
                && self.child(c, Dep::Conj).is_some()
        })
    }

    /// The person after an "and" that the parser left hanging: "A, B and chief of staff C".
    fn after_loose_and(&self, t: usize) -> Option<usize> {
        let and = self.parsed.children_with(t, Dep::Cc).rfind(|&c| c > t)?;
        if self.parsed.children(t).any(|c| c > and && self.dep(c) == Dep::Conj) {
            return None;
        }
        let end = self.parsed.sentence_of(t).tokens.end.min(and + 10);
        let verb = (and + 1..end).find(|&i| self.is_verb_form(i) || self.pos(i) == Pos::Aux).unwrap_or(end);
        let mentions = self.headed_within(and + 1..verb);
        mentions.iter().find(|m| m.tokens.start > and && self.is_named_person(m)).map(|m| m.head)
    }

    /// The mentions whose heads lie in a range of tokens.
    fn headed_within(&self, tokens: std::ops::Range<usize>) -> &'a [Mention] {
        let mentions = &self.resolved.mentions;
        let start = mentions.partition_point(|m| m.head < tokens.start);
        let length = mentions[start..].partition_point(|m| m.head < tokens.end);
        &mentions[start..start + length]
    }

    fn is_named_person(&self, mention: &Mention) -> bool {
        mention.kind == MentionKind::Name
            && mention.entities.iter().any(|&e| self.resolved.entities[e].kind == EntityType::Person)
    }

    /// Names before a subject that the parser left outside its list: "for lunch, A, B, and C will be joined".
    ///
    /// One name before "and" may belong to the clause before; two make a list.
    fn listed_before(&self, subject: usize) -> Vec<usize> {
        let mut at = self.parsed.subtree(subject).start;
        if at == 0
            || self.lower(at - 1) != "and"
            || !self.mention(subject).is_some_and(|m| self.is_named_person(&self.resolved.mentions[m]))
        {
            return Vec::new();
        }
        at -= 1;
        let mut found = Vec::new();
        while at > 1 && self.lower(at - 1) == "," {
            let before = self.headed_within(self.parsed.sentence_of(at - 1).tokens.start..at - 1);
            let Some(m) = before.iter().find(|m| m.tokens.end == at - 1 && self.is_named_person(m)) else {
                break;
            };
            found.insert(0, m.head);
            at = m.tokens.start;
        }
        if found.len() < 2 { Vec::new() } else { found }
    }

    /// Conjuncts, with a relative pronoun replaced by its noun.
    pub fn fillers(&self, t: usize) -> Vec<usize> {
        if self.is_relative(t)
            && let Some(noun) = self.antecedent(t)
        {
            return vec![noun];
        }
        let mut all = self.conjuncts(t);
        // "a third, Ann Lee, was acquitted": the name tells who
        if self.mention(t).is_none() && matches!(self.lower(t), "first" | "second" | "third" | "fourth" | "fifth" | "sixth") {
            let named = self.parsed.children_with(t, Dep::Appos).find(|&c| self.mention(c).is_some());
            all[0] = named.unwrap_or(t);
        }
        // "a number of ministers and officials": the count is of both
        if matches!(
            self.lower(t),
            "number" | "range" | "group" | "handful" | "couple" | "dozens" | "hundreds" | "thousands" | "scores"
        ) && let Some(of) = self.parsed.children_with(t, Dep::Prep).find(|&p| self.lower(p) == "of")
            && let Some(noun) = self.child(of, Dep::Pobj)
        {
            all.extend(self.conjuncts(noun).into_iter().filter(|&c| c != noun));
        }
        all
    }

    /// Whether the predicate is passive, by its auxiliary, its subject or its form.
    pub fn is_passive(&self, v: usize) -> bool {
        if self.tag(v) != Tag::Vbn && self.tag(v) != Tag::Vbd {
            return false;
        }
        let mut perfect = false;
        for c in self.parsed.children(v) {
            match self.dep(c) {
                Dep::Auxpass | Dep::Nsubjpass | Dep::Csubjpass => return true,
                // "left by a side door" is no passive
                Dep::Agent => {
                    let goes = matches!(&*self.lemma(v), "leave" | "arrive" | "come" | "go" | "travel" | "return" | "depart");
                    return !goes || self.child(v, Dep::Auxpass).is_some();
                }
                Dep::Aux if matches!(self.lemma(c).as_str(), "have" | "'ve" | "'s" | "'d") => perfect = true,
                Dep::Nsubj if self.tag(v) == Tag::Vbd => return self.is_headline_passive(v),
                _ => {}
            }
        }
        match self.dep(v) {
            Dep::Acl | Dep::Amod => self.tag(v) == Tag::Vbn && !perfect,
            // "left three dead and 12 injured"
            Dep::Conj if self.pos(self.head(v)) == Pos::Adj && self.dep(self.head(v)) == Dep::Oprd => {
                self.tag(v) == Tag::Vbn && !perfect
            }
            Dep::Conj => {
                self.tag(v) == Tag::Vbn && !perfect && self.child(v, Dep::Nsubj).is_none() && self.is_passive(self.head(v))
            }
            Dep::Advcl | Dep::Xcomp | Dep::Oprd | Dep::Ccomp => {
                self.tag(v) == Tag::Vbn && !perfect && self.child(v, Dep::Aux).is_none() && self.child(v, Dep::Dobj).is_none()
            }
            // a headline has no auxiliary: "Three killed in blast"
            Dep::Root => {
                self.tag(v) == Tag::Vbn && !perfect && self.child(v, Dep::Nsubj).is_none() && self.child(v, Dep::Dobj).is_none()
            }
            _ => false,
        }
    }

    /// "Man pulled from rubble": headlines tell what happened in the present, so that a bare past form without an object is passive.
    fn is_headline_passive(&self, v: usize) -> bool {
        const ACTIVE: &[&str] = &[
            "say", "die", "go", "come", "arrive", "resign", "quit", "fall", "rise", "drop", "happen", "remain", "warn", "agree",
            "begin", "start", "end", "fail", "collapse", "land", "crash", "explode", "return", "flee", "vote", "protest", "walk",
            "meet", "vow", "refuse", "decline", "win", "lose", "know", "think", "deny", "admit", "claim", "insist", "want",
            "have",
        ];
        let sentence = self.parsed.sentence_of(v);
        let block = self.parsed.document.posts.get(sentence.post).and_then(|p| p.blocks.get(sentence.block));
        let bare = !self.parsed.children(v).any(|c| {
            matches!(self.dep(c), Dep::Dobj | Dep::Ccomp | Dep::Aux | Dep::Attr | Dep::Prt) || self.dep(c) == Dep::Acomp
        });
        self.dep(v) == Dep::Root
            && bare
            && block.is_some_and(|b| b.kind == BlockKind::Headline)
            && !ACTIVE.contains(&self.lemma(v).as_str())
    }

    /// Heads of the grammatical subjects, inherited through conjunction, relatives, participles and control.
    pub fn surface_subjects(&self, v: usize) -> Vec<usize> {
        self.subjects_within(v, DEPTH)
    }

    fn subjects_within(&self, v: usize, depth: usize) -> Vec<usize> {
        if depth == 0 {
            return Vec::new();
        }
        let own: Vec<usize> = self
            .parsed
            .children(v)
            .filter(|&c| matches!(self.dep(c), Dep::Nsubj | Dep::Nsubjpass))
            .flat_map(|c| self.listed_before(c).into_iter().chain(self.fillers(c)))
            .collect();
        if !own.is_empty() {
            return own;
        }
        if self.parsed.children(v).any(|c| matches!(self.dep(c), Dep::Expl | Dep::Csubj | Dep::Csubjpass)) {
            return Vec::new();
        }
        let head = self.head(v);
        match self.dep(v) {
            Dep::Conj if self.is_verb_form(head) => {
                self.stray_subject(head, v).unwrap_or_else(|| self.subjects_within(head, depth - 1))
            }
            Dep::Amod => vec![head],
            // "was the first to arrive"
            Dep::Relcl | Dep::Acl | Dep::Advcl
                if self.is_infinitive(v)
                    && matches!(self.lower(head), "first" | "last" | "next")
                    && self.dep(head) == Dep::Attr
                    && self.is_verb_form(self.head(head)) =>
            {
                self.subjects_within(self.head(head), depth - 1)
            }
            // "has a week to resign": not the week resigns
            Dep::Relcl if self.is_infinitive(v) && !self.may_act(head) => self.owners(head, depth - 1),
            Dep::Relcl => vec![head],
            Dep::Acl if matches!(self.tag(v), Tag::Vbg | Tag::Vbn | Tag::Vbd) => vec![head],
            Dep::Acl if self.is_set_to_work(head) => self.conjuncts(head),
            Dep::Acl => self.owners(head, depth - 1),
            Dep::Xcomp | Dep::Ccomp | Dep::Advcl if self.is_infinitive(v) && self.called_upon(head, v).is_some() => {
                self.called_upon(head, v).unwrap_or_default()
            }
            Dep::Xcomp | Dep::Ccomp if self.is_verb_form(head) => {
                if self.dep(v) == Dep::Ccomp && matches!(self.tag(v), Tag::Vbd | Tag::Vbz | Tag::Vbp) {
                    return Vec::new();
                }
                let object: Vec<usize> = self
                    .parsed
                    .children(head)
                    .filter(|&c| matches!(self.dep(c), Dep::Dobj | Dep::Dative) && c < v && self.pos(c) != Pos::Adp)
                    .flat_map(|c| self.fillers(c))
                    .collect();
                if object.is_empty() || matches!(self.lemma(head).as_str(), "promise" | "vow" | "use") {
                    self.subjects_within(head, depth - 1)
                } else {
                    object
                }
            }
            // "is ready to sign", "is set to meet": the complement hangs on the adjective
            Dep::Xcomp | Dep::Ccomp if self.pos(head) == Pos::Adj => self.subjects_within(self.head(head), depth - 1),
            Dep::Xcomp | Dep::Ccomp => self.owners(head, depth - 1),
            Dep::Advcl
                if self.is_infinitive(v) && self.child(head, Dep::Dobj).is_some_and(|o| o < v && self.is_set_to_work(o)) =>
            {
                self.child(head, Dep::Dobj).map(|o| self.conjuncts(o)).unwrap_or_default()
            }
            // "has bought a house, tried to sell another": a finite verb without a conjunction of its own is one of a list
            Dep::Advcl
                if self.is_verb_form(head)
                    && (!matches!(self.tag(v), Tag::Vbd | Tag::Vbz | Tag::Vbp) || self.is_listed_verb(v, head)) =>
            {
                self.subjects_within(self.causing(v).unwrap_or(head), depth - 1)
            }
            Dep::Pcomp | Dep::Pobj => {
                let preposition = head;
                let above = self.head(preposition);
                if self.is_verb_form(above) {
                    if matches!(self.lower(preposition), "of" | "from" | "for" | "with" | "into") {
                        let object: Vec<usize> =
                            self.parsed.children_with(above, Dep::Dobj).flat_map(|c| self.fillers(c)).collect();
                        if !object.is_empty() {
                            return object;
                        }
                    }
                    // "emotions run high over ceding land": who cedes is not said
                    if matches!(self.lower(preposition), "over" | "about" | "on" | "to" | "against" | "as" | "than")
                        && !self.does_it(above, preposition)
                    {
                        return Vec::new();
                    }
                    self.subjects_within(above, depth - 1)
                } else if matches!(self.lower(preposition), "of" | "for" | "from" | "with") && self.is_done_to(above) {
                    // "arrested a man for shooting", "convicted the man of killing"
                    self.conjuncts(above)
                } else {
                    self.owners(above, depth - 1)
                }
            }
            _ => Vec::new(),
        }
    }

    /// Whether a finite verb that the parser hung on the one before is the next of a list: no word of its own joins it.
    fn is_listed_verb(&self, v: usize, head: usize) -> bool {
        const JOINING: &[&str] =
            &["as", "while", "when", "after", "before", "since", "because", "though", "although", "if", "that"];
        head < v
            && !self.parsed.children(v).any(|c| c < v && self.dep(c) != Dep::Punct)
            && !(head + 1..v).any(|t| JOINING.contains(&self.lower(t)))
    }

    /// Whether the subject of a verb also does what a gerund behind it tells: "set about buying", "insisted on paying".
    fn does_it(&self, verb: usize, preposition: usize) -> bool {
        match self.lower(preposition) {
            "about" => matches!(&*self.lemma(verb), "set" | "go"),
            "on" => matches!(&*self.lemma(verb), "insist" | "focus" | "concentrate" | "embark" | "work" | "plan" | "spend"),
            "to" => {
                matches!(&*self.lemma(verb), "admit" | "confess" | "resort" | "turn" | "return" | "commit" | "devote" | "own")
            }
            "against" => matches!(&*self.lemma(verb), "decide"),
            _ => false,
        }
    }

    /// Whom a verb with a preposition asks to do what the infinitive tells: "called on the army to stop", "waited for them to go".
    pub fn called_upon(&self, verb: usize, infinitive: usize) -> Option<Vec<usize>> {
        let preposition = match &*self.lemma(verb) {
            "call" => &["on", "upon", "for"][..],
            "appeal" => &["to", "for"],
            "count" | "rely" | "depend" | "prevail" => &["on", "upon"],
            "plead" => &["with", "for"],
            "wait" | "arrange" | "push" | "ask" | "press" => &["for"],
            _ => return None,
        };
        let asked = self
            .parsed
            .children_with(verb, Dep::Prep)
            .filter(|&p| p > verb && p < infinitive && preposition.contains(&self.lower(p)))
            .find_map(|p| self.child(p, Dep::Pobj))?;
        let object = self.child(verb, Dep::Dobj).is_some_and(|o| o < infinitive);
        (!object && self.may_act(asked)).then(|| self.fillers(asked))
    }

    /// Whether somebody is hired, sent or called in to do something: "hired experts to advise him".
    fn is_set_to_work(&self, noun: usize) -> bool {
        const VERBS: &[&str] = &[
            "hire",
            "recruit",
            "send",
            "dispatch",
            "deploy",
            "call",
            "bring",
            "employ",
            "enlist",
            "commission",
            "engage",
            "assign",
            "appoint",
            "invite",
            "pay",
            "contract",
            "retain",
            "train",
            "task",
            "summon",
            "order",
            "draft",
        ];
        matches!(self.dep(noun), Dep::Dobj) && VERBS.contains(&&*self.lemma(self.head(noun))) && self.may_act(noun)
    }

    /// Whether a noun is the person or body to which a verb does something.
    fn is_done_to(&self, noun: usize) -> bool {
        matches!(self.dep(noun), Dep::Dobj | Dep::Nsubjpass)
            && self.is_verb_form(self.head(noun))
            && self.mention(noun).is_some_and(|m| {
                let sort = |e: &usize| self.resolved.entities[*e].sort;
                self.types(m).any(EntityType::is_agent)
                    || self.resolved.mentions[m]
                        .entities
                        .iter()
                        .any(|e| matches!(sort(e), Some(NounKind::Person | NounKind::Group)))
            })
    }

    /// The clause that a participle of harm closes, where the parser hangs it on a verb further left: "fled after police raided the
    /// house, killing a guard".
    fn causing(&self, v: usize) -> Option<usize> {
        let harm = matches!(&*self.lemma(v), "kill" | "wound" | "injure" | "hurt" | "damage" | "destroy" | "maim" | "trap");
        let start = self.parsed.subtree(v).start;
        if !harm || self.tag(v) != Tag::Vbg || start == 0 || self.lower(start - 1) != "," {
            return None;
        }
        let own = |u: usize| self.parsed.children(u).any(|c| matches!(self.dep(c), Dep::Nsubj | Dep::Nsubjpass));
        (self.head(v) + 1..start - 1).rfind(|&u| self.is_predicate(u)).filter(|&u| {
            own(u)
                && matches!(self.dep(u), Dep::Advcl | Dep::Relcl | Dep::Ccomp)
                && matches!(self.tag(u), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn)
        })
    }

    /// The noun of "whose founder, Ann Lee, bought": the parser may hang it on the noun before and the verb on another verb.
    fn stray_subject(&self, first: usize, v: usize) -> Option<Vec<usize>> {
        let whose = (first + 1..v).rfind(|&i| self.tag(i) == Tag::WpPossessive)?;
        let noun = self.head(whose);
        let free = noun > whose && noun < v && !(whose..v).any(|i| self.is_predicate(i));
        (free && !matches!(self.dep(noun), Dep::Nsubj | Dep::Nsubjpass)).then(|| self.fillers(noun))
    }

    /// Who owns a noun ("his decision to resign"), else who has or makes it ("they have plans to").
    fn owners(&self, noun: usize, depth: usize) -> Vec<usize> {
        let owner: Vec<usize> = self.parsed.children_with(noun, Dep::Poss).flat_map(|c| self.conjuncts(c)).collect();
        if !owner.is_empty() {
            return owner;
        }
        // "convicted Jones of killing": the parser may hang the preposition on the name
        if self
            .mention(noun)
            .is_some_and(|m| self.resolved.mentions[m].kind == MentionKind::Name && self.types(m).any(EntityType::is_agent))
        {
            return self.conjuncts(noun);
        }
        // "found the driver guilty of killing"
        if self.pos(noun) == Pos::Adj
            && let Some(subject) = self.child(noun, Dep::Nsubj)
        {
            return self.fillers(subject);
        }
        // "pleaded guilty to killing"
        if self.pos(noun) == Pos::Adj && self.is_verb_form(self.head(noun)) {
            return self.subjects_within(self.head(noun), depth);
        }
        if matches!(self.dep(noun), Dep::Dobj | Dep::Attr) && self.is_verb_form(self.head(noun)) {
            return self.subjects_within(self.head(noun), depth);
        }
        Vec::new()
    }

    /// The mention that names what a token's mention means, when it stands beside it: "the outlaw Jesse James", "the mayor, Ann Lee".
    pub fn named_mention(&self, t: usize) -> Option<MentionId> {
        let mention = self.mention(t)?;
        let m = &self.resolved.mentions[mention];
        if m.kind != MentionKind::Nominal || m.entities.len() != 1 {
            return Some(mention);
        }
        let near = |id: &MentionId| {
            let n = &self.resolved.mentions[*id];
            n.kind == MentionKind::Name
                && n.entities == m.entities
                && n.tokens.start >= m.tokens.end
                && n.tokens.start <= m.tokens.end + 1
        };
        let after = (mention + 1..self.resolved.mentions.len()).take(4).find(near);
        let appositive = self.parsed.children_with(t, Dep::Appos).filter_map(|c| self.resolved.mention_at(c)).find(|&id| {
            let n = &self.resolved.mentions[id];
            n.kind == MentionKind::Name && n.entities == m.entities
        });
        Some(after.or(appositive).unwrap_or(mention))
    }

    /// The mention headed by a token; for a part of a name, the mention that covers it.
    pub fn mention(&self, t: usize) -> Option<MentionId> {
        self.resolved.mention_at(t).or_else(|| {
            let after = self.resolved.mentions.partition_point(|m| m.head < t);
            (after.saturating_sub(2)..(after + 2).min(self.resolved.mentions.len()))
                .find(|&m| self.resolved.mentions[m].kind == MentionKind::Name && self.resolved.mentions[m].tokens.contains(&t))
        })
    }

    /// Types of what a mention refers to.
    pub fn types(&self, mention: MentionId) -> impl Iterator<Item = EntityType> + 'a {
        let resolved = self.resolved;
        resolved.mentions[mention].entities.iter().map(move |&e| resolved.entities[e].kind)
    }

    /// Whether a token is, or heads, a mention of a place.
    pub fn is_place(&self, t: usize) -> bool {
        self.mention(t).is_some_and(|m| self.types(m).any(EntityType::is_place))
    }

    /// Whether something happens where a mention after a preposition is: a place, a vehicle, "a market", "at the White House".
    pub fn locates(&self, mention: MentionId, preposition: &str) -> bool {
        let m = &self.resolved.mentions[mention];
        m.entities.iter().any(|&e| {
            let entity = &self.resolved.entities[e];
            match entity.kind {
                EntityType::Vehicle => true,
                EntityType::Organization => entity.named && matches!(preposition, "at" | "outside" | "inside"),
                EntityType::Unnamed => {
                    let somewhere =
                        matches!(entity.sort, Some(NounKind::Facility | NounKind::Place | NounKind::City | NounKind::Region));
                    somewhere && m.kind == MentionKind::Nominal && !VAGUE_PLACES.contains(&self.lower(m.head))
                }
                kind => kind.is_place(),
            }
        })
    }

    /// Whether the clause of the token ends in a question mark.
    pub fn in_question(&self, t: usize) -> bool {
        let end = self.parsed.sentence_of(t).tokens.end;
        (t..end).map(|i| self.lower(i)).find(|w| matches!(*w, "?" | "." | "!" | ";" | "\"")).is_some_and(|w| w == "?")
    }
}
