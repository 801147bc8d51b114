//! Root fields that read a record type, and the lists along relations.

use async_graphql_value::{ConstValue, Name};
use daybook_schema::{Model, Relation, TypeIndex, definition::is_reserved_root};
use indexmap::IndexMap;

use super::{
    Argument, FieldRole, OutputField, TypeRef,
    builder::{Builder, argument, output},
    entry, filter, words,
};

type Arguments = IndexMap<String, Argument>;

/// Adds `x` (entries only) and `xs` to the query type.
pub(super) fn add(builder: &mut Builder, index: TypeIndex) {
    let model = std::sync::Arc::clone(&builder.model);
    let record = model.record(index);
    if !record.is_series() {
        builder.add_field("Query", &record.singular(), get(&model, index));
        for former in record.former_names.iter().filter(|former| !is_reserved_root(&lower_first(former))) {
            let mut alias = get(&model, index);
            alias.deprecation = Some(format!("Renamed to `{}`.", record.singular()));
            builder.add_field("Query", &lower_first(former), alias);
        }
    }
    let mut list = output(
        TypeRef::named(format!("{}Connection", record.name)).required(),
        FieldRole::List(index),
        words::sentence(&record.description.clone().unwrap_or_else(|| words::spaced(&record.plural))),
    );
    list.arguments = list_arguments(&record.name, None);
    if !record.is_series() {
        list.arguments.insert("asOf".to_owned(), as_of());
    }
    builder.add_field("Query", &record.plural, list);
}

/// A name with a small letter in front.
pub(super) fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

/// The list along a relation.
pub(super) fn list_field(model: &Model, relation: Relation, description: String) -> OutputField {
    let target = model.record(model.relation_target(relation));
    let ty = TypeRef::named(format!("{}Connection", entry::prefix(model, relation))).required();
    let mut list = output(ty, FieldRole::ToMany(relation), description);
    list.arguments = list_arguments(&target.name, filter::edge(model, relation));
    list
}

/// The `mode` of a count.
pub(super) fn count_mode() -> Argument {
    let mut mode = argument(TypeRef::named("CountMode"), "Count every row, or estimate.");
    mode.default = Some(ConstValue::Enum(Name::new("EXACT")));
    mode
}

fn get(model: &Model, index: TypeIndex) -> OutputField {
    let record = model.record(index);
    let noun = words::spaced(&record.name);
    let described = format!("One {noun}; null when there is none, or when it is in the trash.");
    let mut get = output(TypeRef::named(&record.name), FieldRole::Get(index), described);
    let id = TypeRef::named("ID");
    if record.keys.is_empty() {
        get.arguments.insert("id".to_owned(), argument(id.required(), "Its id."));
    } else {
        get.arguments.insert("id".to_owned(), argument(id, "Its id; exactly one of `id` and `key`."));
        let key =
            argument(TypeRef::named(format!("{}Key", record.name)), "Its natural key; exactly one of `id` and `key`.");
        get.arguments.insert("key".to_owned(), key);
    }
    get.arguments.insert("asOf".to_owned(), as_of());
    get
}

/// `asOf`.
pub(super) fn as_of() -> Argument {
    argument(
        TypeRef::named("DateTime"),
        "As it was then: all that was written at or before this instant, as far back as history is kept.",
    )
}

fn list_arguments(target: &str, edge: Option<Argument>) -> Arguments {
    let mut arguments = Arguments::new();
    let mut add = |name: &str, ty: TypeRef, described: &str| {
        arguments.insert(name.to_owned(), argument(ty, described));
    };
    add("where", TypeRef::named(format!("{target}Filter")), "Only rows that meet these conditions.");
    let order = TypeRef::named(format!("{target}Order")).list();
    add("orderBy", order, "The order; the first key counts most, the id breaks ties.");
    add("first", TypeRef::named("Int"), "At most so many; 50 by default, 500 at most.");
    add("after", TypeRef::named("String"), "Continue after this cursor of the same list.");
    add("last", TypeRef::named("Int"), "The last so many instead of the first.");
    add("before", TypeRef::named("String"), "End before this cursor of the same list.");
    if let Some(edge) = edge {
        arguments.shift_insert(1, "edge".to_owned(), edge);
    }
    arguments
}
