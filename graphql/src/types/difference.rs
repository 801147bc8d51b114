//! What a change of the definitions does to the API.

use indexmap::IndexMap;

use crate::surface::{Shape, Surface};

/// Differences between two surfaces, one line each: what comes, goes, or has another type. Of a type that comes or goes
/// only its name is told.
pub(super) fn between(old: &Surface, new: &Surface) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, after) in &new.types {
        let Some(before) = old.types.get(name) else {
            lines.push(format!("+ {name}"));
            continue;
        };
        let (before, after) = (members(&before.shape), members(&after.shape));
        for (member, ty) in &after {
            match before.get(member) {
                None => lines.push(format!("+ {name}.{member}{ty}")),
                Some(former) if former != ty => lines.push(format!("~ {name}.{member}{former} becomes{ty}")),
                Some(_) => {}
            }
        }
        let gone = before.keys().filter(|member| !after.contains_key(*member));
        lines.extend(gone.map(|member| format!("- {name}.{member}")));
    }
    lines.extend(old.types.keys().filter(|name| !new.types.contains_key(*name)).map(|name| format!("- {name}")));
    lines
}

/// Names of members with their types, as they are written behind the name.
fn members(shape: &Shape) -> IndexMap<&str, String> {
    let typed = |name, ty: &crate::surface::TypeRef, deprecated: bool| {
        let mark = if deprecated { " @deprecated" } else { "" };
        (name, format!(": {ty}{mark}"))
    };
    match shape {
        Shape::Object { fields, .. } | Shape::Interface { fields } => {
            fields.iter().map(|(name, field)| typed(name.as_str(), &field.ty, field.deprecation.is_some())).collect()
        }
        Shape::Input { fields, .. } => {
            fields.iter().map(|(name, field)| typed(name.as_str(), &field.ty, field.deprecation.is_some())).collect()
        }
        Shape::Enum { values } => values
            .iter()
            .map(|value| {
                let mark = if value.deprecation.is_some() { " @deprecated" } else { "" };
                (value.name.as_str(), mark.to_owned())
            })
            .collect(),
        Shape::Scalar { .. } => IndexMap::new(),
    }
}
