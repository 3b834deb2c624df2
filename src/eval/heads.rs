//! When two wordings mean the same thing: their head words cross.

use crate::facts::FactArgument;

pub(super) const PREPOSITIONS: [&str; 16] =
    ["of", "in", "for", "from", "at", "on", "with", "to", "by", "near", "against", "between", "among", "over", "under", "about"];
const RELATIVES: [&str; 5] = ["who", "whom", "whose", "which", "that"];

/// Words in lower case without marks, and for each whether the text breaks (comma, bracket, dash) before it.
fn words(text: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut broken = false;
    for piece in text.split_whitespace() {
        let opens = piece.starts_with(['(', '–', '—', '[']);
        let bare = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_suffix("’s").or_else(|| bare.strip_suffix("'s")).unwrap_or(bare);
        if !bare.is_empty() {
            found.push((bare.to_lowercase(), broken || opens));
            broken = false;
        }
        broken |= piece.ends_with([',', ';', ':', ')', '–', '—', ']']);
    }
    found
}

/// The words that can head a noun phrase: before its first preposition, before each `and`, and its last before a break.
fn heads(words: &[(String, bool)]) -> Vec<&str> {
    let mut found = Vec::new();
    let mut last: Option<&str> = None;
    let mut preposition_seen = false;
    for (word, broken) in words {
        let preposition = PREPOSITIONS.contains(&word.as_str());
        if let Some(head) = last {
            if *broken || RELATIVES.contains(&word.as_str()) {
                break;
            }
            if word == "and" || word == "or" || preposition && !preposition_seen {
                found.push(head);
            }
        }
        preposition_seen |= preposition;
        last = Some(word);
    }
    found.extend(last);
    found
}

/// Whether each wording holds a head of the other.
pub fn cross(left: &str, right: &str) -> bool {
    let (left, right) = (words(left), words(right));
    let holds = |words: &[(String, bool)], heads: &[&str]| heads.iter().any(|head| words.iter().any(|(word, _)| word == head));
    holds(&left, &heads(&right)) && holds(&right, &heads(&left))
}

/// Whether a wording is a name of two words or more.
fn is_full_name(text: &str) -> bool {
    let mut count = 0;
    text.split_whitespace().all(|word| {
        count += 1;
        word.starts_with(char::is_uppercase)
    }) && count > 1
}

/// Whether a name or wording means what stands under a label: full names need each word of the shorter one, so that
/// relatives are told apart.
pub fn means(wanted: &str, label: &str) -> bool {
    if !(is_full_name(wanted) && is_full_name(label)) {
        return cross(wanted, label);
    }
    let (wanted, label) = (words(wanted), words(label));
    let within = |inner: &[(String, bool)], outer: &[(String, bool)]| {
        inner.iter().all(|(word, _)| outer.iter().any(|(other, _)| word == other))
    };
    within(&wanted, &label) || within(&label, &wanted)
}

/// Whether an argument is the wanted one: by its label, or by the words of the passage where the label is no full name.
pub fn fills(wanted: &str, argument: &FactArgument) -> bool {
    if means(wanted, &argument.label) {
        return true;
    }
    let decided = is_full_name(wanted) && is_full_name(&argument.label);
    !decided && argument.text.as_deref().is_some_and(|text| means(wanted, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crosses_heads_and_not_modifiers() {
        assert!(cross("16 prisoners of war", "prisoners"));
        assert!(cross("Trump and Putin", "Putin"));
        assert!(!cross("the prison warden", "prison"));
        assert!(cross("the mayor, Ann Lee", "mayor"));
    }

    #[test]
    fn tells_relatives_apart() {
        assert!(means("Josh Farrell", "Farrell"));
        assert!(!means("Josh Farrell", "Greg Farrell"));
        assert!(means("Elizabeth II", "Queen Elizabeth II"));
        let argument = FactArgument { label: "Greg Farrell".into(), text: Some("Farrell".into()), ..FactArgument::default() };
        assert!(!fills("Josh Farrell", &argument));
    }
}
