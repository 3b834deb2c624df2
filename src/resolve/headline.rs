//! Headlines that the parser took for noun phrases: "Smith lands in Oslo", "Minister quits".
//!
//! A headline drops articles and auxiliaries, so that its verb in -s looks like a plural noun. Where a headline has no verb
//! at all, the first plural that is a verb of the lexicon, with a name or noun before it, is read as one.

use crate::document::BlockKind;
use crate::lexicon::{Lexicon, Part};
use crate::parse::{Dep, ParsedDocument, Pos, Tag, Token};
use crate::vocabulary::DL;
use std::ops::Range;

/// Gives verbless headlines their verb.
pub(super) fn repair(parsed: ParsedDocument, lexicon: &Lexicon) -> ParsedDocument {
    let found: Vec<(usize, String, Range<usize>)> = parsed
        .sentences
        .iter()
        .filter(|s| {
            parsed.document.posts.get(s.post).and_then(|p| p.blocks.get(s.block)).is_some_and(|b| b.kind == BlockKind::Headline)
        })
        .filter_map(|s| verb_of(&parsed, lexicon, &s.tokens).map(|(verb, lemma)| (verb, lemma, s.tokens.clone())))
        .collect();
    if found.is_empty() {
        return parsed;
    }
    let ParsedDocument { document, mut tokens, sentences, names, .. } = parsed;
    for (verb, lemma, sentence) in found {
        make_verb(&mut tokens, verb, &lemma, sentence);
    }
    ParsedDocument::new(document, tokens, sentences, names)
}

/// The token that is the headline's verb, with its lemma; `None` when it has a verb already or no candidate.
fn verb_of(parsed: &ParsedDocument, lexicon: &Lexicon, sentence: &Range<usize>) -> Option<(usize, String)> {
    let tokens = &parsed.tokens;
    let finite = |t: &Token| matches!(t.pos, Pos::Verb | Pos::Aux) || t.tag == Tag::Md;
    if tokens[sentence.clone()].iter().any(finite) {
        return None;
    }
    (sentence.start + 1..sentence.end).find_map(|i| {
        let before = &tokens[i - 1];
        let after = tokens.get(i + 1).filter(|_| i + 1 < sentence.end);
        let opens = after.is_none_or(|t| {
            matches!(t.pos, Pos::Adp | Pos::Det | Pos::Propn | Pos::Adv | Pos::Num | Pos::Noun | Pos::Adj | Pos::Pron | Pos::Part)
        });
        let capital = parsed.text(i - 1).starts_with(char::is_uppercase);
        if !matches!(tokens[i].tag, Tag::Nns | Tag::Nnps) || !opens || !(capital || before.pos == Pos::Noun) {
            return None;
        }
        let stem = verb_lemma(lexicon, &tokens[i].lower)?;
        Some((i, stem))
    })
}

/// The lemma of a form in -s whose verb evokes an event or an attribution.
fn verb_lemma(lexicon: &Lexicon, lower: &str) -> Option<String> {
    let stem = lower.strip_suffix('s').filter(|s| !s.ends_with('s'))?;
    let ies = stem.strip_suffix("ie").map(|s| format!("{s}y"));
    let candidates = [Some(stem.to_owned()), stem.strip_suffix('e').map(str::to_owned), ies];
    candidates.into_iter().flatten().find(|word| {
        lexicon.entries(word, Part::Verb).iter().any(|e| e.words.len() == 1 && e.classes.iter().any(|c| c.starts_with(DL)))
    })
}

fn make_verb(tokens: &mut [Token], verb: usize, lemma: &str, sentence: Range<usize>) {
    let subject = verb - 1;
    for i in sentence.clone() {
        let (inside, head) = (i < verb, tokens[i].head);
        if inside && i != subject && (head >= subject || head == i) {
            tokens[i].head = subject;
            if matches!(tokens[i].dep, Dep::Root | Dep::Nsubj | Dep::Dobj | Dep::Appos) {
                tokens[i].dep = Dep::Compound;
            }
        } else if i > verb && (head < verb || head == i) {
            tokens[i].head = verb;
            tokens[i].dep = match tokens[i].pos {
                Pos::Noun | Pos::Propn | Pos::Pron if i > verb => Dep::Dobj,
                _ if tokens[i].dep == Dep::Root => Dep::Dep,
                _ => tokens[i].dep,
            };
        }
    }
    tokens[subject].head = verb;
    tokens[subject].dep = Dep::Nsubj;
    if !matches!(tokens[subject].pos, Pos::Noun | Pos::Propn) {
        tokens[subject].pos = Pos::Propn;
        tokens[subject].tag = Tag::Nnp;
    }
    tokens[verb] =
        Token { tag: Tag::Vbz, pos: Pos::Verb, dep: Dep::Root, head: verb, lemma: lemma.into(), ..tokens[verb].clone() };
}
