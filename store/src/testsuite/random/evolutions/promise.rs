//! What a plan said beside what happened, counted by looking at every record.

use std::collections::BTreeSet;

use daybook_schema::{
    FieldIndex, TypeIndex, Value,
    evolution::{AffectedRecords, Change, Origin, Side, convert, convert_past},
    input::{Context, Dialect, check_stored},
    model::{Field, FieldKind},
};
use uuid::Uuid;

use super::state::{Entry, Everything};
use crate::{backend::Step, impact::Impact, testsuite::test_store::START};

/// Checks what was counted for one change.
pub(super) fn check_promise(
    step: &Step<'_>,
    change: &Change,
    counted: Impact,
    before: &Everything,
    after: &Everything,
) {
    let Impact { affected, lost, emptied: told } = counted;
    let touched = touched(step, &change.touches, before);
    assert_eq!(affected, touched.len() as u64, "touched by {change:?}");
    assert!(lost <= affected, "{lost} of {affected} lose something by {change:?}");
    if !change.lossy {
        assert_eq!(lost, 0, "{change:?} loses nothing");
    }
    if let AffectedRecords::Converted((_, _), (record, field)) = &change.touches {
        let name = &step.to.record(*record).field(*field).name;
        let emptied = touched.iter().filter(|id| {
            let entry = entry(after, &step.to.record(*record).name, **id);
            entry.is_some_and(|entry| entry.fields.get(name).is_none_or(Value::is_null))
        });
        let emptied = emptied.count() as u64;
        assert!(emptied <= told && told <= lost, "{emptied} values are gone by {change:?}, but {told} were told");
    }
}

/// Ids of what a change touches.
fn touched(step: &Step<'_>, touches: &AffectedRecords, before: &Everything) -> BTreeSet<Uuid> {
    match touches {
        AffectedRecords::Nothing | AffectedRecords::Circling(..) => BTreeSet::new(),
        AffectedRecords::All(record) => holding(step, before, *record, |_| true),
        AffectedRecords::Holding(record, field) | AffectedRecords::Converted((record, field), _) => {
            let declared = step.from.record(*record).field(*field);
            holding(step, before, *record, |(id, entry)| has(step, before, *record, declared, id, entry))
        }
        AffectedRecords::Missing(record, field) => {
            let declared = step.from.record(*record).field(*field);
            holding(step, before, *record, |(id, entry)| !has(step, before, *record, declared, id, entry))
        }
        AffectedRecords::Named(users, name) => {
            let value = Value::Text(name.clone());
            let users = users.iter().flat_map(|(record, field)| {
                let declared = &step.from.record(*record).field(*field).name;
                let value = value.clone();
                holding(step, before, *record, move |(_, entry)| match entry.fields.get(declared) {
                    Some(Value::List(items)) => items.contains(&value),
                    held => held == Some(&value),
                })
            });
            let users: Vec<_> = users.collect();
            // An entry that holds it in two fields is counted for each of them.
            let distinct: BTreeSet<_> = users.iter().copied().collect();
            assert!(users.len() >= distinct.len());
            distinct
        }
        AffectedRecords::Breaking((record, field), (successor, place)) => {
            let name = &step.from.record(*record).field(*field).name;
            let rules = step.to.record(*successor).field(*place);
            let context = Context { model: step.to, now: START, viewer: None, dialect: Dialect::GraphQl };
            holding(step, before, *record, |(_, entry)| {
                let stored = entry.fields.get(name).unwrap_or(&Value::Null);
                !check_stored(&context, rules, stored, &Vec::new()).is_acceptable()
            })
        }
        AffectedRecords::Alike { old, .. } => holding(step, before, *old, |_| false),
    }
}

fn holding(
    step: &Step<'_>,
    everything: &Everything,
    record: TypeIndex,
    mut keep: impl FnMut((Uuid, &Entry)) -> bool,
) -> BTreeSet<Uuid> {
    let name = &step.from.record(record).name;
    let entries = everything.entries.iter().filter(|((of, id), entry)| of == name && keep((*id, entry)));
    entries.map(|((_, id), _)| *id).collect()
}

fn has(step: &Step<'_>, before: &Everything, record: TypeIndex, field: &Field, id: Uuid, entry: &Entry) -> bool {
    if field.link().is_some() && field.list {
        let kind = format!("{}.{}", step.from.record(record).name, field.name);
        return before.links.values().any(|link| link.kind == kind && link.ends.0 == id && lives(before, link.ends.1));
    }
    entry.fields.get(&field.name).is_some_and(|value| !value.is_null())
}

fn lives(everything: &Everything, id: Uuid) -> bool {
    everything.entries.iter().any(|((_, known), entry)| *known == id && entry.head.3.is_none())
}

