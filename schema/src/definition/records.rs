//! What of a record type refers to its fields: times, keys, titles, conditions, series.

use super::{
    declare::{Declarations, FieldDeclaration, ObjectDeclaration, Role},
    directives::Applied,
    fields::{Built, Owner},
    mistakes::{Mistakes, suggestion},
    series,
};
use crate::model::{Field, FieldIndex, FieldKind, Kind, Model, Position, Scalar, ShowIf, TitlePart, TypeIndex};

/// Resolves the names of fields.
pub fn finish(declarations: &Declarations, built: &mut Built, mistakes: &mut Mistakes) {
    for (index, object) in declarations.records() {
        match object.role {
            Role::Series => series::finish(object, index, built, mistakes),
            _ => finish_entry(object, index, built, mistakes),
        }
        finish_fields(object, Owner::Record(index), built, mistakes);
    }
    for (index, object) in declarations.plain_objects() {
        for directive in object.directives.all("key") {
            let message = format!("`{}` is no entry, so it cannot have a key", object.name);
            mistakes.add(&directive.position, message, "remove `@key`, or add `@entry`");
        }
        finish_fields(object, Owner::Object(index), built, mistakes);
    }
}

/// The field that an argument names; an unknown one is a mistake.
pub(super) fn named(
    object: &ObjectDeclaration,
    name: &str,
    position: &Position,
    what: &str,
    mistakes: &mut Mistakes,
) -> Option<FieldIndex> {
    let found = object.fields.iter().position(|field| field.name == name).map(FieldIndex);
    if found.is_none() {
        let known = object.fields.iter().map(|field| field.name.as_str());
        let message = format!("{what} names `{name}`, but `{}` has no such field", object.name);
        mistakes.add(position, message, suggestion(name, known));
    }
    found
}

fn is_time(field: &Field) -> bool {
    !field.list && matches!(field.scalar(), Some(Scalar::Date | Scalar::DateTime))
}

fn finish_entry(object: &ObjectDeclaration, index: TypeIndex, built: &mut Built, mistakes: &mut Mistakes) {
    let Some(directive) = object.directives.get("entry") else { return };
    finish_icon(directive, mistakes);
    if let Some(name) = directive.text("at")
        && let Some(field) = named(object, name, directive.place("at"), "`at`", mistakes)
        && let Some(found) = built.sound(index, field)
    {
        if !is_time(found) || found.computed.is_some() {
            let message = format!("`at` names `{name}`, which is no stored Date or DateTime");
            mistakes.add(directive.place("at"), message, time_hint(object));
        }
        built.model.types[index.0].at = Some(field);
        built.model.types[index.0].fields[field.0].index = true;
    }
    for key in object.directives.all("key") {
        if let Some(fields) = read_key(object, index, key, built, mistakes) {
            for field in &fields {
                built.model.types[index.0].fields[field.0].index = true;
            }
            built.model.types[index.0].keys.push(fields);
        }
    }
    let title = read_title(object, index, directive, built, mistakes);
    built.model.types[index.0].kind = Kind::Entry { title };
}

fn time_hint(object: &ObjectDeclaration) -> String {
    let times =
        object.fields.iter().filter(|field| matches!(field.ty.to_string().trim_end_matches('!'), "Date" | "DateTime"));
    let times: Vec<_> = times.map(|field| format!("`{}`", field.name)).collect();
    if times.is_empty() {
        "add a field of type `DateTime`".to_owned()
    } else {
        format!("name one of {}", times.join(", "))
    }
}

fn finish_icon(directive: &Applied, mistakes: &mut Mistakes) {
    let Some(icon) = directive.text("icon") else { return };
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    };
    if !icon.split('-').all(is_word) {
        let message = format!("`{icon}` is no name of a Lucide icon");
        mistakes.add(directive.place("icon"), message, "write small letters and dashes, such as `shopping-basket`");
    }
}

