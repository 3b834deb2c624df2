//! People, bodies, places and unnamed things.

use super::super::DocumentGraph;
use super::Sink;
use crate::resolve::{EntityId, EntityType};

impl DocumentGraph {
    pub(super) fn write_entity(&self, sink: &mut Sink, id: EntityId) {
        let entities = &self.framed.resolved.entities;
        let entity = &entities[id];
        let key = &entity.key;
        sink.class(key, entity.kind.class());
        sink.label(key, &entity.label);
        let alone = matches!(entity.kind, EntityType::Group | EntityType::Unnamed);
        for name in entity.alt_labels.iter().filter(|name| **name != entity.label && !alone) {
            sink.alt_label(key, name);
        }
        for same in entity.same_as.iter().filter(|_| !alone) {
            sink.same_as(key, same);
        }
        if let Some(count) = entity.count {
            sink.number(key, "count", count);
        }
        for &owner in entity.of.iter().filter(|&&owner| owner != id) {
            sink.link(key, "of", &entities[owner].key);
        }
        for &outer in entity.located_in.iter().filter(|&&outer| outer != id) {
            sink.link(key, "locatedIn", &entities[outer].key);
        }
        let mut inner = key;
        for outer in &entity.within {
            sink.link(inner, "locatedIn", &outer.key);
            sink.class(&outer.key, outer.kind.class());
            sink.label(&outer.key, &outer.label);
            inner = &outer.key;
        }
    }
}
