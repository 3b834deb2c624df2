//! Posts that a verb tells: who was named, serves, resigned, succeeded somebody as what.

use super::Phrase;
use crate::parse::{Dep, Pos, Tag};
use crate::resolve::names::{Name, NameKind};
use crate::resolve::words::Words;
use crate::resolve::{Capacity, EntityType, Tenure};

/// What a verb says of a post.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The object, or the subject of the passive, comes into it: "named Ann Lee director".
    Given,
    /// The subject comes into it: "took over as director".
    Taken,
    /// The subject has it for a while: "served as director".
    Held,
    /// The subject leaves it: "resigned as director".
    Left,
    /// The object, or the subject of the passive, loses it: "sacked as director".
    Lost,
    /// The subject comes after the object in it: "succeeded Tom Hart as director".
    Passed,
}

/// Whether the verb tells something as real.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Real,
    Ahead,
}

/// "The board appointed Ann Lee director", "Tom Ash served as chairman of the bank": gives the phrase its holder and
/// tenure. "Ann Lee succeeds Tom Hart as director" tells of two; the second comes back as a phrase of its own.
pub(super) fn told(w: Words, names: &[Name], at: &[Option<usize>], p: &mut Phrase) -> Option<Phrase> {
    if !p.holders.is_empty() || p.pronoun.is_some() || p.plural || p.title.ends_with("candidate") {
        return None;
    }
    let (verb, outright) = verb_of(w, p.noun)?;
    let turn = turn(w, verb, outright)?;
    let told = reality(w, verb)?;
    let passive = is_passive(w, verb);
    let subject = || subject(w, verb);
    let object = || {
        let object = w.parsed.children(verb).find(|&c| matches!(w.dep(c), Dep::Dobj | Dep::Dative) && !p.tokens.contains(&c));
        // "appointed Ann Lee director" read as one noun phrase
        object.or_else(|| p.tokens.start.checked_sub(1).filter(|&b| outright && b > verb && at[b].is_some()))
    };
    // "the board named Ann Lee director", where the tree takes the verb for a participle
    let beside = p.tokens.start.checked_sub(1).filter(|&b| {
        let reduced = w.tag(verb) == Tag::Vbn && w.parsed.children_with(verb, Dep::Auxpass).next().is_none();
        outright && reduced && b > verb && at[b].is_some_and(|id| names[id].is_person() && names[id].tokens.start == verb + 1)
    });
    let (holder, tenure) = match turn {
        Turn::Given if beside.is_some() => (beside, Tenure::Current),
        Turn::Given | Turn::Lost => (if passive { subject() } else { object() }, Tenure::Current),
        Turn::Passed if passive => (agent(w, verb), Tenure::Current),
        Turn::Held => (subject(), if is_over(w, verb) { Tenure::Former } else { Tenure::Current }),
        Turn::Taken | Turn::Left | Turn::Passed => (subject(), Tenure::Current),
    };
    let tenure = match turn {
        Turn::Left | Turn::Lost if told == Told::Real && w.tag(verb) != Tag::Vbg => Tenure::Former,
        _ => tenure,
    };
    let before = match turn {
        Turn::Passed => {
            if passive {
                subject()
            } else {
                object()
            }
        }
        Turn::Taken => person_from(w, names, at, verb).or_else(|| succeeded(w, verb)),
        Turn::Given => succeeded(w, verb),
        _ => None,
    };
    if p.of.is_empty() {
        p.of = bodies_of(w, names, at, verb, p);
    }
    if !p.office && p.of.is_empty() {
        return None;
    }
    let other = before.filter(|_| told == Told::Real).and_then(|t| {
        let mut other = Phrase { tenure: Tenure::Former, capacity: Capacity::Full, ..p.clone() };
        hold(w, names, at, &mut other, t).then_some(other)
    });
    if holder.is_some_and(|t| hold(w, names, at, p, t)) {
        if tenure == Tenure::Former {
            p.tenure = tenure;
        }
        let lemma = &*w.parsed.tokens[verb].lemma;
        let starts = !matches!(turn, Turn::Left | Turn::Lost) && !matches!(lemma, "remain" | "stay" | "continue");
        let named_only = matches!(lemma, "nominate" | "designate");
        if starts && told == Told::Ahead || turn == Turn::Given && named_only {
            p.capacity = Capacity::Elect;
        }
    }
    other
}

