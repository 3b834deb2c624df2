//! Golden cases: which reports are one event, and which are not.

use crate::claim::Value;
use crate::frame::Status::{Cancelled, Desired, Occurred, Ongoing, Planned, Unknown};
use crate::graph::testing::{News, partition};
use crate::resolve::EntityType::{City, Country, Group, Person, Unnamed};
use crate::resolve::TimeValue;

/// Each letter is an event: `"aab"` are two events, the first with two reports, in text order.
fn events(news: &News) -> String {
    partition(&news.graph()).into_iter().map(|thing| char::from(b'a' + thing as u8)).collect()
}

fn day(date: &str) -> TimeValue {
    TimeValue { on_date: Some(date.into()), precision: Some("Day"), ..TimeValue::default() }
}

#[test]
fn a_plan_and_its_fulfilment_are_one_event() {
    let mut news = News::new(&["Ana Gomez met Li Wei .", "Ana Gomez will meet Li Wei ."]);
    news.report(0, "met", "Meeting", Occurred).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
    news.report(1, "meet", "Meeting", Planned).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
    let graph = news.graph();
    assert_eq!(partition(&graph), [0, 0]);
    assert_eq!(graph.things[0].status, Occurred, "the newest post stands at the top");
}

#[test]
fn what_has_happened_is_not_planned_again() {
    let mut news = News::new(&["Ana Gomez will meet Li Wei .", "Ana Gomez met Li Wei ."]);
    news.report(0, "meet", "Meeting", Planned).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
    news.report(1, "met", "Meeting", Occurred).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
    assert_eq!(events(&news), "ab");
}

#[test]
fn unknown_overrides_nothing() {
    let mut news = News::new(&["Ana Gomez spoke of talks with Li Wei .", "Ana Gomez will hold talks with Li Wei ."]);
    for (post, status) in [(0, Unknown), (1, Planned)] {
        news.noun(post, "talks", "Talks", status).with("participant", "Ana Gomez", Person).with("participant", "Li Wei", Person);
    }
    let graph = news.graph();
    assert_eq!((partition(&graph), graph.things[0].status), (vec![0, 0], Planned));
}

#[test]
fn meetings_that_share_one_person_stay_apart() {
    let mut news = News::new(&["Ana Gomez met Li Wei .", "Ana Gomez met Rui Prado ."]);
    news.report(0, "met", "Meeting", Occurred).with("agent", "Ana Gomez", Person).with("target", "Li Wei", Person);
    news.report(1, "met", "Meeting", Occurred).with("agent", "Ana Gomez", Person).with("target", "Rui Prado", Person);
    assert_eq!(events(&news), "ab");
}

#[test]
fn a_definite_noun_takes_up_the_event() {
    let mut news = News::new(&["the summit began .", "Ana Gomez and Li Wei go to a summit ."]);
    news.noun(0, "summit", "Summit", Ongoing);
    news.noun(1, "summit", "Summit", Planned).with("participant", "Ana Gomez", Person).with("participant", "Li Wei", Person);
    assert_eq!(events(&news), "aa");
}

#[test]
fn an_indefinite_noun_does_not() {
    let mut news = News::new(&["a summit began .", "Ana Gomez and Li Wei go to a summit ."]);
    news.noun(0, "summit", "Summit", Ongoing);
    news.noun(1, "summit", "Summit", Planned).with("participant", "Ana Gomez", Person).with("participant", "Li Wei", Person);
    assert_eq!(events(&news), "ab");
}

#[test]
fn a_definite_noun_with_two_events_to_choose_from_stays_apart() {
    let mut news =
        News::new(&["the summit began .", "Rui Prado and Aino Salo go to a summit .", "Ana Gomez and Li Wei go to a summit ."]);
    news.noun(0, "summit", "Summit", Ongoing);
    news.noun(1, "summit", "Summit", Planned).with("participant", "Rui Prado", Person).with("participant", "Aino Salo", Person);
    news.noun(2, "summit", "Summit", Planned).with("participant", "Ana Gomez", Person).with("participant", "Li Wei", Person);
    assert_eq!(events(&news), "abc");
}

