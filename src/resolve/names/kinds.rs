//! What a name names: by table, shape, surroundings, and the document's other mentions.

use super::{AIRCRAFT, Name, NameKind, PARTICLES, SHIP_PREFIXES, head_of};
use crate::parse::Dep;
use crate::parse::NameLabel;
use crate::parse::Pos;
use crate::parse::Tag;
use crate::resolve::EntityType;
use crate::resolve::fold::fold;
use crate::resolve::knowledge::NounKind;
use crate::resolve::knowledge::RowId;
use crate::resolve::words::Words;
use std::collections::HashMap;
use std::collections::HashSet;

pub(super) fn is_name_label(label: NameLabel) -> bool {
    matches!(
        label,
        NameLabel::Person
            | NameLabel::Org
            | NameLabel::Gpe
            | NameLabel::Loc
            | NameLabel::Fac
            | NameLabel::Norp
            | NameLabel::Product
            | NameLabel::Event
            | NameLabel::WorkOfArt
            | NameLabel::Law
            | NameLabel::Language
    )
}

pub(super) fn kind_of_label(label: NameLabel) -> NameKind {
    match label {
        NameLabel::Person => NameKind::Thing(EntityType::Person),
        NameLabel::Org => NameKind::Thing(EntityType::Organization),
        NameLabel::Gpe => NameKind::Thing(EntityType::GeopoliticalEntity),
        NameLabel::Loc => NameKind::Thing(EntityType::Place),
        NameLabel::Fac => NameKind::Thing(EntityType::Facility),
        NameLabel::Norp | NameLabel::Language => NameKind::People,
        _ => NameKind::Other,
    }
}

/// The kind that the words of a name tell, above all its last noun or the one before "of".
pub(super) fn kind_by_shape(w: Words, n: &Name) -> Option<EntityType> {
    let (first, last) = (n.tokens.start, n.tokens.end - 1);
    if n.len() > 1 && SHIP_PREFIXES.contains(&w.lower(first)) && w.is_all_capitals(first) {
        return Some(EntityType::Vehicle);
    }
    if n.len() > 1 && AIRCRAFT.contains(&w.lower(first)) && w.text(last).chars().any(|c| c.is_ascii_digit()) {
        return Some(EntityType::Vehicle);
    }
    if is_craft(w.text(last)) || is_made(w, n) {
        return Some(EntityType::Vehicle);
    }
    if n.len() < 2 {
        return None;
    }
    let noun = n.tokens.clone().find(|&i| matches!(w.lower(i), "of" | "for")).map_or(last, |of| of.max(first + 1) - 1);
    let given = w.knowledge.given_name(w.text(first)).is_some();
    // "Center for Politics" is no place, nor is "Dylann Roof, 21," a building
    let serves = noun + 1 < n.tokens.end && w.lower(noun + 1) == "for";
    if serves && matches!(w.noun_kind(noun), Some(NounKind::Facility | NounKind::Place | NounKind::Organization)) {
        return Some(EntityType::Organization);
    }
    if n.is_person() && n.len() == 2 && has_age(w, n) {
        return Some(EntityType::Person);
    }
    if matches!(w.lower(last), "center" | "centre") && w.noun_kind(last).is_some() {
        let studies = STUDIES.contains(&w.lower(last - 1));
        return Some(if studies { EntityType::Organization } else { EntityType::Facility });
    }
    if FIRM_ENDINGS.contains(&w.lower(last)) && w.is_capitalised(last) {
        return Some(EntityType::Organization);
    }
    match w.noun_kind(noun) {
        Some(NounKind::Organization) => Some(EntityType::Organization),
        Some(NounKind::Group) => Some(EntityType::Organization),
        Some(NounKind::Facility) if !given || n.len() > 2 => Some(EntityType::Facility),
        Some(NounKind::Place) if !given => Some(EntityType::Place),
        Some(NounKind::Region) if !given => Some(EntityType::Region),
        Some(NounKind::City) if !given && matches!(w.lower(noun), "city" | "town" | "village" | "township") => {
            Some(EntityType::City)
        }
        Some(NounKind::Vehicle) if !given => Some(EntityType::Vehicle),
        _ if given
            && n.len() <= 4
            && n.tokens.clone().all(|i| w.is_capitalised(i) || w.is_hyphen(i) || PARTICLES.contains(&w.lower(i))) =>
        {
            Some(EntityType::Person)
        }
        _ => None,
    }
}

