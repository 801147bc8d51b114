//! Cursors: places in a list, signed, and bound to the list's order.
//!
//! A cursor is base64url of version, signature, scope and place. The signature (HMAC-SHA256, 12 bytes) covers all of
//! the rest, so that what comes back is what was answered; the scope (8 bytes of SHA-256 over type and order) tells a
//! cursor of another order from one that was made up.

use daybook_schema::{Model, TypeIndex};
use daybook_store::query::{Key, OrderKey, Position, Subject};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::RequestError;

const VERSION: u8 = 1;
const SIGNATURE: usize = 12;
const SCOPE: usize = 8;

/// Longer texts are no cursors: an order has few keys, and keys of texts are cut.
const LONGEST: usize = 64 * 1024;

type Result<T> = std::result::Result<T, RequestError>;

/// What a cursor is bound to: a type and an order, by name, so that it survives a restart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CursorScope(String);

impl CursorScope {
    /// The scope of a list of one type.
    pub fn new(model: &Model, record: TypeIndex, order: &[OrderKey]) -> Self {
        let keys: Vec<_> = order.iter().map(|key| key_name(model, record, key)).collect();
        Self(format!("{} by {}", model.record(record).name, keys.join(", ")))
    }

    /// The scope of a list over all types.
    pub fn over_types(order: &[OrderKey]) -> Self {
        let keys: Vec<_> = order.iter().map(|key| format!("{:?}{}", key.subject, direction(key))).collect();
        Self(format!("* by {}", keys.join(", ")))
    }
}

fn key_name(model: &Model, record: TypeIndex, key: &OrderKey) -> String {
    let mut path = String::new();
    let mut declared = model.record(record);
    for relation in &key.path {
        path += &model.relation_field(*relation).name;
        path.push('.');
        declared = model.record(model.relation_target(*relation));
    }
    let name = match &key.subject {
        Subject::Field(fields) => fields.iter().map(|field| declared.field(*field).name.clone()).collect(),
        other => format!("#{other:?}"),
    };
    format!("{path}{name}{}", direction(key))
}

fn direction(key: &OrderKey) -> String {
    let direction = if key.descending { " down" } else { " up" };
    let nulls = if key.nulls_first { " nulls first" } else { "" };
    format!("{direction}{nulls}")
}

/// The cursor of a place in a list.
pub fn encode(key: &[u8; 32], scope: &CursorScope, position: &Position) -> String {
    let mut place = Vec::with_capacity(64);
    place.extend_from_slice(position.id.as_bytes());
    for key in &position.keys {
        match key {
            Key::Null => place.push(0),
            Key::Integer(number) => {
                place.push(1);
                place.extend_from_slice(&number.to_be_bytes());
            }
            Key::Real(number) => {
                place.push(2);
                place.extend_from_slice(&number.to_bits().to_be_bytes());
            }
            Key::Bytes(bytes) => {
                place.push(3);
                place.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
                place.extend_from_slice(bytes);
            }
        }
    }
    sign(key, &scope.0, &place)
}

/// The place of a cursor; one of another order, or one that this server never made, is an error that says so.
pub fn decode(key: &[u8; 32], scope: &CursorScope, cursor: &str) -> Result<Position> {
    let place = verify(key, &scope.0, cursor)?;
    read_position(&place).ok_or_else(malformed)
}

/// The cursor of a place in a list of one fixed order, which `scope` names.
pub fn seal(key: &[u8; 32], scope: &str, place: &str) -> String {
    sign(key, scope, place.as_bytes())
}

/// The place of a cursor that [`seal`] made for the same scope.
pub fn open(key: &[u8; 32], scope: &str, cursor: &str) -> Result<String> {
    String::from_utf8(verify(key, scope, cursor)?).map_err(|_| malformed())
}

fn sign(key: &[u8; 32], scope: &str, place: &[u8]) -> String {
    let mut signed = scope_tag(scope).to_vec();
    signed.extend_from_slice(place);
    let mut cursor = vec![VERSION];
    cursor.extend_from_slice(&mac(key, &signed).finalize().into_bytes()[..SIGNATURE]);
    cursor.extend_from_slice(&signed);
    base64(&cursor)
}

fn verify(key: &[u8; 32], scope: &str, cursor: &str) -> Result<Vec<u8>> {
    let bytes = if cursor.len() > LONGEST { None } else { from_base64(cursor) }.ok_or_else(malformed)?;
    let (version, rest) = bytes.split_first().ok_or_else(malformed)?;
    if *version != VERSION || rest.len() < SIGNATURE + SCOPE {
        return Err(malformed());
    }
    let (signature, signed) = rest.split_at(SIGNATURE);
    mac(key, signed).verify_truncated_left(signature).map_err(|_| malformed())?;
    let (tag, place) = signed.split_at(SCOPE);
    if tag != scope_tag(scope) {
        let message =
            "the cursor belongs to another list or order; start again without it, or ask with the same orderBy";
        return Err(RequestError::bad_input(message));
    }
    Ok(place.to_vec())
}

fn malformed() -> RequestError {
    RequestError::bad_input("this is no cursor of this server; use one that a list answered, unchanged")
}

fn mac(key: &[u8; 32], signed: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(&[VERSION]);
    mac.update(signed);
    mac
}

fn scope_tag(scope: &str) -> [u8; SCOPE] {
    let digest = Sha256::digest(scope.as_bytes());
    std::array::from_fn(|index| digest[index])
}

fn read_position(place: &[u8]) -> Option<Position> {
    let (id, mut rest) = place.split_first_chunk::<16>()?;
    let mut keys = Vec::new();
    while let Some((tag, tail)) = rest.split_first() {
        let (key, tail) = match tag {
            0 => (Key::Null, tail),
            1 => {
                let (number, tail) = tail.split_first_chunk::<8>()?;
                (Key::Integer(i64::from_be_bytes(*number)), tail)
            }
            2 => {
                let (number, tail) = tail.split_first_chunk::<8>()?;
                (Key::Real(f64::from_bits(u64::from_be_bytes(*number))), tail)
            }
            3 => {
                let (length, tail) = tail.split_first_chunk::<4>()?;
                let (bytes, tail) = tail.split_at_checked(u32::from_be_bytes(*length) as usize)?;
                (Key::Bytes(bytes.to_vec()), tail)
            }
            _ => return None,
        };
        keys.push(key);
        rest = tail;
    }
    Some(Position { keys, id: Uuid::from_bytes(*id) })
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// base64url without padding.
fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(ALPHABET[(group >> (18 - 6 * place)) as usize & 63]));
        }
    }
    text
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let digits = chunk.iter().map(|letter| ALPHABET.iter().position(|known| known == letter));
        let digits = digits.collect::<Option<Vec<_>>>()?;
        let group = digits.iter().fold(0u32, |group, digit| group << 6 | *digit as u32) << (6 * (4 - digits.len()));
        let count = digits.len().checked_sub(1).filter(|count| *count > 0)?;
        let all = group.to_be_bytes();
        // Bits that stand for nothing must be zero, so that every place has one spelling.
        if all[1 + count..].iter().any(|rest| *rest != 0) {
            return None;
        }
        bytes.extend_from_slice(&all[1..=count]);
    }
    Some(bytes)
}
