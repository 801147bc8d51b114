//! Lists that are read again and again: their statements are made once.

use std::sync::Arc;

use rusqlite::types::Value as Cell;
use uuid::Uuid;

use super::{
    layout::Layout,
    list::{ListStatement, count_statement},
    nested::ids_text,
    rows::id_cell,
    session::Session,
    source::Builder,
    sql::Sql,
    titled::tests_of_titles,
};
use crate::{
    backend::Snapshot,
    error::Result,
    query::{Given, Page, Prepared, RepeatedList},
    record::Seq,
};

/// A statement that was made for a layout, whose numbers of tables and columns stand in its text.
struct Kept<T> {
    layout: Arc<Layout>,
    statement: T,
}

impl Session<'_> {
    pub fn read_list_again(&mut self, list: &RepeatedList, ids: &[Uuid], as_of: Option<Seq>) -> Result<Vec<Page>> {
        if as_of.is_some() || depends_on_titles(list) {
            return self.list(&list.of(ids, as_of));
        }
        let (given, window) = (given(list, ids), &list.list.window);
        let pages = if matches!(list.given, Given::Parents { .. }) { ids.len() } else { 1 };
        if let Some(statement) = self.kept::<ListStatement>(&list.to_list) {
            return self.pages(statement, given.as_ref(), pages, window);
        }
        let mut builder = Builder::new(self.codec(), None);
        let statement = match &list.given {
            Given::Id => ListStatement::of_id(&mut builder, &list.list, list.id(ids))?,
            _ => ListStatement::new(&mut builder, &list.of(ids, None))?,
        };
        let pages = self.pages(&statement, given.as_ref(), pages, window)?;
        self.keep(&list.to_list, statement);
        Ok(pages)
    }

    pub fn count_list_again(&mut self, list: &RepeatedList, ids: &[Uuid], as_of: Option<Seq>) -> Result<Vec<u64>> {
        if as_of.is_some() || depends_on_titles(list) || matches!(list.given, Given::Id) {
            return self.count(&list.of(ids, as_of));
        }
        let given = given(list, ids);
        if let Some(sql) = self.kept::<Sql>(&list.to_count) {
            return self.counts(sql, given.as_ref());
        }
        let sql = count_statement(&mut Builder::new(self.codec(), None), &list.of(ids, None))?;
        let counts = self.counts(&sql, given.as_ref())?;
        self.keep(&list.to_count, sql);
        Ok(counts)
    }

    fn kept<'p, T: 'static>(&self, prepared: &'p Prepared) -> Option<&'p T> {
        let kept = prepared.get::<Kept<T>>()?;
        Arc::ptr_eq(&kept.layout, &self.layout).then_some(&kept.statement)
    }

    fn keep<T: Send + Sync + 'static>(&self, prepared: &Prepared, statement: T) {
        prepared.keep(Kept { layout: Arc::clone(&self.layout), statement });
    }
}

/// Whether the statement depends on which titles are stored.
fn depends_on_titles(list: &RepeatedList) -> bool {
    !matches!(list.given, Given::Parents { .. }) && !tests_of_titles(&list.list.filter).is_empty()
}

/// The value that is given anew.
fn given(list: &RepeatedList, ids: &[Uuid]) -> Option<Cell> {
    match list.given {
        Given::Nothing => None,
        Given::Parents { .. } => Some(ids_text(ids).into()),
        Given::Id => Some(id_cell(list.id(ids))),
    }
}
