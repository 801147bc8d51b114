//! Quantities in arguments and results of functions.

use daybook_schema::{
    problem::{ErrorCode, InputError},
    unit::{Dimension, Unit},
};
use serde::{Deserialize, Serialize};

use crate::tally::Tally;

/// A quantity as an argument gives it: `{value, unit}`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct QuantityArgument {
    /// The number.
    pub value: f64,
    /// API name of the unit.
    pub unit: String,
}

/// A quantity as a result answers it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuantityResult {
    /// The number.
    pub value: f64,
    /// API name of the unit.
    pub unit: &'static str,
    /// Number and symbol, such as `60 mL`.
    pub entered: String,
}

impl QuantityArgument {
    /// A quantity in a known unit.
    pub fn new(value: f64, unit: Unit) -> Self {
        Self { value, unit: unit.name().to_owned() }
    }

    /// Its unit, which must measure `dimension`.
    pub fn unit(&self, dimension: Dimension, path: &[&str]) -> Result<Unit, InputError> {
        let unit = Unit::from_name(&self.unit).ok_or_else(|| {
            error(ErrorCode::InvalidValue, path, format!("`{}` is no unit; use one such as `ML`", self.unit))
        })?;
        if unit.dimension() == dimension {
            return Ok(unit);
        }
        let (given, wanted) = (unit.dimension().name(), dimension.name());
        let message = format!("`{}` measures {given}, but this is {wanted}; give a unit of {wanted}", self.unit);
        Err(error(ErrorCode::WrongDimension, path, message).with("given", given).with("expected", wanted))
    }

    /// Its value in another unit, which decides the dimension; within `bounds`, both included.
    pub fn within(&self, unit: Unit, bounds: (f64, f64), path: &[&str]) -> Result<f64, InputError> {
        let given = self.unit(unit.dimension(), path)?;
        let value = given.convert_f64(self.value, unit).unwrap_or(f64::NAN);
        in_bounds(value, bounds, unit.symbol(), path)
    }
}

impl QuantityResult {
    /// A quantity as it is: only what a conversion left without an end has 12 significant digits.
    pub fn told(value: f64, unit: Unit) -> Self {
        Self::of(Tally::of(value, unit), unit)
    }

    /// A quantity that was computed.
    pub fn of(tally: Tally, unit: Unit) -> Self {
        Self::as_is(tally.told(), unit)
    }

    /// A quantity rounded to a number of decimal places, as one reads it on a scoop or a bottle.
    pub fn new(value: f64, unit: Unit, places: i32) -> Self {
        Self::as_is(rounded(value, places), unit)
    }

    /// A quantity of which the number is as it is answered.
    pub fn as_is(value: f64, unit: Unit) -> Self {
        Self { value, unit: unit.name(), entered: unit.write(&value.to_string()) }
    }
}

/// The number, if it lies within the bounds, both included.
pub fn in_bounds(number: f64, bounds: (f64, f64), symbol: &str, path: &[&str]) -> Result<f64, InputError> {
    let (min, max) = bounds;
    if (min..=max).contains(&number) {
        return Ok(number);
    }
    let message = format!("{} is out of range; give {min} to {max} {symbol}", rounded(number, 3));
    let message = message.trim_end().to_owned();
    Err(error(ErrorCode::OutOfRange, path, message).with("min", min).with("max", max))
}

/// A number rounded to a number of decimal places; never negative zero.
pub fn rounded(number: f64, places: i32) -> f64 {
    let factor = 10_f64.powi(places);
    (number * factor).round() / factor + 0.0
}

/// A mistake at a path.
pub fn error(code: ErrorCode, path: &[&str], message: impl Into<String>) -> InputError {
    InputError::new(code, path.iter().map(|&part| part.to_owned()).collect(), message)
}
