//! How values become columns.

use daybook_schema::{
    Value,
    model::{EnumIndex, Field, FieldKind, ObjectIndex, Scalar},
    time::{date_instant, instant_date},
    value::{Entered, Money, Point, Quantity},
};
use rusqlite::{
    Row,
    types::{Value as Cell, ValueRef},
};
use uuid::Uuid;

use super::{failure::failure, failure::internal, json, layout::Codec};
use crate::error::Result;

/// What a field stores.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Text,
    Enum(EnumIndex),
    Int,
    Real,
    Boolean,
    Id,
    Date,
    Instant,
    Duration,
    Time,
    Quantity,
    Money,
    Point,
    Json,
    Object(ObjectIndex),
    List(Box<Shape>),
}

impl Shape {
    /// The shape of a field; of a link that of its to-one column.
    pub fn of(field: &Field) -> Self {
        let item = match &field.kind {
            FieldKind::Link(_) => return Self::Id,
            FieldKind::Enum(index) => Self::Enum(*index),
            FieldKind::Object(index) => Self::Object(*index),
            FieldKind::Scalar(scalar) => Self::scalar(*scalar),
        };
        if field.list { Self::List(Box::new(item)) } else { item }
    }

    fn scalar(scalar: Scalar) -> Self {
        match scalar {
            Scalar::String
            | Scalar::TimeZone
            | Scalar::Url
            | Scalar::Email
            | Scalar::Phone
            | Scalar::Language
            | Scalar::Country => Self::Text,
            Scalar::Int => Self::Int,
            Scalar::Float => Self::Real,
            Scalar::Boolean => Self::Boolean,
            Scalar::Id => Self::Id,
            Scalar::Date => Self::Date,
            Scalar::DateTime => Self::Instant,
            Scalar::Duration => Self::Duration,
            Scalar::Time => Self::Time,
            Scalar::Money => Self::Money,
            Scalar::GeoPoint => Self::Point,
            Scalar::Quantity => Self::Quantity,
            Scalar::Json => Self::Json,
        }
    }

    /// Suffixes and types of its columns, the exact value first.
    pub fn columns(&self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Text => &[("", "TEXT"), ("f", "TEXT"), ("s", "BLOB")],
            Self::Int | Self::Boolean | Self::Date | Self::Instant | Self::Time => &[("", "INTEGER")],
            Self::Real => &[("", "REAL")],
            Self::Id => &[("", "BLOB")],
            Self::Duration => &[("", "TEXT"), ("m", "INTEGER"), ("k", "BLOB")],
            Self::Quantity => &[("", "REAL"), ("e", "TEXT")],
            Self::Money => &[("", "REAL"), ("c", "TEXT")],
            Self::Point => &[("", "REAL"), ("o", "REAL")],
            Self::Enum(_) | Self::Json | Self::Object(_) | Self::List(_) => &[("", "TEXT")],
        }
    }

    /// Suffixes of the columns that make a value.
    pub fn read_columns(&self) -> &'static [&'static str] {
        match self {
            Self::Quantity => &["", "e"],
            Self::Money => &["", "c"],
            Self::Point => &["", "o"],
            _ => &[""],
        }
    }

    /// The column that order and indexes use.
    pub fn order_suffix(&self) -> &'static str {
        match self {
            Self::Text => "s",
            Self::Duration => "k",
            _ => "",
        }
    }

    /// One cell per column.
    pub fn encode(&self, codec: Codec<'_>, value: &Value) -> Result<Vec<Cell>> {
        let mut cells = Vec::with_capacity(self.columns().len());
        self.encode_into(codec, value, &mut cells)?;
        Ok(cells)
    }

    /// Adds one cell per column.
    pub fn encode_into(&self, codec: Codec<'_>, value: &Value, cells: &mut Vec<Cell>) -> Result<()> {
        match (self, value) {
            (_, Value::Null) => cells.extend(self.columns().iter().map(|_| Cell::Null)),
            (Self::Text, Value::Text(text)) => cells.extend([
                text.clone().into(),
                daybook_schema::text::fold(text).into(),
                daybook_schema::text::sort_key(text).into(),
            ]),
            (Self::Duration, Value::Duration(span)) => {
                cells.extend([span.as_str().to_owned().into(), span.milliseconds().into(), span.key().to_vec().into()]);
            }
            (Self::Quantity, Value::Quantity(quantity)) => {
                cells.extend([quantity.value.into(), entered_text(quantity).map_or(Cell::Null, Cell::Text)]);
            }
            (Self::Money, Value::Money(money)) => cells.extend([money.amount.into(), money.currency.clone().into()]),
            (Self::Point, Value::Point(point)) => cells.extend([point.lat.into(), point.lon.into()]),
            (Self::Json, Value::Json(json)) => cells.push(json.to_string().into()),
            (Self::Object(_), Value::Object(_)) | (Self::List(_), Value::List(_)) => {
                cells.push(json::encode(codec, self, value)?.to_string().into());
            }
            _ => cells.push(self.exact(value)?),
        }
        Ok(())
    }

    /// The cell of a value with one column.
    pub fn exact(&self, value: &Value) -> Result<Cell> {
        Ok(match (self, value) {
            (Self::Text | Self::Enum(_), Value::Text(text)) => text.clone().into(),
            (Self::Int, Value::Int(number)) => (*number).into(),
            (Self::Int | Self::Real | Self::Quantity | Self::Money, Value::Float(number)) => (*number).into(),
            (Self::Real | Self::Quantity | Self::Money, Value::Int(number)) => (*number as f64).into(),
            (Self::Quantity, Value::Quantity(quantity)) => quantity.value.into(),
            (Self::Money, Value::Money(money)) => money.amount.into(),
            (Self::Boolean, Value::Boolean(yes)) => i64::from(*yes).into(),
            (Self::Id, Value::Id(id)) => id.as_bytes().to_vec().into(),
            (Self::Date | Self::Instant, Value::Date(date)) => date_instant(*date).into(),
            (Self::Date | Self::Instant, Value::Instant(instant)) => (*instant).into(),
            (Self::Duration, Value::Duration(span)) => span.as_str().to_owned().into(),
            (Self::Time, Value::Time(time)) => seconds(*time).into(),
            _ => return Err(mismatch(self, value)),
        })
    }

    /// Reads a value from the columns of [`Shape::read_columns`], starting at `at`, which moves behind them.
    pub fn decode(&self, codec: Codec<'_>, row: &Row<'_>, at: &mut usize) -> Result<Value> {
        let first = *at;
        *at += self.read_columns().len();
        let cell = row.get_ref(first).map_err(failure("reading a column"))?;
        if matches!(cell, ValueRef::Null) {
            return Ok(Value::Null);
        }
        let second = || row.get_ref(first + 1).map_err(failure("reading a column"));
        Ok(match self {
            Self::Text => Value::Text(text(cell)?.to_owned()),
            Self::Enum(index) => Value::Text(codec.enum_name(*index, text(cell)?)),
            Self::Int => Value::Int(integer(cell)?),
            Self::Real => Value::Float(real(cell)?),
            Self::Boolean => Value::Boolean(integer(cell)? != 0),
            Self::Id => Value::Id(id(cell)?),
            Self::Date => Value::Date(instant_date(integer(cell)?)),
            Self::Instant => Value::Instant(integer(cell)?),
            Self::Duration => Value::Duration(span(text(cell)?)?),
            Self::Time => Value::Time(time(integer(cell)?)?),
            Self::Quantity => {
                let entered = second()?;
                let entered = if matches!(entered, ValueRef::Null) { None } else { Some(entered_of(text(entered)?)?) };
                Value::Quantity(Quantity { value: real(cell)?, entered })
            }
            Self::Money => Value::Money(Money { amount: real(cell)?, currency: text(second()?)?.to_owned() }),
            Self::Point => Value::Point(Point { lat: real(cell)?, lon: real(second()?)? }),
            Self::Json => Value::Json(json::parse(text(cell)?)?),
            Self::Object(_) | Self::List(_) => json::decode(codec, self, &json::parse(text(cell)?)?)?,
        })
    }
}

