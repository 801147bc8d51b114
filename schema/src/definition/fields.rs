//! Declarations to a model whose fields have types and rules of their own; what refers to other fields comes later.

use std::collections::HashSet;

use async_graphql_parser::types::{BaseType, Type};

use super::{
    declare::{Declarations, FieldDeclaration, ObjectDeclaration, Role, Symbol},
    directives::Directives,
    mistakes::{Mistakes, suggestion},
    rules,
};
use crate::model::{
    EnumType, EnumValue, Field, FieldIndex, FieldKind, GapRule, Kind, Link, Model, ObjectIndex, ObjectType, OnDelete,
    RecordType, Scalar, TypeIndex,
};

/// What has fields.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Owner {
    Record(TypeIndex),
    Object(ObjectIndex),
}

/// A model under construction: its fields stand where they were declared, also those that could not be read.
#[derive(Debug, Default)]
pub struct Built {
    /// The model so far.
    pub model: Model,
    /// Fields without a usable type: nothing more is said about them.
    pub broken: HashSet<(Owner, FieldIndex)>,
}

impl Built {
    /// A field of a record type that has a usable type.
    pub fn sound(&self, record: TypeIndex, field: FieldIndex) -> Option<&Field> {
        let is_broken = self.broken.contains(&(Owner::Record(record), field));
        (!is_broken).then(|| self.model.record(record).field(field))
    }
}

/// Builds enums, objects and records.
pub fn build(declarations: &Declarations, mistakes: &mut Mistakes) -> Built {
    let mut built = Built::default();
    for declared in &declarations.enums {
        let values = declared.values.iter().map(|value| EnumValue {
            name: value.name.clone(),
            description: value.description.clone(),
            former_names: former_names(&value.directives),
            position: value.position.clone(),
        });
        built.model.enums.push(EnumType {
            name: declared.name.clone(),
            description: declared.description.clone(),
            values: values.collect(),
            position: declared.position.clone(),
        });
    }
    for (index, object) in declarations.plain_objects() {
        let fields = read_fields(declarations, object, Owner::Object(index), &mut built.broken, mistakes);
        built.model.objects.push(ObjectType {
            name: object.name.clone(),
            description: object.description.clone(),
            props: object.role == Role::Props,
            former_names: former_names(&object.directives),
            fields,
            position: object.position.clone(),
        });
    }
    for (index, object) in declarations.records() {
        let fields = read_fields(declarations, object, Owner::Record(index), &mut built.broken, mistakes);
        built.model.types.push(read_record(object, fields));
    }
    built
}

fn read_record(object: &ObjectDeclaration, fields: Vec<Field>) -> RecordType {
    let directive = object.directives.get("entry").or_else(|| object.directives.get("series"));
    let text = |name: &str| directive.and_then(|directive| directive.text(name)).map(str::to_owned);
    let kind = match object.role {
        // `records` finds the link; until then any field stands in for it.
        Role::Series => Kind::Series { of: FieldIndex(0), every: None, keep: None, gaps: GapRule::default() },
        _ => Kind::Entry { title: Vec::new() },
    };
    RecordType {
        name: object.name.clone(),
        plural: text("plural").unwrap_or_default(),
        description: object.description.clone(),
        icon: text("icon"),
        kind,
        at: None,
        keys: Vec::new(),
        fields,
        inverses: Vec::new(),
        former_names: former_names(&object.directives),
        sensitive: object.directives.has("sensitive"),
        public: object.directives.has("public"),
        built_in: object.built_in,
        position: object.position.clone(),
    }
}

fn former_names(directives: &Directives) -> Vec<String> {
    directives.all("was").filter_map(|was| was.text("name")).map(str::to_owned).collect()
}

fn read_fields(
    declarations: &Declarations,
    object: &ObjectDeclaration,
    owner: Owner,
    broken: &mut HashSet<(Owner, FieldIndex)>,
    mistakes: &mut Mistakes,
) -> Vec<Field> {
    let mut fields = Vec::with_capacity(object.fields.len());
    for (position, declared) in object.fields.iter().enumerate() {
        let shape = shape(declared, mistakes);
        let kind = kind(declarations, object, declared, &shape, mistakes);
        if kind.is_none() {
            broken.insert((owner, FieldIndex(position)));
        }
        let is_sound = kind.is_some();
        let mut field = Field {
            description: declared.description.clone(),
            list: shape.list,
            required: shape.required,
            index: declared.directives.has("index"),
            sensitive: declared.directives.has("sensitive"),
            public: declared.directives.has("public"),
            former_names: former_names(&declared.directives),
            position: declared.position.clone(),
            ..Field::new(declared.name.as_str(), kind.unwrap_or(FieldKind::Scalar(Scalar::Json)))
        };
        if is_sound {
            rules::apply(declared, &mut field, mistakes);
        }
        fields.push(field);
    }
    fields
}

struct Shape {
    list: bool,
    required: bool,
}

/// The wrappers of a type; items of lists are always required, and lists hold no lists.
fn shape(declared: &FieldDeclaration, mistakes: &mut Mistakes) -> Shape {
    let Type { base, nullable } = &declared.ty;
    let BaseType::List(item) = base else { return Shape { list: false, required: !nullable } };
    let name = declared.type_name();
    let ending = if *nullable { "" } else { "!" };
    if matches!(item.base, BaseType::List(_)) {
        let message = format!("`{}` is a list of lists", declared.name);
        let hint = format!("write `[{name}!]{ending}`, or declare a type for the inner list");
        mistakes.add(&declared.type_position, message, hint);
    } else if item.nullable {
        let message = format!("the items of `{}` may be null, but lists hold values only", declared.name);
        mistakes.add(&declared.type_position, message, format!("write `[{name}!]{ending}`"));
    }
    Shape { list: true, required: !nullable }
}

