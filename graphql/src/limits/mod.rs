//! What a document may ask for, checked in front of everything else and in time linear in its size.
//!
//! First the text, token by token, before anything parses it; then the parsed document, each fragment measured once
//! however often it is spread. The executor walks every spread anew, so that a document of 800 bytes could keep it busy
//! for seconds: nothing reaches it that was not priced here.

mod cost;
mod lexer;
mod rows;
#[cfg(test)]
mod tests;

use async_graphql_parser::{
    Positioned,
    types::{ExecutableDocument, OperationDefinition},
};

use crate::{
    coerce, document,
    error::{Code, RequestError},
    selection::Variables,
    surface::Surface,
};

/// The bounds. All of them are inclusive.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Bytes of the document.
    pub text: usize,
    /// Tokens of the document.
    pub tokens: usize,
    /// Bytes of one number or name.
    pub word: usize,
    /// Brackets within brackets.
    pub brackets: usize,
    /// Fields within fields.
    pub depth: usize,
    /// Fields within fields under `__schema` and `__type`.
    pub introspection_depth: usize,
    /// Aliases of the operation and its fragments.
    pub aliases: usize,
    /// Fields of the root.
    pub root_fields: usize,
    /// Directives of the operation and its fragments.
    pub directives: usize,
    /// Fragments within fragments.
    pub fragments: usize,
    /// Selections when every fragment is written out where it is spread.
    pub selections: u64,
    /// Bytes of variables when each is written out where it is used.
    pub variable_bytes: u64,
    /// Rows that the operation plans to read and write.
    pub cost: u64,
    /// Rows of a list that does not say how many.
    pub page: u64,
    /// Rows of a list at most, whatever it says.
    pub page_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            text: 16 * 1024,
            tokens: 2_000,
            word: 128,
            brackets: 60,
            depth: 12,
            introspection_depth: 20,
            aliases: 30,
            root_fields: 20,
            directives: 20,
            fragments: 30,
            selections: 10_000,
            variable_bytes: 8 * 1024 * 1024,
            cost: 20_000,
            page: 50,
            page_max: 500,
        }
    }
}

/// Checks a document's tokens, then parses it. The message never repeats the document.
pub fn parse(text: &str, limits: &Limits) -> Result<ExecutableDocument, RequestError> {
    let tokens = lexer::check(text, limits)?;
    document::parse(text, &tokens)
}

/// Checks a parsed document and answers the rows that its operation plans to touch.
pub fn price(
    surface: &Surface,
    document: &ExecutableDocument,
    operation: &Positioned<OperationDefinition>,
    variables: &Variables,
    limits: &Limits,
) -> Result<u64, RequestError> {
    // The library checks all operations of a document, the others too.
    for (_, declared) in document.operations.iter() {
        for definition in &declared.node.variable_definitions {
            let at = definition.pos;
            coerce::check_type(surface, &definition.node).map_err(|error| error.at(at.line, at.column))?;
        }
    }
    cost::others(surface, document, operation, limits)?;
    cost::selected(surface, document, operation, variables, limits)
}

/// Refuses because there is too much of something.
fn too_many(what: &str, most: impl std::fmt::Display, advice: &str, at: async_graphql_parser::Pos) -> RequestError {
    let message = format!("the document has more than {most} {what}; {advice}");
    RequestError::new(Code::TooComplex, message).at(at.line, at.column)
}
