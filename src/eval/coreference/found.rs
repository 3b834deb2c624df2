//! What the stages found, in the shape of the marked texts.

use super::{ChainMention, PronounKind};
use crate::resolve::{Entity, EntityType, Mention, MentionKind, NounKind, ResolvedDocument};

/// All mentions but adjectives of nationality and relative pronouns, which are not marked in the texts; for each whether it means people,
/// organizations, places or groups, as the marked ones do.
pub(super) fn found_mentions(resolved: &ResolvedDocument) -> Vec<(ChainMention, bool)> {
    let mention = |mention: &Mention| {
        let span = resolved.parsed.span(mention.tokens.clone());
        let pronoun = (mention.kind == MentionKind::Pronoun).then(|| PronounKind::of(resolved.parsed.text(mention.head)));
        if mention.kind == MentionKind::Adjective || pronoun == Some(None) {
            return None;
        }
        let mut chain = mention.entities.clone();
        chain.sort_unstable();
        let head = resolved.parsed.tokens[mention.head].span.start;
        let marked = chain.iter().all(|&entity| is_marked(&resolved.entities[entity]));
        Some((ChainMention { span: span.start..span.end, head, chain, pronoun: pronoun.flatten() }, marked))
    };
    resolved.mentions.iter().filter_map(mention).collect()
}

/// Whether it is a thing of a sort that is marked in the texts.
fn is_marked(entity: &Entity) -> bool {
    use NounKind::{City, Country, Facility, Group, Organization, Person, Place, Region};
    let sort = matches!(entity.sort, Some(Person | Group | Organization | Facility | Place | Country | City | Region));
    match entity.kind {
        EntityType::Vehicle => false,
        EntityType::Unnamed => sort,
        EntityType::Group => sort || entity.sort.is_none(),
        _ => true,
    }
}
