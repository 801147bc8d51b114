//! One page per parent.
//!
//! Each page is read by a correlated subquery with its own order and limit, so that the rows visited stay in proportion
//! to the rows answered; the joins of the selection run only over those.

use daybook_schema::model::Direction;
use uuid::Uuid;

use super::{
    filter::ParentRef,
    list::{ListStatement, limit_cell},
    select::Columns,
    source::{Builder, Of, Scope},
    sql::Sql,
};
use crate::{
    error::Result,
    query::{List, Parents},
    record::LinkKind,
};

/// The parents, as `p`: position `i` and id.
pub(super) fn parent_rows(parents: &Parents) -> Sql {
    Sql::new("(SELECT key AS i, unhex(value) AS id FROM json_each(").bind_given(ids_text(&parents.ids)).then(")) AS p")
}

/// Ids as the JSON that [`parent_rows`] reads.
pub(super) fn ids_text(ids: &[Uuid]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("\"{}\"", id.simple())).collect();
    format!("[{}]", ids.join(","))
}

/// The children of the parents `p`: scope, what to read from, the joining condition, and the scope of the link when it is
/// read through the link table.
pub(super) fn children(
    builder: &mut Builder<'_>,
    parents: &Parents,
    near: ParentRef<'_>,
) -> Result<(Scope, Sql, Sql, Option<Scope>)> {
    if is_column(builder, parents) {
        let (scope, from, joined) = builder.related_source(parents.relation, near, None)?;
        return Ok((scope, from, joined, None));
    }
    let (link, scope, from, mut joined) = builder.linked(parents.relation, near);
    if let Some(edge) = &parents.edge {
        joined = joined.then(" AND ").add(builder.condition(&link, edge)?);
    }
    Ok((scope, from, joined, Some(link)))
}

/// Whether the children hold their parent's id in a column.
fn is_column(builder: &Builder<'_>, parents: &Parents) -> bool {
    let field = builder.codec.model.relation_field(parents.relation);
    !field.list && parents.relation.direction == Direction::In && parents.edge.is_none()
}

/// The statement of a list with parents, with what reads its rows.
pub(super) fn statement(builder: &mut Builder<'_>, list: &List, parents: &Parents) -> Result<ListStatement> {
    let page = page(builder, list, parents)?;
    // The outer scopes read the picked rows again, now with everything that was selected.
    let (outer, edge, rows) = if is_column(builder, parents) {
        picked_children(builder, list, parents, page)
    } else {
        let (edge, from) = builder.source(Of::Link(None));
        let far = if parents.relation.direction == Direction::Out { "target" } else { "source" };
        let (outer, join) = builder.lookup(Of::Record(list.record), &[("id", Sql::new(edge.column(far)))]);
        let rows = from.then(&format!(" ON {} IN ", edge.column("id"))).add(page).add(join);
        (outer, Some(edge), rows)
    };
    let mut columns = Columns::default();
    let selected = builder.select(&outer, &list.select, &mut columns, edge.as_ref())?;
    let keyset = builder.keyset(&outer, &list.order)?;
    let order_by = keyset.order_by(&list.window);
    let sql = Sql::new(format!("SELECT {}", columns.names.join(", ")))
        .add(keyset.columns())
        .then(", p.i FROM ")
        .add(parent_rows(parents))
        .then(" CROSS JOIN ")
        .add(rows)
        .add(keyset.joins.clone())
        .add(columns.joins)
        .add(Sql { text: order_by.text.replacen(" ORDER BY ", " ORDER BY p.i, ", 1), ..order_by });
    Ok(ListStatement { sql, selected, keyset })
}

/// The children that a page picked, with their links when those are selected.
fn picked_children(
    builder: &mut Builder<'_>,
    list: &List,
    parents: &Parents,
    page: Sql,
) -> (Scope, Option<Scope>, Sql) {
    let (outer, from) = builder.source(Of::Record(list.record));
    let on = if outer.is_series() {
        format!(" ON {} AND {} IN ", outer.leads_to("of", "p.id"), outer.column("at"))
    } else {
        format!(" ON {} IN ", outer.column("id"))
    };
    let rows = from.then(&on).add(page);
    if !list.select.link {
        return (outer, None, rows);
    }
    let relation = parents.relation;
    let kind = builder.codec.layout.kind_cell(&LinkKind::Declared(relation.owner, relation.field));
    let id = Sql::new(outer.id());
    let keys = [("source", id), ("target", Sql::new("p.id")), ("kind", Sql::default().bind(kind))];
    let (edge, join) = builder.lookup(Of::Link(None), &keys);
    (outer, Some(edge), rows.add(join))
}

/// The page of parent `p`: the ids of its children, or of the links to them; of samples their times.
fn page(builder: &mut Builder<'_>, list: &List, parents: &Parents) -> Result<Sql> {
    if is_column(builder, parents) && builder.as_of.is_some() {
        return past_page(builder, list, parents);
    }
    let (inner, from, joined, link) = children(builder, parents, ParentRef::Outer("id", "p.id"))?;
    let picked = match &link {
        Some(link) => link.column("id"),
        None => inner.column(inner.identity_column()),
    };
    let order = builder.keyset(&inner, &list.order)?;
    Ok(Sql::new(format!("(SELECT {picked} FROM "))
        .add(from)
        .add(order.joins.clone())
        .then(" WHERE ")
        .add(joined)
        .then(" AND ")
        .add(builder.condition(&inner, &list.filter)?)
        .add(order.bounds(&list.window)?)
        .add(order.order_by(&list.window))
        .then(" LIMIT ")
        .bind(limit_cell(list.window.limit))
        .then(")"))
}

/// The same in the past: present and past rows, merged.
fn past_page(builder: &mut Builder<'_>, list: &List, parents: &Parents) -> Result<Sql> {
    let mut union = Sql::default();
    let mut order_by = Sql::default();
    let owner = builder.codec.layout.table(parents.relation.owner);
    let column = owner.column(parents.relation.field).map(|column| column.name.clone()).unwrap_or_default();
    for (arm, (inner, from, condition)) in builder.arms(Of::Record(list.record)).into_iter().enumerate() {
        let narrowed = match arm {
            0 => Sql::new("1"),
            _ => {
                builder.once_linked(&format!("{}.until", inner.alias), parents.relation, ParentRef::Outer("id", "p.id"))
            }
        };
        let order = builder.keyset(&inner, &list.order)?;
        let arm = Sql::new(format!("SELECT {} AS picked", inner.column(inner.identity_column())))
            .add(order.columns())
            .then(" FROM ")
            .add(from)
            .add(order.joins.clone())
            .then(&format!(" WHERE {} AND ", inner.leads_to(&column, "p.id")))
            .add(condition)
            .then(" AND ")
            .add(narrowed)
            .then(" AND ")
            .add(builder.condition(&inner, &list.filter)?)
            .add(order.bounds(&list.window)?);
        order_by = order.order_by_position(&list.window);
        union = if union.text.is_empty() { arm } else { union.then(" UNION ALL ").add(arm) };
    }
    Ok(Sql::new("(SELECT picked FROM (")
        .add(union)
        .add(order_by)
        .then(" LIMIT ")
        .bind(limit_cell(list.window.limit))
        .then("))"))
}
