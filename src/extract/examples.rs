//! Whether a rule keeps what its example sentences promise.

use super::rule::{Example, Expectation, Rule};
use crate::claim::{Claim, ClaimValue, Value};
use crate::frame::FramedDocument;
use crate::ontology::Ontology;
use crate::resolve::{EntityId, MentionId};
use crate::vocabulary::DL;

impl Rule {
    /// What is wrong when the claims of the example's sentence are these; `None` when the rule keeps its word.
    ///
    /// To fire means that for each expectation a claim says it and this rule took part. To refuse means that no claim says
    /// any of the expectations, or, where there are none, that the rule took part in nothing.
    pub fn broken(&self, example: &Example, document: &FramedDocument, claims: &[Claim], ontology: &Ontology) -> Option<String> {
        let took_part = |claim: &&Claim| claim.rules.contains(&self.name);
        let says = |claim: &&Claim, expected: &Expectation| says(document, claim, expected, ontology);
        let told = || claims.iter().map(|c| tell(document, c)).collect::<Vec<_>>().join(" | ");
        let about = |what: String| Some(format!("rule `{}`, \"{}\": {what}; found {}", self.name, example.sentence, told()));
        if example.fires {
            let mut expected = example.expected.iter();
            let missing = expected.find(|e| !claims.iter().filter(took_part).any(|c| says(&c, e)))?;
            return about(format!("`{missing}` is missing"));
        }
        if example.expected.is_empty() {
            claims.iter().find(took_part)?;
            return about("it fired".to_owned());
        }
        let wrong = example.expected.iter().find(|e| claims.iter().any(|c| says(&c, e)))?;
        about(format!("`{wrong}` was found"))
    }
}

fn says(document: &FramedDocument, claim: &Claim, expected: &Expectation, ontology: &Ontology) -> bool {
    let class = format!("{DL}{}", expected.class);
    let fits = claim.classes.iter().any(|c| ontology.is_a(&format!("{DL}{c}"), &class));
    fits && expected.values.iter().all(|(role, value)| has(document, claim, role, value))
}

fn has(document: &FramedDocument, claim: &Claim, role: &str, wanted: &str) -> bool {
    let named = |entity: EntityId, mention: Option<MentionId>| {
        let words = mention.map(|m| document.resolved.parsed.document.slice(document.resolved.mention_span(m)));
        document.resolved.entities[entity].label == wanted || words == Some(wanted)
    };
    match role {
        "status" => claim.status.as_str() == wanted,
        "accordingTo" => claim.according_to.iter().any(|(e, m)| named(*e, *m)),
        "inStatement" => {
            let cue = claim.in_statement.map(|frame| document.resolved.parsed.document.slice(document.trigger_span(frame)));
            cue == Some(wanted)
        }
        _ => {
            claim.arguments.iter().any(|a| a.role == role && named(a.entity, a.mention))
                || claim.values.iter().any(|v| v.property == role && words(document, v) == wanted)
        }
    }
}

/// A value as words: a time as it stands in the text, a frame by its trigger.
fn words(document: &FramedDocument, value: &ClaimValue) -> String {
    let parsed = &document.resolved.parsed;
    match &value.value {
        Value::Text(text) | Value::Individual(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Time(time) => parsed.document.slice(parsed.span(document.resolved.times[*time].tokens.clone())).to_owned(),
        Value::Frame(frame) => parsed.document.slice(document.trigger_span(*frame)).to_owned(),
    }
}

/// A claim on one line, in the form of an expectation.
fn tell(document: &FramedDocument, claim: &Claim) -> String {
    let mut values = vec![format!("status {}", claim.status.as_str())];
    let label = |entity: EntityId| &document.resolved.entities[entity].label;
    values.extend(claim.arguments.iter().map(|a| format!("{} {}", a.role, label(a.entity))));
    values.extend(claim.according_to.iter().map(|(e, _)| format!("accordingTo {}", label(*e))));
    values.extend(claim.values.iter().map(|v| format!("{} {}", v.property, words(document, v))));
    format!("{}: {}", claim.classes.join(" "), values.join("; "))
}

#[cfg(test)]
mod tests {
    use super::super::testing::Maker;
    use super::*;
    use crate::extract::{RuleSet, extract};
    use crate::frame::{Filler, FrameKind};
    use crate::resolve::EntityType::{City, Person};

    fn broken(rule: &str, examples: &str) -> Vec<Option<String>> {
        let mut m = Maker::new("Ana met Li in Oslo .");
        let (ana, li, oslo) = (m.mention("Ana", Person), m.mention("Li", Person), m.mention("Oslo", City));
        let met = m.frame(FrameKind::Verb, "met", &["Talks"], &[]);
        m.fill(met, "party", Filler::Mention(ana));
        m.fill(met, "party", Filler::Mention(li));
        m.fill(met, "place", Filler::Mention(oslo));
        let document = m.finish();
        let head = "PREFIX dl: <https://w3id.org/dateline/ns#> PREFIX f: <https://w3id.org/dateline/frame#>";
        let text = format!("{examples}\n{head} {rule}");
        let rules = RuleSet::parse([("party.rq", text.as_str())], Ontology::embedded().unwrap()).unwrap();
        let claims = extract(&document, &rules);
        let rule = &rules.rules()[0];
        rule.examples.iter().map(|e| rule.broken(e, &document, &claims, rules.ontology())).collect()
    }

    const PARTY: &str = "CONSTRUCT { ?e a dl:Meeting ; dl:participant ?p } WHERE { ?e f:party/f:is ?p }";

    #[test]
    fn kept_examples_are_silent() {
        let examples = "# fire: x => Meeting: participant Ana; participant Li; status Occurred\n# refuse: x => Meeting: participant Oslo\n# refuse: x => Visit";
        assert_eq!(broken(PARTY, examples), [None, None, None]);
    }

    #[test]
    fn broken_examples_say_what_was_found() {
        let found = broken(PARTY, "# fire: x => Talks: participant Ana\n# refuse: x\n# refuse: x => Meeting: participant Li");
        let first = "rule `party`, \"x\": `Talks: participant Ana` is missing; found Meeting: status Occurred; participant Ana; participant Li";
        assert_eq!(found[0].as_deref(), Some(first));
        assert!(found[1].as_ref().unwrap().contains("it fired"));
        assert!(found[2].as_ref().unwrap().contains("`Meeting: participant Li` was found"));
    }
}
