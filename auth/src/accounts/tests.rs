//! Accounts over each backend.

use std::{net::IpAddr, sync::Arc};

use daybook_schema::value::Instant;
use daybook_store::{
    backend::Transaction,
    sqlite::{Sqlite, SqliteOptions},
    testsuite::{Reference, TestStore},
};
use uuid::Uuid;

use super::{
    AddedUser, Challenge, Client, Failure, Means, Mistake, NewAccount, Outcome, Registration, SignedIn, Verified,
    add_user, authenticate, challenge_account, challenge_name, change_password, check_registration, confirm_totp,
    disable_totp, end_all_sessions, end_session, find_user, forget_attempts,
    records::{self, Invite},
    refresh, register, revoke_session, sessions, set_disabled, set_password, set_up_totp, sign_in, users,
};
use crate::{access::Claims, opaque, password::Password, totp::SecondFactor};

const NOW: Instant = 1_777_629_600_000;
const MINUTE: Instant = 60_000;
const DAYS: Instant = 30 * 24 * 60 * MINUTE;
const PASSWORD: &str = "seven green lanterns";
const WRONG: &str = "seven green lamps";

/// A server's accounts, with a clock and a source of ids and random bytes.
struct Accounts {
    store: TestStore,
    now: Instant,
    made: u8,
}

/// Over each backend.
fn each(test: impl Fn(&mut Accounts)) {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Sqlite::open(&folder.path().join("data"), &SqliteOptions::default()).unwrap();
    let backends: [Arc<dyn daybook_store::backend::Backend>; 2] = [Arc::new(Reference::default()), Arc::new(sqlite)];
    for backend in backends {
        test(&mut Accounts { store: TestStore::new(backend), now: NOW, made: 0 });
    }
}

fn from(address: &str) -> Client {
    Client { address: address.parse::<IpAddr>().unwrap(), user_agent: Some("a browser".to_owned()) }
}

