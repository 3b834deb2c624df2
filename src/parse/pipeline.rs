//! The whole pipeline: text in, tokens, heads, sentences and names out.

use super::arcs;
use super::attributes::Attributes;
use super::entities;
use super::kernel::Instructions;
use super::model::{Model, ModelInfo};
use super::network::{Batch, Embedded};
use super::plain::{Offsets, plain_punctuation};
use super::tokenizer::{Cuts, Piece};
use super::words::Words;
use super::{Dep, ModelError, NameLabel, NameSpan, ParsedDocument, Pos, Sentence, Tag, Token};
use crate::document::{Document, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A loaded model. Can be used from many threads at once; results depend on the text alone.
#[derive(Debug)]
pub struct Pipeline {
    model: Model,
    /// Caches that no thread uses at the moment.
    spare: Mutex<Vec<Workspace>>,
}

/// What is remembered between texts: it saves time and never changes a result.
#[derive(Debug, Default)]
struct Workspace {
    words: Words,
    cuts: Cuts,
    shared: Embedded,
    own: Embedded,
    lemmas: HashMap<(u32, Pos, u16), Arc<str>>,
}

/// A token of one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysed {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether a space follows.
    pub space_after: bool,
    /// Penn Treebank tag.
    pub tag: Tag,
    /// Universal part of speech.
    pub pos: Pos,
    /// Label of the arc to the head.
    pub dep: Dep,
    /// Index of the head; its own index for a root.
    pub head: usize,
    /// Whether a sentence begins here.
    pub sentence_start: bool,
    /// Lemma.
    pub lemma: Arc<str>,
    /// Lower-cased text.
    pub lower: Arc<str>,
}

/// The analysis of one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// All tokens, white space included, as spaCy counts them.
    pub tokens: Vec<Analysed>,
    /// Names, in text order.
    pub names: Vec<NameSpan>,
}

/// The analyses of a document's blocks, by their words, for its next version.
#[derive(Clone, Debug, Default)]
pub struct Cache(FxHashMap<String, Arc<Analysis>>);

impl Cache {
    /// The analyses of the texts, made by `analyse` where none is known; keeps these and no others.
    fn fill(&mut self, texts: &[Cow<'_, str>], analyse: impl FnOnce(&[&str]) -> Vec<Analysis>) -> Vec<Arc<Analysis>> {
        let mut known = std::mem::take(&mut self.0);
        let mut seen = FxHashSet::default();
        let mut new: Vec<&str> = texts.iter().map(|text| &**text).collect();
        new.retain(|text| !known.contains_key(*text) && seen.insert(*text));
        for (text, analysis) in new.iter().zip(analyse(&new)) {
            known.insert((*text).to_owned(), Arc::new(analysis));
        }
        let all: Vec<Arc<Analysis>> = texts.iter().filter_map(|text| known.get(&**text).cloned()).collect();
        self.0 = texts.iter().zip(&all).map(|(text, analysis)| (text.clone().into_owned(), analysis.clone())).collect();
        all
    }
}

/// Tokens that go through the network at once: enough to fill the registers, few enough for the cache.
const BATCH: usize = 400;
/// Words that a workspace remembers before it starts anew.
const MAX_WORDS: usize = 40_000;

impl Pipeline {
    /// Loads a model from a wheel, an unpacked wheel or a model directory.
    ///
    /// # Errors
    /// When it is missing, damaged, hostile or of a kind that this runtime does not know.
    pub fn load(path: &Path) -> Result<Self, ModelError> {
        Self::load_with(path, Instructions::Avx512)
    }

    /// The same with vector instructions no wider than these, for comparison.
    ///
    /// # Errors
    /// As [`Pipeline::load`].
    pub fn load_with(path: &Path, widest: Instructions) -> Result<Self, ModelError> {
        Ok(Self { model: Model::load(path, widest.min(Instructions::detect()))?, spare: Mutex::default() })
    }

    /// The installed model (see [`super::locate`]), loaded once for the whole program.
    ///
    /// # Errors
    /// As [`Pipeline::load`]; and then again at each call.
    pub fn installed() -> Result<&'static Self, ModelError> {
        static INSTALLED: OnceLock<Pipeline> = OnceLock::new();
        if let Some(pipeline) = INSTALLED.get() {
            return Ok(pipeline);
        }
        let pipeline = Self::load(&super::locate(None)?)?;
        Ok(INSTALLED.get_or_init(|| pipeline))
    }

