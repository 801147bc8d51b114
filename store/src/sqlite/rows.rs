//! Stored rows of records, links, changes and samples, and back.

use daybook_schema::{FieldIndex, TypeIndex, Value, input::ExternalKey, model::Kind};
use rusqlite::{
    Row,
    types::{FromSql, Value as Cell, ValueRef},
};
use uuid::Uuid;

use super::{failure::failure, failure::internal, json, layout::Codec, shape, sql::Sql};
use crate::{
    error::Result,
    record::{
        Change, ChangeOperation, DEFAULT_SPACE, IdempotencyRecord, Link, LinkKind, LinkProps, Origin, Record, Sample,
        SampleChange, SampleOperation,
    },
};

/// Columns that [`link`] reads.
pub(super) const LINK: &str = "id, kind, source, target, from_at, to_at, props, created_at, seq";
/// Columns that [`change`] reads.
pub(super) const CHANGE: &str =
    "seq, at, actor, operation, type, entry, version, fields, link, change_set, origin, reason";

/// By the numbers that are stored. That of creations is 0, by which the log's index leaves them out.
const OPERATIONS: [ChangeOperation; 7] = [
    ChangeOperation::Created,
    ChangeOperation::Updated,
    ChangeOperation::Trashed,
    ChangeOperation::Restored,
    ChangeOperation::Purged,
    ChangeOperation::Linked,
    ChangeOperation::Unlinked,
];
const ORIGINS: [Origin; 6] = [Origin::Api, Origin::Ui, Origin::Import, Origin::Ingest, Origin::Rule, Origin::System];

/// Reads a column.
pub(super) fn get<T: FromSql>(row: &Row<'_>, at: usize) -> Result<T> {
    row.get(at).map_err(failure("reading a column"))
}

/// Reads bytes where they lie.
pub(super) fn blob<'r>(row: &'r Row<'_>, at: usize) -> Result<&'r [u8]> {
    let cell = row.get_ref(at).map_err(failure("reading a column"))?;
    cell.as_blob().map_err(|error| internal("stored bytes").caused_by(error))
}

/// Reads an id.
pub(super) fn id(row: &Row<'_>, at: usize) -> Result<Uuid> {
    shape::id(row.get_ref(at).map_err(failure("reading an id"))?)
}

pub(super) fn optional_id(row: &Row<'_>, at: usize) -> Result<Option<Uuid>> {
    let cell = row.get_ref(at).map_err(failure("reading an id"))?;
    if matches!(cell, ValueRef::Null) { Ok(None) } else { shape::id(cell).map(Some) }
}

/// The cell of an id.
pub(super) fn id_cell(id: Uuid) -> Cell {
    id.as_bytes().to_vec().into()
}

/// The cell of something that may be missing.
pub(super) fn optional<T: Into<Cell>>(value: Option<T>) -> Cell {
    value.map_or(Cell::Null, Into::into)
}

/// Ids in other systems.
pub(super) fn external_keys(row: &Row<'_>, at: usize) -> Result<Vec<ExternalKey>> {
    match get::<Option<String>>(row, at)? {
        None => Ok(Vec::new()),
        Some(text) => {
            serde_json::from_str(&text).map_err(|error| internal("stored external keys are damaged").caused_by(error))
        }
    }
}

/// A record from the columns of its table's `read`.
pub(super) fn record(codec: Codec<'_>, index: TypeIndex, row: &Row<'_>) -> Result<Record> {
    let mut at = 7;
    let values = codec.layout.table(index).columns.iter().map(|column| match column {
        Some(column) => column.shape.decode(codec, row, &mut at),
        None => Ok(Value::Null),
    });
    Ok(Record {
        record: index,
        values: values.collect::<Result<_>>()?,
        id: id(row, 0)?,
        version: get(row, 1)?,
        created_at: get(row, 2)?,
        updated_at: get(row, 3)?,
        trashed_at: get(row, 4)?,
        seq: get(row, 5)?,
        external_keys: external_keys(row, 6)?,
    })
}

