//! What the driver's errors mean to a caller.

use rusqlite::ErrorCode;

use crate::error::{Error, ErrorKind};

/// Gives a driver's error its kind and says what was attempted.
pub(super) fn failure(attempted: &str) -> impl FnOnce(rusqlite::Error) -> Error + '_ {
    move |error| {
        let kind = kind(&error);
        Error::new(kind, format!("{attempted}: {}", explain(kind, &error))).caused_by(error)
    }
}

/// An error in what is stored, or a bug.
pub(super) fn internal(context: impl Into<String>) -> Error {
    Error::new(ErrorKind::Internal, context)
}

fn kind(error: &rusqlite::Error) -> ErrorKind {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => ErrorKind::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::SystemIoFailure) => {
            ErrorKind::Unavailable
        }
        Some(ErrorCode::ConstraintViolation) => ErrorKind::Conflict,
        Some(ErrorCode::OperationInterrupted) => ErrorKind::Timeout,
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::NotADatabase) => {
            ErrorKind::Unusable
        }
        _ => ErrorKind::Internal,
    }
}

fn explain(kind: ErrorKind, error: &rusqlite::Error) -> String {
    match kind {
        ErrorKind::Full => "the store is full; free some space and try again".to_owned(),
        ErrorKind::Timeout => "the read took too long".to_owned(),
        _ => error.to_string(),
    }
}
