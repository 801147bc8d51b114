//! The roles of the fields of the shared types. Every field that is not named here is plain.

use super::FieldRole;

/// The role of a field of `core.graphql`.
pub(super) fn of(type_name: &str, field: &str) -> FieldRole {
    match (type_name, field) {
        ("Query", _) => read(field),
        ("Mutation", _) => write(field),
        ("Subscription", "changes") => FieldRole::LiveChanges,
        ("Subscription", "typesChanged") => FieldRole::LiveTypes,
        ("Entry", _) => of_entry(field),
        ("Link", "source") => FieldRole::LinkSource,
        ("Link", "target") => FieldRole::LinkTarget,
        ("Change", "entry") => FieldRole::ChangeEntry,
        ("Change", "link") => FieldRole::ChangeLink,
        ("SampleChange", "of") => FieldRole::SampleChangeOf,
        ("Neighborhood" | "Path", "entries") => FieldRole::GraphEntries,
        ("Neighborhood" | "Path", "links") => FieldRole::GraphLinks,
        ("VersionConflict", "current") | ("DuplicateKey", "existing") => FieldRole::ErrorEntry,
        ("Quantity", "value") => FieldRole::QuantityValue,
        _ if type_name.ends_with("Connection") || type_name.ends_with("Edge") => of_page(field),
        ("IngestPayload", "warnings") => FieldRole::PayloadValue,
        _ if type_name.ends_with("Payload") || type_name == "BatchResult" => of_payload(field),
        _ => FieldRole::Plain,
    }
}

fn read(field: &str) -> FieldRole {
    match field {
        "types" => FieldRole::Types,
        "type" => FieldRole::Type,
        "retention" => FieldRole::Retention,
        "typeExport" => FieldRole::TypeExport,
        "typeLanguage" => FieldRole::TypeLanguage,
        "entry" => FieldRole::Entry,
        "entries" => FieldRole::Entries,
        "changes" => FieldRole::Changes,
        "sampleChanges" => FieldRole::SampleChanges,
        "neighborhood" => FieldRole::Neighborhood,
        "path" => FieldRole::Path,
        _ => FieldRole::Function,
    }
}

fn write(field: &str) -> FieldRole {
    match field {
        "entryRestore" => FieldRole::EntryRestore,
        "entryPurge" => FieldRole::EntryPurge,
        "linkCreate" => FieldRole::LinkCreate,
        "linkDelete" => FieldRole::LinkDelete,
        "changeSetUndo" => FieldRole::ChangeSetUndo,
        "batch" => FieldRole::Batch,
        "typePlan" => FieldRole::TypePlan,
        "typeApply" => FieldRole::TypeApply,
        "demoLoad" => FieldRole::DemoLoad,
        "demoClear" => FieldRole::DemoClear,
        _ => FieldRole::Function,
    }
}

/// The role of a field that every entry has.
pub(super) fn of_entry(field: &str) -> FieldRole {
    match field {
        "id" => FieldRole::Id,
        "type" => FieldRole::EntryType,
        "title" => FieldRole::Title,
        "at" => FieldRole::At,
        "version" => FieldRole::Version,
        "createdAt" => FieldRole::CreatedAt,
        "updatedAt" => FieldRole::UpdatedAt,
        "trashedAt" => FieldRole::TrashedAt,
        "externalKeys" => FieldRole::ExternalKeys,
        "links" => FieldRole::Links,
        "history" => FieldRole::History,
        _ => FieldRole::Plain,
    }
}

fn of_page(field: &str) -> FieldRole {
    match field {
        "nodes" => FieldRole::Nodes,
        "edges" => FieldRole::Edges,
        "pageInfo" => FieldRole::PageInfo,
        "totalCount" => FieldRole::TotalCount,
        "cursor" => FieldRole::Cursor,
        "node" => FieldRole::Node,
        _ => FieldRole::Plain,
    }
}

/// The role of a field of a mutation's payload.
pub(super) fn of_payload(field: &str) -> FieldRole {
    match field {
        "entry" => FieldRole::PayloadEntry,
        "entries" => FieldRole::PayloadEntries,
        "link" => FieldRole::PayloadLink,
        "errors" => FieldRole::PayloadErrors,
        "warnings" => FieldRole::PayloadWarnings,
        "affected" => FieldRole::PayloadAffected,
        "results" => FieldRole::PayloadResults,
        _ => FieldRole::PayloadValue,
    }
}
