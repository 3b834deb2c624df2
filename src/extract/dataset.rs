//! The frames of a document as an RDF dataset over integers: what the rules are evaluated on.
//!
//! Terms are `u32`: first the constants that all documents share, then the nodes of this document. Literals point into the
//! document; a term is only spelt out when an expression or a solution asks for it.

use crate::frame::{Filler, FrameKind, FramedDocument};
use crate::ontology::Ontology;
use crate::resolve::{Capacity, EntityType, Mention, MentionKind, NounKind, QuoteKind, Tenure};
use crate::vocabulary::{DL, F};
use oxrdf::{Literal, NamedNode, Term};
use spareval::{InternalQuad, QueryableDataset};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::convert::Infallible;

/// Start of the IRIs of a document's nodes; a letter for the sort and the index follow.
const NODE: &str = "https://w3id.org/dateline/frame#_";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// Terms shared by all documents: the vocabularies and whatever the rules mention.
#[derive(Clone, Debug, Default)]
pub(super) struct Constants {
    ids: HashMap<Term, u32>,
    terms: Vec<Term>,
}

impl Constants {
    /// The id of a term, which is added when new.
    pub(super) fn add(&mut self, term: Term) -> u32 {
        if let Some(&id) = self.ids.get(&term) {
            return id;
        }
        let id = self.terms.len() as u32;
        self.terms.push(term.clone());
        self.ids.insert(term, id);
        id
    }
}

/// What an id above the constants stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node<'a> {
    /// A frame.
    Frame(usize),
    /// A mention.
    Mention(usize),
    /// An entity.
    Entity(usize),
    /// A time expression.
    Time(usize),
    /// A pair of slot and role.
    Link(usize),
    /// Words.
    Text(Cow<'a, str>),
    /// A number.
    Number(u64),
    /// Yes or no.
    Boolean(bool),
    /// A term of a vocabulary that is not among the constants.
    Iri(String),
}

impl Node<'_> {
    fn term(&self) -> Term {
        let node = |letter: char, i: usize| NamedNode::new_unchecked(format!("{NODE}{letter}{i}")).into();
        match self {
            Self::Frame(i) => node('f', *i),
            Self::Mention(i) => node('m', *i),
            Self::Entity(i) => node('e', *i),
            Self::Time(i) => node('t', *i),
            Self::Link(i) => node('l', *i),
            Self::Text(text) => Literal::from(text.as_ref()).into(),
            Self::Number(n) => Literal::from(*n).into(),
            Self::Boolean(b) => Literal::from(*b).into(),
            Self::Iri(iri) => NamedNode::new_unchecked(iri.as_str()).into(),
        }
    }

    /// The frame, mention, entity or time behind an IRI that a solution gave back.
    pub(super) fn from_iri(iri: &str) -> Option<Node<'static>> {
        let rest = iri.strip_prefix(NODE)?;
        let index = rest.get(1..)?.parse().ok()?;
        Some(match rest.as_bytes().first()? {
            b'f' => Node::Frame(index),
            b'm' => Node::Mention(index),
            b'e' => Node::Entity(index),
            b't' => Node::Time(index),
            b'l' => Node::Link(index),
            _ => return None,
        })
    }
}

/// A document's frames as sorted integer triples.
pub(super) struct Dataset<'a> {
    constants: &'a Constants,
    nodes: Vec<Node<'a>>,
    texts: HashMap<Cow<'a, str>, u32>,
    subject_first: Vec<[u32; 3]>,
    predicate_first: Vec<[u32; 3]>,
    object_first: Vec<[u32; 3]>,
    occurs: Vec<bool>,
    /// First ids of frames, mentions, entities and times.
    pub(super) starts: [u32; 4],
    /// The properties that number sentences and posts.
    pub(super) numbers: [u32; 2],
    /// Terms that expressions made.
    made: RefCell<Vec<Term>>,
}

impl<'a> Dataset<'a> {
    /// Lays out the document.
    pub(super) fn new(document: &'a FramedDocument, constants: &'a Constants, ontology: &Ontology) -> Self {
        Builder::new(document, constants, ontology).build()
    }

