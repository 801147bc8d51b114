//! Reads: one connection, one transaction per snapshot.

use std::{sync::Arc, time::Duration};

use daybook_schema::Model;
use rusqlite::Connection;

use super::{Shared, failure::failure, open::Purpose, session::Session};
use crate::{
    backend::{Reader, Snapshot},
    error::Result,
};

/// Steps of the machine between two looks at the clock: well below a millisecond.
const STEPS_PER_LOOK: i32 = 5_000;

pub(super) struct SqliteReader {
    shared: Arc<Shared>,
    connection: Connection,
    /// How long one read may take; `None` is for ever.
    deadline: Option<Duration>,
}

impl SqliteReader {
    pub fn new(shared: Arc<Shared>) -> Result<Self> {
        let deadline = shared.options.deadline;
        Ok(Self { deadline, ..Self::patient(shared)? })
    }

    /// A reader that may take as long as it needs.
    pub fn patient(shared: Arc<Shared>) -> Result<Self> {
        let connection = shared.folder.connect(&shared.options, Purpose::Read)?;
        Ok(Self { shared, connection, deadline: None })
    }

    fn start_clock(&mut self) -> Result<()> {
        let Some(deadline) = self.deadline else { return Ok(()) };
        #[expect(clippy::disallowed_methods, reason = "only the time passed counts, and no answer shows it")]
        let start = std::time::Instant::now();
        let handler = move || start.elapsed() > deadline;
        self.connection.progress_handler(STEPS_PER_LOOK, Some(handler)).map_err(failure("starting a read"))
    }
}

impl Reader for SqliteReader {
    fn read(&mut self, model: &Arc<Model>, work: &mut dyn FnMut(&mut dyn Snapshot) -> Result<()>) -> Result<()> {
        let layout = self.shared.layout(model)?;
        self.start_clock()?;
        let run = |sql: &str| self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        if !self.connection.is_autocommit() {
            run("ROLLBACK").map_err(failure("ending an earlier read"))?;
        }
        if !crate::fault::is("torn-reads") {
            run("BEGIN").map_err(failure("starting a read"))?;
        }
        let mut session = Session::new(&self.connection, Arc::clone(model), layout);
        session.links = Some(&self.shared.links);
        let outcome = work(&mut session);
        // The end of a read can only fail when the read did: then its own error says more.
        let ended = if self.connection.is_autocommit() { Ok(0) } else { run("ROLLBACK") };
        outcome.and(ended.map(|_| ()).map_err(failure("ending a read")))
    }
}
