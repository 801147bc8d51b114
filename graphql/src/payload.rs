//! What came of a write, as its payload answers it.

use std::collections::HashSet;

use daybook_schema::{InputError, Problems, TypeIndex};
use daybook_store::{
    backend::{ChangeQuery, LinkQuery},
    query::Trash,
    record::ChangeOperation,
    write::{OpResult, Outcome},
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::{
    changes::operation_name,
    error::RequestError,
    plan::{EntriesPlan, ErrorOutput, ErrorsView, LinkView, PayloadOutput, PayloadPlan},
    read::Reader,
    samples,
    surface::SamplesField,
};

type Result<T> = std::result::Result<T, RequestError>;

impl Reader<'_> {
    /// The payload of a mutation. `written` is the change set that was written, though it may be undone after the answer.
    pub fn payload(&mut self, plan: &PayloadPlan, outcome: &Outcome, written: Option<Uuid>) -> Result<Json> {
        let whole = merged(outcome);
        let mut answer = Map::new();
        for (key, output) in &plan.outputs {
            let value = match output {
                PayloadOutput::Link(view) => self.written_link(view, whole.link)?,
                PayloadOutput::Results(plan) => self.results(plan, outcome)?,
                PayloadOutput::Affected(plan) => plan.answer(&self.affected(written, &whole.entries)?)?,
                PayloadOutput::ChangeSet => json!(outcome.change_set),
                PayloadOutput::Replayed => json!(outcome.replayed),
                PayloadOutput::Rejected(plan) => plan.answer(&samples::rejected(&whole).collect())?,
                PayloadOutput::SampleWarnings(plan) => plan.answer(&samples::warnings(&whole).collect())?,
                PayloadOutput::Samples(field) => samples_count(*field, &whole),
                shared => self.result(shared, &whole)?,
            };
            answer.insert(key.clone(), value);
        }
        Ok(Json::Object(answer))
    }

    fn results(&mut self, plan: &PayloadPlan, outcome: &Outcome) -> Result<Json> {
        let mut results = Vec::new();
        for (index, result) in outcome.results.iter().enumerate() {
            let mut answer = Map::new();
            for (key, output) in &plan.outputs {
                let value = match output {
                    PayloadOutput::Index => json!(index),
                    shared => self.result(shared, result)?,
                };
                answer.insert(key.clone(), value);
            }
            results.push(Json::Object(answer));
        }
        Ok(Json::Array(results))
    }

    /// What a payload and a result of a batch have in common.
    fn result(&mut self, output: &PayloadOutput, result: &OpResult) -> Result<Json> {
        Ok(match output {
            PayloadOutput::TypeName(name) => json!(name),
            PayloadOutput::Entry(entries) => {
                self.written(entries, &result.entries)?.into_iter().next().unwrap_or(Json::Null)
            }
            PayloadOutput::Entries(entries) => Json::Array(self.written(entries, &result.entries)?),
            PayloadOutput::Errors(view) => self.errors(view, &result.problems.errors)?,
            PayloadOutput::Warnings(plan) => plan.answer(&warnings(&result.problems))?,
            _ => Json::Null,
        })
    }

    fn written(&mut self, plan: &EntriesPlan, entries: &[(TypeIndex, Uuid)]) -> Result<Vec<Json>> {
        let answers = self.typed_entries(plan, entries.iter().copied(), Trash::Include)?;
        Ok(entries.iter().filter_map(|(_, id)| answers.get(id).cloned()).collect())
    }

    /// What a change set does to entries beside those that its payload names, by type and operation.
    fn affected(&mut self, written: Option<Uuid>, named: &[(TypeIndex, Uuid)]) -> Result<Json> {
        let Some(change_set) = written else { return Ok(json!([])) };
        let query = ChangeQuery { change_set: Some(change_set), ..ChangeQuery::default() };
        let named: HashSet<Uuid> = named.iter().map(|(_, id)| *id).collect();
        let mut counts: Vec<((TypeIndex, ChangeOperation), HashSet<Uuid>)> = Vec::new();
        for change in self.snapshot.changes(&query)? {
            if named.contains(&change.entry) {
                continue;
            }
            let kind = (change.record, change.operation);
            match counts.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, entries)) => drop(entries.insert(change.entry)),
                None => counts.push((kind, HashSet::from([change.entry]))),
            }
        }
        let affected = counts.into_iter().map(|((record, operation), entries)| {
            json!({
                "type": self.context.record_name(record),
                "operation": operation_name(operation),
                "count": entries.len(),
            })
        });
        Ok(affected.collect())
    }

    fn written_link(&mut self, view: &LinkView, link: Option<Uuid>) -> Result<Json> {
        let Some(id) = link else { return Ok(Json::Null) };
        let query = LinkQuery { ids: Some(vec![id]), as_of: self.as_of, ..LinkQuery::default() };
        let link = self.snapshot.links(&query)?.pop();
        Ok(self.links(view, &[link])?.pop().unwrap_or(Json::Null))
    }

    /// Mistakes, with the entries that stand in the way.
    pub fn errors(&mut self, view: &ErrorsView, errors: &[InputError]) -> Result<Json> {
        let mut answers = Vec::new();
        for error in errors {
            let mut answer = Map::new();
            for (key, output) in &view.of(error.code).outputs {
                let value = match output {
                    ErrorOutput::TypeName(name) => json!(name),
                    ErrorOutput::Code => json!(error.code.as_str()),
                    ErrorOutput::Path => json!(error.path),
                    ErrorOutput::Message => json!(error.message),
                    ErrorOutput::Params => Json::Object(error.params.clone()),
                    ErrorOutput::Entry(entries) => {
                        let ids: Vec<_> = error.entry.iter().copied().collect();
                        let found = self.entries(entries, &ids, Trash::Include)?;
                        found.into_values().next().unwrap_or(Json::Null)
                    }
                };
                answer.insert(key.clone(), value);
            }
            answers.push(Json::Object(answer));
        }
        Ok(Json::Array(answers))
    }
}

fn warnings(problems: &Problems) -> Json {
    let warnings = problems.warnings.iter().map(|warning| {
        json!({
            "code": warning.code.as_str(),
            "path": warning.path,
            "message": warning.message,
            "params": warning.params,
        })
    });
    warnings.collect()
}

fn samples_count(field: SamplesField, whole: &OpResult) -> Json {
    let samples = &whole.samples;
    match field {
        SamplesField::Accepted | SamplesField::Changed => json!(samples.accepted),
        SamplesField::Duplicates => json!(samples.duplicates),
        SamplesField::Conflicts => json!(samples.conflicts),
        SamplesField::Flagged => json!(samples.flagged),
        SamplesField::Deleted => json!(samples.deleted),
        // They are no counts, and planned apart.
        SamplesField::Rejected | SamplesField::Warnings => Json::Null,
    }
}

/// All operations as one.
fn merged(outcome: &Outcome) -> OpResult {
    let mut whole = OpResult::default();
    for result in &outcome.results {
        whole.problems.append(result.problems.clone());
        whole.entries.extend(&result.entries);
        whole.link = whole.link.or(result.link);
        whole.samples =
            if outcome.results.len() == 1 { result.samples.clone() } else { std::mem::take(&mut whole.samples) };
    }
    if !whole.problems.errors.is_empty() {
        whole.entries.clear();
    }
    whole
}
