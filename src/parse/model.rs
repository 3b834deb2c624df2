//! Loading a model: which parts it has, and whether this runtime knows them.

use super::archive::Archive;
use super::arcs;
use super::attributes::Ruler;
use super::entities;
use super::kernel::{Instructions, Layer};
use super::lemmas::Lemmas;
use super::message::{Message, decode};
use super::moves::{Scorer, load_moves};
use super::network::{Encoder, Nodes};
use super::tokenizer::Tokenizer;
use super::vectors::Vectors;
use super::words::{HashedMap, HashedSet, WordMaker, Words};
use super::{Dep, ModelError, NameLabel, Tag};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// SHA-256 of the package that `make model` brings.
pub const PINNED_SHA256: &str = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779";

/// What a model says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ModelInfo {
    /// Language code.
    pub lang: String,
    /// Name of the package.
    pub name: String,
    /// Version of the package.
    pub version: String,
    /// Versions of spaCy that it is made for.
    #[serde(default)]
    pub spacy_version: String,
    /// Licence.
    #[serde(default)]
    pub license: String,
    /// Names of its components.
    #[serde(default)]
    pub pipeline: Vec<String>,
}

/// Everything that a model holds, ready for use; never changes.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) archive: Archive,
    pub(super) info: ModelInfo,
    pub(super) instructions: Instructions,
    pub(super) tokenizer: Tokenizer,
    pub(super) maker: WordMaker,
    /// The words of the tokenizer's special cases.
    pub(super) words: Words,
    pub(super) vectors: Option<Vectors>,
    /// The encoder of tagger and parser.
    pub(super) shared: Encoder,
    pub(super) tagger: Layer,
    pub(super) tags: Vec<Tag>,
    pub(super) parser: Scorer,
    pub(super) arcs: ArcLabels,
    /// The encoder of the name finder.
    pub(super) own: Encoder,
    pub(super) finder: Scorer,
    pub(super) finder_moves: Vec<entities::Move>,
    pub(super) names: Vec<NameLabel>,
    pub(super) lemmas: Lemmas,
}

/// The parser's moves and their labels.
#[derive(Debug, Default)]
pub(super) struct ArcLabels {
    pub(super) moves: Vec<arcs::Move>,
    texts: Vec<String>,
    /// The label, or `Dep::None` for a pair.
    pub(super) deps: Vec<Dep>,
    /// The parts of a pair `a||b`.
    pub(super) pairs: Vec<Option<(u16, u16)>>,
    pub(super) root: u16,
}

impl Model {
    /// Reads all parts; the large ones on threads of their own.
    pub(super) fn load(path: &Path, instructions: Instructions) -> Result<Self, ModelError> {
        let archive = Archive::open(path)?;
        let info = read_info(&archive)?;
        let vectors = Vectors::load(&archive)?;
        let vectors_ref = vectors.as_ref();
        let (shared, (own, rest)) = rayon::join(
            || load_shared(&archive, instructions, vectors_ref),
            || rayon::join(|| load_finder(&archive, instructions, vectors_ref), || load_rules(&archive)),
        );
        let (shared, tagger, tags, parser, arcs) = shared?;
        let (own, finder, finder_moves, names) = own?;
        let (tokenizer, maker, words, lemmas) = rest?;
        Ok(Self {
            archive,
            info,
            instructions,
            tokenizer,
            maker,
            words,
            vectors,
            shared,
            tagger,
            tags,
            parser,
            arcs,
            own,
            finder,
            finder_moves,
            names,
            lemmas,
        })
    }
}

