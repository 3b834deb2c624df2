use dateline::*;
fn main() {
    let lex = lexicon::Lexicon::with_files(&["/tmp/wt/mini.ttl".into()]).unwrap();
    let text = std::fs::read_to_string("tests/cases/status/cases.tsv").unwrap();
    let (mut ok, mut n) = (0, 0);
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let p: Vec<&str> = line.split('\t').collect();
        let doc = document::Document {
            id: "t".into(),
            text: p[0].into(),
            posts: vec![document::Post {
                blocks: vec![document::Block { span: document::Span::new(0, p[0].len()), kind: document::BlockKind::Paragraph }],
                ..Default::default()
            }],
            ..Default::default()
        };
        let parsed = parse::dump::parse(doc);
        let r = resolve::ResolvedDocument {
            parsed,
            entities: vec![],
            mentions: vec![],
            titles: vec![],
            attributions: vec![],
            times: vec![],
            locations: vec![],
        };
        let f = frame::frame(r, &lex);
        let hits: Vec<_> = (0..f.frames.len())
            .filter(|&i| {
                f.resolved.parsed.document.slice(f.trigger_span(i)) == p[1]
                    && f.frames[i].classes.iter().any(|c| c.starts_with(vocabulary::DL))
                    || f.resolved.parsed.document.slice(f.trigger_span(i)) == p[1] && f.frames[i].kind == frame::FrameKind::Verb
            })
            .map(|i| f.frames[i].status.as_str())
            .collect();
        n += 1;
        if hits.first() == Some(&p[2]) {
            ok += 1
        } else {
            println!("{}", frame::render(&f));
            println!("{} | {} | want {} got {:?}", p[0], p[1], p[2], hits);
            if std::env::args().count() > 1 {
                for t in &f.resolved.parsed.tokens {
                    print!("{}/{}/{}>{} ", t.lower, t.tag.as_str(), t.dep.as_str(), f.resolved.parsed.tokens[t.head].lower);
                }
                println!();
            }
        }
    }
    println!("{ok}/{n}");
}
