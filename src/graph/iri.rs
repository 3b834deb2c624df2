//! Local names: flat `[A-Za-z0-9_-]`, the same on every run.

use crate::document::{Document, Span};
use sha2::{Digest, Sha256};

/// Longest slug before it is cut and closed by a hash.
const LONGEST: usize = 80;

/// The first `bytes` bytes of SHA-256 over the parts, in hexadecimal.
///
/// Each part is preceded by its length, so that no two lists of parts are hashed alike.
pub fn hash<'a>(parts: impl IntoIterator<Item = &'a str>, bytes: usize) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().take(bytes).fold(String::new(), |out, byte| out + &format!("{byte:02x}"))
}

/// Words as a local name: lower case, marks folded, anything else a hyphen.
///
/// Letters that have no plain form are told apart by a hash of the whole text at the end, and so is a text that is too long.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lossy = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some(plain) = fold(c) {
            out.push_str(plain);
        } else if matches!(c, '\'' | '\u{2019}' | '.') || ('\u{300}'..='\u{36f}').contains(&c) {
            // "St. Kitts", "O'Neill", and combining marks leave nothing
        } else {
            lossy |= c.is_alphanumeric();
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        }
    }
    let mut out = out.trim_end_matches('-').to_owned();
    if out.len() > LONGEST {
        out.truncate(LONGEST);
        lossy = true;
    }
    if lossy || out.is_empty() {
        let mark = hash([text], 4);
        return if out.is_empty() { mark } else { format!("{}-{mark}", out.trim_end_matches('-')) };
    }
    out
}

/// The plain spelling of a lower-case letter with a mark.
fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ə' => "e",
        'ğ' | 'ģ' | 'ġ' => "g",
        'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ł' | 'ļ' | 'ľ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' | 'ő' => "o",
        'ö' | 'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ț' | 'ţ' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// The local name of a document: `document-` and its id, with anything that is not flat made a hyphen.
pub fn document(id: &str) -> String {
    let flat: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '-' }).collect();
    format!("document-{flat}")
}

/// Local name of the graph that keeps what a document, given by its local name, told once and tells no more.
pub fn history(document: &str) -> String {
    format!("history-{}", document.strip_prefix("document-").unwrap_or(document))
}

/// Keys by which the posts of a document are known: the URL fragment, else a hash of the first text.
///
/// Posts with the same first text are counted from the oldest, so that a growing page keeps its keys.
pub fn post_keys(document: &Document) -> Vec<String> {
    let mut keys = vec![String::new(); document.posts.len()];
    let mut seen: Vec<String> = Vec::new();
    for &at in &document.oldest_first {
        let post = &document.posts[at];
        let base = if post.fragment.is_empty() {
            hash([post.blocks.first().map_or("", |b| document.slice(b.span)).trim()], 8)
        } else {
            post.fragment.clone()
        };
        let before = seen.iter().filter(|k| **k == base).count();
        keys[at] = if before == 0 { base.clone() } else { format!("{base}~{before}") };
        seen.push(base);
    }
    keys
}

/// The name of a post, by its document's id and its key.
pub fn post(document: &str, key: &str) -> String {
    format!("post-{}", hash([document, key], 8))
}

/// Which occurrence of the trigger's words in the sentence this is, from 0.
pub fn occurrence(document: &Document, sentence: Span, trigger: Span) -> usize {
    let words = document.slice(trigger);
    let before = Span::new(sentence.start.min(trigger.start), trigger.start);
    if words.is_empty() { 0 } else { document.slice(before).matches(words).count() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, Post};

    #[test]
    fn slug_is_flat_and_folds_marks() {
        assert_eq!(slug("Secretary of State"), "secretary-of-state");
        assert_eq!(slug("Řehoř Öst's  Dvůr"), "rehor-oests-dvur");
        assert!(slug("Президент").chars().all(|c| c.is_ascii_hexdigit()));
        assert_ne!(slug("Президент"), slug("Премьер"));
    }

    #[test]
    fn long_slugs_stay_apart() {
        let long = "very ".repeat(30);
        assert_ne!(slug(&format!("{long}good")), slug(&format!("{long}bad")));
        assert!(slug(&long).len() < 100);
    }

    #[test]
    fn hash_keeps_parts_apart() {
        assert_ne!(hash(["ab", "c"], 8), hash(["a", "bc"], 8));
        assert_eq!(hash(["a"], 8).len(), 16);
    }

    #[test]
    fn posts_with_one_text_are_counted_from_the_oldest() {
        let text = "Same\nSame\nOther\n".to_owned();
        let block = |start, end| Block { span: Span::new(start, end), kind: BlockKind::Paragraph };
        let post = |position, start, end| Post { position, blocks: vec![block(start, end)], ..Post::default() };
        let document = Document {
            id: "d".into(),
            text,
            posts: vec![post(0, 0, 4), post(1, 5, 9), post(2, 10, 15)],
            oldest_first: vec![2, 1, 0],
            ..Document::default()
        };
        let keys = post_keys(&document);
        assert_eq!(keys[0], format!("{}~1", keys[1]));
        assert_ne!(keys[1], keys[2]);
    }

    #[test]
    fn occurrence_counts_the_words_before() {
        let document = Document { text: "They met and met again.".into(), ..Document::default() };
        let sentence = Span::new(0, 23);
        assert_eq!(occurrence(&document, sentence, Span::new(5, 8)), 0);
        assert_eq!(occurrence(&document, sentence, Span::new(13, 16)), 1);
    }
}
