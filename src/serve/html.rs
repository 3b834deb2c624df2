//! Pages: a frame for all of them, tables of results, and terms as links.

use crate::query::shorten;
use crate::vocabulary::DL;
use maud::{DOCTYPE, Markup, html};
use oxigraph::model::Term;

/// Rows that a page shows of a table.
pub const ROWS_SHOWN: usize = 1000;

/// No script, own style sheet only.
pub const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The style sheet of all pages.
pub const STYLE: &str = include_str!("style.css");

/// A whole page.
pub fn page(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Dateline" }
                link rel="stylesheet" href="/style.css";
            }
            body {
                a.skip href="#main" { "To the content" }
                header {
                    nav aria-label="Site" {
                        a href="/" { "Dateline" }
                        a href="/queries" { "Questions" }
                        a href="/ns" { "Ontology" }
                        a href="/sparql" { "SPARQL" }
                    }
                }
                main id="main" {
                    h1 { (title) }
                    (content)
                }
            }
        }
    }
}

/// Where this server shows the thing that an IRI names.
pub fn path_of(iri: &str, base: &str) -> String {
    let plain = |local: &str| !local.is_empty() && local.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if let Some(local) = iri.strip_prefix(base).filter(|l| plain(l)) {
        return format!("/id/{local}");
    }
    if let Some(local) = iri.strip_prefix(DL).filter(|l| plain(l)) {
        return format!("/ns#{local}");
    }
    format!("/id?iri={}", super::encode(iri))
}

/// A term: things as links to their pages, words as words.
pub fn term(term: &Term, base: &str, label: Option<&str>) -> Markup {
    match term {
        Term::NamedNode(node) => {
            let iri = node.as_str();
            let words = match label {
                Some(label) => label.to_owned(),
                None => iri.strip_prefix(base).map_or_else(|| shorten(term), |local| format!("id:{local}")),
            };
            html! { a href=(path_of(iri, base)) title=(iri) { (words) } }
        }
        Term::Literal(literal) => html! {
            @if let Some(language) = literal.language() { span lang=(language) { (literal.value()) } } @else { (literal.value()) }
        },
        Term::BlankNode(_) => html! { "(unnamed)" },
    }
}

/// A table of results.
pub fn grid(columns: &[String], rows: &[Vec<Option<Term>>], base: &str) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="Results" {
            table {
                thead { tr { @for column in columns { th scope="col" { (column) } } } }
                tbody {
                    @for row in rows {
                        tr { @for cell in row { td { @if let Some(cell) = cell { (term(cell, base, None)) } } } }
                    }
                }
            }
        }
    }
}

/// What stands above an answer on its page.
pub struct Head {
    /// Title of the page.
    pub title: String,
    /// What was asked.
    pub words: Markup,
}

/// A page with a table of results; `cut` when there are more rows.
pub fn table(head: Option<&Head>, columns: &[String], rows: &[Vec<Option<Term>>], base: &str, cut: bool) -> Markup {
    answer(
        head,
        &html! {
            p {
                @if cut { "The first " }
                (rows.len()) @if rows.len() == 1 { " row" } @else { " rows" }
                @if cut { "; ask for JSON or CSV to get all of them" }
                "."
            }
            (grid(columns, rows, base))
        },
    )
}

/// A page that says yes or no.
pub fn truth(head: Option<&Head>, truth: bool) -> Markup {
    answer(head, &html! { p { @if truth { "Yes." } @else { "No." } } })
}

fn answer(head: Option<&Head>, content: &Markup) -> Markup {
    match head {
        Some(head) => page(&head.title, &html! { (head.words) h2 { "Answer" } (content) }),
        None => page("Answer", content),
    }
}
