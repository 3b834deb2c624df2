//! Each line of `tests/cases/status/cases.tsv`: a sentence, a trigger in it, and the status that it must get.

use dateline::document::{Block, BlockKind, Document, Post, Span};
use dateline::frame::{FramedDocument, frame};
use dateline::lexicon::Lexicon;
use dateline::parse::Pipeline;
use dateline::resolve::ResolvedDocument;
use dateline::vocabulary::DL;
use std::path::Path;

fn read(pipeline: &Pipeline, lexicon: &Lexicon, sentence: &str) -> FramedDocument {
    let block = Block { span: Span::new(0, sentence.len()), kind: BlockKind::Paragraph };
    let post = Post { blocks: vec![block], ..Post::default() };
    let document =
        Document { id: "case".into(), text: sentence.into(), posts: vec![post], oldest_first: vec![0], ..Document::default() };
    let parsed = pipeline.parse(document);
    frame(
        ResolvedDocument {
            parsed,
            entities: Vec::new(),
            mentions: Vec::new(),
            titles: Vec::new(),
            attributions: Vec::new(),
            times: Vec::new(),
            locations: Vec::new(),
        },
        lexicon,
    )
}

#[test]
fn cues_decide_whether_an_event_happened() {
    let Ok(pipeline) = Pipeline::installed() else {
        eprintln!("skipped: no model is installed, `make model` brings it");
        return;
    };
    let lexicon = Lexicon::embedded().expect("the embedded lexicon loads");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/status/cases.tsv");
    let cases = std::fs::read_to_string(path).expect("the cases are there");
    let mut wrong = Vec::new();
    for line in cases.lines().filter(|l| !l.starts_with('#')) {
        let [sentence, trigger, status] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three columns in `{line}`") };
        let framed = read(pipeline, &lexicon, sentence);
        let found = (0..framed.frames.len())
            .find(|&f| framed.resolved.parsed.document.slice(framed.trigger_span(f)).split(' ').any(|w| w == trigger))
            .map(|f| (framed.frames[f].status.as_str(), framed.frames[f].classes.iter().any(|c| c.starts_with(DL))));
        if found.map(|(s, _)| s) != Some(status) {
            wrong.push(format!("{sentence} `{trigger}`: wanted {status}, got {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
