//! The reference goes over from one model to the next: every position of the old one becomes one of the new one.

use std::collections::HashMap;

use daybook_schema::{
    FieldIndex, Model, TypeIndex, Value,
    evolution::{Origin, Side, convert, convert_past},
    model::{DefaultValue, Field, FieldKind, ObjectIndex, Scalar},
    time::instant_date,
    value::Instant,
};
use uuid::Uuid;

use super::state::{Entry, State};
use crate::{
    backend::{Step, to_one_target},
    error::{Error, ErrorKind, Result},
    record::{Link, LinkKind, LinkProps, Record, Sample, SampleChange, Unlinked},
    title::{self, TITLE_DEPTH},
    write::Replacement,
};

/// What a state is in terms of the next model, with values that only the past may hold, and what takes their place.
pub(super) fn state(old: &State, step: &Step<'_>) -> (State, Vec<Replacement>) {
    let mut replacements = Vec::new();
    let mut state = State {
        generation: old.generation + 1,
        last: old.last,
        compacted: old.compacted,
        undos: old.undos.clone(),
        idempotency_records: old.idempotency_records.clone(),
        system_records: old.system_records.clone(),
        ..State::default()
    };
    for (id, entry) in &old.entries {
        let Some(index) = successor(step, entry.current().record) else { continue };
        let versions = entry.versions.iter().map(|version| Record {
            record: index,
            values: values(step, (version.record, index), &version.values, Some(version.created_at), true),
            ..version.clone()
        });
        let versions: Vec<_> = versions.collect();
        let current = entry.current();
        let present = values(step, (current.record, index), &current.values, Some(current.created_at), false);
        let held = versions.last().map_or(&[][..], |version| &version.values);
        for (place, (value, held)) in present.into_iter().zip(held).enumerate() {
            if value != *held {
                replacements.push(Replacement { record: index, id: *id, field: FieldIndex(place), value });
            }
        }
        let (title, past_titles) = (entry.title.clone(), entry.past_titles.clone());
        state.entries.insert(*id, Entry { versions, title, past_titles });
    }
    let lives = |id: &Uuid| state.entries.contains_key(id);
    let kinds = kinds(step);
    for (id, versions) in &old.links {
        let mut versions = versions.clone();
        for version in &mut versions {
            version.link.kind = match &version.link.kind {
                LinkKind::Free(name) => LinkKind::Free(name.clone()),
                declared => match kinds.get(declared) {
                    Some(kind) => {
                        version.link.props = props(step, declared, kind, &version.link.props);
                        kind.clone()
                    }
                    None => continue,
                },
            };
        }
        let known = |kind: &LinkKind| matches!(kind, LinkKind::Free(_)) || kinds.values().any(|known| known == kind);
        if versions
            .iter()
            .all(|version| lives(&version.link.source) && lives(&version.link.target) && known(&version.link.kind))
            && old.links[id]
                .iter()
                .all(|version| matches!(version.link.kind, LinkKind::Free(_)) || kinds.contains_key(&version.link.kind))
        {
            state.links.insert(*id, versions);
        }
    }
    for (id, unlinked) in &old.unlinked {
        let Some(kind) = kinds.get(&unlinked.link.kind) else { continue };
        // Only its source knows a target that is gone.
        if lives(&unlinked.link.source) && (unlinked.gone || lives(&unlinked.link.target)) {
            let props = props(step, &unlinked.link.kind, kind, &unlinked.link.props);
            let link = Link { kind: kind.clone(), props, ..unlinked.link.clone() };
            state.unlinked.insert(*id, Unlinked { link, ..*unlinked });
        }
    }
    for ((record, of, at), sample) in &old.samples {
        let Some(index) = successor(step, *record).filter(|_| lives(of)) else { continue };
        let values = values(step, (*record, index), &sample.values, None, false);
        state.samples.insert((index, *of, *at), Sample { values, ..sample.clone() });
    }
    for change in &old.sample_changes {
        let Some(record) = successor(step, change.record).filter(|_| lives(&change.of)) else { continue };
        state.sample_changes.push(SampleChange { record, ..change.clone() });
    }
    for change in &old.changes {
        let Some(record) = successor(step, change.record) else { continue };
        let mut change = change.clone();
        change.record = record;
        state.changes.push(change);
    }
    (state, replacements)
}

/// Refuses a state that the next model does not allow, and makes titles anew.
pub(super) fn finish(state: &mut State, step: &Step<'_>) -> Result<()> {
    check(state, step)?;
    retitle(state, step);
    Ok(())
}

fn successor(step: &Step<'_>, old: TypeIndex) -> Option<TypeIndex> {
    step.evolution.types.iter().position(|origin| *origin == Some(old)).map(TypeIndex)
}

/// Old link kinds and what they are now.
fn kinds(step: &Step<'_>) -> HashMap<LinkKind, LinkKind> {
    let mut kinds = HashMap::new();
    for index in step.to.indexes() {
        let Some(old) = step.evolution.types[index.0] else { continue };
        for (position, origin) in step.evolution.fields[index.0].iter().enumerate() {
            if let Origin::Kept(source) = origin {
                kinds.insert(LinkKind::Declared(old, *source), LinkKind::Declared(index, FieldIndex(position)));
            }
        }
    }
    kinds
}