/// Cells of a record in the order of its table's `insert`.
pub(super) fn record_cells(codec: Codec<'_>, record: &Record) -> Result<Vec<Cell>> {
    let mut cells = vec![
        id_cell(record.id),
        DEFAULT_SPACE.into(),
        record.version.into(),
        record.created_at.into(),
        record.updated_at.into(),
        optional(record.trashed_at),
        record.seq.into(),
        optional(external_keys_text(record)?),
    ];
    cells.extend(value_cells(codec, record.record, &record.values)?);
    Ok(cells)
}

/// The update that makes the stored row of a record's last version one of this version: only what differs is written.
/// A row that gave its keys up stands outside of all spaces and comes back.
pub(super) fn record_changes(codec: Codec<'_>, record: &Record, previous: &Record, released: bool) -> Result<Sql> {
    let table = codec.layout.table(record.record);
    let mut sql = Sql::new(format!("UPDATE t{} SET version = ", table.id)).bind(record.version);
    sql = sql.then(", updated_at = ").bind(record.updated_at).then(", seq = ").bind(record.seq);
    if released {
        sql = sql.then(", space = ").bind(DEFAULT_SPACE);
    }
    if record.created_at != previous.created_at {
        sql = sql.then(", created_at = ").bind(record.created_at);
    }
    if record.trashed_at != previous.trashed_at {
        sql = sql.then(", trashed_at = ").bind(optional(record.trashed_at));
    }
    if record.external_keys != previous.external_keys {
        sql = sql.then(", external_keys = ").bind(optional(external_keys_text(record)?));
    }
    for (position, column) in table.columns.iter().enumerate() {
        let (Some(column), value) = (column, record.values.get(position)) else { continue };
        if value == previous.values.get(position) {
            continue;
        }
        let cells = column.shape.encode(codec, value.unwrap_or(&Value::Null))?;
        for ((suffix, _), cell) in column.shape.columns().iter().zip(cells) {
            sql = sql.then(&format!(", {}{suffix} = ", column.name)).bind(cell);
        }
    }
    Ok(sql.then(" WHERE id = ").bind(id_cell(record.id)))
}

fn external_keys_text(record: &Record) -> Result<Option<String>> {
    if record.external_keys.is_empty() {
        return Ok(None);
    }
    let keys = serde_json::to_string(&record.external_keys);
    keys.map(Some).map_err(|error| internal("external keys as JSON").caused_by(error))
}

fn value_cells(codec: Codec<'_>, index: TypeIndex, values: &[Value]) -> Result<Vec<Cell>> {
    let columns = codec.layout.table(index).columns.iter();
    let mut cells = Vec::new();
    for (position, column) in columns.enumerate() {
        if let Some(column) = column {
            column.shape.encode_into(codec, values.get(position).unwrap_or(&Value::Null), &mut cells)?;
        }
    }
    Ok(cells)
}

/// A sample from the columns of its table's `read`.
pub(super) fn sample(codec: Codec<'_>, index: TypeIndex, row: &Row<'_>) -> Result<Sample> {
    let mut at = 1;
    let values = codec.layout.table(index).columns.iter().map(|column| match column {
        Some(column) => column.shape.decode(codec, row, &mut at),
        None => Ok(Value::Null),
    });
    let values = values.collect::<Result<Vec<_>>>()?;
    let record = codec.model.record(index);
    let (Kind::Series { of, .. }, Some(time)) = (&record.kind, record.at) else {
        return Err(internal(format!("{} is no series", record.name)));
    };
    match (&values[of.0], &values[time.0]) {
        (Value::Id(of), Value::Instant(at)) => {
            Ok(Sample { of: *of, at: *at, flagged: get::<i64>(row, 0)? != 0, values })
        }
        _ => Err(internal("a stored sample has no key")),
    }
}

/// Adds the cells of a sample in the order of its table's `insert`. `number` is that of what it measures.
pub(super) fn sample_cells(
    codec: Codec<'_>,
    index: TypeIndex,
    sample: &Sample,
    number: i64,
    cells: &mut Vec<Cell>,
) -> Result<()> {
    let table = codec.layout.table(index);
    cells.push(i64::from(sample.flagged).into());
    for (column, value) in table.columns.iter().zip(&sample.values) {
        match column {
            Some(column) if column.name == "of" => cells.push(number.into()),
            Some(column) if column.name == "at" => cells.push(sample.at.into()),
            Some(column) => column.shape.encode_into(codec, value, cells)?,
            None => {}
        }
    }
    Ok(())
}

