//! Puts the surface together and checks that no name is wanted twice.

use std::{collections::HashSet, sync::Arc};

use daybook_schema::{Model, definition::is_reserved_field, model::FieldKind};
use indexmap::{IndexMap, map::Entry};

use super::{
    Argument, FieldRole, ForFunction, OutputField, Shape, Surface, SurfaceType, TypeRef, embedded, entry, filter,
    functions, inputs, live, order, reads, role, sdl, stats, writes,
};

/// A surface under construction.
pub(super) struct Builder {
    /// What it is made from.
    pub model: Arc<Model>,
    types: IndexMap<String, SurfaceType>,
    conflicts: Vec<String>,
    for_functions: Vec<ForFunction>,
}

/// Builds the API that follows from a model and the files that declare what functions of the domains serve.
pub(super) fn build(model: &Arc<Model>, declarations: &[(&str, &str)]) -> Surface {
    let mut builder =
        Builder { model: Arc::clone(model), types: IndexMap::new(), conflicts: Vec::new(), for_functions: Vec::new() };
    builder.add_written("core.graphql", include_str!("core.graphql"));
    if daybook_domains::demo::unavailable(model).is_some() {
        builder.leave_out_demo();
    }
    let shared: HashSet<String> = builder.types.keys().cloned().collect();
    builder.add_written("optional.graphql", include_str!("optional.graphql"));

    embedded::add(&mut builder);
    for index in model.indexes() {
        entry::add(&mut builder, index);
        filter::add(&mut builder, index);
        order::add(&mut builder, index);
        inputs::add(&mut builder, index);
        reads::add(&mut builder, index);
        live::add(&mut builder, index);
        writes::add(&mut builder, index);
    }
    for index in model.indexes() {
        stats::add(&mut builder, index);
    }
    for (file, text) in declarations {
        functions::add(&mut builder, file, text);
    }
    builder.finish(&shared)
}

impl ForFunction {
    fn new(root: &str, name: &str, file: &str) -> Self {
        Self { root: root.to_owned(), name: name.to_owned(), file: file.to_owned() }
    }
}

impl Builder {
    /// Notes that something does not fit.
    pub fn conflict(&mut self, what: impl Into<String>) {
        self.conflicts.push(what.into());
    }

    /// Takes back what cannot be done without the record types that come with Daybook.
    fn leave_out_demo(&mut self) {
        self.types.shift_remove("DemoPayload");
        if let Some(SurfaceType { shape: Shape::Object { fields, .. }, .. }) = self.types.get_mut("Mutation") {
            fields.retain(|_, field| !matches!(field.role, FieldRole::DemoLoad | FieldRole::DemoClear));
        }
    }

    /// Adds a type, unless its name is taken.
    pub fn add(&mut self, ty: SurfaceType) {
        match self.types.entry(ty.name.clone()) {
            Entry::Vacant(free) => {
                free.insert(ty);
            }
            Entry::Occupied(taken) => self.conflicts.push(format!("the type name `{}` is wanted twice", taken.key())),
        }
    }

    /// Adds an output object.
    pub fn object(&mut self, name: &str, description: impl Into<String>, fields: IndexMap<String, OutputField>) {
        let shape = Shape::Object { implements: Vec::new(), fields, record: None };
        self.add(SurfaceType { name: name.to_owned(), description: description.into(), shape });
    }

    /// Adds an input object.
    pub fn input(&mut self, name: &str, description: impl Into<String>, fields: IndexMap<String, Argument>) {
        let shape = Shape::Input { fields, one_of: false };
        self.add(SurfaceType { name: name.to_owned(), description: description.into(), shape });
    }

    /// Adds an input object of which exactly one field is given.
    pub fn choice(&mut self, name: &str, description: impl Into<String>, fields: IndexMap<String, Argument>) {
        let shape = Shape::Input { fields, one_of: true };
        self.add(SurfaceType { name: name.to_owned(), description: description.into(), shape });
    }

