//! What the table of all entries repeats of each: titles and times, made anew when a definition changes them.

use std::sync::Arc;

use daybook_schema::{TypeIndex, model::TitlePart};
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::{
    failure::failure,
    layout::Layout,
    rows::{self, id_cell},
    session::Session,
};
use crate::{
    backend::{Snapshot, Step, Transaction, to_one_target},
    error::Result,
    title::{self, TITLE_DEPTH},
};

/// Makes titles and times of all types anew that a step restates, and titles of those that show them.
pub(super) fn run(connection: &Connection, step: &Step<'_>, layout: &Arc<Layout>) -> Result<()> {
    for index in &step.evolution.restated {
        times(connection, step, layout, *index)?;
    }
    let mut session = Session::new(connection, Arc::clone(step.to), Arc::clone(layout));
    let mut level = step.evolution.restated.clone();
    for _ in 0..=TITLE_DEPTH {
        for index in &level {
            titles(&mut session, *index)?;
        }
        level = showing(step, &level);
        if level.is_empty() {
            break;
        }
    }
    Ok(())
}

fn times(connection: &Connection, step: &Step<'_>, layout: &Layout, index: TypeIndex) -> Result<()> {
    let table = layout.table(index);
    let at = step.to.record(index).at.and_then(|at| table.column(at)).map_or("NULL", |column| &column.name);
    let sql =
        format!("UPDATE entry SET at = (SELECT {at} FROM t{0} WHERE t{0}.id = entry.id) WHERE type = {0}", table.id);
    connection.execute_batch(&sql).map_err(failure("placing entries in time"))
}

/// Types whose titles show the title of one of these.
fn showing(step: &Step<'_>, level: &[TypeIndex]) -> Vec<TypeIndex> {
    let shows = |index: &TypeIndex| {
        let record = step.to.record(*index);
        title::fields(step.to, *index)
            .any(|field| record.field(field).link().is_some_and(|link| level.contains(&link.target)))
    };
    step.to.indexes().filter(shows).collect()
}

fn titles(session: &mut Session<'_>, index: TypeIndex) -> Result<()> {
    let attempted = "making titles anew";
    let model = Arc::clone(&session.model);
    let table = session.layout.table(index).id;
    let connection = session.connection;
    let links = match &model.record(index).kind {
        daybook_schema::model::Kind::Entry { title } => title
            .iter()
            .any(|part| matches!(part, TitlePart::Field(field) if model.record(index).field(*field).link().is_some())),
        daybook_schema::model::Kind::Series { .. } => return Ok(()),
    };
    let mut ids = connection.prepare(&format!("SELECT id FROM t{table}")).map_err(failure(attempted))?;
    let ids: Vec<Uuid> = ids
        .query_map([], |row| Ok(rows::id(row, 0)))
        .and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>)
        .map_err(failure(attempted))?
        .into_iter()
        .collect::<Result<_>>()?;
    for id in ids {
        let Some(record) = session.get(index, id)? else { continue };
        let shown = |field| -> Result<Option<String>> {
            let Some(target) = to_one_target(&record.values, field).filter(|_| links) else { return Ok(None) };
            let sql = "SELECT title FROM entry WHERE id = ?";
            connection.query_row(sql, [id_cell(target)], |row| row.get(0)).optional().map_err(failure(attempted))
        };
        let mut failed = None;
        let title = title::compose(
            &model,
            index,
            |field| record.values.get(field.0),
            |field| {
                shown(field).unwrap_or_else(|error| {
                    failed = Some(error);
                    None
                })
            },
        );
        if let Some(error) = failed {
            return Err(error);
        }
        session.put_title(id, &title)?;
    }
    Ok(())
}
