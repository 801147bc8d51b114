//! Root fields that write a record type, their payloads, and their places in a batch.

use async_graphql_value::{ConstValue, Name};
use daybook_schema::{RecordType, TypeIndex, definition::is_reserved_root};
use indexmap::IndexMap;

use super::{
    Argument, FieldRole, OutputField, PayloadField, TypeRef,
    builder::{Builder, argument, output},
    reads, role, words,
};

/// Adds the mutations of a type.
pub(super) fn add(builder: &mut Builder, index: TypeIndex) {
    let model = std::sync::Arc::clone(&builder.model);
    let record = model.record(index);
    if record.is_series() {
        return add_samples(builder, record, index);
    }
    add_payloads(builder, record);
    for (suffix, field) in mutations(record, index) {
        let present = format!("{}{suffix}", record.singular());
        for former in record.former_names.iter().map(|former| format!("{}{suffix}", reads::lower_first(former))) {
            if is_reserved_root(&former) {
                continue;
            }
            let mut alias = field.clone();
            alias.deprecation = Some(format!("Renamed to `{present}`."));
            builder.add_field("Mutation", &former, alias);
        }
        builder.add_field("Mutation", &present, field);
    }
    for (suffix, operation) in operations(record) {
        let present = format!("{}{suffix}", record.singular());
        for former in record.former_names.iter().map(|former| format!("{}{suffix}", reads::lower_first(former))) {
            if is_reserved_root(&former) {
                continue;
            }
            let mut alias = operation.clone();
            alias.deprecation = Some(format!("Renamed to `{present}`."));
            alias.renamed = Some(present.clone());
            builder.add_input_field("Op", &former, alias);
        }
        builder.add_input_field("Op", &present, operation);
    }
}

/// The fields of one type, by what stands behind its name.
fn mutations(record: &RecordType, index: TypeIndex) -> Vec<(&'static str, OutputField)> {
    let noun = words::spaced(&record.name);
    let several = words::spaced(&record.plural);
    let article = words::article(&noun);
    let name = |suffix: &str| TypeRef::named(format!("{}{suffix}", record.name));
    let one = |role, described: String| output(name("Payload").required(), role, described);
    let many = |role, described: String| output(name("ManyPayload").required(), role, described);
    let id = || ("id", argument(TypeRef::named("ID").required(), "The entry."));
    let input = || ("input", argument(name("Create").required(), "The new entry."));
    let inputs = || ("inputs", argument(name("Create").list().required(), "The new entries, in order."));
    let patch =
        || ("patch", argument(name("Patch").required(), "What to change: a field left out stays, null clears it."));
    let version =
        || ("expectedVersion", argument(TypeRef::named("Int"), "Refuse when the entry has another version by now."));
    let filter = || ("where", argument(name("Filter").required(), "Which entries; at least one condition."));

    let mut fields = vec![
        ("Create", write(one(FieldRole::Create(index), format!("Creates {article} {noun}.")), [input()])),
        (
            "CreateMany",
            write(many(FieldRole::CreateMany(index), format!("Creates many {several}: all, or none.")), [inputs()]),
        ),
        (
            "Update",
            write(one(FieldRole::Update(index), format!("Changes {article} {noun}.")), [id(), patch(), version()]),
        ),
        (
            "UpdateMany",
            write(
                many(
                    FieldRole::UpdateMany(index),
                    format!("Changes all {several} that meet conditions, in the same way."),
                ),
                [filter(), patch(), maximum()],
            ),
        ),
        (
            "Delete",
            write(one(FieldRole::Delete(index), format!("Puts {article} {noun} into the trash.")), [id(), version()]),
        ),
        (
            "DeleteMany",
            write(
                many(FieldRole::DeleteMany(index), format!("Puts all {several} that meet conditions into the trash.")),
                [filter(), maximum()],
            ),
        ),
    ];
    if !record.keys.is_empty() {
        let described = "Finds by the natural key inside `input`: absent, it is created; present, `patch` is applied (left out: the fields of `input`).";
        let change =
            ("patch", argument(name("Patch"), "What to change when it is there; left out, the fields of `input`."));
        fields.push(("Upsert", write(one(FieldRole::Upsert(index), described.to_owned()), [input(), change])));
        let described =
            format!("Finds each of the {several} by its natural key and changes it, or creates it: all, or none.");
        fields.push(("UpsertMany", write(many(FieldRole::UpsertMany(index), described), [inputs()])));
    }
    fields
}

fn operations(record: &RecordType) -> Vec<(&'static str, Argument)> {
    let noun = words::spaced(&record.name);
    let article = words::article(&noun);
    let name = |suffix: &str| TypeRef::named(format!("{}{suffix}", record.name));
    let mut operations = vec![
        ("Create", argument(name("Create"), format!("Creates {article} {noun}."))),
        ("Update", argument(name("Update"), format!("Changes {article} {noun}."))),
        ("Delete", argument(TypeRef::named("DeleteOp"), format!("Puts {article} {noun} into the trash."))),
    ];
    if !record.keys.is_empty() {
        let described = format!("Finds {article} {noun} by its natural key and changes it, or creates it.");
        operations.push(("Upsert", argument(name("Create"), described)));
    }
    operations
}

