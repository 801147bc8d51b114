//! Root fields that follow a record type, and the patches that they send.

use daybook_schema::TypeIndex;
use indexmap::IndexMap;

use super::{
    Argument, FieldRole, TypeRef,
    builder::{Builder, argument, output},
    words,
};

/// Adds `xsLive` and `xsStatsLive` to the subscription type: entries come with `XLive`, a series as its samples.
pub(super) fn add(builder: &mut Builder, index: TypeIndex) {
    let model = std::sync::Arc::clone(&builder.model);
    let record = model.record(index);
    let mut arguments: IndexMap<String, Argument> = IndexMap::new();
    let filter = TypeRef::named(format!("{}Filter", record.name));
    let wanted = argument(filter, "Only rows that meet these conditions.");
    arguments.insert("where".to_owned(), wanted.clone());
    let plural = words::spaced(&record.plural);
    let mut field = if record.is_series() {
        let ty = TypeRef::named(&record.name).required();
        output(ty, FieldRole::LiveSamples(index), format!("New {plural} as they come."))
    } else {
        let order = TypeRef::named(format!("{}Order", record.name)).list();
        let ordered = "The order of the snapshot, and with `first` which rows are followed; the id breaks ties.";
        arguments.insert("orderBy".to_owned(), argument(order, ordered));
        let first = "Only the first so many, 500 at most; left out, all that match, up to 5000.";
        arguments.insert("first".to_owned(), argument(TypeRef::named("Int"), first));
        add_patch(builder, &record.name);
        let ty = TypeRef::named(format!("{}Live", record.name)).required();
        output(ty, FieldRole::LiveList(index), format!("The {plural} as they are, then what changes."))
    };
    field.arguments = arguments;
    builder.add_field("Subscription", &format!("{}Live", record.plural), field);

    let ty = TypeRef::named(format!("{}Stat", record.name)).list().required();
    let mut stats =
        output(ty, FieldRole::LiveStats(index), format!("Statistics of {plural}, again whenever they change."));
    let by = argument(
        TypeRef::named("GroupBy").list(),
        "What records are grouped by; without it all records are one group.",
    );
    stats.arguments = IndexMap::from([("where".to_owned(), wanted), ("by".to_owned(), by)]);
    builder.add_field("Subscription", &format!("{}StatsLive", record.plural), stats);
}

fn add_patch(builder: &mut Builder, name: &str) {
    let rows = || TypeRef::named(name).list().required();
    let fields = [
        (
            "seq",
            TypeRef::named("ID").required(),
            FieldRole::LiveSeq,
            "All up to here is in it; `changes(since:)` resumes.",
        ),
        (
            "snapshot",
            TypeRef::named("Boolean").required(),
            FieldRole::LiveSnapshot,
            "Whether this is the whole list, to begin with, or what has changed since.",
        ),
        ("entered", rows(), FieldRole::LiveEntered, "Entries that match now and did not before."),
        ("changed", rows(), FieldRole::LiveChanged, "Entries that matched before and look different now."),
        (
            "left",
            TypeRef::named("ID").list().required(),
            FieldRole::LiveLeft,
            "Entries that do not match any more, those in the trash included.",
        ),
    ];
    let fields = fields.map(|(name, ty, role, described)| (name.to_owned(), output(ty, role, described)));
    let described = format!("First a snapshot of a list of type {name}, then patches to it.");
    builder.object(&format!("{name}Live"), described, IndexMap::from(fields));
}
