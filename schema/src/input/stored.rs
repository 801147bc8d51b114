//! Values that were accepted once, checked against the rules of today.

use super::{
    Context,
    fault::{Fault, echo, hint},
    record, rules,
    trail::Trail,
};
use crate::{
    model::{EnumIndex, Field, FieldKind},
    problem::Problems,
    value::Value,
};

/// Applies a field's rules to a value that was stored under earlier ones.
pub(super) fn check(context: &Context<'_>, field: &Field, value: &Value, trail: &Trail<'_>) -> Problems {
    let mut problems = Problems::default();
    match value {
        Value::Null => {}
        Value::List(items) if field.list => {
            problems.errors.extend(rules::check_list(field, items.len()).map(|fault| fault.at(trail)));
            for (position, item) in items.iter().enumerate() {
                problems.append(check_item(context, field, item, &trail.position(position)));
            }
        }
        one => problems.append(check_item(context, field, one, trail)),
    }
    problems
}

fn check_item(context: &Context<'_>, field: &Field, value: &Value, trail: &Trail<'_>) -> Problems {
    let mut problems = Problems::default();
    match (&field.kind, value) {
        (FieldKind::Enum(index), Value::Text(name)) => {
            problems.errors.extend(check_enum(context, *index, name).map(|fault| fault.at(trail)));
        }
        (FieldKind::Object(index), Value::Object(values)) => {
            let fields = &context.model.objects[index.0].fields;
            for (field, value) in fields.iter().zip(values) {
                problems.append(check(context, field, value, &trail.name(&field.name)));
            }
            problems.append(record::check(fields, values, &[], &[], trail));
        }
        _ => {
            let findings = rules::check_item(field, value, context.now);
            let faults = findings.errors.into_iter().chain(findings.out_of_bounds);
            problems.errors.extend(faults.map(|fault| fault.at(trail)));
        }
    }
    problems
}

/// A value that its enum has no more.
fn check_enum(context: &Context<'_>, index: EnumIndex, name: &str) -> Option<Fault> {
    let declared = &context.model.enums[index.0];
    let known = declared.values.iter().map(|value| value.name.as_str());
    if known.clone().any(|known| known == name) {
        return None;
    }
    let hint = hint(name, known);
    Some(Fault::invalid(format!("{} is no value of {} any more{hint}", echo(name), declared.name)))
}
