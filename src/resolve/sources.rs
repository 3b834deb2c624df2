//! Sources without a name: the whole phrase is the source, and a bare quantity can be one.
//!
//! Elsewhere a mention ends at its head noun. Who "a person close to the talks" or "those surveyed" are, only the words
//! after it tell.

use super::Attribution;
use super::MentionKind;
use super::mentions::Draft;
use super::words::Words;
use crate::parse::{Dep, Pos, Tag};

/// Words of quantity that stand for people when they speak: "many said", "neither wanted to".
const PEOPLE: &[&str] = &[
    "many", "most", "few", "several", "some", "others", "more", "none", "neither", "either", "each", "both", "all", "half",
    "much", "another", "majority", "one", "%", "percent",
];

/// Whether a word that is no noun can be a source.
pub(super) fn is_quantity(w: Words, i: usize) -> bool {
    PEOPLE.contains(&w.lower(i)) || w.tag(i) == Tag::Cd
}

/// Grows the phrases of unnamed sources over what follows and belongs to them, up to the next comma or the cue.
pub(super) fn widen(w: Words, attributions: &[Attribution], drafts: &mut [Draft]) {
    for a in attributions {
        let Some(speaker) = a.speaker else { continue };
        let Ok(d) = drafts.binary_search_by_key(&speaker, |d| d.head) else { continue };
        let draft = &mut drafts[d];
        let bare =
            draft.kind == MentionKind::Pronoun && !is_quantity(w, speaker) && !matches!(w.lower(speaker), "those" | "these");
        if draft.kind == MentionKind::Nominal || draft.kind == MentionKind::Pronoun && !bare {
            draft.tokens.end = end(w, a, draft);
        }
    }
}

fn end(w: Words, a: &Attribution, draft: &Draft) -> usize {
    let taken = |i: usize| a.cue.contains(&i) || i == a.cue_head || a.content.iter().any(|r| r.contains(&i));
    let breaks = |i: usize| taken(i) || w.pos(i) == Pos::Punct && w.lower(i) != "-" || w.pos(i) == Pos::Space;
    let mut end = draft.tokens.end;
    for c in w.parsed.children(draft.head).filter(|&c| c > draft.head) {
        let phrase = w.parsed.subtree(c);
        if c < end {
            continue;
        }
        let belongs = match w.dep(c) {
            Dep::Acl | Dep::Amod | Dep::Advmod | Dep::Npadvmod => true,
            Dep::Prep => !w.parsed.children_with(c, Dep::Pobj).any(|o| w.is_in_time(o)),
            _ => false,
        };
        if phrase.start != end || !belongs {
            break;
        }
        let stop = phrase.clone().find(|&i| breaks(i)).unwrap_or(phrase.end);
        if stop < phrase.end && taken(stop) {
            break;
        }
        end = stop;
        if stop < phrase.end {
            break;
        }
    }
    end
}
