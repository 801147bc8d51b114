//! `intakeDay`: what somebody ate and drank in one day.

mod foods;
#[cfg(test)]
mod tests;
mod totals;

use daybook_schema::{Value, problem::ErrorCode, time::format_instant, unit::Unit};
use daybook_store::query::{Filter, Group, Measure, Summary};
use serde::{Deserialize, Serialize};

use self::{
    foods::Foods,
    totals::{NUTRIENTS, Portion, Totals, Uncounted},
};
use crate::{
    calendar,
    function::{Function, Run, bind},
    mistakes::FunctionError,
    quantity::{QuantityResult, error},
    records::{Kind, Records, before, count_of, given, id, is, measure_of, missing, since, text},
    tally::Tally,
};

type Result<T> = std::result::Result<T, FunctionError>;

/// The binding of `intakeDay`.
pub const FUNCTION: Function = Function {
    name: "intakeDay",
    arguments: &["date", "tz", "person", "child", "asOf"],
    result: &[
        "date",
        "start",
        "end",
        "records",
        "fluid",
        "drinksWithoutVolume",
        "energy",
        "protein",
        "carbohydrate",
        "sugars",
        "fat",
        "saturatedFat",
        "fibre",
        "sodium",
        "alcohol",
        "water",
        "calcium",
        "iron",
        "uncounted",
        "rule",
        "ruleVersion",
        "source",
    ],
    types: &["Intake", "Food", "Person", "Child"],
    run: Run::Reading(|records, arguments| bind(arguments, |arguments: Arguments| intake_day(records, &arguments))),
};

const RULE: &str = "A record's own energy counts as given. Everything else: the food's figure in 100 g, times the mass as \
                    weighed, else pieces times the food's portion; for a food whose figures are in 100 mL, times the \
                    volume. What lacks one of these is listed and not counted.";
const RULE_VERSION: &str = "1";
const SOURCE: &str = "The records of the day (Intake) and the figures of their foods (Food), whose `source` says where \
                      they come from.";

/// Arguments of `intakeDay`; the declaration says what each means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "documented in schema/operations/food.graphql")]
pub struct Arguments {
    pub date: String,
    pub tz: String,
    pub person: Option<String>,
    pub child: Option<String>,
    #[serde(rename = "asOf")]
    pub as_of: Option<String>,
}

/// `IntakeDay`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "documented in schema/operations/food.graphql")]
pub struct IntakeDay {
    pub date: String,
    pub start: String,
    pub end: String,
    pub records: u64,
    pub fluid: QuantityResult,
    pub drinks_without_volume: u64,
    /// Energy and all nutrients, by the names of their fields.
    #[serde(flatten)]
    pub nutrients: serde_json::Map<String, serde_json::Value>,
    pub uncounted: Vec<Uncounted>,
    pub rule: &'static str,
    pub rule_version: &'static str,
    pub source: &'static str,
}

/// Answers `intakeDay`: three statements at most.
pub fn intake_day(records: &mut Records<'_>, arguments: &Arguments) -> Result<IntakeDay> {
    let (_, day) = calendar::asked_day(&arguments.date, &arguments.tz)?;
    let kind = records.kind("Intake")?;
    let taken = kind.field("takenAt")?;
    let mut filters = whose(records, &kind, arguments)?;
    filters.extend([since(taken.clone(), day.from), before(taken, day.to)]);
    let groups = vec![kind.target("food")?, Group::Value(kind.field("name")?)];
    let mut found = records.ask(&kind, filters, groups, measures(&kind)?)?;
    found.sort_by_key(|group| (text(&group.keys[1]).map(str::to_owned), id(&group.keys[0])));
    let foods = Foods::read(records, found.iter().filter_map(|group| id(&group.keys[0])).collect())?;
    let mut totals = Totals::default();
    let (mut count, mut fluid, mut without_volume) = (0, Tally::default(), 0);
    for group in &found {
        let measured = Measured::of(&kind, &group.measures)?;
        count += measured.all.records;
        fluid = fluid.plus(measured.fluid);
        without_volume += measured.drinks_without_volume;
        let (name, food) = (text(&group.keys[1]).unwrap_or_default(), id(&group.keys[0]));
        totals.add(name, food, food.and_then(|id| foods.get(id)), &measured);
    }
    Ok(IntakeDay {
        date: arguments.date.clone(),
        start: format_instant(day.from),
        end: format_instant(day.to),
        records: count,
        fluid: QuantityResult::of(fluid, Unit::ML),
        drinks_without_volume: without_volume,
        nutrients: totals.answers(&foods),
        uncounted: totals.uncounted,
        rule: RULE,
        rule_version: RULE_VERSION,
        source: SOURCE,
    })
}

