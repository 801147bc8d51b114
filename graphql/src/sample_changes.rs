//! `sampleChanges`: what was done to samples, by whom and why.

use std::{collections::HashMap, sync::Arc};

use daybook_schema::{TypeIndex, suggest, time::format_instant};
use daybook_store::{
    backend::SampleChangeQuery,
    query::Trash,
    record::{SampleChange, SampleOperation},
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::{
    error::RequestError,
    links::{Rows, origin_name},
    pager::SimplePage,
    plan::{Planned, Planner},
    read::Reader,
    selection::Set,
    surface::FieldRole,
};

type Result<T> = std::result::Result<T, RequestError>;

impl Planner {
    /// What `sampleChanges` asks for.
    pub fn sample_change_query(&self, planned: &Planned) -> Result<SampleChangeQuery> {
        let names = planned.given("types").and_then(Json::as_array);
        let named = |name: &str| self.series_named(name);
        let types = names.map(|names| names.iter().filter_map(Json::as_str).map(named).collect()).transpose()?;
        let of = planned.text("of").map(|id| id.parse().unwrap_or(Uuid::nil()));
        Ok(SampleChangeQuery { types, of, ..SampleChangeQuery::default() })
    }

    fn series_named(&self, name: &str) -> Result<TypeIndex> {
        let model = self.model();
        model.find(name).filter(|record| model.record(*record).is_series()).ok_or_else(|| {
            let names = model.types.iter().filter(|known| known.is_series()).map(|known| known.name.as_str());
            RequestError::bad_input(format!("there is no series `{name}`{}", suggest::hint(name, names)))
        })
    }
}

impl Reader<'_> {
    /// A connection of what was done to samples, newest first.
    pub fn sample_changes(
        &mut self,
        arguments: &Map<String, Json>,
        sets: &[Arc<Set>],
        all: &SampleChangeQuery,
    ) -> Result<Json> {
        let page = SimplePage::new(arguments, &self.planner.cursor_key, "sampleChanges")?;
        let query = SampleChangeQuery { after: page.after_number(), limit: Some(page.limit + 1), ..all.clone() };
        let mut changes = self.snapshot.sample_changes(&query)?;
        let more = changes.len() > page.limit;
        changes.truncate(page.limit);
        let rows = Rows { count: changes.len(), more, page: &page, key: &|row: usize| changes[row].number.to_string() };
        self.simple_connection(
            ["SampleChangeConnection", "SampleChangeEdge"],
            sets,
            &rows,
            |reader| Ok(reader.snapshot.count_sample_changes(all)?),
            |reader, sets| reader.sample_change_nodes(sets, &changes),
        )
    }

    fn sample_change_nodes(&mut self, sets: &[Arc<Set>], changes: &[SampleChange]) -> Result<Vec<Json>> {
        let mut answers = vec![Map::new(); changes.len()];
        for field in &self.planner.fields("SampleChange", sets)? {
            let measured = if field.role == Some(FieldRole::SampleChangeOf) {
                let ids: Vec<_> = changes.iter().map(|change| change.of).collect();
                self.entries(&field.selected.sets, &ids, Trash::Include)?
            } else {
                HashMap::new()
            };
            for (answer, change) in answers.iter_mut().zip(changes) {
                let value = match (field.role, field.selected.name()) {
                    (None, _) => json!("SampleChange"),
                    (Some(FieldRole::SampleChangeOf), _) => measured.get(&change.of).cloned().unwrap_or(Json::Null),
                    (_, name) => self.sample_change_value(name, change),
                };
                answer.insert(field.key(), value);
            }
        }
        Ok(answers.into_iter().map(Json::Object).collect())
    }

    fn sample_change_value(&self, name: &str, change: &SampleChange) -> Json {
        match name {
            "at" => json!(format_instant(change.at)),
            "actor" => json!(change.actor),
            "operation" => json!(match change.operation {
                SampleOperation::Flagged => "FLAGGED",
                SampleOperation::Unflagged => "UNFLAGGED",
                SampleOperation::Deleted => "DELETED",
                SampleOperation::Replaced => "REPLACED",
                SampleOperation::Added => "ADDED",
            }),
            "type" => json!(self.planner.record_name(change.record)),
            "ofId" => json!(change.of),
            "from" => json!(format_instant(change.first)),
            "to" => json!(format_instant(change.last)),
            "count" => json!(change.count),
            "origin" => json!(origin_name(change.origin)),
            "reason" => json!(change.reason),
            _ => Json::Null,
        }
    }
}
