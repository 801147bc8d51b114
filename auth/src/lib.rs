//! Who may get in, without HTTP or GraphQL: rules of names and passwords, their hashes, access tokens, refresh tokens that
//! are used once, one-time codes, locks after wrong guesses; and [`accounts`], which keeps them in a store.
//!
//! Everything is a function of what it is given: the present moment and random bytes are parameters. Moments are
//! milliseconds since 1970, as everywhere in Daybook.

pub mod access;
pub mod accounts;
pub mod lockout;
pub mod name;
pub mod opaque;
pub mod password;
pub mod refresh;
pub mod totp;
