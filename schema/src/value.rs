//! Typed values of fields.

use jiff::civil::{Date, Time};
use uuid::Uuid;

use crate::{
    exact::{Decimal, Exact, significant},
    unit::Unit,
};

pub use crate::time::Instant;

/// The value of a field. Which variants a field may hold follows from its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Missing.
    Null,
    /// String, TimeZone, Url, Email, Phone, Language, Country and the name of an enum value.
    Text(String),
    /// Int.
    Int(i64),
    /// Float; always finite.
    Float(f64),
    /// Boolean.
    Boolean(bool),
    /// ID, and the target of a to-one link.
    Id(Uuid),
    /// Date.
    Date(Date),
    /// DateTime.
    Instant(Instant),
    /// Duration: the canonical ISO 8601 text.
    Duration(crate::time::Span),
    /// Time of day, whole seconds.
    Time(Time),
    /// Quantity.
    Quantity(Quantity),
    /// Money.
    Money(Money),
    /// GeoPoint.
    Point(Point),
    /// JSON, exactly as written.
    Json(serde_json::Value),
    /// An embedded object: one value for each field of its type, in declaration order.
    Object(Vec<Value>),
    /// A list of non-null values.
    List(Vec<Value>),
}

/// An amount with its unit: one canonical number, and what was entered when that was another unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// In the field's canonical unit.
    pub value: f64,
    /// The number and unit as entered; `None` when that was the canonical unit.
    pub entered: Option<Entered>,
}

/// A quantity as somebody wrote it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entered {
    /// The decimal number as written.
    pub number: String,
    /// The unit as written.
    pub unit: Unit,
}

/// An amount of money. At most 15 significant digits, so that the number is exact.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// The amount.
    pub amount: f64,
    /// ISO 4217 code.
    pub currency: String,
}

/// A point on earth in WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Latitude, -90 to 90.
    pub lat: f64,
    /// Longitude, -180 to 180.
    pub lon: f64,
}

impl Quantity {
    /// The number in the canonical unit as it is answered: what a conversion without an end leaves has 12 significant
    /// digits.
    pub fn told(&self, canonical: Unit) -> f64 {
        self.told_in(canonical, canonical)
    }

    /// The number in another unit of the same dimension as it is answered, converted from what was entered.
    pub fn told_in(&self, canonical: Unit, unit: Unit) -> f64 {
        let few = |decimal: Decimal| decimal.units.unsigned_abs() < 1_000_000_000_000;
        let plain = self.entered.is_none() || Decimal::of(self.value, 2).is_some_and(few);
        if unit == canonical && plain {
            return self.value;
        }
        let exact = match &self.entered {
            Some(entered) => Exact::parse(&entered.number).and_then(|number| entered.unit.convert_exact(number, unit)),
            None => Exact::of(self.value).and_then(|number| canonical.convert_exact(number, unit)),
        };
        let inexact = || significant(canonical.convert_f64(self.value, unit).unwrap_or(f64::NAN));
        exact.map_or_else(inexact, Exact::told)
    }
}

impl Value {
    /// Whether the value is missing.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}