#[test]
fn classes_must_lie_on_one_line() {
    let mut news = News::new(&[
        "Ana Gomez and Li Wei had a meeting .",
        "Ana Gomez and Li Wei had a summit .",
        "Ana Gomez and Li Wei had a phone call .",
    ]);
    for (post, word, class) in [(0, "meeting", "Meeting"), (1, "summit", "Summit"), (2, "call", "PhoneCall")] {
        news.noun(post, word, class, Occurred).with("participant", "Ana Gomez", Person).with("participant", "Li Wei", Person);
    }
    assert_eq!(events(&news), "aab");
}

#[test]
fn ministers_at_a_summit_do_not_make_their_meeting_that_summit() {
    let mut news = News::new(&[
        "Rui Prado and Aino Salo had a meeting .",
        "Ana Gomez and Li Wei hold a summit with Rui Prado and Aino Salo .",
        "Ana Gomez and Li Wei plan a summit .",
    ]);
    news.noun(0, "meeting", "Meeting", Occurred).with("participant", "Rui Prado", Person).with(
        "participant",
        "Aino Salo",
        Person,
    );
    news.noun(1, "summit", "Summit", Planned);
    for name in ["Ana Gomez", "Li Wei", "Rui Prado", "Aino Salo"] {
        news.with("participant", name, Person);
    }
    news.noun(2, "summit", "Summit", Planned).with("participant", "Ana Gomez", Person).with("participant", "Li Wei", Person);
    assert_eq!(events(&news), "abb");
}

#[test]
fn two_cities_are_two_arrivals_but_a_city_and_its_country_one() {
    let mut news = News::new(&["Ana Gomez landed in Bergen .", "Ana Gomez landed in Norway .", "Ana Gomez will land in Oslo ."]);
    news.report(0, "landed", "Arrival", Occurred).with("agent", "Ana Gomez", Person).with("occursAt", "Bergen", City);
    news.report(1, "landed", "Arrival", Occurred).with("agent", "Ana Gomez", Person).with("occursAt", "Norway", Country);
    news.report(2, "land", "Arrival", Planned).with("agent", "Ana Gomez", Person).with("occursAt", "Oslo", City);
    let (oslo, norway) = (news.entity("Oslo", City), news.entity("Norway", Country));
    news.lies_in(oslo, norway);
    assert_eq!(events(&news), "abb");
}

#[test]
fn days_must_agree() {
    let mut news =
        News::new(&["Ana Gomez visited on Monday .", "Ana Gomez visited on Friday .", "Ana Gomez visited on Friday ."]);
    for (post, date) in [(0, "2031-05-05"), (1, "2031-05-02"), (2, "2031-05-02")] {
        news.report(post, "visited", "Visit", Occurred).with("agent", "Ana Gomez", Person).time(day(date));
    }
    assert_eq!(events(&news), "abb");
}

#[test]
fn a_month_and_a_day_in_it_agree() {
    let mut news = News::new(&["Ana Gomez visited in May .", "Ana Gomez visited on Friday ."]);
    for (post, date) in [(0, "2031-05"), (1, "2031-05-02")] {
        news.report(post, "visited", "Visit", Occurred).with("agent", "Ana Gomez", Person).time(day(date));
    }
    assert_eq!(events(&news), "aa");
}

#[test]
fn counts_must_agree() {
    let mut news = News::new(&["Rebels freed miners , 14 of them .", "Rebels freed miners , 16 of them ."]);
    for (post, count) in [(0, 14), (1, 16)] {
        news.report(post, "freed", "Release", Occurred).with("agent", "Rebels", Group).with("target", "miners", Group);
        news.value("count", Value::Number(count));
    }
    assert_eq!(events(&news), "ab");
}

#[test]
fn a_toll_rises_and_never_falls() {
    let toll = |newer: u64, older: u64| {
        let mut news = News::new(&["the blast in a market killed many .", "A blast hit a market ."]);
        news.noun(0, "blast", "Attack", Occurred).with("target", "market", Unnamed).value("killed", Value::Number(newer));
        news.noun(1, "blast", "Attack", Occurred).with("target", "market", Unnamed).value("killed", Value::Number(older));
        events(&news)
    };
    assert_eq!((toll(5, 3).as_str(), toll(3, 5).as_str()), ("aa", "ab"));
}

