//! How commands end.

use serde::{Deserialize, Serialize};

/// How a command ended; its number is the exit code of the process.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Exit {
    /// Done.
    Done,
    /// It could not be done, or something is wrong.
    Failed,
    /// Refused before anything was done.
    Refused,
    /// Done, but some rows were rejected.
    SomeRejected,
}

const EXITS: [Exit; 4] = [Exit::Done, Exit::Failed, Exit::Refused, Exit::SomeRejected];

impl From<Exit> for u8 {
    fn from(exit: Exit) -> Self {
        EXITS.iter().zip(0..).find(|(known, _)| **known == exit).map_or(1, |(_, code)| code)
    }
}

impl TryFrom<u8> for Exit {
    type Error = String;

    fn try_from(code: u8) -> Result<Self, String> {
        EXITS.get(usize::from(code)).copied().ok_or_else(|| format!("{code} is no exit code"))
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(u8::from(exit))
    }
}

/// Why a command ended without success; says everything that a person needs to know.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct Failure {
    text: String,
    /// The exit code.
    pub exit: Exit,
}

impl Failure {
    /// It could not be done, or something is wrong.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), exit: Exit::Failed }
    }

    /// Refused before anything was done.
    pub fn refused(text: impl Into<String>) -> Self {
        Self { text: text.into(), exit: Exit::Refused }
    }

    /// A mistake of ours, whose details are in the log.
    pub(super) fn broken(error: &tokio::task::JoinError) -> Self {
        tracing::error!(%error, "a command broke");
        Self::new("something went wrong on our side; the log says more")
    }
}

impl From<crate::config::ConfigError> for Failure {
    fn from(error: crate::config::ConfigError) -> Self {
        Self::new(format!("the settings cannot be used\n{error}"))
    }
}

impl From<crate::definitions::ReadError> for Failure {
    fn from(error: crate::definitions::ReadError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<crate::compose::StartError> for Failure {
    fn from(error: crate::compose::StartError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<daybook_store::Error> for Failure {
    fn from(error: daybook_store::Error) -> Self {
        Self::new(error.to_string())
    }
}
