//! Defaults of fields inside embedded objects and link properties, written where stored values lack them.

use std::collections::HashSet;

use daybook_schema::{
    Model,
    model::{DefaultValue, FieldKind},
};
use rusqlite::Connection;
use serde_json::Value as Json;

use crate::{
    error::Result,
    sqlite::{
        failure::failure,
        json,
        layout::{Codec, Layout},
        shape::Shape,
    },
};

/// Fields by their object and position.
type Places = HashSet<(usize, usize)>;

/// Writes the defaults of `incomplete` fields into all values that lack them, those of earlier versions included.
pub(super) fn objects(connection: &Connection, model: &Model, layout: &Layout, incomplete: &Places) -> Result<()> {
    let codec = Codec { model, layout };
    let mut missing = Places::new();
    for (object, position) in incomplete {
        let field = &model.objects[*object].fields[*position];
        if matches!(field.default, Some(DefaultValue::Literal(_))) {
            missing.insert((*object, *position));
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    for index in model.indexes() {
        let table = layout.table(index);
        for column in table.columns.iter().flatten() {
            if !matches!(item(&column.shape), Shape::Object(_)) {
                continue;
            }
            let key = if table.is_series() { "of, at" } else { "rowid" };
            rewrite(connection, codec, &format!("t{}", table.id), key, &column.name, "1", (&column.shape, &missing))?;
            if !table.is_series() {
                let history = format!("h{}", table.id);
                rewrite(connection, codec, &history, "rowid", &column.name, "1", (&column.shape, &missing))?;
            }
        }
        for (field, number) in model.record(index).fields.iter().zip(&table.fields) {
            let Some(props) = field.link().and_then(|link| link.props) else { continue };
            let of_kind = format!("kind = {number}");
            for (links, key) in [("link", "id"), ("link_history", "id, seq"), ("unlinked", "id")] {
                rewrite(connection, codec, links, key, "props", &of_kind, (&Shape::Object(props), &missing))?;
            }
        }
    }
    Ok(())
}

fn item(shape: &Shape) -> &Shape {
    match shape {
        Shape::List(item) => item,
        other => other,
    }
}

/// Completes the values of one column.
fn rewrite(
    connection: &Connection,
    codec: Codec<'_>,
    table: &str,
    key: &str,
    column: &str,
    condition: &str,
    (shape, missing): (&Shape, &Places),
) -> Result<()> {
    let attempted = || failure("completing objects");
    let select = format!("SELECT {column}, {key} FROM {table} WHERE {column} IS NOT NULL AND {condition}");
    let is_row = key.split(", ").map(|name| format!("{name} = ?")).collect::<Vec<_>>().join(" AND ");
    let update = format!("UPDATE {table} SET {column} = ? WHERE {is_row}");
    let mut select = connection.prepare(&select).map_err(attempted())?;
    let mut update = connection.prepare(&update).map_err(attempted())?;
    let keys = key.split(", ").count();
    let mut changed = Vec::new();
    let mut rows = select.query([]).map_err(attempted())?;
    while let Some(row) = rows.next().map_err(attempted())? {
        let text: String = row.get(0).map_err(attempted())?;
        let mut stored = json::parse(&text)?;
        if complete(codec, shape, &mut stored, missing)? {
            let mut cells: Vec<rusqlite::types::Value> = vec![stored.to_string().into()];
            for place in 0..keys {
                cells.push(row.get(place + 1).map_err(attempted())?);
            }
            changed.push(cells);
        }
    }
    for cells in changed {
        update.execute(rusqlite::params_from_iter(cells)).map_err(attempted())?;
    }
    Ok(())
}

/// Completes a stored value and answers whether it lacked anything.
fn complete(codec: Codec<'_>, shape: &Shape, stored: &mut Json, missing: &Places) -> Result<bool> {
    let mut changed = false;
    match (shape, stored) {
        (Shape::List(item), Json::Array(items)) => {
            for stored in items {
                changed |= complete(codec, item, stored, missing)?;
            }
        }
        (Shape::Object(index), Json::Object(parts)) => {
            let fields = codec.model.objects[index.0].fields.iter().zip(&codec.layout.objects[index.0]);
            for (position, (field, number)) in fields.enumerate() {
                let name = number.to_string();
                match (parts.get_mut(&name), &field.default) {
                    (None, Some(DefaultValue::Literal(value))) if missing.contains(&(index.0, position)) => {
                        parts.insert(name, json::encode(codec, &Shape::of(field), value)?);
                        changed = true;
                    }
                    (Some(part), _) if matches!(field.kind, FieldKind::Object(_)) => {
                        changed |= complete(codec, &Shape::of(field), part, missing)?;
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
    Ok(changed)
}
