//! What all files declare together: object types and enums with their extensions merged, directives read.

use std::collections::HashMap;

use async_graphql_parser::{
    Positioned,
    types::{BaseType, EnumValueDefinition, FieldDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition},
};

use super::{
    directives::{self, Directives, Place},
    mistakes::{Mistakes, suggestion},
    syntax::Document,
};
use crate::model::{EnumIndex, ObjectIndex, Position, Scalar, TypeIndex};

/// Everything that is declared, in the order of declaration.
#[derive(Debug, Default)]
pub struct Declarations {
    /// Object types.
    pub objects: Vec<ObjectDeclaration>,
    /// Enum types.
    pub enums: Vec<EnumDeclaration>,
    /// What a type name stands for.
    pub symbols: HashMap<String, Symbol>,
}

/// What a type name stands for. The second number of objects is their place in [`Declarations::objects`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Symbol {
    Scalar(Scalar),
    Enum(EnumIndex),
    Object(ObjectIndex, usize),
    Record(TypeIndex, usize),
}

/// An object type.
#[derive(Debug)]
pub struct ObjectDeclaration {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub position: Position,
    /// What it says about itself.
    pub description: Option<String>,
    /// What it is.
    pub role: Role,
    /// Its directives, those of extensions included.
    pub directives: Directives,
    /// Its fields, those of extensions included.
    pub fields: Vec<FieldDeclaration>,
    /// From `schema/types`.
    pub built_in: bool,
}

/// What an object type is, after its directive.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    Entry,
    Series,
    Props,
    Embedded,
}

/// A field.
#[derive(Debug)]
pub struct FieldDeclaration {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub position: Position,
    /// What it says about itself.
    pub description: Option<String>,
    /// Its type as written.
    pub ty: Type,
    /// Where the type stands.
    pub type_position: Position,
    /// Its directives.
    pub directives: Directives,
}

/// An enum type.
#[derive(Debug)]
pub struct EnumDeclaration {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub position: Position,
    /// What it says about itself.
    pub description: Option<String>,
    /// Its values, those of extensions included.
    pub values: Vec<EnumValueDeclaration>,
}

/// A value of an enum.
#[derive(Debug)]
pub struct EnumValueDeclaration {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub position: Position,
    /// What it says about itself.
    pub description: Option<String>,
    /// Its directives.
    pub directives: Directives,
}

