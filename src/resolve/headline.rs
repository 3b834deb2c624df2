//! Headlines that the parser took for noun phrases: "Smith lands in Oslo", "Minister quits".
//!
//! A headline drops articles and auxiliaries, so that its verb in -s looks like a plural noun. Where a headline has no verb
//! at all, the first plural that is a verb of the lexicon, with a name or noun before it, is read as one; after a plural
//! subject the bare form ("Crews battle blaze"). Anywhere, a noun that has a subject or an object is a verb.

use crate::document::BlockKind;
use crate::lexicon::{Lexicon, Part};
use crate::parse::{Dep, NameSpan, ParsedDocument, Pos, Tag, Token};
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
        .filter_map(|s| {
            let found = |range: Range<usize>| verb_of(&parsed, lexicon, &range).map(|(verb, lemma)| (verb, lemma, range));
            // "Mayor Hails Plan: I Am Proud": the verb of the first half
            let colon = s.tokens.clone().find(|&i| &*parsed.tokens[i].lower == ":").filter(|&c| c > s.tokens.start + 2);
            colon.and_then(|c| found(s.tokens.start..c)).or_else(|| found(s.tokens.clone()))
        })
        .collect();
    let nouns: Vec<(usize, String)> =
        (0..parsed.tokens.len()).filter_map(|i| Some((i, noun_as_verb(&parsed, lexicon, i)?))).collect();
    if found.is_empty() && nouns.is_empty() {
        return parsed;
    }
    let ParsedDocument { document, mut tokens, sentences, names, .. } = parsed;
    for (noun, lemma) in nouns {
        let tag = if tokens[noun].tag == Tag::Nn { Tag::Vbp } else { Tag::Vbz };
        tokens[noun] = Token { tag, pos: Pos::Verb, lemma: lemma.into(), ..tokens[noun].clone() };
    }
    let mut names = names;
    for (verb, lemma, sentence) in found {
        make_verb(&mut tokens, verb, &lemma, sentence);
        split_names(&mut names, verb, tokens[verb - 1].pos == Pos::Adv);
    }
    ParsedDocument::new(document, tokens, sentences, names)
}

/// The token that is the headline's verb, with its lemma; `None` when it has a verb already or no candidate.
fn verb_of(parsed: &ParsedDocument, lexicon: &Lexicon, sentence: &Range<usize>) -> Option<(usize, String)> {
    let tokens = &parsed.tokens;
    let finite = |t: &Token| t.pos == Pos::Aux || matches!(t.tag, Tag::Md | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn);
    if tokens[sentence.clone()].iter().any(finite) {
        return None;
    }
    (sentence.start + 1..sentence.end).find_map(|i| {
        let before = &tokens[i - 1];
        let after = tokens.get(i + 1).filter(|_| i + 1 < sentence.end);
        let opens = after.is_none_or(|t| {
            matches!(t.pos, Pos::Adp | Pos::Det | Pos::Propn | Pos::Adv | Pos::Num | Pos::Noun | Pos::Adj | Pos::Pron | Pos::Part)
                || t.tag == Tag::Vbg
                || super::quote::is_mark(&t.lower)
        });
        let adverb = before.tag == Tag::Rb && i > sentence.start + 1;
        let capital = parsed.text(i - 1).starts_with(char::is_uppercase);
        let subject = (capital || before.pos == Pos::Noun) && (adverb || before.tag != Tag::Rb);
        if !opens || !subject {
            return None;
        }
        let plural = matches!(before.tag, Tag::Nns | Tag::Nnps) || matches!(&*before.lower, "police" | "people" | "crew");
        let lemma = match tokens[i].tag {
            Tag::Nns | Tag::Nnps => verb_lemma(lexicon, &tokens[i].lower)?,
            Tag::Nn if plural && after.is_some() => tokens[i].lower.to_string(),
            // "Minister Hails Deal": in capitals a name looks the same, so only what can be no name is taken
            Tag::Nnp if capital && after.is_some_and(|t| t.pos != Pos::Noun) => {
                verb_lemma(lexicon, &tokens[i].lower).filter(|lemma| says(lexicon, lemma))?
            }
            _ => return None,
        };
        is_event_verb(lexicon, &lemma).then_some((i, lemma))
    })
}

