//! A store with the built-in types, for tests of functions that read.

use std::sync::Arc;

use daybook_schema::{definition, value::Instant};
use daybook_store::{
    backend::Backend,
    sqlite::{Sqlite, SqliteOptions},
    testsuite::TestStore,
};
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Run, function, records::Records};

/// A test store over a database of its own.
pub struct World {
    pub test_store: TestStore,
    pub now: Instant,
    _folder: TempDir,
}

impl World {
    /// Nothing but the built-in types, at a moment.
    pub fn at(now: &str) -> Self {
        Self::with(&definition::built_in(), now)
    }

    /// Nothing but these definitions.
    pub fn with(sources: &[definition::Source], now: &str) -> Self {
        let model = definition::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
        let folder = tempfile::tempdir().unwrap();
        let backend: Arc<dyn Backend> = Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap());
        let now = daybook_schema::time::parse_instant(now).unwrap();
        let mut test_store = TestStore::with_model(backend, Arc::new(model));
        // Entries are written at the moment that is asked about.
        test_store.now = now;
        Self { test_store, now, _folder: folder }
    }

    /// Creates an entry.
    pub fn made(&mut self, name: &str, document: &Json) -> Uuid {
        self.test_store.made(name, document)
    }

    /// The answer of a function, or its mistakes in words.
    pub fn ask(&self, name: &str, arguments: &Json) -> Result<Json, String> {
        self.asked(name, arguments).0
    }

    /// The same with the number of statements.
    pub fn asked(&self, name: &str, arguments: &Json) -> (Result<Json, String>, u64) {
        let Run::Reading(run) = function(name).unwrap().run else { panic!("`{name}` reads nothing") };
        self.test_store.read(|snapshot| {
            let as_of = arguments["asOf"].as_str().map(|text| daybook_schema::time::parse_instant(text).unwrap());
            let as_of = as_of.map(|moment| snapshot.sequence_at(moment)).transpose()?;
            let before = snapshot.cost().statements;
            let answer = run(&mut Records::new(snapshot, self.now, as_of), arguments.clone());
            Ok((answer.map_err(|error| error.to_string()), snapshot.cost().statements - before))
        })
    }
}

/// A quantity as tests give it.
pub fn quantity(value: f64, unit: &str) -> Json {
    json!({"value": value, "unit": unit})
}
