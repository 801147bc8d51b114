//! The roles of the fields of the shared types. Every field that is not named here is plain.

use super::FieldRole;

/// The fields of a shared type that answer something of their own, each under its name in the SDL.
macro_rules! fields {
    ($(#[$documented:meta])* $name:ident { $($variant:ident = $field:literal),+ $(,)? }) => {
        $(#[$documented])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        #[expect(missing_docs, reason = "each is the field of that name in the SDL")]
        pub enum $name {
            $($variant),+
        }

        impl $name {
            fn role(name: &str) -> FieldRole {
                match name {
                    $($field => FieldRole::$name(Self::$variant),)+
                    _ => FieldRole::Plain,
                }
            }
        }
    };
}

fields! {
    /// Of a link.
    LinkField {
        Id = "id",
        Kind = "kind",
        Source = "source",
        Target = "target",
        From = "from",
        To = "to",
        Props = "props",
        CreatedAt = "createdAt",
    }
}

fields! {
    /// Of a row of the change log.
    ChangeField {
        Seq = "seq",
        At = "at",
        Actor = "actor",
        Operation = "operation",
        Type = "type",
        Entry = "entry",
        EntryId = "entryId",
        Version = "version",
        Fields = "fields",
        Patch = "patch",
        Before = "before",
        Link = "link",
        ChangeSet = "changeSet",
        Undoes = "undoes",
        UndoneBy = "undoneBy",
        Origin = "origin",
        Reason = "reason",
    }
}

fields! {
    /// Of what was done to samples.
    SampleChangeField {
        At = "at",
        Actor = "actor",
        Operation = "operation",
        Type = "type",
        Of = "of",
        OfId = "ofId",
        From = "from",
        To = "to",
        Count = "count",
        Origin = "origin",
        Reason = "reason",
    }
}

fields! {
    /// Of a neighborhood or path.
    GraphField {
        Entries = "entries",
        Links = "links",
        Truncated = "truncated",
    }
}

fields! {
    /// Of a mistake.
    ErrorField {
        Code = "code",
        Path = "path",
        Message = "message",
        Params = "params",
        Current = "current",
        Existing = "existing",
    }
}

fields! {
    /// Of a mutation's payload, or of one result of a batch.
    PayloadField {
        Entry = "entry",
        Entries = "entries",
        Link = "link",
        Errors = "errors",
        Warnings = "warnings",
        Affected = "affected",
        Results = "results",
        Index = "index",
        ChangeSet = "changeSet",
        Replayed = "replayed",
    }
}

fields! {
    /// Of the payload of a mutation of samples, beside what all payloads have.
    SamplesField {
        Accepted = "accepted",
        Duplicates = "duplicates",
        Conflicts = "conflicts",
        Flagged = "flagged",
        Rejected = "rejected",
        Warnings = "warnings",
        Deleted = "deleted",
        Changed = "changed",
    }
}

fields! {
    /// Of what became of the demo.
    DemoField {
        Created = "created",
        Samples = "samples",
        Errors = "errors",
    }
}

fields! {
    /// Of definitions that were applied.
    TypeApplyField {
        Types = "types",
        Errors = "errors",
    }
}

fields! {
    /// Of the metadata of a type or field: what is metadata of fields itself.
    MetadataField {
        Fields = "fields",
        Shared = "shared",
    }
}

fields! {
    /// Of a page of any connection.
    PageField {
        HasNextPage = "hasNextPage",
        HasPreviousPage = "hasPreviousPage",
        StartCursor = "startCursor",
        EndCursor = "endCursor",
    }
}

fields! {
    /// Of a quantity.
    QuantityField {
        Value = "value",
        Unit = "unit",
        Entered = "entered",
    }
}

fields! {
    /// Of the key of a group.
    StatKeyField {
        Name = "name",
        Text = "text",
        Number = "number",
        Time = "time",
        Entry = "entry",
    }
}

fields! {
    /// Of the numbers of a group.
    NumberField {
        Count = "count",
        Sum = "sum",
        Avg = "avg",
        Min = "min",
        Max = "max",
        Sd = "sd",
        Quantile = "quantile",
        First = "first",
        Last = "last",
        TimeWeightedAvg = "timeWeightedAvg",
        Delta = "delta",
    }
}

/// The role of a field of `core.graphql` or `optional.graphql`.
pub(super) fn of(type_name: &str, field: &str) -> FieldRole {
    match (type_name, field) {
        ("Query", _) => read(field),
        ("Mutation", _) => write(field),
        ("Subscription", "changes") => FieldRole::LiveChanges,
        ("Subscription", "typesChanged") => FieldRole::LiveTypes,
        ("Entry", _) => of_entry(field),
        ("Link", _) => LinkField::role(field),
        ("Change", _) => ChangeField::role(field),
        ("SampleChange", _) => SampleChangeField::role(field),
        ("Neighborhood" | "Path", _) => GraphField::role(field),
        ("InvalidInput" | "VersionConflict" | "DuplicateKey", _) => ErrorField::role(field),
        ("PageInfo", _) => PageField::role(field),
        ("Quantity", _) => QuantityField::role(field),
        ("StatKey", _) => StatKeyField::role(field),
        ("NumberStat", _) => NumberField::role(field),
        ("EntryType" | "EntryField", _) => MetadataField::role(field),
        ("DemoPayload", _) => DemoField::role(field),
        ("TypeApplyPayload", _) => TypeApplyField::role(field),
        ("IngestPayload", "accepted" | "duplicates" | "conflicts" | "flagged" | "rejected" | "warnings")
        | ("SeriesDeletePayload", "deleted")
        | ("SeriesFlagPayload", "changed") => SamplesField::role(field),
        _ if type_name.ends_with("Connection") || type_name.ends_with("Edge") => of_page(field),
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
    PayloadField::role(field)
}
