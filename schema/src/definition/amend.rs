//! Definitions made while the server runs: what was stored, with new ones in the place of old ones.
//!
//! Definitions that came with Daybook or from a folder are fixed: they can be extended, never replaced. Of the stored
//! ones a new definition of the same name takes the place, field by field inside `extend type`.

use std::collections::{HashMap, HashSet};

use async_graphql_parser::{
    Positioned,
    types::{ConstDirective, ServiceDocument, TypeKind, TypeSystemDefinition},
};
use async_graphql_value::ConstValue;

use super::{
    DefinitionError, Source, StoredNames, load_with_stored_names,
    mistakes::{Mistakes, suggestion},
    print::{Part, print_parts},
    syntax,
};
use crate::model::{Field, FieldKind, Model, Position};

/// The file name of definitions that are being planned.
pub const GIVEN: &str = "typePlan";

/// The file name of definitions that were made while the server ran.
pub const STORED: &str = "the stored definitions";

/// Builds the model that follows when `sdl` is added to the stored definitions of `current`, and `remove` (types, or
/// fields as `Type.field`) are taken away. `fixed` are all other definitions.
///
/// Every mistake is located in `sdl`; one that shows elsewhere names its place in the message.
pub fn amend(fixed: &[Source], current: &Model, sdl: &str, remove: &[String]) -> Result<Model, Vec<DefinitionError>> {
    let given = [Source { file: GIVEN.to_owned(), text: sdl.to_owned(), built_in: false }];
    let mut mistakes = Mistakes::default();
    let documents = syntax::parse(&given, &mut mistakes);
    let start = Position { file: GIVEN.to_owned(), line: 1, column: 1 };
    check_removed(current, remove, &start, &mut mistakes);
    documents.iter().for_each(|document| check_extensions(current, document, &mut mistakes));
    let replaced = documents.iter().map(|document| Replaced::by(&document.tree)).next().unwrap_or_default();
    check_users(current, remove, &replaced, &start, &mut mistakes);
    mistakes.stop(&given)?;
    let rest = print_parts(current, &|part| stays(part, &replaced, remove));
    let [given] = given;
    let stored = Source { file: STORED.to_owned(), text: rest, built_in: false };
    let sources: Vec<_> = fixed.iter().cloned().chain([stored, given]).collect();
    let loaded = load_with_stored_names(&sources, &StoredNames::of_model(current)).map(|(model, _)| model);
    loaded.map_err(|errors| errors.into_iter().map(|error| located(error, &start)).collect())
}

/// The stored definitions of a model as SDL, extensions of other types included.
pub fn export(model: &Model) -> String {
    print_parts(model, &is_stored)
}

/// Whether something was defined while the server ran.
fn is_stored(part: Part<'_>) -> bool {
    let file = match part {
        Part::Type(_, position) => &position.file,
        Part::Field(_, field) => &field.position.file,
        Part::Value(_, value) => &value.position.file,
    };
    file == STORED || file == GIVEN
}

/// What given definitions take the place of.
#[derive(Default)]
struct Replaced {
    types: HashSet<String>,
    parts: HashMap<String, HashSet<String>>,
}

impl Replaced {
    fn by(tree: &ServiceDocument) -> Self {
        let mut replaced = Self::default();
        for definition in &tree.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let definition = &definition.node;
            let name = definition.name.node.to_string();
            if !definition.extend {
                replaced.types.extend(former(&definition.directives));
                replaced.types.insert(name);
                continue;
            }
            let parts = replaced.parts.entry(name).or_default();
            match &definition.kind {
                TypeKind::Object(object) => {
                    for field in &object.fields {
                        parts.insert(field.node.name.node.to_string());
                        parts.extend(former(&field.node.directives));
                    }
                }
                TypeKind::Enum(values) => {
                    for value in &values.values {
                        parts.insert(value.node.value.node.to_string());
                        parts.extend(former(&value.node.directives));
                    }
                }
                _ => {}
            }
        }
        replaced
    }

    fn takes(&self, owner: &str, part: &str) -> bool {
        self.parts.get(owner).is_some_and(|parts| parts.contains(part))
    }
}

/// Names that `@was` gives.
fn former(directives: &[Positioned<ConstDirective>]) -> impl Iterator<Item = String> {
    let was = directives.iter().filter(|directive| directive.node.name.node == "was");
    was.filter_map(|was| match was.node.get_argument("name").map(|name| &name.node) {
        Some(ConstValue::String(name)) => Some(name.clone()),
        _ => None,
    })
}

