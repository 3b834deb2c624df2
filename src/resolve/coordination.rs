//! Joined clauses that the parser hung in the wrong place.
//!
//! - "Police arrested 11 people and two officers were hurt": the second noun phrase is the subject of the verb behind it.
//! - "Ann Lee and Tom Hart met": the first name hangs in the second.
//! - "Rossi denied that Italy had any part in it and called for an inquiry": a second verb of saying goes on with the
//!   speaker when the subject of the content is no speaker.

use crate::lexicon::{Lexicon, Part};
use crate::parse::{Dep, NameLabel, NameSpan, ParsedDocument, Pos, Tag};

/// One change of the tree: token, new head, new label.
type Change = (usize, usize, Dep);

/// Mends joined clauses.
pub(super) fn repair(parsed: ParsedDocument, lexicon: &Lexicon) -> ParsedDocument {
    let mut changes: Vec<Change> = Vec::new();
    for verb in 0..parsed.tokens.len() {
        if parsed.tokens[verb].dep == Dep::Conj && matches!(parsed.tokens[verb].pos, Pos::Verb | Pos::Aux) {
            changes.extend(subject(&parsed, verb).or_else(|| speech(&parsed, lexicon, verb)).into_iter().flatten());
        }
    }
    changes.extend(parsed.names.windows(2).filter_map(|pair| people(&parsed, &pair[0], &pair[1])).flatten());
    if changes.is_empty() {
        return parsed;
    }
    let ParsedDocument { document, mut tokens, sentences, names, .. } = parsed;
    for (token, head, dep) in changes {
        tokens[token].head = head;
        tokens[token].dep = dep;
    }
    ParsedDocument::new(document, tokens, sentences, names)
}

/// "Ann Lee and Tom Hart met", where the first name is hung into the second: the two are joined.
fn people(parsed: &ParsedDocument, one: &NameSpan, other: &NameSpan) -> Option<Vec<Change>> {
    let t = &parsed.tokens;
    let and = one.tokens.end;
    let both = one.label == NameLabel::Person && other.label == NameLabel::Person && other.tokens.start == and + 1;
    let (first, second) = (and.checked_sub(1)?, other.tokens.end - 1);
    let hung = t[first].head == second && matches!(t[first].dep, Dep::Nmod | Dep::Compound);
    if !both || !hung || t[and].tag != Tag::Cc || t[second].head == second || other.tokens.contains(&t[second].head) {
        return None;
    }
    let mut changes = vec![(first, t[second].head, t[second].dep), (second, first, Dep::Conj), (and, first, Dep::Cc)];
    changes.extend(
        other.tokens.clone().filter(|&i| i < second && one.tokens.contains(&t[i].head)).map(|i| (i, second, Dep::Compound)),
    );
    Some(changes)
}

fn has_subject(parsed: &ParsedDocument, verb: usize) -> bool {
    parsed.children(verb).any(|c| matches!(parsed.tokens[c].dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj | Dep::Expl))
}

/// The noun right before a joined verb without subject, itself joined to a noun before by the one "and" between them.
fn subject(parsed: &ParsedDocument, verb: usize) -> Option<Vec<Change>> {
    let t = &parsed.tokens;
    let first = t[verb].head;
    if has_subject(parsed, verb) || first > verb {
        return None;
    }
    let helpers: Vec<usize> = parsed.children(verb).filter(|&c| c < verb).collect();
    let finite = matches!(t[verb].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp)
        || helpers.iter().any(|&c| matches!(t[c].dep, Dep::Aux | Dep::Auxpass) && t[c].tag != Tag::To);
    let start = helpers.iter().copied().filter(|&c| t[c].dep != Dep::Cc && t[c].dep != Dep::Punct).min().unwrap_or(verb);
    let noun = (first..start).rev().find(|&i| t[i].dep == Dep::Conj && parsed.subtree(i).end == start)?;
    let and = parsed.subtree(noun).start.checked_sub(1)?;
    let joined = matches!(t[noun].pos, Pos::Noun | Pos::Propn) && t[noun].head > first && t[and].dep == Dep::Cc;
    // "hired staff and workers and expanded" has a second "and" of its own
    let own = helpers.iter().any(|&c| t[c].dep == Dep::Cc) || parsed.children_with(first, Dep::Cc).any(|c| c > and && c < verb);
    if !finite || !joined || own {
        return None;
    }
    let passive = parsed.children_with(verb, Dep::Auxpass).next().is_some();
    let role = if passive { Dep::Nsubjpass } else { Dep::Nsubj };
    Some(vec![(noun, verb, role), (and, first, Dep::Cc)])
}

/// A verb of saying joined to a state within what somebody says.
fn speech(parsed: &ParsedDocument, lexicon: &Lexicon, verb: usize) -> Option<Vec<Change>> {
    let t = &parsed.tokens;
    let inner = t[verb].head;
    let outer = t[inner].head;
    let says =
        |i: usize| lexicon.entries(&t[i].lemma, Part::Verb).iter().any(|e| e.classes.iter().any(|c| lexicon.is_attribution(c)));
    let state = matches!(&*t[inner].lemma, "be" | "have" | "need" | "remain" | "seem" | "depend" | "mean" | "matter");
    let person =
        parsed.children_with(inner, Dep::Nsubj).any(|s| matches!(&*t[s].lower, "he" | "she" | "they" | "i" | "we" | "who"));
    let fits = t[inner].dep == Dep::Ccomp
        && inner < verb
        && outer < inner
        && state
        && !person
        && says(outer)
        && says(verb)
        && t[verb].tag == t[outer].tag
        && matches!(t[verb].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp)
        && !has_subject(parsed, verb);
    let and = parsed.children_with(inner, Dep::Cc).rfind(|&c| c < verb)?;
    fits.then(|| vec![(verb, outer, Dep::Conj), (and, outer, Dep::Cc)])
}
