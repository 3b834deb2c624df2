//! The time of our sorted Turtle writer as a multiple of oxttl's unsorted one, on 1 M triples.
//!
//! `cargo bench --bench turtle [triples]`

use dateline::graph::turtle::{Prefixes, TurtleWriter};
use dateline::vocabulary::{BASE, DL};
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal, NamedNode, Triple};
use oxttl::TurtleSerializer;
use std::io::sink;
use std::time::{Duration, Instant};

/// Triples shaped like a graph of news: a report with a quote, an event, people that come back.
fn triples(count: usize) -> Vec<Triple> {
    let id = |name: String| NamedNode::new_unchecked(format!("{BASE}{name}"));
    let dl = |name: &str| NamedNode::new_unchecked(format!("{DL}{name}"));
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut all = Vec::with_capacity(count + 10);
    while all.len() < count {
        let (event, report) = (id(format!("event-{:016x}", next())), id(format!("report-{:016x}", next())));
        let person = |n: u64| id(format!("person-{:04}", n % 5000));
        let number = |n: u64| Literal::new_typed_literal((n % 100_000).to_string(), xsd::INTEGER);
        all.push(Triple::new(report.clone(), rdf::TYPE, dl("Report")));
        all.push(Triple::new(report.clone(), dl("reports"), event.clone()));
        all.push(Triple::new(
            report.clone(),
            dl("quote"),
            Literal::from(format!("Minister {} met envoy {} on the pier, officials said.", next(), next())),
        ));
        all.push(Triple::new(report.clone(), dl("startOffset"), number(next())));
        all.push(Triple::new(report.clone(), dl("endOffset"), number(next())));
        all.push(Triple::new(report, dl("rule"), Literal::from("party")));
        all.push(Triple::new(event.clone(), rdf::TYPE, dl("Meeting")));
        all.push(Triple::new(event.clone(), dl("status"), dl("Occurred")));
        all.push(Triple::new(event.clone(), dl("agent"), person(next())));
        all.push(Triple::new(event, dl("target"), person(next())));
    }
    all.truncate(count);
    all
}

fn fastest(mut work: impl FnMut()) -> Duration {
    let times = (0..5).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

#[expect(clippy::print_stdout, reason = "a bench tells its result")]
fn main() {
    let count = std::env::args().find_map(|a| a.parse().ok()).unwrap_or(1_000_000);
    let all = triples(count);
    let theirs = fastest(|| {
        let serializer = TurtleSerializer::new().with_prefix("dl", DL).and_then(|s| s.with_prefix("id", BASE));
        let mut writer = serializer.unwrap_or_default().for_writer(std::io::BufWriter::new(sink()));
        for triple in &all {
            let _ = writer.serialize_triple(triple);
        }
        let _ = writer.finish();
    });
    let ours = |memory: usize| {
        fastest(|| {
            let mut writer = TurtleWriter::new(Prefixes::dateline(BASE), memory);
            for triple in &all {
                let _ = writer.push(triple.as_ref());
            }
            let _ = writer.finish(sink());
        })
    };
    let (whole, spilled) = (ours(usize::MAX), ours(32 << 20));
    println!("{count} triples: oxttl, unsorted {theirs:.2?}; ours, sorted {whole:.2?}, spilled {spilled:.2?}");
    println!(
        "ratio {:.2}, spilled {:.2}",
        whole.as_secs_f64() / theirs.as_secs_f64(),
        spilled.as_secs_f64() / theirs.as_secs_f64()
    );
}
