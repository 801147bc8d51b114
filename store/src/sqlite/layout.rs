//! Where a model is stored: tables and columns by their stable numbers, and the statements on whole rows.

use std::collections::HashMap;

use daybook_schema::{
    FieldIndex, Model, TypeIndex,
    model::{EnumIndex, Kind},
};

use super::shape::Shape;
use crate::record::LinkKind;

/// Columns that every entry's table has before those of its fields. `n` is a small number for the id, by which samples say
/// what they measure; SQLite gives it, and it stays.
pub(super) const ENTRY_COLUMNS: &str = "n, id, space, version, created_at, updated_at, trashed_at, seq, external_keys";

/// Samples that one statement stores: it finds its place in the table once for all of them.
pub(super) const ROWS_AT_ONCE: usize = 32;

/// The tables of a model.
#[derive(Debug)]
pub(super) struct Layout {
    /// By [`TypeIndex`].
    pub tables: Vec<Table>,
    /// Stable ids of object fields, by object and field.
    pub objects: Vec<Vec<i64>>,
    /// Declared link kinds by number.
    pub kinds: HashMap<i64, (TypeIndex, FieldIndex)>,
    /// Types by number.
    pub types: HashMap<i64, TypeIndex>,
}

/// The table of a type.
#[derive(Debug)]
pub(super) struct Table {
    /// Its number: the table is `t{id}`, its history `h{id}`.
    pub id: i64,
    /// Of samples: the number of the table of what they measure.
    pub measured: Option<i64>,
    /// By field; `None` for what has no column.
    pub columns: Vec<Option<Column>>,
    /// Stable ids of all fields; of a link its kind.
    pub fields: Vec<i64>,
    /// The statements on whole rows.
    pub statements: Statements,
}

/// The columns of a field.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Name of the first; the others add a suffix.
    pub name: String,
    /// What they hold.
    pub shape: Shape,
    /// Whether there is an index on its order.
    pub index: bool,
    /// Whether it is never missing.
    pub required: bool,
}

/// Statements on whole rows, written once per model.
#[derive(Debug, Default)]
pub(super) struct Statements {
    /// All columns of a record, for its decoding.
    pub read: String,
    pub insert: String,
    /// The insert of [`ROWS_AT_ONCE`] samples.
    pub insert_many: String,
    pub to_history: String,
}

/// What encoding and decoding values needs.
#[derive(Clone, Copy)]
pub(super) struct Codec<'a> {
    pub model: &'a Model,
    pub layout: &'a Layout,
}

impl Codec<'_> {
    /// The present name of a stored enum value.
    pub fn enum_name(self, index: EnumIndex, stored: &str) -> String {
        let values = &self.model.enums[index.0].values;
        let known = values.iter().any(|value| value.name == stored);
        let renamed = || values.iter().find(|value| value.former_names.iter().any(|former| former == stored));
        if known { stored.to_owned() } else { renamed().map_or_else(|| stored.to_owned(), |value| value.name.clone()) }
    }
}

impl Layout {
    /// Builds the layout from the stable numbers of types, fields and object fields.
    pub fn new(model: &Model, types: &[i64], fields: &[Vec<i64>], objects: Vec<Vec<i64>>) -> Self {
        let mut kinds = HashMap::new();
        let tables = model.indexes().map(|index| {
            let record = model.record(index);
            for (field, declared) in record.indexed_fields().filter(|(_, field)| field.link().is_some()) {
                debug_assert!(declared.link().is_some());
                kinds.insert(fields[index.0][field.0], (index, field));
            }
            Table::new(model, index, types, &fields[index.0])
        });
        let tables = tables.collect();
        let types = types.iter().enumerate().map(|(position, id)| (*id, TypeIndex(position))).collect();
        Self { tables, objects, kinds, types }
    }

    /// The table of a type.
    pub fn table(&self, index: TypeIndex) -> &Table {
        &self.tables[index.0]
    }

    /// The cell that stands for a link kind; `None` when this model has no such link.
    pub fn kind_cell(&self, kind: &LinkKind) -> rusqlite::types::Value {
        match kind {
            LinkKind::Declared(owner, field) => self.table(*owner).fields[field.0].into(),
            LinkKind::Free(name) => name.clone().into(),
        }
    }
}

