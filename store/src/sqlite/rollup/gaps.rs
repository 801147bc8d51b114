//! Which distance of two samples is a gap, where what is measured may say otherwise than its series.

use std::collections::BTreeMap;

use daybook_schema::{FieldIndex, TypeIndex, model::Kind};
use rusqlite::{Row, ToSql};
use uuid::Uuid;

use super::Rollups;
use crate::{
    error::Result,
    record::Record,
    sqlite::{
        failure::{failure, internal},
        shape::Shape,
    },
};

/// What an entry says of its own: interval in milliseconds, and factor.
type Own = (Option<i64>, Option<f64>);

impl Rollups<'_> {
    /// Distance beyond which two samples of an entry cover no time between them.
    pub fn gap(&self, record: TypeIndex, of: i64) -> Result<Option<i64>> {
        let kind = &self.model.record(record).kind;
        let Some(columns) = self.own_columns(record) else { return Ok(kind.gap()) };
        let sql = format!("{columns} WHERE n = ?");
        let own = self.own(&sql, &[&of])?.into_iter().next();
        Ok(own.map_or(kind.gap(), |(_, (every, factor))| kind.gap_of(every, factor)))
    }

    /// The distances of all entries that say something of their own.
    pub fn own_gaps(&self, record: TypeIndex) -> Result<BTreeMap<Uuid, Option<i64>>> {
        let kind = &self.model.record(record).kind;
        let Some(columns) = self.own_columns(record) else { return Ok(BTreeMap::new()) };
        let sql = format!("SELECT * FROM ({columns}) WHERE every IS NOT NULL OR factor IS NOT NULL");
        let own = self.own(&sql, &[])?.into_iter();
        Ok(own.map(|(id, (every, factor))| (id, kind.gap_of(every, factor))).collect())
    }

    /// What gaps follow from, as text: when it changes all is rolled up again.
    pub(super) fn gap_rules(&self, record: TypeIndex) -> String {
        format!("{:?} {:?}", self.model.record(record).kind.gap(), self.own_columns(record))
    }

    /// The series whose gaps follow from what a new version of an entry says otherwise than the one before.
    pub fn regapped(&self, record: &Record, previous: &Record) -> Vec<TypeIndex> {
        let changes = |index: &TypeIndex| match &self.model.record(*index).kind {
            Kind::Series { of, gaps, .. } => {
                let measures = self.model.record(*index).field(*of).link();
                let mut own = [gaps.every_from, gaps.factor_from].into_iter().flatten();
                measures.is_some_and(|link| link.target == record.record)
                    && own.any(|FieldIndex(own)| record.values.get(own) != previous.values.get(own))
            }
            Kind::Entry { .. } => false,
        };
        self.model.indexes().filter(changes).collect()
    }

    fn own(&self, sql: &str, values: &[&dyn ToSql]) -> Result<Vec<(Uuid, Own)>> {
        let attempted = || failure("reading intervals");
        let mut statement = self.connection.prepare_cached(sql).map_err(attempted())?;
        let own = |row: &Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, (row.get(1)?, row.get(2)?)));
        let found = statement.query_map(values, own).map_err(attempted())?;
        let found = found.map(|found| {
            let (id, own) = found.map_err(attempted())?;
            Ok((Uuid::from_slice(&id).map_err(|error| internal("a stored id").caused_by(error))?, own))
        });
        found.collect()
    }

    /// Reads id, interval and factor of what is measured; `None` where it can say nothing of its own.
    fn own_columns(&self, record: TypeIndex) -> Option<String> {
        let declared = self.model.record(record);
        let Kind::Series { of, gaps, .. } = &declared.kind else { return None };
        if !gaps.is_own() {
            return None;
        }
        let table = self.layout.table(declared.field(*of).link()?.target);
        let column = |field: Option<FieldIndex>| {
            let column = field.and_then(|field| table.column(field));
            column.map_or("NULL".to_owned(), |column| match column.shape {
                Shape::Duration => format!("{}m", column.name),
                _ => format!("CAST({} AS REAL)", column.name),
            })
        };
        let (every, factor) = (column(gaps.every_from), column(gaps.factor_from));
        Some(format!("SELECT id, {every} AS every, {factor} AS factor FROM t{}", table.id))
    }
}
