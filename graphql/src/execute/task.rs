//! One operation from the validated document to its answer.
//!
//! A query reads all its root fields in one snapshot, a mutation runs its root fields one after the other, each in a
//! transaction.

use std::sync::{Arc, Mutex};

use daybook_store::{Store, id::IdSource, record::Origin};
use serde_json::Value as Json;

use crate::{
    app::{App, WriteGuard},
    error::{Code, RequestError},
    explain::{self, ExplainRequest},
    json,
    plan::{Planned, Planner},
    query::{Root, RootField},
    read::Reader,
    samples,
    selection::Set,
    surface::FieldRole,
    titles::refresh_titles,
};

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
    /// Keeps the definitions as they are until all of a mutation is stored; `None` when the mutation may change them.
    pub writing: Option<WriteGuard>,
}

/// What came of an operation.
#[derive(Default)]
pub struct Answered {
    /// The body of the response up to the end of its data; `None` when a field that is never null failed.
    pub begun: Option<String>,
    /// Mistakes and failures, each with the key of its root field.
    pub errors: Vec<(RequestError, String)>,
    /// What was read for each root field that is to be explained.
    pub explained: Option<Vec<Json>>,
    /// The code of the first mistake that a payload names, for the log.
    pub refused: Option<&'static str>,
}

/// What a root field of a mutation answers.
pub struct Payload {
    /// As it is selected.
    pub answer: Json,
    /// The code of the first mistake that it names or could name.
    pub refused: Option<&'static str>,
}

impl Answered {
    /// It failed as a whole.
    pub fn failed(error: RequestError) -> Self {
        Self { errors: vec![(error, String::new())], ..Self::default() }
    }

    /// The body of the response up to the end of its data.
    pub fn begin(&mut self) -> String {
        self.begun.take().unwrap_or_else(|| format!("{HEAD}null"))
    }
}

impl Task {
    /// Reads the root fields of a query, in one snapshot.
    pub async fn query(&self, roots: Arc<Vec<RootField>>) -> Answered {
        if roots.iter().all(RootField::is_known) {
            return Answer::of(&roots, RootField::known);
        }
        let planner = Arc::clone(&self.planner);
        let read = self.store.read(move |snapshot| {
            let mut reader = Reader { snapshot, context: &planner.context, as_of: None };
            Ok(Answer::of(&roots, |field, bytes| reader.answer(field, bytes)))
        });
        read.await.unwrap_or_else(|error| Answered::failed(error.into()))
    }

    /// The same, with what was read.
    pub async fn explained(&self, roots: Arc<Vec<RootField>>, asked: ExplainRequest) -> Answered {
        let planner = Arc::clone(&self.planner);
        let read = self.store.read(move |snapshot| {
            let mut told = Vec::new();
            let answered = Answer::of(&roots, |field, bytes| {
                explain::answer(&planner.context, &mut *snapshot, &asked, field, bytes, &mut told)
            });
            Ok(Answered { explained: Some(told), ..answered })
        });
        read.await.unwrap_or_else(|error| Answered::failed(error.into()))
    }

    /// Runs the root fields of a mutation, one after the other.
    pub async fn mutation(&self, selection: Arc<Set>) -> Answered {
        let fields = match self.planner.fields("Mutation", &[selection]) {
            Ok(fields) => fields,
            Err(error) => return Answered::failed(error),
        };
        let mut answer = Answer::default();
        for planned in fields {
            let (key, position) = (planned.key(), planned.selected.node.position);
            let result = match planned.role {
                None => Ok(Payload { answer: Json::from("Mutation"), refused: None }),
                Some(FieldRole::TypePlan | FieldRole::TypeApply) => self.define(&planned).await,
                Some(FieldRole::DemoLoad | FieldRole::DemoClear) => self.demo(&planned).await,
                Some(_) => self.write(&planned).await,
            };
            match result {
                Ok(payload) => {
                    answer.key(&key);
                    json::write(&payload.answer, &mut answer.bytes);
                    answer.refused = answer.refused.or(payload.refused);
                }
                Err(error) => {
                    answer.fail(error, &key, (position.line, position.column));
                    answer.is_lost = true;
                    // Root fields after a failed one that is never null have no place in the answer: they do not run.
                    break;
                }
            }
        }
        answer.end()
    }

