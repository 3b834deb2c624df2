//! Analyses texts for comparison with Python spaCy: JSON strings, one a line, in; JSON analyses out.
//!
//! INSTRUCTIONS=avx2 or =portable uses no wider vector instructions.
//!
//! `analyse MODEL TEXTS [REPEAT]`: with REPEAT it prints only how long one pass took, in seconds, best of that many.
#![expect(clippy::print_stdout, reason = "a command line tool")]

use dateline::parse::{Analysis, Instructions, Pipeline};
use std::path::Path;
use std::time::Instant;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, texts, rest @ ..] = &arguments[..] else { anyhow::bail!("usage: analyse MODEL TEXTS [REPEAT]") };
    let widest = match std::env::var("INSTRUCTIONS").as_deref() {
        Ok("portable") => Instructions::Portable,
        Ok("avx2") => Instructions::Avx2,
        _ => Instructions::Avx512,
    };
    let pipeline = Pipeline::load_with(Path::new(model), widest)?;
    let file = std::fs::read_to_string(texts)?;
    let texts = file.lines().map(serde_json::from_str::<String>).collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<&str> = texts.iter().map(|t| &**t).collect();
    if let Some(repeat) = rest.first() {
        let mut best = f64::INFINITY;
        let mut tokens = 0;
        for _ in 0..repeat.parse::<usize>()? {
            let start = Instant::now();
            tokens = pipeline.analyse(&texts).iter().map(|a| a.tokens.len()).sum();
            best = best.min(start.elapsed().as_secs_f64());
        }
        println!("{best} {tokens} {:?}", pipeline.instructions());
        return Ok(());
    }
    for (text, analysis) in texts.iter().zip(pipeline.analyse(&texts)) {
        println!("{}", row(text, &analysis));
    }
    Ok(())
}

/// The form of `tests/parity/gold.jsonl`: tokens as start, end (code points), tag, pos, lemma, head, label, sentence start;
/// names as first token, end, label.
fn row(text: &str, analysis: &Analysis) -> serde_json::Value {
    let points = |byte: usize| text[..byte].chars().count();
    let tokens: Vec<_> = (analysis.tokens.iter())
        .map(|t| {
            let lemma: &str = &t.lemma;
            serde_json::json!([
                points(t.start),
                points(t.end),
                t.tag.as_str(),
                t.pos.as_str(),
                lemma,
                t.head,
                t.dep.as_str(),
                u8::from(t.sentence_start)
            ])
        })
        .collect();
    let names: Vec<_> =
        analysis.names.iter().map(|n| serde_json::json!([n.tokens.start, n.tokens.end, n.label.as_str()])).collect();
    serde_json::json!({"text": text, "tokens": tokens, "names": names})
}