/// What a center does that is a body and no building.
const STUDIES: &[&str] = &[
    "research",
    "policy",
    "studies",
    "law",
    "justice",
    "rights",
    "action",
    "democracy",
    "information",
    "analysis",
    "strategy",
    "security",
    "development",
    "education",
    "poverty",
    "resource",
    "monitoring",
    "intelligence",
    "counterterrorism",
    "coordination",
    "crisis",
    "cybersecurity",
    "hurricane",
    "seismological",
    "accountability",
    "integrity",
    "progress",
];

/// Words with which the names of firms end.
const FIRM_ENDINGS: &[&str] = &[
    "pharma",
    "pharmaceuticals",
    "therapeutics",
    "biotech",
    "biosciences",
    "biologics",
    "healthcare",
    "diagnostics",
    "holdings",
    "technologies",
    "technology",
    "software",
    "systems",
    "networks",
    "semiconductor",
    "semiconductors",
    "robotics",
    "aerospace",
    "airlines",
    "airways",
    "motors",
    "automotive",
    "industries",
    "enterprises",
    "ventures",
    "partners",
    "capital",
    "securities",
    "investments",
    "insurance",
    "properties",
    "realty",
    "energy",
    "petroleum",
    "resources",
    "mining",
    "minerals",
    "metals",
    "chemicals",
    "materials",
    "cement",
    "logistics",
    "shipping",
    "railways",
    "foods",
    "beverages",
    "breweries",
    "brands",
    "stores",
    "supermarkets",
    "cosmetics",
    "entertainment",
    "pictures",
    "studios",
    "records",
    "interactive",
    "telecom",
    "communications",
    "electronics",
    "electric",
    "engineering",
    "construction",
    "hotels",
    "resorts",
    "cruises",
    "labs",
    "analytics",
    "dynamics",
    "inc",
    "inc.",
    "corp",
    "corp.",
    "co.",
    "ltd",
    "ltd.",
    "llc",
    "plc",
    "gmbh",
    "ag",
    "asa",
    "oyj",
    "nv",
];
/// "A white Toyota", "his BMW", "six Land Cruisers": the maker's name with an article is a thing that it made.
fn is_made(w: Words, n: &Name) -> bool {
    const MAKERS: &[&str] = &[
        "audi",
        "bmw",
        "cessna",
        "ford",
        "gulfstream",
        "hyundai",
        "jaguar",
        "jeep",
        "lada",
        "learjet",
        "lexus",
        "mercedes",
        "nissan",
        "peugeot",
        "porsche",
        "renault",
        "skoda",
        "suzuki",
        "tesla",
        "toyota",
        "volkswagen",
        "volvo",
        "rover",
        "cruiser",
        "cruisers",
        "humvee",
        "chevrolet",
        "cadillac",
        "mazda",
        "fiat",
        "bentley",
        "boeing",
        "airbus",
    ];
    let last = n.tokens.end - 1;
    let head = head_of(w, n.tokens.clone());
    let article = w
        .parsed
        .children(head)
        .any(|c| w.dep(c) == Dep::Det && matches!(w.lower(c), "a" | "an") || w.dep(c) == Dep::Poss || w.dep(c) == Dep::Nummod);
    article && head == last && MAKERS.contains(&w.lower(last))
}

/// "C-130", "F-16", "Mi-8", "CH-47": the type of an aircraft.
fn is_craft(word: &str) -> bool {
    const TYPES: &[&str] = &[
        "A", "B", "C", "E", "F", "P", "U", "An", "Il", "Ka", "Mi", "MiG", "Su", "Tu", "Yak", "AH", "CH", "KC", "MH", "MQ", "RQ",
        "UH",
    ];
    let numbered = |n: &str| (1..=4).contains(&n.len()) && n.starts_with(|c: char| c.is_ascii_digit());
    word.split_once('-').is_some_and(|(kind, number)| TYPES.contains(&kind) && numbered(number))
}