    /// Keeps the definitions as they are until a write of this mutation is stored, if they still are those that it was
    /// planned with: one that changes them itself holds nothing from its beginning on.
    pub(super) async fn writing(&self) -> Result<WriteGuard, RequestError> {
        if let Some(writing) = &self.writing {
            return Ok(writing.clone());
        }
        let writing = self.app.writing().await;
        if Arc::ptr_eq(&self.app.served().surface, &self.planner.surface) {
            return Ok(writing);
        }
        let message = "the definitions have changed since this request began; send this in a request of its own";
        Err(RequestError::new(Code::Unavailable, message))
    }

    async fn write(&self, planned: &Planned) -> Result<Payload, RequestError> {
        let mut mutation = self.planner.mutation(planned, self.origin)?;
        samples::keep_apart(&mut mutation.request, self.app.plausible, self.store.model());
        let (planner, ids) = (Arc::clone(&self.planner), Arc::clone(&self.ids));
        let writing = self.writing().await?;
        let done = self.store.write(move |transaction| {
            let _writing = writing;
            mutation.execute(&planner.context, transaction, &ids)
        });
        let done = done.await?;
        for entry in done.stale_titles {
            let app = Arc::clone(&self.app);
            tokio::spawn(async move { refresh_titles(&app, entry).await });
        }
        Ok(Payload { answer: done.answer?, refused: done.refused })
    }
}

impl RootField {
    /// Writes the answer that takes no store.
    pub fn known(&self, bytes: &mut Vec<u8>) -> Result<(), RequestError> {
        match &self.root {
            Ok(Root::Constant(value)) => json::write(value, bytes),
            Ok(_) => json::write(&Json::Null, bytes),
            Err(error) => return Err(error.clone()),
        }
        Ok(())
    }
}

/// What stands before the data of a response.
const HEAD: &str = "{\"data\":";

/// The data of a response under construction, behind its head: an object with a key for each root field.
struct Answer {
    bytes: Vec<u8>,
    errors: Vec<(RequestError, String)>,
    /// The code of the first mistake that a payload names.
    refused: Option<&'static str>,
    /// A field that is never null failed.
    is_lost: bool,
}

impl Default for Answer {
    fn default() -> Self {
        Self { bytes: HEAD.as_bytes().to_vec(), errors: Vec::new(), refused: None, is_lost: false }
    }
}

impl Answer {
    /// The answers of all root fields. `write` leaves nothing behind when it fails.
    fn of(
        fields: &[RootField],
        mut write: impl FnMut(&RootField, &mut Vec<u8>) -> Result<(), RequestError>,
    ) -> Answered {
        let mut answer = Self::default();
        for field in fields {
            answer.key(&field.key);
            let start = answer.bytes.len();
            if let Err(error) = write(field, &mut answer.bytes) {
                answer.fail(error, &field.key, field.position);
                answer.bytes.extend(b"null");
            }
            answer.is_lost |= !field.nullable && &answer.bytes[start..] == b"null";
        }
        answer.end()
    }

    fn key(&mut self, key: &str) {
        self.bytes.push(if self.is_empty() { b'{' } else { b',' });
        json::write(&key, &mut self.bytes);
        self.bytes.push(b':');
    }

    fn fail(&mut self, error: RequestError, key: &str, (line, column): (usize, usize)) {
        let error = if error.location.is_none() { error.at(line, column) } else { error };
        self.errors.push((error, key.to_owned()));
    }

    fn is_empty(&self) -> bool {
        self.bytes.len() == HEAD.len()
    }

    fn end(mut self) -> Answered {
        if self.is_empty() {
            self.bytes.push(b'{');
        }
        self.bytes.push(b'}');
        let begun = (!self.is_lost)
            .then(|| String::from_utf8(self.bytes).expect("JSON is written from texts, so that it is one"));
        Answered { begun, errors: self.errors, explained: None, refused: self.refused }
    }
}
