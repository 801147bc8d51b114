//! `childDay`: what one day of a child came to.

mod growth;

use daybook_schema::{
    Value,
    problem::WarningCode,
    time::{date_instant, format_instant},
    unit::Unit,
    value::Instant,
};
use daybook_store::query::{Elapsed, Filter, Group, Grouped, Measure, OrderKey, Subject, Summary};
use serde::{Deserialize, Serialize};
use serde_json::json;

use self::growth::Growth;
use crate::{
    calendar::{self, duration},
    function::{Function, Run, bind},
    mistakes::FunctionError,
    quantity::QuantityResult,
    records::{Records, before, count_of, flag, is, measure_of, missing, since, text},
    tally::Tally,
};

type Result<T> = std::result::Result<T, FunctionError>;

/// The binding of `childDay`.
pub const FUNCTION: Function = Function {
    name: "childDay",
    arguments: &["child", "date", "tz", "asOf"],
    result: &[
        "child",
        "name",
        "ageDays",
        "date",
        "start",
        "end",
        "feedings",
        "sleep",
        "diapers",
        "growth",
        "rule",
        "ruleVersion",
        "source",
        "warnings",
    ],
    types: &["Child", "Feeding", "Sleep", "DiaperChange", "Growth"],
    run: Run::Reading(|records, arguments| bind(arguments, |arguments: Arguments| child_day(records, &arguments))),
};

const RULE: &str = "Feedings and diapers count to the day they began in; of a sleep counts what lies within the day, \
                    without an end up to now. Growth is the last value by the end of the day.";
const RULE_VERSION: &str = "1";
const SOURCE: &str = "The child's own records: Feeding, Sleep, DiaperChange, Growth.";

/// Longer than a day no sleep lasts: the definition of `Sleep` says so.
const LONGEST: i64 = 86_400_000;

/// Arguments of `childDay`; the declaration says what each means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "documented in schema/operations/baby.graphql")]
pub struct Arguments {
    pub child: String,
    pub date: String,
    pub tz: String,
    #[serde(rename = "asOf")]
    pub as_of: Option<String>,
}

/// `ChildDay`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "documented in schema/operations/baby.graphql")]
pub struct ChildDay {
    pub child: String,
    pub name: String,
    pub age_days: Option<i64>,
    pub date: String,
    pub start: String,
    pub end: String,
    pub feedings: Feedings,
    pub sleep: Sleep,
    pub diapers: Diapers,
    pub growth: Vec<Growth>,
    pub rule: &'static str,
    pub rule_version: &'static str,
    pub source: &'static str,
    pub warnings: Vec<serde_json::Value>,
}

/// `ChildDayFeedings`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "documented in schema/operations/baby.graphql")]
pub struct Feedings {
    pub count: u64,
    pub amount: QuantityResult,
    pub without_amount: u64,
    pub duration: String,
    pub by_kind: Vec<FeedingKind>,
    pub last_at: Option<String>,
}

/// `ChildDayFeedingKind`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "documented in schema/operations/baby.graphql")]
pub struct FeedingKind {
    pub method: String,
    pub content: Option<String>,
    pub count: u64,
    pub amount: QuantityResult,
    pub without_amount: u64,
    pub duration: String,
}

/// `ChildDaySleep`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "documented in schema/operations/baby.graphql")]
pub struct Sleep {
    pub count: u64,
    pub total: String,
    pub longest: String,
    pub night: String,
    pub naps: String,
    pub ongoing: u64,
    pub awakenings: u64,
}

/// `ChildDayDiapers`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "documented in schema/operations/baby.graphql")]
pub struct Diapers {
    pub count: u64,
    pub wet: u64,
    pub solid: u64,
    pub both: u64,
    pub dry: u64,
    pub amount: QuantityResult,
    pub last_at: Option<String>,
}

