//! Proves that what is stored twice is stored equally.
//!
//! A to-one link is a column of its type's table, for reading, and a row of the link table, for identity, properties and
//! traversal. The write engine makes both in one transaction; this compares them, entry by entry.

use std::{collections::HashSet, sync::Arc};

use daybook_schema::{FieldIndex, Model, TypeIndex, Value};
use uuid::Uuid;

use crate::{
    backend::{LinkQuery, Reader, Snapshot},
    error::Result,
    query::{Filter, List, Select, Trash, Window},
    record::{Link, LinkKind},
};

/// Entries or links that are read at once.
const PAGE: usize = 500;

/// Findings that are listed; a damaged store has more of the same.
const LISTED: usize = 100;

/// What of links and rollups does not agree, one sentence each; empty when everything does.
pub fn all(reader: &mut dyn Reader, model: &Arc<Model>) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    reader.read(model, &mut |snapshot| {
        findings.extend(links(snapshot)?);
        findings.extend(snapshot.check_rollups()?);
        Ok(())
    })?;
    Ok(findings)
}

/// What of links does not agree, one sentence each; empty when everything does.
pub fn links(snapshot: &mut dyn Snapshot) -> Result<Vec<String>> {
    let model = snapshot.model().clone();
    let mut findings = Vec::new();
    for record in model.indexes().filter(|record| !model.record(*record).is_series()) {
        let fields = to_one_fields(&model, record);
        if !fields.is_empty() {
            check_type(snapshot, &model, record, &fields, &mut findings)?;
        }
    }
    findings.truncate(LISTED);
    Ok(findings)
}

fn to_one_fields(model: &Model, record: TypeIndex) -> Vec<FieldIndex> {
    let fields = model.record(record).indexed_fields();
    fields.filter(|(_, field)| field.link().is_some() && !field.list).map(|(index, _)| index).collect()
}

fn check_type(
    snapshot: &mut dyn Snapshot,
    model: &Model,
    record: TypeIndex,
    fields: &[FieldIndex],
    findings: &mut Vec<String>,
) -> Result<()> {
    let kinds: Vec<LinkKind> = fields.iter().map(|field| LinkKind::Declared(record, *field)).collect();
    let mut found = 0;
    let mut after = None;
    loop {
        let list = List {
            record,
            parents: None,
            filter: Filter::Trash(Trash::Include),
            order: Vec::new(),
            window: Window { limit: PAGE, after, ..Window::default() },
            select: Select { fields: fields.to_vec(), ..Select::default() },
            as_of: None,
        };
        let Some(page) = snapshot.list(&list)?.into_iter().next() else { break };
        let sources = page.rows.iter().map(|row| row.id).collect();
        let query = LinkQuery { sources: Some(sources), kinds: Some(kinds.clone()), ..LinkQuery::default() };
        let links = snapshot.links(&query)?;
        found += links.len();
        let columns = page.rows.iter().flat_map(|row| {
            let targets = fields.iter().zip(&row.values);
            targets.filter_map(|(field, value)| target(value).map(|target| (row.id, *field, target)))
        });
        compare(model, record, &columns.collect(), &links, findings);
        after = page.rows.last().map(|row| row.position.clone());
        if !page.more || after.is_none() {
            break;
        }
    }
    let stored = count_links(snapshot, &kinds)?;
    if stored != found {
        let name = &model.record(record).name;
        findings.push(format!("{} link rows of {name} belong to no entry", stored.abs_diff(found)));
    }
    Ok(())
}

fn target(value: &Value) -> Option<Uuid> {
    match value {
        Value::Id(id) => Some(*id),
        _ => None,
    }
}

/// A link as both tables know it: source, field, target.
type Triple = (Uuid, FieldIndex, Uuid);

