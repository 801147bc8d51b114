//! Input documents: JSON as a client wrote it, coerced to typed values with every mistake named.
//!
//! Coercion never stops at the first mistake. What could be read is in the result, what could not is in
//! [`Problems`] and left out of the result, so that the write engine can go on and find the mistakes that only the
//! store knows (dangling links, taken keys) and answer all of them at once.

mod answer;
mod document;
mod fault;
mod identifier;
mod links;
mod number;
mod object;
mod plausible;
mod quantity;
mod reader;
mod record;
mod reference;
mod rules;
mod scalar;
mod stored;
mod structured;
#[cfg(test)]
mod tests;
mod trail;

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    model::{Field, FieldIndex, Model, Relation, TypeIndex},
    problem::{Path, Problems},
    time::Epoch,
    unit::Unit,
    value::{Instant, Value},
};

pub use plausible::PlausibleTimes;

/// The id that another system knows an entry by.
#[derive(Clone, Debug, Eq, Hash, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ExternalKey {
    /// The other system.
    pub source: String,
    /// Its id.
    pub key: String,
}

/// What coercion needs to know beside the document.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The model that gives types and rules.
    pub model: &'a Model,
    /// The moment of writing.
    pub now: Instant,
    /// Who writes.
    pub viewer: Option<&'a str>,
    /// How lenient to read.
    pub dialect: Dialect,
}

/// Who wrote the document.
#[derive(Clone, Debug)]
pub enum Dialect {
    /// GraphQL, already checked against the schema: a quantity is `{value, unit}`, a link an object of operations.
    GraphQl,
    /// `/ingest`: numbers may be strings, a quantity may be a bare number or text where a unit is known, a link is an id
    /// or a natural key, a local time is read in `zone`.
    Ingest(IngestOptions),
}

/// Declarations that come with an ingested document.
#[derive(Clone, Debug, Default)]
pub struct IngestOptions {
    /// `unit.{field}`: the unit of bare numbers.
    pub units: Vec<(FieldIndex, Unit)>,
    /// `tz`: the zone of local times.
    pub zone: Option<TimeZone>,
    /// `time.{field}`: times that are counted since 1970.
    pub epochs: Vec<(FieldIndex, Epoch)>,
    /// `decimal=,`: texts write numbers with a decimal comma.
    pub decimal_comma: bool,
    /// `null`: words that stand for a missing value.
    pub nulls: Vec<String>,
    /// `create`: links whose missing target is made from its natural key.
    pub create: Vec<FieldIndex>,
}

/// What to write into a new entry, or what to look for and write in an upsert.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryInput {
    /// The type of the entry.
    pub record: TypeIndex,
    /// A client-made id.
    pub id: Option<Uuid>,
    /// Ids in other systems.
    pub external_keys: Vec<ExternalKey>,
    /// Fields that were given and could be read; an explicit null is [`Value::Null`].
    pub values: Vec<(FieldIndex, Value)>,
    /// Fields that were given but could not be read: not to be reported again as missing.
    pub unreadable: Vec<FieldIndex>,
    /// Operations on links, own and inverse.
    pub links: Vec<LinkInput>,
    /// Where the document stands in the arguments.
    pub path: Path,
}

/// Changes to an existing entry: a field left out stays, null clears it.
#[derive(Clone, Debug, PartialEq)]
pub struct PatchInput {
    /// The type of the entry.
    pub record: TypeIndex,
    /// Fields that were given and could be read.
    pub values: Vec<(FieldIndex, Value)>,
    /// Operations on links, own and inverse.
    pub links: Vec<LinkInput>,
    /// Where the patch stands in the arguments.
    pub path: Path,
}

/// Operations on the links of one relation of one entry.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkInput {
    /// Which links.
    pub relation: Relation,
    /// In the order of the API: link, create, connectOrCreate, update, unlink; `set` alone.
    pub operations: Vec<LinkOperation>,
    /// Where they stand in the arguments, such as `input.bed`.
    pub path: Path,
}

/// One operation on a link.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkOperation {
    /// Links an existing entry. Replaces the target of a to-one link.
    Link(LinkTarget),
    /// Creates an entry and links it.
    Create(Box<EntryInput>, LinkDetails),
    /// Finds an entry by its natural key or creates it, and links it.
    ConnectOrCreate(Box<EntryInput>, LinkDetails),
    /// Changes the linked entry and the link. Without `id` the target of a to-one link.
    Update {
        /// Which linked entry.
        id: Option<Reference>,
        /// Changes to it.
        patch: Option<Box<PatchInput>>,
        /// The version it must have.
        expected_version: Option<i64>,
        /// Changes to the link; a property left out stays.
        details: LinkDetails,
        /// Where the operation stands.
        path: Path,
    },
    /// Leaves a to-one link without a target, whether it has one or not.
    Clear {
        /// Where it was said.
        path: Path,
    },
    /// Removes the link to an entry, which must be there; without a target the to-one link.
    Unlink {
        /// Which linked entry.
        id: Option<Reference>,
        /// Where the operation stands.
        path: Path,
    },
    /// Exactly these links, no others. A link that stays keeps its identity.
    Set(Vec<LinkTarget>),
}

