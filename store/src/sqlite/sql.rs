//! Statements as text and bound values.
//!
//! A builder of our own instead of a library: statements here follow a handful of shapes, their identifiers are made
//! from integers only (`t3`, `c12`), and every value is bound, so no text of a user ever becomes text of a statement.

use rusqlite::types::Value;

/// A piece of SQL with the values of its placeholders, in the order of the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Sql {
    /// The text, with a `?` for each value.
    pub text: String,
    /// The values.
    pub values: Vec<Value>,
}

impl Sql {
    /// A piece without values.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), values: Vec::new() }
    }

    /// Adds text.
    #[must_use]
    pub fn then(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Adds a placeholder with its value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.text.push('?');
        self.values.push(value.into());
        self
    }

    /// Adds placeholders with their values, separated by commas.
    #[must_use]
    pub fn bind_all(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        for (position, value) in values.into_iter().enumerate() {
            if position > 0 {
                self.text.push(',');
            }
            self = self.bind(value);
        }
        self
    }

    /// Adds another piece.
    #[must_use]
    pub fn add(mut self, other: Self) -> Self {
        self.text.push_str(&other.text);
        self.values.extend(other.values);
        self
    }

    /// Pieces with a separator between them; `empty` when there are none. More than one are put in parentheses.
    pub fn all(pieces: Vec<Self>, separator: &str, empty: &str) -> Self {
        let many = pieces.len() > 1;
        let mut joined = Self::default();
        for piece in pieces {
            if !joined.text.is_empty() {
                joined.text.push_str(separator);
            }
            joined = joined.add(piece);
        }
        if joined.text.is_empty() {
            return Self::new(empty);
        }
        if many { Self::new("(").add(joined).then(")") } else { joined }
    }

    /// Pieces with commas between them.
    pub fn list(pieces: impl IntoIterator<Item = Self>) -> Self {
        let mut joined = Self::default();
        for piece in pieces {
            if !joined.text.is_empty() {
                joined.text.push_str(", ");
            }
            joined = joined.add(piece);
        }
        joined
    }
}
