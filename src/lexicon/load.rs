//! Turtle to lexicon: groups of words, their classes, guards and links, and the default links of classes.

use super::{Entry, Guard, Kind, Lexicon, Part};
use crate::ontology::{Ontology, OntologyError, nearest};
use crate::vocabulary::{DL, F, LX};
use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";

/// Slots that are no prepositions.
const SLOTS: [&str; 21] = [
    "subject",
    "object",
    "attr",
    "possessor",
    "modifier",
    "bearer",
    "party",
    "place",
    "time",
    "source",
    "result",
    "aim",
    "partOf",
    "dative",
    "clause",
    "complement",
    "below",
    "doer",
    "governor",
    "document",
    "sentence",
];

/// Prepositions that a slot may be named for; `_` stands for a space.
const PREPOSITIONS: [&str; 73] = [
    "about",
    "above",
    "across",
    "after",
    "against",
    "ahead_of",
    "aboard",
    "along",
    "alongside",
    "amid",
    "among",
    "around",
    "as",
    "at",
    "away_from",
    "because_of",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "between",
    "beyond",
    "by",
    "concerning",
    "despite",
    "down",
    "due_to",
    "during",
    "following",
    "for",
    "from",
    "in",
    "in_exchange_for",
    "in_front_of",
    "inside",
    "instead_of",
    "into",
    "like",
    "near",
    "next_to",
    "of",
    "off",
    "on",
    "on_behalf_of",
    "onto",
    "opposite",
    "out",
    "out_of",
    "outside",
    "over",
    "past",
    "per",
    "prior_to",
    "regarding",
    "since",
    "than",
    "through",
    "throughout",
    "to",
    "together_with",
    "toward",
    "towards",
    "under",
    "until",
    "unto",
    "up",
    "upon",
    "versus",
    "via",
    "with",
    "within",
    "without",
];

/// Whether a slot of that name exists: a grammatical one, a preposition (`ahead_of`) or one made with a noun (`on_behalf_of`).
pub fn is_slot(name: &str) -> bool {
    let simple = |n: &str| PREPOSITIONS.contains(&n);
    let parts: Vec<&str> = name.split('_').collect();
    SLOTS.contains(&name) || simple(name) || matches!(parts[..], [first, _, last] if simple(first) && simple(last))
}

/// All slot names.
pub fn slots() -> impl Iterator<Item = &'static str> {
    SLOTS.into_iter().chain(PREPOSITIONS)
}

/// Why a lexicon could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LexiconError {
    /// The file could not be opened.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// Path of the file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The Turtle is broken.
    #[error("`{file}`: {source}")]
    Syntax {
        /// Path of the file.
        file: String,
        /// What is wrong, with line and column.
        source: Box<oxttl::TurtleSyntaxError>,
    },
    /// A class, role, slot, guard or property that nothing knows.
    #[error("`{file}`, line {line}: unknown {what} `{word}` in `{entry}`{}", hint.as_ref().map(|h| format!("; did you mean `{h}`?")).unwrap_or_default())]
    Unknown {
        /// Path of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// `class`, `role`, `slot`, `kind` …
        what: &'static str,
        /// The word itself.
        word: String,
        /// Local name of the entry.
        entry: String,
        /// A near name.
        hint: Option<String>,
    },
    /// An entry that can never fire.
    #[error("`{file}`, line {line}: `{entry}` has no {what}")]
    Incomplete {
        /// Path of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What it lacks.
        what: &'static str,
        /// Local name of the entry.
        entry: String,
    },
    /// The ontology could not be read.
    #[error(transparent)]
    Ontology(#[from] OntologyError),
}

impl LexiconError {
    /// Stable code, listed in `docs/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "lexicon.read",
            Self::Syntax { .. } => "lexicon.syntax",
            Self::Unknown { .. } => "lexicon.unknown",
            Self::Incomplete { .. } => "lexicon.incomplete",
            Self::Ontology(e) => e.code(),
        }
    }
}

/// The facts about one subject of a file, in text order.
struct Group<'a> {
    file: &'a str,
    text: &'a str,
    subject: String,
    facts: Vec<(String, Term)>,
}

impl Lexicon {
    /// Reads the lexicon in the binary.
    pub fn embedded() -> Result<Self, LexiconError> {
        Self::read(crate::embedded::LEXICON.iter().copied(), &Ontology::embedded()?)
    }

