//! RSS and Atom: a document an entry.

use super::{Body, Record};
use crate::document::Metadata;
use crate::moment::Moment;
use crate::read::html::Page;
use chrono::{DateTime, Utc};
use feed_rs::model::{Entry, Feed, Text};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The entries of a feed, in its order.
///
/// # Errors
/// What is wrong with the markup, or an empty feed.
pub fn feed(bytes: &[u8]) -> Result<Vec<Record>, String> {
    let times = Times::default();
    let known = times.clone();
    let parser = feed_rs::parser::Builder::new().sanitize_content(false).timestamp_parser(move |text| known.read(text)).build();
    let feed = parser.parse(bytes).map_err(|error| error.to_string())?;
    if feed.entries.is_empty() {
        return Err("it has no entries".to_owned());
    }
    Ok(feed.entries.iter().map(|entry| record(entry, &feed, &times)).collect())
}

fn record(entry: &Entry, feed: &Feed, times: &Times) -> Record {
    let alternate = |rel: Option<&str>| matches!(rel, None | Some("alternate"));
    let url = entry.links.iter().find(|link| alternate(link.rel.as_deref())).map(|link| link.href.clone());
    let title = entry.title.as_ref().map(words).filter(|title| !title.is_empty());
    let published = entry.published.or(entry.updated).map(|moment| times.as_told(moment));
    let content = entry.content.as_ref().and_then(|content| content.body.clone()).filter(|body| !body.trim().is_empty());
    let metadata = Metadata {
        url: url.clone(),
        title: title.clone(),
        publisher: feed.title.as_ref().map(words).filter(|name| !name.is_empty()),
        licence: entry.rights.as_ref().or(feed.rights.as_ref()).map(words),
        published: published.clone(),
        ..Metadata::default()
    };
    let page = Page {
        headline: title,
        modified: entry.updated.map(|moment| times.as_told(moment)).filter(|moment| Some(moment) != published.as_ref()),
        published,
        authors: entry.authors.iter().filter_map(|person| person.name.clone()).filter(|name| !name.contains('@')).collect(),
        body: content.or_else(|| entry.summary.as_ref().map(|summary| summary.content.clone())),
        ..Page::default()
    };
    let id = url.or_else(|| Some(entry.id.clone()).filter(|id| !id.is_empty()));
    Record { id, metadata, body: Body::Page(Box::new(page)), withdrawn: false }
}

/// Words without markup and entities.
fn words(text: &Text) -> String {
    crate::read::html::plain(&text.content)
}

/// The moments of a feed as they were written: the library keeps them in UTC only, and a weekday hangs on the zone.
#[derive(Clone, Default)]
struct Times(Arc<Mutex<BTreeMap<DateTime<Utc>, String>>>);

impl Times {
    fn read(&self, text: &str) -> Option<DateTime<Utc>> {
        let told = moment(text.trim())?;
        let found = DateTime::from_timestamp(told.timestamp()?.as_second(), 0)?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(found).or_insert_with(|| told.to_string());
        Some(found)
    }

    fn as_told(&self, moment: DateTime<Utc>) -> String {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&moment).cloned().unwrap_or_else(|| moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
    }
}

/// A moment as RFC 3339 (Atom) or RFC 2822 (RSS) writes it; one without a zone is in UTC, as feed readers take it.
fn moment(text: &str) -> Option<Moment> {
    let full = text.parse::<Moment>().ok().filter(|moment| moment.time.is_some() && moment.zone.is_some());
    full.or_else(|| {
        let zoned = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned_datetime(text).ok()?;
        let zone = jiff::tz::TimeZone::fixed(zoned.offset());
        Some(Moment { date: zoned.date(), time: Some(zoned.time()), zone: Some(zone) })
    })
    .or_else(|| {
        let bare: Moment = text.parse().ok()?;
        Some(Moment { time: bare.time.or(Some(jiff::civil::Time::midnight())), zone: Some(jiff::tz::TimeZone::UTC), ..bare })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_keep_their_zone() {
        let told = |text| moment(text).map(|moment| moment.to_string());
        assert_eq!(told("Tue, 10 Jun 2031 23:30:00 -0800").as_deref(), Some("2031-06-10T23:30:00-08:00"));
        assert_eq!(told("2031-06-10T23:30:00+02:00").as_deref(), Some("2031-06-10T23:30:00+02:00"));
        assert_eq!(told("yesterday"), None);
    }

    #[test]
    fn names_what_is_wrong() {
        assert!(feed(b"<rss version=\"2.0\"><channel><title>x</title></channel></rss>").unwrap_err().contains("no entries"));
        assert!(feed(b"<rss version=\"2.0\"><channel>").is_err());
    }
}