/// Answers `childDay`.
pub fn child_day(records: &mut Records<'_>, arguments: &Arguments) -> Result<ChildDay> {
    records.look_from(arguments.as_of.as_deref())?;
    let (date, bounds) = calendar::asked_day(&arguments.date, &arguments.tz)?;
    let kind = records.kind("Child")?;
    let (id, values) = records.entry(&kind, "child", &arguments.child, &["name", "birthDate"])?;
    let child = Value::Id(id);
    let mut warnings = Vec::new();
    let (name, born) = match values.as_slice() {
        [Value::Text(name), Value::Date(born)] => (name.clone(), Some(*born)),
        [Value::Text(name), _] => (name.clone(), None),
        _ => (String::new(), None),
    };
    let age = born.map(|born| (date_instant(date) - date_instant(born)) / 86_400_000);
    Ok(ChildDay {
        child: id.to_string(),
        name,
        age_days: age.filter(|days| *days >= 0),
        date: arguments.date.clone(),
        start: format_instant(bounds.from),
        end: format_instant(bounds.to),
        feedings: feedings(records, &child, bounds)?,
        sleep: sleep(records, &child, bounds, &mut warnings)?,
        diapers: diapers(records, &child, bounds)?,
        growth: growth::growth(records, &child, bounds.to)?,
        rule: RULE,
        rule_version: RULE_VERSION,
        source: SOURCE,
        warnings,
    })
}

fn feedings(records: &mut Records<'_>, child: &Value, day: calendar::Interval) -> Result<Feedings> {
    let kind = records.kind("Feeding")?;
    let (of, started) = (kind.field("child")?, kind.field("startedAt")?);
    let (method, content, amount) = (kind.field("method")?, kind.field("content")?, kind.field("amount")?);
    let lasted = Elapsed {
        start: kind.index("startedAt")?,
        end: kind.index("endedAt")?,
        open: Instant::MIN,
        from: Instant::MIN,
        to: Instant::MAX,
    };
    let measures = vec![Measure::count(None), Measure::of(amount.clone()), Measure::of(Subject::Elapsed(lasted))];
    let groups = vec![Group::Value(method), Group::Value(content)];
    let filters =
        vec![is(of.clone(), child.clone()), since(started.clone(), day.from), before(started.clone(), day.to)];
    let mut found = records.ask(&kind, filters, groups, measures)?;
    found
        .sort_by_key(|group| (kind.place("method", text(&group.keys[0])), kind.place("content", text(&group.keys[1]))));
    let unit = kind.unit("amount")?.unwrap_or(Unit::ML);
    let by_kind: Vec<FeedingKind> = found.iter().map(|group| feeding_kind(group, unit)).collect();
    let order = vec![OrderKey { path: Vec::new(), subject: started.clone(), descending: true, nulls_first: false }];
    let earlier = vec![is(of, child.clone()), before(started, day.to)];
    let last = records.list(&kind, earlier, order, &["startedAt"], 1)?;
    let seconds = merged(&found, 2).total();
    Ok(Feedings {
        count: by_kind.iter().map(|kind| kind.count).sum(),
        amount: QuantityResult::of(Tally::of_sum(&merged(&found, 1), unit), unit),
        without_amount: by_kind.iter().map(|kind| kind.without_amount).sum(),
        duration: duration(milliseconds(seconds)),
        by_kind,
        last_at: last.first().and_then(|row| row.values.first()).and_then(written),
    })
}

fn feeding_kind(group: &Grouped, unit: Unit) -> FeedingKind {
    let [records, amount, lasted] = group.measures.as_slice() else { unreachable!("three measures were asked for") };
    FeedingKind {
        method: text(&group.keys[0]).unwrap_or_default().to_owned(),
        content: text(&group.keys[1]).map(str::to_owned),
        count: records.count,
        amount: QuantityResult::of(Tally::of_sum(amount, unit), unit),
        without_amount: records.count - amount.count,
        duration: duration(milliseconds(lasted.total())),
    }
}

