//! `demoLoad` and `demoClear`.

use std::sync::Arc;

use daybook_schema::{ErrorCode, InputError};
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};

use super::task::{Payload, Task};
use crate::{
    demo::{self, Clearing, Done},
    error::RequestError,
    plan::{ErrorsView, Planned, Planner, unplanned},
    read::Reader,
    selection::Set,
    surface::{DemoField, FieldRole},
};

impl Task {
    /// Loads or clears the demo: many writes, one after the other, so that others get a turn in between.
    pub async fn demo(&self, planned: &Planned) -> Result<Payload, RequestError> {
        let payload = self.planner.demo_payload(&planned.type_name, &planned.selected.sets)?;
        let _writing = self.writing().await?;
        let done = if planned.role == Some(FieldRole::DemoClear) {
            let clearing = Clearing { force: planned.flag("force"), dry_run: planned.flag("dryRun") };
            demo::clear(&self.app, clearing, self.origin).await?
        } else {
            match TimeZone::get(planned.text("tz").unwrap_or("UTC")) {
                Ok(zone) => demo::load(&self.app, zone, self.origin).await?,
                Err(_) => Done { errors: vec![unknown_zone(planned)], ..Done::default() },
            }
        };
        let planner = Arc::clone(&self.planner);
        let refused = done.errors.first().map(|error| error.code.as_str());
        let read = self.store.read(move |snapshot| {
            let mut reader = Reader { snapshot, context: &planner.context, as_of: None };
            Ok(reader.demo_payload(&payload, &done))
        });
        Ok(Payload { answer: read.await??, refused })
    }
}

fn unknown_zone(planned: &Planned) -> InputError {
    let message =
        format!("`{}` is no time zone; give an IANA name such as `Europe/Paris`", planned.text("tz").unwrap_or(""));
    InputError::new(ErrorCode::InvalidValue, vec!["tz".to_owned()], message)
}

/// What is selected of what became of the demo, by key.
type DemoPayload = Vec<(String, DemoOutput)>;

enum DemoOutput {
    TypeName(String),
    Created,
    Samples,
    Errors(ErrorsView),
}

impl Planner {
    fn demo_payload(&self, type_name: &str, sets: &[Arc<Set>]) -> Result<DemoPayload, RequestError> {
        let fields = self.fields(type_name, sets)?.into_iter().map(|field| {
            let output = match field.role {
                None => DemoOutput::TypeName(type_name.to_owned()),
                Some(FieldRole::DemoField(DemoField::Created)) => DemoOutput::Created,
                Some(FieldRole::DemoField(DemoField::Samples)) => DemoOutput::Samples,
                Some(FieldRole::DemoField(DemoField::Errors)) => DemoOutput::Errors(self.errors(&field.selected.sets)?),
                Some(other) => return Err(unplanned(other, &field)),
            };
            Ok((field.key(), output))
        });
        fields.collect()
    }
}

impl Reader<'_> {
    fn demo_payload(&mut self, payload: &DemoPayload, done: &Done) -> Result<Json, RequestError> {
        let mut answer = Map::new();
        for (key, output) in payload {
            let value = match output {
                DemoOutput::TypeName(name) => json!(name),
                DemoOutput::Created => json!(done.entries),
                DemoOutput::Samples => json!(done.samples),
                DemoOutput::Errors(view) => self.errors(view, &done.errors)?,
            };
            answer.insert(key.clone(), value);
        }
        Ok(Json::Object(answer))
    }
}