impl Table {
    fn new(model: &Model, index: TypeIndex, types: &[i64], fields: &[i64]) -> Self {
        let (record, id) = (model.record(index), types[index.0]);
        let of = match record.kind {
            Kind::Series { of, .. } => Some(of),
            Kind::Entry { .. } => None,
        };
        let measured = of.and_then(|of| Some(types[record.field(of).link()?.target.0]));
        let columns: Vec<Option<Column>> = record
            .indexed_fields()
            .map(|(position, field)| {
                let name = match (of, record.at) {
                    (Some(of), _) if of == position => "of".to_owned(),
                    (Some(_), Some(at)) if at == position => "at".to_owned(),
                    _ => format!("c{}", fields[position.0]),
                };
                let required = field.required && field.link().is_none();
                let column = Column { name, shape: Shape::of(field), index: field.index, required };
                field.is_stored().then_some(column)
            })
            .collect();
        let statements = Statements::new(id, measured, &columns);
        Self { id, measured, columns, fields: fields.to_vec(), statements }
    }

    /// Whether it holds samples.
    pub fn is_series(&self) -> bool {
        self.measured.is_some()
    }

    /// Whether a column is part of the key that samples have.
    pub fn is_key(&self, column: &Column) -> bool {
        self.is_series() && (column.name == "of" || column.name == "at")
    }

    /// The column of a field.
    pub fn column(&self, field: FieldIndex) -> Option<&Column> {
        self.columns.get(field.0)?.as_ref()
    }

    /// Names of all columns of all fields.
    pub fn names(&self) -> impl Iterator<Item = String> {
        names(&self.columns)
    }
}

fn names(columns: &[Option<Column>]) -> impl Iterator<Item = String> {
    columns.iter().flatten().flat_map(|column| {
        column.shape.columns().iter().map(|(suffix, _)| format!("{}{suffix}", column.name)).collect::<Vec<_>>()
    })
}

/// The id of what has a number in the table of what is measured.
pub(super) fn measured_id(table: i64, number: &str) -> String {
    format!("(SELECT id FROM t{table} WHERE n = {number})")
}

/// The number of what has an id there.
pub(super) fn measured_number(table: i64, id: &str) -> String {
    format!("(SELECT n FROM t{table} WHERE id = {id})")
}

impl Statements {
    fn new(id: i64, measured: Option<i64>, columns: &[Option<Column>]) -> Self {
        let names: Vec<String> = names(columns).collect();
        let read_columns: Vec<String> = columns
            .iter()
            .flatten()
            .flat_map(|column| column.shape.read_columns().iter().map(|suffix| format!("{}{suffix}", column.name)))
            .collect();
        if let Some(measured) = measured {
            let read_columns = read_columns.into_iter().map(|name| match name.as_str() {
                "of" => measured_id(measured, "of"),
                _ => name,
            });
            let read = std::iter::once("flagged".to_owned()).chain(read_columns).collect::<Vec<_>>();
            let all = [vec!["flagged".to_owned()], names].concat();
            let row = format!("({})", vec!["?"; all.len()].join(", "));
            let insert = format!("INSERT OR REPLACE INTO t{id} ({}) VALUES ", all.join(", "));
            return Self {
                read: read.join(", "),
                insert_many: format!("{insert}{}", vec![&*row; ROWS_AT_ONCE].join(", ")),
                insert: insert + &row,
                ..Self::default()
            };
        }
        let all = [ENTRY_COLUMNS.split(", ").map(str::to_owned).collect(), names].concat();
        let given = &all[1..];
        let marks = vec!["?"; given.len()].join(", ");
        let list = all.join(", ");
        let mut read: Vec<String> = ["id", "version", "created_at", "updated_at", "trashed_at", "seq", "external_keys"]
            .map(str::to_owned)
            .to_vec();
        read.extend(read_columns);
        Self {
            read: read.join(", "),
            insert: format!("INSERT INTO t{id} ({}) VALUES ({marks})", given.join(", ")),
            insert_many: String::new(),
            // Of one row nothing is to be taken back when it fails, so that no copy of its page is needed.
            to_history: format!("INSERT OR FAIL INTO h{id} ({list}, until) SELECT {list}, ? FROM t{id} WHERE id = ?"),
        }
    }
}
