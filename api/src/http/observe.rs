//! The outermost layer: request ids, one log line per request, and what becomes of panics.

use std::{borrow::Cow, panic::AssertUnwindSafe, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use tracing::Instrument;

use super::{HttpState, problem::Problem};

/// The header that correlates answers with the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id that is taken over from a client.
const LONGEST_ID: usize = 128;

/// The id of a request: the client's own when it is a plain word, else a new one.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Longest path that is logged.
const LONGEST_PATH: usize = 200;

/// What a handler knows of a request, for the log; it lies beside the answer.
#[derive(Clone, Debug, Default)]
pub struct LogContext {
    /// What was asked for, such as `mutation Feed`.
    pub operation: Option<String>,
    /// The code of the first error, or of the first mistake that is answered as data.
    pub code: Option<Cow<'static, str>>,
}

/// Gives the request its id, catches panics, writes problems down and logs one line.
pub async fn observe(State(state): State<HttpState>, mut request: Request, next: Next) -> Response {
    let id = client_id(request.headers()).unwrap_or_else(|| (state.options.make_id)().to_string());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let path: String = request.uri().path().chars().take(LONGEST_PATH).collect();
    request.extensions_mut().insert(RequestId(id.clone()));

    #[expect(clippy::disallowed_methods, reason = "a duration for the log; no answer depends on it")]
    let started = Instant::now();
    let span = tracing::info_span!("request", request_id = %id);
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().instrument(span).await;
    let mut response = answer.unwrap_or_else(|_| Problem::internal().into_response());
    let mut log_context = response.extensions_mut().remove::<LogContext>().unwrap_or_default();
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        log_context.code = Some(Cow::Borrowed(problem.code));
        response = with_headers_of(&response, problem.render(&id));
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    log(&RequestInfo { id, method, route, path }, &log_context, response.status(), started);
    response
}

/// The rendered problem, with the headers that layers and handlers had given to its forerunner.
fn with_headers_of(forerunner: &Response, mut rendered: Response) -> Response {
    for (name, value) in forerunner.headers() {
        if !rendered.headers().contains_key(name) && name != header::CONTENT_LENGTH {
            rendered.headers_mut().append(name, value.clone());
        }
    }
    rendered
}

fn client_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    (!id.is_empty() && id.len() <= LONGEST_ID && id.bytes().all(plain)).then(|| id.to_owned())
}

/// What a request asked for.
struct RequestInfo {
    id: String,
    method: Method,
    route: String,
    path: String,
}

fn log(
    RequestInfo { id, method, route, path }: &RequestInfo,
    log_context: &LogContext,
    status: StatusCode,
    started: Instant,
) {
    let milliseconds = (started.elapsed().as_secs_f64() * 1e5).round() / 100.0;
    let (operation, code) = (log_context.operation.as_deref(), log_context.code.as_deref());
    let failed = status.is_server_error();
    let status = status.as_u16();
    if matches!(route.as_str(), "/healthz" | "/readyz") {
        tracing::debug!(request_id = id, %method, route, path, status, code, milliseconds, "answered");
    } else if failed {
        tracing::error!(request_id = id, %method, route, path, operation, status, code, milliseconds, "answered");
    } else {
        tracing::info!(request_id = id, %method, route, path, operation, status, code, milliseconds, "answered");
    }
}
