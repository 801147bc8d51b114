//! Values of changed fields, converted into their new columns one by one.

use daybook_schema::{
    FieldIndex, TypeIndex,
    evolution::{Origin, Side, convert, convert_past},
};
use rusqlite::{Connection, params_from_iter, types::Value as Cell};

use super::{
    failure::failure,
    layout::{Codec, Layout},
};
use crate::{backend::Step, error::Result};

/// Converts the values of all fields that a step converts, those of earlier versions included.
pub(super) fn values(connection: &Connection, step: &Step<'_>, from: &Layout, to: &Layout) -> Result<()> {
    for index in step.to.indexes() {
        let Some(old) = step.evolution.types[index.0] else { continue };
        for (position, origin) in step.evolution.fields[index.0].iter().enumerate() {
            if let Origin::Converted(source) = origin {
                let converter = ColumnConverter {
                    connection,
                    step,
                    from,
                    to,
                    old: (old, *source),
                    new: (index, FieldIndex(position)),
                };
                converter.run()?;
            }
        }
    }
    Ok(())
}

struct ColumnConverter<'a> {
    connection: &'a Connection,
    step: &'a Step<'a>,
    from: &'a Layout,
    to: &'a Layout,
    old: (TypeIndex, FieldIndex),
    new: (TypeIndex, FieldIndex),
}

/// Which versions a table holds.
#[derive(Clone, Copy)]
enum Age {
    Present,
    Past,
}

impl ColumnConverter<'_> {
    fn run(&self) -> Result<()> {
        let table = self.to.table(self.new.0);
        if table.is_series() {
            return self.table(&format!("t{}", table.id), Age::Present, "of, at", "of = ? AND at = ?");
        }
        self.table(&format!("t{}", table.id), Age::Present, "n", "n = ?")?;
        self.table(&format!("h{}", table.id), Age::Past, "until", "until = ?")
    }

    /// Converts the values of one table, whose rows are found by the columns named `key`.
    fn table(&self, table: &str, age: Age, key: &str, is_row: &str) -> Result<()> {
        let attempted = "converting a field";
        let keys = key.split(", ").count();
        let (Some(before), Some(after)) =
            (self.from.table(self.old.0).column(self.old.1), self.to.table(self.new.0).column(self.new.1))
        else {
            return Ok(());
        };
        let old = Side { model: self.step.from, field: self.step.from.record(self.old.0).field(self.old.1) };
        let new = Side { model: self.step.to, field: self.step.to.record(self.new.0).field(self.new.1) };
        let from = Codec { model: self.step.from, layout: self.from };
        let to = Codec { model: self.step.to, layout: self.to };
        let read: Vec<String> =
            before.shape.read_columns().iter().map(|suffix| format!("{}{suffix}", before.name)).collect();
        let sets: Vec<String> =
            after.shape.columns().iter().map(|(suffix, _)| format!("{}{suffix} = ?", after.name)).collect();
        let select = format!("SELECT {key}, {} FROM {table} WHERE {} IS NOT NULL", read.join(", "), before.name);
        let update = format!("UPDATE {table} SET {} WHERE {is_row}", sets.join(", "));
        let mut select = self.connection.prepare(&select).map_err(failure(attempted))?;
        let mut update = self.connection.prepare(&update).map_err(failure(attempted))?;
        let mut rows = select.query([]).map_err(failure(attempted))?;
        while let Some(row) = rows.next().map_err(failure(attempted))? {
            let value = before.shape.decode(from, row, &mut keys.clone())?;
            let converted = match age {
                Age::Present => convert(old, new, &value).value,
                Age::Past => convert_past(old, new, &value),
            };
            if converted.is_null() {
                continue;
            }
            let mut cells = after.shape.encode(to, &converted)?;
            for position in 0..keys {
                cells.push(row.get::<_, Cell>(position).map_err(failure(attempted))?);
            }
            update.execute(params_from_iter(cells)).map_err(failure(attempted))?;
        }
        Ok(())
    }
}
