//! `journal`: something that was eaten or drunk.

use daybook_schema::{
    ErrorCode, InputError, Path, Value,
    input::{self, IngestOptions},
    unit::{Dimension, Unit},
};
use daybook_store::write::{Action, Idempotency};
use serde_json::{Value as Json, json};

use super::{
    data::{Data, mistake, problem},
    store,
};
use crate::http::{HttpState, problem::Problem};

/// The entry that is written.
const INTAKE: &str = "Intake";

/// The link to the catalogue of foods, where the food is in it.
const FOOD: &str = "food";

/// An amount as people write it.
#[derive(Debug, PartialEq)]
struct Amount {
    number: f64,
    unit: Unit,
    /// The field that keeps it.
    field: &'static str,
}

/// Stores an intake and answers it.
pub async fn answer(state: &HttpState, data: &Data, key: Option<Idempotency>) -> Result<Json, Problem> {
    let kind = data.text("entry_type").and_then(|text| intake_kind(&text));
    let is_drink = kind.as_ref().is_ok_and(|kind| *kind == "DRINK");
    let amount = data.text("amount").and_then(|text| amount(&text, is_drink));
    let name = data.text("name");
    let (kind, amount, name) = match (kind, amount, name) {
        (Ok(kind), Ok(amount), Ok(name)) => (kind, amount, name),
        (kind, amount, name) => {
            let errors = [kind.err(), amount.err(), name.err()];
            return Err(problem(errors.into_iter().flatten().collect()));
        }
    };

    let writing = state.app.writing().await;
    let served = state.app.served();
    let model = served.store.model();
    let record = store::find_type(model, INTAKE)?;
    let now = (state.app.clock)();
    let mut document = json!({ "kind": kind, "name": name });
    document[amount.field] = json!({ "value": amount.number, "unit": amount.unit.name() });
    let link = model.record(record).field(store::find_field(model, record, FOOD)?).link();
    if let Some(target) = link.map(|link| link.target) {
        let key = vec![Value::Text(name.clone())];
        let food = served.store.read(move |snapshot| snapshot.find_key(target, 0, &key)).await?;
        if let Some(id) = food {
            document[FOOD] = id.to_string().into();
        }
    }
    let context = store::context(model, now, IngestOptions::default());
    let (input, problems) = input::entry(&context, record, &document, Path::new());
    let result = store::write(state, (&served, writing), Action::Create { input }, problems, now, key).await?;

    let id = result.entries.first().map(|(_, id)| id.to_string());
    let amount = if amount.unit == Unit::COUNT {
        format!("{} {name}", amount.number)
    } else {
        format!("{} {} of {name}", amount.number, amount.unit.symbol())
    };
    let verb = if kind == "DRINK" { "drunk" } else { "eaten" };
    let warnings: Vec<Json> = result
        .problems
        .warnings
        .iter()
        .map(|warning| json!({ "code": warning.code.as_str(), "path": warning.path, "message": warning.message }))
        .collect();
    Ok(json!({ "entry": id, "message": format!("Wrote down as {verb}: {amount}."), "warnings": warnings }))
}

fn intake_kind(text: &str) -> Result<&'static str, InputError> {
    match text.to_lowercase().as_str() {
        "food" => Ok("FOOD"),
        "drink" => Ok("DRINK"),
        _ => {
            let message = "`entry_type` must be `food` or `drink`".to_owned();
            Err(mistake(ErrorCode::InvalidValue, "entry_type", message))
        }
    }
}

/// Reads `3`, `4 fl oz`, `120 ml` or `0.5 cup`. A bare number counts pieces; ounces of a drink are fluid ounces.
fn amount(text: &str, is_drink: bool) -> Result<Amount, InputError> {
    let unreadable = || {
        let message = format!(
            "`amount` is `{}`; write a number of pieces such as `3`, or a number with a unit of mass or volume such as \
             `4 fl oz`",
            text.chars().take(60).collect::<String>()
        );
        mistake(ErrorCode::InvalidValue, "amount", message)
    };
    let end = text.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: f64 = number.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(unreadable)?;
    let unit = match unit.trim() {
        "" | "piece" | "pieces" => Unit::COUNT,
        "oz" | "OZ" if is_drink => Unit::FL_OZ,
        unit => Unit::parse(unit).ok_or_else(unreadable)?,
    };
    let field = match unit.dimension() {
        Dimension::Volume => "volume",
        Dimension::Mass => "mass",
        Dimension::Count => "pieces",
        _ => return Err(unreadable()),
    };
    Ok(Amount { number, unit, field })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, is_drink: bool, number: f64, unit: Unit, field: &'static str) {
        assert_eq!(amount(text, is_drink).unwrap(), Amount { number, unit, field }, "{text}");
    }

    #[test]
    fn reads_amounts_as_people_write_them() {
        check("3", false, 3.0, Unit::COUNT, "pieces");
        check("4 fl oz", true, 4.0, Unit::FL_OZ, "volume");
        check("120ml", true, 120.0, Unit::ML, "volume");
        check("0.5 cup", false, 0.5, Unit::CUP, "volume");
        check("100 g", false, 100.0, Unit::G, "mass");
    }

    #[test]
    fn ounces_of_a_drink_are_fluid_and_of_a_food_mass() {
        check("8 oz", true, 8.0, Unit::FL_OZ, "volume");
        check("8 oz", false, 8.0, Unit::OZ, "mass");
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for text in ["", "some", "-3", "4 km", "1.2.3", "4 thingies"] {
            assert_eq!(amount(text, false).unwrap_err().code, ErrorCode::InvalidValue, "{text}");
        }
    }
}
