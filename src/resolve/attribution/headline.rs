//! Sources before a colon: headlines ("Report: …"), transcripts ("SMITH: …"), quotes ("Smith: "…"").

use super::Reader;
use crate::document::BlockKind;
use crate::lexicon::Part;
use crate::parse::{Dep, NameLabel, NameSpan, Pos};
use crate::resolve::Attribution;
use crate::vocabulary::{DL, F};
use std::ops::Range;

/// Longest phrase that is taken for a source.
const LONGEST: usize = 8;

/// Words that stand before a headline's colon and tell what kind of text follows, not who speaks.
const KICKERS: &[&str] = &[
    "correction",
    "clarification",
    "update",
    "analysis",
    "opinion",
    "comment",
    "explainer",
    "explained",
    "exclusive",
    "breaking",
    "live",
    "watch",
    "video",
    "pictures",
    "profile",
    "obituary",
    "timeline",
    "factbox",
    "quiz",
    "recap",
    "interview",
];

impl Reader<'_> {
    /// Adds the attributions whose cue is a colon.
    pub(super) fn colons(&self, found: &mut Vec<Attribution>) {
        for block in &self.blocks {
            let taken = |i: usize| self.lower(i) == ":" && self.quote_of[i].is_none();
            for colon in block.clone().filter(|&i| taken(i)) {
                if let Some((source, content)) = self.before_colon(block, colon).or_else(|| self.before_own_words(block, colon)) {
                    let cue = self.inverted_cue(source).unwrap_or(colon);
                    found.push(self.colon(cue, source, content));
                    break;
                }
            }
        }
    }

    fn colon(&self, colon: usize, source: usize, content: Range<usize>) -> Attribution {
        let content = self.tidy(vec![content]);
        Attribution {
            cue: colon..colon + 1,
            cue_head: colon,
            speaker: Some(source),
            addressee: None,
            medium: None,
            quote_kind: self.quote_kind(&content),
            content,
            classes: vec![format!("{DL}Statement")],
            confidence: 0.7,
        }
    }

    /// The source's head and the content, when the words before the colon are a source.
    fn before_colon(&self, block: &Range<usize>, colon: usize) -> Option<(usize, Range<usize>)> {
        let left = self.phrase_before_colon(block, colon)?;
        let right = self.trim(colon + 1..block.end);
        let source = left.clone().rev().find(|&i| self.is_nominal(i))?;
        if self.document.text(source).chars().count() < 3 {
            return None; // "Q:" and "A:" name nobody
        }
        let label = self.label(source);
        if label.is_none() && KICKERS.contains(&self.lower(source)) {
            return None;
        }
        if matches!(label, Some(NameLabel::Gpe | NameLabel::Loc | NameLabel::Fac | NameLabel::Date | NameLabel::Event)) {
            return None;
        }
        let name = self.token(source).pos == Pos::Propn || self.is_name_elsewhere(source);
        let quote = self.quote_of.get(colon + 1).copied().flatten();
        let quote = quote.filter(|&q| self.quotes[q].open == colon + 1 && self.is_utterance(q));
        if let Some(q) = quote.filter(|_| name) {
            return Some((source, self.quotes[q].outer()));
        }
        let person = label == Some(NameLabel::Person);
        let says = right.clone().any(|i| self.is_finite(i) || self.quote_of[i].is_some()) || self.is_source(source);
        if left.start != block.start || right.len() < 3 || !says {
            return None;
        }
        let capitals = left.clone().all(|i| self.document.text(i).chars().all(|c| !c.is_lowercase()));
        let fits = if self.is_headline(block) {
            person || label == Some(NameLabel::Org) || self.is_source(source) || name && label.is_none()
        } else {
            person && left.len() <= 4 || capitals && left.len() <= 3
        };
        fits.then_some((source, right))
    }

    /// "Mayor hails plan: I am proud": the words of the headline's subject.
    fn before_own_words(&self, block: &Range<usize>, colon: usize) -> Option<(usize, Range<usize>)> {
        let right = self.trim(colon + 1..block.end);
        let own = right.clone().next().is_some_and(|i| matches!(self.lower(i), "i" | "we" | "my" | "our"));
        let verb = (block.start..colon).find(|&i| self.is_verb(i) && self.is_finite(i))?;
        let subject = self.child(verb, &[Dep::Nsubj]).filter(|&s| s < verb)?;
        (own && self.is_headline(block) && right.len() > 2).then_some((subject, right))
    }

    fn is_nominal(&self, i: usize) -> bool {
        matches!(self.token(i).pos, Pos::Noun | Pos::Propn) || self.is_name_elsewhere(i)
    }

    fn label(&self, i: usize) -> Option<NameLabel> {
        self.document.names.iter().find(|n| n.tokens.contains(&i)).map(|n| n.label)
    }

    /// Whether a capitalised word is a person's name elsewhere: taggers take a lone name before a colon for a noun.
    fn is_name_elsewhere(&self, i: usize) -> bool {
        let text = self.document.text(i);
        let person = |n: &NameSpan| n.label == NameLabel::Person && n.tokens.clone().any(|t| self.document.text(t) == text);
        text.starts_with(char::is_uppercase) && self.document.names.iter().any(person)
    }

    /// "Continued Smith: "…"": a verb at the start of the sentence that the tagger took for a name.
    fn inverted_cue(&self, source: usize) -> Option<usize> {
        let first = self.sentence(source).start;
        let lower = self.lower(first);
        let stem = lower.strip_suffix('d').unwrap_or(lower);
        let lemmas = [stem, stem.strip_suffix('e').unwrap_or(stem), if lower == "said" { "say" } else { stem }];
        let says = |lemma: &&str| {
            let entries = self.lexicon.entries(lemma, Part::Verb);
            entries.iter().any(|e| e.classes.iter().any(|c| c.strip_prefix(DL) == Some("Statement")))
        };
        (first + 3 > source && first < source && lower.ends_with('d') && lemmas.iter().any(says)).then_some(first)
    }

    /// The words between the colon and the break before it, if they can be one phrase.
    fn phrase_before_colon(&self, block: &Range<usize>, colon: usize) -> Option<Range<usize>> {
        let breaks =
            |i: usize| matches!(self.lower(i), "-" | "--" | "]" | ")") && self.token(i).space_after || self.ends_sentence(i);
        let start = (block.start..colon).rev().find(|&i| breaks(i) && i + 1 < colon).map_or(block.start, |i| i + 1);
        let mut left = self.trim(start..colon);
        // "More from Smith: …", "Smith on the vote: …"
        if let Some(from) = left.clone().rev().find(|&i| self.lower(i) == "from") {
            left.start = from + 1;
        }
        if let Some(on) = left.clone().skip(1).find(|&i| self.lower(i) == "on") {
            left.end = on;
        }
        let plain = left.clone().all(|i| !self.is_finite(i) && self.quote_of[i].is_none() && self.token(i).pos != Pos::Adp);
        (!left.is_empty() && left.len() <= LONGEST && plain).then_some(left)
    }

    /// "Smith says deal dead": in a headline the clause may lack its verb.
    pub(super) fn headline_rest(&self, verb: usize) -> Option<Range<usize>> {
        let end = self.sentence(verb).end;
        let says = &*self.token(verb).lemma == "say" && self.token(verb).dep == Dep::Root && self.is_finite(verb);
        let rest = verb + 1..end;
        (says && self.is_headline(&self.block(verb)) && rest.len() >= 2 && self.token(verb + 1).pos != Pos::Punct).then_some(rest)
    }

    fn is_headline(&self, block: &Range<usize>) -> bool {
        let sentence = self.document.sentence_of(block.start);
        let post = &self.document.document.posts[sentence.post];
        post.blocks[sentence.block].kind == BlockKind::Headline
    }

    /// "Report", "police", "experts": a noun of the lexicon's sources.
    pub(super) fn is_source(&self, noun: usize) -> bool {
        let lemma = self.token(noun).lemma.to_lowercase();
        let entries = self.lexicon.entries(&lemma, Part::Noun);
        entries.iter().any(|e| e.classes.iter().any(|c| c.strip_prefix(F) == Some("Source")))
    }
}
