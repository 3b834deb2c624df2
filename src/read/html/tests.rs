use super::*;
use crate::document::Aside;
use crate::document::BlockKind::{Headline, ListItem, Paragraph};

const BLOG: &str = r#"<!DOCTYPE html><html><head><title>Strike live</title>
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"x"},
{"@type":"LiveBlogPosting","headline":"Dockers&#39; strike live","datePublished":"2023-07-03T10:00:00+01:00",
"url":"https://news.example/strike","publisher":{"@type":"Organization","name":"KTV"},
"liveBlogUpdate":[
{"@type":"BlogPosting","headline":"Minister calls both sides","url":"https://news.example/strike#post-2","datePublished":"2023-07-03T18:27:00Z",
 "dateModified":"2023-07-03T18:33:00Z","author":[{"@type":"Person","name":"Ann Lee"}],
 "articleBody":"<p>The minister has <a href='/x'>called</a> both sides.</p><figure><figcaption>A crane</figcaption></figure><p>&ldquo;There is a way,&rdquo; she said.</p>"},
{"@type":"BlogPosting","headline":"Offer turned down","url":"https://news.example/strike#post-1","datePublished":"2023-07-03T14:40:00Z",
 "author":{"name":"Bo Ek"},"articleBody":"Nine in ten voted against it.\nThe union&#8217;s leader was pleased."}]}]}</script>
<script type="application/ld+json">{"@type": broken}</script></head><body><p>x</p></body></html>"#;

#[test]
fn live_blog_posts_come_from_json_ld() {
    let document = read_html("strike", BLOG, Metadata::default());
    assert_eq!(document.metadata.title.as_deref(), Some("Dockers' strike live"));
    assert_eq!(document.metadata.publisher.as_deref(), Some("KTV"));
    assert_eq!(document.metadata.published.as_deref(), Some("2023-07-03T10:00:00+01:00"));
    assert_eq!(document.posts.len(), 2);
    assert_eq!(document.oldest_first, [1, 0]);
    let post = &document.posts[0];
    assert_eq!(post.headline.map(|span| document.slice(span)), Some("Minister calls both sides"));
    assert_eq!(post.published.as_deref(), Some("2023-07-03T18:27:00Z"));
    assert_eq!(post.updated.as_deref(), Some("2023-07-03T18:33:00Z"));
    assert_eq!((post.fragment.as_str(), &post.byline[..]), ("post-2", &["Ann Lee".to_owned()][..]));
    let texts: Vec<_> = document.posts.iter().flat_map(|post| &post.blocks).map(|block| document.slice(block.span)).collect();
    assert_eq!(
        texts,
        [
            "Minister calls both sides",
            "The minister has called both sides.",
            "“There is a way,” she said.",
            "Offer turned down",
            "Nine in ten voted against it.",
            "The union’s leader was pleased."
        ]
    );
    assert_eq!(document.asides, [Aside { before: document.text.find('“').unwrap(), text: "A crane".into() }]);
}

#[test]
fn what_is_given_goes_before_what_the_page_says() {
    let metadata = Metadata { title: Some("Given".into()), published: Some("2020-01-01".into()), ..Metadata::default() };
    let document = read_html("strike", BLOG, metadata);
    assert_eq!(document.metadata.title.as_deref(), Some("Given"));
    assert_eq!(document.metadata.published.as_deref(), Some("2020-01-01"));
}

#[test]
fn article_comes_from_its_main_part() {
    let paragraph = "The council has voted for the new tram line, which will run from the harbour to the hospital and cost \
                     less than the old plan, the mayor said after the meeting. Work is to begin in spring.";
    let html = format!(
        "<html><head><meta property='og:title' content='Tram line approved'><meta property='article:published_time' \
         content='2022-02-01T08:00'><meta name='author' content='Ann Lee'></head><body><nav><a href='/'>Home</a></nav>\
         <article><h1>Tram line approved</h1><p>{paragraph}</p><h2>What it costs</h2><p>{paragraph}</p><ul><li>One tram every ten \
         minutes, {paragraph}</li></ul><figure><figcaption>A tram</figcaption></figure><p>{paragraph}</p></article></body></html>"
    );
    let metadata = Metadata { timezone: Some("Europe/Vienna".into()), ..Metadata::default() };
    let document = read_html("tram", &html, metadata);
    assert_eq!(document.posts.len(), 1);
    let post = &document.posts[0];
    assert_eq!(post.published.as_deref(), Some("2022-02-01T08:00:00+01:00"));
    assert_eq!(post.byline, ["Ann Lee"]);
    let kinds: Vec<_> = post.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Headline, Paragraph, Headline, Paragraph, ListItem, Paragraph]);
    assert!(!document.text.contains("A tram") && !document.text.contains("Home"));
    let page = page_text(&document);
    let lines: Vec<_> = page.lines().collect();
    assert_eq!(
        lines[1..],
        ["What it costs", paragraph, &format!("One tram every ten minutes, {paragraph}"), "A tram", paragraph]
    );
}

#[test]
fn what_stands_beside_is_no_text() {
    let html = "<html><body><p>The wind grows.</p><figure><figcaption>A tree lies on the road to the north.</figcaption></figure>\
        <nav>Home</nav></body></html>";
    let document = read_html("storm", html, Metadata::default());
    assert!(document.text.contains("The wind grows.") && !document.text.contains("Home") && !document.text.contains("tree"));
    assert!(page_text(&document).contains("tree"));
}

#[test]
fn microdata_lists_posts_too() {
    let html = "<html><body><div itemscope itemtype='https://schema.org/LiveBlogPosting'><h1 itemprop='headline'>Storm live</h1>\
        <div id='b' itemprop='liveBlogUpdate' itemscope><h2 itemprop='headline'>Roof gone</h2><time itemprop='datePublished' \
        datetime='2024-02-04T07:15:00Z'>7.15</time><div itemprop='articleBody'><p>The roof of the school is gone.</p></div></div>\
        <div id='a' itemprop='liveBlogUpdate' itemscope><time itemprop='datePublished' datetime='2024-02-04T06:15:00Z'>6.15</time>\
        <div itemprop='articleBody'><p>The wind grows.</p></div></div></div></body></html>";
    let document = read_html("storm", html, Metadata::default());
    let heads: Vec<_> =
        document.posts.iter().map(|post| (post.fragment.as_str(), post.headline.map(|h| document.slice(h)))).collect();
    assert_eq!(heads, [("b", Some("Roof gone")), ("a", None)]);
    assert_eq!(document.posts[1].published.as_deref(), Some("2024-02-04T06:15:00Z"));
}

#[test]
fn deep_and_broken_pages_do_no_harm() {
    let deep = format!("<html><body>{}word{}</body></html>", "<div>".repeat(3_000), "</div>".repeat(3_000));
    assert!(read_html("deep", &deep, Metadata::default()).text.contains("word"));
    for html in
        ["<html", "<html><script type='application/ld+json'>[[[[", "<!doctype html>", "<html><body><p>&#xFFFFFFFF;&amp</p>"]
    {
        read_html("broken", html, Metadata::default());
    }
}

#[test]
fn tells_pages_from_texts() {
    assert!(looks_like_html("\n<!DOCTYPE HTML><title>x</title>") && looks_like_html("<?xml version='1.0'?><html>"));
    assert!(!looks_like_html("The <html> tag is old.") && !looks_like_html("< 5 people"));
}