    /// Whether the constant stands in some triple.
    pub(super) fn contains(&self, constant: u32) -> bool {
        self.occurs[constant as usize]
    }

    /// The triples, by subject.
    pub(super) fn triples_by_subject(&self) -> &[[u32; 3]] {
        &self.subject_first
    }

    /// The node of an id; `None` for constants.
    pub(super) fn node(&self, id: u32) -> Option<&Node<'a>> {
        self.nodes.get((id as usize).checked_sub(self.constants.terms.len())?)
    }

    /// Sort, as [`Self::starts`] has them, and index of a frame, mention, entity or time.
    pub(super) fn member(&self, id: u32) -> Option<(usize, usize)> {
        Some(match self.node(id)? {
            Node::Frame(i) => (0, *i),
            Node::Mention(i) => (1, *i),
            Node::Entity(i) => (2, *i),
            Node::Time(i) => (3, *i),
            _ => return None,
        })
    }

    /// A term as text.
    pub(super) fn spelled(&self, id: u32) -> String {
        self.term(id).to_string()
    }

    /// The number that a constant spells.
    pub(super) fn spelled_number(&self, id: u32) -> Option<u64> {
        match self.constants.terms.get(id as usize)? {
            Term::Literal(literal) => literal.value().parse().ok(),
            _ => None,
        }
    }

    /// The same with only the triples of some subjects.
    pub(super) fn only(&self, wanted: impl Fn(u32) -> bool) -> Self {
        let mut keep = vec![None; self.constants.terms.len() + self.nodes.len()];
        let mut kept = |subject: u32| *keep[subject as usize].get_or_insert_with(|| wanted(subject));
        let mut table = |rows: &[[u32; 3]], subject: usize| -> Vec<[u32; 3]> {
            rows.iter().copied().filter(|row| kept(row[subject])).collect()
        };
        let subject_first = table(&self.subject_first, 0);
        let (predicate_first, object_first) = (table(&self.predicate_first, 2), table(&self.object_first, 1));
        let occurs = occurrences(&subject_first, self.constants.terms.len());
        Self {
            constants: self.constants,
            nodes: self.nodes.clone(),
            texts: self.texts.clone(),
            subject_first,
            predicate_first,
            object_first,
            occurs,
            starts: self.starts,
            numbers: self.numbers,
            made: RefCell::default(),
        }
    }

    /// All triples, spelt out; for people.
    pub(super) fn triples(&self) -> impl Iterator<Item = [Term; 3]> + '_ {
        self.subject_first.iter().map(|t| t.map(|id| self.term(id)))
    }

    fn term(&self, id: u32) -> Term {
        let id = id as usize;
        let base = self.constants.terms.len();
        if let Some(term) = self.constants.terms.get(id) {
            return term.clone();
        }
        match self.nodes.get(id - base) {
            Some(node) => node.term(),
            None => self.made.borrow()[id - base - self.nodes.len()].clone(),
        }
    }

    fn id(&self, term: &Term) -> u32 {
        if let Some(&id) = self.constants.ids.get(term) {
            return id;
        }
        let base = self.constants.terms.len();
        let known = match term {
            Term::Literal(l) if l.datatype() == oxrdf::vocab::xsd::STRING => self.texts.get(l.value()).copied(),
            Term::NamedNode(n) => {
                let node = Node::from_iri(n.as_str()).unwrap_or_else(|| Node::Iri(n.as_str().to_owned()));
                self.nodes.iter().position(|n| *n == node).map(|i| (base + i) as u32)
            }
            // Only numbers and truths are literals of another type, and few.
            _ => {
                let is = |n: &Node<'_>| matches!(n, Node::Number(_) | Node::Boolean(_)) && n.term() == *term;
                self.nodes.iter().position(is).map(|i| (base + i) as u32)
            }
        };
        known.unwrap_or_else(|| {
            let mut made = self.made.borrow_mut();
            let at = made.iter().position(|t| t == term).unwrap_or_else(|| {
                made.push(term.clone());
                made.len() - 1
            });
            (base + self.nodes.len() + at) as u32
        })
    }
}

