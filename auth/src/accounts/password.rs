//! What who is signed in changes about getting in: the password, the second factor.

use daybook_store::backend::Transaction;

use super::{
    Client, Means, Mistake, Outcome,
    records::{self, Account, SecondFactorState},
    session,
    sign_in::{Verified, prove, prove_code, succeed},
};
use crate::{
    name,
    totp::{self, SecondFactor},
};
use uuid::Uuid;

/// Takes a new password, whose hash was made before, and ends all sessions but the one that asks.
pub fn change_password(
    transaction: &mut dyn Transaction,
    current: &Verified,
    new: String,
    keep: Uuid,
    client: &Client,
    means: &mut Means<'_>,
) -> Outcome<()> {
    let mut account = prove(transaction, current, client, Mistake::WrongPassword, means)?;
    succeed(transaction, &name::key(&account.name))?;
    account.password = new;
    records::put(transaction, &account)?;
    Ok(session::end_all_sessions(transaction, account.id, Some(keep))?)
}

/// Makes a new secret for an authenticator; no code is asked for until it is confirmed.
pub fn set_up_totp(
    transaction: &mut dyn Transaction,
    current: &Verified,
    client: &Client,
    means: &mut Means<'_>,
) -> Outcome<SecondFactor> {
    let mut account = prove(transaction, current, client, Mistake::WrongPassword, means)?;
    succeed(transaction, &name::key(&account.name))?;
    let secret = means.bytes();
    // One that holds goes on until the new one is confirmed.
    if account.second_factor.as_ref().is_some_and(|factor| factor.confirmed) {
        return Err(Mistake::SecondFactorHolds.into());
    }
    account.second_factor = Some(SecondFactorState { secret, confirmed: false, used: None, recovery: Vec::new() });
    records::put(transaction, &account)?;
    Ok(SecondFactor::new(secret, &account.name))
}

/// From here on signing in needs a code. Answers the recovery codes, which are shown once.
pub fn confirm_totp(
    transaction: &mut dyn Transaction,
    account: Uuid,
    code: &str,
    client: &Client,
    means: &mut Means<'_>,
) -> Outcome<Vec<String>> {
    let mut account: Account = records::get(transaction, account)?.ok_or(super::Failure::Unauthenticated)?;
    if account.second_factor.as_ref().is_none_or(|factor| factor.confirmed) {
        return Err(Mistake::NoSecondFactor.into());
    }
    prove_code(transaction, &mut account, code, client, means)?;
    let codes = totp::recovery_codes(std::array::from_fn(|_| means.bytes()));
    if let Some(factor) = &mut account.second_factor {
        factor.confirmed = true;
        factor.recovery = codes.iter().map(|code| totp::recovery_hash(code)).collect();
    }
    records::put(transaction, &account)?;
    Ok(codes)
}

/// Signing in needs no code any more. Asks for the password and a code, so that a stolen session cannot do it.
pub fn disable_totp(
    transaction: &mut dyn Transaction,
    current: &Verified,
    code: &str,
    client: &Client,
    means: &mut Means<'_>,
) -> Outcome<()> {
    let mut account = prove(transaction, current, client, Mistake::WrongPassword, means)?;
    prove_code(transaction, &mut account, code, client, means)?;
    succeed(transaction, &name::key(&account.name))?;
    account.second_factor = None;
    Ok(records::put(transaction, &account)?)
}
