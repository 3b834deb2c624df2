//! Plain text to posts and blocks.

use super::dateline;
use super::dates::{dates, oldest_first, page_moment};
use super::events_box::clear_boxes;
use super::headline::{Look, is_title_case, look};
use super::layout::{Draft, layout};
use super::lines::lines;
use super::sign::{Sign, Signed, signs};
use super::wrap::unwrap;
use crate::document::{Block, BlockKind, Document, Metadata, Order, Post};
use crate::moment;

/// Reads a plain text: a live blog becomes its posts, anything else one post. The text itself stays as it is.
///
/// Posts are told apart by time stamps, "Updated" lines and headlines, whichever the page has, on whichever side of the post
/// they stand. A date in the page's head is taken as its date of publication when `metadata` has none.
pub fn read_text(id: &str, text: &str, metadata: Metadata) -> Document {
    let mut metadata = metadata;
    let mut lines = signs(text, &unwrap(text, lines(text)));
    let cuts = clear_boxes(text, &mut lines);
    let layout = layout(&lines, &cuts, metadata.order != Order::Auto || says_live(text));
    if metadata.published.is_none() {
        let zone = metadata.timezone.as_ref().and_then(|name| moment::zone(name).ok());
        metadata.published = page_moment(&layout, zone.as_ref()).map(|moment| moment.to_string());
    }
    if metadata.title.is_none() {
        metadata.title = layout.title.map(|at| text[lines[at].span.start..lines[at].span.end].to_owned());
    }
    if !layout.is_blog {
        // In an article a clock time before a line is part of what it says.
        for line in lines.iter_mut().filter(|line| matches!(line.sign, Sign::Stamped(_))) {
            (line.span, line.sign) = (line.line, Sign::Item);
        }
    }
    let order = oldest_first(&layout, metadata.order, opens_at_top(text, &lines));
    let dates = dates(&layout, &order, &metadata);
    let mut posts = Vec::with_capacity(layout.posts.len());
    for (position, (draft, dates)) in layout.posts.iter().zip(dates).enumerate() {
        let blocks = blocks(text, &lines, draft, layout.is_blog, metadata.title.as_deref());
        let headline = blocks.first().filter(|block| block.kind == BlockKind::Headline).map(|block| block.span);
        let byline = draft.byline.clone();
        let (published, clock, updated) = (dates.published, dates.clock, dates.updated);
        posts.push(Post { position, headline, blocks, published, clock, updated, byline, ..Post::default() });
    }
    if !layout.is_blog
        && let Some(post) = posts.first_mut()
        && metadata.published.as_ref().is_some_and(|published| published.contains('T'))
    {
        post.published.clone_from(&metadata.published);
    }
    dateline::divide(text, &mut posts);
    Document { id: id.to_owned(), text: text.to_owned(), metadata, posts, oldest_first: order, asides: Vec::new() }
}

/// The blocks of a post: its first line is a headline if it looks so and something follows, or it has a mark of its own.
fn blocks(text: &str, lines: &[Signed], draft: &Draft, is_blog: bool, title: Option<&str>) -> Vec<Block> {
    let words = |at: usize| &text[lines[at].span.start..lines[at].span.end];
    let mut blocks = Vec::with_capacity(draft.lines.len());
    for (nth, &at) in draft.lines.iter().enumerate() {
        let next = draft.lines.get(nth + 1);
        let kind = match &lines[at].sign {
            Sign::Item => BlockKind::ListItem,
            Sign::Quote => BlockKind::Quote,
            _ if nth == 0 && is_headline(words(at), next.map(|&n| words(n)), is_blog, title) => BlockKind::Headline,
            Sign::Text(Look::Headline) if nth > 0 && is_subheading(words(at), next.map(|&n| &lines[n])) => BlockKind::Headline,
            _ => BlockKind::Paragraph,
        };
        blocks.push(Block { span: lines[at].span, kind });
    }
    blocks
}

fn is_headline(line: &str, next: Option<&str>, is_blog: bool, title: Option<&str>) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    match (look(line), next) {
        (Look::Headline, None) => is_blog || is_title_case(line),
        (Look::Headline, Some(_)) => true,
        (Look::Exclaimed, Some(next)) => next.len() > line.len(),
        (Look::Prose, Some(_)) => {
            let is_title = title.is_some_and(|title| letters(title) == letters(line));
            !is_blog && (is_title || is_title_case(line))
        }
        _ => false,
    }
}

fn is_subheading(line: &str, next: Option<&Signed>) -> bool {
    line.split_whitespace().count() <= 12
        && next.is_some_and(|next| matches!(next.sign, Sign::Text(Look::Prose) | Sign::Item | Sign::Quote))
}

/// Phrases in which a live blog speaks of itself.
const LIVE: [&str; 12] = [
    "our live coverage",
    "live blog",
    "liveblog",
    "live updates",
    "welcome to our coverage",
    "welcome to our rolling coverage",
    "bringing you the latest",
    "bring you the latest",
    "bring you all the latest",
    "our rolling coverage",
    "pausing our live",
    "closing this blog",
];

fn says_live(text: &str) -> bool {
    let low = text.to_lowercase();
    LIVE.iter().any(|phrase| low.contains(phrase))
}

/// Whether the greeting that opens a live blog stands in the upper part of the page.
fn opens_at_top(text: &str, lines: &[Signed]) -> bool {
    const GREETINGS: [&str; 4] = ["welcome to our", "welcome to the", "good morning and welcome", "hello and welcome"];
    let low = text.to_ascii_lowercase();
    let found = GREETINGS.iter().filter_map(|greeting| low.find(greeting)).min();
    let words = lines.iter().filter(|line| matches!(line.sign, Sign::Text(_) | Sign::Stamped(_))).count();
    let above =
        |at: usize| lines.iter().filter(move |line| line.span.end <= at && matches!(line.sign, Sign::Text(_) | Sign::Stamped(_)));
    found.is_some_and(|at| above(at).count() * 2 < words)
}
