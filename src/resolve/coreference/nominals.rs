//! Definite descriptions: "the two leaders", "the company", "the bus station" again.

use super::salience::Scene;
use super::structure::fits;
use super::{Link, State, ThingId};
use crate::parse::Dep;
use crate::resolve::knowledge::{Gender, NounKind};
use crate::resolve::{EntityType, MentionKind};

impl State<'_> {
    /// What a noun phrase refers back to.
    pub(super) fn nominal(&self, d: usize, scene: &Scene) -> Option<Link> {
        if self.drafts[d].kind != MentionKind::Nominal {
            return None;
        }
        self.group(d, scene)
            .or_else(|| self.place_of(d))
            .or_else(|| self.identified(d))
            .or_else(|| self.by_type(d, scene, true))
            .or_else(|| self.drafts[d].phrase.and_then(|_| self.described(d, scene)))
            .or_else(|| self.same_words(d, scene))
            .or_else(|| self.by_type(d, scene, false))
            .or_else(|| self.named_below(d))
            .or_else(|| self.described(d, scene))
            .or_else(|| self.described_body(d, scene))
    }

    fn determiner(&self, d: usize) -> Option<&str> {
        let w = self.w;
        let head = self.drafts[d].head;
        w.parsed.children(head).filter(|&c| c < head).find(|&c| matches!(w.dep(c), Dep::Det | Dep::Predet)).map(|c| w.lower(c))
    }

    /// Words between determiner and head that say more than number.
    fn modifiers(&self, head: usize) -> Vec<&str> {
        let w = self.w;
        w.parsed
            .children(head)
            .filter(|&c| c < head && matches!(w.dep(c), Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss))
            .map(|c| w.lower(c))
            .filter(|m| !matches!(*m, "same" | "two" | "both" | "latter" | "respective"))
            .collect()
    }

    /// Whether a phrase behind the noun says which one is meant; ", who …" only adds to what is known.
    fn has_complement(&self, head: usize) -> bool {
        let w = self.w;
        let adds = |c: usize| w.dep(c) == Dep::Relcl && w.lower_at(w.parsed.subtree(c).start.max(1) - 1) == ",";
        w.parsed.children(head).any(|c| c > head && matches!(w.dep(c), Dep::Prep | Dep::Relcl | Dep::Acl) && !adds(c))
    }

    /// "the two leaders", "both men", "the pair": the last two that fit; "the leaders", "the men": the same when two are named.
    fn group(&self, d: usize, scene: &Scene) -> Option<Link> {
        let w = self.w;
        let draft = &self.drafts[d];
        let lemma = w.lemma(draft.head);
        let pair = matches!(&*lemma, "pair" | "duo" | "couple") && !draft.plural;
        if !draft.plural && !pair && draft.count.is_none_or(|c| c < 2) {
            return None;
        }
        let determiner = self.determiner(d);
        let both = determiner == Some("both") || draft.count == Some(2) || pair;
        if !matches!(determiner, Some("the" | "both" | "these" | "those")) || self.has_complement(draft.head) && !both {
            return None;
        }
        let persons = pair
            || w.noun_kind(draft.head) == Some(NounKind::Person)
            || draft.phrase.is_some()
            || matches!(&*lemma, "man" | "woman")
            || matches!(&*lemma, "two" | "three") && w.lower_at(draft.head + 1) != "of"
            || matches!(&*lemma, "two" | "three") && w.lower_at(draft.head + 2) == "them";
        let states = matches!(
            &*lemma,
            "country" | "nation" | "state" | "side" | "neighbour" | "neighbor" | "government" | "power" | "ally"
        );
        if !persons && !states || !self.modifiers(draft.head).is_empty() {
            return None;
        }
        let gender = match w.lower(draft.head) {
            "men" | "brothers" => Some(Gender::Male),
            "women" | "sisters" => Some(Gender::Female),
            _ => None,
        };
        let wanted = draft.count.unwrap_or(2);
        if wanted > 3
            || !both && draft.count.is_none() && !matches!(&*lemma, "leader" | "man" | "woman" | "president" | "minister")
        {
            return None;
        }
        let titled = persons && draft.phrase.is_some_and(|p| self.phrases[p].office);
        let reach = if titled { usize::MAX } else { 6 };
        let found = self.recent(scene, reach, |t| {
            let t = &self.things[t];
            if persons {
                let title = draft.phrase.is_none() || t.kind == EntityType::Person;
                t.kind == EntityType::Person && t.named && title && (gender.is_none() || t.gender.is_none() || t.gender == gender)
            } else {
                t.named && matches!(t.kind, EntityType::Country | EntityType::GeopoliticalEntity)
            }
        });
        if persons && draft.phrase.is_some() {
            // "the two leaders": those with an office come before others.
            let title = &self.phrases[draft.phrase?].title;
            let officials: Vec<ThingId> = found.iter().copied().filter(|&t| self.has_office(t, title)).collect();
            if officials.len() as u64 == wanted {
                return Some(Link { things: sorted(officials), confidence: 0.85, reason: "group" });
            }
            if officials.len() as u64 > wanted {
                let chosen = officials[..wanted as usize].to_vec();
                return Some(Link { things: sorted(chosen), confidence: 0.7, reason: "group" });
            }
            // "X and Y crossed the lake. … the two presidents": two of whom no other office is known.
            if titled {
                let pair = if officials.is_empty() && both { self.last_pair(scene, wanted as usize, &found) } else { None };
                let free = |t: &ThingId| self.things[*t].offices.is_empty() && self.things[*t].row.is_none();
                let pair = pair.filter(|pair| pair.iter().all(free));
                return pair.map(|things| Link { things: sorted(things), confidence: 0.65, reason: "group" });
            }
        }
        if found.len() as u64 == wanted {
            return Some(Link { things: sorted(found), confidence: 0.75, reason: "group" });
        }
        // A pair joined by "and" in the last sentences is the pair.
        self.last_pair(scene, wanted as usize, &found).map(|things| Link {
            things: sorted(things),
            confidence: 0.7,
            reason: "group",
        })
    }

    fn has_office(&self, thing: ThingId, title: &str) -> bool {
        let t = &self.things[thing];
        t.offices.iter().any(|o| self.title_fits(title, &o.title))
            || t.row.is_some_and(|row| self.w.knowledge.holdings_of(row).any(|h| self.title_fits(title, &h.title)))
    }

    /// Fitting things of the last sentences, most recently seen first.
    fn recent(&self, scene: &Scene, reach: usize, fits: impl Fn(ThingId) -> bool) -> Vec<ThingId> {
        let mut found = Vec::new();
        let Some(last) = scene.seen.last().map(|s| s.sentence) else { return found };
        for s in scene.seen.iter().rev().take_while(|s| last - s.sentence < reach) {
            for &t in s.things.iter().rev() {
                if fits(t) && !found.contains(&t) {
                    found.push(t);
                }
            }
        }
        found
    }

    /// The last phrase "X and Y" whose parts are all fitting.
    fn last_pair(&self, scene: &Scene, wanted: usize, fitting: &[ThingId]) -> Option<Vec<ThingId>> {
        scene.seen.iter().rev().find_map(|s| {
            let joined = self.joined_things(s.head);
            (joined.len() == wanted && joined.iter().all(|t| fitting.contains(t))).then_some(joined)
        })
    }

    /// "the city of Gori", "the state of Texas": the noun and the name are one place.
    fn place_of(&self, d: usize) -> Option<Link> {
        let w = self.w;
        let head = self.drafts[d].head;
        let noun =
            w.noun_kind(head).filter(|k| matches!(k, NounKind::City | NounKind::Region | NounKind::Country | NounKind::Place))?;
        let of = w.parsed.children_with(head, Dep::Prep).find(|&c| c == head + 1 && w.lower(c) == "of")?;
        let name = w.parsed.children_with(of, Dep::Pobj).next().and_then(|n| self.draft_at(n))?;
        let link = self.links[name].as_ref().filter(|_| self.drafts[name].kind == MentionKind::Name)?;
        let kind = self.things[*link.things.first()?].kind;
        let same = matches!(
            w.lower(head),
            "city"
                | "town"
                | "village"
                | "state"
                | "province"
                | "port"
                | "island"
                | "republic"
                | "region"
                | "township"
                | "county"
                | "district"
                | "capital"
                | "suburb"
        ) && kind.is_place()
            && (noun != NounKind::Country || kind != EntityType::City);
        (same && !self.drafts[d].plural && w.lower(head) != "capital").then(|| Link {
            confidence: 0.85,
            reason: "of-name",
            ..link.clone()
        })
    }

    /// "The one exception is Ann Lee": a definite subject that the predicate names.
    fn identified(&self, d: usize) -> Option<Link> {
        let w = self.w;
        let head = self.drafts[d].head;
        let verb = w.head(head);
        let says_who = w.dep(head) == Dep::Nsubj && &*w.parsed.tokens[verb].lemma == "be" && self.determiner(d) == Some("the");
        if !says_who || self.drafts[d].plural || w.parsed.children_with(verb, Dep::Neg).next().is_some() {
            return None;
        }
        let name = w
            .parsed
            .children_with(verb, Dep::Attr)
            .find_map(|a| self.draft_at(a))
            .filter(|&n| self.drafts[n].kind == MentionKind::Name)?;
        let link = self.links[name].as_ref()?;
        let person = self.things[*link.things.first()?].kind == EntityType::Person;
        (person && matches!(w.noun_kind(head), Some(NounKind::Person) | None)).then(|| Link {
            confidence: 0.8,
            reason: "predicate",
            ..link.clone()
        })
    }

    /// The same noun again: "a bus station … the station".
    fn same_words(&self, d: usize, scene: &Scene) -> Option<Link> {
        let w = self.w;
        let draft = &self.drafts[d];
        let owner = w.parsed.children_with(draft.head, Dep::Poss).next().map(|p| self.things_at(p));
        let definite =
            matches!(self.determiner(d), Some("the" | "this" | "that" | "these" | "those")) && !self.has_complement(draft.head);
        if !definite && owner.is_none_or(<[ThingId]>::is_empty) {
            return None;
        }
        let lemma = w.lemma(draft.head);
        let mine = self.modifiers(draft.head);
        scene.seen.iter().rev().find_map(|s| {
            let other = self.draft_at(s.head)?;
            let same = self.drafts[other].kind == MentionKind::Nominal
                && w.lemma(s.head) == lemma
                && self.drafts[other].plural == draft.plural;
            let theirs = self.modifiers(s.head);
            let theirs_owner = w.parsed.children_with(s.head, Dep::Poss).next().map(|p| self.things_at(p));
            if owner.is_some() && owner != theirs_owner {
                return None;
            }
            let owned = theirs_owner.is_some();
            if owned && s.quote != self.speech.quote_of(draft.head) {
                return None;
            }
            let agree = draft.count.is_none() || draft.count == self.drafts[other].count;
            let thing = *s.things.first()?;
            let one = s.things.len() == 1;
            (same && agree && one && mine.iter().all(|m| theirs.contains(m))).then(|| Link::new(thing, 0.75, "same-words"))
        })
    }

    /// "the company", "the city", "the country": the last named one of that kind.
    fn by_type(&self, d: usize, scene: &Scene, places: bool) -> Option<Link> {
        let w = self.w;
        let draft = &self.drafts[d];
        if draft.plural || !matches!(self.determiner(d), Some("the" | "this" | "that")) || self.has_complement(draft.head) {
            return None;
        }
        let mut modifiers = self.modifiers(draft.head);
        let lemma = w.lemma(draft.head);
        let noun = w.noun_kind(draft.head)?;
        if places == matches!(noun, NounKind::Organization | NounKind::Group) {
            return None;
        }
        // "the lake": only a lake by name.
        let by_name = noun == NounKind::Place;
        if !matches!(
            noun,
            NounKind::Place
                | NounKind::Organization
                | NounKind::Group
                | NounKind::Country
                | NounKind::City
                | NounKind::Region
                | NounKind::Facility
                | NounKind::Vehicle
        ) || matches!(&*lemma, "state" | "government" | "administration" | "house" | "office" | "world" | "press" | "media")
        {
            return None;
        }
        let last_word =
            |t: ThingId| self.things[t].longest_name().is_some_and(|n| n.to_lowercase().split(' ').any(|word| word == lemma));
        modifiers.retain(|m| m.len() > 2);
        let found = self.recent(scene, 6, |t| {
            let thing = &self.things[t];
            let fit = thing.named && fits(Some(noun), thing.kind);
            let precise = match noun {
                _ if by_name => last_word(t),
                NounKind::Organization | NounKind::Group => last_word(t) || sort_fits(self, t, &lemma),
                _ => true,
            };
            fit && precise
        });
        let best = found.iter().copied().find(|&t| last_word(t)).or_else(|| found.first().copied())?;
        let rival = found.len() > 1 && !last_word(best) && !matches!(noun, NounKind::City | NounKind::Country);
        let extra = modifiers.iter().all(|m| self.things[best].longest_name().is_some_and(|n| n.to_lowercase().contains(m)));
        (!rival && extra).then(|| Link::new(best, if found.len() == 1 { 0.75 } else { 0.65 }, "description"))
    }
}

