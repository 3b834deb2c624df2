//! Data that one process changes again and again: kept in memory as well, so that a change costs what it changes.

use super::change::{graph_iri, infer, is_inferred, is_ours};
use super::{Change, Location, Staged, StoreError, companion, read_quads, serialize_quads};
use crate::graph::infer::Cells;
use crate::graph::order::compare;
use oxigraph::model::{GraphName, NamedNode, Quad};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

/// The data at a location, and what was worked out of them.
///
/// A file that another process has changed is read again. A store on disk stays open, so that none can.
pub struct Live {
    location: Location,
    inferred: NamedNode,
    /// Graphs by their names as N-Quads write them; the inferred one aside.
    graphs: BTreeMap<String, Kept>,
    /// Lines of N-Triples, without the full stop, that follow.
    follows: Vec<String>,
    cells: Cells,
    stamp: Option<Stamp>,
    #[cfg(any(test, feature = "disk"))]
    store: Option<oxigraph::store::Store>,
}

/// A graph.
#[derive(Default)]
struct Kept {
    /// Sorted, each once.
    quads: Vec<Quad>,
    /// The same as N-Quads, a line each.
    text: Vec<u8>,
    /// Where the lines end.
    ends: Vec<usize>,
    /// Whether numbers in it are as a store on disk writes them.
    stored: bool,
}

/// What tells that a file is the one that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<std::time::SystemTime>,
    #[cfg(unix)]
    inode: u64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let about = std::fs::metadata(path).ok()?;
        Some(Self {
            length: about.len(),
            modified: about.modified().ok(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&about),
        })
    }
}

impl Kept {
    /// A graph that takes another one's place; lines that both have are not written again.
    fn new(quads: Vec<Quad>, before: &Self) -> Self {
        let mut text = Vec::with_capacity(before.text.len());
        let mut ends = Vec::with_capacity(quads.len());
        let mut old = 0;
        for quad in &quads {
            while before.quads.get(old).is_some_and(|other| compare(other, quad).is_lt()) {
                old += 1;
            }
            if before.quads.get(old) == Some(quad) {
                let start = old.checked_sub(1).map_or(0, |last| before.ends[last]);
                text.extend_from_slice(&before.text[start..before.ends[old]]);
            } else {
                // Writing into memory does not fail.
                let _ = serialize_quads(&mut text, [quad]);
            }
            ends.push(text.len());
        }
        Self { quads, text, ends, stored: false }
    }
}

impl Live {
    /// Nothing is read yet; what follows goes into `inferred`, unless the data name their inferred graph otherwise.
    pub fn new(location: Location, inferred: NamedNode) -> Self {
        Self {
            location,
            inferred,
            graphs: BTreeMap::new(),
            follows: Vec::new(),
            cells: Cells::default(),
            stamp: None,
            #[cfg(any(test, feature = "disk"))]
            store: None,
        }
    }

    /// The quads of one graph, sorted; none when there is no such graph.
    ///
    /// # Errors
    /// As [`Location::quads`]; data that are not there yet are empty.
    pub fn graph(&mut self, name: &GraphName) -> Result<&[Quad], StoreError> {
        self.refresh()?;
        Ok(self.graphs.get(&name.to_string()).map_or(&[], |kept| &kept.quads))
    }

    /// Whether a graph says exactly this, however the data spell numbers.
    ///
    /// # Errors
    /// As [`Live::graph`].
    pub fn says(&mut self, name: &GraphName, quads: &[Quad]) -> Result<bool, StoreError> {
        self.refresh()?;
        let Some(kept) = self.graphs.get(&name.to_string()) else { return Ok(quads.is_empty()) };
        if !kept.stored || kept.quads == quads {
            return Ok(kept.quads == quads);
        }
        let normal = |quads: &[Quad]| -> Result<BTreeSet<String>, StoreError> {
            let store = oxigraph::store::Store::new()?;
            store.extend(quads.iter().cloned())?;
            store.iter().map(|quad| Ok(quad?.to_string())).collect()
        };
        Ok(normal(&kept.quads)? == normal(quads)?)
    }

