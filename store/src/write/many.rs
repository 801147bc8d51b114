//! The same change to everything that a filter matches, as one change set with a limit.

use daybook_schema::{ErrorCode, TypeIndex, input::PatchInput};
use uuid::Uuid;

use super::{
    delete::Removal,
    engine::{Engine, below},
};
use crate::{
    error::Result,
    query::{Filter, List, Row, Select, Window},
};

impl Engine<'_> {
    pub fn update_many(
        &mut self,
        record: TypeIndex,
        filter: &Filter,
        patch: &PatchInput,
        max: usize,
        path: &[String],
    ) -> Result<Vec<(TypeIndex, Uuid)>> {
        let mut entries = Vec::new();
        for row in self.matches(record, filter, max, path)? {
            if self.is_living(record, row.id)? {
                self.update(record, row.id, patch, None, path)?;
                entries.push((record, row.id));
            }
        }
        Ok(entries)
    }

    pub fn delete_many(
        &mut self,
        record: TypeIndex,
        filter: &Filter,
        max: usize,
        path: &[String],
    ) -> Result<Vec<(TypeIndex, Uuid)>> {
        let mut ids = Vec::new();
        for row in self.matches(record, filter, max, path)? {
            if self.is_living(record, row.id)? {
                ids.push(row.id);
            }
        }
        self.remove(record, &ids, Removal::Trash, &below(path, &["where"]))?;
        Ok(ids.into_iter().map(|id| (record, id)).collect())
    }

    /// What a filter matches; a filter without a condition and more matches than `max` are mistakes.
    pub fn matches(&mut self, record: TypeIndex, filter: &Filter, max: usize, path: &[String]) -> Result<Vec<Row>> {
        if !self.has_condition(filter, path) {
            return Ok(Vec::new());
        }
        let list = List {
            record,
            parents: None,
            filter: filter.clone(),
            order: Vec::new(),
            window: Window { limit: max.saturating_add(1), ..Window::default() },
            select: Select::default(),
            as_of: None,
        };
        let rows = self.transaction.list(&list)?.into_iter().next().unwrap_or_default().rows;
        if rows.len() > max {
            let plural = self.model.record(record).plural.clone();
            let message = format!("more than {max} {plural} match; narrow the filter or raise `max`");
            self.error(ErrorCode::LimitReached, &below(path, &["max"]), message);
            return Ok(Vec::new());
        }
        Ok(rows)
    }

    /// Whether a filter narrows anything; that it doesn't is a mistake.
    pub fn has_condition(&mut self, filter: &Filter, path: &[String]) -> bool {
        let narrows = filter.has_condition();
        if !narrows {
            let message = "the filter has no condition and would match everything; name at least one";
            self.error(ErrorCode::InvalidValue, &below(path, &["where"]), message);
        }
        narrows
    }
}
