//! What coreference needs of attributions and quotes: who speaks in which words.

use super::{Attribution, quote};
use crate::parse::ParsedDocument;
use std::ops::Range;

/// Quotes with their speakers, and reporting clauses.
#[derive(Clone, Debug, Default)]
pub(super) struct Speech {
    /// For each token the index of the innermost quote that holds it.
    quote_of: Vec<Option<usize>>,
    /// Head token of the speaker of each quote.
    speakers: Vec<Option<usize>>,
    /// Content pieces with the speaker's head token, all attributions.
    contents: Vec<(Range<usize>, usize)>,
}

impl Speech {
    /// Joins quotes with the attributions whose content they overlap.
    pub fn new(parsed: &ParsedDocument, attributions: &[Attribution]) -> Self {
        let quotes = quote::find(parsed);
        let mut quote_of = vec![None; parsed.tokens.len()];
        let mut speakers = Vec::with_capacity(quotes.len());
        for (id, q) in quotes.iter().enumerate() {
            // Scare quotes of a word or two hold no voice of their own but do no harm: they have no pronouns.
            quote_of[q.inside.clone()].fill(Some(id));
            let overlap = |r: &Range<usize>| r.end.min(q.inside.end).saturating_sub(r.start.max(q.inside.start));
            let best = attributions
                .iter()
                .filter(|a| a.speaker.is_some_and(|s| !q.inside.contains(&s)))
                .map(|a| (a.content.iter().map(overlap).sum::<usize>(), a))
                .filter(|(shared, _)| *shared > 0)
                .max_by_key(|(shared, a)| {
                    (*shared, std::cmp::Reverse(a.content.iter().map(ExactSizeIterator::len).sum::<usize>()))
                });
            speakers.push(best.and_then(|(_, a)| a.speaker));
        }
        let contents = attributions
            .iter()
            .filter_map(|a| Some((a.speaker?, a)))
            .flat_map(|(s, a)| a.content.iter().map(move |c| (c.clone(), s)))
            .collect();
        Self { quote_of, speakers, contents }
    }

    /// The quote that a token stands in.
    pub fn quote_of(&self, token: usize) -> Option<usize> {
        self.quote_of.get(token).copied().flatten()
    }

    /// Head token of the speaker of the quote that a token stands in.
    pub fn speaker_at(&self, token: usize) -> Option<usize> {
        self.speakers[self.quote_of(token)?]
    }

    /// Head token of the speaker of the smallest attributed content that a token stands in.
    pub fn source_at(&self, token: usize) -> Option<usize> {
        self.contents.iter().filter(|(c, _)| c.contains(&token)).min_by_key(|(c, _)| c.len()).map(|(_, s)| *s)
    }

    /// Whether something is attributed to the phrase with this head.
    pub fn is_source(&self, head: usize) -> bool {
        self.contents.iter().any(|(_, s)| *s == head)
    }
}
