//! JSON as constants of the GraphQL library, and back.
//!
//! The library's own conversions read numbers anew: those beyond 64 bits would not survive, and `1e5` became `1e+5`.

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

/// The JSON that says the same, numbers digit by digit; a name is a text.
pub fn to_json(constant: ConstValue) -> Json {
    match constant {
        ConstValue::Null => Json::Null,
        ConstValue::Boolean(value) => Json::Bool(value),
        ConstValue::Number(number) => Json::Number(number),
        ConstValue::String(text) => Json::String(text),
        ConstValue::Enum(name) => Json::String(name.to_string()),
        ConstValue::Binary(bytes) => bytes.as_ref().into(),
        ConstValue::List(items) => items.into_iter().map(to_json).collect(),
        ConstValue::Object(fields) => {
            Json::Object(fields.into_iter().map(|(name, value)| (name.to_string(), to_json(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were_written() {
        for written in [
            "123456789012345678901234567890",
            "3.14159265358979323846",
            "[1.10,{\"a b\":-0.0}]",
            "[1e5,1E5,-0,\"x\",null]",
        ] {
            let constant = of_json(daybook_schema::json::read(written.as_bytes()).unwrap());
            assert_eq!(to_json(constant).to_string(), written);
        }
    }
}
