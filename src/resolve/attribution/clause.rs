//! Content given as a clause: complements by the tree, parentheticals, and sentences that the cue closes.

use super::Reader;
use super::pieces::without;
use crate::lexicon::Part;
use crate::parse::{Dep, Pos, Tag};
use std::ops::Range;

impl Reader<'_> {
    /// The content clause right of a verb, as one range: "said (that) …", "wants to …", "asked whether …".
    pub(super) fn right_clause(&self, verb: usize) -> Option<(Range<usize>, &'static str)> {
        if let Some(range) = self.that_to_the_end(verb) {
            return Some((range, "that"));
        }
        let clause = self.document.children(verb).filter(|&c| c > verb).find(|&c| self.is_complement(verb, c)).or_else(|| {
            // "told reporters that …" is often hung on the hearer
            let object = self.child(verb, &[Dep::Dobj, Dep::Dative]).filter(|&o| o > verb)?;
            self.document.children(object).find(|&c| {
                c > object
                    && matches!(self.token(c).dep, Dep::Acl | Dep::Relcl | Dep::Ccomp)
                    && self.document.children(c).any(|m| self.token(m).dep == Dep::Mark && self.lower(m) == "that")
            })
        });
        let clause = clause.or_else(|| self.that_on_setting(verb))?;
        Some(self.clause_right_of(verb, clause))
    }

    /// "told the nation in an address on Monday that …": hung on the occasion, the medium or the day.
    fn that_on_setting(&self, verb: usize) -> Option<usize> {
        let that = (verb + 1..self.sentence(verb).end)
            .take_while(|&i| !self.is_finite(i))
            .find(|&i| self.lower(i) == "that" && self.token(i).dep == Dep::Mark)?;
        let clause = self.token(that).head;
        let noun = self.token(clause).head;
        let named = self.token(noun).pos == Pos::Propn;
        let setting = named || self.is_time(noun) || !self.is_verb(noun) && (self.is_medium(noun) || self.is_occasion(noun));
        let hung = matches!(self.token(clause).dep, Dep::Acl | Dep::Relcl | Dep::Ccomp) && (verb + 1..that).contains(&noun);
        (hung && setting && self.document.dominates(verb, noun)).then_some(clause)
    }

    fn clause_right_of(&self, verb: usize, clause: usize) -> (Range<usize>, &'static str) {
        let mut range = self.document.subtree(clause);
        if clause == verb + 1 && range.len() == 1 && self.token(clause).tag == Tag::Wrb {
            return (range, "wh");
        }
        if range.start <= verb {
            range.start = (verb + 1..=clause).find(|&i| self.document.dominates(clause, i)).unwrap_or(clause);
        }
        let mark = self.document.children_with(clause, Dep::Mark).find(|&m| m > verb && self.lower(m) == "that");
        if let Some(that) = mark {
            range.start = that; // "said repeatedly that": the adverb is the cue's
        } else if range.start > verb + 1 && self.lower(range.start - 1) == "that" {
            range.start -= 1;
        }
        range.start = self.after_day(clause, range.clone());
        let form = self.form(clause, &range);
        range.end = self.cut_participle(range.clone());
        range.end = self.cut_loose_end(range.clone());
        (range, form)
    }

    /// "said on Monday it would close": the day is that of the saying, wherever the tree hangs it.
    fn after_day(&self, clause: usize, range: Range<usize>) -> usize {
        let subject = self.child(clause, &[Dep::Nsubj, Dep::Nsubjpass]).filter(|&s| range.contains(&s));
        let Some(start) = subject.map(|s| self.document.subtree(s).start) else { return range.start };
        let day = |i: usize| self.is_time(i) || self.lower(i) == "on";
        if start > range.start && (range.start..start).all(day) { start } else { range.start }
    }

    /// Ends a clause before an "and" that joins nothing in it: "said S, and, in a letter, added …".
    fn cut_loose_end(&self, clause: Range<usize>) -> usize {
        let loose = |&i: &usize| {
            let head = self.token(i).head;
            let joins = |c: usize| c > i && self.token(c).dep == Dep::Conj && clause.contains(&c);
            self.token(i).dep == Dep::Cc
                && clause.contains(&head)
                && i + 1 < clause.end
                && self.lower(i - 1) == ","
                && self.lower(i + 1) == ","
                && !self.document.children(head).any(joins)
        };
        clause.clone().skip(1).find(loose).unwrap_or(clause.end)
    }

    /// Ends a clause before ", saying …", which goes on with the source's words rather than with the clause.
    fn cut_participle(&self, clause: Range<usize>) -> usize {
        let cue = |&i: &usize| {
            self.token(i).tag == Tag::Vbg
                && self.token(i).dep == Dep::Advcl
                && self.lower(i - 1) == ","
                && self.quote_of[i].is_none()
                && !self.cues(i, Part::Verb).is_empty()
        };
        clause.clone().skip(2).find(cue).map_or(clause.end, |i| i - 1)
    }

    /// "remembers when …", "knows how …": hung on the verb like an adverbial.
    fn opens_with_when(&self, verb: usize, clause: usize) -> bool {
        let first = self.document.subtree(clause).start;
        let remembers = matches!(&*self.token(verb).lemma, "remember" | "recall" | "forget" | "know" | "describe" | "explain");
        // "asked her when she had learned"
        let asks = matches!(&*self.token(verb).lemma, "ask" | "tell" | "remind" | "inform");
        let hearer = self.child(verb, &[Dep::Dobj, Dep::Dative]).map(|o| self.document.subtree(o).end);
        self.token(first).tag == Tag::Wrb
            && (first == verb + 1 && remembers || asks && hearer == Some(first) && self.lower(first) != "as")
    }

    /// `that`, `bare` (finite), `small` (a bare infinitive), `wh`, `to` or `ing`.
    pub(super) fn form(&self, clause: usize, range: &Range<usize>) -> &'static str {
        let first = range.clone().find(|&i| !self.is_punct(i)).unwrap_or(clause);
        let token = self.token(clause);
        let finite = self.is_finite(clause) || self.document.children(clause).any(|c| self.is_finite(c) && c <= clause);
        if self.lower(first) == "that" && (self.token(first).dep == Dep::Mark || self.token(first).pos == Pos::Sconj) {
            "that"
        } else if matches!(self.token(first).tag, Tag::Wdt | Tag::Wp | Tag::WpPossessive | Tag::Wrb)
            || matches!(self.lower(first), "whether" | "if")
        {
            "wh"
        } else if !finite && self.document.children(clause).any(|c| self.token(c).tag == Tag::To && c < clause) {
            "to"
        } else if token.tag == Tag::Vbg && !finite {
            "ing"
        } else if token.tag == Tag::Vb && !finite {
            "small"
        } else {
            "bare"
        }
    }

    /// "says that for the talks, X, Y and Z will …": where the parser lost the clause, it runs to the sentence's end.
    fn that_to_the_end(&self, verb: usize) -> Option<Range<usize>> {
        let lost = |&c: &usize| self.lower(c) == "that" && self.token(c).tag == Tag::In && self.token(c).dep != Dep::Mark;
        let that = self.document.children(verb).find(|c| *c > verb && lost(c))?;
        let sentence = self.outer_sentence(verb);
        let whole = that..sentence.end;
        (that + 2 < sentence.end).then(|| that..self.cut_participle(whole))
    }

    fn is_complement(&self, verb: usize, c: usize) -> bool {
        let token = self.token(c);
        match token.dep {
            Dep::Ccomp => true,
            // "did not say when"
            Dep::Advmod => c == verb + 1 && token.tag == Tag::Wrb && self.tokens.get(c + 1).is_some_and(|t| t.pos == Pos::Punct),
            Dep::Xcomp => {
                let infinitive = self.document.children(c).any(|a| self.token(a).dep == Dep::Aux && self.token(a).tag == Tag::To);
                let having = self.document.children(c).any(|a| self.lower(a) == "having");
                infinitive || having || token.tag == Tag::Vbg || matches!(token.pos, Pos::Adj | Pos::Noun)
            }
            Dep::Advcl if self.opens_with_when(verb, c) => true,
            Dep::Advcl => {
                let asks = matches!(&*self.token(verb).lemma, "ask" | "wonder" | "know" | "question" | "see");
                let opens = |m: usize| matches!(self.lower(m), "that" | "whether") || asks && self.lower(m) == "if";
                let marked = self.document.children(c).any(|m| self.token(m).dep == Dep::Mark && opens(m) && verb < m && m < c);
                c > verb && (marked || self.is_asked_of(verb, c) || self.is_vowed(verb, c))
            }
            _ => false,
        }
    }

    /// "vow to boycott the vote", where the tree reads a purpose.
    fn is_vowed(&self, verb: usize, c: usize) -> bool {
        let first = self.document.subtree(c).start;
        let vows = matches!(
            &*self.token(verb).lemma,
            "vow" | "pledge" | "promise" | "threaten" | "refuse" | "decline" | "plan" | "want" | "hope"
        );
        vows && first == verb + 1 && self.token(first).tag == Tag::To
    }

    /// "asked agencies that dealt with it to wait": the infinitive after a hearer with a clause of its own.
    fn is_asked_of(&self, verb: usize, c: usize) -> bool {
        let asks =
            matches!(&*self.token(verb).lemma, "ask" | "tell" | "urge" | "order" | "instruct" | "advise" | "beg" | "implore");
        let infinitive = self.document.children(c).any(|a| self.token(a).tag == Tag::To && a < c);
        let hearer = self.child(verb, &[Dep::Dobj]).filter(|&o| verb < o && o < c);
        let next = |o: usize| self.document.subtree(o).end == self.document.subtree(c).start;
        asks && infinitive && hearer.is_some_and(|o| next(o) && self.token(o).tag != Tag::Nn)
    }

    /// The content of "S, X said." and "S1, X said, S2.": what is left and right of the cue's own words.
    pub(super) fn around(&self, verb: usize) -> Option<Vec<Range<usize>>> {
        let has_complement = self.document.children(verb).any(|c| {
            let object = matches!(self.token(c).dep, Dep::Dobj | Dep::Oprd | Dep::Attr | Dep::Acomp | Dep::Xcomp | Dep::Ccomp);
            object && c > verb && self.subject(verb) != Some(c)
        });
        // "as she put it"
        let it = self.child(verb, &[Dep::Dobj]).is_some_and(|o| self.lower(o) == "it") && &*self.token(verb).lemma == "put";
        let hearer = &*self.token(verb).lemma == "tell" || it;
        if has_complement && !hearer || matches!(self.token(verb).dep, Dep::Relcl | Dep::Acl) {
            return None;
        }
        let sentence = self.outer_sentence(verb);
        if self.token(verb).dep == Dep::Advcl
            && self.document.children(verb).any(|m| self.token(m).dep == Dep::Mark && self.lower(m) == "as" && m < verb)
        {
            let rest = without(sentence, &self.document.subtree(verb));
            return Some(rest.into_iter().map(|r| self.after_opener(r)).collect());
        }
        let own = self.own_segment(verb, &sentence)?;
        let opener = &self.token(own.start);
        let side = |i: usize| {
            let word = self.token(i);
            matches!(word.tag, Tag::Wdt | Tag::Wp | Tag::Wrb) || word.dep == Dep::Mark && &*word.lower != "as"
        };
        let filler = self.lower(verb) == "know" && self.lower(verb.saturating_sub(1)) == "you";
        if opener.tag == Tag::Cc || filler || (own.start..verb).any(|i| side(i) && self.token(i).head == verb) {
            return None;
        }
        let left = self.trim(self.after_opener(sentence.start..own.start));
        let right = self.trim(own.end..sentence.end);
        let has_verb = |r: &Range<usize>| r.clone().any(|i| self.is_verb(i) || self.token(i).pos == Pos::Aux);
        // "Her fate hinges on the weather, analyst says.": taggers take a present tense for a plural
        let sentence_like = left.len() >= 5
            && &*self.token(verb).lemma == "say"
            && matches!(self.token(left.start).pos, Pos::Det | Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Adj);
        if !has_verb(&left) && !has_verb(&right) && !sentence_like || left.is_empty() {
            return None;
        }
        let right = if self.goes_on(verb, &own, &right) { right } else { own.end..own.end };
        Some(vec![left, right])
    }

    /// "The rule is simple, she says: no phones.": what stands behind the colon, and before the cue if it closes that.
    ///
    /// What somebody writes runs on to the end of the paragraph.
    pub(super) fn after_colon(&self, verb: usize) -> Option<Vec<Range<usize>>> {
        let sentence = self.sentence(verb);
        let colon = (verb + 1..self.block(verb).end.min(verb + 12)).find(|&i| self.lower(i) == ":")?;
        let own = (verb + 1..colon).all(|i| self.document.dominates(verb, i) && !self.is_verb(i) && self.quote_of[i].is_none());
        let next = (colon + 1..self.block(verb).end).find(|&i| self.token(i).pos != Pos::Space)?;
        if !own || self.quote_of[next].is_some() || self.quote_of[verb].is_some() || self.is_passive(verb) {
            return None;
        }
        let written = &*self.token(verb).lemma == "write";
        let end = if written { self.block(verb).end } else { self.sentence(next).end };
        let right = next..end;
        let clause = right.clone().any(|i| self.is_finite(i) || self.token(i).tag == Tag::Vb);
        if right.len() < 2 || !clause && colon > verb + 1 {
            return None;
        }
        let left = self.own_segment(verb, &sentence).map(|own| self.trim(self.after_opener(sentence.start..own.start)));
        let left = left.filter(|l| l.clone().any(|i| self.is_finite(i) || self.token(i).pos == Pos::Aux));
        Some(left.into_iter().chain([right]).collect())
    }

    /// The start of a clause that the cue breaks into: "If the law is old, X said, it should go".
    ///
    /// Only where what follows the cue and its comma cannot open a sentence.
    pub(super) fn broken_start(&self, verb: usize) -> Option<Range<usize>> {
        let next = verb + 2;
        if !self.is_finite(verb) || self.quote_of[verb].is_some() || self.tokens.get(verb + 1).is_none_or(|t| &*t.lower != ",") {
            return None;
        }
        let first = (next..self.block(verb).end).find(|&i| !self.is_punct(i))?;
        let lower_case = self.document.text(first).starts_with(char::is_lowercase);
        let quoted = self.quote_of[first].is_some();
        let participle = self.token(first).tag == Tag::Vbg || self.token(first).tag == Tag::Cc && !quoted;
        let subject = self.subject(verb)?;
        let start = self.document.subtree(subject).start.min(verb);
        let sentence = self.sentence(verb);
        let breaks = start > sentence.start && start + 6 > verb && self.lower(start - 1) == ",";
        let clause = quoted || self.right_clause(verb).is_some_and(|(r, _)| r.start <= first && first < r.end);
        (breaks && lower_case && !participle && clause).then(|| self.after_opener(sentence.start..start - 1))
    }

    /// Whether what follows "S, X said, …" belongs to S rather than to "said".
    fn goes_on(&self, verb: usize, own: &Range<usize>, right: &Range<usize>) -> bool {
        let parenthetical = self.token(verb).dep != Dep::Root || right.clone().any(|i| self.token(i).dep == Dep::Root);
        // "S, X said, wiping his face"
        let participle =
            !right.is_empty() && self.token(right.start).tag == Tag::Vbg && self.token(right.start).dep == Dep::Advcl;
        own.end < right.end
            && !right.is_empty()
            && !participle
            && (parenthetical || matches!(self.lower(right.start), "including" | "such"))
    }

    /// Leaves "Meanwhile,", "However," at the start of a sentence out.
    pub(super) fn after_opener(&self, range: Range<usize>) -> Range<usize> {
        let (first, second) = (range.start, range.start + 1);
        if second >= range.end || first > 0 && self.token(first).sentence == self.token(first - 1).sentence {
            return range;
        }
        let adverb = self.token(first).tag == Tag::Rb && self.lower(second) == ",";
        if adverb { second..range.end } else { range }
    }

    /// The sentence of a token, grown over quotes that it cuts.
    pub(super) fn outer_sentence(&self, i: usize) -> Range<usize> {
        let mut sentence = self.sentence(i);
        if let Some(q) = self.quote_of[i] {
            let inside = self.quotes[q].inside.clone();
            return sentence.start.max(inside.start)..sentence.end.min(inside.end);
        }
        for q in self.quotes.iter().filter(|q| !q.nested) {
            let outer = q.outer();
            if outer.contains(&sentence.start) && outer.start < sentence.start && outer.end > sentence.start {
                sentence.start = self.sentence(outer.start).start;
            }
            if outer.contains(&(sentence.end - 1)) && sentence.end < outer.end {
                sentence.end = outer.end;
            }
        }
        sentence
    }

    /// The cue's own words between commas (or sentence edges): subject, verb, adverbials.
    ///
    /// `None` when the verb has no comma, dash or quote mark on its left.
    pub(super) fn own_segment(&self, verb: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        let subject = self.subject(verb).or_else(|| self.phrase_before(verb)).filter(|s| sentence.contains(s));
        let first = subject.map_or(verb, |s| self.document.subtree(s).start.min(verb));
        let mut start = first.max(sentence.start);
        while start > sentence.start && !self.is_break(start - 1) {
            start -= 1;
        }
        if start == sentence.start {
            return None;
        }
        let mut last = verb;
        for c in self.document.children(verb).filter(|&c| c > verb) {
            let dep = self.token(c).dep;
            if matches!(dep, Dep::Nsubj | Dep::Dobj | Dep::Dative | Dep::Prep | Dep::Npadvmod | Dep::Advmod | Dep::Prt) {
                let subtree = self.document.subtree(c);
                if subtree.start <= last + 1 {
                    last = last.max(subtree.end - 1);
                }
            }
        }
        let mut end = last + 1;
        while end < sentence.end && !self.is_break(end) && !self.ends_sentence(end) {
            end += 1;
        }
        Some(start..end)
    }

    fn is_break(&self, i: usize) -> bool {
        matches!(self.lower(i), "," | "-" | "--" | ":" | ";") || self.is_double_mark(i)
    }
}
