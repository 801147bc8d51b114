//! The composition root: the only place that names a concrete backend, and the source of time, ids and randomness.

use std::{path::PathBuf, sync::Arc, time::Duration};

use daybook_graphql::{
    app::{App, ServedModel},
    functions,
    limits::Limits,
    live::Live,
    retention::Retention,
    schema,
    surface::{self, Surface},
    type_plans::TypePlans,
};
use daybook_schema::{
    Model,
    definition::{DefinitionError, StoredNames},
    value::Instant,
};
use daybook_store::{
    ErrorKind, Store, StoreOptions,
    backend::Backend,
    id::IdSource,
    maintenance::{EmptyTrash, ExpireSamples, ForgetHistory, ForgetIdempotencyRecords, Job},
    sqlite::{Inspection, Sqlite, SqliteOptions},
};
use uuid::Uuid;

use crate::{
    config::Config,
    definitions::{DefinitionFiles, ReadError},
    maintenance::Maintenance,
};

/// How long one read may take.
const DEADLINE: Duration = Duration::from_secs(5);

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The definition files cannot be read.
    #[error(transparent)]
    Files(#[from] ReadError),
    /// A folder that is to be checked holds no store.
    #[error("there is no store in `{}`", .0.display())]
    NoStore(PathBuf),
    /// The definitions have mistakes.
    #[error("{}", list(.0))]
    Definitions(Vec<DefinitionError>),
    /// The store cannot be used.
    #[error("the store in `{}` cannot be used: {}", folder.display(), chain(source))]
    Store {
        /// Which.
        folder: PathBuf,
        /// Why.
        source: daybook_store::Error,
    },
    /// The definitions would lose what is stored.
    #[error("the store in `{}` cannot be opened with these definitions: {what}\n{advice}", folder.display())]
    WouldLose {
        /// Which.
        folder: PathBuf,
        /// What would be lost.
        what: String,
        /// What to do.
        advice: String,
    },
    /// The store does not remember the definitions that it was last opened with.
    #[error(
        "the store in `{}` was last opened by an earlier Daybook, which did not note its definitions; start the server once \
         with the definitions as they were, then plan the change", .0.display()
    )]
    NothingRemembered(PathBuf),
    /// Something is declared that no function of a domain serves, or the other way round; a build that was tested never
    /// gets here.
    #[error("what is declared and what functions serve do not fit together\n{}", .0.join("\n"))]
    Functions(Vec<String>),
    /// The API cannot be built; a definition that loads should never lead here.
    #[error("the API cannot be built from the definitions: {0}")]
    Schema(String),
}

fn list(errors: &[DefinitionError]) -> String {
    let mistakes = if errors.len() == 1 { "a mistake" } else { "mistakes" };
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    format!("the definitions have {mistakes}\n{}", lines.join("\n"))
}

/// An error with what caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// The model of all definitions: the built-in ones and those of the installation's folders.
pub fn model(config: &Config) -> Result<Arc<Model>, StartError> {
    model_held(config, &StoredNames::default())
}

/// The same for a store that holds names already.
pub fn model_held(config: &Config, held: &StoredNames) -> Result<Arc<Model>, StartError> {
    let (model, _) = DefinitionFiles::read(config)?.model(None, held).map_err(StartError::Definitions)?;
    Ok(Arc::new(model))
}

/// The model of the definition files and of what was defined while the server ran.
///
/// Logs at every start what an earlier Daybook let into the store and this one would refuse.
fn whole_model(files: &DefinitionFiles, stored: Option<String>, held: &StoredNames) -> Result<Arc<Model>, StartError> {
    let (model, told) = files.model(stored, held).map_err(StartError::Definitions)?;
    for mistake in &told {
        tracing::warn!("{mistake}");
    }
    Ok(Arc::new(model))
}

/// The API that follows from the model, every declared field of it served by a function.
fn surface(model: Arc<Model>) -> Result<Surface, StartError> {
    served(Surface::build(model))
}

/// Refuses an API that declares what no function serves.
fn served(surface: Surface) -> Result<Surface, StartError> {
    let unbound = functions::unbound(&surface);
    if unbound.is_empty() { Ok(surface) } else { Err(StartError::Functions(unbound)) }
}

/// The SDL of the API that follows from the definitions.
pub fn sdl(config: &Config) -> Result<String, StartError> {
    let surface = surface(model(config)?)?;
    // What cannot be served is not printed either.
    schema::check(&surface).map_err(|error| StartError::Schema(error.to_string()))?;
    Ok(format!("{}\n{}", surface::print(&surface), surface::EXPLAIN))
}

