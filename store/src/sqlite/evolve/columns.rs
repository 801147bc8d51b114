//! Columns of new fields, and what stands in them where nothing was written.

use daybook_schema::{
    TypeIndex,
    model::{DefaultValue, Field},
};
use rusqlite::{params_from_iter, types::Value as Cell};

use super::Evolution;
use crate::{
    error::{Error, ErrorKind, Result},
    sqlite::{
        failure::failure,
        layout::{Codec, Layout},
        shape::Shape,
    },
};

impl Evolution<'_> {
    pub fn add_columns(&self, layout: &Layout, index: TypeIndex, position: usize) -> Result<()> {
        let table = layout.table(index);
        let Some(column) = &table.columns[position] else { return Ok(()) };
        if table.is_key(column) {
            return Ok(());
        }
        let name = &column.name;
        for (suffix, kind) in column.shape.columns() {
            self.batch(&format!("ALTER TABLE t{} ADD COLUMN {name}{suffix} {kind}", table.id))?;
            if !table.is_series() {
                self.batch(&format!("ALTER TABLE h{} ADD COLUMN {name}{suffix} {kind}", table.id))?;
            }
        }
        let field = &self.model.record(index).fields[position];
        self.fill(layout, index, field, name, &column.shape)
    }

    /// A field that became required takes its default where it is missing.
    pub fn fill_missing(&self, layout: &Layout, index: TypeIndex, position: usize) -> Result<()> {
        let Some(column) = &layout.table(index).columns[position] else { return Ok(()) };
        self.fill(layout, index, &self.model.record(index).fields[position], &column.name, &column.shape)
    }

    /// A new required field takes its default in old entries, their history included.
    fn fill(&self, layout: &Layout, index: TypeIndex, field: &Field, name: &str, shape: &Shape) -> Result<()> {
        if !field.required {
            return Ok(());
        }
        let table = layout.table(index);
        let codec = Codec { model: self.model, layout };
        let names: Vec<String> = shape.columns().iter().map(|(suffix, _)| format!("{name}{suffix}")).collect();
        let (sets, cells): (Vec<String>, Vec<Cell>) = match &field.default {
            Some(DefaultValue::Literal(value)) => {
                (names.iter().map(|name| format!("{name} = ?")).collect(), shape.encode(codec, value)?)
            }
            // When an entry was made is the nearest there is to the moment of its writing.
            Some(DefaultValue::Now) if !table.is_series() && matches!(shape, Shape::Instant) => {
                (vec![format!("{name} = created_at")], Vec::new())
            }
            Some(DefaultValue::Now) if !table.is_series() && matches!(shape, Shape::Date) => {
                (vec![format!("{name} = created_at - (created_at % 86400000 + 86400000) % 86400000")], Vec::new())
            }
            _ => return Ok(()),
        };
        let tables = if table.is_series() {
            vec![format!("t{}", table.id)]
        } else {
            vec![format!("t{}", table.id), format!("h{}", table.id)]
        };
        for table in tables {
            self.connection
                .execute(
                    &format!("UPDATE {table} SET {} WHERE {name} IS NULL", sets.join(", ")),
                    params_from_iter(&cells),
                )
                .map_err(failure("filling a new field"))?;
        }
        Ok(())
    }

    /// A field may be required only when every entry has a value.
    pub fn check_required<'f>(
        &self,
        layout: &Layout,
        fields: impl Iterator<Item = &'f (TypeIndex, usize)>,
    ) -> Result<()> {
        let mut missing = Vec::new();
        for (index, position) in fields {
            let (record, table) = (self.model.record(*index), layout.table(*index));
            let field = &record.fields[*position];
            let Some(column) = &table.columns[*position] else { continue };
            if !field.required {
                continue;
            }
            let rows = self.count(&format!("SELECT count(*) FROM t{} WHERE {} IS NULL", table.id, column.name))?;
            if rows > 0 {
                missing.push(format!("`{}.{}` is required, but {rows} rows have no value", record.name, field.name));
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let context = format!("{}\ngive it a `@default`, or leave it optional", missing.join("\n"));
        Err(Error::new(ErrorKind::Unusable, context))
    }
}