#[test]
fn a_state_that_attacks_twice_makes_two_attacks() {
    let mut news = News::new(&["Freedonia shelled a school .", "Freedonia shelled a bridge ."]);
    news.report(0, "shelled", "Attack", Occurred).with("agent", "Freedonia", Country).with("target", "school", Unnamed);
    news.report(1, "shelled", "Attack", Occurred).with("agent", "Freedonia", Country).with("target", "bridge", Unnamed);
    assert_eq!(events(&news), "ab");
    let mut bare = News::new(&["Freedonia attacked .", "Freedonia attacked ."]);
    for post in 0..2 {
        bare.report(post, "attacked", "Attack", Occurred).with("agent", "Freedonia", Country);
    }
    assert_eq!(events(&bare), "ab", "in doubt apart");
}

#[test]
fn cancelled_follows_a_plan_and_wishes_give_way_to_facts() {
    let mut news = News::new(&["the visit of Ana Gomez was called off .", "Ana Gomez will visit ."]);
    news.noun(0, "visit", "Visit", Cancelled).with("agent", "Ana Gomez", Person);
    news.report(1, "visit", "Visit", Planned).with("agent", "Ana Gomez", Person);
    let graph = news.graph();
    assert_eq!((partition(&graph), graph.things[0].status), (vec![0, 0], Cancelled));
    let mut news = News::new(&["Li Wei was freed .", "They want Li Wei freed ."]);
    news.report(0, "freed", "Release", Occurred).with("target", "Li Wei", Person);
    news.report(1, "freed", "Release", Desired).with("target", "Li Wei", Person);
    let graph = news.graph();
    assert_eq!((partition(&graph), graph.things[0].status), (vec![0, 0], Occurred));
}

#[test]
fn statements_are_told_apart_by_their_words() {
    let mut news = News::new(&["Ana Gomez said No .", "Ana Gomez said No .", "Ana Gomez said Yes ."]);
    for (post, words) in [(0, "We go home."), (1, "“We go home”"), (2, "We stay")] {
        news.report(post, "said", "Statement", Occurred).with("speaker", "Ana Gomez", Person);
        news.value("text", Value::Text(words.into()));
    }
    assert_eq!(events(&news), "aab");
}

#[test]
fn a_growing_page_keeps_the_names_of_its_events() {
    let keys = |posts: &[&str]| {
        let mut news = News::new(posts);
        for (post, text) in posts.iter().enumerate() {
            news.report(post, "landed", "Arrival", Occurred).with("agent", &text[..9], Person);
        }
        let graph = news.graph();
        graph.reports.iter().map(|r| graph.things[r.thing].key.clone()).collect::<Vec<_>>()
    };
    let before = keys(&["Ana Gomez landed .", "Aino Salo landed ."]);
    let after = keys(&["Rui Prado landed .", "Ana Gomez landed .", "Aino Salo landed ."]);
    assert_eq!(after[1..], before[..]);
    assert!(before[0].starts_with("event-") && before[0].len() == 22);
}

#[test]
fn equal_sentences_in_one_post_are_told_apart() {
    let mut news = News::new(&["They met . They met ."]);
    news.report(0, "met", "Meeting", Occurred);
    news.report(0, "met", "Meeting", Occurred);
    let graph = news.graph();
    assert_ne!(graph.things[0].key, graph.things[1].key);
}

#[test]
fn a_holding_is_known_by_holder_title_and_body() {
    let mut news = News::new(&[
        "Foreign minister Ana Gomez spoke .",
        "Freedonia foreign minister Ana Gomez spoke .",
        "Ana Gomez , chair , spoke .",
    ]);
    let title = |news: &mut News, words: &str| {
        news.value("roleTitle", Value::Text(words.into())).value("tenure", Value::Individual("Current".into()));
    };
    news.report(0, "minister", "RoleHolding", Unknown).with("holder", "Ana Gomez", Person);
    title(&mut news, "Foreign minister");
    news.report(1, "minister", "RoleHolding", Unknown).with("holder", "Ana Gomez", Person).with("roleIn", "Freedonia", Country);
    title(&mut news, "foreign minister");
    news.report(2, "chair", "RoleHolding", Unknown).with("holder", "Ana Gomez", Person);
    title(&mut news, "chair");
    let graph = news.graph();
    assert_eq!(partition(&graph), [0, 0, 1]);
    assert_eq!(graph.things[0].key, "holding-ana-gomez--foreign-minister--country-freedonia");
}

