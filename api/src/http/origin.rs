//! Who may talk to the server while there is no sign-in: programs of this machine, and pages that it served itself.
//!
//! The host check stops pages of other sites that point their name at this machine (DNS rebinding); the origin check
//! stops forms and scripts of other sites that address it directly (cross-site request forgery).

use axum::{
    extract::Request,
    http::{HeaderMap, Method, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::problem::Problem;

/// The names of this machine, for itself.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Refuses requests that a page of another site caused.
pub async fn guard(request: Request, next: Next) -> Response {
    match check(&request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn check(request: &Request) -> Result<(), Problem> {
    let host = host(request);
    if !host.is_some_and(is_loopback) {
        let detail = format!(
            "while there is no sign-in, only requests to localhost, 127.0.0.1 or [::1] are answered, not to `{}`",
            host.unwrap_or_default()
        );
        return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "FORBIDDEN", "Not for this host", detail));
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !reads && is_foreign(request.headers()) {
        let detail = "a page of another site may not write here; use the pages of this server or a program";
        return Err(Problem::new(StatusCode::FORBIDDEN, "FORBIDDEN", "Request of another site", detail));
    }
    Ok(())
}

/// The host that was asked for, with its port.
fn host(request: &Request) -> Option<&str> {
    let authority = request.uri().authority().map(Authority::as_str);
    authority.or_else(|| request.headers().get(header::HOST)?.to_str().ok())
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    LOOPBACK.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether a browser says that a page of another site sends this.
pub(super) fn is_foreign(headers: &HeaderMap) -> bool {
    let cross_site = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    let foreign_origin = headers.get(header::ORIGIN).is_some_and(|origin| !is_own_origin(origin.to_str().ok()));
    cross_site || foreign_origin
}

fn is_own_origin(origin: Option<&str>) -> bool {
    let uri = origin.and_then(|origin| origin.parse::<Uri>().ok());
    uri.and_then(|uri| uri.authority().map(|authority| is_loopback(authority.as_str()))).unwrap_or(false)
}
