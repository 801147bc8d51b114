//! Sessions: begun by signing in, kept by refresh tokens, ended by removing them.

use daybook_schema::value::Instant;
use daybook_store::{
    Error,
    backend::{Snapshot, Transaction},
};
use uuid::Uuid;

use super::{
    Client, Failure, Means, Outcome, SignedIn,
    records::{self, Account, Session},
};
use crate::{
    access::Claims,
    refresh::{RefreshToken, Use},
};

/// Characters that are kept of what a client says of itself.
const LONGEST_AGENT: usize = 200;

pub(super) fn begin(
    transaction: &mut dyn Transaction,
    account: Account,
    client: &Client,
    lasts: Instant,
    means: &mut Means<'_>,
) -> Result<SignedIn, Error> {
    let id = (means.id)();
    let (token, chain) = RefreshToken::first(id, means.bytes(), means.bytes());
    let agent = client.user_agent.as_ref();
    let session = Session {
        id,
        account: account.id,
        chain,
        created_at: means.now,
        last_used_at: means.now,
        expires_at: means.now + lasts,
        address: Some(client.address.to_canonical().to_string()),
        user_agent: agent.map(|agent| agent.chars().take(LONGEST_AGENT).collect()),
    };
    records::put(transaction, &session)?;
    Ok(SignedIn { account, session: id, refresh_token: token.text() })
}

/// Whose an access token is, when its session goes on and the account may sign in.
pub fn authenticate(snapshot: &mut dyn Snapshot, claims: &Claims, now: Instant) -> Outcome<(Account, Session)> {
    let session: Session = records::get(snapshot, claims.session)?.ok_or(Failure::Unauthenticated)?;
    let account: Account = records::get(snapshot, claims.account)?.ok_or(Failure::Unauthenticated)?;
    if session.account != account.id || account.disabled || session.expires_at <= now {
        return Err(Failure::Unauthenticated);
    }
    Ok((account, session))
}

/// Gives the next token for one; a second use of one ends the session. What a use that is refused has changed is to be
/// kept, too.
pub fn refresh(
    transaction: &mut dyn Transaction,
    token: &str,
    lasts: Instant,
    means: &mut Means<'_>,
) -> Outcome<SignedIn> {
    let token = RefreshToken::parse(token).ok_or(Failure::Unauthenticated)?;
    let mut session: Session = records::get(transaction, token.session())?.ok_or(Failure::Unauthenticated)?;
    let account: Account = records::get(transaction, session.account)?.ok_or(Failure::Unauthenticated)?;
    if account.disabled || session.expires_at <= means.now {
        return Err(Failure::Unauthenticated);
    }
    let next = match session.chain.apply(&token, means.now, means.bytes()) {
        Use::Next(next) => {
            session.last_used_at = means.now;
            session.expires_at = means.now + lasts;
            records::put(transaction, &session)?;
            next
        }
        Use::Again(next) => next,
        Use::Reused => {
            records::remove(transaction, &session)?;
            return Err(Failure::Unauthenticated);
        }
        Use::Unknown => return Err(Failure::Unauthenticated),
    };
    Ok(SignedIn { account, session: session.id, refresh_token: next.text() })
}

/// The sessions of an account that go on, the newest first.
pub fn sessions(snapshot: &mut dyn Snapshot, account: Uuid, now: Instant) -> Result<Vec<Session>, Error> {
    let mut sessions: Vec<Session> = records::of_account(snapshot, account)?;
    sessions.retain(|session| session.expires_at > now);
    sessions.reverse();
    Ok(sessions)
}

/// Ends a session.
pub fn end_session(transaction: &mut dyn Transaction, session: Uuid) -> Result<(), Error> {
    match records::get::<Session>(transaction, session)? {
        Some(session) => records::remove(transaction, &session),
        None => Ok(()),
    }
}

/// Ends a session of an account; answers whether there was such a one.
pub fn revoke_session(transaction: &mut dyn Transaction, account: Uuid, session: Uuid) -> Result<bool, Error> {
    match records::get::<Session>(transaction, session)?.filter(|session| session.account == account) {
        Some(session) => records::remove(transaction, &session).map(|()| true),
        None => Ok(false),
    }
}

/// Ends all sessions of an account but one.
pub fn end_all_sessions(transaction: &mut dyn Transaction, account: Uuid, but: Option<Uuid>) -> Result<(), Error> {
    let sessions: Vec<Session> = records::of_account(transaction, account)?;
    sessions
        .iter()
        .filter(|session| Some(session.id) != but)
        .try_for_each(|session| records::remove(transaction, session))
}
