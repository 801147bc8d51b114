//! Amounts of money in a series.

use daybook_schema::{
    Value,
    model::{Kind, Scalar},
};
use daybook_store::query::{Aggregate, Filter, Group, GroupKey, Lines, Subject, Test, Timeline};

use crate::{error::RequestError, plan::statistics::series::SeriesPlan, read::Reader};

/// More currencies than there are.
const CURRENCIES: usize = 1_000;

/// Currencies that a message names.
const NAMED: usize = 3;

impl Reader<'_> {
    /// Amounts of different currencies lie on no line, and have no mean.
    pub(super) fn refuse_several_currencies(&mut self, plan: &SeriesPlan) -> Result<(), RequestError> {
        let Timeline { record, of, field, from, to, .. } = plan.timeline;
        let declared = self.context.model.record(record);
        let name = declared.field(field).name.clone();
        let Kind::Series { of: measured, .. } = declared.kind else { return Ok(()) };
        if declared.field(field).scalar() != Some(Scalar::Money) {
            return Ok(());
        }
        let test = |subject, test| Filter::Test(subject, test);
        let conditions = vec![
            test(Subject::Field(vec![measured]), Test::Eq(Value::Id(of))),
            test(Subject::Flagged, Test::Eq(Value::Boolean(false))),
            test(Subject::At, Test::Gte(Value::Instant(from))),
            test(Subject::At, Test::Lt(Value::Instant(to))),
            test(Subject::Field(vec![field]), Test::IsNull(false)),
        ];
        let aggregate = Aggregate {
            record,
            parents: None,
            filter: Filter::All(conditions),
            groups: vec![Group::Value(Subject::Currency(vec![field]))],
            measures: Vec::new(),
            lines: Lines::default(),
            as_of: None,
            limit: CURRENCIES,
        };
        let groups = self.snapshot.aggregate(&aggregate)?.pop().unwrap_or_default();
        let mut codes: Vec<&str> = groups
            .iter()
            .filter_map(|group| match group.keys.first() {
                Some(GroupKey::Value(Value::Text(code))) => Some(code.as_str()),
                _ => None,
            })
            .collect();
        codes.sort_unstable();
        if codes.len() < 2 {
            return Ok(());
        }
        let more = if codes.len() > NAMED { ", …" } else { "" };
        codes.truncate(NAMED);
        Err(RequestError::bad_input(format!(
            "`metric`: `{name}` holds amounts of several currencies here ({}{more}), which lie on no line; ask `{}Stats` by \
             `{name}.currency`",
            codes.join(", "),
            declared.plural
        )))
    }
}