    /// Replaces graphs and infers anew, all or nothing. Quads to be added come sorted as [`super::sort`] does.
    ///
    /// # Errors
    /// [`StoreError`]; the data are then as they were.
    pub fn apply(&mut self, change: Change) -> Result<(), StoreError> {
        self.refresh()?;
        let Change { replace, add, facts, .. } = change;
        let mut new: Vec<(GraphName, Vec<Quad>)> = Vec::new();
        let place = |new: &mut Vec<(GraphName, Vec<Quad>)>, name: &GraphName| {
            new.iter().position(|(graph, _)| graph == name).unwrap_or_else(|| {
                new.push((name.clone(), Vec::new()));
                new.len() - 1
            })
        };
        for graph in &replace {
            place(&mut new, graph);
        }
        // There are few graphs, and most quads are of the first.
        for quad in add {
            let at = place(&mut new, &quad.graph_name);
            new[at].1.push(quad);
        }
        let mut old: BTreeMap<String, Option<Kept>> = BTreeMap::new();
        for (graph, quads) in new {
            let name = graph.to_string();
            let before = self.graphs.remove(&name);
            if !quads.is_empty() {
                let kept = Kept::new(quads, before.as_ref().unwrap_or(&Kept::default()));
                self.graphs.insert(name.clone(), kept);
            }
            old.insert(name, before);
        }
        let done = self.follow().and_then(|follows| {
            let before = std::mem::replace(&mut self.follows, follows);
            self.write(&replace, &facts, &old, &before).inspect_err(|_| self.follows = before)
        });
        if done.is_err() {
            for (name, before) in old {
                self.graphs.remove(&name);
                self.graphs.extend(before.map(|kept| (name, kept)));
            }
        }
        done
    }

    fn follow(&mut self) -> Result<Vec<String>, StoreError> {
        let base = self.inferred.as_str().strip_suffix(super::INFERRED).unwrap_or_default();
        let quads = self.graphs.values().flat_map(|kept| &kept.quads);
        if self.graphs.keys().all(|name| is_ours(name.trim_start_matches('<'), base)) {
            return Ok(self.cells.infer(quads, &self.inferred)?);
        }
        let all: Vec<Quad> = quads.cloned().collect();
        Ok(infer(&all, &self.inferred)?.iter().map(|q| format!("{} {} {}", q.subject, q.predicate, q.object)).collect())
    }

    /// Reads the data when they are not those that were left.
    fn refresh(&mut self) -> Result<(), StoreError> {
        let (quads, stored) = match &self.location {
            Location::File(path) => {
                let stamp = Stamp::of(path);
                if stamp == self.stamp {
                    return Ok(());
                }
                self.stamp = stamp;
                match read_quads(path) {
                    Err(StoreError::Missing(_)) => (Vec::new(), false),
                    other => (other?, false),
                }
            }
            #[cfg(not(feature = "disk"))]
            Location::Disk(_) => return Err(StoreError::NoDisk),
            #[cfg(feature = "disk")]
            Location::Disk(folder) => {
                if self.store.is_some() {
                    return Ok(());
                }
                let store = super::disk::open_to_change(folder)?;
                let quads = super::disk::named(&store)?;
                self.store = Some(store);
                (quads, true)
            }
        };
        self.take(quads, stored);
        Ok(())
    }

    fn take(&mut self, quads: Vec<Quad>, stored: bool) {
        self.graphs.clear();
        self.follows.clear();
        if quads.iter().any(|quad| graph_iri(&quad.graph_name).is_some_and(is_inferred)) {
            self.inferred = super::inferred_graph(quads.iter().map(|quad| &quad.graph_name));
        }
        let mut graphs: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
        for quad in quads {
            if graph_iri(&quad.graph_name).is_some_and(is_inferred) {
                self.follows.push(format!("{} {} {}", quad.subject, quad.predicate, quad.object));
            } else {
                graphs.entry(quad.graph_name.to_string()).or_default().push(quad);
            }
        }
        self.graphs =
            graphs.into_iter().map(|(name, quads)| (name, Kept { stored, ..Kept::new(quads, &Kept::default()) })).collect();
    }

