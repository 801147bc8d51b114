//! Reading a request's body within bounds.

use std::time::Duration;

use axum::{
    body::Body,
    extract::Request,
    http::{StatusCode, header},
};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};

/// How long a client may take to send a body.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a body was not read.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// It is longer than allowed. Nothing beyond the limit was kept.
    #[error("the body is larger than {limit} bytes; send less at a time")]
    TooLarge {
        /// In bytes.
        limit: usize,
    },
    /// It did not arrive in time.
    #[error("the body did not arrive within {} seconds", PATIENCE.as_secs())]
    TooSlow,
    /// The connection broke.
    #[error("the body broke off before its end")]
    Broken,
    /// It is compressed.
    #[error("the content encoding `{0}` is not known here; send the body without compression")]
    Encoded(String),
}

/// Reads a body of at most `limit` bytes. One that says beforehand that it is longer is not read at all.
pub async fn read(request: Request, limit: usize) -> Result<Bytes, BodyError> {
    refuse_encoding(&request)?;
    if announced_length(&request).is_some_and(|length| length > limit as u64) {
        return Err(BodyError::TooLarge { limit });
    }
    let collected = Limited::<Body>::new(request.into_body(), limit).collect();
    match tokio::time::timeout(PATIENCE, collected).await {
        Err(_) => Err(BodyError::TooSlow),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(BodyError::TooLarge { limit }),
        Ok(Err(_)) => Err(BodyError::Broken),
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
    }
}

fn refuse_encoding(request: &Request) -> Result<(), BodyError> {
    match request.headers().get(header::CONTENT_ENCODING) {
        Some(encoding) if !encoding.as_bytes().eq_ignore_ascii_case(b"identity") => {
            Err(BodyError::Encoded(String::from_utf8_lossy(encoding.as_bytes()).into_owned()))
        }
        _ => Ok(()),
    }
}

fn announced_length(request: &Request) -> Option<u64> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

impl BodyError {
    /// Of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::Encoded(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }
}

impl From<BodyError> for super::problem::Problem {
    fn from(error: BodyError) -> Self {
        let (code, title) = match error {
            BodyError::TooLarge { .. } => ("TOO_LARGE", "The body is too large"),
            BodyError::TooSlow => ("TIMEOUT", "The body did not arrive in time"),
            BodyError::Broken => ("BAD_INPUT", "The body broke off"),
            BodyError::Encoded(_) => ("UNSUPPORTED_MEDIA_TYPE", "Unsupported content encoding"),
        };
        Self::new(error.status(), code, title, error.to_string())
    }
}
