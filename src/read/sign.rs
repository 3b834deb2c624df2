//! What each line of a page is by itself: a stamp, a byline, page furniture, or text.

use super::byline::{byline, is_bare_name, is_role};
use super::headline::{Look, look};
use super::lines::Line;
use super::stamp::{Stamp, leading_stamp, trailing_stamp, whole_stamp};
use crate::document::Span;
use std::collections::BTreeMap;

/// What a line is.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    /// Words to parse.
    Text(Look),
    /// An item of a list.
    Item,
    /// A quotation set apart.
    Quote,
    /// A time stamp on a line of its own.
    Stamp(Stamp),
    /// A time stamp and, on the same line, the start of a post.
    Stamped(Stamp),
    /// "Updated" without a time.
    Updated,
    /// A day that holds for the posts below it.
    Day(Stamp),
    /// Names of authors.
    Byline(Vec<String>),
    /// A line of dashes or stars.
    Rule,
    /// The title of a box that lists the page's posts.
    BoxTitle,
    /// The end of such a box.
    BoxEnd,
    /// Buttons, credits, advertisements.
    Furniture,
}

/// A line with its sign; `span` covers the words, without bullet and stamp.
#[derive(Clone, Debug, PartialEq)]
pub struct Signed {
    /// The words.
    pub span: Span,
    /// What they are.
    pub sign: Sign,
    /// Blank lines before the line.
    pub blanks_before: usize,
    /// The whole line.
    pub line: Span,
}

const BOX_TITLES: [&str; 11] = [
    "key events",
    "key moments",
    "key developments",
    "key posts",
    "key updates",
    "latest updates",
    "latest posts",
    "latest headlines",
    "in this live blog",
    "recent posts",
    "most recent",
];
const BOX_ENDS: [&str; 5] =
    ["show key events only", "show all events", "view all events", "show full timeline", "filter key events only"];
const FURNITURE: [&str; 47] = [
    "share",
    "share this",
    "share this post",
    "share on facebook",
    "share on twitter",
    "share on x",
    "copy link",
    "link copied",
    "tweet",
    "facebook",
    "twitter",
    "whatsapp",
    "email",
    "print",
    "save",
    "follow",
    "following",
    "like",
    "reply",
    "comments",
    "advertisement",
    "ad",
    "sponsored",
    "article continues below",
    "story continues below",
    "skip past newsletter promotion",
    "after newsletter promotion",
    "view image in fullscreen",
    "live",
    "live reporting",
    "read more",
    "see more",
    "show more",
    "load more",
    "back to top",
    "top",
    "related",
    "pinned",
    "close",
    "menu",
    "subscribe",
    "sign up",
    "breaking",
    "new",
    "image caption",
    "media caption",
    "please turn on javascript to use this feature",
];
/// Services that a page offers to send it to, and the words for doing so.
const SHARING: [&str; 32] = [
    "share",
    "send",
    "tweet",
    "post",
    "print",
    "save",
    "email",
    "e-mail",
    "mail",
    "copy",
    "link",
    "permalink",
    "more",
    "facebook",
    "twitter",
    "x",
    "google",
    "google+",
    "whatsapp",
    "tumblr",
    "linkedin",
    "digg",
    "newsvine",
    "reddit",
    "pinterest",
    "flipboard",
    "pocket",
    "telegram",
    "messenger",
    "threads",
    "bluesky",
    "mastodon",
];
const CREDITS: [&str; 9] =
    ["photograph:", "photo:", "picture:", "pictures:", "image source", "image credit", "photo credit", "credit:", "composite:"];

/// Reads every line of a page.
pub fn signs(text: &str, lines: &[Line]) -> Vec<Signed> {
    let mut signed: Vec<Signed> = lines.iter().map(|line| signed(text, *line)).collect();
    drop_lone_inline_stamps(text, &mut signed, lines);
    find_names(text, &mut signed);
    find_page_stamps(&mut signed);
    signed
}

