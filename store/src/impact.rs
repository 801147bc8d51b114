//! How many records a change of the definitions touches, counted before it is made.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
};

use daybook_schema::{
    FieldIndex, Model, TypeIndex, Value,
    evolution::{AffectedRecords, Change, Origin, Side, convert},
    input::{Context, Dialect, check_stored},
    model::{DefaultValue, Field, Scalar},
    time::instant_date,
    value::Instant,
};

use petgraph::{algo::tarjan_scc, graphmap::DiGraphMap};

use crate::{
    backend::{LinkQuery, Snapshot},
    error::Result,
    query::{Filter, List, Quantifier, Select, Subject, Test, Trash, Window},
    record::LinkKind,
};

/// Values read in one go.
const PAGE: usize = 500;

/// What a change touches.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Impact {
    /// Records that it touches, those in the trash included.
    pub affected: u64,
    /// Records that lose something.
    pub lost: u64,
    /// Records of which a conversion leaves nothing, not even a part.
    pub emptied: u64,
}

/// Counts what a change touches. `snapshot` reads the old model; `new` is the one that the change leads to, at `now`.
pub fn of_change(snapshot: &mut dyn Snapshot, new: &Model, change: &Change, now: Instant) -> Result<Impact> {
    let affected = match &change.touches {
        AffectedRecords::Converted(old, place) => return converted(snapshot, new, *old, *place),
        touches => touched(snapshot, (new, now), touches)?,
    };
    Ok(Impact { affected, lost: if change.lossy { affected } else { 0 }, emptied: 0 })
}

/// Counts the records that are touched, without looking at what becomes of them.
pub fn touched(snapshot: &mut dyn Snapshot, (new, now): (&Model, Instant), touches: &AffectedRecords) -> Result<u64> {
    Ok(match touches {
        AffectedRecords::Nothing => 0,
        AffectedRecords::All(record) => count(snapshot, *record, Filter::All(Vec::new()))?,
        AffectedRecords::Holding(record, field) | AffectedRecords::Converted((record, field), _) => {
            let holding = holding(snapshot.model(), *record, *field);
            count(snapshot, *record, holding)?
        }
        AffectedRecords::Missing(record, field) => {
            let holding = holding(snapshot.model(), *record, *field);
            count(snapshot, *record, Filter::Not(Box::new(holding)))?
        }
        AffectedRecords::Named(users, name) => {
            let mut all = 0;
            for (record, field) in users {
                let value = Value::Text(name.clone());
                let list = snapshot.model().record(*record).field(*field).list;
                let test = if list { Test::Has(value) } else { Test::Eq(value) };
                all += count(snapshot, *record, Filter::Test(Subject::Field(vec![*field]), test))?;
            }
            all
        }
        AffectedRecords::Breaking(old, place) => breaking(snapshot, (new, now), *old, *place)?,
        AffectedRecords::Circling(record, field) => circling(snapshot, *record, *field)?,
        AffectedRecords::Alike { old, new: place, key } => alike(snapshot, (*old, new, *place), key)?,
    })
}

/// Records that have a value of a field, or a link.
fn holding(model: &Model, record: TypeIndex, field: FieldIndex) -> Filter {
    let declared = model.record(record).field(field);
    if declared.link().is_some() && declared.list {
        let relation =
            daybook_schema::Relation { owner: record, field, direction: daybook_schema::model::Direction::Out };
        let filter = Box::new(Filter::All(Vec::new()));
        return Filter::Related { relation, quantifier: Quantifier::Some, filter, edge: None };
    }
    Filter::Test(Subject::Field(vec![field]), Test::IsNull(false))
}

fn list(record: TypeIndex, filter: Filter) -> List {
    List {
        record,
        parents: None,
        filter: Filter::All(vec![Filter::Trash(Trash::Include), filter]),
        order: Vec::new(),
        window: Window { limit: PAGE, ..Window::default() },
        select: Select::default(),
        as_of: None,
    }
}

fn count(snapshot: &mut dyn Snapshot, record: TypeIndex, filter: Filter) -> Result<u64> {
    Ok(snapshot.count(&list(record, filter))?.into_iter().sum())
}

/// Counts entries that lie on a circle of the links of a field.
fn circling(snapshot: &mut dyn Snapshot, record: TypeIndex, field: FieldIndex) -> Result<u64> {
    let query = LinkQuery { kinds: Some(vec![LinkKind::Declared(record, field)]), ..LinkQuery::default() };
    let links = snapshot.links(&query)?;
    let graph: DiGraphMap<_, ()> = links.iter().map(|link| (link.source, link.target)).collect();
    let groups = tarjan_scc(&graph);
    let circles = groups.iter().filter(|group| group.len() > 1 || graph.contains_edge(group[0], group[0]));
    Ok(circles.map(|group| group.len() as u64).sum())
}

