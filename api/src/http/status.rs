//! The HTTP status of each code of an error.

use axum::http::StatusCode;
use daybook_graphql::error::Code;

/// The status of an answer when the whole request failed so.
pub fn of(code: Code) -> StatusCode {
    match code {
        Code::ParseFailed | Code::ValidationFailed | Code::BadInput | Code::TooComplex => StatusCode::BAD_REQUEST,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Timeout | Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
        Code::SinceCompacted => StatusCode::GONE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
