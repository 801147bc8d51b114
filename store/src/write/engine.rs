//! The engine: one unit of work over one transaction, and how it finds what is there.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use daybook_schema::{
    ErrorCode, FieldIndex, InputError, Model, Path, Problems, TypeIndex, Value,
    input::{Context, Dialect, EntryInput, LinkOperation, Reference},
    model::Direction,
    value::Instant,
};
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashSet};
use uuid::Uuid;

use super::{
    By,
    unit::{Draft, KeyName, State, Unit},
};
use crate::{
    backend::{LinkQuery, Transaction},
    error::Result,
    id::IdSource,
    record::{Link, LinkKind, Sample},
};

/// What an earlier operation of a batch gave.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Earlier {
    /// An entry.
    Entry(TypeIndex, Uuid),
    /// Nothing, since it failed.
    Failed,
    /// No single entry.
    Nothing,
}

/// Executes the operations of one change set.
pub(super) struct Engine<'a> {
    pub transaction: &'a mut dyn Transaction,
    pub model: Arc<Model>,
    pub by: &'a By,
    pub unit: Unit,
    /// Of the current operation.
    pub problems: Problems,
    /// Results of the operations before it.
    pub earlier: Vec<Earlier>,
    /// Samples to store, by series, what they measure and when.
    pub samples: IndexMap<(TypeIndex, Uuid, Instant), (TypeIndex, Sample), FxBuildHasher>,
    /// Samples that get another flag.
    pub flagged_samples: Vec<(TypeIndex, Sample)>,
    /// Samples to remove.
    pub removed_samples: Vec<(TypeIndex, Uuid, Instant)>,
    /// Those of `samples` that take the place of a stored one.
    pub overwritten_samples: FxHashSet<(TypeIndex, Uuid, Instant)>,
    /// Entries whose stored title changed, with dependents that were not refreshed yet.
    pub stale_titles: Vec<Uuid>,
    /// Names of living entries that suggestions are chosen from.
    pub known_names: HashMap<(TypeIndex, FieldIndex), Arc<Vec<String>>>,
    ids: &'a Mutex<IdSource>,
}

/// Which links to look at.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    pub sources: Option<Vec<Uuid>>,
    pub targets: Option<Vec<Uuid>>,
    pub kinds: Option<Vec<LinkKind>>,
}

impl<'a> Engine<'a> {
    pub fn new(transaction: &'a mut dyn Transaction, ids: &'a Mutex<IdSource>, by: &'a By) -> Self {
        let model = Arc::clone(transaction.model());
        Self {
            transaction,
            model,
            by,
            unit: Unit::default(),
            problems: Problems::default(),
            earlier: Vec::new(),
            samples: IndexMap::default(),
            flagged_samples: Vec::new(),
            removed_samples: Vec::new(),
            overwritten_samples: FxHashSet::default(),
            stale_titles: Vec::new(),
            known_names: HashMap::new(),
            ids,
        }
    }

