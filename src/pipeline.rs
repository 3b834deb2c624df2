//! All stages in a row: a document in, its facts and quads out.

use crate::claim::Claim;
use crate::document::Document;
use crate::extract::{self, RuleError, RuleSet, extract, extract_again};
use crate::facts::{Line, Text, check, facts};
use crate::frame::{FramedDocument, frame};
use crate::graph::DocumentGraph;
use crate::lexicon::{Lexicon, LexiconError};
use crate::parse::{self, ModelError, ParsedDocument};
use crate::resolve::knowledge::{Knowledge, KnowledgeError};
use crate::resolve::{ResolvedDocument, resolve};
use rayon::prelude::*;
use std::path::PathBuf;

/// Documents that are in work at once, at most: enough for all threads, few enough for the memory.
const AT_ONCE: usize = 64;
/// The same in bytes as they are read; in work a document takes some hundred times as much.
const BYTES_AT_ONCE: usize = 1 << 20;

/// What the stages are to work with, beside what the binary carries.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The language model; else where one is by custom.
    pub model: Option<PathBuf>,
    /// Folders with more extraction rules.
    pub rules: Vec<PathBuf>,
    /// Files with more words.
    pub lexicon: Vec<PathBuf>,
    /// Reports that are less sure are left out.
    pub min_confidence: f32,
}

/// Why the stages could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError {
    /// The language model is missing or broken.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A rule is faulty.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// A table of people, places or titles is faulty.
    #[error(transparent)]
    Knowledge(#[from] KnowledgeError),
    /// The lexicon is faulty.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
}

impl PipelineError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Model(error) => error.code(),
            Self::Rule(error) => error.code(),
            Self::Lexicon(error) => error.code(),
            Self::Knowledge(error) => error.code(),
        }
    }
}

/// The stages, set up once and used for every document.
pub struct Pipeline {
    model: parse::Pipeline,
    lexicon: Lexicon,
    knowledge: Knowledge,
    rules: RuleSet,
    min_confidence: f32,
}

/// What is remembered of a version of a document for the next: it saves time and never changes a result.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    parsed: parse::Cache,
    said: extract::Cache,
}

/// What came of a document.
pub struct Extraction {
    /// Its reports and things.
    pub graph: DocumentGraph,
    /// The same as lines of the facts format.
    pub lines: Vec<Line>,
}

impl Pipeline {
    /// Sets the stages up.
    ///
    /// # Errors
    /// [`PipelineError`] for a model, rule or lexicon that cannot be used.
    pub fn new(options: &Options) -> Result<Self, PipelineError> {
        Ok(Self {
            model: parse::Pipeline::load(&parse::locate(options.model.as_deref())?)?,
            lexicon: Lexicon::with_files(&options.lexicon)?,
            knowledge: Knowledge::embedded()?,
            rules: RuleSet::with_folders(&options.rules)?,
            min_confidence: options.min_confidence,
        })
    }

    /// The words.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The rules.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The program, its model and its rules, as a document's graph names them.
    pub fn extracted_by(&self) -> String {
        let (model, rules) = (self.model.info(), self.rules.digest());
        let version = env!("CARGO_PKG_VERSION");
        format!("dateline {version} model {}_{}-{} rules {}", model.lang, model.name, model.version, &rules[..12])
    }

    /// The first stage: tokens, tags, heads, sentences, name spans.
    pub fn parse(&self, document: Document) -> ParsedDocument {
        self.model.parse(document)
    }

    /// The stages up to entities.
    pub fn resolve(&self, document: Document) -> ResolvedDocument {
        resolve(self.parse(document), &self.lexicon, &self.knowledge)
    }

    /// The stages up to frames.
    pub fn frame(&self, document: Document) -> FramedDocument {
        frame(self.resolve(document), &self.lexicon)
    }

    /// All stages. Reports whose words do not stand where they should are told and left out.
    pub fn run(&self, document: Document) -> Extraction {
        let framed = self.frame(document);
        let claims = extract(&framed, &self.rules);
        self.gather(framed, claims)
    }

    /// The same for the next version of a document: what stood in the one before is not parsed again, nor do rules run again
    /// over posts that they see as they were.
    pub fn run_again(&self, document: Document, cache: &mut Cache) -> Extraction {
        let parsed = self.model.parse_again(document, &mut cache.parsed);
        let framed = frame(resolve(parsed, &self.lexicon, &self.knowledge), &self.lexicon);
        let claims = extract_again(&framed, &self.rules, &mut cache.said);
        self.gather(framed, claims)
    }

