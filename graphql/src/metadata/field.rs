//! What is told of one field.

use daybook_schema::{
    FieldIndex, Relation, TypeIndex, definition,
    model::{Bounds, Field, FieldKind, Kind, Link, Model, ObjectIndex, OnDelete, Scalar},
    unit::{Scale, Unit},
};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use super::{label, type_name};
use crate::{
    json::number_json,
    surface::{Argument, Shape, Surface, is_orderable, stats},
};

/// A field of a record type or of an object inside one.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    /// Declared by a record type.
    Declared { record: TypeIndex, index: FieldIndex, field: &'a Field, fields: &'a [Field] },
    /// Declared by an embedded object, or by what links carry.
    Embedded { field: &'a Field, fields: &'a [Field], object: ObjectIndex },
    /// The list that a link of another type gives to this one.
    Inverse { record: TypeIndex, name: &'a str, relation: Relation },
    /// What every entry has.
    Shared { record: TypeIndex, name: &'static str },
}

impl<'a> Part<'a> {
    /// The object whose fields lie inside its values or on its links.
    pub fn object(self, surface: &Surface) -> Option<ObjectIndex> {
        let kind = match self {
            Part::Declared { field, .. } | Part::Embedded { field, .. } => &field.kind,
            Part::Inverse { relation, .. } => &surface.model.relation_field(relation).kind,
            Part::Shared { .. } => return None,
        };
        match kind {
            FieldKind::Object(object) => Some(*object),
            FieldKind::Link(link) => link.props,
            _ => None,
        }
    }

    /// What a member of `EntryField` says of it.
    pub fn member(self, surface: &'a Surface, member: &str) -> Json {
        match self {
            Part::Declared { field, fields, .. } | Part::Embedded { field, fields, .. } => {
                self.declared(surface, field, fields, member)
            }
            Part::Inverse { name, relation, .. } => self.inverse(surface, name, relation, member),
            Part::Shared { record, name } => self.shared(surface, record, name, member),
        }
    }

    fn shared(self, surface: &Surface, record: TypeIndex, name: &str, member: &str) -> Json {
        let Some(output) = surface.field("Entry", name) else { return Json::Null };
        let order = format!("{}Order", surface.model.record(record).name);
        match member {
            "name" => json!(name),
            "label" => json!(label(name)),
            "description" => json!(output.description),
            "kind" => json!("SCALAR"),
            "type" => json!(output.ty.name()),
            "required" => json!(output.ty.is_required()),
            "filter" => self.filter(surface),
            "sortable" => json!(inputs(surface, &order).is_some_and(|keys| keys.contains_key(name))),
            "groups" if matches!(name, "at" | "createdAt" | "updatedAt") => json!(["TIME"]),
            "groups" | "formerNames" => json!([]),
            "indexed" => json!(name == "id"),
            "list" | "writable" | "computed" | "key" | "sensitive" | "public" => json!(false),
            _ => Json::Null,
        }
    }

    fn inverse(self, surface: &Surface, name: &str, relation: Relation, member: &str) -> Json {
        let model = &surface.model;
        let source = model.record(relation.owner);
        let declared = model.relation_field(relation);
        match member {
            "name" => json!(name),
            "label" => json!(label(name)),
            "description" => json!(format!("{} entries whose `{}` leads here.", source.name, declared.name)),
            "kind" => json!("INVERSE"),
            "type" | "target" => json!(source.name),
            "inverse" => json!(declared.name),
            "list" => json!(true),
            "writable" => json!(!source.is_series()),
            "link" => link(model, model.link(relation), &model.link_kind(relation.owner, relation.field)),
            "filter" => self.filter(surface),
            "groups" | "formerNames" => json!([]),
            "required" | "computed" | "key" | "indexed" | "sortable" | "sensitive" | "public" => json!(false),
            _ => Json::Null,
        }
    }

    fn declared(self, surface: &'a Surface, field: &Field, fields: &[Field], member: &str) -> Json {
        let model = &surface.model;
        let named = |index: FieldIndex| fields[index.0].name.as_str();
        match member {
            "name" => json!(field.name),
            "label" => json!(label(&field.name)),
            "description" => json!(field.description),
            "kind" => json!(kind(&field.kind)),
            "type" => json!(type_name(model, &field.kind)),
            "required" => json!(field.required),
            "list" => json!(field.list),
            "target" => json!(field.link().map(|link| &model.record(link.target).name)),
            "inverse" => json!(field.link().map(|link| &link.inverse)),
            "link" => match (self, field.link()) {
                (Part::Declared { record, index, .. }, Some(known)) => {
                    link(model, known, &model.link_kind(record, index))
                }
                _ => Json::Null,
            },
            "unit" => json!(field.unit.as_ref().map(|rule| rule.canonical.name())),
            "dimension" => json!(field.unit.as_ref().map(|rule| rule.canonical.dimension().name())),
            "units" => field.unit.as_ref().map_or(Json::Null, |rule| units(rule.canonical)),
            "min" | "max" | "warnMin" | "warnMax" => bound(field, member),
            "minLength" => json!(field.length.and_then(|length| length.min)),
            "maxLength" => json!(field.length.and_then(|length| length.max)),
            "pattern" => field.pattern.as_ref().map_or(Json::Null, |pattern| {
                json!({ "regex": definition::declared_regex(pattern), "message": pattern.message })
            }),
            "time" => field.time.as_ref().map_or(Json::Null, |rule| {
                json!({
                    "future": rule.future,
                    "notBefore": rule.not_before.map(named),
                    "maxAfter": rule.max_after.as_ref().map(daybook_schema::time::Span::as_str),
                })
            }),
            "options" => json!(enumeration(model, field).map(|values| {
                values.iter().map(|value| value.name.as_str()).collect::<Vec<_>>()
            })),
            "values" => json!(enumeration(model, field).map(|values| {
                values.iter().map(option).collect::<Vec<_>>()
            })),
            "default" => json!(definition::default_notation(model, field)),
            "showIf" => field.show_if.as_ref().map_or(Json::Null, |condition| {
                json!({ "field": named(condition.field), "in": condition.values })
            }),
            "search" => field.search.as_ref().map_or(Json::Null, |search| {
                json!({ "weight": number_json(search.weight), "facet": search.facet, "suggest": search.suggest })
            }),
            "match" => field.compare.map_or(Json::Null, |rule| {
                json!({ "compare": definition::compare_name(rule.compare), "block": rule.block })
            }),
            "computed" => json!(field.computed.is_some()),
            "writable" => json!(field.computed.is_none()),
            "sensitive" => json!(field.sensitive),
            "public" => json!(field.public),
            "formerNames" => json!(field.former_names),
            "key" => json!(self.is_key(model)),
            "indexed" => json!(field.index),
            "sortable" => json!(matches!(self, Part::Declared { .. }) && is_orderable(field)),
            "filter" => self.filter(surface),
            "groups" => json!(self.groups(field)),
            "metric" => json!(self.metric(field)),
            _ => Json::Null,
        }
    }

    fn is_key(self, model: &Model) -> bool {
        let Part::Declared { record, index, .. } = self else { return false };
        let known = model.record(record);
        let measures = match &known.kind {
            Kind::Series { of, .. } => *of == index || known.at == Some(index),
            Kind::Entry { .. } => false,
        };
        measures || known.keys.iter().any(|key| key.contains(&index))
    }

    /// The condition on it, and what that knows.
    fn filter(self, surface: &Surface) -> Json {
        let (owner, name) = match self {
            Part::Declared { record, field, .. } => (&surface.model.record(record).name, field.name.as_str()),
            Part::Embedded { object, field, .. } => (&surface.model.objects[object.0].name, field.name.as_str()),
            Part::Inverse { record, name, .. } => (&surface.model.record(record).name, name),
            Part::Shared { record, name } => (&surface.model.record(record).name, name),
        };
        let conditions = inputs(surface, &format!("{owner}Filter"));
        let Some(condition) = conditions.and_then(|conditions| conditions.get(name)) else {
            return Json::Null;
        };
        let input = condition.ty.name();
        let operators =
            inputs(surface, input).into_iter().flatten().filter(|(_, operator)| operator.deprecation.is_none());
        json!({ "input": input, "operators": operators.map(|(name, _)| name.as_str()).collect::<Vec<_>>() })
    }

    /// How statistics can group by it.
    fn groups(self, field: &Field) -> Vec<&'static str> {
        if !matches!(self, Part::Declared { .. }) || field.list || field.computed.is_some() {
            return Vec::new();
        }
        let mut groups = Vec::new();
        match &field.kind {
            FieldKind::Link(_) => groups.push("LINK"),
            FieldKind::Scalar(Scalar::Money) => groups.push("CURRENCY"),
            FieldKind::Object(_) | FieldKind::Scalar(Scalar::Json | Scalar::GeoPoint) => {}
            FieldKind::Scalar(_) | FieldKind::Enum(_) => groups.push("FIELD"),
        }
        if matches!(field.scalar(), Some(Scalar::Date | Scalar::DateTime)) {
            groups.push("TIME");
        }
        if stats::is_number(field) {
            groups.push("RANGE");
        }
        groups
    }

    /// Its name in statistics, when it is a number.
    fn metric(self, field: &Field) -> Option<String> {
        (matches!(self, Part::Declared { .. }) && stats::is_number(field)).then(|| stats::number_name(&field.name))
    }
}

