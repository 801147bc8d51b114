//! One live query with all its subscribers.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::Duration,
};

use daybook_store::{
    backend::Snapshot,
    record::{SampleEvents, SampleKey, Seq},
};
use serde_json::Value as Json;
use tokio::{
    sync::{Notify, mpsc, oneshot},
    time::Instant,
};

use super::{Shape, Shared, closed};
use crate::{
    error::{Code, RequestError},
    live::query::{Dependencies, LiveQuery, RefreshPolicy, Trigger},
};

/// Rounds that a follower may be behind.
const QUEUE: usize = 64;

/// Samples that a group keeps until it reads them.
const SAMPLES: usize = 100_000;

/// What one round told.
#[derive(Clone)]
pub struct Batch {
    /// Answers, each as the text of a response.
    pub sent: Arc<[Arc<str>]>,
    /// With them all up to here has been told.
    pub reached: Seq,
}

/// Why a subscription ended, when not because all is told.
pub type End = Arc<Mutex<Option<RequestError>>>;

/// A request to join a group.
pub struct Join {
    /// What the follower has been told already.
    pub since: Option<Seq>,
    /// Where to send what it is told first.
    pub answer: oneshot::Sender<Result<Joined, RequestError>>,
}

/// A place in a group.
pub struct Joined {
    /// What it is told first.
    pub first: Vec<Arc<str>>,
    /// With that all up to here has been told.
    pub reached: Seq,
    /// What it is told then.
    pub batches: mpsc::Receiver<Batch>,
    /// Why there is no more.
    pub end: End,
    /// The group, to be told when the follower leaves.
    pub handle: Arc<Handle>,
}

/// A group from outside.
pub struct Handle {
    /// Which writes concern it.
    pub dependencies: Dependencies,
    joins: mpsc::UnboundedSender<Join>,
    notify: Notify,
    waiting: Mutex<Waiting>,
}

/// What happened since the group last read.
#[derive(Default)]
struct Waiting {
    woken: bool,
    samples: Vec<SampleKey>,
    altered: bool,
    missed: bool,
}

impl Handle {
    pub fn new(joins: mpsc::UnboundedSender<Join>, dependencies: Dependencies) -> Self {
        Self { dependencies, joins, notify: Notify::new(), waiting: Mutex::default() }
    }

    /// Asks to be let in; fails when the group has ended.
    pub fn join(&self, join: Join) -> Result<(), ()> {
        self.joins.send(join).map_err(drop)
    }

