//! Daybook's server: GraphQL, HTTP, configuration and the command line.

pub mod app;
pub mod error;
pub mod graphql;
