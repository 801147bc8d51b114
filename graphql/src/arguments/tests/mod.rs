mod cursors;
mod filters;
mod orders;
mod times;
mod windows;

use daybook_schema::{
    FieldIndex, Model, Relation, TypeIndex, Value,
    definition::{self, Source},
    model::Direction,
    value::Instant,
};
use daybook_store::query::{Filter, OrderKey, Quantifier, Subject, Test, Trash};
use serde_json::Value as Json;

use crate::error::{Code, RequestError};

/// Friday, 2026-05-15T10:30:00Z.
const NOW: Instant = 1_778_841_000_000;

const GARDEN: &str = r#"
type Bed @entry(plural: "beds", title: "{name}") @key(fields: ["name"]) {
  name: String!
  depth: Quantity @unit(canonical: CM)
  sunny: Boolean! @default(value: "false")
  place: GeoPoint
  price: Money
  home: Address
  contact: Email
}
type Address { street: String floor: Int inner: Part }
type Part { code: String }
type Plant @entry(plural: "plants", at: "plantedOn", title: "{name}") {
  name: String!
  plantedOn: Date
  height: Quantity @unit(canonical: CM)
  water: Int
  tags: [String!]
  grown: Duration
  quality: Quality
  label: String @was(name: "tag")
  bed: Bed @link(inverse: "plants")
  companions: [Plant!] @link(inverse: "companionOf", props: "Companionship")
}
type Companionship @props { since: Date strength: Int }
enum Quality { GOOD FAIR POOR }
type Probe @entry(plural: "probes", title: "{name}") { name: String! }
type SoilReading @series(plural: "soilReadings", of: "probe", at: "at") {
  probe: Probe! @link(inverse: "soilReadings")
  at: DateTime!
  moisture: Quantity @unit(canonical: PERCENT)
}
"#;

fn garden() -> Model {
    let source = Source { file: "garden.graphql".to_owned(), text: GARDEN.to_owned(), built_in: false };
    definition::load(&[source]).unwrap()
}

fn named(model: &Model, name: &str) -> TypeIndex {
    model.find(name).unwrap()
}

/// JSON as lenient as GraphQL: names need no quotes.
fn json(text: &str) -> Json {
    let quoted = quote_names(text);
    serde_json::from_str(&quoted).unwrap_or_else(|error| panic!("{quoted}: {error}"))
}

fn quote_names(text: &str) -> String {
    let mut quoted = String::new();
    let (mut word, mut in_text) = (String::new(), false);
    for character in text.chars().chain(['\n']) {
        if !in_text && (character.is_ascii_alphabetic() || (character == '_' && !word.is_empty())) {
            word.push(character);
            continue;
        }
        if matches!(word.as_str(), "true" | "false" | "null") || word.is_empty() {
            quoted += &word;
        } else {
            quoted.push('"');
            quoted += &word;
            quoted.push('"');
        }
        word.clear();
        in_text ^= character == '"';
        quoted.push(character);
    }
    quoted
}