/// Counts living entries that will have the same values of a key as another one.
fn alike(
    snapshot: &mut dyn Snapshot,
    (record, new, place): (TypeIndex, &Model, TypeIndex),
    key: &[(FieldIndex, Origin)],
) -> Result<u64> {
    let model = std::sync::Arc::clone(snapshot.model());
    let (before, after) = (model.record(record), new.record(place));
    let mut list = list(record, Filter::Trash(Trash::Exclude));
    let sources = key.iter().filter_map(|(_, origin)| origin.source());
    list.select.fields = sources.collect();
    // Texts of keys would fill the memory of a large type; two that differ have the same number never in practice.
    let mut counted: HashMap<u64, u64> = HashMap::new();
    loop {
        let page = snapshot.list(&list)?.pop().unwrap_or_default();
        for row in &page.rows {
            let mut read = row.values.iter();
            let values = key.iter().map(|(field, origin)| {
                let declared = after.field(*field);
                let value = match (origin, origin.source().and_then(|source| Some((source, read.next()?)))) {
                    (Origin::Converted(_), Some((source, value))) => {
                        let old = Side { model: &model, field: before.field(source) };
                        convert(old, Side { model: new, field: declared }, value).value
                    }
                    (_, Some((_, value))) => value.clone(),
                    (_, None) => Value::Null,
                };
                if value.is_null() && declared.required { default(declared, row.created_at) } else { value }
            });
            let values: Vec<Value> = values.collect();
            if !values.iter().any(Value::is_null) {
                let mut hasher = std::hash::DefaultHasher::new();
                format!("{:?}", values.iter().map(as_key).collect::<Vec<_>>()).hash(&mut hasher);
                *counted.entry(hasher.finish()).or_default() += 1;
            }
        }
        match page.rows.last().filter(|_| page.more) {
            Some(last) => list.window.after = Some(last.position.clone()),
            None => return Ok(counted.into_values().filter(|count| *count > 1).sum()),
        }
    }
}

/// A value as keys compare it: however a quantity or a duration was written.
fn as_key(value: &Value) -> Value {
    match value {
        Value::Quantity(quantity) => Value::Float(quantity.value),
        Value::Duration(span) => Value::Duration(span.canonical()),
        other => other.clone(),
    }
}

/// What an entry that is there takes for a value that is missing.
pub(crate) fn default(field: &Field, created_at: Instant) -> Value {
    match (&field.default, field.scalar()) {
        (Some(DefaultValue::Literal(value)), _) => value.clone(),
        (Some(DefaultValue::Now), Some(Scalar::DateTime)) => Value::Instant(created_at),
        (Some(DefaultValue::Now), Some(Scalar::Date)) => Value::Date(instant_date(created_at)),
        _ => Value::Null,
    }
}

/// Tries every conversion.
fn converted(
    snapshot: &mut dyn Snapshot,
    new: &Model,
    (record, field): (TypeIndex, FieldIndex),
    (successor, place): (TypeIndex, FieldIndex),
) -> Result<Impact> {
    let model = std::sync::Arc::clone(snapshot.model());
    let old = Side { model: &model, field: model.record(record).field(field) };
    let new = Side { model: new, field: new.record(successor).field(place) };
    let mut measured = Impact::default();
    each_value(snapshot, (record, field), |value| {
        measured.affected += 1;
        let converted = convert(old, new, value);
        measured.lost += u64::from(converted.lost);
        measured.emptied += u64::from(converted.value.is_null());
    })?;
    Ok(measured)
}

/// Counts stored values that break the rules that a field will have.
fn breaking(
    snapshot: &mut dyn Snapshot,
    (new, now): (&Model, Instant),
    old: (TypeIndex, FieldIndex),
    (successor, place): (TypeIndex, FieldIndex),
) -> Result<u64> {
    let context = Context { model: new, now, viewer: None, dialect: Dialect::GraphQl };
    let field = new.record(successor).field(place);
    let mut broken = 0;
    each_value(snapshot, old, |value| {
        broken += u64::from(!check_stored(&context, field, value, &Vec::new()).is_acceptable());
    })?;
    Ok(broken)
}

/// Reads the values of a field, page by page, those in the trash included; missing ones are left out.
fn each_value(
    snapshot: &mut dyn Snapshot,
    (record, field): (TypeIndex, FieldIndex),
    mut look: impl FnMut(&Value),
) -> Result<()> {
    let mut list = list(record, holding(snapshot.model(), record, field));
    list.select.fields = vec![field];
    loop {
        let page = snapshot.list(&list)?.pop().unwrap_or_default();
        page.rows.iter().flat_map(|row| &row.values).for_each(&mut look);
        match page.rows.last().filter(|_| page.more) {
            Some(last) => list.window.after = Some(last.position.clone()),
            None => return Ok(()),
        }
    }
}
