//! Connects links with the list fields that they give to their targets.

use super::{declare::Declarations, fields::Built, mistakes::Mistakes, names};
use crate::model::{FieldIndex, Inverse, Link, TypeIndex};

/// Fills [`inverses`](crate::model::RecordType::inverses); refuses an inverse whose name is taken on the target.
pub fn connect(declarations: &Declarations, built: &mut Built, mistakes: &mut Mistakes) {
    for (source, object) in declarations.records() {
        for (position, declared) in object.fields.iter().enumerate() {
            let field = FieldIndex(position);
            let Some(link) = built.sound(source, field).and_then(|field| field.link()).cloned() else { continue };
            let Some(directive) = declared.directives.get("link") else { continue };
            let place = directive.place("inverse");
            if link.inverse.is_empty() {
                if directive.text("inverse").is_some() {
                    mistakes.add(place, "`inverse` is empty", "name the list field on the other side");
                }
                continue;
            }
            names::check_inverse_spelling(&link.inverse, place, mistakes);
            if let Some(reason) = taken(built, source, field, &link) {
                let target = &built.model.record(link.target).name;
                let message = format!("the inverse `{}` is taken on `{target}`: {reason}", link.inverse);
                let hint = format!("choose another inverse, such as `{}Of{}`", declared.name, capital(&object.name));
                mistakes.add(place, message, hint);
            } else {
                let inverse = Inverse { name: link.inverse, source, field };
                built.model.types[link.target.0].inverses.push(inverse);
            }
        }
    }
}

fn taken(built: &Built, source: TypeIndex, field: FieldIndex, link: &Link) -> Option<String> {
    let target = built.model.record(link.target);
    let folded = link.inverse.to_lowercase();
    if let Some(reason) = names::inverse_problem(&link.inverse) {
        return Some(reason.to_owned());
    }
    if let Some(other) = target.fields.iter().find(|other| other.name.to_lowercase() == folded) {
        return Some(format!("it has a field `{}` ({})", other.name, other.position));
    }
    let former = |other: &&crate::model::Field| other.former_names.iter().any(|former| former.to_lowercase() == folded);
    if let Some(other) = target.fields.iter().find(former) {
        return Some(format!("it is an earlier name of the field `{}` ({})", other.name, other.position));
    }
    let other = target.inverses.iter().find(|other| other.name.to_lowercase() == folded)?;
    debug_assert!((other.source, other.field) != (source, field), "every link is connected once");
    let record = built.model.record(other.source);
    let position = &record.field(other.field).position;
    Some(format!("`{}.{}` gives it that list ({position})", record.name, record.field(other.field).name))
}

fn capital(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
