//! `daybook config`.

use super::{Failure, print, serve::Arguments};
use crate::config;

/// Prints the effective settings.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    print(&config::report(&arguments.sources()?)?)
}
