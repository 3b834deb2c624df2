//! "Moscow", "the Kremlin": when a capital or seat acts, its state is meant.

use super::State;
use crate::parse::Dep;
use crate::resolve::knowledge::{NounKind, RowId};

/// Verbs whose subject is the town and not its government.
const HAPPENING: &[&str] = &[
    "be",
    "host",
    "see",
    "wake",
    "lie",
    "sit",
    "remain",
    "become",
    "experience",
    "suffer",
    "celebrate",
    "record",
    "have",
    "burn",
    "stand",
    "boast",
    "grow",
    "shake",
    "fall",
    "come",
    "get",
    "welcome",
    "mark",
    "sleep",
    "enjoy",
    "brace",
];
/// Verbs whose object is a government.
const DIRECTED: &[&str] = &[
    "accuse",
    "urge",
    "blame",
    "warn",
    "tell",
    "press",
    "pressure",
    "criticise",
    "criticize",
    "sanction",
    "isolate",
    "condemn",
    "thank",
    "help",
    "support",
    "arm",
    "ask",
    "back",
    "force",
    "push",
    "provoke",
    "deter",
    "appease",
    "persuade",
    "convince",
    "anger",
    "assure",
    "invite",
    "supply",
    "lobby",
    "threaten",
    "embarrass",
    "please",
    "punish",
    "fund",
    "join",
];
/// Nouns between which and a government "to", "from", "on", "of" stand.
const RELATIONS: &[&str] = &[
    "aid",
    "support",
    "assistance",
    "message",
    "warning",
    "loan",
    "pressure",
    "sanction",
    "ally",
    "weapon",
    "arms",
    "pledge",
    "offer",
    "demand",
    "concession",
    "proposal",
    "response",
    "appeal",
    "promise",
    "commitment",
    "supply",
    "approval",
    "permission",
    "threat",
    "signal",
    "letter",
    "tie",
    "relation",
    "deal",
    "help",
    "backing",
    "ultimatum",
    "criticism",
    "attack",
    "dependence",
    "opposition",
];
const GOVERNING: &[&str] =
    &["government", "regime", "official", "administration", "authority", "diplomat", "leader", "negotiator"];

impl State<'_> {
    /// The row that a name means in its place in the sentence: its state when a capital or seat acts.
    pub(super) fn acting_row(&self, name: usize, row: RowId) -> RowId {
        let k = self.w.knowledge;
        let Some(state) = k.row(row).stands_for else { return row };
        let seat = k.row(row).key.is_empty();
        if seat {
            return if self.is_location(self.names[name].head) { row } else { state };
        }
        let head = self.names[name].head;
        let directed = DIRECTED.contains(&&*self.w.lemma(self.w.head(self.first_conjunct(head))));
        if self.acts(head) && (directed || self.names_state(state)) { state } else { row }
    }

    fn is_location(&self, head: usize) -> bool {
        let w = self.w;
        w.dep(head) == Dep::Pobj
            && matches!(w.lower(w.head(head)), "in" | "at" | "inside" | "near" | "outside" | "into" | "around")
    }

    /// Whether the document speaks of the state by its name or adjective.
    fn names_state(&self, state: RowId) -> bool {
        let w = self.w;
        self.names.iter().any(|n| n.rows.contains(&state) || w.knowledge.demonym(w.text(n.tokens.end - 1)) == Some(state))
    }

    /// Whether a place name stands where a government does.
    fn acts(&self, head: usize) -> bool {
        let w = self.w;
        let first = self.first_conjunct(head);
        let governor = w.head(first);
        let lemma = w.lemma(governor);
        match w.dep(first) {
            Dep::Nsubj => {
                let ready = w.parsed.children(governor).any(|c| {
                    w.dep(c) == Dep::Acomp
                        && matches!(w.lower(c), "ready" | "willing" | "unwilling" | "likely" | "unlikely" | "determined" | "able")
                });
                ready || !HAPPENING.contains(&&*lemma)
            }
            Dep::Nsubjpass | Dep::Dobj | Dep::Dative => DIRECTED.contains(&&*lemma),
            Dep::Agent => true,
            Dep::Pobj => {
                let above = w.head(governor);
                let relation = || RELATIONS.contains(&&*w.lemma(above)) || DIRECTED.contains(&&*w.lemma(above));
                match w.lower(governor) {
                    "between" | "against" | "by" => true,
                    "with" => !matches!(&*w.lemma(above), "street" | "road" | "border"),
                    "to" | "from" | "on" | "of" | "for" => relation(),
                    _ => false,
                }
            }
            Dep::Poss => {
                let place = matches!(
                    w.noun_kind(governor),
                    Some(NounKind::Facility | NounKind::Place | NounKind::City | NounKind::Region)
                );
                !place
                    && !matches!(
                        &*lemma,
                        "mayor" | "resident" | "street" | "people" | "metro" | "police" | "population" | "football" | "team"
                    )
            }
            Dep::Compound | Dep::Nmod | Dep::Amod => GOVERNING.contains(&&*lemma),
            _ => false,
        }
    }
}
