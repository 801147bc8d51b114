//! `daybook check`.

use std::path::PathBuf;

use clap::Args;

use super::{DefinitionArguments, Failure, Flags, path_value, print};
use crate::compose;

/// What to check.
#[derive(Args, Debug)]
pub struct Arguments {
    #[command(flatten)]
    definitions: DefinitionArguments,
    /// Folder of a store to check; no server may be using it
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Checks the definitions and, when a folder is given, the store.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut flags = Flags::new();
    if let Some(data) = &arguments.data {
        if !data.is_dir() {
            return Err(Failure(format!("there is no folder `{}`", data.display())));
        }
        flags.push(("data", path_value(data)));
    }
    let config = arguments.definitions.config(flags)?;
    let model = compose::model(&config)?;
    print(&format!("definitions: {} record types, no mistakes\n", model.types.len()))?;
    if arguments.data.is_some() {
        let findings = compose::check_store(&config)?;
        if !findings.is_empty() {
            return Err(Failure(format!("the store is damaged\n{}", findings.join("\n"))));
        }
        print("store: sound\n")?;
    }
    Ok(())
}
