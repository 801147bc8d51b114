//! The header `Idempotency-Key`: the same request sent again is done once.

use axum::http::{HeaderMap, StatusCode};
use sha2::{Digest, Sha256};

use super::problem::Problem;

/// Longest key, in characters.
const LONGEST_KEY: usize = 255;

/// The key of a request, when it has one.
pub fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    match value.to_str() {
        Ok(key) if !key.is_empty() && key.len() <= LONGEST_KEY => Ok(Some(key.to_owned())),
        _ => Err(Problem::bad_request(format!(
            "the header `Idempotency-Key` must hold 1 to {LONGEST_KEY} visible ASCII characters"
        ))),
    }
}

/// SHA-256 of everything that a request says.
pub fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// The key stands for another request.
pub fn mismatch() -> Problem {
    let detail = "this `Idempotency-Key` was used for another request; take a new key for each request, and the same \
                  key only to send the same request again";
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "IDEMPOTENCY_MISMATCH", "Idempotency key used before", detail)
}
