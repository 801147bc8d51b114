//! Names that follow from links: list fields, their statistics, types made for links with properties.

use super::{
    super::{declare::Declarations, mistakes::Mistakes},
    made_suffixes,
    spelling::upper_first,
    taken::{Names, Owner},
};
use crate::model::{FieldKind, Model, Position, RecordType, Scalar, TypeIndex};

/// Fields of statistics; a numeric field of that name appears there with `Value` behind it.
const STATISTIC_FIELDS: &[&str] = &["count", "key", "start", "end"];

/// Checks what follows from links: inverses among the fields of their targets, and types made for links with
/// properties.
pub fn check_relations(declarations: &Declarations, model: &Model, mistakes: &mut Mistakes) {
    for index in model.indexes() {
        check_members(model, model.record(index), mistakes);
    }
    let mut names = Names::default();
    for object in &declarations.objects {
        names.reserve_at(&object.name, &format!("the type `{}`", object.name), &object.position);
        for suffix in made_suffixes(object) {
            let who = format!("made by Daybook for `{}`", object.name);
            names.reserve_at(&format!("{}{suffix}", object.name), &who, &object.position);
        }
    }
    for declared in &declarations.enums {
        names.reserve_at(&declared.name, &format!("the enum `{}`", declared.name), &declared.position);
    }
    for index in model.indexes() {
        for (position, stem) in property_links(model, index) {
            for suffix in ["Connection", "Edge", "Filter", "Many", "Link", "Create", "Update"] {
                let who = format!("made by Daybook for a link with properties ({position})");
                let owner =
                    Owner { name: format!("{stem}{suffix}"), who, position: Some(position.clone()), declared: false };
                names.take(owner, "rename the field or the other type", mistakes);
            }
        }
    }
}

/// The stem of the names made for each link with properties, on either side. Both sides share them when both ends are
/// of one type.
fn property_links(model: &Model, index: TypeIndex) -> Vec<(Position, String)> {
    let record = model.record(index);
    let mut stems = Vec::new();
    for field in &record.fields {
        let Some(link) = field.link().filter(|link| link.props.is_some()) else { continue };
        stems.push((field.position.clone(), format!("{}{}", record.name, upper_first(&field.name))));
        if link.target != index {
            let target = &model.record(link.target).name;
            stems.push((field.position.clone(), format!("{target}{}", upper_first(&link.inverse))));
        }
    }
    stems
}

/// Names that a record type's fields, inverses and their statistics take in its API type.
fn check_members(model: &Model, record: &RecordType, mistakes: &mut Mistakes) {
    let mut names = Names::default();
    for field in &record.fields {
        let who = format!("a field of `{}`", record.name);
        names.reserve_at(&field.name, &who, &field.position);
    }
    for field in &record.fields {
        let is_number = matches!(
            field.kind,
            FieldKind::Scalar(Scalar::Int | Scalar::Float | Scalar::Quantity | Scalar::Money | Scalar::Duration)
        );
        if STATISTIC_FIELDS.contains(&field.name.as_str()) && is_number {
            let who = format!("the statistics of the field `{}`", field.name);
            let owner = Owner {
                name: format!("{}Value", field.name),
                who,
                position: Some(field.position.clone()),
                declared: false,
            };
            names.take(owner, "rename one of the two fields", mistakes);
        }
        if field.list && field.link().is_some() {
            let who = format!("the statistics of the links `{}`", field.name);
            let owner = Owner {
                name: format!("{}Stats", field.name),
                who,
                position: Some(field.position.clone()),
                declared: false,
            };
            names.take(owner, "rename one of the two fields", mistakes);
        }
    }
    for inverse in &record.inverses {
        let position = &model.record(inverse.source).field(inverse.field).position;
        let who =
            format!("the statistics of the list `{}` that `{}` gives", inverse.name, model.record(inverse.source).name);
        let owner =
            Owner { name: format!("{}Stats", inverse.name), who, position: Some(position.clone()), declared: false };
        names.take(owner, "choose another inverse", mistakes);
    }
}
