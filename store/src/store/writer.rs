//! The writer thread: drains its queue into one transaction, each write in a savepoint, and answers after the commit.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    thread,
};

use daybook_schema::Model;
use tokio::sync::{broadcast, oneshot};

use super::{Commit, Verdict, closed, no_thread, panicked, unanswered};
use crate::{
    backend::{Transaction, Writer},
    error::{Error, ErrorKind, Result},
    record::SampleEvents,
};

/// A write in the queue.
pub trait Job: Send {
    /// Does the work in a savepoint. Whether anything is to be committed.
    fn attempt(&mut self, writer: &mut dyn Writer) -> bool;

    /// What it did to samples, once it was attempted.
    fn take_samples(&mut self) -> SampleEvents;

    /// Answers the caller. `committed` is that of the whole group.
    fn answer(self: Box<Self>, committed: Result<()>);

    /// Answers the caller with the error that kept the transaction from beginning.
    fn refuse(self: Box<Self>, error: Error);
}

/// Work with the way to its caller.
pub struct Work<T, F> {
    model: Arc<Model>,
    run: Option<F>,
    result: Result<T>,
    keep: bool,
    samples: SampleEvents,
    caller: oneshot::Sender<Result<T>>,
}

impl<T, F: FnOnce(&mut dyn Transaction) -> Result<Verdict<T>>> Work<T, F> {
    pub fn new(model: Arc<Model>, work: F, caller: oneshot::Sender<Result<T>>) -> Self {
        Self {
            model,
            run: Some(work),
            result: Err(unanswered()),
            keep: false,
            samples: SampleEvents::default(),
            caller,
        }
    }
}

impl<T: Send, F: FnOnce(&mut dyn Transaction) -> Result<Verdict<T>> + Send> Job for Work<T, F> {
    fn attempt(&mut self, writer: &mut dyn Writer) -> bool {
        let (work, result, keep) = (&mut self.run, &mut self.result, &mut self.keep);
        let samples = &mut self.samples;
        let mut attempt = |transaction: &mut dyn Transaction| {
            let Some(work) = work.take() else { return Ok(false) };
            // A panic must not tear down the writer: the savepoint is rolled back and the caller gets an error.
            let verdict = catch_unwind(AssertUnwindSafe(|| work(transaction))).unwrap_or_else(|_| Err(panicked()))?;
            let (answer, commit) = match verdict {
                Verdict::Commit(answer) => (answer, true),
                Verdict::CommitSamples(answer, stored) => {
                    *samples = stored;
                    (answer, true)
                }
                Verdict::Rollback(answer) => (answer, false),
            };
            (*result, *keep) = (Ok(answer), commit);
            Ok(commit)
        };
        if let Err(error) = writer.attempt(&self.model, &mut attempt) {
            (self.result, self.keep) = (Err(error), false);
        }
        self.keep
    }

    fn take_samples(&mut self) -> SampleEvents {
        let samples = std::mem::take(&mut self.samples);
        if self.keep { samples } else { SampleEvents::default() }
    }

    fn answer(self: Box<Self>, committed: Result<()>) {
        let result = if self.keep { committed.and(self.result) } else { self.result };
        // The caller may have left; the write stands all the same.
        drop(self.caller.send(result));
    }

    fn refuse(self: Box<Self>, error: Error) {
        drop(self.caller.send(Err(error)));
    }
}

/// The queue in front of the thread.
pub struct WriterQueue {
    queue: mpsc::Sender<Box<dyn Job>>,
    ended: oneshot::Receiver<()>,
}

impl WriterQueue {
    pub fn start(mut writer: Box<dyn Writer>, group: usize, commits: broadcast::Sender<Commit>) -> Result<Self> {
        let (queue, jobs) = mpsc::channel::<Box<dyn Job>>();
        let (end, ended) = oneshot::channel();
        let run = move || {
            writer.warm_up();
            while let Ok(first) = jobs.recv() {
                write_group(&mut *writer, first, &jobs, group, &commits);
            }
            // Closed means that the connection is, too.
            drop(writer);
            drop(end);
        };
        thread::Builder::new().name("write".to_owned()).spawn(run).map_err(no_thread)?;
        Ok(Self { queue, ended })
    }

    pub fn send(&self, job: Box<dyn Job>) -> Result<()> {
        self.queue.send(job).map_err(|_| closed())
    }

    /// Waits until all writes that were sent are answered.
    pub async fn finish(self) {
        drop(self.queue);
        // The sender is dropped, never used: the error is the signal.
        let _ended = self.ended.await;
    }
}

/// Writes whatever waits, up to `group`, in one transaction. While it commits, the next group gathers.
fn write_group(
    writer: &mut dyn Writer,
    first: Box<dyn Job>,
    jobs: &mpsc::Receiver<Box<dyn Job>>,
    group: usize,
    commits: &broadcast::Sender<Commit>,
) {
    if let Err(error) = writer.begin() {
        tracing::error!(error = &error as &dyn std::error::Error, "no transaction could begin");
        return first.refuse(group_error(&error));
    }
    let mut done = Vec::new();
    let mut keep = false;
    let mut next = Some(first);
    while let Some(mut job) = next {
        keep |= job.attempt(writer);
        done.push(job);
        next = if done.len() < group { jobs.try_recv().ok() } else { None };
    }
    if crate::fault::is("ack-before-commit") {
        for job in done {
            job.answer(Ok(()));
        }
        // Long enough for a kill to come between.
        thread::sleep(std::time::Duration::from_millis(50));
        drop(if keep { writer.commit() } else { writer.rollback() });
        return;
    }
    let committed = if keep { writer.commit() } else { writer.rollback() };
    if let Err(error) = &committed {
        tracing::error!(
            error = error as &dyn std::error::Error,
            writes = done.len(),
            "a group of writes was not stored"
        );
    }
    if keep && committed.is_ok() {
        let mut samples = SampleEvents::default();
        done.iter_mut().for_each(|job| samples.append(job.take_samples()));
        // There may be no receiver.
        drop(commits.send(Commit { samples: Arc::new(samples) }));
    }
    for job in done {
        job.answer(committed.as_ref().map_err(group_error).copied());
    }
}

/// The error of each write of a group that failed as a whole: nothing was stored, and trying again may help.
fn group_error(error: &Error) -> Error {
    let kind = if error.kind == ErrorKind::Full { ErrorKind::Full } else { ErrorKind::Unavailable };
    Error::new(kind, format!("nothing was stored: {}", error.context))
}
