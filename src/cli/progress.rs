//! How far a long run has come: on a terminal only.

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// Counts documents on stderr.
pub struct Progress {
    bar: ProgressBar,
    failed: usize,
}

impl Progress {
    /// A bar that comes up when stderr is a terminal.
    pub fn new() -> Self {
        Self::shown(tracing::enabled!(tracing::Level::WARN))
    }

    /// The same for results that go to stdout: where that is the terminal too, they tell how far it has come.
    pub fn beside_results() -> Self {
        Self::shown(tracing::enabled!(tracing::Level::WARN) && !std::io::stdout().is_terminal())
    }

    fn shown(shown: bool) -> Self {
        let bar = if shown { ProgressBar::no_length() } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{spinner} {pos} documents, {rate}, {elapsed}{msg}");
        let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            let places = usize::from(state.per_sec() < 10.0);
            let _ = write!(out, "{:.places$} a second", state.per_sec());
        };
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()).with_key("rate", rate));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, failed: 0 }
    }

    /// One document more.
    pub fn done(&self) {
        self.bar.inc(1);
    }

    /// One document that could not be read, or not be used.
    pub fn failed(&mut self, error: &dyn std::error::Error) {
        self.failed += 1;
        self.bar.suspend(|| tracing::error!("{error}"));
        self.bar.set_message(format!(", {} failed", self.failed));
    }

    /// Takes the bar away and tells how many documents failed, which is the outcome.
    pub fn finish(&self) -> super::Outcome {
        self.bar.finish_and_clear();
        if self.failed == 0 {
            return super::Outcome::Done;
        }
        let all = self.bar.position() as usize + self.failed;
        tracing::error!("{} of {all} documents failed; the others are done", self.failed);
        super::Outcome::Failed
    }

    /// Whether no document was done.
    pub fn has_none(&self) -> bool {
        self.bar.position() == 0
    }
}
