//! The text itself, where things are mentioned in it, and what was missed: asked for by option, since a text may not be ours to
//! give away, and since it is read by people rather than by queries.

use super::super::DocumentGraph;
use super::super::iri;
use super::{Iris, Sink};
use crate::document::{CodePoints, Span};
use oxrdf::Quad;
use std::collections::BTreeSet;

/// A sentence that held something and gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Index of its post.
    pub post: usize,
    /// Where it stands.
    pub span: Span,
    /// The stage that lost it.
    pub stage: &'static str,
    /// The words that should have given something.
    pub words: Vec<String>,
}

impl DocumentGraph {
    /// The quads that [`Self::quads`] leaves out: each post's text, its place in time, mentions, and what was missed.
    pub fn text_quads(&self, iris: &Iris, lost: &[Lost]) -> Vec<Quad> {
        let resolved = &self.framed.resolved;
        let document = &resolved.parsed.document;
        let mut sink = Sink::new(iris, &iri::document(&document.id));
        let mut points = CodePoints::new(&document.text);
        let keys = iri::post_keys(document);
        let body = |post: usize| document.posts[post].blocks.iter().map(|b| b.span).reduce(Span::cover);
        for (sequence, &post) in document.oldest_first.iter().enumerate() {
            let name = iri::post(&document.id, &keys[post]);
            sink.number(&name, "sequence", sequence as u64);
            if let Some(body) = body(post) {
                sink.article_body(&name, document.slice(body));
                write_span(&mut sink, &name, body, &mut points);
            }
        }
        // A key from the place within its post stays when the page grows.
        let passage = |kind: &str, post: usize, span: Span| {
            let start = span.start - body(post).map_or(0, |b| b.start.min(span.start));
            format!("{kind}-{}", iri::hash([document.id.as_str(), &keys[post], &start.to_string(), document.slice(span)], 8))
        };
        let described: BTreeSet<usize> = self.named_entities().into_iter().collect();
        for mention in &resolved.mentions {
            let sentence = resolved.parsed.sentence_of(mention.head);
            let span = resolved.parsed.span(mention.tokens.clone());
            let meant = || mention.entities.iter().filter(|e| described.contains(e));
            if span.is_empty() || meant().next().is_none() {
                continue;
            }
            let key = passage("mention", sentence.post, span);
            sink.class(&key, "Mention");
            sink.link(&key, "inPost", &iri::post(&document.id, &keys[sentence.post]));
            sink.string(&key, "quote", document.slice(span));
            write_span(&mut sink, &key, span, &mut points);
            for &entity in meant() {
                sink.link(&key, "refersTo", &resolved.entities[entity].key);
            }
        }
        for miss in lost {
            let key = passage("miss", miss.post, miss.span);
            sink.class(&key, "Miss");
            sink.link(&key, "inPost", &iri::post(&document.id, &keys[miss.post]));
            sink.string(&key, "quote", document.slice(miss.span));
            write_span(&mut sink, &key, miss.span, &mut points);
            sink.string(&key, "lostAt", miss.stage);
            for word in &miss.words {
                sink.string(&key, "clue", word);
            }
        }
        sink.finish()
    }
}

fn write_span(sink: &mut Sink, key: &str, span: Span, points: &mut CodePoints) {
    sink.number(key, "startOffset", points.at(span.start) as u64);
    sink.number(key, "endOffset", points.at(span.end) as u64);
}

#[cfg(test)]
mod tests {
    use super::Lost;
    use crate::document::Span;
    use crate::graph::quads::Iris;
    use crate::graph::testing::{News, spelled};
    use crate::resolve::EntityType::Person;
    use crate::vocabulary::BASE;

    fn text(news: &News, lost: &[Lost]) -> Vec<String> {
        spelled(&news.graph().text_quads(&Iris::new(BASE).unwrap(), lost))
    }

    #[test]
    fn a_mention_leads_from_the_words_to_the_thing() {
        let mut news = News::new(&["Ana Gomez left ."]);
        news.mention(0, "Ana Gomez", Person);
        let all = text(&news, &[]);
        let of: Vec<&str> =
            all.iter().filter_map(|q| q.strip_prefix("mention-")?.split_once(' ')).map(|(_, rest)| rest).collect();
        for wanted in ["refersTo person-ana-gomez", "startOffset \"0\"", "endOffset \"9\"", "quote \"Ana Gomez\"", "type Mention"]
        {
            assert!(of.iter().any(|q| q.starts_with(wanted)), "{wanted}: {of:?}");
        }
        assert!(all.iter().any(|q| q.ends_with("articleBody \"Ana Gomez left .\"")), "{all:?}");
    }

    #[test]
    fn posts_are_counted_from_the_oldest() {
        let all = text(&News::new(&["the newest .", "the oldest ."]), &[]);
        let sequence = |words: &str| {
            let body = all.iter().find(|q| q.ends_with(&format!("articleBody \"{words}\""))).unwrap();
            let of = format!("{} sequence ", body.split(' ').next().unwrap());
            all.iter().find_map(|q| q.strip_prefix(&of)).unwrap().to_owned()
        };
        assert!(sequence("the oldest .").starts_with("\"0\""), "{all:?}");
        assert!(sequence("the newest .").starts_with("\"1\""), "{all:?}");
    }

    #[test]
    fn what_was_missed_is_told_with_its_stage() {
        let lost = Lost { post: 0, span: Span::new(0, 10), stage: "lexicon", words: vec!["Ana".into()] };
        let all = text(&News::new(&["Ana hums ."]), &[lost]);
        for wanted in [" lostAt \"lexicon\"", " clue \"Ana\"", " endOffset \"10\"", " type Miss"] {
            assert!(all.iter().any(|q| q.starts_with("miss-") && q.contains(wanted)), "{wanted}: {all:?}");
        }
    }
}
