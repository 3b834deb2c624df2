//! Text as it was published to [`Document`](crate::document::Document): posts, headlines, paragraphs, times, bylines.

mod about;
mod byline;
mod dateline;
mod dates;
mod error;
mod events_box;
mod form;
mod forms;
mod headline;
mod html;
mod items;
mod language;
mod layout;
mod lines;
mod outline;
mod sign;
mod source;
mod stamp;
mod text;
mod wrap;

pub use about::{About, AboutError};
pub use error::{Place, ReadError, SourceError};
pub use form::Form;
pub use html::{looks_like_html, page_text, read_html};
pub use items::{Fetch, Fetched, Item, Items};
pub use language::foreign_language;
pub use outline::outline;
pub use source::{Reader, Source, sources};
pub use text::read_text;
