//! `patientTrends`: last value, change and trend of each LOINC code of a patient.

pub mod line;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use daybook_schema::{
    Value,
    exact::significant,
    problem::{ErrorCode, InputError},
    time::{Buckets, Span, format_instant},
    value::Instant,
};
use daybook_store::query::{Filter, Group, GroupKey, Grouped, Measure, Reading, Subject, Summary, Test};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar,
    function::{Function, Run, bind},
    mistakes::{FunctionError, Mistakes},
    quantity::error,
    records::{Kind, Records, before, is, measure_of, since, text},
    tally::Tally,
};

type Result<T> = std::result::Result<T, FunctionError>;

/// The binding of `patientTrends`.
pub const FUNCTION: Function = Function {
    name: "patientTrends",
    arguments: &["patient", "codes", "until", "window", "tz", "asOf"],
    result: &["patient", "name", "from", "until", "trends", "rule", "ruleVersion", "source"],
    types: &["Patient", "Observation"],
    run: Run::Reading(|records, arguments| bind(arguments, |arguments: Arguments| patient_trends(records, &arguments))),
};

const RULE: &str = "The last value, and the last one before it. The slope is that of the line of least squares through \
                    the means of days (of weeks in windows of more than a year), each day counting once.";
const RULE_VERSION: &str = "1";
const SOURCE: &str = "The patient's observations, but for those that are registered, cancelled or entered in error.";

/// Fields of `Observation` that hold a number, in the order of the answer.
const FIELDS: [&str; 11] = [
    "weight",
    "height",
    "headCircumference",
    "bodyMassIndex",
    "temperature",
    "heartRate",
    "respiratoryRate",
    "oxygenSaturation",
    "systolic",
    "diastolic",
    VALUE,
];

/// The field of any other number, whose unit is written beside it.
const VALUE: &str = "value";

/// States in which an observation says nothing.
const SILENT: [&str; 3] = ["REGISTERED", "CANCELLED", "ENTERED_IN_ERROR"];

const DAY: i64 = 86_400_000;

/// Days of a window at least and at most, and up to how many each day makes a point.
const WINDOW: (i64, i64) = (2, 3_653);
const BY_DAY: i64 = 366;

/// Codes and units of one answer at most: each is a condition of its own.
const MAX_CODES: usize = 200;

/// Arguments of `patientTrends`; the declaration says what each means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "documented in schema/operations/clinic.graphql")]
pub struct Arguments {
    pub patient: String,
    pub codes: Option<Vec<String>>,
    pub until: Option<String>,
    pub window: Option<String>,
    pub tz: String,
    #[serde(rename = "asOf")]
    pub as_of: Option<String>,
}

/// `PatientTrends`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "documented in schema/operations/clinic.graphql")]
pub struct PatientTrends {
    pub patient: String,
    pub name: String,
    pub from: String,
    pub until: String,
    pub trends: Vec<Trend>,
    pub rule: &'static str,
    pub rule_version: &'static str,
    pub source: &'static str,
}

/// `PatientTrend`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "documented in schema/operations/clinic.graphql")]
pub struct Trend {
    pub code: String,
    pub name: String,
    pub field: &'static str,
    pub unit: Option<String>,
    pub latest: f64,
    pub at: String,
    pub observation: String,
    pub interpretation: Option<String>,
    pub previous: Option<f64>,
    pub previous_at: Option<String>,
    pub change: Option<f64>,
    pub count: u64,
    pub mean: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub slope_per_day: Option<f64>,
    pub points: usize,
}

/// What is asked, checked.
struct Question {
    until: Instant,
    /// Edges of days or weeks.
    edges: Arc<Vec<Instant>>,
    /// Days from one edge to the next.
    step: f64,
    codes: Option<Vec<String>>,
}

/// Which trend: code, position of the field, unit as written beside a value.
type Key = (String, usize, Option<String>);

