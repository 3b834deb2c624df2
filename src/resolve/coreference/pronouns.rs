//! Pronouns: relative, reflexive, first person in and out of quotes, and the third person by salience.
//!
//! Candidates that grammar forbids are dropped; the rest are weighed by distance, role and what speech verbs suggest. When
//! two are about as good, the pronoun stays unlinked: a wrong leader is worse than none.

use super::salience::Scene;
use super::{Link, State, Thing, ThingId};
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::knowledge::{Gender, NounKind};
use crate::resolve::{EntityType, MentionKind, Tenure};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    He,
    She,
    It,
    They,
    First,
    FirstPlural,
    Second,
    Relative,
    Other,
}

fn form(word: &str) -> Form {
    match word {
        "he" | "him" | "his" | "himself" => Form::He,
        "she" | "her" | "hers" | "herself" => Form::She,
        "it" | "its" | "itself" => Form::It,
        "they" | "them" | "their" | "theirs" | "themselves" | "both" => Form::They,
        "i" | "me" | "my" | "mine" | "myself" => Form::First,
        "we" | "us" | "our" | "ours" | "ourselves" => Form::FirstPlural,
        "you" | "your" | "yours" | "yourself" | "yourselves" => Form::Second,
        "who" | "whom" | "whose" | "which" | "that" => Form::Relative,
        _ => Form::Other,
    }
}

/// How much better the best candidate must be than the next.
const MARGIN: i32 = 6;
/// The same when it also stands nearer.
const NEAR_MARGIN: i32 = 3;
/// Confidence from which a pronoun says the gender of its person.
const SURE: f32 = 0.7;

/// Whether who has the title says "we" of the body.
fn speaks_for(title: &str) -> bool {
    let mut words = title.rsplit([' ', '-']);
    let last = words.next().unwrap_or_default();
    matches!(
        last,
        "spokesman"
            | "spokeswoman"
            | "spokesperson"
            | "executive"
            | "chairman"
            | "chairwoman"
            | "chair"
            | "president"
            | "director"
    ) || last == "secretary" && words.next().is_some()
}

