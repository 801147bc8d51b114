//! A household to look around in: four months of feedings, nights, meals, notes and readings, up to now.
//!
//! All of it follows from a number, a moment and a time zone: the same three give the same household. Nothing is stored
//! here; what stores it gives each entry its id, and puts ids in the place of [keys](Item::key).

mod baby;
mod clinic;
mod days;
mod kitchen;
mod notes;
mod random;
mod rooms;
mod views;

#[cfg(test)]
mod tests;

use daybook_schema::{ErrorCode, InputError, Model, value::Instant};
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};

use self::{days::Days, random::Random};

/// The record types that it has entries or samples of.
pub const RECORDS: &[&str] = &[
    "Person",
    "Child",
    "Feeding",
    "FormulaProduct",
    "PreparedBottle",
    "DiaperChange",
    "Sleep",
    "Growth",
    "Sensor",
    "Reading",
    "Food",
    "Intake",
    "Patient",
    "Observation",
    "Tag",
    "Note",
    "SavedView",
];

/// Why there is no demo, unless there can be one.
pub fn unavailable(model: &Model) -> Option<InputError> {
    let missing = RECORDS.iter().find(|name| {
        let found = model.find(name).map(|record| model.record(record));
        found.is_none_or(|record| !record.built_in)
    })?;
    let message = format!(
        "the demo needs the record types that come with Daybook, and `{missing}` is not one of them here; start without \
         `--no-built-in`"
    );
    Some(InputError::new(ErrorCode::NotFound, Vec::new(), message))
}

/// How far back it goes, in days.
pub const DAYS: i32 = 122;

/// What a household follows from.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The seed of its random numbers.
    pub seed: u64,
    /// Nothing takes place later.
    pub now: Instant,
    /// By whose clocks people live.
    pub zone: TimeZone,
}

/// The household.
#[derive(Clone, Debug, Default)]
pub struct Household {
    /// Its entries, each behind those that it links to.
    pub items: Vec<Item>,
    /// What its sensors said.
    pub lines: Vec<Line>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its type.
    pub record: &'static str,
    /// Names it within the household.
    pub key: String,
    /// Its fields, as GraphQL takes them; `{"link": key}` and `{"link": [{"id": key}]}` name other items.
    pub fields: Map<String, Json>,
}

/// What one sensor said, in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The item that it measures with.
    pub sensor: &'static str,
    /// Its readings.
    pub readings: Vec<Measurement>,
}

/// One reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measurement {
    /// When.
    pub at: Instant,
    /// In °C.
    pub temperature: f64,
    /// In percent.
    pub humidity: f64,
    /// In ppm, where the sensor measures it.
    pub co2: Option<f64>,
}

/// Makes a household.
pub fn household(settings: &Settings) -> Household {
    let days = Days::new(settings, DAYS);
    let mut household = Household::default();
    // Each part has random numbers of its own, so that a change of one leaves the others as they are.
    let random = |part: u64| Random::new(settings.seed.wrapping_add(part));
    notes::people(&mut household, &days);
    baby::children(&mut household, &days);
    kitchen::foods(&mut household);
    rooms::sensors(&mut household, &days);
    let fixed = household.items.len();
    baby::life(&mut household, &days, &mut random(1));
    kitchen::meals(&mut household, &days, &mut random(2));
    clinic::patients(&mut household, &days, &mut random(3));
    notes::notes(&mut household, &days, &mut random(4));
    let mut lived = household.items.split_off(fixed);
    lived.sort_by_key(Item::place);
    household.items.append(&mut lived);
    views::views(&mut household);
    rooms::readings(&mut household, &days, &mut random(5));
    household
}

impl Household {
    fn add(&mut self, record: &'static str, key: impl Into<String>, fields: Json) {
        let Json::Object(fields) = fields else { unreachable!("items are written as objects") };
        self.items.push(Item { record, key: key.into(), fields });
    }
}

impl Item {
    /// What links to an item of the same moment comes behind it: patients before their observations, bottles before what
    /// was drunk from them.
    fn place(&self) -> (String, u8) {
        let times = ["startedAt", "changedAt", "measuredAt", "takenAt", "effectiveAt", "writtenAt", "preparedAt"];
        let at = times.iter().find_map(|name| self.fields.get(*name)).and_then(Json::as_str);
        (at.unwrap_or_default().to_owned(), u8::from(self.record != "PreparedBottle"))
    }
}

/// A quantity.
fn quantity(value: f64, unit: &str) -> Json {
    json!({ "value": value, "unit": unit })
}

/// A link to one item.
fn link(key: &str) -> Json {
    json!({ "link": key })
}

/// Links to several items.
fn links<'k>(keys: impl IntoIterator<Item = &'k str>) -> Json {
    let links: Vec<Json> = keys.into_iter().map(|key| json!({ "id": key })).collect();
    json!({ "link": links })
}
