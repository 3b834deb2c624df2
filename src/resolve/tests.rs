//! Sentences of our own with frozen analyses (`cases.conllu`), so that no model is needed, over the embedded tables.
//!
//! `# case` names the phenomenon, `# published` the day; each `# expect` says what some words mean: by the label of the
//! entity, several joined by `+`, `x24` for a count, `words#2` for the second such mention; `# kind` of which class an
//! entity is. `# head` says on which word another one hangs after the repairs. The `# title` and `# place` lines are all that may be found.

use super::{Knowledge, ResolvedDocument, Tenure, resolve};
use crate::document::{Block, BlockKind, Document, Metadata, Post, Span};
use crate::lexicon::Lexicon;
use crate::parse::{Dep, NameLabel, NameSpan, ParsedDocument, Pos, Sentence, Tag, Token, plain};
use std::sync::LazyLock;

static TABLES: LazyLock<(Knowledge, Lexicon)> = LazyLock::new(|| {
    (Knowledge::embedded().expect("tables are well formed"), Lexicon::embedded().expect("words are well formed"))
});

#[derive(Default)]
struct Case {
    name: String,
    lines: Vec<(String, String)>,
    sentences: Vec<(String, Vec<Vec<String>>)>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in include_str!("cases.conllu").lines() {
        if let Some((key, value)) = line.strip_prefix("# ").and_then(|l| l.split_once(" =")) {
            let value = value.trim().to_owned();
            if key == "case" {
                cases.push(Case { name: value, ..Case::default() });
                continue;
            }
            let case = cases.last_mut().expect("a case opens the file");
            match key {
                "text" => case.sentences.push((value, Vec::new())),
                _ => case.lines.push((key.to_owned(), value)),
            }
        } else if !line.is_empty() {
            let row = line.split('\t').map(str::to_owned).collect();
            cases.last_mut().and_then(|c| c.sentences.last_mut()).expect("a text before its tokens").1.push(row);
        }
    }
    cases
}

fn parsed(case: &Case) -> ParsedDocument {
    let mut document = Document { id: "case".into(), posts: vec![Post::default()], ..Document::default() };
    document.metadata = Metadata { published: Some("2025-05-05".into()), ..Metadata::default() };
    let (mut tokens, mut sentences, mut names): (Vec<Token>, Vec<Sentence>, Vec<NameSpan>) = (vec![], vec![], vec![]);
    for (text, rows) in &case.sentences {
        let mut at = document.text.len();
        document.text.push_str(text);
        document.text.push(' ');
        let first = tokens.len();
        for row in rows {
            let start = at + document.text[at..].find(&row[1]).expect("the form stands in the text");
            at = start + row[1].len();
            let head: usize = row[6].parse().expect("a head");
            let i = tokens.len();
            tokens.push(Token {
                span: Span::new(start, at),
                lower: plain(&row[1]).into(),
                lemma: row[2].as_str().into(),
                tag: Tag::from_label(&row[4]).expect("a tag"),
                pos: Pos::from_label(&row[3]).expect("a part of speech"),
                dep: Dep::from_label(&row[7]).expect("a label"),
                head: if head == 0 { i } else { first + head - 1 },
                sentence: sentences.len(),
                space_after: !row[9].contains("SpaceAfter=No"),
            });
            let name = row[9].split('|').find_map(|m| m.strip_prefix("NER="));
            match name.and_then(|n| n.split_once('-')) {
                Some(("B", label)) => {
                    names.push(NameSpan { tokens: i..i + 1, label: NameLabel::from_label(label).expect("a name label") });
                }
                Some(_) => names.last_mut().expect("a name begins first").tokens.end = i + 1,
                None => {}
            }
        }
        // "# apart": each sentence is a paragraph
        let apart = case.lines.iter().any(|(key, _)| key == "apart");
        sentences.push(Sentence { tokens: first..tokens.len(), post: 0, block: if apart { sentences.len() } else { 0 } });
    }
    let span = Span::new(0, document.text.trim_end().len());
    let blocks = sentences.last().map_or(1, |last| last.block + 1);
    document.posts[0].blocks = vec![Block { span, kind: BlockKind::Paragraph }; blocks];
    ParsedDocument::new(document, tokens, sentences, names)
}

