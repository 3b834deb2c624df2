//! What follows, and what must not.

use super::{Cells, infer};
use crate::claim::Value;
use crate::frame::Status::{self, Occurred, Planned, Unknown};
use crate::graph::quads::Iris;
use crate::graph::testing::{News, spelled};
use crate::resolve::EntityType::{Country, Person};
use crate::vocabulary::BASE;
use oxrdf::Quad;

fn follows(quads: &[Quad]) -> Vec<String> {
    spelled(&infer(quads, &Iris::new(BASE).unwrap().inferred()).unwrap())
}

fn meeting(text: &str, trigger: &str, class: &str, status: Status, names: &[&str]) -> Vec<String> {
    let mut news = News::new(&[text]);
    news.report(0, trigger, class, status);
    for name in names {
        news.with("participant", name, Person);
    }
    let mut all = follows(&news.quads());
    all.retain(|q| q.contains(" meets ") || q.contains(" plannedToMeet "));
    all
}

#[test]
fn meets_holds_in_both_directions() {
    let all = meeting("Ana Gomez met Li Wei .", "met", "Meeting", Occurred, &["Ana Gomez", "Li Wei"]);
    assert_eq!(all, ["person-ana-gomez meets person-li-wei", "person-li-wei meets person-ana-gomez"]);
}

#[test]
fn a_planned_meeting_gives_no_meets() {
    let all = meeting("Ana Gomez will meet Li Wei .", "meet", "Meeting", Planned, &["Ana Gomez", "Li Wei"]);
    assert_eq!(all, ["person-ana-gomez plannedToMeet person-li-wei", "person-li-wei plannedToMeet person-ana-gomez"]);
}

#[test]
fn who_is_joined_at_a_planned_summit_is_on_one_side() {
    let planned = |rule: &str| {
        let mut news = News::new(&["The summit begins , Ana Gomez being joined by Li Wei ."]);
        news.report(0, "summit", "Summit", Planned).with("participant", "Ana Gomez", Person);
        news.with("participant", "Li Wei", Person).rule(rule);
        follows(&news.quads()).iter().any(|q| q.contains(" plannedToMeet "))
    };
    assert!(planned("with") && !planned("joining-there"));
}

#[test]
fn four_at_a_summit_need_not_have_met_but_four_that_met_did() {
    let names = ["Ana Gomez", "Li Wei", "Rui Prado", "Aino Salo"];
    let text = "Ana Gomez , Li Wei , Rui Prado and Aino Salo met at a summit .";
    assert!(meeting(text, "summit", "Summit", Occurred, &names).is_empty());
    assert_eq!(meeting(text, "met", "Meeting", Occurred, &names).len(), 12);
    assert_eq!(meeting(text, "summit", "Summit", Occurred, &names[..3]).len(), 6);
}

#[test]
fn no_meeting_in_person_no_meets() {
    let names = ["Ana Gomez", "Li Wei"];
    assert!(meeting("Ana Gomez called Li Wei .", "called", "PhoneCall", Occurred, &names).is_empty());
    assert!(meeting("Ana Gomez briefed Li Wei .", "briefed", "Briefing", Occurred, &names).is_empty());
    assert!(meeting("Ana Gomez interviewed Li Wei .", "interviewed", "Interview", Occurred, &names).is_empty());
    assert!(meeting("Ana Gomez held virtual talks with Li Wei .", "talks", "Talks", Occurred, &names).is_empty());
    assert!(meeting("Ana Gomez and Li Wei may have met .", "met", "Meeting", Status::Possible, &names).is_empty());
}

#[test]
fn a_greeting_is_a_meeting_of_two() {
    assert_eq!(meeting("Ana Gomez hugged Li Wei .", "hugged", "Greeting", Occurred, &["Ana Gomez", "Li Wei"]).len(), 2);
}

#[test]
fn two_welcomed_by_one_host_need_not_have_met() {
    let greeting = |status| {
        let mut news = News::new(&["Ana Gomez welcomed Li Wei and Rui Prado ."]);
        news.report(0, "welcomed", "Greeting", status).with("agent", "Ana Gomez", Person);
        news.with("target", "Li Wei", Person).with("target", "Rui Prado", Person);
        let mut all = follows(&news.quads());
        all.retain(|q| q.contains(" meets ") || q.contains(" plannedToMeet "));
        all
    };
    for status in [Occurred, Planned] {
        let all = greeting(status);
        assert_eq!(all.len(), 4, "{all:?}");
        assert!(all.iter().all(|q| q.contains("person-ana-gomez")), "{all:?}");
    }
}

