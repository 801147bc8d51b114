//! The equal workload: subjects, events, readings and a map of places, written through the store's own engine.

use std::sync::{Arc, Mutex};

use daybook_schema::{
    Model, Path, TypeIndex,
    input::{self, Context, Dialect},
    value::Instant,
};
use daybook_store::{
    Verdict,
    backend::{Backend, Transaction, Writer},
    id::IdSource,
    record::Origin,
    write::{self, Action, By, Mode, Op, Request, SampleConflict},
};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{Result, random::Random};

/// Subjects.
pub const SUBJECTS: usize = 20;
/// Events, a minute apart.
pub const EVENTS: usize = 100_000;
/// Readings, of ten probes, thirty seconds apart.
pub const READINGS: usize = 100_000;
/// Places.
pub const PLACES: usize = 10_000;
/// Roads that begin at each place but the first.
pub const ROADS: usize = 10;

/// When the first event began: 2026-01-01T00:00:00Z.
pub const START: Instant = 1_767_225_600_000;
/// Writes in one change set.
const BATCH: usize = 1_000;

/// What was written.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Ids of events.
    pub events: Vec<Uuid>,
    /// Ids of places, by number.
    pub places: Vec<Uuid>,
    /// Roads between places, by number.
    pub roads: Vec<(u32, u32)>,
    /// Ids of the probes that measured.
    pub probes: Vec<Uuid>,
    /// A probe that measured nothing yet.
    pub spare_probe: Uuid,
}

/// Writes everything into an empty store, each row the same in every run.
pub fn write(backend: &Arc<dyn Backend>, model: &Arc<Model>) -> Result<Written> {
    backend.prepare(model)?;
    let mut filler = Filler {
        model: Arc::clone(model),
        writer: backend.writer()?,
        ids: Mutex::new(IdSource::new(|| 0x2545_f491_4f6c_dd1d)),
    };
    let mut random = Random::new(7);
    let subject = |number| json!({"name": format!("subject {number}"), "bornOn": "2026-01-01", "grams": 3_500.0});
    let subjects = filler.create("Subject", (0..SUBJECTS).map(subject).collect())?;
    let mut written = Written::default();
    for start in (0..EVENTS).step_by(BATCH) {
        let events = (start..start + BATCH).map(|number| event(number, &subjects, &mut random)).collect();
        written.events.extend(filler.create("Event", events)?);
    }
    let mut probes =
        filler.create("Probe", (0..=10).map(|number| json!({"name": format!("probe {number}")})).collect())?;
    written.spare_probe = probes.pop().ok_or("no probe was created")?;
    for start in (0..READINGS).step_by(BATCH) {
        filler.measure((start..start + BATCH).map(|number| {
            let at = instant(START + (number / 10 * 30_000) as Instant);
            json!({"probe": {"link": probes[number % 10]}, "at": at, "value": random.part() * 40.0})
        }))?;
    }
    written.probes = probes;
    for start in (0..PLACES).step_by(BATCH / ROADS) {
        // Roads lead to places of earlier change sets, not far back, so that no place becomes a hub.
        let places = (start..start + BATCH / ROADS).map(|number| {
            let mut targets: Vec<usize> =
                (0..ROADS.min(start)).map(|_| start - 1 - random.below(start.min(2_000))).collect();
            targets.sort_unstable();
            targets.dedup();
            written.roads.extend(targets.iter().map(|target| (number as u32, *target as u32)));
            let links: Vec<Json> = targets.iter().map(|target| json!({"id": written.places[*target]})).collect();
            json!({"name": format!("place {number}"), "roads": {"link": links}})
        });
        let places = places.collect();
        let ids = filler.create("Place", places)?;
        written.places.extend(ids);
    }
    Ok(written)
}

/// An update of the label of an event.
pub fn relabel(model: &Model, event: Uuid, label: &str, now: Instant) -> Result<Request> {
    let record = model.find("Event").ok_or("the model has no Event")?;
    let context = Context { model, now, viewer: None, dialect: Dialect::GraphQl };
    let (patch, problems) = input::patch(&context, record, &json!({ "label": label }), vec!["patch".to_owned()]);
    let action = Action::Update { record, id: input::Reference::Id(event), patch, expected_version: None };
    Ok(request(vec![Op { action, problems, path: Path::new() }], now))
}

