//! Lists the data files of the repository, so that adding one needs no line of Rust.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

/// Constant, folder, ending.
const FOLDERS: [(&str, &str, &str); 8] = [
    ("ONTOLOGY", "ontology", "ttl"),
    ("LEXICON", "ontology/lexicon", "ttl"),
    ("KNOWLEDGE", "ontology/knowledge", "ttl"),
    ("EXTRACT", "queries/extract", "rq"),
    ("INFER", "queries/infer", "rq"),
    ("ASK", "queries/ask", "rq"),
    ("HYGIENE", "queries/hygiene", "rq"),
    ("CHECK", "queries/check", "rq"),
];

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let mut code = String::new();
    println!("cargo:rerun-if-changed=build.rs");
    for (constant, folder, ending) in FOLDERS {
        let path = Path::new(&root).join(folder);
        let mut names = Vec::new();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={folder}");
            for file in fs::read_dir(&path)? {
                let name = file?.file_name().to_string_lossy().into_owned();
                if Path::new(&name).extension().is_some_and(|e| e == ending) {
                    names.push(name);
                }
            }
        }
        names.sort();
        let _ = writeln!(code, "/// Files of `{folder}/`: path in the repository and text, sorted by path.");
        let _ = writeln!(code, "pub const {constant}: &[(&str, &str)] = &[");
        for name in names {
            // no path of this clone: a target folder may serve several
            let file = format!("{folder}/{name}");
            let _ =
                writeln!(code, "    ({file:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))),", format!("/{file}"));
        }
        let _ = writeln!(code, "];");
    }
    fs::write(Path::new(&out).join("embedded.rs"), code)
}