fn read_info(archive: &Archive) -> Result<ModelInfo, ModelError> {
    let part = "meta.json";
    let info: ModelInfo = serde_json::from_slice(&archive.read(part)?).map_err(|e| ModelError::damaged(part, e.to_string()))?;
    let unsupported = |what: &str, found: &str, expected: &str| {
        Err(ModelError::Unsupported { what: what.into(), found: found.into(), expected: expected.into() })
    };
    if info.lang != "en" {
        return unsupported("the language", &info.lang, "`en`");
    }
    // Packages of others count their own versions, but name the spaCy that the model is for.
    let for_spacy =
        ["3.7", "3.8"].iter().any(|v| info.spacy_version.trim_start_matches(['>', '=', '~', '^', ' ']).starts_with(v));
    if !for_spacy && !info.version.starts_with("3.8") {
        return unsupported("the version of spaCy", &info.spacy_version, "3.7 or 3.8");
    }
    Ok(info)
}

#[derive(Deserialize)]
struct TaggerConfig {
    labels: Vec<String>,
}

type Shared = (Encoder, Layer, Vec<Tag>, Scorer, ArcLabels);

fn load_shared(archive: &Archive, instructions: Instructions, vectors: Option<&Vectors>) -> Result<Shared, ModelError> {
    let bytes = archive.read("tok2vec/model")?;
    let value = decode("tok2vec/model", &bytes)?;
    let encoder = Encoder::load(&Nodes::new(Message::new("tok2vec/model", &value))?, instructions, vectors)?;

    let config: TaggerConfig =
        serde_json::from_slice(&archive.read("tagger/cfg")?).map_err(|e| ModelError::damaged("tagger/cfg", e.to_string()))?;
    let unknown = |what: &str, label: &str| ModelError::Unsupported {
        what: what.into(),
        found: label.into(),
        expected: "a label of the English scheme".into(),
    };
    let tags =
        config.labels.iter().map(|l| Tag::from_label(l).ok_or_else(|| unknown("a tag", l))).collect::<Result<Vec<_>, _>>()?;
    let bytes = archive.read("tagger/model")?;
    let value = decode("tagger/model", &bytes)?;
    let nodes = Nodes::new(Message::new("tagger/model", &value))?;
    let (shape, weights) = nodes.tensor("softmax", 0, "W")?;
    let (_, bias) = nodes.tensor("softmax", 0, "b")?;
    if shape != [tags.len(), encoder.width] || bias.len() != tags.len() || tags.is_empty() {
        return Err(nodes.bad("one output for each tag"));
    }
    let tagger = Layer::linear(instructions, &weights, &bias, encoder.width);

    let arcs = ArcLabels::new(load_moves("parser/moves", &archive.read("parser/moves")?)?)?;
    let bytes = archive.read("parser/model")?;
    let value = decode("parser/model", &bytes)?;
    let nodes = Nodes::new(Message::new("parser/model", &value))?;
    let parser = Scorer::load(&nodes, instructions, encoder.width, 8, arcs.moves.len())?;
    Ok((encoder, tagger, tags, parser, arcs))
}

type Finder = (Encoder, Scorer, Vec<entities::Move>, Vec<NameLabel>);

fn load_finder(archive: &Archive, instructions: Instructions, vectors: Option<&Vectors>) -> Result<Finder, ModelError> {
    let part = "ner/moves";
    let mut names = Vec::new();
    let mut moves = Vec::new();
    for (kind, label) in load_moves(part, &archive.read(part)?)? {
        let name = NameLabel::from_label(&label).ok_or_else(|| ModelError::Unsupported {
            what: "a name label".into(),
            found: label.clone(),
            expected: "a label of OntoNotes".into(),
        })?;
        let number = names.iter().position(|&n| n == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        }) as u16;
        moves.push(match (kind, name) {
            (1, _) => entities::Move::Begin(number),
            (2, _) => entities::Move::In(number),
            (3, _) => entities::Move::Last(number),
            (4, NameLabel::None) => entities::Move::Never,
            (4, _) => entities::Move::Unit(number),
            (5, NameLabel::None) => entities::Move::Out,
            _ => return Err(ModelError::damaged(part, format!("unknown move {kind}"))),
        });
    }
    let bytes = archive.read("ner/model")?;
    let value = decode("ner/model", &bytes)?;
    let nodes = Nodes::new(Message::new("ner/model", &value))?;
    let encoder = Encoder::load(&nodes, instructions, vectors)?;
    let scorer = Scorer::load(&nodes, instructions, encoder.width, 3, moves.len())?;
    Ok((encoder, scorer, moves, names))
}