impl State<'_> {
    pub(super) fn is_personal_pronoun(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        draft.kind == MentionKind::Pronoun
            && matches!(form(self.w.lower(draft.head)), Form::He | Form::She | Form::First | Form::FirstPlural | Form::Second)
            || draft.kind == MentionKind::Pronoun && matches!(self.w.lower(draft.head), "who" | "whom")
    }

    pub(super) fn is_plural_pronoun(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        draft.kind == MentionKind::Pronoun && matches!(form(self.w.lower(draft.head)), Form::They | Form::FirstPlural)
            || draft.kind == MentionKind::Pronoun && matches!(self.w.lower(draft.head), "these" | "those" | "all" | "some")
    }

    /// Whether a first person in a quote has its speaker further on.
    pub(super) fn awaits_speaker(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let first =
            draft.kind == MentionKind::Pronoun && matches!(form(self.w.lower(draft.head)), Form::First | Form::FirstPlural);
        first && self.speaker_of(draft.head).is_some_and(|s| s > draft.head)
    }

    fn speaker_of(&self, token: usize) -> Option<usize> {
        self.speech.speaker_at(token).or_else(|| self.speech.source_at(token))
    }

    /// What a pronoun refers to, if it can be told.
    pub(super) fn pronoun(&mut self, d: usize, scene: &Scene) -> Option<Link> {
        let head = self.drafts[d].head;
        let word = self.w.lower(head);
        match form(word) {
            Form::Relative => self.relative(head),
            Form::First => Some(self.first_person(head)),
            Form::FirstPlural => self.first_plural(head),
            Form::Other => self.among(head),
            Form::Second => None,
            Form::It if self.is_empty_it(head) => None,
            form => {
                if word.ends_with("self") || word.ends_with("selves") {
                    return self.reflexive(head, form);
                }
                if form == Form::They
                    && let Some(link) = self.they(head, scene)
                {
                    return Some(link);
                }
                self.third_person(head, form, scene)
            }
        }
    }

    /// "She was among those arrested": those who matter are the subject.
    fn among(&self, head: usize) -> Option<Link> {
        let w = self.w;
        let preposition = w.head(head);
        let mut verb = w.head(preposition);
        let one = w.lower(preposition) == "of" && w.lower(verb) == "one";
        if one {
            verb = w.head(verb);
        }
        let among = w.lower(preposition) == "among" || one;
        let told = w.lower(head) == "those" && w.dep(head) == Dep::Pobj && &*w.parsed.tokens[verb].lemma == "be";
        if !among || !told || w.parsed.children_with(verb, Dep::Neg).next().is_some() {
            return None;
        }
        let things = self.joined_things(self.subject_of(verb)?);
        (!things.is_empty()).then_some(Link { things, confidence: 0.75, reason: "among" })
    }

    /// Who was "she" a sentence ago is not "he" now: a pronoun that is told apart well says the gender of its person.
    pub(super) fn learn_gender(&mut self, d: usize, link: &Link) {
        let gender = match form(self.w.lower(self.drafts[d].head)) {
            Form::He => Gender::Male,
            Form::She => Gender::Female,
            _ => return,
        };
        if let [thing] = link.things[..]
            && self.drafts[d].kind == MentionKind::Pronoun
            && link.confidence >= SURE
            && self.things[thing].is_person()
        {
            self.things[thing].spoken_of_as.get_or_insert(gender);
        }
    }

    /// "the minister who resigned": the noun that the clause hangs on.
    fn relative(&self, head: usize) -> Option<Link> {
        let w = self.w;
        let mut at = head;
        for _ in 0..8 {
            if w.dep(at) == Dep::Relcl {
                let mut noun = w.head(at);
                let mut things = self.things_at(noun).to_vec();
                // "Ann Lee, owner of the bar, in Denver, who testified": no city testifies
                if matches!(w.lower(head), "who" | "whom") && things.iter().any(|&t| self.things[t].kind.is_place()) {
                    let mut above = w.head(noun);
                    for _ in 0..6 {
                        let found = self.things_at(above);
                        if w.dep(noun) == Dep::Pobj && found.iter().any(|&t| self.things[t].kind == EntityType::Person) {
                            things = found.to_vec();
                            noun = above;
                            break;
                        }
                        if w.pos(above) == Pos::Verb {
                            break;
                        }
                        above = w.head(above);
                    }
                }
                // "A and B, who …": a plural verb covers both.
                if noun < head && w.tag(at) == Tag::Vbp && things.len() == 1 {
                    things = self.joined_things(self.first_conjunct(noun));
                }
                return (!things.is_empty()).then_some(Link { things, confidence: 0.85, reason: "relative" });
            }
            let up = w.head(at);
            if up == at {
                return None;
            }
            at = up;
        }
        None
    }

    /// The subject of its clause; "between A, B and himself" looks further up.
    fn reflexive(&self, head: usize, form: Form) -> Option<Link> {
        let mut verb = self.clause_of(head);
        let excluded = self.partners(head);
        for _ in 0..4 {
            if let Some(subject) = self.subject_of(verb) {
                let things = if form == Form::They { self.joined_things(subject) } else { self.things_at(subject).to_vec() };
                let fits =
                    things.len() == 1 && self.agrees(&self.things[things[0]], form) || form == Form::They && things.len() > 1;
                if fits && !things.iter().any(|t| excluded.contains(t)) {
                    return Some(Link { things, confidence: 0.85, reason: "reflexive" });
                }
            }
            let up = self.clause_of(verb);
            if up == verb {
                return None;
            }
            verb = up;
        }
        None
    }

    /// "I" in a quote is its speaker; elsewhere the author of the post.
    fn first_person(&mut self, head: usize) -> Link {
        if self.speech.quote_of(head).is_some() || self.speech.source_at(head).is_some() {
            let speaker = self.speaker_of(head);
            if let Some(&thing) = speaker.and_then(|s| self.things_at(s).first()) {
                let t = &self.things[thing];
                if t.kind == EntityType::Person || t.is_person() {
                    return Link::new(thing, 0.85, "speaker");
                }
            }
            let thing = self.add(self.unnamed_person(head));
            return Link::new(thing, 0.5, "unlinked");
        }
        let post = self.w.parsed.post_of(head);
        let thing = self.author_of(post);
        Link::new(thing, 0.7, "author")
    }

    fn unnamed_person(&self, head: usize) -> Thing {
        Thing { sort: Some(NounKind::Person), label: self.w.text(head).to_owned(), ..Thing::new(EntityType::Unnamed) }
    }

    /// The author of a post: one thing for all first persons outside quotes; "I'm Ann Lee" names it.
    fn author_of(&mut self, post: usize) -> ThingId {
        let w = self.w;
        let named = (0..self.drafts.len()).find_map(|d| {
            let draft = &self.drafts[d];
            let here = draft.kind == MentionKind::Name && w.parsed.post_of(draft.head) == post && w.dep(draft.head) == Dep::Attr;
            let subject = here.then(|| self.subject_of(w.head(draft.head))).flatten()?;
            (w.lower(subject) == "i" && self.speech.quote_of(subject).is_none())
                .then(|| self.things_at(draft.head).first().copied())
                .flatten()
        });
        if let Some(thing) = named {
            return thing;
        }
        let label = format!("author of post {}", post + 1);
        if let Some(old) = self.things.iter().position(|t| t.author && t.label == label) {
            return old;
        }
        self.add(Thing { sort: Some(NounKind::Person), label, author: true, ..Thing::new(EntityType::Unnamed) })
    }

    /// "we" in the mouth of a body or state is that body, and of who speaks for a body; any other person's "we" stays a group
    /// of its own, unless it says or wants something in turn. Outside quotes it is the writer's: "the jury said that it changed what we know".
    fn first_plural(&self, head: usize) -> Option<Link> {
        self.speech.quote_of(head)?;
        let speaker = self.speaker_of(head)?;
        let things = self.things_at(speaker);
        if let [person] = things
            && let Some(body) = self.body_of(*person)
        {
            return Some(Link::new(body, 0.65, "speaker-body"));
        }
        let body = things.len() == 1
            && matches!(
                self.things[things[0]].kind,
                EntityType::Organization | EntityType::Country | EntityType::GeopoliticalEntity | EntityType::Group
            );
        if body || things.len() > 1 {
            return Some(Link { things: things.to_vec(), confidence: 0.75, reason: "speaker" });
        }
        // "We demand an inquiry", one person said: that person demands it, whoever else does
        let [speaker] = things else { return None };
        self.speech.is_source(head).then(|| Link::new(*speaker, 0.55, "speaker"))
    }

    /// The one body for which a person speaks or decides by office: a professor's "we" is not the university's, nor a minister's the
    /// state's.
    fn body_of(&self, person: ThingId) -> Option<ThingId> {
        let holds = |&name: &usize| {
            let link = self.draft_of_name(name).and_then(|d| self.links[d].as_ref());
            link.is_some_and(|link| link.things == [person])
        };
        let offices =
            self.phrases.iter().filter(|p| p.tenure == Tenure::Current && speaks_for(&p.title) && p.holders.iter().any(holds));
        let mut bodies: Vec<ThingId> = offices.flat_map(|p| &p.of).flat_map(|&of| self.things_at(of).to_vec()).collect();
        bodies.sort_unstable();
        bodies.dedup();
        let body = bodies.pop().filter(|_| bodies.is_empty())?;
        (self.things[body].kind == EntityType::Organization).then_some(body)
    }

    /// "it is clear that", "it rained": stands for nothing.
    fn is_empty_it(&self, head: usize) -> bool {
        let w = self.w;
        if w.lower(head) != "it" || !matches!(w.dep(head), Dep::Nsubj | Dep::Nsubjpass) {
            return false;
        }
        let verb = w.head(head);
        // "make it impossible to"
        if w.pos(verb) == Pos::Adj {
            return true;
        }
        let clause = w
            .parsed
            .children(verb)
            .any(|c| c > verb && matches!(w.dep(c), Dep::Ccomp | Dep::Xcomp | Dep::Csubj | Dep::Advcl | Dep::Acl));
        let copula = &*w.parsed.tokens[verb].lemma == "be";
        let adjective = w.parsed.children(verb).any(|c| {
            matches!(w.dep(c), Dep::Acomp | Dep::Attr)
                && (clause
                    || w.parsed.children(c).any(|x| {
                        matches!(w.dep(x), Dep::Ccomp | Dep::Xcomp | Dep::Acl | Dep::Relcl | Dep::Prep)
                            && x > c
                            && w.pos(x) != Pos::Adp
                    }))
        });
        let lemma = &*w.parsed.tokens[verb].lemma;
        let weather =
            matches!(lemma, "seem" | "appear" | "turn" | "matter" | "take" | "become" | "get" | "come" | "make" | "remain");
        let vague = matches!(lemma, "rain" | "snow" | "mean" | "happen" | "matter" | "go" | "depend");
        copula && adjective || weather && clause || vague || lemma == "come"
    }

    /// Things that a pronoun is joined to by "and": it is none of them.
    fn partners(&self, head: usize) -> Vec<ThingId> {
        let first = self.first_conjunct(head);
        let mut at = head;
        let mut heads = vec![first];
        while self.w.dep(at) == Dep::Conj {
            at = self.w.head(at);
            heads.push(at);
        }
        heads.extend(self.w.parsed.children_with(head, Dep::Conj));
        heads.iter().filter(|&&h| h != head).flat_map(|&h| self.things_at(h).to_vec()).collect()
    }

    fn agrees(&self, thing: &Thing, form: Form) -> bool {
        match form {
            Form::He => thing.is_person() && thing.gender.or(thing.spoken_of_as) != Some(Gender::Female),
            Form::She => thing.is_person() && thing.gender.or(thing.spoken_of_as) != Some(Gender::Male),
            Form::It => thing.is_thing(),
            Form::They => {
                thing.plural
                    || matches!(thing.kind, EntityType::Group | EntityType::Organization)
                    || thing.sort == Some(NounKind::Group)
            }
            _ => false,
        }
    }

    /// "they" for two joined names, else a plural or a body.
    fn they(&self, head: usize, scene: &Scene) -> Option<Link> {
        let w = self.w;
        let verb = self.clause_of(head);
        let possessive = w.tag(head) == Tag::PrpPossessive;
        // "Trump and Putin left their aircraft": the joined subject of the clause.
        if possessive && let Some(subject) = self.subject_of(verb).filter(|&s| s < head) {
            let things = self.joined_things(subject);
            if things.len() > 1 {
                return Some(Link { things, confidence: 0.85, reason: "pronoun" });
            }
        }
        // "the two leaders and their officials": the phrase that it is joined to.
        if possessive && w.dep(w.head(head)) == Dep::Conj {
            let first = self.first_conjunct(w.head(head));
            let things = self.things_at(first).to_vec();
            if things.len() > 1 || things.len() == 1 && self.things[things[0]].plural {
                return Some(Link { things, confidence: 0.8, reason: "pronoun" });
            }
        }
        let now = w.parsed.tokens[head].sentence;
        // A second "their" of a sentence goes on with the first.
        let again =
            scene.seen.iter().rev().find(|s| s.sentence == now && s.things.len() > 1 && form(w.lower(s.head)) == Form::They);
        if let Some(s) = again.filter(|s| self.speech.quote_of(s.head) == self.speech.quote_of(head)) {
            return Some(Link { things: s.things.clone(), confidence: 0.7, reason: "pronoun" });
        }
        let forbidden = if possessive { Vec::new() } else { self.forbidden(head) };
        let near = scene.seen.iter().rev().take_while(|s| now - s.sentence <= 2);
        for s in near {
            if self.is_inside(head, s.head) || self.speech.quote_of(s.head) != self.speech.quote_of(head) {
                continue;
            }
            let things = if s.things.len() > 1 { s.things.clone() } else { self.joined_things(self.first_conjunct(s.head)) };
            let things = if things.len() == 1 { self.accompanied(s.head).unwrap_or(things) } else { things };
            let agents = things.iter().all(|&t| self.things[t].kind.is_agent() || self.things[t].is_person());
            if things.len() > 1 && agents && !things.iter().any(|t| forbidden.contains(t)) {
                return Some(Link { things, confidence: 0.7, reason: "pronoun" });
            }
            // A plural nearer than any pair wins.
            if things.len() == 1 && self.things[things[0]].plural && self.things[things[0]].kind == EntityType::Group {
                return None;
            }
        }
        None
    }

    /// "Smith landed with Jones": the two persons on either side of a verb that people do together.
    fn accompanied(&self, head: usize) -> Option<Vec<ThingId>> {
        let w = self.w;
        let verb = match w.dep(head) {
            Dep::Nsubj | Dep::Dobj => w.head(head),
            Dep::Pobj if matches!(w.lower(w.head(head)), "with" | "alongside") => w.head(w.head(head)),
            _ => return None,
        };
        let subject = w.parsed.children_with(verb, Dep::Nsubj).next()?;
        let with = w.parsed.children_with(verb, Dep::Prep).find(|&p| matches!(w.lower(p), "with" | "alongside"));
        let partner = with.and_then(|p| w.parsed.children_with(p, Dep::Pobj).next());
        let together = matches!(&*w.lemma(verb), "meet" | "marry" | "greet" | "hug" | "embrace" | "join" | "accompany");
        let partner = partner.or_else(|| w.parsed.children_with(verb, Dep::Dobj).next().filter(|_| together))?;
        let (one, two) = (self.things_at(subject), self.things_at(partner));
        let persons = |things: &[ThingId]| things.len() == 1 && self.things[things[0]].is_person();
        (persons(one) && persons(two) && one != two).then(|| vec![one[0], two[0]])
    }

    /// Things that the pronoun cannot be: the subject of its own clause, its partners, phrases around it.
    fn forbidden(&self, head: usize) -> Vec<ThingId> {
        let w = self.w;
        let mut forbidden = self.partners(head);
        let possessive = w.tag(head) == Tag::PrpPossessive;
        if possessive {
            // Not the thing possessed: "his minister X".
            forbidden.extend(self.things_at(w.head(head)));
            for &c in &w.parsed.children_with(w.head(head), Dep::Appos).collect::<Vec<_>>() {
                forbidden.extend(self.things_at(c));
            }
        } else {
            let verb = self.clause_of(head);
            let subject = self.subject_of(verb);
            if subject.is_some_and(|s| s != head) && !self.in_adjunct_of_own(head, verb) {
                forbidden.extend(subject.into_iter().flat_map(|s| self.joined_things(s)));
            }
            // Other objects of the same verb.
            for c in w.parsed.children(verb) {
                if c != head && matches!(w.dep(c), Dep::Dobj | Dep::Dative) {
                    forbidden.extend(self.things_at(c));
                }
            }
        }
        forbidden
    }

    /// "She told reporters on the tarmac, where she embraced Koné": the pronoun goes on through its sentence, so it is nobody whom
    /// it meets there.
    fn forbidden_further_on(&self, head: usize, form: Form) -> Vec<ThingId> {
        let w = self.w;
        if !matches!(form, Form::He | Form::She) {
            return Vec::new();
        }
        let quote = self.speech.quote_of(head);
        let rest = head + 1..w.parsed.sentence_of(head).tokens.end;
        let again = rest.filter(|&t| {
            self.form_of(t) == form && matches!(w.dep(t), Dep::Nsubj | Dep::Nsubjpass) && self.speech.quote_of(t) == quote
        });
        again
            .flat_map(|t| {
                let objects = w.parsed.children(w.head(t)).filter(|&c| matches!(w.dep(c), Dep::Dobj | Dep::Dative));
                objects.flat_map(|c| self.things_at(c).to_vec()).collect::<Vec<_>>()
            })
            .collect()
    }

    fn form_of(&self, token: usize) -> Form {
        form(self.w.lower(token))
    }

    /// "Trump kept the letter with him": in a place phrase the subject may come back.
    fn in_adjunct_of_own(&self, head: usize, verb: usize) -> bool {
        let w = self.w;
        let preposition = w.head(head);
        w.dep(head) == Dep::Pobj
            && w.head(preposition) != verb
            && matches!(w.lower(preposition), "with" | "around" | "behind" | "beside" | "near" | "before" | "after")
    }

    fn third_person(&self, head: usize, form: Form, scene: &Scene) -> Option<Link> {
        let w = self.w;
        let now = w.parsed.tokens[head].sentence;
        let quote = self.speech.quote_of(head);
        let mut forbidden = self.forbidden(head);
        forbidden.extend(self.forbidden_further_on(head, form));
        let speaker: Vec<ThingId> = match quote {
            Some(_) => self.speech.speaker_at(head).map(|s| self.things_at(s).to_vec()).unwrap_or_default(),
            None => Vec::new(),
        };
        let subject_verb = self.matrix_subject(head);
        let goes_on = self.speech.is_source(head) && matches!(&*w.lemma(w.head(head)), "add" | "continue" | "conclude");
        let copula = &*w.parsed.tokens[w.head(head)].lemma == "be";
        let first_here = !scene
            .seen
            .iter()
            .rev()
            .take_while(|s| s.sentence == now)
            .any(|s| s.quote == quote && s.things.iter().any(|&t| self.things[t].is_person()));
        // Score, thing, and how many sentences back it stands.
        let mut scored: Vec<(i32, ThingId, i32)> = Vec::new();
        for s in &scene.seen {
            let distance = (now - s.sentence) as i32;
            if s.things.len() != 1 || distance > 5 {
                continue;
            }
            let id = s.things[0];
            let thing = &self.things[id];
            if form == Form::It && !thing.named && (copula || !self.is_solid(thing, s.head)) {
                continue;
            }
            let nobody = matches!(
                w.lower(s.head),
                "nobody" | "everybody" | "everyone" | "anybody" | "anyone" | "someone" | "somebody" | "whoever" | "no" | "one"
            );
            if !self.agrees(thing, form)
                || nobody
                || forbidden.contains(&id)
                || thing.author
                || self.is_inside(head, s.head) && w.dep(head) != Dep::Poss
            {
                continue;
            }
            if quote.is_some() && (speaker.contains(&id) || form == Form::It && s.quote != quote) {
                continue;
            }
            let mut score = s.role - 13 * distance;
            if s.quote.is_some() && s.quote != quote {
                score -= 14;
            }
            if !thing.named {
                score -= if form == Form::It { 6 } else { 8 };
            }
            if form == Form::They && thing.kind == EntityType::Organization {
                score -= 12;
            }
            if form == Form::It && thing.kind.is_place() && self.is_where(s.head) {
                score -= 12;
            }
            if thing.gender.is_none() && matches!(form, Form::He | Form::She) {
                score -= if thing.spoken_of_as.is_some() && first_here { 0 } else { 5 };
            }
            if distance == 0 {
                score += 4;
                if subject_verb.is_some_and(|m| self.things_at(m).contains(&id)) {
                    score += 16;
                }
                let joined = w.tag(head) == Tag::PrpPossessive && w.dep(w.head(head)) == Dep::Conj;
                if joined && self.first_conjunct(w.head(head)) == s.head {
                    score += 18;
                }
                if w.tag(head) == Tag::PrpPossessive
                    && self.subject_of(self.clause_of(head)).is_some_and(|m| self.things_at(m) == [id])
                {
                    score += 14;
                }
            }
            // "For Rossi's part, he …", "According to Rossi, he …": an opening phrase sets the topic.
            if distance == 0 && self.opens(s.head, head) {
                score += 14;
            }
            // subjects go on from sentence to sentence
            if matches!(w.dep(head), Dep::Nsubj | Dep::Nsubjpass) && s.role >= 23 {
                score += if distance == 1 && first_here { 10 } else { 4 };
            }
            // "…, Lee said. “…,” he added.": who spoke goes on speaking.
            if goes_on && s.speaks && distance <= 2 {
                score += 8;
            }
            match scored.iter_mut().find(|(_, t, _)| *t == id) {
                Some(old) => (old.0, old.2) = (old.0.max(score) + 3, old.2.min(distance)),
                None => scored.push((score, id, distance)),
            }
        }
        scored.sort_by_key(|&(s, t, _)| (std::cmp::Reverse(s), t));
        if scored.is_empty() && quote.is_none() {
            return self.ahead(head, form);
        }
        let (best, thing, back) = *scored.first()?;
        let (next, further) = scored.get(1).map_or((i32::MIN / 2, i32::MAX), |s| (s.0, s.2));
        let margin = if back < further && matches!(form, Form::He | Form::She) { NEAR_MARGIN } else { MARGIN };
        let sure = best - next >= margin && best > -30;
        sure.then(|| Link::new(thing, (0.6 + 0.01 * (best - next).min(25) as f32).min(0.85), "pronoun"))
    }

    /// "a fund in Leeds … it": a place that only says where is not what is spoken of.
    fn is_where(&self, head: usize) -> bool {
        let w = self.w;
        w.dep(head) == Dep::Pobj
            && matches!(w.lower(w.head(head)), "in" | "at" | "near" | "from" | "around" | "outside" | "across")
    }

    /// Whether an unnamed thing is of a kind that "it" takes up: no pronoun, no time, nothing said only in passing.
    fn is_solid(&self, thing: &Thing, head: usize) -> bool {
        let pronoun = self.draft_at(head).is_some_and(|d| self.drafts[d].kind == MentionKind::Pronoun);
        !pronoun
            && matches!(self.w.dep(head), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Poss | Dep::Pobj)
            && thing.sort.is_some()
    }

    /// Whether a phrase stands in the opening, before the comma that precedes a subject pronoun.
    fn opens(&self, phrase: usize, pronoun: usize) -> bool {
        let w = self.w;
        let start = w.parsed.sentence_of(pronoun).tokens.start;
        let first = w.lower(start);
        let opening = matches!(first, "for" | "according" | "asked" | "like" | "unlike" | "as")
            && matches!(w.dep(pronoun), Dep::Nsubj | Dep::Nsubjpass);
        opening && phrase < pronoun && pronoun - start < 9 && w.lower_at(pronoun - 1) == ","
    }

    /// Subject of the speech or belief verb above the clause of a token: "Lammy said he …".
    fn matrix_subject(&self, head: usize) -> Option<usize> {
        let w = self.w;
        let mut verb = self.clause_of(head);
        for _ in 0..4 {
            if matches!(w.dep(verb), Dep::Ccomp | Dep::Xcomp | Dep::Advcl | Dep::Pcomp) {
                let up = w.head(verb);
                if let Some(subject) =
                    w.parsed.children(up).find(|&c| matches!(w.dep(c), Dep::Nsubj | Dep::Nsubjpass)).filter(|&s| s < head)
                {
                    return Some(subject);
                }
                verb = if matches!(w.pos(up), Pos::Verb | Pos::Aux) { up } else { self.clause_of(up) };
            } else if w.dep(verb) == Dep::Conj {
                verb = w.head(verb);
            } else {
                return None;
            }
        }
        None
    }

    /// "In his speech, Lula said": a pronoun in an opening phrase takes the subject that follows.
    fn ahead(&self, head: usize, form: Form) -> Option<Link> {
        let w = self.w;
        let root = {
            let mut at = head;
            while w.head(at) != at {
                at = w.head(at);
            }
            at
        };
        let subject = w.parsed.children(root).find(|&c| matches!(w.dep(c), Dep::Nsubj | Dep::Nsubjpass)).filter(|&s| s > head)?;
        let things = self.things_at(subject);
        let opening = (head..subject).any(|t| w.lower(t) == ",");
        (things.len() == 1 && opening && self.agrees(&self.things[things[0]], form) && !self.is_inside(head, subject))
            .then(|| Link::new(things[0], 0.7, "cataphora"))
    }
}
