//! Values of fields.

use daybook_schema::{
    FieldIndex, Model, Value, input,
    model::{Field, FieldKind},
    time::format_instant,
    unit::Unit,
    value::Quantity,
};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Value as Json, json};

use super::Each;
use crate::{
    json::is_whole,
    plan::{QuantityOutput, ValueView},
};

/// The value of a field, as one place of the request asks for it.
pub struct One<'a> {
    pub model: &'a Model,
    pub view: &'a ValueView,
    pub field: &'a Field,
    pub value: &'a Value,
}

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { model, view, field, value } = *self;
        match (value, view) {
            (Value::Null, _) => serializer.serialize_unit(),
            (Value::Text(text), ValueView::Leaf) => serializer.serialize_str(text),
            (Value::Int(number), ValueView::Leaf) => serializer.serialize_i64(*number),
            (Value::Float(number), ValueView::Leaf) => Plain(*number).serialize(serializer),
            (Value::Boolean(yes), ValueView::Leaf) => serializer.serialize_bool(*yes),
            (Value::Id(id), ValueView::Leaf) => id.serialize(serializer),
            (Value::Instant(instant), ValueView::Leaf) => serializer.serialize_str(&format_instant(*instant)),
            (Value::List(items), _) => Each(|| items.iter().map(|value| One { value, ..*self })).serialize(serializer),
            (Value::Quantity(quantity), ValueView::Quantity(outputs)) => {
                Measured { outputs, canonical: field.unit.as_ref().map(|rule| rule.canonical), quantity }
                    .serialize(serializer)
            }
            (Value::Object(values), _) => match &field.kind {
                FieldKind::Object(index) => {
                    Object { model, view, fields: &model.objects[index.0].fields, values }.serialize(serializer)
                }
                _ => serializer.serialize_unit(),
            },
            _ => parts(view, input::to_json(model, field, value)).serialize(serializer),
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

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ValueView::Object(type_name, outputs) = self.view else { return serializer.serialize_unit() };
        let mut answer = serializer.serialize_map(Some(outputs.len()))?;
        for (key, output) in outputs {
            match output {
                None => answer.serialize_entry(key, type_name)?,
                Some((FieldIndex(position), view)) => {
                    let field = &self.fields[*position];
                    let one = self.values.get(*position).map(|value| One { model: self.model, view, field, value });
                    answer.serialize_entry(key, &one)?;
                }
            }
        }
        answer.end()
    }
}

struct Measured<'a> {
    outputs: &'a [(String, QuantityOutput)],
    canonical: Option<Unit>,
    quantity: &'a Quantity,
}

impl Serialize for Measured<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { outputs, canonical, quantity } = *self;
        let unit = canonical.or(quantity.entered.as_ref().map(|entered| entered.unit)).unwrap_or(Unit::ONE);
        let mut answer = serializer.serialize_map(Some(outputs.len()))?;
        for (key, output) in outputs {
            match output {
                QuantityOutput::TypeName => answer.serialize_entry(key, "Quantity")?,
                QuantityOutput::Value(asked) => {
                    let number = quantity.told_in(unit, asked.unwrap_or(unit));
                    answer.serialize_entry(key, &number.is_finite().then_some(Plain(number)))?;
                }
                QuantityOutput::Unit => answer.serialize_entry(key, unit.name())?,
                QuantityOutput::Entered => answer.serialize_entry(key, &quantity.entered_text(unit))?,
            }
        }
        answer.end()
    }
}

/// The same as [`number_json`](crate::json::number_json), written without making JSON of it first.
struct Plain(f64);

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if is_whole(self.0) { serializer.serialize_i64(self.0 as i64) } else { serializer.serialize_f64(self.0) }
    }
}

/// A structured value by the names of its parts; a leaf as it is.
pub fn parts(view: &ValueView, value: Json) -> Json {
    let ValueView::Parts(type_name, outputs) = view else { return value };
    let answer = outputs.iter().map(|(key, part)| {
        let value = part.as_ref().map_or_else(|| json!(type_name), |part| value[part].clone());
        (key.clone(), value)
    });
    Json::Object(answer.collect())
}