/// The years of "2001-2009", which ends in `last`.
pub(super) fn years(w: Words, last: usize) -> Option<(u32, u32)> {
    let year = |t: usize| w.text(t).parse().ok().filter(|y| (1000..2200).contains(y));
    let first = last.checked_sub(2).filter(|&f| w.is_hyphen(f + 1) && w.same_sentence(f, last))?;
    Some((year(first)?, year(last)?)).filter(|(first, last)| first < last)
}

/// Whether the words behind a post say that it is over: "until 2019", "from 1999 to 2003", "(2002-2007)" also behind the
/// name of who held it.
pub(super) fn ends_behind(w: Words, names: &[Name], p: &Phrase) -> bool {
    let name = p.holders.first().map(|&h| &names[h].tokens).filter(|tokens| tokens.start == p.tokens.end);
    let bracket = name.map_or(p.tokens.end, |tokens| tokens.end);
    let in_brackets = w.lower_at(bracket) == "(" && w.lower_at(bracket + 4) == ")";
    if in_brackets && years(w, bracket + 3).is_some_and(|(first, last)| last - first < 30) {
        return true;
    }
    let next = p.tokens.end;
    if !w.same_sentence(p.noun, next + 1) {
        return false;
    }
    let year = |t: usize| w.text(t).parse::<u32>().ok().filter(|y| (1000..2200).contains(y));
    let today = w.parsed.document.metadata.published.as_deref().and_then(|d| d.get(..4)).and_then(|y| y.parse::<u32>().ok());
    let past = |t: usize| year(t).is_none_or(|y| today.is_none_or(|today| y <= today));
    match w.lower(next) {
        "until" | "till" => {
            let end = matches!(w.lower_at(next + 2), "death" | "retirement" | "resignation" | "dismissal" | "arrest");
            (year(next + 1).is_some() || w.is_in_time(next + 1)) && past(next + 1) || end
        }
        "from" | "between" => {
            year(next + 1).is_some() && matches!(w.lower_at(next + 2), "to" | "until" | "till" | "and" | "-") && past(next + 3)
        }
        _ => false,
    }
}

/// "The bank's chief executive, Ann Lee, has resigned": who held the post until this.
pub(super) fn resigns(w: Words, names: &[Name], p: &Phrase) -> bool {
    let [holder] = p.holders[..] else { return false };
    let alone =
        |&t: &usize| matches!(w.dep(t), Dep::Nsubj | Dep::Nsubjpass) && w.parsed.children_with(t, Dep::Conj).next().is_none();
    let subject = [p.noun, names[holder].head].into_iter().find(alone);
    let Some(verb) = subject.map(|t| w.head(t)) else { return false };
    // of a list only some may be the tree's subject
    let beside = (names[holder].tokens.end..verb).all(|i| matches!(w.pos(i), Pos::Aux | Pos::Adv | Pos::Punct));
    let lemma = &*w.parsed.tokens[verb].lemma;
    let goes = match lemma {
        "resign" => true,
        "step" => w.parsed.children(verb).any(|c| matches!(w.lower(c), "down" | "aside")),
        "sack" | "oust" | "dismiss" | "depose" => is_passive(w, verb),
        _ => false,
    };
    let since = w.parsed.children(verb).any(|c| w.lower(c) == "from") && lemma == "step";
    goes && beside && !since && matches!(w.tag(verb), Tag::Vbd | Tag::Vbn) && reality(w, verb) == Some(Told::Real)
}

