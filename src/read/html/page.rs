//! What a page says of itself.

use super::json_ld::{is_a, names, objects, text};
use super::microdata;
use serde_json::Value;

/// A post as the page lists it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Update {
    /// Headline.
    pub headline: Option<String>,
    /// Text, perhaps with markup.
    pub body: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// When it was changed, as written.
    pub modified: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// The fragment of its URL.
    pub fragment: String,
}

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Headline.
    pub headline: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// When it was changed, as written.
    pub modified: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// Text, perhaps with markup.
    pub body: Option<String>,
    /// The posts of a live blog, as listed.
    pub updates: Vec<Update>,
}

impl Page {
    /// Reads JSON-LD, then microdata, then Open Graph: the first that says something is believed.
    pub fn of(dom: &dom_query::Document, id: &str) -> Self {
        let objects = objects(dom, id);
        let mut page = Self::default();
        let updates = |object: &Value| object["liveBlogUpdate"].as_array().map_or(0, Vec::len);
        let blog = objects.iter().filter(|object| is_a(object, |name| name == "LiveBlogPosting")).max_by_key(|o| updates(o));
        if let Some(blog) = blog {
            page.updates = match &blog["liveBlogUpdate"] {
                Value::Array(updates) => updates.iter().map(update).collect(),
                Value::Object(_) => vec![update(&blog["liveBlogUpdate"])],
                _ => Vec::new(),
            };
            page.fill(blog);
        }
        let is_article = |name: &str| name.ends_with("Article") || name.ends_with("Posting") || name == "Report";
        objects.iter().filter(|object| is_a(object, is_article)).for_each(|object| page.fill(object));
        if page.updates.is_empty() {
            page.updates = microdata::updates(dom);
        }
        page.fill_from_attributes(dom);
        for text in [&mut page.headline, &mut page.publisher] {
            *text = text.take().map(|text| plain(&text));
        }
        page
    }

    fn fill(&mut self, object: &Value) {
        let fill = |own: &mut Option<String>, key: &str| {
            if own.is_none() {
                *own = text(&object[key]);
            }
        };
        fill(&mut self.headline, "headline");
        fill(&mut self.headline, "name");
        fill(&mut self.published, "datePublished");
        fill(&mut self.modified, "dateModified");
        fill(&mut self.publisher, "publisher");
        fill(&mut self.licence, "license");
        fill(&mut self.body, "articleBody");
        fill(&mut self.url, "url");
        if self.authors.is_empty() {
            self.authors = names(&object["author"]);
        }
    }

    fn fill_from_attributes(&mut self, dom: &dom_query::Document) {
        let fill = |own: &mut Option<String>, read: &dyn Fn() -> Option<String>| {
            if own.is_none() {
                *own = read();
            }
        };
        fill(&mut self.headline, &|| microdata::page_property(dom, "headline"));
        fill(&mut self.headline, &|| microdata::meta(dom, &["og:title", "twitter:title"]));
        fill(&mut self.headline, &|| {
            let title = dom.select_single("h1").text();
            Some(title.to_string()).filter(|title| !title.trim().is_empty())
        });
        fill(&mut self.headline, &|| {
            let title = dom.select_single("title").text();
            Some(title.to_string()).filter(|title| !title.trim().is_empty())
        });
        fill(&mut self.published, &|| {
            microdata::meta(
                dom,
                &["article:published_time", "og:article:published_time", "parsely-pub-date", "date", "DC.date.issued"],
            )
        });
        fill(&mut self.published, &|| microdata::page_property(dom, "datePublished"));
        fill(&mut self.modified, &|| microdata::meta(dom, &["article:modified_time", "og:updated_time"]));
        fill(&mut self.publisher, &|| microdata::meta(dom, &["og:site_name", "application-name"]));
        fill(&mut self.url, &|| dom.select_single("link[rel='canonical']").attr("href").map(|href| href.to_string()));
        fill(&mut self.url, &|| microdata::meta(dom, &["og:url"]));
        if self.authors.is_empty() {
            let author = microdata::meta(dom, &["author", "article:author", "parsely-author", "byl"]);
            self.authors = author.filter(|name| !name.contains("://")).into_iter().collect();
        }
    }
}

fn update(object: &Value) -> Update {
    let url = text(&object["url"]).or_else(|| text(&object["@id"])).unwrap_or_default();
    let read = |key: &str| text(&object[key]);
    Update {
        headline: read("headline").or_else(|| read("name")).map(|headline| plain(&headline)),
        body: read("articleBody").or_else(|| read("text")).or_else(|| read("description")),
        published: read("datePublished").or_else(|| read("dateCreated")),
        modified: read("dateModified"),
        authors: names(&object["author"]),
        fragment: url.split_once('#').map(|(_, fragment)| fragment.to_owned()).unwrap_or_default(),
    }
}

/// Words without markup and entities.
pub fn plain(text: &str) -> String {
    let pieces = super::body::pieces_of_markup(text);
    pieces.into_iter().filter(|piece| !piece.is_aside).map(|piece| piece.text).collect::<Vec<_>>().join(" ")
}
