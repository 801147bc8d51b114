//! Access tokens: signed, short-lived, checked without a look at the store. JSON Web Tokens (RFC 7519, 9068) of one
//! algorithm, whose header holds `alg`, `kid` and `typ` and nothing else.

use std::fmt;

use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use daybook_schema::value::Instant;
use ed25519_dalek::{
    SigningKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Who signs and who is meant: a server trusts only what it signed itself.
const ISSUER: &str = "daybook";
const AUDIENCE: &str = "daybook";
/// The type of such tokens, RFC 9068, section 2.1.
const TYPE: &str = "at+jwt";
/// How far ahead `iat` and `nbf` may lie, in seconds: clocks of replicas differ.
const AHEAD: i64 = 30;
/// Bytes of a key at least: the 256 bits that RFC 7518, section 3.2 asks of HS256.
const KEY_BYTES: usize = 32;
/// Bytes of a token at most; ours have about 400.
const LONGEST: usize = 4096;

/// What a token says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Claims {
    /// Whose it is.
    pub account: Uuid,
    /// The session that it was given to, which can be ended.
    pub session: Uuid,
    /// When it was made.
    pub issued_at: Instant,
    /// When it ends.
    pub expires_at: Instant,
}

/// Why a token is refused: for the log, since every refusal is answered alike.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Not three parts, or a header that is not one of ours.
    #[error("it is no token of this server")]
    Foreign,
    /// A key that is not, or no longer, one of ours.
    #[error("its key is unknown")]
    UnknownKey,
    /// The signature does not fit.
    #[error("its signature does not fit")]
    Signature,
    /// A claim is missing or of another kind, or names somebody else.
    #[error("its claims are not those of an access token of this server")]
    Claims,
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// It is not valid yet.
    #[error("it is from the future")]
    Early,
}

/// A key that cannot be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum KeyError {
    /// Neither base64 nor PEM.
    #[error(
        "the key is neither base64 of at least {KEY_BYTES} bytes nor an Ed25519 private key as PKCS#8 PEM; \
         `openssl rand -base64 32` makes one"
    )]
    Unreadable,
    /// Fewer bits than the algorithm needs.
    #[error("the key has {0} bytes, but at least {KEY_BYTES} are needed; `openssl rand -base64 32` makes one")]
    TooShort(usize),
}

/// A key with its name.
struct Key {
    id: String,
    algorithm: Algorithm,
    signing: EncodingKey,
    verifying: DecodingKey,
}

/// The keys of a server: it signs with the first, and still accepts what the others signed.
pub struct AccessKeys {
    current: Key,
    /// Earlier keys, each until when its tokens are accepted.
    earlier: Vec<(Key, Instant)>,
}

impl fmt::Debug for AccessKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AccessKeys").field("current", &self.current.id).finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnHeader {
    alg: String,
    kid: String,
    typ: String,
}

#[derive(Deserialize, Serialize)]
struct OwnClaims {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    iat: i64,
    exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
}