    /// Adds a field to an output object that is there already.
    pub fn add_field(&mut self, type_name: &str, name: &str, field: OutputField) {
        if let Some(SurfaceType { shape: Shape::Object { fields, .. }, .. }) = self.types.get_mut(type_name)
            && !fields.contains_key(name)
        {
            fields.insert(name.to_owned(), field);
        } else {
            self.conflicts.push(format!("the field name `{type_name}.{name}` is wanted twice"));
        }
    }

    /// Adds a root field that a function serves.
    pub fn add_for_function(&mut self, root: &str, name: &str, file: &str, field: OutputField) {
        self.for_functions.push(ForFunction::new(root, name, file));
        self.add_field(root, name, OutputField { role: FieldRole::Function, ..field });
    }

    /// Adds a field to an input object that is there already.
    pub fn add_input_field(&mut self, type_name: &str, name: &str, argument: Argument) {
        if let Some(SurfaceType { shape: Shape::Input { fields, .. }, .. }) = self.types.get_mut(type_name)
            && !fields.contains_key(name)
        {
            fields.insert(name.to_owned(), argument);
        } else {
            self.conflicts.push(format!("the field name `{type_name}.{name}` is wanted twice"));
        }
    }

    /// The fields of the interface that all entries implement.
    pub fn entry_fields(&self) -> IndexMap<String, OutputField> {
        match self.types.get("Entry").map(|entry| &entry.shape) {
            Some(Shape::Interface { fields }) => fields.clone(),
            _ => IndexMap::new(),
        }
    }

    fn add_written(&mut self, file: &str, text: &str) {
        match sdl::read(text) {
            Ok(written) => written.into_iter().for_each(|written| self.add_core(file, written.ty)),
            Err(problem) => self.conflict(format!("{file}: {problem}")),
        }
    }

    fn add_core(&mut self, file: &str, mut ty: SurfaceType) {
        if let Shape::Object { fields, .. } | Shape::Interface { fields } = &mut ty.shape {
            for (name, field) in fields.iter_mut() {
                field.role = role::of(&ty.name, name);
                if field.role == FieldRole::Function {
                    self.for_functions.push(ForFunction::new(&ty.name, name, file));
                }
            }
        }
        self.add(ty);
    }

    fn finish(mut self, shared: &HashSet<String>) -> Surface {
        let reached = self.reached(shared);
        self.types.retain(|name, _| reached.contains(name));
        for unknown in reached.iter().filter(|name| !is_built_in(name) && !self.types.contains_key(*name)) {
            self.conflicts.push(format!("the type `{unknown}` is used, but there is none of that name"));
        }
        Surface { model: self.model, types: self.types, conflicts: self.conflicts, for_functions: self.for_functions }
    }

    /// Names of the shared types and of all that they lead to, so that the schema stays small.
    fn reached(&self, shared: &HashSet<String>) -> HashSet<String> {
        let mut reached = shared.clone();
        // Objects are reached through the interface that they implement.
        let records = self.types.values().filter(|ty| matches!(&ty.shape, Shape::Object { record: Some(_), .. }));
        reached.extend(records.map(|ty| ty.name.clone()));
        let mut open: Vec<String> = reached.iter().cloned().collect();
        while let Some(name) = open.pop() {
            let Some(ty) = self.types.get(&name) else { continue };
            for used in uses(ty) {
                if !reached.contains(used) {
                    reached.insert(used.to_owned());
                    open.push(used.to_owned());
                }
            }
        }
        reached
    }
}

fn uses(ty: &SurfaceType) -> Vec<&str> {
    match &ty.shape {
        Shape::Object { fields, implements, .. } => {
            let fields = fields.values().flat_map(uses_of_field);
            fields.chain(implements.iter().map(String::as_str)).collect()
        }
        Shape::Interface { fields } => fields.values().flat_map(uses_of_field).collect(),
        Shape::Input { fields, .. } => fields.values().map(|field| field.ty.name()).collect(),
        Shape::Enum { .. } | Shape::Scalar { .. } => Vec::new(),
    }
}

