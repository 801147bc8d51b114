//! Answers as JSON.

use serde::Serialize;
use serde_json::{Value as Json, json};

/// An answer as a value tree. The library's own way there would read numbers anew, and write `1e5` as `1e+5`.
pub fn tree(answer: &impl Serialize) -> Json {
    let mut bytes = Vec::new();
    write(answer, &mut bytes);
    daybook_schema::json::read(&bytes).expect("what was written as JSON is JSON")
}

/// Writes an answer behind others.
pub fn write<T: Serialize + ?Sized>(answer: &T, bytes: &mut Vec<u8>) {
    serde_json::to_writer(bytes, answer).expect("the keys of answers are texts, and memory takes them all");
}

/// A number; whole ones without a fraction, as they are entered.
pub fn number_json(number: f64) -> Json {
    if is_whole(number) { json!(number as i64) } else { json!(number) }
}

/// Whether a number is answered without a fraction: whole, and small enough to be exact.
pub fn is_whole(number: f64) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    number.fract() == 0.0 && number.abs() < EXACT
}

/// A number; null where it is beyond all numbers.
pub fn finite_json(number: f64) -> Json {
    if number.is_finite() { number_json(number) } else { Json::Null }
}
