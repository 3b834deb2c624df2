//! Where posts begin: every site lays its live blog out in its own way, and pasting loses all but the lines.

use super::headline::Look;
use super::sign::{Sign, Signed};
use super::stamp::Stamp;
use std::collections::BTreeSet;

/// What the lines of one post hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Lines with words.
    pub lines: Vec<usize>,
    /// Its time stamp.
    pub stamp: Option<Stamp>,
    /// A divider above it that names its day.
    pub day: Option<Stamp>,
    /// A line that says that it was updated; bare, it is an empty stamp.
    pub updated: Option<Stamp>,
    /// Its authors.
    pub byline: Vec<String>,
}

/// The posts of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Line that holds the page's own title.
    pub title: Option<usize>,
    /// A stamp that speaks of the whole page.
    pub page_stamp: Option<Stamp>,
    /// Whether posts were told apart by some sign.
    pub is_blog: bool,
    /// The posts, from the top.
    pub posts: Vec<Draft>,
}

/// On which side of its post a stamp stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// Stamp, headline, paragraphs.
    Above,
    /// Headline, stamp, paragraphs.
    BelowHeadline,
    /// Headline, paragraphs, stamp.
    AtEnd,
    /// No stamps: bare "Updated" lines and headlines are all there is.
    Updates,
}

/// Divides a page into posts. `cuts` are lines at which one must begin.
pub fn layout(lines: &[Signed], cuts: &BTreeSet<usize>, says_live: bool) -> Layout {
    if marks(lines) {
        let blog = blog(lines, cuts, style(lines));
        if blog.posts.len() > 1 {
            return blog;
        }
    } else if is_sectioned(lines, says_live) {
        let blog = blog(lines, cuts, Style::Updates);
        if blog.posts.len() > 1 {
            return blog;
        }
    }
    article(lines)
}

fn is_words(sign: &Sign) -> bool {
    matches!(sign, Sign::Text(_) | Sign::Item | Sign::Quote | Sign::Stamped(_))
}

fn is_title_like(sign: &Sign) -> bool {
    matches!(sign, Sign::Text(Look::Headline | Look::Exclaimed))
}

/// Whether stamps and updates come again and again between words, as they do in live blogs only. An article has its
/// dates at the top and perhaps at the end.
fn marks(lines: &[Signed]) -> bool {
    let (mut strong, mut all) = (0, 0);
    let mut words_since = true;
    let mut strong_here = false;
    for line in lines {
        let is_strong = match &line.sign {
            Sign::Updated | Sign::Stamped(_) => true,
            Sign::Stamp(stamp) if stamp.of_page => continue,
            Sign::Stamp(stamp) => stamp.day.is_none() && stamp.moment.is_none(),
            sign => {
                words_since |= is_words(sign);
                continue;
            }
        };
        if words_since {
            all += 1;
            strong_here = false;
        }
        if is_strong && !strong_here {
            strong += 1;
            strong_here = true;
        }
        words_since = matches!(line.sign, Sign::Stamped(_));
    }
    (strong >= 2 || all >= 3) && !is_timeline(lines)
}

/// Whether the only clock times are those of a list inside an article: "09:00 The ministers meet." Such a list comes after the
/// lead and has no stamps on lines of their own beside it.
fn is_timeline(lines: &[Signed]) -> bool {
    let words = lines.iter().filter(|line| is_words(&line.sign)).count();
    let first = lines.iter().position(|line| matches!(line.sign, Sign::Stamped(_))).unwrap_or(0);
    let before = lines[..first].iter().filter(|line| is_words(&line.sign));
    let led = lines[..first].iter().any(|line| line.sign == Sign::Text(Look::Prose));
    let is_other = |line: &Signed| matches!(&line.sign, Sign::Stamp(stamp) if !stamp.of_page && !stamp.updated);
    led && before.count() * 10 >= words * 3 && !lines.iter().any(is_other)
}

/// Whether a page without any mark is still a row of posts: headlines follow paragraphs and the page says that it is live, or
/// rules stand between sections that have headlines.
fn is_sectioned(lines: &[Signed], says_live: bool) -> bool {
    let heads = (1..lines.len()).filter(|&at| is_section_start(lines, at)).count();
    let first = lines.iter().find(|line| is_words(&line.sign));
    let after_rule = |at: &usize| *at > 0 && lines[at - 1].sign == Sign::Rule && is_words(&lines[*at].sign);
    let sections: Vec<usize> = (0..lines.len()).filter(after_rule).collect();
    let titled = sections.iter().filter(|&&at| is_title_like(&lines[at].sign)).count();
    let ruled = sections.len() >= 2 && titled * 2 >= sections.len();
    (says_live && heads >= 1 || ruled) && first.is_some_and(|line| is_title_like(&line.sign))
}