    pub fn next_id(&self) -> Uuid {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).next(self.by.now)
    }

    pub fn context(&self) -> Context<'_> {
        Context { model: &self.model, now: self.by.now, viewer: self.by.actor.as_deref(), dialect: Dialect::GraphQl }
    }

    pub fn fail(&mut self, error: InputError) {
        self.problems.errors.push(error);
    }

    pub fn error(&mut self, code: ErrorCode, path: &[String], message: impl Into<String>) {
        self.fail(InputError::new(code, path.to_vec(), message));
    }

    pub fn type_name(&self, record: TypeIndex) -> &str {
        &self.model.record(record).name
    }

    /// The draft of an entry of a type, living or not.
    pub fn load(&mut self, record: TypeIndex, id: Uuid) -> Result<Option<&Draft>> {
        if !self.unit.drafts.contains_key(&id)
            && let Some(stored) = self.transaction.get(record, id)?
        {
            self.unit.drafts.insert(id, Draft::stored(stored));
        }
        Ok(self.unit.drafts.get(&id).filter(|draft| draft.record == record && draft.state != State::Purged))
    }

    /// The draft of an entry of any type, living or not.
    pub fn load_any(&mut self, id: Uuid) -> Result<Option<&Draft>> {
        match self.type_of(id)? {
            Some(record) => self.load(record, id),
            None => Ok(None),
        }
    }

    pub fn type_of(&mut self, id: Uuid) -> Result<Option<TypeIndex>> {
        match self.unit.draft(id) {
            Some(draft) => Ok(Some(draft.record)),
            None => Ok(self.transaction.types_of(&[id])?.into_iter().next().flatten()),
        }
    }

    pub fn is_living(&mut self, record: TypeIndex, id: Uuid) -> Result<bool> {
        Ok(self.load(record, id)?.is_some_and(Draft::is_living))
    }

    /// Whether a living entry of the type is there; if not, says what is wrong with its id.
    pub fn expect_living(&mut self, record: TypeIndex, id: Uuid, path: &[String]) -> Result<bool> {
        if let Some(draft) = self.load(record, id)? {
            let living = draft.is_living();
            if !living {
                let message = format!("the {} `{id}` is in the trash; restore it first", self.type_name(record));
                self.error(ErrorCode::NotFound, path, message);
            }
            return Ok(living);
        }
        let name = self.type_name(record).to_owned();
        let (code, message) = match self.type_of(id)? {
            Some(other) if other != record => (
                ErrorCode::WrongType,
                format!("`{id}` is a {}, but a {name} belongs here", self.model.record(other).name),
            ),
            _ => (ErrorCode::NotFound, format!("no {name} has the id `{id}`")),
        };
        self.error(code, path, message);
        Ok(false)
    }

    /// The entry that an input names, living and of the type expected; what is wrong is reported.
    pub fn resolve(&mut self, reference: &Reference, record: TypeIndex, path: &[String]) -> Result<Option<Uuid>> {
        let id = match reference {
            Reference::Id(id) => *id,
            Reference::Result(position) => match self.earlier.get(*position).copied() {
                Some(Earlier::Entry(_, id)) => id,
                Some(Earlier::Failed) => {
                    let message =
                        format!("`${position}` names an operation that failed, so that there is no such entry");
                    self.error(ErrorCode::NotFound, path, message);
                    return Ok(None);
                }
                Some(Earlier::Nothing) => {
                    let message = format!("`${position}` names an operation that gives no single entry");
                    self.error(ErrorCode::InvalidValue, path, message);
                    return Ok(None);
                }
                None => {
                    let message = format!(
                        "`${position}` does not name an earlier operation; only `$0` to the one before this may stand here"
                    );
                    self.error(ErrorCode::InvalidValue, path, message);
                    return Ok(None);
                }
            },
            Reference::Key { key, values, create } => {
                return self.resolve_key(record, *key, values, create.as_deref(), path);
            }
            Reference::Name { field, name, create } => {
                return self.resolve_name(record, (*field, name), create.as_deref(), path);
            }
        };
        Ok(self.expect_living(record, id, path)?.then_some(id))
    }

    fn resolve_key(
        &mut self,
        record: TypeIndex,
        key: usize,
        values: &[Value],
        create: Option<&EntryInput>,
        path: &[String],
    ) -> Result<Option<Uuid>> {
        if let Some(id) = self.find_key(record, key, values)? {
            return Ok(Some(id));
        }
        if let Some(input) = create {
            return Ok(Some(self.create(input, None)?));
        }
        if let ([field], [Value::Text(name)]) = (self.model.record(record).keys[key].as_slice(), values) {
            self.nothing_named(record, *field, name, path)?;
            return Ok(None);
        }
        let described = self.describe_key(record, key, values);
        let message = format!("no {} has the {described}", self.type_name(record));
        self.fail(InputError::new(ErrorCode::NotFound, path.to_vec(), message).with("key", described));
        Ok(None)
    }

    /// A key for people, such as `name "North"`.
    pub fn describe_key(&self, record: TypeIndex, key: usize, values: &[Value]) -> String {
        let declared = self.model.record(record);
        let parts = declared.keys[key].iter().zip(values).map(|(index, value)| {
            let field = declared.field(*index);
            let text: String = crate::title::print(&self.model, field, value).chars().take(60).collect();
            format!("{} \"{text}\"", field.name)
        });
        parts.collect::<Vec<_>>().join(" and ")
    }

    /// The living entry with a natural key, as the unit leaves it.
    pub fn find_key(&mut self, record: TypeIndex, key: usize, values: &[Value]) -> Result<Option<Uuid>> {
        let Some(name) = KeyName::new(record, key, values) else { return Ok(None) };
        if let Some(owner) = self.unit.key_owner(&name) {
            return Ok(Some(owner));
        }
        let Some(id) = self.transaction.find_key(record, key, values)? else { return Ok(None) };
        let Some(draft) = self.unit.draft(id) else { return Ok(Some(id)) };
        let kept = draft.is_living() && KeyName::new(record, key, &self.key_values(draft, key)).as_ref() == Some(&name);
        Ok(kept.then_some(id))
    }

    pub fn key_values(&self, draft: &Draft, key: usize) -> Vec<Value> {
        self.model.record(draft.record).keys[key].iter().map(|field| draft.values[field.0].clone()).collect()
    }

    /// The living entry that an input's natural key names, if any key of the type is whole in the input.
    pub fn find_by_input(&mut self, input: &EntryInput) -> Result<Option<Uuid>> {
        let model = Arc::clone(&self.model);
        let declared = model.record(input.record);
        let mut values = vec![Value::Null; declared.fields.len()];
        for (field, value) in &input.values {
            values[field.0] = value.clone();
        }
        for link in &input.links {
            if let [LinkOperation::Link(target)] = link.operations.as_slice()
                && link.relation.direction == Direction::Out
                && let Some(id) = self.peek(&target.target, model.link(link.relation).target)?
            {
                values[link.relation.field.0] = Value::Id(id);
            }
        }
        let given: Vec<FieldIndex> = input.values.iter().map(|(field, _)| *field).collect();
        daybook_schema::input::apply_defaults(&self.context(), input.record, &mut values, &given);
        for (key, fields) in declared.keys.iter().enumerate() {
            let key_values: Vec<Value> = fields.iter().map(|field| values[field.0].clone()).collect();
            if let Some(id) = self.find_key(input.record, key, &key_values)? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// The entry that a reference names, without a word when there is none.
    pub fn peek(&mut self, reference: &Reference, record: TypeIndex) -> Result<Option<Uuid>> {
        match reference {
            Reference::Id(id) => Ok(Some(*id)),
            Reference::Result(position) => Ok(match self.earlier.get(*position) {
                Some(Earlier::Entry(_, id)) => Some(*id),
                _ => None,
            }),
            Reference::Key { key, values, .. } => self.find_key(record, *key, values),
            Reference::Name { field, name, .. } => Ok(match self.named(record, *field, name)?.as_slice() {
                [id] => Some(*id),
                _ => None,
            }),
        }
    }

    /// Links as the unit leaves them, in order of their ids.
    pub fn links(&mut self, ends: &Ends) -> Result<Vec<Link>> {
        let mut found = Vec::new();
        if !self.touches_only_new(ends) {
            let query = LinkQuery {
                sources: ends.sources.clone(),
                targets: ends.targets.clone(),
                kinds: ends.kinds.clone(),
                ..LinkQuery::default()
            };
            let stored = self.transaction.links(&query)?;
            found.extend(stored.into_iter().filter(|link| !self.unit.links.contains_key(&link.id)));
        }
        let fits = |link: &Link| {
            let among = |ids: &Option<Vec<Uuid>>, id| ids.as_ref().is_none_or(|ids| ids.contains(&id));
            among(&ends.sources, link.source)
                && among(&ends.targets, link.target)
                && ends.kinds.as_ref().is_none_or(|kinds| kinds.contains(&link.kind))
        };
        let drafts: Box<dyn Iterator<Item = _>> = match (&ends.sources, &ends.targets) {
            (Some(sources), _) => Box::new(sources.iter().flat_map(|id| self.unit.links_from(*id))),
            (None, Some(targets)) => Box::new(targets.iter().flat_map(|id| self.unit.links_to(*id))),
            (None, None) => Box::new(self.unit.links.values()),
        };
        found.extend(drafts.filter_map(|draft| draft.now.as_ref()).filter(|link| fits(link)).cloned());
        found.sort_unstable_by_key(|link| link.id);
        Ok(found)
    }

    /// Whether nothing stored can match, because one end was made in this unit.
    fn touches_only_new(&self, ends: &Ends) -> bool {
        let all_new =
            |ids: &Option<Vec<Uuid>>| ids.as_ref().is_some_and(|ids| ids.iter().all(|id| self.unit.is_created(*id)));
        all_new(&ends.sources) || all_new(&ends.targets)
    }

    /// The title of an entry as the unit leaves it; of an unknown one the name of its type.
    pub fn title(&mut self, record: TypeIndex, id: Uuid) -> Result<String> {
        self.title_within(record, id, crate::title::TITLE_DEPTH)
    }

    fn title_within(&mut self, record: TypeIndex, id: Uuid, depth: usize) -> Result<String> {
        let values = match self.unit.draft(id) {
            Some(draft) => Some(draft.values.clone()),
            None => self.transaction.get(record, id)?.map(|stored| stored.values),
        };
        let Some(values) = values else { return Ok(self.type_name(record).to_owned()) };
        self.compose_title(record, &values, depth)
    }

    /// The title that values give.
    pub fn compose_title(&mut self, record: TypeIndex, values: &[Value], depth: usize) -> Result<String> {
        let model = Arc::clone(&self.model);
        let mut targets = Vec::new();
        for field in crate::title::fields(&model, record) {
            if let (Some(link), Value::Id(target), 1..) =
                (model.record(record).field(field).link(), &values[field.0], depth)
            {
                targets.push((field, self.title_within(link.target, *target, depth - 1)?));
            }
        }
        let target = |field| {
            targets.iter().find(|(known, _)| *known == field).map(|(_, title): &(FieldIndex, String)| title.clone())
        };
        Ok(crate::title::compose(&model, record, |field| values.get(field.0), target))
    }
}

/// A path with further steps.
pub(super) fn below(path: &[String], steps: &[&str]) -> Path {
    path.iter().cloned().chain(steps.iter().map(|step| (*step).to_owned())).collect()
}
