//! Filters of a record type: `XFilter`, `XOneFilter`, `XManyFilter`, and a `Many` for each relation with properties.

use daybook_schema::{
    Model, TypeIndex,
    model::{Field, FieldKind, Scalar},
};
use indexmap::IndexMap;

use super::{
    Argument, TypeRef,
    builder::{Builder, argument, insert_input},
    entry, words,
};

/// Adds the filters of a type.
pub(super) fn add(builder: &mut Builder, index: TypeIndex) {
    let model = std::sync::Arc::clone(&builder.model);
    let record = model.record(index);
    let name = format!("{}Filter", record.name);
    let about = words::spaced(&record.plural);
    builder.input(&name, format!("Conditions on {about}; all that are given hold."), conditions(&model, index));

    let of = || TypeRef::named(&name);
    let one = IndexMap::from([
        ("is".to_owned(), argument(of(), "It meets these conditions.")),
        ("isNot".to_owned(), argument(of(), "It does not meet these conditions, or there is none.")),
        ("isNull".to_owned(), argument(TypeRef::named("Boolean"), "There is none, or there is one.")),
    ]);
    builder.input(
        &format!("{}OneFilter", record.name),
        format!("Conditions on a linked {}; all that are given hold.", words::spaced(&record.name)),
        one,
    );
    let many = quantified(&name);
    builder.input(
        &format!("{}ManyFilter", record.name),
        format!("Conditions on linked {about}; all that are given hold."),
        many,
    );

    for (_, relation) in model.relations(index) {
        let (Some(prefix), true) = (entry::own_prefix(&model, relation), entry::is_first(&model, relation)) else {
            continue;
        };
        let target = model.record(model.relation_target(relation));
        let mut fields = quantified(&format!("{}Filter", target.name));
        fields.extend(edge(&model, relation).map(|edge| ("edge".to_owned(), edge)));
        let about = words::spaced(&target.plural);
        let described =
            format!("Conditions on linked {about}. With `edge`, only links whose properties match are looked at.");
        builder.input(&format!("{prefix}Filter"), described, fields);
    }
}

/// The condition on the properties of a relation's links, when they carry any.
pub(super) fn edge(model: &Model, relation: daybook_schema::Relation) -> Option<Argument> {
    let props = model.link(relation).props?;
    let name = format!("{}Filter", model.objects[props.0].name);
    Some(argument(TypeRef::named(name), "Only links whose properties meet these conditions."))
}

/// Name of the filter of a stored value that is no link.
pub(super) fn of_value(model: &Model, field: &Field) -> String {
    let list = if field.list { "List" } else { "" };
    match &field.kind {
        FieldKind::Enum(index) => format!("{}{list}Filter", model.enums[index.0].name),
        FieldKind::Object(_) | FieldKind::Scalar(Scalar::Money | Scalar::GeoPoint | Scalar::Json) if field.list => {
            "ListFilter".to_owned()
        }
        FieldKind::Object(index) => format!("{}Filter", model.objects[index.0].name),
        FieldKind::Scalar(scalar) => format!("{}{list}Filter", family(*scalar)),
        FieldKind::Link(_) => "IDFilter".to_owned(),
    }
}

/// Scalars that are texts share the filter of texts.
fn family(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::TimeZone | Scalar::Url | Scalar::Email | Scalar::Phone | Scalar::Language | Scalar::Country => "String",
        other => other.name(),
    }
}

fn conditions(model: &Model, index: TypeIndex) -> IndexMap<String, Argument> {
    let record = model.record(index);
    let own = || TypeRef::named(format!("{}Filter", record.name));
    let mut fields = IndexMap::from([
        ("and".to_owned(), argument(own().list(), "All of these hold; true when empty.")),
        ("or".to_owned(), argument(own().list(), "At least one of these holds; false when empty.")),
        ("not".to_owned(), argument(own(), "This does not hold.")),
    ]);
    let mut add = |name: &str, ty: &str, description: &str| {
        fields.insert(name.to_owned(), argument(TypeRef::named(ty), description));
    };
    if record.is_series() {
        add("flagged", "BooleanFilter", "Whether a value lies outside its bounds.");
    } else {
        add("id", "IDFilter", "The id.");
        if record.at.is_some() {
            add("at", "DateTimeFilter", "When it took place.");
        }
        add("createdAt", "DateTimeFilter", "When it was created.");
        add("updatedAt", "DateTimeFilter", "When it was last changed.");
        add("title", "StringFilter", "The title, as it is stored.");
        add("trashed", "Trash", "Whether entries in the trash are included.");
    }
    for field in record.fields.iter().filter(|field| field.computed.is_none()) {
        let is_shared = !record.is_series() && field.name == "at";
        if field.link().is_none() && !is_shared {
            let ty = TypeRef::named(of_value(model, field));
            insert_input(&mut fields, field, ty, words::condition(field));
        }
    }
    for (name, relation) in model.relations(index) {
        let prefix = entry::prefix(model, relation);
        let ty = match () {
            () if !model.relation_is_list(relation) => format!("{prefix}OneFilter"),
            () if entry::own_prefix(model, relation).is_some() => format!("{prefix}Filter"),
            () => format!("{prefix}ManyFilter"),
        };
        let described = format!("By linked {}.", words::spaced(name));
        match record.fields.iter().find(|field| field.name == name) {
            Some(field) => insert_input(&mut fields, field, TypeRef::named(ty), described),
            None => {
                fields.insert(name.to_owned(), argument(TypeRef::named(ty), described));
            }
        }
    }
    fields
}

fn quantified(filter: &str) -> IndexMap<String, Argument> {
    let of = || TypeRef::named(filter);
    IndexMap::from([
        ("some".to_owned(), argument(of(), "At least one meets these conditions.")),
        ("none".to_owned(), argument(of(), "None meets these conditions.")),
        ("every".to_owned(), argument(of(), "All meet these conditions; true when there is none.")),
        ("count".to_owned(), argument(TypeRef::named("IntFilter"), "How many there are.")),
    ])
}
