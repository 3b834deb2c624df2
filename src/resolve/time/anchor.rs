//! From which day, and which moment, the words of a post are counted.

use crate::document::Document;
use crate::moment::{self, Moment};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What fixes the times of a post.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anchor {
    /// The day on which it was published.
    pub day: Option<Date>,
    /// The moment at which it was published: only from its own stamp, for a live blog's date says nothing of its posts' hours.
    pub now: Option<Moment>,
    /// The zone in which its clock times are meant.
    pub zone: Option<TimeZone>,
}

impl Anchor {
    /// The anchor of a post of a document.
    pub fn of(document: &Document, post: usize) -> Self {
        let page = document.metadata.published.as_ref().and_then(|text| text.parse::<Moment>().ok());
        let zone = document.metadata.timezone.as_ref().and_then(|name| moment::zone(name).ok());
        let zone = zone.or_else(|| page.as_ref().and_then(|moment| moment.zone.clone()));
        let local = |moment: Moment| match &zone {
            Some(zone) if moment.time.is_some() => moment.in_zone(zone),
            _ => moment,
        };
        let own = document.posts.get(post).and_then(|post| post.published.as_ref());
        let now = own.and_then(|text| text.parse::<Moment>().ok()).filter(|moment| moment.time.is_some()).map(local);
        let day = now.as_ref().map(|moment| moment.date).or_else(|| page.map(|page| local(page).date));
        Self { day, now, zone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Metadata, Post};

    #[test]
    fn own_stamp_goes_before_the_page() {
        let metadata = Metadata {
            published: Some("2025-03-02T04:00:00Z".into()),
            timezone: Some("America/Chicago".into()),
            ..Metadata::default()
        };
        let stamped = Post { published: Some("2025-03-02T09:30:00Z".into()), ..Post::default() };
        let document = Document { metadata, posts: vec![stamped, Post::default()], ..Document::default() };
        let anchor = Anchor::of(&document, 0);
        assert_eq!(anchor.now.map(|now| now.to_string()).as_deref(), Some("2025-03-02T03:30:00-06:00"));
        let anchor = Anchor::of(&document, 1);
        assert_eq!((anchor.day, anchor.now), (Some(Date::constant(2025, 3, 1)), None));
    }
}