fn load_rules(archive: &Archive) -> Result<(Tokenizer, WordMaker, Words, Lemmas), ModelError> {
    let mut norms = HashedMap::default();
    let part = "vocab/lookups.bin";
    if archive.has(part) {
        let bytes = archive.read(part)?;
        let value = decode(part, &bytes)?;
        if let Some(table) = Message::new(part, &value).find("lexeme_norm") {
            for (key, norm) in table.entries()? {
                norms.insert(key.number()?, Box::from(norm.text()?));
            }
        }
    }
    let ruler = Ruler::load(&archive.read("attribute_ruler/patterns")?)?;
    let mut maker = WordMaker { norms, phrase_starts: HashedSet::default(), ruler };
    let (tokenizer, words) = Tokenizer::load(&archive.read("tokenizer")?, &mut maker)?;
    let lemmas = Lemmas::load(&archive.read("lemmatizer/lookups/lookups.bin")?)?;
    Ok((tokenizer, maker, words, lemmas))
}

impl ArcLabels {
    fn new(moves: Vec<(u8, String)>) -> Result<Self, ModelError> {
        let mut this = Self::default();
        this.root = this.number("ROOT")?;
        for (kind, label) in moves {
            let action = match kind {
                0 => arcs::Move::Shift,
                1 => arcs::Move::Reduce,
                2 => arcs::Move::Left(this.number(&label)?),
                3 => arcs::Move::Right(this.number(&label)?),
                4 => arcs::Move::Break,
                _ => return Err(ModelError::damaged("parser/moves", format!("unknown move {kind}"))),
            };
            this.moves.push(action);
        }
        Ok(this)
    }

    fn number(&mut self, label: &str) -> Result<u16, ModelError> {
        if let Some(n) = self.texts.iter().position(|t| t == label) {
            return Ok(n as u16);
        }
        let pair = match label.split_once("||") {
            Some((own, head)) => Some((self.number(own)?, self.number(head)?)),
            None => None,
        };
        let dep = if pair.is_some() { Some(Dep::None) } else { Dep::from_label(label) };
        self.deps.push(dep.ok_or_else(|| ModelError::Unsupported {
            what: "an arc label".into(),
            found: label.into(),
            expected: "a label of the English scheme".into(),
        })?);
        self.texts.push(label.into());
        self.pairs.push(pair);
        Ok(self.texts.len() as u16 - 1)
    }
}

/// Where a model stands: the given one, else `DATELINE_MODEL`, else the one in the user's data folder.
///
/// # Errors
/// [`ModelError::NotInstalled`] when none of these exists.
pub fn locate(given: Option<&Path>) -> Result<PathBuf, ModelError> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let data = || set("XDG_DATA_HOME").or_else(|| set("HOME").map(|h| h.join(".local/share"))).unwrap_or_default();
    let path = given
        .map(Path::to_path_buf)
        .or_else(|| set("DATELINE_MODEL"))
        .unwrap_or_else(|| data().join("dateline/en_core_web_sm-3.8.0.whl"));
    if path.exists() { Ok(path) } else { Err(ModelError::NotInstalled { path }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_labels_are_split() {
        let labels = ArcLabels::new(vec![(0, String::new()), (2, "dobj||xcomp".into()), (4, "ROOT".into())]).unwrap();
        let arcs::Move::Left(n) = labels.moves[1] else { panic!() };
        let (own, head) = labels.pairs[n as usize].unwrap();
        assert_eq!((labels.deps[own as usize], labels.deps[head as usize]), (Dep::Dobj, Dep::Xcomp));
    }

    #[test]
    fn unknown_labels_are_refused() {
        assert!(ArcLabels::new(vec![(2, "sb".into())]).is_err());
    }
}
