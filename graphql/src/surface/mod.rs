//! The API's surface: every GraphQL type, field and argument that follows from the model, each with its role.
//!
//! One table serves five readers: the async-graphql schema (parsing, validation), introspection, the committed SDL, the
//! coercion of input values, and the planner, which looks up what a selected field means.
//!
//! What all installations share is written down in `core.graphql`, what only some need in `optional.graphql`; the other
//! modules add what follows from each declared type.

mod builder;
mod embedded;
mod entry;
mod filter;
mod functions;
mod inputs;
mod live;
mod order;
mod print;
mod reads;
mod role;
mod sdl;
pub(crate) mod stats;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod words;
mod writes;

pub(crate) use builder::is_built_in;
pub(crate) use order::is_orderable;
pub use print::{EXPLAIN, print};
pub use role::{
    ChangeField, DemoField, ErrorField, GraphField, LinkField, MetadataField, NumberField, PageField, PayloadField,
    QuantityField, SampleChangeField, SamplesField, StatKeyField, TypeApplyField,
};
pub(crate) use sdl::{read_schema, type_ref};

use std::sync::Arc;

use async_graphql_value::ConstValue;
use daybook_schema::{FieldIndex, Model, Relation, TypeIndex, model::ObjectIndex};
use indexmap::IndexMap;

/// All types, by name, with the model they follow from.
#[derive(Debug)]
pub struct Surface {
    /// The model.
    pub model: Arc<Model>,
    /// Every type, root types included (`Query`, `Mutation`, `Subscription`).
    pub types: IndexMap<String, SurfaceType>,
    /// Names that were wanted twice, and references to types that are not there. Nothing is ever overwritten: a surface
    /// with conflicts is not served. Empty for every model that `definition::load` lets through.
    pub conflicts: Vec<String>,
    /// The root fields that functions of the domains have to serve.
    pub for_functions: Vec<ForFunction>,
}

/// A root field that a function of the same name has to serve.
#[derive(Clone, Debug, PartialEq)]
pub struct ForFunction {
    /// `Query` or `Mutation`.
    pub root: String,
    /// The field.
    pub name: String,
    /// The file that declares it.
    pub file: String,
}

/// A GraphQL type.
#[derive(Debug)]
pub struct SurfaceType {
    /// Its name.
    pub name: String,
    /// Written for API users.
    pub description: String,
    /// What kind.
    pub shape: Shape,
}

/// What kind of GraphQL type.
#[derive(Debug)]
pub enum Shape {
    /// An output object.
    Object {
        /// Interfaces it implements.
        implements: Vec<String>,
        /// By name.
        fields: IndexMap<String, OutputField>,
        /// The record type it answers, if it does.
        record: Option<TypeIndex>,
    },
    /// An interface.
    Interface {
        /// By name.
        fields: IndexMap<String, OutputField>,
    },
    /// An input object.
    Input {
        /// By name.
        fields: IndexMap<String, Argument>,
        /// Exactly one field must be given.
        one_of: bool,
    },
    /// An enum.
    Enum {
        /// Names, descriptions and deprecations.
        values: Vec<EnumItem>,
    },
    /// A scalar.
    Scalar {
        /// Address of the text that says what its values look like.
        specified_by: Option<String>,
    },
}

/// A directive of GraphQL documents or schemas.
#[derive(Debug)]
pub struct SurfaceDirective {
    /// Without `@`.
    pub name: String,
    /// Written for API users.
    pub description: String,
    /// Where it may stand, as introspection spells it.
    pub locations: Vec<&'static str>,
    /// By name.
    pub arguments: IndexMap<String, Argument>,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct EnumItem {
    /// SCREAMING_SNAKE.
    pub name: String,
    /// Written for API users.
    pub description: String,
    /// Why not to use it, and what instead.
    pub deprecation: Option<String>,
    /// The present name, when this is a former one.
    pub renamed: Option<String>,
}

/// A field of an object or interface.
#[derive(Clone, Debug)]
pub struct OutputField {
    /// Its type.
    pub ty: TypeRef,
    /// By name.
    pub arguments: IndexMap<String, Argument>,
    /// Written for API users.
    pub description: String,
    /// Why not to use it, and what instead.
    pub deprecation: Option<String>,
    /// What it answers.
    pub role: FieldRole,
}

/// An argument, or a field of an input object.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its type.
    pub ty: TypeRef,
    /// When left out.
    pub default: Option<ConstValue>,
    /// Written for API users.
    pub description: String,
    /// Why not to use it, and what instead.
    pub deprecation: Option<String>,
    /// The present name, when this is a former one: coercion answers that instead.
    pub renamed: Option<String>,
}

/// A reference to a type, with its wrappers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TypeRef {
    /// A type by name.
    Named(String),
    /// A list.
    List(Box<TypeRef>),
    /// Never null.
    NonNull(Box<TypeRef>),
}