/// "A yacht, the Maria Linda": a name with an article beside a word for a craft.
fn is_vessel(w: Words, n: &Name) -> bool {
    let head = head_of(w, n.tokens.clone());
    let article = n.tokens.start > 0 && w.lower(n.tokens.start - 1) == "the" || w.lower(n.tokens.start) == "the";
    let craft = |noun: usize| w.noun_kind(noun) == Some(NounKind::Vehicle) && w.pos(noun) == Pos::Noun;
    let start = n.tokens.start;
    let beside = w.dep(head) == Dep::Appos && craft(w.head(head)) || start > 2 && w.lower(start - 2) == "," && craft(start - 3);
    let after = w.parsed.children_with(head, Dep::Appos).any(|c| c >= n.tokens.end && craft(c));
    article && (beside || after)
}

/// Whether the words around say that a person is named: a title or form of address before, "who" after.
pub(super) fn has_person_context(w: Words, n: &Name) -> bool {
    let before = n.tokens.start.checked_sub(1).filter(|&b| w.same_sentence(b, n.tokens.start));
    let titled = before.is_some_and(|b| {
        w.is_address(b)
            || (b.saturating_sub(4)..=b)
                .any(|s| w.same_sentence(s, b) && w.title_at(s).is_some_and(|(len, _, plural)| s + len == b + 1 && !plural))
    });
    if matches!(w.noun_kind(n.tokens.end - 1), Some(NounKind::Organization | NounKind::Group | NounKind::Facility)) {
        return false;
    }
    let comma = usize::from(w.lower_at(n.tokens.end) == ",");
    titled || w.lower_at(n.tokens.end + comma) == "who" || has_age(w, n) || is_described(w, n)
}

/// "Luka, 19, was among those arrested": an age between commas or brackets.
fn has_age(w: Words, n: &Name) -> bool {
    let at = n.tokens.end;
    let age = w.same_sentence(n.head, at + 2) && w.text(at + 1).parse::<u8>().is_ok_and(|years| (1..=115).contains(&years));
    age && matches!((w.lower_at(at), w.lower_at(at + 2)), (",", "," | ".") | ("(", ")"))
}

/// "Ann Lee, a retired teacher who …", "The fishmonger, Jan de Wit, said": an apposition with a noun for a person.
fn is_described(w: Words, n: &Name) -> bool {
    let head = head_of(w, n.tokens.clone());
    let is_role = |noun: usize| {
        let article = w.parsed.children(noun).any(|c| c < noun && (w.dep(c) == Dep::Det || w.dep(c) == Dep::Poss));
        let person = match w.noun_kind(noun) {
            Some(kind) => kind == NounKind::Person,
            None => w.is_trade(noun) && n.len() > 1,
        };
        article && person && w.tag(noun) == Tag::Nn
    };
    let above = w.head(head);
    let after = w.parsed.children_with(head, Dep::Appos).any(|c| c >= n.tokens.end && is_role(c));
    let before = w.dep(head) == Dep::Appos && above < n.tokens.start && w.lower_at(n.tokens.start - 1) == "," && is_role(above);
    // "Hart was a sergeant in the army"
    let verb = w.parsed.tokens[above].lemma.as_ref() == "be" && w.dep(head) == Dep::Nsubj && n.len() == 1;
    const VAGUE: &[&str] = &[
        "leader",
        "winner",
        "member",
        "partner",
        "champion",
        "supporter",
        "target",
        "victim",
        "owner",
        "player",
        "rival",
        "supplier",
        "maker",
        "pioneer",
        "ally",
        "friend",
        "enemy",
        "host",
    ];
    let told = verb && w.parsed.children_with(above, Dep::Attr).any(|c| is_role(c) && !VAGUE.contains(&w.lower(c)));
    after || before || told
}

