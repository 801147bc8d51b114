//! The embedded backend: one file, a table per record type, one writer beside any number of readers.
//!
//! Statements are made by a small builder of our own (`sql`). A general one such as sea-query was considered: its binding
//! lags behind the driver, and the statements here are shaped by plans (correlated pages, forced join order, indexes that
//! must be met exactly), which a neutral builder would only obscure.

mod aggregate;
mod catalog;
mod cell;
mod convert_columns;
mod entries;
mod evolve;
mod failure;
mod filter;
mod functions;
mod indexes;
mod inspect;
mod json;
mod keyset;
mod layout;
mod line;
mod list;
mod log;
mod memory;
mod migrate;
mod nested;
mod open;
mod private;
mod ranges;
mod reader;
mod repeated;
mod restate;
mod rolled;
mod rollup;
mod rows;
mod select;
mod session;
mod shape;
mod source;
mod spans;
mod sql;
mod summary;
mod system;
mod tables;
mod titled;
mod transaction;
mod undos;
mod writer;

#[cfg(test)]
mod tests;

use std::{
    collections::{HashMap, HashSet},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use daybook_schema::Model;
use rusqlite::{OptionalExtension, TransactionBehavior};

pub use self::inspect::Inspection;
use self::{
    failure::{failure, internal},
    layout::Layout,
    open::{Folder, Purpose},
};
use crate::{
    backend::{Backend, Reader, Step, Writer},
    check,
    error::{Error, ErrorKind, Result},
};

/// SQLite in a folder.
pub struct Sqlite {
    shared: Arc<Shared>,
    /// Removed with the store.
    #[cfg(test)]
    temporary: Option<tempfile::TempDir>,
}

/// How to open it.
#[derive(Clone, Debug, Default)]
pub struct SqliteOptions {
    /// `PRAGMA max_page_count`, for tests of a full store.
    pub max_pages: Option<u32>,
    /// How long one read may take; `None` is for ever.
    pub deadline: Option<Duration>,
}

/// What all connections share.
struct Shared {
    folder: Folder,
    options: SqliteOptions,
    layouts: RwLock<HashMap<String, Arc<Layout>>>,
    /// Fingerprints of models that are not written any more.
    retired: RwLock<HashSet<String>>,
    writing: AtomicBool,
    preparing: Mutex<()>,
    links: memory::LinkMemory,
}

impl Sqlite {
    /// Opens or makes the store in a folder, and locks the folder against other processes.
    pub fn open(folder: &Path, options: &SqliteOptions) -> Result<Self> {
        let folder = Folder::claim(folder)?;
        folder.initialise(options)?;
        Ok(Self::over(folder, options))
    }

    /// The store in a folder that holds one.
    fn over(folder: Folder, options: &SqliteOptions) -> Self {
        let shared = Shared {
            folder,
            options: options.clone(),
            layouts: RwLock::default(),
            retired: RwLock::default(),
            writing: AtomicBool::new(false),
            preparing: Mutex::new(()),
            links: memory::LinkMemory::default(),
        };
        Self {
            shared: Arc::new(shared),
            #[cfg(test)]
            temporary: None,
        }
    }

    /// A store in a folder of its own, removed when the store is.
    #[cfg(test)]
    pub(crate) fn temporary() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sqlite = Self::open(folder.path(), &SqliteOptions::default()).expect("a store");
        sqlite.with_folder(folder)
    }

    /// Removes the folder together with the store.
    #[cfg(test)]
    fn with_folder(mut self, folder: tempfile::TempDir) -> Self {
        self.temporary = Some(folder);
        self
    }

    /// Whether a folder holds a store.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(open::FILE).is_file()
    }

    /// A text among the store's own facts.
    fn fact(&self, name: &str) -> Result<Option<String>> {
        let connection = self.shared.folder.connect(&self.shared.options, Purpose::Read)?;
        let sql = "SELECT value FROM meta WHERE name = ?";
        connection.query_row(sql, [name], |row| row.get(0)).optional().map_err(failure("reading the definitions"))
    }

    /// What SQLite itself finds wrong with its file, and versions that do not follow one another, one sentence each; empty
    /// when nothing is wrong. Reads everything.
    fn damage(&self) -> Result<Vec<String>> {
        let connection = self.shared.folder.connect(&self.shared.options, Purpose::Read)?;
        let check = || -> rusqlite::Result<Vec<String>> {
            let mut statement = connection.prepare("PRAGMA integrity_check(100)")?;
            let findings = statement.query_map([], |row| row.get(0))?;
            let findings = findings.filter(|finding| !matches!(finding, Ok(text) if text == "ok"));
            let mut findings = findings.collect::<rusqlite::Result<Vec<_>>>()?;
            findings.append(&mut ranges::check(&connection)?);
            Ok(findings)
        };
        check().map_err(failure("checking the file"))
    }

    /// What of links and rollups does not agree.
    fn check_records(&self, model: &Arc<Model>) -> Result<Vec<String>> {
        check::all(&mut reader::SqliteReader::patient(Arc::clone(&self.shared))?, model)
    }
}