fn uses_of_field(field: &OutputField) -> impl Iterator<Item = &str> {
    std::iter::once(field.ty.name()).chain(field.arguments.values().map(|argument| argument.ty.name()))
}

/// Whether a type is part of GraphQL itself.
pub(crate) fn is_built_in(name: &str) -> bool {
    matches!(name, "String" | "Int" | "Float" | "Boolean" | "ID")
}

/// An output field without arguments.
pub(super) fn output(ty: TypeRef, role: FieldRole, description: impl Into<String>) -> OutputField {
    OutputField { ty, arguments: IndexMap::new(), description: description.into(), deprecation: None, role }
}

/// An argument or input field without a default.
pub(super) fn argument(ty: TypeRef, description: impl Into<String>) -> Argument {
    Argument { ty, default: None, description: description.into(), deprecation: None, renamed: None }
}

/// Adds a declared field to an input object, with its former names.
pub(super) fn insert_input(
    fields: &mut IndexMap<String, Argument>,
    field: &daybook_schema::model::Field,
    ty: TypeRef,
    description: String,
) {
    // A former name fills a required field too, so that none of the names can be required.
    let ty = match ty {
        TypeRef::NonNull(inner) if !field.former_names.is_empty() => *inner,
        other => other,
    };
    for former in field.former_names.iter().filter(|former| !is_reserved_field(former)) {
        let mut alias = argument(ty.clone(), description.clone());
        alias.deprecation = Some(format!("Renamed to `{}`.", field.name));
        alias.renamed = Some(field.name.clone());
        fields.entry(former.clone()).or_insert(alias);
    }
    fields.insert(field.name.clone(), argument(ty, description));
}

/// Adds a declared field to an output object, with its former names.
pub(super) fn insert_output(
    fields: &mut IndexMap<String, OutputField>,
    field: &daybook_schema::model::Field,
    output: OutputField,
    former_role: FieldRole,
) {
    for former in field.former_names.iter().filter(|former| !is_reserved_field(former)) {
        let mut alias = output.clone();
        alias.deprecation = Some(format!("Renamed to `{}`.", field.name));
        alias.role = former_role;
        fields.entry(former.clone()).or_insert(alias);
    }
    fields.insert(field.name.clone(), output);
}

/// Name of the GraphQL type that a field's value is answered as; of a link its target.
pub(super) fn output_name(model: &Model, kind: &FieldKind) -> String {
    match kind {
        FieldKind::Scalar(scalar) => scalar.name().to_owned(),
        FieldKind::Enum(index) => model.enums[index.0].name.clone(),
        FieldKind::Object(index) => model.objects[index.0].name.clone(),
        FieldKind::Link(link) => model.record(link.target).name.clone(),
    }
}

/// A field's output type, with its list and null-ness.
pub(super) fn output_type(model: &Model, field: &daybook_schema::model::Field) -> TypeRef {
    let item = TypeRef::named(output_name(model, &field.kind));
    let ty = if field.list { item.list() } else { item };
    if field.required { ty.required() } else { ty }
}

/// A field's input type, never required. Links take ids here: that is how keys name them.
pub(super) fn input_type(model: &Model, field: &daybook_schema::model::Field) -> TypeRef {
    let name = match &field.kind {
        FieldKind::Scalar(scalar) => scalar.input_name().to_owned(),
        FieldKind::Enum(index) => model.enums[index.0].name.clone(),
        FieldKind::Object(index) => format!("{}Input", model.objects[index.0].name),
        FieldKind::Link(_) => "ID".to_owned(),
    };
    let item = TypeRef::named(name);
    if field.list { item.list() } else { item }
}
