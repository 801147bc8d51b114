//! Groups, failures and panics on the threads of the store.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::*;
use crate::{
    backend::{Reader, Writer},
    testsuite::Reference,
};

fn model() -> Arc<Model> {
    Arc::new(Model::default())
}

fn store(backend: Arc<dyn Backend>) -> Store {
    let model = model();
    backend.prepare(&model).unwrap();
    Store::start(backend, model, &StoreOptions { readers: 2, group: 8 }).unwrap()
}

/// Counts commits, and lets the first one wait until the queue has filled, or fail.
struct Counting {
    inner: Reference,
    commits: Arc<AtomicUsize>,
    fail: bool,
}

struct CountingWriter {
    inner: Box<dyn Writer>,
    commits: Arc<AtomicUsize>,
    fail: bool,
}

impl Backend for Counting {
    fn prepare(&self, model: &Arc<Model>) -> Result<()> {
        self.inner.prepare(model)
    }

    fn names(&self) -> Result<Vec<(String, Vec<String>)>> {
        self.inner.names()
    }

    fn reader(&self) -> Result<Box<dyn Reader>> {
        self.inner.reader()
    }

    fn writer(&self) -> Result<Box<dyn Writer>> {
        Ok(Box::new(CountingWriter {
            inner: self.inner.writer()?,
            commits: Arc::clone(&self.commits),
            fail: self.fail,
        }))
    }

    fn evolve(&self, step: &crate::backend::Step<'_>) -> Result<()> {
        self.inner.evolve(step)
    }

    fn definitions(&self) -> Result<Option<String>> {
        self.inner.definitions()
    }

    fn files(&self) -> Result<Option<String>> {
        self.inner.files()
    }

    fn remember_files(&self, files: &str) -> Result<()> {
        self.inner.remember_files(files)
    }

    fn secret(&self, name: &str, make: &dyn Fn() -> [u8; 32]) -> Result<[u8; 32]> {
        self.inner.secret(name, make)
    }

    fn check(&self, model: &Arc<Model>) -> Result<Vec<String>> {
        self.inner.check(model)
    }
}

impl Writer for CountingWriter {
    fn begin(&mut self) -> Result<()> {
        self.inner.begin()
    }

    fn attempt(
        &mut self,
        model: &Arc<Model>,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<bool>,
    ) -> Result<()> {
        self.inner.attempt(model, work)
    }

    fn commit(&mut self) -> Result<()> {
        self.commits.fetch_add(1, Ordering::SeqCst);
        if self.fail {
            self.inner.rollback()?;
            return Err(Error::new(ErrorKind::Full, "the disk is full"));
        }
        self.inner.commit()
    }

    fn rollback(&mut self) -> Result<()> {
        self.inner.rollback()
    }
}

#[tokio::test]
async fn writes_that_wait_share_a_commit() {
    let commits = Arc::new(AtomicUsize::new(0));
    let store = store(Arc::new(Counting { inner: Reference::default(), commits: Arc::clone(&commits), fail: false }));
    let (open, gate) = std::sync::mpsc::channel::<()>();
    let first = sent(&store, move || gate.recv().unwrap()).await;
    let mut rest = Vec::new();
    for _ in 0..5 {
        rest.push(sent(&store, || ()).await);
    }
    open.send(()).unwrap();
    first.await.unwrap().unwrap();
    for write in rest {
        write.await.unwrap().unwrap();
    }
    assert_eq!(commits.load(Ordering::SeqCst), 1, "six writes waited for one commit");
}

/// Sends a write and comes back once it is in the queue.
async fn sent(store: &Store, work: impl FnOnce() + Send + 'static) -> tokio::task::JoinHandle<Result<()>> {
    let store = store.clone();
    let write = async move {
        let work = move |_: &mut dyn Transaction| {
            work();
            Ok(Verdict::Commit(()))
        };
        store.write(work).await
    };
    let handle = tokio::spawn(write);
    tokio::task::yield_now().await;
    handle
}

#[tokio::test]
async fn a_failed_commit_fails_its_whole_group() {
    let commits = Arc::new(AtomicUsize::new(0));
    let store = store(Arc::new(Counting { inner: Reference::default(), commits, fail: true }));
    let error = store.write(|_| Ok(Verdict::Commit(()))).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Full);
    assert_eq!(store.write(|_| Ok(Verdict::Rollback(7))).await.unwrap(), 7);
}

#[tokio::test]
async fn work_that_panics_is_answered_and_the_threads_go_on() {
    let store = store(Arc::new(Reference::default()));
    let failed = store.write(|_| -> Result<Verdict<()>> { panic!("on purpose") }).await.unwrap_err();
    assert_eq!(failed.kind, ErrorKind::Internal);
    let failed = store.read(|_| -> Result<()> { panic!("on purpose") }).await.unwrap_err();
    assert_eq!(failed.kind, ErrorKind::Internal);
    assert_eq!(store.read(|snapshot| snapshot.latest()).await.unwrap(), 0);
    assert_eq!(store.write(|transaction| Ok(Verdict::Commit(transaction.next_seq()?))).await.unwrap(), 1);
}

#[tokio::test]
async fn close_answers_what_was_sent_and_refuses_what_comes_after() {
    let store = store(Arc::new(Reference::default()));
    let write = tokio::spawn({
        let store = store.clone();
        async move { store.write(|_| Ok(Verdict::Commit(1))).await }
    });
    tokio::task::yield_now().await;
    store.close().await;
    assert_eq!(write.await.unwrap().unwrap(), 1);
    assert_eq!(store.read(|_| Ok(())).await.unwrap_err().kind, ErrorKind::Unavailable);
}
