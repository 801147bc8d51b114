//! Proves that versions follow one another without gaps or overlaps.
//!
//! A version of an entry holds from its sequence number up to that of the next one, and the last one stands in the table
//! of the present. A link may end for good, and come back later.

use rusqlite::Connection;

/// Findings in words; empty when all ranges fit. Reads all history.
pub(super) fn check(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut findings = Vec::new();
    for (history, present) in pairs(connection)? {
        let wrong = count(connection, &history, &present, "until IS NOT next OR until <= seq")?;
        if wrong > 0 {
            findings.push(format!("{wrong} versions in {history} do not end where the next one begins"));
        }
    }
    // What entries share has a history of its own, which changes do not number.
    for (history, _) in pairs(connection)?.iter().skip(1) {
        let sql = format!(
            "SELECT count(*) FROM {history} AS h WHERE NOT EXISTS \
             (SELECT 1 FROM change AS c WHERE c.seq = h.until AND c.entry = h.id AND c.operation <> 0)"
        );
        let lost: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
        if lost > 0 {
            findings.push(format!("{lost} versions in {history} were superseded by no change of their entry"));
        }
    }
    let broken = "until <= seq OR until > next OR (until IS NULL AND next IS NOT NULL)";
    let wrong = count(connection, "link_history", "link", broken)?;
    if wrong > 0 {
        findings.push(format!("{wrong} versions of links in link_history overlap the next one"));
    }
    Ok(findings)
}

/// The tables of history of entries, each with that of the present.
fn pairs(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'h[0-9]*' ORDER BY name";
    let mut statement = connection.prepare(sql)?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut pairs = vec![("entry_history".to_owned(), "entry".to_owned())];
    for name in names {
        let name = name?;
        let present = format!("t{}", &name[1..]);
        pairs.push((name, present));
    }
    Ok(pairs)
}

fn count(connection: &Connection, history: &str, present: &str, wrong: &str) -> rusqlite::Result<i64> {
    let sql = format!(
        "SELECT count(*) FROM (SELECT seq, until, lead(seq) OVER (PARTITION BY id ORDER BY seq) AS next FROM \
         (SELECT id, seq, until FROM {history} UNION ALL SELECT id, seq, NULL FROM {present})) WHERE {wrong}"
    );
    connection.query_row(&sql, [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use crate::{
        sqlite::{Sqlite, SqliteOptions},
        testsuite::TestStore,
    };

    /// What is found after a statement was run over a store with two versions of a book and of its link.
    fn found_after(damage: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap());
        let mut test_store = TestStore::new(Arc::clone(&sqlite) as Arc<dyn crate::backend::Backend>);
        let other = test_store.made("Book", &json!({"name": "Other"}));
        let id =
            test_store.made("Book", &json!({"name": "Emma", "cites": {"link": [{"id": other, "props": {"page": 1}}]}}));
        test_store.update(
            "Book",
            id,
            &json!({"name": "Emma again", "cites": {"update": [{"id": other, "props": {"page": 2}}]}}),
        );
        let book = test_store.find("Book");
        let layout = sqlite.shared.layout(&test_store.model).unwrap();
        let connection = rusqlite::Connection::open(folder.path().join(crate::sqlite::open::FILE)).unwrap();
        connection.execute_batch(&damage.replace("BOOK", &layout.table(book).id.to_string())).unwrap();
        sqlite.damage().unwrap()
    }

    #[test]
    fn ranges_that_fit_are_no_finding() {
        assert_eq!(found_after(""), Vec::<String>::new());
    }

    #[test]
    fn a_past_that_is_cut_off_is_no_finding() {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap());
        let mut test_store = TestStore::new(Arc::clone(&sqlite) as Arc<dyn crate::backend::Backend>);
        let other = test_store.made("Book", &json!({"name": "Other"}));
        let id = test_store.made("Book", &json!({"name": "Emma"}));
        for page in 1..6 {
            let cites =
                json!({"cites": {"set": [{"id": other, "props": {"page": page}}]}, "name": format!("Emma {page}")});
            test_store.update("Book", id, &cites);
        }
        assert!(test_store.forget_history(test_store.now - 2_000) > 0);
        assert_eq!(sqlite.damage().unwrap(), Vec::<String>::new());
        let connection = rusqlite::Connection::open(folder.path().join(crate::sqlite::open::FILE)).unwrap();
        let rows = |table| {
            let sql = format!("SELECT count(*) FROM {table}");
            connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap()
        };
        assert_eq!((rows("entry_history"), rows("link_history")), (2, 2));
    }

    #[test]
    fn gaps_and_overlaps_in_the_history_are_found() {
        let apart = "do not end where the next one begins";
        let changeless = "were superseded by no change of their entry";
        for (damage, findings) in [
            (
                "UPDATE entry_history SET until = until + 1",
                &["1 versions in entry_history do not end where the next one begins"] as &[&str],
            ),
            ("UPDATE hBOOK SET until = until - 1", &[apart, changeless]),
            ("UPDATE change SET entry = x'00' WHERE seq IN (SELECT until FROM hBOOK)", &[changeless]),
            ("UPDATE hBOOK SET seq = seq + 1", &[apart]),
            (
                "UPDATE link_history SET until = until + 1",
                &["1 versions of links in link_history overlap the next one"],
            ),
        ] {
            let found = found_after(damage);
            let fits =
                found.len() == findings.len() && found.iter().zip(findings).all(|(one, part)| one.contains(part));
            assert!(fits, "{damage}: {found:?}");
        }
    }
}