fn kind(
    declarations: &Declarations,
    object: &ObjectDeclaration,
    declared: &FieldDeclaration,
    shape: &Shape,
    mistakes: &mut Mistakes,
) -> Option<FieldKind> {
    let name = declared.type_name();
    let Some(symbol) = declarations.symbols.get(name) else {
        let message = format!("there is no type `{name}`");
        mistakes.add(&declared.type_position, message, suggestion(name, declarations.type_names()));
        return None;
    };
    let link = declared.directives.get("link");
    if let (Some(link), false) = (link, matches!(symbol, Symbol::Record(..))) {
        let message = format!(
            "`{}` is of type `{name}` and leads nowhere: `@link` belongs on fields of entry types",
            declared.name
        );
        mistakes.add(&link.position, message, "remove `@link`, or make the type of the field one with `@entry`");
    }
    match symbol {
        Symbol::Scalar(scalar) => Some(FieldKind::Scalar(*scalar)),
        Symbol::Enum(index) => Some(FieldKind::Enum(*index)),
        Symbol::Object(index, place) => {
            if declarations.objects[*place].role == Role::Props {
                let message = format!("`{name}` lives only on links (`@props`)");
                let hint = "name it in `props` of a `@link`, or remove `@props` from it";
                mistakes.add(&declared.type_position, message, hint);
                return None;
            }
            Some(FieldKind::Object(*index))
        }
        Symbol::Record(target, place) => {
            read_link(declarations, object, declared, shape, (*target, &declarations.objects[*place]), mistakes)
        }
    }
}

fn read_link(
    declarations: &Declarations,
    object: &ObjectDeclaration,
    declared: &FieldDeclaration,
    shape: &Shape,
    (target, target_object): (TypeIndex, &ObjectDeclaration),
    mistakes: &mut Mistakes,
) -> Option<FieldKind> {
    let (field, name) = (&declared.name, &target_object.name);
    if !matches!(object.role, Role::Entry | Role::Series) {
        let kind = if object.role == Role::Props { "a `@props` type" } else { "an embedded type" };
        let message = format!("`{field}` leads to `{name}`, but {kind} cannot have links");
        let hint = format!("move the link to the type that holds `{}`, or add `@entry` to it", object.name);
        mistakes.add(&declared.type_position, message, hint);
        return None;
    }
    if target_object.role == Role::Series {
        let message = format!("`{field}` leads to `{name}`, a series; its samples are no entries");
        mistakes.add(&declared.type_position, message, "link to the type that the series measures");
        return None;
    }
    let Some(directive) = declared.directives.get("link") else {
        let message = format!("`{field}` leads to `{name}` without `@link`");
        let plural = object.directives.get("entry").or_else(|| object.directives.get("series"));
        let inverse = plural.and_then(|directive| directive.text("plural")).unwrap_or("others").to_owned();
        mistakes.add(
            &declared.position,
            message,
            format!("write `{field}: {} @link(inverse: \"{inverse}\")`", declared.ty),
        );
        return None;
    };
    if shape.list && shape.required {
        let message =
            format!("the list of links `{field}` cannot be required: an entry without links has an empty list");
        mistakes.add(&declared.type_position, message, format!("write `[{name}!]`"));
    }
    let required = shape.required && !shape.list;
    let on_delete = match directive.text("onDelete") {
        Some("RESTRICT") => OnDelete::Restrict,
        Some("CASCADE") => OnDelete::Cascade,
        Some("UNLINK") if required => {
            let message = format!("`{field}` is required, so deleting its target cannot unlink it");
            let hint = format!("write `onDelete: RESTRICT` or `onDelete: CASCADE`, or `{name}` without `!`");
            mistakes.add(directive.place("onDelete"), message, hint);
            OnDelete::Restrict
        }
        None if required => OnDelete::Restrict,
        _ => OnDelete::Unlink,
    };
    let props = directive.text("props").and_then(|props| match declarations.symbols.get(props) {
        Some(Symbol::Object(index, place)) if declarations.objects[*place].role == Role::Props => Some(*index),
        other => {
            let known = declarations.objects.iter().filter(|object| object.role == Role::Props);
            let known: Vec<_> = known.map(|object| object.name.as_str()).collect();
            let (message, hint) = if other.is_some() {
                (format!("`{props}` is not declared with `@props`"), format!("write `type {props} @props {{ … }}`"))
            } else {
                (format!("there is no type `{props}`"), suggestion(props, known.iter().copied()))
            };
            mistakes.add(directive.place("props"), message, hint);
            None
        }
    });
    if directive.text("props").is_some() && !shape.list {
        let message = format!("`{field}` leads to one entry; only lists of links have properties");
        let hint = format!("write `[{name}!]`, or make the properties fields of `{}`", object.name);
        mistakes.add(directive.place("props"), message, hint);
    }
    let inverse = directive.text("inverse").unwrap_or_default().to_owned();
    let acyclic = directive.flag("acyclic").unwrap_or(false);
    Some(FieldKind::Link(Link { target, inverse, props, on_delete, acyclic }))
}
