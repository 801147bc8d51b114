//! Root fields declared in `schema/operations`, each served by the function of a domain that has its name.

use super::{Shape, builder::Builder, sdl};

/// Adds the root fields of one file, with the types that it declares for them.
pub(super) fn add(builder: &mut Builder, file: &str, text: &str) {
    let written = match sdl::read(text) {
        Ok(written) => written,
        Err(problem) => return builder.conflict(format!("{file}: {problem}")),
    };
    for mut written in written {
        if !written.extends {
            builder.add(written.ty);
            continue;
        }
        let root = written.ty.name.clone();
        match &mut written.ty.shape {
            Shape::Object { fields, .. } if root == "Query" || root == "Mutation" => {
                for (name, field) in std::mem::take(fields) {
                    let known = daybook_domains::function(&name);
                    if known.is_none_or(|function| function.is_offered(&builder.model)) {
                        builder.add_for_function(&root, &name, file, field);
                    }
                }
            }
            _ => builder.conflict(format!("{file}: only Query and Mutation can be extended, not `{root}`")),
        }
    }
}
