//! Daybook's server: GraphQL, HTTP, configuration and the command line.

pub mod app;
pub mod cli;
pub mod command;
pub mod compose;
pub mod config;
pub mod control;
pub mod definitions;
pub mod demo;
pub mod error;
pub mod graphql;
pub mod http;
pub mod ingest;
pub mod live;
mod logging;
pub mod maintenance;
mod suggest;
#[cfg(test)]
mod testing;
pub mod types;
