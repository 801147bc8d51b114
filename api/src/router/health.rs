//! Whether the process lives, and whether it can do its work.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::http::{HttpState, problem::Problem};

/// How long the store may take to answer before the server counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process runs.
pub async fn alive() -> Response {
    Json(json!({ "status": "ok" })).into_response()
}

/// The store answers and the server is not about to stop.
pub async fn ready(State(state): State<HttpState>) -> Result<Response, Problem> {
    if state.options.draining.has_started() {
        return Err(unready("the server is about to stop"));
    }
    let store = state.app.served().store.clone();
    match tokio::time::timeout(PATIENCE, store.read(|snapshot| snapshot.latest())).await {
        Ok(Ok(_)) => Ok(Json(json!({ "status": "ready" })).into_response()),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Err(unready("the store does not answer in time")),
    }
}

fn unready(detail: &str) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", "Not ready", detail)
}