fn stays(part: Part<'_>, replaced: &Replaced, remove: &[String]) -> bool {
    let (owner, inner) = match part {
        Part::Type(name, _) => (name, None),
        Part::Field(owner, field) => (owner, Some(&field.name)),
        Part::Value(owner, value) => (owner, Some(&value.name)),
    };
    let is_removed = |name: &str| remove.iter().any(|removed| removed == name);
    is_stored(part)
        && !replaced.types.contains(owner)
        && !is_removed(owner)
        && inner.is_none_or(|inner| !replaced.takes(owner, inner) && !is_removed(&format!("{owner}.{inner}")))
}

/// Only what was defined while the server ran can be removed.
fn check_removed(current: &Model, remove: &[String], start: &Position, mistakes: &mut Mistakes) {
    let stored = names(current, &is_stored);
    let all = names(current, &|_| true);
    for name in remove.iter().filter(|name| !stored.contains(name)) {
        if all.contains(name) {
            let message = format!("`{name}` cannot be removed: it comes with Daybook or from a definition file");
            mistakes.add(start, message, "only what was defined by `typeApply` can be removed");
        } else {
            let message = format!("`{name}` cannot be removed: there is none of that name");
            mistakes.add(start, message, suggestion(name, stored.iter().map(String::as_str)));
        }
    }
}

/// A type goes only together with the fields that hold it or lead to it.
fn check_users(current: &Model, remove: &[String], replaced: &Replaced, start: &Position, mistakes: &mut Mistakes) {
    let records = current.types.iter().map(|record| (&record.name, &record.position, &record.fields));
    let objects = current.objects.iter().map(|object| (&object.name, &object.position, &object.fields));
    for (owner, position, fields) in records.chain(objects) {
        let keeps = |part| !is_stored(part) || stays(part, replaced, remove);
        if !keeps(Part::Type(owner, position)) {
            continue;
        }
        for field in fields.iter().filter(|field| keeps(Part::Field(owner, field))) {
            let Some(used) = remove.iter().find(|name| uses(current, field).contains(&name.as_str())) else { continue };
            let message = format!("`{used}` cannot be removed: `{owner}.{}` needs it", field.name);
            let hint = if is_stored(Part::Field(owner, field)) {
                format!("remove that field too: `remove: [\"{used}\", \"{owner}.{}\"]`", field.name)
            } else {
                format!("keep `{used}`: `{owner}` comes with Daybook or from a definition file")
            };
            mistakes.add(start, message, hint);
        }
    }
}

/// Names of the types that a field needs.
fn uses<'m>(model: &'m Model, field: &Field) -> Vec<&'m str> {
    match &field.kind {
        FieldKind::Scalar(_) => Vec::new(),
        FieldKind::Enum(index) => vec![&model.enums[index.0].name],
        FieldKind::Object(index) => vec![&model.objects[index.0].name],
        FieldKind::Link(link) => {
            let props = link.props.map(|props| model.objects[props.0].name.as_str());
            std::iter::once(model.record(link.target).name.as_str()).chain(props).collect()
        }
    }
}

/// Of what is defined elsewhere only fields and values can be added: what else an extension says would have no place in
/// the stored definitions.
fn check_extensions(current: &Model, document: &syntax::Document<'_>, mistakes: &mut Mistakes) {
    let fixed = names(current, &|part| matches!(part, Part::Type(..)) && !is_stored(part));
    for definition in &document.tree.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.as_str();
        if !definition.node.extend || !fixed.iter().any(|known| known == name) {
            continue;
        }
        for directive in &definition.node.directives {
            let message = format!(
                "`@{}` cannot be added to `{name}`, which comes with Daybook or from a definition file",
                directive.node.name.node
            );
            let hint = "add fields only, or write the extension into a file for `serve --types`";
            mistakes.add(&document.position(directive.pos), message, hint);
        }
    }
}

/// Names of types, and of fields and values as `Type.field`.
fn names(model: &Model, keep: &dyn Fn(Part<'_>) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    let records = model.types.iter().map(|record| (&record.name, &record.position, &record.fields));
    let objects = model.objects.iter().map(|object| (&object.name, &object.position, &object.fields));
    for (name, position, fields) in records.chain(objects) {
        names.extend(keep(Part::Type(name, position)).then(|| name.clone()));
        let fields = fields.iter().filter(|field| keep(Part::Field(name, field)));
        names.extend(fields.map(|field| format!("{name}.{}", field.name)));
    }
    for declared in &model.enums {
        let name = &declared.name;
        names.extend(keep(Part::Type(name, &declared.position)).then(|| name.clone()));
        let values = declared.values.iter().filter(|value| keep(Part::Value(name, value)));
        names.extend(values.map(|value| format!("{name}.{}", value.name)));
    }
    names
}

/// A mistake with a place in what was given.
fn located(error: DefinitionError, start: &Position) -> DefinitionError {
    if error.position.file == GIVEN {
        return error;
    }
    let message = format!("{} (at {})", error.message, error.position);
    DefinitionError { position: start.clone(), message, hint: error.hint }
}
