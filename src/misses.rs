//! Sentences that held something and gave nothing, with the stage that lost them.
//!
//! A sentence counts when it holds a word of the lexicon or two names, and no report stands on a trigger in it.

use crate::document::{Document, Span};
use crate::frame::FramedDocument;
use crate::graph::DocumentGraph;
use crate::graph::quads::Lost;
use crate::lexicon::{Lexicon, Part};
use crate::parse::{NameLabel, Pos};
use crate::vocabulary::DL;
use std::fmt::Write as _;

/// The stage that lost a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The model saw two names, of which at most one became a thing.
    Resolve,
    /// Two named things, and no word that the lexicon knows.
    Lexicon,
    /// A known word, and no frame: its guards refused it, or it is no predicate here.
    Frame,
    /// A frame, and no rule that made a claim of it.
    Extract,
    /// A claim, and no report: what it cannot do without is missing.
    Graph,
}

impl Stage {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resolve => "resolve",
            Self::Lexicon => "lexicon",
            Self::Frame => "frame",
            Self::Extract => "extract",
            Self::Graph => "graph",
        }
    }
}

/// A sentence that gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// Position of its post.
    pub post: usize,
    /// Who lost it.
    pub stage: Stage,
    /// The words that should have given something.
    pub words: Vec<String>,
    /// The sentence.
    pub sentence: String,
    /// Where it stands.
    pub span: Span,
}

/// The misses of a document, in text order.
pub fn misses(graph: &DocumentGraph, lexicon: &Lexicon) -> Vec<Miss> {
    let framed = &graph.framed;
    let parsed = &framed.resolved.parsed;
    let mut told = vec![false; parsed.sentences.len()];
    for report in &graph.reports {
        told[framed.frames[report.claim.frame].sentence] = true;
    }
    let mut all = Vec::new();
    for (index, sentence) in parsed.sentences.iter().enumerate().filter(|(index, _)| !told[*index]) {
        let Some((stage, words)) = lost(graph, lexicon, index) else { continue };
        all.push(Miss {
            post: parsed.document.posts[sentence.post].position,
            stage,
            words,
            sentence: one_line(&parsed.document, framed, index),
            span: parsed.span(sentence.tokens.clone()),
        });
    }
    all
}

/// The misses as the graph tells them.
pub fn lost_passages(graph: &DocumentGraph, lexicon: &Lexicon) -> Vec<Lost> {
    let posts = &graph.framed.resolved.parsed.document.posts;
    let at = |position| posts.iter().position(|p| p.position == position).unwrap_or(0);
    let found = misses(graph, lexicon).into_iter();
    found.map(|m| Lost { post: at(m.post), span: m.span, stage: m.stage.as_str(), words: m.words }).collect()
}

/// One line a miss: document, post, stage, words, sentence, with tabs between.
pub fn lines(graph: &DocumentGraph, lexicon: &Lexicon) -> String {
    let id = &graph.framed.resolved.parsed.document.id;
    misses(graph, lexicon).iter().fold(String::new(), |mut text, miss| {
        let _ = writeln!(text, "{id}\t{}\t{}\t{}\t{}", miss.post, miss.stage.as_str(), miss.words.join(", "), miss.sentence);
        text
    })
}

/// The stage that lost a sentence without reports; `None` when there was nothing to find.
fn lost(graph: &DocumentGraph, lexicon: &Lexicon, sentence: usize) -> Option<(Stage, Vec<String>)> {
    let framed = &graph.framed;
    let parsed = &framed.resolved.parsed;
    let tokens = parsed.sentences[sentence].tokens.clone();
    let frames = || {
        let here = framed.frames.iter().enumerate().filter(move |(_, f)| f.sentence == sentence);
        here.filter(|(_, f)| f.classes.iter().any(|c| c.starts_with(DL)))
    };
    let trigger = |frame: usize| parsed.document.slice(framed.trigger_span(frame)).to_owned();
    let dropped: Vec<String> = frames().map(|(f, _)| trigger(f)).collect();
    if !dropped.is_empty() {
        let claimed = frames().any(|(f, _)| graph.claimed(f));
        return Some((if claimed { Stage::Graph } else { Stage::Extract }, dropped));
    }
    let known = |t: &usize| {
        let part = match parsed.tokens[*t].pos {
            Pos::Verb => Part::Verb,
            Pos::Noun => Part::Noun,
            Pos::Adj => Part::Adjective,
            _ => return false,
        };
        lexicon.entries(&parsed.tokens[*t].lemma.to_lowercase(), part).iter().any(|entry| {
            let here = |word: &String| tokens.clone().any(|t| parsed.tokens[t].lemma.eq_ignore_ascii_case(word));
            entry.classes.iter().any(|c| c.starts_with(DL)) && entry.words.iter().all(here)
        })
    };
    let words: Vec<String> = tokens.clone().filter(known).map(|t| parsed.text(t).to_owned()).collect();
    if !words.is_empty() {
        return Some((Stage::Frame, words));
    }
    let resolved = &framed.resolved;
    let mut named: Vec<String> = (resolved.mentions.iter())
        .filter(|m| tokens.contains(&m.head))
        .flat_map(|m| &m.entities)
        .filter(|e| resolved.entities[**e].named)
        .map(|e| resolved.entities[*e].label.clone())
        .collect();
    named.sort();
    named.dedup();
    if named.len() >= 2 {
        return Some((Stage::Lexicon, named));
    }
    let who_or_where =
        |label: NameLabel| matches!(label, NameLabel::Person | NameLabel::Org | NameLabel::Gpe | NameLabel::Loc | NameLabel::Fac);
    let mut seen: Vec<String> = (parsed.names.iter())
        .filter(|n| tokens.contains(&n.tokens.start) && who_or_where(n.label))
        .map(|n| parsed.document.slice(parsed.span(n.tokens.clone())).to_owned())
        .collect();
    seen.sort();
    seen.dedup();
    (seen.len() >= 2).then_some((Stage::Resolve, seen))
}

fn one_line(document: &Document, framed: &FramedDocument, sentence: usize) -> String {
    let parsed = &framed.resolved.parsed;
    let text = document.slice(parsed.span(parsed.sentences[sentence].tokens.clone()));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Status::{Occurred, Unknown};
    use crate::graph::testing::News;
    use crate::resolve::EntityType::Person;

    #[test]
    fn a_sentence_with_a_report_is_no_miss() {
        let mut news = News::new(&["Ana Gomez met Li Wei ."]);
        news.report(0, "met", "Meeting", Occurred).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
        assert_eq!(misses(&news.graph(), &Lexicon::default()), []);
    }

    #[test]
    fn two_names_without_a_known_word_are_lost_by_the_lexicon() {
        let mut news = News::new(&["Ana Gomez resembles Li Wei . They left ."]);
        news.report(0, "left", "Departure", Unknown);
        news.mention(0, "Ana Gomez", Person);
        news.mention(0, "Li Wei", Person);
        let found = misses(&news.graph(), &Lexicon::default());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].stage, found[0].words.join(" + ").as_str()), (Stage::Lexicon, "Ana Gomez + Li Wei"));
        assert_eq!(found[0].sentence, "Ana Gomez resembles Li Wei .");
    }

    #[test]
    fn a_claim_that_says_too_little_is_lost_by_the_graph() {
        let mut news = News::new(&["the spokesman left ."]);
        news.report(0, "spokesman", "RoleHolding", Unknown).evokes("RoleHolding").with("holder", "spokesman", Person);
        assert_eq!(misses(&news.graph(), &Lexicon::default())[0].stage, Stage::Graph);
    }
}