/// Whether a body is of the kind that a noun names.
fn sort_fits(state: &State, thing: ThingId, lemma: &str) -> bool {
    let Some(row) = state.things[thing].row else {
        return matches!(lemma, "company" | "firm" | "group" | "organisation" | "organization" | "agency");
    };
    let sort = state.w.knowledge.row(row).sort.as_deref().unwrap_or_default();
    match lemma {
        "company" | "firm" | "manufacturer" | "maker" | "retailer" | "carmaker" | "airline" | "giant" => sort == "company",
        "party" => sort == "party",
        "network" | "channel" | "newspaper" | "paper" | "magazine" | "broadcaster" | "outlet" => sort == "outlet",
        "agency" => matches!(sort, "agency" | "government" | "international" | "outlet"),
        "platform" | "site" => sort == "platform",
        "court" => sort == "court",
        "parliament" => sort == "parliament",
        "bank" => sort == "bank",
        "club" | "team" => sort == "sport",
        "university" | "college" => sort == "university",
        "charity" => sort == "charity",
        "union" => sort == "union",
        "bloc" | "organisation" | "organization" | "alliance" | "body" => {
            matches!(sort, "international" | "charity" | "armed-group")
        }
        "group" | "movement" | "militia" | "militants" => matches!(sort, "armed-group" | "international" | "charity"),
        "ministry" | "department" => sort == "government",
        _ => false,
    }
}

fn sorted(mut things: Vec<ThingId>) -> Vec<ThingId> {
    things.sort_unstable();
    things.dedup();
    things
}