/// Work that stores readings of probes, with all that a store does with them.
pub fn measuring(
    model: &Arc<Model>,
    ids: &Arc<Mutex<IdSource>>,
    readings: &[(Uuid, Instant, f64)],
) -> Result<impl FnOnce(&mut dyn Transaction) -> std::result::Result<Verdict<()>, daybook_store::Error> + Send + use<>>
{
    let record = model.find("Measure").ok_or("the model has no Measure")?;
    let context = Context { model, now: START, viewer: None, dialect: Dialect::GraphQl };
    let samples = readings.iter().map(|(probe, at, value)| {
        let document = json!({"probe": {"link": probe}, "at": instant(*at), "value": value});
        input::sample(&context, record, &document, Path::new())
    });
    let action = Action::AddSamples { record, samples: samples.collect(), on_conflict: SampleConflict::Keep };
    let problems = daybook_schema::Problems::default();
    let request = request(vec![Op { action, problems, path: Path::new() }], START);
    let ids = Arc::clone(ids);
    Ok(move |transaction: &mut dyn Transaction| {
        let outcome = write::execute(transaction, &ids, &request)?;
        assert!(!outcome.has_errors(), "the readings are sound");
        Ok(Verdict::Commit(()))
    })
}

fn request(ops: Vec<Op>, now: Instant) -> Request {
    let by = By { actor: None, origin: Origin::Import, reason: None, now };
    Request { ops, mode: Mode::Atomic, idempotency: None, by }
}

fn event(number: usize, subjects: &[Uuid], random: &mut Random) -> Json {
    let kind = ["FEED", "SLEEP", "TEMPERATURE", "WALK", "OTHER"][random.below(5)];
    let began = START + (number * 60_000) as Instant;
    json!({
        "subject": {"link": subjects[random.below(SUBJECTS)]}, "kind": kind, "startedAt": instant(began),
        "endedAt": instant(began + 600_000), "amount": random.part(), "count": random.below(9), "well": number.is_multiple_of(2),
        "label": random.words(1), "note": random.words(30),
    })
}

fn instant(instant: Instant) -> String {
    daybook_schema::time::format_instant(instant)
}

struct Filler {
    model: Arc<Model>,
    writer: Box<dyn Writer>,
    ids: Mutex<IdSource>,
}

impl Filler {
    fn find(&self, name: &str) -> Result<TypeIndex> {
        Ok(self.model.find(name).ok_or_else(|| format!("the model has no {name}"))?)
    }

    fn context(&self) -> Context<'_> {
        Context { model: &self.model, now: START, viewer: None, dialect: Dialect::GraphQl }
    }

    fn create(&mut self, name: &str, documents: Vec<Json>) -> Result<Vec<Uuid>> {
        let record = self.find(name)?;
        let operations = documents.into_iter().enumerate().map(|(position, document)| {
            let path = vec!["inputs".to_owned(), position.to_string()];
            let (input, problems) = input::entry(&self.context(), record, &document, path.clone());
            Op { action: Action::Create { input }, problems, path }
        });
        let operations = operations.collect();
        let outcome = self.execute(&request(operations, START))?;
        Ok(outcome.results.iter().flat_map(|result| &result.entries).map(|(_, id)| *id).collect())
    }

    fn measure(&mut self, documents: impl Iterator<Item = Json>) -> Result<()> {
        let record = self.find("Measure")?;
        let sample = |document: Json| input::sample(&self.context(), record, &document, Path::new());
        let samples = documents.map(sample).collect();
        let action = Action::AddSamples { record, samples, on_conflict: SampleConflict::Keep };
        let problems = daybook_schema::Problems::default();
        self.execute(&request(vec![Op { action, problems, path: Path::new() }], START)).map(drop)
    }

    fn execute(&mut self, request: &Request) -> Result<write::Outcome> {
        let mut answer = None;
        let (model, ids) = (Arc::clone(&self.model), &self.ids);
        self.writer.begin()?;
        self.writer.attempt(&model, &mut |transaction| {
            answer = Some(write::execute(transaction, ids, request)?);
            Ok(true)
        })?;
        self.writer.commit()?;
        let outcome = answer.ok_or("the work did not run")?;
        if outcome.has_errors() {
            let first = outcome.results.into_iter().find_map(|result| result.problems.errors.into_iter().next());
            return Err(format!("the workload was refused: {first:?}").into());
        }
        Ok(outcome)
    }
}
