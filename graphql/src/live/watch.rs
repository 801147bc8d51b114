//! From commits to the groups that they concern: one read of the change log for all of them.

use std::{
    collections::HashSet,
    sync::{Arc, Weak},
};

use daybook_schema::TypeIndex;
use daybook_store::{
    Commit, Store,
    backend::ChangeQuery,
    record::{SampleEvents, Seq},
};
use tokio::sync::broadcast::{
    Receiver,
    error::{RecvError, TryRecvError},
};

use super::Shared;
use crate::live::query::ChangedFields;

/// Rows of the change log that are looked at one by one; more concern everybody.
const MOST: usize = 2_000;

/// What commits brought since the last round.
#[derive(Default)]
struct CommitEvents {
    samples: SampleEvents,
    missed: bool,
}

impl CommitEvents {
    fn add(&mut self, commit: &Commit) {
        self.samples.append(SampleEvents::clone(&commit.samples));
    }
}

/// Wakes groups until the server ends.
pub async fn watch(shared: Weak<Shared>, mut commits: Receiver<Commit>) {
    let mut last = None;
    while let Some(events) = next(&mut commits).await {
        let Some(shared) = shared.upgrade() else { return };
        let handles: Vec<_> = shared.groups().by_shape.values().map(Arc::clone).collect();
        let touches = match touched(&shared.store, last).await {
            Ok((latest, touches)) => {
                last = Some(latest);
                touches
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the change log could not be followed");
                last = None;
                None
            }
        };
        let stored = events.samples.stored.iter().map(|key| key.record);
        let series: HashSet<TypeIndex> = stored.chain(events.samples.altered.iter().copied()).collect();
        for handle in handles {
            let concerned = touches.as_ref().is_none_or(|touches| handle.dependencies.is_concerned(touches, &series));
            if concerned || events.missed {
                handle.wake(&events.samples, events.missed);
            }
        }
    }
}

/// What the next commits brought, all that wait together; `None` when there will be no more.
async fn next(commits: &mut Receiver<Commit>) -> Option<CommitEvents> {
    let mut events = CommitEvents::default();
    match commits.recv().await {
        Ok(commit) => events.add(&commit),
        Err(RecvError::Lagged(_)) => events.missed = true,
        Err(RecvError::Closed) => return None,
    }
    loop {
        match commits.try_recv() {
            Ok(commit) => events.add(&commit),
            Err(TryRecvError::Lagged(_)) => events.missed = true,
            Err(TryRecvError::Empty | TryRecvError::Closed) => return Some(events),
        }
    }
}

/// What changes behind a place touched, and the last place; `None` when that may be anything.
async fn touched(
    store: &Store,
    last: Option<Seq>,
) -> daybook_store::error::Result<(Seq, Option<HashSet<ChangedFields>>)> {
    let read = store.read(move |snapshot| {
        let latest = snapshot.latest()?;
        let Some(last) = last else { return Ok((latest, None)) };
        if last == latest {
            return Ok((latest, Some(HashSet::new())));
        }
        let query = ChangeQuery { after: Some(last), limit: Some(MOST), ..ChangeQuery::default() };
        let changes = snapshot.changes(&query)?;
        let touches = (changes.len() < MOST).then(|| changes.iter().map(ChangedFields::from).collect());
        Ok((latest, touches))
    });
    read.await
}
