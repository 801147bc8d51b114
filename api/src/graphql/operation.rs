//! One operation from the validated document to its answer, behind async-graphql's extension hooks.
//!
//! async-graphql validates. When it is about to execute, the hook plans the whole operation instead: a query reads all
//! its root fields in one snapshot, a mutation runs its root fields one after the other, each in a transaction. Its field
//! resolvers are never called.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use async_graphql::{
    Response,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute},
};
use async_graphql_parser::types::{ExecutableDocument, OperationDefinition, OperationType};
use daybook_store::{Store, id::IdSource, record::Origin};
use serde_json::{Map, Value as Json};

use super::surface::Meaning;
use super::{
    explain::{self, Asked},
    plan::Planner,
    query::{Root, RootField},
    read::Reader,
    samples,
    selection::{self, Set},
};
use crate::{app::App, error::RequestError, maintenance::refresh_titles, types};

/// Puts our planner in the place of async-graphql's executor.
pub struct Planning;

impl ExtensionFactory for Planning {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Hook)
    }
}

struct Hook;

#[async_graphql::async_trait::async_trait]
impl Extension for Hook {
    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let Some(task) = ctx.data_opt::<Arc<Task>>() else { return next.run(ctx, operation_name).await };
        task.executed.store(true, Ordering::Relaxed);
        let answered = task.run().await;
        *task.answered.lock().unwrap_or_else(PoisonError::into_inner) = Some(answered);
        Response::default()
    }
}

/// An operation and all that it needs.
pub struct Task {
    /// The server, for changes of what it serves.
    pub app: Arc<App>,
    /// Plans it.
    pub planner: Arc<Planner>,
    /// Reads and writes.
    pub store: Store,
    /// Makes ids.
    pub ids: Arc<Mutex<IdSource>>,
    /// Where the request comes from.
    pub origin: Origin,
    /// Query or mutation.
    pub operation: OperationType,
    /// What it selects.
    pub selection: Arc<Set>,
    /// Rows that it plans to touch.
    pub cost: u64,
    /// Which of its root fields are to be explained.
    pub asked: Asked,
    executed: AtomicBool,
    answered: Mutex<Option<Answered>>,
}

/// What came of an operation.
#[derive(Default)]
pub struct Answered {
    /// The data; `None` when a field that is never null failed.
    pub data: Option<Map<String, Json>>,
    /// Mistakes and failures, each with the key of its root field.
    pub errors: Vec<(RequestError, String)>,
    /// What was read for each root field that is to be explained.
    pub explained: Option<Vec<Json>>,
}

impl Task {
    /// A task for an operation of a document.
    pub fn new(
        app: &Arc<App>,
        planner: Arc<Planner>,
        store: Store,
        origin: Origin,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
    ) -> Self {
        let selection = selection::convert(document, &operation.selection_set.node, &planner.variables);
        Self {
            app: Arc::clone(app),
            planner,
            store,
            ids: Arc::clone(&app.ids),
            origin,
            operation: operation.ty,
            selection,
            cost: 0,
            asked: Asked::default(),
            executed: AtomicBool::new(false),
            answered: Mutex::new(None),
        }
    }

    /// What came of it; `None` when validation refused the document.
    pub fn take_answer(&self) -> Option<Answered> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    async fn run(&self) -> Answered {
        match self.operation {
            OperationType::Query => self.query().await,
            OperationType::Mutation => self.mutation().await,
            OperationType::Subscription => Answered::default(),
        }
    }

    async fn query(&self) -> Answered {
        let roots = match self.planner.roots(&[Arc::clone(&self.selection)]) {
            Ok(roots) => roots,
            Err(error) => return Answered { errors: vec![(error, String::new())], ..Answered::default() },
        };
        if !self.asked.is_empty() {
            return self.explained(roots).await;
        }
        if roots.iter().all(RootField::is_known) {
            return collect(roots.iter().map(|field| (field, field.known())));
        }
        let planner = Arc::clone(&self.planner);
        let read = self.store.read(move |snapshot| {
            let mut reader = Reader { snapshot, planner: &planner, as_of: None };
            let answers: Vec<_> =
                roots.iter().map(|field| if field.is_known() { field.known() } else { reader.answer(field) }).collect();
            Ok((roots, answers))
        });
        match read.await {
            Ok((roots, answers)) => collect(roots.iter().zip(answers)),
            Err(error) => Answered { errors: vec![(error.into(), String::new())], ..Answered::default() },
        }
    }

