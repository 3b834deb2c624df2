//! Precision, recall and F1 of what the stages find in texts of our own, and the traps that they fall into.

mod case;
mod coreference;
mod heads;
mod matching;
mod tally;
mod trap;

pub use case::{Case, CaseError, Trap, Wanted, WantedArgument, cases};
pub use coreference::{ChainText, CoreferenceScore, Measure, PronounKind, chain_texts, score_chains};
pub use tally::{Counts, Score};

use crate::pipeline::Pipeline;
use crate::read::read_text;
use rayon::prelude::*;

/// Runs all stages on the cases and scores what they find.
pub fn score(cases: &[Case], pipeline: &Pipeline) -> Score {
    let found: Vec<_> =
        cases.par_iter().map(|case| pipeline.run(read_text(&case.name, &case.text, case.metadata.clone())).lines).collect();
    let mut score = Score::default();
    for (case, lines) in cases.iter().zip(&found) {
        score.add(case, lines, pipeline.rules().ontology());
    }
    score
}
