//! Lists of one type, flat or nested, in one statement.

use rusqlite::types::Value as Cell;
use uuid::Uuid;

use super::{
    failure::internal,
    filter::ParentRef,
    keyset::Keyset,
    nested,
    rows::id_cell,
    select::{Columns, Selected},
    session::Session,
    source::{Builder, Of},
    sql::Sql,
};
use crate::{
    error::Result,
    query::{List, Page, Position, Window},
};

impl Session<'_> {
    pub fn read_list(&mut self, list: &List) -> Result<Vec<Page>> {
        let statement = ListStatement::new(&mut Builder::new(self.codec(), list.as_of), list)?;
        let pages = list.parents.as_ref().map_or(1, |parents| parents.ids.len());
        self.pages(&statement, None, pages, &list.window)
    }

    /// Runs the statement of a list: so many pages, one for each parent.
    pub(super) fn pages(
        &mut self,
        statement: &ListStatement,
        given: Option<&Cell>,
        pages: usize,
        window: &Window,
    ) -> Result<Vec<Page>> {
        let ListStatement { sql, selected, keyset } = statement;
        let mut pages = vec![Page::default(); pages];
        self.visit_again(sql, given, "reading a list", |codec, stored| {
            let mut row = selected.row(codec, stored)?.ok_or_else(|| internal("a listed record has no id"))?;
            let keys = stored.as_ref().column_count() - 1 - keyset.width();
            row.position = keyset.position(stored, keys, row.id)?;
            let parent: i64 = super::rows::get(stored, keys + keyset.width())?;
            let page = usize::try_from(parent).ok().and_then(|parent| pages.get_mut(parent));
            page.ok_or_else(|| internal("a row of no parent"))?.rows.push(row);
            Ok(())
        })?;
        for page in &mut pages {
            trim(&mut page.rows, &mut page.more, window.limit, window.from_end);
        }
        Ok(pages)
    }

    /// Rows between the marks are passed by without being read.
    pub fn read_marks(&mut self, list: &List, every: usize, most: usize) -> Result<Vec<Vec<Position>>> {
        let list = list.marked(every, most);
        let statement = ListStatement::new(&mut Builder::new(self.codec(), list.as_of), &list)?;
        let ListStatement { sql, selected, keyset } = &statement;
        let parents = list.parents.as_ref().map_or(1, |parents| parents.ids.len());
        let (mut marks, mut passed) = (vec![Vec::new(); parents], vec![0; parents]);
        self.visit(sql, "reading marks", |codec, stored| {
            let keys = stored.as_ref().column_count() - 1 - keyset.width();
            let parent: i64 = super::rows::get(stored, keys + keyset.width())?;
            let parent = usize::try_from(parent).ok().filter(|parent| *parent < parents);
            let parent = parent.ok_or_else(|| internal("a row of no parent"))?;
            passed[parent] += 1;
            if passed[parent] % every == 0 && marks[parent].len() < most {
                let row = selected.row(codec, stored)?.ok_or_else(|| internal("a listed record has no id"))?;
                marks[parent].push(keyset.position(stored, keys, row.id)?);
            }
            Ok(())
        })?;
        Ok(marks)
    }

    pub fn count_list(&mut self, list: &List) -> Result<Vec<u64>> {
        let sql = count_statement(&mut Builder::new(self.codec(), list.as_of), list)?;
        self.counts(&sql, None)
    }

    /// Runs the statement of a count.
    pub(super) fn counts(&mut self, sql: &Sql, given: Option<&Cell>) -> Result<Vec<u64>> {
        let mut counts = Vec::new();
        self.visit_again(sql, given, "counting", |_, row| {
            counts.push(super::rows::get::<i64>(row, 0)?.unsigned_abs());
            Ok(())
        })?;
        Ok(counts)
    }
}

/// The statement of a list, with what reads its rows. Its last columns are the order keys and the parent's position.
pub(super) struct ListStatement {
    pub sql: Sql,
    pub selected: Selected,
    pub keyset: Keyset,
}