/// The server, with its store open and its threads running.
pub fn app(config: &Config) -> Result<App, StartError> {
    // Mistakes of the files are reported before a store is made for them.
    model_held(config, &StoredNames::anything())?;
    app_over(Arc::new(open(config)?), config)
}

/// The server over the definitions that its store was last opened with, whatever the settings name: for going over from
/// those to others.
pub fn app_as_it_was(config: &Config) -> Result<App, StartError> {
    if !Sqlite::is_in(&config.data) {
        return Err(StartError::NoStore(config.data.clone()));
    }
    let backend = open(config)?;
    let remembered = backend.files().map_err(|source| unusable(config, source))?;
    let files = remembered.as_deref().and_then(DefinitionFiles::from_text);
    let files = files.ok_or_else(|| StartError::NothingRemembered(config.data.clone()))?;
    app_with(Arc::new(backend), &files, config)
}

fn open(config: &Config) -> Result<Sqlite, StartError> {
    let options = SqliteOptions { max_pages: Some(config.store.max_pages), deadline: Some(DEADLINE) };
    Sqlite::open(&config.data, &options).map_err(|source| unusable(config, source))
}

fn unusable(config: &Config, source: daybook_store::Error) -> StartError {
    StartError::Store { folder: config.data.clone(), source }
}

/// The server over a backend.
pub(crate) fn app_over(backend: Arc<dyn Backend>, config: &Config) -> Result<App, StartError> {
    app_with(backend, &DefinitionFiles::read(config)?, config)
}

fn app_with(backend: Arc<dyn Backend>, files: &DefinitionFiles, config: &Config) -> Result<App, StartError> {
    let unusable = |source| unusable(config, source);
    let held = StoredNames::of_names(backend.names().map_err(unusable)?);
    let model = whole_model(files, backend.definitions().map_err(unusable)?, &held)?;
    let built = || {
        let surface = surface(Arc::clone(&model))?;
        schema::check(&surface).map_err(|error| StartError::Schema(error.to_string()))?;
        Ok::<_, StartError>(surface)
    };
    let started = || {
        prepare(&*backend, &model, files, config)?;
        let cursor_key = backend.secret("cursor", &random_key).map_err(unusable)?;
        let options = StoreOptions { readers: config.store.readers, group: config.store.group };
        let store = Store::start(backend, Arc::clone(&model), &options).map_err(unusable)?;
        Ok((store, cursor_key))
    };
    // The API is built while the store is prepared: neither needs the other.
    let (built, started) = std::thread::scope(|scope| {
        let built = scope.spawn(built);
        let started: Result<_, StartError> = started();
        (built.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), started)
    });
    let (surface, (store, cursor_key)) = (built?, started?);
    let live = Live::new(store.clone(), now);
    let served = ServedModel::new(store, surface, live, cursor_key);
    let mut app = App::new(served, now, IdSource::new(random), Limits::default(), TypePlans::new(files.sources()));
    app.plausible = config.samples.plausible();
    let days = |days: u32| Some(days).filter(|days| *days > 0);
    let kept = &config.maintenance;
    app.retention = Retention { trash_days: days(kept.trash_days), history_days: days(kept.history_days) };
    Ok(app)
}

/// Makes what the model needs in the store, which then remembers the files; or says what would be lost, and what to do.
fn prepare(
    backend: &dyn Backend,
    model: &Arc<Model>,
    files: &DefinitionFiles,
    config: &Config,
) -> Result<(), StartError> {
    match backend.prepare(model) {
        Ok(()) => backend.remember_files(&files.to_text()).map_err(|source| unusable(config, source)),
        Err(source) if source.kind == ErrorKind::WouldLose => {
            // Of a store that does not know how it was there is nothing to tell but what would be lost.
            let remembered = backend.files().ok().flatten();
            Err(would_lose(config, source.context, remembered.as_deref(), files, model))
        }
        Err(source) => Err(unusable(config, source)),
    }
}

