//! `daybook schema`.

use super::{DefinitionArguments, Failure, Flags, print};
use crate::{compose, control::Exit};

/// Prints the SDL of the API that follows from the definitions.
pub fn run(arguments: &DefinitionArguments) -> Result<Exit, Failure> {
    let config = arguments.config(Flags::new())?;
    print(&compose::sdl(&config)?)?;
    Ok(Exit::Done)
}
