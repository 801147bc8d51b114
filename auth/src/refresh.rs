//! Refresh tokens: each is used once and gives the next one. A second use ends the session, since one of the two users
//! is a thief (RFC 9700, section 4.14.2); but lost answers and many tabs at once sign nobody out.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use daybook_schema::value::Instant;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::opaque::{self, Hash, Purpose};

/// For how long a token that was just used gives the same successor again, in milliseconds.
pub const GRACE: Instant = 10_000;

/// What is stored of a session's tokens.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Chain {
    /// Hash of what all tokens of the session share, by which an old one is known as one of them.
    pub family: Hash,
    /// Hash of the token that is to be used next.
    pub current: Hash,
    /// How the current one was made; `None` before the first use.
    pub last: Option<Rotation>,
}

/// A use of a token.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Rotation {
    /// Hash of the token that was used.
    pub used: Hash,
    /// What was mixed into it. Neither this nor the used token alone gives the successor.
    pub salt: [u8; 32],
    /// When.
    pub at: Instant,
}

/// A refresh token. It is shown once.
#[derive(Clone, Eq, PartialEq)]
pub struct RefreshToken {
    session: Uuid,
    family: [u8; 16],
    secret: [u8; 32],
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RefreshToken").field("session", &self.session).finish_non_exhaustive()
    }
}

/// What comes of a use.
#[derive(Debug)]
pub enum Use {
    /// The next token. The chain has changed and is to be stored.
    Next(RefreshToken),
    /// The same token as a moment ago. Nothing has changed.
    Again(RefreshToken),
    /// It was used before: the session is to be ended.
    Reused,
    /// It is none of this session's: nothing happens.
    Unknown,
}

impl RefreshToken {
    /// The first token of a session, and what is to be stored of it.
    pub fn first(session: Uuid, family: [u8; 16], secret: [u8; 32]) -> (Self, Chain) {
        let token = Self { session, family, secret };
        let chain =
            Chain { family: opaque::hash(&BASE64_URL_SAFE_NO_PAD.encode(family)), current: token.hash(), last: None };
        (token, chain)
    }

    /// Reads a token as it was sent.
    pub fn parse(text: &str) -> Option<Self> {
        let encoded = text.strip_prefix(Purpose::Refresh.prefix())?;
        let bytes: [u8; 64] = BASE64_URL_SAFE_NO_PAD.decode(encoded).ok()?.try_into().ok()?;
        let (session, rest) = bytes.split_first_chunk::<16>()?;
        let (family, secret) = rest.split_first_chunk::<16>()?;
        Some(Self { session: Uuid::from_bytes(*session), family: *family, secret: secret.try_into().ok()? })
    }

    /// The session that it belongs to, if it is one of ours.
    pub fn session(&self) -> Uuid {
        self.session
    }

    /// As it is shown and sent.
    pub fn text(&self) -> String {
        let bytes = [&self.session.as_bytes()[..], &self.family, &self.secret].concat();
        format!("{}{}", Purpose::Refresh.prefix(), BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }

    fn hash(&self) -> Hash {
        opaque::hash(&self.text())
    }

    fn successor(&self, salt: &[u8; 32]) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).expect("a key of any length");
        mac.update(salt);
        Self { secret: mac.finalize().into_bytes().into(), ..self.clone() }
    }
}

impl Chain {
    /// Uses a token of the session that this chain is of; `salt` is random.
    pub fn apply(&mut self, token: &RefreshToken, now: Instant, salt: [u8; 32]) -> Use {
        if !same(&opaque::hash(&BASE64_URL_SAFE_NO_PAD.encode(token.family)), &self.family) {
            return Use::Unknown;
        }
        let hash = token.hash();
        if same(&hash, &self.current) {
            let next = token.successor(&salt);
            self.current = next.hash();
            self.last = Some(Rotation { used: hash, salt, at: now });
            return Use::Next(next);
        }
        match &self.last {
            // A clock that jumps back makes no thief of anybody.
            Some(last) if same(&hash, &last.used) && now - last.at <= GRACE => Use::Again(token.successor(&last.salt)),
            _ => Use::Reused,
        }
    }
}

fn same(one: &Hash, other: &Hash) -> bool {
    one.ct_eq(other).into()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Chain, GRACE, RefreshToken, Use};
    use daybook_schema::value::Instant;

    const NOW: Instant = 1_777_629_600_000;

    fn first() -> (RefreshToken, Chain) {
        RefreshToken::first(Uuid::from_u128(5), [3; 16], [9; 32])
    }

    fn next(chain: &mut Chain, token: &RefreshToken, now: Instant, salt: u8) -> RefreshToken {
        match chain.apply(token, now, [salt; 32]) {
            Use::Next(token) => token,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_token_gives_the_next_and_no_other_session_knows_it() {
        let (token, mut chain) = first();
        assert_eq!(RefreshToken::parse(&token.text()), Some(token.clone()));
        assert_eq!(token.text().len(), 4 + 86);
        let second = next(&mut chain, &token, NOW, 1);
        let third = next(&mut chain, &second, NOW + 1, 2);
        assert_eq!(third.session(), token.session());
        assert!(token != second && second != third);
        let (_, mut other) = RefreshToken::first(Uuid::from_u128(5), [4; 16], [9; 32]);
        let before = other.clone();
        assert!(matches!(other.apply(&token, NOW, [1; 32]), Use::Unknown));
        assert_eq!(other, before);
    }

    #[test]
    fn a_lost_answer_is_given_again_for_ten_seconds() {
        let (token, mut chain) = first();
        let second = next(&mut chain, &token, NOW, 1);
        let stored = chain.clone();
        for late in [0, 1, GRACE, -3_600_000] {
            match chain.apply(&token, NOW + late, [7; 32]) {
                Use::Again(again) => assert_eq!(again, second),
                other => panic!("{late}: {other:?}"),
            }
        }
        assert_eq!(chain, stored);
        assert!(matches!(chain.apply(&token, NOW + GRACE + 1, [7; 32]), Use::Reused));
    }

    #[test]
    fn a_used_successor_makes_a_second_use_a_theft() {
        let (token, mut chain) = first();
        let second = next(&mut chain, &token, NOW, 1);
        let third = next(&mut chain, &second, NOW + 1, 2);
        assert!(matches!(chain.apply(&token, NOW + 2, [7; 32]), Use::Reused));
        // What lies behind a used one is known as well.
        next(&mut chain, &third, NOW + 3, 3);
        assert!(matches!(chain.apply(&token, NOW + 4, [7; 32]), Use::Reused));
        assert!(matches!(chain.apply(&second, NOW + 4, [7; 32]), Use::Reused));
    }

    #[test]
    fn what_is_stored_gives_no_token() {
        let (token, mut chain) = first();
        let second = next(&mut chain, &token, NOW, 1);
        let stored = format!("{chain:?}");
        for token in [&token, &second] {
            assert!(!stored.contains(&format!("{:?}", token.secret)));
            assert!(!format!("{token:?}").contains(&token.text()[26..]));
        }
        // Whoever knows a used token but not the salt does not know its successor.
        assert_ne!(token.successor(&[0; 32]), second);
    }

    #[test]
    fn what_is_no_token_is_none() {
        let (token, _) = first();
        let text = token.text();
        for other in [
            "",
            "dbr_",
            "dbt_AAAA",
            &text[..text.len() - 1],
            &format!("{text}A"),
            &text.replace("dbr_", "dbt_"),
            &text[4..],
        ] {
            assert_eq!(RefreshToken::parse(other), None, "{other}");
        }
    }
}