/// What a field answers, its role. The planner matches on this and never on names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "each is the field of that name in the contract")]
pub enum FieldRole {
    // Root fields: reads.
    Get(TypeIndex),
    List(TypeIndex),
    Entry,
    Entries,
    Types,
    Type,
    Retention,
    TypeExport,
    TypeLanguage,
    Changes,
    SampleChanges,
    Neighborhood,
    Path,
    Stats(TypeIndex),
    Series(TypeIndex),
    /// Served by the function of a domain that has the field's name.
    Function,
    // Root fields: writes.
    Create(TypeIndex),
    CreateMany(TypeIndex),
    Update(TypeIndex),
    UpdateMany(TypeIndex),
    Upsert(TypeIndex),
    UpsertMany(TypeIndex),
    Delete(TypeIndex),
    DeleteMany(TypeIndex),
    SamplesAdd(TypeIndex),
    SamplesDelete(TypeIndex),
    SamplesFlag(TypeIndex),
    EntryRestore,
    EntryPurge,
    LinkCreate,
    LinkDelete,
    ChangeSetUndo,
    Batch,
    TypePlan,
    TypeApply,
    DemoLoad,
    DemoClear,
    // Root fields of subscriptions.
    LiveChanges,
    LiveTypes,
    LiveList(TypeIndex),
    LiveSamples(TypeIndex),
    LiveStats(TypeIndex),
    // Fields of a patch to a live list.
    LiveSeq,
    LiveSnapshot,
    LiveEntered,
    LiveChanged,
    LiveLeft,
    // Fields of every entry.
    Id,
    EntryType,
    Title,
    At,
    Version,
    CreatedAt,
    UpdatedAt,
    TrashedAt,
    ExternalKeys,
    Links,
    History,
    /// Of a sample.
    Flagged,
    // Fields of one record type.
    /// A scalar, enum, list or embedded object, stored or computed; also inside of embedded objects and link properties.
    Value(FieldIndex),
    ToOne(Relation),
    ToMany(Relation),
    StatsOf(Relation),
    // Connections: of records, links and changes alike.
    Nodes,
    Edges,
    PageInfo,
    TotalCount,
    /// `marks(every:)`: places to jump to.
    Marks,
    Cursor,
    Node,
    EdgeLink,
    EdgeProps(ObjectIndex),
    // Fields of the shared types.
    LinkField(LinkField),
    ChangeField(ChangeField),
    SampleChangeField(SampleChangeField),
    GraphField(GraphField),
    ErrorField(ErrorField),
    PayloadField(PayloadField),
    SamplesField(SamplesField),
    DemoField(DemoField),
    TypeApplyField(TypeApplyField),
    MetadataField(MetadataField),
    PageField(PageField),
    QuantityField(QuantityField),
    // Statistics of a group.
    StatKey,
    StatStart,
    StatEnd,
    StatCount,
    StatKeyField(StatKeyField),
    NumberField(NumberField),
    /// A plain value of the same name inside its parent's value: metadata, results of functions, structured scalars.
    Plain,
}

impl Surface {
    /// Builds the API that follows from a model.
    pub fn build(model: Arc<Model>) -> Self {
        Self::declaring(model, daybook_domains::declarations())
    }

    /// Builds it with other declarations of what functions serve: names of files and their SDL.
    #[expect(clippy::needless_pass_by_value, reason = "the surface keeps the model")]
    pub fn declaring(model: Arc<Model>, declarations: &[(&str, &str)]) -> Self {
        builder::build(&model, declarations)
    }

    /// A field of an object or interface type.
    pub fn field(&self, type_name: &str, field: &str) -> Option<&OutputField> {
        match &self.types.get(type_name)?.shape {
            Shape::Object { fields, .. } | Shape::Interface { fields } => fields.get(field),
            _ => None,
        }
    }
}

impl TypeRef {
    /// `Name`.
    pub fn named(name: impl Into<String>) -> Self {
        Self::Named(name.into())
    }

    /// `Self!`, or the same when it is required already.
    #[must_use]
    pub fn required(self) -> Self {
        match self {
            Self::NonNull(_) => self,
            nullable => Self::NonNull(Box::new(nullable)),
        }
    }

    /// `[Self!]`.
    #[must_use]
    pub fn list(self) -> Self {
        Self::List(Box::new(self.required()))
    }

    /// The named type inside all wrappers.
    pub fn name(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::List(inner) | Self::NonNull(inner) => inner.name(),
        }
    }

    /// Whether null is no value of it.
    pub fn is_required(&self) -> bool {
        matches!(self, Self::NonNull(_))
    }
}

impl std::fmt::Display for TypeRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::List(inner) => write!(f, "[{inner}]"),
            Self::NonNull(inner) => write!(f, "{inner}!"),
        }
    }
}
