//! Enums, embedded objects and link properties: output, input and filter of each.

use daybook_schema::{
    FieldIndex, Model,
    model::{EnumType, FieldKind, ObjectType},
};
use indexmap::IndexMap;

use super::{
    EnumItem, FieldRole, Shape, SurfaceType, TypeRef,
    builder::{Builder, argument, input_type, insert_input, insert_output, output, output_type},
    filter, words,
};

/// Adds all enums and object types of the model.
pub(super) fn add(builder: &mut Builder) {
    let model = std::sync::Arc::clone(&builder.model);
    model.enums.iter().for_each(|declared| add_enum(builder, declared));
    model.objects.iter().for_each(|declared| add_object(builder, &model, declared));
}

fn add_enum(builder: &mut Builder, declared: &EnumType) {
    let name = &declared.name;
    let description =
        declared.description.clone().unwrap_or_else(|| format!("One of {} values.", declared.values.len()));
    let mut values = Vec::new();
    for value in &declared.values {
        let description =
            value.description.clone().unwrap_or_else(|| words::sentence(&value.name.to_lowercase().replace('_', " ")));
        for former in &value.former_names {
            values.push(EnumItem {
                name: former.clone(),
                description: description.clone(),
                deprecation: Some(format!("Renamed to `{}`.", value.name)),
                renamed: Some(value.name.clone()),
            });
        }
        values.push(EnumItem { name: value.name.clone(), description, deprecation: None, renamed: None });
    }
    builder.add(SurfaceType { name: name.clone(), description, shape: Shape::Enum { values } });

    let one = || TypeRef::named(name);
    let many = || one().list();
    let null = || argument(TypeRef::named("Boolean"), "Is missing, or is not.");
    let fields = IndexMap::from([
        ("eq".to_owned(), argument(one(), "This value.")),
        ("ne".to_owned(), argument(one(), "Another value.")),
        ("in".to_owned(), argument(many(), "One of these.")),
        ("notIn".to_owned(), argument(many(), "None of these.")),
        ("isNull".to_owned(), null()),
    ]);
    builder.input(&format!("{name}Filter"), format!("Conditions on a {name}; all that are given hold."), fields);
    let fields = IndexMap::from([
        ("has".to_owned(), argument(one(), "Has this item.")),
        ("hasAny".to_owned(), argument(many(), "Has one of these items.")),
        ("hasAll".to_owned(), argument(many(), "Has all of these items.")),
        ("isEmpty".to_owned(), argument(TypeRef::named("Boolean"), "Is a list without items, or has some.")),
        ("isNull".to_owned(), null()),
    ]);
    builder.input(
        &format!("{name}ListFilter"),
        format!("Conditions on a list of {name}; all that are given hold."),
        fields,
    );
}

fn add_object(builder: &mut Builder, model: &Model, declared: &ObjectType) {
    let name = &declared.name;
    let fallback = if declared.props { "The properties of a link." } else { "An object inside an entry." };
    let description = declared.description.clone().unwrap_or_else(|| fallback.to_owned());
    let mut outputs = IndexMap::new();
    let mut inputs = IndexMap::new();
    let mut filters = IndexMap::new();
    for (position, field) in declared.fields.iter().enumerate() {
        let described = words::field(model, field);
        let role = FieldRole::Value(FieldIndex(position));
        insert_output(&mut outputs, field, output(output_type(model, field), role, described.clone()), role);
        if matches!(field.kind, FieldKind::Link(_)) || field.computed.is_some() {
            continue;
        }
        // Link properties are given in parts when a link is changed, so that the write decides what is missing.
        let given = input_type(model, field);
        let required = field.required && field.default.is_none() && !declared.props;
        let given = if required { given.required() } else { given };
        insert_input(&mut inputs, field, given, words::input_field(model, field));
        insert_input(&mut filters, field, TypeRef::named(filter::of_value(model, field)), words::condition(field));
    }
    if !declared.props {
        let null = argument(TypeRef::named("Boolean"), "Is missing as a whole, or is not.");
        filters.entry("isNull".to_owned()).or_insert(null);
    }
    builder.object(name, description.clone(), outputs);
    builder.input(&format!("{name}Input"), description, inputs);
    builder.input(&format!("{name}Filter"), format!("Conditions on a {name}; all that are given hold."), filters);
}