pub(super) fn mismatch(shape: &Shape, value: &Value) -> crate::Error {
    internal(format!("a value of another kind than {shape:?}: {value:?}"))
}

pub(super) fn seconds(time: jiff::civil::Time) -> i64 {
    i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second())
}

pub(super) fn time(seconds: i64) -> Result<jiff::civil::Time> {
    jiff::civil::Time::new((seconds / 3600) as i8, (seconds / 60 % 60) as i8, (seconds % 60) as i8, 0)
        .map_err(|error| internal(format!("a stored time of day of {seconds} s")).caused_by(error))
}

pub(super) fn span(text: &str) -> Result<daybook_schema::time::Span> {
    text.parse().map_err(|error| internal(format!("a stored duration `{text}`")).caused_by(error))
}

pub(super) fn entered_text(quantity: &Quantity) -> Option<String> {
    quantity.entered.as_ref().map(|entered| format!("{}|{}", entered.number, entered.unit.name()))
}

pub(super) fn entered_of(text: &str) -> Result<Entered> {
    let damaged = || internal(format!("a stored quantity `{text}`"));
    let (number, unit) = text.split_once('|').ok_or_else(damaged)?;
    let unit = daybook_schema::unit::Unit::from_name(unit).ok_or_else(damaged)?;
    Ok(Entered { number: number.to_owned(), unit })
}

pub(super) fn text(cell: ValueRef<'_>) -> Result<&str> {
    cell.as_str().map_err(|error| internal("a stored text").caused_by(error))
}

pub(super) fn integer(cell: ValueRef<'_>) -> Result<i64> {
    cell.as_i64().map_err(|error| internal("a stored integer").caused_by(error))
}

pub(super) fn real(cell: ValueRef<'_>) -> Result<f64> {
    match cell {
        ValueRef::Real(number) => Ok(number),
        ValueRef::Integer(number) => Ok(number as f64),
        other => Err(internal(format!("a number is stored as {}", other.data_type()))),
    }
}

pub(super) fn id(cell: ValueRef<'_>) -> Result<Uuid> {
    let bytes = cell.as_blob().map_err(|error| internal("a stored id").caused_by(error))?;
    Uuid::from_slice(bytes).map_err(|error| internal("a stored id").caused_by(error))
}
