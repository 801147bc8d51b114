//! Live queries at run time: who follows what, and what is sent to whom.
//!
//! Subscriptions of one shape (the same document with the same variables) share one [`group`], which reads once for all
//! of them. The [`watch`] task is woken by every commit, reads which fields of which types it touched and wakes only
//! those groups that are concerned. Nothing polls.

mod group;
pub mod query;
mod subscription;
#[cfg(test)]
mod tests;
mod watch;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use daybook_schema::value::Instant;
use daybook_store::{Store, record::Seq};
use tokio::sync::{mpsc, oneshot, watch as signal};

use self::group::{Group, Handle, Join, Joined};
pub use self::subscription::Subscription;
use crate::{
    error::{Code, RequestError},
    live::query::LiveQuery,
};

/// What makes two subscriptions the same.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Shape {
    /// The document.
    pub document: String,
    /// Which operation of it.
    pub operation: Option<String>,
    /// Values of its variables, as JSON; from where it resumes is none of them.
    pub variables: String,
}

/// All live queries of one model. Cheap to clone.
#[derive(Clone)]
pub struct Live(Arc<Shared>);

struct Shared {
    store: Store,
    clock: fn() -> Instant,
    groups: Mutex<Groups>,
    ended: signal::Sender<bool>,
    /// How often a group has read.
    rounds: AtomicU64,
}

#[derive(Default)]
struct Groups {
    by_shape: HashMap<Shape, Arc<Handle>>,
    watched: bool,
}

impl Live {
    /// Nobody follows anything yet.
    pub fn new(store: Store, clock: fn() -> Instant) -> Self {
        let (groups, ended) = (Mutex::default(), signal::Sender::new(false));
        Self(Arc::new(Shared { store, clock, groups, ended, rounds: AtomicU64::new(0) }))
    }

    /// Follows a query, from a place in the change log on where one is given and the query can resume. When this returns
    /// the subscription stands: what is committed from then on is told.
    pub async fn follow(
        &self,
        shape: Shape,
        query: LiveQuery,
        since: Option<Seq>,
    ) -> Result<Subscription, RequestError> {
        match since.filter(|_| query.resumes()) {
            Some(since) => Subscription::resume(self.clone(), shape, query, since).await,
            None => Subscription::start(self, shape, query).await,
        }
    }

    /// Ends all subscriptions and takes no new ones.
    pub fn close(&self) {
        self.0.ended.send_replace(true);
    }

    /// Whether subscriptions were ended and no new ones are taken.
    pub fn is_closed(&self) -> bool {
        *self.0.ended.borrow()
    }

    /// How often groups have read so far: the work that changes made, whoever follows.
    pub fn rounds(&self) -> u64 {
        self.0.rounds.load(Ordering::Relaxed)
    }

    /// How many groups of equal subscriptions there are.
    pub fn groups(&self) -> usize {
        self.0.groups().by_shape.len()
    }

    /// Joins the group of a shape, which is made when there is none.
    async fn join(&self, shape: Shape, query: LiveQuery, since: Option<Seq>) -> Result<Joined, RequestError> {
        let (answer, joined) = oneshot::channel();
        self.ask(shape, query, Join { since, answer })?;
        joined.await.map_err(|_| closed())?
    }

    fn ask(&self, shape: Shape, query: LiveQuery, join: Join) -> Result<(), RequestError> {
        let mut groups = self.0.groups();
        if self.is_closed() {
            return Err(closed());
        }
        if !groups.watched {
            groups.watched = true;
            tokio::spawn(watch::watch(Arc::downgrade(&self.0), self.0.store.commits()));
        }
        let handle = groups.by_shape.entry(shape.clone()).or_insert_with(|| {
            let (joins, receiver) = mpsc::unbounded_channel();
            let handle = Arc::new(Handle::new(joins, query.dependencies()));
            tokio::spawn(Group::new(Arc::clone(&self.0), shape, Arc::clone(&handle), receiver, query).run());
            handle
        });
        handle.join(join).map_err(|()| closed())
    }
}

impl Shared {
    fn groups(&self) -> MutexGuard<'_, Groups> {
        self.groups.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn closed() -> RequestError {
    RequestError::new(
        Code::Unavailable,
        "the server is about to stop, or its definitions have changed; follow again in a moment",
    )
}
