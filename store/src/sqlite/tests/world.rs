//! A garden in a folder of its own, filled as fast as SQL can.

use std::sync::Arc;

use daybook_schema::{
    Model, TypeIndex,
    definition::{self, Source},
};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    backend::{Backend, Snapshot},
    error::Result,
    query::{Filter, List, OrderKey, Select, Subject, Trash, Window},
    sqlite::{Sqlite, SqliteOptions, open::Purpose},
};

pub const GARDEN: &str = r#"
type Bed @entry(plural: "beds", title: "{name}") @key(fields: ["name"]) { name: String! sunny: Boolean }
type Plant @entry(plural: "plants", at: "plantedOn", title: "{name}") {
  name: String! @index
  plantedOn: Date
  bed: Bed @link(inverse: "plants")
}
type Harvest @entry(plural: "harvests", at: "pickedAt", title: "{weight}") {
  bed: Bed! @link(inverse: "harvests")
  pickedAt: DateTime!
  weight: Quantity @unit(canonical: G)
}
type Probe @entry(plural: "probes", title: "{name}") { name: String! }
type SoilReading @series(plural: "soilReadings", of: "probe", at: "at") {
  probe: Probe! @link(inverse: "soilReadings")
  at: DateTime!
  moisture: Quantity @unit(canonical: PERCENT)
  temperature: Quantity @unit(canonical: CEL)
}
"#;

/// The model of some definitions.
pub fn model(text: &str) -> Arc<Model> {
    let source = Source { file: "test.graphql".to_owned(), text: text.to_owned(), built_in: false };
    Arc::new(definition::load(&[source]).unwrap())
}

pub struct World {
    pub model: Arc<Model>,
    pub sqlite: Sqlite,
    pub folder: TempDir,
}

impl World {
    pub fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap();
        let model = model(text);
        sqlite.prepare(&model).unwrap();
        Self { model, sqlite, folder }
    }

    pub fn find(&self, name: &str) -> TypeIndex {
        self.model.find(name).unwrap()
    }

    /// A connection past the backend.
    pub fn raw(&self) -> Connection {
        self.sqlite.shared.folder.connect(&self.sqlite.shared.options, Purpose::Prepare).unwrap()
    }

    /// Name of a type's table, and of a field's column.
    pub fn names(&self, record: &str, field: &str) -> (String, String) {
        let layout = self.sqlite.shared.layout(&self.model).unwrap();
        let index = self.find(record);
        let table = layout.table(index);
        let column = table.column(self.model.record(index).find(field).unwrap()).unwrap();
        (format!("t{}", table.id), column.name.clone())
    }

    /// `parents` beds with so many harvests each, an hour apart, and as many plants, every third without its day.
    pub fn fill(&self, parents: i64, children: i64) -> Vec<Uuid> {
        let raw = self.raw();
        let (bed, name) = self.names("Bed", "name");
        let (harvest, of) = self.names("Harvest", "bed");
        let (_, at) = self.names("Harvest", "pickedAt");
        let (plant, called) = self.names("Plant", "name");
        let (_, planted) = self.names("Plant", "plantedOn");
        let base = "space, version, created_at, updated_at, seq";
        raw.execute_batch(&format!(
            "BEGIN;
             WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {parents})
             INSERT INTO {bed} (id, {base}, {name}, {name}f, {name}s)
               SELECT unhex(printf('%032x', i + 1)), 1, 1, 0, 0, 1, 'bed ' || i, 'bed ' || i, CAST('bed ' || i AS BLOB) FROM n;
             WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {parents} * {children})
             INSERT INTO {harvest} (id, {base}, {of}, {at})
               SELECT unhex(printf('%032x', 1000000 + i)), 1, 1, 0, 0, 1, unhex(printf('%032x', i % {parents} + 1)),
                 i * 3600000 FROM n;
             INSERT INTO {plant} (id, {base}, {called}, {called}f, {called}s, {planted})
               SELECT unhex(printf('%032x', 90000000 + i)), 1, 1, 0, 0, 1, 'p', 'p', CAST('p' AS BLOB),
                 CASE WHEN i % 3 = 0 THEN NULL ELSE i * 86400000 END
               FROM (SELECT row_number() OVER () AS i FROM {harvest});
             COMMIT;"
        ))
        .unwrap();
        (1..=u128::try_from(parents).unwrap()).map(Uuid::from_u128).collect()
    }

    pub fn read<T>(&self, mut work: impl FnMut(&mut dyn Snapshot) -> Result<T>) -> Result<T> {
        let mut answer = None;
        self.sqlite.reader()?.read(&self.model, &mut |snapshot| {
            answer = Some(work(snapshot)?);
            Ok(())
        })?;
        Ok(answer.unwrap())
    }

    /// The first fifty of a type by time, newest first.
    pub fn newest(&self, record: &str) -> List {
        let newest = OrderKey { path: Vec::new(), subject: Subject::At, descending: true, nulls_first: false };
        List {
            record: self.find(record),
            parents: None,
            filter: Filter::Trash(Trash::Exclude),
            order: vec![newest],
            window: Window { limit: 50, ..Window::default() },
            select: Select { fields: Vec::new(), to_one: Vec::new(), external_keys: false, link: false },
            as_of: None,
        }
    }
}
