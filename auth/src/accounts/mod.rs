//! Accounts, their sessions and the first spaces, in a store.
//!
//! To hash a password takes 30 ms, for which the one writer of a store must not be kept waiting. What needs a password
//! therefore has two steps: a read gives a [`Challenge`], the caller compares the password with it on a thread of its own
//! ([`Challenge::verify`]), and the write that follows looks again whether all still holds.

mod password;
mod records;
mod register;
mod session;
mod sign_in;
#[cfg(test)]
mod tests;
mod users;

use std::net::IpAddr;

use daybook_schema::value::Instant;
use daybook_store::Error;
use uuid::Uuid;

pub use self::{
    password::{change_password, confirm_totp, disable_totp, set_up_totp},
    records::{Account, Invite, Member, SecondFactorState, Session, Space},
    register::{Admitted, NewAccount, Registration, check_registration, register},
    session::{authenticate, end_all_sessions, end_session, refresh, revoke_session, sessions},
    sign_in::{Challenge, Verified, challenge_account, challenge_name, sign_in},
    users::{AddedUser, User, add_user, find_user, forget_attempts, set_disabled, set_password, users},
};
use crate::{name::NameError, password::PasswordError};

/// Where ids and random bytes come from, and what time it is.
pub struct Means<'a> {
    /// The present moment.
    pub now: Instant,
    /// Makes ids that grow from one to the next.
    pub id: &'a mut dyn FnMut() -> Uuid,
    /// Fills with random bytes.
    pub random: &'a mut dyn FnMut(&mut [u8]),
}

impl Means<'_> {
    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.random)(&mut bytes);
        bytes
    }
}

/// From where somebody asks.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its address.
    pub address: IpAddr,
    /// What it says of itself.
    pub user_agent: Option<String>,
}

/// Who has just signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Whose session it is.
    pub account: Account,
    /// The session.
    pub session: Uuid,
    /// The next refresh token, to be shown once.
    pub refresh_token: String,
}

/// What is wrong with what somebody gave.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Mistake {
    /// The name of a new account.
    #[error("{0}")]
    Name(NameError),
    /// Another account has the name.
    #[error("this name is taken")]
    NameTaken,
    /// A new password.
    #[error("{0}")]
    Password(PasswordError),
    /// Name or password: which one is not said.
    #[error("the name or the password is wrong")]
    WrongCredentials,
    /// The present password of who is signed in.
    #[error("this is not the present password")]
    WrongPassword,
    /// The password is right, and a code is needed too.
    #[error("a code of the authenticator, or a recovery code, is needed")]
    CodeRequired,
    /// A code that is not, or no longer, right.
    #[error("the code is wrong, or was used before; take the next one")]
    WrongCode,
    /// There is no second factor to confirm or take away.
    #[error("no second factor has been set up")]
    NoSecondFactor,
    /// One holds already, and who has only a session must not put another in its place.
    #[error("a second factor holds already; take it away first")]
    SecondFactorHolds,
    /// The first account where others can reach the server.
    #[error("the first account needs the token that the server logged at its start, as `setup`")]
    SetupNeeded,
    /// Only who is invited may make an account.
    #[error("an invitation is needed to make an account here")]
    InviteRequired,
    /// Used, expired, revoked or unknown.
    #[error("this invitation cannot be used; ask for a new one")]
    InviteUnknown,
    /// Nobody may make an account.
    #[error("this server takes no new accounts")]
    RegistrationClosed,
    /// A name that no account has.
    #[error("there is no account `{0}`")]
    UnknownUser(String),
    /// A role that there is not.
    #[error("there is no role `{0}`; the roles are OWNER, EDITOR and VIEWER")]
    UnknownRole(String),
    /// A space that there is not, or several of that name.
    #[error("{0}")]
    UnknownSpace(String),
    /// Without an owner nobody could change anything.
    #[error("the last owner of a space can neither leave nor be disabled; make another one first")]
    LastOwner,
}

/// Why nothing came of it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Mistakes in what was given, all at once. Nothing was done.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Mistakes(Vec<Mistake>),
    /// Too many wrong guesses; how many milliseconds are left.
    #[error("too many wrong guesses; try again in {} s", .0.div_euclid(1000) + 1)]
    Locked(Instant),
    /// A token that is none, or not any more.
    #[error("sign in again")]
    Unauthenticated,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<Mistake> for Failure {
    fn from(mistake: Mistake) -> Self {
        Self::Mistakes(vec![mistake])
    }
}

/// What comes of it.
pub type Outcome<T> = Result<T, Failure>;
