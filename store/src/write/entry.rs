//! Creating, changing and finding single entries.

use std::sync::Arc;

use daybook_schema::{
    ErrorCode, FieldIndex, InputError, TypeIndex,
    input::{EntryInput, LinkInput, PatchInput, apply_defaults, check_record},
    model::Direction,
};
use uuid::Uuid;

use super::{
    engine::{Engine, below},
    links::Implied,
    unit::{Draft, KeyName},
};
use crate::error::Result;

impl Engine<'_> {
    /// Creates an entry with everything nested in it. Mistakes are reported; the entry is in the unit all the same, so
    /// that what refers to it is checked too.
    pub fn create(&mut self, input: &EntryInput, implied: Option<Implied<'_>>) -> Result<Uuid> {
        let model = Arc::clone(&self.model);
        let declared = model.record(input.record);
        let id = self.new_entry_id(input)?;
        let mut draft = Draft::new(id, input.record, declared.fields.len());
        for (field, value) in &input.values {
            draft.values[field.0] = value.clone();
        }
        let given: Vec<FieldIndex> =
            input.values.iter().map(|(field, _)| *field).chain(input.unreadable.iter().copied()).collect();
        apply_defaults(&self.context(), input.record, &mut draft.values, &given);
        draft.external_keys.clone_from(&input.external_keys);
        self.unit.drafts.insert(id, draft);
        self.claim_external_keys(id, input)?;

        let mut skip = self.unreadable_fields(input.record, &input.path);
        skip.extend(&input.unreadable);
        if let Some(implied) = implied {
            self.connect_implied(implied, id, &input.path)?;
            skip.push(implied.relation.field);
        }
        for link in own(&input.links) {
            if implied.is_some_and(|implied| implied.relation.field == link.relation.field) {
                let name = &declared.field(link.relation.field).name;
                let message = format!("`{name}` is given by the entry around this one; leave it out");
                self.error(ErrorCode::InvalidValue, &link.path, message);
                continue;
            }
            self.apply_own(id, link, &mut skip)?;
        }
        self.check(id, &skip, &input.path)?;
        for link in inverse(&input.links) {
            self.apply_links(id, link)?;
        }
        Ok(id)
    }

    /// Changes an entry; what is left out of the patch stays.
    pub fn update(
        &mut self,
        record: TypeIndex,
        id: Uuid,
        patch: &PatchInput,
        expected_version: Option<i64>,
        path: &[String],
    ) -> Result<()> {
        self.check_version(record, id, expected_version, path)?;
        let Some(before) = self.load(record, id)?.map(|draft| draft.values.clone()) else { return Ok(()) };
        let draft = self.unit.draft_mut(id);
        // What is equal stays as it was written: `PT600S` is not replaced by `PT10M`.
        for (field, value) in patch.values.iter().filter(|(field, value)| before[field.0] != *value) {
            draft.values[field.0] = value.clone();
        }
        let mut skip = self.unreadable_fields(record, &patch.path);
        for link in own(&patch.links) {
            self.apply_own(id, link, &mut skip)?;
        }
        if self.unit.draft_mut(id).values != before {
            self.check(id, &skip, &patch.path)?;
        }
        for link in inverse(&patch.links) {
            self.apply_links(id, link)?;
        }
        Ok(())
    }

    /// Finds by natural key: absent, it is created; present, the patch is applied (left out: the fields of the input).
    pub fn upsert(&mut self, input: &EntryInput, patch: Option<&PatchInput>) -> Result<Uuid> {
        if self.model.record(input.record).keys.is_empty() {
            let message =
                format!("{} has no natural key to find an entry by; create or update it", self.type_name(input.record));
            self.error(ErrorCode::InvalidValue, &input.path, message);
        }
        let Some(id) = self.find_by_input(input)? else { return self.create(input, None) };
        let same = PatchInput {
            record: input.record,
            values: input.values.clone(),
            links: input.links.clone(),
            path: input.path.clone(),
        };
        if let Some(other) = input.id.filter(|other| *other != id) {
            let message = format!("the key belongs to `{id}`, not to the id `{other}`; leave the id out");
            let error = InputError::new(ErrorCode::DuplicateKey, below(&input.path, &["id"]), message).about(id);
            self.fail(error);
        }
        self.update(input.record, id, patch.unwrap_or(&same), None, &input.path)?;
        Ok(id)
    }

    /// Checks `expectedVersion` against what readers see. `path` is where the operation stands.
    pub fn check_version(&mut self, record: TypeIndex, id: Uuid, expected: Option<i64>, path: &[String]) -> Result<()> {
        let Some(expected) = expected else { return Ok(()) };
        if crate::fault::is("skip-version-check") {
            return Ok(());
        }
        let Some(version) = self.load(record, id)?.map(Draft::version) else { return Ok(()) };
        if version != expected {
            let message = format!(
                "the {} has version {version}, not {expected}: it changed meanwhile; read it again and decide anew",
                self.type_name(record)
            );
            let error = InputError::new(ErrorCode::VersionConflict, below(path, &["expectedVersion"]), message)
                .with("expected", expected)
                .with("current", version)
                .about(id);
            self.fail(error);
        }
        Ok(())
    }

    /// Checks what takes the whole entry, and its natural keys. `skip` names fields that already have an error.
    pub fn check(&mut self, id: Uuid, skip: &[FieldIndex], path: &[String]) -> Result<()> {
        let draft = self.unit.draft_mut(id);
        let (record, values) = (draft.record, draft.values.clone());
        let fields = self.model.record(record).indexed_fields();
        let lists: Vec<FieldIndex> =
            fields.filter(|(_, field)| field.list && field.link().is_some()).map(|(index, _)| index).collect();
        let problems = check_record(&self.context(), record, &values, &lists, skip, &path.to_vec());
        self.problems.append(problems);
        self.claim_keys(id, path)
    }

    /// Claims the natural keys of an entry, and reports those that another living entry has.
    pub fn claim_keys(&mut self, id: Uuid, path: &[String]) -> Result<()> {
        let model = Arc::clone(&self.model);
        let draft = self.unit.draft_mut(id).clone();
        let declared = model.record(draft.record);
        if declared.keys.is_empty() {
            return Ok(());
        }
        let mut names = Vec::new();
        for (key, fields) in declared.keys.iter().enumerate() {
            let values = self.key_values(&draft, key);
            let Some(name) = KeyName::new(draft.record, key, &values) else { continue };
            match self.find_key(draft.record, key, &values)?.filter(|owner| *owner != id) {
                Some(owner) => {
                    let place = match fields.as_slice() {
                        [field] => below(path, &[&declared.field(*field).name]),
                        _ => path.to_vec(),
                    };
                    let described = self.describe_key(draft.record, key, &values);
                    let message =
                        format!("another {} has the {described}; take another or change that one", declared.name);
                    self.fail(InputError::new(ErrorCode::DuplicateKey, place, message).about(owner));
                }
                None => names.push(name),
            }
        }
        self.unit.claim(id, names);
        Ok(())
    }

    /// Gives up the natural keys of an entry that leaves the living ones.
    pub fn release_keys(&mut self, id: Uuid) {
        self.unit.claim(id, Vec::new());
    }

    fn claim_external_keys(&mut self, id: Uuid, input: &EntryInput) -> Result<()> {
        for (position, key) in input.external_keys.iter().enumerate() {
            match self.find_external(key, id)? {
                Some(owner) => {
                    let path = below(&input.path, &["externalKeys", &position.to_string()]);
                    let message = format!("another entry is known to {} as `{}`; update that one", key.source, key.key);
                    self.fail(InputError::new(ErrorCode::DuplicateKey, path, message).about(owner));
                }
                None => self.unit.claim_external(key.clone(), id),
            }
        }
        Ok(())
    }

    /// Another living entry with an external key, as the unit leaves it.
    pub fn find_external(&mut self, key: &daybook_schema::input::ExternalKey, id: Uuid) -> Result<Option<Uuid>> {
        let owner = match self.unit.external_owner(key) {
            Some(owner) => Some(owner),
            None => self.transaction.find_external_key(key)?,
        };
        let holds = |draft: &Draft| draft.is_living() && draft.external_keys.contains(key);
        Ok(owner.filter(|owner| *owner != id && self.unit.draft(*owner).is_none_or(holds)))
    }

    fn new_entry_id(&mut self, input: &EntryInput) -> Result<Uuid> {
        let Some(id) = input.id else { return Ok(self.next_id()) };
        if self.type_of(id)?.is_none() {
            return Ok(id);
        }
        let message = format!("the id `{id}` is taken; leave it out or make a new one");
        self.fail(InputError::new(ErrorCode::DuplicateKey, below(&input.path, &["id"]), message).about(id));
        Ok(self.next_id())
    }

    /// Applies operations on an own link; a field whose operations failed is not reported again as missing.
    fn apply_own(&mut self, id: Uuid, link: &LinkInput, skip: &mut Vec<FieldIndex>) -> Result<()> {
        let errors = self.problems.errors.len();
        self.apply_links(id, link)?;
        if self.problems.errors.len() > errors || self.has_problem_below(&link.path) {
            skip.push(link.relation.field);
        }
        Ok(())
    }

    fn has_problem_below(&self, path: &[String]) -> bool {
        self.problems.errors.iter().any(|error| error.path.starts_with(path))
    }

    /// Fields of a document of which coercion said that something is wrong with them.
    fn unreadable_fields(&self, record: TypeIndex, path: &[String]) -> Vec<FieldIndex> {
        let declared = self.model.record(record);
        let errors = self.problems.errors.iter().filter(|error| error.path.starts_with(path));
        errors.filter_map(|error| declared.find(error.path.get(path.len())?)).collect()
    }
}

fn own(links: &[LinkInput]) -> impl Iterator<Item = &LinkInput> {
    links.iter().filter(|link| link.relation.direction == Direction::Out)
}

fn inverse(links: &[LinkInput]) -> impl Iterator<Item = &LinkInput> {
    links.iter().filter(|link| link.relation.direction == Direction::In)
}
