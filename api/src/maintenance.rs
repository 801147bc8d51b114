//! Background work: goes through the jobs of the store again and again while the server runs.

use std::{sync::Arc, time::Duration};

use daybook_store::{
    Error,
    maintenance::{self, Job},
};
use tokio::{sync::watch, task::JoinHandle};

use daybook_graphql::{app::App, titles::refresh_titles};

/// How soon a job that failed is tried again, when that is before its next turn.
const RETRY: Duration = Duration::from_mins(1);

/// Between two portions, so that others come to write even when there is much to do.
const PAUSE: Duration = Duration::from_millis(20);

/// The background work of a running server.
#[derive(Debug)]
pub struct Maintenance {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Maintenance {
    /// Goes through all jobs now and then once in every `interval`.
    pub fn start(app: Arc<App>, jobs: Vec<Box<dyn Job>>, interval: Duration) -> Self {
        let (stop, stopping) = watch::channel(false);
        let task = tokio::spawn(repeat(app, jobs, interval, stopping));
        Self { stop, task }
    }

    /// Lets the running portion finish and begins no other.
    pub async fn stop(self) {
        // The task may have ended by itself; then there is no receiver.
        let _ = self.stop.send(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the background work ended before it was told to");
        }
    }
}

async fn repeat(app: Arc<App>, jobs: Vec<Box<dyn Job>>, interval: Duration, mut stopping: watch::Receiver<bool>) {
    loop {
        let mut failed = false;
        for job in &jobs {
            match go_through(&app, &**job, &stopping).await {
                Ok(0) => {}
                Ok(changed) => tracing::info!(job = job.name(), changed, "background work"),
                Err(error) => {
                    failed = true;
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, job = job.name(), "background work failed and will be tried again");
                }
            }
        }
        let rest = if failed { interval.min(RETRY) } else { interval };
        // An error says that what could stop this is gone.
        if tokio::time::timeout(rest, stopping.wait_for(|stop| *stop)).await.is_ok() {
            return;
        }
    }
}

/// Goes through what is stored once, and answers how many things were changed.
async fn go_through(app: &App, job: &dyn Job, stopping: &watch::Receiver<bool>) -> Result<usize, Error> {
    let mut run = job.run();
    let mut changed = 0;
    while !*stopping.borrow() {
        // Definitions may have changed between two portions.
        let writing = app.writing().await;
        let store = app.served().store.clone();
        let (next, portion) = maintenance::portion(&store, run, (app.clock)(), Arc::clone(&app.ids)).await?;
        drop(writing);
        changed += portion.changed;
        for entry in portion.stale_titles {
            refresh_titles(app, entry).await;
        }
        if !portion.more {
            break;
        }
        run = next;
        tokio::time::sleep(PAUSE).await;
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use daybook_store::{
        ErrorKind,
        backend::Transaction,
        error::Result,
        maintenance::{EmptyTrash, Portion, Run, Tools},
    };

    use super::*;
    use crate::testing::Server;

    /// Fails in every run but the third, and counts them.
    struct Flaky(Arc<AtomicUsize>);

    impl Job for Flaky {
        fn name(&self) -> &'static str {
            "flaky"
        }

        fn run(&self) -> Box<dyn Run> {
            Box::new(Flaky(Arc::clone(&self.0)))
        }
    }

    impl Run for Flaky {
        fn portion(&mut self, _: &mut dyn Transaction, _: &Tools<'_>) -> Result<Portion> {
            match self.0.fetch_add(1, Ordering::SeqCst) {
                0 => Err(Error::new(ErrorKind::Unavailable, "not now")),
                1 => panic!("a job has a mistake"),
                _ => Ok(Portion { more: true, ..Portion::default() }),
            }
        }
    }

    async fn until(holds: impl AsyncFn() -> bool) {
        for _ in 0..500 {
            if holds().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it did not come to pass in 5 s");
    }

    #[tokio::test]
    async fn a_job_that_fails_or_panics_is_tried_again_and_stops_in_the_middle_when_told() {
        let server = Server::garden();
        let runs = Arc::new(AtomicUsize::new(0));
        let jobs: Vec<Box<dyn Job>> = vec![Box::new(Flaky(Arc::clone(&runs)))];
        let maintenance = Maintenance::start(Arc::clone(&server.app), jobs, Duration::from_millis(5));
        until(async || runs.load(Ordering::SeqCst) > 4).await;
        maintenance.stop().await;
        let after = runs.load(Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(60)).await;
        assert_eq!(runs.load(Ordering::SeqCst), after);
    }

    #[tokio::test]
    async fn what_was_thrown_away_is_gone_after_its_days_and_stays_until_then() {
        let server = Server::garden();
        let made = server.data(r#"mutation { bedCreate(input: {name: "North"}) { entry { id } } }"#).await;
        let id = made["bedCreate"]["entry"]["id"].as_str().unwrap().to_owned();
        server.data(&format!(r#"mutation {{ bedDelete(id: "{id}") {{ entry {{ id }} }} }}"#)).await;
        let count = async || {
            server.data("{ beds(where: {trashed: INCLUDE}) { totalCount } }").await["beds"]["totalCount"].clone()
        };
        let keeps = |days| -> Vec<Box<dyn Job>> { vec![Box::new(EmptyTrash { days })] };
        let start = |days| Maintenance::start(Arc::clone(&server.app), keeps(days), Duration::from_millis(5));
        let patient = start(1);
        tokio::time::sleep(Duration::from_millis(50)).await;
        patient.stop().await;
        assert_eq!(count().await, 1);
        let hasty = start(0);
        until(async || count().await == 0).await;
        hasty.stop().await;
    }
}
