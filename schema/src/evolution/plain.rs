//! Enums, embedded objects and the properties of links.

use super::{AffectedRecords, Change, ChangeKind, Evolution, fields};
use crate::model::{DefaultValue, EnumType, Field, FieldIndex, FieldKind, Model, ObjectType, TypeIndex};

/// Compares what is no record type.
pub(super) fn compare(old: &Model, new: &Model, evolution: &mut Evolution) {
    for declared in &new.enums {
        match old.enums.iter().find(|former| former.name == declared.name) {
            Some(former) => compare_enum((old, new), former, declared, evolution),
            None => evolution.changes.push(whole(ChangeKind::TypeAdded, &declared.name, "adds the enum")),
        }
    }
    for object in &new.objects {
        let origin = fields::object_origin(old, new, object);
        match old.objects.iter().find(|former| Some(&former.name) == origin) {
            Some(former) => compare_object(old, new, former, object, evolution),
            None => evolution.changes.push(whole(ChangeKind::TypeAdded, &object.name, "adds the object")),
        }
    }
    // What used a removed enum or object has a change of its own, with its losses.
    let gone =
        old.enums.iter().map(|former| &former.name).filter(|name| !new.enums.iter().any(|one| one.name == **name));
    evolution.changes.extend(gone.map(|name| whole(ChangeKind::TypeRemoved, name, "removes the enum")));
    let kept: Vec<_> = new.objects.iter().filter_map(|object| fields::object_origin(old, new, object)).collect();
    let gone = old.objects.iter().map(|former| &former.name).filter(|name| !kept.contains(name));
    evolution.changes.extend(gone.map(|name| whole(ChangeKind::TypeRemoved, name, "removes the object")));
}

fn whole(kind: ChangeKind, name: &str, what: &str) -> Change {
    Change {
        kind,
        type_name: name.to_owned(),
        field: None,
        lossy: false,
        description: format!("{what} `{name}`"),
        touches: AffectedRecords::Nothing,
        forbidden: None,
    }
}

fn part(kind: ChangeKind, owner: &str, name: &str, description: String) -> Change {
    Change { field: Some(name.to_owned()), description, ..whole(kind, owner, "") }
}

fn compare_enum((old, new): (&Model, &Model), former: &EnumType, declared: &EnumType, evolution: &mut Evolution) {
    let mut taken = Vec::new();
    let owner = &declared.name;
    for value in &declared.values {
        let same = former.values.iter().find(|known| known.name == value.name);
        let source = same.or_else(|| former.values.iter().find(|known| value.former_names.contains(&known.name)));
        match source {
            None => {
                let description = format!("adds the value `{}`", value.name);
                evolution.changes.push(part(ChangeKind::FieldAdded, owner, &value.name, description));
            }
            Some(source) => {
                taken.push(&source.name);
                if source.name != value.name {
                    let description = format!("renames the value `{}` to `{}`", source.name, value.name);
                    evolution.changes.push(part(ChangeKind::FieldRenamed, owner, &value.name, description));
                }
            }
        }
    }
    for value in former.values.iter().filter(|value| !taken.contains(&&value.name)) {
        let is_it =
            |field: &Field| matches!(field.kind, FieldKind::Enum(index) if old.enums[index.0].name == former.name);
        if let Some(object) = old.objects.iter().find(|object| object.fields.iter().any(is_it)) {
            let message =
                format!("`{owner}.{}` cannot be removed: `{}` uses it inside other values", value.name, object.name);
            evolution.mistake(&declared.position, message, "keep the value, or give it another name with `@was`");
        }
        let users: Vec<(TypeIndex, FieldIndex)> = old
            .indexes()
            .flat_map(|index| {
                let fields = old.record(index).indexed_fields().filter(|(_, field)| is_it(field));
                fields.map(move |(field, _)| (index, field)).collect::<Vec<_>>()
            })
            .collect();
        let description = format!("removes the value `{}`: {}", value.name, removal(new, &users, evolution));
        evolution.changes.push(Change {
            lossy: true,
            touches: AffectedRecords::Named(users, value.name.clone()),
            ..part(ChangeKind::FieldRemoved, owner, &value.name, description)
        });
    }
}

/// What becomes of the fields that hold a removed value of an enum.
fn removal(new: &Model, users: &[(TypeIndex, FieldIndex)], evolution: &Evolution) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut versioned = false;
    for (record, field) in users {
        let successor = new.indexes().find(|index| evolution.types[index.0] == Some(*record));
        let place = successor.and_then(|index| {
            let origins = &evolution.fields[index.0];
            Some((index, origins.iter().position(|origin| origin.source() == Some(*field))?))
        });
        let Some((index, position)) = place else { continue };
        let (owner, declared) = (new.record(index), &new.record(index).fields[position]);
        versioned |= !owner.is_series();
        let default = fields::given_default(new, declared);
        let (becomes, rest) = match default {
            Some(default) if declared.list => {
                ("loses it".to_owned(), format!(", and becomes {default} where nothing else is left"))
            }
            None if declared.list => ("loses it".to_owned(), String::new()),
            Some(default) => (format!("becomes {default}"), String::new()),
            None => ("becomes empty".to_owned(), String::new()),
        };
        told.push(format!("`{}.{}` {becomes} where it holds it{rest}", owner.name, declared.name));
    }
    if told.is_empty() {
        return "no field of the new definitions holds it".to_owned();
    }
    let told = told.join(", ");
    if versioned { format!("{told}; earlier versions keep it") } else { told }
}

