//! Statistics: `XStat`, `xsStats` at the root and beside each list, `xsSeries` of a series.

use async_graphql_value::{ConstValue, Name};
use daybook_schema::{
    Model, RecordType, TypeIndex,
    model::{Field, FieldKind, Kind, Scalar},
};
use indexmap::IndexMap;

use super::{
    Argument, FieldRole, OutputField, TypeRef,
    builder::{Builder, argument, insert_input, insert_output, output},
    reads, words,
};

/// Names in statistics that no field can have.
const KEPT: [&str; 4] = ["count", "key", "start", "end"];

/// Adds the statistics of a type.
pub(super) fn add(builder: &mut Builder, index: TypeIndex) {
    let model = std::sync::Arc::clone(&builder.model);
    let record = model.record(index);
    let plural = words::spaced(&record.plural);
    builder.object(&stat_name(record), format!("Statistics of a group of {plural}."), stat_fields(record));

    let mut root = stats_field(record, FieldRole::Stats(index));
    if !record.is_series() {
        root.arguments.insert("asOf".to_owned(), reads::as_of());
    }
    builder.add_field("Query", &format!("{}Stats", record.plural), root);
    for (name, relation) in model.relations(index) {
        if model.relation_is_list(relation) {
            let target = model.record(model.relation_target(relation));
            let mut field = stats_field(target, FieldRole::StatsOf(relation));
            if let Some(edge) = super::filter::edge(&model, relation) {
                field.arguments.shift_insert(1, "edge".to_owned(), edge);
            }
            builder.add_field(&record.name, &format!("{name}Stats"), field);
        }
    }
    if let Kind::Series { of, .. } = record.kind {
        add_series(builder, &model, index, of.0);
    }
}

/// The name under which a number of a type appears in statistics.
pub(crate) fn number_name(field: &str) -> String {
    if KEPT.contains(&field) { format!("{field}Value") } else { field.to_owned() }
}

/// Whether a field holds a number that statistics count with.
pub(crate) fn is_number(field: &Field) -> bool {
    let scalars = [Scalar::Int, Scalar::Float, Scalar::Quantity, Scalar::Money, Scalar::Duration];
    !field.list && field.computed.is_none() && field.scalar().is_some_and(|scalar| scalars.contains(&scalar))
}

fn stat_name(record: &RecordType) -> String {
    format!("{}Stat", record.name)
}

fn stat_fields(record: &RecordType) -> IndexMap<String, OutputField> {
    let condition = || {
        let described = "Only records that meet these conditions.";
        ("where".to_owned(), argument(TypeRef::named(format!("{}Filter", record.name)), described))
    };
    let mut count = output(TypeRef::named("Int").required(), FieldRole::StatCount, "How many.");
    count.arguments.extend([condition()]);
    let mut fields = IndexMap::from([
        (
            "key".to_owned(),
            output(TypeRef::named("StatKey").list().required(), FieldRole::StatKey, "What its records have in common."),
        ),
        ("start".to_owned(), output(TypeRef::named("DateTime"), FieldRole::StatStart, "Start of the calendar bucket.")),
        ("end".to_owned(), output(TypeRef::named("DateTime"), FieldRole::StatEnd, "End of the calendar bucket.")),
        ("count".to_owned(), count),
    ]);
    for (position, field) in record.indexed_fields().filter(|(_, field)| is_number(field)) {
        let described = match field.scalar() {
            Some(Scalar::Money) => "amounts; null where several currencies come together: group by it, or ask for one",
            Some(Scalar::Duration) => "seconds, unless another unit is asked for",
            _ => "numbers",
        };
        let described =
            format!("{} ({described}).", words::sentence(&words::spaced(&field.name)).trim_end_matches('.'));
        let mut number = output(TypeRef::named("NumberStat").required(), FieldRole::Value(position), described);
        if matches!(field.scalar(), Some(Scalar::Quantity | Scalar::Duration)) {
            let unit = argument(TypeRef::named("Unit"), "The unit of the numbers; left out it is the field's own.");
            number.arguments.insert("unit".to_owned(), unit);
        }
        number.arguments.extend([condition()]);
        let renamed = Field { name: number_name(&field.name), ..field.clone() };
        insert_output(&mut fields, &renamed, number, FieldRole::Value(position));
    }
    fields
}

fn stats_field(record: &RecordType, role: FieldRole) -> OutputField {
    let described = format!("Statistics of {}, in groups.", words::spaced(&record.plural));
    let mut field = output(TypeRef::named(stat_name(record)).list().required(), role, described);
    let arguments: [(&str, TypeRef, &str); 5] = [
        ("where", TypeRef::named(format!("{}Filter", record.name)), "Only records that meet these conditions."),
        ("by", TypeRef::named("GroupBy").list(), "What records are grouped by; without it all records are one group."),
        ("having", TypeRef::named("Having").list(), "Only groups that meet these conditions."),
        ("orderBy", TypeRef::named("StatOrder").list(), "The order; left out it is that of the keys."),
        ("first", TypeRef::named("Int"), "At most so many groups."),
    ];
    let arguments = arguments.map(|(name, ty, described)| (name.to_owned(), argument(ty, described)));
    field.arguments = IndexMap::from(arguments);
    field
}

fn add_series(builder: &mut Builder, model: &Model, index: TypeIndex, of: usize) {
    let record = model.record(index);
    let measured = &record.fields[of];
    let FieldKind::Link(_) = &measured.kind else { return };
    let described = format!("One number of {} as few points, for a chart.", words::spaced(&record.plural));
    let mut field = output(TypeRef::named("Series").required(), FieldRole::Series(index), described);
    let defaulted = |ty: &str, value: ConstValue, described: &str| {
        let mut argument = argument(TypeRef::named(ty), described);
        argument.default = Some(value);
        argument
    };
    let required = |ty: &str, described: &str| argument(TypeRef::named(ty).required(), described);
    let measured = Field {
        name: series_argument(&measured.name).to_owned(),
        former_names: measured.former_names.iter().map(|name| series_argument(name).to_owned()).collect(),
        ..measured.clone()
    };
    let described = "What was measured.".to_owned();
    insert_input(&mut field.arguments, &measured, TypeRef::named("ID").required(), described);
    let arguments: [(&str, Argument); 6] = [
        ("metric", required("String", "Which number: the name of a field.")),
        ("from", required("DateTime", "The first instant.")),
        ("to", required("DateTime", "The instant behind the last.")),
        ("points", defaulted("Int", ConstValue::from(500), "About so many points; 10,000 at most.")),
        ("method", defaulted("SeriesMethod", ConstValue::Enum(Name::new("MIN_MAX")), "How points are made.")),
        ("unit", argument(TypeRef::named("Unit"), "The unit of the numbers; left out it is the field's own.")),
    ];
    field.arguments.extend(arguments.map(|(name, argument)| (name.to_owned(), argument)));
    builder.add_field("Query", &format!("{}Series", record.plural), field);
}

/// The argument of `xsSeries` that names what was measured: the link's own name, unless another argument has it.
pub(crate) fn series_argument(link: &str) -> &str {
    let taken = ["metric", "from", "to", "points", "method", "unit"];
    if taken.contains(&link) { "of" } else { link }
}
