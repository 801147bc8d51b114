//! Reader threads, each with a connection of its own. The one that fell idle last takes the next read: its caches are
//! the warmest, and a server with little to do uses few of them.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
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
    waiting: Arc<Mutex<Waiting>>,
    /// The way to each thread while it is idle.
    threads: Vec<mpsc::SyncSender<Job>>,
    ended: Vec<oneshot::Receiver<()>>,
}

/// How often an idle thread lets others go first before it sleeps.
const TURNS: usize = 8;

/// Who waits for whom; one of both is empty.
#[derive(Default)]
struct Waiting {
    /// Reads that no thread was idle for.
    jobs: VecDeque<Job>,
    /// Positions of idle threads, the last to fall idle last.
    idle: Vec<usize>,
}

impl ReaderPool {
    pub fn start(backend: &dyn Backend, count: usize) -> Result<Self> {
        let waiting = Arc::new(Mutex::new(Waiting::default()));
        let (mut threads, mut ended) = (Vec::new(), Vec::new());
        for number in 0..count {
            let mut reader = backend.reader()?;
            let waiting = Arc::clone(&waiting);
            let (thread, jobs) = mpsc::sync_channel(1);
            let (end, receiver) = oneshot::channel();
            threads.push(thread);
            ended.push(receiver);
            let run = move || {
                while let Some(job) = next(&waiting, number, &jobs) {
                    job(&mut *reader);
                }
                // Closed means that the connection is, too.
                drop(reader);
                drop(end);
            };
            thread::Builder::new().name(format!("read-{number}")).spawn(run).map_err(no_thread)?;
        }
        Ok(Self { waiting, threads, ended })
    }

    pub fn send(&self, job: Job) -> Result<()> {
        let mut waiting = lock(&self.waiting);
        let Some(number) = waiting.idle.pop() else {
            waiting.jobs.push_back(job);
            return Ok(());
        };
        drop(waiting);
        self.threads[number].send(job).map_err(|_| closed())
    }

    /// Waits until all reads that were sent are answered.
    pub async fn finish(self) {
        drop(self.threads);
        for end in self.ended {
            // The sender is dropped, never used: the error is the signal.
            let _ended = end.await;
        }
    }
}

/// The next job of a thread; `None` when the pool is closed and nothing is left to do.
fn next(waiting: &Mutex<Waiting>, number: usize, jobs: &mpsc::Receiver<Job>) -> Option<Job> {
    let mut waiting = lock(waiting);
    if let Some(job) = waiting.jobs.pop_front() {
        return Some(job);
    }
    waiting.idle.push(number);
    drop(waiting);
    // On a busy server the next job comes before the others have had their turn; then neither side needs to be woken.
    for _ in 0..TURNS {
        match jobs.try_recv() {
            Ok(job) => return Some(job),
            Err(mpsc::TryRecvError::Disconnected) => return None,
            Err(mpsc::TryRecvError::Empty) => thread::yield_now(),
        }
    }
    jobs.recv().ok()
}

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}
