//! What the operator of a server does with accounts.

use daybook_schema::value::Instant;
use daybook_store::{
    Error,
    backend::{Snapshot, Transaction},
};
use uuid::Uuid;

use super::{
    Means, Mistake, Outcome,
    records::{self, Account, Member, Space, StoredAttempts},
    register::{self, OWNER},
    session, sign_in,
};
use crate::name;

/// The role of who is added without another.
const EDITOR: &str = "EDITOR";
/// Roles that every space has, and members may have.
const ROLES: [&str; 3] = [OWNER, EDITOR, "VIEWER"];

/// An account, with the spaces that it is in.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The account.
    pub account: Account,
    /// The spaces with its role in each, the one joined first first.
    pub spaces: Vec<(Space, String)>,
}

/// An account that an operator adds.
#[derive(Clone, Debug)]
pub struct AddedUser<'a> {
    /// As it was typed.
    pub name: &'a str,
    /// As it was typed.
    pub password: &'a str,
    /// Its role; EDITOR when it is not given, OWNER for the first account.
    pub role: Option<&'a str>,
    /// Id or name of the space that it joins; the first one when it is not given.
    pub space: Option<&'a str>,
    /// May change what all spaces share.
    pub admin: bool,
}

/// Adds an account, whose hash was made before. The first one owns the first space.
pub fn add_user(
    transaction: &mut dyn Transaction,
    user: &AddedUser<'_>,
    hash: String,
    means: &mut Means<'_>,
) -> Outcome<Account> {
    if let Some(role) = user.role
        && !ROLES.contains(&role)
    {
        return Err(Mistake::UnknownRole(role.to_owned()).into());
    }
    let admitted = register::check_account(transaction, user.name, user.password)?;
    let first = records::all::<Account>(transaction)?.is_empty();
    let space = match user.space {
        Some(space) if !first => find_space(transaction, space)?,
        named => match records::all::<Space>(transaction)?.into_iter().next() {
            Some(space) => space.id,
            None => register::make_space(transaction, named.unwrap_or("Home"), means)?,
        },
    };
    let role = if first { OWNER } else { user.role.unwrap_or(EDITOR) };
    let name = admitted.name();
    let account = register::make_account(transaction, name, hash, (first || user.admin, space), means)?;
    register::join(transaction, account.id, space, role, means)?;
    Ok(account)
}

/// All accounts, the oldest first.
pub fn users(snapshot: &mut dyn Snapshot) -> Result<Vec<User>, Error> {
    let accounts: Vec<Account> = records::all(snapshot)?;
    let mut users = Vec::with_capacity(accounts.len());
    for account in accounts {
        let members: Vec<Member> = records::of_account(snapshot, account.id)?;
        let mut spaces = Vec::new();
        for member in members {
            spaces.extend(records::get::<Space>(snapshot, member.space)?.map(|space| (space, member.role)));
        }
        users.push(User { account, spaces });
    }
    Ok(users)
}

/// The account of a name.
pub fn find_user(snapshot: &mut dyn Snapshot, typed: &str) -> Outcome<Account> {
    let found = records::find(snapshot, &name::key(typed))?;
    found.ok_or_else(|| Mistake::UnknownUser(typed.to_owned()).into())
}

/// Lets an account in no more, or again. All its sessions end.
pub fn set_disabled(transaction: &mut dyn Transaction, typed: &str, disabled: bool) -> Outcome<Account> {
    let mut account: Account = find_user(transaction, typed)?;
    if disabled {
        check_leaves_owners(transaction, account.id)?;
        session::end_all_sessions(transaction, account.id, None)?;
    }
    account.disabled = disabled;
    records::put(transaction, &account)?;
    Ok(account)
}

/// Gives an account another password, whose hash was made before. All its sessions end, and a lock is lifted.
pub fn set_password(transaction: &mut dyn Transaction, typed: &str, hash: String) -> Outcome<Account> {
    let mut account: Account = find_user(transaction, typed)?;
    account.password = hash;
    records::put(transaction, &account)?;
    session::end_all_sessions(transaction, account.id, None)?;
    sign_in::succeed(transaction, &name::key(&account.name))?;
    Ok(account)
}

/// Forgets wrong guesses that do not count any more; answers how many subjects were forgotten.
pub fn forget_attempts(transaction: &mut dyn Transaction, now: Instant, limit: usize) -> Result<usize, Error> {
    let all: Vec<StoredAttempts> = records::all(transaction)?;
    let over: Vec<_> = all.into_iter().filter(|known| known.attempts.is_over(now)).take(limit).collect();
    over.iter().try_for_each(|known| records::remove(transaction, known))?;
    Ok(over.len())
}

fn find_space(snapshot: &mut (impl Snapshot + ?Sized), named: &str) -> Outcome<Uuid> {
    let all: Vec<Space> = records::all(snapshot)?;
    let id = named.parse().ok();
    let found: Vec<&Space> = all.iter().filter(|space| Some(space.id) == id || space.name == named).collect();
    match found.as_slice() {
        [space] => Ok(space.id),
        [] => Err(Mistake::UnknownSpace(format!("there is no space `{named}`")).into()),
        several => {
            let ids: Vec<String> = several.iter().map(|space| space.id.to_string()).collect();
            let message = format!("several spaces are called `{named}`; name one by its id: {}", ids.join(", "));
            Err(Mistake::UnknownSpace(message).into())
        }
    }
}

/// A space keeps an owner who can sign in.
fn check_leaves_owners(snapshot: &mut (impl Snapshot + ?Sized), account: Uuid) -> Outcome<()> {
    let owned: Vec<Member> = records::of_account(snapshot, account)?;
    for member in owned.iter().filter(|member| member.role == OWNER) {
        let mut others = false;
        for other in records::of_space::<Member>(snapshot, member.space)? {
            if other.role == OWNER && other.account != account {
                others |= records::get::<Account>(snapshot, other.account)?.is_some_and(|account| !account.disabled);
            }
        }
        if !others {
            return Err(Mistake::LastOwner.into());
        }
    }
    Ok(())
}
