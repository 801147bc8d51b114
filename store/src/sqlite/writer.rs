//! Writes: one connection, savepoints inside one transaction.

use std::sync::{Arc, atomic::Ordering};

use daybook_schema::Model;
use rusqlite::Connection;

use super::{Shared, failure::failure, open::Purpose, session::Session};
use crate::{
    backend::{Transaction, Writer},
    error::{Error, ErrorKind, Result},
};

pub(super) struct SqliteWriter {
    shared: Arc<Shared>,
    connection: Connection,
    /// Something failed such that the connection is opened anew before the next transaction.
    broken: bool,
    /// Something of this transaction is to be kept.
    kept: bool,
    /// Why the transaction is gone, when the database gave it up by itself.
    lost: Option<ErrorKind>,
}

impl SqliteWriter {
    pub fn new(shared: Arc<Shared>) -> Result<Self> {
        let connection = shared.folder.connect(&shared.options, Purpose::Write)?;
        Ok(Self { shared, connection, broken: false, kept: false, lost: None })
    }

    fn run(&self, sql: &str, attempted: &str) -> Result<()> {
        let run = self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        run.map(|_| ()).map_err(failure(attempted))
    }

    fn check(&self) -> Result<()> {
        match self.lost {
            None => Ok(()),
            Some(kind) => Err(Error::new(kind, "the transaction was undone by an earlier failure; try again")),
        }
    }
}

impl Writer for SqliteWriter {
    fn warm_up(&mut self) {
        // During a transaction of ours no other connection writes to the log.
        let laid = self.begin().and_then(|()| self.shared.folder.lay_out_log()).and(self.rollback());
        if let Err(error) = laid {
            tracing::warn!(error = &error as &dyn std::error::Error, "the write-ahead log could not be laid out");
        }
    }

    fn begin(&mut self) -> Result<()> {
        if self.broken {
            self.connection = self.shared.folder.connect(&self.shared.options, Purpose::Write)?;
            self.broken = false;
        }
        (self.lost, self.kept) = (None, false);
        if !self.connection.is_autocommit() {
            self.rollback()?;
        }
        self.run("BEGIN IMMEDIATE", "starting a transaction")
    }

    fn attempt(
        &mut self,
        model: &Arc<Model>,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<bool>,
    ) -> Result<()> {
        self.check()?;
        self.shared.check_writable(model)?;
        let layout = self.shared.layout(model)?;
        // A savepoint copies every page that changes: as long as there is nothing to go back to, there is none.
        let alone = !self.kept;
        if !alone {
            self.run("SAVEPOINT attempt", "starting a write")?;
        }
        let mut session = Session::new(&self.connection, Arc::clone(model), layout);
        let outcome = work(&mut session).and_then(|keep| {
            if keep {
                session.settle()?;
            }
            Ok(keep)
        });
        if self.connection.is_autocommit() {
            let kind = match &outcome {
                Err(Error { kind: ErrorKind::Full, .. }) => ErrorKind::Full,
                _ => ErrorKind::Unavailable,
            };
            self.lost = Some(kind);
            return outcome.and(self.check());
        }
        match outcome {
            Ok(true) => {
                self.kept = true;
                if alone { Ok(()) } else { self.run("RELEASE attempt", "finishing a write") }
            }
            Ok(false) => self.undo(alone),
            Err(error) => self.undo(alone).and(Err(error)),
        }
    }

    fn commit(&mut self) -> Result<()> {
        let outcome = self.check().and_then(|()| self.run("COMMIT", "committing"));
        if let Err(mut error) = outcome {
            self.broken = true;
            self.rollback()?;
            if error.kind != ErrorKind::Full {
                error.kind = ErrorKind::Unavailable;
            }
            return Err(error);
        }
        Ok(())
    }

    fn rollback(&mut self) -> Result<()> {
        if self.connection.is_autocommit() { Ok(()) } else { self.run("ROLLBACK", "undoing a transaction") }
    }
}

impl SqliteWriter {
    /// Lets the next commit fail in the database itself.
    #[cfg(test)]
    pub fn fail_next_commit(&mut self) {
        self.connection.commit_hook(Some(|| true)).expect("a hook is taken");
    }

    fn undo(&mut self, alone: bool) -> Result<()> {
        if alone {
            self.run("ROLLBACK", "undoing a write")?;
            let begun = self.run("BEGIN IMMEDIATE", "starting a transaction");
            self.lost = begun.is_err().then_some(ErrorKind::Unavailable);
            return begun;
        }
        self.run("ROLLBACK TO attempt", "undoing a write")?;
        self.run("RELEASE attempt", "undoing a write")
    }
}

impl Drop for SqliteWriter {
    fn drop(&mut self) {
        self.shared.writing.store(false, Ordering::SeqCst);
    }
}
