//! `formulaMix`: how much water and powder make a bottle of a given energy density.

pub mod mix;
mod words;

use daybook_schema::{
    problem::{ErrorCode, InputError, WarningCode},
    unit::{Dimension, Unit},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use self::mix::{Mode, Scoop};
use crate::{
    function::{Function, Run, bind},
    quantity::{QuantityArgument, QuantityResult, error, in_bounds, rounded},
};

/// The binding of `formulaMix`.
pub const FUNCTION: Function = Function {
    name: "formulaMix",
    arguments: &["volume", "energyDensity", "mode", "label", "fluidOunce", "waterStep", "allowDilution", "highRisk"],
    result: &[
        "scoops",
        "powder",
        "water",
        "volume",
        "energyDensity",
        "kcalPerFluidOunce",
        "fluidOunce",
        "percentError",
        "message",
        "steps",
        "rule",
        "ruleVersion",
        "source",
        "warnings",
    ],
    types: &[],
    run: Run::Pure(|_, arguments| bind(arguments, |arguments: Arguments| formula_mix(&arguments))),
};

/// The US fluid ounce in millilitres: 231 cubic inches by 128, exactly.
pub const US_FLUID_OUNCE: f64 = 29.573_529_562_5;
/// Plausible energy densities in kcal/fl oz; outside, the unit is probably wrong.
pub const PLAUSIBLE: (f64, f64) = (15.0, 35.0);
/// Below this many kcal/fl oz formula is over-diluted.
pub const STANDARD: f64 = 20.0;
/// Labels round: a density within one percent of a limit is taken as the limit.
const LABEL_ROUNDING: f64 = 0.01;

/// Arguments of `formulaMix`; the declaration says what each means.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(missing_docs, reason = "documented in schema/operations/baby.graphql")]
pub struct Arguments {
    pub volume: QuantityArgument,
    pub energy_density: Option<QuantityArgument>,
    pub mode: Option<Mode>,
    pub label: Option<Label>,
    pub fluid_ounce: Option<QuantityArgument>,
    pub water_step: Option<QuantityArgument>,
    pub allow_dilution: Option<bool>,
    pub high_risk: Option<bool>,
}

/// `FormulaLabel`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(missing_docs, reason = "documented in schema/operations/baby.graphql")]
pub struct Label {
    pub scoops: Option<f64>,
    pub water: QuantityArgument,
    pub volume: QuantityArgument,
    pub energy_density: Option<QuantityArgument>,
    pub scoop_mass: Option<QuantityArgument>,
}

/// `FormulaMix`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "documented in schema/operations/baby.graphql")]
pub struct FormulaMix {
    pub scoops: f64,
    pub powder: Option<QuantityResult>,
    pub water: QuantityResult,
    pub volume: QuantityResult,
    pub energy_density: QuantityResult,
    pub kcal_per_fluid_ounce: f64,
    pub fluid_ounce: QuantityResult,
    pub percent_error: f64,
    pub message: String,
    pub steps: Vec<String>,
    pub rule: &'static str,
    pub rule_version: &'static str,
    pub source: &'static str,
    pub warnings: Vec<serde_json::Value>,
}

/// The arguments, checked, in kilocalories and millilitres.
#[derive(Clone, Copy, Debug)]
struct Order {
    volume: f64,
    /// kcal/mL.
    density: f64,
    density_unit: Unit,
    mode: Mode,
    scoop: Scoop,
    /// kcal/mL.
    label_density: f64,
    scoop_mass: Option<f64>,
    ounce: f64,
    water_step: Option<f64>,
    high_risk: bool,
}

/// Answers `formulaMix`, or every mistake in the arguments.
pub fn formula_mix(arguments: &Arguments) -> Result<FormulaMix, Vec<InputError>> {
    let order = order(arguments)?;
    let exact = order.scoop.mix(order.density, order.volume, order.mode);
    let mix = order.water_step.map_or(exact, |step| order.scoop.with_rounded_water(exact, step));
    let weakest = mix.density.min(order.density);
    let over_diluted = weakest < floor(&order) * (1.0 - LABEL_ROUNDING);
    if over_diluted && !arguments.allow_dilution.unwrap_or_default() {
        return Err(vec![refusal(&order, mix.density)]);
    }
    Ok(answer(&order, &mix, over_diluted))
}

fn answer(order: &Order, mix: &mix::Mix, over_diluted: bool) -> FormulaMix {
    let per_ounce = mix.density * order.ounce;
    let powder = order.scoop_mass.map(|mass| mass * mix.scoops);
    FormulaMix {
        scoops: rounded(mix.scoops, 3),
        powder: powder.map(|grams| QuantityResult::new(grams, Unit::G, 1)),
        water: QuantityResult::new(mix.water, Unit::ML, 2),
        volume: QuantityResult::new(mix.volume, Unit::ML, 2),
        energy_density: energy_density(order, mix.density),
        kcal_per_fluid_ounce: rounded(per_ounce, 3),
        fluid_ounce: QuantityResult::new(order.ounce, Unit::ML, 4),
        percent_error: rounded(100.0 * (mix.density / order.density - 1.0), 2),
        message: words::message(mix, per_ounce),
        steps: words::steps(mix, powder, order.high_risk),
        rule: words::RULE,
        rule_version: words::RULE_VERSION,
        source: words::SOURCE,
        warnings: warnings(order, mix.density, over_diluted),
    }
}

/// The density below which a mix is over-diluted, in kcal/mL: the standard one, or the label's where that is thinner.
fn floor(order: &Order) -> f64 {
    (STANDARD / order.ounce).min(order.label_density)
}

fn energy_density(order: &Order, density: f64) -> QuantityResult {
    let value = Unit::KCAL_PER_ML.convert_f64(density, order.density_unit).unwrap_or(density);
    QuantityResult::new(value, order.density_unit, 4)
}

fn refusal(order: &Order, density: f64) -> InputError {
    let (asked, mixed) = (order.density * order.ounce, density * order.ounce);
    let least = floor(order) * order.ounce;
    let (path, cause) = if asked < least * (1.0 - LABEL_ROUNDING) {
        ("energyDensity", format!("{} kcal/fl oz is over-diluted", rounded(asked, 1)))
    } else {
        ("waterStep", format!("water rounded so far makes {} kcal/fl oz, which is over-diluted", rounded(mixed, 1)))
    };
    let advice =
        format!("use at least {} kcal/fl oz, or `allowDilution: true` on a clinician's order", rounded(least, 1));
    error(ErrorCode::OutOfRange, &[path], format!("{cause}; {advice}")).with("min", rounded(least, 3))
}

fn warnings(order: &Order, density: f64, over_diluted: bool) -> Vec<serde_json::Value> {
    let mixed = rounded(density * order.ounce, 1);
    let label = rounded(order.label_density * order.ounce, 1);
    let mut warnings = Vec::new();
    if density > order.label_density * (1.0 + LABEL_ROUNDING) {
        let message = format!("{mixed} kcal/fl oz is above the label's {label}: this needs a clinician's order");
        let params = json!({"density": mixed, "label": label});
        warnings.push(warning(WarningCode::FormulaAboveLabel, &message, &params));
    }
    if over_diluted {
        let message = format!("{mixed} kcal/fl oz is over-diluted: this needs a clinician's order");
        warnings.push(warning(WarningCode::AbnormalValue, &message, &json!({"density": mixed, "label": label})));
    }
    warnings
}

fn warning(code: WarningCode, message: &str, params: &serde_json::Value) -> serde_json::Value {
    json!({"code": code, "path": ["energyDensity"], "message": message, "params": params})
}

/// Collects mistakes, so that all are answered at once.
#[derive(Default)]
struct Check {
    errors: Vec<InputError>,
}

impl Check {
    fn take(&mut self, value: Result<f64, InputError>) -> f64 {
        value.unwrap_or_else(|error| {
            self.errors.push(error);
            f64::NAN
        })
    }

    /// A wrong ounce is reported once and does not make the densities wrong, too.
    fn ounce(&mut self, given: Option<&QuantityArgument>) -> f64 {
        let Some(given) = given else { return US_FLUID_OUNCE };
        let ounce = self.take(given.within(Unit::ML, (28.0, 31.0), &["fluidOunce"]));
        if ounce.is_nan() { US_FLUID_OUNCE } else { ounce }
    }
}

fn order(arguments: &Arguments) -> Result<Order, Vec<InputError>> {
    let mut check = Check::default();
    let ounce = check.ounce(arguments.fluid_ounce.as_ref());
    let asked = arguments.energy_density.clone().unwrap_or_else(standard_density);
    let volume = check.take(arguments.volume.within(Unit::ML, (5.0, 2000.0), &["volume"]));
    let density = check.take(density(&asked, ounce, &["energyDensity"]));
    let water_step = arguments.water_step.as_ref();
    let water_step = water_step.map(|step| check.take(step.within(Unit::ML, (0.1, 60.0), &["waterStep"])));
    let (scoop, label_density) = scoop(arguments.label.as_ref(), ounce, &mut check);
    let mass = arguments.label.as_ref().and_then(|label| label.scoop_mass.as_ref());
    let scoop_mass = mass.map(|mass| check.take(mass.within(Unit::G, (1.0, 50.0), &["label", "scoopMass"])));
    if check.errors.is_empty() && scoop.water_for(density) <= 0.0 {
        let message =
            "this powder cannot reach that density: there would be no room for water; check the label's figures";
        check.errors.push(error(ErrorCode::OutOfRange, &["energyDensity"], message));
    }
    if !check.errors.is_empty() {
        return Err(check.errors);
    }
    Ok(Order {
        volume,
        density,
        density_unit: Unit::from_name(&asked.unit).unwrap_or(Unit::KCAL_PER_FL_OZ),
        mode: arguments.mode.unwrap_or_default(),
        scoop,
        label_density,
        scoop_mass,
        ounce,
        water_step,
        high_risk: arguments.high_risk.unwrap_or_default(),
    })
}

fn standard_density() -> QuantityArgument {
    QuantityArgument::new(STANDARD, Unit::KCAL_PER_FL_OZ)
}

/// An energy density in kcal/mL; `KCAL_PER_FL_OZ` means the ounce that is used.
fn density(quantity: &QuantityArgument, ounce: f64, path: &[&str]) -> Result<f64, InputError> {
    let per_ml = match quantity.unit(Dimension::EnergyDensity, path)? {
        Unit::KCAL_PER_FL_OZ => quantity.value / ounce,
        unit => unit.convert_f64(quantity.value, Unit::KCAL_PER_ML).unwrap_or(f64::NAN),
    };
    let per_ounce = rounded(per_ml * ounce, 9);
    in_bounds(per_ounce, PLAUSIBLE, "kcal/fl oz", path)?;
    Ok(per_ml)
}

fn scoop(label: Option<&Label>, ounce: f64, check: &mut Check) -> (Scoop, f64) {
    let Some(label) = label else {
        let density = STANDARD / ounce;
        return (Scoop::from_label(1.0, 60.0, 67.0, density), density);
    };
    let scoops = check.take(in_bounds(label.scoops.unwrap_or(1.0), (0.25, 20.0), "", &["label", "scoops"]));
    let water = check.take(label.water.within(Unit::ML, (10.0, 2000.0), &["label", "water"]));
    let volume = check.take(label.volume.within(Unit::ML, (10.0, 2500.0), &["label", "volume"]));
    let given = label.energy_density.clone().unwrap_or_else(standard_density);
    let density = check.take(density(&given, ounce, &["label", "energyDensity"]));
    if volume <= water {
        let message = "the label's volume must be larger than its water, since the powder takes up room";
        check.errors.push(error(ErrorCode::OutOfRange, &["label", "volume"], message));
    }
    (Scoop::from_label(scoops, water, volume, density), density)
}

#[cfg(test)]
mod tests;
