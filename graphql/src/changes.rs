//! Changes of entries as the API answers them.

use std::sync::Arc;

use daybook_schema::{Value, input, time::format_instant};
use daybook_store::{
    backend::{ChangeQuery, LinkQuery},
    query::Trash,
    record::{Change, ChangeOperation, Link, Origin, Record},
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::{
    connections::{Rows, cursor},
    error::RequestError,
    plan::{ChangeOutput, ChangeView, ChangesPlan},
    read::Reader,
    surface::ChangeField,
};

type Result<T> = std::result::Result<T, RequestError>;

/// Change sets that took others back: which, and the one that it took back; the last undo last.
type Undos = Vec<(Uuid, Uuid)>;

impl Reader<'_> {
    /// `history(…)` of an entry, newest first.
    pub fn history(&mut self, plan: &ChangesPlan, id: Uuid) -> Result<Json> {
        let all = ChangeQuery { entry: Some(id), descending: true, ..ChangeQuery::default() };
        self.changes(plan, &all)
    }

    /// A connection of changes, newest first.
    pub fn changes(&mut self, plan: &ChangesPlan, all: &ChangeQuery) -> Result<Json> {
        let page = plan.page.as_ref().map_err(Clone::clone)?;
        let query = ChangeQuery { after: page.after_number(), limit: Some(page.limit + 1), ..all.clone() };
        let mut changes = self.snapshot.changes(&query)?;
        let more = changes.len() > page.limit;
        changes.truncate(page.limit);
        let context = self.context;
        let rows = Rows {
            count: changes.len(),
            next: more,
            previous: page.after.is_some(),
            cursor: &|row: usize| cursor(context, page, &changes[row].seq),
        };
        self.connection(
            &plan.view,
            &rows,
            |reader| Ok(reader.snapshot.count_changes(all)?),
            |reader, view| reader.change_nodes(view, &changes),
        )
    }

    /// Changes, in their order.
    pub fn change_nodes(&mut self, view: &ChangeView, changes: &[Change]) -> Result<Vec<Json>> {
        let mut answers = vec![Map::new(); changes.len()];
        let undos = if view.has_undos() { self.undos_among(changes)? } else { Undos::new() };
        for (key, output) in &view.outputs {
            let values = match output {
                ChangeOutput::TypeName => vec![json!("Change"); changes.len()],
                ChangeOutput::Entry(entries) => {
                    let ids: Vec<_> = changes.iter().map(|change| change.entry).collect();
                    let found = self.entries(entries, &ids, Trash::Include)?;
                    ids.iter().map(|id| found.get(id).cloned().unwrap_or(Json::Null)).collect()
                }
                ChangeOutput::Link(view) => {
                    let links = changes.iter().map(|change| self.changed_link(change)).collect::<Result<Vec<_>>>()?;
                    self.links(view, &links)?
                }
                ChangeOutput::Value(field) => {
                    let values = changes.iter().map(|change| self.change_value(*field, change, &undos));
                    values.collect::<Result<_>>()?
                }
            };
            for (answer, value) in answers.iter_mut().zip(values) {
                answer.insert(key.clone(), value);
            }
        }
        Ok(answers.into_iter().map(Json::Object).collect())
    }

    fn change_value(&mut self, field: ChangeField, change: &Change, undos: &Undos) -> Result<Json> {
        Ok(match field {
            ChangeField::Seq => json!(change.seq.to_string()),
            ChangeField::At => json!(format_instant(change.at)),
            ChangeField::Actor => json!(change.actor),
            ChangeField::Operation => json!(operation_name(change.operation)),
            ChangeField::Type => json!(self.context.record_name(change.record)),
            ChangeField::EntryId => json!(change.entry),
            ChangeField::Version => json!(change.version),
            ChangeField::Fields => json!(change.fields),
            ChangeField::ChangeSet => json!(change.change_set),
            ChangeField::Origin => json!(origin_name(change.origin)),
            ChangeField::Reason => json!(change.reason),
            ChangeField::Patch => self.patch(change)?,
            ChangeField::Before => self.before(change)?,
            ChangeField::Undoes => {
                json!(undos.iter().find(|(undo, _)| *undo == change.change_set).map(|(_, undone)| undone))
            }
            ChangeField::UndoneBy => {
                json!(undos.iter().rfind(|(_, undone)| *undone == change.change_set).map(|(undo, _)| undo))
            }
            // They are read together.
            ChangeField::Entry | ChangeField::Link => Json::Null,
        })
    }

    /// Which of the change sets took others back or were taken back, the last undo last.
    fn undos_among(&mut self, changes: &[Change]) -> Result<Undos> {
        let mut change_sets: Vec<Uuid> = changes.iter().map(|change| change.change_set).collect();
        change_sets.sort_unstable();
        change_sets.dedup();
        Ok(self.snapshot.undos(&change_sets)?)
    }

    /// The link that a change made or removed, as it was then.
    fn changed_link(&mut self, change: &Change) -> Result<Option<Link>> {
        let Some(id) = change.link else { return Ok(None) };
        let held = match change.operation {
            // It was there until the version that the change made.
            ChangeOperation::Unlinked => match self.versions_of(change)? {
                Some((_, after)) => after.seq - 1,
                None => return Ok(None),
            },
            _ => change.seq,
        };
        let query = LinkQuery { ids: Some(vec![id]), as_of: Some(held), ..LinkQuery::default() };
        Ok(self.snapshot.links(&query)?.pop())
    }

    /// The version that a change made, and the one before; `None` when it is gone.
    fn versions_of(&mut self, change: &Change) -> Result<Option<(Option<Record>, Record)>> {
        let versions = self.snapshot.versions(change.record, change.entry)?;
        let Some(index) = versions.iter().position(|version| version.version == change.version) else {
            return Ok(None);
        };
        let before = index.checked_sub(1).map(|index| versions[index].clone());
        Ok(Some((before, versions[index].clone())))
    }

    /// What the fields that the patch touches held before, by name; those that were missing are left out.
    fn before(&mut self, change: &Change) -> Result<Json> {
        let model = Arc::clone(&self.context.model);
        let Some((Some(before), after)) = self.versions_of(change)? else { return Ok(json!({})) };
        let fields = model.record(change.record).fields.iter().zip(before.values.iter().zip(&after.values));
        let held = fields
            .filter(|(_, (old, new))| !old.is_null() && old != new)
            .map(|(field, (old, _))| (field.name.clone(), input::to_json(&model, field, old)));
        Ok(Json::Object(held.collect()))
    }

    /// The change as a JSON Patch (RFC 6902) between the two neighbouring versions.
    fn patch(&mut self, change: &Change) -> Result<Json> {
        let model = Arc::clone(&self.context.model);
        let known = model.record(change.record);
        let Some((before, after)) = self.versions_of(change)? else { return Ok(json!([])) };
        let steps = known.fields.iter().enumerate().filter_map(|(position, field)| {
            let old = before.as_ref().map_or(&Value::Null, |record| &record.values[position]);
            let new = &after.values[position];
            let path = format!("/{}", field.name);
            let step = |operation: &str| {
                let value = input::to_json(&model, field, new);
                let members = [("op", json!(operation)), ("path", json!(path)), ("value", value)];
                Json::Object(members.map(|(name, value)| (name.to_owned(), value)).into_iter().collect())
            };
            match (old.is_null(), new.is_null()) {
                (true, true) => None,
                (true, false) => Some(step("add")),
                (false, true) => Some(json!({ "op": "remove", "path": path })),
                (false, false) => (old != new).then(|| step("replace")),
            }
        });
        Ok(steps.collect())
    }
}

