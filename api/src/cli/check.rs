//! `daybook check`.

use std::path::PathBuf;

use clap::Args;
use daybook_schema::definition::StoredNames;

use super::{DefinitionArguments, Failure, Flags, path_value, print};
use crate::{
    compose::{self, StartError},
    config::Config,
    control::{self, Check, Command, Exit, Report},
};

/// What to check.
#[derive(Args, Debug)]
pub struct Arguments {
    #[command(flatten)]
    definitions: DefinitionArguments,
    /// Folder of a store to check; a server may be using it
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Answer one line of JSON, for programs: {"sound": …, "findings": […]}
    #[arg(long)]
    json: bool,
}

/// Checks the definitions and, when a folder is given, the store; writes nothing.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut flags = Flags::new();
    if let Some(data) = &arguments.data {
        if !data.is_dir() {
            return Err(Failure::new(format!("there is no folder `{}`", data.display())));
        }
        flags.push(("data", path_value(data)));
    }
    let config = arguments.definitions.config(flags)?;
    // Which reserved names a store may have is known when it is looked into.
    let held = if arguments.data.is_some() { StoredNames::anything() } else { StoredNames::default() };
    let model = match compose::model_held(&config, &held) {
        Err(StartError::Definitions(mistakes)) if arguments.json => {
            let findings = mistakes.iter().map(ToString::to_string).collect();
            return report(&Report { sound: false, findings }, true);
        }
        model => model?,
    };
    if !arguments.json {
        print(&format!("definitions: {} record types, no mistakes\n", model.types.len()))?;
    }
    match &arguments.data {
        Some(_) => check_store(&config, arguments.json),
        None if arguments.json => report(&Report { sound: true, findings: Vec::new() }, true),
        None => Ok(Exit::Done),
    }
}

/// Checks the store where it is: in the server that has it open, or in its folder.
fn check_store(config: &Config, json: bool) -> Result<Exit, Failure> {
    if let Some(exit) = control::ask(config, &Command::Check(Check { json }))? {
        return Ok(exit);
    }
    let findings = compose::check_store(config)?;
    report(&Report { sound: findings.is_empty(), findings }, json)
}

fn report(report: &Report, json: bool) -> Result<Exit, Failure> {
    print(&(report.text(json) + "\n"))?;
    Ok(report.exit())
}
