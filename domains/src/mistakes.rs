//! Mistakes in arguments, all of them at once.

use daybook_schema::problem::InputError;

/// Why a function has no answer.
#[derive(Debug, thiserror::Error)]
pub enum FunctionError {
    /// Mistakes in the arguments, all of them: at least one. Paths start at the argument.
    #[error("{}", text(.0))]
    Mistakes(Vec<InputError>),
    /// The records could not be read.
    #[error(transparent)]
    Store(#[from] daybook_store::Error),
}

impl From<Vec<InputError>> for FunctionError {
    fn from(mistakes: Vec<InputError>) -> Self {
        Self::Mistakes(mistakes)
    }
}

impl FunctionError {
    /// A single mistake.
    pub fn new(error: InputError) -> Self {
        Self::Mistakes(vec![error])
    }
}

/// Collects mistakes in arguments, so that all are answered at once.
#[derive(Debug, Default)]
pub(crate) struct Mistakes(Vec<InputError>);

impl Mistakes {
    /// A value, or its mistake.
    pub fn take<T>(&mut self, value: Result<T, InputError>) -> Option<T> {
        value.map_err(|mistake| self.0.push(mistake)).ok()
    }

    /// A value, or all its mistakes.
    pub fn take_all<T>(&mut self, value: Result<T, Vec<InputError>>) -> Option<T> {
        value.map_err(|mistakes| self.0.extend(mistakes)).ok()
    }

    /// An error if there was a mistake.
    pub fn settle(self) -> Result<(), FunctionError> {
        if self.0.is_empty() { Ok(()) } else { Err(FunctionError::Mistakes(self.0)) }
    }

    /// The error, where there was a mistake.
    pub fn error(self) -> FunctionError {
        FunctionError::Mistakes(self.0)
    }
}

fn text(errors: &[InputError]) -> String {
    let sentence = |error: &InputError| match error.path.as_slice() {
        [] => error.message.clone(),
        path => format!("{}: {}", path.join("."), error.message),
    };
    errors.iter().map(sentence).collect::<Vec<_>>().join("; ")
}
