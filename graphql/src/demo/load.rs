//! Loads the demo, or what is missing of it.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use daybook_domains::demo::{self, Household, Item, Line, Settings};
use daybook_schema::{
    FieldIndex, Model, Problems, TypeIndex, Value,
    input::{self, LinkDetails, LinkOperation, LinkTarget, Reference, SampleInput},
    value::{Instant, Quantity},
};
use daybook_store::{
    Store, Verdict,
    backend::Transaction,
    error::Result,
    id::IdSource,
    record::Origin,
    write::{self, Action, By, Mode, Op, Request, SampleConflict},
};
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::{Done, SEED, SETTINGS, SOURCE, by, context, living, settings, written};
use crate::app::App;

/// Entries of one change set.
const ENTRIES: usize = 500;

/// Samples of one transaction.
const SAMPLES: usize = 10_000;

/// Loads the demo: four months up to now, by the clocks of a zone. What is there already stays as it is, and a demo that
/// was loaded before gets nothing newer.
pub async fn load(app: &Arc<App>, zone: TimeZone, origin: Origin) -> Result<Done> {
    let _turn = app.demo.lock().await;
    let store = app.served().store.clone();
    if let Some(error) = demo::unavailable(store.model()) {
        return Ok(Done::refused(error));
    }
    let fresh = Settings { seed: SEED, now: (app.clock)(), zone };
    let (mut known, kept) = store.read(|snapshot| Ok((living(snapshot)?, settings(snapshot)?))).await?;
    let settings = kept.unwrap_or(fresh);
    let made = settings.clone();
    let household = tokio::task::spawn_blocking(move || demo::household(&made)).await.unwrap_or_else(|panic| {
        // It is pure and tested for many seeds; what it did with this one belongs into the log like any panic.
        std::panic::resume_unwind(panic.into_panic())
    });
    let by = by(app, origin, "load the demo");
    let mut done = entries(app, &store, &household, &settings, &mut known, &by).await?;
    if done.errors.is_empty() {
        for line in &household.lines {
            done.samples += samples(app, &store, line, &known, &by).await?;
        }
    }
    Ok(done)
}

/// Creates the entries that are not there, in change sets of bounded size.
async fn entries(
    app: &Arc<App>,
    store: &Store,
    household: &Household,
    settings: &Settings,
    known: &mut HashMap<String, Uuid>,
    by: &By,
) -> Result<Done> {
    let there: HashSet<String> = known.keys().cloned().collect();
    let missing: Vec<&Item> = household.items.iter().filter(|item| !there.contains(&item.key)).collect();
    {
        let mut ids = app.ids.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(missing.iter().map(|item| (item.key.clone(), ids.next(by.now))));
    }
    let first = household.items.iter().find(|item| item.record == "Child").map(|item| item.key.clone());
    let mut done = Done::default();
    for chunk in missing.chunks(ENTRIES) {
        let operations = chunk.iter().map(|item| {
            let settings = (Some(&item.key) == first.as_ref()).then(|| written(settings));
            creation(store.model(), by.now, item, known, settings)
        });
        let ops: Vec<Op> = operations.collect();
        let request = Request { ops, mode: Mode::Atomic, idempotency: None, by: by.clone() };
        let ids = Arc::clone(&app.ids);
        let errors = store.write(move |transaction| created(transaction, &ids, &request)).await?;
        if !errors.errors.is_empty() {
            done.errors = errors.errors;
            break;
        }
        done.entries += chunk.len();
    }
    Ok(done)
}

fn created(transaction: &mut dyn Transaction, ids: &Mutex<IdSource>, request: &Request) -> Result<Verdict<Problems>> {
    let outcome = write::execute(transaction, ids, request)?;
    let mut problems = Problems::default();
    outcome.results.into_iter().for_each(|result| problems.append(result.problems));
    Ok(if problems.errors.is_empty() { Verdict::Commit(problems) } else { Verdict::Rollback(problems) })
}

/// The creation of an item under the id that is planned for it.
fn creation(
    model: &Arc<Model>,
    now: Instant,
    item: &Item,
    known: &HashMap<String, Uuid>,
    settings: Option<String>,
) -> Op {
    let record = model.find(item.record).unwrap_or(TypeIndex(0));
    let mut document = item.fields.clone();
    for (name, value) in &mut document {
        if model.relation(record, name).is_some() {
            resolve(value, known);
        }
    }
    let keys = [Some((SOURCE, item.key.clone())), settings.map(|settings| (SETTINGS, settings))];
    let keys: Vec<Json> =
        keys.into_iter().flatten().map(|(source, key)| json!({ "source": source, "key": key })).collect();
    document.insert("externalKeys".to_owned(), Json::Array(keys));
    document.insert("id".to_owned(), json!(known.get(&item.key)));
    let path = vec![item.key.clone()];
    let (input, problems) = input::entry(&context(model, now), record, &Json::Object(document), path);
    Op { action: Action::Create { input }, problems, path: Vec::new() }
}

