//! `demoLoad` and `demoClear`.

use daybook_schema::{ErrorCode, InputError};
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};

use super::task::{Payload, Task};
use crate::{
    demo::{self, Clearing, Done},
    error::RequestError,
    plan::Planned,
    read::Reader,
    surface::FieldRole,
};

impl Task {
    /// Loads or clears the demo: many writes, one after the other, so that others get a turn in between.
    pub async fn demo(&self, planned: Planned) -> Result<Payload, RequestError> {
        let _writing = self.writing().await?;
        let done = if planned.role == Some(FieldRole::DemoClear) {
            let clearing = Clearing { force: planned.flag("force"), dry_run: planned.flag("dryRun") };
            demo::clear(&self.app, clearing, self.origin).await?
        } else {
            match TimeZone::get(planned.text("tz").unwrap_or("UTC")) {
                Ok(zone) => demo::load(&self.app, zone, self.origin).await?,
                Err(_) => Done { errors: vec![unknown_zone(&planned)], ..Done::default() },
            }
        };
        let planner = std::sync::Arc::clone(&self.planner);
        let refused = done.errors.first().map(|error| error.code.as_str());
        let read = self.store.read(move |snapshot| {
            let mut reader = Reader { snapshot, planner: &planner, as_of: None };
            Ok(reader.demo_payload(&planned, &done))
        });
        Ok(Payload { answer: read.await??, refused })
    }
}

fn unknown_zone(planned: &Planned) -> InputError {
    let message =
        format!("`{}` is no time zone; give an IANA name such as `Europe/Paris`", planned.text("tz").unwrap_or(""));
    InputError::new(ErrorCode::InvalidValue, vec!["tz".to_owned()], message)
}

impl Reader<'_> {
    fn demo_payload(&mut self, planned: &Planned, done: &Done) -> Result<Json, RequestError> {
        let mut answer = Map::new();
        for field in self.planner.fields(&planned.type_name, &planned.selected.sets)? {
            let value = match (field.role, field.selected.name()) {
                (None, _) => json!(planned.type_name),
                (Some(FieldRole::PayloadErrors), _) => self.errors(&field.selected.sets, &done.errors)?,
                (_, "created") => json!(done.entries),
                _ => json!(done.samples),
            };
            answer.insert(field.key(), value);
        }
        Ok(Json::Object(answer))
    }
}
