//! The unit of work: what a change set is going to write, over what is stored.
//!
//! Nothing is written before the unit is whole and free of mistakes. Every entry has one draft, so that however often
//! an operation or a batch touches it, it gets one version.

use std::collections::HashMap;

use daybook_schema::{FieldIndex, Model, TypeIndex, Value, input::ExternalKey};
use indexmap::IndexMap;
use uuid::Uuid;

use crate::record::{Link, LinkKind, Record, Unlinked};

/// Where an entry is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum State {
    Living,
    Trashed,
    Purged,
}

/// An entry as the unit leaves it.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub id: Uuid,
    pub record: TypeIndex,
    /// As stored; `None` when the unit creates it.
    pub base: Option<Record>,
    pub values: Vec<Value>,
    pub external_keys: Vec<ExternalKey>,
    pub state: State,
    claimed: Vec<KeyName>,
}

/// A link as the unit leaves it. Its ends and kind never change.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkDraft {
    pub base: Option<Link>,
    pub now: Option<Link>,
}

/// A natural key with its values, in a form in which equal keys are equal.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) struct KeyName {
    record: TypeIndex,
    key: usize,
    values: String,
}

/// Drafts of everything that was looked at, with their claims.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    pub drafts: IndexMap<Uuid, Draft>,
    pub links: IndexMap<Uuid, LinkDraft>,
    /// By link: what is remembered of one that was taken away; `None`: nothing any more.
    pub unlinked: IndexMap<Uuid, Option<Unlinked>>,
    by_source: HashMap<Uuid, Vec<Uuid>>,
    by_target: HashMap<Uuid, Vec<Uuid>>,
    keys: HashMap<KeyName, Uuid>,
    external: HashMap<ExternalKey, Uuid>,
}

impl Draft {
    pub fn new(id: Uuid, record: TypeIndex, fields: usize) -> Self {
        Self {
            id,
            record,
            base: None,
            values: vec![Value::Null; fields],
            external_keys: Vec::new(),
            state: State::Living,
            claimed: Vec::new(),
        }
    }

    pub fn stored(record: Record) -> Self {
        let state = if record.trashed_at.is_some() { State::Trashed } else { State::Living };
        Self {
            id: record.id,
            record: record.record,
            values: record.values.clone(),
            external_keys: record.external_keys.clone(),
            base: Some(record),
            state,
            claimed: Vec::new(),
        }
    }

    pub fn is_created(&self) -> bool {
        self.base.is_none()
    }

    pub fn is_living(&self) -> bool {
        self.state == State::Living
    }

    pub fn was_trashed(&self) -> bool {
        self.base.as_ref().is_some_and(|base| base.trashed_at.is_some())
    }

    /// The version that readers see now.
    pub fn version(&self) -> i64 {
        self.base.as_ref().map_or(1, |base| base.version)
    }

    /// The version that the unit makes.
    pub fn next_version(&self) -> i64 {
        self.base.as_ref().map_or(1, |base| base.version + 1)
    }

    /// Fields whose values differ from the stored ones, to-one links left out: those are in the changes of their links.
    pub fn changed_scalars(&self, model: &Model) -> Vec<FieldIndex> {
        let fields = model.record(self.record).indexed_fields();
        fields
            .filter(|(index, field)| {
                let before = self.base.as_ref().map(|base| &base.values[index.0]);
                field.link().is_none() && before.unwrap_or(&Value::Null) != &self.values[index.0]
            })
            .map(|(index, _)| index)
            .collect()
    }
}

impl LinkDraft {
    pub fn is_changed(&self) -> bool {
        self.base != self.now
    }

    pub fn any(&self) -> Option<&Link> {
        self.now.as_ref().or(self.base.as_ref())
    }
}

impl KeyName {
    /// The name of a key, or `None` when a value is missing: such a key is no key.
    pub fn new(record: TypeIndex, key: usize, values: &[Value]) -> Option<Self> {
        let mut text = String::new();
        for value in values {
            let part = match value {
                Value::Null => return None,
                Value::Quantity(quantity) => format!("{:?}", quantity.value + 0.0),
                Value::Float(number) => format!("{:?}", number + 0.0),
                Value::Duration(span) => span.canonical().to_string(),
                other => format!("{other:?}"),
            };
            text.push_str(&part);
            text.push('\u{1f}');
        }
        Some(Self { record, key, values: text })
    }
}

impl Unit {
    pub fn draft(&self, id: Uuid) -> Option<&Draft> {
        self.drafts.get(&id)
    }

    /// The draft of an entry that was loaded or created before.
    pub fn draft_mut(&mut self, id: Uuid) -> &mut Draft {
        self.drafts.get_mut(&id).expect("an entry is loaded before it is changed")
    }

    pub fn is_created(&self, id: Uuid) -> bool {
        self.drafts.get(&id).is_some_and(Draft::is_created)
    }

    /// Remembers a link as the unit leaves it; `base` is what is stored.
    pub fn set_link(&mut self, id: Uuid, base: Option<&Link>, now: Option<Link>) {
        if let Some(draft) = self.links.get_mut(&id) {
            draft.now = now;
            return;
        }
        let Some(ends) = now.as_ref().or(base) else { return };
        self.by_source.entry(ends.source).or_default().push(id);
        self.by_target.entry(ends.target).or_default().push(id);
        self.links.insert(id, LinkDraft { base: base.cloned(), now });
    }

    /// Links of the unit that begin at an entry, changed or not.
    pub fn links_from(&self, source: Uuid) -> impl Iterator<Item = &LinkDraft> {
        self.by_source.get(&source).into_iter().flatten().map(|id| &self.links[id])
    }

    /// Links of the unit that lead to an entry, changed or not.
    pub fn links_to(&self, target: Uuid) -> impl Iterator<Item = &LinkDraft> {
        self.by_target.get(&target).into_iter().flatten().map(|id| &self.links[id])
    }

    /// Whether the unit makes a link of a kind to an entry.
    pub fn has_new_link_to(&self, target: Uuid, kind: &LinkKind) -> bool {
        self.links_to(target).any(|draft| draft.now.as_ref().is_some_and(|link| link.kind == *kind))
    }

    /// The entry of the unit that has claimed a natural key.
    pub fn key_owner(&self, name: &KeyName) -> Option<Uuid> {
        self.keys.get(name).copied()
    }

    /// Gives up the keys that an entry claimed and claims others.
    pub fn claim(&mut self, id: Uuid, names: Vec<KeyName>) {
        let draft = self.draft_mut(id);
        let former = std::mem::replace(&mut draft.claimed, names.clone());
        for name in former {
            if self.keys.get(&name) == Some(&id) {
                self.keys.remove(&name);
            }
        }
        self.keys.extend(names.into_iter().map(|name| (name, id)));
    }

    pub fn external_owner(&self, key: &ExternalKey) -> Option<Uuid> {
        self.external.get(key).copied()
    }

    pub fn claim_external(&mut self, key: ExternalKey, id: Uuid) {
        self.external.insert(key, id);
    }
}