/// An existing entry to link, with what the link carries.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkTarget {
    /// Which entry.
    pub target: Reference,
    /// What the link carries.
    pub details: LinkDetails,
    /// Where the id stands.
    pub path: Path,
}

/// How an input names an entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Reference {
    /// By id.
    Id(Uuid),
    /// By the result of an earlier operation of the batch: `$0`.
    Result(usize),
    /// By natural key: which key of the target type, and its values. `create` makes it when missing.
    Key {
        /// Index into `RecordType::keys`.
        key: usize,
        /// One value per key field.
        values: Vec<Value>,
        /// The entry to make when there is none.
        create: Option<Box<EntryInput>>,
    },
    /// By the text that entries of the type are called by, where that is no key: it must be the only living one.
    Name {
        /// The field that is the whole title.
        field: FieldIndex,
        /// Its value.
        name: String,
        /// The entry to make when there is none.
        create: Option<Box<EntryInput>>,
    },
}

/// What a link carries beside its ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkDetails {
    /// One value per field of the props type that was given.
    pub props: Option<Vec<(FieldIndex, Value)>>,
    /// Valid from; `Some(None)` clears.
    pub from: Option<Option<Instant>>,
    /// Valid to; `Some(None)` clears.
    pub to: Option<Option<Instant>>,
}

/// A sample of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleInput {
    /// The series type.
    pub record: TypeIndex,
    /// What is measured; `None` when that could not be read.
    pub of: Option<LinkOperation>,
    /// All other values, one per field of the type (links `Null`); a missing `at` is `Null` and has its problem.
    pub values: Vec<Value>,
    /// A value is outside its absolute bounds: kept, and left out of statistics.
    pub flagged: bool,
    /// Where the sample stands.
    pub path: Path,
}

/// Reads a new entry.
pub fn entry(context: &Context<'_>, record: TypeIndex, document: &Json, path: Path) -> (EntryInput, Problems) {
    document::entry(context, record, document, path)
}

/// Reads changes to an entry.
pub fn patch(context: &Context<'_>, record: TypeIndex, document: &Json, path: Path) -> (PatchInput, Problems) {
    document::patch(context, record, document, path)
}

/// Reads a sample. Values outside absolute bounds flag it instead of being mistakes.
pub fn sample(context: &Context<'_>, record: TypeIndex, document: &Json, path: Path) -> (SampleInput, Problems) {
    document::sample(context, record, document, path)
}

/// Reads one value of a field's type (list fields: the list), for filters, keys and definitions' defaults. Applies no
/// bounds, only what makes it a value of that type. In the GraphQL dialect a Quantity is `{value, unit}`.
#[expect(clippy::needless_pass_by_value, reason = "every reader takes its path alike")]
pub fn value(
    context: &Context<'_>,
    record: TypeIndex,
    field: FieldIndex,
    json: &Json,
    path: Path,
) -> Result<Value, Problems> {
    field_value(context, context.model.record(record).field(field), json, &path)
}

/// The same for a field that is not a record type's own, such as a link property.
pub fn field_value(context: &Context<'_>, field: &Field, json: &Json, path: &Path) -> Result<Value, Problems> {
    reader::plain_value(context, field, json, path)
}

/// Fills defaults of fields that were left out.
pub fn apply_defaults(context: &Context<'_>, record: TypeIndex, values: &mut [Value], given: &[FieldIndex]) {
    record::apply_defaults(context, &context.model.record(record).fields, values, given);
}

/// Checks what takes the whole record: required fields (links too, unless in `implied`), `notBefore`, `maxAfter`.
/// `values` has one value per field; `skip` names fields that already have an error.
pub fn check_record(
    context: &Context<'_>,
    record: TypeIndex,
    values: &[Value],
    implied: &[FieldIndex],
    skip: &[FieldIndex],
    path: &Path,
) -> Problems {
    record::check(&context.model.record(record).fields, values, implied, skip, &trail::Trail::Root(path))
}

/// Applies the rules of a field to a value that was stored under earlier ones: bounds, lengths, patterns, times, values of
/// enums, and the same inside embedded objects. Nothing is unusual here, only wrong; a missing value is never wrong.
pub fn check_stored(context: &Context<'_>, field: &Field, value: &Value, path: &Path) -> Problems {
    stored::check(context, field, value, &trail::Trail::Root(path))
}

/// A value as JSON, as the API answers a scalar; quantities as `{value, unit, entered}`. Numbers without a fraction are
/// written without a point.
pub fn to_json(model: &Model, field: &Field, value: &Value) -> Json {
    answer::to_json(model, field, value)
}

/// A number as JSON, without a point where it has no fraction: `1000`, not `1000.0`.
pub fn number_json(number: f64) -> Json {
    answer::number_json(number)
}