impl Backend for Sqlite {
    fn prepare(&self, model: &Arc<Model>) -> Result<()> {
        let _alone = self.shared.preparing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut connection = self.shared.folder.connect(&self.shared.options, Purpose::Prepare)?;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failure("preparing the tables"))?;
        let layout = evolve::prepare(&transaction, model)?;
        transaction.commit().map_err(failure("preparing the tables"))?;
        let mut layouts = self.shared.layouts.write().unwrap_or_else(PoisonError::into_inner);
        layouts.insert(model.fingerprint.clone(), layout);
        Ok(())
    }

    fn evolve(&self, step: &Step<'_>) -> Result<()> {
        let _alone = self.shared.preparing.lock().unwrap_or_else(PoisonError::into_inner);
        let from = self.shared.layout(step.from)?;
        let mut connection = self.shared.folder.connect(&self.shared.options, Purpose::Prepare)?;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failure("changing the definitions"))?;
        let layout = evolve::step(&transaction, step, &from)?;
        restate::run(&transaction, step, &layout)?;
        let store = "INSERT OR REPLACE INTO meta (name, value) VALUES ('definitions', ?)";
        transaction.execute(store, [step.definitions]).map_err(failure("storing the definitions"))?;
        // While the transaction holds the lock no write can begin, so that none slips in between.
        self.shared.retire(&step.from.fingerprint, &step.to.fingerprint);
        if let Err(error) = transaction.commit() {
            self.shared.retire(&step.to.fingerprint, &step.from.fingerprint);
            return Err(failure("changing the definitions")(error));
        }
        let mut layouts = self.shared.layouts.write().unwrap_or_else(PoisonError::into_inner);
        layouts.insert(step.to.fingerprint.clone(), layout);
        Ok(())
    }

    fn definitions(&self) -> Result<Option<String>> {
        self.fact("definitions")
    }

    fn files(&self) -> Result<Option<String>> {
        self.fact("files")
    }

    fn remember_files(&self, files: &str) -> Result<()> {
        if self.files()?.as_deref() == Some(files) {
            return Ok(());
        }
        let connection = self.shared.folder.connect(&self.shared.options, Purpose::Prepare)?;
        let sql = "INSERT OR REPLACE INTO meta (name, value) VALUES ('files', ?)";
        connection.execute(sql, [files]).map_err(failure("remembering the definition files")).map(|_| ())
    }

    fn check(&self, model: &Arc<Model>) -> Result<Vec<String>> {
        let mut findings = self.damage()?;
        findings.append(&mut self.check_records(model)?);
        Ok(findings)
    }

    fn names(&self) -> Result<Vec<(String, Vec<String>)>> {
        catalog::names(&self.shared.folder.connect(&self.shared.options, Purpose::Read)?)
    }

    fn reader(&self) -> Result<Box<dyn Reader>> {
        Ok(Box::new(reader::SqliteReader::new(Arc::clone(&self.shared))?))
    }

    fn writer(&self) -> Result<Box<dyn Writer>> {
        if self.shared.writing.swap(true, Ordering::SeqCst) {
            return Err(internal("there is a writer already"));
        }
        let writer = writer::SqliteWriter::new(Arc::clone(&self.shared));
        if writer.is_err() {
            self.shared.writing.store(false, Ordering::SeqCst);
        }
        Ok(Box::new(writer?))
    }

    fn secret(&self, name: &str, make: &dyn Fn() -> [u8; 32]) -> Result<[u8; 32]> {
        let mut connection = self.shared.folder.connect(&self.shared.options, Purpose::Prepare)?;
        let attempt = failure("reading a secret");
        let mut secret = || -> rusqlite::Result<[u8; 32]> {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let name = format!("secret.{name}");
            let stored = transaction.query_row("SELECT value FROM meta WHERE name = ?", [&name], |row| row.get(0));
            if let Some(secret) = stored.optional()? {
                return Ok(secret);
            }
            let secret = make();
            transaction.execute("INSERT INTO meta (name, value) VALUES (?, ?)", (&name, secret))?;
            transaction.commit()?;
            Ok(secret)
        };
        secret().map_err(attempt)
    }
}

impl Shared {
    /// From now on `old` is not written any more, but `new` is.
    fn retire(&self, old: &str, new: &str) {
        let mut retired = self.retired.write().unwrap_or_else(PoisonError::into_inner);
        retired.insert(old.to_owned());
        retired.remove(new);
    }

    /// Refuses to write a model that another has followed.
    fn check_writable(&self, model: &Model) -> Result<()> {
        if self.retired.read().unwrap_or_else(PoisonError::into_inner).contains(&model.fingerprint) {
            return Err(Error::new(ErrorKind::Unavailable, "the definitions have changed; try again"));
        }
        Ok(())
    }

    /// Where a model is stored.
    fn layout(&self, model: &Model) -> Result<Arc<Layout>> {
        let layouts = self.layouts.read().unwrap_or_else(PoisonError::into_inner);
        layouts
            .get(&model.fingerprint)
            .cloned()
            .ok_or_else(|| Error::new(ErrorKind::Internal, format!("the model {} was not prepared", model.fingerprint)))
    }
}