fn read_key(
    object: &ObjectDeclaration,
    index: TypeIndex,
    directive: &Applied,
    built: &Built,
    mistakes: &mut Mistakes,
) -> Option<Vec<FieldIndex>> {
    let place = directive.place("fields");
    let names = directive.texts("fields");
    if names.is_empty() {
        if place != &directive.position {
            mistakes.add(place, "the key has no fields", "name the fields that together are unique");
        }
        return None;
    }
    let mut fields = Vec::new();
    for name in names {
        let Some(field) = named(object, name, place, "the key", mistakes) else { continue };
        if fields.contains(&field) {
            mistakes.add(place, format!("the key names `{name}` twice"), "name each field once");
            continue;
        }
        if let Some(reason) = built.sound(index, field).and_then(unfit_for_key) {
            let hint = "use fields with one exact value, such as a String, an Int, a Date or a link to one entry";
            mistakes.add(place, format!("`{name}` cannot be part of a key: {reason}"), hint);
        }
        fields.push(field);
    }
    let mut sorted = fields.clone();
    sorted.sort();
    let is_same = |other: &Vec<FieldIndex>| {
        let mut other = other.clone();
        other.sort();
        other == sorted
    };
    if built.model.record(index).keys.iter().any(is_same) {
        mistakes.add(place, "another key has the same fields", "remove one of the two");
        return None;
    }
    (fields.len() == names.len()).then_some(fields)
}

fn unfit_for_key(field: &Field) -> Option<&'static str> {
    if field.list {
        return Some("it is a list");
    }
    if field.computed.is_some() {
        return Some("it is computed and not stored");
    }
    match &field.kind {
        FieldKind::Object(_) => Some("it is an object"),
        FieldKind::Scalar(Scalar::Float | Scalar::Quantity) => {
            Some("numbers with fractions are measured and hardly ever equal")
        }
        FieldKind::Scalar(Scalar::Json) => Some("JSON has no one way to be written"),
        FieldKind::Scalar(Scalar::Money | Scalar::GeoPoint) => Some("it has more than one part"),
        _ => None,
    }
}

fn read_title(
    object: &ObjectDeclaration,
    index: TypeIndex,
    directive: &Applied,
    built: &Built,
    mistakes: &mut Mistakes,
) -> Vec<TitlePart> {
    let Some(template) = directive.text("title") else { return Vec::new() };
    let place = directive.place("title");
    if template.trim().is_empty() {
        mistakes.add(place, "the title is empty", "write a template of field names, such as `{name}`");
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find(['{', '}']) {
        let (text, tail) = rest.split_at(start);
        let end = tail.find('}').filter(|_| tail.starts_with('{'));
        let Some(end) = end.filter(|end| !tail[1..*end].contains('{')) else {
            let message = format!("the braces of the title `{template}` do not match");
            mistakes.add(place, message, "write each field as `{name}`");
            return parts;
        };
        if !text.is_empty() {
            parts.push(TitlePart::Text(text.to_owned()));
        }
        let name = tail[1..end].trim();
        if let Some(field) = named(object, name, place, "the title", mistakes) {
            if let Some(reason) = built.sound(index, field).and_then(unfit_for_title) {
                let message = format!("`{name}` cannot stand in a title: {reason}");
                mistakes.add(place, message, "use fields with one value, or a link to one entry for its title");
            }
            parts.push(TitlePart::Field(field));
        }
        rest = &tail[end + 1..];
    }
    if !rest.is_empty() {
        parts.push(TitlePart::Text(rest.to_owned()));
    }
    parts
}

fn unfit_for_title(field: &Field) -> Option<&'static str> {
    match &field.kind {
        _ if field.list => Some("it is a list"),
        _ if field.computed.is_some() => Some("it is computed and not stored"),
        FieldKind::Scalar(Scalar::Json) => Some("JSON is no text for people"),
        FieldKind::Object(_) => Some("it is an object"),
        _ => None,
    }
}