/// Puts ids into the place of keys.
fn resolve(links: &mut Json, known: &HashMap<String, Uuid>) {
    let id = |key: &str| known.get(key).map(|id| json!(id));
    let named = |object: &mut Map<String, Json>, member: &str| {
        let found = object.get(member).and_then(Json::as_str).and_then(id);
        if let Some(found) = found {
            object.insert(member.to_owned(), found);
        }
    };
    let Json::Object(object) = links else { return };
    match object.get_mut("link") {
        Some(Json::Array(items)) => items.iter_mut().filter_map(Json::as_object_mut).for_each(|item| named(item, "id")),
        Some(_) => named(object, "link"),
        None => {}
    }
}

/// Stores what a sensor said behind what is stored of it, and answers how much that was.
async fn samples(app: &Arc<App>, store: &Store, line: &Line, known: &HashMap<String, Uuid>, by: &By) -> Result<usize> {
    let Some(sensor) = known.get(line.sensor).copied() else { return Ok(0) };
    let Some(record) = store.model().find("Reading") else { return Ok(0) };
    let columns = Columns::of(store.model(), record);
    let mut stored = 0;
    for chunk in line.readings.chunks(SAMPLES) {
        let samples: Vec<SampleInput> = chunk.iter().map(|said| columns.sample(record, sensor, said)).collect();
        let (ids, by) = (Arc::clone(&app.ids), by.clone());
        let work = move |transaction: &mut dyn Transaction| {
            let last = transaction.last_sample(record, sensor)?;
            let samples: Vec<_> = samples
                .into_iter()
                .filter(|sample| last.is_none_or(|last| columns.at(sample) > last))
                .map(|sample| (sample, Problems::default()))
                .collect();
            let action = Action::AddSamples { record, samples, on_conflict: SampleConflict::Keep };
            let operation = Op { action, problems: Problems::default(), path: Vec::new() };
            let request = Request { ops: vec![operation], mode: Mode::Atomic, idempotency: None, by };
            let outcome = write::execute(transaction, &ids, &request)?;
            let accepted: usize = outcome.results.iter().map(|result| result.samples.accepted).sum();
            let kept = accepted > 0;
            Ok(if kept { Verdict::CommitSamples(accepted, outcome.samples) } else { Verdict::Rollback(0) })
        };
        stored += store.write(work).await?;
    }
    Ok(stored)
}

/// Where the values of a reading stand.
#[derive(Clone, Copy)]
struct Columns {
    count: usize,
    of: Option<FieldIndex>,
    at: Option<FieldIndex>,
    temperature: Option<FieldIndex>,
    humidity: Option<FieldIndex>,
    co2: Option<FieldIndex>,
}

impl Columns {
    fn of(model: &Model, record: TypeIndex) -> Self {
        let declared = model.record(record);
        Self {
            count: declared.fields.len(),
            of: declared.find("sensor"),
            at: declared.find("at"),
            temperature: declared.find("temperature"),
            humidity: declared.find("humidity"),
            co2: declared.find("co2"),
        }
    }

    fn at(&self, sample: &SampleInput) -> Instant {
        match self.at.map(|at| &sample.values[at.0]) {
            Some(Value::Instant(at)) => *at,
            _ => Instant::MIN,
        }
    }

    fn sample(&self, record: TypeIndex, sensor: Uuid, said: &demo::Measurement) -> SampleInput {
        let mut values = vec![Value::Null; self.count];
        let mut put = |field: Option<FieldIndex>, value: Value| {
            if let Some(field) = field {
                values[field.0] = value;
            }
        };
        let quantity = |value: f64| Value::Quantity(Quantity { value, entered: None });
        put(self.of, Value::Id(sensor));
        put(self.at, Value::Instant(said.at));
        put(self.temperature, quantity(said.temperature));
        put(self.humidity, quantity(said.humidity));
        put(self.co2, said.co2.map_or(Value::Null, quantity));
        let target = LinkTarget {
            target: Reference::Id(sensor),
            details: LinkDetails::default(),
            path: vec!["sensor".to_owned()],
        };
        SampleInput { record, of: Some(LinkOperation::Link(target)), values, flagged: false, path: Vec::new() }
    }
}
