//! What of a series refers to its fields and to those of what it measures.

use super::{
    declare::ObjectDeclaration,
    directives::Applied,
    fields::Built,
    mistakes::{Mistakes, suggestion},
    records::named,
    rules::read_span,
};
use crate::model::{Field, FieldIndex, FieldKind, GapRule, Kind, OnDelete, Scalar, TypeIndex};

/// Intervals that a gap may be long.
const FACTORS: std::ops::RangeInclusive<f64> = 1.0..=1000.0;

/// Resolves the names of fields of a series.
pub fn finish(object: &ObjectDeclaration, index: TypeIndex, built: &mut Built, mistakes: &mut Mistakes) {
    let Some(directive) = object.directives.get("series") else { return };
    let every = read_span(directive, "every", mistakes);
    let keep = read_span(directive, "keep", mistakes);
    let mut of = FieldIndex(0);
    if let Some(name) = directive.text("of")
        && let Some(field) = named(object, name, directive.place("of"), "`of`", mistakes)
        && let Some(found) = built.sound(index, field)
    {
        let is_fit = found.link().is_some() && found.required && !found.list;
        if !is_fit {
            let message = format!("`of` names `{name}`, which is no required link to one entry");
            let hint = format!("write `{name}: Sensor! @link(inverse: \"…\")` with the type that is measured");
            mistakes.add(directive.place("of"), message, hint);
        }
        let link_directive = object.fields[field.0].directives.get("link");
        if let Some(wrong) = link_directive.filter(|link| !matches!(link.text("onDelete"), None | Some("CASCADE"))) {
            let message = "the samples of a series go and come back with what they measure";
            mistakes.add(wrong.place("onDelete"), message, "leave `onDelete` out");
        }
        if is_fit {
            of = field;
        }
    }
    let measured = built.model.record(index).fields.get(of.0).and_then(Field::link).map(|link| link.target);
    let gaps = measured.map(|measured| read_gaps(directive, measured, built, mistakes)).unwrap_or_default();
    let record = &mut built.model.types[index.0];
    record.kind = Kind::Series { of, every, keep, gaps };
    if let FieldKind::Link(link) =
        &mut record.fields.get_mut(of.0).map_or(&mut FieldKind::Scalar(Scalar::Json), |field| &mut field.kind)
    {
        link.on_delete = OnDelete::Cascade;
    }
    if let Some(name) = directive.text("at")
        && let Some(field) = named(object, name, directive.place("at"), "`at`", mistakes)
        && let Some(found) = built.sound(index, field)
    {
        if found.scalar() != Some(Scalar::DateTime) || !found.required || found.list {
            let message = format!("`at` names `{name}`, which is no required DateTime");
            mistakes.add(directive.place("at"), message, format!("write `{name}: DateTime!`"));
        }
        built.model.types[index.0].at = Some(field);
        built.model.types[index.0].fields[field.0].index = true;
    }
    for key in object.directives.all("key") {
        let message = format!("`{}` is a series; its key is always `of` and `at`", object.name);
        mistakes.add(&key.position, message, "remove `@key`");
    }
    for (position, declared) in object.fields.iter().enumerate() {
        let field = built.sound(index, FieldIndex(position));
        if field.is_some_and(|field| field.list && field.link().is_some()) {
            let message = format!("`{}` is a list of links, which samples cannot have", declared.name);
            let hint = "link to one entry, or declare the type with `@entry`";
            mistakes.add(&declared.type_position, message, hint);
        }
    }
}

fn read_gaps(directive: &Applied, measured: TypeIndex, built: &Built, mistakes: &mut Mistakes) -> GapRule {
    let factor = directive.number("gapFactor").unwrap_or(GapRule::default().factor);
    if !FACTORS.contains(&factor) {
        let message = format!("`gapFactor` is {factor}; it must be from 1 to 1000");
        let hint = "write how many expected intervals two samples may lie apart, such as 3";
        mistakes.add(directive.place("gapFactor"), message, hint);
    }
    let is_factor = |field: &Field| matches!(field.scalar(), Some(Scalar::Int | Scalar::Float));
    let is_interval = |field: &Field| field.scalar() == Some(Scalar::Duration);
    GapRule {
        every_from: own(directive, "everyFrom", (measured, is_interval, "Duration"), built, mistakes),
        factor,
        factor_from: own(directive, "gapFactorFrom", (measured, is_factor, "Float"), built, mistakes),
    }
}

/// The field of what is measured that an argument names.
fn own(
    directive: &Applied,
    argument: &str,
    (measured, fits, kind): (TypeIndex, fn(&Field) -> bool, &str),
    built: &Built,
    mistakes: &mut Mistakes,
) -> Option<FieldIndex> {
    let name = directive.text(argument)?;
    let record = built.model.record(measured);
    let Some(position) = record.fields.iter().position(|field| field.name == name) else {
        let known = record.fields.iter().map(|field| field.name.as_str());
        let message =
            format!("`{argument}` names `{name}`, but `{}`, which is measured, has no such field", record.name);
        mistakes.add(directive.place(argument), message, suggestion(name, known));
        return None;
    };
    let field = built.sound(measured, FieldIndex(position))?;
    if field.list || field.computed.is_some() || !fits(field) {
        let message = format!("`{argument}` names `{}.{name}`, which is no stored {kind}", record.name);
        mistakes.add(
            directive.place(argument),
            message,
            format!("declare it as `{name}: {kind}`, or name another field"),
        );
        return None;
    }
    Some(FieldIndex(position))
}
