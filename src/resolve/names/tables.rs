//! Names that the tables have.

use super::kinds::is_name_label;
use super::{Finder, NameKind};
use crate::parse::Dep;
use crate::parse::NameLabel;
use crate::parse::Pos;
use crate::parse::Tag;
use crate::resolve::EntityType;
use crate::resolve::fold::fold;
use crate::resolve::knowledge::NounKind;
use crate::resolve::knowledge::RowId;
use std::ops::Range;

/// Words that make a sports club of the town before them.
const CLUBS: &[&str] =
    &["united", "city", "rovers", "wanderers", "athletic", "albion", "hotspur", "fc", "cf", "rangers", "thistle"];
/// Words that make one of the town behind them.
const CLUB_PREFIXES: &[&str] =
    &["real", "atlético", "atletico", "sporting", "inter", "dynamo", "dinamo", "olympique", "lokomotiv", "deportivo", "fc"];

impl Finder<'_> {
    /// Sports clubs: "Leeds United", "Dynamo Kyiv". Longer names of the tables ("Mexico City") and of others
    /// ("Oxford City Council") come first.
    pub(super) fn clubs(&mut self) {
        let w = self.w;
        for i in 1..w.len() {
            let joined = w.same_sentence(i - 1, i) && w.is_capitalised(i - 1) && w.is_capitalised(i);
            if !joined || self.is_untrusted(i) {
                continue;
            }
            let town = |t: usize| w.knowledge.named(w.text(t)).iter().any(|&r| w.knowledge.row(r).kind == Some(EntityType::City));
            let club = CLUBS.contains(&w.lower(i)) && town(i - 1) || CLUB_PREFIXES.contains(&w.lower(i - 1)) && town(i);
            let goes_on = w.same_sentence(i, i + 1) && w.is_capitalised(i + 1) && w.is_noun(i + 1) && w.title_at(i + 1).is_none();
            let inside = i > 1 && w.same_sentence(i - 2, i) && w.is_capitalised(i - 2) && w.is_noun(i - 2);
            if club && !goes_on && !inside && w.knowledge.named(w.slice(i - 1..i + 1)).is_empty() {
                self.add(i - 1..i + 1, NameKind::Thing(EntityType::Organization), Vec::new(), 3);
            }
        }
    }

    /// "Greens leader", "Christian Democrat deputy leader": the party that ends in a token and has a leader, unless the tables
    /// know it. At the start of a sentence one word that may be an adjective is left alone.
    fn led_party(&self, i: usize) -> Option<Range<usize>> {
        const WORDS: &[&str] =
            &["democrat", "democratic", "liberal", "socialist", "conservative", "communist", "green", "greens"];
        const KINDS: &[&str] = &["christian", "social", "liberal", "free", "national", "centre", "center", "radical"];
        const LED: &[&str] = &["leader", "leaders", "chairman", "chairwoman", "chair", "whip", "spokesman", "spokeswoman"];
        let w = self.w;
        if !w.is_capitalised(i) || !WORDS.contains(&w.lower(i)) || w.is_all_capitals(i) {
            return None;
        }
        let mut next = i + 1;
        if matches!(w.lower_at(next), "co" | "deputy" | "parliamentary" | "party" | "group" | "joint") {
            next += 1 + usize::from(w.is_hyphen(next + 1));
        }
        let led = LED.contains(&w.lower_at(next)) && w.same_sentence(i, next) && !w.is_capitalised(next);
        let two = i > 0 && w.same_sentence(i - 1, i) && KINDS.contains(&w.lower(i - 1)) && w.is_capitalised(i - 1);
        let tokens = i - usize::from(two)..i + 1;
        let adjective = !two && w.lower(i) != "greens" && (w.starts_sentence(i) || w.lower(i).starts_with("democrat"));
        let known = !w.knowledge.named(w.slice(tokens.clone())).is_empty() || w.demonym(i).is_some();
        let headed = self.taken[i].is_some_and(|id| self.names[id].tokens.end > i + 1);
        (led && !adjective && !known && !headed).then_some(tokens)
    }

    /// "Freedom party", "Green alliance": a capitalised word before a small one for a party names it.
    pub(super) fn parties(&mut self) {
        const COMMON: &[&str] = &[
            "ruling",
            "opposition",
            "government",
            "main",
            "rival",
            "coalition",
            "political",
            "governing",
            "third",
            "other",
            "new",
        ];
        let w = self.w;
        // "the Christian Democrats"
        const PEOPLE: &[&str] = &["democrats", "liberals", "socialists", "conservatives", "unionists", "greens"];
        const KINDS: &[&str] =
            &["christian", "social", "liberal", "free", "sweden", "national", "centre", "center", "radical", "ulster"];
        for i in 0..w.len() {
            if let Some(tokens) = self.led_party(i) {
                for t in tokens.clone() {
                    if let Some(id) = self.taken[t] {
                        self.remove(id);
                    }
                }
                self.add(tokens, NameKind::Thing(EntityType::Organization), Vec::new(), 3);
            }
        }
        for i in 1..w.len() {
            if PEOPLE.contains(&w.lower(i))
                && KINDS.contains(&w.lower(i - 1))
                && w.is_capitalised(i)
                && w.is_capitalised(i - 1)
                && w.knowledge.named(w.slice(i - 1..i + 1)).is_empty()
            {
                for t in [i - 1, i] {
                    if let Some(id) = self.taken[t] {
                        self.remove(id);
                    }
                }
                self.add(i - 1..i + 1, NameKind::Thing(EntityType::Organization), Vec::new(), 3);
                continue;
            }
            let party = w.text(i) == "party" && w.same_sentence(i - 1, i) && w.is_capitalised(i - 1);
            if !party || self.taken[i].is_some() || COMMON.contains(&w.lower(i - 1)) || w.is_hyphen(i + 1) {
                continue;
            }
            let word = matches!(w.pos(i - 1), Pos::Noun | Pos::Propn | Pos::Adj);
            let before = self.taken[i - 1];
            // a table's party keeps its row
            let fixed = before.is_some_and(|id| self.names[id].certainty == 3 && self.names[id].tokens.end == i);
            if !word || fixed {
                continue;
            }
            let start = before.map_or(i - 1, |id| self.names[id].tokens.start);
            if let Some(id) = before {
                self.remove(id);
            }
            self.add(start..i + 1, NameKind::Thing(EntityType::Organization), Vec::new(), 3);
        }
    }

    /// Longest names of the tables. One word inside a longer name of the model ("Paris Hilton") is left to the model.
    pub(super) fn from_tables(&mut self) {
        let w = self.w;
        let longest = w.knowledge.longest_name() + 2;
        for s in &w.parsed.sentences {
            let mut i = s.tokens.start;
            while i < s.tokens.end {
                i += self.table_name_at(i, s.tokens.end.min(i + longest)).max(1);
            }
        }
    }

    /// Adds the longest table name that starts at `i`; gives the number of tokens used.
    pub(super) fn table_name_at(&mut self, i: usize, end: usize) -> usize {
        let w = self.w;
        if !w.is_capitalised(i) {
            return 0;
        }
        for last in (i..end).rev() {
            if !w.is_word(last) || (w.tag(last) == Tag::Pos) {
                continue;
            }
            let tokens = i..last + 1;
            let text = w.slice(tokens.clone());
            let folded = fold(text);
            let rows = w.knowledge.named_folded(&folded);
            if !rows.is_empty() && tokens.len() > 1 && self.inside_body(&tokens) {
                continue;
            }
            if !rows.is_empty() && self.extends_to_body(last, w.knowledge.row(rows[0]).kind) {
                return 0;
            }
            if !rows.is_empty() && self.admits_table_name(&tokens, text, rows) {
                let kind = w.knowledge.row(rows[0]).kind.map_or(NameKind::Other, NameKind::Thing);
                let rows = rows.to_vec();
                self.add(tokens, kind, rows, 3);
                return last + 1 - i;
            }
            if tokens.len() == 1
                && w.demonym(i).is_some()
                && matches!(w.pos(i), Pos::Adj | Pos::Noun | Pos::Propn)
                && !self.inside_longer(&tokens)
            {
                self.add(tokens, NameKind::People, Vec::new(), 3);
                return 1;
            }
        }
        0
    }

    /// "Alaska Airlines" + "Center", "London" + "Bridge": the longer name is another thing.
    pub(super) fn extends_to_body(&self, last: usize, kind: Option<EntityType>) -> bool {
        let w = self.w;
        let next = last + 1;
        kind != Some(EntityType::Person)
            && w.same_sentence(last, next)
            && w.pos(next) == Pos::Propn
            && w.is_capitalised(next)
            && w.dep(last) == Dep::Compound
            && !self.is_untrusted(next)
            && w.title_at(next).is_none()
            && w.knowledge.named(w.text(next)).is_empty()
            && matches!(w.noun_kind(next), Some(NounKind::Organization | NounKind::Facility | NounKind::Group | NounKind::Region))
    }

    /// Whether a name of several words is a part of a longer body that the model found: "Mill County" in "Mill County Choir".
    pub(super) fn inside_body(&self, tokens: &Range<usize>) -> bool {
        let w = self.w;
        w.model_name(tokens.start).is_some_and(|id| {
            let n = &w.parsed.names[id];
            if !matches!(n.label, NameLabel::Org | NameLabel::Fac | NameLabel::Law | NameLabel::Event) {
                return false;
            }
            let whole = &self.trimmed[id];
            let inside = whole.start <= tokens.start && tokens.end <= whole.end && whole.len() > tokens.len();
            let rest = |i: usize| w.is_capitalised(i) || matches!(w.lower(i), "of" | "the" | "and" | "for" | "&" | "'s" | "-");
            inside
                && whole.clone().all(rest)
                && whole
                    .clone()
                    .filter(|i| !tokens.contains(i))
                    .any(|i| w.is_noun(i) && w.title_at(i).is_none() && w.knowledge.demonym(w.text(i)).is_none())
        })
    }

    pub(super) fn admits_table_name(&self, tokens: &Range<usize>, text: &str, rows: &[RowId]) -> bool {
        let w = self.w;
        let (first, last) = (tokens.start, tokens.end - 1);
        if tokens.len() == 1 {
            // "us", "it", "who" in capitals are words as well; a table acronym must stand in capitals in the text.
            let label_has_capitals = rows.iter().any(|&r| {
                let row = w.knowledge.row(r);
                std::iter::once(&row.label).chain(&row.alt_labels).any(|l| l.replace('.', "") == text.replace('.', ""))
            });
            let all_caps_line = self.sentence_is_all_capitals(first);
            if text.len() <= 3 && (!label_has_capitals || all_caps_line && w.pos(first) != Pos::Propn) {
                return false;
            }
            if !label_has_capitals && !all_caps_line {
                return false;
            }
            // "Trans-Pacific", "Euro-Atlantic": an adjective of its own
            const FIRST: &[&str] = &["trans", "euro", "indo", "pan", "asia", "intra", "inter", "afro"];
            let blend = first > 1
                && w.is_hyphen(first - 1)
                && w.touches(first - 1, first)
                && w.touches(first - 2, first - 1)
                && FIRST.contains(&w.lower(first - 2));
            if blend && rows.iter().all(|&r| w.knowledge.row(r).kind == Some(EntityType::Place)) {
                return false;
            }
            // "to feel the Bern", "Taken By Surprise": no town
            let town = rows.iter().all(|&r| w.knowledge.row(r).kind == Some(EntityType::City));
            let seen = w.model_name(first).is_some_and(|id| matches!(w.parsed.names[id].label, NameLabel::Gpe | NameLabel::Loc));
            let article = first > 0 && w.lower(first - 1) == "the" && w.dep(first) != Dep::Compound && !text.starts_with("The");
            if town && (article && w.head(first - 1) == first || !seen && self.is_title_case(first)) {
                return false;
            }
            let common = matches!(w.pos(first), Pos::Verb | Pos::Aux | Pos::Adp | Pos::Sconj | Pos::Det | Pos::Pron | Pos::Adv);
            if common && self.w.starts_sentence(first) {
                return false;
            }
            if self.inside_longer(tokens) || self.is_person_by_model(tokens, rows) {
                return false;
            }
            // A given name or capitalised neighbour makes it part of a person's name: "Chad Smith", "Michael Jordan".
            let given_before = first > 0
                && w.same_sentence(first, first - 1)
                && w.is_capitalised(first - 1)
                && w.knowledge.given_name(w.text(first - 1)).is_some()
                && w.dep(first - 1) == Dep::Compound;
            return !given_before;
        }
        w.is_capitalised(last) || w.text(last).chars().any(|c| c.is_ascii_digit())
    }

    /// Whether the model takes a lone word for a person, and the tables only for a place of no great weight ("Lincoln").
    pub(super) fn is_person_by_model(&self, tokens: &Range<usize>, rows: &[RowId]) -> bool {
        let w = self.w;
        let heavy = rows.iter().any(|&r| {
            let row = w.knowledge.row(r);
            row.kind == Some(EntityType::Country)
                || row.stands_for.is_some()
                || row.kind == Some(EntityType::Person)
                || row.kind == Some(EntityType::Organization) && !self.ends_person(tokens.start)
                || row.population > 1_000_000
        });
        let person = w.model_name(tokens.start).is_some_and(|id| {
            let n = &w.parsed.names[id];
            n.label == NameLabel::Person && tokens.end <= n.tokens.end
        });
        person && !heavy
    }

    /// Whether a word is a given name or ends the longer name of a person in the document: "Ford", "Bloomberg".
    fn ends_person(&self, word: usize) -> bool {
        let w = self.w;
        w.knowledge.given_name(w.text(word)).is_some()
            || w.parsed
                .names
                .iter()
                .zip(&self.trimmed)
                .any(|(n, tokens)| n.label == NameLabel::Person && tokens.len() > 1 && w.text(tokens.end - 1) == w.text(word))
    }

    /// Whether the tokens are a proper part of a longer model name that should win.
    pub(super) fn inside_longer(&self, tokens: &Range<usize>) -> bool {
        let w = self.w;
        w.model_name(tokens.start).is_some_and(|id| {
            let n = &w.parsed.names[id];
            let inside = n.tokens.start <= tokens.start && tokens.end <= n.tokens.end;
            if !inside || !is_name_label(n.label) {
                return false;
            }
            let trimmed = &self.trimmed[id];
            if trimmed.start > tokens.start || trimmed.end < tokens.end || trimmed.len() <= tokens.len() {
                return false;
            }
            // "US Secretary", "Russia Vladimir Putin": the state stands before a title or another name.
            let next = tokens.end;
            let before_title = trimmed.start == tokens.start && next < trimmed.end && w.title_at(next).is_some();
            let joined =
                (next < trimmed.end && w.is_hyphen(next)) || (tokens.start > trimmed.start && w.is_hyphen(tokens.start - 1));
            !before_title && !joined
        })
    }

    /// "Chattanooga, Tenn.": a short form behind a name and a comma is the state.
    pub(super) fn from_abbreviations(&mut self) {
        let w = self.w;
        for i in 2..w.len() {
            if w.lower(i - 1) == "(" && self.party_and_state(i) {
                continue;
            }
            let behind_comma = w.lower(i - 1) == "," && w.same_sentence(i - 2, i) && self.taken[i - 2].is_some();
            if !behind_comma || !w.is_capitalised(i) {
                continue;
            }
            if self.party_and_state(i) {
                continue;
            }
            let Some(row) = w.knowledge.abbreviation(w.text(i)) else { continue };
            if let Some(old) = self.taken[i] {
                if self.names[old].len() > 1 {
                    continue;
                }
                self.remove(old);
            }
            self.add(i..i + 1, NameKind::Thing(EntityType::Region), vec![row], 3);
        }
    }

    /// "Ann Lee (R-Ohio)", "Ann Lee, D-N.Y.,": an American party's letter and a state.
    pub(super) fn party_and_state(&mut self, i: usize) -> bool {
        let w = self.w;
        let party = match w.text(i) {
            "R" => "Republican",
            "D" => "Democrat",
            _ => return false,
        };
        if i + 2 >= w.len() || !w.is_hyphen(i + 1) || !w.touches(i, i + 1) || self.taken[i - 2].is_none() {
            return false;
        }
        let state = w.knowledge.abbreviation(w.text(i + 2)).or_else(|| {
            w.knowledge.named(w.text(i + 2)).iter().copied().find(|&r| w.knowledge.row(r).kind == Some(EntityType::Region))
        });
        let (Some(party), Some(state)) = (w.knowledge.demonym(party), state) else { return false };
        for t in [i, i + 2] {
            if let Some(old) = self.taken[t] {
                self.remove(old);
            }
        }
        self.add(i..i + 1, NameKind::Thing(EntityType::Organization), vec![party], 3);
        self.add(i + 2..i + 3, NameKind::Thing(EntityType::Region), vec![state], 3);
        true
    }
}
