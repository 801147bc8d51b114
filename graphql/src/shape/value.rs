//! Values of fields.

use daybook_schema::{
    FieldIndex, Model, Value, input,
    model::{Field, FieldKind},
    unit::Unit,
    value::Quantity,
};
use serde_json::Value as Json;

use crate::{
    json::{self, Label},
    plan::{QuantityOutput, ValueView},
};

/// The value of a field, as one place of the request asks for it.
pub struct One<'a> {
    pub model: &'a Model,
    pub view: &'a ValueView,
    pub field: &'a Field,
    pub value: &'a Value,
}

impl One<'_> {
    /// Writes it as JSON, behind other bytes.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        let Self { model, view, field, value } = *self;
        match (value, view) {
            (Value::Null, _) => json::write_null(bytes),
            (Value::Text(text), ValueView::Leaf) => json::write(text, bytes),
            (Value::Int(number), ValueView::Leaf) => json::write(number, bytes),
            (Value::Float(number), ValueView::Leaf) => json::write_number(*number, bytes),
            (Value::Boolean(yes), ValueView::Leaf) => json::write(yes, bytes),
            (Value::Id(id), ValueView::Leaf) => json::write(id, bytes),
            (Value::Instant(instant), ValueView::Leaf) => json::write_moment(Some(*instant), bytes),
            (Value::List(items), _) => {
                json::write_list(items, bytes, |value, bytes| One { value, ..*self }.write(bytes));
            }
            (Value::Quantity(quantity), ValueView::Quantity(outputs)) => {
                measured(outputs, field.unit.as_ref().map(|rule| rule.canonical), quantity, bytes);
            }
            (Value::Object(values), _) => match &field.kind {
                FieldKind::Object(index) => {
                    Object { model, view, fields: &model.objects[index.0].fields, values }.write(bytes);
                }
                _ => json::write_null(bytes),
            },
            _ => parts(view, &input::to_json(model, field, value), bytes),
        }
    }
}

/// An embedded object, or the properties of a link.
pub struct Object<'a> {
    pub model: &'a Model,
    pub view: &'a ValueView,
    pub fields: &'a [Field],
    pub values: &'a [Value],
}

impl Object<'_> {
    /// Writes it as JSON, behind other bytes.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        let ValueView::Object(type_name, outputs) = self.view else { return json::write_null(bytes) };
        json::write_object(outputs, bytes, |output, bytes| match output {
            None => json::write(type_name, bytes),
            Some((FieldIndex(position), view)) => match self.values.get(*position) {
                Some(value) => One { model: self.model, view, field: &self.fields[*position], value }.write(bytes),
                None => json::write_null(bytes),
            },
        });
    }
}

fn measured(outputs: &[(Label, QuantityOutput)], canonical: Option<Unit>, quantity: &Quantity, bytes: &mut Vec<u8>) {
    let unit = canonical.or(quantity.entered.as_ref().map(|entered| entered.unit)).unwrap_or(Unit::ONE);
    json::write_object(outputs, bytes, |output, bytes| match output {
        QuantityOutput::TypeName => json::write("Quantity", bytes),
        QuantityOutput::Value(asked) => json::write_number(quantity.told_in(unit, asked.unwrap_or(unit)), bytes),
        QuantityOutput::Unit => json::write(unit.name(), bytes),
        QuantityOutput::Entered => json::write(&quantity.entered_text(unit), bytes),
    });
}

/// Writes a structured value by the names of its parts; a leaf as it is.
pub fn parts(view: &ValueView, value: &Json, bytes: &mut Vec<u8>) {
    let ValueView::Parts(type_name, outputs) = view else { return json::write(value, bytes) };
    json::write_object(outputs, bytes, |part, bytes| match part {
        None => json::write(type_name, bytes),
        Some(part) => json::write(&value[part], bytes),
    });
}
