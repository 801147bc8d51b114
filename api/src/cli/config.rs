//! `daybook config`.

use super::{Failure, print, serve::Arguments};
use crate::{config, control::Exit};

/// Prints the effective settings.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    print(&config::report(&arguments.sources()?)?)?;
    Ok(Exit::Done)
}
