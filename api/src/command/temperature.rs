//! `temperature`: what a room's sensor says, in °F and % of relative humidity.

use axum::http::StatusCode;
use daybook_schema::{
    ErrorCode, FieldIndex, InputError, Model, Path, Problems, RecordType, TypeIndex, Value,
    input::{self, IngestOptions, SampleInput},
    model::Kind,
    unit::Unit,
};
use daybook_store::write::{Action, Idempotency, SampleConflict};
use serde_json::{Value as Json, json};

use super::{
    data::{Data, both, mistake, problem},
    store,
};
use crate::http::{HttpState, problem::Problem};

/// The series that is written.
const READING: &str = "Reading";

/// The sensor that stands for everything that sends older messages; they name none.
const SENSOR: &str = "command";

/// Stores a reading and answers its sensor.
pub async fn answer(state: &HttpState, data: &Data, key: Option<Idempotency>) -> Result<Json, Problem> {
    let (temperature, humidity) = both(data.number("temperature"), data.number("humidity")).map_err(problem)?;
    let writing = state.app.writing().await;
    let served = state.app.served();
    let model = served.store.model();
    let record = store::find_type(model, READING)?;
    let units = [("temperature", Unit::DEGF), ("humidity", Unit::PERCENT)];
    let units: Vec<(FieldIndex, Unit)> = units
        .into_iter()
        .map(|(name, unit)| Ok((store::find_field(model, record, name)?, unit)))
        .collect::<Result<_, Problem>>()?;
    let Kind::Series { of, .. } = model.record(record).kind else {
        return Err(Problem::internal());
    };

    let now = (state.app.clock)();
    let options = IngestOptions { units: units.clone(), create: vec![of], ..IngestOptions::default() };
    let mut document = json!({ "temperature": temperature, "humidity": humidity });
    document[&model.record(record).field(of).name] = SENSOR.into();
    let context = store::context(model, now, options);
    let (sample, mut problems) = input::sample(&context, record, &document, Path::new());
    problems.errors.extend(out_of_bounds(model.record(record), &sample, &units));
    if !problems.is_acceptable() {
        return Err(problem(problems.errors));
    }

    let action = Action::AddSamples { record, samples: vec![(sample, problems)], on_conflict: SampleConflict::Keep };
    let counts = store::write(state, (&served, writing), action, Problems::default(), now, key).await?.samples;
    if let Some((_, problems)) = counts.rejected.into_iter().next() {
        return Err(problem(problems.errors));
    }
    if counts.conflicts > 0 {
        let detail = "another reading came in at the very same millisecond and was kept; send this one again";
        return Err(Problem::new(StatusCode::CONFLICT, "CONFLICT", "Two readings at once", detail));
    }
    let message = format!("Stored a temperature of {temperature} °F and a humidity of {humidity} %.");
    Ok(json!({ "entry": sensor(state, model, record, of).await?, "message": message }))
}

/// A series keeps values outside their bounds and flags them; whatever sends a single one gets a warning.
fn out_of_bounds(record: &RecordType, sample: &SampleInput, units: &[(FieldIndex, Unit)]) -> Vec<InputError> {
    let mut errors = Vec::new();
    for (field, unit) in units {
        let (Some(Value::Quantity(quantity)), Some(rule)) = (sample.values.get(field.0), &record.field(*field).unit)
        else {
            continue;
        };
        let (min, max) = (rule.bounds.min, rule.bounds.max);
        if min.is_some_and(|min| quantity.value < min) || max.is_some_and(|max| quantity.value > max) {
            let name = &record.field(*field).name;
            let bound = |bound: Option<f64>| bound.and_then(|bound| rule.canonical.convert_f64(bound, *unit));
            let bounds = match (bound(min), bound(max)) {
                (Some(min), Some(max)) => format!("from {min} to {max}"),
                (Some(min), None) => format!("at least {min}"),
                (None, Some(max)) => format!("at most {max}"),
                (None, None) => continue,
            };
            let message = format!("`{name}` is out of range; it must be {bounds} {}", unit.symbol());
            errors.push(mistake(ErrorCode::OutOfRange, name, message));
        }
    }
    errors
}

/// The id of the sensor behind the readings of older messages.
async fn sensor(state: &HttpState, model: &Model, record: TypeIndex, of: FieldIndex) -> Result<Json, Problem> {
    let Some(target) = model.record(record).field(of).link().map(|link| link.target) else {
        return Err(Problem::internal());
    };
    let key = vec![Value::Text(SENSOR.to_owned())];
    let store = state.app.served().store.clone();
    let id = store.read(move |snapshot| snapshot.find_key(target, 0, &key)).await?;
    Ok(id.map_or(Json::Null, |id| Json::String(id.to_string())))
}