    /// What the model says of itself.
    pub fn info(&self) -> &ModelInfo {
        &self.model.info
    }

    /// SHA-256 of the wheel, or of the list of the model's files and their hashes.
    ///
    /// # Errors
    /// When a file cannot be read any more.
    pub fn fingerprint(&self) -> Result<String, ModelError> {
        self.model.archive.fingerprint()
    }

    /// The number of words with static vectors and their width, if the model has them.
    pub fn vectors(&self) -> Option<(usize, usize)> {
        self.model.vectors.as_ref().map(super::vectors::Vectors::size)
    }

    /// The vector instructions in use.
    pub fn instructions(&self) -> Instructions {
        self.model.instructions
    }

    /// Analyses texts exactly as they are, each by itself.
    pub fn analyse(&self, texts: &[&str]) -> Vec<Analysis> {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let fresh = || Workspace { words: self.model.words.clone(), ..Workspace::default() };
        let mut workspace = spare.unwrap_or_else(fresh);
        let mut out = Vec::with_capacity(texts.len());
        let mut waiting: Vec<(&str, Vec<Piece>)> = Vec::new();
        let mut size = 0;
        for text in texts {
            let pieces = self.model.tokenizer.tokenize(text, &mut workspace.words, &self.model.maker, &mut workspace.cuts);
            size += pieces.len();
            waiting.push((text, pieces));
            if size >= BATCH {
                self.run(&std::mem::take(&mut waiting), &mut workspace, &mut out);
                size = 0;
                if workspace.words.len() > MAX_WORDS {
                    workspace = fresh();
                }
            }
        }
        self.run(&waiting, &mut workspace, &mut out);
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).push(workspace);
        out
    }

    fn run(&self, texts: &[(&str, Vec<Piece>)], workspace: &mut Workspace, out: &mut Vec<Analysis>) {
        let model = &self.model;
        let pieces: Vec<&[Piece]> = texts.iter().map(|t| &*t.1).collect();
        let batch = Batch::new(pieces.iter().map(|p| p.len()));
        let Workspace { words, shared, own, lemmas, .. } = workspace;
        let words = &*words;
        let vectors = model.vectors.as_ref();
        let tag_width = model.tagger.width();
        // The two encoders do not know of each other, so they can run side by side.
        let ((tag_scores, mut parser), mut finder) = rayon::join(
            || {
                let x = model.shared.encode(&batch, &pieces, words, vectors, shared);
                let mut tag_scores = vec![0.0; batch.rows * tag_width];
                model.tagger.apply(&x, model.shared.width, batch.rows, &mut tag_scores);
                (tag_scores, model.parser.prepare(&x, model.shared.width))
            },
            || model.finder.prepare(&model.own.encode(&batch, &pieces, words, vectors, own), model.own.width),
        );
        for (&row, (text, pieces)) in batch.starts.iter().zip(texts) {
            let is_space = |i: usize| words.get(pieces[i].word).is_space;
            let (heads, labels) = arcs::parse(&mut parser, &model.arcs.moves, row, pieces.len(), model.arcs.root);
            let tree = arcs::finish(heads, labels, is_space, |l| model.arcs.pairs[l as usize]);
            let names = entities::find(&mut finder, &model.finder_moves, row, &tree.starts, is_space);
            let mut attributes: Vec<Attributes> = (0..pieces.len())
                .map(|i| {
                    let word = words.get(pieces[i].word);
                    let scores = &tag_scores[(row + i) * tag_width..][..model.tags.len()];
                    let tag = super::moves::best(scores, |_| true).map_or(Tag::None, |t| model.tags[t]);
                    let dep = model.arcs.deps[tree.labels[i] as usize];
                    Attributes { known: word.ruled, is_space: word.is_space, tag, dep, pos: Pos::None, morph: 0, lemma: None }
                })
                .collect();
            model.maker.ruler.apply(&mut attributes);
            let tokens = attributes.into_iter().enumerate().map(|(i, a)| {
                let piece = pieces[i];
                let word = words.get(piece.word);
                let lemma = a.lemma.unwrap_or_else(|| {
                    let morph = model.maker.ruler.morphs.get(a.morph as usize).copied().unwrap_or_default();
                    lemmas.entry((piece.word, a.pos, a.morph)).or_insert_with(|| model.lemmas.lemma(word, a.pos, morph)).clone()
                });
                let start = piece.start as usize;
                Analysed {
                    start,
                    end: start + word.text.len(),
                    space_after: piece.space,
                    tag: a.tag,
                    pos: a.pos,
                    dep: a.dep,
                    head: tree.heads[i],
                    sentence_start: tree.starts[i],
                    lemma,
                    lower: word.lower.clone(),
                }
            });
            let tokens: Vec<Analysed> = tokens.collect();
            debug_assert!(tokens.last().is_none_or(|t| t.end <= text.len()));
            let names = names
                .into_iter()
                .map(|(a, b, l)| NameSpan { tokens: a..b, label: model.names[l as usize] })
                .filter(|n| n.label != NameLabel::None);
            out.push(Analysis { names: names.collect(), tokens });
        }
    }

    /// Parses a document, each block by itself; one longer than any paragraph is parsed in parts. Curly quotes and dashes are made plain for the model; spans point into the
    /// document as it was.
    pub fn parse(&self, document: Document) -> ParsedDocument {
        self.parse_again(document, &mut Cache::default())
    }

    /// The same for a document of which an earlier version was parsed: blocks that stand in `cache` are not parsed again.
    /// Afterwards it holds the blocks of this version.
    pub fn parse_again(&self, document: Document, cache: &mut Cache) -> ParsedDocument {
        let places: Vec<(usize, usize, Span)> = (document.posts.iter().enumerate())
            .flat_map(|(p, post)| post.blocks.iter().enumerate().map(move |(b, block)| (p, b, block.span)))
            .flat_map(|(p, b, span)| pieces(&document, span).into_iter().map(move |span| (p, b, span)))
            .collect();
        let texts: Vec<Cow<'_, str>> = places.iter().map(|p| plain_punctuation(document.slice(p.2))).collect();
        let analyses = cache.fill(&texts, |new| self.analyse(new));
        let (mut tokens, mut sentences, mut names) = (Vec::new(), Vec::<Sentence>::new(), Vec::new());
        for ((&(post, block, span), text), analysis) in places.iter().zip(&texts).zip(analyses) {
            let original = Offsets::new(document.slice(span), text);
            let base = tokens.len();
            for (i, token) in analysis.tokens.iter().enumerate() {
                if token.sentence_start || i == 0 {
                    sentences.push(Sentence { tokens: base + i..base + i, post, block });
                }
                let place = Span::new(span.start + original.of(token.start), span.start + original.of(token.end));
                tokens.push(Token {
                    span: place,
                    lower: token.lower.clone(),
                    lemma: token.lemma.clone(),
                    tag: token.tag,
                    pos: token.pos,
                    dep: token.dep,
                    head: base + token.head,
                    sentence: sentences.len() - 1,
                    space_after: token.space_after,
                });
                if let Some(sentence) = sentences.last_mut() {
                    sentence.tokens.end = tokens.len();
                }
            }
            names.extend(
                analysis.names.iter().map(|n| NameSpan { tokens: base + n.tokens.start..base + n.tokens.end, label: n.label }),
            );
        }
        drop(texts);
        ParsedDocument::new(document, tokens, sentences, names)
    }
}

