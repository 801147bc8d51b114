//! Lists of one type, flat or nested, in one statement.
//!
//! A nested page is read per parent by a correlated subquery with its own order and limit, so that the rows visited stay
//! in proportion to the rows answered; the joins of the selection run only over those.

use daybook_schema::model::Direction;

use super::{
    failure::internal,
    keyset::Keyset,
    select::{Columns, Selected},
    session::Session,
    source::{Builder, Of, Scope},
    sql::Sql,
};
use crate::{
    error::Result,
    query::{List, Page, Parents},
    record::LinkKind,
};

impl Session<'_> {
    pub fn read_list(&mut self, list: &List) -> Result<Vec<Page>> {
        let (sql, selected, keyset) = list_statement(&mut Builder::new(self.codec(), list.as_of), list)?;
        let read = self.query(&sql, "reading a list", |codec, stored| {
            let mut row = selected.row(codec, stored)?.ok_or_else(|| internal("a listed record has no id"))?;
            let keys = stored.as_ref().column_count() - 1 - keyset.width();
            row.position = keyset.position(stored, keys, row.id)?;
            let parent: i64 = super::rows::get(stored, keys + keyset.width())?;
            Ok((parent, row))
        })?;
        let pages = list.parents.as_ref().map_or(1, |parents| parents.ids.len());
        let mut pages = vec![Page::default(); pages];
        for (parent, row) in read {
            let page = usize::try_from(parent).ok().and_then(|parent| pages.get_mut(parent));
            page.ok_or_else(|| internal("a row of no parent"))?.rows.push(row);
        }
        for page in &mut pages {
            trim(&mut page.rows, &mut page.more, list.window.limit, list.window.from_end);
        }
        Ok(pages)
    }

    pub fn count_list(&mut self, list: &List) -> Result<Vec<u64>> {
        let mut builder = Builder::new(self.codec(), list.as_of);
        let sql = match &list.parents {
            None => {
                let (scope, from) = builder.source(Of::Record(list.record));
                let condition = builder.condition(&scope, &list.filter)?;
                Sql::new("SELECT count(*) FROM ").add(from).then(" WHERE ").add(condition)
            }
            Some(parents) => {
                let (scope, from, joined, _) = children(&mut builder, list, parents)?;
                let condition = builder.condition(&scope, &list.filter)?;
                Sql::new("SELECT (SELECT count(*) FROM ")
                    .add(from)
                    .then(" WHERE ")
                    .add(joined)
                    .then(" AND ")
                    .add(condition)
                    .then(") FROM ")
                    .add(parent_rows(parents))
                    .then(" ORDER BY p.i")
            }
        };
        self.query(&sql, "counting", |_, row| super::rows::get::<i64>(row, 0).map(i64::unsigned_abs))
    }
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

fn parent_rows(parents: &Parents) -> Sql {
    let ids: Vec<String> = parents.ids.iter().map(|id| id.simple().to_string()).collect();
    Sql::new("(SELECT key AS i, unhex(value) AS id FROM json_each(")
        .bind(serde_json::json!(ids).to_string())
        .then(")) AS p")
}

/// The statement of a list, with what reads its rows. Its last columns are the order keys and the parent's position.
pub(super) fn list_statement(builder: &mut Builder<'_>, list: &List) -> Result<(Sql, Selected, Keyset)> {
    match &list.parents {
        None => flat(builder, list),
        Some(parents) => nested(builder, list, parents),
    }
}