/// Matching triples in one of the three orders.
struct Matches<'a> {
    rest: std::slice::Iter<'a, [u32; 3]>,
    /// Where subject, predicate and object stand in a row.
    places: [usize; 3],
}

impl Iterator for Matches<'_> {
    type Item = Result<InternalQuad<u32>, Infallible>;
    fn next(&mut self) -> Option<Self::Item> {
        let row = self.rest.next()?;
        let [subject, predicate, object] = self.places.map(|i| row[i]);
        Some(Ok(InternalQuad { subject, predicate, object, graph_name: None }))
    }
}

/// Which of the constants stand in some triple.
fn occurrences(triples: &[[u32; 3]], constants: usize) -> Vec<bool> {
    let mut occurs = vec![false; constants];
    for id in triples.iter().flatten() {
        if let Some(seen) = occurs.get_mut(*id as usize) {
            *seen = true;
        }
    }
    occurs
}

/// Rows with their last id put first, ordered by it, those of one id as they came. In time that grows with rows and ids alone;
/// three times over, it sorts.
fn last_first(rows: &[[u32; 3]], ids: usize) -> Vec<[u32; 3]> {
    let mut next = vec![0_usize; ids + 1];
    for row in rows {
        next[row[2] as usize + 1] += 1;
    }
    for id in 0..ids {
        next[id + 1] += next[id];
    }
    let mut turned = vec![[0; 3]; rows.len()];
    for &[first, second, last] in rows {
        turned[next[last as usize]] = [last, first, second];
        next[last as usize] += 1;
    }
    turned
}

/// The rows that begin with the key.
pub(super) fn rows<'a>(table: &'a [[u32; 3]], key: &[u32]) -> std::slice::Iter<'a, [u32; 3]> {
    let start = table.partition_point(|row| row[..key.len()] < *key);
    let end = start + table[start..].partition_point(|row| row[..key.len()] == *key);
    table[start..end].iter()
}

impl<'a, 'd> QueryableDataset<'a> for &'a Dataset<'d> {
    type InternalTerm = u32;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&u32>,
        predicate: Option<&u32>,
        object: Option<&u32>,
        graph_name: Option<Option<&u32>>,
    ) -> impl Iterator<Item = Result<InternalQuad<u32>, Infallible>> + use<'a, 'd> {
        let this: &'a Dataset<'d> = self;
        let (rest, places) = match (subject, predicate, object) {
            _ if graph_name != Some(None) => ([].iter(), [0, 1, 2]),
            (Some(&s), Some(&p), Some(&o)) => (rows(&this.subject_first, &[s, p, o]), [0, 1, 2]),
            (Some(&s), Some(&p), None) => (rows(&this.subject_first, &[s, p]), [0, 1, 2]),
            (Some(&s), None, Some(&o)) => (rows(&this.object_first, &[o, s]), [1, 2, 0]),
            (Some(&s), None, None) => (rows(&this.subject_first, &[s]), [0, 1, 2]),
            (None, Some(&p), Some(&o)) => (rows(&this.predicate_first, &[p, o]), [2, 0, 1]),
            (None, Some(&p), None) => (rows(&this.predicate_first, &[p]), [2, 0, 1]),
            (None, None, Some(&o)) => (rows(&this.object_first, &[o]), [1, 2, 0]),
            (None, None, None) => (this.subject_first.iter(), [0, 1, 2]),
        };
        Matches { rest, places }
    }

    fn internalize_term(&self, term: Term) -> Result<u32, Infallible> {
        Ok(self.id(&term))
    }

    fn externalize_term(&self, term: u32) -> Result<Term, Infallible> {
        Ok(self.term(term))
    }
}

struct Builder<'a, 'o> {
    document: &'a FramedDocument,
    ontology: &'o Ontology,
    constants: &'a Constants,
    nodes: Vec<Node<'a>>,
    texts: HashMap<Cow<'a, str>, u32>,
    iris: HashMap<String, u32>,
    numbers: HashMap<u64, u32>,
    booleans: [Option<u32>; 2],
    links: HashMap<(u32, u32), u32>,
    triples: Vec<[u32; 3]>,
    /// First ids of frames, mentions, entities and times.
    starts: [u32; 4],
    /// Ids of frame properties and classes by local name.
    names: HashMap<String, u32>,
}

