//! Reading a store that no process has open, such that nothing in its folder changes.
//!
//! SQLite reads the file in place, without locks and helpers of its own. That shows what was checkpointed into the file;
//! when the write-ahead log holds more (the server was killed), or when this Daybook would first bring the tables up to
//! date, a copy in a temporary folder is looked at instead.

use std::{
    fs::{self, File, TryLockError},
    io::Read as _,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError},
};

use daybook_schema::Model;
use rusqlite::{Connection, ErrorCode};
use tempfile::TempDir;

use super::{
    Sqlite, SqliteOptions, evolve,
    failure::failure,
    open::{self, Access, Folder, Purpose},
};
use crate::{
    backend::Backend,
    error::{Error, ErrorKind, Result},
};

/// How a write-ahead log begins that holds anything: the magic number, but for its last bit.
const LOG_MAGIC: [u8; 4] = [0x37, 0x7f, 0x06, 0x82];

/// Tables that follow the definitions when they are prepared.
const CATALOGS: [&str; 2] = ["type_catalog", "field_catalog"];

/// A store that is looked at. While it is, no server can open it.
pub struct Inspection {
    store: Sqlite,
    folder: PathBuf,
    lock: Option<File>,
    /// Removed with this.
    copy: Option<TempDir>,
}

impl Inspection {
    /// Opens the store in a folder.
    pub fn open(folder: &Path) -> Result<Self> {
        let lock = lock(folder)?;
        let mut inspection = Self { store: in_place(folder), folder: folder.to_owned(), lock, copy: None };
        let readable_in_place = folder.to_str().is_some() && !log_holds_more(folder)?;
        if readable_in_place {
            inspection.store.shared.folder.check_version(&inspection.connect()?)?;
        } else {
            inspection.copy()?;
        }
        Ok(inspection)
    }

    /// Whether an error says that the file itself is damaged.
    pub fn is_damage(error: &Error) -> bool {
        matches!(sqlite_code(error), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
    }

    /// The definitions that were made while the server ran.
    pub fn definitions(&self) -> Result<Option<String>> {
        self.store.definitions()
    }

    /// The definition files that the store was last opened with.
    pub fn files(&self) -> Result<Option<String>> {
        self.store.files()
    }

    /// The names of the types that are stored, each with those of its fields.
    pub fn names(&self) -> Result<Vec<(String, Vec<String>)>> {
        self.store.names()
    }

    /// What is wrong with what is stored, one sentence each; empty when nothing is.
    pub fn check(&mut self, model: &Arc<Model>) -> Result<Vec<String>> {
        let mut findings = self.store.damage()?;
        match self.prepare(model).and_then(|()| self.store.check_records(model)) {
            Ok(mut more) => findings.append(&mut more),
            Err(error) if findings.is_empty() => return Err(error),
            // What is damaged stands in the way of all the rest.
            Err(error) => findings.push(error.to_string()),
        }
        Ok(findings)
    }

    /// Finds out where the model is stored.
    fn prepare(&mut self, model: &Arc<Model>) -> Result<()> {
        if self.copy.is_none() {
            match self.prepare_in_place(model) {
                Err(error) if needs_writing(&error) => self.copy()?,
                outcome => return outcome,
            }
        }
        self.store.prepare(model)
    }

    #[cfg(test)]
    pub(super) fn is_copy(&self) -> bool {
        self.copy.is_some()
    }

    fn connect(&self) -> Result<Connection> {
        self.store.shared.folder.connect(&self.store.shared.options, Purpose::Prepare)
    }

    /// The catalogs that are written on the way are copies in memory; everything else that would have to be written fails.
    fn prepare_in_place(&self, model: &Arc<Model>) -> Result<()> {
        let connection = self.connect()?;
        shadow_catalogs(&connection).map_err(failure("reading the catalogs"))?;
        let layout = evolve::prepare(&connection, model)?;
        let mut layouts = self.store.shared.layouts.write().unwrap_or_else(PoisonError::into_inner);
        layouts.insert(model.fingerprint.clone(), layout);
        Ok(())
    }

    /// Goes over to a copy.
    fn copy(&mut self) -> Result<()> {
        let copied = || -> std::io::Result<TempDir> {
            let copy = tempfile::tempdir()?;
            for name in [open::FILE.to_owned(), format!("{}-wal", open::FILE)] {
                let from = self.folder.join(&name);
                if from.exists() {
                    fs::copy(from, copy.path().join(name))?;
                }
            }
            Ok(copy)
        };
        let copy = copied().map_err(|error| {
            let context = format!(
                "the store in `{}` cannot be copied to `{}` to be checked there ({error}); free some space, or name \
                 another folder with TMPDIR",
                self.folder.display(),
                std::env::temp_dir().display()
            );
            Error::new(ErrorKind::Unusable, context).caused_by(error)
        })?;
        self.store = Sqlite::open(copy.path(), &SqliteOptions::default())?;
        self.copy = Some(copy);
        Ok(())
    }
}

impl Drop for Inspection {
    fn drop(&mut self) {
        if let Some(lock) = &self.lock {
            // It ends with the file anyway.
            drop(lock.unlock());
        }
    }
}

fn in_place(folder: &Path) -> Sqlite {
    let folder = Folder { file: folder.join(open::FILE), access: Access::Look, _lock: None };
    Sqlite::over(folder, &SqliteOptions::default())
}

/// Keeps servers away. A folder without a lock, such as a copy, was never opened.
fn lock(folder: &Path) -> Result<Option<File>> {
    let Ok(lock) = File::open(folder.join(open::LOCK)) else { return Ok(None) };
    match lock.try_lock_shared() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Err(open::in_use(folder)),
        // A file system without locks.
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Whether the write-ahead log holds anything. After a clean stop there is none.
fn log_holds_more(folder: &Path) -> Result<bool> {
    let path = folder.join(format!("{}-wal", open::FILE));
    let mut start = [0; 4];
    match File::open(&path).and_then(|mut log| log.read_exact(&mut start)) {
        Ok(()) => {
            start[3] &= !1;
            Ok(start == LOG_MAGIC)
        }
        Err(error) if [std::io::ErrorKind::NotFound, std::io::ErrorKind::UnexpectedEof].contains(&error.kind()) => {
            Ok(false)
        }
        Err(error) => {
            let context = format!("`{}` cannot be read: {error}", path.display());
            Err(Error::new(ErrorKind::Unusable, context).caused_by(error))
        }
    }
}

fn shadow_catalogs(connection: &Connection) -> rusqlite::Result<()> {
    for catalog in CATALOGS {
        let sql = "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?";
        let sql: String = connection.query_row(sql, [catalog], |row| row.get(0))?;
        let temporary = sql.replacen("CREATE TABLE", "CREATE TEMP TABLE", 1);
        connection.execute_batch(&format!("{temporary}; INSERT INTO temp.{catalog} SELECT * FROM main.{catalog}"))?;
    }
    Ok(())
}

fn needs_writing(error: &Error) -> bool {
    sqlite_code(error) == Some(ErrorCode::ReadOnly)
}

fn sqlite_code(error: &Error) -> Option<ErrorCode> {
    error.source.as_ref()?.downcast_ref::<rusqlite::Error>()?.sqlite_error_code()
}
