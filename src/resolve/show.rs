//! The stage as text for people: entities, then the text with its mentions, titles and places.

use super::{Capacity, ResolvedDocument, Tenure};
use std::fmt::Write as _;

/// Renders entities, mentions, titles and places, one a line.
pub fn entities(resolved: &ResolvedDocument) -> String {
    let mut out = String::new();
    let name = |id: usize| resolved.entities[id].key.as_str();
    let _ = writeln!(out, "# entities");
    for e in &resolved.entities {
        let _ = write!(out, "{}\t{}\t{}", e.key, e.kind.class(), e.label);
        for alt in &e.alt_labels {
            let _ = write!(out, " | {alt}");
        }
        if let Some(count) = e.count {
            let _ = write!(out, "\tcount {count}");
        }
        for (word, list) in [("of", &e.of), ("in", &e.located_in)] {
            for &id in list {
                let _ = write!(out, "\t{word} {}", name(id));
            }
        }
        for iri in &e.same_as {
            let _ = write!(out, "\t{iri}");
        }
        out.push('\n');
    }
    let _ = writeln!(out, "\n# mentions");
    let mut sentence = usize::MAX;
    for m in &resolved.mentions {
        let at = resolved.parsed.tokens[m.head].sentence;
        if at != sentence {
            sentence = at;
            let span = resolved.parsed.span(resolved.parsed.sentences[at].tokens.clone());
            let text = resolved.parsed.document.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(out, "\n{text}");
        }
        let words = resolved.parsed.document.slice(resolved.parsed.span(m.tokens.clone()));
        let keys: Vec<&str> = m.entities.iter().map(|&e| name(e)).collect();
        let _ = writeln!(out, "    {words} -> {}  [{:?} {} {:.2}]", keys.join(" + "), m.kind, m.reason, m.confidence);
    }
    let _ = writeln!(out, "\n# titles");
    for t in &resolved.titles {
        let holder: Vec<&str> = resolved.mentions[t.holder].entities.iter().map(|&e| name(e)).collect();
        let of: Vec<&str> = t.of.iter().flat_map(|&m| resolved.mentions[m].entities.iter().map(|&e| name(e))).collect();
        let words = resolved.parsed.document.slice(resolved.parsed.span(t.tokens.clone()));
        let tenure = if t.tenure == Tenure::Former { " former" } else { "" };
        let capacity = if t.capacity == Capacity::Full { String::new() } else { format!(" {:?}", t.capacity) };
        let member = if t.membership { " member" } else { "" };
        let _ =
            writeln!(out, "{} : \"{}\" of [{}]{tenure}{capacity}{member}  ({words})", holder.join(" + "), t.title, of.join(", "));
    }
    let _ = writeln!(out, "\n# places");
    for &(inner, outer) in &resolved.locations {
        let key = |m: usize| resolved.mentions[m].entities.iter().map(|&e| name(e)).collect::<Vec<_>>().join(" + ");
        let _ = writeln!(out, "{} in {}", key(inner), key(outer));
    }
    out
}
