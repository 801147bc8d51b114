//! What a statement reads from: a table, or what a table held at a sequence number.

use daybook_schema::{TypeIndex, model::ObjectIndex};

use super::{
    layout::{Codec, ENTRY_COLUMNS, measured_id, measured_number},
    rows::operation_number,
    sql::Sql,
};
use crate::{
    backend::Compacted,
    record::{ChangeOperation, Seq},
};

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
    /// Where the row is when it was replaced since, for rows of the past that are looked up one by one.
    past: Option<String>,
    /// Of samples: the number of the table of what they measure.
    measured: Option<i64>,
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

impl Scope {
    /// A column; of samples `of` is the id of what they measure.
    pub fn column(&self, name: &str) -> String {
        match (&self.past, self.measured) {
            (_, Some(table)) if name == "of" => measured_id(table, &self.number()),
            (None, _) => format!("{}.{name}", self.alias),
            (Some(past), _) => format!("coalesce({}.{name}, {past}.{name})", self.alias),
        }
    }

    /// Whether it holds samples.
    pub fn is_series(&self) -> bool {
        self.measured.is_some()
    }

    /// The id of its row; of a sample what it measures.
    pub fn id(&self) -> String {
        self.column(if self.is_series() { "of" } else { "id" })
    }

    /// The column that tells a parent's children apart.
    pub fn identity_column(&self) -> &'static str {
        if self.is_series() { "at" } else { "id" }
    }

    /// What no two of its rows share; of a sample what it measures and when.
    pub fn identity(&self) -> String {
        if self.is_series() { format!("{}, {}.at", self.number(), self.alias) } else { self.id() }
    }

    /// Of samples: the number of what they measure.
    pub fn number(&self) -> String {
        format!("{}.of", self.alias)
    }

    /// The key of the row that a to-one column leads to: its column there, and the expression here. Samples know it by
    /// its number.
    pub fn leads(&self, column: &str) -> (&'static str, String) {
        match self.measured {
            Some(_) if column == "of" => ("n", self.number()),
            _ => ("id", self.column(column)),
        }
    }

    /// The condition that a to-one column leads to an id.
    pub fn leads_to(&self, column: &str, id: &str) -> String {
        match self.measured {
            Some(table) if column == "of" => format!("{} = {}", self.number(), measured_number(table, id)),
            _ => format!("{} = {id}", self.column(column)),
        }
    }

    /// Of samples: the condition that what they measure is not in the trash.
    pub fn measured_lives(&self) -> Option<Sql> {
        let (table, number) = (self.measured?, self.number());
        // Samples have no trash of their own. The number is unique in the table, so that this is one look into its index.
        let lives = format!("EXISTS (SELECT 1 FROM t{table} AS m WHERE m.n = {number} AND m.trashed_at IS NULL)");
        Some(Sql::new(lives))
    }

    /// The condition that what samples measure is one of these ids; `None` of another column.
    pub fn measured_among(&self, column: &str, ids: Sql) -> Option<Sql> {
        let table = self.measured.filter(|_| column == "of")?;
        // Ids become numbers once, in a subquery that does not depend on the row: the primary key of samples begins with
        // the number, and a comparison of each row's id would read all of them.
        let sql = Sql::new(format!("{} IN (SELECT n FROM t{table} WHERE id IN ", self.number()));
        Some(sql.add(ids).then(")"))
    }
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
        self.source_where(of, &Sql::default(), &Sql::default())
    }

    /// The same. When the past is read, `now` and `then` (of bare columns, and of scopes around the statement) narrow the
    /// tables of what still holds and of what was replaced, which the planner would not do by itself.
    pub fn source_where(&mut self, of: Of, now: &Sql, then: &Sql) -> (Scope, Sql) {
        let alias = self.alias();
        let Some((seq, table, history)) = self.past_tables(of) else {
            let text = format!("{} AS {alias}", self.table(of));
            return (self.scope(alias, None, of), Sql::new(text));
        };
        let columns = self.columns(of);
        // A version held at `seq` when it was written by then and not superseded by then. What still stands in the table has
        // not been superseded at all, and what stands in the history has both ends; the two never hold the same version, so
        // that `UNION ALL` needs no search for duplicates. SQLite does not push the outer conditions into the parts of a
        // union that is joined: each part gets its own.
        let narrow = |sql: Sql, condition: &Sql| {
            if condition.text.is_empty() { sql } else { sql.then(" AND ").add(condition.clone()) }
        };
        let holds = Sql::new(format!("(SELECT {columns} FROM {table} WHERE seq <= ")).bind(seq);
        let held = Sql::new(format!(" UNION ALL SELECT {columns} FROM {history} WHERE seq <= "));
        let held = held.bind(seq).then(" AND until > ").bind(seq);
        let sql = narrow(holds, now).add(narrow(held, then)).then(&format!(") AS {alias}"));
        (self.scope(alias, None, of), sql)
    }

    /// The tables that a moment is read from, each as a scope of its own with what a row must satisfy to hold then.
    pub fn arms(&mut self, of: Of) -> Vec<(Scope, Sql, Sql)> {
        let Some((seq, table, history)) = self.past_tables(of) else {
            let (scope, from) = self.source(of);
            return vec![(scope, from, Sql::new("1"))];
        };
        // The caller puts its conditions and its order into each arm and unites the rows: conditions outside of a union would
        // not reach the indexes of its tables.
        let (now, then) = (self.alias(), self.alias());
        let held = Sql::new(format!("{then}.seq <= ")).bind(seq).then(&format!(" AND {then}.until > ")).bind(seq);
        let holds = Sql::new(format!("{now}.seq <= ")).bind(seq);
        let from = |table: &str, alias: &str| Sql::new(format!("{table} AS {alias}"));
        vec![
            (self.scope(now.clone(), None, of), from(&table, &now), holds),
            (self.scope(then.clone(), None, of), from(&history, &then), held),
        ]
    }

    /// A new scope of at most one row, which is looked up by columns that equal expressions, and its join. With the row
    /// missing all its columns are.
    pub fn lookup(&mut self, of: Of, keys: &[(&str, Sql)]) -> (Scope, Sql) {
        let alias = self.alias();
        let equal = |alias: &str| {
            let parts = keys.iter().map(|(column, key)| Sql::new(format!("{alias}.{column} = ")).add(key.clone()));
            Sql::all(parts.collect(), " AND ", "1")
        };
        let Some((seq, table, history)) = self.past_tables(of) else {
            let join = Sql::new(format!(" LEFT JOIN {} AS {alias} ON ", self.table(of))).add(equal(&alias));
            return (self.scope(alias, None, of), join);
        };
        // Two joins of at most one row each, in place of a union that would be made anew for each row outside. The second
        // looks into the history only where the first found nothing (`id IS NULL`), and columns are read with `coalesce`.
        let past = self.alias();
        let join = Sql::new(format!(" LEFT JOIN {table} AS {alias} ON "))
            .add(equal(&alias))
            .then(&format!(" AND {alias}.seq <= "))
            .bind(seq)
            .then(&format!(" LEFT JOIN {history} AS {past} ON {alias}.id IS NULL AND "))
            .add(equal(&past))
            .add(self.found_by(of, &past, keys))
            .then(&format!(" AND {past}.seq <= "))
            .bind(seq)
            .then(&format!(" AND {past}.until > "))
            .bind(seq);
        (self.scope(alias, Some(past), of), join)
    }

    /// How a superseded version is found whose keys are known: by the change that superseded it.
    fn found_by(&self, of: Of, past: &str, keys: &[(&str, Sql)]) -> Sql {
        // The history has no index by entry. Without this condition SQLite would read all of it for each row outside.
        let (Of::Record(_), [(column, key)]) = (of, keys) else { return Sql::default() };
        let entry = match *column {
            "n" => {
                Sql::new(format!("entry = (SELECT id FROM {} WHERE n = ", self.table(of))).add(key.clone()).then(")")
            }
            _ => Sql::new("entry = ").add(key.clone()),
        };
        Sql::new(" AND ").add(self.superseded(&format!("{past}.until"), entry))
    }

    /// The condition that a version was superseded by a change of certain entries: `entry` is a condition of that column
    /// of the change log. A version is stored under the number of that change, and no index leads to it but that of the
    /// log, which every update writes anyway.
    pub fn superseded(&self, until: &str, entry: Sql) -> Sql {
        // `operation <> 0` repeats the condition of the log's partial index, which SQLite uses only when it is stated.
        let mut sql = Sql::new(format!("{until} IN (SELECT seq FROM change WHERE operation <> 0 AND ")).add(entry);
        if let Some(seq) = self.as_of {
            sql = sql.then(" AND seq > ").bind(seq);
        }
        sql.then(")")
    }

    /// Entries by when they were changed last, from a part of the change log: of those whose last change is in
    /// it, behind the first number and up to the second. `older`: those that the log does not know any more, too, which
    /// were not changed since it was cut off there.
    pub fn changed(&mut self, (after, until): (Seq, Seq), older: Option<Compacted>) -> (Scope, Sql) {
        let columns = |scope: &Scope, at: &str| {
            let column = |name: &str| match name {
                "updated_at" => format!("{at} AS updated_at"),
                _ => format!("{} AS {name}", scope.column(name)),
            };
            ENTRY_TABLE_COLUMNS.split(", ").map(column).collect::<Vec<_>>().join(", ")
        };
        // A change is an entry's last one when no later one `n` exists, as far as the moment that is asked for: a look into
        // the index of the log for each row, so that a page costs about as many rows as it shows.
        let then = self.as_of.map(|seq| Sql::new(" AND n.seq <= ").bind(seq)).unwrap_or_default();
        let (entry, join) = self.lookup(Of::Entry, &[("id", Sql::new("c.entry"))]);
        let mut sql = Sql::new(format!("(SELECT {} FROM change AS c", columns(&entry, "c.at")))
            .add(join)
            .then(" WHERE c.seq > ")
            .bind(after)
            .then(" AND c.seq <= ")
            .bind(until)
            // An id may come back after a purge.
            .then(" AND c.operation <> ")
            .bind(operation_number(ChangeOperation::Purged))
            .then(&format!(" AND {} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM change AS n WHERE ", entry.id()))
            .then("n.entry = c.entry AND n.operation <> 0 AND n.seq > c.seq")
            .add(then.clone())
            .then(")");
        if let Some(cut) = older {
            // Entries whose last change was cut off: nothing in the log is later, so that `updated_at` of their table, which
            // tells of the change that wrote the row, is right for them.
            let (entry, from) = self.source(Of::Entry);
            let at = entry.column("updated_at");
            sql = sql
                .then(&format!(" UNION ALL SELECT {} FROM ", columns(&entry, &at)))
                .add(from)
                .then(&format!(" WHERE {at} <= "))
                .bind(cut.at)
                .then(&format!(" AND {} <= ", entry.column("seq")))
                .bind(cut.seq)
                .then(&format!(" AND NOT EXISTS (SELECT 1 FROM change AS n WHERE n.entry = {}", entry.id()))
                .then(" AND n.operation <> 0")
                .add(then)
                .then(")");
        }
        let alias = self.alias();
        let sql = sql.then(&format!(") AS {alias}"));
        (self.scope(alias, None, Of::Entry), sql)
    }

    /// Entries with when they were changed last, which is looked up for each in the change log: `updated_at` of their table
    /// tells of the change that wrote the row there, and not of later ones.
    pub fn each_changed(&mut self) -> (Scope, Sql) {
        // Newest first and one row: the index of the log is read from its end, whatever the number of changes.
        let last = "(SELECT n.at FROM change AS n WHERE n.entry = e.id AND n.operation <> 0 AND n.seq > e.seq \
                    ORDER BY n.seq DESC LIMIT 1)";
        let column = |name: &str| match name {
            "updated_at" => format!("coalesce({last}, e.updated_at) AS updated_at"),
            _ => format!("e.{name}"),
        };
        let columns = ENTRY_TABLE_COLUMNS.split(", ").map(column).collect::<Vec<_>>().join(", ");
        let alias = self.alias();
        let sql = Sql::new(format!("(SELECT {columns} FROM entry AS e) AS {alias}"));
        (self.scope(alias, None, Of::Entry), sql)
    }

    fn scope(&self, alias: String, past: Option<String>, of: Of) -> Scope {
        let measured = match of {
            Of::Record(record) => self.codec.layout.table(record).measured,
            Of::Link(_) | Of::Entry => None,
        };
        Scope { alias, past, measured, of }
    }

    fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("a{}", self.aliases)
    }

    fn table(&self, of: Of) -> String {
        match of {
            Of::Record(record) => format!("t{}", self.codec.layout.table(record).id),
            Of::Link(_) => "link".to_owned(),
            Of::Entry => "entry".to_owned(),
        }
    }

    /// The moment, the table of what still holds and that of what was replaced, when the past is read.
    fn past_tables(&self, of: Of) -> Option<(Seq, String, String)> {
        let seq = self.as_of?;
        let history = match of {
            // Samples have no history.
            Of::Record(record) if self.codec.layout.table(record).is_series() => return None,
            Of::Record(record) => format!("h{}", self.codec.layout.table(record).id),
            Of::Link(_) => "link_history".to_owned(),
            Of::Entry => "entry_history".to_owned(),
        };
        Some((seq, self.table(of), history))
    }

    fn columns(&self, of: Of) -> String {
        match of {
            Of::Record(record) => {
                let own = self.codec.layout.table(record).names();
                std::iter::once(ENTRY_COLUMNS.to_owned()).chain(own).collect::<Vec<_>>().join(", ")
            }
            Of::Link(_) => LINK_COLUMNS.to_owned(),
            Of::Entry => ENTRY_TABLE_COLUMNS.to_owned(),
        }
    }
}