/// A link from the columns of [`LINK`], starting at `at`; `None` when there is none, or one of a kind that the model
/// does not know.
pub(super) fn link(codec: Codec<'_>, row: &Row<'_>, at: usize) -> Result<Option<Link>> {
    let Some(id) = optional_id(row, at)? else { return Ok(None) };
    let props: Option<String> = get(row, at + 6)?;
    let (kind, props) = match row.get_ref(at + 1).map_err(failure("reading a link"))? {
        ValueRef::Integer(number) => {
            let Some((owner, field)) = codec.layout.kinds.get(&number).copied() else { return Ok(None) };
            (LinkKind::Declared(owner, field), typed_props(codec, owner, field, props.as_deref())?)
        }
        cell => {
            let props = match props {
                None => LinkProps::None,
                Some(text) => LinkProps::Free(json::parse(&text)?),
            };
            (LinkKind::Free(shape::text(cell)?.to_owned()), props)
        }
    };
    Ok(Some(Link {
        id,
        kind,
        source: self::id(row, at + 2)?,
        target: self::id(row, at + 3)?,
        from: get(row, at + 4)?,
        to: get(row, at + 5)?,
        props,
        created_at: get(row, at + 7)?,
        seq: get(row, at + 8)?,
    }))
}

fn typed_props(codec: Codec<'_>, owner: TypeIndex, field: FieldIndex, stored: Option<&str>) -> Result<LinkProps> {
    let props = codec.model.record(owner).field(field).link().and_then(|link| link.props);
    match (props, stored) {
        (Some(object), Some(text)) => Ok(LinkProps::Typed(json::object_values(codec, object, &json::parse(text)?)?)),
        _ => Ok(LinkProps::None),
    }
}

/// Cells of a link in the order of the table.
pub(super) fn link_cells(codec: Codec<'_>, link: &Link) -> Result<Vec<Cell>> {
    let props = match (&link.props, &link.kind) {
        (LinkProps::None, _) => None,
        (LinkProps::Free(json), _) => Some(json.to_string()),
        (LinkProps::Typed(values), LinkKind::Declared(owner, field)) => {
            let props = codec.model.record(*owner).field(*field).link().and_then(|link| link.props);
            let object = props.ok_or_else(|| internal("a link has properties that its declaration does not know"))?;
            Some(json::object(codec, object, values)?.to_string())
        }
        (LinkProps::Typed(_), LinkKind::Free(_)) => return Err(internal("a free link has typed properties")),
    };
    Ok(vec![
        id_cell(link.id),
        DEFAULT_SPACE.into(),
        codec.layout.kind_cell(&link.kind),
        id_cell(link.source),
        id_cell(link.target),
        optional(link.from),
        optional(link.to),
        optional(props),
        link.created_at.into(),
        link.seq.into(),
    ])
}

/// A change from the columns of [`CHANGE`]; `None` when its type is not of the model.
pub(super) fn change(codec: Codec<'_>, row: &Row<'_>) -> Result<Option<Change>> {
    let Some(record) = codec.layout.types.get(&get::<i64>(row, 4)?).copied() else { return Ok(None) };
    let fields: String = get(row, 7)?;
    let known = |number: i64, of: usize| usize::try_from(number).ok().filter(|number| *number < of);
    let damaged = || internal("a stored change is damaged");
    Ok(Some(Change {
        seq: get(row, 0)?,
        at: get(row, 1)?,
        actor: get(row, 2)?,
        operation: OPERATIONS[known(get(row, 3)?, OPERATIONS.len()).ok_or_else(damaged)?],
        record,
        entry: id(row, 5)?,
        version: get(row, 6)?,
        fields: serde_json::from_str(&fields).map_err(|error| damaged().caused_by(error))?,
        link: optional_id(row, 8)?,
        change_set: id(row, 9)?,
        origin: ORIGINS[known(get(row, 10)?, ORIGINS.len()).ok_or_else(damaged)?],
        reason: get(row, 11)?,
    }))
}

