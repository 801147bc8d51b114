//! Tables follow the model: new types and fields appear, renames cost nothing, and a change that would lose data is
//! refused with what it would lose.

mod columns;
mod complete;
mod describe;

use std::{collections::HashSet, sync::Arc};

use daybook_schema::{
    Model, TypeIndex,
    evolution::Origin,
    model::{Field, FieldKind, ObjectType},
};
use rusqlite::Connection;

use self::describe::fits;
use super::{
    catalog::{self, StoredField},
    convert_columns,
    failure::failure,
    indexes,
    layout::{ENTRY_COLUMNS, Layout, Table},
    migrate,
    session::Session,
};
use crate::{
    backend::Step,
    error::{Error, ErrorKind, Result},
    write,
};

/// Makes the tables of a model, and says where they are.
pub(super) fn prepare(connection: &Connection, model: &Model) -> Result<Arc<Layout>> {
    Evolution { connection, model, step: None, losses: Vec::new() }.run()
}

/// Goes over to the next model, with all planned losses.
pub(super) fn step(connection: &Connection, step: &Step<'_>, from: &Layout) -> Result<Arc<Layout>> {
    for removed in &step.evolution.removed {
        retire(connection, from, *removed)?;
    }
    Evolution { connection, model: step.to, step: Some((step, from)), losses: Vec::new() }.run()
}

/// Takes the entries of a type out of sight. Its own tables stay as they are.
fn retire(connection: &Connection, from: &Layout, removed: TypeIndex) -> Result<()> {
    let table = from.table(removed);
    catalog::retire_type(connection, table.id)?;
    for field in &table.fields {
        catalog::retire_field(connection, *field)?;
    }
    if table.is_series() {
        return Ok(());
    }
    let ids = format!("SELECT id FROM entry WHERE type = {}", table.id);
    let mut sql = format!("DELETE FROM sample_change WHERE of IN ({ids});");
    for links in ["link", "link_history", "unlinked"] {
        sql += &format!("DELETE FROM {links} WHERE source IN ({ids}) OR target IN ({ids});");
    }
    sql += &format!("DELETE FROM external_key WHERE entry IN ({ids}); DELETE FROM entry WHERE type = {};", table.id);
    connection.execute_batch(&sql).map_err(failure("removing a type"))
}

/// The fields of an object.
struct ObjectFields {
    /// Their stable numbers.
    ids: Vec<i64>,
    /// Positions of those that are required now and that stored values may lack.
    incomplete: Vec<usize>,
}

struct Evolution<'a> {
    connection: &'a Connection,
    model: &'a Model,
    /// The step that is made, and where the old model is stored; `None` when the server starts.
    step: Option<(&'a Step<'a>, &'a Layout)>,
    losses: Vec<String>,
}