fn entry<'e>(everything: &'e Everything, name: &str, id: Uuid) -> Option<&'e Entry> {
    everything.entries.get(&(name.to_owned(), id))
}

/// Checks that nothing else happened: records stay with their heads, fields that are kept hold what they held, and links
/// that are kept are there.
pub(super) fn check_rest(step: &Step<'_>, before: &Everything, after: &Everything) {
    let mut expected = 0;
    for (index, origin) in step.to.indexes().zip(&step.evolution.types) {
        let Some(origin) = origin else { continue };
        let (old, new) = (step.from.record(*origin), step.to.record(index));
        for ((_, id), known) in before.entries.iter().filter(|((name, _), _)| *name == old.name) {
            expected += 1;
            let now = entry(after, &new.name, *id).unwrap_or_else(|| panic!("{id} of `{}` is gone", new.name));
            check_head(is_replaced(step, (*origin, index), known), known, now);
            for (field, source) in new.fields.iter().zip(&step.evolution.fields[index.0]) {
                if let Origin::Kept(source) = source {
                    check_kept(step, *source, old.field(*source), field, known, now);
                }
            }
        }
    }
    assert_eq!(after.entries.len(), expected, "nothing comes from nowhere");
    let removed = |kind: &str| {
        let kept = step.from.indexes().any(|record| {
            let fields = step.from.record(record).indexed_fields();
            fields
                .filter(|(_, field)| field.link().is_some())
                .any(|(field, _)| step.from.link_kind(record, field) == kind && is_kept(step, record, field))
        });
        !kept
    };
    for (id, link) in &before.links {
        let stays = !removed(&link.kind) && [link.ends.0, link.ends.1].iter().all(|end| is_there(after, *end));
        assert_eq!(after.links.contains_key(id), stays, "the link {id} of `{}`", link.kind);
    }
}

/// Whether an entry holds a value of an enum that the enum loses, which only earlier versions may keep.
fn is_replaced(step: &Step<'_>, (old, new): (TypeIndex, TypeIndex), before: &Entry) -> bool {
    let (old, origins) = (step.from.record(old), step.evolution.fields[new.0].iter());
    step.to.record(new).fields.iter().zip(origins).any(|(field, origin)| {
        let Origin::Converted(source) = origin else { return false };
        let former = old.field(*source);
        let held = before.fields.get(&former.name).unwrap_or(&Value::Null);
        let sides = (Side { model: step.from, field: former }, Side { model: step.to, field });
        convert_past(sides.0, sides.1, held) != convert(sides.0, sides.1, held).value
    })
}

/// Only an entry of which a value is replaced gets a new version.
fn check_head(replaced: bool, before: &Entry, after: &Entry) {
    let ((version, made, changed, trashed), now) = (before.head, after.head);
    if replaced {
        assert_eq!((now.0, now.1, now.3), (version + 1, made, trashed));
        assert!(now.2 > changed, "the new version has a time of its own");
    } else {
        assert_eq!(now, before.head, "no new version");
    }
}

fn is_kept(step: &Step<'_>, record: TypeIndex, field: FieldIndex) -> bool {
    let Some(new) = step.evolution.types.iter().position(|origin| *origin == Some(record)) else { return false };
    step.evolution.fields[new].contains(&Origin::Kept(field))
}

fn is_there(everything: &Everything, id: Uuid) -> bool {
    everything.entries.keys().any(|(_, known)| *known == id)
}

fn check_kept(step: &Step<'_>, source: FieldIndex, old: &Field, new: &Field, before: &Entry, after: &Entry) {
    // Links to many have no column, and what was one may be many now.
    if old.link().is_some() && (old.list || new.list) {
        return;
    }
    let (then, now) = (before.fields.get(&old.name), after.fields.get(&new.name));
    match (then, &new.kind) {
        (Some(Value::Null), _) if new.required && new.link().is_none() => {
            assert!(now.is_some_and(|now| !now.is_null()), "`{}` is required and has its default", new.name);
        }
        (Some(then), FieldKind::Enum(index)) => {
            let values = &step.to.enums[index.0].values;
            let present = |value: &Value| match value {
                Value::Text(name) => {
                    let known = values.iter().find(|value| value.name == *name || value.former_names.contains(name));
                    Value::Text(known.map_or_else(|| name.clone(), |known| known.name.clone()))
                }
                other => other.clone(),
            };
            let expected = match then {
                Value::List(items) => Value::List(items.iter().map(present).collect()),
                one => present(one),
            };
            assert_eq!(now, Some(&expected), "`{}` of {source:?}", new.name);
        }
        _ => assert_eq!(now, then, "`{}` keeps its values", new.name),
    }
}
