//! Output types of a record type: itself, its connection and edge, and those of its links that carry properties.

use daybook_schema::{FieldIndex, Model, RecordType, Relation, TypeIndex, model::Direction};
use indexmap::IndexMap;

use super::{
    FieldRole, OutputField, Shape, SurfaceType, TypeRef,
    builder::{Builder, argument, insert_output, output, output_type},
    reads, words,
};

/// Adds `X`, `XConnection`, `XEdge`, and a connection and edge for each relation whose links carry properties.
pub(super) fn add(builder: &mut Builder, index: TypeIndex) {
    let model = std::sync::Arc::clone(&builder.model);
    let record = model.record(index);
    builder.add(SurfaceType {
        name: record.name.clone(),
        description: record.description.clone().unwrap_or_else(|| words::sentence(&words::spaced(&record.name))),
        shape: Shape::Object {
            implements: if record.is_series() { Vec::new() } else { vec!["Entry".to_owned()] },
            fields: fields(builder, &model, index),
            record: Some(index),
        },
    });
    add_connection(builder, &record.name, &record.name, plain_edge(record));
    for (_, relation) in model.relations(index) {
        if let Some(prefix) = own_prefix(&model, relation)
            && is_first(&model, relation)
        {
            add_connection(
                builder,
                &prefix,
                &model.record(model.relation_target(relation)).name,
                link_edge(&model, relation),
            );
        }
    }
}

/// The prefix of the types of a relation whose links carry properties: type and field of this side, or those of the
/// declaring side where both ends are of one type.
pub(super) fn own_prefix(model: &Model, relation: Relation) -> Option<String> {
    let link = model.link(relation);
    link.props?;
    let outward = relation.direction == Direction::Out || relation.owner == link.target;
    let (side, field) = if outward {
        (model.record(relation.owner), model.relation_field(relation).name.as_str())
    } else {
        (model.record(link.target), link.inverse.as_str())
    };
    Some(format!("{}{}", side.name, pascal(field)))
}

/// Whether the types of a relation are added for this side: both sides of a link within one type share theirs.
pub(super) fn is_first(model: &Model, relation: Relation) -> bool {
    relation.direction == Direction::Out || relation.owner != model.link(relation).target
}

/// The prefix of the types of a list along a relation: `PlantCompanions`, or `Plant` where links carry nothing.
pub(super) fn prefix(model: &Model, relation: Relation) -> String {
    own_prefix(model, relation).unwrap_or_else(|| model.record(model.relation_target(relation)).name.clone())
}

fn pascal(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

fn fields(builder: &Builder, model: &Model, index: TypeIndex) -> IndexMap<String, OutputField> {
    let record = model.record(index);
    let mut fields = if record.is_series() { IndexMap::new() } else { builder.entry_fields() };
    for (position, field) in record.indexed_fields() {
        let relation = field.link().map(|_| Relation { owner: index, field: position, direction: Direction::Out });
        let described = words::field(model, field);
        let answered = match relation {
            Some(relation) if field.list => reads::list_field(model, relation, described),
            Some(relation) => output(output_type(model, field), FieldRole::ToOne(relation), described),
            None => own_value(model, record, position, described),
        };
        let role = answered.role;
        insert_output(&mut fields, field, answered, role);
    }
    if record.is_series() {
        let description = "Whether a value lies outside its bounds: kept, and left out of statistics.";
        fields.insert(
            "flagged".to_owned(),
            output(TypeRef::named("Boolean").required(), FieldRole::Flagged, description),
        );
    }
    for inverse in &record.inverses {
        let relation = Relation { owner: inverse.source, field: inverse.field, direction: Direction::In };
        let source = model.record(inverse.source);
        let described = format!(
            "The {} whose {} this is.",
            words::spaced(&source.plural),
            words::spaced(&source.field(inverse.field).name)
        );
        fields.insert(inverse.name.clone(), reads::list_field(model, relation, described));
    }
    fields
}

/// A declared `title` or `at` of an entry is the field of that name that all entries have.
fn own_value(model: &Model, record: &RecordType, position: FieldIndex, described: String) -> OutputField {
    let field = record.field(position);
    match field.name.as_str() {
        "at" if !record.is_series() => {
            let instant = TypeRef::named("DateTime");
            output(if field.required { instant.required() } else { instant }, FieldRole::At, described)
        }
        "title" if !record.is_series() => output(output_type(model, field), FieldRole::Title, described),
        _ => output(output_type(model, field), FieldRole::Value(position), described),
    }
}

fn add_connection(builder: &mut Builder, prefix: &str, target: &str, edge: IndexMap<String, OutputField>) {
    let target_type = || TypeRef::named(target).required();
    let rows = words::spaced(target);
    let mut total = output(
        TypeRef::named("Int").required(),
        FieldRole::TotalCount,
        "How many there are in all; computed only when asked for.",
    );
    total.arguments.insert("mode".to_owned(), reads::count_mode());
    let fields = IndexMap::from([
        ("nodes".to_owned(), output(target_type().list().required(), FieldRole::Nodes, "The rows of the page.")),
        (
            "edges".to_owned(),
            output(
                TypeRef::named(format!("{prefix}Edge")).list().required(),
                FieldRole::Edges,
                "The same rows, each with its cursor and the link to its parent.",
            ),
        ),
        (
            "pageInfo".to_owned(),
            output(TypeRef::named("PageInfo").required(), FieldRole::PageInfo, "Where the page lies in the list."),
        ),
        ("totalCount".to_owned(), total),
        ("marks".to_owned(), marks()),
    ]);
    builder.object(&format!("{prefix}Connection"), format!("A page of a list of type {target}."), fields);
    let mut edge_fields = IndexMap::from([
        (
            "cursor".to_owned(),
            output(TypeRef::named("String").required(), FieldRole::Cursor, "Where the row stands in the list."),
        ),
        ("node".to_owned(), output(target_type(), FieldRole::Node, format!("The {rows}."))),
    ]);
    edge_fields.extend(edge);
    builder.object(&format!("{prefix}Edge"), format!("A row of a list of type {target}."), edge_fields);
}

/// Cursors to jump to, such as by the thumb of a scroll bar.
fn marks() -> OutputField {
    let described = "The cursors of every n-th row of the whole list, at most 1,000, whatever page is asked for: `after` the \
                     first of them begins the page behind the first n rows, and so on. They hold for the same `where` and \
                     `orderBy`.";
    let mut marks = output(TypeRef::named("String").required().list().required(), FieldRole::Marks, described);
    let mut every = argument(TypeRef::named("Int"), "The n; from 1 to 100,000.");
    every.default = Some(async_graphql_value::ConstValue::from(500));
    marks.arguments.insert("every".to_owned(), every);
    marks
}

fn plain_edge(record: &RecordType) -> IndexMap<String, OutputField> {
    if record.is_series() {
        return IndexMap::new();
    }
    let described = "The link from the parent to the node; null in a root list.";
    IndexMap::from([("link".to_owned(), output(TypeRef::named("Link"), FieldRole::EdgeLink, described))])
}

fn link_edge(model: &Model, relation: Relation) -> IndexMap<String, OutputField> {
    let link = output(TypeRef::named("Link").required(), FieldRole::EdgeLink, "The link from the parent to the node.");
    let mut fields = IndexMap::from([("link".to_owned(), link)]);
    if let Some(props) = model.link(relation).props {
        let object = &model.objects[props.0];
        let described = object.description.clone().unwrap_or_else(|| "The properties of the link.".to_owned());
        fields.insert("props".to_owned(), output(TypeRef::named(&object.name), FieldRole::EdgeProps(props), described));
    }
    fields
}
