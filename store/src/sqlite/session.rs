//! One transaction as seen through one model: runs statements and counts what they cost.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use daybook_schema::{Model, TypeIndex, value::Instant};
use rusqlite::{Connection, Row, StatementStatus, params_from_iter, types::Value as Cell};
use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::{
    failure::failure,
    layout::{Codec, Layout},
    memory::LinkMemory,
    rollup::{self, DirtyBucket, Rollups},
    rows::{self, id_cell},
    sql::Sql,
};
use crate::{backend::Cost, error::Result, record::Seq};

/// Rollups that are to be made again.
#[derive(Clone, Debug, Default)]
pub(super) struct Pending {
    /// Single buckets.
    pub marks: Vec<DirtyBucket>,
    /// All of a thing measured, since what counts as a gap has changed.
    pub whole: BTreeSet<(TypeIndex, i64)>,
}

/// A transaction, for reading or writing.
pub(super) struct Session<'c> {
    pub connection: &'c Connection,
    pub model: Arc<Model>,
    pub layout: Arc<Layout>,
    pub cost: Cost,
    /// Width of the buckets that the last statistics were read from, in milliseconds.
    pub rollup_level: Option<i64>,
    /// The last sequence number given out here.
    pub seq: Option<Seq>,
    /// What `seq` and `pending` were when each open savepoint started.
    pub savepoints: Vec<(Option<Seq>, Pending)>,
    /// Entries whose keys others may take until they are put again.
    pub released: HashSet<Uuid>,
    /// Rollups that are to be made again before the attempt ends.
    pub pending: Pending,
    /// Numbers of what is measured, as they were looked up.
    pub numbers: FxHashMap<Uuid, i64>,
    /// Links in memory; a writer, which sees what is not committed, has none.
    pub links: Option<&'c LinkMemory>,
}

impl<'c> Session<'c> {
    pub fn new(connection: &'c Connection, model: Arc<Model>, layout: Arc<Layout>) -> Self {
        Self {
            connection,
            model,
            layout,
            cost: Cost::default(),
            rollup_level: None,
            seq: None,
            savepoints: Vec::new(),
            released: HashSet::new(),
            pending: Pending::default(),
            numbers: FxHashMap::default(),
            links: None,
        }
    }

    /// What encoding and decoding needs.
    pub fn codec(&self) -> Codec<'_> {
        Codec { model: &self.model, layout: &self.layout }
    }

    /// The number by which the samples of a series know what they measure; `None` when that is not there.
    pub fn number(&mut self, series: TypeIndex, of: Uuid) -> Result<Option<i64>> {
        if let Some(known) = self.numbers.get(&of) {
            return Ok(Some(*known));
        }
        let Some(table) = self.layout.table(series).measured else { return Ok(None) };
        let sql = Sql::new(format!("SELECT n FROM t{table} WHERE id = ")).bind(id_cell(of));
        let found = self.query_one(&sql, "looking up what is measured", |_, row| rows::get(row, 0))?;
        self.numbers.extend(found.map(|number| (of, number)));
        Ok(found)
    }

    /// Notes that a sample was written.
    pub fn mark(&mut self, record: TypeIndex, of: i64, at: Instant) {
        let mark = rollup::mark(&self.model, record, of, at);
        if self.pending.marks.last() != Some(&mark) {
            self.pending.marks.push(mark);
        }
    }

    /// Brings the rollups of all samples that were written up to date.
    pub fn settle(&mut self) -> Result<()> {
        let Pending { marks, whole } = std::mem::take(&mut self.pending);
        if crate::fault::is("lose-rollup-update") {
            return Ok(());
        }
        self.rollups().refresh(marks)?;
        whole.into_iter().try_for_each(|(record, of)| self.rollups().rebuild_one(record, of))
    }

    /// The rollups of this connection.
    pub fn rollups(&self) -> Rollups<'_> {
        Rollups { connection: self.connection, model: &self.model, layout: &self.layout }
    }

    /// Runs a query.
    pub fn query<T>(
        &mut self,
        sql: &Sql,
        attempted: &str,
        mut map: impl FnMut(Codec<'_>, &Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut answer = Vec::new();
        self.visit(sql, attempted, |codec, row| {
            answer.push(map(codec, row)?);
            Ok(())
        })?;
        Ok(answer)
    }

    /// Runs a query whose rows go where they belong at once.
    pub fn visit(
        &mut self,
        sql: &Sql,
        attempted: &str,
        visit: impl FnMut(Codec<'_>, &Row<'_>) -> Result<()>,
    ) -> Result<()> {
        self.visit_again(sql, None, attempted, visit)
    }

    /// The same with another value in the place of the one that is given anew.
    pub fn visit_again(
        &mut self,
        sql: &Sql,
        given: Option<&Cell>,
        attempted: &str,
        mut visit: impl FnMut(Codec<'_>, &Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let codec = Codec { model: &self.model, layout: &self.layout };
        let mut statement = self.connection.prepare_cached(&sql.text).map_err(failure(attempted))?;
        statement.reset_status(StatementStatus::VmStep);
        let mut rows = statement.query(params_from_iter(sql.values_with(given))).map_err(failure(attempted))?;
        while let Some(row) = rows.next().map_err(failure(attempted))? {
            visit(codec, row)?;
        }
        drop(rows);
        self.cost.statements += 1;
        self.cost.steps += u64::try_from(statement.get_status(StatementStatus::VmStep)).unwrap_or_default();
        Ok(())
    }

    /// Runs a query that answers one row at most.
    pub fn query_one<T>(
        &mut self,
        sql: &Sql,
        attempted: &str,
        map: impl FnMut(Codec<'_>, &Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.query(sql, attempted, map)?.pop())
    }

    /// Runs a statement that answers no rows.
    pub fn execute(&mut self, sql: &Sql, attempted: &str) -> Result<usize> {
        let mut statement = self.connection.prepare_cached(&sql.text).map_err(failure(attempted))?;
        self.cost.statements += 1;
        statement.execute(params_from_iter(&sql.values)).map_err(failure(attempted))
    }
}