/// Answers `patientTrends`: five statements.
pub fn patient_trends(records: &mut Records<'_>, arguments: &Arguments) -> Result<PatientTrends> {
    records.look_from(arguments.as_of.as_deref())?;
    let question = checked(arguments, records.now)?;
    let patients = records.kind("Patient")?;
    let (id, values) = records.entry(&patients, "patient", &arguments.patient, &["name"])?;
    let kind = records.kind("Observation")?;
    let filters = filters(&kind, id, &question)?;
    let by_code = || Ok::<_, FunctionError>(vec![Group::Value(kind.field("code")?), Group::Value(kind.field("unit")?)]);
    let measures = FIELDS.iter().map(|field| Ok(Measure::of(kind.field(field)?))).collect::<Result<Vec<_>>>()?;
    let latest = by_key(&records.ask(&kind, filters.clone(), by_code()?, measures.clone())?);
    if latest.len() > MAX_CODES {
        let message = format!("the patient has more than {MAX_CODES} kinds of values; name those wanted in `codes`");
        return Err(FunctionError::new(error(ErrorCode::LimitReached, &["codes"], message)));
    }
    let earlier = records.ask(&kind, filters.clone(), by_code()?, earlier(&kind, &latest)?)?;
    let earlier = by_key(&earlier);
    let effective = kind.field("effectiveAt")?;
    let mut within = filters;
    within.extend(question.edges.first().map(|from| since(effective.clone(), *from)));
    let mut groups = by_code()?;
    groups.push(Group::Time(effective, Arc::clone(&question.edges)));
    let window = records.ask(&kind, within, groups, measures)?;
    let words = Words::read(records, &kind, &latest)?;
    let mut trends = Vec::new();
    for (key, summary) in &latest {
        let Some(last) = summary.last else { continue };
        let previous = earlier.get(key).and_then(|summary| summary.last);
        let unit = match FIELDS[key.1] {
            VALUE => key.2.clone(),
            field => kind.unit(field)?.map(|unit| unit.ucum().to_owned()),
        };
        trends.push(trend(key, unit, last, previous, &points(&window, key, question.step), &words));
    }
    let name = match values.first() {
        Some(Value::Text(name)) => name.clone(),
        _ => String::new(),
    };
    Ok(PatientTrends {
        patient: id.to_string(),
        name,
        from: question.edges.first().map(|from| format_instant(*from)).unwrap_or_default(),
        until: format_instant(question.until),
        trends,
        rule: RULE,
        rule_version: RULE_VERSION,
        source: SOURCE,
    })
}

fn filters(kind: &Kind, patient: Uuid, question: &Question) -> Result<Vec<Filter>> {
    let silent = SILENT.map(|status| Value::Text(status.to_owned())).to_vec();
    let mut filters = vec![
        is(kind.field("patient")?, Value::Id(patient)),
        Filter::Test(kind.field("status")?, Test::NotIn(silent)),
        Filter::Test(kind.field("effectiveAt")?, Test::Lte(Value::Instant(question.until))),
    ];
    if let Some(codes) = &question.codes {
        let codes = codes.iter().map(|code| Value::Text(code.clone())).collect();
        filters.push(Filter::Test(kind.field("code")?, Test::In(codes)));
    }
    Ok(filters)
}

/// What groups by code and unit say of each field, vital signs of all units together: they have one of their own.
fn by_key(groups: &[Grouped]) -> BTreeMap<Key, Summary> {
    let mut found: BTreeMap<Key, Summary> = BTreeMap::new();
    for group in groups {
        for (place, summary) in group.measures.iter().enumerate().filter(|(_, summary)| summary.count > 0) {
            found.entry(key(group, place)).or_default().merge(summary);
        }
    }
    found
}

fn key(group: &Grouped, place: usize) -> Key {
    let unit = if FIELDS[place] == VALUE { text(&group.keys[1]).map(str::to_owned) } else { None };
    (text(&group.keys[0]).unwrap_or_default().to_owned(), place, unit)
}

/// Each field of the observations before the last one of its code.
fn earlier(kind: &Kind, latest: &BTreeMap<Key, Summary>) -> Result<Vec<Measure>> {
    let (code, unit, effective) = (kind.field("code")?, kind.field("unit")?, kind.field("effectiveAt")?);
    let before_last = |((name, place, written), summary): (&Key, &Summary)| {
        let last = summary.last?;
        let mut parts = vec![is(code.clone(), Value::Text(name.clone())), before(effective.clone(), last.at)];
        if FIELDS[*place] == VALUE {
            parts.push(match written {
                Some(written) => is(unit.clone(), Value::Text(written.clone())),
                None => crate::records::missing(unit.clone()),
            });
        }
        Some(Filter::All(parts))
    };
    let measure = |(place, field): (usize, &&str)| {
        let filters = latest.iter().filter(|((_, known, _), _)| *known == place).filter_map(before_last).collect();
        Ok(measure_of(kind.field(field)?, Filter::Any(filters)))
    };
    FIELDS.iter().enumerate().map(measure).collect()
}

/// The days or weeks of a trend that have values: place in days, and what they say.
fn points(window: &[Grouped], wanted: &Key, step: f64) -> Vec<(f64, Summary)> {
    let mut points: BTreeMap<usize, Summary> = BTreeMap::new();
    for group in window.iter().filter(|group| key(group, wanted.1) == *wanted) {
        if let (GroupKey::Position(position), summary) = (&group.keys[2], &group.measures[wanted.1])
            && summary.count > 0
        {
            points.entry(*position).or_default().merge(summary);
        }
    }
    points.into_iter().map(|(position, summary)| (position as f64 * step, summary)).collect()
}