fn finish_fields(object: &ObjectDeclaration, owner: Owner, built: &mut Built, mistakes: &mut Mistakes) {
    for (position, declared) in object.fields.iter().enumerate() {
        let index = FieldIndex(position);
        if built.broken.contains(&(owner, index)) {
            continue;
        }
        let not_before = read_not_before(object, declared, owner, built, mistakes);
        let show_if = read_show_if(object, declared, owner, built, mistakes);
        let field = &mut fields_mut(&mut built.model, owner)[position];
        field.show_if = show_if;
        if let Some(rule) = &mut field.time {
            rule.not_before = not_before;
        }
    }
}

fn fields_mut(model: &mut Model, owner: Owner) -> &mut Vec<Field> {
    match owner {
        Owner::Record(index) => &mut model.types[index.0].fields,
        Owner::Object(index) => &mut model.objects[index.0].fields,
    }
}

fn field_of(built: &Built, owner: Owner, index: FieldIndex) -> Option<&Field> {
    if built.broken.contains(&(owner, index)) {
        return None;
    }
    match owner {
        Owner::Record(record) => built.model.record(record).fields.get(index.0),
        Owner::Object(object) => built.model.objects[object.0].fields.get(index.0),
    }
}

fn read_not_before(
    object: &ObjectDeclaration,
    declared: &FieldDeclaration,
    owner: Owner,
    built: &Built,
    mistakes: &mut Mistakes,
) -> Option<FieldIndex> {
    let directive = declared.directives.get("time")?;
    let name = directive.text("notBefore")?;
    let place = directive.place("notBefore");
    let found = named(object, name, place, "`notBefore`", mistakes)?;
    if name == declared.name {
        mistakes.add(place, "`notBefore` names the field itself", "name the field that must come first");
        return None;
    }
    if !is_time(field_of(built, owner, found)?) {
        let message = format!("`notBefore` names `{name}`, which is no Date or DateTime");
        mistakes.add(place, message, time_hint(object));
        return None;
    }
    Some(found)
}

fn read_show_if(
    object: &ObjectDeclaration,
    declared: &FieldDeclaration,
    owner: Owner,
    built: &Built,
    mistakes: &mut Mistakes,
) -> Option<ShowIf> {
    let directive = declared.directives.get("showIf")?;
    let name = directive.text("field")?;
    let found = named(object, name, directive.place("field"), "`showIf`", mistakes)?;
    if name == declared.name {
        let hint = "name the field that decides";
        mistakes.add(directive.place("field"), "the condition looks at the field itself", hint);
        return None;
    }
    let values = directive.texts("in");
    let place = directive.place("in");
    if values.is_empty() {
        if place != &directive.position {
            mistakes.add(place, "`in` is empty, so the field would never be shown", "name at least one value");
        }
        return None;
    }
    // A value that has another name by now is known by its earlier one.
    let values: Vec<String> = match &field_of(built, owner, found)?.kind {
        FieldKind::Enum(index) => {
            let declared = &built.model.enums[index.0].values;
            let today = |text: &String| {
                let renamed = declared.iter().find(|value| value.former_names.contains(text));
                renamed.map_or_else(|| text.clone(), |value| value.name.clone())
            };
            values.iter().map(today).collect()
        }
        _ => values.to_vec(),
    };
    let known: Vec<String> = match &field_of(built, owner, found)?.kind {
        FieldKind::Enum(index) => built.model.enums[index.0].values.iter().map(|value| value.name.clone()).collect(),
        FieldKind::Scalar(Scalar::Boolean) => vec!["true".to_owned(), "false".to_owned()],
        _ => Vec::new(),
    };
    for value in values.iter().filter(|value| !known.is_empty() && !known.contains(value)) {
        let message = format!("`{name}` is never `{value}`");
        mistakes.add(place, message, suggestion(value, known.iter().map(String::as_str)));
    }
    Some(ShowIf { field: found, values })
}