impl<'a, 'o> Builder<'a, 'o> {
    fn new(document: &'a FramedDocument, constants: &'a Constants, ontology: &'o Ontology) -> Self {
        let resolved = &document.resolved;
        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut at = constants.terms.len() as u32;
        let mut starts = [0; 4];
        let counts = [document.frames.len(), resolved.mentions.len(), resolved.entities.len(), resolved.times.len()];
        let makers: [fn(usize) -> Node<'a>; 4] = [Node::Frame, Node::Mention, Node::Entity, Node::Time];
        for ((start, count), make) in starts.iter_mut().zip(counts).zip(makers) {
            *start = at;
            at += count as u32;
            nodes.extend((0..count).map(make));
        }
        Self {
            document,
            ontology,
            constants,
            nodes,
            texts: HashMap::new(),
            iris: HashMap::new(),
            numbers: HashMap::new(),
            booleans: [None; 2],
            links: HashMap::new(),
            triples: Vec::new(),
            starts,
            names: HashMap::new(),
        }
    }

    fn push(&mut self, node: Node<'a>) -> u32 {
        self.nodes.push(node);
        (self.constants.terms.len() + self.nodes.len() - 1) as u32
    }

    fn iri(&mut self, iri: &str) -> u32 {
        if let Some(&id) = self.iris.get(iri) {
            return id;
        }
        let constant = self.constants.ids.get(&Term::from(NamedNode::new_unchecked(iri))).copied();
        let id = constant.unwrap_or_else(|| self.push(Node::Iri(iri.to_owned())));
        self.iris.insert(iri.to_owned(), id);
        id
    }

    fn f(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.names.get(name) {
            return id;
        }
        let id = self.iri(&format!("{F}{name}"));
        self.names.insert(name.to_owned(), id);
        id
    }

    fn text(&mut self, text: Cow<'a, str>) -> u32 {
        if let Some(&id) = self.texts.get(&text) {
            return id;
        }
        let constant = self.constants.ids.get(&Term::from(Literal::from(text.as_ref()))).copied();
        let id = constant.unwrap_or_else(|| self.push(Node::Text(text.clone())));
        self.texts.insert(text, id);
        id
    }

    fn number(&mut self, number: u64) -> u32 {
        if let Some(&id) = self.numbers.get(&number) {
            return id;
        }
        let constant = self.constants.ids.get(&Term::from(Literal::from(number))).copied();
        let id = constant.unwrap_or_else(|| self.push(Node::Number(number)));
        self.numbers.insert(number, id);
        id
    }

    fn boolean(&mut self, value: bool) -> u32 {
        if let Some(id) = self.booleans[usize::from(value)] {
            return id;
        }
        let constant = self.constants.ids.get(&Term::from(Literal::from(value))).copied();
        let id = constant.unwrap_or_else(|| self.push(Node::Boolean(value)));
        self.booleans[usize::from(value)] = Some(id);
        id
    }

    fn put(&mut self, subject: u32, property: &str, object: u32) {
        let property = self.f(property);
        self.triples.push([subject, property, object]);
    }

    fn put_type(&mut self, subject: u32, class: &str) {
        let (property, class) = (self.iri(RDF_TYPE), self.f(class));
        self.triples.push([subject, property, class]);
    }

    fn build(mut self) -> Dataset<'a> {
        for i in 0..self.document.frames.len() {
            self.frame(i);
        }
        for i in 0..self.document.resolved.mentions.len() {
            self.mention(i);
        }
        for i in 0..self.document.resolved.entities.len() {
            self.entity(i);
        }
        for i in 0..self.document.resolved.times.len() {
            let text = self.document.resolved.parsed.span(self.document.resolved.times[i].tokens.clone());
            let text = self.text(Cow::Borrowed(self.document.resolved.parsed.document.slice(text)));
            self.put_type(self.starts[3] + i as u32, "Time");
            self.put(self.starts[3] + i as u32, "text", text);
        }
        let numbers = [self.f("sentence"), self.f("post")];
        let ids = self.constants.terms.len() + self.nodes.len();
        let mut subject_first = self.triples;
        for _ in 0..3 {
            subject_first = last_first(&subject_first, ids);
        }
        subject_first.dedup();
        let object_first = last_first(&subject_first, ids);
        let predicate_first = last_first(&object_first, ids);
        let occurs = occurrences(&subject_first, self.constants.terms.len());
        Dataset {
            constants: self.constants,
            nodes: self.nodes,
            texts: self.texts,
            subject_first,
            predicate_first,
            object_first,
            occurs,
            starts: self.starts,
            numbers,
            made: RefCell::default(),
        }
    }

