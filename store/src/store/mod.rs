//! The store as the API sees it: snapshots for readers, one queue for writers.

mod readers;
mod writer;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
};

use daybook_schema::Model;
use tokio::sync::{broadcast, oneshot};

use self::{readers::ReaderPool, writer::WriterQueue};
use crate::{
    backend::{Backend, Snapshot, Transaction},
    error::{Error, ErrorKind, Result},
    record::SampleEvents,
};

/// Commits that a follower may be behind before it misses some.
const COMMITS: usize = 256;

/// What becomes of a write whose work is done.
#[derive(Debug)]
pub enum Verdict<T> {
    /// Keep it, and answer once it is durable.
    Commit(T),
    /// Keep it, answer once it is durable, and tell those who follow the store what became of samples.
    CommitSamples(T, SampleEvents),
    /// Undo it and answer: a dry run, or a mistake in the input.
    Rollback(T),
}

/// A backend with its reader threads and its one writer thread, for one model. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    model: Arc<Model>,
    backend: Arc<dyn Backend>,
    threads: Arc<Threads>,
}

/// A commit that has become durable. What it wrote is in the change log; samples are not, so that they are named here.
#[derive(Clone, Debug, Default)]
pub struct Commit {
    /// What was done to samples.
    pub samples: Arc<SampleEvents>,
}

/// How many threads, and how many writes share a commit.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Threads that read.
    pub readers: usize,
    /// At most so many writes in one commit.
    pub group: usize,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self { readers: 4, group: 256 }
    }
}

/// `None` once closed.
struct Threads {
    readers: Mutex<Option<ReaderPool>>,
    writer: Mutex<Option<WriterQueue>>,
    commits: broadcast::Sender<Commit>,
}

impl Store {
    /// Starts the threads over a backend on which `prepare(model)` succeeded.
    pub fn start(backend: Arc<dyn Backend>, model: Arc<Model>, options: &StoreOptions) -> Result<Self> {
        let readers = ReaderPool::start(&*backend, options.readers.max(1))?;
        let (commits, _) = broadcast::channel(COMMITS);
        let writer = WriterQueue::start(backend.writer()?, options.group.max(1), commits.clone())?;
        let threads = Threads { readers: Mutex::new(Some(readers)), writer: Mutex::new(Some(writer)), commits };
        Ok(Self { model, backend, threads: Arc::new(threads) })
    }

    /// The same backend and threads with another model, on which `prepare` succeeded. The old store keeps working.
    #[must_use]
    pub fn with_model(&self, model: Arc<Model>) -> Self {
        Self { model, ..self.clone() }
    }

    /// The model.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// The backend, for what is neither a read nor a write: preparing a model, secrets.
    pub fn backend(&self) -> &Arc<dyn Backend> {
        &self.backend
    }

    /// Runs `work` on a reader thread, in one snapshot.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Snapshot) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (sender, receiver) = oneshot::channel();
        let model = Arc::clone(&self.model);
        let mut work = Some(work);
        self.threads.read(Box::new(move |reader| {
            let mut answer = None;
            let run = catch_unwind(AssertUnwindSafe(|| {
                reader.read(&model, &mut |snapshot| {
                    if let Some(work) = work.take() {
                        answer = Some(work(snapshot)?);
                    }
                    Ok(())
                })
            }));
            let result = run.unwrap_or_else(|_| Err(panicked())).and_then(|()| answer.ok_or_else(unanswered));
            // The caller may have left; then the answer is dropped.
            drop(sender.send(result));
        }))?;
        receiver.await.map_err(|_| unanswered())?
    }

    /// Runs `work` on the writer thread, in a savepoint of its own, and answers after the commit of its group. The work
    /// runs to its end and is committed even when the caller stops waiting.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Transaction) -> Result<Verdict<T>> + Send + 'static,
    ) -> Result<T> {
        let (sender, receiver) = oneshot::channel();
        let job = writer::Work::new(Arc::clone(&self.model), work, sender);
        self.threads.write(Box::new(job))?;
        receiver.await.map_err(|_| unanswered())?
    }

    /// Announces every commit from now on, in their order. A receiver that falls behind misses the oldest ones and gets an
    /// error that says so.
    pub fn commits(&self) -> broadcast::Receiver<Commit> {
        self.threads.commits.subscribe()
    }

    /// Takes no more work, finishes what was started, and ends the threads.
    pub async fn close(&self) {
        let readers = self.threads.readers.lock().unwrap_or_else(PoisonError::into_inner).take();
        let writer = self.threads.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            writer.finish().await;
        }
        if let Some(readers) = readers {
            readers.finish().await;
        }
    }
}

impl Threads {
    fn read(&self, job: readers::Job) -> Result<()> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).as_ref().ok_or_else(closed)?.send(job)
    }

    fn write(&self, job: Box<dyn writer::Job>) -> Result<()> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).as_ref().ok_or_else(closed)?.send(job)
    }
}

fn closed() -> Error {
    Error::new(ErrorKind::Unavailable, "the store is closing")
}

fn unanswered() -> Error {
    Error::new(ErrorKind::Internal, "a store thread ended before it answered")
}

fn panicked() -> Error {
    Error::new(ErrorKind::Internal, "store work panicked; nothing of it was stored")
}

fn no_thread(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Unusable, "the system gives no thread for the store").caused_by(error)
}

#[cfg(test)]
mod tests;
