//! Values of changed fields, converted into their new columns one by one.

use daybook_schema::{
    FieldIndex, TypeIndex,
    evolution::{Origin, Side, convert, convert_past},
};
use rusqlite::{Connection, params_from_iter, types::Value as Cell};

use super::{
    failure::failure,
    layout::{Codec, Layout},
    rows,
};
use crate::{backend::Step, error::Result, write::Replacement};

/// Converts the values of all fields that a step converts, those of earlier versions included. Values that only the past
/// may hold stay for now; what takes their place is answered.
pub(super) fn values(connection: &Connection, step: &Step<'_>, from: &Layout, to: &Layout) -> Result<Vec<Replacement>> {
    let mut replacements = Vec::new();
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
                converter.run(&mut replacements)?;
            }
        }
    }
    Ok(replacements)
}

struct ColumnConverter<'a> {
    connection: &'a Connection,
    step: &'a Step<'a>,
    from: &'a Layout,
    to: &'a Layout,
    old: (TypeIndex, FieldIndex),
    new: (TypeIndex, FieldIndex),
}

/// What a table holds, and by which columns its rows are found.
#[derive(Clone, Copy)]
enum Rows {
    Entries,
    Versions,
    Samples,
}

impl Rows {
    fn key(self) -> &'static [&'static str] {
        match self {
            Self::Entries => &["n", "id"],
            Self::Versions => &["until"],
            Self::Samples => &["of", "at"],
        }
    }
}

impl ColumnConverter<'_> {
    fn run(&self, replacements: &mut Vec<Replacement>) -> Result<()> {
        let table = self.to.table(self.new.0);
        if table.is_series() {
            return self.table(&format!("t{}", table.id), Rows::Samples, replacements);
        }
        self.table(&format!("t{}", table.id), Rows::Entries, replacements)?;
        self.table(&format!("h{}", table.id), Rows::Versions, replacements)
    }

    /// Converts the values of one table.
    fn table(&self, table: &str, kind: Rows, replacements: &mut Vec<Replacement>) -> Result<()> {
        let attempted = "converting a field";
        let key = kind.key();
        let is_row = key.iter().map(|name| format!("{name} = ?")).collect::<Vec<_>>().join(" AND ");
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
        let select =
            format!("SELECT {}, {} FROM {table} WHERE {} IS NOT NULL", key.join(", "), read.join(", "), before.name);
        let update = format!("UPDATE {table} SET {} WHERE {is_row}", sets.join(", "));
        let mut select = self.connection.prepare(&select).map_err(failure(attempted))?;
        let mut update = self.connection.prepare(&update).map_err(failure(attempted))?;
        let mut rows = select.query([]).map_err(failure(attempted))?;
        while let Some(row) = rows.next().map_err(failure(attempted))? {
            let value = before.shape.decode(from, row, &mut key.len())?;
            let converted = match kind {
                Rows::Samples => convert(old, new, &value).value,
                Rows::Versions => convert_past(old, new, &value),
                Rows::Entries => {
                    let (past, present) = (convert_past(old, new, &value), convert(old, new, &value).value);
                    if past != present {
                        let ((record, field), id) = (self.new, rows::id(row, 1)?);
                        replacements.push(Replacement { record, id, field, value: present });
                    }
                    past
                }
            };
            if converted.is_null() {
                continue;
            }
            let mut cells = after.shape.encode(to, &converted)?;
            for position in 0..key.len() {
                cells.push(row.get::<_, Cell>(position).map_err(failure(attempted))?);
            }
            update.execute(params_from_iter(cells)).map_err(failure(attempted))?;
        }
        Ok(())
    }
}
