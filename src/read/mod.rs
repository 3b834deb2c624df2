//! Text as it was published to [`Document`](crate::document::Document): posts, headlines, paragraphs, times, bylines.

mod about;
mod language;
mod lines;
mod source;
mod text;

pub use about::{About, AboutError};
pub use language::foreign_language;
pub use source::{ReadError, Reader, Source, SourceError, sources};
pub use text::read_text;