    /// The same, with what was read.
    async fn explained(&self, roots: Vec<RootField>) -> Answered {
        let (planner, asked) = (Arc::clone(&self.planner), self.asked.clone());
        let read = self.store.read(move |snapshot| {
            let (answers, told) = explain::answers(&planner, snapshot, &roots, &asked);
            Ok((roots, answers, told))
        });
        match read.await {
            Ok((roots, answers, told)) => Answered { explained: Some(told), ..collect(roots.iter().zip(answers)) },
            Err(error) => Answered { errors: vec![(error.into(), String::new())], ..Answered::default() },
        }
    }

    async fn mutation(&self) -> Answered {
        let fields = match self.planner.fields("Mutation", &[Arc::clone(&self.selection)]) {
            Ok(fields) => fields,
            Err(error) => return Answered { errors: vec![(error, String::new())], ..Answered::default() },
        };
        let mut answered = Answered { data: Some(Map::new()), ..Answered::default() };
        for planned in fields {
            let (key, position) = (planned.key(), planned.selected.node.position);
            let result = match planned.meaning {
                None => Ok(Json::from("Mutation")),
                Some(Meaning::TypePlan | Meaning::TypeApply) => self.define(&planned).await,
                Some(_) => self.write(planned).await,
            };
            match result {
                Ok(value) => {
                    answered.data.as_mut().map(|data| data.insert(key, value));
                }
                Err(error) => {
                    let error = if error.location.is_none() { error.at(position.line, position.column) } else { error };
                    answered.errors.push((error, key));
                    answered.data = None;
                    // Root fields after a failed one that is never null have no place in the answer: they do not run.
                    break;
                }
            }
        }
        answered
    }

    /// Changes of the definitions stand beside the queue of writes.
    async fn define(&self, planned: &super::plan::Planned) -> Result<Json, RequestError> {
        let text = |name: &str| planned.text(name).unwrap_or_default().to_owned();
        let sets = &planned.selected.sets;
        if planned.meaning == Some(Meaning::TypeApply) {
            return self.planner.applied(&types::apply(&self.app, &text("planId")).await?, sets);
        }
        let remove = planned.given("remove").and_then(Json::as_array);
        let remove = remove.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect();
        let answer = types::plan(&self.app, text("sdl"), remove).await?;
        self.planner.plain(&planned.type_name, &answer, sets)
    }

    async fn write(&self, planned: super::plan::Planned) -> Result<Json, RequestError> {
        let mut mutation = self.planner.mutation(planned, self.origin)?;
        samples::keep_apart(&mut mutation.request, self.app.plausible, self.store.model());
        let (planner, ids) = (Arc::clone(&self.planner), Arc::clone(&self.ids));
        let done = self.store.write(move |transaction| mutation.execute(&planner, transaction, &ids)).await?;
        for entry in done.stale_titles {
            tokio::spawn(refresh_titles(self.store.clone(), Arc::clone(&self.ids), entry));
        }
        done.answer
    }
}

impl RootField {
    /// Whether the answer takes no store.
    pub fn is_known(&self) -> bool {
        matches!(self.root, Ok(Root::Constant(_)) | Err(_))
    }

    /// The answer that takes no store.
    pub fn known(&self) -> Result<Json, RequestError> {
        match &self.root {
            Ok(Root::Constant(value)) => Ok(value.clone()),
            Ok(_) => Ok(Json::Null),
            Err(error) => Err(error.clone()),
        }
    }
}

fn collect<'a>(answers: impl Iterator<Item = (&'a RootField, Result<Json, RequestError>)>) -> Answered {
    let mut answered = Answered { data: Some(Map::new()), ..Answered::default() };
    for (field, answer) in answers {
        let value = answer.unwrap_or_else(|error| {
            let (line, column) = field.position;
            let error = if error.location.is_none() { error.at(line, column) } else { error };
            answered.errors.push((error, field.key.clone()));
            Json::Null
        });
        let fails = value.is_null() && !field.nullable;
        match &mut answered.data {
            Some(data) if !fails => {
                data.insert(field.key.clone(), value);
            }
            _ => answered.data = None,
        }
    }
    answered
}

/// Whether a root field belongs to introspection.
pub fn is_introspection(name: &str) -> bool {
    matches!(name, "__schema" | "__type")
}
