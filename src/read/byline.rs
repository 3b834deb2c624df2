//! Lines that name the author of a post.

use crate::calendar;
use regex::Regex;
use std::sync::LazyLock;

const NAME: &str =
    r"\p{Lu}[\p{L}\p{M}'’.-]*(?:\s+(?:(?:de|del|van|von|der|den|al|bin|el|la|du|di|da|le|ter)\s+)*\p{Lu}[\p{L}\p{M}'’.-]*){0,4}";
const POST: &str = r"(?:correspondent|reporter|editor|writer|producer|journalist|analyst|columnist|blogger|bureau chief|desk)";

struct Patterns {
    by: Regex,
    outlet: Regex,
    post: Regex,
    names: Regex,
    bare: Regex,
    shift: Regex,
    role: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let regex = |pattern: &str| Regex::new(pattern).expect("pattern is valid");
    let names = format!(r"(?P<names>{NAME}(?:(?:,\s+|,?\s+(?:and|&)\s+){NAME})*?)");
    // What may follow the names: where they write from, or their post.
    let tail = format!(r"(?:,?\s+(?:in|at|for)\s+{NAME}|,?\s+[^.,]*\b{POST}\b[^.,]*)?");
    Patterns {
        by: regex(&format!(
            r"^(?i:(?:posted|written|words|reported|reporting|compiled|edited|analysis|report|live reporting)\s+by|by):?\s+{names}{tail}$"
        )),
        outlet: regex(&format!(
            r"^(?:(?i:from|by|analysis by|reporting by)\s+)?\p{{Lu}}[\p{{L}}&. ]*['’]s?\s+(?P<names>{NAME}(?:(?:,\s+|,?\s+(?:and|&)\s+){NAME})*?){tail}$"
        )),
        post: regex(&format!(r"^{names},?\s+(?:[\p{{L}}'’ -]+\s)?{POST}(?:,?\s+(?:in|at|for)\s+{NAME})?$")),
        names: regex(r",?\s+(?:and|&)\s+|,\s+"),
        bare: regex(&format!(r"^{NAME}$")),
        shift: regex(r"\s*\((?:now|earlier|until [^)]*|from [^)]*)\)"),
        role: regex(&format!(
            r"^(?:\p{{Lu}}[\p{{L}}'’ -]*\s)?{POST}$|^(?i:reporting|live|writing)\s+(?:from|in)\s+[^.]{{2,40}}$"
        )),
    }
});

/// The names of a line that is a byline by its own words: `By Ann Lee in Oslo`, `Ann Lee, Nordic correspondent`.
pub fn byline(line: &str) -> Option<Vec<String>> {
    if line.len() > 160 || line.ends_with(['.', '!', '?', ':']) {
        return None;
    }
    let p = &*PATTERNS;
    // `Oslo's Ann Lee` alone may be a headline; an outlet writes its name in capitals or says "from".
    let outlet = |line: &str| {
        let said = line.to_lowercase();
        ["from ", "by ", "analysis by ", "reporting by "].iter().any(|lead| said.starts_with(lead))
            || line.split(['\'', '’']).next().is_some_and(|owner| owner.chars().all(|c| c.is_uppercase() || c == ' '))
    };
    // `Ann Lee (now) and Bo Ek (earlier)`: who writes the page in turn.
    let bare = p.shift.replace_all(line, "");
    if bare.len() < line.len() && p.names.split(&bare).all(is_bare_name) {
        return Some(p.names.split(&bare).map(str::to_owned).collect());
    }
    let found =
        p.outlet.captures(line).filter(|_| outlet(line)).or_else(|| p.by.captures(line)).or_else(|| p.post.captures(line))?;
    let names: Vec<String> = p.names.split(&found["names"]).map(|name| name.trim().to_owned()).collect();
    names.iter().all(|name| !is_time(name)).then_some(names)
}

/// Whether a line could be an author's name and nothing else; only its place and its coming again show that it is.
pub fn is_bare_name(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (2..=4).contains(&words) && line.len() <= 40 && PATTERNS.bare.is_match(line) && !is_time(line)
}

/// Whether a line says what the author named above it is, or where: `Business correspondent`, `Reporting from Oslo`.
pub fn is_role(line: &str) -> bool {
    line.split_whitespace().count() <= 6 && PATTERNS.role.is_match(line) && !line.ends_with('.')
}

/// `By Friday`, `By March` are times.
fn is_time(name: &str) -> bool {
    name.split_whitespace().next().is_some_and(|word| calendar::month(word).is_some() || calendar::weekday(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_bylines() {
        let table: [(&str, &[&str]); 9] = [
            ("By Ann Lee", &["Ann Lee"]),
            ("By Ann Lee and Juan de la Cruz in Oslo", &["Ann Lee", "Juan de la Cruz"]),
            ("Posted by Ann Lee", &["Ann Lee"]),
            ("Analysis by Ann Lee, Nordic editor", &["Ann Lee"]),
            ("From KTV's Ann Lee, Bo Ek and Cy Roe", &["Ann Lee", "Bo Ek", "Cy Roe"]),
            ("KTV’s Ann Lee", &["Ann Lee"]),
            ("Ann Lee, chief political correspondent", &["Ann Lee"]),
            ("Ann Lee (now) and Bo Ek (earlier)", &["Ann Lee", "Bo Ek"]),
            ("By Ann Lee, Bo Ek", &["Ann Lee", "Bo Ek"]),
        ];
        for (line, names) in table {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(byline(line), Some(names), "{line}");
        }
    }

    #[test]
    fn other_lines_are_no_bylines() {
        for line in ["By the end of the day", "By Friday", "Norway's Ann Lee", "Ann Lee meets Bo Ek", "By Ann Lee.", "From Oslo"]
        {
            assert_eq!(byline(line), None, "{line}");
        }
        assert!(is_bare_name("Ann Lee") && !is_bare_name("Ann Lee meets Bo") && !is_bare_name("Lee"));
        assert!(is_role("Business correspondent") && is_role("Reporting from Oslo") && !is_role("The correspondent left"));
    }
}
