//! Titles from templates: the one line by which people know an entry.

use daybook_schema::{
    FieldIndex, Model, TypeIndex, Value,
    model::{Field, FieldKind, Kind, TitlePart},
    unit::Unit,
};

/// How many to-one links a title follows; a chain of targets that goes on is cut there.
pub const TITLE_DEPTH: usize = 4;

/// Characters that join parts of a template and make no sense beside a missing one.
const JOINTS: &[char] = &[' ', ',', ';', ':', '·', '-', '–', '—', '/'];

/// The fields that a type's title needs, in the order of the template.
pub fn fields(model: &Model, record: TypeIndex) -> impl Iterator<Item = FieldIndex> + '_ {
    template(model, record).iter().filter_map(|part| match part {
        TitlePart::Field(field) => Some(*field),
        TitlePart::Text(_) => None,
    })
}

/// The title of a record. `value` gives the values of fields, `target` the titles of the targets of to-one links; absent
/// ones leave no gap. A title without any text is the name of the type.
pub fn compose<'v>(
    model: &Model,
    record: TypeIndex,
    value: impl Fn(FieldIndex) -> Option<&'v Value>,
    mut target: impl FnMut(FieldIndex) -> Option<String>,
) -> String {
    let declared = model.record(record);
    let mut title = String::new();
    let mut gap = true;
    for part in template(model, record) {
        match part {
            TitlePart::Text(text) if gap && title.is_empty() => title.push_str(text.trim_start_matches(JOINTS)),
            TitlePart::Text(text) if title.ends_with(' ') => title.push_str(text.trim_start()),
            TitlePart::Text(text) => title.push_str(text),
            TitlePart::Field(index) => {
                let field = declared.field(*index);
                let printed = match field.kind {
                    FieldKind::Link(_) => target(*index),
                    _ => value(*index).map(|value| print(model, field, value)),
                };
                let printed = printed.unwrap_or_default();
                gap = printed.is_empty();
                title.push_str(&printed);
            }
        }
    }
    if gap {
        title.truncate(title.trim_end_matches(JOINTS).len());
    }
    if title.trim().is_empty() { declared.name.clone() } else { title }
}

/// A value as people write it; empty when it is missing. Times are in UTC.
pub fn print(model: &Model, field: &Field, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(name) if matches!(field.kind, FieldKind::Enum(_)) => name.to_lowercase().replace('_', " "),
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => print_number(*number),
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        Value::Id(id) => id.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Instant(instant) => jiff::Timestamp::from_millisecond(*instant)
            .map(|moment| moment.strftime("%Y-%m-%d %H:%M").to_string())
            .unwrap_or_default(),
        Value::Duration(span) => format!("{:#}", span.to_jiff()),
        Value::Time(time) if time.second() == 0 => time.strftime("%H:%M").to_string(),
        Value::Time(time) => time.to_string(),
        Value::Quantity(quantity) => match (&quantity.entered, field.unit.as_ref()) {
            (Some(entered), _) => with_unit(&entered.number, entered.unit),
            (None, Some(rule)) => with_unit(&print_number(quantity.value), rule.canonical),
            (None, None) => print_number(quantity.value),
        },
        Value::Money(money) => format!("{} {}", print_number(money.amount), money.currency),
        Value::Point(point) => format!("{}, {}", print_number(point.lat), print_number(point.lon)),
        Value::Json(json) => json.to_string(),
        Value::Object(values) => match field.kind {
            FieldKind::Object(object) => {
                joined(model.objects[object.0].fields.iter().zip(values).map(|(part, value)| print(model, part, value)))
            }
            _ => String::new(),
        },
        Value::List(items) => joined(items.iter().map(|item| print(model, field, item))),
    }
}

fn template(model: &Model, record: TypeIndex) -> &[TitlePart] {
    match &model.record(record).kind {
        Kind::Entry { title } => title,
        Kind::Series { .. } => &[],
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn with_unit(number: &str, unit: Unit) -> String {
    format!("{number} {}", unit.symbol()).trim_end().to_owned()
}

/// Six decimals at most: what conversion between units adds behind them says nothing to a reader.
fn print_number(number: f64) -> String {
    if number != 0.0 && number.abs() < 1e-3 {
        return number.to_string();
    }
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
