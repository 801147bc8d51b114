//! Configuration: flags over environment over file over defaults.
//!
//! Each setting has one name everywhere: `ingest_body` in the section `limits` of the file is `--ingest-body` on the
//! command line and `DAYBOOK_LIMITS__INGEST_BODY` in the environment.

mod listen;
mod report;
mod samples;
mod source;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use listen::{Listen, ListenError};
pub use report::report;
pub use samples::Samples;
pub use source::{ConfigError, Sources};

/// All settings.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on. While there is no sign-in, only this machine's own.
    pub listen: Listen,
    /// Folder of the store; made when it does not exist.
    pub data: PathBuf,
    /// Folders with definitions of an installation's own.
    #[serde(deserialize_with = "source::one_or_many")]
    pub types: Vec<PathBuf>,
    /// Whether the record types that come with Daybook are there.
    pub built_in: bool,
    /// What is logged and how.
    pub log: Log,
    /// How much is let in.
    pub limits: Limits,
    /// How the store works.
    pub store: StoreSettings,
    /// What is done in the background.
    pub maintenance: Maintenance,
    /// Which samples of series are plausible.
    pub samples: Samples,
}

/// What is logged and how.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// How a line is written.
    pub format: LogFormat,
    /// Which lines: a level, or a filter such as `info,daybook=debug`.
    pub level: String,
}

/// How a log line is written.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Text on a terminal, else JSON.
    Auto,
    /// One JSON object a line, for programs.
    Json,
    /// Lines for people.
    Text,
}

/// How much is let in.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Largest body of a request, in bytes.
    pub body: usize,
    /// Largest body of `/ingest`, in bytes.
    pub ingest_body: usize,
    /// Most operations in one GraphQL batch.
    pub batch: usize,
}

/// How the store works.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSettings {
    /// Threads that read.
    pub readers: usize,
    /// Most writes in one commit.
    pub group: usize,
    /// Most pages of 4 KiB that the store may grow to; a write that needs more is answered with `STORAGE_FULL`.
    pub max_pages: u32,
}

/// What is done in the background.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Maintenance {
    /// Seconds from one round to the next.
    pub interval: u32,
    /// Days for which an entry in the trash can be restored; then it is purged. 0 keeps it for ever.
    pub trash_days: u32,
    /// Days for which changes and superseded versions are kept; 0 keeps them for ever.
    pub history_days: u32,
}

/// As many pages as SQLite can count.
const ALL_PAGES: u32 = 4_294_967_294;

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: Listen::default(),
            data: PathBuf::from("data"),
            types: Vec::new(),
            built_in: true,
            log: Log { format: LogFormat::Auto, level: "info".to_owned() },
            limits: Limits::default(),
            store: StoreSettings { readers: 2, group: 64, max_pages: ALL_PAGES },
            maintenance: Maintenance { interval: 600, trash_days: 30, history_days: 0 },
            samples: Samples::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 1 << 20, ingest_body: 8 << 20, batch: 10 }
    }
}

impl Config {
    /// Checks what the types of the settings cannot say; messages name the setting.
    pub fn check(&self) -> Result<(), ConfigError> {
        let at_least_one = [
            ("limits.body", self.limits.body),
            ("limits.ingest_body", self.limits.ingest_body),
            ("limits.batch", self.limits.batch),
            ("store.readers", self.store.readers),
            ("store.group", self.store.group),
            ("store.max_pages", self.store.max_pages as usize),
            ("maintenance.interval", self.maintenance.interval as usize),
        ];
        for (key, value) in at_least_one {
            if value == 0 {
                return Err(ConfigError::Invalid(format!("`{key}` is 0; it must be at least 1")));
            }
        }
        let Maintenance { trash_days, history_days, .. } = self.maintenance;
        if history_days > 0 && history_days < trash_days {
            return Err(ConfigError::Invalid(format!(
                "`maintenance.history_days` is {history_days}; it must be 0 (for ever) or at least \
                 `maintenance.trash_days` ({trash_days}), so that what is in the trash can be restored whole"
            )));
        }
        self.samples.times()?;
        if let Err(error) = self.log.level.parse::<tracing_subscriber::EnvFilter>() {
            return Err(ConfigError::Invalid(format!(
                "`log.level` is `{}`: {error}; use error, warn, info, debug, trace, or a filter such as \
                 `info,daybook=debug`",
                self.log.level
            )));
        }
        Ok(())
    }
}
