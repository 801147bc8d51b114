//! Record types that are defined while the server runs: planned, looked at, then applied.
//!
//! A plan is made against the model that is served and kept in memory. Applying it lets the store go over to the new
//! model in one transaction and then serves that one; requests that are on their way finish on the old one.

mod difference;
#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError};

use daybook_schema::{
    Model, TypeIndex,
    definition::{self, DefinitionError, Source, StoredNames},
    evolution::{self, AffectedRecords, Change, ChangeKind, Evolution},
    model::Position,
    value::Instant,
};
use daybook_store::{
    ErrorKind,
    backend::Step,
    impact::{self, Impact},
};
use serde_json::{Value as Json, json};

use crate::{
    app::{App, ServedModel},
    error::{Code, RequestError},
    functions,
    surface::Surface,
    type_plans::TypePlan,
};

/// Rows that are rewritten in a second, at least.
const ROWS_A_SECOND: u64 = 20_000;

/// Says what a change of the definitions would do: `TypePlan` as a plain value.
pub async fn plan(app: &Arc<App>, sdl: String, remove: Vec<String>) -> Result<Json, RequestError> {
    let (served, by) = (app.served(), Arc::clone(app));
    plan_draft(app, &served, move |served| draft(&by, served, &sdl, &remove)).await
}

/// Says what other definition files would do, together with what was defined while the server ran.
pub async fn plan_files(app: &Arc<App>, files: Vec<Source>) -> Result<Json, RequestError> {
    let (served, clock) = (app.served(), app.clock);
    plan_draft(app, &served, move |served| {
        let current = served.store.model();
        let sources = with_stored(files, definition::export(current));
        let (model, _) = definition::load_with_stored_names(&sources, &StoredNames::of_model(current))?;
        follow(served, Arc::new(model), clock)
    })
    .await
}

/// Counts what a change would touch, and keeps the plan.
async fn plan_draft(
    app: &Arc<App>,
    served: &Arc<ServedModel>,
    draft: impl FnOnce(&ServedModel) -> Result<Drafted, Vec<DefinitionError>> + Send + 'static,
) -> Result<Json, RequestError> {
    let drafted = {
        let served = Arc::clone(served);
        aside(move || draft(&served)).await?
    };
    let (model, evolution, api) = match drafted {
        Ok(drafted) => drafted,
        Err(errors) => return Ok(refusal(&errors)),
    };
    let mut errors = evolution.mistakes.clone();
    let mut changes = Vec::new();
    let now = (app.clock)();
    let mut rows = restated(served, &model, &evolution, now).await?;
    for change in &evolution.changes {
        let (counted, next) = (change.clone(), Arc::clone(&model));
        let measured = served.store.read(move |snapshot| impact::of_change(snapshot, &next, &counted, now)).await?;
        errors.extend(change.refusal(measured.affected, measured.emptied));
        changes.push(change_json(change, measured));
        // What breaks new rules stays as it is.
        let stays = matches!(change.touches, AffectedRecords::Breaking(..) | AffectedRecords::Circling(..));
        rows += if stays { 0 } else { measured.affected };
    }
    errors.sort_by_key(|error| (error.position.line, error.position.column));
    let ok = errors.is_empty();
    let id = ok.then(|| app.ids.lock().unwrap_or_else(PoisonError::into_inner).next((app.clock)()));
    if let Some(id) = id {
        let base = served.store.model().fingerprint.clone();
        app.type_plans.keep(TypePlan { id, base, model, evolution: Arc::new(evolution) });
    }
    let errors: Vec<_> = errors.iter().map(error_json).collect();
    Ok(json!({ "id": id, "ok": ok, "errors": errors, "changes": changes, "waitSeconds": seconds(rows), "api": api }))
}

/// How many entries get a new title or time.
async fn restated(
    served: &ServedModel,
    model: &Arc<Model>,
    evolution: &Evolution,
    now: Instant,
) -> Result<u64, RequestError> {
    let mut rows = 0;
    for record in evolution.restated.iter().filter_map(|record| evolution.types[record.0]) {
        let next = Arc::clone(model);
        let all = AffectedRecords::All(record);
        rows += served.store.read(move |snapshot| impact::touched(snapshot, (&next, now), &all)).await?;
    }
    Ok(rows)
}

