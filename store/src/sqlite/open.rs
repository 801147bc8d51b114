//! Opening the folder: lock, checks, connections.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::Read as _,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::{SqliteOptions, failure::failure, functions};
use crate::error::{Error, ErrorKind, Result};

/// `dabk`: says that a file is a Daybook store.
pub(super) const APPLICATION_ID: i32 = 0x6461_626b;

/// Version of the fixed tables. A store with a greater one was made by a newer Daybook.
pub(super) const USER_VERSION: i32 = 3;

/// Name of the database file.
pub(super) const FILE: &str = "daybook.sqlite";

/// How many pages the write-ahead log takes before they are carried over into the file.
const LOG_PAGES: u64 = 1_000;

/// How long it is then: a header, and one for each page of 4 KiB.
pub(super) const LOG_BYTES: u64 = 32 + LOG_PAGES * (24 + 4_096);

/// The oldest SQLite whose write-ahead log is sound with several connections.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Statements kept prepared per connection: above the number of plans of a busy installation.
const CACHED_STATEMENTS: usize = 512;

/// A folder that is ours alone.
#[derive(Debug)]
pub(super) struct Folder {
    /// The database file.
    pub file: PathBuf,
    /// Held until it is dropped.
    _lock: File,
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Purpose {
    /// Only reads.
    Read,
    /// Writes, and is the only one that checkpoints.
    Write,
    /// Changes tables.
    Prepare,
}

impl Folder {
    /// Makes the folder when it is missing, and locks it.
    pub fn claim(path: &Path) -> Result<Self> {
        let unusable = |what: &str, error: std::io::Error| {
            let advice = "choose another folder with --data or give this user the right to write there";
            Error::new(ErrorKind::Unusable, format!("the data folder `{}` {what} ({error}); {advice}", path.display()))
                .caused_by(error)
        };
        std::fs::create_dir_all(path).map_err(|error| unusable("cannot be made", error))?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join("daybook.lock"))
            .map_err(|error| unusable("cannot be written", error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { file: path.join(FILE), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::new(
                ErrorKind::Unusable,
                format!(
                    "the data folder `{}` is in use by another process; stop that one or choose another folder with --data",
                    path.display()
                ),
            )),
            Err(TryLockError::Error(error)) => Err(unusable("cannot be locked", error)),
        }
    }

    /// Checks that the file is a store this Daybook understands, and makes it one when it is new.
    pub fn initialise(&self, options: &SqliteOptions) -> Result<()> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            let version = rusqlite::version();
            let context = format!("SQLite {version} is too old: its write-ahead log can be damaged; 3.51.3 is needed");
            return Err(Error::new(ErrorKind::Unusable, context));
        }
        let connection = self.connect(options, Purpose::Prepare)?;
        let number = |name: &str| -> Result<i32> {
            connection.pragma_query_value(None, name, |row| row.get(0)).map_err(|error| self.unreadable(error))
        };
        let (application, version) = (number("application_id")?, number("user_version")?);
        let tables: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
            .map_err(|error| self.unreadable(error))?;
        if application == 0 && version == 0 && tables == 0 {
            return super::tables::create(&connection);
        }
        let refuse =
            |reason: String| Err(Error::new(ErrorKind::Unusable, format!("`{}` {reason}", self.file.display())));
        if application != APPLICATION_ID {
            return refuse("is a database of another program; choose another folder with --data".to_owned());
        }
        if version > USER_VERSION {
            return refuse(format!(
                "was made by a newer Daybook (store version {version}, this one knows {USER_VERSION}); start that one, or \
                 choose another folder with --data"
            ));
        }
        Ok(())
    }

    /// A new connection.
    pub fn connect(&self, options: &SqliteOptions, purpose: Purpose) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.file, flags).map_err(|error| self.unreadable(error))?;
        configure(&connection, options, purpose).map_err(|error| self.unreadable(error))?;
        Ok(connection)
    }

    /// Lets the write-ahead log have from the start the size that it grows to before its pages are carried over. A commit
    /// that writes over what is there waits for its own bytes only; one that lengthens the file also for the file system
    /// to take that down. Whoever calls this keeps others from writing.
    pub fn lay_out_log(&self) -> Result<()> {
        let mut path = self.file.clone().into_os_string();
        path.push("-wal");
        let lengthen = || -> std::io::Result<()> {
            let mut log = OpenOptions::new().append(true).create(true).open(&path)?;
            let missing = LOG_BYTES.saturating_sub(log.metadata()?.len());
            // What stands behind the last commit is never read, but for its checksum, which zeros do not have.
            std::io::copy(&mut std::io::repeat(0).take(missing), &mut log)?;
            if missing > 0 { log.sync_all() } else { Ok(()) }
        };
        lengthen().map_err(|error| {
            Error::new(ErrorKind::Unavailable, format!("laying out the write-ahead log: {error}")).caused_by(error)
        })
    }

    fn unreadable(&self, error: rusqlite::Error) -> Error {
        let mut failure = failure(&format!("opening `{}`", self.file.display()))(error);
        if failure.kind == ErrorKind::Unusable || failure.kind == ErrorKind::Internal {
            failure.kind = ErrorKind::Unusable;
            failure.context.push_str("; restore a backup, or choose another folder with --data");
        }
        failure
    }
}

fn configure(connection: &Connection, options: &SqliteOptions, purpose: Purpose) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(20))?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    functions::register(connection)?;
    // Else a statement is prepared anew whenever a value is bound that its plan might depend on, such as a limit.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Grown only as pages are read, so that an idle server stays small.
    let cache = if purpose == Purpose::Read { -4_000 } else { -8_000 };
    let checkpoint = if purpose == Purpose::Write { LOG_PAGES } else { 0 };
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = {checkpoint};
         PRAGMA cache_size = {cache}; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;
         PRAGMA query_only = {};",
        i32::from(purpose == Purpose::Read)
    ))?;
    if let Some(pages) = options.max_pages {
        connection.execute_batch(&format!("PRAGMA max_page_count = {pages}"))?;
    }
    Ok(())
}