    fn write(
        &mut self,
        replaced: &[GraphName],
        facts: &BTreeMap<String, String>,
        old: &BTreeMap<String, Option<Kept>>,
        before: &[String],
    ) -> Result<(), StoreError> {
        #[cfg(any(test, feature = "disk"))]
        if let Some(store) = &self.store {
            return self.write_to_store(store, old, before);
        }
        let _ = (old, before);
        match &self.location {
            Location::File(path) => {
                self.write_to_file(path, replaced, facts)?;
                self.stamp = Stamp::of(path);
                Ok(())
            }
            Location::Disk(_) => Err(StoreError::NoDisk),
        }
    }

    /// All quads, sorted.
    fn quads(&self) -> Result<Vec<Quad>, StoreError> {
        let mut quads: Vec<Quad> = self.graphs.values().flat_map(|kept| &kept.quads).cloned().collect();
        quads.extend(self.parsed(self.follows.iter())?);
        super::sort(&mut quads);
        Ok(quads)
    }

    /// Lines that follow, as quads.
    fn parsed<'a>(&self, lines: impl Iterator<Item = &'a String>) -> Result<Vec<Quad>, StoreError> {
        let text: String = lines.map(|line| format!("{line} {} .\n", self.inferred)).collect();
        let fault = |error: oxttl::TurtleSyntaxError| StoreError::Syntax {
            path: self.inferred.as_str().into(),
            message: error.to_string(),
        };
        oxttl::NQuadsParser::new().for_slice(&text).collect::<Result<_, _>>().map_err(fault)
    }

    fn write_to_file(&self, path: &Path, replaced: &[GraphName], facts: &BTreeMap<String, String>) -> Result<(), StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::Write { path: path.to_owned(), source })?;
        }
        let format = super::format_of(path)?;
        let spelled = format != oxigraph::io::RdfFormat::NQuads || companion::has_turtle(path);
        let quads = if spelled { self.quads()? } else { Vec::new() };
        let main = if format == oxigraph::io::RdfFormat::NQuads {
            let inferred = self.inferred.to_string();
            let mut follows = Vec::new();
            for line in &self.follows {
                for part in [line, " ", &inferred, " .\n"] {
                    follows.extend_from_slice(part.as_bytes());
                }
            }
            let mut texts: BTreeMap<&str, &[u8]> =
                self.graphs.iter().map(|(name, kept)| (name.as_str(), kept.text.as_slice())).collect();
            texts.insert(&inferred, &follows);
            Staged::write(path, |out| texts.values().try_for_each(|text| out.write_all(text)))?
        } else {
            Staged::write(path, |out| super::write_rdf(out, format, &quads, companion::MEMORY))?
        };
        let companions = companion::stage(path, &quads, replaced, facts)?;
        // The graph comes last: whoever finds it old does all of the change again.
        companions.into_iter().try_for_each(Staged::commit)?;
        main.commit()
    }

    /// One transaction for what came and what went.
    #[cfg(any(test, feature = "disk"))]
    fn write_to_store(
        &self,
        store: &oxigraph::store::Store,
        old: &BTreeMap<String, Option<Kept>>,
        before: &[String],
    ) -> Result<(), StoreError> {
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for (name, before) in old {
            let before: std::collections::HashSet<&Quad> = before.iter().flat_map(|kept| &kept.quads).collect();
            let now: std::collections::HashSet<&Quad> = self.graphs.get(name).iter().flat_map(|kept| &kept.quads).collect();
            gone.extend(before.difference(&now).copied().cloned());
            come.extend(now.difference(&before).copied().cloned());
        }
        let (before, now): (BTreeSet<&String>, BTreeSet<&String>) = (before.iter().collect(), self.follows.iter().collect());
        gone.extend(self.parsed(before.difference(&now).copied())?);
        come.extend(self.parsed(now.difference(&before).copied())?);
        super::disk::exchange(store, &gone, &come)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "@prefix : <https://w3id.org/dateline/id/> . @prefix dl: <https://w3id.org/dateline/ns#> . ";

    fn quads(text: &str) -> Vec<Quad> {
        let mut quads: Vec<Quad> =
            oxttl::TriGParser::new().for_slice(&format!("{HEAD}{text}")).collect::<Result<_, _>>().unwrap();
        crate::store::sort(&mut quads);
        quads
    }

    fn change(id: &str, text: &str) -> Change {
        let name = format!("https://w3id.org/dateline/id/document-{id}");
        let add = quads(&format!(":document-{id} {{ {text} }}"));
        Change { replace: vec![NamedNode::new_unchecked(name).into()], add, ..Change::default() }
    }

    fn inferred() -> NamedNode {
        NamedNode::new_unchecked("https://w3id.org/dateline/id/graph-inferred")
    }

    fn changes() -> Vec<Change> {
        vec![
            change("a", ":ana a dl:Person . :oslo a dl:City ."),
            change("b", ":ana a dl:Person , dl:Agent . :li a dl:Person ; dl:confidence 0.90 ."),
            change("a", ":oslo a dl:City . :e a dl:Summit ; dl:agent :ana ."),
            change("b", ""),
        ]
    }

    #[test]
    fn a_file_is_what_single_changes_make_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one.nq"), folder.path().join("other.nq"));
        let mut live = Live::new(Location::File(one.clone()), inferred());
        for change in changes() {
            live.apply(change.clone()).unwrap();
            Location::File(other.clone()).apply(&change).unwrap();
            assert_eq!(std::fs::read_to_string(&one).unwrap(), std::fs::read_to_string(&other).unwrap());
        }
    }

    #[test]
    fn what_another_process_wrote_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("g.nq");
        let mut live = Live::new(Location::File(path.clone()), inferred());
        live.apply(changes().swap_remove(0)).unwrap();
        Location::File(path.clone()).apply(&change("c", ":rui a dl:Person .")).unwrap();
        live.apply(changes().swap_remove(1)).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(["rui", "oslo", "li"].iter().all(|name| text.contains(&format!("id/{name}>"))), "{text}");
    }

    #[test]
    fn a_failed_write_leaves_all_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("graph.nq");
        let mut live = Live::new(Location::File(path.clone()), inferred());
        live.apply(changes().swap_remove(0)).unwrap();
        let before = std::fs::read_to_string(&path).unwrap();
        std::fs::write(folder.path().join("facts.jsonl"), b"\xff").unwrap();
        assert!(live.apply(changes().swap_remove(1)).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
        std::fs::remove_file(folder.path().join("facts.jsonl")).unwrap();
        assert!(live.graph(&changes()[1].replace[0]).unwrap().is_empty());
        live.apply(changes().swap_remove(1)).unwrap();
        assert!(std::fs::read_to_string(&path).unwrap().contains("id/li>"));
    }

    #[test]
    fn a_store_holds_what_a_file_would() {
        let store = oxigraph::store::Store::new().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("g.nq");
        let mut live = Live::new(Location::File(path.clone()), inferred());
        live.stamp = Stamp::of(&path);
        live.store = Some(store.clone());
        for change in changes() {
            live.apply(change.clone()).unwrap();
            assert!(live.says(&change.replace[0], &change.add).unwrap());
            let effect = Location::File(path.clone()).apply(&change).unwrap();
            live.stamp = Stamp::of(&path);
            let named = store.iter().filter(|q| !q.as_ref().unwrap().graph_name.is_default_graph()).count();
            assert_eq!(named, effect.total);
        }
        assert!(!store.iter().any(|quad| quad.unwrap().to_string().contains("id/li>")));
    }
}
