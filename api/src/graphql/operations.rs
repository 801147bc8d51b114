//! Domain operations: declared in SDL, bound by name to functions of the domains crate.

use daybook_domains::OperationContext;
use daybook_schema::value::Instant;
use serde_json::{Map, Value as Json};

use crate::error::{Code, RequestError};

/// Runs an operation. Its mistakes are errors of its root field, all of them in one message.
pub fn run(name: &str, arguments: &Map<String, Json>, now: Instant) -> Result<Json, RequestError> {
    let Some(operation) = daybook_domains::operation(name) else {
        tracing::error!(name, "an operation without a function; the start should have refused it");
        return Err(RequestError::new(Code::Internal, format!("`{name}` has no function")));
    };
    let context = OperationContext { now, viewer: None };
    (operation.run)(&context, Json::Object(arguments.clone()))
        .map_err(|error| RequestError::bad_input(error.to_string()))
}
