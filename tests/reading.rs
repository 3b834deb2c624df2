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
        let source = Source {
            id: folder.file_name().unwrap().to_string_lossy().into_owned(),
            path: folder.join("input.txt"),
            listed: true,
        };
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

/// Lines such as pages have, and some that no page has.
fn line() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    prop_oneof![
        Just("Updated".to_owned()),
        Just("Key events".to_owned()),
        Just("Show key events only".to_owned()),
        Just("* * *".to_owned()),
        Just("By Ann Lee and Bo Ek".to_owned()),
        Just("Ann Lee | 11:40 BST".to_owned()),
        Just("• 09:05 – Ferry leaves".to_owned()),
        Just("Sunday 4 February 2024".to_owned()),
        Just("## **Storm nears**".to_owned()),
        Just("Ferry “leaves” – at last".to_owned()),
        Just("The ferry has left. Nobody was hurt.".to_owned()),
        (0u8..30, 0u8..70).prop_map(|(hour, minute)| format!("{hour}.{minute:02}am")),
        "\\PC{0,40}",
        "[ \\t\u{a0}•#>*(\\[]{0,4}[0-9a-zé:. ]{0,12}",
        Just(String::new()),
    ]
}

proptest::proptest! {
    #[test]
    fn blocks_are_ordered_pieces_of_the_text(lines in proptest::collection::vec(line(), 0..40), crlf: bool) {
        let text = lines.join(if crlf { "\r\n" } else { "\n" });
        let metadata = Metadata { published: Some("2024-02-04".into()), ..Metadata::default() };
        let document = dateline::read::read_text("x", &text, metadata);
        let blocks: Vec<_> = document.posts.iter().flat_map(|post| &post.blocks).collect();
        for pair in blocks.windows(2) {
            proptest::prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        for block in blocks {
            proptest::prop_assert!(text.is_char_boundary(block.span.start) && text.is_char_boundary(block.span.end));
            proptest::prop_assert!(!text[block.span.start..block.span.end].trim().is_empty());
        }
        let mut order = document.oldest_first.clone();
        order.sort_unstable();
        proptest::prop_assert_eq!(order, (0..document.posts.len()).collect::<Vec<_>>());
    }
}