impl Evolution<'_> {
    fn run(mut self) -> Result<Arc<Layout>> {
        let kinds: Vec<&str> =
            self.model.types.iter().map(|one| if one.is_series() { "series" } else { "entry" }).collect();
        let (mut types, mut created) = (Vec::new(), Vec::new());
        for (index, kind) in self.model.indexes().zip(&kinds) {
            let record = self.model.record(index);
            let known = self.step.and_then(|(step, from)| Some(from.table(step.evolution.types[index.0]?).id));
            let (id, new) = match known {
                Some(id) => {
                    catalog::rename_type(self.connection, kind, id, &record.name)?;
                    (id, false)
                }
                None => catalog::claim_type(self.connection, kind, &record.name, &record.former_names)?,
            };
            if new {
                created.push(index);
            }
            types.push(id);
        }
        self.check_vanished(&types)?;
        let mut objects = Vec::new();
        for object in &self.model.objects {
            let former = self.renamed(object);
            let (id, _) = catalog::claim_type(self.connection, "object", &object.name, former)?;
            for former in former {
                catalog::rename_object(self.connection, former, &object.name)?;
            }
            objects.push((id, object));
        }
        let mut object_fields = Vec::new();
        let mut incomplete = HashSet::new();
        for (position, (id, object)) in objects.into_iter().enumerate() {
            let fresh = self.object_fields(id, &object.name, &object.fields)?;
            incomplete.extend(fresh.incomplete.into_iter().map(|field| (position, field)));
            object_fields.push(fresh.ids);
        }
        let mut fields = Vec::new();
        let (mut added, mut changed) = (Vec::new(), Vec::new());
        for (index, id) in self.model.indexes().zip(&types) {
            fields.push(match self.step {
                Some(step) => self.planned_fields(step, index, *id, &types, &mut added, &mut changed)?,
                None => self.fields(index, *id, &types, &mut added, &mut changed)?,
            });
        }
        if self.step.is_none() && !self.losses.is_empty() {
            let context = format!("the definitions would lose data:\n  {}", self.losses.join("\n  "));
            return Err(Error::new(ErrorKind::WouldLose, context));
        }
        let layout = Arc::new(Layout::new(self.model, &types, &fields, object_fields));
        if self.step.is_none() {
            migrate::run(self.connection, &layout)?;
        }
        for index in &created {
            self.create_table(layout.table(*index))?;
        }
        for (index, position) in added.iter().filter(|(index, _)| !created.contains(index)) {
            self.add_columns(&layout, *index, *position)?;
        }
        complete::objects(self.connection, self.model, &layout, &incomplete)?;
        for (index, position) in &changed {
            self.fill_missing(&layout, *index, *position)?;
        }
        if let Some((step, from)) = self.step {
            let replacements = convert_columns::values(self.connection, step, from, &layout)?;
            let mut session = Session::new(self.connection, Arc::clone(step.to), Arc::clone(&layout));
            write::replace_values(&mut session, step, replacements)?;
        }
        self.check_required(&layout, added.iter().chain(&changed))?;
        indexes::settle(self.connection, self.model, &layout)?;
        for create in [super::undos::create, super::system::create] {
            create(self.connection).map_err(failure("preparing the tables"))?;
        }
        super::rollup::prepare(self.connection, self.model, &layout)?;
        Ok(layout)
    }

    fn batch(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(failure("changing the tables"))
    }

    fn count(&self, sql: &str) -> Result<i64> {
        self.connection.query_row(sql, [], |row| row.get(0)).map_err(failure("counting what would be lost"))
    }

    /// Makes a table with all its columns: for each that is added later SQLite reads the definitions of all tables again.
    fn create_table(&self, table: &Table) -> Result<()> {
        let id = table.id;
        let mut fields = String::new();
        for column in table.columns.iter().flatten().filter(|column| !table.is_key(column)) {
            for (suffix, kind) in column.shape.columns() {
                fields.push_str(&format!(", {}{suffix} {kind}", column.name));
            }
        }
        if table.is_series() {
            return self.batch(&format!(
                "CREATE TABLE t{id} (of INTEGER NOT NULL, at INTEGER NOT NULL, flagged INTEGER NOT NULL{fields}, \
                 PRIMARY KEY (of, at)) STRICT, WITHOUT ROWID"
            ));
        }
        let columns = "space INTEGER NOT NULL, version INTEGER NOT NULL, created_at INTEGER NOT NULL, \
                       updated_at INTEGER NOT NULL, trashed_at INTEGER, seq INTEGER NOT NULL, external_keys TEXT";
        debug_assert_eq!(columns.split(", ").count() + 2, ENTRY_COLUMNS.split(", ").count());
        self.batch(&format!(
            "CREATE TABLE t{id} (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, {columns}{fields}) STRICT;
             CREATE TABLE h{id} (until INTEGER PRIMARY KEY, n INTEGER NOT NULL, id BLOB NOT NULL, {columns}{fields}) STRICT;"
        ))
    }

    /// Earlier names of an object, unless another has one now.
    fn renamed<'o>(&self, object: &'o ObjectType) -> &'o [String] {
        let lives = |name: &String| self.model.objects.iter().any(|other| other.name == *name);
        if object.former_names.iter().any(lives) { &[] } else { &object.former_names }
    }

    /// Types that the model left out may stay only while they are empty.
    fn check_vanished(&mut self, types: &[i64]) -> Result<()> {
        for kind in ["entry", "series"] {
            for stored in catalog::types(self.connection, kind)? {
                if types.contains(&stored.id) {
                    continue;
                }
                let rows = self.count(&format!("SELECT count(*) FROM t{}", stored.id))?;
                if rows > 0 {
                    self.losses.push(format!("type `{}` is gone, but there are {rows} of it", stored.name));
                }
            }
        }
        Ok(())
    }

    fn object_fields(&mut self, id: i64, object: &str, fields: &[Field]) -> Result<ObjectFields> {
        let stored = catalog::fields(self.connection, id)?;
        let mut ids = Vec::new();
        let mut incomplete = Vec::new();
        for (position, field) in fields.iter().enumerate() {
            let shape = self.describe(field, &[]);
            let was_required = find(&stored, field).is_some_and(|known| known.shape.ends_with('!'));
            if field.required && !was_required && !stored.is_empty() {
                incomplete.push(position);
            }
            ids.push(match find(&stored, field) {
                Some(known) if fits(&known.shape, &shape) => {
                    catalog::update_field(self.connection, known.id, &field.name, &shape)?;
                    known.id
                }
                Some(known) => {
                    // Values lie inside the JSON of other tables under the old number, and would be lost to sight.
                    let rows = self.uses(known.id)?;
                    if rows > 0 {
                        self.losses
                            .push(format!("`{object}.{}` changes its type, but {rows} rows hold it", field.name));
                    }
                    catalog::remove_field(self.connection, known.id)?;
                    catalog::add_field(self.connection, id, &field.name, &shape)?
                }
                None => catalog::add_field(self.connection, id, &field.name, &shape)?,
            });
        }
        for gone in stored.iter().filter(|stored| !ids.contains(&stored.id)) {
            if fields.iter().any(|field| field.name == gone.name) {
                continue;
            }
            let rows = self.uses(gone.id)?;
            if rows > 0 {
                self.losses.push(format!("`{object}.{}` is gone, but {rows} rows hold it", gone.name));
            }
            if self.step.is_some() {
                catalog::retire_field(self.connection, gone.id)?;
            }
        }
        Ok(ObjectFields { ids, incomplete })
    }

    /// How many rows hold an object's field. Numbers of fields are keys of JSON and nothing else looks like them.
    fn uses(&self, field: i64) -> Result<i64> {
        let pattern = format!("'%\"{field}\":%'");
        let mut rows =
            self.count(&format!("SELECT count(*) FROM link WHERE props LIKE {pattern} AND typeof(kind) = 'integer'"))?;
        let read = || -> rusqlite::Result<Vec<(i64, i64)>> {
            let mut statement =
                self.connection.prepare_cached("SELECT type, id FROM field_catalog WHERE shape LIKE '%object:%'")?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let tables: Vec<i64> = ["entry", "series"]
            .iter()
            .map(|kind| catalog::types(self.connection, kind))
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .map(|stored| stored.id)
            .collect();
        for (table, column) in read().map_err(failure("reading the field catalog"))? {
            if tables.contains(&table) {
                rows += self.count(&format!("SELECT count(*) FROM t{table} WHERE c{column} LIKE {pattern}"))?;
            }
        }
        Ok(rows)
    }

    fn fields(
        &mut self,
        index: TypeIndex,
        id: i64,
        types: &[i64],
        added: &mut Vec<(TypeIndex, usize)>,
        changed: &mut Vec<(TypeIndex, usize)>,
    ) -> Result<Vec<i64>> {
        let record = self.model.record(index);
        let stored = catalog::fields(self.connection, id)?;
        let mut ids = Vec::new();
        for (position, field) in record.fields.iter().enumerate() {
            let shape = self.describe(field, types);
            let known = find(&stored, field).cloned();
            ids.push(match known {
                Some(known) if fits(&known.shape, &shape) => {
                    if known.shape != shape {
                        self.check_enum(id, &known, field, &record.name)?;
                    }
                    if shape.ends_with('!') && !known.shape.ends_with('!') {
                        changed.push((index, position));
                    }
                    catalog::update_field(self.connection, known.id, &field.name, &shape)?;
                    known.id
                }
                known => {
                    if let Some(known) = known {
                        let rows = self.held(id, record.is_series(), &known)?;
                        if rows > 0 {
                            let path = format!("{}.{}", record.name, field.name);
                            self.losses.push(format!("`{path}` changes its type, but {rows} rows hold a value"));
                        }
                        catalog::remove_field(self.connection, known.id)?;
                    }
                    added.push((index, position));
                    catalog::add_field(self.connection, id, &field.name, &shape)?
                }
            });
        }
        for gone in stored.iter().filter(|stored| !ids.contains(&stored.id)) {
            if record.fields.iter().any(|field| field.name == gone.name) {
                continue;
            }
            let rows = self.held(id, record.is_series(), gone)?;
            if rows > 0 {
                self.losses.push(format!("`{}.{}` is gone, but {rows} rows hold a value", record.name, gone.name));
            }
        }
        Ok(ids)
    }

    /// Fields as a plan says where they come from.
    fn planned_fields(
        &self,
        (step, from): (&Step<'_>, &Layout),
        index: TypeIndex,
        id: i64,
        types: &[i64],
        added: &mut Vec<(TypeIndex, usize)>,
        changed: &mut Vec<(TypeIndex, usize)>,
    ) -> Result<Vec<i64>> {
        let record = self.model.record(index);
        let old = step.evolution.types[index.0];
        let kept: Vec<Option<i64>> = step.evolution.fields[index.0]
            .iter()
            .map(|origin| match (origin, old) {
                (Origin::Kept(field), Some(old)) => Some(from.table(old).fields[field.0]),
                _ => None,
            })
            .collect();
        for gone in catalog::fields(self.connection, id)? {
            if !kept.contains(&Some(gone.id)) {
                self.batch(&format!("DELETE FROM unlinked WHERE kind = {}", gone.id))?;
                catalog::retire_field(self.connection, gone.id)?;
            }
        }
        let mut ids = Vec::new();
        for (position, field) in record.fields.iter().enumerate() {
            let shape = self.describe(field, types);
            ids.push(match kept[position] {
                Some(known) => {
                    if field.required && was_optional(step, index, position) {
                        changed.push((index, position));
                    }
                    catalog::update_field(self.connection, known, &field.name, &shape)?;
                    known
                }
                None => {
                    added.push((index, position));
                    catalog::add_field(self.connection, id, &field.name, &shape)?
                }
            });
        }
        Ok(ids)
    }

    /// How many rows hold a value of a field.
    fn held(&self, table: i64, series: bool, field: &StoredField) -> Result<i64> {
        if field.shape == "computed" {
            return Ok(0);
        }
        if field.shape.starts_with("links:") {
            return self.count(&format!("SELECT count(*) FROM link WHERE kind = {}", field.id));
        }
        if series
            && self
                .count(&format!("SELECT count(*) FROM pragma_table_info('t{table}') WHERE name = 'c{}'", field.id))?
                == 0
        {
            // The thing measured and the time have columns of fixed names, which every sample fills.
            return self.count(&format!("SELECT count(*) FROM t{table}"));
        }
        self.count(&format!("SELECT count(*) FROM t{table} WHERE c{} IS NOT NULL", field.id))
    }

    /// An enum value may go only when no row holds it.
    fn check_enum(&mut self, table: i64, known: &StoredField, field: &Field, record: &str) -> Result<()> {
        let FieldKind::Enum(index) = &field.kind else { return Ok(()) };
        let declared = &self.model.enums[index.0];
        let names = declared.values.iter().flat_map(|value| std::iter::once(&value.name).chain(&value.former_names));
        let names = serde_json::json!(names.collect::<Vec<_>>()).to_string();
        let column = format!("c{}", known.id);
        let from = if field.list {
            format!("SELECT count(*) FROM t{table}, json_each(t{table}.{column}) AS item WHERE item.value")
        } else {
            format!("SELECT count(*) FROM t{table} WHERE {column}")
        };
        let sql = format!("{from} NOT IN (SELECT value FROM json_each(?))");
        let rows: i64 = self
            .connection
            .query_row(&sql, [names], |row| row.get(0))
            .map_err(failure("checking the values of an enum"))?;
        if rows > 0 {
            let path = format!("{record}.{}", field.name);
            self.losses.push(format!("`{path}`: {rows} rows hold a value that `{}` no longer has", declared.name));
        }
        Ok(())
    }
}

/// The stored field of a declared one: by name, else by a former name.
fn find<'s>(stored: &'s [StoredField], field: &Field) -> Option<&'s StoredField> {
    let named = |name: &str| stored.iter().find(|stored| stored.name == name);
    named(&field.name).or_else(|| field.former_names.iter().find_map(|name| named(name)))
}

/// Whether the field that a kept one was may lack a value.
fn was_optional(step: &Step<'_>, index: TypeIndex, position: usize) -> bool {
    match (step.evolution.types[index.0], step.evolution.fields[index.0][position]) {
        (Some(old), Origin::Kept(field)) => !step.from.record(old).field(field).required,
        _ => true,
    }
}
