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

/// The pattern that new rules are copied from: a rule, but none of the program's.
const TEMPLATE: &str = "template.rq";

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
                if Path::new(&name).extension().is_some_and(|e| e == ending) && name != TEMPLATE {
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
    explorer(Path::new(&root), &mut code)?;
    fs::write(Path::new(&out).join("embedded.rs"), code)
}

/// The explorer's built files, when `make explorer` has made them. Cargo looks at a folder that is missing as at one that changed,
/// so it is watched only when it is there; `make explorer` touches this file.
fn explorer(root: &Path, code: &mut String) -> io::Result<()> {
    let folder = "web/dist";
    let mut names = Vec::new();
    if root.join(folder).join("index.html").is_file() {
        println!("cargo:rerun-if-changed={folder}");
        walk(&root.join(folder), "", &mut names)?;
    }
    names.sort();
    code.push_str("/// The explorer's files: path under `web/dist/` and bytes, sorted by path; none when it was not built.\n");
    code.push_str("pub const EXPLORER: &[(&str, &[u8])] = &[\n");
    for name in names {
        let file = format!("/{folder}/{name}");
        let _ = writeln!(code, "    ({name:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {file:?}))),");
    }
    code.push_str("];\n");
    Ok(())
}

fn walk(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}
