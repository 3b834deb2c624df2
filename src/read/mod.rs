//! Text, HTML and feeds to documents.