    /// Reads the lexicon in the binary and the user's own files on top.
    ///
    /// A default link of the user's for a class replaces ours; entries are added.
    pub fn with_files(paths: &[PathBuf]) -> Result<Self, LexiconError> {
        let read = |path: &PathBuf| -> Result<(String, String), LexiconError> {
            let text = std::fs::read_to_string(path).map_err(|source| LexiconError::Read { path: path.clone(), source })?;
            Ok((Path::display(path).to_string(), text))
        };
        let own = paths.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let all = crate::embedded::LEXICON.iter().copied().chain(own.iter().map(|(f, t)| (f.as_str(), t.as_str())));
        Self::read(all, &Ontology::embedded()?)
    }

    /// Reads a lexicon from Turtle texts, each with the name to be used in messages.
    ///
    /// Entries keep the order of the texts. Classes and roles are checked against the ontology where it has any.
    ///
    /// # Errors
    /// [`LexiconError`] with the file and line of the first fault.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>, ontology: &Ontology) -> Result<Self, LexiconError> {
        let mut groups = Vec::new();
        for (file, text) in files {
            read_groups(file, text, &mut groups)?;
        }
        let mut lexicon = Self::default();
        for class in ontology.classes() {
            lexicon.superclasses.insert(class.to_owned(), ontology.superclasses(class).to_vec());
        }
        let (words, defaults): (Vec<Group>, Vec<Group>) = groups.into_iter().partition(|g| g.subject.starts_with(LX));
        let mut links: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for group in &defaults {
            group.check_class(&group.subject, ontology)?;
            let own = group.links(ontology)?;
            let known = links.entry(group.subject.clone()).or_default();
            known.retain(|(slot, _)| !own.iter().any(|(s, _)| s == slot));
            known.extend(own);
            lexicon.guards.entry(group.subject.clone()).or_default().extend(group.guards()?);
        }
        let (lists, words): (Vec<Group>, Vec<Group>) = words.into_iter().partition(Group::is_list);
        for list in &lists {
            lexicon.abstracts.extend(list.abstract_nouns());
        }
        for group in &words {
            for entry in group.entries(ontology, &links)? {
                lexicon.add(entry);
            }
        }
        Ok(lexicon)
    }
}

fn read_groups<'a>(file: &'a str, text: &'a str, groups: &mut Vec<Group<'a>>) -> Result<(), LexiconError> {
    let first = groups.len();
    for triple in TurtleParser::new().for_slice(text) {
        let triple = triple.map_err(|e| LexiconError::Syntax { file: file.into(), source: Box::new(e) })?;
        let NamedOrBlankNode::NamedNode(subject) = triple.subject else { continue };
        let subject = subject.into_string();
        let fact = (triple.predicate.into_string(), triple.object);
        match groups[first..].last_mut() {
            Some(group) if group.subject == subject => group.facts.push(fact),
            _ => groups.push(Group { file, text, subject, facts: vec![fact] }),
        }
    }
    Ok(())
}

/// Local name of a term of ours.
fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

