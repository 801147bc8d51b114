//! Inputs of a record type: create, patch, update, key, and the operations on links that lead to it.

use daybook_schema::{
    Model, RecordType, Relation, TypeIndex,
    model::{Direction, Field},
};
use indexmap::IndexMap;

use super::{
    Argument, TypeRef,
    builder::{Builder, argument, input_type, insert_input},
    entry, words,
};

type Fields = IndexMap<String, Argument>;

/// Adds `XCreate`, and for entries `XPatch`, `XUpdate`, `XOne`, `XMany`, `XKey` and the inputs of links with properties.
pub(super) fn add(builder: &mut Builder, index: TypeIndex) {
    let model = std::sync::Arc::clone(&builder.model);
    let record = model.record(index);
    let (name, noun) = (&record.name, words::spaced(&record.name));
    let article = words::article(&noun);
    if record.is_series() {
        return builder.input(
            &format!("{name}Create"),
            format!("A new sample: {article} {noun}."),
            sample(&model, index),
        );
    }
    let described = format!(
        "A new {noun}. A required link is optional here, since nesting may imply it; where nothing implies it, leaving it out is a REQUIRED error."
    );
    builder.input(&format!("{name}Create"), described, create(&model, index));
    let described = format!(
        "Changes to {article} {noun}. A field left out stays as it is; null clears it. Lists of links change only by the operations named."
    );
    builder.input(&format!("{name}Patch"), described, patch(&model, index));
    builder.input(&format!("{name}Update"), format!("Changes to {article} {noun} named by its id."), update(name));
    builder.choice(
        &format!("{name}One"),
        format!("What to do with the link to {article} {noun}; exactly one field."),
        one(record),
    );
    builder.input(
        &format!("{name}Many"),
        format!("What to do with the links to {}.", words::spaced(&record.plural)),
        many(record),
    );
    if !record.keys.is_empty() {
        builder.input(&format!("{name}Key"), key_words(record), key(&model, record));
    }
    for (_, relation) in model.relations(index) {
        add_with_props(builder, &model, relation);
    }
}

fn create(model: &Model, index: TypeIndex) -> Fields {
    let mut fields = Fields::new();
    fields.insert(
        "id".to_owned(),
        argument(TypeRef::named("ID"), "An id of your own making, a UUIDv7; left out, one is made."),
    );
    fields.insert(
        "externalKeys".to_owned(),
        argument(TypeRef::named("ExternalKeyInput").list(), "The ids that other systems know it by."),
    );
    own_fields(model, index, &mut fields, |field| field.required && field.default.is_none() && field.link().is_none());
    fields
}

fn patch(model: &Model, index: TypeIndex) -> Fields {
    let mut fields = Fields::new();
    own_fields(model, index, &mut fields, |_| false);
    fields
}

fn sample(model: &Model, index: TypeIndex) -> Fields {
    let mut fields = Fields::new();
    own_fields(model, index, &mut fields, |field| field.required && field.default.is_none());
    fields
}

fn own_fields(model: &Model, index: TypeIndex, fields: &mut Fields, required: impl Fn(&Field) -> bool) {
    let record = model.record(index);
    for (position, field) in record.indexed_fields().filter(|(_, field)| field.computed.is_none()) {
        let ty = if field.link().is_some() {
            link_input(model, Relation { owner: index, field: position, direction: Direction::Out })
        } else {
            input_type(model, field)
        };
        let ty = if required(field) { ty.required() } else { ty };
        insert_input(fields, field, ty, words::input_field(model, field));
    }
    for inverse in record.inverses.iter().filter(|inverse| !model.record(inverse.source).is_series()) {
        let relation = Relation { owner: inverse.source, field: inverse.field, direction: Direction::In };
        let source = model.record(inverse.source);
        let described = format!(
            "The {} whose {} this is.",
            words::spaced(&source.plural),
            words::spaced(&source.field(inverse.field).name)
        );
        fields.insert(inverse.name.clone(), argument(link_input(model, relation), described));
    }
}

fn link_input(model: &Model, relation: Relation) -> TypeRef {
    let prefix = entry::prefix(model, relation);
    TypeRef::named(if model.relation_is_list(relation) { format!("{prefix}Many") } else { format!("{prefix}One") })
}

fn update(name: &str) -> Fields {
    IndexMap::from([
        ("id".to_owned(), argument(TypeRef::named("ID").required(), "The entry.")),
        ("patch".to_owned(), argument(TypeRef::named(format!("{name}Patch")).required(), "What to change.")),
        expected_version(),
    ])
}

fn expected_version() -> (String, Argument) {
    let described = "Refuse when the entry has another version by now.";
    ("expectedVersion".to_owned(), argument(TypeRef::named("Int"), described))
}

