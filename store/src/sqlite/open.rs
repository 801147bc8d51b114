//! Opening the folder: lock, checks, connections.

use std::{
    fs::{File, TryLockError},
    io::Read as _,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::{SqliteOptions, failure::failure, functions, private};
use crate::error::{Error, ErrorKind, Result};

/// `dabk`: says that a file is a Daybook store.
pub(super) const APPLICATION_ID: i32 = 0x6461_626b;

/// Version of the fixed tables. A store with a greater one was made by a newer Daybook.
pub(super) const USER_VERSION: i32 = 5;

/// Name of the database file.
pub(super) const FILE: &str = "daybook.sqlite";

/// The database file and those that SQLite makes beside it.
const FILES: [&str; 3] = [FILE, "daybook.sqlite-wal", "daybook.sqlite-shm"];

/// Name of the file that the process that has the folder open keeps locked.
pub(super) const LOCK: &str = "daybook.lock";

/// How many pages the write-ahead log takes before they are checkpointed into the file.
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
    /// What may be done with it.
    pub access: Access,
    /// Held until it is dropped.
    pub _lock: Option<File>,
}

/// What may be done with a folder.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Access {
    /// Everything.
    Own,
    /// Nothing in it may change, and nothing does meanwhile.
    Look,
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
    /// Makes the folder when it is missing, locks it, and keeps others from reading the files in it.
    pub fn claim(path: &Path) -> Result<Self> {
        let unusable = |what: &str, error: std::io::Error| {
            let advice = "choose another folder with --data or give this user the right to write there";
            Error::new(ErrorKind::Unusable, format!("the data folder `{}` {what} ({error}); {advice}", path.display()))
                .caused_by(error)
        };
        private::make_folder(path).map_err(|error| unusable("cannot be made", error))?;
        let unwritable = |error| unusable("cannot be written", error);
        let lock = private::open_file(&path.join(LOCK)).map_err(unwritable)?;
        match lock.try_lock() {
            Ok(()) => {
                for file in FILES.map(|name| path.join(name)) {
                    if file.exists() || file.ends_with(FILE) {
                        private::open_file(&file).map_err(unwritable)?;
                    }
                }
                Ok(Self { file: path.join(FILE), access: Access::Own, _lock: Some(lock) })
            }
            Err(TryLockError::WouldBlock) => Err(in_use(path)),
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
        let tables: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
            .map_err(|error| self.unreadable(error))?;
        if tables == 0 && self.versions(&connection)? == (0, 0) {
            return super::tables::create(&connection);
        }
        self.check_version(&connection)
    }

    /// The program that made the file, and the version of its tables.
    fn versions(&self, connection: &Connection) -> Result<(i32, i32)> {
        let number = |name: &str| -> Result<i32> {
            connection.pragma_query_value(None, name, |row| row.get(0)).map_err(|error| self.unreadable(error))
        };
        Ok((number("application_id")?, number("user_version")?))
    }

    /// Checks that the file is a store that this Daybook understands.
    pub fn check_version(&self, connection: &Connection) -> Result<()> {
        let (application, version) = self.versions(connection)?;
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
        let (path, flags) = match self.access {
            Access::Own => (self.file.clone(), OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE),
            Access::Look => (immutable(&self.file), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI),
        };
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|error| self.unreadable(error))?;
        connection.busy_timeout(Duration::from_secs(20)).map_err(|error| self.unreadable(error))?;
        if self.access == Access::Own {
            let durable = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
            connection.execute_batch(durable).map_err(|error| self.unreadable(error))?;
        }
        configure(&connection, options, purpose).map_err(|error| self.unreadable(error))?;
        Ok(connection)
    }

    /// Lets the write-ahead log have from the start the size that it grows to before its pages are checkpointed. A commit
    /// that writes over what is there waits for its own bytes only; one that lengthens the file also for the file system
    /// to take that down. Whoever calls this keeps others from writing.
    pub fn lay_out_log(&self) -> Result<()> {
        let mut path = self.file.clone().into_os_string();
        path.push("-wal");
        let lengthen = || -> std::io::Result<()> {
            let mut log = private::open_file(Path::new(&path))?;
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

/// The address by which SQLite takes a file as it is, without locking it or writing anything beside it.
fn immutable(file: &Path) -> PathBuf {
    let path = file.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{path}?immutable=1").into()
}

/// The error of a folder that another process has open.
pub(super) fn in_use(folder: &Path) -> Error {
    let context = format!(
        "the data folder `{}` is in use by another process; stop that one or choose another folder with --data",
        folder.display()
    );
    Error::new(ErrorKind::Unusable, context)
}

fn configure(connection: &Connection, options: &SqliteOptions, purpose: Purpose) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    functions::register(connection)?;
    // Else a statement is prepared anew whenever a value is bound that its plan might depend on, such as a limit.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Grown only as pages are read, so that an idle server stays small.
    let cache = if purpose == Purpose::Read { -4_000 } else { -8_000 };
    let checkpoint = if purpose == Purpose::Write { LOG_PAGES } else { 0 };
    connection.execute_batch(&format!(
        "PRAGMA wal_autocheckpoint = {checkpoint};
         PRAGMA cache_size = {cache}; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;
         PRAGMA query_only = {};",
        i32::from(purpose == Purpose::Read)
    ))?;
    if let Some(pages) = options.max_pages {
        connection.execute_batch(&format!("PRAGMA max_page_count = {pages}"))?;
    }
    Ok(())
}