/// Whether a headline stands between running text above and below.
fn is_section_start(lines: &[Signed], at: usize) -> bool {
    let line = &lines[at];
    let words = line.span.len() > 22;
    line.sign == Sign::Text(Look::Headline)
        && words
        && before(lines, at).is_some_and(|b| !is_title_like(&lines[b].sign))
        && lines.get(at + 1).is_some_and(|next| is_words(&next.sign))
}

/// The last line with words before `at`.
fn before(lines: &[Signed], at: usize) -> Option<usize> {
    (0..at).rev().find(|&b| is_words(&lines[b].sign))
}

fn style(lines: &[Signed]) -> Style {
    let stamps: Vec<usize> = (0..lines.len())
        .filter(|&at| matches!(&lines[at].sign, Sign::Stamp(stamp) if !stamp.of_page && !stamp.updated))
        .filter(|&at| at == 0 || !matches!(lines[at - 1].sign, Sign::Stamp(_)))
        .collect();
    if stamps.len() < 2 {
        let closing = lines.iter().any(|line| matches!(&line.sign, Sign::Stamp(stamp) if stamp.updated));
        return if stamps.is_empty() || closing { Style::Updates } else { Style::Above };
    }
    let headed = stamps.iter().filter(|&&at| headline_above(lines, at).is_some()).count();
    if headed * 2 >= stamps.len() {
        return Style::BelowHeadline;
    }
    let ends = |line: &&Signed| is_words(&line.sign) || matches!(&line.sign, Sign::Stamp(stamp) if !stamp.updated);
    let last = lines.iter().rev().find(ends);
    if last.is_some_and(|line| matches!(line.sign, Sign::Stamp(_))) { Style::AtEnd } else { Style::Above }
}

/// The headline right above a stamp, when running text follows the stamp: bylines may stand between.
fn headline_above(lines: &[Signed], stamp: usize) -> Option<usize> {
    let above = (0..stamp).rev().find(|&at| !matches!(lines[at].sign, Sign::Byline(_) | Sign::Furniture))?;
    let below = (stamp + 1..lines.len()).find(|&at| is_words(&lines[at].sign))?;
    let parted = lines[stamp].blanks_before > 0 && lines[below].blanks_before == 0;
    (is_title_like(&lines[above].sign) && !is_title_like(&lines[below].sign) && !parted).then_some(above)
}

/// The first line of every post.
fn starts(lines: &[Signed], cuts: &BTreeSet<usize>, style: Style) -> BTreeSet<usize> {
    let mut starts = cuts.clone();
    let bylines_lead = style == Style::Above && bylines_lead(lines);
    for at in 0..lines.len() {
        let after_mark = at > 0 && matches!(lines[at - 1].sign, Sign::Stamp(_) | Sign::Updated);
        match &lines[at].sign {
            Sign::Stamped(_) => {
                starts.insert(at);
            }
            Sign::Stamp(stamp) if !stamp.of_page && !stamp.updated => match style {
                Style::Above if at > 0 && matches!(lines[at - 1].sign, Sign::Stamp(_)) && !closes(lines, at - 1) => {}
                Style::Above if bylines_lead && at > 0 && matches!(lines[at - 1].sign, Sign::Byline(_)) => {
                    starts.insert(at - 1);
                }
                Style::Above => {
                    starts.insert(at);
                }
                Style::BelowHeadline if after_mark && !closes(lines, at - 1) => {}
                Style::BelowHeadline => {
                    starts.insert(headline_above(lines, at).unwrap_or(at));
                }
                Style::AtEnd | Style::Updates => {}
            },
            sign if is_words(sign) => {
                let ends_before = matches!(style, Style::AtEnd | Style::Updates) && mark_above(lines, at);
                let rule_above = at > 0 && lines[at - 1].sign == Sign::Rule && style == Style::Updates;
                let heads = style == Style::Updates && (is_section_start(lines, at) || is_summary(lines, at));
                if ends_before || rule_above || heads {
                    starts.insert(at);
                }
            }
            _ => {}
        }
    }
    starts
}

/// A one-word headline that opens posts on many sites is short, but follows running text.
fn is_summary(lines: &[Signed], at: usize) -> bool {
    lines[at].sign == Sign::Text(Look::Headline)
        && lines[at].blanks_before > 0
        && before(lines, at).is_some_and(|b| !is_title_like(&lines[b].sign) && !mark_between(lines, b, at))
        && lines.get(at + 1).is_some_and(|next| next.sign == Sign::Item)
}

fn mark_between(lines: &[Signed], from: usize, to: usize) -> bool {
    lines[from + 1..to].iter().any(|line| matches!(line.sign, Sign::Stamp(_) | Sign::Updated))
}

/// Whether the line is an update stamp, which ends the post above it.
fn closes(lines: &[Signed], at: usize) -> bool {
    match &lines[at].sign {
        Sign::Updated => true,
        Sign::Stamp(stamp) => stamp.updated,
        _ => false,
    }
}