/// What to do about definitions that would lose what is stored: which folder is missing, and how to accept the loss.
fn would_lose(
    config: &Config,
    what: String,
    remembered: Option<&str>,
    files: &DefinitionFiles,
    model: &Model,
) -> StartError {
    let mut advice = String::new();
    let earlier = remembered.and_then(DefinitionFiles::from_text);
    let earlier = earlier.and_then(|files| Some((files.model(None, &StoredNames::anything()).ok()?.0, files)));
    if let Some((earlier, remembered)) = &earlier {
        for vanished in files.vanished(remembered, earlier, model) {
            if what.contains(&format!("type `{}`", vanished.name)) {
                advice.push_str(&format!("{vanished}\n"));
            }
        }
    }
    let mut flags = format!("--data {}", config.data.display());
    for folder in &config.types {
        flags.push_str(&format!(" --types {}", folder.display()));
    }
    if !config.built_in {
        flags.push_str(" --no-built-in");
    }
    advice.push_str(&format!(
        "keep the definitions as they were, or see what the change does with\n  daybook types plan {flags}\nand make it, with \
         what it loses, with\n  daybook types apply {flags} --yes"
    ));
    StartError::WouldLose { folder: config.data.clone(), what, advice }
}

/// Starts the background work on the store.
pub fn maintenance(app: &Arc<App>, config: &Config) -> Maintenance {
    let settings = &config.maintenance;
    let mut jobs: Vec<Box<dyn Job>> = vec![Box::new(ForgetIdempotencyRecords), Box::new(ExpireSamples)];
    if settings.trash_days > 0 {
        jobs.push(Box::new(EmptyTrash { days: settings.trash_days }));
    }
    if settings.history_days > 0 {
        jobs.push(Box::new(ForgetHistory { days: settings.history_days }));
    }
    Maintenance::start(Arc::clone(app), jobs, Duration::from_secs(settings.interval.into()))
}

/// What is wrong with the store in the folder of the settings, which no server has open; empty when nothing is. Nothing in
/// the folder changes.
pub fn check_store(config: &Config) -> Result<Vec<String>, StartError> {
    if !Sqlite::is_in(&config.data) {
        return Err(StartError::NoStore(config.data.clone()));
    }
    match inspect(config) {
        // So damaged that nothing more can be found out.
        Err(StartError::Store { source, .. }) if Inspection::is_damage(&source) => Ok(vec![source.to_string()]),
        findings => findings,
    }
}

fn inspect(config: &Config) -> Result<Vec<String>, StartError> {
    let unusable = |source| unusable(config, source);
    let mut inspection = Inspection::open(&config.data).map_err(unusable)?;
    let files = DefinitionFiles::read(config)?;
    let held = StoredNames::of_names(inspection.names().map_err(unusable)?);
    let model = whole_model(&files, inspection.definitions().map_err(unusable)?, &held)?;
    inspection.check(&model).map_err(|source| match source.kind {
        ErrorKind::WouldLose => {
            let remembered = inspection.files().ok().flatten();
            would_lose(config, source.context, remembered.as_deref(), &files, &model)
        }
        _ => unusable(source),
    })
}

/// The present moment.
#[expect(clippy::disallowed_methods, reason = "this is where the clock comes from")]
fn now() -> Instant {
    jiff::Timestamp::now().as_millisecond()
}

/// 64 random bits: each is one of the two halves of a random UUID, or both, since their fixed bits do not meet.
fn random() -> u64 {
    let (high, low) = random_id().as_u64_pair();
    high ^ low.rotate_left(32)
}

/// A random id, for requests.
#[expect(clippy::disallowed_methods, reason = "this is where randomness comes from")]
pub fn random_id() -> Uuid {
    Uuid::new_v4()
}