impl AccessKeys {
    /// Keys whose first one is the text of a key file: base64 of at least 32 bytes, or an Ed25519 private key as PKCS#8
    /// PEM.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let current = if text.starts_with("-----BEGIN") { ed25519(text)? } else { hs256(&bytes(text)?)? };
        Ok(Self { current, earlier: Vec::new() })
    }

    /// Keys whose first one was made at random.
    pub fn from_secret(secret: &[u8]) -> Result<Self, KeyError> {
        Ok(Self { current: hs256(secret)?, earlier: Vec::new() })
    }

    /// Accepts the tokens of an earlier key for as long as they may last, so that a change of keys ends no session.
    pub fn accept_until(&mut self, earlier: Self, until: Instant) {
        if earlier.current.id != self.current.id {
            self.earlier.push((earlier.current, until));
        }
    }

    /// Signs a token.
    pub fn sign(&self, claims: &Claims) -> String {
        let mut header = Header::new(self.current.algorithm);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(self.current.id.clone());
        let claims = OwnClaims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: claims.account,
            sid: claims.session,
            iat: claims.issued_at.div_euclid(1000),
            exp: claims.expires_at.div_euclid(1000),
            nbf: None,
        };
        jsonwebtoken::encode(&header, &claims, &self.current.signing).expect("a key signs whatever fits its algorithm")
    }

    /// What a token says, when it is one of ours and its time has come and is not over.
    pub fn verify(&self, token: &str, now: Instant) -> Result<Claims, Refusal> {
        let key = self.key(token, now)?;
        let mut validation = Validation::new(key.algorithm);
        // Times are checked below by the clock that is given; the library would take the machine's.
        validation.validate_exp = false;
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        let decoded = jsonwebtoken::decode::<OwnClaims>(token, &key.verifying, &validation);
        let OwnClaims { sub, sid, iat, exp, nbf, .. } = decoded.map_err(|error| refusal(&error))?.claims;
        let seconds = now.div_euclid(1000);
        if exp <= seconds {
            return Err(Refusal::Expired);
        }
        if iat > seconds + AHEAD || nbf.is_some_and(|nbf| nbf > seconds + AHEAD) {
            return Err(Refusal::Early);
        }
        let milliseconds = |seconds: i64| seconds.checked_mul(1000).ok_or(Refusal::Claims);
        Ok(Claims { account: sub, session: sid, issued_at: milliseconds(iat)?, expires_at: milliseconds(exp)? })
    }

    /// The key that a token names in a header of our form.
    fn key(&self, token: &str, now: Instant) -> Result<&Key, Refusal> {
        if token.len() > LONGEST {
            return Err(Refusal::Foreign);
        }
        let (header, _) = token.split_once('.').ok_or(Refusal::Foreign)?;
        let header = BASE64_URL_SAFE_NO_PAD.decode(header).map_err(|_| Refusal::Foreign)?;
        let header: OwnHeader = serde_json::from_slice(&header).map_err(|_| Refusal::Foreign)?;
        let earlier = self.earlier.iter().filter(|(_, until)| now < *until).map(|(key, _)| key);
        let mut keys = std::iter::once(&self.current).chain(earlier);
        let key = keys.find(|key| key.id == header.kid).ok_or(Refusal::UnknownKey)?;
        if header.typ != TYPE || header.alg != name(key.algorithm) {
            return Err(Refusal::Foreign);
        }
        Ok(key)
    }
}

fn name(algorithm: Algorithm) -> &'static str {
    if algorithm == Algorithm::EdDSA { "EdDSA" } else { "HS256" }
}

fn refusal(error: &jsonwebtoken::errors::Error) -> Refusal {
    use jsonwebtoken::errors::ErrorKind;
    match error.kind() {
        ErrorKind::InvalidSignature => Refusal::Signature,
        ErrorKind::InvalidToken | ErrorKind::InvalidAlgorithm => Refusal::Foreign,
        _ => Refusal::Claims,
    }
}

fn bytes(text: &str) -> Result<Vec<u8>, KeyError> {
    let joined: String = text.split_whitespace().collect();
    let decoded =
        BASE64_STANDARD.decode(&joined).or_else(|_| BASE64_URL_SAFE_NO_PAD.decode(joined.trim_end_matches('=')));
    decoded.map_err(|_| KeyError::Unreadable)
}

fn hs256(secret: &[u8]) -> Result<Key, KeyError> {
    if secret.len() < KEY_BYTES {
        return Err(KeyError::TooShort(secret.len()));
    }
    let unreadable = |_| KeyError::Unreadable;
    Ok(Key {
        id: id(secret),
        algorithm: Algorithm::HS256,
        signing: EncodingKey::from_secret(secret).map_err(unreadable)?,
        verifying: DecodingKey::from_secret(secret).map_err(unreadable)?,
    })
}

fn ed25519(pem: &str) -> Result<Key, KeyError> {
    let key = SigningKey::from_pkcs8_pem(pem).map_err(|_| KeyError::Unreadable)?;
    let der = key.to_pkcs8_der().map_err(|_| KeyError::Unreadable)?;
    let public = key.verifying_key();
    Ok(Key {
        id: id(public.as_bytes()),
        algorithm: Algorithm::EdDSA,
        signing: EncodingKey::from_ed_der(der.as_bytes()),
        verifying: DecodingKey::from_ed_der(public.as_bytes()),
    })
}

/// The name of a key: 64 bits of a hash of it, which give nothing of it away.
fn id(key: &[u8]) -> String {
    let hash = Sha256::new().chain_update(b"daybook key id").chain_update(key).finalize();
    BASE64_URL_SAFE_NO_PAD.encode(&hash[..8])
}

#[cfg(test)]
mod tests;