#[test]
fn nobody_unnamed_holds_a_role() {
    let mut news = News::new(&["the spokesman spoke ."]);
    news.report(0, "spokesman", "RoleHolding", Unknown).with("holder", "spokesman", Person);
    news.value("roleTitle", Value::Text("spokesman".into()));
    let graph = news.graph();
    assert!(graph.reports.is_empty() && graph.losses.len() == 1);
}

#[test]
fn ways_of_going_are_told_apart() {
    let mut news = News::new(&["Ana Gomez drove away .", "Ana Gomez walked in .", "Ana Gomez landed in Oslo ."]);
    news.report(0, "drove", "Movement", Occurred).with("agent", "Ana Gomez", Person);
    news.report(1, "walked", "Movement", Occurred).with("agent", "Ana Gomez", Person);
    news.report(2, "landed", "Arrival", Occurred).with("agent", "Ana Gomez", Person).with("occursAt", "Oslo", City);
    assert_eq!(events(&news), "abc");
}

#[test]
fn a_headline_leaves_the_article_out() {
    let mut news = News::new(&["leaders arrive for summit", "Ana Gomez and Li Wei go to a summit ."]);
    news.headline(0).noun(0, "summit", "Summit", Unknown);
    news.noun(1, "summit", "Summit", Planned).with("participant", "Ana Gomez", Person).with("participant", "Li Wei", Person);
    assert_eq!(events(&news), "aa");
}

#[test]
fn another_word_or_number_is_another_event() {
    let take_up = |first: &str, then: &str| {
        let mut news = News::new(&[&format!("the {then} went on ."), &format!("Rebels began a {first} .")]);
        news.noun(0, then, "Attack", Ongoing);
        news.noun(1, first, "Attack", Occurred).with("agent", "Rebels", Group);
        events(&news)
    };
    assert_eq!((take_up("raid", "raid").as_str(), take_up("raid", "raids").as_str()), ("aa", "ab"));
    assert_eq!(take_up("raid", "violence"), "ab");
}

#[test]
fn a_place_of_its_own_makes_a_definite_noun_new() {
    let mut news = News::new(&["the war in Bergen went on .", "Rebels began a war ."]);
    news.noun(0, "war", "Attack", Ongoing).with("occursAt", "Bergen", City);
    news.noun(1, "war", "Attack", Occurred).with("agent", "Rebels", Group);
    assert_eq!(events(&news), "ab");
}

#[test]
fn a_second_meeting_of_the_same_two_is_another() {
    let mut news = News::new(&["Ana Gomez and Li Wei planned a second meeting .", "Ana Gomez and Li Wei planned a meeting ."]);
    for post in 0..2 {
        news.noun(post, "meeting", "Meeting", Planned);
        news.with("participant", "Ana Gomez", Person).with("participant", "Li Wei", Person);
    }
    news.modify(0, "second", "meeting");
    assert_eq!(events(&news), "ab");
}

#[test]
fn a_definite_noun_waits_for_the_report_that_says_whose() {
    let mut news = News::new(&["the summit ended .", "Ana Gomez and Li Wei met at the summit .", "the summit began in Oslo ."]);
    news.noun(0, "summit", "Summit", Occurred);
    news.noun(1, "summit", "Summit", Occurred).with("participant", "Ana Gomez", Person).with("participant", "Li Wei", Person);
    news.noun(2, "summit", "Summit", Ongoing).with("occursAt", "Oslo", City);
    assert_eq!(events(&news), "aaa");
    let graph = news.graph();
    assert!(graph.things[0].key.ends_with(&graph.reports[2].hash), "the oldest report names the event");
}

#[test]
fn what_is_told_of_often_is_what_a_bare_noun_means() {
    let pair = "Ana Gomez and Li Wei go to a summit .";
    let mut news = News::new(&["the summit began .", "Rui Prado and Aino Salo go to a summit .", pair, pair, pair, pair]);
    news.noun(0, "summit", "Summit", Ongoing);
    news.noun(1, "summit", "Summit", Planned).with("participant", "Rui Prado", Person).with("participant", "Aino Salo", Person);
    for post in 2..6 {
        news.noun(post, "summit", "Summit", Planned).with("participant", "Ana Gomez", Person).with(
            "participant",
            "Li Wei",
            Person,
        );
    }
    assert_eq!(events(&news), "abaaaa");
}