    /// Says that a commit concerns the group.
    pub fn wake(&self, events: &SampleEvents, missed: bool) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.woken = true;
        waiting.samples.extend(events.stored.iter().filter(|key| self.dependencies.series.contains(&key.record)));
        waiting.altered |= events.altered.iter().any(|series| self.dependencies.series.contains(series));
        waiting.missed |= missed;
        if waiting.samples.len() > SAMPLES {
            waiting.samples = Vec::new();
            waiting.missed = true;
        }
        drop(waiting);
        self.notify.notify_one();
    }

    /// Says that a follower left.
    pub fn left(&self) {
        self.notify.notify_one();
    }

    fn is_woken(&self) -> bool {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).woken
    }

    fn take(&self) -> Waiting {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The task of a group.
pub struct Group {
    shared: Arc<Shared>,
    shape: Shape,
    handle: Arc<Handle>,
    joins: mpsc::UnboundedReceiver<Join>,
    /// Away only while it reads.
    query: Option<LiveQuery>,
    refresh_policy: RefreshPolicy,
    members: Vec<Member>,
    read_at: Instant,
}

struct Member {
    batches: mpsc::Sender<Batch>,
    end: End,
}

/// What happened next.
enum Event {
    Join(Join),
    Stir,
    Due,
    Closing,
}

/// What one round read.
struct Read {
    query: LiveQuery,
    reached: Seq,
    sent: Result<Vec<Arc<str>>, RequestError>,
    welcomes: HashMap<Option<Seq>, Result<Vec<Arc<str>>, RequestError>>,
}

impl Group {
    pub fn new(
        shared: Arc<Shared>,
        shape: Shape,
        handle: Arc<Handle>,
        joins: mpsc::UnboundedReceiver<Join>,
        query: LiveQuery,
    ) -> Self {
        let refresh_policy = query.refresh_policy();
        let (members, read_at) = (Vec::new(), moment());
        Self { shared, shape, handle, joins, query: Some(query), refresh_policy, members, read_at }
    }

    /// Serves its followers until the last has left.
    pub async fn run(mut self) {
        let mut ended = self.shared.ended.subscribe();
        loop {
            let due = self.due();
            let event = tokio::select! {
                join = self.joins.recv() => join.map_or(Event::Closing, Event::Join),
                () = self.handle.notify.notified() => Event::Stir,
                () = sleep_until(due) => Event::Due,
                _ = ended.wait_for(|ended| *ended) => Event::Closing,
            };
            let mut joins = Vec::new();
            match event {
                Event::Join(join) => joins.push(join),
                Event::Due => {}
                Event::Stir => {
                    self.members.retain(|member| !member.batches.is_closed());
                    if self.members.is_empty() && self.leave() {
                        return;
                    }
                    continue;
                }
                Event::Closing => return self.end(None),
            }
            while let Ok(join) = self.joins.try_recv() {
                joins.push(join);
            }
            if let Err(error) = self.round(joins).await {
                return self.end(Some(&error));
            }
        }
    }

    /// When to read next, if nobody joins before.
    fn due(&self) -> Option<Instant> {
        let woken = self.handle.is_woken().then(|| self.read_at + self.refresh_policy.rest.unwrap_or(Duration::ZERO));
        let renewal = self.refresh_policy.renewal.map(|renewal| self.read_at + renewal);
        woken.into_iter().chain(renewal).min()
    }

    /// Brings everybody to the present state: those who are here by what changed, those who join by what they need.
    async fn round(&mut self, joins: Vec<Join>) -> Result<(), RequestError> {
        let Some(query) = self.query.take() else { return Err(closed()) };
        let waiting = self.handle.take();
        let Waiting { samples, altered, missed, .. } = waiting;
        let trigger = Trigger { now: (self.shared.clock)(), samples, altered, missed };
        let since: Vec<_> = joins.iter().map(|join| join.since).collect();
        let read = self.shared.store.read(move |snapshot| read(query, snapshot, &trigger, &since)).await;
        self.read_at = moment();
        self.shared.rounds.fetch_add(1, Ordering::Relaxed);
        let outcome = match read {
            Ok(read) => {
                self.query = Some(read.query);
                read.sent.map(|sent| (sent, read.reached, read.welcomes))
            }
            Err(error) => Err(error.into()),
        };
        match outcome {
            Ok((sent, reached, welcomes)) => {
                self.tell(sent, reached);
                for join in joins {
                    self.initial_answers(join, reached, &welcomes);
                }
                Ok(())
            }
            Err(error) => {
                for join in joins {
                    drop(join.answer.send(Err(error.clone())));
                }
                Err(error)
            }
        }
    }

    fn tell(&mut self, sent: Vec<Arc<str>>, reached: Seq) {
        if sent.is_empty() {
            return;
        }
        if daybook_store::fault::is("drop-patch") && reached % 5 == 0 {
            return;
        }
        let batch = Batch { sent: sent.into(), reached };
        self.members.retain(|member| match member.batches.try_send(batch.clone()) {
            Ok(()) => true,
            Err(mpsc::error::TrySendError::Closed(_)) => false,
            Err(mpsc::error::TrySendError::Full(_)) => {
                member.end_with(too_slow());
                false
            }
        });
    }

    fn initial_answers(
        &mut self,
        join: Join,
        reached: Seq,
        welcomes: &HashMap<Option<Seq>, Result<Vec<Arc<str>>, RequestError>>,
    ) {
        let answer = match welcomes.get(&join.since) {
            Some(Ok(first)) => {
                let (batches, receiver) = mpsc::channel(QUEUE);
                let end = End::default();
                self.members.push(Member { batches, end: Arc::clone(&end) });
                let (first, handle) = (first.clone(), Arc::clone(&self.handle));
                Ok(Joined { first, reached, batches: receiver, end, handle })
            }
            Some(Err(error)) => Err(error.clone()),
            None => Err(closed()),
        };
        drop(join.answer.send(answer));
        // Who was refused, or has given up waiting, may have been the only one.
        self.handle.left();
    }

    /// Ends the group unless somebody is about to join.
    fn leave(&mut self) -> bool {
        let mut groups = self.shared.groups();
        if !self.joins.is_empty() {
            return false;
        }
        groups.by_shape.remove(&self.shape);
        true
    }

    /// Ends the group with all that follow it.
    fn end(mut self, error: Option<&RequestError>) {
        {
            let mut groups = self.shared.groups();
            groups.by_shape.remove(&self.shape);
            self.joins.close();
        }
        for member in &self.members {
            if let Some(error) = error {
                member.end_with(error.clone());
            }
        }
        while let Ok(join) = self.joins.try_recv() {
            drop(join.answer.send(Err(error.cloned().unwrap_or_else(closed))));
        }
    }
}

impl Member {
    fn end_with(&self, error: RequestError) {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

/// The work of one round, on a reader's thread.
fn read(
    mut query: LiveQuery,
    snapshot: &mut dyn Snapshot,
    trigger: &Trigger,
    joining: &[Option<Seq>],
) -> daybook_store::error::Result<Read> {
    let reached = snapshot.latest()?;
    let sent = query.advance(snapshot, trigger).map(written);
    let mut welcomes = HashMap::new();
    if sent.is_ok() {
        for since in joining {
            if !welcomes.contains_key(since) {
                welcomes.insert(*since, query.initial_answers(snapshot, *since).map(written));
            }
        }
    }
    Ok(Read { query, reached, sent, welcomes })
}

/// Answers as the text of responses.
pub fn written(sent: Vec<Json>) -> Vec<Arc<str>> {
    sent.into_iter().map(|data| format!("{{\"data\":{data}}}").into()).collect()
}

/// When a group may and must read again is a matter of timers.
#[expect(clippy::disallowed_methods, reason = "timers run by this clock, which tests pause; no answer depends on it")]
fn moment() -> Instant {
    Instant::now()
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

fn too_slow() -> RequestError {
    RequestError::new(Code::Unavailable, "this subscription was not read fast enough and was ended; follow again")
}
