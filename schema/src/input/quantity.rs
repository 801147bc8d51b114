//! Quantities: a number with a unit, converted once from the text as written.

use serde_json::{Map, Value as Json};

use super::{
    fault::{Fault, echo, echo_json, hint},
    number,
    scalar::ReadOptions,
    structured::from_cell,
};
use crate::{
    model::{Field, UnitRule},
    problem::ErrorCode,
    unit::Unit,
    value::{Entered, Quantity},
};

/// Reads `{value, unit}`. Where texts are read also `4 fl oz`, and bare numbers where a unit was declared for them.
pub(super) fn read(
    field: &Field,
    declared: Option<Unit>,
    json: &Json,
    read_options: ReadOptions<'_>,
) -> Result<Quantity, Vec<Fault>> {
    let json = from_cell(json, read_options);
    let rule = field.unit.as_ref();
    let (number, unit) = match json.as_ref() {
        Json::Object(parts) => from_object(parts, declared, field, read_options)?,
        Json::String(written) if read_options.lenient && number::has_other_sign(written, read_options) => {
            return Err(number::no_number(written.trim(), read_options).into());
        }
        Json::String(written) if read_options.lenient && number::read(written.trim(), read_options).is_none() => {
            from_text(written, read_options)?
        }
        Json::String(_) if !read_options.lenient => {
            return Err(Fault::invalid(format!("must be {{value, unit}}, not the text {}", echo_json(&json))).into());
        }
        other => {
            let number = number::text(other, read_options)?;
            let unit = declared.ok_or_else(|| unit_required(&number, field, read_options))?;
            (number.into_owned(), unit)
        }
    };
    convert(number, unit, rule).map_err(Vec::from)
}

/// Stores a number as written in a unit.
fn convert(number: String, unit: Unit, rule: Option<&UnitRule>) -> Result<Quantity, Fault> {
    let canonical = rule.map_or(unit, |rule| rule.canonical);
    if unit.dimension() != canonical.dimension() {
        let message = format!(
            "{} is a unit of {}, but a unit of {} is needed, such as {}",
            unit.name(),
            unit.dimension().name(),
            canonical.dimension().name(),
            canonical.name(),
        );
        let fault = Fault::new(ErrorCode::WrongDimension, message);
        return Err(fault.with("unit", unit.name()).with("expected", canonical.name()));
    }
    let value = unit
        .convert_text(&number, canonical)
        .ok_or_else(|| Fault::invalid(format!("{} is beyond the range of numbers", echo(&unit.write(&number)))))?;
    let entered = (rule.is_none() || unit != canonical).then_some(Entered { number, unit });
    Ok(Quantity { value, entered })
}

fn from_object(
    parts: &Map<String, Json>,
    declared: Option<Unit>,
    field: &Field,
    read_options: ReadOptions<'_>,
) -> Result<(String, Unit), Vec<Fault>> {
    let rule = field.unit.as_ref();
    let mut faults = Vec::new();
    for name in parts.keys().filter(|name| !["value", "unit", "entered"].contains(&name.as_str())) {
        faults.push(Fault::invalid(format!("has no part {}{}", echo(name), hint(name, ["value", "unit"].into_iter()))));
    }
    let number = match parts.get("value") {
        None | Some(Json::Null) => Err(Fault::invalid("needs a number in `value`").within("value")),
        Some(value) => number::text(value, read_options).map_err(|fault| fault.within("value")),
    };
    let unit = match (parts.get("unit"), declared) {
        (None | Some(Json::Null), Some(declared)) => Ok(declared),
        (None | Some(Json::Null), None) => Err(unit_required(number.as_deref().unwrap_or("12"), field, read_options)),
        (Some(Json::String(name)), _) if read_options.lenient => {
            Unit::parse(name).ok_or_else(|| unknown_unit(name, rule))
        }
        (Some(Json::String(name)), _) => Unit::from_name(name).ok_or_else(|| unknown_unit(name, rule)),
        (Some(other), _) => Err(unknown_unit(&other.to_string(), rule)),
    };
    match (number, unit) {
        (Ok(number), Ok(unit)) if faults.is_empty() => Ok((number.into_owned(), unit)),
        (number, unit) => {
            faults.extend(number.err());
            faults.extend(unit.err());
            Err(faults)
        }
    }
}

/// `4 fl oz`, `20.5°C`: the longest number at the start, then a unit.
fn from_text(written: &str, read_options: ReadOptions<'_>) -> Result<(String, Unit), Fault> {
    let written = written.trim();
    let ends = written.char_indices().map(|(end, _)| end).take_while(|end| *end <= 100).skip(1);
    let longest = ends.filter_map(|end| Some((end, number::read(&written[..end], read_options)?))).last();
    let Some((end, number)) = longest else {
        let example = if read_options.decimal_comma { "12,5 cm" } else { "12.5 cm" };
        let message = format!("{} is no amount: write a number and a unit, such as {example}", echo(written));
        return Err(Fault::invalid(message));
    };
    let unit = &written[end..];
    let unit = Unit::parse(unit).ok_or_else(|| unknown_unit(unit.trim(), None))?;
    Ok((number.into_owned(), unit))
}

fn unit_required(number: &str, field: &Field, read_options: ReadOptions<'_>) -> Fault {
    let unit = field.unit.as_ref().map_or("CM", |rule| rule.canonical.name());
    let (name, number) = (&field.name, echo(number));
    let declare = if read_options.lenient {
        format!(", or declare it for bare numbers with unit.{name}={unit}")
    } else {
        String::new()
    };
    let message =
        format!("`{name}` needs a unit: write {{value: {}, unit: {unit}}}{declare}", number.trim_matches('`'));
    Fault::new(ErrorCode::UnitRequired, message).with("unit", unit)
}

fn unknown_unit(name: &str, rule: Option<&UnitRule>) -> Fault {
    let known = Unit::ALL.iter().filter(|unit| rule.is_none_or(|rule| rule.canonical.dimension() == unit.dimension()));
    Fault::invalid(format!("there is no unit {}{}", echo(name), hint(name, known.map(|unit| unit.name()))))
}