fn values(
    step: &Step<'_>,
    (old, new): (TypeIndex, TypeIndex),
    values: &[Value],
    created_at: Option<Instant>,
    past: bool,
) -> Vec<Value> {
    let (before, after) = (step.from.record(old), step.to.record(new));
    let origins = &step.evolution.fields[new.0];
    let pairs = after.fields.iter().zip(origins).map(|(field, origin)| {
        let value = match origin {
            Origin::New => Value::Null,
            Origin::Kept(_) if field.list && field.link().is_some() => Value::Null,
            Origin::Kept(source) => fitted(step, (before.field(*source), field), values[source.0].clone()),
            Origin::Converted(source) => {
                let old = Side { model: step.from, field: before.field(*source) };
                let new = Side { model: step.to, field };
                if past {
                    convert_past(old, new, &values[source.0])
                } else {
                    convert(old, new, &values[source.0]).value
                }
            }
        };
        if value.is_null() && field.required { default(field, created_at) } else { value }
    });
    pairs.collect()
}

/// Enum values by their present names.
fn renamed(step: &Step<'_>, field: &Field, value: Value) -> Value {
    let FieldKind::Enum(index) = field.kind else { return value };
    match value {
        Value::Text(name) => {
            let values = &step.to.enums[index.0].values;
            let known = values.iter().find(|known| known.name == name || known.former_names.contains(&name));
            Value::Text(known.map_or(name, |known| known.name.clone()))
        }
        Value::List(items) => Value::List(items.into_iter().map(|item| renamed(step, field, item)).collect()),
        other => other,
    }
}

/// A value whose objects have the fields of the next model, with the defaults of required ones that it lacks.
fn fitted(step: &Step<'_>, (before, after): (&Field, &Field), value: Value) -> Value {
    let (FieldKind::Object(old), FieldKind::Object(new)) = (&before.kind, &after.kind) else {
        return renamed(step, after, value);
    };
    match value {
        Value::List(items) => Value::List(items.into_iter().map(|item| fitted(step, (before, after), item)).collect()),
        Value::Object(values) => Value::Object(parts(step, *old, *new, &values)),
        other => other,
    }
}

fn parts(step: &Step<'_>, old: ObjectIndex, new: ObjectIndex, values: &[Value]) -> Vec<Value> {
    let (before, after) = (&step.from.objects[old.0].fields, &step.to.objects[new.0].fields);
    let pairs = after.iter().map(|field| {
        let named = |name: &String| before.iter().position(|known| known.name == *name);
        let source = named(&field.name).or_else(|| field.former_names.iter().find_map(named));
        let value = source.map_or(Value::Null, |at| fitted(step, (&before[at], field), values[at].clone()));
        match &field.default {
            Some(DefaultValue::Literal(default)) if field.required && value.is_null() => default.clone(),
            _ => value,
        }
    });
    pairs.collect()
}

/// Properties of a link as the next model has them.
fn props(step: &Step<'_>, old: &LinkKind, new: &LinkKind, props: &LinkProps) -> LinkProps {
    let object = |model: &Model, kind: &LinkKind| match kind {
        LinkKind::Declared(owner, field) => model.record(*owner).field(*field).link().and_then(|link| link.props),
        LinkKind::Free(_) => None,
    };
    match (props, object(step.from, old), object(step.to, new)) {
        (LinkProps::Typed(values), Some(old), Some(new)) => LinkProps::Typed(parts(step, old, new, values)),
        _ => props.clone(),
    }
}

fn default(field: &Field, created_at: Option<Instant>) -> Value {
    match (&field.default, field.scalar(), created_at) {
        (Some(DefaultValue::Literal(value)), ..) => value.clone(),
        (Some(DefaultValue::Now), Some(Scalar::DateTime), Some(at)) => Value::Instant(at),
        (Some(DefaultValue::Now), Some(Scalar::Date), Some(at)) => Value::Date(instant_date(at)),
        _ => Value::Null,
    }
}

/// Refuses what the data does not allow: required fields without a value, keys that are there twice.
fn check(state: &State, step: &Step<'_>) -> Result<()> {
    for entry in state.entries.values() {
        let current = entry.current();
        let record = step.to.record(current.record);
        for ((position, field), value) in record.fields.iter().enumerate().zip(&current.values) {
            let asked = is_asked(step, current.record, position);
            if asked && field.required && field.is_stored() && value.is_null() {
                let context =
                    format!("`{}.{}` is required, but there are entries without a value", record.name, field.name);
                return Err(Error::new(ErrorKind::Unusable, context));
            }
        }
        state.check_unique(step.to, current).map_err(|error| Error::new(ErrorKind::Unusable, error.context))?;
    }
    Ok(())
}

/// Whether a field may lack a value that it did not need before.
fn is_asked(step: &Step<'_>, record: TypeIndex, position: usize) -> bool {
    match (step.evolution.types[record.0], step.evolution.fields[record.0].get(position)) {
        (Some(old), Some(Origin::Kept(source))) => !step.from.record(old).field(*source).required,
        _ => true,
    }
}

fn retitle(state: &mut State, step: &Step<'_>) {
    for _ in 0..=TITLE_DEPTH {
        let titles: HashMap<Uuid, String> =
            state.entries.iter().map(|(id, entry)| (*id, entry.title.clone())).collect();
        for entry in state.entries.values_mut() {
            let current = entry.current().clone();
            let shows = |field| to_one_target(&current.values, field).and_then(|target| titles.get(&target).cloned());
            entry.title = title::compose(step.to, current.record, |field| current.values.get(field.0), shows);
        }
    }
}