impl ListStatement {
    /// The statement of a list, flat or nested.
    pub fn new(builder: &mut Builder<'_>, list: &List) -> Result<Self> {
        match &list.parents {
            None => flat(builder, list, None),
            Some(parents) => nested::statement(builder, list, parents),
        }
    }

    /// The statement of the one record of an id, which is given anew when it is run again.
    pub fn of_id(builder: &mut Builder<'_>, list: &List, id: Uuid) -> Result<Self> {
        flat(builder, list, Some(id))
    }
}

/// The statement of a count, one row for each parent.
pub(super) fn count_statement(builder: &mut Builder<'_>, list: &List) -> Result<Sql> {
    let Some(parents) = &list.parents else {
        let (scope, from) = builder.source(Of::Record(list.record));
        let condition = builder.condition(&scope, &list.filter)?;
        return Ok(Sql::new("SELECT count(*) FROM ").add(from).then(" WHERE ").add(condition));
    };
    let (scope, from, joined, _) = nested::children(builder, parents, ParentRef::Outer("id", "p.id"))?;
    let condition = builder.condition(&scope, &list.filter)?;
    Ok(Sql::new("SELECT (SELECT count(*) FROM ")
        .add(from)
        .then(" WHERE ")
        .add(joined)
        .then(" AND ")
        .add(condition)
        .then(") FROM ")
        .add(nested::parent_rows(parents))
        .then(" ORDER BY p.i"))
}

/// Cuts the extra row that tells whether there are more, and turns a page that was read from the end.
pub(super) fn trim<T>(rows: &mut Vec<T>, more: &mut bool, limit: usize, from_end: bool) {
    *more = rows.len() > limit;
    rows.truncate(limit);
    if from_end {
        rows.reverse();
    }
}

pub(super) fn limit_cell(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

fn flat(builder: &mut Builder<'_>, list: &List, id: Option<Uuid>) -> Result<ListStatement> {
    let (scope, from) = builder.source(Of::Record(list.record));
    let keyset = builder.keyset(&scope, &list.order)?;
    let condition = match keyset.arms(&list.window)?.len() {
        1 => builder.condition(&scope, &list.filter)?.add(keyset.bounds(&list.window)?),
        arms => {
            let ids = picked(builder, list, arms)?;
            Sql::new(format!("({}) IN (", scope.identity())).add(ids).then(")")
        }
    };
    let condition = match id {
        Some(id) => {
            Sql::new(format!("({} = ", scope.id())).bind_given(id_cell(id)).then(" AND ").add(condition).then(")")
        }
        None => condition,
    };
    let mut columns = Columns::default();
    let selected = builder.select(&scope, &list.select, &mut columns, None)?;
    let sql = Sql::new(format!("SELECT {}", columns.names.join(", ")))
        .add(keyset.columns())
        .then(", 0 FROM ")
        .add(from)
        .add(keyset.joins.clone())
        .add(columns.joins)
        .then(" WHERE ")
        .add(condition)
        .add(keyset.order_by(&list.window))
        .then(" LIMIT ")
        .bind(limit_cell(list.window.limit));
    Ok(ListStatement { sql, selected, keyset })
}

/// What identifies the rows of a page that is read in several arms.
fn picked(builder: &mut Builder<'_>, list: &List, arms: usize) -> Result<Sql> {
    let mut union = Sql::default();
    for number in 0..arms {
        let (scope, from) = builder.source(Of::Record(list.record));
        let keyset = builder.keyset(&scope, &list.order)?;
        let bounds = keyset.arms(&list.window)?.swap_remove(number);
        let arm = Sql::new(format!("SELECT * FROM (SELECT {} FROM ", scope.identity()))
            .add(from)
            .add(keyset.joins.clone())
            .then(" WHERE ")
            .add(builder.condition(&scope, &list.filter)?)
            .add(bounds)
            .add(keyset.order_by(&list.window))
            .then(" LIMIT ")
            .bind(limit_cell(list.window.limit))
            .then(")");
        union = if union.text.is_empty() { arm } else { union.then(" UNION ALL ").add(arm) };
    }
    Ok(union)
}
