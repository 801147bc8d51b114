//! The order of a record type: `XOrder`, one key of which exactly one field is given.

use daybook_schema::{
    TypeIndex,
    model::{Field, FieldKind, Scalar},
};
use indexmap::IndexMap;

use super::{
    TypeRef,
    builder::{Builder, argument, insert_input},
    words,
};

/// Adds the order of a type.
pub(super) fn add(builder: &mut Builder, index: TypeIndex) {
    let model = std::sync::Arc::clone(&builder.model);
    let record = model.record(index);
    let mut fields = IndexMap::new();
    let direction = || TypeRef::named("SortDirection");
    if !record.is_series() {
        if record.at.is_some() {
            fields.insert("at".to_owned(), argument(direction(), "By when it took place."));
        }
        fields.insert("createdAt".to_owned(), argument(direction(), "By when it was created."));
        fields.insert("updatedAt".to_owned(), argument(direction(), "By when it was last changed."));
        fields.insert("title".to_owned(), argument(direction(), "By title, without regard to case."));
    }
    for field in record.fields.iter().filter(|field| is_orderable(field)) {
        let is_shared = !record.is_series() && field.name == "at";
        let name = words::spaced(&field.name);
        match &field.kind {
            FieldKind::Link(link) => {
                let ty = TypeRef::named(format!("{}Order", model.record(link.target).name));
                insert_input(
                    &mut fields,
                    field,
                    ty,
                    format!("By a field of the linked {name}; without one it counts as missing."),
                );
            }
            _ if is_shared => {}
            _ => insert_input(&mut fields, field, direction(), format!("By {name}.")),
        }
    }
    let name = words::spaced(&record.plural);
    builder.choice(
        &format!("{}Order", record.name),
        format!("One key of an order of {name}; exactly one field."),
        fields,
    );
}

/// Single stored values that have an order, and to-one links.
pub(crate) fn is_orderable(field: &Field) -> bool {
    let has_order = match field.kind {
        FieldKind::Scalar(scalar) => !matches!(scalar, Scalar::Json | Scalar::GeoPoint),
        FieldKind::Enum(_) | FieldKind::Link(_) => true,
        FieldKind::Object(_) => false,
    };
    has_order && !field.list && field.computed.is_none()
}
