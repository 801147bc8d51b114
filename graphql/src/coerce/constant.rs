//! JSON as constants of the GraphQL library.
//!
//! The library's own conversion reads numbers as machine numbers, so that those beyond 64 bits would not survive it.

use async_graphql_value::{ConstValue, Name};
use serde_json::Value as Json;

/// The constant that says the same, numbers digit by digit.
pub fn of_json(json: Json) -> ConstValue {
    match json {
        Json::Null => ConstValue::Null,
        Json::Bool(value) => ConstValue::Boolean(value),
        Json::Number(number) => ConstValue::Number(number),
        Json::String(text) => ConstValue::String(text),
        Json::Array(items) => ConstValue::List(items.into_iter().map(of_json).collect()),
        Json::Object(fields) => {
            ConstValue::Object(fields.into_iter().map(|(name, value)| (Name::new(name), of_json(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were_written() {
        for written in ["123456789012345678901234567890", "3.14159265358979323846", "[1.10,{\"a b\":-0.0}]"] {
            let constant = of_json(serde_json::from_str(written).unwrap());
            assert_eq!(constant.into_json().unwrap().to_string(), written);
        }
    }
}
