//! What the fields of the shared types mean. Every field that is not named here is plain.

use super::Meaning;

/// The meaning of a field of `core.graphql`.
pub(super) fn of(type_name: &str, field: &str) -> Meaning {
    match (type_name, field) {
        ("Query", _) => read(field),
        ("Mutation", _) => write(field),
        ("Subscription", "changes") => Meaning::LiveChanges,
        ("Subscription", "typesChanged") => Meaning::LiveTypes,
        ("Entry", _) => of_entry(field),
        ("Link", "source") => Meaning::LinkSource,
        ("Link", "target") => Meaning::LinkTarget,
        ("Change", "entry") => Meaning::ChangeEntry,
        ("Change", "link") => Meaning::ChangeLink,
        ("SampleChange", "of") => Meaning::SampleChangeOf,
        ("Neighborhood" | "Path", "entries") => Meaning::GraphEntries,
        ("Neighborhood" | "Path", "links") => Meaning::GraphLinks,
        ("VersionConflict", "current") | ("DuplicateKey", "existing") => Meaning::ErrorEntry,
        ("Quantity", "value") => Meaning::QuantityValue,
        _ if type_name.ends_with("Connection") || type_name.ends_with("Edge") => of_page(field),
        ("IngestPayload", "warnings") => Meaning::PayloadValue,
        _ if type_name.ends_with("Payload") || type_name == "BatchResult" => of_payload(field),
        _ => Meaning::Plain,
    }
}

fn read(field: &str) -> Meaning {
    match field {
        "types" => Meaning::Types,
        "type" => Meaning::Type,
        "retention" => Meaning::Retention,
        "typeExport" => Meaning::TypeExport,
        "typeLanguage" => Meaning::TypeLanguage,
        "entry" => Meaning::Entry,
        "entries" => Meaning::Entries,
        "changes" => Meaning::Changes,
        "sampleChanges" => Meaning::SampleChanges,
        "neighborhood" => Meaning::Neighborhood,
        "path" => Meaning::Path,
        _ => Meaning::Function,
    }
}

fn write(field: &str) -> Meaning {
    match field {
        "entryRestore" => Meaning::EntryRestore,
        "entryPurge" => Meaning::EntryPurge,
        "linkCreate" => Meaning::LinkCreate,
        "linkDelete" => Meaning::LinkDelete,
        "changeSetUndo" => Meaning::ChangeSetUndo,
        "batch" => Meaning::Batch,
        "typePlan" => Meaning::TypePlan,
        "typeApply" => Meaning::TypeApply,
        "demoLoad" => Meaning::DemoLoad,
        "demoClear" => Meaning::DemoClear,
        _ => Meaning::Function,
    }
}

/// The meaning of a field that every entry has.
pub(super) fn of_entry(field: &str) -> Meaning {
    match field {
        "id" => Meaning::Id,
        "type" => Meaning::EntryType,
        "title" => Meaning::Title,
        "at" => Meaning::At,
        "version" => Meaning::Version,
        "createdAt" => Meaning::CreatedAt,
        "updatedAt" => Meaning::UpdatedAt,
        "trashedAt" => Meaning::TrashedAt,
        "externalKeys" => Meaning::ExternalKeys,
        "links" => Meaning::Links,
        "history" => Meaning::History,
        _ => Meaning::Plain,
    }
}

fn of_page(field: &str) -> Meaning {
    match field {
        "nodes" => Meaning::Nodes,
        "edges" => Meaning::Edges,
        "pageInfo" => Meaning::PageInfo,
        "totalCount" => Meaning::TotalCount,
        "cursor" => Meaning::Cursor,
        "node" => Meaning::Node,
        _ => Meaning::Plain,
    }
}

/// The meaning of a field of a mutation's payload.
pub(super) fn of_payload(field: &str) -> Meaning {
    match field {
        "entry" => Meaning::PayloadEntry,
        "entries" => Meaning::PayloadEntries,
        "link" => Meaning::PayloadLink,
        "errors" => Meaning::PayloadErrors,
        "warnings" => Meaning::PayloadWarnings,
        "affected" => Meaning::PayloadAffected,
        "results" => Meaning::PayloadResults,
        _ => Meaning::PayloadValue,
    }
}
