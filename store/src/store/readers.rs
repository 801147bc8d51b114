//! Reader threads, each with a connection of its own. An idle one takes the next read.

use std::{
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use tokio::sync::oneshot;

use super::{closed, no_thread};
use crate::{
    backend::{Backend, Reader},
    error::Result,
};

/// A read, with the way to its caller inside.
pub type Job = Box<dyn FnOnce(&mut dyn Reader) + Send>;

/// The threads.
pub struct ReaderPool {
    queue: mpsc::Sender<Job>,
    ended: Vec<oneshot::Receiver<()>>,
}

impl ReaderPool {
    pub fn start(backend: &dyn Backend, count: usize) -> Result<Self> {
        let (queue, jobs) = mpsc::channel::<Job>();
        let jobs = Arc::new(Mutex::new(jobs));
        let mut ended = Vec::new();
        for number in 0..count {
            let mut reader = backend.reader()?;
            let jobs = Arc::clone(&jobs);
            let (end, receiver) = oneshot::channel();
            ended.push(receiver);
            let run = move || {
                while let Some(job) = next(&jobs) {
                    job(&mut *reader);
                }
                // Closed means that the connection is, too.
                drop(reader);
                drop(end);
            };
            thread::Builder::new().name(format!("read-{number}")).spawn(run).map_err(no_thread)?;
        }
        Ok(Self { queue, ended })
    }

    pub fn send(&self, job: Job) -> Result<()> {
        self.queue.send(job).map_err(|_| closed())
    }

    /// Waits until all reads that were sent are answered.
    pub async fn finish(self) {
        drop(self.queue);
        for end in self.ended {
            // The sender is dropped, never used: the error is the signal.
            let _ended = end.await;
        }
    }
}

/// The next job; `None` when the pool is closed and its queue empty. Only the wait is under the lock.
fn next(jobs: &Mutex<mpsc::Receiver<Job>>) -> Option<Job> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
