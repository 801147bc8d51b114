//! `daybook types`: what other definition files do to the data that is there.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{DefinitionArguments, Failure, Flags, path_value};
use crate::{
    compose,
    config::Config,
    control::{self, ApplyTypes, Command, Exit, PlanTypes},
    definitions::DefinitionFiles,
};

/// What to do with the files.
#[derive(Debug, Subcommand)]
pub enum Types {
    /// Show what the definitions would change and lose; a server may be using the store
    #[command(after_help = "Example:\n  daybook types plan --types my-types/ --data ./data")]
    Plan(Arguments),
    /// Let the store go over to the definitions; no server may be using it
    #[command(
        after_help = "Exit codes: 0 done, 1 it cannot be done, 2 it would lose data and --yes was not given.\n\n\
                      Example:\n  daybook types apply --types my-types/ --data ./data --yes"
    )]
    Apply {
        #[command(flatten)]
        arguments: Arguments,
        /// Accept that data is lost
        #[arg(long)]
        yes: bool,
    },
}

/// Which definitions, over which store.
#[derive(Args, Debug)]
pub struct Arguments {
    #[command(flatten)]
    definitions: DefinitionArguments,
    /// Folder of the store [default: data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Answer one line of JSON, for programs
    #[arg(long)]
    json: bool,
}

impl Arguments {
    fn config(&self) -> Result<Config, Failure> {
        let data: Flags = self.data.iter().map(|data| ("data", path_value(data))).collect();
        Ok(self.definitions.config(data)?)
    }
}

/// Plans or makes the change.
pub fn run(command: &Types) -> Result<Exit, Failure> {
    match command {
        Types::Plan(arguments) => plan(&arguments.config()?, arguments.json),
        Types::Apply { arguments, yes } => apply(&arguments.config()?, *yes, arguments.json),
    }
}

fn plan(config: &Config, json: bool) -> Result<Exit, Failure> {
    let files = DefinitionFiles::read(config)?;
    let command = Command::PlanTypes(PlanTypes { files, json });
    match control::ask(config, &command)? {
        Some(exit) => Ok(exit),
        None => control::run_over(|| compose::app_as_it_was(config), command),
    }
}

fn apply(config: &Config, yes: bool, json: bool) -> Result<Exit, Failure> {
    let files = DefinitionFiles::read(config)?;
    if control::is_served(config) {
        return Err(Failure::refused(format!(
            "a server has the store in `{}` open, and nothing was changed; stop it, apply the change, and start it with the \
             new definitions (`daybook types plan` can be asked meanwhile)",
            config.data.display()
        )));
    }
    control::run_over(|| compose::app_as_it_was(config), ApplyTypes { files, yes, json })
}
