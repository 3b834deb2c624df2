//! Content negotiation: which of the forms that there are does the client like best?

use axum::http::HeaderValue;

/// A form that can be given, with the media types that name it, its own one first.
#[derive(Clone, Copy, Debug)]
pub struct Offer<T: 'static> {
    /// The form.
    pub form: T,
    /// Its names.
    pub media: &'static [&'static str],
}

impl<T> Offer<T> {
    /// A form and its names.
    pub const fn new(form: T, media: &'static [&'static str]) -> Self {
        Self { form, media }
    }
}

/// A range of media types with its weight in thousandths.
struct Range<'a> {
    kind: &'a str,
    subkind: &'a str,
    weight: u32,
}

impl<'a> Range<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';');
        let (kind, subkind) = parts.next()?.trim().split_once('/')?;
        let mut weight = 1000;
        for part in parts {
            if let Some((name, value)) = part.split_once('=')
                && name.trim().eq_ignore_ascii_case("q")
            {
                let value: f32 = value.trim().parse().ok().filter(|q| (0.0..=1.0).contains(q))?;
                weight = (value * 1000.0).round() as u32;
            }
        }
        Some(Self { kind: kind.trim(), subkind: subkind.trim(), weight })
    }

    /// How closely it names the type: 0 not at all, 1 `*/*`, 2 `text/*`, 3 itself.
    fn closeness(&self, media: &str) -> u8 {
        let (kind, subkind) = media.split_once('/').unwrap_or((media, ""));
        match (self.kind, self.subkind) {
            ("*", "*") => 1,
            (k, "*") if k.eq_ignore_ascii_case(kind) => 2,
            (k, s) if k.eq_ignore_ascii_case(kind) && s.eq_ignore_ascii_case(subkind) => 3,
            _ => 0,
        }
    }
}

/// The form with the highest weight and the name under which it was asked for; among equals the one named most closely,
/// then the first. Without a header, or with one that says nothing readable, the first form.
pub fn choose<T: Copy>(accept: Option<&HeaderValue>, offers: &[Offer<T>]) -> Option<(T, &'static str)> {
    let text = accept.and_then(|a| a.to_str().ok()).unwrap_or("*/*");
    let ranges: Vec<Range<'_>> = text.split(',').filter_map(Range::parse).collect();
    if ranges.is_empty() {
        return offers.first().map(|o| (o.form, o.media[0]));
    }
    let mut best = None;
    let mut best_rank = (0, 0);
    for offer in offers {
        for media in offer.media {
            let Some((closeness, weight)) = ranges.iter().map(|r| (r.closeness(media), r.weight)).max_by_key(|r| r.0) else {
                continue;
            };
            if closeness > 0 && weight > 0 && (weight, closeness) > best_rank {
                best_rank = (weight, closeness);
                best = Some((offer.form, *media));
            }
        }
    }
    best
}

/// The types that there are, for a message.
pub fn names<T>(offers: &[Offer<T>]) -> String {
    offers.iter().map(|o| o.media[0]).collect::<Vec<_>>().join(", ")
}

/// The type as a header tells it: text says that it is UTF-8.
pub fn content_type(media: &str) -> HeaderValue {
    let value = if media.starts_with("text/") { format!("{media}; charset=utf-8") } else { media.to_owned() };
    HeaderValue::try_from(value).unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: [Offer<char>; 3] = [
        Offer::new('j', &["application/sparql-results+json", "application/json"]),
        Offer::new('x', &["application/sparql-results+xml", "application/xml"]),
        Offer::new('c', &["text/csv"]),
    ];

    fn chosen(accept: &str) -> Option<char> {
        choose(Some(&HeaderValue::from_str(accept).unwrap()), &OFFERS).map(|(c, _)| c)
    }

    #[test]
    fn weighs() {
        assert_eq!(chosen("text/csv;q=0.5, application/sparql-results+xml"), Some('x'));
        assert_eq!(chosen("text/csv;q=0.5, application/sparql-results+xml;q=0.4"), Some('c'));
        assert_eq!(chosen("*/*"), Some('j'));
        assert_eq!(chosen("text/*;q=0.3, */*;q=0.2"), Some('c'));
        assert_eq!(chosen("application/json;q=0, */*;q=0.1"), Some('j'));
        assert_eq!(chosen("application/sparql-results+json;q=0, application/json;q=0, */*;q=0.1"), Some('x'));
    }

    #[test]
    fn closer_names_come_first_among_equals() {
        assert_eq!(chosen("*/*, text/csv"), Some('c'));
    }

    #[test]
    fn refuses_what_it_does_not_have() {
        assert_eq!(chosen("image/png"), None);
        assert_eq!(chosen("text/csv;q=0"), None);
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        assert_eq!(chosen("nonsense"), Some('j'));
        assert_eq!(chosen("text/csv;q=7, application/xml;q=0.1"), Some('x'));
        assert_eq!(chosen("TEXT/CSV; charset=\"utf-8\""), Some('c'));
    }
}
