//! Two samples of one sensor and one moment.

use daybook_schema::{FieldIndex, Model, TypeIndex, Value, Warning, WarningCode};

use crate::{
    record::Sample,
    write::{SampleConflict, engine::below},
};

/// Values that were kept where a sample says others.
pub(super) struct Kept {
    fields: Vec<(FieldIndex, Value)>,
}

/// Fields that one warning names.
const NAMED: usize = 3;

impl Kept {
    /// What was kept, for the writer of the other sample.
    pub fn warning(&self, model: &Model, record: TypeIndex, path: &[String]) -> Warning {
        let declared = model.record(record);
        let fields = self.fields.iter().map(|(index, value)| (declared.field(*index), value));
        let told: Vec<String> = fields
            .clone()
            .take(NAMED)
            .map(|(field, value)| {
                let value: String = crate::title::print(model, field, value).chars().take(60).collect();
                let value = if value.is_empty() { "missing".to_owned() } else { value };
                format!("`{}` is {value}", field.name)
            })
            .collect();
        let more = self.fields.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more differ") } else { String::new() };
        let message = format!(
            "a sample of that time is there already: {}{more}; that was kept (`onConflict: REPLACE` would replace it)",
            told.join(", ")
        );
        let place = fields.clone().next().map_or_else(|| path.to_vec(), |(field, _)| below(path, &[&field.name]));
        Warning { code: WarningCode::Conflict, path: place, message, params: serde_json::Map::new() }
    }
}

/// What is to be stored of a sample that says something else than the one there, and what is kept of that.
pub(super) fn settle(there: Sample, sample: Sample, on_conflict: SampleConflict) -> (Option<Sample>, Option<Kept>) {
    match on_conflict {
        SampleConflict::Replace => (Some(sample), None),
        SampleConflict::Keep => {
            let other = |(one, other): &(&Value, &Value)| !is_same_value(one, other);
            (None, kept(&there, &sample, other))
        }
        SampleConflict::Merge => {
            let other =
                |(one, other): &(&Value, &Value)| !one.is_null() && !other.is_null() && !is_same_value(one, other);
            let kept = kept(&there, &sample, other);
            (merged(there, sample), kept)
        }
    }
}

fn kept(there: &Sample, sample: &Sample, other: impl Fn(&(&Value, &Value)) -> bool) -> Option<Kept> {
    let both = there.values.iter().zip(&sample.values).enumerate();
    let differing = both.filter(|(_, both)| other(both));
    let fields: Vec<_> = differing.map(|(index, (value, _))| (FieldIndex(index), value.clone())).collect();
    (!fields.is_empty()).then_some(Kept { fields })
}

/// The sample that is there with the values that it lacked; `None` when there are none. A flag stays.
fn merged(there: Sample, sample: Sample) -> Option<Sample> {
    let adds = there.values.iter().zip(&sample.values).any(|(one, other)| one.is_null() && !other.is_null());
    let values = there.values.into_iter().zip(sample.values);
    let values = values.map(|(one, other)| if one.is_null() { other } else { one }).collect();
    adds.then_some(Sample { flagged: there.flagged || sample.flagged, values, of: there.of, at: there.at })
}

/// Whether two samples say the same; in which unit a quantity was written does not matter, nor does a flag, which may
/// have been set by hand since.
pub(super) fn is_same(one: &Sample, other: &Sample) -> bool {
    one.values.iter().zip(&other.values).all(|(one, other)| is_same_value(one, other))
}

fn is_same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::List(one), Value::List(other)) | (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same_value(one, other))
        }
        _ => crate::evaluate::equal(one, other),
    }
}
