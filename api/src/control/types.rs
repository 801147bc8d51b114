//! `daybook types plan` and `apply`: other definition files over the data that is there.
//!
//! A plan is made against the definitions that the store was last opened with, by a running server against those that it
//! serves. A change is made only while no server runs: that one would be started again with the new files anyway.

use std::sync::Arc;

use daybook_graphql::{app::App, types};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{Exit, Failure, Output};
use crate::definitions::DefinitionFiles;

/// Shows what definition files would change, and changes nothing.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct PlanTypes {
    /// All files, those that come with Daybook included.
    pub files: DefinitionFiles,
    /// Whether to answer JSON, for programs.
    pub json: bool,
}

impl PlanTypes {
    pub(super) async fn run(self, app: &Arc<App>, output: &Output) -> Result<Exit, Failure> {
        let planned = Planned::make(app, self.files).await?;
        planned.show(output, self.json, false).await;
        Ok(planned.exit())
    }
}

/// Lets a store that no server has open go over to definition files.
#[derive(Clone, Debug)]
pub struct ApplyTypes {
    /// All files, those that come with Daybook included.
    pub files: DefinitionFiles,
    /// Whether what is lost may be lost.
    pub yes: bool,
    /// Whether to answer JSON, for programs.
    pub json: bool,
}

impl ApplyTypes {
    /// Makes the change; refused, with nothing done, when it loses anything that was not said to be lost.
    pub(super) async fn run(self, app: &Arc<App>, output: &Output) -> Result<Exit, Failure> {
        let planned = Planned::make(app, self.files.clone()).await?;
        let Some(id) = planned.id().map(str::to_owned) else {
            planned.show(output, self.json, false).await;
            return Ok(planned.exit());
        };
        if planned.loses() && !self.yes {
            planned.show(output, self.json, false).await;
            output.remark("This loses data, so nothing was changed. Add --yes to accept the loss.").await;
            return Ok(Exit::Refused);
        }
        if planned.changes().next().is_some() {
            let applied = types::apply(app, &id).await.map_err(|error| Failure::new(error.message))?;
            if applied.types.is_none() {
                let reasons: Vec<&str> = messages(&applied.errors).collect();
                return Err(Failure::new(format!("nothing was changed: {}", reasons.join("; "))));
            }
        }
        app.served().store.backend().remember_files(&self.files.to_text())?;
        planned.show(output, self.json, true).await;
        Ok(Exit::Done)
    }
}

/// A plan as `typePlan` answers it.
struct Planned(Json);

impl Planned {
    async fn make(app: &Arc<App>, files: DefinitionFiles) -> Result<Self, Failure> {
        types::plan_files(app, files.sources()).await.map(Self).map_err(|error| Failure::new(error.message))
    }

    fn id(&self) -> Option<&str> {
        self.0["id"].as_str()
    }

    fn exit(&self) -> Exit {
        if self.id().is_some() { Exit::Done } else { Exit::Failed }
    }

    fn changes(&self) -> impl Iterator<Item = &Json> {
        self.0["changes"].as_array().into_iter().flatten()
    }

    fn loses(&self) -> bool {
        self.changes().any(is_loss)
    }

    async fn show(&self, output: &Output, as_json: bool, applied: bool) {
        if as_json {
            let mut shown = self.0.clone();
            if let Json::Object(shown) = &mut shown {
                // It ends with this command.
                shown.remove("id");
                shown.insert("loses".to_owned(), json!(self.loses()));
                shown.insert("applied".to_owned(), json!(applied));
            }
            return output.line(shown).await;
        }
        for error in self.0["errors"].as_array().into_iter().flatten() {
            output.line(mistake(error)).await;
        }
        for change in self.changes() {
            output.line(sentence(change)).await;
        }
        let end = match (self.id(), self.changes().next(), applied) {
            (None, ..) => "These definitions cannot be used here.",
            (_, None, _) => "The data fits these definitions as it is.",
            (_, _, true) => "Done: the server can be started with these definitions.",
            (_, _, false) => "Nothing was changed yet.",
        };
        output.line(end).await;
    }
}

/// Whether a change takes something away that is there.
fn is_loss(change: &Json) -> bool {
    change["lossy"] == true && change["affected"].as_i64() != Some(0)
}

fn sentence(change: &Json) -> String {
    let text = |name: &str| change[name].as_str().unwrap_or_default();
    let name = match change["field"].as_str() {
        Some(field) => format!("{}.{field}", text("type")),
        None => text("type").to_owned(),
    };
    let mark = if is_loss(change) { "LOSES DATA  " } else { "" };
    format!("{mark}{name}: {} ({} affected)", text("description"), change["affected"])
}

fn mistake(error: &Json) -> String {
    let place = format!("{}:{}:{}", error["file"].as_str().unwrap_or_default(), error["line"], error["column"]);
    let hint = error["hint"].as_str().map(|hint| format!("\n  hint: {hint}")).unwrap_or_default();
    format!("{place}: {}{hint}", error["message"].as_str().unwrap_or_default())
}

fn messages(errors: &Json) -> impl Iterator<Item = &str> {
    errors.as_array().into_iter().flatten().filter_map(|error| error["message"].as_str())
}