    fn gather(&self, framed: FramedDocument, mut claims: Vec<Claim>) -> Extraction {
        claims.retain(|claim| claim.confidence >= self.min_confidence);
        let mut graph = DocumentGraph::new(framed, claims, self.rules.ontology());
        let id = graph.framed.resolved.parsed.document.id.clone();
        for loss in &graph.losses {
            tracing::debug!(document = id, "{loss}");
        }
        let mut lines = facts(&graph);
        let faulty = faulty(&graph, &lines);
        if faulty.contains(&true) {
            graph.retain(self.rules.ontology(), |report| !faulty[report]);
            lines = facts(&graph);
        }
        Extraction { graph, lines }
    }

    /// Runs all stages over any number of items, on all threads, and hands the results on in the items' order.
    ///
    /// `open` makes a document of an item; `make` and `open` run side by side, `take` one after the other. Items are
    /// taken a batch at a time, some 64 or, by `size` in bytes, some megabytes, so that the memory does not grow with their number.
    ///
    /// # Errors
    /// The first error of `take`; the rest is not run.
    pub fn run_all<I, O, T, E>(
        &self,
        items: impl IntoIterator<Item = Result<I, O>>,
        size: impl Fn(&I) -> usize,
        open: impl Fn(I) -> Result<Document, O> + Sync,
        make: impl Fn(Extraction) -> T + Sync,
        mut take: impl FnMut(Result<T, O>) -> Result<(), E>,
    ) -> Result<(), E>
    where
        I: Send,
        O: Send,
        T: Send,
    {
        let mut items = items.into_iter();
        loop {
            let mut batch = Vec::new();
            let mut bytes = 0;
            while batch.len() < AT_ONCE && bytes < BYTES_AT_ONCE {
                let Some(item) = items.next() else { break };
                bytes += item.as_ref().map_or(0, &size);
                batch.push(item);
            }
            if batch.is_empty() {
                return Ok(());
            }
            let one = |item: Result<I, O>| item.and_then(&open).map(|document| make(self.run(document)));
            let done: Vec<Result<T, O>> = batch.into_par_iter().with_max_len(1).map(one).collect();
            done.into_iter().try_for_each(&mut take)?;
        }
    }
}

/// For each report whether the text does not bear it out.
fn faulty(graph: &DocumentGraph, lines: &[Line]) -> Vec<bool> {
    let document = &graph.framed.resolved.parsed.document;
    let text = Text::new(&document.text);
    let bears = |line: &Line| match line {
        Line::Fact(fact) => check(fact, &text).inspect_err(|error| tracing::error!(document = document.id, "{error}")).is_ok(),
        Line::Entity(_) => true,
    };
    lines.iter().take(graph.reports.len()).map(|line| !bears(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read_text;

    /// Texts of live blogs that grow at the top, change in the middle and shrink.
    fn versions(text: &str) -> Vec<String> {
        let lines: Vec<&str> = text.lines().collect();
        let from = |at: usize| lines[lines.len() * at / 5..].join("\n");
        let shorter =
            lines.iter().enumerate().filter(|(at, _)| at % 7 != 3).map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        vec![from(4), from(2), from(0), shorter, from(0), from(3)]
    }

    #[test]
    fn rules_say_of_a_version_what_they_say_of_it_alone() {
        let Ok(pipeline) = Pipeline::new(&Options::default()) else { return }; // needs `make model`
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        for file in ["docs/sample/belfast-talks.txt", "tests/cases/liveblog/mine-rescue/input.txt"] {
            let text = std::fs::read_to_string(folder.join(file)).unwrap();
            let mut cache = Cache::default();
            for (at, version) in versions(&text).iter().enumerate() {
                let parsed = pipeline
                    .model
                    .parse_again(read_text("blog", version, crate::document::Metadata::default()), &mut cache.parsed);
                let framed = frame(resolve(parsed, &pipeline.lexicon, &pipeline.knowledge), &pipeline.lexicon);
                let before = cache.said.clone();
                let again = extract_again(&framed, &pipeline.rules, &mut cache.said);
                if at == 1 {
                    // The page has grown, and no older name got fuller by it: most of what it said is said again.
                    let (shared, all) = before.shared(&cache.said);
                    assert!(all > 0 && shared * 3 >= all * 2, "{shared} of {all} in version {at} of {file}");
                }
                assert_eq!(again, extract(&framed, &pipeline.rules), "version {at} of {file}");
                assert!(!again.is_empty());
            }
        }
    }
}
