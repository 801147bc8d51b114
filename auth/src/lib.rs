//! What signing in needs, without storage, HTTP or GraphQL: rules of names and passwords, their hashes, access tokens,
//! refresh tokens that are used once, one-time codes, and locks after wrong guesses.
//!
//! Everything is a function of what it is given: the present moment and random bytes are parameters, and what has to be
//! remembered is a value that the caller keeps. Moments are milliseconds since 1970, as everywhere in Daybook.

pub mod access;
pub mod lockout;
pub mod name;
pub mod opaque;
pub mod password;
pub mod refresh;
pub mod totp;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
pub type Instant = i64;
