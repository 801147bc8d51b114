//! Local times and the instants that they may stand for.

use jiff::tz::{AmbiguousOffset, TimeZone};

use super::{Instant, TimeError, cut, instant_at, parse_pieces};

/// The instants of a local time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Local {
    /// There is one, as there nearly always is.
    Once(Instant),
    /// The clock was set back, so that there are two.
    Twice {
        /// Before the clock was set back.
        earlier: Instant,
        /// After it.
        later: Instant,
    },
}

/// Reads a local time such as `2026-05-05T10:00:00` or `2026-05-05 10:00` in a zone, or an RFC 3339 instant. A time that
/// was skipped is an error.
pub fn local_instants(text: &str, zone: &TimeZone) -> Result<Local, TimeError> {
    let (local, offset) = parse_pieces(text)?;
    if let Some(offset) = offset {
        return instant_at(local, offset).map(Local::Once);
    }
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => instant_at(local, offset).map(Local::Once),
        AmbiguousOffset::Fold { before, after } => {
            Ok(Local::Twice { earlier: instant_at(local, before)?, later: instant_at(local, after)? })
        }
        AmbiguousOffset::Gap { .. } => {
            let name = zone.iana_name().unwrap_or("this zone");
            Err(TimeError(format!("`{}` does not exist in {name}: clocks were set forward then", cut(text))))
        }
    }
}