impl Accounts {
    /// Runs a write as a server does: what a refusal changed is kept.
    fn write<T>(&mut self, work: impl Fn(&mut dyn Transaction, &mut Means<'_>) -> Outcome<T>) -> Outcome<T> {
        let (now, made) = (self.now, self.made);
        self.made = made.wrapping_add(1);
        let done = self.store.try_transaction(|transaction| {
            let (mut ids, mut bytes) = (0_u128, 0_u8);
            let mut id = || {
                ids += 1;
                Uuid::from_u128((u128::from(made) << 64) + ids)
            };
            let mut random = |filled: &mut [u8]| {
                for byte in filled {
                    bytes = bytes.wrapping_add(1);
                    *byte = bytes.wrapping_mul(made.wrapping_add(3)) ^ made;
                }
            };
            Ok(work(transaction, &mut Means { now, id: &mut id, random: &mut random }))
        });
        done.unwrap()
    }

    fn register(&mut self, new: &NewAccount<'_>, registration: Registration) -> Outcome<SignedIn> {
        let now = self.now;
        let mut admitted = None;
        self.write(|transaction, _| {
            check_registration(transaction, new, registration, now).map(|admitted| admitted.password.hash([1; 16]))
        })
        .map(|hash| admitted = Some(hash))?;
        let hash = admitted.unwrap();
        self.write(|transaction, means| {
            register(transaction, new, hash.clone(), registration, &from("192.0.2.1"), DAYS, means)
        })
    }

    fn first(&mut self) -> SignedIn {
        self.register(&new("Ann", None), Registration::Invite).unwrap()
    }

    fn challenge(&mut self, name: &str, address: &str) -> Outcome<Challenge> {
        let now = self.now;
        self.write(|transaction, _| challenge_name(transaction, name, &from(address), now))
    }

    fn verified(&mut self, account: Uuid, password: &str) -> Verified {
        let now = self.now;
        let challenge = self.write(|transaction, _| challenge_account(transaction, account, &from("192.0.2.1"), now));
        challenge.unwrap().verify(&Password::typed(password), [2; 16])
    }

    fn sign_in(&mut self, name: &str, password: &str, code: Option<&str>, address: &str) -> Outcome<SignedIn> {
        let verified = self.challenge(name, address)?.verify(&Password::typed(password), [2; 16]);
        self.write(|transaction, means| sign_in(transaction, &verified, code, &from(address), DAYS, means))
    }

    fn refresh(&mut self, token: &str) -> Outcome<SignedIn> {
        self.write(|transaction, means| refresh(transaction, token, DAYS, means))
    }

    fn is_in(&mut self, signed_in: &SignedIn) -> bool {
        let claims = Claims {
            account: signed_in.account.id,
            session: signed_in.session,
            issued_at: self.now,
            expires_at: self.now + 10 * MINUTE,
        };
        let now = self.now;
        self.write(|transaction, _| authenticate(transaction, &claims, now)).is_ok()
    }

    fn invite(&mut self, signed_in: &SignedIn, expires_at: Instant) -> String {
        let secret = opaque::make(opaque::Purpose::Invite, [self.made; 32]);
        let (space, hash) = (signed_in.account.space.unwrap(), secret.hash);
        self.write(|transaction, means| {
            let id = (means.id)();
            let role = "VIEWER".to_owned();
            Ok(records::put(transaction, &Invite { id, space, role, created_by: None, expires_at, hash })?)
        })
        .unwrap();
        secret.text
    }
}

fn new<'a>(name: &'a str, invite: Option<&'a str>) -> NewAccount<'a> {
    NewAccount { name, password: PASSWORD, invite, space: None, may_be_first: true }
}

fn mistakes<T: std::fmt::Debug>(outcome: Outcome<T>) -> Vec<Mistake> {
    match outcome {
        Err(Failure::Mistakes(mistakes)) => mistakes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_account_owns_the_first_space() {
    each(|accounts| {
        let refused = accounts.register(&NewAccount { may_be_first: false, ..new("eve", None) }, Registration::Open);
        assert_eq!(mistakes(refused), [Mistake::SetupNeeded]);
        let named = NewAccount { space: Some(" The garden "), ..new(" Ann ", None) };
        let ann = accounts.register(&named, Registration::Closed).unwrap();
        assert_eq!((ann.account.name.as_str(), ann.account.admin), ("Ann", true));
        assert!(accounts.is_in(&ann));
        let users = accounts.write(|transaction, _| Ok(users(transaction)?)).unwrap();
        let [user] = users.as_slice() else { panic!("{users:?}") };
        assert_eq!((user.spaces[0].0.name.as_str(), user.spaces[0].1.as_str()), ("The garden", "OWNER"));
        // From then on the server decides who comes in.
        assert_eq!(mistakes(accounts.register(&new("bo", None), Registration::Closed)), [Mistake::RegistrationClosed]);
        assert_eq!(mistakes(accounts.register(&new("bo", None), Registration::Invite)), [Mistake::InviteRequired]);
        let bo = accounts.register(&new("bo", None), Registration::Open).unwrap();
        assert!(!bo.account.admin && bo.account.space != ann.account.space);
    });
}

#[test]
fn of_two_who_register_at_the_same_moment_one_is_the_first() {
    each(|accounts| {
        let now = accounts.now;
        for name in ["ann", "eve"] {
            let admitted = accounts
                .write(|transaction, _| check_registration(transaction, &new(name, None), Registration::Invite, now));
            assert!(admitted.is_ok(), "{name}");
        }
        let mut finish = |name| {
            accounts.write(|transaction, means| {
                let client = from("192.0.2.1");
                register(transaction, &new(name, None), String::new(), Registration::Invite, &client, DAYS, means)
            })
        };
        assert!(finish("ann").is_ok());
        assert_eq!(mistakes(finish("eve")), [Mistake::InviteRequired]);
    });
}

#[test]
fn an_invitation_lets_in_once_and_says_nothing_else() {
    each(|accounts| {
        let ann = accounts.first();
        let token = accounts.invite(&ann, NOW + DAYS);
        // A bad one is answered alone: nobody learns which names are taken.
        for bad in ["dbi_unknown", ""] {
            let refused = accounts.register(&new("Ann", Some(bad)), Registration::Invite);
            assert_eq!(mistakes(refused), [Mistake::InviteUnknown]);
        }
        let refused =
            accounts.register(&NewAccount { password: "short", ..new(" ANN ", Some(&token)) }, Registration::Invite);
        assert_eq!(mistakes(refused).len(), 2);
        let bo = accounts.register(&new("bo", Some(&token)), Registration::Invite).unwrap();
        assert_eq!(bo.account.space, ann.account.space);
        let users = accounts.write(|transaction, _| Ok(users(transaction)?)).unwrap();
        assert_eq!(users[1].spaces[0].1, "VIEWER");
        assert_eq!(mistakes(accounts.register(&new("cy", Some(&token)), Registration::Open)), [Mistake::InviteUnknown]);
        let expired = accounts.invite(&ann, NOW);
        assert_eq!(
            mistakes(accounts.register(&new("cy", Some(&expired)), Registration::Open)),
            [Mistake::InviteUnknown]
        );
    });
}

#[test]
fn a_wrong_password_and_an_unknown_name_are_answered_alike() {
    each(|accounts| {
        accounts.first();
        assert!(accounts.sign_in(" ＡＮＮ", PASSWORD, None, "192.0.2.1").is_ok());
        for name in ["ann", "nobody"] {
            for (number, address) in ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"].iter().enumerate() {
                let refused = accounts.sign_in(name, WRONG, None, address);
                assert_eq!(mistakes(refused), [Mistake::WrongCredentials], "{name} {number}");
            }
            // Five lock, from wherever they came, and the right password too.
            for password in [PASSWORD, WRONG] {
                let locked = accounts.sign_in(name, password, None, "10.0.0.9");
                assert!(matches!(locked, Err(Failure::Locked(left)) if left == 15 * MINUTE), "{locked:?}");
            }
        }
        accounts.now += 15 * MINUTE;
        assert!(accounts.sign_in("ann", PASSWORD, None, "10.0.0.9").is_ok());
    });
}

#[test]
fn guesses_at_the_same_moment_all_count() {
    each(|accounts| {
        accounts.first();
        let challenges: Vec<Challenge> = (0..10).map(|_| accounts.challenge("ann", "10.0.0.1").unwrap()).collect();
        let mut outcomes = Vec::new();
        for (number, challenge) in challenges.into_iter().enumerate() {
            // The last one would be right.
            let verified = challenge.verify(&Password::typed(if number == 9 { PASSWORD } else { WRONG }), [2; 16]);
            let outcome = accounts
                .write(|transaction, means| sign_in(transaction, &verified, None, &from("10.0.0.1"), DAYS, means));
            outcomes.push(matches!(outcome, Err(Failure::Locked(_))));
        }
        assert_eq!(outcomes, [false, false, false, false, false, true, true, true, true, true]);
    });
}

#[test]
fn many_names_from_one_network_lock_it() {
    each(|accounts| {
        accounts.first();
        for number in 0..20 {
            let refused = accounts.sign_in(&format!("spray{number}"), WRONG, None, &format!("2001:db8::{number:x}"));
            assert_eq!(mistakes(refused), [Mistake::WrongCredentials]);
        }
        let locked = accounts.sign_in("ann", PASSWORD, None, "2001:db8::ffff");
        assert!(matches!(locked, Err(Failure::Locked(_))));
        assert!(accounts.sign_in("ann", PASSWORD, None, "2001:db8:0:1::1").is_ok());
        accounts.now += 3 * DAYS;
        assert_eq!(accounts.write(|transaction, means| Ok(forget_attempts(transaction, means.now, 10)?)).unwrap(), 10);
        assert_eq!(accounts.write(|transaction, means| Ok(forget_attempts(transaction, means.now, 100)?)).unwrap(), 11);
    });
}

#[test]
fn a_second_use_of_a_token_ends_its_session_and_no_other() {
    each(|accounts| {
        let ann = accounts.first();
        let other = accounts.sign_in("ann", PASSWORD, None, "192.0.2.2").unwrap();
        let one = accounts.refresh(&ann.refresh_token).unwrap();
        let again = accounts.refresh(&ann.refresh_token).unwrap();
        assert_eq!(one.refresh_token, again.refresh_token);
        let two = accounts.refresh(&one.refresh_token).unwrap();
        assert!(accounts.is_in(&two));
        assert!(matches!(accounts.refresh(&ann.refresh_token), Err(Failure::Unauthenticated)));
        assert!(matches!(accounts.refresh(&two.refresh_token), Err(Failure::Unauthenticated)));
        assert!(!accounts.is_in(&ann) && accounts.is_in(&other));
        for token in ["", "dbr_", "dbt_AAAA", &"A".repeat(100_000)] {
            assert!(matches!(accounts.refresh(token), Err(Failure::Unauthenticated)));
        }
        accounts.now += DAYS;
        assert!(matches!(accounts.refresh(&other.refresh_token), Err(Failure::Unauthenticated)));
        assert!(!accounts.is_in(&other));
    });
}

#[test]
fn sessions_are_listed_and_ended_by_their_owner_alone() {
    each(|accounts| {
        let ann = accounts.first();
        let token = accounts.invite(&ann, NOW + DAYS);
        let bo = accounts.register(&new("bo", Some(&token)), Registration::Invite).unwrap();
        let (second, third) = (
            accounts.sign_in("ann", PASSWORD, None, "192.0.2.2").unwrap(),
            accounts.sign_in("ann", PASSWORD, None, "192.0.2.3").unwrap(),
        );
        let id = ann.account.id;
        let listed = accounts.write(|transaction, means| Ok(sessions(transaction, id, means.now)?)).unwrap();
        let ids: Vec<Uuid> = listed.iter().map(|session| session.id).collect();
        assert_eq!(ids, [third.session, second.session, ann.session]);
        assert_eq!(listed[0].address.as_deref(), Some("192.0.2.3"));
        let revoke = |accounts: &mut Accounts, who: &SignedIn, which: &SignedIn| {
            let (account, session) = (who.account.id, which.session);
            accounts.write(|transaction, _| Ok(revoke_session(transaction, account, session)?)).unwrap()
        };
        assert!(!revoke(accounts, &bo, &third) && accounts.is_in(&third));
        assert!(revoke(accounts, &ann, &third) && !accounts.is_in(&third));
        assert!(!revoke(accounts, &ann, &third));
        accounts.write(|transaction, _| Ok(end_session(transaction, second.session)?)).unwrap();
        assert!(!accounts.is_in(&second) && accounts.is_in(&ann));
        accounts.write(|transaction, _| Ok(end_all_sessions(transaction, id, None)?)).unwrap();
        assert!(!accounts.is_in(&ann) && accounts.is_in(&bo));
        // A token says whose it is; the session must be that account's.
        let mixed = SignedIn { session: bo.session, ..ann };
        assert!(!accounts.is_in(&mixed));
    });
}

#[test]
fn another_password_keeps_the_session_that_asks() {
    each(|accounts| {
        let ann = accounts.first();
        let other = accounts.sign_in("ann", PASSWORD, None, "192.0.2.2").unwrap();
        let hash = Password::new("three red balloons", "ann").unwrap().hash([4; 16]);
        let change = |accounts: &mut Accounts, current: &str| {
            let verified = accounts.verified(ann.account.id, current);
            accounts.write(|transaction, means| {
                change_password(transaction, &verified, hash.clone(), ann.session, &from("192.0.2.1"), means)
            })
        };
        assert_eq!(mistakes(change(accounts, WRONG)), [Mistake::WrongPassword]);
        assert!(accounts.is_in(&other));
        change(accounts, PASSWORD).unwrap();
        assert!(accounts.is_in(&ann) && !accounts.is_in(&other));
        assert_eq!(mistakes(accounts.sign_in("ann", PASSWORD, None, "192.0.2.3")), [Mistake::WrongCredentials]);
        assert!(accounts.sign_in("ann", "three red balloons", None, "192.0.2.3").is_ok());
        // Wrong ones count here as well.
        for _ in 0..5 {
            assert_eq!(mistakes(change(accounts, WRONG)), [Mistake::WrongPassword]);
        }
        let now = accounts.now;
        let locked = accounts
            .write(|transaction, _| challenge_account(transaction, ann.account.id, &from("192.0.2.1"), now).map(drop));
        assert!(matches!(locked, Err(Failure::Locked(_))));
        assert!(accounts.is_in(&ann));
    });
}

#[test]
fn a_second_factor_is_asked_for_once_it_is_confirmed() {
    each(|accounts| {
        let ann = accounts.first();
        let id = ann.account.id;
        let set_up = |accounts: &mut Accounts, password: &str| {
            let verified = accounts.verified(id, password);
            accounts.write(|transaction, means| set_up_totp(transaction, &verified, &from("192.0.2.1"), means))
        };
        let confirm = |accounts: &mut Accounts, code: &str| {
            accounts.write(|transaction, means| confirm_totp(transaction, id, code, &from("192.0.2.1"), means))
        };
        assert_eq!(mistakes(confirm(accounts, "000000")), [Mistake::NoSecondFactor]);
        assert_eq!(mistakes(set_up(accounts, WRONG)), [Mistake::WrongPassword]);
        let factor: SecondFactor = set_up(accounts, PASSWORD).unwrap();
        let code = |now: Instant| {
            let codes = (0..1_000_000).map(|number| format!("{number:06}"));
            let step = now.div_euclid(30_000);
            codes.into_iter().find(|code| factor.step_of(code, now, Some(step - 1)) == Some(step)).unwrap()
        };
        // Not before it is confirmed.
        assert!(accounts.sign_in("ann", PASSWORD, None, "192.0.2.1").is_ok());
        assert_eq!(mistakes(confirm(accounts, "000000")), [Mistake::WrongCode]);
        let first = code(NOW);
        let recovery = confirm(accounts, &first).unwrap();
        assert_eq!(recovery.len(), 10);
        let sign_in = |accounts: &mut Accounts, password: &str, code: Option<&str>| {
            accounts.sign_in("ann", password, code, "192.0.2.1")
        };
        assert_eq!(mistakes(sign_in(accounts, PASSWORD, None)), [Mistake::CodeRequired]);
        assert_eq!(mistakes(sign_in(accounts, PASSWORD, Some(" "))), [Mistake::CodeRequired]);
        assert_eq!(mistakes(sign_in(accounts, WRONG, Some(&first))), [Mistake::WrongCredentials]);
        assert_eq!(mistakes(sign_in(accounts, PASSWORD, Some(&first))), [Mistake::WrongCode]);
        let second = code(NOW + 30_000);
        assert!(sign_in(accounts, PASSWORD, Some(&second)).is_ok());
        assert_eq!(mistakes(sign_in(accounts, PASSWORD, Some(&second))), [Mistake::WrongCode]);
        assert!(sign_in(accounts, PASSWORD, Some(&recovery[0].to_uppercase())).is_ok());
        assert_eq!(mistakes(sign_in(accounts, PASSWORD, Some(&recovery[0]))), [Mistake::WrongCode]);
        // Who has stolen a session cannot put a factor of their own in its place.
        assert_eq!(mistakes(set_up(accounts, PASSWORD)), [Mistake::SecondFactorHolds]);
        let disable = |accounts: &mut Accounts, code: &str| {
            let verified = accounts.verified(id, PASSWORD);
            accounts.write(|transaction, means| disable_totp(transaction, &verified, code, &from("192.0.2.1"), means))
        };
        assert_eq!(mistakes(disable(accounts, "000000")), [Mistake::WrongCode]);
        disable(accounts, &recovery[1]).unwrap();
        assert!(sign_in(accounts, PASSWORD, None).is_ok());
    });
}

#[test]
fn an_operator_adds_disables_and_helps_out() {
    each(|accounts| {
        let added = |name| AddedUser { name, password: PASSWORD, role: None, space: None, admin: false };
        let add = |accounts: &mut Accounts, user: &AddedUser<'_>| {
            let hash = Password::typed(user.password).hash([1; 16]);
            accounts.write(|transaction, means| add_user(transaction, user, hash.clone(), means))
        };
        let ann = add(accounts, &added("Ann")).unwrap();
        assert!(ann.admin);
        add(accounts, &AddedUser { role: Some("VIEWER"), ..added("bo") }).unwrap();
        add(accounts, &added("cy")).unwrap();
        let listed = accounts.write(|transaction, _| Ok(users(transaction)?)).unwrap();
        let told: Vec<_> = listed.iter().map(|user| (user.account.name.as_str(), user.spaces[0].1.as_str())).collect();
        assert_eq!(told, [("Ann", "OWNER"), ("bo", "VIEWER"), ("cy", "EDITOR")]);
        assert_eq!(mistakes(add(accounts, &added("BO"))), [Mistake::NameTaken]);
        let viewr = AddedUser { role: Some("VIEWR"), ..added("dy") };
        assert!(mistakes(add(accounts, &viewr))[0].to_string().contains("VIEWER"));
        let nowhere = AddedUser { space: Some("Elsewhere"), ..added("dy") };
        assert!(matches!(mistakes(add(accounts, &nowhere))[..], [Mistake::UnknownSpace(_)]));
        assert!(add(accounts, &AddedUser { space: Some("Home"), ..added("dy") }).is_ok());

        let bo = accounts.sign_in("bo", PASSWORD, None, "192.0.2.1").unwrap();
        let disable = |accounts: &mut Accounts, name: &str, disabled| {
            accounts.write(|transaction, _| set_disabled(transaction, name, disabled)).map(drop)
        };
        assert_eq!(mistakes(disable(accounts, "nobody", true)), [Mistake::UnknownUser("nobody".to_owned())]);
        assert_eq!(mistakes(disable(accounts, "ann", true)), [Mistake::LastOwner]);
        disable(accounts, "BO", true).unwrap();
        assert!(!accounts.is_in(&bo));
        assert!(matches!(accounts.refresh(&bo.refresh_token), Err(Failure::Unauthenticated)));
        assert_eq!(mistakes(accounts.sign_in("bo", PASSWORD, None, "192.0.2.1")), [Mistake::WrongCredentials]);
        disable(accounts, "bo", false).unwrap();
        assert!(!accounts.is_in(&bo));
        for _ in 0..4 {
            assert!(accounts.sign_in("bo", WRONG, None, "192.0.2.1").is_err());
        }
        assert!(matches!(accounts.sign_in("bo", PASSWORD, None, "192.0.2.1"), Err(Failure::Locked(_))));
        let hash = Password::typed("three red balloons").hash([1; 16]);
        accounts.write(|transaction, _| set_password(transaction, "bo", hash.clone())).unwrap();
        assert!(accounts.sign_in("bo", "three red balloons", None, "192.0.2.1").is_ok());
        assert!(accounts.write(|transaction, _| find_user(transaction, "bo")).is_ok());
    });
}

#[test]
fn a_weak_hash_is_made_anew_at_the_next_sign_in() {
    use argon2::{Algorithm, Argon2, Params, Version, password_hash::CustomizedPasswordHasher};
    each(|accounts| {
        accounts.first();
        let params = Params::new(64, 1, 1, None).unwrap();
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
            .hash_password_customized(PASSWORD.as_bytes(), &[5; 16], None, None, params)
            .unwrap()
            .to_string();
        accounts.write(|transaction, _| set_password(transaction, "ann", weak.clone())).unwrap();
        let signed_in = accounts.sign_in("ann", PASSWORD, None, "192.0.2.1").unwrap();
        assert_ne!(signed_in.account.password, weak);
        let stored = accounts.write(|transaction, _| find_user(transaction, "ann")).unwrap();
        assert!(stored.password.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(accounts.sign_in("ann", PASSWORD, None, "192.0.2.1").is_ok());
    });
}

#[test]
fn an_unknown_name_costs_the_work_of_a_known_one() {
    each(|accounts| {
        accounts.first();
        let challenge = accounts.challenge("nobody", "192.0.2.1").unwrap();
        assert!(!crate::password::is_outdated(&challenge.hash));
        assert!(argon2::password_hash::phc::PasswordHash::new(&challenge.hash).is_ok());
        let shown = format!("{:?}", challenge.verify(&Password::typed(PASSWORD), [2; 16]));
        assert!(!shown.contains(PASSWORD));
    });
}
