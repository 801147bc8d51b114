//! `feeding_calc`: powder and water for a bottle.

use daybook_domains::{
    baby::formula::{self, Arguments, PLAUSIBLE},
    quantity::QuantityArgument,
};
use daybook_schema::{ErrorCode, InputError, unit::Unit};
use serde_json::{Value as Json, json};

use super::data::{Data, both, mistake, problem};
use crate::http::problem::Problem;

/// Answers the scoops, the water, and both in words. `calories` are in kcal/fl oz, `volume` in mL.
pub fn answer(data: &Data) -> Result<Json, Problem> {
    let calories = data.number("calories").and_then(plausible);
    let (calories, volume) = both(calories, data.number("volume")).map_err(problem)?;
    let arguments = Arguments {
        volume: QuantityArgument::new(volume, Unit::ML),
        energy_density: Some(QuantityArgument::new(calories, Unit::KCAL_PER_FL_OZ)),
        mode: None,
        label: None,
        fluid_ounce: None,
        water_step: None,
        // The older format promises an answer from 15 kcal/fl oz on; the warnings say what is wrong with a thin mix.
        allow_dilution: Some(true),
        high_risk: None,
    };
    let mix = formula::formula_mix(&arguments).map_err(problem)?;
    Ok(json!({
        "scoops": mix.scoops,
        "water": mix.water,
        "message": mix.message,
        "warnings": mix.warnings,
    }))
}

fn plausible(calories: f64) -> Result<f64, InputError> {
    let (least, most) = PLAUSIBLE;
    if (least..=most).contains(&calories) {
        return Ok(calories);
    }
    let message = format!("`calories` is {calories}; it must be from {least} to {most} kcal/fl oz");
    Err(mistake(ErrorCode::OutOfRange, "calories", message))
}
