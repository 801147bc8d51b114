//! `daybook check`: whether a store is sound.

use std::sync::Arc;

use daybook_graphql::app::App;
use serde::{Deserialize, Serialize};

use super::{Exit, Failure, Output};

/// Looks whether what is stored is sound, and changes nothing.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Check {
    /// Whether to answer JSON, for programs.
    pub json: bool,
}

impl Check {
    /// Checks the store of a running server, while that goes on.
    pub(super) async fn run(self, app: &Arc<App>, output: &Output) -> Result<Exit, Failure> {
        let served = app.served();
        let check = move || served.store.backend().check(served.store.model());
        let findings = tokio::task::spawn_blocking(check).await.map_err(|error| Failure::broken(&error))??;
        let report = Report { sound: findings.is_empty(), findings };
        output.line(report.text(self.json)).await;
        Ok(report.exit())
    }
}

/// What a check found.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// What is wrong, one sentence each.
    pub findings: Vec<String>,
}

impl Report {
    /// The report for people, or as one line of JSON.
    pub fn text(&self, json: bool) -> String {
        if json {
            // Texts can always be written.
            serde_json::to_string(self).unwrap_or_default()
        } else if self.sound {
            "store: sound".to_owned()
        } else {
            format!("store: damaged\n{}", self.findings.join("\n"))
        }
    }

    /// How the command ends.
    pub fn exit(&self) -> Exit {
        if self.sound { Exit::Done } else { Exit::Failed }
    }
}
