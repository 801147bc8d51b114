//! What a statement reads from: a table, or what a table held at a sequence number.

use daybook_schema::{TypeIndex, model::ObjectIndex};

use super::{layout::Codec, layout::ENTRY_COLUMNS, sql::Sql};
use crate::record::Seq;

/// Columns of the `link` table.
pub(super) const LINK_COLUMNS: &str = "id, space, kind, source, target, from_at, to_at, props, created_at, seq";
/// Columns of the `entry` table.
pub(super) const ENTRY_TABLE_COLUMNS: &str =
    "id, space, type, at, created_at, updated_at, trashed_at, title, titlef, titles, seq";

/// Something in a statement that has columns.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// Its name in the statement.
    pub alias: String,
    /// What it is.
    pub of: Of,
}

/// What a scope is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of {
    /// Records of a type.
    Record(TypeIndex),
    /// Links with properties of a type.
    Link(Option<ObjectIndex>),
    /// Entries of all types.
    Entry,
}

/// Gives names to the parts of one statement.
pub(super) struct Builder<'a> {
    pub codec: Codec<'a>,
    pub as_of: Option<Seq>,
    aliases: usize,
}

impl<'a> Builder<'a> {
    pub fn new(codec: Codec<'a>, as_of: Option<Seq>) -> Self {
        Self { codec, as_of, aliases: 0 }
    }

    /// A new scope and the text that reads it.
    pub fn source(&mut self, of: Of) -> (Scope, Sql) {
        self.aliases += 1;
        let alias = format!("a{}", self.aliases);
        let (table, history, columns) = match of {
            Of::Record(record) => {
                let table = self.codec.layout.table(record);
                let as_of = self.as_of.filter(|_| !table.series);
                let columns = as_of.map_or_else(String::new, |_| {
                    std::iter::once(ENTRY_COLUMNS.to_owned()).chain(table.names()).collect::<Vec<_>>().join(", ")
                });
                if as_of.is_none() {
                    let text = format!("t{} AS {alias}", table.id);
                    return (Scope { alias, of }, Sql::new(text));
                }
                (format!("t{}", table.id), format!("h{}", table.id), columns)
            }
            Of::Link(_) => ("link".to_owned(), "link_history".to_owned(), LINK_COLUMNS.to_owned()),
            Of::Entry => ("entry".to_owned(), "entry_history".to_owned(), ENTRY_TABLE_COLUMNS.to_owned()),
        };
        let sql = match self.as_of {
            None => Sql::new(format!("{table} AS {alias}")),
            Some(seq) => Sql::new(format!("(SELECT {columns} FROM {table} WHERE seq <= "))
                .bind(seq)
                .then(&format!(" UNION ALL SELECT {columns} FROM {history} WHERE seq <= "))
                .bind(seq)
                .then(" AND until > ")
                .bind(seq)
                .then(&format!(") AS {alias}")),
        };
        (Scope { alias, of }, sql)
    }

    /// Whether a scope holds samples.
    pub fn is_series(&self, scope: &Scope) -> bool {
        matches!(scope.of, Of::Record(record) if self.codec.layout.table(record).series)
    }

    /// The id of a scope's row; of a sample what it measures.
    pub fn id(&self, scope: &Scope) -> String {
        let column = if self.is_series(scope) { "of" } else { "id" };
        format!("{}.{column}", scope.alias)
    }

    /// What no two rows of a scope share; of a sample what it measures and when.
    pub fn identity(&self, scope: &Scope) -> String {
        let id = self.id(scope);
        if self.is_series(scope) { format!("{id}, {}.at", scope.alias) } else { id }
    }
}
