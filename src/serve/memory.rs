//! Breaks off the longest query when the process takes too much memory.

use super::App;
use std::sync::Arc;
use std::time::Duration;

/// Time between two looks.
const PACE: Duration = Duration::from_millis(50);

/// Bytes that the process has in memory, where the system tells.
pub fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = text.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

/// Looks for as long as the server runs. What was there at the start, the data above all, does not count.
pub async fn watch(app: Arc<App>) {
    let Some(start) = resident() else { return };
    loop {
        tokio::time::sleep(PACE).await;
        let grown = resident().unwrap_or(0).saturating_sub(start);
        if grown > app.options.max_memory && app.places.shed() {
            tracing::warn!(grown, "a query was broken off, for it needed too much memory");
            // give it time to let go
            tokio::time::sleep(PACE * 4).await;
        }
    }
}
