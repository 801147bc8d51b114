//! `sampleChanges`: what was done to samples, by whom and why.

use daybook_schema::{TypeIndex, suggest, time::format_instant};
use daybook_store::{
    backend::SampleChangeQuery,
    query::Trash,
    record::{SampleChange, SampleOperation},
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::{
    changes::origin_name,
    connections::{Rows, cursor},
    error::RequestError,
    plan::{Planned, Planner, SampleChangeOutput, SampleChangeView, SampleChangesPlan},
    read::Reader,
    surface::SampleChangeField,
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
    pub fn sample_changes(&mut self, plan: &SampleChangesPlan, all: &SampleChangeQuery) -> Result<Json> {
        let page = plan.page.as_ref().map_err(Clone::clone)?;
        let query = SampleChangeQuery { after: page.after_number(), limit: Some(page.limit + 1), ..all.clone() };
        let mut changes = self.snapshot.sample_changes(&query)?;
        let more = changes.len() > page.limit;
        changes.truncate(page.limit);
        let context = self.context;
        let rows = Rows {
            count: changes.len(),
            next: more,
            previous: page.after.is_some(),
            cursor: &|row: usize| cursor(context, page, &changes[row].number),
        };
        self.connection(
            &plan.view,
            &rows,
            |reader| Ok(reader.snapshot.count_sample_changes(all)?),
            |reader, view| reader.sample_change_nodes(view, &changes),
        )
    }

    fn sample_change_nodes(&mut self, view: &SampleChangeView, changes: &[SampleChange]) -> Result<Vec<Json>> {
        let mut answers = vec![Map::new(); changes.len()];
        for (key, output) in &view.outputs {
            let values = match output {
                SampleChangeOutput::TypeName => vec![json!("SampleChange"); changes.len()],
                SampleChangeOutput::Of(entries) => {
                    let ids: Vec<_> = changes.iter().map(|change| change.of).collect();
                    let measured = self.entries(entries, &ids, Trash::Include)?;
                    ids.iter().map(|id| measured.get(id).cloned().unwrap_or(Json::Null)).collect()
                }
                SampleChangeOutput::Value(field) => {
                    changes.iter().map(|change| self.sample_change_value(*field, change)).collect()
                }
            };
            for (answer, value) in answers.iter_mut().zip(values) {
                answer.insert(key.clone(), value);
            }
        }
        Ok(answers.into_iter().map(Json::Object).collect())
    }

    fn sample_change_value(&self, field: SampleChangeField, change: &SampleChange) -> Json {
        match field {
            SampleChangeField::At => json!(format_instant(change.at)),
            SampleChangeField::Actor => json!(change.actor),
            SampleChangeField::Operation => json!(match change.operation {
                SampleOperation::Flagged => "FLAGGED",
                SampleOperation::Unflagged => "UNFLAGGED",
                SampleOperation::Deleted => "DELETED",
                SampleOperation::Replaced => "REPLACED",
                SampleOperation::Added => "ADDED",
            }),
            SampleChangeField::Type => json!(self.context.record_name(change.record)),
            SampleChangeField::OfId => json!(change.of),
            SampleChangeField::From => json!(format_instant(change.first)),
            SampleChangeField::To => json!(format_instant(change.last)),
            SampleChangeField::Count => json!(change.count),
            SampleChangeField::Origin => json!(origin_name(change.origin)),
            SampleChangeField::Reason => json!(change.reason),
            // Entries, which are read together.
            SampleChangeField::Of => Json::Null,
        }
    }
}
