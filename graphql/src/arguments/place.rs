//! Where in the arguments something stands.

use crate::error::RequestError;

/// A path into the arguments, such as `where.and.0.height.lt`.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    names: &'a [&'a str],
    index: Option<usize>,
}

impl<'a> Place<'a> {
    /// The place of an argument.
    pub(super) fn root(names: &'a [&'a str]) -> Self {
        Self { parent: None, names, index: None }
    }

    /// A field of what stands here.
    pub(super) fn field(&'a self, names: &'a [&'a str]) -> Self {
        Self { parent: Some(self), names, index: None }
    }

    /// An item of the list that stands here.
    pub(super) fn item(&'a self, index: usize) -> Self {
        Self { parent: Some(self), names: &[], index: Some(index) }
    }

    /// A mistake at this place.
    pub(super) fn error(&self, message: impl std::fmt::Display) -> RequestError {
        const LONGEST: usize = 512;
        let text = format!("`{self}`: {message}");
        let shown =
            if text.chars().count() > LONGEST { text.chars().take(LONGEST - 1).chain(['…']).collect() } else { text };
        RequestError::bad_input(shown)
    }

    /// The names from the root to here.
    pub(super) fn path(&self) -> Vec<String> {
        let mut path = self.parent.map(Place::path).unwrap_or_default();
        path.extend(self.names.iter().map(|name| (*name).to_owned()));
        path.extend(self.index.map(|index| index.to_string()));
        path
    }
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path().join("."))
    }
}
