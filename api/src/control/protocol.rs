//! The lines on the socket.

use serde::{Deserialize, Serialize};

use super::{Command, Exit};

/// What the command line sends, one line.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct CommandRequest {
    /// Of the command line's Daybook.
    pub version: String,
    /// What to do.
    #[serde(flatten)]
    pub command: Command,
}

/// The version of a [`CommandRequest`] whose command is not known here.
#[derive(Debug, Deserialize)]
pub(super) struct CommandVersion {
    pub version: String,
}

/// A line of the answer.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum OutputLine {
    /// For standard output, as it is.
    Out(String),
    /// For standard error, as it is.
    Err(String),
    /// The end.
    Exit(Exit),
}

impl OutputLine {
    /// As a line of JSON.
    pub fn line(&self) -> String {
        // Texts and numbers can always be written.
        serde_json::to_string(self).map(|line| line + "\n").unwrap_or_default()
    }
}