fn compare_object(old: &Model, new: &Model, former: &ObjectType, object: &ObjectType, evolution: &mut Evolution) {
    let owner = &object.name;
    if former.props != object.props {
        let message = format!("`{owner}` cannot change between an embedded object and `@props`");
        evolution.mistake(&object.position, message, "define an object of another name");
    }
    if former.name != object.name {
        let description = format!("renames `{}` to `{owner}`; values stay", former.name);
        evolution.changes.push(whole(ChangeKind::TypeRenamed, owner, ""));
        if let Some(change) = evolution.changes.last_mut() {
            change.description = description;
        }
    }
    let mut taken = Vec::new();
    for field in &object.fields {
        let Some(source) = fields::source(&former.fields, &object.fields, field) else {
            if field.required && !completes(field) {
                let message = format!("`{owner}.{}` is required, but values that are stored have none", field.name);
                evolution.mistake(&field.position, message, COMPLETE);
            }
            let description = match fields::given_default(new, field) {
                Some(default) => format!("adds `{}`, which is {default} in all values that are stored", field.name),
                None => format!("adds `{}`", field.name),
            };
            evolution.changes.push(part(ChangeKind::FieldAdded, owner, &field.name, description));
            continue;
        };
        taken.push(source);
        let known = &former.fields[source.0];
        if known.name != field.name {
            let description = format!("renames `{}` to `{}`; values stay", known.name, field.name);
            evolution.changes.push(part(ChangeKind::FieldRenamed, owner, &field.name, description));
        }
        let renamed = matches!((&known.kind, &field.kind), (FieldKind::Object(before), FieldKind::Object(after))
            if fields::object_origin(old, new, &new.objects[after.0]) == Some(&old.objects[before.0].name)
                && known.list == field.list);
        if !renamed && kind_text(old, known) != kind_text(new, field) {
            let message =
                format!("`{owner}.{}` cannot change its type: its values lie inside other values", field.name);
            evolution.mistake(&field.position, message, "add a field of another name");
        } else if field.required && !known.required {
            if completes(field) {
                let default = fields::given_default(new, field).unwrap_or_default();
                let description =
                    format!("`{}` becomes required: where it is missing it becomes {default}", field.name);
                evolution.changes.push(part(ChangeKind::FieldChanged, owner, &field.name, description));
            } else {
                let message = format!("`{owner}.{}` cannot become required: stored values may lack it", field.name);
                evolution.mistake(&field.position, message, COMPLETE);
            }
        }
    }
    for (_, field) in former.fields.iter().enumerate().filter(|(index, _)| !taken.contains(&FieldIndex(*index))) {
        let users: Vec<String> = old
            .types
            .iter()
            .flat_map(|record| record.fields.iter().map(move |field| (record, field)))
            .filter(|(_, user)| uses(user, old, &former.name))
            .map(|(record, user)| format!("`{}.{}`", record.name, user.name))
            .collect();
        let within = if users.is_empty() { String::new() } else { format!(" within {}", users.join(", ")) };
        let description = format!("removes `{}` and its values{within}", field.name);
        evolution
            .changes
            .push(Change { lossy: true, ..part(ChangeKind::FieldRemoved, owner, &field.name, description) });
    }
}

/// What to write instead of a required field that stored values lack.
const COMPLETE: &str =
    "give it a `@default` with a value, which fills the values that are stored, or leave it optional";

/// Whether the stored values that lack a required field get its default.
fn completes(field: &Field) -> bool {
    matches!(field.default, Some(DefaultValue::Literal(_)))
}

fn uses(field: &Field, model: &Model, object: &str) -> bool {
    match &field.kind {
        FieldKind::Object(index) => model.objects[index.0].name == object,
        FieldKind::Link(link) => link.props.is_some_and(|props| model.objects[props.0].name == object),
        _ => false,
    }
}

/// The kind of a field by names, which mean the same in two models.
fn kind_text(model: &Model, field: &Field) -> String {
    let kind = match &field.kind {
        FieldKind::Scalar(scalar) => scalar.name().to_owned(),
        FieldKind::Enum(index) => model.enums[index.0].name.clone(),
        FieldKind::Object(index) => model.objects[index.0].name.clone(),
        FieldKind::Link(link) => model.record(link.target).name.clone(),
    };
    format!("{kind} {:?} {}", field.unit.as_ref().map(|rule| rule.canonical.name()), field.list)
}
