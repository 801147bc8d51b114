//! Definition files: SDL text to a checked [`Model`], or every mistake with its place and what to write instead.

use crate::model::{Model, Position};

/// One definition file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Shown in messages.
    pub file: String,
    /// SDL.
    pub text: String,
    /// Comes with Daybook.
    pub built_in: bool,
}

/// A mistake in a definition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DefinitionError {
    /// Where.
    pub position: Position,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl std::fmt::Display for DefinitionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Position { file, line, column } = &self.position;
        write!(f, "{file}:{line}:{column}: {}", self.message)?;
        self.hint.iter().try_for_each(|hint| write!(f, "\n  hint: {hint}"))
    }
}

/// The definitions in `schema/types`.
pub fn built_in() -> Vec<Source> {
    todo!()
}

/// Builds the model of all sources together. `extend type` may extend a type of any source.
pub fn load(_sources: &[Source]) -> Result<Model, Vec<DefinitionError>> {
    todo!()
}
