//! Where the reader stands, without allocating until there is something to say.

use crate::problem::Path;

/// A path that borrows from the stack of its makers.
#[derive(Clone, Copy)]
pub(super) enum Trail<'a> {
    /// Where the document stands in the arguments.
    Root(&'a [String]),
    /// A field.
    Name(&'a Trail<'a>, &'a str),
    /// A list position.
    Position(&'a Trail<'a>, usize),
}

impl Trail<'_> {
    pub(super) fn name<'a>(&'a self, name: &'a str) -> Trail<'a> {
        Trail::Name(self, name)
    }

    pub(super) fn position(&self, position: usize) -> Trail<'_> {
        Trail::Position(self, position)
    }

    /// The path in full.
    pub(super) fn path(&self) -> Path {
        match self {
            Self::Root(path) => path.to_vec(),
            Self::Name(parent, name) => parent.with((*name).to_owned()),
            Self::Position(parent, position) => parent.with(position.to_string()),
        }
    }

    fn with(&self, last: String) -> Path {
        let mut path = self.path();
        path.push(last);
        path
    }
}
