//! Headers that every answer carries.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

const SAME_ORIGIN: &str = "same-origin";

/// For all answers; a page brings its own content security policy and its own caching.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, SAME_ORIGIN),
    (HeaderName::from_static("cross-origin-opener-policy"), SAME_ORIGIN),
    (HeaderName::from_static("cross-origin-resource-policy"), SAME_ORIGIN),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    (header::CACHE_CONTROL, "no-store"),
];

/// Adds the headers that the answer does not have yet.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
