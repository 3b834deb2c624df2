//! Each line of `tests/cases/times/cases.tsv`: when a text was published, a sentence, and what its time expression means; of
//! `events.tsv`: which event of the sentence happened then.

use dateline::document::{Block, BlockKind, Document, Metadata, Post, Span};
use dateline::frame::{Filler, FramedDocument, frame};
use dateline::lexicon::Lexicon;
use dateline::parse::Pipeline;
use dateline::resolve::knowledge::Knowledge;
use dateline::resolve::time::find_times;
use dateline::resolve::{TimeValue, resolve};
use std::path::Path;

/// The text is published in Berlin, by a document date or, with a clock time, by the post's own stamp.
fn document(published: &str, text: &str) -> Document {
    let given = |value: &str| (!published.is_empty()).then(|| value.to_owned());
    let metadata = Metadata { published: given(published), timezone: given("Europe/Berlin"), ..Metadata::default() };
    let block = Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph };
    let own = published.contains('T').then(|| published.to_owned());
    let post = Post { blocks: vec![block], published: own, ..Post::default() };
    Document { id: "case".into(), text: text.into(), metadata, posts: vec![post], oldest_first: vec![0], ..Document::default() }
}

fn values(value: &TimeValue) -> String {
    let parts = [("time", &value.time), ("on", &value.on_date), ("begin", &value.begin), ("end", &value.end)];
    let told = parts.iter().filter_map(|(name, part)| part.as_ref().map(|part| format!("{name}={part}")));
    told.collect::<Vec<_>>().join(" ")
}

#[test]
fn time_expressions_have_their_values() {
    let Ok(pipeline) = Pipeline::installed() else {
        assert!(std::env::var_os("CI").is_none(), "the model is missing: run `make model`");
        return;
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/times/cases.tsv");
    let cases = std::fs::read_to_string(path).unwrap();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in cases.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [published, marked, timex, rest] = fields[..] else { panic!("not four fields: {line}") };
        let text = marked.replace(['[', ']'], "");
        let parsed = pipeline.parse(document(published, &text));
        let found = find_times(&parsed);
        let words = |at: usize| parsed.document.slice(parsed.span(found[at].tokens.clone()));
        let all: Vec<String> = (0..found.len())
            .map(|at| format!("[{}] {} {}", words(at), found[at].value.timex.as_deref().unwrap_or("-"), values(&found[at].value)))
            .collect();
        count += 1;
        let right = match marked.split_once('[').zip(marked.split_once(']')) {
            None => found.is_empty(),
            Some(((before, _), (upto, _))) => found.iter().any(|time| {
                let span = parsed.span(time.tokens.clone());
                (span.start, span.end) == (before.len(), upto.len() - 1)
                    && time.value.timex.as_deref() == Some(timex)
                    && values(&time.value) == rest
            }),
        };
        if !right {
            wrong.push(format!("{marked}\n    want {timex} {rest}\n    got  {}", all.join(" | ")));
        }
    }
    assert!(count >= 60);
    assert!(wrong.is_empty(), "{} of {count} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// The first moment of each event whose trigger holds a word.
fn moments(framed: &FramedDocument, word: &str) -> Vec<String> {
    let trigger = |f: usize| framed.resolved.parsed.document.slice(framed.trigger_span(f));
    let events = (0..framed.frames.len()).filter(|&f| trigger(f).split(' ').any(|w| w == word));
    let times = events.flat_map(|f| &framed.frames[f].arguments).filter_map(|argument| match argument.filler {
        Filler::Time(t) if argument.slot == "time" => Some(&framed.resolved.times[t].value),
        _ => None,
    });
    times.filter_map(|v| v.time.clone().or_else(|| v.on_date.clone()).or_else(|| v.begin.clone())).collect()
}

#[test]
fn times_go_to_the_events_that_happened_then() {
    let Ok(pipeline) = Pipeline::installed() else {
        assert!(std::env::var_os("CI").is_none(), "the model is missing: run `make model`");
        return;
    };
    let (lexicon, knowledge) = (Lexicon::embedded().unwrap(), Knowledge::embedded().unwrap());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/times/events.tsv");
    let cases = std::fs::read_to_string(path).unwrap();
    let mut wrong = Vec::new();
    for line in cases.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [published, text, word, want] = fields[..] else { panic!("not four fields: {line}") };
        let framed = frame(resolve(pipeline.parse(document(published, text)), &lexicon, &knowledge), &lexicon);
        assert!(text.contains(word), "`{word}` is not in: {text}");
        let found = moments(&framed, word);
        let right = if want == "none" { found.is_empty() } else { found.iter().any(|time| time.starts_with(want)) };
        if !right {
            wrong.push(format!("{text} `{word}`: want {want}, got {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
