//! One line a frame, for reading.

use super::{Filler, FramedDocument};
use crate::vocabulary::{DL, F};
use std::fmt::Write as _;

/// Renders all frames: position, kind, trigger, classes, status, filled slots.
pub fn render(framed: &FramedDocument) -> String {
    let resolved = &framed.resolved;
    let mut out = String::new();
    let mut sentence = usize::MAX;
    for (id, frame) in framed.frames.iter().enumerate() {
        if frame.sentence != sentence {
            sentence = frame.sentence;
            let tokens = resolved.parsed.sentences[sentence].tokens.clone();
            let _ = writeln!(out, "# {}", resolved.parsed.document.slice(resolved.parsed.span(tokens)));
        }
        let classes: Vec<String> = frame.classes.iter().map(|c| c.replace(DL, "").replace(F, "f:")).collect();
        let _ = write!(
            out,
            "{id} {:?} {} [{}] {}",
            frame.kind,
            resolved.parsed.document.slice(framed.trigger_span(id)),
            classes.join(" "),
            frame.status.as_str()
        );
        for argument in &frame.arguments {
            let _ = match &argument.filler {
                Filler::Mention(m) => {
                    let mention = &resolved.mentions[*m];
                    let labels: Vec<&str> = mention.entities.iter().map(|&e| resolved.entities[e].label.as_str()).collect();
                    let words = resolved.parsed.document.slice(resolved.mention_span(*m));
                    if labels == [words] {
                        write!(out, " {}={words}", argument.slot)
                    } else {
                        write!(out, " {}={words}({})", argument.slot, labels.join(" + "))
                    }
                }
                Filler::Frame(f) => write!(out, " {}=#{f}", argument.slot),
                Filler::Text(t) => write!(out, " {}=\"{t}\"", argument.slot),
                Filler::Number(n) => write!(out, " {}={n}", argument.slot),
                Filler::Time(i) => {
                    let time = &resolved.times[*i];
                    write!(
                        out,
                        " {}={}",
                        argument.slot,
                        resolved.parsed.document.slice(resolved.parsed.span(time.tokens.clone()))
                    )
                }
            };
        }
        out.push('\n');
    }
    out
}