fn signed(text: &str, line: Line) -> Signed {
    let (line, heading) = without_markup(text, line);
    let words = &text[line.span.start..line.span.end];
    let low = words.trim_end_matches([':', '.', ',']).to_lowercase();
    let one_line = !words.contains(['\n', '\r']);
    let whole = |sign| Signed { span: line.span, sign, blanks_before: line.blanks_before, line: line.span };
    let from = |start: usize, sign| {
        let span = Span::new(line.span.start + start, line.span.end);
        Signed { span, sign, blanks_before: line.blanks_before, line: line.span }
    };
    if words.is_empty() {
        return whole(Sign::Furniture);
    }
    if words.chars().count() >= 3 && words.chars().all(|c| "-–—*_=•·~. ".contains(c)) {
        return whole(Sign::Rule);
    }
    if FURNITURE.contains(&low.as_str()) || CREDITS.iter().any(|lead| low.starts_with(lead)) && words.len() < 200 {
        return whole(Sign::Furniture);
    }
    if is_sharing(&low) {
        return whole(Sign::Furniture);
    }
    if BOX_TITLES.contains(&low.as_str()) {
        return whole(Sign::BoxTitle);
    }
    if BOX_ENDS.contains(&low.as_str()) {
        return whole(Sign::BoxEnd);
    }
    if matches!(low.trim_matches(['(', ')', '[', ']']), "updated" | "edited") {
        return whole(Sign::Updated);
    }
    if one_line && words.len() <= 120 {
        if let Some(stamp) = whole_stamp(words) {
            return whole(if stamp.is_day_only() && !stamp.updated { Sign::Day(stamp) } else { Sign::Stamp(stamp) });
        }
        if let Some(sign) = fields(words) {
            return whole(sign);
        }
        if is_role(words) {
            return whole(Sign::Furniture);
        }
        if let Some(names) = byline(words) {
            return whole(Sign::Byline(names));
        }
    }
    if let Some(start) = bullet(words) {
        if let Some((stamp, at, true)) = leading_stamp(&words[start..]) {
            return from(start + at, Sign::Stamped(stamp));
        }
        return from(start, Sign::Item);
    }
    if let Some(rest) = words.strip_prefix('>') {
        let rest = rest.trim_start();
        return from(words.len() - rest.len(), if rest.is_empty() { Sign::Furniture } else { Sign::Quote });
    }
    if let Some((stamp, at, _)) = leading_stamp(words) {
        return from(at, Sign::Stamped(stamp));
    }
    if one_line && let Some((stamp, end)) = trailing_stamp(words) {
        let span = Span::new(line.span.start, line.span.start + end);
        return Signed { span, sign: Sign::Stamped(stamp), blanks_before: line.blanks_before, line: line.span };
    }
    if heading {
        return whole(Sign::Text(Look::Headline));
    }
    // A caption with its credit: the credit is no text.
    if let Some(end) = CREDITS.iter().filter(|c| c.ends_with(':')).filter_map(|credit| low.find(&format!(". {credit}"))).min()
        && low.len() == words.len()
    {
        let span = Span::new(line.span.start, line.span.start + end + 1);
        return Signed { span, sign: Sign::Text(Look::Prose), blanks_before: line.blanks_before, line: line.span };
    }
    whole(Sign::Text(look(words)))
}

/// Takes Markdown's heading and bold marks off a line; also says whether it was a heading.
fn without_markup(text: &str, line: Line) -> (Line, bool) {
    let words = &text[line.span.start..line.span.end];
    let level = words.len() - words.trim_start_matches('#').len();
    let (start, heading) = if (1..=6).contains(&level) && words[level..].starts_with(' ') {
        (words.len() - words[level..].trim_start().len(), true)
    } else {
        (0, false)
    };
    let inner = &words[start..];
    let bold = inner.len() > 4 && inner.starts_with("**") && inner[2..].find("**") == Some(inner.len() - 4);
    let (start, end) = if bold { (start + 2, words.len() - 2) } else { (start, words.len()) };
    let span = Span::new(line.span.start + start, line.span.start + end);
    (Line { span, ..line }, heading || bold && look(&words[start..end]) == Look::Headline)
}