/// "Norlight, whose founder Ann Lee": what has a founder or chairman is a body.
fn has_head(w: Words, n: &Name) -> bool {
    const HEADS: &[&str] = &[
        "founder",
        "co-founder",
        "chief executive",
        "chairman",
        "chairwoman",
        "managing director",
        "spokesman",
        "spokeswoman",
        "headquarters",
    ];
    let whose = n.tokens.end + usize::from(w.lower_at(n.tokens.end) == ",");
    w.same_sentence(n.head, whose + 1)
        && w.lower(whose) == "whose"
        && (w.title_at(whose + 1).is_some_and(|(_, title, _)| HEADS.contains(&title)) || HEADS.contains(&w.lower(whose + 1)))
}

/// Whether a lone name stands before a business title and a name: "Hexacorp executive Ann Lee".
pub(super) fn employs(w: Words, n: &Name) -> bool {
    let next = n.tokens.end;
    w.same_sentence(n.head, next)
        && w.title_at(next).is_some_and(|(len, title, _)| {
            let business = [
                "executive",
                "chairman",
                "chairwoman",
                "ceo",
                "director",
                "president",
                "analyst",
                "manager",
                "engineer",
                "founder",
            ];
            let last = title.rsplit(' ').next().unwrap_or(title);
            business.contains(&last)
                && w.same_sentence(next, next + len)
                && w.is_capitalised(next + len)
                && w.pos(next + len) == Pos::Propn
        })
}

/// Whether an unknown name is a source: "according to Flightly", "Flightly reported".
pub(super) fn speaks(w: Words, n: &Name) -> bool {
    let head = head_of(w, n.tokens.clone());
    let above = w.head(head);
    match w.dep(head) {
        Dep::Pobj => w.lower(above) == "to" && w.lower_at(above.max(1) - 1) == "according" || w.lower(above) == "per",
        Dep::Nsubj => matches!(
            &*w.parsed.tokens[above].lemma,
            "say" | "report" | "announce" | "claim" | "state" | "confirm" | "tell" | "warn" | "publish"
        ),
        _ => false,
    }
}

/// Whether an unknown lone name stands where a town does: "met in Canso", "fell near Derva".
fn is_placed(w: Words, n: &Name) -> bool {
    let preposition = w.head(n.head);
    let above = w.head(preposition);
    let verbal = w.pos(above) == Pos::Verb
        && !matches!(
            &*w.lemma(above),
            "believe"
                | "trust"
                | "invest"
                | "confide"
                | "play"
                | "star"
                | "appear"
                | "feature"
                | "result"
                | "engage"
                | "interest"
        );
    const TRAVEL: &[&str] = &[
        "go", "fly", "travel", "drive", "return", "head", "move", "march", "walk", "sail", "flee", "journey", "ride", "cycle",
        "trip", "flight", "road", "visit", "convoy", "drove", "train", "ferry", "bus",
    ];
    let travel = TRAVEL.contains(&&*w.lemma(above)) || w.lower(above) == "been";
    let person = n.is_person() && !matches!(&*w.lemma(above), "confidence" | "faith" | "trust" | "interest" | "stake" | "belief");
    // a town of the tables that the model takes for a person is a town here
    let rows = w.knowledge.named(w.slice(n.tokens.clone()));
    let towns = rows.iter().all(|&r| w.knowledge.row(r).kind.is_some_and(EntityType::is_place));
    let unknown = n.tokens.clone().all(|t| w.knowledge.given_name(w.text(t)).is_none()) && towns;
    let listed = !rows.is_empty() && matches!(w.lower(preposition), "around" | "above" | "across" | "through" | "at" | "off");
    n.len() <= if rows.is_empty() { 1 } else { 3 }
        && unknown
        && w.dep(n.head) == Dep::Pobj
        && n.tokens.start > preposition
        && n.tokens.start - preposition <= 1
        && (matches!(w.lower(preposition), "in" | "near" | "outside")
            || listed
            || travel && matches!(w.lower(preposition), "to" | "from" | "into" | "towards" | "toward" | "for"))
        && !w.is_all_capitals(n.head)
        && w.lower_at(n.head + 1) != "'s"
        && (person || (verbal || travel) && matches!(n.kind, NameKind::Other | NameKind::Thing(EntityType::Organization)))
}

