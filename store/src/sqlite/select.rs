//! What a list answers of each record: columns to read, joins for to-one links, and rows made of them.

use daybook_schema::{Value, input::ExternalKey, model::Direction};
use rusqlite::{Row as Stored, types::ValueRef};

use super::{
    failure::{failure, internal},
    layout::Codec,
    rows,
    shape::{self, Shape},
    source::{Builder, Of, Scope},
    sql::Sql,
};
use crate::{
    error::Result,
    query::{Position, Row, Select},
    record::LinkKind,
};

/// Where the parts of a row stand among the columns.
pub(super) struct Selected {
    start: usize,
    fields: Vec<Option<(Shape, usize)>>,
    to_one: Vec<Selected>,
    external_keys: Option<usize>,
    link: Option<usize>,
}

/// Columns and joins of a statement.
#[derive(Default)]
pub(super) struct Columns {
    pub names: Vec<String>,
    pub joins: Sql,
}

impl Builder<'_> {
    /// Adds what a selection needs. `link` is the scope of the link that leads to the record.
    pub fn select(
        &mut self,
        scope: &Scope,
        select: &Select,
        columns: &mut Columns,
        link: Option<&Scope>,
    ) -> Result<Selected> {
        let Of::Record(record) = scope.of else { return Err(internal("only records are selected")) };
        let table = self.codec.layout.table(record);
        let start = columns.names.len();
        let base = if table.is_series() {
            ["of", "NULL", "at", "at", "NULL", "flagged"]
        } else {
            ["id", "version", "created_at", "updated_at", "trashed_at", "NULL"]
        };
        columns.names.extend(base.map(|name| if name == "NULL" { name.to_owned() } else { scope.column(name) }));
        let mut fields = Vec::new();
        for field in &select.fields {
            // To-many links and computed fields have no column: they read as missing.
            fields.push(table.column(*field).map(|column| {
                let at = columns.names.len();
                let suffixes = column.shape.read_columns().iter();
                columns.names.extend(suffixes.map(|suffix| scope.column(&format!("{}{suffix}", column.name))));
                (column.shape.clone(), at)
            }));
        }
        let external_keys = (select.external_keys && !table.is_series()).then(|| {
            columns.names.push(scope.column("external_keys"));
            columns.names.len() - 1
        });
        let link = link.filter(|_| select.link).map(|link| {
            let start = columns.names.len();
            columns.names.extend(rows::LINK.split(", ").map(|name| link.column(name)));
            start
        });
        let mut to_one = Vec::new();
        for (relation, inner) in &select.to_one {
            let column = table.column(relation.field).filter(|_| relation.direction == Direction::Out);
            let column = column.ok_or_else(|| internal("only to-one links are joined"))?.name.clone();
            let target = Of::Record(self.codec.model.relation_target(*relation));
            let (key, led) = scope.leads(&column);
            let (target, join) = self.lookup(target, &[(key, Sql::new(led))]);
            columns.joins = std::mem::take(&mut columns.joins).add(join);
            let link = if inner.link {
                let kind = self.codec.layout.kind_cell(&LinkKind::Declared(relation.owner, relation.field));
                let keys = [
                    ("source", Sql::new(scope.id())),
                    ("target", Sql::new(scope.column(&column))),
                    ("kind", Sql::default().bind(kind)),
                ];
                let (link, join) = self.lookup(Of::Link(None), &keys);
                columns.joins = std::mem::take(&mut columns.joins).add(join);
                Some(link)
            } else {
                None
            };
            to_one.push(self.select(&target, inner, columns, link.as_ref())?);
        }
        Ok(Selected { start, fields, to_one, external_keys, link })
    }
}

impl Selected {
    /// Reads a row; `None` when a to-one link has no target.
    pub fn row(&self, codec: Codec<'_>, stored: &Stored<'_>) -> Result<Option<Row>> {
        let cell = |offset: usize| stored.get_ref(self.start + offset).map_err(failure("reading a row"));
        if matches!(cell(0)?, ValueRef::Null) {
            return Ok(None);
        }
        let id = shape::id(cell(0)?)?;
        let number = |offset: usize| -> Result<Option<i64>> {
            let cell = cell(offset)?;
            if matches!(cell, ValueRef::Null) { Ok(None) } else { shape::integer(cell).map(Some) }
        };
        let mut values = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            values.push(match field {
                None => Value::Null,
                Some((shape, at)) => shape.decode(codec, stored, &mut at.clone())?,
            });
        }
        let mut to_one = Vec::with_capacity(self.to_one.len());
        for one in &self.to_one {
            to_one.push(one.row(codec, stored)?);
        }
        let external_keys: Vec<ExternalKey> = match self.external_keys {
            None => Vec::new(),
            Some(at) => rows::external_keys(stored, at)?,
        };
        let link = match self.link {
            Some(at) => rows::link(codec, stored, at)?.map(Box::new),
            None => None,
        };
        Ok(Some(Row {
            id,
            version: number(1)?.unwrap_or_default(),
            created_at: number(2)?.unwrap_or_default(),
            updated_at: number(3)?.unwrap_or_default(),
            trashed_at: number(4)?,
            flagged: number(5)?.is_some_and(|flagged| flagged != 0),
            values,
            to_one,
            external_keys,
            link,
            position: Position { keys: Vec::new(), id },
        }))
    }
}