impl Group<'_> {
    /// Slots and roles that the group itself gives, in text order; a role of `lx:none` stays as it is.
    fn links(&self, ontology: &Ontology) -> Result<Vec<(String, String)>, LexiconError> {
        let mut links = Vec::new();
        for (property, object) in &self.facts {
            let Some(slot) = property.strip_prefix(LX) else { continue };
            if ["verb", "noun", "adjective", "evokes", "guard"].contains(&slot) {
                continue;
            }
            let Term::NamedNode(role) = object else { return Err(self.unknown_slot(slot)) };
            let role = role.as_str();
            if !is_slot(slot) {
                return Err(self.unknown_slot(slot));
            }
            if role.strip_prefix(LX) != Some("none") && ontology.properties().next().is_some() && !ontology.is_property(role) {
                return Err(self.unknown("role", local(role), ontology.properties().map(local)));
            }
            links.push((slot.to_owned(), role.to_owned()));
        }
        Ok(links)
    }

    /// Whether it lists abstract nouns instead of evoking a class.
    fn is_list(&self) -> bool {
        let object = |p: &str| self.facts.iter().find(|(property, _)| property == p).map(|(_, object)| object);
        matches!(object(TYPE), Some(Term::NamedNode(class)) if class.as_str().strip_prefix(LX) == Some("AbstractNouns"))
    }

    fn abstract_nouns(&self) -> impl Iterator<Item = String> {
        self.facts.iter().filter(|(property, _)| property.strip_prefix(LX) == Some("noun")).flat_map(|(_, object)| match object {
            Term::Literal(text) => text.value().split_whitespace().map(str::to_lowercase).collect(),
            _ => Vec::new(),
        })
    }

    fn guards(&self) -> Result<Vec<Guard>, LexiconError> {
        let texts = self.facts.iter().filter(|(property, _)| property.strip_prefix(LX) == Some("guard"));
        texts
            .filter_map(|(_, object)| match object {
                Term::Literal(text) => Some(self.guard(text.value())),
                _ => None,
            })
            .collect()
    }

    fn entries(
        &self,
        ontology: &Ontology,
        defaults: &BTreeMap<String, Vec<(String, String)>>,
    ) -> Result<Vec<Entry>, LexiconError> {
        let (mut classes, mut words) = (Vec::new(), Vec::new());
        let guards = self.guards()?;
        for (property, object) in &self.facts {
            match (property.strip_prefix(LX), object) {
                (Some("evokes"), Term::NamedNode(class)) => {
                    self.check_class(class.as_str(), ontology)?;
                    classes.push(class.as_str().to_owned());
                }
                (Some("verb"), Term::Literal(text)) => words.push((Part::Verb, text.value().to_lowercase())),
                (Some("noun"), Term::Literal(text)) => words.push((Part::Noun, text.value().to_lowercase())),
                (Some("adjective"), Term::Literal(text)) => words.push((Part::Adjective, text.value().to_lowercase())),
                (None, _) if property != TYPE && !property.starts_with(RDFS) => {
                    return Err(self.unknown("property", property, []));
                }
                _ => {}
            }
        }
        let own = self.links(ontology)?;
        for (missing, what) in [(classes.is_empty(), "class (`lx:evokes`)"), (words.is_empty(), "words")] {
            if missing {
                let (file, line, entry) = self.place("");
                return Err(LexiconError::Incomplete { file, line, what, entry });
            }
        }
        let links = merge(&own, &classes, defaults, ontology);
        let entry = |(part, text): (Part, String)| Entry {
            words: text.split_whitespace().map(str::to_owned).collect(),
            part,
            classes: classes.clone(),
            guards: guards.clone(),
            links: links.clone(),
        };
        Ok(words.into_iter().map(entry).collect())
    }

    /// Reads `object: Agent Place`, `object not: Person`, `object not word: problem issue`, `needs: with to`, `clause: yes`.
    fn guard(&self, text: &str) -> Result<Guard, LexiconError> {
        let Some((left, right)) = text.split_once(':') else {
            return Err(self.unknown(
                "guard",
                text,
                ["SLOT: Kind", "SLOT word: a b", "SLOT not word: a b", "SLOT not: Kind", "needs: with"],
            ));
        };
        let list = || right.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
        let yes = || match right.trim() {
            "yes" => Ok(true),
            "no" => Ok(false),
            other => Err(self.unknown("answer", other, ["yes", "no"])),
        };
        let left: Vec<&str> = left.split_whitespace().collect();
        Ok(match left[..] {
            ["needs"] => Guard::Needs(self.prepositions(list())?),
            ["refuses"] => Guard::Refuses(self.prepositions(list())?),
            ["clause"] => Guard::Clause(yes()?),
            ["passive"] => Guard::Passive(yes()?),
            ["plural"] => Guard::Plural(yes()?),
            ["counted"] => Guard::Counted(yes()?),
            [slot] => {
                let kinds = right.split_whitespace().map(|k| self.kind(k)).collect::<Result<_, _>>()?;
                Guard::Slot { slot: self.slot(slot)?, kinds }
            }
            [slot, "word"] => Guard::Word { slot: self.slot(slot)?, words: list() },
            [slot, "not"] => {
                let kinds = right.split_whitespace().map(|k| self.kind(k)).collect::<Result<_, _>>()?;
                Guard::NotSlot { slot: self.slot(slot)?, kinds }
            }
            [slot, "not", "word"] => Guard::NotWord { slot: self.slot(slot)?, words: list() },
            _ => return Err(self.unknown("guard", text, [])),
        })
    }

    fn kind(&self, word: &str) -> Result<Kind, LexiconError> {
        Ok(match word {
            "Person" => Kind::Person,
            "Agent" => Kind::Agent,
            "Place" => Kind::Place,
            "Vehicle" => Kind::Vehicle,
            "Thing" => Kind::Thing,
            "Abstract" => Kind::Abstract,
            "Any" => Kind::Any,
            "Absent" => Kind::Absent,
            _ => {
                return Err(self.unknown(
                    "kind",
                    word,
                    ["Person", "Agent", "Place", "Vehicle", "Thing", "Abstract", "Any", "Absent"],
                ));
            }
        })
    }

    fn slot(&self, word: &str) -> Result<String, LexiconError> {
        if is_slot(word) { Ok(word.to_owned()) } else { Err(self.unknown_slot(word)) }
    }

    fn prepositions(&self, words: Vec<String>) -> Result<Vec<String>, LexiconError> {
        match words.iter().find(|w| !PREPOSITIONS.contains(&w.as_str())) {
            Some(word) => Err(self.unknown("preposition", word, PREPOSITIONS)),
            None => Ok(words),
        }
    }

    fn check_class(&self, class: &str, ontology: &Ontology) -> Result<(), LexiconError> {
        if ontology.is_class(class) || ontology.classes().all(|c| !c.starts_with(&class[..class.len() - local(class).len()])) {
            return Ok(());
        }
        Err(self.unknown("class", local(class), ontology.classes().map(local)))
    }

    fn unknown_slot(&self, word: &str) -> LexiconError {
        self.unknown("slot", word, slots())
    }

    fn unknown<'a>(&self, what: &'static str, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> LexiconError {
        let (file, line, entry) = self.place(word);
        let hint = nearest(word, candidates).map(str::to_owned);
        LexiconError::Unknown { file, line, what, word: word.to_owned(), entry, hint }
    }

    /// File, line of the word after the subject's name, and the subject's local name.
    fn place(&self, word: &str) -> (String, usize, String) {
        let name = local(&self.subject);
        let start = self.text.match_indices(&format!(":{name}")).map(|(i, _)| i).find(|i| {
            self.text[*i + 1 + name.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_')
        });
        let start = start.unwrap_or(0);
        let at = start + self.text[start..].find(word).unwrap_or(0);
        (self.file.to_owned(), 1 + self.text[..at].matches('\n').count(), name.to_owned())
    }
}

