//! Web pages: what the page says of itself first (JSON-LD, microdata, Open Graph), then the text of its main part.

mod body;
mod compose;
mod json_ld;
mod microdata;
mod page;

use super::dates::sort_by_time;
use super::read_text;
use crate::document::{BlockKind, Document, Metadata, Order, Span};
use crate::moment::{self, Moment};
use body::{Piece, main_part, pieces_of_markup};
use compose::{Composer, same_words};
pub(super) use json_ld::names;
pub(super) use page::{Page, Update, plain};

/// Whether a text is a web page, by its beginning.
pub fn looks_like_html(text: &str) -> bool {
    let start = text.trim_start();
    let end = start.char_indices().nth(1000).map_or(start.len(), |(at, _)| at);
    let low = start[..end].to_ascii_lowercase();
    low.starts_with("<!doctype html")
        || low.starts_with('<') && ["<html", "<head", "<body", "<script", "<article"].iter().any(|tag| low.contains(tag))
}

/// Reads a web page. The document's text is what was extracted; spans point into it.
///
/// A live blog that lists its posts (schema.org `LiveBlogPosting`) becomes these posts; any other page one post, with the text
/// that the page's main part holds, unless that text itself is laid out as a live blog. What `metadata` says goes before
/// what the page says of itself.
pub fn read_html(id: &str, html: &str, metadata: Metadata) -> Document {
    let dom = dom_query::Document::from(html);
    let page = Page::of(&dom, id);
    compose(id, &page, metadata, || main_part(&dom, html))
}

/// Reads what a feed or an agency says of an article or live blog; its text is that of `page` alone.
pub(super) fn read_page(id: &str, page: &Page, metadata: Metadata) -> Document {
    compose(id, page, metadata, Vec::new)
}

fn compose(id: &str, page: &Page, metadata: Metadata, main_part: impl FnOnce() -> Vec<Piece>) -> Document {
    let mut metadata = metadata;
    let zone = metadata.timezone.as_ref().and_then(|name| moment::zone(name).ok());
    let full = |text: &str| {
        let moment: Moment = text.parse().ok()?;
        let moment = match (&moment.zone, &zone) {
            (None, Some(zone)) if moment.time.is_some() => moment.in_zone(zone),
            _ => moment,
        };
        Some(moment.to_string())
    };
    let or_told = |own: &mut Option<String>, told: Option<String>| *own = own.take().or(told);
    or_told(&mut metadata.title, page.headline.clone());
    or_told(&mut metadata.url, page.url.clone());
    or_told(&mut metadata.publisher, page.publisher.clone());
    or_told(&mut metadata.licence, page.licence.clone());
    or_told(&mut metadata.published, page.published.as_deref().and_then(full));
    if page.updates.len() > 1 {
        return blog(id, page, metadata, full);
    }
    article(id, main_part(), page, metadata, full)
}

fn blog(id: &str, page: &Page, metadata: Metadata, full: impl Fn(&str) -> Option<String>) -> Document {
    let mut composer = Composer::default();
    for update in &page.updates {
        let published = update.published.as_deref().and_then(&full);
        let updated = update.modified.as_deref().and_then(&full).filter(|moment| is_other(moment, published.as_ref()));
        let post = composer.post(update.headline.as_deref(), &update.pieces());
        post.published = published;
        post.updated = updated;
        post.byline.clone_from(&update.authors);
        post.fragment.clone_from(&update.fragment);
    }
    let mut document = composer.finish(id, metadata);
    match document.metadata.order {
        Order::NewestFirst => document.oldest_first.reverse(),
        Order::OldestFirst => {}
        Order::Auto => document.oldest_first = sort_by_time(&document.posts),
    }
    document
}

fn article(id: &str, pieces: Vec<Piece>, page: &Page, metadata: Metadata, full: impl Fn(&str) -> Option<String>) -> Document {
    let mut pieces = pieces;
    let told = page.body.as_deref().map(pieces_of_markup).unwrap_or_default();
    // The page's own words for its text lack paragraphs, so the main part is better unless it was missed.
    if words(&pieces) * 2 < words(&told) {
        pieces = told;
    }
    let mut composer = Composer::default();
    composer.post(page.headline.as_deref(), &pieces);
    let mut document = composer.finish(id, metadata);
    let split = read_text(id, &document.text, document.metadata.clone());
    if split.posts.len() > 2 {
        return Document { asides: document.asides, ..split };
    }
    for post in &mut document.posts {
        post.byline.clone_from(&page.authors);
        post.published = document.metadata.published.clone().filter(|published| published.contains('T'));
        post.updated = page.modified.as_deref().and_then(&full).filter(|moment| is_other(moment, post.published.as_ref()));
    }
    document
}

/// Whether two moments differ: pages write one of them in UTC and the other not.
fn is_other(updated: &str, published: Option<&String>) -> bool {
    let point = |text: &str| text.parse::<Moment>().ok().and_then(|moment| moment.timestamp());
    published.is_none_or(|published| published != updated && (point(published) != point(updated) || point(updated).is_none()))
}

fn words(pieces: &[Piece]) -> usize {
    pieces.iter().filter(|piece| !piece.is_aside).map(|piece| piece.text.split_whitespace().count()).sum()
}

impl Update {
    fn pieces(&self) -> Vec<Piece> {
        self.body.as_deref().map(pieces_of_markup).unwrap_or_default()
    }
}

/// The main part of a page whole, a line a piece: the text without the page's title, and what stands beside it in its place.
pub fn page_text(document: &Document) -> String {
    let is_title = |line: Span| match &document.posts[..] {
        [post] => post.headline == Some(line),
        _ => line.start == 0 && document.metadata.title.as_deref().is_some_and(|title| same_words(title, document.slice(line))),
    };
    let mut asides = document.asides.iter().peekable();
    let mut shown = Vec::new();
    let mut start = 0;
    for line in document.text.split_inclusive('\n') {
        while let Some(aside) = asides.next_if(|aside| aside.before <= start) {
            shown.push(aside.text.as_str());
        }
        let words = line.trim();
        if !words.is_empty() && !is_title(Span::new(start, start + words.len())) {
            shown.push(words);
        }
        start += line.len();
    }
    shown.extend(asides.map(|aside| aside.text.as_str()));
    shown.join("\n")
}

/// Whether a piece of a page is a heading.
fn is_heading(kind: BlockKind) -> bool {
    kind == BlockKind::Headline
}

#[cfg(test)]
mod tests;