    fn frame(&mut self, index: usize) {
        let document = self.document;
        let frame = &document.frames[index];
        let id = self.starts[0] + index as u32;
        self.put_type(
            id,
            match frame.kind {
                FrameKind::Verb => "Verb",
                FrameKind::Noun => "Noun",
                FrameKind::Copula => "Copula",
                FrameKind::Title => "Title",
                FrameKind::In => "In",
                FrameKind::Attribution => "Attribution",
            },
        );
        let event = format!("{DL}Event");
        for class in &frame.classes {
            let class_id = self.iri(class);
            self.put(id, "class", class_id);
            self.put(id, "evokes", class_id);
            for above in self.ontology.superclasses(class) {
                let above = self.iri(above);
                self.put(id, "evokes", above);
            }
            if self.ontology.is_a(class, &event) {
                self.put_type(id, "Event");
            }
        }
        let status = self.iri(&format!("{DL}{}", frame.status.as_str()));
        self.put(id, "status", status);
        let lemma = self.text(Cow::Borrowed(&frame.lemma));
        self.put(id, "lemma", lemma);
        let words = document.resolved.parsed.document.slice(document.trigger_span(index));
        let words = self.text(Cow::Borrowed(words));
        self.put(id, "text", words);
        let sentence = self.number(frame.sentence as u64);
        self.put(id, "sentence", sentence);
        let post = self.number(document.resolved.parsed.sentences[frame.sentence].post as u64);
        self.put(id, "post", post);
        for (slot, role) in &frame.links {
            let pair = (self.f(slot), self.iri(role));
            let link = if let Some(&link) = self.links.get(&pair) {
                link
            } else {
                let link = self.push(Node::Link(self.links.len()));
                self.links.insert(pair, link);
                self.put(link, "slot", pair.0);
                self.put(link, "role", pair.1);
                link
            };
            self.put(id, "links", link);
        }
        for argument in &frame.arguments {
            let object = match &argument.filler {
                Filler::Mention(m) => self.starts[1] + *m as u32,
                Filler::Frame(f) => self.starts[0] + *f as u32,
                Filler::Time(t) => self.starts[3] + *t as u32,
                Filler::Number(n) => self.number(*n),
                Filler::Text(text) => self.text(Cow::Borrowed(text)),
            };
            self.put(id, &argument.slot, object);
        }
        match frame.kind {
            FrameKind::Title => self.title(id, frame.origin),
            FrameKind::Attribution => self.attribution(id, frame.origin),
            _ => {}
        }
    }

    fn title(&mut self, id: u32, origin: Option<usize>) {
        let Some(title) = origin.and_then(|i| self.document.resolved.titles.get(i)) else { return };
        let tenure = match title.tenure {
            Tenure::Current => "Current",
            Tenure::Former => "Former",
        };
        let capacity = match title.capacity {
            Capacity::Full => "Full",
            Capacity::Acting => "Acting",
            Capacity::Elect => "Elect",
        };
        for (property, name) in [("tenure", tenure), ("capacity", capacity)] {
            let individual = self.iri(&format!("{DL}{name}"));
            self.put(id, property, individual);
        }
        let membership = self.boolean(title.membership);
        self.put(id, "membership", membership);
    }