/// The lemma of a root that was tagged a noun although it has a subject or an object, if the lexicon knows such a verb.
fn noun_as_verb(parsed: &ParsedDocument, lexicon: &Lexicon, i: usize) -> Option<String> {
    let token = &parsed.tokens[i];
    let clause = matches!(token.dep, Dep::Root | Dep::Ccomp) && matches!(token.tag, Tag::Nn | Tag::Nns);
    let verbal = |c: usize| match parsed.tokens[c].dep {
        Dep::Dobj => c > i,
        Dep::Nsubj => c < i && matches!(parsed.tokens[c].pos, Pos::Noun | Pos::Propn | Pos::Pron),
        _ => false,
    };
    let aside = |c: usize| matches!(parsed.tokens[c].dep, Dep::Det | Dep::Amod | Dep::Compound | Dep::Poss | Dep::Aux);
    if !clause || !parsed.children(i).any(verbal) || parsed.children(i).any(aside) {
        return None;
    }
    let lower = &*token.lower;
    if token.tag == Tag::Nn { is_event_verb(lexicon, lower).then(|| lower.to_owned()) } else { verb_lemma(lexicon, lower) }
}

/// Whether the lexicon has an event or attribution for a verb.
fn is_event_verb(lexicon: &Lexicon, word: &str) -> bool {
    let entries = lexicon.entries(word, Part::Verb);
    entries.iter().any(|e| e.words.len() == 1 && e.classes.iter().any(|c| c.starts_with(DL)))
}

/// The lemma of a form in -s whose verb evokes an event or an attribution.
fn verb_lemma(lexicon: &Lexicon, lower: &str) -> Option<String> {
    let stem = lower.strip_suffix('s').filter(|s| !s.ends_with('s'))?;
    let ies = stem.strip_suffix("ie").map(|s| format!("{s}y"));
    let candidates = [Some(stem.to_owned()), stem.strip_suffix('e').map(str::to_owned), ies];
    candidates.into_iter().flatten().find(|word| is_event_verb(lexicon, word))
}

/// Whether a verb is one of saying or judging only.
fn says(lexicon: &Lexicon, lemma: &str) -> bool {
    let attribution = |c: &String| lexicon.superclasses(c).iter().any(|s| s.strip_prefix(DL) == Some("Attribution"));
    lexicon.entries(lemma, Part::Verb).iter().any(|e| e.words.len() == 1 && e.classes.iter().any(attribution))
        && lexicon.entries(lemma, Part::Noun).is_empty()
}

/// Ends names before the verb that they had swallowed: "[Smith Finally Endorses] Plan".
fn split_names(names: &mut Vec<NameSpan>, verb: usize, adverb: bool) {
    let end = if adverb { verb - 1 } else { verb };
    for name in names.iter_mut().filter(|n| n.tokens.contains(&verb)) {
        name.tokens.end = end.max(name.tokens.start);
    }
    names.retain(|n| !n.tokens.is_empty());
}

fn make_verb(tokens: &mut [Token], verb: usize, lemma: &str, sentence: Range<usize>) {
    let adverb = verb > sentence.start + 1 && tokens[verb - 1].tag == Tag::Rb;
    let subject = if adverb { verb - 2 } else { verb - 1 };
    if adverb {
        tokens[verb - 1].head = verb;
        tokens[verb - 1].dep = Dep::Advmod;
    }
    for i in sentence.clone() {
        let (inside, head) = (i < verb, tokens[i].head);
        if adverb && i == verb - 1 {
            continue;
        }
        if inside && i != subject && (head >= subject || head == i) {
            tokens[i].head = subject;
            if matches!(tokens[i].dep, Dep::Root | Dep::Nsubj | Dep::Dobj | Dep::Appos) {
                tokens[i].dep = Dep::Compound;
            }
        } else if i > verb && (head < verb || head == i) {
            tokens[i].head = verb;
            tokens[i].dep = match tokens[i].pos {
                Pos::Noun | Pos::Propn | Pos::Pron if i > verb => Dep::Dobj,
                Pos::Verb if tokens[i].tag == Tag::Vbg => Dep::Xcomp,
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
