//! What a document's graph says.

use crate::claim::Value;
use crate::frame::Status::{Occurred, Planned, Unknown};
use crate::graph::testing::{News, spelled};
use crate::resolve::EntityType::{City, Country, Person};
use crate::resolve::TimeValue;

fn of(all: &[String], subject: &str) -> Vec<String> {
    all.iter().filter_map(|q| q.strip_prefix(subject)?.strip_prefix(' ').map(str::to_owned)).collect()
}

/// The quads of the first event, but for its label.
fn event(news: &News) -> Vec<String> {
    let key = news.graph().things[0].key.clone();
    let mut found = of(&spelled(&news.quads()), &key);
    found.retain(|q| !q.starts_with("label"));
    found
}

#[test]
fn who_was_only_planned_to_come_is_expected() {
    let mut news = News::new(&["Ana Gomez met Li Wei in Oslo .", "Ana Gomez will meet Li Wei and Rui Prado in Bergen ."]);
    news.report(0, "met", "Meeting", Occurred).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
    news.with("occursAt", "Oslo", City);
    news.report(1, "meet", "Meeting", Planned).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
    news.with("target", "Rui Prado", Person);
    assert_eq!(
        event(&news),
        [
            "agent person-ana-gomez",
            "expectedParticipant person-rui-prado",
            "occursAt city-oslo",
            "status Occurred",
            "target person-li-wei",
            "type Meeting"
        ]
    );
}

#[test]
fn a_plan_that_is_still_a_plan_has_participants() {
    let mut news = News::new(&["Ana Gomez will meet Li Wei ."]);
    news.report(0, "meet", "Meeting", Planned).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
    assert_eq!(event(&news), ["agent person-ana-gomez", "status Planned", "target person-li-wei", "type Meeting"]);
}

#[test]
fn a_planned_place_is_expected_only() {
    let mut news = News::new(&["the summit began .", "Ana Gomez and Li Wei will hold a summit in Oslo ."]);
    news.noun(0, "summit", "Summit", Occurred);
    news.noun(1, "summit", "Summit", Planned).with("participant", "Ana Gomez", Person).with("participant", "Li Wei", Person);
    news.with("occursAt", "Oslo", City);
    let found = event(&news);
    assert!(found.contains(&"expectedAt city-oslo".to_owned()) && !found.iter().any(|q| q.starts_with("occursAt")), "{found:?}");
    assert!(found.contains(&"expectedParticipant person-li-wei".to_owned()), "{found:?}");
}

#[test]
fn who_is_excluded_takes_no_part() {
    let mut news = News::new(&["Ana Gomez met Li Wei without Rui Prado .", "Ana Gomez will meet Li Wei and Rui Prado ."]);
    news.report(0, "met", "Meeting", Occurred).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
    news.with("excluded", "Rui Prado", Person);
    news.report(1, "meet", "Meeting", Planned).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
    news.with("target", "Rui Prado", Person);
    let found = event(&news);
    assert!(found.contains(&"excluded person-rui-prado".to_owned()));
    assert!(!found.iter().any(|q| q == "expectedParticipant person-rui-prado" || q == "target person-rui-prado"), "{found:?}");
}

#[test]
fn time_is_that_of_the_newest_report_that_has_one() {
    let moment = |text: &str| TimeValue { time: Some(text.into()), precision: Some("Minute"), ..TimeValue::default() };
    let mut news = News::new(&["the visit went on .", "Ana Gomez visited at ten .", "Ana Gomez visited ."]);
    news.noun(0, "visit", "Visit", Occurred).with("agent", "the visit", Person);
    news.report(1, "visited", "Visit", Occurred).with("agent", "Ana Gomez", Person).time(moment("10:00:00"));
    news.report(2, "visited", "Visit", Occurred).with("agent", "Ana Gomez", Person);
    let all = spelled(&news.quads());
    let key = news.graph().things[1].key.clone();
    let found = of(&all, &key);
    assert!(found.iter().any(|q| q.starts_with("begin \"10:00:00\"")), "{found:?}");
    assert!(found.contains(&"timePrecision Minute".to_owned()));
}

#[test]
fn a_report_tells_where_its_words_stand() {
    let mut news = News::new(&["« Là » Ana Gomez met Li Wei ."]);
    news.report(0, "met", "Meeting", Occurred).with("agent", "Ana Gomez", Person);
    let quads = news.quads();
    let all = spelled(&quads);
    let report = all.iter().find(|q| q.contains(" trigger ")).unwrap().split(' ').next().unwrap().to_owned();
    let found = of(&all, &report);
    assert!(found.contains(&"quote \"« Là » Ana Gomez met Li Wei .\"".to_owned()), "{found:?}");
    assert!(found.iter().any(|q| q.starts_with("endOffset \"29\"")), "code points, not bytes: {found:?}");
    assert!(found.contains(&"mentions person-ana-gomez".to_owned()));
    assert!(found.contains(&"rule \"by-hand\"".to_owned()));
}

#[test]
fn a_role_is_named_by_title_and_body() {
    let mut news = News::new(&["Freedonia Foreign Minister Ana Gomez spoke ."]);
    news.report(0, "Minister", "RoleHolding", Unknown).with("holder", "Ana Gomez", Person).with("roleIn", "Freedonia", Country);
    news.value("roleTitle", Value::Text("Foreign Minister".into())).value("tenure", Value::Individual("Former".into()));
    let all = spelled(&news.quads());
    assert_eq!(
        of(&all, "role-foreign-minister--country-freedonia"),
        ["label \"foreign minister, Freedonia\"", "roleIn country-freedonia", "roleTitle \"foreign minister\"", "type Role"]
    );
    assert!(all.iter().any(|q| q.starts_with("report-") && q.ends_with("tenure Former")));
}