/// The fields of an input type.
fn inputs<'s>(surface: &'s Surface, name: &str) -> Option<&'s IndexMap<String, Argument>> {
    match &surface.types.get(name)?.shape {
        Shape::Input { fields, .. } => Some(fields),
        _ => None,
    }
}

fn kind(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Scalar(_) => "SCALAR",
        FieldKind::Enum(_) => "ENUM",
        FieldKind::Object(_) => "OBJECT",
        FieldKind::Link(_) => "LINK",
    }
}

fn link(model: &Model, link: &Link, kind: &str) -> Json {
    json!({
        "kind": kind,
        "props": link.props.map(|props| &model.objects[props.0].name),
        "onDelete": match link.on_delete {
            OnDelete::Restrict => "RESTRICT",
            OnDelete::Unlink => "UNLINK",
            OnDelete::Cascade => "CASCADE",
        },
        "acyclic": link.acyclic,
    })
}

/// The canonical unit, then all others that convert into it.
fn units(canonical: Unit) -> Json {
    let others = Unit::ALL.iter().filter(|unit| unit.dimension() == canonical.dimension() && **unit != canonical);
    let units = std::iter::once(&canonical).chain(others);
    units.copied().map(unit_json).collect()
}

/// A value of an enum, in English.
pub(super) fn option(value: &daybook_schema::model::EnumValue) -> Json {
    json!({
        "name": value.name,
        "label": label(&value.name.to_lowercase().replace('_', " ")),
        "description": value.description,
        "formerNames": value.former_names,
    })
}

fn unit_json(unit: Unit) -> Json {
    let Scale { factor, divisor, shift } = unit.scale();
    let number = |decimal: &dyn ToString| number_json(decimal.to_string().parse().unwrap_or_default());
    json!({
        "unit": unit.name(),
        "symbol": unit.symbol(),
        "ucum": unit.ucum(),
        "factor": number(factor),
        "divisor": number(divisor),
        "shift": number(shift),
    })
}

fn bound(field: &Field, member: &str) -> Json {
    let Bounds { min, max, warn_min, warn_max } = field.unit.as_ref().map_or(field.range, |rule| rule.bounds);
    let bound = match member {
        "min" => min,
        "max" => max,
        "warnMin" => warn_min,
        _ => warn_max,
    };
    json!(bound.map(number_json))
}

fn enumeration<'m>(model: &'m Model, field: &Field) -> Option<&'m [daybook_schema::model::EnumValue]> {
    match &field.kind {
        FieldKind::Enum(index) => Some(&model.enums[index.0].values),
        _ => None,
    }
}
