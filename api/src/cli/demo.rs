//! `daybook demo`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{DefinitionArguments, Failure, Flags, path_value};
use crate::control::{self, Action, Command, Demo, Exit};

/// What to do with the demo.
#[derive(Args, Debug)]
pub struct Arguments {
    #[command(subcommand)]
    action: Asked,
}

#[derive(Debug, Subcommand)]
enum Asked {
    /// Load a household of four months up to now, or what is missing of it
    Load {
        #[command(flatten)]
        common: Common,
        /// By whose clocks the household lives, such as Europe/Paris
        #[arg(long, value_name = "ZONE", default_value = "UTC")]
        tz: String,
    },
    /// Remove it for good; entries of your own that depend on it stop that (exit code 2)
    Clear {
        #[command(flatten)]
        common: Common,
        /// Take along entries of your own that cannot be without it
        #[arg(long)]
        force: bool,
    },
}

#[derive(Args, Debug)]
struct Common {
    #[command(flatten)]
    definitions: DefinitionArguments,
    /// Folder of the store; a server may be using it [default: ./data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Answer one line of JSON, for programs: {"created": …, "samples": …}
    #[arg(long)]
    json: bool,
}

/// Loads or clears the demo, in the server that has the store open or in its folder.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let (common, action) = match &arguments.action {
        Asked::Load { common, tz } => (common, Action::Load { tz: tz.clone() }),
        Asked::Clear { common, force } => (common, Action::Clear { force: *force }),
    };
    let mut flags = Flags::new();
    if let Some(data) = &common.data {
        flags.push(("data", path_value(data)));
    }
    let config = common.definitions.config(flags)?;
    control::run(&config, Command::Demo(Demo { action, json: common.json }))
}
