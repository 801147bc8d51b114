//! What is stored of accounts, and how.

use daybook_schema::value::Instant;
use daybook_store::{
    Error, ErrorKind,
    backend::{Snapshot, Transaction},
    record::{SystemKind, SystemQuery, SystemRecord},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{lockout::Attempts, name, opaque::Hash, refresh::Chain};

/// Somebody who can sign in.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Account {
    /// Its id, which history names as actor.
    pub id: Uuid,
    /// As it is shown.
    pub name: String,
    /// May change what all spaces share.
    pub admin: bool,
    /// May not sign in.
    pub disabled: bool,
    /// The hash of its password.
    pub password: String,
    /// Its second factor.
    pub second_factor: Option<SecondFactorState>,
    /// The space of requests that name none.
    pub space: Option<Uuid>,
    /// When it was made.
    pub created_at: Instant,
}

/// What is kept of a second factor.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SecondFactorState {
    /// The secret that codes are made of.
    pub secret: [u8; 20],
    /// Whether a code of it was given once. Until then none is asked for.
    pub confirmed: bool,
    /// The last step whose code was used.
    pub used: Option<i64>,
    /// Hashes of recovery codes that were not used yet.
    pub recovery: Vec<Hash>,
}

/// A sign-in that lasts. It ends by being removed.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Session {
    /// Its id, which access tokens name.
    pub id: Uuid,
    /// Whose.
    pub account: Uuid,
    /// Its refresh tokens.
    pub chain: Chain,
    /// When it began.
    pub created_at: Instant,
    /// When a token of it was asked for last.
    pub last_used_at: Instant,
    /// When it ends unless it is used.
    pub expires_at: Instant,
    /// From where it began.
    pub address: Option<String>,
    /// With what.
    pub user_agent: Option<String>,
}

/// A household, a clinic, a team.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Space {
    /// Its id.
    pub id: Uuid,
    /// As it is shown; not unique.
    pub name: String,
    /// What is public is shown to who is not signed in.
    pub public: bool,
    /// When it was made.
    pub created_at: Instant,
}

/// An account in a space.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Member {
    /// Its id.
    pub id: Uuid,
    /// The account.
    pub account: Uuid,
    /// The space.
    pub space: Uuid,
    /// What it may do.
    pub role: String,
    /// The entry that it is.
    pub person: Option<Uuid>,
    /// Since when.
    pub joined_at: Instant,
}

/// A way into a space. It is removed when it is used or revoked.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Invite {
    /// Its id.
    pub id: Uuid,
    /// Into which space.
    pub space: Uuid,
    /// With which role.
    pub role: String,
    /// The account that made it.
    pub created_by: Option<Uuid>,
    /// When it ends.
    pub expires_at: Instant,
    /// Hash of its token.
    pub hash: Hash,
}

/// Wrong guesses at a name or from an address.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct StoredAttempts {
    pub id: Uuid,
    /// `account:NAME` or `address:NETWORK`.
    pub of: String,
    pub attempts: Attempts,
}

/// What is stored as a system record.
pub(super) trait Stored: DeserializeOwned + Serialize {
    const KIND: SystemKind;

    fn id(&self) -> Uuid;

    /// What finds it beside its id.
    fn key(&self) -> Option<String> {
        None
    }

    fn account(&self) -> Option<Uuid> {
        None
    }

    fn space(&self) -> Option<Uuid> {
        None
    }
}

impl Stored for Account {
    const KIND: SystemKind = SystemKind::Account;

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self) -> Option<String> {
        Some(name::key(&self.name))
    }
}

impl Stored for Session {
    const KIND: SystemKind = SystemKind::Session;

    fn id(&self) -> Uuid {
        self.id
    }

    fn account(&self) -> Option<Uuid> {
        Some(self.account)
    }
}

impl Stored for Space {
    const KIND: SystemKind = SystemKind::Space;

    fn id(&self) -> Uuid {
        self.id
    }
}

impl Stored for Member {
    const KIND: SystemKind = SystemKind::Member;

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self) -> Option<String> {
        Some(member_key(self.space, self.account))
    }

    fn account(&self) -> Option<Uuid> {
        Some(self.account)
    }

    fn space(&self) -> Option<Uuid> {
        Some(self.space)
    }
}

impl Stored for Invite {
    const KIND: SystemKind = SystemKind::Invite;

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self) -> Option<String> {
        Some(hash_key(&self.hash))
    }

    fn space(&self) -> Option<Uuid> {
        Some(self.space)
    }
}

impl Stored for StoredAttempts {
    const KIND: SystemKind = SystemKind::Attempts;

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self) -> Option<String> {
        Some(self.of.clone())
    }
}

/// The key of a member: an account is in a space once.
pub(super) fn member_key(space: Uuid, account: Uuid) -> String {
    format!("{space}:{account}")
}

/// The key of what is found by the hash of a token.
pub(super) fn hash_key(hash: &Hash) -> String {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    BASE64_URL_SAFE_NO_PAD.encode(hash)
}

pub(super) fn get<T: Stored>(snapshot: &mut (impl Snapshot + ?Sized), id: Uuid) -> Result<Option<T>, Error> {
    snapshot.system_record(T::KIND, id)?.map(read).transpose()
}

pub(super) fn find<T: Stored>(snapshot: &mut (impl Snapshot + ?Sized), key: &str) -> Result<Option<T>, Error> {
    snapshot.system_record_of_key(T::KIND, key)?.map(read).transpose()
}

pub(super) fn all<T: Stored>(snapshot: &mut (impl Snapshot + ?Sized)) -> Result<Vec<T>, Error> {
    list(snapshot, SystemQuery::all(T::KIND))
}

pub(super) fn of_account<T: Stored>(snapshot: &mut (impl Snapshot + ?Sized), account: Uuid) -> Result<Vec<T>, Error> {
    list(snapshot, SystemQuery { account: Some(account), ..SystemQuery::all(T::KIND) })
}

pub(super) fn of_space<T: Stored>(snapshot: &mut (impl Snapshot + ?Sized), space: Uuid) -> Result<Vec<T>, Error> {
    list(snapshot, SystemQuery { space: Some(space), ..SystemQuery::all(T::KIND) })
}

pub(super) fn list<T: Stored>(snapshot: &mut (impl Snapshot + ?Sized), query: SystemQuery) -> Result<Vec<T>, Error> {
    snapshot.system_records(&query)?.into_iter().map(read).collect()
}

pub(super) fn put<T: Stored>(transaction: &mut (impl Transaction + ?Sized), stored: &T) -> Result<(), Error> {
    let data = serde_json::to_value(stored).map_err(|error| damaged().caused_by(error))?;
    transaction.put_system_record(&SystemRecord {
        kind: T::KIND,
        id: stored.id(),
        key: stored.key(),
        account: stored.account(),
        space: stored.space(),
        data,
    })
}

pub(super) fn remove<T: Stored>(transaction: &mut (impl Transaction + ?Sized), stored: &T) -> Result<(), Error> {
    transaction.remove_system_record(T::KIND, stored.id())
}

fn read<T: Stored>(record: SystemRecord) -> Result<T, Error> {
    serde_json::from_value(record.data).map_err(|error| damaged().caused_by(error))
}

fn damaged() -> Error {
    Error::new(ErrorKind::Internal, "a system record is damaged")
}
