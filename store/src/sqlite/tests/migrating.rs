//! A store of an earlier version is brought up to date when it is opened, with everything in it.

use std::{path::Path, sync::Arc};

use daybook_schema::value::Instant;
use rusqlite::{Connection, Row, params};
use serde_json::json;
use uuid::Uuid;

use crate::{
    backend::{Backend, LinkQuery},
    query::{self, Aggregate, Filter, Group, Grouped, Lines, Measure, Subject, Test},
    record::Record,
    sqlite::{Sqlite, SqliteOptions, open::FILE, rollup::buckets},
    testsuite::TestStore,
    write::SampleConflict,
};

/// What can be asked of the store.
#[derive(Debug, PartialEq)]
struct Seen {
    readings: Vec<query::Row>,
    rolled: Vec<Vec<Grouped>>,
    versions: Vec<Record>,
    then: Vec<query::Row>,
    cited: Vec<Uuid>,
}

fn opened(folder: &Path) -> (Arc<Sqlite>, TestStore) {
    let sqlite = Arc::new(Sqlite::open(folder, &SqliteOptions::default()).unwrap());
    let test_store = TestStore::new(Arc::clone(&sqlite) as Arc<dyn Backend>);
    (sqlite, test_store)
}

fn seen(test_store: &TestStore, book: Uuid) -> Seen {
    let (readings, books) = (test_store.find("Reading"), test_store.find("Book"));
    let gauge = test_store.model.relation(readings, "gauge").unwrap();
    let damp = test_store.model.record(readings).find("damp").unwrap();
    let rolled = Aggregate {
        record: readings,
        parents: None,
        filter: Filter::Test(Subject::Flagged, Test::Eq(daybook_schema::Value::Boolean(false))),
        groups: vec![Group::Target(gauge)],
        measures: vec![Measure::count(None), Measure::of(Subject::Field(vec![damp]))],
        lines: Lines::default(),
        as_of: None,
        limit: 100,
    };
    let mut then = test_store.list("Book", Filter::All(Vec::new()));
    then.as_of = Some(test_store.read(|snapshot| Ok(snapshot.versions(books, book)?[0].seq)));
    Seen {
        readings: test_store.rows(&test_store.list("Reading", Filter::All(Vec::new()))),
        rolled: test_store.read(|snapshot| snapshot.aggregate(&rolled)),
        versions: test_store.read(|snapshot| snapshot.versions(books, book)),
        then: test_store.rows(&then),
        cited: test_store.related("Book", book, "cites"),
    }
}

/// Lays the tables of a store as version 4 had them: what deletes took away stood in history only.
fn lay_back_to_4(folder: &Path) {
    let connection = Connection::open(folder.join(FILE)).unwrap();
    connection.execute_batch("DROP TABLE unlinked; DROP TABLE sample_change; PRAGMA user_version = 4;").unwrap();
}