/// The operation as the API spells it.
pub fn operation_name(operation: ChangeOperation) -> &'static str {
    match operation {
        ChangeOperation::Created => "CREATED",
        ChangeOperation::Updated => "UPDATED",
        ChangeOperation::Trashed => "TRASHED",
        ChangeOperation::Restored => "RESTORED",
        ChangeOperation::Purged => "PURGED",
        ChangeOperation::Linked => "LINKED",
        ChangeOperation::Unlinked => "UNLINKED",
    }
}

/// The operation of that name in the API.
pub fn operation_of(name: &str) -> Option<ChangeOperation> {
    use ChangeOperation::{Created, Linked, Purged, Restored, Trashed, Unlinked, Updated};
    [Created, Updated, Trashed, Restored, Purged, Linked, Unlinked]
        .into_iter()
        .find(|operation| operation_name(*operation) == name)
}

/// The origin as the API spells it.
pub fn origin_name(origin: Origin) -> &'static str {
    match origin {
        Origin::Api => "API",
        Origin::Ui => "UI",
        Origin::Import => "IMPORT",
        Origin::Ingest => "INGEST",
        Origin::Rule => "RULE",
        Origin::System => "SYSTEM",
    }
}

/// The origin of that name in the API.
pub fn origin_of(name: &str) -> Option<Origin> {
    [Origin::Api, Origin::Ui, Origin::Import, Origin::Ingest, Origin::Rule, Origin::System]
        .into_iter()
        .find(|origin| origin_name(*origin) == name)
}
