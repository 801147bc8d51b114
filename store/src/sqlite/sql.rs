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
    /// Which of them is given anew when the statement is run again.
    pub given: Option<usize>,
}

impl Sql {
    /// A piece without values.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
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

    /// Adds the placeholder of the one value that is given anew when the statement is run again. It may stand in several
    /// places and has a name, by which SQLite knows that they are one.
    #[must_use]
    pub fn bind_given(mut self, value: impl Into<Value>) -> Self {
        self.text.push_str(":given");
        if self.given.is_none() {
            self.given = Some(self.values.len());
            self.values.push(value.into());
        }
        self
    }

    /// The values, with another one in the place of that which is given anew.
    pub fn values_with<'v>(&'v self, given: Option<&'v Value>) -> impl Iterator<Item = &'v Value> {
        let place = self.given;
        self.values.iter().enumerate().map(move |(position, value)| match given {
            Some(given) if place == Some(position) => given,
            _ => value,
        })
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
    pub fn add(mut self, mut other: Self) -> Self {
        self.text.push_str(&other.text);
        match (self.given, other.given) {
            // SQLite numbers placeholders in the order in which they first appear.
            (Some(_), Some(again)) => drop(other.values.remove(again)),
            (None, Some(first)) => self.given = Some(self.values.len() + first),
            (_, None) => {}
        }
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
