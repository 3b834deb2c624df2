//! Event nouns that a sentence takes as facts without telling them: "after the attack", "victims of the crash", "her arrest".

use super::Status;
use super::status::{Effect, Statuses};
use crate::lexicon::Part;
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::TimeValue;
use crate::vocabulary::DL;

/// Longest way from a noun to the verb above it.
const DEPTH: usize = 8;

/// Classes that news speak of once they have happened; a visit, a vote or a deal may lie ahead.
const DEEDS: [&str; 14] = [
    "Attack",
    "Death",
    "Injury",
    "Detention",
    "Crime",
    "Disaster",
    "Resignation",
    "Appointment",
    "Arrival",
    "Departure",
    "Protest",
    "Criticism",
    "Displacement",
    "Rescue",
];

/// The status that an event noun has by what stands around it, when no word gives it one: `Occurred` if the text takes it for
/// granted, `Planned` if its own time lies ahead of `day` (ISO 8601, the day of the text), else `Unknown`.
///
/// `verb_status` tells the status of a verb by its token.
pub(super) fn status_of(
    statuses: &Statuses,
    noun: usize,
    classes: &[String],
    times: &[&TimeValue],
    day: Option<&str>,
    verb_status: impl Fn(usize) -> Option<Status>,
) -> Status {
    let s = &statuses.syntax;
    let mut at = noun;
    let (mut temporal, mut after, mut presupposed, mut refused) = (false, false, false, false);
    let mut verb = None;
    for _ in 0..DEPTH {
        let head = s.head(at);
        if head == at {
            break;
        }
        if s.is_verb_form(head) {
            let governs = !temporal && !matches!(s.dep(at), Dep::Nsubj);
            if governs && statuses.effect(head, Part::Verb).is_some_and(Effect::is_open) {
                return Status::Unknown;
            }
            verb = Some((head, s.dep(at)));
            break;
        }
        match s.pos(head) {
            Pos::Adp | Pos::Sconj if s.dep(at) == Dep::Pobj => {
                let over_a_meal = s.lower(head) == "over" && is(classes, &["Meeting"]);
                temporal |= over_a_meal || matches!(s.lower(head), "after" | "following" | "since" | "during" | "amid");
                let above = s.head(head);
                // "the inquiry into the death", "none of the injuries", "within months of the attack", "a day of meetings"
                let asked =
                    s.lower(head) == "into" && matches!(&*s.lemma(above), "inquiry" | "enquiry" | "investigation" | "probe");
                let some = s.lower(head) == "of"
                    && matches!(s.lower(above), "none" | "all" | "some" | "most" | "many" | "few" | "each" | "both")
                    && is_definite(statuses, at);
                presupposed |= asked && is(classes, &DEEDS) || some;
                temporal |=
                    s.lower(head) == "of" && matches!(&*s.lemma(above), "minute" | "hour" | "day" | "week" | "month" | "year");
                after |= matches!(s.lower(head), "after" | "following" | "since");
                refused |=
                    matches!(s.lower(head), "for" | "against" | "without" | "before" | "until" | "towards" | "toward" | "into");
            }
            Pos::Noun | Pos::Adj => {
                let part = if s.pos(head) == Pos::Noun { Part::Noun } else { Part::Adjective };
                // "the aim of the attack was to …"
                let purpose = matches!(&*s.lemma(head), "aim" | "goal" | "purpose" | "point");
                match statuses.effect(head, part).filter(|_| !purpose) {
                    Some(Effect::Presupposes) => presupposed = true,
                    Some(effect) if effect.is_open() && !temporal => return Status::Unknown,
                    _ => {}
                }
            }
            _ => {}
        }
        at = head;
    }
    if presupposed {
        return Status::Occurred;
    }
    if let Some(status) = day.and_then(|day| by_time(times, day)) {
        return status;
    }
    let Some((verb, dep)) = verb else { return Status::Unknown };
    if !matches!(verb_status(verb), Some(Status::Occurred | Status::Ongoing)) {
        return Status::Unknown;
    }
    // "two years after the exodus they are still in tents"
    if after && is(classes, &DEEDS) && is_definite(statuses, noun) {
        return Status::Occurred;
    }
    let past = s.tag(verb) == Tag::Vbd || verb_status(verb) == Some(Status::Occurred);
    let deed = is(classes, &DEEDS);
    let subject = matches!(dep, Dep::Nsubj | Dep::Nsubjpass);
    if temporal && past || is_definite(statuses, noun) && !refused && past && (subject || deed) {
        return Status::Occurred;
    }
    Status::Unknown
}

/// Whether the time of a present tense lies ahead of `day`, or late on it: "the delegation leaves on Friday", "flies home tonight".
pub(super) fn is_ahead(times: &[&TimeValue], day: &str) -> bool {
    let tonight = |value: &&TimeValue| {
        let day = &day[..day.len().min(10)];
        value.timex.as_deref().and_then(|timex| timex.strip_prefix(day)).is_some_and(|part| matches!(part, "TNI" | "TEV"))
    };
    by_time(times, day) == Some(Status::Planned) || times.iter().any(tonight)
}

/// From the event's own time: yesterday's vote has been, next week's summit is to come.
fn by_time(times: &[&TimeValue], day: &str) -> Option<Status> {
    let told = |value: &&TimeValue| {
        let last = value.end.as_ref().or(value.time.as_ref()).or(value.on_date.as_ref())?;
        let first = value.begin.as_ref().or(value.time.as_ref()).or(value.on_date.as_ref())?;
        let same = |text: &str| text.len().min(10).min(day.len());
        if last[..same(last)] < day[..same(last)] {
            Some(Status::Occurred)
        } else if first[..same(first)] > day[..same(first)] {
            Some(Status::Planned)
        } else {
            None
        }
    };
    times.iter().find_map(told)
}

fn is(classes: &[String], names: &[&str]) -> bool {
    classes.iter().any(|class| class.strip_prefix(DL).is_some_and(|name| names.contains(&name)))
}

/// "the attack", "his release", "Monday's vote"; a headline has no articles.
fn is_definite(statuses: &Statuses, noun: usize) -> bool {
    let s = &statuses.syntax;
    statuses.in_headline(noun)
        || s.parsed.children(noun).any(|c| match s.dep(c) {
            Dep::Poss => true,
            Dep::Det => matches!(s.lower(c), "the" | "this" | "that" | "these" | "those"),
            _ => false,
        })
}
