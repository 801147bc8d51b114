//! The parts of a request: `query`, `variables`, `operationName`, `extensions`.

use daybook_graphql::{error::RequestError, request};
use daybook_schema::json;
use daybook_store::record::Origin;
use serde_json::{Map, Value as Json};

use crate::http::{RequestId, json::kind};

/// A request as it was sent, its parts of the right kinds.
#[derive(Debug, PartialEq)]
pub struct Operation {
    query: String,
    name: Option<String>,
    variables: Map<String, Json>,
}

impl Operation {
    /// Reads the JSON object of a POST, or says everything that is wrong with it.
    pub fn from_json(json: Json) -> Result<Self, Vec<RequestError>> {
        let Json::Object(mut parts) = json else {
            let message = format!("the request is {}; send a JSON object with `query`", kind(&json));
            return Err(vec![RequestError::bad_input(message)]);
        };
        let mut errors = Vec::new();
        let query = text(&mut parts, "query", &mut errors);
        let name = text(&mut parts, "operationName", &mut errors);
        let variables = object(&mut parts, "variables", &mut errors);
        object(&mut parts, "extensions", &mut errors);
        match query {
            Some(query) if errors.is_empty() => Ok(Self { query, name, variables }),
            None if errors.is_empty() => {
                Err(vec![RequestError::bad_input("`query` is missing; it is the document to execute")])
            }
            _ => Err(errors),
        }
    }

    /// Reads the parameters of a GET.
    pub fn from_parameters(parameters: &str) -> Result<Self, Vec<RequestError>> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(parameters)
            .map_err(|error| vec![RequestError::bad_input(format!("the parameters cannot be read: {error}"))])?;
        let mut parts = Map::new();
        let mut errors = Vec::new();
        for (name, value) in pairs {
            let value = match name.as_str() {
                "variables" | "extensions" | "operationName" if value.is_empty() => Json::Null,
                "variables" | "extensions" => json::read(value.as_bytes()).unwrap_or_else(|error| {
                    errors.push(RequestError::bad_input(format!("`{name}` is no JSON: {error}")));
                    Json::Null
                }),
                _ => Json::String(value),
            };
            if parts.insert(name.clone(), value).is_some() {
                errors.push(RequestError::bad_input(format!("`{name}` is given twice")));
            }
        }
        match Self::from_json(Json::Object(parts)) {
            Ok(operation) if errors.is_empty() => Ok(operation),
            Ok(_) => Err(errors),
            Err(more) => Err(errors.into_iter().chain(more).collect()),
        }
    }

    /// The request for the executor, where a subscription can be answered.
    pub fn into_live_request(self, id: &RequestId, origin: Origin) -> request::Request {
        request::Request { streams: true, ..self.into_request(id, origin) }
    }

    /// The request for the executor, where only reads are allowed.
    pub fn into_read_request(self, id: &RequestId) -> request::Request {
        request::Request { read_only: true, ..self.into_request(id, Origin::Api) }
    }

    /// The request for the executor.
    pub fn into_request(self, id: &RequestId, origin: Origin) -> request::Request {
        request::Request {
            query: self.query,
            operation_name: self.name,
            variables: self.variables,
            read_only: false,
            streams: false,
            origin,
            request_id: id.0.clone(),
        }
    }
}

fn text(parts: &mut Map<String, Json>, name: &str, errors: &mut Vec<RequestError>) -> Option<String> {
    match parts.remove(name) {
        None | Some(Json::Null) => None,
        Some(Json::String(text)) => Some(text),
        Some(other) => {
            errors.push(RequestError::bad_input(format!("`{name}` is {}; it must be a string", kind(&other))));
            None
        }
    }
}

fn object(parts: &mut Map<String, Json>, name: &str, errors: &mut Vec<RequestError>) -> Map<String, Json> {
    match parts.remove(name) {
        None | Some(Json::Null) => Map::new(),
        Some(Json::Object(object)) => object,
        Some(other) => {
            errors.push(RequestError::bad_input(format!("`{name}` is {}; it must be an object", kind(&other))));
            Map::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn messages(result: Result<Operation, Vec<RequestError>>) -> Vec<String> {
        result.unwrap_err().into_iter().map(|error| error.message).collect()
    }

    #[test]
    fn names_every_part_of_the_wrong_kind() {
        let found = messages(Operation::from_json(
            json!({ "query": 5, "variables": [], "operationName": {}, "extensions": 1 }),
        ));
        assert_eq!(
            found,
            [
                "`query` is a number; it must be a string",
                "`operationName` is an object; it must be a string",
                "`variables` is a list; it must be an object",
                "`extensions` is a number; it must be an object",
            ]
        );
    }

    #[test]
    fn takes_null_for_a_part_that_is_left_out() {
        let operation =
            Operation::from_json(json!({ "query": "{ a }", "variables": null, "operationName": null })).unwrap();
        assert_eq!(operation, Operation { query: "{ a }".to_owned(), name: None, variables: Map::new() });
    }

    #[test]
    fn reads_parameters_of_a_get() {
        let operation =
            Operation::from_parameters("query=%7B+a+%7D&variables=%7B%22x%22%3A1%7D&operationName=").unwrap();
        let variables = json!({ "x": 1 }).as_object().unwrap().clone();
        assert_eq!(operation, Operation { query: "{ a }".to_owned(), name: None, variables });
    }

    #[test]
    fn refuses_a_parameter_that_is_given_twice_and_variables_that_are_no_json() {
        let found = messages(Operation::from_parameters("query=a&query=b&variables=%7B"));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], "`query` is given twice");
        assert!(found[1].starts_with("`variables` is no JSON"), "{}", found[1]);
    }
}