fn compare(model: &Model, record: TypeIndex, columns: &HashSet<Triple>, links: &[Link], findings: &mut Vec<String>) {
    let mut rows = HashSet::new();
    for link in links {
        if let LinkKind::Declared(_, field) = link.kind
            && !rows.insert((link.source, field, link.target))
        {
            findings.push(sentence(model, record, (link.source, field, link.target), "has two link rows"));
        }
    }
    let mut differences: Vec<(Triple, &str)> = columns
        .difference(&rows)
        .map(|triple| (*triple, "is in its column but has no link row"))
        .chain(rows.difference(columns).map(|triple| (*triple, "has a link row but is not in its column")))
        .collect();
    differences.sort_unstable_by_key(|((source, field, target), _)| (*source, *field, *target));
    findings.extend(differences.into_iter().map(|(triple, what)| sentence(model, record, triple, what)));
}

fn sentence(model: &Model, record: TypeIndex, (source, field, target): Triple, what: &str) -> String {
    format!("{} from {source} to {target} {what}", model.link_kind(record, field))
}

fn count_links(snapshot: &mut dyn Snapshot, kinds: &[LinkKind]) -> Result<usize> {
    let mut count = 0;
    let mut after = None;
    loop {
        let query = LinkQuery { kinds: Some(kinds.to_vec()), after, limit: Some(PAGE), ..LinkQuery::default() };
        let links = snapshot.links(&query)?;
        count += links.len();
        match links.last() {
            Some(last) if links.len() == PAGE => after = Some(last.id),
            _ => return Ok(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        backend::Transaction,
        testsuite::{Reference, TestStore},
    };

    /// A test store with a book on a shelf, and the link between them.
    fn test_store() -> (TestStore, Link) {
        let mut test_store = TestStore::new(Arc::new(Reference::default()));
        let shelf = test_store.made("Shelf", &json!({ "name": "top" }));
        let book = test_store.made("Book", &json!({ "name": "Emma", "shelf": { "link": shelf } }));
        let query = LinkQuery { sources: Some(vec![book]), ..LinkQuery::default() };
        let link = test_store.read(|snapshot| snapshot.links(&query)).remove(0);
        (test_store, link)
    }

    fn findings(test_store: &TestStore) -> Vec<String> {
        test_store.read(|snapshot| links(snapshot))
    }

    fn damage(test_store: &mut TestStore, work: impl Fn(&mut dyn Transaction) -> Result<()>) {
        test_store.try_transaction(work).unwrap();
    }

    #[test]
    fn finds_nothing_after_ordinary_writes() {
        let (mut test_store, link) = test_store();
        let other = test_store.made("Shelf", &json!({ "name": "low" }));
        test_store.update("Book", link.source, &json!({ "shelf": { "link": other } }));
        test_store.made("Loan", &json!({ "who": "Bob", "book": { "link": link.source } }));
        test_store.delete("Book", link.source);
        assert_eq!(findings(&test_store), Vec::<String>::new());
    }

    #[test]
    fn finds_a_column_without_link_row() {
        let (mut test_store, link) = test_store();
        damage(&mut test_store, |transaction| {
            let seq = transaction.next_seq()?;
            transaction.remove_link(&link, seq)
        });
        let expected =
            format!("Book.shelf from {} to {} is in its column but has no link row", link.source, link.target);
        assert_eq!(findings(&test_store), [expected]);
    }

    #[test]
    fn finds_a_link_row_that_leads_elsewhere_than_its_column() {
        let (mut test_store, link) = test_store();
        let other = test_store.made("Shelf", &json!({ "name": "low" }));
        let moved = Link { target: other, seq: link.seq + 10, ..link.clone() };
        damage(&mut test_store, |transaction| transaction.put_link(&moved, Some(&link)));
        let mut expected = [
            format!("Book.shelf from {} to {} is in its column but has no link row", link.source, link.target),
            format!("Book.shelf from {} to {other} has a link row but is not in its column", link.source),
        ];
        expected.sort_by_key(|sentence| !sentence.contains(&link.target.min(other).to_string()));
        assert_eq!(findings(&test_store), expected);
    }

    #[test]
    fn finds_link_rows_of_no_entry() {
        let (mut test_store, link) = test_store();
        let stray = Link { id: Uuid::from_u128(1), source: Uuid::from_u128(2), ..link };
        damage(&mut test_store, |transaction| transaction.put_link(&stray, None));
        assert_eq!(findings(&test_store), ["1 link rows of Book belong to no entry"]);
    }
}
