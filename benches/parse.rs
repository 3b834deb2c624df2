//! Python spaCy and Dateline in turn on the same texts, one thread each, full pipelines both.
//!
//! `cargo bench --bench parse [-- TEXTS [PASSES]]`. TEXTS: one text a line, or JSON strings in a `.jsonl`; by default the
//! paragraphs of the parity test. Times are CPU seconds, so that other work on the machine does not count. Without Python and
//! spaCy 3.8 only Dateline is measured.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use anyhow::Context;
use dateline::parse::{Pipeline, locate, peak_flops};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// Multiplications and additions of the two encoders for one token: two times four layers of 288 by 288.
const ENCODER_FLOPS: f64 = 2.0 * 4.0 * 2.0 * 288.0 * 288.0;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts = arguments.first().map_or_else(|| root.join("tests/parity/paragraphs.txt"), Into::into);
    let passes: usize = arguments.get(1).map_or(Ok(5), |n| n.parse())?;
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;

    let file = std::fs::read_to_string(&texts).with_context(|| texts.display().to_string())?;
    let is_json = texts.extension().is_some_and(|e| e == "jsonl");
    let list: Vec<String> =
        file.lines().map(|l| if is_json { serde_json::from_str(l) } else { Ok(l.to_owned()) }).collect::<Result<_, _>>()?;
    let list: Vec<&str> = list.iter().map(|t| &**t).collect();

    let model = locate(None)?;
    let start = cpu_seconds();
    let pipeline = Pipeline::load(&model)?;
    println!("load           {:8.1} ms", (cpu_seconds() - start) * 1e3);
    let mut python = Python::start(root, &model, &texts)?;
    let (mut ours, mut theirs, mut tokens) = (Vec::new(), Vec::new(), 0);
    for _ in 0..passes {
        if let Some(python) = &mut python {
            theirs.push(python.pass()?);
        }
        let start = cpu_seconds();
        tokens = pipeline.analyse(&list).iter().map(|a| a.tokens.len()).sum();
        ours.push(cpu_seconds() - start);
    }
    let best = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^52")]
    let tokens_float = tokens as f64;
    println!("texts          {} with {tokens} tokens, {passes} passes in turn", list.len());
    println!(
        "dateline       {:8.0} tokens/s first, {:8.0} best ({:?})",
        tokens_float / ours[0],
        tokens_float / best(&ours),
        pipeline.instructions()
    );
    if !theirs.is_empty() {
        println!("python spaCy   {:8.0} tokens/s first, {:8.0} best", tokens_float / theirs[0], tokens_float / best(&theirs));
        println!("ratio          {:8.1} first, {:13.1} best", theirs[0] / ours[0], best(&theirs) / best(&ours));
    }
    let rate = ENCODER_FLOPS * tokens_float / best(&ours);
    let peak = peak_flops(pipeline.instructions());
    println!(
        "encoders       {:8.1} GFLOP/s over the whole time, {:.0}% of this core's {:.1}",
        rate / 1e9,
        100.0 * rate / peak,
        peak / 1e9
    );
    Ok(())
}

/// CPU time of all threads of this process, in seconds; wall time where the system does not tell.
fn cpu_seconds() -> f64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let wall = START.get_or_init(Instant::now).elapsed().as_secs_f64();
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else { return wall };
    let spent = |path: &Path| std::fs::read_to_string(path.join("schedstat")).ok()?.split(' ').next()?.parse::<f64>().ok();
    let nanoseconds: f64 = threads.filter_map(Result::ok).filter_map(|t| spent(&t.path())).sum();
    if nanoseconds > 0.0 { nanoseconds / 1e9 } else { wall }
}

/// A Python process that does one pass whenever it is told to.
struct Python {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
    _model: tempfile::TempDir,
}

impl Python {
    /// Starts it; `None` with a note when Python or spaCy is missing.
    fn start(root: &Path, model: &Path, texts: &Path) -> anyhow::Result<Option<Self>> {
        let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
        let found = Command::new(&python).args(["-c", "import spacy"]).stderr(Stdio::null()).status();
        if !found.is_ok_and(|s| s.success()) {
            println!("python spaCy   not installed, so not compared");
            return Ok(None);
        }
        let folder = tempfile::tempdir()?;
        zip::ZipArchive::new(std::fs::File::open(model)?)?.extract(folder.path())?;
        let mut child = Command::new(python)
            .arg(root.join("benches/spacy_pass.py"))
            .arg(folder.path())
            .arg(texts)
            .env("OMP_NUM_THREADS", "1")
            .env("OPENBLAS_NUM_THREADS", "1")
            .env("BLIS_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let answers = BufReader::new(child.stdout.take().context("no stdout")?);
        Ok(Some(Self { child, answers, _model: folder }))
    }

    /// CPU seconds of one pass.
    fn pass(&mut self) -> anyhow::Result<f64> {
        writeln!(self.child.stdin.as_mut().context("no stdin")?, "pass")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        line.trim().parse().context("python stopped")
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
