//! Daybook's server: HTTP, configuration and the command line.

pub mod cli;
pub mod command;
pub mod compose;
pub mod config;
pub mod control;
pub mod definitions;
pub mod http;
pub mod ingest;
mod logging;
pub mod maintenance;
pub mod router;
#[cfg(test)]
mod testing;