/// The condition on whose records count.
fn whose(records: &mut Records<'_>, kind: &Kind, arguments: &Arguments) -> Result<Vec<Filter>> {
    let (person, child) = (kind.field("person")?, kind.field("child")?);
    let (argument, record, field, given) = match (&arguments.person, &arguments.child) {
        (None, None) => return Ok(vec![missing(person), missing(child)]),
        (Some(_), Some(_)) => {
            let message = "give `person` or `child`, not both; each is a question of its own";
            return Err(FunctionError::new(error(ErrorCode::InvalidValue, &["child"], message)));
        }
        (Some(given), None) => ("person", "Person", person, given),
        (None, Some(given)) => ("child", "Child", child, given),
    };
    let owner = records.kind(record)?;
    let (id, _) = records.entry(&owner, argument, given, &[])?;
    Ok(vec![is(field, Value::Id(id))])
}

/// What a group's records say, in grams, millilitres and kilocalories.
struct Measured {
    /// All records.
    all: Portion,
    /// Those without an energy of their own.
    bare: Portion,
    /// Energy of the others.
    own_energy: Tally,
    fluid: Tally,
    drinks_without_volume: u64,
}

/// The questions behind [`Portion`], once of all records and once of those without an energy of their own; then the
/// energies, and the drinks.
fn measures(kind: &Kind) -> Result<Vec<Measure>> {
    let (mass, volume, pieces) = (kind.field("mass")?, kind.field("volume")?, kind.field("pieces")?);
    let energy = kind.field("energy")?;
    let mut measures = Vec::new();
    for only in [Filter::All(Vec::new()), missing(energy.clone())] {
        let among = |parts: Vec<Filter>| Filter::All([vec![only.clone()], parts].concat());
        let weighed = Filter::Any(vec![given(mass.clone()), given(pieces.clone())]);
        measures.extend([
            count_of(among(Vec::new())),
            measure_of(mass.clone(), among(Vec::new())),
            measure_of(pieces.clone(), among(vec![missing(mass.clone())])),
            measure_of(volume.clone(), among(Vec::new())),
            count_of(among(vec![given(volume.clone()), Filter::Not(Box::new(weighed.clone()))])),
            count_of(among(vec![missing(volume.clone()), weighed])),
        ]);
    }
    let drink = is(kind.field("kind")?, Value::Text("DRINK".to_owned()));
    measures.extend([
        Measure::of(energy),
        measure_of(volume.clone(), drink.clone()),
        count_of(Filter::All(vec![drink, missing(volume)])),
    ]);
    Ok(measures)
}

impl Measured {
    fn of(kind: &Kind, found: &[Summary]) -> Result<Self> {
        let sum = |field: &str, summary: &Summary, unit: Unit| -> Result<Tally> {
            let own = kind.unit(field)?.unwrap_or(unit);
            Ok(Tally::of_sum(summary, own).converted(own, unit))
        };
        let portion = |first: usize| -> Result<Portion> {
            let found = &found[first..first + PORTION];
            Ok(Portion {
                records: found[0].count,
                weighed: found[1].count,
                grams: sum("mass", &found[1], Unit::G)?,
                counted: found[2].count,
                pieces: Tally::of_numbers(&found[2]),
                poured: found[3].count,
                millilitres: sum("volume", &found[3], Unit::ML)?,
                only_poured: found[4].count,
                only_weighed: found[5].count,
            })
        };
        Ok(Self {
            all: portion(0)?,
            bare: portion(PORTION)?,
            own_energy: sum("energy", &found[2 * PORTION], Unit::KCAL)?,
            fluid: sum("volume", &found[2 * PORTION + 1], Unit::ML)?,
            drinks_without_volume: found[2 * PORTION + 2].count,
        })
    }
}

/// Measures of one [`Portion`].
const PORTION: usize = 6;

/// The place of energy among the nutrients.
const ENERGY: usize = 0;