fn trend(
    (code, place, _): &Key,
    unit: Option<String>,
    last: Reading,
    previous: Option<Reading>,
    points: &[(f64, Summary)],
    words: &Words,
) -> Trend {
    let mut all = Summary::default();
    points.iter().for_each(|(_, summary)| all.merge(summary));
    let means: Vec<_> = points.iter().map(|(place, summary)| (*place, summary.mean)).collect();
    let some = |value: f64| (all.count > 0).then_some(value);
    let mean = Tally::of_numbers(&all).over(Tally::plain(all.count as f64));
    let change = |previous: Reading| Tally::plain(last.value).minus(Tally::plain(previous.value)).told();
    let (name, interpretation) = words.of(last.id);
    Trend {
        code: code.clone(),
        name,
        field: FIELDS[*place],
        unit,
        latest: last.value,
        at: format_instant(last.at),
        observation: last.id.to_string(),
        interpretation,
        previous: previous.map(|previous| previous.value),
        previous_at: previous.map(|previous| format_instant(previous.at)),
        change: previous.map(change),
        count: all.count,
        mean: some(mean.told()),
        min: some(all.min),
        max: some(all.max),
        slope_per_day: line::slope(&means).map(significant),
        points: points.len(),
    }
}

/// What the last observations are called, and where their values lie.
struct Words(BTreeMap<Uuid, (Option<String>, Option<String>)>);

impl Words {
    fn read(records: &mut Records<'_>, kind: &Kind, latest: &BTreeMap<Key, Summary>) -> Result<Self> {
        let mut ids: Vec<_> = latest.values().filter_map(|summary| summary.last).map(|last| last.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let wanted = Test::In(ids.iter().map(|id| Value::Id(*id)).collect());
        let filters = vec![Filter::Test(Subject::Id, wanted)];
        let rows = records.list(kind, filters, Vec::new(), &["name", "interpretation"], ids.len().max(1))?;
        let text = |value: Option<&Value>| match value {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        Ok(Self(rows.iter().map(|row| (row.id, (text(row.values.first()), text(row.values.get(1))))).collect()))
    }

    fn of(&self, id: Uuid) -> (String, Option<String>) {
        let (name, interpretation) = self.0.get(&id).cloned().unwrap_or_default();
        (name.unwrap_or_default(), interpretation)
    }
}

/// The arguments but for the patient, or all that is wrong with them.
fn checked(arguments: &Arguments, now: Instant) -> Result<Question> {
    let mut mistakes = Mistakes::default();
    let zone = mistakes.take(calendar::zone("tz", &arguments.tz));
    let until = mistakes.take(arguments.until.as_ref().map_or(Ok(now), |text| calendar::instant("until", text)));
    let days = mistakes.take(days(arguments.window.as_deref().unwrap_or("P90D")));
    for (position, code) in arguments.codes.iter().flatten().enumerate() {
        mistakes.take(loinc(position, code));
    }
    let edges = match (zone, until, days) {
        (Some(zone), Some(until), Some(days)) => mistakes.take(edges(until, days, zone)).map(|found| (until, found)),
        _ => None,
    };
    let Some((until, (edges, step))) = edges else { return Err(mistakes.error()) };
    mistakes.settle()?;
    Ok(Question { until, edges: Arc::new(edges), step, codes: arguments.codes.clone() })
}

fn days(window: &str) -> std::result::Result<i64, InputError> {
    let (least, most) = WINDOW;
    let wrong = |message: String| error(ErrorCode::OutOfRange, &["window"], message);
    let span: Span = window.parse().map_err(|wrong_text: daybook_schema::time::TimeError| wrong(wrong_text.0))?;
    let days = span.milliseconds() / DAY;
    if (least..=most).contains(&days) {
        return Ok(days);
    }
    Err(wrong(format!("a window of {span} is {days} days long; give P{least}D to P10Y, such as P90D")))
}

fn loinc(position: usize, code: &str) -> std::result::Result<(), InputError> {
    let digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if code.split_once('-').is_some_and(|(number, check)| digits(number, 7) && digits(check, 1)) {
        return Ok(());
    }
    let code: String = code.chars().take(40).collect();
    let message = format!("`{code}` is no LOINC code: digits, a dash and the check digit, such as 8867-4");
    Err(error(ErrorCode::InvalidValue, &["codes", &position.to_string()], message))
}

/// Edges of days, of weeks in a long window, and how many days are between two.
fn edges(until: Instant, days: i64, zone: TimeZone) -> std::result::Result<(Vec<Instant>, f64), InputError> {
    let wrong =
        |error: daybook_schema::time::TimeError| crate::quantity::error(ErrorCode::OutOfRange, &["until"], error.0);
    let (every, step) = if days > BY_DAY { ("P7D", 7.0) } else { ("P1D", 1.0) };
    let every: Span = every.parse().expect("it is a duration");
    let buckets = Buckets::new(&every, zone).map_err(wrong)?;
    let edges = buckets.edges(until.saturating_sub(days * DAY), until.saturating_add(1)).map_err(wrong)?;
    Ok((edges, step))
}
