//! Parsed documents as CoNLL-U, which treebank tools read.

use super::ParsedDocument;
use std::fmt::Write;

/// All sentences of a document. `XPOS` is the Penn tag, `DEPREL` the model's own label; `MISC` tells names (`NER=B-GPE`) and
/// missing spaces. White-space tokens are left out: they carry nothing and the format has no place for them.
pub fn conllu(parsed: &ParsedDocument) -> String {
    let mut out = format!("# newdoc id = {}\n", parsed.document.id);
    let mut names = parsed.names.iter().peekable();
    for (number, sentence) in parsed.sentences.iter().enumerate() {
        let words: Vec<usize> = sentence.tokens.clone().filter(|&t| !parsed.text(t).trim().is_empty()).collect();
        if words.is_empty() {
            continue;
        }
        let text = parsed.document.slice(parsed.span(words[0]..words[words.len() - 1] + 1));
        let _ = writeln!(out, "# sent_id = {}-{}", parsed.document.id, number + 1);
        let _ = writeln!(out, "# post = {}", sentence.post);
        let _ = writeln!(out, "# text = {}", text.replace(['\n', '\r'], " "));
        let place = |token: usize| words.iter().position(|&w| w == token).map_or(0, |at| at + 1);
        for (at, &word) in words.iter().enumerate() {
            let token = &parsed.tokens[word];
            let head = if token.head == word { 0 } else { place(token.head) };
            let mut misc = Vec::new();
            while names.next_if(|name| name.tokens.end <= word).is_some() {}
            if let Some(name) = names.peek().filter(|name| name.tokens.contains(&word)) {
                let part = if name.tokens.start == word { "B" } else { "I" };
                misc.push(format!("NER={part}-{}", name.label.as_str()));
            }
            if !token.space_after && at + 1 < words.len() {
                misc.push("SpaceAfter=No".to_owned());
            }
            let or_blank = |text: &str| if text.is_empty() { "_".to_owned() } else { text.replace([' ', '\t'], "_") };
            let _ = writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t_\t{head}\t{}\t_\t{}",
                at + 1,
                or_blank(parsed.text(word)),
                or_blank(&token.lemma),
                or_blank(token.pos.as_str()),
                or_blank(token.tag.as_str()),
                or_blank(token.dep.as_str()),
                or_blank(&misc.join("|")),
            );
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Span};
    use crate::parse::{Dep, NameLabel, NameSpan, Pos, Sentence, Tag, Token};

    #[test]
    fn writes_heads_names_and_spaces() {
        let document = Document { id: "d".into(), text: "Oslo waits.".into(), ..Document::default() };
        let token = |start, end, head, dep, space_after| Token {
            span: Span::new(start, end),
            lower: "".into(),
            lemma: "".into(),
            tag: Tag::Nnp,
            pos: Pos::Propn,
            dep,
            head,
            sentence: 0,
            space_after,
        };
        let tokens =
            vec![token(0, 4, 1, Dep::Nsubj, true), token(5, 10, 1, Dep::Root, false), token(10, 11, 1, Dep::Punct, false)];
        let sentences = vec![Sentence { tokens: 0..3, post: 0, block: 0 }];
        let names = vec![NameSpan { tokens: 0..1, label: NameLabel::Gpe }];
        let out = conllu(&ParsedDocument::new(document, tokens, sentences, names));
        let expected = "# newdoc id = d\n# sent_id = d-1\n# post = 0\n# text = Oslo waits.\n\
                        1\tOslo\t_\tPROPN\tNNP\t_\t2\tnsubj\t_\tNER=B-GPE\n\
                        2\twaits\t_\tPROPN\tNNP\t_\t0\tROOT\t_\tSpaceAfter=No\n\
                        3\t.\t_\tPROPN\tNNP\t_\t2\tpunct\t_\t_\n\n";
        assert_eq!(out, expected);
    }
}
