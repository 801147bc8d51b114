//! The command line.

mod check;
mod config;
mod demo;
mod schema;
mod serve;
mod types;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};
use figment::value::Value;

use crate::{
    config::{Config, ConfigError, LogFormat, Sources},
    control::{Failure, print, remark},
};

/// Daybook keeps typed records with links, behind one GraphQL API.
#[derive(Debug, Parser)]
#[command(
    version,
    propagate_version = true,
    after_help = "Settings come from flags, then the environment (DAYBOOK_LISTEN, DAYBOOK_LIMITS__BODY, …), then \
                  daybook.toml, then defaults.\n`daybook config` shows the effective ones."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server
    #[command(after_help = "Examples:\n  \
        daybook serve\n  \
        daybook serve --listen 127.0.0.1:9000 --data /srv/daybook\n  \
        daybook serve --types my-types/ --log-format text")]
    Serve(serve::Arguments),
    /// Print the GraphQL schema of the definitions, as SDL
    #[command(
        after_help = "Examples:\n  daybook schema > schema.graphql\n  daybook schema --no-built-in --types my-types/"
    )]
    Schema(DefinitionArguments),
    /// Check definitions and, with --data, that a store is sound
    #[command(after_help = "Examples:\n  daybook check --types my-types/\n  daybook check --data ./data --json")]
    Check(check::Arguments),
    /// Load a household to look around in, or remove it again
    #[command(after_help = "Examples:\n  daybook demo load --tz Europe/Paris\n  daybook demo clear --data ./data")]
    Demo(demo::Arguments),
    /// Change definition files under stored data
    #[command(subcommand)]
    Types(types::Types),
    /// Print the effective settings as TOML, each with where it comes from
    Config(serve::Arguments),
}

/// Which file with settings to read.
#[derive(Args, Clone, Debug, Default)]
struct FileArgument {
    /// File with settings [default: daybook.toml, where it exists]
    #[arg(long, value_name = "FILE", env = "DAYBOOK_CONFIG")]
    config: Option<PathBuf>,
}

/// Which definitions to load.
#[derive(Args, Clone, Debug, Default)]
struct DefinitionArguments {
    #[command(flatten)]
    file: FileArgument,
    /// Folder with type definitions (*.graphql) of your own; may be given several times
    #[arg(long, value_name = "DIR")]
    types: Vec<PathBuf>,
    /// Leave out the record types that come with Daybook
    #[arg(long)]
    no_built_in: bool,
}

/// Settings that were given as flags, by their names.
type Flags = Vec<(&'static str, Value)>;

impl DefinitionArguments {
    fn flags(&self) -> Flags {
        let mut flags = Flags::new();
        if !self.types.is_empty() {
            let types: Vec<Value> = self.types.iter().map(|path| path_value(path)).collect();
            flags.push(("types", Value::from(types)));
        }
        if self.no_built_in {
            flags.push(("built_in", Value::from(false)));
        }
        flags
    }

    fn sources(&self, more: Flags) -> Result<Sources, ConfigError> {
        let mut flags = self.flags();
        flags.extend(more);
        for warning in Sources::unknown_variables() {
            remark(&format!("Warning: {warning}\n"));
        }
        Sources::collect(self.file.config.as_deref(), &flags)
    }

    fn config(&self, more: Flags) -> Result<Config, ConfigError> {
        self.sources(more)?.config()
    }
}

fn path_value(path: &Path) -> Value {
    Value::from(path.to_string_lossy().into_owned())
}

fn format_value(format: LogFormat) -> Value {
    Value::from(match format {
        LogFormat::Auto => "auto",
        LogFormat::Json => "json",
        LogFormat::Text => "text",
    })
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    // What is made here holds what only its owner should read.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let outcome = match Cli::parse().command {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Types(command) => types::run(&command),
        Command::Config(arguments) => config::run(&arguments),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(failure) => {
            remark(&format!("daybook: {failure}\n"));
            failure.exit.into()
        }
    }
}
