//! How a field's value is answered.

use std::sync::Arc;

use async_graphql_parser::Pos;
use daybook_schema::{
    FieldIndex,
    model::{Field, FieldKind, Scalar},
    unit::Unit,
};

use super::{Planned, Planner, unplanned};
use crate::{
    error::RequestError,
    json::Label,
    selection::Set,
    surface::{FieldRole, QuantityField},
};

/// One use of a value.
#[derive(Debug)]
pub enum ValueView {
    /// As the API writes the scalar.
    Leaf,
    /// `{ value(unit:) unit entered }`.
    Quantity(Vec<(Label, QuantityOutput)>),
    /// Parts of a structured scalar, by their names in its JSON; `None` is `__typename`.
    Parts(&'static str, Vec<(Label, Option<String>)>),
    /// Fields of an embedded object.
    Object(String, Vec<(Label, Option<(FieldIndex, ValueView)>)>),
}

/// A field of a Quantity.
#[derive(Clone, Copy, Debug)]
pub enum QuantityOutput {
    Value(Option<Unit>),
    Unit,
    Entered,
    TypeName,
}

impl Planner {
    /// Plans the answer of a field's value.
    pub fn value(&self, field: &Field, sets: &[Arc<Set>]) -> Result<ValueView, RequestError> {
        match &field.kind {
            FieldKind::Scalar(Scalar::Quantity) => self.quantity(field, sets),
            FieldKind::Scalar(Scalar::Money) => self.parts_of("Money", sets),
            FieldKind::Scalar(Scalar::GeoPoint) => self.parts_of("GeoPoint", sets),
            FieldKind::Object(index) => {
                let object = &self.model().objects[index.0];
                self.object(&object.name, &object.fields, sets)
            }
            _ => Ok(ValueView::Leaf),
        }
    }

    /// Plans the answer of an embedded object or of link properties.
    pub fn object(&self, type_name: &str, fields: &[Field], sets: &[Arc<Set>]) -> Result<ValueView, RequestError> {
        let outputs = self.fields(type_name, sets)?.into_iter().map(|planned| {
            let Some(FieldRole::Value(index)) = planned.role else { return Ok((planned.label(), None)) };
            let view = self.value(&fields[index.0], &planned.selected.sets)?;
            Ok((planned.label(), Some((index, view))))
        });
        Ok(ValueView::Object(type_name.to_owned(), outputs.collect::<Result<_, RequestError>>()?))
    }

    fn quantity(&self, field: &Field, sets: &[Arc<Set>]) -> Result<ValueView, RequestError> {
        let canonical = field.unit.as_ref().map(|rule| rule.canonical);
        let outputs = self.fields("Quantity", sets)?.into_iter().map(|planned| {
            let output = match planned.role {
                None => QuantityOutput::TypeName,
                Some(FieldRole::QuantityField(QuantityField::Value)) => {
                    QuantityOutput::Value(asked_unit(&planned, &field.name, canonical)?)
                }
                Some(FieldRole::QuantityField(QuantityField::Unit)) => QuantityOutput::Unit,
                Some(FieldRole::QuantityField(QuantityField::Entered)) => QuantityOutput::Entered,
                Some(other) => return Err(unplanned(other, &planned)),
            };
            Ok((planned.label(), output))
        });
        Ok(ValueView::Quantity(outputs.collect::<Result<_, RequestError>>()?))
    }
}

/// The unit that an argument `unit` asks for.
#[derive(Clone, Copy, Debug)]
pub struct AskedUnit {
    unit: Unit,
    position: Pos,
}

impl AskedUnit {
    /// That of a field; `None` when it was left out.
    pub fn of(planned: &Planned) -> Option<Self> {
        let unit = planned.text("unit").and_then(Unit::from_name)?;
        Some(Self { unit, position: planned.selected.node.position })
    }

    /// The unit, checked against the dimension of what it is asked of.
    pub fn within(self, field: &str, canonical: Option<Unit>) -> Result<Unit, RequestError> {
        let Self { unit, position } = self;
        let Some(canonical) = canonical.filter(|canonical| canonical.dimension() != unit.dimension()) else {
            return Ok(unit);
        };
        Err(RequestError::bad_input(format!(
            "`{field}` is {}, which {} cannot express, since that is a unit of {}; ask for a unit such as {}",
            canonical.dimension().name(),
            unit.name(),
            unit.dimension().name(),
            canonical.name(),
        ))
        .at(position.line, position.column))
    }
}

/// The unit that a field asks for, checked against the dimension of its numbers.
pub fn asked_unit(planned: &Planned, field: &str, canonical: Option<Unit>) -> Result<Option<Unit>, RequestError> {
    AskedUnit::of(planned).map(|asked| asked.within(field, canonical)).transpose()
}
