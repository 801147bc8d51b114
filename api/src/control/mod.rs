//! Commands of the command line that work on a store, whether a server has it open or not.
//!
//! While a server runs, only it may open its folder. It listens there on a Unix socket, `DIR/daybook.sock`, which only
//! the user who runs it can reach (mode 0600), and runs commands for the command line. Without a server the command line
//! opens the folder and runs the same code itself. [`run`] does one or the other.
//!
//! # What is said on the socket
//!
//! A connection is one command. The command line sends one line of JSON,
//! `{"version": "0.1.0", "command": "check", "arguments": {"json": false}}`, and then listens: the server answers with
//! lines of JSON, `{"out": "…"}` for standard output, `{"err": "…"}` for standard error, and `{"exit": 0}` as the last.
//! A connection that ends without that is a command that did not get to its end.
//! A command runs on when the command line leaves; one that should not looks at [`Output::is_heard`].
//! When the server stops, it waits for commands as long as for requests.
//!
//! # How to add a command
//!
//! 1. In a file of its own beside this one: a struct of its arguments (`Serialize`, `Deserialize`), and
//!    `async fn run(self, app: &Arc<App>, output: &Output) -> Result<Exit, Failure>`, which works through
//!    `app.served().store` and tells what it does through `output`. `check.rs` is an example.
//! 2. Here: a variant of [`Command`] that holds the struct, and its lines in `Command::run` and `Command::name`.
//! 3. In `cli`: the flags and their help. It makes the struct and calls [`run`]. Paths are made absolute there
//!    (`std::path::absolute`), since the server has another working directory.

mod check;
#[cfg(unix)]
mod client;
mod demo;
mod outcome;
mod output;
#[cfg(unix)]
mod place;
mod protocol;
#[cfg(unix)]
mod server;
#[cfg(test)]
#[cfg(unix)]
mod tests;
mod types;

use std::sync::Arc;

use daybook_graphql::app::App;
use serde::{Deserialize, Serialize};

#[cfg(unix)]
pub use self::server::{Listening, listen};
pub use self::{
    check::{Check, Report},
    demo::{Action, Demo},
    outcome::{Exit, Failure},
    output::{Output, print, remark},
    types::{ApplyTypes, PlanTypes},
};
use crate::{
    compose::{self, StartError},
    config::Config,
};

/// A command with its arguments.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "command", content = "arguments", rename_all = "kebab-case")]
pub enum Command {
    /// `daybook check --data`.
    Check(Check),
    /// `daybook demo`.
    Demo(Demo),
    /// `daybook types plan`.
    PlanTypes(PlanTypes),
}

impl Command {
    /// Runs it over an open store.
    pub async fn run(self, app: &Arc<App>, output: &Output) -> Result<Exit, Failure> {
        match self {
            Self::Check(check) => check.run(app, output).await,
            Self::Demo(demo) => demo.run(app, output).await,
            Self::PlanTypes(plan) => plan.run(app, output).await,
        }
    }

    /// What people call it.
    fn name(&self) -> &'static str {
        match self {
            Self::Check(_) => "check",
            Self::Demo(_) => "demo",
            Self::PlanTypes(_) => "types plan",
        }
    }
}

/// Runs a command in the server that has the folder of the settings open, else opens the folder for it. What the command
/// says is printed as it comes.
pub fn run(config: &Config, command: Command) -> Result<Exit, Failure> {
    match ask(config, &command)? {
        Some(exit) => Ok(exit),
        None => run_over(|| compose::app(config), command),
    }
}

/// Runs a command in the server that has the folder of the settings open; `None` when there is no such server.
#[cfg(unix)]
pub fn ask(config: &Config, command: &Command) -> Result<Option<Exit>, Failure> {
    client::ask(&config.data, command)
}

/// There are no sockets of this kind here, so that a command finds the folder in use.
#[cfg(not(unix))]
pub fn ask(_config: &Config, _command: &Command) -> Result<Option<Exit>, Failure> {
    Ok(None)
}

/// Whether a server has the folder of the settings open.
#[cfg(unix)]
pub fn is_served(config: &Config) -> bool {
    client::is_served(&config.data)
}

/// Nobody can be asked here.
#[cfg(not(unix))]
pub fn is_served(_config: &Config) -> bool {
    false
}

/// What runs over an open store.
pub trait Runs: Send + 'static {
    /// Runs it.
    fn run(self, app: &Arc<App>, output: &Output) -> impl Future<Output = Result<Exit, Failure>> + Send;
}

impl Runs for Command {
    fn run(self, app: &Arc<App>, output: &Output) -> impl Future<Output = Result<Exit, Failure>> + Send {
        Self::run(self, app, output)
    }
}

impl Runs for ApplyTypes {
    fn run(self, app: &Arc<App>, output: &Output) -> impl Future<Output = Result<Exit, Failure>> + Send {
        Self::run(self, app, output)
    }
}

/// Opens a store, runs what is to be run, prints what that says, and closes the store again.
pub fn run_over(open: impl FnOnce() -> Result<App, StartError>, what: impl Runs) -> Result<Exit, Failure> {
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = threads.map_err(|error| Failure::new(format!("the command's threads cannot be started: {error}")))?;
    runtime.block_on(async {
        let app = Arc::new(open()?);
        let (output, lines) = output::channel();
        let work = {
            let app = Arc::clone(&app);
            tokio::spawn(async move { what.run(&app, &output).await })
        };
        output::print_all(lines).await?;
        let outcome = work.await.unwrap_or_else(|error| Err(Failure::broken(&error)));
        app.served().store.close().await;
        outcome
    })
}
