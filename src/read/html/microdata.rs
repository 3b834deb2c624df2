//! What a page says of itself in attributes: microdata and the `meta` elements of Open Graph.

use super::page::Update;
use dom_query::{Document, NodeRef};

/// The content of the first `meta` element that has one of these names or properties.
pub fn meta(dom: &Document, names: &[&str]) -> Option<String> {
    let select = |name: &str| {
        let of = |attribute: &str| {
            let found = dom.select_single(&format!("meta[{attribute}='{name}']"));
            found.attr("content").map(|content| content.trim().to_owned())
        };
        of("property").or_else(|| of("name")).or_else(|| of("itemprop"))
    };
    names.iter().find_map(|name| select(name).filter(|content| !content.is_empty()))
}

/// The value of the first microdata property of this name below a node.
fn property(node: &NodeRef, name: &str) -> Option<String> {
    let found =
        node.descendants_it().find(|node| node.attr("itemprop").is_some_and(|own| own.split_whitespace().any(|n| n == name)))?;
    let value = ["content", "datetime"].iter().find_map(|attribute| found.attr(attribute)).unwrap_or_else(|| found.text());
    Some(value.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|value| !value.is_empty())
}

/// The posts of a live blog in microdata: items with the property `liveBlogUpdate`.
pub fn updates(dom: &Document) -> Vec<Update> {
    let mut updates = Vec::new();
    for node in dom.select("[itemprop~='liveBlogUpdate']").nodes() {
        let body = node.descendants_it().find(|n| n.attr("itemprop").is_some_and(|own| &*own == "articleBody"));
        updates.push(Update {
            headline: property(node, "headline"),
            body: body.map(|body| body.inner_html().to_string()),
            published: property(node, "datePublished"),
            modified: property(node, "dateModified"),
            authors: property(node, "author").into_iter().collect(),
            fragment: node.id_attr().map(|id| id.to_string()).unwrap_or_default(),
        });
    }
    updates
}

/// The value of a microdata property anywhere on the page.
pub fn page_property(dom: &Document, name: &str) -> Option<String> {
    property(&dom.root(), name)
}