#[test]
fn superclasses_and_superproperties_follow() {
    let mut news = News::new(&["Ana Gomez rang Li Wei ."]);
    news.report(0, "rang", "PhoneCall", Occurred).with("agent", "Ana Gomez", Person);
    let (key, all) = (news.graph().things[0].key.clone(), follows(&news.quads()));
    for wanted in ["type Communication", "type Event", "participant person-ana-gomez"] {
        assert!(all.contains(&format!("{key} {wanted}")), "{wanted} in {all:?}");
    }
    assert!(all.contains(&"person-ana-gomez type Agent".to_owned()));
    assert!(!all.iter().any(|q| q.ends_with("type PhoneCall")), "what is said already does not follow");
}

fn holding(id: &str, published: Option<&str>, tenure: &str, capacity: &str) -> Vec<Quad> {
    let mut news = News::named(id, published, &["Freedonia president Ana Gomez spoke ."]);
    news.report(0, "president", "RoleHolding", Unknown).with("holder", "Ana Gomez", Person).with("roleIn", "Freedonia", Country);
    news.value("roleTitle", Value::Text("president".into())).value("tenure", Value::Individual(tenure.into()));
    news.value("capacity", Value::Individual(capacity.into()));
    news.quads()
}

fn roles(quads: &[Quad]) -> Vec<String> {
    let all = follows(quads).into_iter().filter(|q| q.contains("Role role-"));
    all.map(|q| q.split(' ').nth(1).unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_newest_document_tells_whether_a_role_is_held() {
    assert_eq!(roles(&holding("a", None, "Current", "Full")), ["hasRole"]);
    let old = holding("a", Some("2031-05-01"), "Current", "Full");
    let new = holding("b", Some("2033-01-01T10:00:00Z"), "Former", "Full");
    assert_eq!(roles(&[old.clone(), new.clone()].concat()), ["hadRole"]);
    let newest = holding("c", Some("2034-01-01"), "Current", "Full");
    assert_eq!(roles(&[old, new, newest].concat()), ["hasRole"]);
}

#[test]
fn who_is_elect_does_not_hold_the_role_yet() {
    assert!(roles(&holding("a", None, "Current", "Elect")).is_empty());
}

#[test]
fn cells_follow_a_growing_graph_as_the_whole_does() {
    let graph = Iris::new(BASE).unwrap().inferred();
    let whole = |quads: &[Quad]| -> Vec<String> {
        infer(quads, &graph).unwrap().iter().map(|q| format!("{} {} {}", q.subject, q.predicate, q.object)).collect()
    };
    let blog = |posts: usize, met: Status| {
        let texts = ["Ana Gomez met Li Wei .", "Rui Prado hugged Ana Gomez .", "Ana Gomez met Li Wei ."];
        let mut news = News::new(&texts[..posts]);
        for (post, (trigger, class, others)) in
            [("met", "Meeting", ["Ana Gomez", "Li Wei"]), ("hugged", "Greeting", ["Rui Prado", "Ana Gomez"])]
                .iter()
                .enumerate()
                .take(posts)
        {
            news.report(post, trigger, class, met).with("agent", others[0], Person).with("target", others[1], Person);
        }
        news.quads()
    };
    let old = holding("a", Some("2031-05-01"), "Current", "Full");
    let new = holding("b", Some("2033-01-01T10:00:00Z"), "Former", "Full");
    let mut cells = Cells::default();
    let versions = [
        blog(1, Planned),
        [blog(2, Planned), old.clone()].concat(),
        [blog(2, Occurred), old.clone(), new.clone()].concat(),
        [blog(3, Occurred), old].concat(),
        new,
        Vec::new(),
    ];
    let mut meetings = 0;
    for quads in versions {
        let lines = cells.infer(quads.iter(), &graph).unwrap();
        assert_eq!(lines, whole(&quads));
        meetings += lines.iter().filter(|line| line.contains("#meets>")).count();
    }
    assert_eq!(meetings, 8);
}
