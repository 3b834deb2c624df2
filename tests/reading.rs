//! Pasted pages in many layouts, read to posts. Each folder of `tests/cases/reading` holds `input.txt`, perhaps `about.jsonl`,
//! and `expected.txt`, the outline and the order of the posts. `UPDATE_EXPECTED=1` rewrites what differs.

use dateline::document::Metadata;
use dateline::read::{About, Reader, Source, outline};
use std::fs;
use std::path::PathBuf;

#[test]
fn pasted_pages_become_posts() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/reading");
    let mut folders: Vec<PathBuf> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 6, "the cases are missing");
    let mut wrong = Vec::new();
    for folder in folders {
        let source = Source { id: folder.file_name().unwrap().to_string_lossy().into_owned(), path: folder.join("input.txt") };
        let reader = Reader::new(Metadata::default(), false).unwrap();
        let about = folder.join("about.jsonl");
        let reader = if about.exists() { reader.with_about(About::read(&about).unwrap()) } else { reader };
        let document = reader.read(&source).unwrap();
        let found = format!("{}oldest first: {:?}\n", outline(&document), document.oldest_first);
        let expected = folder.join("expected.txt");
        if fs::read_to_string(&expected).unwrap_or_default() != found {
            if std::env::var_os("UPDATE_EXPECTED").is_some() {
                fs::write(&expected, &found).unwrap();
            }
            wrong.push(format!("{}:\n{found}", source.id));
        }
        for post in &document.posts {
            let spans: Vec<_> = post.blocks.iter().map(|block| block.span).collect();
            assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{}: blocks overlap", source.id);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
