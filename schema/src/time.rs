//! Instants, spans and how they are written.

use crate::value::Instant;

/// An ISO 8601 duration such as `PT10M` or `P1M`, in canonical form. Equality is that of the canonical text; order and
/// statistics use [`Span::milliseconds`], where a month counts 30.436875 days and a year 365.2425.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Span(String);

/// Why a text is no time.
#[derive(Debug, thiserror::Error, Eq, PartialEq)]
#[error("{0}")]
pub struct TimeError(pub String);

impl std::str::FromStr for Span {
    type Err = TimeError;

    fn from_str(_text: &str) -> Result<Self, TimeError> {
        todo!("parse and canonicalise")
    }
}

impl Span {
    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its length, calendar units at their mean length.
    pub fn milliseconds(&self) -> i64 {
        todo!()
    }

    /// The same as jiff's span, for calendar arithmetic.
    pub fn to_jiff(&self) -> jiff::Span {
        todo!()
    }
}

/// Reads an RFC 3339 instant; digits beyond milliseconds are cut off. A time without a zone is an error that says so.
pub fn parse_instant(_text: &str) -> Result<Instant, TimeError> {
    todo!()
}

/// Reads a local time such as `2026-05-05T10:00:00` or `2026-05-05 10:00` in a zone, or an RFC 3339 instant. A time that
/// occurs twice takes the earlier; one that was skipped is an error.
pub fn parse_local_instant(_text: &str, _zone: &jiff::tz::TimeZone) -> Result<Instant, TimeError> {
    todo!()
}

/// Writes an instant in UTC with `Z`, milliseconds where they are not zero, no trailing zeros.
pub fn format_instant(_instant: Instant) -> String {
    todo!()
}

/// Midnight UTC of a date.
pub fn date_instant(_date: jiff::civil::Date) -> Instant {
    todo!()
}
