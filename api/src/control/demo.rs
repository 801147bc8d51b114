//! `daybook demo`: a household to look around in.

use std::sync::Arc;

use daybook_graphql::{
    app::App,
    demo::{self, Clearing, Done},
};
use daybook_store::record::Origin;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Exit, Failure, Output};

/// Loads or clears the demo.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Demo {
    /// What to do.
    pub action: Action,
    /// Whether to answer JSON, for programs.
    pub json: bool,
}

/// What to do.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Loads it, or what is missing of it.
    Load {
        /// By whose clocks the household lives, an IANA name.
        tz: String,
    },
    /// Takes it away.
    Clear {
        /// With what cannot be without it.
        force: bool,
    },
}

impl Demo {
    /// Does it in an open store, while others go on.
    pub(super) async fn run(self, app: &Arc<App>, output: &Output) -> Result<Exit, Failure> {
        let _writing = app.writing().await;
        let done = match &self.action {
            Action::Load { tz } => {
                let zone = TimeZone::get(tz).map_err(|_| {
                    Failure::refused(format!("`{tz}` is no time zone; give an IANA name such as `Europe/Paris`"))
                })?;
                demo::load(app, zone, Origin::System).await?
            }
            Action::Clear { force } => {
                let clearing = Clearing { force: *force, dry_run: false };
                demo::clear(app, clearing, Origin::System).await?
            }
        };
        refusal(&done)?;
        output.line(self.text(&done)).await;
        Ok(Exit::Done)
    }

    fn text(&self, done: &Done) -> String {
        let Done { entries, samples, .. } = done;
        match (self.json, &self.action) {
            (true, _) => json!({ "created": entries, "samples": samples }).to_string(),
            (false, Action::Load { .. }) => format!("demo: {entries} entries and {samples} readings loaded"),
            (false, Action::Clear { .. }) => format!("demo: {entries} entries and {samples} readings removed"),
        }
    }
}

/// Why the demo was not loaded or cleared; a part that was written before stays and is completed by the next attempt.
fn refusal(done: &Done) -> Result<(), Failure> {
    if done.errors.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> =
        done.errors.iter().map(|error| error.message.replace("(`force`)", "(`--force`)")).collect();
    let text = lines.join("\n");
    Err(if done.entries == 0 { Failure::refused(text) } else { Failure::new(text) })
}
