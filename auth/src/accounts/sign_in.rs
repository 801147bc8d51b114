//! Signing in by name and password.

use daybook_schema::value::Instant;
use daybook_store::backend::{Snapshot, Transaction};
use uuid::Uuid;

use super::{
    Client, Failure, Means, Mistake, Outcome, SignedIn,
    records::{self, Account, StoredAttempts},
    session,
};
use crate::{
    lockout::{self, Attempts, Subject},
    name, opaque,
    password::{self, Password},
    totp::{self, SecondFactor},
};

/// The hash of a password that nobody has: an account that does not exist costs the same work.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCEhIQ$3zGcRuCBcRjJFPw7qRLLvuzMtmJTKkTIVOcROrmyCIQ";

/// What a password is compared with, and whose attempts count.
#[derive(Clone, Debug)]
pub struct Challenge {
    account: Option<Uuid>,
    /// The folded name, known or not.
    name: String,
    pub(super) hash: String,
}

/// What came of comparing a password.
#[derive(Clone, Debug)]
pub struct Verified {
    challenge: Challenge,
    right: bool,
    /// A new hash, where the old one is weaker than those of today.
    rehashed: Option<String>,
}

impl Challenge {
    /// Compares a password, which takes about 30 ms and 19 MiB, for an account that does not exist too. `salt` is random.
    pub fn verify(self, password: &Password, salt: [u8; 16]) -> Verified {
        let right = password.is_of(&self.hash) && self.account.is_some();
        let rehashed = (right && password::is_outdated(&self.hash)).then(|| password.hash(salt));
        Verified { challenge: self, right, rehashed }
    }
}

/// What the password of a name is compared with, unless name or address are locked.
pub fn challenge_name(snapshot: &mut dyn Snapshot, typed: &str, client: &Client, now: Instant) -> Outcome<Challenge> {
    let name = name::key(typed);
    let account: Option<Account> = records::find(snapshot, &name)?;
    challenge(snapshot, account, name, client, now)
}

/// What the password of who is signed in already is compared with.
pub fn challenge_account(
    snapshot: &mut dyn Snapshot,
    account: Uuid,
    client: &Client,
    now: Instant,
) -> Outcome<Challenge> {
    let account: Account = records::get(snapshot, account)?.ok_or(Failure::Unauthenticated)?;
    let name = name::key(&account.name);
    challenge(snapshot, Some(account), name, client, now)
}

fn challenge(
    snapshot: &mut dyn Snapshot,
    account: Option<Account>,
    name: String,
    client: &Client,
    now: Instant,
) -> Outcome<Challenge> {
    check_locks(snapshot, &name, client, now)?;
    let account = account.filter(|account| !account.disabled);
    let hash = account.as_ref().map_or(NOBODY, |account| &account.password).to_owned();
    Ok(Challenge { account: account.map(|account| account.id), name, hash })
}

/// Begins a session for who gave the right password, and the right code where one is needed.
pub fn sign_in(
    transaction: &mut dyn Transaction,
    verified: &Verified,
    code: Option<&str>,
    client: &Client,
    lasts: Instant,
    means: &mut Means<'_>,
) -> Outcome<SignedIn> {
    let mut account = prove(transaction, verified, client, Mistake::WrongCredentials, means)?;
    if account.second_factor.as_ref().is_some_and(|factor| factor.confirmed) {
        let code = code.filter(|code| !code.trim().is_empty()).ok_or(Mistake::CodeRequired)?;
        prove_code(transaction, &mut account, code, client, means)?;
    }
    succeed(transaction, &verified.challenge.name)?;
    if let Some(hash) = &verified.rehashed {
        account.password.clone_from(hash);
    }
    records::put(transaction, &account)?;
    Ok(session::begin(transaction, account, client, lasts, means)?)
}

/// The account of a password that was right and still is; a wrong one counts.
pub(super) fn prove(
    transaction: &mut dyn Transaction,
    verified: &Verified,
    client: &Client,
    mistake: Mistake,
    means: &mut Means<'_>,
) -> Outcome<Account> {
    let challenge = &verified.challenge;
    // Many may have been compared at once, before the first of them was counted.
    check_locks(transaction, &challenge.name, client, means.now)?;
    let account = match challenge.account {
        Some(id) => records::get::<Account>(transaction, id)?,
        None => None,
    };
    let proven = account.filter(|account| verified.right && !account.disabled && account.password == challenge.hash);
    match proven {
        Some(account) => Ok(account),
        None => {
            fail(transaction, &challenge.name, client, means)?;
            Err(mistake.into())
        }
    }
}

/// Uses a code of the authenticator or a recovery code up; a wrong one counts. The account is to be stored.
pub(super) fn prove_code(
    transaction: &mut dyn Transaction,
    account: &mut Account,
    code: &str,
    client: &Client,
    means: &mut Means<'_>,
) -> Outcome<()> {
    let Some(state) = &mut account.second_factor else { return Err(Mistake::NoSecondFactor.into()) };
    let factor = SecondFactor::new(state.secret, &account.name);
    if let Some(step) = factor.step_of(code, means.now, state.used) {
        state.used = Some(step);
        return Ok(());
    }
    let hash = totp::recovery_hash(code);
    if state.confirmed
        && let Some(place) = state.recovery.iter().position(|known| *known == hash)
    {
        state.recovery.remove(place);
        return Ok(());
    }
    fail(transaction, &name::key(&account.name), client, means)?;
    Err(Mistake::WrongCode.into())
}

fn subjects(name: &str, client: &Client) -> [(Subject, String); 2] {
    // A name that was typed can be of any length; a key is not.
    let name = records::hash_key(&opaque::hash(name));
    let network = lockout::network(client.address);
    [(Subject::Account, format!("account:{name}")), (Subject::Address, format!("address:{network}"))]
}

fn check_locks<S: Snapshot + ?Sized>(snapshot: &mut S, name: &str, client: &Client, now: Instant) -> Outcome<()> {
    let mut left = None;
    for (_, of) in subjects(name, client) {
        let known: Option<StoredAttempts> = records::find(snapshot, &of)?;
        left = left.max(known.and_then(|known| known.attempts.locked_for(now)));
    }
    left.map_or(Ok(()), |left| Err(Failure::Locked(left)))
}

fn fail(transaction: &mut dyn Transaction, name: &str, client: &Client, means: &mut Means<'_>) -> Outcome<()> {
    for (subject, of) in subjects(name, client) {
        let known: Option<StoredAttempts> = records::find(transaction, &of)?;
        let mut known = known.unwrap_or_else(|| StoredAttempts { id: (means.id)(), of, attempts: Attempts::default() });
        known.attempts.fail(subject, means.now);
        records::put(transaction, &known)?;
    }
    Ok(())
}

/// Ends the count of a name. That of the address goes on: who has an account here could otherwise guess at all others
/// from the same address without end.
pub(super) fn succeed(transaction: &mut dyn Transaction, name: &str) -> Outcome<()> {
    let of = format!("account:{}", records::hash_key(&opaque::hash(name)));
    match records::find::<StoredAttempts>(transaction, &of)? {
        Some(known) => Ok(records::remove(transaction, &known)?),
        None => Ok(()),
    }
}