/// Whether a stamp or an update stands between a line and the words before it.
fn mark_above(lines: &[Signed], at: usize) -> bool {
    lines[..at]
        .iter()
        .rev()
        .take_while(|line| !is_words(&line.sign))
        .any(|line| matches!(&line.sign, Sign::Updated) || matches!(&line.sign, Sign::Stamp(stamp) if !stamp.of_page))
}

/// Whether bylines stand above their stamps: then even the first stamp has one, and no words of its post before it.
fn bylines_lead(lines: &[Signed]) -> bool {
    let stamps = (1..lines.len()).filter(|&at| matches!(lines[at].sign, Sign::Stamp(_)));
    let (mut led, mut followed) = (0, 0);
    for at in stamps {
        led += usize::from(matches!(lines[at - 1].sign, Sign::Byline(_)));
        followed += usize::from(lines.get(at + 1).is_some_and(|line| matches!(line.sign, Sign::Byline(_))));
    }
    let last = lines.iter().rev().find(|line| line.sign != Sign::Furniture);
    led > followed && !last.is_some_and(|line| matches!(line.sign, Sign::Byline(_)))
}

fn blog(lines: &[Signed], cuts: &BTreeSet<usize>, style: Style) -> Layout {
    let starts = starts(lines, cuts, style);
    let mut layout = Layout { is_blog: true, ..Layout::default() };
    let mut drafts = vec![Draft::default()];
    let mut day: Option<Stamp> = None;
    let head_end = starts.first().copied().unwrap_or(0);
    let has_head = matches!(style, Style::Above | Style::BelowHeadline) && head_end > 0;
    for (at, line) in lines.iter().enumerate() {
        if starts.contains(&at) && (at > 0) {
            drafts.push(Draft { day: day.clone(), ..Draft::default() });
        }
        let last = drafts.len() - 1;
        let draft = &mut drafts[last];
        match &line.sign {
            Sign::Text(_) | Sign::Item | Sign::Quote => draft.lines.push(at),
            Sign::Stamped(stamp) => {
                draft.stamp.get_or_insert_with(|| stamp.clone());
                draft.lines.push(at);
            }
            Sign::Stamp(stamp) if stamp.of_page => {
                layout.page_stamp.get_or_insert_with(|| stamp.clone());
            }
            Sign::Stamp(stamp) if stamp.updated => draft.updated = Some(stamp.clone()),
            Sign::Stamp(stamp) if at >= head_end || !has_head => {
                draft.stamp.get_or_insert_with(|| stamp.clone());
            }
            Sign::Updated => {
                draft.updated.get_or_insert_default();
            }
            Sign::Day(stamp) if at < head_end && has_head => {
                layout.page_stamp.get_or_insert_with(|| stamp.clone());
                day = Some(stamp.clone());
            }
            Sign::Day(stamp) => day = Some(stamp.clone()),
            Sign::Byline(names) => draft.byline.extend(names.iter().cloned()),
            _ => {}
        }
    }
    // The page's own title: alone above the first post, or one headline on top of another.
    let titles = drafts[0].lines.iter().take_while(|&&at| is_title_like(&lines[at].sign)).count();
    let headed = has_head || lines.get(head_end).is_some_and(|line| matches!(line.sign, Sign::Stamped(_)));
    if headed && titles == drafts[0].lines.len() || drafts[0].lines.is_empty() {
        layout.title = drafts[0].lines.first().copied();
        if drafts.len() > 1 {
            drafts.remove(0);
        }
    } else if !has_head && titles >= 2 {
        layout.title = Some(drafts[0].lines.remove(0));
    }
    drafts.retain(|draft| !draft.lines.is_empty());
    layout.posts = drafts;
    layout
}

/// Everything is one post; dates and names are looked for at the top and at the end.
fn article(lines: &[Signed]) -> Layout {
    let mut layout = Layout::default();
    let mut draft = Draft::default();
    let first = lines.iter().position(|line| matches!(line.sign, Sign::Text(Look::Prose) | Sign::Item)).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| is_words(&line.sign)).unwrap_or(0);
    for (at, line) in lines.iter().enumerate() {
        let at_edge = at < first || at > last;
        match &line.sign {
            Sign::Stamp(stamp) if stamp.updated => draft.updated = Some(stamp.clone()),
            Sign::Stamp(stamp) | Sign::Day(stamp) if at_edge => {
                layout.page_stamp.get_or_insert_with(|| stamp.clone());
            }
            Sign::Updated => draft.updated = Some(Stamp::default()),
            Sign::Byline(names) if at_edge => draft.byline.extend(names.iter().cloned()),
            Sign::Byline(_) | Sign::Day(_) => draft.lines.push(at),
            sign if is_words(sign) => draft.lines.push(at),
            _ => {}
        }
    }
    if !draft.lines.is_empty() {
        layout.posts.push(draft);
    }
    layout
}