/// A filter in short words, so that a test reads like what it expects.
fn shown(model: &Model, record: TypeIndex, filter: &Filter) -> String {
    let fields = &model.record(record).fields;
    let each =
        |filters: &[Filter]| filters.iter().map(|inner| shown(model, record, inner)).collect::<Vec<_>>().join(", ");
    match filter {
        Filter::All(all) => format!("all({})", each(all)),
        Filter::Any(any) => format!("any({})", each(any)),
        Filter::Not(inner) => format!("not({})", shown(model, record, inner)),
        Filter::Trash(trash) => match trash {
            Trash::Exclude => "living".to_owned(),
            Trash::Include => "trash or not".to_owned(),
            Trash::Only => "trashed".to_owned(),
        },
        Filter::Test(subject, test) => {
            let path = |path: &[FieldIndex]| {
                let mut fields = fields;
                let mut names = Vec::new();
                for index in path {
                    let field = &fields[index.0];
                    names.push(field.name.clone());
                    if let daybook_schema::model::FieldKind::Object(object) = field.kind {
                        fields = &model.objects[object.0].fields;
                    }
                }
                names.join(".")
            };
            let subject = match subject {
                Subject::Field(fields) => path(fields),
                Subject::Amount(fields) => format!("{}.amount", path(fields)),
                Subject::Currency(fields) => format!("{}.currency", path(fields)),
                other => format!("#{other:?}"),
            };
            format!("{subject} {}", test_shown(test))
        }
        Filter::Related { relation, quantifier, filter, edge } => {
            let target = model.relation_target(*relation);
            let quantifier = match quantifier {
                Quantifier::Count(test) => format!("count {}", test_shown(test)),
                other => format!("{other:?}").to_lowercase(),
            };
            let arrow = if relation.direction == Direction::Out { "→" } else { "←" };
            let edge = edge.as_ref().map(|edge| format!(" edge {}", edge_shown(model, *relation, edge)));
            let link = model.link_kind(relation.owner, relation.field);
            format!("{quantifier} {arrow}{link}({}){}", shown(model, target, filter), edge.unwrap_or_default())
        }
    }
}

fn edge_shown(model: &Model, relation: Relation, filter: &Filter) -> String {
    let fields = &model.objects[model.link(relation).props.unwrap().0].fields;
    match filter {
        Filter::All(all) => {
            let all: Vec<_> = all.iter().map(|inner| edge_shown(model, relation, inner)).collect();
            format!("all({})", all.join(", "))
        }
        Filter::Test(Subject::Field(path), test) => format!("{} {}", fields[path[0].0].name, test_shown(test)),
        other => format!("{other:?}"),
    }
}

fn test_shown(test: &Test) -> String {
    let many = |values: &[Value]| values.iter().map(value_shown).collect::<Vec<_>>().join("|");
    match test {
        Test::Eq(value) => format!("= {}", value_shown(value)),
        Test::Ne(value) => format!("≠ {}", value_shown(value)),
        Test::Lt(value) => format!("< {}", value_shown(value)),
        Test::Lte(value) => format!("≤ {}", value_shown(value)),
        Test::Gt(value) => format!("> {}", value_shown(value)),
        Test::Gte(value) => format!("≥ {}", value_shown(value)),
        Test::Between(low, high) => format!("{}..{}", value_shown(low), value_shown(high)),
        Test::In(values) => format!("in {}", many(values)),
        Test::NotIn(values) => format!("not in {}", many(values)),
        Test::HasAny(values) => format!("has any {}", many(values)),
        Test::HasAll(values) => format!("has all {}", many(values)),
        Test::Has(value) => format!("has {}", value_shown(value)),
        other => format!("{other:?}"),
    }
}

fn value_shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Quantity(quantity) => quantity.value.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Instant(instant) => daybook_schema::time::format_instant(*instant),
        Value::Duration(span) => span.as_str().to_owned(),
        Value::Id(id) => id.to_string(),
        other => format!("{other:?}"),
    }
}

fn order_shown(model: &Model, record: TypeIndex, key: &OrderKey) -> String {
    let mut record = record;
    let mut path = String::new();
    for relation in &key.path {
        path += &model.relation_field(*relation).name;
        path.push('.');
        record = model.relation_target(*relation);
    }
    let subject = match &key.subject {
        Subject::Field(fields) => model.record(record).field(fields[0]).name.clone(),
        other => format!("#{other:?}"),
    };
    let direction = if key.descending { "down" } else { "up" };
    let nulls = if key.nulls_first { " nulls first" } else { "" };
    format!("{path}{subject} {direction}{nulls}")
}

/// A request error as the client sees it, of the one kind that arguments have.
fn refused<T: std::fmt::Debug>(result: Result<T, RequestError>) -> String {
    let error = result.unwrap_err();
    assert_eq!(error.code, Code::BadInput);
    error.message
}