fn flat(builder: &mut Builder<'_>, list: &List) -> Result<(Sql, Selected, Keyset)> {
    let (scope, from) = builder.source(Of::Record(list.record));
    let keyset = builder.keyset(&scope, &list.order)?;
    let condition = match keyset.arms(&list.window)?.len() {
        1 => builder.condition(&scope, &list.filter)?.add(keyset.bounds(&list.window)?),
        arms => {
            let ids = picked(builder, list, arms)?;
            Sql::new(format!("({}) IN (", builder.identity(&scope))).add(ids).then(")")
        }
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
    Ok((sql, selected, keyset))
}

/// What identifies the rows of a page that is read in several arms.
fn picked(builder: &mut Builder<'_>, list: &List, arms: usize) -> Result<Sql> {
    let mut union = Sql::default();
    for number in 0..arms {
        let (scope, from) = builder.source(Of::Record(list.record));
        let keyset = builder.keyset(&scope, &list.order)?;
        let bounds = keyset.arms(&list.window)?.swap_remove(number);
        let arm = Sql::new(format!("SELECT * FROM (SELECT {} FROM ", builder.identity(&scope)))
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

/// The children of parent `p`: scope, what to read from, the joining condition, and the scope of the link when it is
/// read through the link table.
fn children(builder: &mut Builder<'_>, list: &List, parents: &Parents) -> Result<(Scope, Sql, Sql, Option<Scope>)> {
    let relation = parents.relation;
    let field = builder.codec.model.relation_field(relation);
    if !field.list && relation.direction == Direction::In && parents.edge.is_none() {
        let (scope, from, joined) = builder.hanging(relation, "p.id", None)?;
        return Ok((scope, from, joined, None));
    }
    let (link, link_from) = builder.source(Of::Link(builder.codec.model.link(relation).props));
    let (scope, from) = builder.source(Of::Record(list.record));
    let (near, far) = match relation.direction {
        Direction::Out => ("source", "target"),
        Direction::In => ("target", "source"),
    };
    let kind = builder.codec.layout.kind_cell(&LinkKind::Declared(relation.owner, relation.field));
    let alias = &link.alias;
    let mut joined = Sql::new(format!("{alias}.{near} = p.id AND {alias}.kind = "))
        .bind(kind)
        .then(&format!(" AND {} = {alias}.{far}", builder.id(&scope)));
    if let Some(edge) = &parents.edge {
        joined = joined.then(" AND ").add(builder.condition(&link, edge)?);
    }
    Ok((scope, link_from.then(" CROSS JOIN ").add(from), joined, Some(link)))
}

fn nested(builder: &mut Builder<'_>, list: &List, parents: &Parents) -> Result<(Sql, Selected, Keyset)> {
    let (inner, from, joined, link) = children(builder, list, parents)?;
    let order = builder.keyset(&inner, &list.order)?;
    let condition = builder.condition(&inner, &list.filter)?;
    let series = builder.is_series(&inner);
    let picked = match &link {
        Some(link) => format!("{}.id", link.alias),
        None if series => format!("{}.at", inner.alias),
        None => builder.id(&inner),
    };
    let page = Sql::new(format!("(SELECT {picked} FROM "))
        .add(from)
        .add(order.joins.clone())
        .then(" WHERE ")
        .add(joined)
        .then(" AND ")
        .add(condition)
        .add(order.bounds(&list.window)?)
        .add(order.order_by(&list.window))
        .then(" LIMIT ")
        .bind(limit_cell(list.window.limit))
        .then(")");

    // The outer scopes read the picked rows again, now with everything that was selected.
    let (outer, outer_from) = builder.source(Of::Record(list.record));
    let id = builder.id(&outer);
    let (rows, edge) = match &link {
        Some(_) => {
            let (edge, edge_from) = builder.source(Of::Link(None));
            let far = if parents.relation.direction == Direction::Out { "target" } else { "source" };
            let rows = edge_from
                .then(&format!(" ON {}.id IN ", edge.alias))
                .add(page)
                .then(" CROSS JOIN ")
                .add(outer_from)
                .then(&format!(" ON {id} = {}.{far}", edge.alias));
            (rows, Some(edge))
        }
        None if series => {
            let alias = &outer.alias;
            (outer_from.then(&format!(" ON {alias}.of = p.id AND {alias}.at IN ")).add(page), None)
        }
        None => (outer_from.then(&format!(" ON {id} IN ")).add(page), None),
    };
    let mut columns = Columns::default();
    let (edge, edge_join) = match edge {
        None if list.select.link => {
            let (edge, from) = builder.source(Of::Link(None));
            let relation = parents.relation;
            let kind = builder.codec.layout.kind_cell(&LinkKind::Declared(relation.owner, relation.field));
            let join = Sql::new(" LEFT JOIN ")
                .add(from)
                .then(&format!(" ON {0}.source = {id} AND {0}.target = p.id AND {0}.kind = ", edge.alias))
                .bind(kind);
            (Some(edge), join)
        }
        edge => (edge, Sql::default()),
    };
    let selected = builder.select(&outer, &list.select, &mut columns, edge.as_ref())?;
    let keyset = builder.keyset(&outer, &list.order)?;
    let order_by = keyset.order_by(&list.window);
    let sql = Sql::new(format!("SELECT {}", columns.names.join(", ")))
        .add(keyset.columns())
        .then(", p.i FROM ")
        .add(parent_rows(parents))
        .then(" CROSS JOIN ")
        .add(rows)
        .add(edge_join)
        .add(keyset.joins.clone())
        .add(columns.joins)
        .add(Sql { text: order_by.text.replacen(" ORDER BY ", " ORDER BY p.i, ", 1), values: order_by.values });
    Ok((sql, selected, keyset))
}