/// Gives every name its kind: by table, by shape, by the document's other mentions, by majority of the model's labels.
pub(super) fn settle_kinds(w: Words, names: &mut [Name]) {
    settle_districts(w, names);
    settle_peoples(w, names);
    for n in names.iter_mut() {
        if n.certainty == 3 {
            continue;
        }
        let rows = w.knowledge.named(w.slice(n.tokens.clone()));
        if is_vessel(w, n) {
            n.kind = NameKind::Thing(EntityType::Vehicle);
            n.certainty = 3;
        } else if let Some(&row) = rows.first().filter(|_| n.len() > 1) {
            n.kind = w.knowledge.row(row).kind.map_or(NameKind::Other, NameKind::Thing);
            n.certainty = 3;
        } else if let Some(kind) = kind_by_shape(w, n)
            .filter(|&k| k != EntityType::Organization || n.kind != NameKind::Thing(EntityType::GeopoliticalEntity))
        {
            n.kind = NameKind::Thing(kind);
            n.certainty = 3;
        } else if has_person_context(w, n) && n.len() < 5 {
            n.kind = NameKind::Thing(EntityType::Person);
            n.certainty = 3;
        }
    }
    // "Macron will speak": who leads a state needs no first name
    let bodies: HashSet<String> = names
        .iter()
        .filter(|n| n.len() > 1 && n.kind == NameKind::Thing(EntityType::Organization))
        .map(|n| fold(w.text(n.tokens.start)))
        .collect();
    for n in names.iter_mut().filter(|n| n.len() == 1 && n.certainty < 3 && !n.is_person() && n.kind != NameKind::People) {
        let word = fold(w.text(n.tokens.start));
        if w.knowledge.leaders(&word).next().is_some() && w.knowledge.named_folded(&word).is_empty() && !bodies.contains(&word) {
            n.kind = NameKind::Thing(EntityType::Person);
        }
    }
    for n in names.iter_mut().filter(|n| n.kind == NameKind::Other && n.certainty < 3) {
        // "the Government", "Bloc"
        let body = n.len() == 1 && w.noun_kind(n.tokens.start) == Some(NounKind::Organization);
        if body || speaks(w, n) {
            n.kind = NameKind::Thing(EntityType::Organization);
        }
    }
    for n in names.iter_mut().filter(|n| n.is_person() && n.certainty < 3) {
        if has_head(w, n) {
            n.kind = NameKind::Thing(EntityType::Organization);
            n.certainty = 3;
        }
    }
    let known: HashSet<String> =
        names.iter().filter(|n| n.is_person() && n.len() > 1).map(|n| fold(w.text(n.tokens.end - 1))).collect();
    for n in names.iter_mut().filter(|n| n.is_person() && n.certainty < 3 && n.len() == 1) {
        if employs(w, n) && !known.contains(&fold(w.text(n.tokens.start))) {
            n.kind = NameKind::Thing(EntityType::Organization);
            n.certainty = 3;
        }
    }
    for n in names.iter_mut().filter(|n| n.certainty < 3) {
        if is_placed(w, n) && !known.contains(&fold(w.text(n.head))) {
            n.kind = NameKind::Thing(EntityType::City);
            n.certainty = 3;
        }
    }
    let mut surnames: HashSet<String> = HashSet::new();
    // Kinds in the order in which the text shows them: of two that are equally sure, the first is taken.
    let mut full: HashMap<String, Vec<(NameKind, usize)>> = HashMap::new();
    for n in names.iter() {
        let text = fold(w.slice(n.tokens.clone()));
        if n.is_person() && n.len() > 1 {
            surnames.insert(fold(w.text(n.tokens.end - 1)));
            if let Some(at) = n.tokens.clone().skip(1).find(|&i| PARTICLES.contains(&w.lower(i))) {
                surnames.insert(fold(w.slice(at..n.tokens.end)));
            }
        }
        if n.kind != NameKind::Other {
            let votes = full.entry(text).or_default();
            match votes.iter_mut().find(|(kind, _)| *kind == n.kind) {
                Some((_, weight)) => *weight += usize::from(n.certainty),
                None => votes.push((n.kind, usize::from(n.certainty))),
            }
        }
    }
    // "Corvane" beside "Corvane Therapeutics": the short name of a firm
    let firms: HashSet<String> = names
        .iter()
        .filter(|n| n.kind == NameKind::Thing(EntityType::Organization) && n.len() > 1 && is_firm(w, n))
        .map(|n| fold(w.text(n.tokens.start)))
        .collect();
    for n in names.iter_mut() {
        let text = fold(w.slice(n.tokens.clone()));
        if n.len() == 1 && n.certainty < 3 && firms.contains(&text) && !surnames.contains(&text) {
            n.kind = NameKind::Thing(EntityType::Organization);
            n.certainty = 3;
            continue;
        }
        if surnames.contains(&text) && (n.certainty < 3 || n.kind == NameKind::Other || n.rows.iter().any(|&r| is_weak(w, r))) {
            n.kind = NameKind::Thing(EntityType::Person);
            n.rows.clear();
        } else if n.certainty < 3
            && let Some(votes) = full.get(&text)
            && let Some((kind, _)) = votes.iter().rev().max_by_key(|(k, c)| (*c, rank(*k)))
        {
            n.kind = *kind;
        }
        let fits = |r: &RowId| w.knowledge.row(*r).kind.map_or(NameKind::Other, NameKind::Thing);
        if n.kind != NameKind::People {
            let rows = w.knowledge.named(w.slice(n.tokens.clone()));
            if n.rows.is_empty() {
                n.rows = rows.iter().copied().filter(|r| fits_kind(n.kind, fits(r))).collect();
            }
            if let Some(&row) = n.rows.first() {
                n.kind = fits(&row);
            }
        }
    }
}