fn add_samples(builder: &mut Builder, record: &RecordType, index: TypeIndex) {
    let payload = |name: &str, role, described: String| output(TypeRef::named(name).required(), role, described);
    let inputs =
        argument(TypeRef::named(format!("{}Create", record.name)).list().required(), "The samples, in any order.");
    let mut conflict =
        argument(TypeRef::named("SampleConflict"), "What to do with a sample that is there already with other values.");
    conflict.default = Some(ConstValue::Enum(Name::new("KEEP")));
    let described = format!("Samples; what `/ingest/{}` takes, as a mutation.", record.name);
    let add = write(
        payload("IngestPayload", FieldRole::SamplesAdd(index), described),
        [("inputs", inputs), ("onConflict", conflict)],
    );
    builder.add_field("Mutation", &format!("{}Add", record.plural), add);

    let filter = || {
        let described = "Which samples; at least one condition.";
        argument(TypeRef::named(format!("{}Filter", record.name)).required(), described)
    };
    let described = format!("Deletes all {} that meet conditions, for good.", words::spaced(&record.plural));
    let delete = write(
        payload("SeriesDeletePayload", FieldRole::SamplesDelete(index), described),
        [("where", filter()), maximum()],
    );
    builder.add_field("Mutation", &format!("{}Delete", record.plural), delete);

    let mut flagged = argument(TypeRef::named("Boolean").required(), "True flags them, false takes the flag away.");
    flagged.default = Some(ConstValue::Boolean(true));
    let described = format!(
        "Flags {} that meet conditions: they stay, but are left out of statistics and charts unless a filter asks for them.",
        words::spaced(&record.plural)
    );
    let flag = write(
        payload("SeriesFlagPayload", FieldRole::SamplesFlag(index), described),
        [("where", filter()), ("flagged", flagged), maximum()],
    );
    builder.add_field("Mutation", &format!("{}Flag", record.plural), flag);
}

fn maximum() -> (&'static str, Argument) {
    let mut max = argument(TypeRef::named("Int"), "Refuse when more than so many meet the conditions.");
    max.default = Some(ConstValue::from(1000));
    ("max", max)
}

/// Adds the arguments of a write: its own, then those that all writes have.
fn write<const N: usize>(mut field: OutputField, own: [(&str, Argument); N]) -> OutputField {
    let mut add = |name: &str, argument| field.arguments.insert(name.to_owned(), argument);
    for (name, argument) in own {
        add(name, argument);
    }
    let key = "Makes a retry safe: the same key and arguments are written once.";
    add("idempotencyKey", argument(TypeRef::named("String"), key));
    let mut dry = argument(TypeRef::named("Boolean"), "Check and answer as if written, then write nothing.");
    dry.default = Some(ConstValue::Boolean(false));
    add("dryRun", dry);
    add("reason", argument(TypeRef::named("String"), "Why; kept in the history."));
    field
}

fn add_payloads(builder: &mut Builder, record: &RecordType) {
    let name = &record.name;
    let noun = words::spaced(name);
    let entry = output(
        TypeRef::named(name),
        FieldRole::PayloadField(PayloadField::Entry),
        "The entry; null only when there are errors. A delete answers it as it lies in the trash.",
    );
    let described = format!("Answer to a write of one {noun}.");
    builder.object(&format!("{name}Payload"), described, payload("entry", entry));
    let entries = output(
        TypeRef::named(name).list().required(),
        FieldRole::PayloadField(PayloadField::Entries),
        "The entries, in the order of the input; empty when there are errors.",
    );
    let described = format!("Answer to a write of many {}.", words::spaced(&record.plural));
    builder.object(&format!("{name}ManyPayload"), described, payload("entries", entries));
}

fn payload(name: &str, first: OutputField) -> IndexMap<String, OutputField> {
    let mut fields = IndexMap::from([(name.to_owned(), first)]);
    let mut add = |name: &str, ty: TypeRef, described: &str| {
        fields.insert(name.to_owned(), output(ty, role::of_payload(name), described));
    };
    add(
        "changeSet",
        TypeRef::named("ID"),
        "The change set; null when nothing was written (errors, dry run, no change).",
    );
    add(
        "replayed",
        TypeRef::named("Boolean").required(),
        "Answered from an earlier request with the same idempotency key.",
    );
    add("errors", TypeRef::named("InputError").list().required(), "All errors; empty when it was written.");
    add("warnings", TypeRef::named("Warning").list().required(), "What is unusual, but was written.");
    let beside = "What the change set does to other entries, such as what is deleted along with an entry; a dry run answers it too.";
    add("affected", TypeRef::named("Affected").list().required(), beside);
    fields
}
