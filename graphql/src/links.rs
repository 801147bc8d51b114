//! Links and changes as the API answers them.

use std::sync::Arc;

use daybook_schema::{Value, time::format_instant};
use daybook_store::{
    backend::{ChangeQuery, LinkQuery},
    query::Trash,
    record::{Change, ChangeOperation, Link, LinkKind, LinkProps, Origin, Record},
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::{
    error::RequestError,
    pager::SimplePage,
    plan::{HistoryPlan, LinksPlan, Planned},
    read::Reader,
    selection::Set,
    shape::page_info,
    surface::FieldRole,
};

type Result<T> = std::result::Result<T, RequestError>;

/// A page of rows that was read.
pub(super) struct Rows<'p> {
    pub count: usize,
    /// There are further ones behind it.
    pub more: bool,
    pub page: &'p SimplePage,
    /// What the cursor of a row says.
    pub key: &'p dyn Fn(usize) -> String,
}

impl Reader<'_> {
    /// Links, in their order; `None` is answered as null.
    pub fn links(&mut self, sets: &[Arc<Set>], links: &[Option<Link>]) -> Result<Vec<Json>> {
        let fields = self.planner.fields("Link", sets)?;
        let mut answers: Vec<_> = links.iter().map(|_| Map::new()).collect();
        for field in &fields {
            let ends = self.ends(field, links)?;
            for (answer, link) in answers.iter_mut().zip(links) {
                let Some(link) = link else { continue };
                let value = match field.role {
                    Some(FieldRole::LinkSource) => ends.get(&link.source).cloned().unwrap_or(Json::Null),
                    Some(FieldRole::LinkTarget) => ends.get(&link.target).cloned().unwrap_or(Json::Null),
                    None => json!("Link"),
                    Some(_) => self.link_value(field.selected.name(), link),
                };
                answer.insert(field.key(), value);
            }
        }
        let shaped = answers.into_iter().zip(links).map(|(answer, link)| match link {
            Some(_) => Json::Object(answer),
            None => Json::Null,
        });
        Ok(shaped.collect())
    }

    fn ends(&mut self, field: &Planned, links: &[Option<Link>]) -> Result<std::collections::HashMap<Uuid, Json>> {
        let end: fn(&Link) -> Uuid = match field.role {
            Some(FieldRole::LinkSource) => |link| link.source,
            Some(FieldRole::LinkTarget) => |link| link.target,
            _ => return Ok(std::collections::HashMap::new()),
        };
        let ids: Vec<_> = links.iter().flatten().map(end).collect();
        self.entries(&field.selected.sets, &ids, Trash::Include)
    }

    fn link_value(&self, name: &str, link: &Link) -> Json {
        match name {
            "id" => json!(link.id),
            "kind" => json!(self.kind_name(&link.kind)),
            "from" => json!(link.from.map(format_instant)),
            "to" => json!(link.to.map(format_instant)),
            "createdAt" => json!(format_instant(link.created_at)),
            "props" => self.props_json(link),
            _ => Json::Null,
        }
    }

    fn kind_name(&self, kind: &LinkKind) -> String {
        match kind {
            LinkKind::Declared(owner, field) => self.planner.model().link_kind(*owner, *field),
            LinkKind::Free(text) => text.clone(),
        }
    }

    fn props_json(&self, link: &Link) -> Json {
        let model = self.planner.model();
        match (&link.props, &link.kind) {
            (LinkProps::Free(json), _) => json.clone(),
            (LinkProps::Typed(values), LinkKind::Declared(owner, field)) => {
                let object = model.record(*owner).field(*field).link().and_then(|link| link.props);
                let Some(object) = object else { return Json::Null };
                let fields = &model.objects[object.0].fields;
                let members = fields.iter().zip(values).filter(|(_, value)| **value != Value::Null);
                Json::Object(
                    members
                        .map(|(field, value)| (field.name.clone(), daybook_schema::input::to_json(model, field, value)))
                        .collect(),
                )
            }
            _ => Json::Null,
        }
    }

    /// `links(…)` of an entry.
    pub fn entry_links(&mut self, plan: &LinksPlan, id: Uuid) -> Result<Json> {
        let direction = plan.arguments.get("direction").and_then(Json::as_str).unwrap_or("BOTH");
        let kinds = plan.arguments.get("kinds").and_then(Json::as_array);
        let kinds =
            kinds.map(|kinds| kinds.iter().filter_map(Json::as_str).map(|kind| self.planner.link_kind(kind)).collect());
        let page = SimplePage::new(&plan.arguments, &self.planner.cursor_key, "links")?;
        let all = LinkQuery {
            sources: (direction != "IN").then(|| vec![id]),
            targets: (direction != "OUT").then(|| vec![id]),
            either: true,
            kinds,
            as_of: self.as_of,
            ..LinkQuery::default()
        };
        let query = LinkQuery { after: page.after_uuid(), limit: Some(page.limit + 1), ..all.clone() };
        let mut links = self.snapshot.links(&query)?;
        let more = links.len() > page.limit;
        links.truncate(page.limit);
        let some: Vec<_> = links.iter().cloned().map(Some).collect();
        let rows = Rows { count: links.len(), more, page: &page, key: &|row: usize| links[row].id.to_string() };
        self.simple_connection(
            ["LinkConnection", "LinkEdge"],
            &plan.sets,
            &rows,
            |reader| Ok(reader.snapshot.links(&all)?.len() as u64),
            |reader, sets| reader.links(sets, &some),
        )
    }

    /// A connection whose edges carry nothing of their own.
    pub(super) fn simple_connection(
        &mut self,
        [type_name, edge_name]: [&str; 2],
        sets: &[Arc<Set>],
        rows: &Rows<'_>,
        total: impl Fn(&mut Self) -> Result<u64>,
        mut nodes: impl FnMut(&mut Self, &[Arc<Set>]) -> Result<Vec<Json>>,
    ) -> Result<Json> {
        let planner = self.planner;
        let cursor = |row: usize| rows.page.cursor(&planner.cursor_key, &(rows.key)(row));
        let mut answer = Map::new();
        for field in &planner.fields(type_name, sets)? {
            let sets = &field.selected.sets;
            let value = match field.role {
                None => json!(type_name),
                Some(FieldRole::Nodes) => Json::Array(nodes(self, sets)?),
                Some(FieldRole::TotalCount) => json!(total(self)?),
                Some(FieldRole::PageInfo) => page_info(
                    &planner.page_info(sets)?,
                    rows.more,
                    rows.page.after.is_some(),
                    || (rows.count > 0).then(|| cursor(0)),
                    || rows.count.checked_sub(1).map(cursor),
                ),
                Some(_) => {
                    let cursors: Vec<_> = (0..rows.count).map(cursor).collect();
                    self.simple_edges(edge_name, sets, &cursors, &mut nodes)?
                }
            };
            answer.insert(field.key(), value);
        }
        Ok(Json::Object(answer))
    }

    fn simple_edges(
        &mut self,
        type_name: &str,
        sets: &[Arc<Set>],
        cursors: &[String],
        mut nodes: impl FnMut(&mut Self, &[Arc<Set>]) -> Result<Vec<Json>>,
    ) -> Result<Json> {
        let mut edges = vec![Map::new(); cursors.len()];
        for field in self.planner.fields(type_name, sets)? {
            let values: Vec<Json> = match field.role {
                None => cursors.iter().map(|_| json!(type_name)).collect(),
                Some(FieldRole::Cursor) => cursors.iter().map(|cursor| json!(cursor)).collect(),
                Some(_) => nodes(self, &field.selected.sets)?,
            };
            for (edge, value) in edges.iter_mut().zip(values) {
                edge.insert(field.key(), value);
            }
        }
        Ok(edges.into_iter().map(Json::Object).collect())
    }

    /// `history(…)` of an entry, newest first.
    pub fn history(&mut self, plan: &HistoryPlan, id: Uuid) -> Result<Json> {
        let all = ChangeQuery { entry: Some(id), descending: true, ..ChangeQuery::default() };
        self.changes(&plan.arguments, &plan.sets, &all)
    }

    /// A connection of changes, newest first.
    pub fn changes(&mut self, arguments: &Map<String, Json>, sets: &[Arc<Set>], all: &ChangeQuery) -> Result<Json> {
        let page = SimplePage::new(arguments, &self.planner.cursor_key, "changes")?;
        let query = ChangeQuery { after: page.after_number(), limit: Some(page.limit + 1), ..all.clone() };
        let mut changes = self.snapshot.changes(&query)?;
        let more = changes.len() > page.limit;
        changes.truncate(page.limit);
        let rows = Rows { count: changes.len(), more, page: &page, key: &|row: usize| changes[row].seq.to_string() };
        self.simple_connection(
            ["ChangeConnection", "ChangeEdge"],
            sets,
            &rows,
            |reader| Ok(reader.snapshot.count_changes(all)?),
            |reader, sets| reader.change_nodes(sets, &changes),
        )
    }

    /// Changes, in their order.
    pub fn change_nodes(&mut self, sets: &[Arc<Set>], changes: &[Change]) -> Result<Vec<Json>> {
        let mut answers = vec![Map::new(); changes.len()];
        let fields = self.planner.fields("Change", sets)?;
        let asks = fields.iter().any(|field| matches!(field.selected.name(), "undoes" | "undoneBy"));
        let undos = if asks { self.undos_among(changes)? } else { Vec::new() };
        for field in &fields {
            let entries = if field.role == Some(FieldRole::ChangeEntry) {
                let ids: Vec<_> = changes.iter().map(|change| change.entry).collect();
                self.entries(&field.selected.sets, &ids, Trash::Include)?
            } else {
                std::collections::HashMap::new()
            };
            let links = if field.role == Some(FieldRole::ChangeLink) {
                let links = changes.iter().map(|change| self.changed_link(change)).collect::<Result<Vec<_>>>()?;
                self.links(&field.selected.sets, &links)?
            } else {
                Vec::new()
            };
            for (position, (answer, change)) in answers.iter_mut().zip(changes).enumerate() {
                let value = match (field.role, field.selected.name()) {
                    (Some(FieldRole::ChangeLink), _) => links.get(position).cloned().unwrap_or(Json::Null),
                    (None, _) => json!("Change"),
                    (Some(FieldRole::ChangeEntry), _) => entries.get(&change.entry).cloned().unwrap_or(Json::Null),
                    (_, "undoes") => {
                        json!(undos.iter().find(|(undo, _)| *undo == change.change_set).map(|(_, undone)| undone))
                    }
                    (_, "undoneBy") => {
                        json!(undos.iter().rfind(|(_, undone)| *undone == change.change_set).map(|(undo, _)| undo))
                    }
                    (_, "patch") => self.patch(change)?,
                    (_, "before") => self.before(change)?,
                    (_, name) => self.change_value(name, change),
                };
                answer.insert(field.key(), value);
            }
        }
        Ok(answers.into_iter().map(Json::Object).collect())
    }

    fn change_value(&self, name: &str, change: &Change) -> Json {
        match name {
            "seq" => json!(change.seq.to_string()),
            "at" => json!(format_instant(change.at)),
            "actor" => json!(change.actor),
            "operation" => json!(operation_name(change.operation)),
            "type" => json!(self.planner.record_name(change.record)),
            "entryId" => json!(change.entry),
            "version" => json!(change.version),
            "fields" => json!(change.fields),
            "changeSet" => json!(change.change_set),
            "origin" => json!(origin_name(change.origin)),
            "reason" => json!(change.reason),
            _ => Json::Null,
        }
    }

    /// Which of the change sets took others back or were taken back, the last undo last.
    fn undos_among(&mut self, changes: &[Change]) -> Result<Vec<(Uuid, Uuid)>> {
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
        let model = Arc::clone(self.planner.model());
        let Some((Some(before), after)) = self.versions_of(change)? else { return Ok(json!({})) };
        let fields = model.record(change.record).fields.iter().zip(before.values.iter().zip(&after.values));
        let held = fields
            .filter(|(_, (old, new))| !old.is_null() && old != new)
            .map(|(field, (old, _))| (field.name.clone(), daybook_schema::input::to_json(&model, field, old)));
        Ok(Json::Object(held.collect()))
    }

    /// The change as a JSON Patch (RFC 6902) between the two neighbouring versions.
    fn patch(&mut self, change: &Change) -> Result<Json> {
        let model = Arc::clone(self.planner.model());
        let known = model.record(change.record);
        let Some((before, after)) = self.versions_of(change)? else { return Ok(json!([])) };
        let steps = known.fields.iter().enumerate().filter_map(|(position, field)| {
            let old = before.as_ref().map_or(&Value::Null, |record| &record.values[position]);
            let new = &after.values[position];
            let path = format!("/{}", field.name);
            let step = |operation: &str| {
                let value = daybook_schema::input::to_json(&model, field, new);
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