/// Bytes of the longest text that is parsed at once: some 10,000 words, of which each takes 8 kB while it is parsed.
const MAX_TEXT: usize = 50_000;

/// A span in parts that are parsed by themselves: cut after "on X.", whose stop the tokenizer takes for an initial's, and
/// where it is too long.
fn pieces(document: &Document, span: Span) -> Vec<Span> {
    let mut list = Vec::new();
    let mut start = span.start;
    while let Some((end, next)) = platform_end(&document.text[start..span.end]) {
        list.extend(short_pieces(document, Span::new(start, start + end)));
        start += next;
    }
    if start < span.end || list.is_empty() {
        list.extend(short_pieces(document, Span::new(start, span.end)));
    }
    list
}

/// Where a sentence ends with the platform's name, "a post on X. Later": the end of the name and the start of what follows.
fn platform_end(text: &str) -> Option<(usize, usize)> {
    text.match_indices(" X.").find_map(|(at, found)| {
        let before = text[..at].rsplit(char::is_whitespace).next()?;
        let after = &text[at + found.len()..];
        let next = after.trim_start();
        let small = before.starts_with(char::is_lowercase) || before.ends_with("'s") || before.ends_with("’s");
        let closed = next.is_empty() || next.len() < after.len() && !next.starts_with(char::is_lowercase);
        (small && closed).then(|| (at + 2, text.len() - next.len()))
    })
}

