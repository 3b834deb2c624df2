//! Rules over frames: SPARQL CONSTRUCT queries evaluated over a virtual dataset.