/// `Ann Lee | 11:32 BST`, `11:32 · By Ann Lee`: a line that is nothing but stamps and names. The stamp is what counts.
fn fields(line: &str) -> Option<Sign> {
    let parts: Vec<&str> = line.split(['|', '·', '•', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return None;
    }
    let mut stamp = None;
    for part in parts {
        if let Some(found) = whole_stamp(part) {
            stamp.get_or_insert(found);
        } else if byline(part).is_none() && !is_bare_name(part) && !FURNITURE.contains(&part.to_lowercase().as_str()) {
            return None;
        }
    }
    stamp.map(Sign::Stamp)
}

/// Whether a line names nothing but services and ways to send the page: "Share Facebook Twitter Email".
fn is_sharing(low: &str) -> bool {
    let words = || low.split(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '•' | '/' | ',')).filter(|w| !w.is_empty());
    words().count() > 2 && words().all(|word| SHARING.contains(&word))
}

/// Where the words of a list item start.
fn bullet(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(['•', '◦', '▪', '●', '·', '‣']);
    let rest = if rest.len() < line.len() {
        rest
    } else {
        line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).or_else(|| line.strip_prefix("– "))?
    };
    let rest = rest.trim_start();
    (!rest.is_empty()).then_some(line.len() - rest.len())
}

/// One line that begins with a clock time is a sentence; only a habit, or a dash between, makes it a stamp.
fn drop_lone_inline_stamps(text: &str, signed: &mut [Signed], lines: &[Line]) {
    let stamped = signed.iter().filter(|s| matches!(s.sign, Sign::Stamped(_))).count();
    for (s, line) in signed.iter_mut().zip(lines) {
        if matches!(s.sign, Sign::Stamped(_)) && stamped < 2 {
            s.span = line.span;
            s.sign = Sign::Text(look(&text[line.span.start..line.span.end]));
        }
    }
}

/// A line that is only a name is an author when it stands beside a stamp, a headline or an update and comes again, or has
/// the author's post below it, or stands where the page has its other authors.
fn find_names(text: &str, signed: &mut [Signed]) {
    let words = |s: &Signed| &text[s.span.start..s.span.end];
    let is_name = |s: &Signed| s.sign == Sign::Text(Look::Headline) && is_bare_name(words(s));
    let is_stamp = |s: &Signed| matches!(s.sign, Sign::Stamp(_) | Sign::Day(_));
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for s in signed.iter().filter(|s| is_name(s)) {
        *times.entry(words(s)).or_default() += 1;
    }
    let mut found = Vec::new();
    for at in (0..signed.len()).filter(|&at| is_name(&signed[at])) {
        let beside = |at: Option<usize>| {
            at.and_then(|at| signed.get(at))
                .is_some_and(|s| is_stamp(s) || matches!(s.sign, Sign::Updated | Sign::Text(Look::Headline) | Sign::Byline(_)))
        };
        let has_role = signed.get(at + 1).is_some_and(|s| s.sign == Sign::Furniture && is_role(words(s)));
        let again = times.get(words(&signed[at])).is_some_and(|&n| n > 1);
        if has_role || again && (beside(at.checked_sub(1)) || beside(Some(at + 1))) {
            found.push(at);
        }
    }
    let below_stamp = |at: usize| at > 0 && is_stamp(&signed[at - 1]);
    if found.iter().any(|&at| below_stamp(at)) {
        found.extend((0..signed.len()).filter(|&at| is_name(&signed[at]) && below_stamp(at)));
    }
    // `Stamp, Ann Lee, headline` again and again: the headline stands below the name.
    let above_headline = |at: usize| {
        let next = |n: usize| signed.get(at + n).map(|s| &s.sign);
        below_stamp(at) && next(1) == Some(&Sign::Text(Look::Headline)) && matches!(next(2), Some(Sign::Text(_) | Sign::Item))
    };
    let named: Vec<usize> = (0..signed.len()).filter(|&at| is_name(&signed[at]) && above_headline(at)).collect();
    if named.len() > 1 {
        found.extend(named);
    }
    for at in found {
        if matches!(signed[at].sign, Sign::Byline(_)) {
            continue;
        }
        signed[at].sign = Sign::Byline(vec![words(&signed[at]).to_owned()]);
    }
}

