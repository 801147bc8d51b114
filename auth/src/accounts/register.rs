//! New accounts, and the space that each comes to own or joins.

use daybook_schema::value::Instant;
use daybook_store::{
    Error,
    backend::{Snapshot, Transaction},
    record::{SystemKind, SystemQuery},
};
use uuid::Uuid;

use super::{
    Client, Failure, Means, Mistake, Outcome, SignedIn,
    records::{self, Account, Invite, Member, Space},
    session,
};
use crate::{
    name::{self, AccountName},
    opaque,
    password::Password,
};

/// Name of the first space, unless it is given one.
const FIRST_SPACE: &str = "Home";
/// The role of who may do everything.
pub(super) const OWNER: &str = "OWNER";

/// Who may make an account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Registration {
    /// Anybody.
    Open,
    /// Who has an invitation.
    Invite,
    /// Nobody.
    Closed,
}

/// What a new account is made of.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    /// As it was typed.
    pub name: &'a str,
    /// As it was typed.
    pub password: &'a str,
    /// A token that lets into a space.
    pub invite: Option<&'a str>,
    /// Name of the space that it comes to own, where it comes to own one.
    pub space: Option<&'a str>,
    /// Whether the first account of the server may be made without more: the request comes from the machine itself, or
    /// brought the token of the log.
    pub may_be_first: bool,
}

/// A new account that may be made, with its password to be hashed.
#[derive(Debug)]
pub struct Admitted {
    name: AccountName,
    /// To be hashed before the account is made.
    pub password: Password,
}

impl Admitted {
    pub(super) fn name(self) -> AccountName {
        self.name
    }
}

/// Looks at all that can be wrong with a new account. Who may not make one learns nothing else.
pub fn check_registration(
    snapshot: &mut dyn Snapshot,
    new: &NewAccount<'_>,
    registration: Registration,
    now: Instant,
) -> Outcome<Admitted> {
    admit(snapshot, new, registration, now)?;
    check_account(snapshot, new.name, new.password)
}

pub(super) fn check_account(snapshot: &mut dyn Snapshot, name: &str, password: &str) -> Outcome<Admitted> {
    let mut mistakes = Vec::new();
    let parsed = name::parse(name).map_err(|error| mistakes.push(Mistake::Name(error))).ok();
    if let Some(name) = &parsed
        && records::find::<Account>(snapshot, &name.key)?.is_some()
    {
        mistakes.push(Mistake::NameTaken);
    }
    let password = Password::new(password, name).map_err(|error| mistakes.push(Mistake::Password(error))).ok();
    match (parsed, password) {
        (Some(name), Some(password)) if mistakes.is_empty() => Ok(Admitted { name, password }),
        _ => Err(Failure::Mistakes(mistakes)),
    }
}

/// Makes the account, and signs it in.
pub fn register(
    transaction: &mut dyn Transaction,
    new: &NewAccount<'_>,
    hash: String,
    registration: Registration,
    client: &Client,
    lasts: Instant,
    means: &mut Means<'_>,
) -> Outcome<SignedIn> {
    // Others may have registered while the password was hashed.
    let way = admit(transaction, new, registration, means.now)?;
    let Admitted { name, .. } = check_account(transaction, new.name, new.password)?;
    let first = matches!(way, Way::First);
    let space_name = new.space.map(str::trim).filter(|space| !space.is_empty());
    let (space, role) = match way {
        Way::First => (make_space(transaction, space_name.unwrap_or(FIRST_SPACE), means)?, OWNER.to_owned()),
        Way::Own => (make_space(transaction, space_name.unwrap_or(&name.text), means)?, OWNER.to_owned()),
        Way::Invited(invite) => {
            records::remove(transaction, &invite)?;
            (invite.space, invite.role)
        }
    };
    let account = make_account(transaction, name, hash, (first, space), means)?;
    join(transaction, account.id, space, &role, means)?;
    Ok(session::begin(transaction, account, client, lasts, means)?)
}

/// How somebody comes in.
enum Way {
    First,
    Own,
    Invited(Invite),
}

fn admit<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    new: &NewAccount<'_>,
    registration: Registration,
    now: Instant,
) -> Outcome<Way> {
    let first = SystemQuery { limit: Some(1), ..SystemQuery::all(SystemKind::Account) };
    if snapshot.system_records(&first)?.is_empty() {
        return if new.may_be_first { Ok(Way::First) } else { Err(Mistake::SetupNeeded.into()) };
    }
    match (registration, new.invite) {
        (Registration::Closed, _) => Err(Mistake::RegistrationClosed.into()),
        (Registration::Invite, None) => Err(Mistake::InviteRequired.into()),
        (Registration::Open, None) => Ok(Way::Own),
        (_, Some(token)) => {
            let found: Option<Invite> = records::find(snapshot, &records::hash_key(&opaque::hash(token)))?;
            found
                .filter(|invite| invite.expires_at > now)
                .map(Way::Invited)
                .ok_or_else(|| Mistake::InviteUnknown.into())
        }
    }
}

pub(super) fn make_account(
    transaction: &mut dyn Transaction,
    name: AccountName,
    password: String,
    (admin, space): (bool, Uuid),
    means: &mut Means<'_>,
) -> Result<Account, Error> {
    let account = Account {
        id: (means.id)(),
        name: name.text,
        admin,
        disabled: false,
        password,
        second_factor: None,
        space: Some(space),
        created_at: means.now,
    };
    records::put(transaction, &account)?;
    Ok(account)
}

pub(super) fn make_space(transaction: &mut dyn Transaction, name: &str, means: &mut Means<'_>) -> Result<Uuid, Error> {
    let space = Space { id: (means.id)(), name: name.to_owned(), public: false, created_at: means.now };
    records::put(transaction, &space)?;
    Ok(space.id)
}

pub(super) fn join(
    transaction: &mut dyn Transaction,
    account: Uuid,
    space: Uuid,
    role: &str,
    means: &mut Means<'_>,
) -> Result<(), Error> {
    let member = Member { id: (means.id)(), account, space, role: role.to_owned(), person: None, joined_at: means.now };
    records::put(transaction, &member)
}