fn one(record: &RecordType) -> Fields {
    let name = &record.name;
    let create = || TypeRef::named(format!("{name}Create"));
    let mut fields = Fields::new();
    fields.insert(
        "link".to_owned(),
        argument(TypeRef::named("ID"), "Link this entry, instead of another one linked so far."),
    );
    fields.insert("create".to_owned(), argument(create(), "Create an entry and link it."));
    if !record.keys.is_empty() {
        let described = "Find an entry by its natural key, or create it, and link it.";
        fields.insert("connectOrCreate".to_owned(), argument(create(), described));
    }
    fields.insert("update".to_owned(), argument(TypeRef::named(format!("{name}Patch")), "Change the linked entry."));
    fields.insert("unlink".to_owned(), argument(TypeRef::named("Boolean"), "Remove the link when true."));
    fields
}

fn many(record: &RecordType) -> Fields {
    let name = &record.name;
    operations(record, "LinkIn", &format!("{name}Create"), &format!("{name}Update"))
}

fn operations(target: &RecordType, link: &str, create: &str, update: &str) -> Fields {
    let list = |name: &str| TypeRef::named(name).list();
    let mut fields = Fields::new();
    fields.insert("link".to_owned(), argument(list(link), "Link these entries too."));
    fields.insert("create".to_owned(), argument(list(create), "Create entries and link them."));
    if !target.keys.is_empty() {
        let described = "Find entries by their natural keys, or create them, and link them.";
        fields.insert("connectOrCreate".to_owned(), argument(list(create), described));
    }
    fields.insert("update".to_owned(), argument(list(update), "Change linked entries."));
    fields.insert("unlink".to_owned(), argument(list("ID"), "Remove the links to these entries."));
    fields.insert("set".to_owned(), argument(list(link), "Link exactly these entries and no others; stands alone."));
    fields
}

fn key_words(record: &RecordType) -> String {
    let keys: Vec<String> = record
        .keys
        .iter()
        .map(|key| key.iter().map(|field| record.field(*field).name.as_str()).collect::<Vec<_>>().join(" and "))
        .collect();
    match keys.as_slice() {
        [only] => {
            format!("The natural key of {} {}: {only}.", words::article(&record.name), words::spaced(&record.name))
        }
        several => format!("Exactly one whole natural key: {}.", several.join(", or ")),
    }
}

fn key(model: &Model, record: &RecordType) -> Fields {
    let is_only = record.keys.len() == 1;
    let mut fields = Fields::new();
    for index in record.keys.iter().flatten() {
        let field = record.field(*index);
        if !fields.contains_key(&field.name) {
            let ty = input_type(model, field);
            insert_input(&mut fields, field, if is_only { ty.required() } else { ty }, words::field(model, field));
        }
    }
    fields
}

/// The inputs of a relation whose links carry properties: `PlantCompanionsMany` and what it is made of.
fn add_with_props(builder: &mut Builder, model: &Model, relation: Relation) {
    let (Some(prefix), Some(props)) = (entry::own_prefix(model, relation), model.link(relation).props) else { return };
    if !entry::is_first(model, relation) {
        return;
    }
    let target = model.record(model.relation_target(relation));
    let noun = words::spaced(&target.name);
    let props = TypeRef::named(format!("{}Input", model.objects[props.0].name));
    let details = |mut fields: Fields| {
        fields.insert("props".to_owned(), argument(props.clone(), "The properties of the link."));
        let instant = || TypeRef::named("DateTime");
        fields.insert("from".to_owned(), argument(instant(), "When the link began to hold."));
        fields.insert("to".to_owned(), argument(instant(), "When the link ceased to hold."));
        fields
    };
    let id = || ("id".to_owned(), argument(TypeRef::named("ID").required(), "The entry."));
    let (link, create, update) = (format!("{prefix}Link"), format!("{prefix}Create"), format!("{prefix}Update"));

    builder.input(
        &link,
        format!("An existing {noun} to link, with the properties of the link."),
        details(IndexMap::from([id()])),
    );
    let created = argument(TypeRef::named(format!("{}Create", target.name)).required(), "The new entry.");
    builder.input(
        &create,
        format!("A new {noun} to link, with the properties of the link."),
        details(IndexMap::from([("entry".to_owned(), created)])),
    );
    let patch = argument(TypeRef::named(format!("{}Patch", target.name)), "What to change in the entry.");
    let updated = IndexMap::from([id(), ("patch".to_owned(), patch), expected_version()]);
    builder.input(
        &update,
        format!("Changes to a linked {noun} and to the properties of its link; a property left out stays."),
        details(updated),
    );
    let described = format!("What to do with the links to {}.", words::spaced(&target.plural));
    builder.input(&format!("{prefix}Many"), described, operations(target, &link, &create, &update));
}