fn meaning(resolved: &ResolvedDocument, words: &str) -> String {
    let (words, nth) = words.split_once('#').map_or((words, 1), |(w, n)| (w, n.parse().expect("a number")));
    let spoken = |m: &&super::Mention| resolved.parsed.document.slice(resolved.parsed.span(m.tokens.clone())) == words;
    let Some(mention) = resolved.mentions.iter().filter(spoken).nth(nth - 1) else { return format!("no mention `{words}`") };
    let label = |&e: &usize| {
        let entity = &resolved.entities[e];
        entity.count.map_or(entity.label.clone(), |count| format!("{} x{count}", entity.label))
    };
    mention.entities.iter().map(label).collect::<Vec<_>>().join(" + ")
}

#[test]
fn names_titles_and_pronouns_mean_what_the_cases_say() {
    let (knowledge, lexicon) = &*TABLES;
    let mut faults = Vec::new();
    for case in cases() {
        let resolved = resolve(parsed(&case), lexicon, knowledge);
        let all = |key: &str| case.lines.iter().filter(|(k, _)| k == key).map(|(_, v)| v.clone()).collect::<Vec<_>>();
        for line in all("expect") {
            let (words, wanted) = line.split_once(" = ").expect("words and meaning");
            let found = meaning(&resolved, words);
            if found != wanted {
                faults.push(format!("{}: `{words}` is `{found}`, not `{wanted}`", case.name));
            }
        }
        for line in all("kind") {
            let (name, wanted) = line.split_once(" = ").expect("a name and its class");
            let kinds: Vec<_> = resolved.entities.iter().filter(|e| e.label == name).map(|e| e.kind.class()).collect();
            if kinds != [wanted] {
                faults.push(format!("{}: `{name}` is {kinds:?}, not `{wanted}`", case.name));
            }
        }
        for line in all("head") {
            let (word, wanted) = line.split_once(" > ").expect("a word and its head");
            let heads: Vec<&str> = (0..resolved.parsed.tokens.len())
                .filter(|&t| resolved.parsed.text(t) == word)
                .map(|t| resolved.parsed.text(resolved.parsed.tokens[t].head))
                .collect();
            if heads != [wanted] {
                faults.push(format!("{}: `{word}` hangs on {heads:?}, not on `{wanted}`", case.name));
            }
        }
        let label = |m: usize| resolved.entities[resolved.mentions[m].entities[0]].label.clone();
        let titles: Vec<String> = resolved
            .titles
            .iter()
            .map(|t| {
                let of: Vec<String> = t.of.iter().map(|&m| label(m)).collect();
                let tenure = if t.tenure == Tenure::Former { " | former" } else { "" };
                let title = if t.membership { "member" } else { t.title.as_str() };
                format!("{} | {title} | {}{tenure}", label(t.holder), of.join(" + ")).trim_end_matches(" | ").to_owned()
            })
            .collect();
        let places: Vec<String> = resolved.locations.iter().map(|&(a, b)| format!("{} in {}", label(a), label(b))).collect();
        for (what, found, wanted) in [("titles", titles, all("title")), ("places", places, all("place"))] {
            if found != wanted {
                faults.push(format!("{}: {what} are {found:?}, not {wanted:?}", case.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_mention_means_something_and_spans_lie_in_their_sentence() {
    let (knowledge, lexicon) = &*TABLES;
    for case in cases() {
        let resolved = resolve(parsed(&case), lexicon, knowledge);
        assert!(resolved.mentions.windows(2).all(|w| w[0].head < w[1].head), "{}", case.name);
        for m in &resolved.mentions {
            assert!(!m.entities.is_empty() && m.tokens.contains(&m.head), "{}", case.name);
            let sentence = &resolved.parsed.sentences[resolved.parsed.tokens[m.head].sentence];
            assert!(sentence.tokens.start <= m.tokens.start && m.tokens.end <= sentence.tokens.end, "{}", case.name);
        }
        let keys: std::collections::BTreeSet<&str> = resolved.entities.iter().map(|e| e.key.as_str()).collect();
        assert_eq!(keys.len(), resolved.entities.len(), "{}", case.name);
    }
}