/// "Latinos", "Muslims", "Islam": peoples and faiths, whatever the model takes them for.
fn settle_peoples(w: Words, names: &mut [Name]) {
    const PEOPLES: &[&str] = &[
        "latino",
        "latina",
        "hispanic",
        "muslim",
        "christian",
        "jew",
        "catholic",
        "protestant",
        "sunni",
        "shia",
        "shiite",
        "shi'ite",
        "alawite",
        "druze",
        "yazidi",
        "kurd",
        "arab",
        "asian",
        "african",
        "hindu",
        "sikh",
        "buddhist",
        "tutsi",
        "hutu",
        "tamil",
        "uighur",
        "uyghur",
        "rohingya",
        "roma",
        "sami",
        "maori",
        "tatar",
        "pashtun",
        "hazara",
        "berber",
        "tuareg",
        "palestinian",
    ];
    const FAITHS: &[&str] = &["islam", "judaism", "christianity", "catholicism", "buddhism", "hinduism", "ramadan", "hajj"];
    for n in names.iter_mut().filter(|n| n.certainty < 3 && n.tokens.len() == 1) {
        let word = w.lower(n.tokens.start);
        if PEOPLES.contains(&word) || word.strip_suffix('s').is_some_and(|one| PEOPLES.contains(&one)) {
            n.kind = NameKind::People;
        } else if FAITHS.contains(&word) {
            n.kind = NameKind::Other;
        }
    }
}

