//! `/command`: the older message format, `{"command": …, "data": …}`.

mod data;
mod feeding;
mod journal;
mod store;
mod temperature;
#[cfg(test)]
mod tests;

use axum::{
    Json,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use daybook_schema::suggest;
use daybook_store::write::Idempotency;
use serde_json::Value;

use self::data::Data;
use crate::http::{HttpState, LogContext, body, idempotency, json::kind, problem::Problem};

/// The commands that there are.
const COMMANDS: [&str; 3] = ["feeding_calc", "temperature", "journal"];

/// Answers an older message. Its content type is not looked at: older devices send what they please.
pub async fn command(State(state): State<HttpState>, request: Request) -> Result<Response, Problem> {
    let key = idempotency::key(request.headers())?;
    let body = body::read(request, state.options.limits.body).await?;
    let key = key.map(|key| Idempotency { key, field: "command".to_owned(), hash: idempotency::hash(&[&body]) });
    let message: Value = serde_json::from_slice(&body)
        .map_err(|error| Problem::bad_request(format!("the message is no JSON: {error}; send {EXAMPLE}")))?;
    let Value::Object(mut parts) = message else {
        return Err(Problem::bad_request(format!("the message is {}; send {EXAMPLE}", kind(&message))));
    };
    let name = match parts.remove("command") {
        Some(Value::String(name)) => name,
        Some(other) => {
            return Err(Problem::bad_request(format!(
                "`command` is {}; it must be a string, as in {EXAMPLE}",
                kind(&other)
            )));
        }
        None => return Err(Problem::bad_request(format!("`command` is missing; send {EXAMPLE}"))),
    };
    let data = Data::new(parts.remove("data"))?;
    let answer = match name.as_str() {
        "feeding_calc" => feeding::answer(&data)?,
        "temperature" => temperature::answer(&state, &data, key).await?,
        "journal" => journal::answer(&state, &data, key).await?,
        _ => return Err(unknown(&name)),
    };
    let mut response = Json(answer).into_response();
    response.extensions_mut().insert(LogContext { operation: Some(name), code: None });
    Ok(response)
}

/// What a message looks like.
const EXAMPLE: &str = r#"{"command": "feeding_calc", "data": {"calories": 20, "volume": 67}}"#;

fn unknown(name: &str) -> Problem {
    let detail = format!(
        "there is no command `{name}`{}; there are {}",
        suggest::hint(name, COMMANDS),
        COMMANDS.map(|command| format!("`{command}`")).join(", ")
    );
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "UNKNOWN_COMMAND", "Unknown command", detail)
}
