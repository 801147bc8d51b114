//! Documents, parsed as the GraphQL specification (October 2021) and its reference implementation have them.
//!
//! The library's own parser takes some documents for others: it loses the escapes of block texts, knows no letters beyond
//! sixteen bits, splits names at keywords (`queryAll {` …) and lets the second of two fields of one name win in silence.
//! This one gives what the library's types hold, so that everything behind it stays as it is.

mod parser;
mod text;
mod value;

use async_graphql_parser::{Pos, types::ExecutableDocument};

use crate::error::{Code, RequestError};

/// A piece of a document that has a meaning of its own.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub pos: Pos,
    /// Its first byte, and the byte behind its last.
    pub bytes: (usize, usize),
}

/// What a token is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A sign such as `{`.
    Sign(u8),
    /// `...`
    Spread,
    /// A name or keyword.
    Name,
    /// A number.
    Number,
    /// A text between single quotes.
    Text,
    /// A text between three quotes.
    Block,
}

/// Parses a document of which the tokens are known.
pub fn parse(text: &str, tokens: &[Token]) -> Result<ExecutableDocument, RequestError> {
    parser::Parser::new(text, tokens).document()
}

/// Refuses what cannot be parsed.
pub fn unparsable(message: impl std::fmt::Display, pos: Pos) -> RequestError {
    RequestError::new(Code::ParseFailed, format!("the document cannot be parsed: {message}")).at(pos.line, pos.column)
}