    fn attribution(&mut self, id: u32, origin: Option<usize>) {
        let document = self.document;
        let Some(attribution) = origin.and_then(|i| document.resolved.attributions.get(i)) else { return };
        let kind = match attribution.quote_kind {
            QuoteKind::Direct => "Direct",
            QuoteKind::Indirect => "Indirect",
            QuoteKind::Mixed => "Mixed",
        };
        let kind = self.iri(&format!("{DL}{kind}"));
        self.put(id, "quoteKind", kind);
        let parsed = &document.resolved.parsed;
        let cue = self.text(Cow::Borrowed(parsed.document.slice(parsed.span(attribution.cue.clone()))));
        self.put(id, "cue", cue);
        let parts: Vec<&str> = attribution.content.iter().map(|p| parsed.document.slice(parsed.span(p.clone()))).collect();
        if !parts.is_empty() {
            let content = self.text(if let [one] = parts[..] { Cow::Borrowed(one) } else { Cow::Owned(parts.join(" … ")) });
            self.put(id, "content", content);
        }
    }

    fn mention(&mut self, index: usize) {
        let resolved = &self.document.resolved;
        let mention = &resolved.mentions[index];
        let id = self.starts[1] + index as u32;
        self.put_type(
            id,
            match mention.kind {
                MentionKind::Name => "Name",
                MentionKind::Nominal => "Nominal",
                MentionKind::Pronoun => "Pronoun",
                MentionKind::Adjective => "Adjective",
            },
        );
        let words = self.text(Cow::Borrowed(resolved.parsed.document.slice(resolved.mention_span(index))));
        self.put(id, "text", words);
        let head = self.text(Cow::Borrowed(&resolved.parsed.tokens[mention.head].lemma));
        self.put(id, "head", head);
        // Heads ascend, so what lies inside stands near.
        let inside = |m: &Mention| mention.tokens.contains(&m.head) && m.tokens.end <= mention.tokens.end;
        let near = |i: &usize| mention.tokens.contains(&resolved.mentions[*i].head);
        let before = (0..index).rev().take_while(near);
        for other in before.chain((index + 1..resolved.mentions.len()).take_while(near)) {
            if inside(&resolved.mentions[other]) {
                self.put(id, "contains", self.starts[1] + other as u32);
            }
        }
        let word = &*resolved.parsed.tokens[mention.head].lower;
        let personal = mention.kind == MentionKind::Pronoun && !matches!(word, "it" | "its" | "this" | "that" | "which");
        for &entity in &mention.entities {
            if personal {
                self.put_type(self.starts[2] + entity as u32, "Agent");
            }
            self.put(id, "is", self.starts[2] + entity as u32);
            for &of in &resolved.entities[entity].of {
                self.put(id, "of", self.starts[2] + of as u32);
            }
            if let Some(count) = resolved.entities[entity].count {
                let count = self.number(count);
                self.put(id, "count", count);
            }
        }
    }

    fn entity(&mut self, index: usize) {
        let entity = &self.document.resolved.entities[index];
        let id = self.starts[2] + index as u32;
        self.put_type(id, entity.kind.class());
        // An unnamed thing is what its noun says; a name of unknown kind is most often a people or a body.
        let unknown = entity.kind == EntityType::Unnamed;
        let (agent, place) = match entity.sort {
            Some(NounKind::Person | NounKind::Group | NounKind::Organization) => (true, false),
            Some(NounKind::Country | NounKind::City | NounKind::Region) => (true, true),
            Some(NounKind::Facility | NounKind::Place) => (false, true),
            Some(_) => (false, false),
            None => (entity.named, false),
        };
        if entity.kind.is_agent() || unknown && agent {
            self.put_type(id, "Agent");
        }
        if entity.kind != EntityType::Place && (entity.kind.is_place() || unknown && place) {
            self.put_type(id, "Place");
        }
        match entity.sort {
            Some(NounKind::Vehicle) if entity.kind != EntityType::Vehicle => self.put_type(id, "Vehicle"),
            Some(NounKind::Weapon) => self.put_type(id, "Weapon"),
            _ => {}
        }
        let label = self.text(Cow::Borrowed(&entity.label));
        self.put(id, "label", label);
        let named = self.boolean(entity.named);
        self.put(id, "named", named);
        let known = self.boolean(entity.known);
        self.put(id, "known", known);
        for &place in &entity.located_in {
            self.put(id, "locatedIn", self.starts[2] + place as u32);
        }
        for &of in &entity.of {
            self.put(id, "of", self.starts[2] + of as u32);
        }
    }
}