impl Declarations {
    /// Merges all documents.
    pub fn collect(documents: &[Document<'_>], mistakes: &mut Mistakes) -> Self {
        let mut all = Self::default();
        for (document, definition) in definitions(documents, mistakes) {
            if !definition.extend {
                all.declare(document, definition, mistakes);
            }
        }
        // Extensions come second, so that a file may extend a type of a later one.
        for (document, definition) in definitions(documents, &mut Mistakes::default()) {
            if definition.extend {
                all.extend(document, definition, mistakes);
            }
        }
        all.finish(mistakes);
        all
    }

    /// The declaration of an object type by its name.
    fn object_mut(&mut self, name: &str) -> Option<&mut ObjectDeclaration> {
        self.objects.iter_mut().find(|object| object.name == name)
    }

    fn declare(&mut self, document: &Document<'_>, definition: &TypeDefinition, mistakes: &mut Mistakes) {
        let name = definition.name.node.to_string();
        let position = document.position(definition.name.pos);
        let description = text(definition.description.as_ref());
        match &definition.kind {
            TypeKind::Object(object) => {
                for interface in &object.implements {
                    let message = format!("`{name}` cannot implement `{}`", interface.node);
                    let hint = "leave `implements` out; every type with `@entry` is an `Entry` already";
                    mistakes.add(&document.position(interface.pos), message, hint);
                }
                let mut directives = Directives::default();
                directives.read(document, Place::Object, &definition.directives, mistakes);
                let fields = object.fields.iter().map(|field| read_field(document, &field.node, mistakes)).collect();
                let built_in = document.source.built_in;
                let role = Role::Embedded;
                self.objects.push(ObjectDeclaration {
                    name,
                    position,
                    description,
                    role,
                    directives,
                    fields,
                    built_in,
                });
            }
            TypeKind::Enum(values) => {
                refuse_directives(document, definition, mistakes);
                let values = values.values.iter().map(|value| read_value(document, &value.node, mistakes)).collect();
                self.enums.push(EnumDeclaration { name, position, description, values });
            }
            _ => {}
        }
    }

    fn extend(&mut self, document: &Document<'_>, definition: &TypeDefinition, mistakes: &mut Mistakes) {
        let name = definition.name.node.as_str();
        let position = document.position(definition.name.pos);
        let is_object = self.objects.iter().any(|object| object.name == name);
        let is_enum = self.enums.iter().any(|known| known.name == name);
        match &definition.kind {
            TypeKind::Object(extension) if is_object => {
                for interface in &extension.implements {
                    let message = format!("`{name}` cannot implement `{}`", interface.node);
                    mistakes.add(&document.position(interface.pos), message, "leave `implements` out");
                }
                let fields: Vec<_> =
                    extension.fields.iter().map(|field| read_field(document, &field.node, mistakes)).collect();
                if let Some(object) = self.object_mut(name) {
                    object.directives.read(document, Place::Object, &definition.directives, mistakes);
                    object.fields.extend(fields);
                }
            }
            TypeKind::Enum(extension) if is_enum => {
                refuse_directives(document, definition, mistakes);
                let values: Vec<_> =
                    extension.values.iter().map(|value| read_value(document, &value.node, mistakes)).collect();
                if let Some(known) = self.enums.iter_mut().find(|known| known.name == name) {
                    known.values.extend(values);
                }
            }
            TypeKind::Object(_) if is_enum => {
                mistakes.add(&position, format!("`{name}` is an enum"), format!("write `extend enum {name}`"));
            }
            TypeKind::Enum(_) if is_object => {
                mistakes.add(&position, format!("`{name}` is an object type"), format!("write `extend type {name}`"));
            }
            TypeKind::Object(_) => {
                let known = self.objects.iter().map(|object| object.name.as_str());
                let message = format!("`{name}` cannot be extended: there is no type of that name");
                mistakes.add(&position, message, suggestion(name, known));
            }
            TypeKind::Enum(_) => {
                let known = self.enums.iter().map(|known| known.name.as_str());
                let message = format!("`{name}` cannot be extended: there is no enum of that name");
                mistakes.add(&position, message, suggestion(name, known));
            }
            _ => {}
        }
    }

    fn finish(&mut self, mistakes: &mut Mistakes) {
        for object in &mut self.objects {
            object.role = role(object, mistakes);
        }
        self.symbols = Scalar::ALL.iter().map(|scalar| (scalar.name().to_owned(), Symbol::Scalar(*scalar))).collect();
        let (mut records, mut objects) = (0, 0);
        for (place, object) in self.objects.iter().enumerate() {
            let symbol = if matches!(object.role, Role::Entry | Role::Series) {
                records += 1;
                Symbol::Record(TypeIndex(records - 1), place)
            } else {
                objects += 1;
                Symbol::Object(ObjectIndex(objects - 1), place)
            };
            // The first of two equal names wins; that there are two is a mistake of its own.
            self.symbols.entry(object.name.clone()).or_insert(symbol);
        }
        for (index, declared) in self.enums.iter().enumerate() {
            self.symbols.entry(declared.name.clone()).or_insert(Symbol::Enum(EnumIndex(index)));
        }
    }

    /// The record types, in the order of the model.
    pub fn records(&self) -> impl Iterator<Item = (TypeIndex, &ObjectDeclaration)> {
        let records = self.objects.iter().filter(|object| matches!(object.role, Role::Entry | Role::Series));
        records.enumerate().map(|(index, object)| (TypeIndex(index), object))
    }

    /// The embedded and property types, in the order of the model.
    pub fn plain_objects(&self) -> impl Iterator<Item = (ObjectIndex, &ObjectDeclaration)> {
        let objects = self.objects.iter().filter(|object| matches!(object.role, Role::Props | Role::Embedded));
        objects.enumerate().map(|(index, object)| (ObjectIndex(index), object))
    }

    /// Every type name that a field may have.
    pub fn type_names(&self) -> impl Iterator<Item = &str> + Clone {
        let scalars = Scalar::ALL.iter().map(|scalar| scalar.name());
        let objects = self.objects.iter().map(|object| object.name.as_str());
        let enums = self.enums.iter().map(|declared| declared.name.as_str());
        scalars.chain(objects).chain(enums)
    }
}

impl FieldDeclaration {
    /// The name of the type without list and `!`.
    pub fn type_name(&self) -> &str {
        let mut ty = &self.ty;
        loop {
            match &ty.base {
                BaseType::Named(name) => return name.as_str(),
                BaseType::List(inner) => ty = inner,
            }
        }
    }
}

/// Type definitions that may stand in a definition file; all others are noted as mistakes.
fn definitions<'a>(
    documents: &'a [Document<'a>],
    mistakes: &mut Mistakes,
) -> Vec<(&'a Document<'a>, &'a TypeDefinition)> {
    let mut found = Vec::new();
    for document in documents {
        for definition in &document.tree.definitions {
            match definition {
                TypeSystemDefinition::Type(definition) => {
                    if is_declaration(document, &definition.node, mistakes) {
                        found.push((document, &definition.node));
                    }
                }
                TypeSystemDefinition::Schema(schema) => {
                    let hint = "leave it out; Daybook makes the queries and mutations of every type";
                    mistakes.add(&document.position(schema.pos), "a schema cannot be declared", hint);
                }
                TypeSystemDefinition::Directive(directive) => {
                    let name = &directive.node.name;
                    if !directives::is_known(&name.node) {
                        let message = format!("the directive `@{}` cannot be declared", name.node);
                        let hint = "definition files use the directives that Daybook has";
                        mistakes.add(&document.position(name.pos), message, hint);
                    }
                }
            }
        }
    }
    found
}