/// Tells the stamps of the page from those of its posts. A page says once when it was published; what says so again and
/// again speaks of posts. Stamps next to the page's own, or above a box of its posts, are the page's too.
fn find_page_stamps(signed: &mut [Signed]) {
    let of_page = |s: &Signed| matches!(&s.sign, Sign::Stamp(stamp) if stamp.of_page);
    if signed.iter().filter(|s| of_page(s)).count() > 2 {
        for s in signed.iter_mut() {
            if let Sign::Stamp(stamp) = &mut s.sign {
                stamp.of_page = false;
            }
        }
        return;
    }
    let prose = signed.iter().position(|s| matches!(s.sign, Sign::Text(Look::Prose) | Sign::Stamped(_))).unwrap_or(signed.len());
    let head = signed[..prose].iter().rposition(|s| of_page(s) || s.sign == Sign::BoxTitle).unwrap_or(0);
    for s in &mut signed[..head] {
        match &mut s.sign {
            Sign::Stamp(stamp) if stamp.minutes_ago.is_some() => s.sign = Sign::Furniture,
            Sign::Stamp(stamp) => stamp.of_page = true,
            Sign::Updated => s.sign = Sign::Furniture,
            _ => {}
        }
    }
    // A page whose stamps all say "Updated", and begins with one, has them above its posts.
    let is_post_stamp = |s: &&Signed| matches!(&s.sign, Sign::Stamp(stamp) if !stamp.of_page);
    let starts_with_update = signed.first().is_some_and(|s| matches!(&s.sign, Sign::Stamp(stamp) if stamp.updated));
    if starts_with_update && signed.iter().filter(is_post_stamp).all(|s| matches!(&s.sign, Sign::Stamp(stamp) if stamp.updated)) {
        for s in signed.iter_mut() {
            if let Sign::Stamp(stamp) = &mut s.sign {
                stamp.updated = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines::lines;

    fn kinds(text: &str) -> Vec<String> {
        signs(text, &lines(text))
            .iter()
            .map(|s| {
                let kind = format!("{:?}", s.sign);
                let kind = kind.split(['(', ' ']).next().unwrap_or_default().to_owned();
                format!("{kind} {}", &text[s.span.start..s.span.end])
            })
            .collect()
    }

    #[test]
    fn knows_the_lines_of_a_page() {
        let text = "Key events\n11:32\nFerry leaves\nShow key events only\nUpdated\nBy Ann Lee\n* * *\n• One item\n> Quoted words.\nShare\nShare Facebook Twitter Email\n\
                    Photograph: Ann Lee/KTV\n15 August 2025\nAnn Lee | 11:40 BST";
        let expected = [
            "BoxTitle Key events",
            "Stamp 11:32",
            "Text Ferry leaves",
            "BoxEnd Show key events only",
            "Updated Updated",
            "Byline By Ann Lee",
            "Rule * * *",
            "Item One item",
            "Quote Quoted words.",
            "Furniture Share",
            "Furniture Share Facebook Twitter Email",
            "Furniture Photograph: Ann Lee/KTV",
            "Day 15 August 2025",
            "Stamp Ann Lee | 11:40 BST",
        ];
        assert_eq!(kinds(text), expected);
    }

    #[test]
    fn clock_times_start_posts_only_by_habit() {
        assert_eq!(kinds("11:32 - Ferry leaves\n11:40 - Ferry returns"), ["Stamped Ferry leaves", "Stamped Ferry returns"]);
        assert_eq!(kinds("10.30 Tuesday was cold."), ["Text 10.30 Tuesday was cold."]);
    }

    #[test]
    fn names_are_bylines_when_they_come_again() {
        let twice = "Ann Lee\n11:32\nIt left.\nAnn Lee\n11:40\nIt came back.";
        assert_eq!(kinds(twice)[0], "Byline Ann Lee");
        assert_eq!(kinds("Snow Queen\n11:32\nIt left.")[0], "Text Snow Queen");
    }
}
