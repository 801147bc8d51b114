//! Sums over groups of records, and what could not be summed.

use serde::Serialize;
use serde_json::Map;
use uuid::Uuid;

use super::{
    ENERGY, Measured,
    foods::{Food, Foods},
};
use crate::{quantity::QuantityResult, tally::Tally};

/// Fields of `Food` that are summed, energy first.
pub(super) const NUTRIENTS: [&str; 12] = [
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
];

/// Figures are in 100 g or 100 mL.
const OF_ONE: f64 = 0.01;

/// How much of a food some records come to, by how it was given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Portion {
    pub records: u64,
    /// With a mass.
    pub weighed: u64,
    pub grams: Tally,
    /// With pieces and without a mass.
    pub counted: u64,
    pub pieces: Tally,
    /// With a volume.
    pub poured: u64,
    pub millilitres: Tally,
    /// With a volume, but neither mass nor pieces.
    pub only_poured: u64,
    /// With a mass or pieces, but no volume.
    pub only_weighed: u64,
}

/// `NutrientTotal`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NutrientTotal {
    /// All that was counted; `None` where there are records and none could be.
    pub total: Option<QuantityResult>,
    /// Records in the total.
    pub counted: u64,
    /// Records that are not.
    pub missing: u64,
}

/// `UncountedReason`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    NoFood,
    NoAmount,
    NoPortion,
    NeedsMass,
    NeedsVolume,
    UnknownNutrient,
}

/// `UncountedIntake`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Uncounted {
    pub name: String,
    pub food: Option<String>,
    pub reason: Reason,
    pub records: u64,
    pub nutrients: Vec<&'static str>,
    pub message: String,
}

/// Sums so far.
#[derive(Debug, Default)]
pub(super) struct Totals {
    sums: [Sum; NUTRIENTS.len()],
    /// What could not be counted, in order of the groups.
    pub uncounted: Vec<Uncounted>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    total: Tally,
    counted: u64,
    missing: u64,
}

impl Totals {
    /// Adds the records of one name and food.
    pub fn add(&mut self, name: &str, id: Option<Uuid>, food: Option<&Food>, measured: &Measured) {
        let (all, bare) = (&measured.all, &measured.bare);
        let energy = &mut self.sums[ENERGY];
        energy.total = energy.total.plus(measured.own_energy);
        energy.counted += all.records - bare.records;
        for (place, sum) in self.sums.iter_mut().enumerate() {
            let portion = if place == ENERGY { bare } else { all };
            let counted = food.and_then(|food| Some((food.figures[place]?, portion.amount(food))));
            match counted {
                Some((figure, (amount, records))) => {
                    sum.total = sum.total.plus(figure.times(amount).times(Tally::plain(OF_ONE)));
                    sum.counted += records;
                    sum.missing += portion.records - records;
                }
                None => sum.missing += portion.records,
            }
        }
        let mut say = |reason: Reason, of_all: u64, of_bare: u64, unknown: &dyn Fn(usize) -> bool| {
            let lacks = |place: usize| unknown(place) && (place != ENERGY || of_bare > 0);
            let nutrients: Vec<_> =
                (0..NUTRIENTS.len()).filter(|place| lacks(*place)).map(|place| NUTRIENTS[place]).collect();
            if of_all > 0 && !nutrients.is_empty() {
                let message = reason.message(name, of_all, &nutrients);
                let food = id.map(|id| id.to_string());
                self.uncounted.push(Uncounted {
                    name: name.to_owned(),
                    food,
                    reason,
                    records: of_all,
                    nutrients,
                    message,
                });
            }
        };
        let Some(food) = food else { return say(Reason::NoFood, all.records, bare.records, &|_| true) };
        for ((reason, of_all), (_, of_bare)) in all.obstacles(food).into_iter().zip(bare.obstacles(food)) {
            say(reason, of_all, of_bare, &|_| true);
        }
        let unknown = |place: usize| food.figures[place].is_none();
        say(Reason::UnknownNutrient, all.amount(food).1, bare.amount(food).1, &unknown);
    }

    /// Answers by the names of the nutrients.
    pub fn answers(&self, foods: &Foods) -> Map<String, serde_json::Value> {
        let answers = NUTRIENTS.iter().zip(self.sums.iter().zip(&foods.units)).map(|(name, (sum, unit))| {
            let is_known = sum.counted > 0 || sum.missing == 0;
            let total = is_known.then(|| QuantityResult::of(sum.total, *unit));
            let answer = NutrientTotal { total, counted: sum.counted, missing: sum.missing };
            ((*name).to_owned(), serde_json::json!(answer))
        });
        answers.collect()
    }
}

impl Portion {
    /// Grams or millilitres, whichever the food's figures are in, and how many records they come from.
    fn amount(&self, food: &Food) -> (Tally, u64) {
        match (food.per_volume, food.portion) {
            (true, _) => (self.millilitres, self.poured),
            (false, Some(portion)) => (self.grams.plus(self.pieces.times(portion)), self.weighed + self.counted),
            (false, None) => (self.grams, self.weighed),
        }
    }

    /// How many records cannot be counted, by reason.
    fn obstacles(&self, food: &Food) -> [(Reason, u64); 4] {
        let by_volume = |count: u64| if food.per_volume { count } else { 0 };
        let by_mass = |count: u64| if food.per_volume { 0 } else { count };
        let nothing = self.records - self.poured - self.only_weighed;
        let without_portion = if food.portion.is_none() { self.counted } else { 0 };
        [
            (Reason::NoAmount, nothing),
            (Reason::NoPortion, by_mass(without_portion)),
            (Reason::NeedsMass, by_mass(self.only_poured)),
            (Reason::NeedsVolume, by_volume(self.only_weighed)),
        ]
    }
}

impl Reason {
    fn message(self, name: &str, records: u64, nutrients: &[&str]) -> String {
        let what = match self {
            Self::NoFood if nutrients.contains(&NUTRIENTS[ENERGY]) => "names no food; link one, or give its energy",
            Self::NoFood => "names no food, so that only its own energy counts; link one",
            Self::NoAmount => "has no amount; give its mass, volume or pieces",
            Self::NoPortion => "has pieces only; give the food's `portion`, or the mass",
            Self::NeedsMass => "has a volume only, and the food's figures are in 100 g; give the mass",
            Self::NeedsVolume => "has no volume, and the food's figures are in 100 mL; give the volume",
            Self::UnknownNutrient => {
                return format!("`{name}` ({records}): the food has no figure for {}", nutrients.join(", "));
            }
        };
        format!("`{name}` ({records}) {what}")
    }
}
