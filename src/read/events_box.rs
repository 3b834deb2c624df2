//! Boxes that list a page's posts ("Key events"): their items say nothing that the posts do not say.

use super::headline::{Look, look};
use super::sign::{Sign, Signed};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Turns such boxes into furniture. Gives the lines at which a post must begin: what a box says beyond the posts is kept
/// as a list of its own.
pub fn clear_boxes(text: &str, lines: &mut [Signed]) -> BTreeSet<usize> {
    let mut cuts = BTreeSet::new();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines.iter().filter(|line| is_item(line)) {
        *times.entry(words(text, line)).or_default() += 1;
    }
    let mut at = 0;
    while at < lines.len() {
        if lines[at].sign == Sign::BoxTitle {
            let end = box_end(lines, at);
            clear(text, lines, at..end, &times, &mut cuts);
            at = end.max(at + 1);
        } else {
            if lines[at].sign == Sign::BoxEnd {
                lines[at].sign = Sign::Furniture;
            }
            at += 1;
        }
    }
    cuts
}

/// One past the last line of the box whose title is line `title`.
fn box_end(lines: &[Signed], title: usize) -> usize {
    let is_inside = |sign: &Sign| {
        let short = matches!(sign, Sign::Text(Look::Headline | Look::Exclaimed) | Sign::Item);
        short || matches!(sign, Sign::Stamp(_) | Sign::Stamped(_) | Sign::Day(_) | Sign::Furniture)
    };
    let mut end = title + 1;
    while end < lines.len() && is_inside(&lines[end].sign) {
        end += 1;
    }
    if lines.get(end).is_some_and(|line| line.sign == Sign::BoxEnd) {
        return end + 1;
    }
    if end == lines.len() || !matches!(lines[end].sign, Sign::Text(_) | Sign::Byline(_)) {
        return end;
    }
    // A paragraph follows: the last headline, with its stamp, opens the first post.
    let stamp_first = lines.get(title + 1).is_some_and(|line| matches!(line.sign, Sign::Stamp(_)));
    let is_stamp = |at: usize| at > title && matches!(lines[at].sign, Sign::Stamp(_));
    let is_stamped = |at: usize| at > title && matches!(lines[at].sign, Sign::Stamped(_));
    let last = end - 1;
    let back = if is_stamped(last) {
        1
    } else if is_stamp(last) {
        // `Headline, stamp, paragraph`, or a stamp and no headline.
        if stamp_first { 1 } else { 2 }
    } else if is_stamp(last.saturating_sub(1)) && stamp_first {
        2
    } else {
        1
    };
    end.saturating_sub(back).max(title + 1)
}

fn words(text: &str, line: &Signed) -> String {
    text[line.span.start..line.span.end].to_lowercase()
}

fn is_item(line: &Signed) -> bool {
    matches!(line.sign, Sign::Text(_) | Sign::Item | Sign::Stamped(_))
}

/// `times` says how often each line stands on the page, boxes included.
fn clear(text: &str, lines: &mut [Signed], range: Range<usize>, times: &BTreeMap<String, usize>, cuts: &mut BTreeSet<usize>) {
    let Range { start: title, end } = range;
    let items: Vec<usize> = (title + 1..end).filter(|&at| is_item(&lines[at])).collect();
    let is_new = |&at: &usize| times.get(&words(text, &lines[at])).is_none_or(|&n| n < 2);
    let new: Vec<usize> = items.iter().copied().filter(is_new).collect();
    // Whole sentences under such a title are a summary that somebody wrote.
    let is_prose = |&at: &usize| look(&text[lines[at].span.start..lines[at].span.end]) == Look::Prose;
    let written = new.iter().any(is_prose);
    let keeps = written || new.len() * 2 > items.len();
    if items.len() < 2 && !keeps {
        lines[title].sign = Sign::Text(Look::Headline);
        return;
    }
    for line in &mut lines[title..end] {
        if !(keeps && is_item(line)) {
            line.sign = Sign::Furniture;
        }
    }
    if keeps {
        lines[title].sign = Sign::Text(Look::Headline);
        for at in new {
            lines[at].sign = Sign::Item;
        }
        cuts.extend([title, end]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines::lines;
    use crate::read::sign::signs;

    fn left(text: &str) -> Vec<&str> {
        let mut signed = signs(text, &lines(text));
        clear_boxes(text, &mut signed);
        let kept = signed.iter().filter(|line| !matches!(line.sign, Sign::Furniture | Sign::Stamp(_)));
        kept.map(|line| &text[line.span.start..line.span.end]).collect()
    }

    #[test]
    fn drops_items_that_posts_repeat() {
        let text = "Key events\n2h ago\nFerry leaves\n1h ago\nStorm nears\n3h ago\nStorm nears\nThe storm is near.\n\
                    4h ago\nFerry leaves\nThe ferry has left.";
        assert_eq!(left(text), ["Storm nears", "The storm is near.", "Ferry leaves", "The ferry has left."]);
    }

    #[test]
    fn keeps_items_that_no_post_repeats() {
        let text =
            "Key events\n• The mayor has resigned.\n• The ferry is back.\nShow key events only\nStorm nears\nThe storm is near.";
        assert_eq!(left(text)[..3], ["Key events", "The mayor has resigned.", "The ferry is back."]);
    }
}