fn is_declaration(document: &Document<'_>, definition: &TypeDefinition, mistakes: &mut Mistakes) -> bool {
    let name = definition.name.node.as_str();
    // What the language brings along may be repeated for the sake of editors.
    let (kind, hint) = match &definition.kind {
        TypeKind::Object(_) => return true,
        TypeKind::Enum(_) => return !matches!(name, "OnDelete" | "Compare" | "Unit"),
        TypeKind::Scalar if Scalar::ALL.iter().any(|scalar| scalar.name() == name) => return false,
        TypeKind::Scalar => {
            ("a scalar", "use one of the scalars of the language, such as `String` with `@pattern`".to_owned())
        }
        TypeKind::Interface(_) => {
            ("an interface", "every type with `@entry` is an `Entry`; repeat shared fields in each type".to_owned())
        }
        TypeKind::Union(_) => ("a union", "use one link for each type that it may lead to".to_owned()),
        TypeKind::InputObject(_) => {
            ("an input", format!("write `type {name}`; its input `{name}Input` is made from it"))
        }
    };
    let message = format!("`{name}` is {kind}, which definition files cannot declare");
    mistakes.add(&document.position(definition.name.pos), message, hint);
    false
}

fn refuse_directives(document: &Document<'_>, definition: &TypeDefinition, mistakes: &mut Mistakes) {
    for directive in &definition.directives {
        let message = format!("`@{}` cannot stand on an enum", directive.node.name.node);
        mistakes.add(&document.position(directive.pos), message, "leave it out; enum values can have `@was`");
    }
}

fn read_field(document: &Document<'_>, field: &FieldDefinition, mistakes: &mut Mistakes) -> FieldDeclaration {
    if let Some(argument) = field.arguments.first() {
        let message = format!("`{}` cannot have arguments", field.name.node);
        mistakes.add(&document.position(argument.pos), message, "leave the parentheses out");
    }
    let mut directives = Directives::default();
    directives.read(document, Place::Field, &field.directives, mistakes);
    FieldDeclaration {
        name: field.name.node.to_string(),
        position: document.position(field.name.pos),
        description: text(field.description.as_ref()),
        ty: field.ty.node.clone(),
        type_position: document.position(field.ty.pos),
        directives,
    }
}

fn read_value(document: &Document<'_>, value: &EnumValueDefinition, mistakes: &mut Mistakes) -> EnumValueDeclaration {
    let mut directives = Directives::default();
    directives.read(document, Place::EnumValue, &value.directives, mistakes);
    EnumValueDeclaration {
        name: value.value.node.to_string(),
        position: document.position(value.value.pos),
        description: text(value.description.as_ref()),
        directives,
    }
}

fn text(description: Option<&Positioned<String>>) -> Option<String> {
    description.map(|text| text.node.trim().to_owned()).filter(|text| !text.is_empty())
}

fn role(object: &ObjectDeclaration, mistakes: &mut Mistakes) -> Role {
    let roles = [("entry", Role::Entry), ("series", Role::Series), ("props", Role::Props)];
    let mut given = roles.iter().filter_map(|(name, role)| Some((name, *role, object.directives.get(name)?)));
    let Some((name, role, _)) = given.next() else { return Role::Embedded };
    for (other, _, applied) in given {
        let message = format!("`{}` is `@{name}` and `@{other}`; a type is one of them", object.name);
        mistakes.add(&applied.position, message, format!("remove `@{name}` or `@{other}`"));
    }
    role
}