/// How long writes wait while so many rows are written anew, in seconds to a tenth.
fn seconds(rows: u64) -> f64 {
    let tenths = rows.saturating_mul(10).div_ceil(ROWS_A_SECOND);
    f64::from(u32::try_from(tenths).unwrap_or(u32::MAX)) / 10.0
}

type Drafted = (Arc<Model>, Evolution, Vec<String>);

/// Builds the planned model and everything that it must be served with.
fn draft(app: &App, served: &ServedModel, sdl: &str, remove: &[String]) -> Result<Drafted, Vec<DefinitionError>> {
    let fixed = &app.type_plans.fixed;
    let current = served.store.model();
    let model = Arc::new(definition::amend(fixed, current, sdl, remove)?);
    // What a restart would read must be the same model; a difference would be a mistake of ours.
    let sources = with_stored(fixed.clone(), definition::export(&model));
    let (again, _) = definition::load_with_stored_names(&sources, &StoredNames::of_model(&model))
        .map_err(|errors| vec![unfaithful(errors.first().map(ToString::to_string))])?;
    if again.fingerprint != model.fingerprint {
        return Err(vec![unfaithful(None)]);
    }
    follow(served, model, app.clock)
}

/// How a model follows from the one that is served, and how their APIs differ.
fn follow(served: &ServedModel, model: Arc<Model>, clock: fn() -> Instant) -> Result<Drafted, Vec<DefinitionError>> {
    let next = served.with_model(Arc::clone(&model), clock).map_err(|error| vec![at_start(error.to_string(), None)])?;
    let uncomputed =
        functions::uncomputed(&model).into_iter().filter(|error| error.position.file != definition::STORED);
    let mistakes: Vec<_> = uncomputed.collect();
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let evolution = evolution::between(served.store.model(), &model);
    let api = difference::between(&served.surface, &next.surface);
    Ok((model, evolution, api))
}

/// Definitions of files together with those that a store keeps. Where both define the same, the mistake names both places.
fn with_stored(files: Vec<Source>, stored: String) -> Vec<Source> {
    let stored = Source { file: definition::STORED.to_owned(), text: stored, built_in: false };
    files.into_iter().chain([stored]).collect()
}

fn unfaithful(why: Option<String>) -> DefinitionError {
    tracing::error!(?why, "definitions cannot be stored as they are");
    at_start("these definitions cannot be stored as they are".to_owned(), why)
}

fn at_start(message: String, hint: Option<String>) -> DefinitionError {
    let position = Position { file: definition::GIVEN.to_owned(), line: 1, column: 1 };
    DefinitionError { position, message, hint }
}

/// What came of applying a plan.
#[derive(Debug)]
pub struct Applied {
    /// The types that it added or changed, and the API that they are a part of now; `None` when nothing was changed.
    pub types: Option<(Arc<Surface>, Vec<TypeIndex>)>,
    /// Why nothing was changed, as a list of `DefinitionError`.
    pub errors: Json,
}

/// Makes a planned change.
///
/// The change is made to its end even when the caller leaves.
pub async fn apply(app: &Arc<App>, id: &str) -> Result<Applied, RequestError> {
    let (app, id) = (Arc::clone(app), id.to_owned());
    let made = tokio::spawn(async move { apply_alone(&app, &id).await });
    made.await.unwrap_or_else(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "applying definitions failed");
        Err(RequestError::new(Code::Internal, "something went wrong on our side"))
    })
}

