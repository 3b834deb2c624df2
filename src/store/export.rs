//! Quads as text in any RDF format, the same bytes for the same quads.

use super::change::{find_graph, graph_iri, is_inferred};
use super::{INFERRED, StoreError, is_quad_format, serialize_quads};
use crate::graph::turtle::{Prefixes, TurtleWriter};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, Quad, QuadRef, TripleRef};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, Write};

/// Writes quads, sorted as [`super::sort`] does, in a format; formats without graphs get each triple once.
///
/// `memory` is about how many bytes the Turtle writer keeps before it spills to temporary files.
pub fn write_rdf(mut out: impl Write, format: RdfFormat, quads: &[Quad], memory: usize) -> io::Result<()> {
    match format {
        RdfFormat::Turtle => {
            let mut writer = TurtleWriter::new(Prefixes::dateline(base_of(quads)), memory);
            for quad in quads {
                writer.push(QuadRef::from(quad).into())?;
            }
            writer.finish(out)?.flush()
        }
        RdfFormat::NQuads => serialize_quads(out, quads),
        RdfFormat::NTriples => {
            let lines: BTreeSet<String> = quads.iter().map(|q| format!("{} .", TripleRef::from(QuadRef::from(q)))).collect();
            lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
            out.flush()
        }
        format => {
            let mut writer = RdfSerializer::from_format(format);
            for (name, iri) in crate::query::PREFIXES {
                let iri = if name == "id" { base_of(quads) } else { iri };
                writer = writer.with_prefix(name, iri).map_err(io::Error::other)?;
            }
            let mut writer = writer.for_writer(out);
            if is_quad_format(format) {
                quads.iter().try_for_each(|q| writer.serialize_quad(q))?;
            } else {
                let mut triples: Vec<TripleRef<'_>> = quads.iter().map(|q| QuadRef::from(q).into()).collect();
                triples.sort_by_cached_key(ToString::to_string);
                triples.dedup();
                triples.iter().try_for_each(|t| writer.serialize_triple(*t))?;
            }
            writer.finish()?.flush()
        }
    }
}

/// The base of the things in the quads, as the name of the inferred graph tells it; else the default one.
fn base_of(quads: &[Quad]) -> &str {
    let inferred = quads.iter().filter_map(|q| graph_iri(&q.graph_name)).find(|iri| is_inferred(iri));
    inferred.and_then(|iri| iri.strip_suffix(INFERRED)).unwrap_or(crate::vocabulary::BASE)
}

/// The quads of some graphs only, by document id, local name or IRI; all of them when none is named. The inferred graph
/// is kept only with `inferred`.
///
/// # Errors
/// [`StoreError::NoSuchGraph`] with a near name.
pub fn select(quads: Vec<Quad>, graphs: &[String], inferred: bool) -> Result<Vec<Quad>, StoreError> {
    let known: BTreeMap<&str, &GraphName> =
        quads.iter().filter_map(|q| graph_iri(&q.graph_name).map(|iri| (iri, &q.graph_name))).collect();
    let wanted = graphs.iter().map(|name| find_graph(name, &known)).collect::<Result<HashSet<_>, _>>()?;
    let keep = |q: &Quad| match graph_iri(&q.graph_name) {
        Some(iri) if is_inferred(iri) => inferred,
        _ => wanted.is_empty() || wanted.contains(&q.graph_name),
    };
    Ok(quads.into_iter().filter(keep).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::RdfParser;

    fn sample() -> Vec<Quad> {
        let text = "<https://e.org/a> <https://e.org/p> \"x\" <https://e.org/g1> .\n<https://e.org/a> <https://e.org/p> \"x\" <https://e.org/g2> .\n";
        RdfParser::from_format(RdfFormat::NQuads).for_slice(text).collect::<Result<_, _>>().unwrap()
    }

    fn text(format: RdfFormat) -> String {
        let mut out = Vec::new();
        write_rdf(&mut out, format, &sample(), 1 << 20).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_format_reads_back_as_the_same_triples() {
        for ending in ["ttl", "trig", "nt", "nq", "jsonld", "rdf"] {
            let format = RdfFormat::from_extension(ending).unwrap();
            let back: Vec<Quad> = RdfParser::from_format(format).for_slice(&text(format)).collect::<Result<_, _>>().unwrap();
            let graphs = if is_quad_format(format) { 2 } else { 1 };
            assert_eq!(back.len(), graphs, "{ending}");
            assert!(back.iter().all(|q| q.object == sample()[0].object), "{ending}");
        }
    }

    #[test]
    fn selects_a_graph_by_its_local_name() {
        let some = select(sample(), &["g2".into()], true).unwrap();
        assert_eq!(some.len(), 1);
        assert!(select(sample(), &["g3".into()], true).unwrap_err().to_string().contains("did you mean"));
    }
}
