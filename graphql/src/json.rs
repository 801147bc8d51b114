//! Answers as JSON.

use daybook_schema::{time::write_instant, value::Instant};
use serde::Serialize;
use serde_json::{Value as Json, json};

/// The key of a member as it is written, kept in a plan: in a name of GraphQL nothing is to be escaped.
#[derive(Debug)]
pub struct Label(String);

impl Label {
    /// The key of a name.
    pub fn of(name: &str) -> Self {
        Self(format!("\"{name}\":"))
    }
}

/// What is written as a value tree. The library's own way there would read numbers anew, and write `1e5` as `1e+5`.
pub fn tree(write: impl FnOnce(&mut Vec<u8>)) -> Json {
    let mut bytes = Vec::new();
    write(&mut bytes);
    daybook_schema::json::read(&bytes).expect("what was written as JSON is JSON")
}

/// Writes a value behind others.
pub fn write<T: Serialize + ?Sized>(value: &T, bytes: &mut Vec<u8>) {
    serde_json::to_writer(bytes, value).expect("the keys of answers are texts, and memory takes them all");
}

/// Writes null behind others.
pub fn write_null(bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(b"null");
}

/// Writes a moment; null where there is none.
pub fn write_moment(instant: Option<Instant>, bytes: &mut Vec<u8>) {
    let Some(instant) = instant else { return write_null(bytes) };
    bytes.push(b'"');
    write_instant(instant, bytes);
    bytes.push(b'"');
}

/// Writes a number as [`number_json`] makes it; null where it is beyond all numbers.
pub fn write_number(number: f64, bytes: &mut Vec<u8>) {
    if is_whole(number) { write(&(number as i64), bytes) } else { write(&number, bytes) }
}

/// Writes a list whose items are written one after the other.
pub fn write_list<T>(items: impl IntoIterator<Item = T>, bytes: &mut Vec<u8>, mut write: impl FnMut(T, &mut Vec<u8>)) {
    bytes.push(b'[');
    for (position, item) in items.into_iter().enumerate() {
        if position > 0 {
            bytes.push(b',');
        }
        write(item, bytes);
    }
    bytes.push(b']');
}

/// Writes an object whose members are written one after the other.
pub fn write_object<T>(members: &[(Label, T)], bytes: &mut Vec<u8>, mut write: impl FnMut(&T, &mut Vec<u8>)) {
    bytes.push(b'{');
    for (position, (Label(label), member)) in members.iter().enumerate() {
        if position > 0 {
            bytes.push(b',');
        }
        bytes.extend_from_slice(label.as_bytes());
        write(member, bytes);
    }
    bytes.push(b'}');
}

/// A number; whole ones without a fraction, as they are entered.
pub fn number_json(number: f64) -> Json {
    if is_whole(number) { json!(number as i64) } else { json!(number) }
}

/// Whether a number is answered without a fraction: whole, and small enough to be exact.
fn is_whole(number: f64) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    number.fract() == 0.0 && number.abs() < EXACT
}

/// A number; null where it is beyond all numbers.
pub fn finite_json(number: f64) -> Json {
    if number.is_finite() { number_json(number) } else { Json::Null }
}
