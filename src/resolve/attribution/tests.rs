//! Sentences of our own, one a phenomenon, with frozen analyses (`cases.conllu`), so that no model is needed.
//!
//! `# case` names the phenomenon, each `# paragraph` its text, each `# expect` one attribution: class, cue, speaker
//! head, hearer head, medium head, quote kind, content pieces. All attributions found have to be expected.

use super::find;
use crate::document::{Block, BlockKind, Document, Post, Span};
use crate::lexicon::Lexicon;
use crate::parse::{Dep, NameLabel, NameSpan, ParsedDocument, Pos, Sentence, Tag, Token, plain};
use crate::resolve::Attribution;
use crate::resolve::knowledge::Knowledge;
use std::ops::Range;

const CASES: &str = include_str!("cases.conllu");

#[derive(Default)]
struct Case {
    name: String,
    expected: Vec<String>,
    paragraphs: Vec<(String, Vec<Vec<String>>)>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in CASES.lines() {
        if let Some(name) = line.strip_prefix("# case = ") {
            cases.push(Case { name: name.to_owned(), ..Case::default() });
            continue;
        }
        let case = cases.last_mut().expect("a case opens the file");
        if let Some(expected) = line.strip_prefix("# expect = ") {
            case.expected.push(expected.to_owned());
        } else if let Some(text) = line.strip_prefix("# paragraph = ") {
            case.paragraphs.push((text.to_owned(), Vec::new()));
        } else if !line.is_empty() {
            let row = line.split('\t').map(str::to_owned).collect();
            case.paragraphs.last_mut().expect("a paragraph before its tokens").1.push(row);
        }
    }
    cases
}

fn parsed(case: &Case) -> ParsedDocument {
    let mut document = Document { posts: vec![Post::default()], ..Document::default() };
    let (mut tokens, mut sentences, mut names): (Vec<Token>, Vec<Sentence>, Vec<NameSpan>) = (vec![], vec![], vec![]);
    let headline = case.name.starts_with("headline");
    for (block, (text, rows)) in case.paragraphs.iter().enumerate() {
        let mut at = document.text.len();
        document.text.push_str(text);
        document.text.push('\n');
        let kind = if headline { BlockKind::Headline } else { BlockKind::Paragraph };
        document.posts[0].blocks.push(Block { span: Span::new(at, at + text.len()), kind });
        for row in rows {
            if row[0] == "1" {
                sentences.push(Sentence { tokens: tokens.len()..tokens.len(), post: 0, block: block + usize::from(!headline) });
            }
            let sentence = sentences.len() - 1;
            let first = sentences[sentence].tokens.start;
            let start = at + document.text[at..].find(&row[1]).expect("the form stands in the text");
            at = start + row[1].len();
            let head: usize = row[6].parse().expect("a head");
            if let Some(label) = row[9].split("B-").nth(1) {
                let label = NameLabel::from_label(label).expect("a label");
                names.push(NameSpan { tokens: tokens.len()..tokens.len() + 1, label });
            } else if row[9].contains("I-") {
                names.last_mut().expect("a name goes on").tokens.end = tokens.len() + 1;
            }
            tokens.push(Token {
                span: Span::new(start, at),
                lower: plain(&row[1]).into(),
                lemma: row[2].as_str().into(),
                tag: Tag::from_label(&row[4]).expect("a tag"),
                pos: Pos::from_label(&row[3]).expect("a part of speech"),
                dep: Dep::from_label(&row[7]).expect("a label"),
                head: if head == 0 { tokens.len() } else { first + head - 1 },
                sentence,
                space_after: !row[9].contains("SpaceAfter=No"),
            });
            sentences[sentence].tokens.end = tokens.len();
        }
    }
    // blocks of a paragraph case are numbered from 1, so that none passes for a headline
    if !headline {
        document.posts[0].blocks.insert(0, Block { span: Span::new(0, 0), kind: BlockKind::Headline });
    }
    ParsedDocument::new(document, tokens, sentences, names)
}

fn shown(document: &ParsedDocument, a: &Attribution) -> String {
    let words = |r: Range<usize>| document.document.slice(document.span(r)).replace('\n', " ");
    let word = |i: Option<usize>| i.map_or("-", |i| document.text(i)).to_owned();
    let class = a.classes[0].rsplit('#').next().unwrap_or_default().to_owned();
    let content = a.content.iter().cloned().map(words).collect::<Vec<_>>().join(" … ");
    let kind = format!("{:?}", a.quote_kind);
    [class, words(a.cue.clone()), word(a.speaker), word(a.addressee), word(a.medium), kind, content].join(" | ")
}

#[test]
fn reads_each_phenomenon() {
    let lexicon = Lexicon::embedded().expect("the lexicon reads");
    let knowledge = Knowledge::embedded().expect("the tables read");
    let mut wrong = Vec::new();
    for case in cases() {
        let document = parsed(&case);
        let found: Vec<String> = find(&document, &lexicon, &knowledge).iter().map(|a| shown(&document, a)).collect();
        if found != case.expected {
            wrong.push(format!(
                "{}\n  found    {}\n  expected {}",
                case.name,
                found.join("\n           "),
                case.expected.join("\n           ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn covers_sixty_phenomena() {
    let names: std::collections::BTreeSet<String> = cases().into_iter().map(|c| c.name).collect();
    assert!(names.len() >= 60, "{}", names.len());
}
