//! The words of a page: its main part, and any markup, as pieces of text.

use crate::document::BlockKind;
use dom_query::NodeRef;
use dom_smoothie::{Config, Readability};

/// A heading, paragraph, list item or quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: BlockKind,
    /// Its words, on one line.
    pub text: String,
    /// Whether it stands beside the report: a caption, a box, a form.
    pub is_aside: bool,
}

/// Elements whose text nobody is to read.
const SKIPPED: [&str; 15] = [
    "script", "style", "noscript", "template", "iframe", "svg", "select", "textarea", "video", "audio", "object", "embed",
    "canvas", "input", "head",
];
/// Elements whose text is not the report's: captions, boxes, controls.
const BESIDE: [&str; 9] = ["figure", "figcaption", "aside", "nav", "form", "button", "label", "dialog", "math"];
/// Elements that run within a line.
const INLINE: [&str; 34] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "center",
    "gu-atom",
];

/// The pieces below a node, in order. Goes by a list, not by recursion: pages nest as deep as they like.
pub fn pieces_of_node(root: NodeRef) -> Vec<Piece> {
    enum Step<'a> {
        Enter(NodeRef<'a>),
        Leave(BlockKind, bool, bool),
    }
    let mut pieces = Vec::new();
    let mut line = String::new();
    let mut kind = BlockKind::Paragraph;
    let mut is_aside = false;
    let mut steps = vec![Step::Enter(root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(outer, was_aside, ends_line) => {
                if ends_line {
                    flush(&mut pieces, &mut line, kind, is_aside);
                }
                (kind, is_aside) = (outer, was_aside);
            }
            Step::Enter(node) if node.is_text() => line.push_str(&node.text()),
            Step::Enter(node) => {
                let name = node.node_name().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
                if SKIPPED.contains(&name.as_str()) || is_hidden(&node) {
                    continue;
                }
                let ends_line = !INLINE.contains(&name.as_str());
                if ends_line {
                    flush(&mut pieces, &mut line, kind, is_aside);
                }
                steps.push(Step::Leave(kind, is_aside, ends_line));
                is_aside |= BESIDE.contains(&name.as_str());
                kind = match name.as_str() {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Headline,
                    "li" | "dt" | "dd" => BlockKind::ListItem,
                    "blockquote" => BlockKind::Quote,
                    _ => kind,
                };
                steps.extend(node.children_it(true).map(Step::Enter));
            }
        }
    }
    flush(&mut pieces, &mut line, kind, is_aside);
    pieces
}

fn is_hidden(node: &NodeRef) -> bool {
    node.attr("hidden").is_some()
        || node.attr("aria-hidden").is_some_and(|value| &*value == "true")
        || node.attr("style").is_some_and(|style| style.replace(' ', "").contains("display:none"))
}

fn flush(pieces: &mut Vec<Piece>, line: &mut String, kind: BlockKind, is_aside: bool) {
    let text = line.split_whitespace().collect::<Vec<_>>().join(" ");
    line.clear();
    if text.chars().any(char::is_alphanumeric) {
        pieces.push(Piece { kind, text, is_aside });
    }
}

/// Pieces of a text that may hold markup, entities or only line ends: pages put all of these into `articleBody`.
pub fn pieces_of_markup(text: &str) -> Vec<Piece> {
    let has_tags = |text: &str| {
        ["<p", "</", "<br", "<div", "<a ", "<strong", "<em", "<ul", "<li", "<h2", "<h3", "<blockquote"]
            .iter()
            .any(|tag| text.contains(tag))
    };
    if has_tags(text) {
        return pieces_of_node(dom_query::Document::fragment(text).root());
    }
    // Entities, once or twice over: a fragment's text is what they stand for.
    let plain = if text.contains('&') {
        dom_query::Document::fragment(text.replace('<', "&lt;")).text().to_string()
    } else {
        text.to_owned()
    };
    if has_tags(&plain) {
        return pieces_of_node(dom_query::Document::fragment(plain).root());
    }
    let mut pieces = Vec::new();
    for part in plain.lines() {
        flush(&mut pieces, &mut part.to_owned(), BlockKind::Paragraph, false);
    }
    pieces
}

/// Pages nest to perhaps fifty; the search for the main part takes time that grows with the square of the depth.
const DEEPEST: usize = 300;
/// Pages have some thousand elements.
const MOST_ELEMENTS: usize = 200_000;

/// Whether a tree is one that pages have.
fn is_sane(root: NodeRef) -> bool {
    let mut elements = 0;
    let mut open = vec![(root, 0)];
    while let Some((node, depth)) = open.pop() {
        elements += 1;
        if depth > DEEPEST || elements > MOST_ELEMENTS {
            return false;
        }
        open.extend(node.children_it(false).filter(NodeRef::is_element).map(|child| (child, depth + 1)));
    }
    true
}

/// The pieces of a page's main part, as Mozilla's Readability finds it; all of the page's body when it finds none.
pub fn main_part(dom: &dom_query::Document, html: &str) -> Vec<Piece> {
    let all = || {
        let pieces = dom.body().map(pieces_of_node).unwrap_or_default();
        pieces.into_iter().filter(|piece| !piece.is_aside).collect()
    };
    if !is_sane(dom.root()) {
        return all();
    }
    let config = Config { disable_json_ld: true, ..Config::default() };
    let found = Readability::new(html, None, Some(config)).and_then(|mut reader| reader.parse());
    if let Ok(article) = found {
        let pieces = pieces_of_node(dom_query::Document::fragment(article.content).root());
        if pieces.iter().any(|piece| !piece.is_aside) {
            return pieces;
        }
    }
    all()
}