async fn apply_alone(app: &Arc<App>, id: &str) -> Result<Applied, RequestError> {
    let _alone = app.type_plans.applying.lock().await;
    let served = app.served();
    let Some(plan) = app.type_plans.find(id) else {
        let hint = "make a new plan; plans end with the server";
        return Ok(denial(format!("there is no plan `{}`", id.chars().take(60).collect::<String>()), Some(hint)));
    };
    if plan.base != served.store.model().fingerprint {
        let hint = "make a new plan, and look at what it would change now";
        return Ok(denial("the definitions have changed since this plan was made".to_owned(), Some(hint)));
    }
    let writes_wait = app.alone().await;
    let outcome: Result<Arc<Surface>, String> = {
        let (app, plan, served) = (Arc::clone(app), plan.clone(), Arc::clone(&served));
        aside(move || {
            let next = served.with_model(Arc::clone(&plan.model), app.clock).map_err(|error| {
                tracing::error!(error = &error as &dyn std::error::Error, "a plan cannot be served");
                RequestError::new(Code::Internal, "something went wrong on our side")
            })?;
            let definitions = definition::export(&plan.model);
            let step = Step {
                from: served.store.model(),
                to: &plan.model,
                evolution: &plan.evolution,
                definitions: &definitions,
                now: (app.clock)(),
                ids: &app.ids,
            };
            match served.store.backend().evolve(&step) {
                Ok(()) => {}
                Err(error) if error.kind == ErrorKind::Unusable => return Ok(Err(error.context)),
                Err(error) => return Err(RequestError::from(error)),
            }
            let surface = Arc::clone(&next.surface);
            app.serve(next);
            // Whoever follows something follows the old definitions; following again resumes under the new ones.
            served.live.close();
            Ok(Ok(surface))
        })
        .await??
    };
    drop(writes_wait);
    let surface = match outcome {
        Ok(surface) => surface,
        Err(reason) => return Ok(denial(reason, Some("what is stored does not allow this change; make a new plan"))),
    };
    tracing::info!(fingerprint = plan.model.fingerprint, "definitions changed");
    let touched = plan.evolution.changes.iter().map(|change| change.type_name.as_str());
    let mut types: Vec<_> = touched.filter_map(|name| plan.model.find(name)).collect();
    types.sort_unstable();
    types.dedup();
    Ok(Applied { types: Some((surface, types)), errors: json!([]) })
}

/// Runs work that takes long away from the threads that answer requests.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, RequestError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "planning definitions failed");
        RequestError::new(Code::Internal, "something went wrong on our side")
    })
}

fn change_json(change: &Change, measured: Impact) -> Json {
    let kind = match change.kind {
        ChangeKind::TypeAdded => "TYPE_ADDED",
        ChangeKind::TypeRemoved => "TYPE_REMOVED",
        ChangeKind::TypeRenamed => "TYPE_RENAMED",
        ChangeKind::TypeChanged => "TYPE_CHANGED",
        ChangeKind::FieldAdded => "FIELD_ADDED",
        ChangeKind::FieldRemoved => "FIELD_REMOVED",
        ChangeKind::FieldRenamed => "FIELD_RENAMED",
        ChangeKind::FieldChanged => "FIELD_CHANGED",
    };
    let mut description = change.description.clone();
    if measured.lost > 0 {
        description += &format!("; {} of {} lose a value", measured.lost, measured.affected);
    }
    if measured.affected > 0 {
        let seconds = measured.affected.div_ceil(ROWS_A_SECOND);
        description += &match seconds {
            0 | 1 => "; writes wait less than a second".to_owned(),
            more => format!("; writes wait up to about {more} s"),
        };
    }
    json!({
        "type": change.type_name,
        "field": change.field,
        "kind": kind,
        "affected": i32::try_from(measured.affected).unwrap_or(i32::MAX),
        "lossy": change.lossy,
        "description": description,
    })
}

fn error_json(error: &DefinitionError) -> Json {
    json!({
        "file": error.position.file,
        "line": error.position.line.max(1),
        "column": error.position.column.max(1),
        "message": error.message,
        "hint": error.hint,
    })
}

fn refusal(errors: &[DefinitionError]) -> Json {
    let errors: Vec<_> = errors.iter().map(error_json).collect();
    json!({ "id": null, "ok": false, "errors": errors, "changes": [], "api": [] })
}

fn denial(message: String, hint: Option<&str>) -> Applied {
    Applied { types: None, errors: json!([error_json(&at_start(message, hint.map(str::to_owned)))]) }
}