/// Own links first, then for each slot without one the defaults of the classes and of what is above them.
fn merge(
    own: &[(String, String)],
    classes: &[String],
    defaults: &BTreeMap<String, Vec<(String, String)>>,
    ontology: &Ontology,
) -> Vec<(String, String)> {
    let mut links = own.to_vec();
    for class in classes {
        for source in std::iter::once(class).chain(ontology.superclasses(class)) {
            let taken: Vec<String> = links.iter().map(|(slot, _)| slot.clone()).collect();
            let from_source = defaults.get(source).into_iter().flatten();
            links.extend(from_source.filter(|(slot, _)| !taken.contains(slot)).cloned());
        }
    }
    links.retain(|(_, role)| !role.starts_with(LX) && (role.starts_with(DL) || role.starts_with(F)));
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONTOLOGY: &str = "@prefix dl: <https://w3id.org/dateline/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        dl:Event a owl:Class . dl:Movement a owl:Class ; rdfs:subClassOf dl:Event . dl:Arrival a owl:Class ; rdfs:subClassOf dl:Movement .
        dl:Attack a owl:Class ; rdfs:subClassOf dl:Event . dl:agent a owl:ObjectProperty . dl:target a owl:ObjectProperty .
        dl:occursAt a owl:ObjectProperty . dl:origin a owl:ObjectProperty .";
    const HEAD: &str = "@prefix dl: <https://w3id.org/dateline/ns#> . @prefix lx: <https://w3id.org/dateline/lexicon#> .\n";

    fn read(body: &str) -> Result<Lexicon, LexiconError> {
        let ontology = Ontology::read([("o.ttl", ONTOLOGY)]).unwrap();
        Lexicon::read([("my.ttl", format!("{HEAD}{body}").as_str())], &ontology)
    }

    fn link(entry: &Entry, slot: &str) -> Vec<String> {
        entry.links.iter().filter(|(s, _)| s == slot).map(|(_, r)| local(r).to_owned()).collect()
    }

    #[test]
    fn keys_verbs_by_first_and_nouns_by_last_word() {
        let lexicon =
            read("lx:a a lx:Group ; lx:evokes dl:Attack ; lx:verb \"attack\" , \"open fire\" ; lx:noun \"air strike\" .")
                .unwrap();
        assert_eq!(lexicon.entries("open", Part::Verb)[0].words, ["open", "fire"]);
        assert_eq!(lexicon.entries("strike", Part::Noun)[0].words, ["air", "strike"]);
        assert!(lexicon.entries("strike", Part::Verb).is_empty());
    }

    #[test]
    fn own_links_override_defaults_and_none_removes() {
        let lexicon = read(
            "dl:Movement lx:subject dl:agent ; lx:from dl:origin . dl:Arrival lx:at dl:occursAt .
             lx:a a lx:Group ; lx:evokes dl:Arrival ; lx:verb \"arrive\" ; lx:from lx:none ; lx:subject dl:target .",
        )
        .unwrap();
        let entry = &lexicon.entries("arrive", Part::Verb)[0];
        assert_eq!(link(entry, "subject"), ["target"]);
        assert_eq!(link(entry, "at"), ["occursAt"]);
        assert!(link(entry, "from").is_empty());
    }

    #[test]
    fn reads_each_form_of_guard() {
        let lexicon = read(
            "lx:a a lx:Group ; lx:evokes dl:Attack ; lx:verb \"hit\" ; lx:guard \"object: Agent Place\" , \"object not word: target\" ,
             \"needs: with to\" , \"clause: no\" , \"passive: yes\" , \"subject word: missile\" .",
        )
        .unwrap();
        let guards = &lexicon.entries("hit", Part::Verb)[0].guards;
        assert_eq!(guards[0], Guard::Slot { slot: "object".into(), kinds: vec![Kind::Agent, Kind::Place] });
        assert_eq!(guards[1], Guard::NotWord { slot: "object".into(), words: vec!["target".into()] });
        assert_eq!(guards[2], Guard::Needs(vec!["with".into(), "to".into()]));
        assert_eq!(guards[3..5], [Guard::Clause(false), Guard::Passive(true)]);
        assert_eq!(guards[5], Guard::Word { slot: "subject".into(), words: vec!["missile".into()] });
    }

    #[test]
    fn guards_of_a_class_hold_below_it_and_lists_name_abstract_nouns() {
        struct Object(Kind);
        impl super::super::Surroundings for Object {
            fn kinds(&self, slot: &str) -> Vec<Kind> {
                if slot == "object" { vec![self.0] } else { Vec::new() }
            }
            fn words(&self, _: &str) -> Vec<&str> {
                Vec::new()
            }
            fn has_preposition(&self, _: &str) -> bool {
                false
            }
            fn has_clause(&self) -> bool {
                false
            }
            fn is_passive(&self) -> bool {
                false
            }
        }
        let lexicon = read(
            "dl:Movement lx:guard \"object not: Abstract\" . lx:moods a lx:AbstractNouns ; lx:noun \"mood Hope\" .
             lx:a a lx:Group ; lx:evokes dl:Arrival ; lx:verb \"bring\" .",
        )
        .unwrap();
        let arrival = "https://w3id.org/dateline/ns#Arrival";
        assert!(lexicon.class_admits(arrival, &Object(Kind::Vehicle)));
        assert!(!lexicon.class_admits(arrival, &Object(Kind::Abstract)));
        assert!(lexicon.class_admits("https://w3id.org/dateline/ns#Attack", &Object(Kind::Abstract)));
        assert!(lexicon.is_abstract("hope") && !lexicon.is_abstract("boat"));
        assert_eq!(lexicon.len(), 1);
    }

    #[test]
    fn names_file_line_and_near_word_of_each_fault() {
        let message = |body: &str| read(body).err().map(|e| e.to_string()).unwrap_or_default();
        assert_eq!(
            message("\nlx:a a lx:Group ;\n lx:evokes dl:Atack ; lx:verb \"hit\" ."),
            "`my.ttl`, line 4: unknown class `Atack` in `a`; did you mean `Attack`?"
        );
        assert!(
            message("lx:a a lx:Group ; lx:evokes dl:Attack ; lx:subjct dl:agent ; lx:verb \"hit\" .")
                .contains("did you mean `subject`")
        );
        assert!(
            message("lx:a a lx:Group ; lx:evokes dl:Attack ; lx:object dl:targt ; lx:verb \"hit\" .")
                .contains("did you mean `target`")
        );
        assert!(
            message("lx:a a lx:Group ; lx:evokes dl:Attack ; lx:guard \"object: Agnt\" ; lx:verb \"hit\" .")
                .contains("did you mean `Agent`")
        );
        assert!(
            message("lx:a a lx:Group ; lx:evokes dl:Attack ; lx:guard \"needs: wiht\" ; lx:verb \"hit\" .")
                .contains("did you mean `with`")
        );
        assert!(message("lx:a a lx:Group ; lx:evokes dl:Attack .").ends_with("line 2: `a` has no words"));
        assert!(message("lx:a a lx:Group ;").contains("my.ttl"));
    }

    #[test]
    fn embedded_files_are_valid() {
        let lexicon = Lexicon::embedded().map_err(|e| e.to_string());
        assert!(lexicon.is_ok(), "{lexicon:?}");
    }
}
