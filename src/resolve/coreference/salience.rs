//! Who is in the reader's mind: the mentions so far of a post, with their place in sentence and clause.

use super::{Link, State, ThingId};
use crate::parse::{Dep, Pos};
use crate::resolve::MentionKind;

/// A mention that has been read.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub things: Vec<ThingId>,
    pub head: usize,
    pub sentence: usize,
    /// Weight of its syntactic role.
    pub role: i32,
    /// Whether something is said according to it.
    pub speaks: bool,
    /// The quote that it stands in.
    pub quote: Option<usize>,
}

/// The mentions of a post up to now.
#[derive(Clone, Debug, Default)]
pub(super) struct Scene {
    pub seen: Vec<Seen>,
}

impl State<'_> {
    /// Adds a linked mention to the scene.
    pub(super) fn observe(&self, d: usize, scene: &mut Scene) {
        let draft = &self.drafts[d];
        let Some(Link { things, .. }) = &self.links[d] else { return };
        let relative = draft.kind == MentionKind::Pronoun && self.w.lower(draft.head).starts_with('w');
        if relative {
            return;
        }
        scene.seen.push(Seen {
            things: things.clone(),
            head: draft.head,
            sentence: self.w.parsed.tokens[draft.head].sentence,
            role: if draft.kind == MentionKind::Adjective { -10 } else { self.role_weight(draft.head) },
            speaks: self.speech.is_source(draft.head),
            quote: self.speech.quote_of(draft.head),
        });
    }

    /// How prominent a phrase is by its syntactic role; conjuncts share their first one's.
    pub(super) fn role_weight(&self, head: usize) -> i32 {
        let w = self.w;
        let first = self.first_conjunct(head);
        let share = i32::from(first != head);
        let weight = match w.dep(first) {
            Dep::Nsubj | Dep::Nsubjpass => 24,
            Dep::Root => 18,
            Dep::Dobj | Dep::Dative | Dep::Agent => 12,
            Dep::Pobj => match w.dep(w.head(first)) {
                Dep::Agent => 14,
                _ if w.lower(w.head(first)) == "of" => 4,
                // "was identified as Ann Lee": whom the sentence is about
                _ if w.lower(w.head(first)) == "as" && matches!(&*w.lemma(w.head(w.head(first))), "identify" | "name") => 22,
                _ => 8,
            },
            Dep::Poss => 9,
            Dep::Appos => 8,
            Dep::Npadvmod | Dep::Compound | Dep::Nmod => 3,
            _ => 7,
        };
        weight - share
    }

    /// The first of the conjuncts that a token is one of.
    pub(super) fn first_conjunct(&self, head: usize) -> usize {
        let w = self.w;
        let mut at = head;
        while w.dep(at) == Dep::Conj && w.head(at) < at && w.is_noun(w.head(at)) {
            at = w.head(at);
        }
        at
    }

    /// The verb that governs a token, through noun phrases and prepositions.
    pub(super) fn clause_of(&self, token: usize) -> usize {
        let w = self.w;
        let mut at = token;
        loop {
            let head = w.head(at);
            if head == at {
                return at;
            }
            at = head;
            if matches!(w.pos(at), Pos::Verb | Pos::Aux) && !matches!(w.dep(at), Dep::Aux | Dep::Auxpass | Dep::Amod) {
                return at;
            }
        }
    }

    /// Head token of the subject of a verb: its own, its first conjunct's, or its controller's.
    pub(super) fn subject_of(&self, verb: usize) -> Option<usize> {
        let w = self.w;
        let mut at = verb;
        for _ in 0..6 {
            let own = w.parsed.children(at).find(|&c| matches!(w.dep(c), Dep::Nsubj | Dep::Nsubjpass));
            if own.is_some() {
                return own;
            }
            match w.dep(at) {
                Dep::Conj | Dep::Dep | Dep::Xcomp | Dep::Advcl | Dep::Prep | Dep::Pcomp | Dep::Ccomp | Dep::Aux => {
                    at = w.head(at);
                }
                Dep::Acl | Dep::Relcl => return Some(w.head(at)),
                _ => return None,
            }
        }
        None
    }

    /// Things of a mention and of everything joined to it by "and".
    pub(super) fn joined_things(&self, head: usize) -> Vec<ThingId> {
        let mut things: Vec<ThingId> = self.things_at(head).to_vec();
        for c in self.w.parsed.children_with(head, Dep::Conj) {
            if self.w.is_noun(c) || self.w.pos(c) == Pos::Pron {
                for t in self.joined_things(c) {
                    if !things.contains(&t) {
                        things.push(t);
                    }
                }
            }
        }
        things
    }

    /// Whether a mention of the phrase contains or is part of another one's subtree.
    pub(super) fn is_inside(&self, token: usize, head: usize) -> bool {
        self.w.parsed.dominates(head, token)
    }
}