/// The number that an origin is stored as.
pub(super) fn origin_number(origin: Origin) -> i64 {
    ORIGINS.iter().position(|one| *one == origin).map_or(-1, |position| position as i64)
}

/// Columns that [`sample_change`] reads.
pub(super) const SAMPLE_CHANGE: &str = "number, at, actor, operation, series, of, first, last, count, origin, reason";
/// By their stored numbers: new ones come last.
const SAMPLE_OPERATIONS: [SampleOperation; 5] = [
    SampleOperation::Flagged,
    SampleOperation::Unflagged,
    SampleOperation::Deleted,
    SampleOperation::Replaced,
    SampleOperation::Added,
];

/// A change of samples from the columns of [`SAMPLE_CHANGE`]; `None` when the model does not know the series.
pub(super) fn sample_change(codec: Codec<'_>, row: &Row<'_>) -> Result<Option<SampleChange>> {
    let Some(record) = codec.layout.types.get(&get::<i64>(row, 4)?).copied() else { return Ok(None) };
    let damaged = || internal("a stored change of samples is damaged");
    let place = |at: usize| -> Result<usize> { usize::try_from(get::<i64>(row, at)?).map_err(|_| damaged()) };
    Ok(Some(SampleChange {
        number: get(row, 0)?,
        at: get(row, 1)?,
        actor: get(row, 2)?,
        operation: *SAMPLE_OPERATIONS.get(place(3)?).ok_or_else(damaged)?,
        record,
        of: id(row, 5)?,
        first: get(row, 6)?,
        last: get(row, 7)?,
        count: place(8)?,
        origin: *ORIGINS.get(place(9)?).ok_or_else(damaged)?,
        reason: get(row, 10)?,
    }))
}

/// Cells of a change of samples, but for its number.
pub(super) fn sample_change_cells(codec: Codec<'_>, change: &SampleChange) -> Vec<Cell> {
    let operation = SAMPLE_OPERATIONS.iter().position(|one| *one == change.operation);
    vec![
        DEFAULT_SPACE.into(),
        change.at.into(),
        optional(change.actor.clone()),
        operation.map_or(-1, |position| position as i64).into(),
        codec.layout.table(change.record).id.into(),
        id_cell(change.of),
        change.first.into(),
        change.last.into(),
        (change.count as i64).into(),
        origin_number(change.origin).into(),
        optional(change.reason.clone()),
    ]
}

/// The stored number of an operation.
pub(super) fn operation_number(operation: ChangeOperation) -> i64 {
    OPERATIONS.iter().position(|one| *one == operation).map_or(-1, |position| position as i64)
}

/// Cells of a change in the order of the table.
pub(super) fn change_cells(codec: Codec<'_>, change: &Change) -> Vec<Cell> {
    let origin = origin_number(change.origin);
    vec![
        change.seq.into(),
        DEFAULT_SPACE.into(),
        change.at.into(),
        optional(change.actor.clone()),
        operation_number(change.operation).into(),
        codec.layout.table(change.record).id.into(),
        id_cell(change.entry),
        change.version.into(),
        serde_json::json!(change.fields).to_string().into(),
        optional(change.link.map(id_cell)),
        id_cell(change.change_set),
        origin.into(),
        optional(change.reason.clone()),
    ]
}

/// An actor as part of a unique key, where a missing one must equal itself.
pub(super) fn actor_key(actor: Option<&str>) -> String {
    actor.map_or_else(String::new, |actor| format!("={actor}"))
}

/// The record of an idempotency key, from its columns behind actor and key.
pub(super) fn idempotency_record(actor: Option<&str>, key: &str, row: &Row<'_>) -> Result<IdempotencyRecord> {
    Ok(IdempotencyRecord {
        actor: actor.map(str::to_owned),
        key: key.to_owned(),
        field: get(row, 0)?,
        hash: get(row, 1)?,
        change_set: optional_id(row, 2)?,
        seq: get(row, 3)?,
        results: json::parse(&get::<String>(row, 4)?)?,
        at: get(row, 5)?,
    })
}