/// The verb that a post hangs on, and whether it does so without "as".
fn verb_of(w: Words, noun: usize) -> Option<(usize, bool)> {
    let mut noun = noun;
    for _ in 0..4 {
        if w.dep(noun) == Dep::Conj && w.is_noun(w.head(noun)) {
            noun = w.head(noun);
        }
    }
    let above = w.head(noun);
    if w.lower(above) == "as" {
        let mut verb = w.head(above);
        // "appointed Ann Lee as director": the phrase may hang on the name
        if w.is_noun(verb) && matches!(w.dep(verb), Dep::Dobj | Dep::Nsubjpass | Dep::Pobj | Dep::Attr) {
            verb = w.head(verb);
            if w.pos(verb) == Pos::Adp {
                verb = w.head(verb);
            }
        }
        return (w.pos(verb) == Pos::Verb).then_some((verb, false));
    }
    // "elected deputy leader unopposed", where the tree makes a clause of the post and the word behind it
    if w.dep(noun) == Dep::Nsubj && noun + 1 == above && w.dep(above) == Dep::Oprd {
        return Some((w.head(above), true));
    }
    // "elected Ann Lee to be director"
    if matches!(&*w.parsed.tokens[above].lemma, "be" | "become") && w.dep(above) == Dep::Xcomp && w.tag(above) == Tag::Vb {
        return Some((w.head(above), true));
    }
    let complement = matches!(w.dep(noun), Dep::Attr | Dep::Oprd | Dep::Dobj | Dep::Acomp | Dep::Ccomp | Dep::Npadvmod);
    (complement && noun != above).then_some((above, true))
}

fn turn(w: Words, verb: usize, outright: bool) -> Option<Turn> {
    let particle = |words: &[&str]| w.parsed.children(verb).any(|c| words.contains(&w.lower(c)));
    let lemma = &*w.parsed.tokens[verb].lemma;
    Some(match lemma {
        "appoint" | "name" | "elect" | "choose" | "nominate" | "make" | "hire" | "install" | "confirm" | "swear" | "promote"
        | "select" | "designate" | "reappoint" | "re-elect" | "reelect" | "crown" | "declare" => Turn::Given,
        "become" => Turn::Taken,
        "remain" | "stay" => Turn::Held,
        _ if outright => return None,
        "recruit" | "reinstate" | "inaugurate" | "anoint" | "unveil" | "pick" | "sign" | "ordain" | "enthrone" => Turn::Given,
        "take" if particle(&["over", "office", "charge"]) => Turn::Taken,
        "start" | "begin" | "join" | "return" | "rejoin" => Turn::Taken,
        "serve" | "act" | "work" | "continue" => Turn::Held,
        "resign" | "quit" | "retire" | "depart" | "abdicate" | "leave" => Turn::Left,
        "step" | "stand" if particle(&["down", "aside", "back"]) => Turn::Left,
        "remove" | "dismiss" | "sack" | "fire" | "oust" | "depose" | "drop" | "axe" | "suspend" => Turn::Lost,
        "succeed" | "replace" | "follow" => Turn::Passed,
        _ => return None,
    })
}

/// Told outright or as coming; nothing for what is denied, supposed or wished.
fn reality(w: Words, verb: usize) -> Option<Told> {
    let mut told = Told::Real;
    for c in w.parsed.children(verb) {
        match w.dep(c) {
            Dep::Neg => return None,
            Dep::Mark if matches!(w.lower(c), "if" | "whether" | "unless") => return None,
            Dep::Aux if matches!(w.lower(c), "will" | "'ll" | "shall") => told = Told::Ahead,
            Dep::Aux if w.tag(c) == Tag::Md || w.lower(c) == "to" => return None,
            _ => {}
        }
    }
    (told == Told::Ahead || w.tag(verb) != Tag::Vb).then_some(told)
}

fn is_passive(w: Words, verb: usize) -> bool {
    let marked = w.parsed.children(verb).any(|c| matches!(w.dep(c), Dep::Auxpass | Dep::Nsubjpass | Dep::Agent));
    let has = w.parsed.children_with(verb, Dep::Aux).any(|c| &*w.parsed.tokens[c].lemma == "have");
    marked || w.tag(verb) == Tag::Vbn && !has && w.parsed.children_with(verb, Dep::Nsubj).next().is_none()
}

