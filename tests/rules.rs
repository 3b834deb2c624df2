//! The sentences in the rule files: those on which a rule must fire, and those on which it must not.

use dateline::document::{Block, BlockKind, Document, Post, Span};
use dateline::extract::{RuleSet, extract};
use dateline::frame::frame;
use dateline::lexicon::Lexicon;
use dateline::ontology::Ontology;
use dateline::parse::Pipeline;
use dateline::resolve::{Knowledge, resolve};

#[test]
fn rules_keep_what_their_examples_promise() {
    let Ok(pipeline) = Pipeline::installed() else {
        eprintln!("skipped: no model is installed, `make model` brings it");
        return;
    };
    let lexicon = Lexicon::embedded().expect("the embedded lexicon loads");
    let knowledge = Knowledge::embedded().expect("the embedded tables load");
    let rules = RuleSet::embedded().expect("the embedded rules load");
    let template = include_str!("../queries/extract/template.rq");
    let ontology = Ontology::embedded().expect("the embedded ontology loads");
    let template = RuleSet::parse([("queries/extract/template.rq", template)], ontology).expect("the template is a rule");
    assert!(rules.rules().iter().all(|rule| rule.name != "template"), "the template is no rule of the program");
    let broken = [broken(pipeline, &lexicon, &knowledge, &rules), broken(pipeline, &lexicon, &knowledge, &template)].concat();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The examples that the rules of a set do not keep, in words.
fn broken(pipeline: &Pipeline, lexicon: &Lexicon, knowledge: &Knowledge, rules: &RuleSet) -> Vec<String> {
    let mut broken = Vec::new();
    for (rule, example) in rules.rules().iter().flat_map(|r| r.examples.iter().map(move |e| (r, e))) {
        let block = Block { span: Span::new(0, example.sentence.len()), kind: BlockKind::Paragraph };
        let post = Post { blocks: vec![block], ..Post::default() };
        let (id, text) = (rule.name.clone(), example.sentence.clone());
        let document = Document { id, text, posts: vec![post], oldest_first: vec![0], ..Document::default() };
        let framed = frame(resolve(pipeline.parse(document), lexicon, knowledge), lexicon);
        let claims = extract(&framed, rules);
        broken.extend(rule.broken(example, &framed, &claims, rules.ontology()));
    }
    broken
}