/// "Karz Valley district": the name is that of a region here and wherever else it stands.
fn settle_districts(w: Words, names: &mut [Name]) {
    const UNITS: &[&str] = &["district", "province", "county", "governorate", "prefecture", "oblast", "canton", "municipality"];
    let unit = |n: &Name| {
        let next = n.tokens.end;
        w.same_sentence(n.head, next) && UNITS.contains(&w.lower(next)) && w.head(n.tokens.end - 1) == next
    };
    let open = |n: &Name| n.certainty < 3 && n.rows.is_empty() && n.kind != NameKind::People;
    let regions: HashSet<String> = names.iter().filter(|n| open(n) && unit(n)).map(|n| fold(w.slice(n.tokens.clone()))).collect();
    for n in names.iter_mut().filter(|n| open(n)) {
        if regions.contains(&fold(w.slice(n.tokens.clone()))) {
            n.kind = NameKind::Thing(EntityType::Region);
            n.certainty = 3;
        }
    }
}

/// Whether a name is that of a firm by its last word, or joins two by "&".
fn is_firm(w: Words, n: &Name) -> bool {
    let last = w.lower(n.tokens.end - 1);
    let known = w.knowledge.given_name(w.text(n.tokens.start)).is_some() || !w.knowledge.named(w.text(n.tokens.start)).is_empty();
    !known && (FIRM_ENDINGS.contains(&last) || n.tokens.clone().any(|t| w.lower(t) == "&"))
}

/// "Portland, Maine", "Dover, Del.": what stands before a state is a town in it, whatever namesakes the tables have.
pub(super) fn settle_containers(w: Words, names: &mut [Name]) {
    for i in 0..names.len().saturating_sub(1) {
        let (left, right) = names.split_at_mut(i + 1);
        let (inner, outer) = (&mut left[i], &right[0]);
        let adjacent = w.lower_at(inner.tokens.end) == "," && outer.tokens.start == inner.tokens.end + 1;
        let Some(&container) = outer.rows.first().filter(|_| adjacent) else { continue };
        let closed = !w.same_sentence(outer.head, outer.tokens.end)
            || matches!(w.lower_at(outer.tokens.end), "," | "." | ";" | ":" | ")" | "(" | "-" | "\"" | "'s")
            || !w.is_noun(outer.tokens.end) && w.lower_at(outer.tokens.end) != "and";
        let region = w.knowledge.row(container).kind == Some(EntityType::Region);
        if !closed || !matches!(outer.kind, NameKind::Thing(k) if k.is_place()) {
            continue;
        }
        let within: Vec<RowId> =
            inner.rows.iter().copied().filter(|&r| r != container && w.knowledge.is_within(r, container)).collect();
        if !within.is_empty() {
            inner.kind = w.knowledge.row(within[0]).kind.map_or(inner.kind, NameKind::Thing);
            inner.rows = within;
        } else if region
            && matches!(
                inner.kind,
                NameKind::Other
                    | NameKind::Thing(EntityType::Person | EntityType::GeopoliticalEntity | EntityType::City | EntityType::Place)
            )
            || region && inner.kind == NameKind::Thing(EntityType::Organization) && inner.certainty < 3 && inner.len() < 3
        {
            inner.kind = NameKind::Thing(EntityType::City);
            inner.rows.clear();
            inner.certainty = 3;
        }
    }
}

/// Rows that a person of the same surname outranks: towns and the like ("Washington", "Lincoln").
pub(super) fn is_weak(w: Words, row: RowId) -> bool {
    matches!(w.knowledge.row(row).kind, Some(EntityType::City | EntityType::Region | EntityType::Place | EntityType::Facility))
}

pub(super) fn rank(kind: NameKind) -> u8 {
    match kind {
        NameKind::Thing(EntityType::Person) => 5,
        NameKind::Thing(EntityType::Organization) => 4,
        NameKind::Thing(k) if k.is_place() => 3,
        NameKind::Thing(_) => 2,
        NameKind::People => 1,
        NameKind::Other => 0,
    }
}

/// Whether a row of kind `row` can be meant by a name that looks like `seen`.
pub(super) fn fits_kind(seen: NameKind, row: NameKind) -> bool {
    match (seen, row) {
        (NameKind::Thing(a), NameKind::Thing(b)) => {
            a == b || a.is_place() && b.is_place() || (a != EntityType::Person && b == EntityType::Organization)
        }
        (NameKind::Other, r) => r != NameKind::Thing(EntityType::Person),
        _ => false,
    }
}