/// "served", "had served", "having served", "after serving": the time is over.
fn is_over(w: Words, verb: usize) -> bool {
    let had = w.parsed.children_with(verb, Dep::Aux).any(|c| matches!(w.lower(c), "had" | "having"));
    let after = w.dep(verb) == Dep::Pcomp && w.lower(w.head(verb)) == "after";
    had || after || w.tag(verb) == Tag::Vbd
}

/// The subject, through relative pronouns, joined verbs and participles.
pub(super) fn subject(w: Words, verb: usize) -> Option<usize> {
    let mut verb = verb;
    for _ in 0..4 {
        if let Some(s) = w.parsed.children(verb).find(|&c| matches!(w.dep(c), Dep::Nsubj | Dep::Nsubjpass)) {
            let relative = matches!(w.lower(s), "who" | "that" | "which") && w.dep(verb) == Dep::Relcl;
            return Some(if relative { w.head(verb) } else { s });
        }
        let head = w.head(verb);
        match w.dep(verb) {
            Dep::Relcl | Dep::Acl => return Some(head),
            Dep::Conj | Dep::Advcl | Dep::Xcomp if w.pos(head) == Pos::Verb || w.pos(head) == Pos::Aux => verb = head,
            Dep::Pcomp if w.pos(w.head(head)) == Pos::Verb => verb = w.head(head),
            _ => return None,
        }
    }
    None
}

/// Who does a passive verb.
fn agent(w: Words, verb: usize) -> Option<usize> {
    let by = w.parsed.children(verb).find(|&c| w.dep(c) == Dep::Agent || w.lower(c) == "by")?;
    w.parsed.children_with(by, Dep::Pobj).next()
}

/// The person in "was named director, succeeding Tom Hart".
fn succeeded(w: Words, verb: usize) -> Option<usize> {
    let after = w.parsed.children_with(verb, Dep::Advcl).find(|&c| {
        matches!(&*w.parsed.tokens[c].lemma, "succeed" | "replace") && w.parsed.children_with(c, Dep::Neg).next().is_none()
    })?;
    w.parsed.children_with(after, Dep::Dobj).next()
}

/// The person in "took over from Tom Hart".
fn person_from(w: Words, names: &[Name], at: &[Option<usize>], verb: usize) -> Option<usize> {
    let from = w.parsed.children(verb).find(|&c| w.lower(c) == "from")?;
    w.parsed.children_with(from, Dep::Pobj).find(|&t| at[t].is_some_and(|id| names[id].is_person()))
}

/// The body that a verb names beside the post: "joined Boeing as", "works at the clinic as".
fn bodies_of(w: Words, names: &[Name], at: &[Option<usize>], verb: usize, p: &Phrase) -> Vec<usize> {
    let named =
        |t: usize| at[t].filter(|&id| names[id].kind == NameKind::Thing(EntityType::Organization)).map(|id| names[id].head);
    let lemma = &*w.parsed.tokens[verb].lemma;
    let direct = || {
        w.parsed.children_with(verb, Dep::Dobj).filter(|_| matches!(lemma, "join" | "rejoin" | "leave" | "quit")).find_map(named)
    };
    let behind = || {
        let prepositions =
            w.parsed.children(verb).filter(|&c| matches!(w.lower(c), "at" | "for" | "with") && !p.tokens.contains(&c));
        prepositions.flat_map(|c| w.parsed.children_with(c, Dep::Pobj)).find_map(named)
    };
    direct().or_else(behind).into_iter().collect()
}

/// Makes the person behind a token the holder; says whether one may be meant.
fn hold(w: Words, names: &[Name], at: &[Option<usize>], p: &mut Phrase, token: usize) -> bool {
    match at[token] {
        Some(id) if names[id].is_person() => p.holders = vec![id],
        Some(_) => return false,
        None if w.is_noun(token) || matches!(w.lower(token), "he" | "she" | "him" | "her" | "i" | "me") => {
            p.pronoun = Some(token);
        }
        None => return false,
    }
    true
}
