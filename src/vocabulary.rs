//! Namespaces of the graph and of the working vocabularies.

/// The ontology: `dl:`.
pub const DL: &str = "https://w3id.org/dateline/ns#";
/// Frames, as the rules see them: `f:`.
pub const F: &str = "https://w3id.org/dateline/frame#";
/// Lexicon entries: `lx:`.
pub const LX: &str = "https://w3id.org/dateline/lexicon#";
/// Knowledge tables: `k:`.
pub const K: &str = "https://w3id.org/dateline/knowledge#";
/// Default base of things.
pub const BASE: &str = "https://w3id.org/dateline/id/";

/// Local names of the event classes that a fact's `kind` may be; own subclasses stand beside these.
pub const EVENT_KINDS: [&str; 46] = [
    "Meeting",
    "Summit",
    "Talks",
    "Briefing",
    "Interview",
    "Communication",
    "PhoneCall",
    "Greeting",
    "Movement",
    "Arrival",
    "Departure",
    "Visit",
    "Attribution",
    "Belief",
    "Intention",
    "Statement",
    "Announcement",
    "Demand",
    "Promise",
    "Criticism",
    "Praise",
    "Denial",
    "Threat",
    "Question",
    "Agreement",
    "Ceasefire",
    "Attack",
    "MilitaryMove",
    "Death",
    "Injury",
    "Detention",
    "Release",
    "LegalAction",
    "Appointment",
    "Resignation",
    "Election",
    "Vote",
    "Sanction",
    "Aid",
    "Transaction",
    "Protest",
    "Crime",
    "Disaster",
    "Rescue",
    "Displacement",
    "Invitation",
];