fn random_key() -> [u8; 32] {
    let mut key = [0; 32];
    for part in key.chunks_exact_mut(8) {
        part.copy_from_slice(&random().to_be_bytes());
    }
    key
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn config(types: &Path) -> Config {
        Config { types: vec![types.to_owned()], built_in: false, ..Config::default() }
    }

    #[test]
    fn reads_definitions_of_a_folder_and_its_subfolders_without_hidden_ones() {
        let folder = tempfile::tempdir().unwrap();
        let entry = |name: &str| {
            format!("type {name} @entry(plural: \"{}s\", title: \"x\") {{ note: String }}", name.to_lowercase())
        };
        for (path, name) in [("b.graphql", "B"), ("a/c.graphql", "C"), (".hidden/d.graphql", "B"), ("e.txt", "B")] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, entry(name)).unwrap();
        }
        let model = model(&config(folder.path())).unwrap();
        let names: Vec<&str> = model.types.iter().map(|record| record.name.as_str()).collect();
        assert_eq!(names, ["C", "B"]);
    }

    #[test]
    fn names_every_mistake_of_the_definitions_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let text = "type A @entry(plural: \"as\", title: \"x\") {\n  b: Nothing\n  c: Quantitty\n}\n";
        std::fs::write(folder.path().join("a.graphql"), text).unwrap();
        let message = model(&config(folder.path())).unwrap_err().to_string();
        for place in ["a.graphql:2:", "a.graphql:3:"] {
            assert!(message.contains(place), "{message}");
        }
    }

    #[test]
    fn a_data_folder_in_use_by_another_process_is_refused_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data: folder.path().to_owned(), ..Config::default() };
        let running = app(&config).unwrap();
        let message = app(&config).err().unwrap().to_string();
        assert!(message.contains("is in use by another process"), "{message}");
        assert!(message.contains("--data"), "{message}");
        drop(running);
    }

    #[tokio::test]
    async fn a_store_that_was_written_by_the_server_is_sound() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data: folder.path().to_owned(), ..Config::default() };
        let app = app(&config).unwrap();
        app.served().store.close().await;
        drop(app);
        assert_eq!(check_store(&config).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_folder_without_a_store_is_not_checked_and_stays_empty() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data: folder.path().to_owned(), ..Config::default() };
        let message = check_store(&config).unwrap_err().to_string();
        assert!(message.starts_with("there is no store in"), "{message}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_without_definitions_or_that_is_not_there_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let empty = model(&config(folder.path())).unwrap_err().to_string();
        assert!(empty.starts_with("there is no definition file (*.graphql) in"), "{empty}");
        let missing = model(&config(&folder.path().join("missing"))).unwrap_err().to_string();
        assert!(missing.contains("missing` cannot be read"), "{missing}");
    }

    #[test]
    fn what_is_declared_without_a_function_stops_the_start() {
        let text = "extend type Mutation { \"Merges two.\" childMerge: Int }";
        let declarations: Vec<_> =
            daybook_domains::declarations().iter().copied().chain([("cases.graphql", text)]).collect();
        let surface = Surface::declaring(model(&Config::default()).unwrap(), &declarations);
        let message = served(surface).unwrap_err().to_string();
        let expected = "what is declared and what functions serve do not fit together\n\
                        `Mutation.childMerge` in cases.graphql is declared, but functions serve queries only";
        assert_eq!(message, expected);
    }

    #[test]
    fn what_no_function_computes_stops_the_start_before_a_store_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let (types, data) = (folder.path().join("types"), folder.path().join("data"));
        std::fs::create_dir(&types).unwrap();
        let text = "type A @entry(plural: \"as\", title: \"x\") {\n  b: Int @computed(function: \"sum\")\n}\n";
        std::fs::write(types.join("a.graphql"), text).unwrap();
        let config = Config { data: data.clone(), ..config(&types) };
        let message = app(&config).err().unwrap().to_string();
        assert!(
            message.contains("a.graphql:2:3: `A.b` is computed by `sum`, but Daybook has no such function"),
            "{message}"
        );
        assert!(!data.exists());
    }

    #[test]
    fn what_an_earlier_daybook_let_into_the_store_is_told_and_does_not_stop_the_start() {
        let stored = "type A @entry(plural: \"as\", title: \"x\") {\n  b: Int @computed(function: \"sum\")\n}\n";
        let (model, told) =
            DefinitionFiles::default().model(Some(stored.to_owned()), &StoredNames::anything()).unwrap();
        assert!(model.find("A").is_some());
        assert!(told.len() == 1 && told[0].to_string().contains("`A.b` is computed by `sum`"), "{told:?}");
    }

    #[test]
    fn a_store_that_holds_a_reserved_name_starts_and_a_new_one_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let (types, data) = (folder.path().join("types"), folder.path().join("data"));
        std::fs::create_dir(&types).unwrap();
        let text = "type File @entry(plural: \"files\", title: \"{name}\") { name: String! can: Boolean }";
        std::fs::write(types.join("file.graphql"), text).unwrap();
        let config = Config { data: data.clone(), ..config(&types) };
        let refused = app(&config).err().unwrap().to_string();
        assert!(refused.contains("`File` is reserved"), "{refused}");

        // As a Daybook that did not know the name left it behind.
        let files = DefinitionFiles::read(&config).unwrap();
        let (before, _) = files.model(None, &StoredNames::anything()).unwrap();
        let backend = Sqlite::open(&data, &SqliteOptions::default()).unwrap();
        backend.prepare(&Arc::new(before)).unwrap();
        let held = StoredNames::of_names(backend.names().unwrap());
        drop(backend);
        let (_, told) = files.model(None, &held).unwrap();
        let told = told.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(told.contains("@was(name: \"File\")") && told.contains("@was(name: \"can\")"), "{told}");
        let running = app(&config).unwrap();
        assert!(running.served().store.model().find("File").is_some());
    }
}
