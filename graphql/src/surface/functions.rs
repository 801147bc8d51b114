//! Domain operations: queries and mutations declared in `schema/operations`, answered by functions bound by name.

use super::{Meaning, Shape, builder::Builder, sdl};

/// Adds the operations of one file, with the types that it declares for them.
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
                for (name, mut field) in std::mem::take(fields) {
                    let known = daybook_domains::operation(&name);
                    if known.is_some_and(|operation| !operation.is_offered(&builder.model)) {
                        continue;
                    }
                    field.meaning = Meaning::Operation;
                    builder.add_field(&root, &name, field);
                }
            }
            _ => builder.conflict(format!("{file}: only Query and Mutation can be extended, not `{root}`")),
        }
    }
}
