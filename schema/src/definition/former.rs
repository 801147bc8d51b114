//! `@was`: earlier names of types, fields and enum values, which no living one may have.

use std::collections::HashMap;

use super::{declare::Declarations, directives::Directives, mistakes::Mistakes};
use crate::model::{Model, Position};

/// Checks the earlier names of everything.
pub fn check(declarations: &Declarations, model: &Model, mistakes: &mut Mistakes) {
    let living: Vec<_> = declarations.type_names().collect();
    let types = declarations.objects.iter().map(|object| (object.name.as_str(), &object.directives));
    check_former("type", &types, &living, mistakes);
    for (index, object) in declarations.records() {
        let inverses: Vec<_> = model.record(index).inverses.iter().map(|inverse| inverse.name.as_str()).collect();
        let fields = object.fields.iter().map(|field| (field.name.as_str(), &field.directives));
        check_former("field", &fields, &inverses, mistakes);
    }
    for (_, object) in declarations.plain_objects() {
        let fields = object.fields.iter().map(|field| (field.name.as_str(), &field.directives));
        check_former("field", &fields, &[], mistakes);
    }
    for declared in &declarations.enums {
        let values = declared.values.iter().map(|value| (value.name.as_str(), &value.directives));
        check_former("value", &values, &[], mistakes);
    }
}

/// Earlier names, each with where it stands.
fn former(directives: &Directives) -> impl Iterator<Item = (&str, &Position)> {
    directives.all("was").filter_map(|was| Some((was.text("name")?, was.place("name"))))
}

fn check_former<'a>(
    what: &str,
    all: &(impl Iterator<Item = (&'a str, &'a Directives)> + Clone),
    living: &[&str],
    mistakes: &mut Mistakes,
) {
    let mut seen: HashMap<&str, &Position> = HashMap::new();
    for (_, directives) in all.clone() {
        for (name, place) in former(directives) {
            if all.clone().any(|(other, _)| other == name) || living.contains(&name) {
                let message = format!("`@was` names `{name}`, but there is a {what} of that name now");
                mistakes.add(place, message, "remove `@was`, or rename the other one");
            } else if let Some(first) = seen.get(name) {
                let message = format!("`{name}` is an earlier name twice; first at {first}");
                mistakes.add(place, message, "keep one of them");
            } else {
                seen.insert(name, place);
            }
        }
    }
}