/// Lays the tables of a store as version 3 had them: durations without their keys, indexed by their length.
fn lay_back_to_3(folder: &Path) {
    lay_back_to_4(folder);
    let connection = Connection::open(folder.join(FILE)).unwrap();
    let sql = "SELECT tables.name, columns.name FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns \
               WHERE tables.type = 'table' AND columns.name GLOB 'c[0-9]*k'";
    let mut statement = connection.prepare(sql).unwrap();
    let keys: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap();
    assert!(!keys.is_empty(), "there are durations");
    for (table, key) in keys {
        let name = key.trim_end_matches('k');
        let sql =
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql LIKE '%' || ? || '%'";
        let mut statement = connection.prepare(sql).unwrap();
        let indexes: Vec<(String, String)> = statement
            .query_map([&table, &key], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        for (index, sql) in indexes {
            let length = if sql.contains("UNIQUE") { name.to_owned() } else { format!("{name}m") };
            connection.execute_batch(&format!("DROP INDEX {index}; {}", sql.replace(&key, &length))).unwrap();
        }
        connection.execute_batch(&format!("ALTER TABLE {table} DROP COLUMN {key}")).unwrap();
    }
    connection.pragma_update(None, "user_version", 3).unwrap();
}

/// Lays the tables of a store as version 2 had them: each rollup in a row of its own.
fn lay_back_to_2(folder: &Path) {
    lay_back_to_3(folder);
    let connection = Connection::open(folder.join(FILE)).unwrap();
    let mut statement = connection.prepare("SELECT series, level, of, start, data FROM rollup").unwrap();
    let packed = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    let packed_rows: Vec<(i64, i64, i64, Instant, Vec<u8>)> =
        statement.query_map([], packed).unwrap().collect::<Result<_, _>>().unwrap();
    connection.execute("DELETE FROM rollup", []).unwrap();
    for (series, level, of, start, data) in &packed_rows {
        for bucket in buckets(data, *start, *level) {
            let (start, bytes) = bucket.unwrap();
            let row = params![series, level, of, start, bytes];
            connection.execute("INSERT INTO rollup VALUES (?, ?, ?, ?, ?)", row).unwrap();
        }
    }
    assert!(!packed_rows.is_empty(), "there are rollups");
    connection.execute_batch("DROP INDEX change_entry; CREATE INDEX change_entry ON change (entry);").unwrap();
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'h[0-9]*'").unwrap();
    let histories: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    for table in histories {
        let sql = "SELECT group_concat(name), group_concat(name || ' ' || type || iif(\"notnull\", ' NOT NULL', '')) \
                   FROM pragma_table_info(?) WHERE name <> 'until'";
        let columns = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (names, definitions): (String, String) = connection.query_row(sql, [&table], columns).unwrap();
        connection
            .execute_batch(&format!(
                "ALTER TABLE {table} RENAME TO new;
                 CREATE TABLE {table} ({definitions}, until INTEGER NOT NULL, PRIMARY KEY (id, seq)) STRICT, WITHOUT ROWID;
                 INSERT INTO {table} ({names}, until) SELECT {names}, until FROM new; DROP TABLE new;"
            ))
            .unwrap();
    }
    connection.pragma_update(None, "user_version", 2).unwrap();
}

/// Lays the tables of a store as version 1 had them.
fn lay_back_to_1(folder: &Path) {
    lay_back_to_2(folder);
    let connection = Connection::open(folder.join(FILE)).unwrap();
    let names = |pattern: &str| -> Vec<String> {
        let mut statement =
            connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB ?").unwrap();
        statement.query_map([pattern], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let columns = |table: &str, without: &str| -> (String, String) {
        let sql = "SELECT name, name || ' ' || type || iif(\"notnull\", ' NOT NULL', '') FROM pragma_table_info(?) WHERE name <> ?";
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.query_map([table, without], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let (names, definitions): (Vec<String>, Vec<String>) = columns.map(Result::unwrap).unzip();
        (names.join(", "), definitions.join(", "))
    };
    let lay = |table: &str, definition: &str, rows: &str| {
        let sql =
            format!("ALTER TABLE {table} RENAME TO new; CREATE TABLE {table} {definition}; {rows}; DROP TABLE new;");
        connection.execute_batch(&sql).unwrap();
    };
    let entries: Vec<String> = names("h[0-9]*").iter().map(|name| name[1..].to_owned()).collect();
    let ids: Vec<String> = entries.iter().map(|number| format!("SELECT n, id FROM t{number}")).collect();
    // Numbers of different types are the same: only one type of the suite is measured, and it is the one looked up.
    let gauges = entries.iter().find(|number| {
        connection
            .query_row(
                &format!(
                    "SELECT count(*) FROM t{number} WHERE id IN (SELECT id FROM entry WHERE type = \
            (SELECT id FROM type_catalog WHERE name = 'Gauge'))"
                ),
                [],
                |row| row.get::<_, i64>(0),
            )
            .unwrap()
            > 0
    });
    let gauges = gauges.unwrap();
    assert_eq!(ids.len(), entries.len());
    for table in names("t[0-9]*").iter().filter(|table| !entries.contains(&table[1..].to_owned())) {
        let (names, definitions) = columns(table, "of");
        let definition = format!("(of BLOB NOT NULL, {definitions}, PRIMARY KEY (of, at)) STRICT, WITHOUT ROWID");
        lay(
            table,
            &definition,
            &format!(
                "INSERT INTO {table} (of, {names}) SELECT (SELECT id FROM t{gauges} WHERE n = of), {names} FROM new"
            ),
        );
    }
    for (table, rest) in [("rollup", "level, of, start"), ("kept", "of")] {
        let (names, definitions) = columns(table, "of");
        let definition =
            format!("({definitions}, of BLOB NOT NULL, PRIMARY KEY (series, {rest})) STRICT, WITHOUT ROWID");
        lay(
            table,
            &definition,
            &format!(
                "INSERT INTO {table} ({names}, of) SELECT {names}, (SELECT id FROM t{gauges} WHERE n = of) FROM new"
            ),
        );
    }
    for number in &entries {
        let (names, definitions) = columns(&format!("t{number}"), "n");
        let definitions = definitions.replacen("id BLOB NOT NULL", "id BLOB PRIMARY KEY", 1);
        lay(
            &format!("t{number}"),
            &format!("({definitions}) STRICT"),
            &format!("INSERT INTO t{number} ({names}) SELECT {names} FROM new"),
        );
        let (names, definitions) = columns(&format!("h{number}"), "n");
        lay(
            &format!("h{number}"),
            &format!("({definitions}) STRICT"),
            &format!("INSERT INTO h{number} ({names}) SELECT {names} FROM new"),
        );
        connection.execute_batch(&format!("CREATE INDEX h{number}_id ON h{number} (id, seq)")).unwrap();
    }
    for table in ["entry_history", "link_history"] {
        let (names, definitions) = columns(table, "");
        lay(
            table,
            &format!("({definitions}) STRICT"),
            &format!("INSERT INTO {table} ({names}) SELECT {names} FROM new"),
        );
        connection.execute_batch(&format!("CREATE INDEX {table}_id ON {table} (id, seq)")).unwrap();
    }
    connection
        .execute_batch(
            "CREATE INDEX link_history_source ON link_history (source, kind, target);
             CREATE INDEX link_history_target ON link_history (target, kind, source);
             DROP INDEX change_moment; CREATE INDEX change_at ON change (at); CREATE INDEX change_type ON change (type);
             CREATE INDEX change_set ON change (change_set);
             PRAGMA user_version = 1;",
        )
        .unwrap();
}

#[test]
fn a_store_of_version_1_is_brought_up_to_date_with_everything_in_it() {
    brought_up_to_date(lay_back_to_1);
}

#[test]
fn a_store_of_version_2_is_brought_up_to_date_with_everything_in_it() {
    brought_up_to_date(lay_back_to_2);
}

#[test]
fn a_store_of_version_3_is_brought_up_to_date_with_everything_in_it() {
    brought_up_to_date(lay_back_to_3);
}

#[test]
fn durations_of_earlier_versions_are_found_by_their_length() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut test_store) = opened(folder.path());
    let written = test_store.made("Lapse", &json!({"length": "PT600S", "lengths": ["P1W"]}));
    test_store.made("Lapse", &json!({"length": "PT11M"}));
    let history = test_store.made("Specimen", &json!({"span": "PT60M"}));
    test_store.update("Specimen", history, &json!({"span": "PT61M"}));
    drop(test_store);
    lay_back_to_3(folder.path());

    let (sqlite, mut test_store) = opened(folder.path());
    let found = |test_store: &TestStore, name: &str, field: &str, test: Test, as_of: Option<i64>| {
        let subject = Subject::Field(vec![test_store.model.record(test_store.find(name)).find(field).unwrap()]);
        let mut list = test_store.list(name, Filter::Test(subject, test));
        list.as_of = as_of;
        test_store.rows(&list).iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let span = |text: &str| daybook_schema::Value::Duration(text.parse().unwrap());
    assert_eq!(found(&test_store, "Lapse", "length", Test::Eq(span("PT10M")), None), [written]);
    assert_eq!(found(&test_store, "Lapse", "length", Test::Lt(span("PT11M")), None), [written]);
    assert_eq!(found(&test_store, "Lapse", "lengths", Test::Has(span("P7D")), None), [written]);
    let specimens = test_store.find("Specimen");
    let first = test_store.read(|snapshot| Ok(snapshot.versions(specimens, history)?[0].seq));
    assert_eq!(found(&test_store, "Specimen", "span", Test::Eq(span("PT1H")), Some(first)), [history]);
    let again = json!({"id": "01890a5d-ac96-774b-bcce-b302099a8057", "length": "PT10M"});
    assert!(test_store.create("Lapse", &again).has_errors(), "the key is taken");
    assert_eq!(sqlite.damage().unwrap(), Vec::<String>::new());
}

#[test]
fn links_that_deletes_took_away_in_an_earlier_version_come_back() {
    for lay_back in [lay_back_to_1, lay_back_to_2, lay_back_to_3, lay_back_to_4] {
        let folder = tempfile::tempdir().unwrap();
        let (_, mut test_store) = opened(folder.path());
        let reading = json!({"gauge": {"connectOrCreate": {"name": "north"}}, "at": "2026-05-01T06:00:00Z"});
        test_store.add_readings(&[reading], SampleConflict::Keep);
        let [cited, early, kept] =
            ["Cited", "Early", "Kept"].map(|name| test_store.made("Book", &json!({ "name": name })));
        let cites = json!({"link": [{"id": cited, "props": {"page": 3}}, {"id": early}, {"id": kept}]});
        let book = test_store.made("Book", &json!({"name": "Emma", "cites": cites}));
        let before = test_store.read(|snapshot| snapshot.links(&LinkQuery::default()));
        // What the writer said stays as it was said.
        test_store.update("Book", book, &json!({"cites": {"unlink": [kept]}}));
        test_store.delete("Book", early);
        test_store.delete("Book", book);
        test_store.delete("Book", cited);
        test_store.restore(book, None);
        drop(test_store);
        lay_back(folder.path());

        let (_, mut test_store) = opened(folder.path());
        test_store.delete("Book", kept);
        for id in [early, kept, cited] {
            test_store.restore(id, None);
        }
        assert_eq!(test_store.related("Book", book, "cites"), [cited, early]);
        let mut after = test_store.read(|snapshot| snapshot.links(&LinkQuery::default()));
        after.iter_mut().zip(&before).for_each(|(link, old)| link.seq = old.seq);
        assert_eq!(after, before[..2]);
    }
}

fn brought_up_to_date(lay_back: fn(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut test_store) = opened(folder.path());
    let other = test_store.made("Book", &json!({"name": "Other"}));
    let book =
        test_store.made("Book", &json!({"name": "Emma", "cites": {"link": [{"id": other, "props": {"page": 1}}]}}));
    test_store.update("Book", book, &json!({"pages": 2, "cites": {"update": [{"id": other, "props": {"page": 2}}]}}));
    let reading = |minute: u32| {
        let name = if minute.is_multiple_of(2) { "north" } else { "south" };
        json!({"gauge": {"connectOrCreate": {"name": name}}, "damp": {"value": minute % 100, "unit": "PERCENT"},
            "at": format!("2026-05-01T{:02}:{:02}:00Z", 6 + minute / 60, minute % 60)})
    };
    test_store.add_readings(&(0..180).map(reading).collect::<Vec<_>>(), SampleConflict::Keep);
    let before = seen(&test_store, book);
    assert_eq!((before.readings.len(), before.versions.len(), before.then.len()), (180, 2, 2));
    drop(test_store);
    lay_back(folder.path());

    let (sqlite, mut test_store) = opened(folder.path());
    assert_eq!(seen(&test_store, book), before);
    assert_eq!(test_store.read(|snapshot| snapshot.check_rollups()), Vec::<String>::new());
    assert_eq!(sqlite.damage().unwrap(), Vec::<String>::new());
    test_store.add_readings(&[reading(181)], SampleConflict::Keep);
    test_store.update("Book", book, &json!({"pages": 3}));
    assert_eq!(test_store.rows(&test_store.list("Reading", Filter::All(Vec::new()))).len(), 181);
    assert_eq!(sqlite.damage().unwrap(), Vec::<String>::new());
}
