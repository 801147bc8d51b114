//! Secrets that say nothing by themselves: tokens of devices, share links, invitations. Only their hash is stored.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// What a secret is for; its text begins with the prefix.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Purpose {
    /// A sensor or program posts with it.
    Device,
    /// Asks for the next access token.
    Refresh,
    /// Shows one entry and what belongs to it.
    Share,
    /// Lets somebody into a space.
    Invite,
    /// Makes the first account where others can reach the server.
    FirstAccount,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Device, Self::Refresh, Self::Share, Self::Invite, Self::FirstAccount];

    /// How its texts begin.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Device => "dbt_",
            Self::Refresh => "dbr_",
            Self::Share => "dbs_",
            Self::Invite => "dbi_",
            Self::FirstAccount => "dbf_",
        }
    }

    /// What a text is for, by its prefix.
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| text.starts_with(purpose.prefix()))
    }
}

/// What is stored of a secret.
pub type Hash = [u8; 32];

/// A secret that was just made. It is shown once.
pub struct Secret {
    /// To be shown.
    pub text: String,
    /// To be stored.
    pub hash: Hash,
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}

/// Makes a secret of 256 random bits.
pub fn make(purpose: Purpose, random: [u8; 32]) -> Secret {
    let text = format!("{}{}", purpose.prefix(), BASE64_URL_SAFE_NO_PAD.encode(random));
    let hash = hash(&text);
    Secret { text, hash }
}

/// The hash of a text as it was sent. It is long and random, so that a fast hash without salt is enough, and what it is
/// looked up by says nothing about it.
pub fn hash(text: &str) -> Hash {
    Sha256::digest(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::{Purpose, hash, make};

    #[test]
    fn a_secret_is_known_by_its_prefix_and_its_hash() {
        for purpose in Purpose::ALL {
            let secret = make(purpose, [0xa5; 32]);
            assert_eq!(Purpose::of(&secret.text), Some(purpose));
            assert_eq!(secret.text.len(), 4 + 43);
            assert_eq!(hash(&secret.text), secret.hash);
            assert_eq!(format!("{secret:?}"), "Secret");
            assert_ne!(make(purpose, [0xa4; 32]).hash, secret.hash);
        }
        for other in ["", "dbt", "DBT_x", "Bearer dbt_x", "eyJhbGciOi"] {
            assert_eq!(Purpose::of(other), None, "{other}");
        }
    }
}