fn sleep(
    records: &mut Records<'_>,
    child: &Value,
    day: calendar::Interval,
    warnings: &mut Vec<serde_json::Value>,
) -> Result<Sleep> {
    let kind = records.kind("Sleep")?;
    let now = records.now;
    let (started, ended) = (kind.field("startedAt")?, kind.field("endedAt")?);
    let slept = Subject::Elapsed(Elapsed {
        start: kind.index("startedAt")?,
        end: kind.index("endedAt")?,
        open: now,
        from: day.from,
        to: day.to,
    });
    let open = missing(ended.clone());
    // A timer that runs for longer than a day was forgotten; one cannot have begun before it was now.
    let forgotten = Filter::All(vec![open.clone(), before(started.clone(), now.saturating_sub(LONGEST))]);
    let counted = Filter::Not(Box::new(forgotten.clone()));
    let goes_on = if now > day.from { open.clone() } else { Filter::Any(Vec::new()) };
    let filters = vec![
        is(kind.field("child")?, child.clone()),
        since(started.clone(), day.from.saturating_sub(LONGEST)),
        before(started, day.to),
        Filter::Any(vec![since(ended, day.from.saturating_add(1)), goes_on]),
    ];
    let measures = vec![
        measure_of(slept, counted.clone()),
        measure_of(kind.field("awakenings")?, counted.clone()),
        count_of(Filter::All(vec![open, counted])),
        count_of(forgotten),
    ];
    let found = records.ask(&kind, filters, vec![Group::Value(kind.field("kind")?)], measures)?;
    let of_kind = |name: &str| {
        let groups = found.iter().filter(|group| text(&group.keys[0]) == Some(name));
        groups.map(|group| group.measures[0].total()).sum::<f64>()
    };
    let slept = merged(&found, 0);
    let forgotten: u64 = found.iter().map(|group| group.measures[3].count).sum();
    warn_of_sleep(forgotten, milliseconds(slept.total()) > day.to - day.from, warnings);
    Ok(Sleep {
        count: slept.count,
        total: duration(milliseconds(slept.total())),
        longest: duration(milliseconds(slept.max)),
        night: duration(milliseconds(of_kind("NIGHT"))),
        naps: duration(milliseconds(of_kind("NAP"))),
        ongoing: found.iter().map(|group| group.measures[2].count).sum(),
        awakenings: merged(&found, 1).total().max(0.0) as u64,
    })
}

fn warn_of_sleep(forgotten: u64, overlaps: bool, warnings: &mut Vec<serde_json::Value>) {
    let mut warn = |message: String| {
        warnings.push(json!({"code": WarningCode::AbnormalValue, "path": ["sleep"], "message": message, "params": {}}));
    };
    if forgotten > 0 {
        warn(format!("{forgotten} sleep without an end began more than 24 hours ago and is not counted; give it one"));
    }
    if overlaps {
        warn("the sleeps of this day are longer than the day: some overlap".to_owned());
    }
}

fn diapers(records: &mut Records<'_>, child: &Value, day: calendar::Interval) -> Result<Diapers> {
    let kind = records.kind("DiaperChange")?;
    let changed = kind.field("changedAt")?;
    let filters = vec![
        is(kind.field("child")?, child.clone()),
        since(changed.clone(), day.from),
        before(changed.clone(), day.to),
    ];
    let measures = vec![Measure::count(None), Measure::of(kind.field("amount")?), Measure::of(changed)];
    let groups = vec![Group::Value(kind.field("wet")?), Group::Value(kind.field("solid")?)];
    let found = records.ask(&kind, filters, groups, measures)?;
    let count = |matches: &dyn Fn(bool, bool) -> bool| -> u64 {
        let groups = found.iter().filter(|group| matches(flag(&group.keys[0]), flag(&group.keys[1])));
        groups.map(|group| group.measures[0].count).sum()
    };
    let unit = kind.unit("amount")?.unwrap_or(Unit::G);
    Ok(Diapers {
        count: count(&|_, _| true),
        wet: count(&|wet, _| wet),
        solid: count(&|_, solid| solid),
        both: count(&|wet, solid| wet && solid),
        dry: count(&|wet, solid| !wet && !solid),
        amount: QuantityResult::of(Tally::of_sum(&merged(&found, 1), unit), unit),
        last_at: merged(&found, 2).last.map(|last| format_instant(last.at)),
    })
}

/// One measure of all groups together.
fn merged(groups: &[Grouped], place: usize) -> Summary {
    let mut all = Summary::default();
    groups.iter().for_each(|group| all.merge(&group.measures[place]));
    all
}

fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}

fn written(value: &Value) -> Option<String> {
    match value {
        Value::Instant(at) => Some(format_instant(*at)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
