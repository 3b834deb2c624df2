//! Verbs as cues: "said", "told", "called for", "wants".

use super::Reader;
use super::cue::{Around, Cue};
use super::pieces::without;
use crate::lexicon::{Kind, Part};
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::{Attribution, QuoteKind};
use crate::vocabulary::{DL, F};
use std::ops::Range;

impl Reader<'_> {
    /// The attribution of a verb.
    pub(super) fn verb(&self, verb: usize) -> Option<Attribution> {
        let token = self.token(verb);
        if !self.is_verb(verb) && !self.is_hidden_verb(verb)
            || matches!(
                token.dep,
                Dep::Amod | Dep::Compound | Dep::Quantmod | Dep::Nummod | Dep::Nmod | Dep::Aux | Dep::Auxpass | Dep::Case
            )
        {
            return None;
        }
        let cues = self.cues(verb, Part::Verb);
        if cues.is_empty() || self.is_told_by_event(verb) {
            return None;
        }
        let clause = self.clause_content(verb);
        if let Some(found) = cues.iter().find_map(|cue| self.with_content(cue, clause.as_ref())) {
            return Some(found);
        }
        // "S, X said.": the rest of the sentence, only when nothing better is there
        let rest = self.around(verb).filter(|_| clause.is_none() && self.is_clause_verb(verb))?;
        let rest = Some((self.tidy(rest), "bare")).filter(|(pieces, _)| !pieces.is_empty())?;
        // "X praised, …" praises nothing that came before; "S, X announced" does announce S
        let clausal = |cue: &&Cue<'_>| {
            let around = |form| Around { reader: self, head: cue.head, form };
            !cue.entry.admits(&around(None)) && cue.entry.admits(&around(Some("bare")))
        };
        let mut saying = cues.iter().filter(|cue| !cue.links("object", "about") || clausal(cue));
        saying.find_map(|cue| self.with_content(cue, Some(&rest)))
    }

    /// The attribution of one entry, if its guards hold and it finds its content.
    fn with_content(&self, cue: &Cue<'_>, clause: Option<&(Vec<Range<usize>>, &'static str)>) -> Option<Attribution> {
        let around = Around { reader: self, head: cue.head, form: clause.map(|c| c.1) };
        if !cue.entry.admits(&around) {
            return None;
        }
        let content = self.verb_content(cue, clause.map(|c| (&*c.0, c.1)))?;
        let idle = clause.is_none() && self.is_passive(cue.head) && self.linked(cue, "speaker").is_none();
        let seen_as = cue.links("as", "about") && cue.entry.classes.iter().any(|c| c.strip_prefix(DL) == Some("Belief"));
        if idle && !seen_as && !cue.entry.classes.iter().any(|c| needs_no_source(c)) {
            return None;
        }
        if self.is_hypothetical(cue) || self.is_told_in_passing(cue, clause) {
            return None;
        }
        let mut found = self.build(cue, content)?;
        found.confidence = self.sureness(cue.head, clause.map(|c| c.1));
        Some(found)
    }

    /// How often a cue of such a form is one, on tuning documents: quotes most, phrases and participles least.
    fn sureness(&self, verb: usize, form: Option<&str>) -> f32 {
        match form {
            Some("quote") => 0.96,
            Some("that" | "bare" | "wh") if self.is_clause_verb(verb) => 0.95,
            None if !self.is_clause_verb(verb) => 0.8,
            Some(_) | None => 0.87,
        }
    }

    /// What describes somebody rather than tells that he said or thought something: "those who want to leave", "a group that
    /// calls itself free", "her refusal to condemn it", "found themselves alone".
    fn is_told_in_passing(&self, cue: &Cue<'_>, clause: Option<&(Vec<Range<usize>>, &'static str)>) -> bool {
        let head = cue.head;
        let mind = cue.entry.classes.iter().any(|c| is_mind(c));
        let told = clause.is_some_and(|c| matches!(c.1, "quote" | "that" | "bare" | "wh")) || &*self.token(head).lemma == "say";
        let first = self.document.subtree(head).start;
        let restrictive =
            self.token(head).dep == Dep::Relcl && first > 0 && !matches!(self.lower(first - 1), "," | "-" | "--" | "(");
        let own = self.child(head, &[Dep::Nsubj]).is_some_and(|s| self.is_relative(s));
        if restrictive && (own && (mind || !told) || mind && clause.is_none()) {
            return true;
        }
        let infinitive = self.token(head).dep == Dep::Acl && self.token(head).tag == Tag::Vb;
        if infinitive && clause.is_none() && self.child(head, &[Dep::Nsubj]).is_none() {
            return true;
        }
        let opens = clause.and_then(|c| c.0.first()).map(|r| self.lower(r.start));
        opens.is_some_and(|w| matches!(w, "himself" | "herself" | "itself" | "themselves" | "myself" | "ourselves"))
    }

    /// "if she wants to", "you might want to", "do not expect", "I would like" in a quote: a belief or wish that nobody is said
    /// to have, or that the quote itself tells.
    fn is_hypothetical(&self, cue: &Cue<'_>) -> bool {
        let mind = |c: &String| is_mind(c);
        let quoted = self.quote_of[cue.head].is_some();
        let own = self.child(cue.head, &[Dep::Nsubj]).is_none_or(|s| matches!(self.lower(s), "i" | "you" | "we"));
        cue.entry.classes.iter().any(mind) && (quoted && own || self.is_imperative(cue.head))
            || cue.entry.classes.iter().any(mind)
                && self.document.children(cue.head).any(|c| match self.token(c).dep {
                    Dep::Mark => matches!(self.lower(c), "if" | "unless"),
                    Dep::Aux => matches!(self.lower(c), "may" | "might" | "can" | "could" | "should" | "must"),
                    _ => false,
                })
    }

    /// "The dam has burst, the agency reports.": a present tense that the tagger took for a plural.
    fn is_hidden_verb(&self, i: usize) -> bool {
        let clause = |&c: &usize| c + 2 < i && self.token(c).dep == Dep::Ccomp && self.document.subtree(c).end < i;
        self.token(i).tag == Tag::Nns
            && self.token(i).dep == Dep::Root
            && self.document.children(i).find(clause).is_some_and(|c| self.lower(self.document.subtree(c).end) == ",")
    }

    /// Whether a verb is the verb of its own finite clause.
    fn is_clause_verb(&self, verb: usize) -> bool {
        self.is_finite(verb)
            || self.is_hidden_verb(verb)
            || self.token(verb).tag == Tag::Vb
                && self.token(verb).dep == Dep::Root
                && self.child(verb, &[Dep::Nsubj]).is_some_and(|s| s < verb)
            || self.document.children_with(verb, Dep::Aux).any(|a| self.is_finite(a))
    }

    /// "Do not expect speed."
    fn is_imperative(&self, verb: usize) -> bool {
        let first = self.document.subtree(verb).start;
        self.token(verb).tag == Tag::Vb
            && self.child(verb, &[Dep::Nsubj]).is_none()
            && (first == verb || self.document.children(verb).any(|c| c < verb && self.lower(c) == "do"))
            && self.document.children_with(verb, Dep::Aux).all(|a| self.lower(a) == "do")
    }

    /// Content in quotes or as a clause.
    fn clause_content(&self, verb: usize) -> Option<(Vec<Range<usize>>, &'static str)> {
        if let Some(nested) = self.nested_quote(verb) {
            return self.tidied(vec![nested], "quote");
        }
        if let Some((aside, _)) = self.aside(verb) {
            let sentence = self.outer_sentence(verb);
            return self.tidied(without(sentence, &aside), "bare");
        }
        if let Some(pieces) = self.after_colon(verb) {
            return self.tidied(pieces, "bare");
        }
        let right = self.right_clause(verb).map(|(r, form)| (self.fit(verb, r), form));
        if let Some(start) = self.broken_start(verb) {
            let end = right.as_ref().map_or(verb + 2, |r| r.0.end);
            return self.tidied(vec![start, self.fit(verb, verb + 2..end.max(verb + 3))], "bare");
        }
        let quotes = self.quotes_beside(verb);
        match (right, quotes) {
            (Some((clause, form)), Some(quotes)) => {
                let mut pieces = quotes;
                let shared = pieces.iter_mut().find(|q| q.start < clause.end && clause.start < q.end);
                let Some(shared) = shared else { return self.tidied(vec![clause], form) };
                *shared = shared.start.min(clause.start)..shared.end.max(clause.end);
                Some((pieces, "quote"))
            }
            (Some((clause, form)), None) => Some((vec![clause], form)),
            (None, Some(quotes)) => Some((quotes, "quote")),
            (None, None) => {
                let block = self.next_block(verb).map(|pieces| (pieces, "quote"));
                block.or_else(|| self.headline_rest(verb).map(|rest| (vec![rest], "bare")))
            }
        }
        .and_then(|(pieces, form)| self.tidied(pieces, form))
    }

    fn tidied(&self, pieces: Vec<Range<usize>>, form: &'static str) -> Option<(Vec<Range<usize>>, &'static str)> {
        Some((self.tidy(pieces), form)).filter(|(pieces, _)| !pieces.is_empty())
    }

    /// The content by the entry: a clause, else the phrases linked to `dl:about`, else the object of its preposition.
    fn verb_content(&self, cue: &Cue<'_>, clause: Option<(&[Range<usize>], &str)>) -> Option<Vec<Range<usize>>> {
        if let Some((pieces, form)) = clause {
            let mut pieces = pieces.to_vec();
            let reduced = self.is_passive(cue.head) && self.token(cue.head).dep == Dep::Acl && self.is_part(cue, form);
            if reduced {
                pieces.extend(self.objects(cue)); // "a man believed to be …"
            } else if let Some(&object) = self.filler(cue.head, "object").first()
                && !pieces.iter().any(|p| p.contains(&object))
                && self.is_part(cue, form)
            {
                pieces.push(self.document.subtree(object));
            }
            pieces.extend(self.fronted(cue.head));
            return Some(self.tidy(pieces));
        }
        let pieces = self.tidy(self.about(cue));
        (!pieces.is_empty()).then_some(pieces)
    }

    /// The phrase that stands before the cue and is part of the content: "(which) he said (had failed)", "(the land) they
    /// hope [to buy]".
    fn fronted(&self, verb: usize) -> Option<Range<usize>> {
        let clause = self.document.children(verb).find(|&c| c > verb && matches!(self.token(c).dep, Dep::Ccomp | Dep::Xcomp))?;
        let subject = self.child(verb, &[Dep::Nsubj])?;
        let start = self.document.subtree(verb).start;
        let word = (start..subject)
            .find(|&i| matches!(self.token(i).tag, Tag::Wdt | Tag::Wp) && self.quote_of[i] == self.quote_of[verb]);
        if let Some(word) = word {
            let above = self.token(word).head;
            return (above == verb || self.document.dominates(clause, above)).then_some(word..word + 1);
        }
        let noun = self.token(verb).head;
        let bare = self.token(verb).dep == Dep::Relcl
            && noun < subject
            && !self.is_relative(subject)
            && self.document.subtree(subject).start == start;
        let gap = self.token(clause).dep == Dep::Ccomp && self.child(clause, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]).is_none()
            || self.token(clause).dep == Dep::Xcomp
                && self.child(clause, &[Dep::Dobj, Dep::Prep, Dep::Ccomp, Dep::Attr, Dep::Acomp]).is_none();
        let near = self.block_of[noun] == self.block_of[verb] && self.quote_of[noun] == self.quote_of[verb];
        (bare && gap && near).then(|| self.document.subtree(noun).start..start)
    }

    /// Whether the object is the subject of the content: "urged [members to reject it]", "\[X\] is expected [to resign]".
    fn is_part(&self, cue: &Cue<'_>, form: &str) -> bool {
        // "called on [members to reject it]": whom a demand names is who is to do it
        let demand = cue.entry.classes.iter().any(|c| c.strip_prefix(DL) == Some("Demand"));
        let hearer = cue.links("object", "addressee") && !demand;
        match (self.is_passive(cue.head), form) {
            (true, "to") => !hearer && !cue.entry.classes.iter().any(|c| c.ends_with("Demand")),
            (false, "to") => !hearer,
            (false, _) => cue.links("object", "about"),
            _ => false,
        }
    }

    /// Phrases linked to `dl:about`, or the object of a final fixed preposition, with what still belongs to them.
    pub(super) fn about(&self, cue: &Cue<'_>) -> Vec<Range<usize>> {
        let fixed = cue.further.last().filter(|&&last| matches!(self.token(last).pos, Pos::Adp | Pos::Part | Pos::Sconj));
        let pieces = if let Some(object) = fixed.and_then(|&last| self.child(last, &[Dep::Pobj, Dep::Pcomp])) {
            vec![self.document.subtree(object)]
        } else if let Some(mark) =
            cue.further.last().copied().filter(|&last| self.token(last).dep == Dep::Mark && last > cue.head)
        {
            // "called for it to be run again"
            vec![mark + 1..self.document.subtree(self.token(mark).head).end]
        } else if cue.links("subject", "about") && !cue.links("subject", "speaker") {
            // "came under fire": the subject is what is criticised
            let subject = self.filler(cue.head, "subject").into_iter().take(1);
            return subject.map(|s| self.fit(cue.head, self.document.subtree(s))).collect();
        } else if cue.links("object", "about") && cue.entry.part == Part::Verb {
            self.objects(cue)
        } else {
            let preposition = |&slot: &&str| !matches!(slot, "object" | "subject");
            let dated = |slot: &str, f: usize| matches!(slot, "on" | "in" | "at" | "for" | "over") && self.is_time(f);
            let fillers = cue.slots("about").filter(preposition);
            let fillers = fillers.flat_map(|slot| self.filler(cue.head, slot).into_iter().filter(move |&f| !dated(slot, f)));
            fillers.take(1).map(|f| self.document.subtree(f)).collect()
        };
        let mut pieces: Vec<Range<usize>> = pieces.into_iter().map(|p| self.fit(cue.head, p)).collect();
        if let Some(last) = pieces.last_mut().filter(|p| p.start > cue.head) {
            last.end = self.extended(cue, last.end);
            *last = self.fit(cue.head, last.clone());
        } else if !pieces.is_empty() {
            let more = self.extended(cue, cue.range().end);
            pieces.push(self.fit(cue.head, cue.range().end..more));
        }
        pieces
    }

    /// The object as content; of a participle or relative clause the noun that it belongs to.
    fn objects(&self, cue: &Cue<'_>) -> Vec<Range<usize>> {
        let fillers = self.filler(cue.head, "object");
        if !fillers.is_empty() {
            return fillers.into_iter().map(|f| self.document.subtree(f)).collect();
        }
        // "called [the ruling absurd]", one phrase to the tree
        let whole = self.child(cue.head, &[Dep::Oprd]).filter(|&c| c > cue.head && self.token(c).pos == Pos::Adj);
        let whole = whole.map(|c| self.document.subtree(c)).filter(|r| r.len() > 2 && self.token(r.start).pos == Pos::Det);
        if let Some(whole) = whole {
            return vec![whole];
        }
        let Some(noun) = self.gap(cue.head) else { return Vec::new() };
        let clause = self.document.subtree(cue.head);
        let phrase = self.document.subtree(noun);
        let before = phrase.start..clause.start.max(noun + 1);
        vec![before]
    }

    /// The noun that is the object of a participle or relative clause: "the man accused", "the plan he praised".
    pub(super) fn gap(&self, verb: usize) -> Option<usize> {
        if !self.is_verb(verb) || !self.filler(verb, "object").is_empty() {
            return None;
        }
        let noun = self.token(verb).head;
        let gap = match self.token(verb).dep {
            Dep::Acl => self.is_passive(verb) && !matches!(self.lower(verb), "called" | "dubbed" | "termed" | "styled"),
            Dep::Relcl => self.child(verb, &[Dep::Nsubj]).is_some_and(|s| !self.is_relative(s)),
            _ => false,
        };
        (gap && self.token(noun).pos != Pos::Verb).then_some(noun)
    }

    fn is_relative(&self, i: usize) -> bool {
        matches!(self.token(i).tag, Tag::Wdt | Tag::Wp)
    }

    /// Grows over right children of the cue that follow without a break: "blamed X [for Y]", "urged X [to go]",
    /// "supported X [in the primary]"; days and media stay out.
    fn extended(&self, cue: &Cue<'_>, from: usize) -> usize {
        let head = cue.head;
        let linked: Vec<&str> = cue.slots("about").collect();
        let mut end = from;
        for c in self.document.children(head).filter(|&c| c >= from) {
            let subtree = self.document.subtree(c);
            let belongs = match self.token(c).dep {
                Dep::Oprd | Dep::Xcomp | Dep::Acl | Dep::Dative => true,
                Dep::Prep => linked.contains(&self.lower(c)) || !self.is_setting(c),
                Dep::Advcl | Dep::Acomp if self.lower(end) == "as" => true,
                Dep::Advcl => self.document.children(c).any(|a| self.token(a).tag == Tag::To),
                _ => false,
            };
            if subtree.start != end || !belongs {
                break;
            }
            end = subtree.end;
        }
        if let Some(to) = self.tokens.get(end).filter(|t| t.tag == Tag::To) {
            let clause = self.document.subtree(to.head);
            if clause.start == end {
                end = clause.end;
            }
        }
        let opens = self.quotes.iter().find(|q| q.open == end && self.quote_of[head].is_none());
        opens.map_or(end, |q| q.outer().end)
    }

    /// A prepositional phrase of time or medium.
    fn is_setting(&self, preposition: usize) -> bool {
        let Some(noun) = self.child(preposition, &[Dep::Pobj]) else { return false };
        self.is_medium(noun)
            || self.is_occasion(noun)
            || self.is_time(noun)
            || !matches!(
                self.lower(preposition),
                "for"
                    | "of"
                    | "as"
                    | "to"
                    | "with"
                    | "against"
                    | "about"
                    | "over"
                    | "in"
                    | "into"
                    | "toward"
                    | "from"
                    | "between"
            )
    }

    /// Joins cue, source, hearer, medium and content.
    pub(super) fn build(&self, cue: &Cue<'_>, content: Vec<Range<usize>>) -> Option<Attribution> {
        let inside = |i: usize| content.iter().any(|r| r.contains(&i));
        let verb = cue.entry.part == Part::Verb;
        let speaker = self.speaker(cue).filter(|&s| !inside(s));
        if speaker.is_none() && cue.links("subject", "about") {
            return None;
        }
        let speaker = speaker.or_else(|| self.inverted(cue, &content).filter(|&s| !inside(s)));
        let speaker = speaker.or_else(|| self.phrase_before(cue.head).filter(|&s| verb && !inside(s)));
        if speaker.is_none() && cue.entry.part == Part::Verb && !self.is_passive(cue.head) {
            return None;
        }
        // "no one is talking about it": nothing was said
        let nobody = |s: usize| {
            matches!(self.lower(s), "nobody" | "nothing") || self.lower(s) == "one" && s > 0 && self.lower(s - 1) == "no"
        };
        if speaker.is_some_and(nobody) && !cue.entry.classes.iter().any(|c| is_mind(c)) {
            return None;
        }
        // "a poll that shows": "that" has no voice of its own
        let speaker = speaker.map(|s| if self.lower(s) == "that" { self.antecedent(s).unwrap_or(s) } else { s });
        // "the delay raises questions", "explained by high prices": nobody asks or explains
        let voiced = |c: &String| !matches!(c.strip_prefix(DL), Some("Belief" | "Intention" | "Promise" | "Threat" | "Question"));
        let quote_kind = self.quote_kind(&content);
        let silent = self.is_passive(cue.head) || !cue.entry.classes.iter().any(voiced) && quote_kind != QuoteKind::Direct;
        if silent && speaker.is_some_and(|s| self.is_mute(s)) {
            return None;
        }
        let demand = cue.entry.classes.iter().any(|c| c.strip_prefix(DL) == Some("Demand"));
        let addressee = self.linked(cue, "addressee").filter(|&a| (demand || !inside(a)) && Some(a) != speaker);
        Some(Attribution {
            cue: cue.range(),
            cue_head: cue.head,
            speaker: speaker.map(|s| self.apposed_name(s)),
            addressee: addressee.map(|a| self.apposed_name(a)),
            medium: self.medium(cue.head).filter(|&m| !inside(m)),
            quote_kind,
            content,
            classes: cue.entry.classes.iter().filter(|c| c.starts_with(DL)).cloned().collect(),
            confidence: 0.9,
        })
    }

    /// The noun that a relative pronoun stands for.
    fn antecedent(&self, pronoun: usize) -> Option<usize> {
        let verb = self.token(pronoun).head;
        let noun = self.token(verb).head;
        (self.is_relative(pronoun)
            && self.token(verb).dep == Dep::Relcl
            && noun < pronoun
            && self.kinds_of(noun) == [Kind::Thing])
        .then_some(noun)
    }

    /// "the broadcaster NOS": the name that stands right behind its description.
    fn apposed_name(&self, head: usize) -> usize {
        let name = |&c: &usize| {
            self.token(c).dep == Dep::Appos && self.document.subtree(c).start == head + 1 && self.token(c).pos == Pos::Propn
        };
        if self.token(head).pos == Pos::Noun { self.document.children(head).find(name).unwrap_or(head) } else { head }
    }

    /// "…," said X.: the phrase right after the verb, however the tree labels it.
    fn inverted(&self, cue: &Cue<'_>, content: &[Range<usize>]) -> Option<usize> {
        let left = content.first().is_some_and(|r| r.end <= cue.head);
        if !left || self.is_passive(cue.head) {
            return None;
        }
        self.document
            .children(cue.head)
            .find(|&c| c > cue.head && matches!(self.token(c).pos, Pos::Propn | Pos::Noun | Pos::Pron))
            .filter(|&c| matches!(self.token(c).dep, Dep::Dobj | Dep::Attr | Dep::Npadvmod | Dep::Oprd | Dep::Dep | Dep::Appos))
            .or_else(|| self.phrase_after(cue.head))
    }

    fn phrase_after(&self, verb: usize) -> Option<usize> {
        let open = |i: &usize| matches!(self.token(*i).pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::Det | Pos::Num | Pos::Pron);
        let inside =
            |&i: &usize| matches!(self.token(i).dep, Dep::Compound | Dep::Det | Dep::Amod | Dep::Poss | Dep::Nummod | Dep::Nmod);
        let head = (verb + 1..self.sentence(verb).end).take_while(open).find(|i| !inside(i))?;
        matches!(self.token(head).pos, Pos::Noun | Pos::Propn | Pos::Pron).then_some(head)
    }

    /// "in a statement", "on Twitter", "during an interview": a noun of the lexicon's media below the verb; of "a post on X"
    /// the platform, but of "a post on social media" the post.
    pub(super) fn medium(&self, verb: usize) -> Option<usize> {
        let prepositions = self.document.children(verb).filter(|&c| self.token(c).dep == Dep::Prep);
        let near = (self.block(verb).start.max(verb.saturating_sub(12))..verb).filter(|&i| self.stands_right_before(i, verb));
        let found = prepositions
            .chain(near)
            .filter(|&p| matches!(self.lower(p), "in" | "on" | "via" | "at" | "during" | "through" | "over"))
            .filter_map(|p| self.child(p, &[Dep::Pobj]))
            .find(|&n| self.is_medium(n))?;
        let on = self
            .document
            .children(found)
            .find(|&c| self.token(c).dep == Dep::Prep && matches!(self.lower(c), "on" | "to" | "via"));
        let platform = |&n: &usize| self.is_medium(n) && !matches!(self.lower(n), "media" | "networks");
        Some(on.and_then(|p| self.child(p, &[Dep::Pobj])).filter(platform).unwrap_or(found))
    }

    /// ", in a post on social media, added": a phrase between commas right before the verb.
    fn stands_right_before(&self, preposition: usize, verb: usize) -> bool {
        let end = self.document.subtree(preposition).end;
        self.token(preposition).dep == Dep::Prep && end < verb && self.lower(end) == "," && end + 1 == verb
    }

    pub(super) fn is_medium(&self, noun: usize) -> bool {
        self.is_helper(noun, "Medium")
    }

    pub(super) fn is_occasion(&self, noun: usize) -> bool {
        self.is_helper(noun, "Occasion")
    }

    /// Whether a noun, or the two words that end with it, evoke a helper class of the lexicon.
    pub(super) fn is_helper(&self, noun: usize, class: &str) -> bool {
        let lemma = self.token(noun).lemma.to_lowercase();
        let entries = self.lexicon.entries(&lemma, Part::Noun).iter().filter(|e| {
            let before = noun.checked_sub(1).map(|i| self.lower(i));
            e.words.len() == 1 || e.words.len() == 2 && before == Some(&*e.words[0])
        });
        let mut classes = entries.flat_map(|e| &e.classes);
        classes.any(|c| c.strip_prefix(F) == Some(class))
    }
}

/// A belief or an intention.
fn is_mind(class: &str) -> bool {
    matches!(class.strip_prefix(DL), Some("Belief" | "Intention"))
}

/// "was accused of", "was announced": worth telling without a source; "was seen as", "was called" are not.
fn needs_no_source(class: &str) -> bool {
    !matches!(class.strip_prefix(DL), Some("Statement" | "Belief" | "Intention"))
}
