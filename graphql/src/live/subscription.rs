//! One subscriber: first what came before, then what comes.

use std::{
    collections::VecDeque,
    sync::{Arc, PoisonError},
};

use daybook_store::record::Seq;
use tokio::sync::mpsc;

use super::{
    Live, Shape,
    group::{Batch, End, Handle, Joined, written},
};
use crate::{error::RequestError, live::query::LiveQuery};

/// A subscription that stands. Dropping it ends it.
pub struct Subscription {
    ready: VecDeque<Arc<str>>,
    reached: Seq,
    phase: Phase,
}

enum Phase {
    /// Reads the change log page by page, as fast as the follower takes them.
    CatchingUp(Box<CatchingUp>),
    Following(Following),
    Ended,
}

struct CatchingUp {
    live: Live,
    shape: Shape,
    query: LiveQuery,
    reached: Seq,
}

struct Following {
    // Before `leave_on_drop`, so that the group finds the queue closed when it is told.
    batches: mpsc::Receiver<Batch>,
    end: End,
    _leave_on_drop: LeaveOnDrop,
}

/// Notifies the group when it is dropped.
struct LeaveOnDrop(Arc<Handle>);

impl Drop for LeaveOnDrop {
    fn drop(&mut self) {
        self.0.left();
    }
}

impl Subscription {
    /// Follows from now on.
    pub(super) async fn start(live: &Live, shape: Shape, query: LiveQuery) -> Result<Self, RequestError> {
        Ok(Self::joined(live.join(shape, query, None).await?))
    }

    /// Follows from a place in the change log on.
    pub(super) async fn resume(live: Live, shape: Shape, query: LiveQuery, since: Seq) -> Result<Self, RequestError> {
        let catching_up = CatchingUp { live, shape, query, reached: since };
        let mut subscription = Self { ready: VecDeque::new(), reached: since, phase: Phase::Ended };
        subscription.catch_up(catching_up).await?;
        Ok(subscription)
    }

    /// The next answer, as the text of a response; an error is the last. `None` when the server has no more to tell.
    pub async fn next(&mut self) -> Option<Result<Arc<str>, RequestError>> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(Ok(ready));
            }
            match &mut self.phase {
                Phase::Ended => return None,
                Phase::Following(following) => {
                    let Some(batch) = following.batches.recv().await else {
                        let error = following.end.lock().unwrap_or_else(PoisonError::into_inner).take();
                        self.phase = Phase::Ended;
                        return error.map(Err);
                    };
                    self.reached = batch.reached;
                    self.ready.extend(batch.sent.iter().cloned());
                }
                Phase::CatchingUp(_) => {
                    if let Phase::CatchingUp(catching_up) = std::mem::replace(&mut self.phase, Phase::Ended)
                        && let Err(error) = self.catch_up(*catching_up).await
                    {
                        return Some(Err(error));
                    }
                }
            }
        }
    }

    /// All up to here has been told, once [`Self::next`] has answered that there is no more.
    pub fn reached(&self) -> Seq {
        self.reached
    }

    fn joined(joined: Joined) -> Self {
        let leave_on_drop = LeaveOnDrop(joined.handle);
        let following = Following { batches: joined.batches, end: joined.end, _leave_on_drop: leave_on_drop };
        Self { ready: joined.first.into(), reached: joined.reached, phase: Phase::Following(following) }
    }

    /// Reads a page; behind the last one it joins the others.
    async fn catch_up(&mut self, catching_up: CatchingUp) -> Result<(), RequestError> {
        let CatchingUp { live, shape, query, reached } = catching_up;
        let page = live.0.store.read(move |snapshot| {
            let page = query.catch_up(snapshot, reached);
            Ok((query, page))
        });
        let (query, page) = page.await?;
        let (sent, reached) = page?;
        self.ready.extend(written(sent));
        self.reached = reached.seq;
        if reached.more {
            self.phase = Phase::CatchingUp(Box::new(CatchingUp { live, shape, query, reached: reached.seq }));
            return Ok(());
        }
        let joined = Self::joined(live.join(shape, query, Some(reached.seq)).await?);
        self.ready.extend(joined.ready);
        self.reached = joined.reached;
        self.phase = joined.phase;
        Ok(())
    }
}
