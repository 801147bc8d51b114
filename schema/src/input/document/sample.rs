//! Samples of a series.

use serde_json::Value as Json;

use super::{
    link,
    members::{Part, members, part, report_unknown},
    value,
};
use crate::{
    input::{
        Context, LinkOperation, SampleInput,
        fault::{Fault, echo},
        reader::{Reader, Rules},
        record,
        trail::Trail,
    },
    model::{FieldIndex, Kind, Relation, TypeIndex},
    problem::{Path, Problems},
    value::Value,
};

/// Reads a sample.
pub(in crate::input) fn sample(
    context: &Context<'_>,
    record: TypeIndex,
    document: &Json,
    path: Path,
) -> (SampleInput, Problems) {
    let mut reader = Reader::new(context, Rules::Flag);
    let declared = context.model.record(record);
    let of = match &declared.kind {
        Kind::Series { of, .. } => Some(*of),
        Kind::Entry { .. } => None,
    };
    let mut values = vec![Value::Null; declared.fields.len()];
    let (mut given, mut unreadable, mut measured) = (Vec::new(), Vec::new(), None);
    let trail = Trail::Root(&path);
    for (name, json) in members(&mut reader, record, document, &trail).iter() {
        let trail = trail.name(name);
        match part(context, record, name) {
            Part::Field(field) => {
                match value(&mut reader, record, field, json, &trail) {
                    Some(value) if value.is_null() && record::null_means_default(declared.field(field)) => continue,
                    Some(value) => values[field.0] = value,
                    None => unreadable.push(field),
                }
                given.push(field);
            }
            Part::Link(relation) if Some(relation.field) == of && relation.owner == record => {
                if reader.is_missing(declared.field(relation.field), json) {
                    continue;
                }
                measured = measured_entry(&mut reader, name, relation, record, json, &trail);
                if measured.is_none() {
                    unreadable.push(relation.field);
                }
            }
            Part::Link(_) => reader.report(
                Fault::invalid(format!("a sample has no other link than what it measures: leave {} out", echo(name))),
                &trail,
            ),
            Part::Id | Part::ExternalKeys | Part::Unknown => report_unknown(&mut reader, record, name, &trail),
        }
    }
    record::apply_defaults(context, &declared.fields, &mut values, &given);
    let implied: Vec<FieldIndex> = of.filter(|_| measured.is_some()).into_iter().collect();
    let whole = record::check(&declared.fields, &values, &implied, &unreadable, &trail);
    reader.problems.append(whole);
    // A sample without its time or what it measures stands nowhere, whatever the definition says about null.
    for field in [declared.at, of].into_iter().flatten() {
        let missing = values[field.0].is_null() && !implied.contains(&field) && !unreadable.contains(&field);
        if missing && !declared.field(field).required {
            reader.report(record::required(declared.field(field)), &trail.name(&declared.field(field).name));
        }
    }
    (SampleInput { record, of: measured, values, flagged: reader.flagged, path }, reader.problems)
}

fn measured_entry(
    reader: &mut Reader<'_>,
    name: &str,
    relation: Relation,
    record: TypeIndex,
    json: &Json,
    trail: &Trail<'_>,
) -> Option<LinkOperation> {
    let before = reader.problems.errors.len();
    let operation = link(reader, name, relation, record, json, trail).and_then(|mut read| read.operations.pop());
    let usable = operation.filter(|operation| {
        !matches!(operation, LinkOperation::Update { .. } | LinkOperation::Unlink { .. } | LinkOperation::Clear { .. })
    });
    if usable.is_none() && reader.problems.errors.len() == before {
        reader.report(
            Fault::invalid(format!(
                "a sample names what it measures by link, create or connectOrCreate: use one of them in `{name}`"
            )),
            trail,
        );
    }
    usable
}