/// A span, cut where it is too long: at the last end of a sentence, else at the last space.
fn short_pieces(document: &Document, span: Span) -> Vec<Span> {
    let mut list = Vec::new();
    let mut start = span.start;
    while span.end - start > MAX_TEXT {
        let limit = (start..=start + MAX_TEXT).rev().find(|&i| document.text.is_char_boundary(i)).unwrap_or(span.end);
        let text = &document.text[start..limit];
        let cut =
            text.rfind(". ").map(|i| i + 1).or_else(|| text.rfind(char::is_whitespace)).filter(|&i| i > 0).unwrap_or(text.len());
        list.push(Span::new(start, start + cut));
        start += cut;
    }
    list.push(Span::new(start, span.end));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        use crate::document::{Block, BlockKind, Post};
        let block = Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph };
        Document { text: text.into(), posts: vec![Post { blocks: vec![block], ..Post::default() }], ..Document::default() }
    }

    #[test]
    fn parses_a_document() {
        let Ok(pipeline) = Pipeline::installed() else { return }; // needs `make model`
        let parsed = pipeline.parse(document("“We met,” Maria Keller said – in Paris. It rained."));
        let words: Vec<&str> = (0..parsed.tokens.len()).map(|t| parsed.text(t)).collect();
        assert_eq!(words, ["“", "We", "met", ",", "”", "Maria", "Keller", "said", "–", "in", "Paris", ".", "It", "rained", "."]);
        assert_eq!(parsed.sentences.len(), 2);
        let said = &parsed.tokens[7];
        assert_eq!((said.dep, said.tag, &*said.lemma, said.head), (Dep::Root, Tag::Vbd, "say", 7));
        let names: Vec<(&str, NameLabel)> =
            parsed.names.iter().map(|n| (parsed.document.slice(parsed.span(n.tokens.clone())), n.label)).collect();
        assert_eq!(names, [("Maria Keller", NameLabel::Person), ("Paris", NameLabel::Gpe)]);
    }

    #[test]
    fn the_batch_does_not_change_a_result() {
        let Ok(pipeline) = Pipeline::installed() else { return }; // needs `make model`
        let texts = ["The minister resigned on Friday.", "", "Dr. Osei flew to Accra :-)", "ONE", "It's 5pm – don't wait."];
        let together = pipeline.analyse(&texts.repeat(40));
        let single: Vec<Analysis> = texts.iter().flat_map(|t| pipeline.analyse(&[t])).collect();
        assert_eq!(together[..5], single);
        assert_eq!(together[195..], single);
    }

    #[test]
    fn the_platform_x_ends_a_sentence() {
        let parts = |text: &str| {
            let document = document(text);
            let spans = pieces(&document, Span::new(0, text.len()));
            spans.iter().map(|s| document.slice(*s).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(parts("He wrote on X. Norway’s king smiled."), ["He wrote on X", "Norway’s king smiled."]);
        assert_eq!(parts("She posted it on X."), ["She posted it on X"]);
        assert_eq!(parts("They spoke of Malcolm X. He smiled."), ["They spoke of Malcolm X. He smiled."]);
        assert_eq!(parts("a case of X. fastidiosa"), ["a case of X. fastidiosa"]);
    }

    #[test]
    fn long_blocks_are_cut_between_sentences() {
        let document = document(&"The ferry left late. ".repeat(6000));
        let parts = pieces(&document, Span::new(0, document.text.len()));
        assert_eq!(parts.len(), 3);
        assert!(parts.windows(2).all(|p| p[0].end == p[1].start && document.slice(p[1]).starts_with(" The ferry")));
        assert_eq!(parts[2].end, document.text.len());
        let solid = Document { text: "é".repeat(60_000), ..Document::default() };
        assert_eq!(pieces(&solid, Span::new(1_000, 120_000)).len(), 3);
    }
}
